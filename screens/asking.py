"""How a question of the protocol is put: its texts, its options, and what may be typed."""

from screener.language import _, in_language
from screener.protocol.conditions import Reference
from screener.protocol.model import Question, QuestionType
from screens.single_keys import MOST_NUMBERED



def ask_text(question: Question, language: str) -> str:
    """Give the question's text in a language."""
    return question.ask.in_language(language).strip() if question.ask else question.id


def help_text(question: Question, language: str) -> str:
    """Give the question's whole help."""
    return question.help.in_language(language).strip() if question.help else ""


def short_help(question: Question, language: str) -> str:
    """Give the first paragraph of the help; the rest is one key away."""
    paragraphs = help_text(question, language).split("\n")
    return " ".join(paragraphs[0].split())


def labels(question: Question, language: str) -> dict[str, str]:
    """Give the options' labels by option id, in the file's order."""
    return {option: text.in_language(language) for option, text in question.options.items()}


def options(question: Question, language: str) -> tuple[str, ...]:
    """Give the options as they are listed; a boolean's are yes and no."""
    if question.type is QuestionType.BOOLEAN:
        with in_language(language):
            return (_("yes"), _("no"))
    return tuple(labels(question, language).values())


def takes_keys(question: Question) -> bool:
    """Tell whether single keys answer this question."""
    return question.type in (QuestionType.BOOLEAN, QuestionType.CHOICE)


def hint(question: Question) -> str:
    """Say what may be typed."""
    kind = question.type
    match kind:
        case QuestionType.BOOLEAN:
            said = _("y yes, n no")
        case QuestionType.CHOICE if len(question.options) <= MOST_NUMBERED:
            said = _("a number alone, or the beginning of an option and Enter")
        case QuestionType.CHOICE:
            said = _("a number or the beginning of an option, then Enter")
        case QuestionType.CHOICES:
            said = _("all that apply, such as 1 3, then Enter; none for none of them")
        case QuestionType.DATE:
            said = _date_hint(question)
        case QuestionType.TEXT:
            said = _("text, then Enter")
        case QuestionType.SERIES:
            said = _("one row after another")
        case _:
            said = _number_hint(question)
    if takes_keys(question):
        return f"{said} · {_('u unknown, d not done, p awaited, x refused')}"
    return f"{said} · {_('F6 no answer because …')}"


def _date_hint(question: Question) -> str:
    said = _("a date: 17 May 2019, 2019-05-17, May 2019 or 2019, then Enter")
    return f"{said}; {_('or: ongoing')}" if question.ongoing else said


def _number_hint(question: Question) -> str:
    units = ", ".join(question.units) if question.units else question.unit or ""
    said = (
        _("a number in {units}, then Enter").format(units=units)
        if units
        else _("a number, then Enter")
    )
    low, high = question.minimum, question.maximum
    if low is None or high is None or isinstance(low, Reference) or isinstance(high, Reference):
        return said
    return f"{said} ({_('{low} to {high}').format(low=low, high=high)})"
