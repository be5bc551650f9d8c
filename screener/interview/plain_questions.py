"""How a question is said by line: where it stands, its text, and what can be answered."""

from typing import TYPE_CHECKING

from screener.interview.sitting import Sitting
from screener.interview.told import answer_told, source_told
from screener.joining import listed, sentences
from screener.language import _
from screener.prose.values import short_help
from screener.protocol.answering.number_answers import number_range
from screener.protocol.model import Question, QuestionType
from screener.sanitise import visible

if TYPE_CHECKING:
    from screener.interview.plain_answers import Asking


def ask_text(question: Question, language: str) -> str:
    """Give the question's text."""
    return question.ask.in_language(language).strip() if question.ask else question.id


def hints(question: Question, language: str) -> list[str]:
    """Say what can be answered; a series says so itself, beside its rows."""
    match question.type:
        case QuestionType.BOOLEAN:
            return [_("Answer yes or no.")]
        case QuestionType.CHOICE | QuestionType.CHOICES:
            labels = [text.in_language(language) for text in question.options.values()]
            numbered = [f"  {number}. {label}" for number, label in enumerate(labels, 1)]
            several = _("Answer with numbers, such as 1, 3; or none.")
            one = _("Answer with the number of one.")
            return [*numbered, several if question.type is QuestionType.CHOICES else one]
        case QuestionType.QUANTITY | QuestionType.INTEGER | QuestionType.DECIMAL:
            return [_number_hint(question)]
        case QuestionType.DATE:
            return [_("Answer with a date, such as 17 May 2019, May 2019 or 2019.")]
        case QuestionType.TEXT:
            return [_("Answer in words, on one line.")]
    return []


def _number_hint(question: Question) -> str:
    said = _("Answer with a number.")
    if question.type is QuestionType.QUANTITY:
        units = visible(listed(question.units))
        said = _("Answer with a number and its unit: {units}.").format(units=units)
    if question.minimum is None and question.maximum is None:
        return said
    limits = _("Range: {range}.").format(range=visible(number_range(question)))
    return sentences(said, limits)


class Putting:
    """Says what is asked, and of what comes with it only what has not been said already."""

    def __init__(self, asking: "Asking") -> None:
        self.asking = asking
        self.sitting: Sitting = asking.sitting
        self.lines = asking.lines
        #: What was said last of progress, section, source and question.
        self._said: dict[str, str] = {}
        #: Whether the source was said just before the question.
        self._source_heard = False

    def question(self, id: str) -> None:
        """Say a question with what can be answered, before it how far the screening is."""
        sitting, language = self.sitting, self.asking.language
        question = sitting.question(id)
        closed, total = sitting.progress()
        progress = _("{closed} of {total} criteria closed.").format(closed=closed, total=total)
        self.lines.say("")
        self._say_anew("progress", progress)
        if question.section is not None:
            title = sitting.protocol.sections[question.section].title.in_language(language)
            self._say_anew("section", title)
        current, stale = sitting.state.current(id), id in sitting.result.stale
        put = f"{id} {language} {current.version if current else 0} {stale}"
        anew = self._said.get("question") != put
        self._source(question, weighs=anew and (self.asking.correcting or bool(question.valid_for)))
        if anew or sitting.state.entering.get(id) is None:
            self.lines.say(ask_text(question, language))
        if not anew:
            return
        self._said["question"] = put
        if not sitting.state.rows(id) and sitting.row_entry(id) is None:
            self.help(question)
        self.lines.say(*hints(question, language))
        if earlier := sitting.earlier_told(id, language):
            self.lines.say(earlier)
        if sitting.offered(id) is not None:
            self.lines.say(_("Enter alone takes that answer over."))
        if current is not None:
            # The rows of a complete table are said anyway, with their numbers.
            if not sitting.is_complete(id):
                told = answer_told(question, current.answer, language)
                self.lines.say(_("Answered now: {answer}").format(answer=told))
            if self.asking.correcting:
                self.lines.say(_("Enter alone leaves it as it is."))
        if stale:
            self.lines.say(_("That is too long ago; it is asked again."))

    def help(self, question: Question) -> None:
        """Say the beginning of a question's help, or of a field's, where there is one."""
        if said := short_help(question, self.asking.language):
            self.lines.say(said)

    def whole(self) -> None:
        """Let the question be said with its options again; else they are said once."""
        self._said.pop("question", None)

    def source_was_said(self) -> None:
        """Remember that whoever answers the next question has just heard the source."""
        self._source_heard = self.sitting.current() is not None

    def _source(self, question: Question, *, weighs: bool) -> None:
        """Say where answers come from: where a section begins, and where it weighs.

        It weighs on what counts for a limited time, and on an answer that is changed, which may
        have come from elsewhere.
        """
        source = self.sitting.state.source
        now = f"{question.section} {source}"
        heard, self._source_heard = self._source_heard, False
        if source is not None and not heard and (weighs or self._said.get("source") != now):
            self.lines.say(_("Answers come from: {source}.").format(source=source_told(source)))
        self._said["source"] = now

    def _say_anew(self, what: str, text: str) -> None:
        if self._said.get(what) != text:
            self._said[what] = text
            self.lines.say(text)
