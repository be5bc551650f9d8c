"""The interview: the conversation with its question, bound down from one sitting.

The screen owns the sitting. After each act it reads what the record has become and binds that to
its widgets; they never reach up, and nothing is shown that is not in the record.
"""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal

from screener.interview.refusals import Refused
from screener.interview.sitting import Sitting
from screener.interview.told import decision_told
from screener.language import _, ngettext
from screener.protocol.model import QuestionType, Role
from screener.protocol.problems import AnswerError
from screener.record.errors import Conflict, StoreError
from screener.record.events import Event
from screener.record.store import Store
from screens.answer_flow import AnswerFlow
from screens.commands import INTERVIEW, bindings_for, commands_for, with_keys
from screens.effects import criterion_lines, criterion_words, time_change_lines
from screens.flow import Flow
from screens.interview_acts import InterviewActs
from screens.prompts import Line, Prompt, Step, Tone
from screens.series_flow import SeriesFlow
from screens.story import Story, decision_tone
from screens.widgets.criteria import CriteriaPanel
from screens.widgets.exchange import Exchange
from screens.widgets.key_bar import KeyBar
from screens.widgets.plain_text import PlainText
from screens.widgets.top_line import TopLine
from screens.widgets.transcript import Message, Speaker, Transcript


def make_flow(sitting: Sitting, question: str, language: str, *, correcting: bool = False) -> Flow:
    """Lead the entry of a question as its type needs it."""
    if sitting.protocol.questions[question].type is QuestionType.SERIES:
        return SeriesFlow(sitting, question, language, correcting=correcting)
    return AnswerFlow(sitting, question, language, correcting=correcting)


class Interview(InterviewActs):
    """One screening, question by question."""

    place = INTERVIEW
    CSS_PATH = "interview.tcss"
    BINDINGS = bindings_for(INTERVIEW)

    def __init__(self, sitting: Sitting, store: Store, events: Sequence[Event]) -> None:
        super().__init__()
        self.sitting = sitting
        self.store = store
        self._events = list(events)
        self._story = Story(sitting.protocol, sitting.language, store.time_zone)
        self._outcome = ""
        self._held_told = False
        #: The language the current question is shown in, where it is not that of the sitting.
        self.shown_in: str | None = None

    def compose(self) -> ComposeResult:
        yield TopLine()
        with Horizontal(id="body"):
            yield Transcript(id="transcript")
            yield CriteriaPanel(id="criteria")
        yield PlainText(id="notice", classes="notice -empty")
        yield Exchange(commands_for(INTERVIEW), id="exchange")
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.exchange.line.guard.clock = self.screener.monotonic
        self.transcript.post(*self._told(self._events))
        self._tell_time_changes()
        self._strike()
        self.bind_all()
        self.exchange.line.focus()

    @property
    def exchange(self) -> Exchange:
        """The question and its line."""
        return self.query_one("#exchange", Exchange)

    @property
    def transcript(self) -> Transcript:
        """The conversation so far."""
        return self.query_one("#transcript", Transcript)

    # From the record to the screen.

    def advanced(self, step: Step) -> None:
        """An entry is in the record, or was left: show what has become of the screening."""
        if step is Step.MOVED:
            self.show_events()
            return
        if step is Step.DONE:
            self.shown_in = None
            self.tell()
        self.catch_up()

    def catch_up(self) -> None:
        """Show the events since the last ones shown, and ask what comes next."""
        self.show_events()
        self._tell_time_changes()
        self.bind_all()

    def show_events(self) -> None:
        """Show the events since the last ones shown."""
        seen = self._events[-1].version if self._events else 0
        if self.sitting.version > seen:
            new = self.store.events(self.sitting.number, seen)
            self._events += new
            self.transcript.post(*self._told(new))
            self._strike()

    def bind_all(self) -> None:
        """Bind what the sitting says to every widget."""
        sitting = self.sitting
        what = f"{sitting.number} · {sitting.candidate}"
        self.query_one(TopLine).bind_place(what, sitting.person, sitting.progress())
        self.query_one(CriteriaPanel).bind_criteria(criterion_lines(sitting))
        self._tell_held()
        self._tell_outcome()
        self.ask_next()

    def ask_next(self) -> None:
        """Ask the question that is to be asked now, or say why none is."""
        question = self.sitting.current()
        flow = None
        if question is not None:
            flow = make_flow(self.sitting, question, self.shown_in or self.sitting.language)
        self.exchange.bind_flow(flow, self._idle_prompt(), self)

    def _told(self, events: Sequence[Event]) -> list[Message]:
        return [message for event in events for message in self._story.tell(event)]

    def _strike(self) -> None:
        result, state = self.sitting.result, self.sitting.state
        self.transcript.strike(
            lambda message: self._story.struck(
                message, state, lambda question: result.applies(question) is not False
            )
        )

    def _tell_time_changes(self) -> None:
        lines = time_change_lines(self.sitting)
        if lines:
            said = _("Since the last time, the date alone has changed:")
            told = "\n".join([said, *(line.text for line in lines)])
            self.transcript.post(Message(Speaker.DECISION, told, tone=Tone.AWAITED))
            self.sitting.time_changes = ()

    def _tell_held(self) -> None:
        """Say once that questions are held, as soon as there are some."""
        held = self.sitting.held()
        if held and not self._held_told and self.sitting.current() is not None:
            said = ngettext(
                "{count} question is held for the investigator, and passed over here.",
                "{count} questions are held for the investigator, and passed over here.",
                len(held),
            )
            self.transcript.post(Message(Speaker.RECORD, said.format(count=len(held))))
            self._held_told = True

    def _tell_outcome(self) -> None:
        """Say in the conversation what the screening has come to, once each time it changes."""
        sitting = self.sitting
        closed, total = sitting.progress()
        over = sitting.current() is None
        outcome = str(sitting.result.decision)
        if outcome == "undetermined" and not over:
            outcome = ""
        mark = f"{outcome}{over}{closed}{total}" if outcome else ""
        if outcome and mark != self._outcome and sitting.state.withdrawn is None:
            failed = [
                criterion_words(sitting.protocol, id, sitting.language)
                for id, found in sitting.result.criteria.items()
                if found.status == "fail"
            ]
            said = _("As answered: {decision}.").format(decision=decision_told(outcome))
            told = "\n".join([said, *failed])
            self.transcript.post(Message(Speaker.DECISION, told, tone=decision_tone(outcome)))
        self._outcome = mark

    # Where nothing is asked.

    def _idle_prompt(self) -> Prompt:
        sitting = self.sitting
        state = sitting.state
        if state.withdrawn is not None:
            return Prompt(
                _("The candidate has withdrawn."),
                hint=with_keys(_("Nothing more is asked. {sign} shows the decision.")),
            )
        if state.stopped is not None:
            return Prompt(
                _("The interview was stopped: {reason}").format(reason=state.stopped.reason or ""),
                hint=with_keys(_("{resume} takes it up again. {sign} shows the decision.")),
            )
        if sitting.result.stops:
            return Prompt(
                _("A criterion fails, so the interview ends here: not eligible."),
                hint=with_keys(
                    _("{sign} records the decision. {continue} goes on, to record every reason.")
                ),
            )
        if sitting.held():
            return self._held_prompt()
        decision = decision_told(str(sitting.result.decision))
        lines = tuple(self.lack_lines(limit=5))
        return Prompt(
            _("Nothing is left to ask now: {decision}.").format(decision=decision),
            lines=lines,
            hint=with_keys(
                _("{sign} shows and records the decision. {back} corrects, {check} checks.")
            ),
        )

    def _held_prompt(self) -> Prompt:
        held = self.sitting.held()
        said = ngettext(
            "{count} question is left, for the investigator.",
            "{count} questions are left, for the investigator.",
            len(held),
        )
        lines = tuple(Line(f"· {self.question_text(id)}", Tone.QUIET) for id in held[:6])
        return Prompt(
            said.format(count=len(held)),
            lines=lines,
            hint=with_keys(
                _("An investigator opens this screening to answer them. {sign} decides.")
            ),
        )

    # What is said beside the conversation.

    def tell(self, *lines: Line) -> None:
        """Show something that stays until the next answer."""
        notice = self.query_one("#notice", PlainText)
        notice.show_lines(lines)
        notice.set_class(not lines, "-empty")

    def said(self, text: str) -> bool:
        """Say that nothing is asked; what was typed stays on the line."""
        self.tell(Line(_("Nothing is asked now, so nothing was recorded."), Tone.AWAITED))
        return False

    def failed(self, error: Exception) -> None:
        """Say what was refused, where it stays; someone else's answers are shown first."""
        if isinstance(error, Conflict):
            self.catch_up()
        if isinstance(error, Refused | StoreError):
            self.tell(Line(error.message, Tone.FAIL), Line(error.hint or "", Tone.QUIET))
        else:
            self.tell(Line(str(error), Tone.FAIL))

    def try_to(self, act: object) -> bool:
        """Do something to the record; False, and said why, where it cannot be done."""
        try:
            act()  # type: ignore[operator]
        except (Refused, StoreError, AnswerError, ValueError) as error:
            self.failed(error)
            return False
        self.tell()
        self.catch_up()
        return True

    def retranslate(self) -> None:
        """Tell the whole conversation anew, in the language of now."""
        self._story = Story(self.sitting.protocol, self.sitting.language, self.store.time_zone)
        self.transcript.clear()
        self.transcript.post(*self._told(self._events))
        self._outcome = ""
        self._strike()
        self.bind_all()
        super().retranslate()

    def question_text(self, question: str) -> str:
        """Give a question's text."""
        return self._story.ask(question)

    @property
    def is_investigator(self) -> bool:
        """Tell whether the person answers the investigator's questions."""
        return self.sitting.person.role is Role.INVESTIGATOR
