"""One answer on its way from the keys to the record.

What was typed is understood and shown; then comes what has to be asked beside it: whether a
doubtful reading is meant, when it was observed, when it is due, whether it shall count although it
fails a criterion, the rationale of a judgement, the reason for a correction. Only then is it given.
"""

from collections.abc import Callable

from screener.interview.acts import may_be_newer
from screener.interview.dates_beside import OBSERVED
from screener.interview.readings import Ambiguous, Reading, Refused, Understood
from screener.interview.refusals import Refused as NotTaken
from screener.interview.sitting import Preview, Sitting
from screener.interview.told import answer_told
from screener.joining import aside
from screener.language import _
from screener.protocol.answers import Missing
from screener.protocol.model import QuestionType
from screener.record.errors import Conflict
from screener.record.events import Act
from screens import asking
from screens.answer_meeting import AnswerMeeting
from screens.answer_prompts import AnswerPrompts
from screens.commands import BY_ID
from screens.draft import Draft, Stage
from screens.effects import would_fail
from screens.prompts import Line, Prompt, Step
from screens.single_keys import NoAnswer, Value, option_number, read_key


class AnswerFlow(AnswerMeeting):
    """Leads one answer. `correcting` says that an earlier one stands already."""

    def __init__(
        self, sitting: Sitting, question: str, language: str, *, correcting: bool = False
    ) -> None:
        super().__init__()
        self.sitting = sitting
        self.question = question
        self.language = language
        self.correcting = correcting
        self.stage = Stage.VALUE
        self.draft = Draft()
        self._q = sitting.protocol.questions[question]
        self._prompts = AnswerPrompts(sitting, question, language)
        self._beside = self._stood()

    @property
    def begun(self) -> bool:
        """Whether something was entered that is not in the record yet."""
        return self.stage is not Stage.VALUE or self.offer is not None

    # What is asked.

    def prompt(self) -> Prompt:
        """Give what is asked now, and keep in mind which criteria it shows as failed."""
        if self.offer is not None:
            return self.offer.prompt(self._prompts.of(self.stage, self.draft).text)
        if self.stage is Stage.CONFIRM:
            fails = self.sitting.preview(self.question, self.draft.given()).fails
            self.draft.shown = tuple(dict.fromkeys((*self.draft.shown, *fails)))
        return self._prompts.of(self.stage, self.draft)

    # What is entered.

    def echo(self, text: str) -> tuple[Line, ...]:
        """Say what the text on the line would be taken as."""
        if not text.strip():
            return self.complaint
        if self.offer is not None:
            return self.offer.echo(text)
        match self.stage:
            case Stage.VALUE:
                two = asking.two_meant(self._q, text, self.language)
                return two or asking.reading_lines(self._understood(text))
            case Stage.OBSERVED:
                return asking.reading_lines(self._observed(text))
            case Stage.DUE:
                return asking.reading_lines(self._due(text))
            case Stage.ACT if (at := self._numbered(text)) is not None:
                return (Line(f"→ {self.prompt().options[at]}"),)
        return ()

    def key(self, character: str) -> Step | None:
        """Take a key on an empty line; None where it is text."""
        if self.begun:
            return None
        read = read_key(self._q, character, asking.labels(self._q, self.language))
        match read:
            case Value(data=data):
                return self._take(data, self._said(data), character)
            case NoAnswer(reason=reason):
                return self.missing(reason, character)
        return None

    def _understood(self, text: str) -> Reading:
        return self.sitting.understand(self.question, text, self.language)

    def _said(self, data: bool | str) -> str:
        if isinstance(data, bool):
            yes, no = asking.options(self._q, self.language)
            return yes if data else no
        return asking.labels(self._q, self.language)[data]

    def missing(self, reason: Missing, typed: str | None = None) -> Step:
        """Enter a missing reason."""
        return self._take({"missing": reason.value}, asking.missing_word(reason), typed)

    def _take(
        self,
        data: object,
        echo: str,
        typed: str | None,
        *,
        note: str | None = None,
        language: str | None = None,
    ) -> Step:
        self.complaint = ()
        self.draft = Draft(
            data=data, echo=echo, typed=typed, note=note, language=language or self.language
        )
        return self._advance()

    def choose(self, index: int) -> Step:
        """Take the option at a place of the list shown."""
        if self.offer is not None:
            return self.choose_offer(self.offer, index)
        if self.stage is Stage.ACT:
            self.draft.act = (Act.CORRECTION, Act.NEWER)[index]
            return self._advance()
        if self._q.type is QuestionType.BOOLEAN:
            return self._take(index == 0, self._said(index == 0), None)
        if self._q.type is QuestionType.CHOICE:
            option = tuple(self._q.options)[index]
            return self._take(option, self._said(option), None)
        return Step.STAYED

    def enter(self, text: str) -> Step:
        """Take what was entered."""
        self.complaint = ()
        if self.offer is not None:
            return self.enter_offer(self.offer, text.strip())
        return _ENTRIES[self.stage](self, text.strip(), text)

    def _enter_value(self, text: str, typed: str) -> Step:
        if not text:
            return self._take_over()
        if both := asking.two_meant(self._q, typed, self.language):
            self.complaint = both
            return Step.STAYED
        asked_in = self.language
        return self.settle(
            typed,
            lambda: self._understood(typed),
            lambda meant: self._take(meant.data, meant.echo, typed, language=asked_in),
        )

    def _take_over(self) -> Step:
        """Take the answer of an earlier screening that is offered; else nothing was entered."""
        offer = self.sitting.offered(self.question)
        if offer is None:
            return Step.STAYED
        data = offer.answer["value"]
        said = answer_told(self._q, {"value": data}, self.language)
        self.draft = Draft(data=data, echo=said, language=self.language, earlier=offer)
        return self._advance()

    def _enter_act(self, text: str, typed: str) -> Step:
        at = self._numbered(text)
        if at is None:
            return self.complain(_("Type the number of one of these; Escape types it anew."))
        return self.choose(at)

    def _numbered(self, text: str) -> int | None:
        return option_number(text, len(self.prompt().options))

    def _enter_due(self, text: str, typed: str) -> Step:
        if not text:
            return self._take_due()
        return self.settle(text, lambda: self._due(text), self._take_due)

    def _take_due(self, meant: Understood | None = None) -> Step:
        self.draft.due = str(meant.data) if meant else None
        return self._advance(Stage.DUE)

    def _enter_observed(self, text: str, typed: str) -> Step:
        day = text or self._prompts.proposed_day()
        if not day:
            return self.complain(_("Type the date that stands on the source."))
        return self.settle(text, lambda: self._observed(day), self._take_observed)

    def _take_observed(self, meant: Understood) -> Step:
        self.draft.observed_on = str(meant.data)
        if self.sitting.is_the_answer(self.question, self.draft.given()):
            self.draft.observed_on = None
            said = _("This is the answer already.")
            return self.complain(said, _("Give another day; Escape types the answer anew."))
        if self.draft.act is Act.NEWER and (too_early := self._too_early()):
            return too_early
        return self._advance(Stage.OBSERVED)

    def _too_early(self) -> Step | None:
        """Refuse a day on which nothing newer than the earlier answer can have been observed."""
        try:
            self.sitting.check_newer(self.question, self.draft.given())
        except NotTaken as refused:
            self.draft.observed_on = None
            return self.complain(refused.message, refused.hint)
        return None

    def _enter_confirm(self, text: str, typed: str) -> Step:
        if text:
            # Whoever types "no" here means that it shall not count, not that the answer is no.
            return self.complain(self._prompts.confirm_alone(self.draft))
        return self._advance(Stage.CONFIRM)

    def _enter_note(self, text: str, typed: str) -> Step:
        if not text:
            return self.complain(_("A judgement that fails a criterion needs its rationale."))
        self.draft.note = text
        return self._advance()

    def _enter_reason(self, text: str, typed: str) -> Step:
        text = text or self.draft.reason_before
        if not text:
            return self.complain(_("A correction needs a reason."))
        self.draft.reason = text
        return self._advance()

    def back(self) -> Step:
        """Take the entry back."""
        self.complaint = ()
        if self.offer is not None:
            return self._go(self.stage)
        if self.stage is Stage.VALUE:
            return Step.LEFT
        theirs_stands = self.draft.theirs is not None
        self.leave()
        return Step.LEFT if theirs_stands or not self.holds() else Step.MOVED

    def leave(self) -> None:
        """Give the entry up: one that was shown to fail a criterion stays in the record."""
        if shown := self.draft.shown:
            self.sitting.take_back_entry(self.question, self.draft.given(), shown)
        self.let_go()

    def speak(self, language: str) -> None:
        """Go on in another language; the entry keeps the one in which it was asked."""
        before, self.language = self.language, language
        # The interface may speak another language by now although the question does not.
        self.offer_anew()
        if language == before:
            return
        self._prompts = AnswerPrompts(self.sitting, self.question, language)
        if self.stage is not Stage.VALUE:
            value = {k: v for k, v in self.draft.given().raw.items() if k not in _CARRIED}
            self.draft.echo = answer_told(self._q, value, language)

    def command(self, name: str, argument: str) -> Step | None:
        """Take a slash command about this entry."""
        if name not in {reason.value for reason in Missing} or self.begun:
            return None
        if name == Missing.PENDING and not isinstance(self._awaited(argument), Refused):
            return self.settle(
                f"{BY_ID[name].slash} {argument}",
                lambda: self._awaited(argument),
                lambda meant: self._take(meant.data, meant.echo, None),
            )
        return self.no_answer(Missing(name), argument)

    def no_answer(self, reason: Missing, note: str) -> Step | None:
        """Take a missing reason and its note; of what is awaited the due date is asked next."""
        if self.begun:
            return None
        word = asking.missing_word(reason)
        return self._take({"missing": reason.value}, word, None, note=note or None)

    def _awaited(self, until: str) -> Reading:
        """Read by when the answer is awaited; confirmed where it is not typed as it is kept."""

        def awaited(read: Understood) -> Understood:
            data = {"missing": Missing.PENDING.value, "due": read.data}
            said = answer_told(self._q, data, self.language)
            said = aside(said, read.doubt) if read.doubt else said
            return read._replace(data=data, echo=said, certain=read.data == until)

        match self._due(until):
            case Understood() as read:
                return awaited(read)
            case Ambiguous(readings=readings) as several:
                return several._replace(readings=tuple(map(awaited, readings)))
            case refused:
                return refused

    # How it goes on.

    def _advance(self, asked: Stage | None = None) -> Step:
        draft = self.draft
        if asked is not None:
            draft.asked.add(asked)
        if self.corrects_nothing and not draft.taken_out:
            self.offer_beside_theirs()
            return Step.MOVED
        if (lacks := self.lacks()) is not None:
            return self._go(lacks)
        if self.sitting.is_the_answer(self.question, draft.given()):
            return self._nothing_new()
        preview = self.sitting.preview(self.question, draft.given())
        if self._may_be_either(preview):
            return self._go(Stage.ACT)
        corrects = self.correcting and self._stood() is not None
        # What was offered anew was shown beside what stands there.
        shown = would_fail(preview) or (
            not draft.met and (corrects or bool(self._prompts.at_odds(draft)))
        )
        if shown and Stage.CONFIRM not in draft.asked:
            return self._go(Stage.CONFIRM)
        if preview.needs_note and draft.note is None:
            return self._go(Stage.NOTE)
        if draft.corrects(preview.needs_reason) and draft.reason is None:
            return self._go(Stage.REASON)
        try:
            self.sitting.give(self.question, draft.given(), reason=draft.reason, act=draft.act)
        except Conflict:
            self.offer_beside_theirs()
            raise
        return Step.DONE

    def lacks(self) -> Stage | None:
        """Give what the entry lacks yet to be an answer; None where it is whole."""
        draft = self.draft
        if draft.missing == Missing.PENDING and not self._knows_due():
            return Stage.DUE
        if draft.act is None and self._may_be_newer():
            return Stage.ACT
        return Stage.OBSERVED if draft.observed_on is None and self._needs_day() else None

    def _nothing_new(self) -> Step:
        """Refuse what is the answer already, before anything is asked of it; ask for another."""
        asked = self.stage
        self.let_go()
        self.complain(_("This is the answer already."))
        return Step.STAYED if asked is Stage.VALUE else Step.MOVED

    def _knows_due(self) -> bool:
        said = isinstance(self.draft.data, dict) and "due" in self.draft.data
        return said or Stage.DUE in self.draft.asked

    def _stood(self) -> int | None:
        """Give the version of the answer that counts."""
        entry = self.sitting.state.current(self.question)
        return None if entry is None else entry.version

    def _may_be_newer(self) -> bool:
        """Tell whether to ask which act it is; what gives no value observes nothing."""
        current = self.sitting.state.current(self.question)
        if not self.correcting or self.draft.missing or current is None:
            return False
        return may_be_newer(self._q, current)

    def _may_be_either(self, preview: Preview) -> bool:
        """Tell whether to ask which act it is of what is asked again: its day does not say it."""
        draft = self.draft
        if draft.act is not None or draft.observed_on is None or not preview.needs_reason:
            return False
        return not self._prompts.only_corrects(draft)

    def _needs_day(self) -> bool:
        if self.draft.missing:
            return False
        return self._q.valid_for is not None or self.draft.act is Act.NEWER

    def _observed(self, text: str) -> Reading:
        return asking.read_text(OBSERVED, text, self.sitting.on, self.language)

    def _due(self, text: str) -> Reading:
        return asking.read_due(text, self.sitting.on)

    def _go(self, stage: Stage) -> Step:
        self.stage, self.offer = stage, None
        return Step.MOVED


#: What is said beside the value that was understood.
_CARRIED = ("observed_on", "note")
_ENTRIES: dict[Stage, Callable[[AnswerFlow, str, str], Step]] = {
    Stage.VALUE: AnswerFlow._enter_value,
    Stage.ACT: AnswerFlow._enter_act,
    Stage.DUE: AnswerFlow._enter_due,
    Stage.OBSERVED: AnswerFlow._enter_observed,
    Stage.CONFIRM: AnswerFlow._enter_confirm,
    Stage.NOTE: AnswerFlow._enter_note,
    Stage.REASON: AnswerFlow._enter_reason,
}
