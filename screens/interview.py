"""The interview: the conversation with its question, bound down from one sitting.

The screen owns the sitting. After each act it reads what the record has become and binds that to
its widgets; they never reach up, and nothing is shown that is not in the record.
"""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.geometry import Size

from screener.interview.history_told import fate
from screener.interview.refusals import Refused
from screener.interview.sitting import Sitting
from screener.interview.told import decision_told, investigator_first_told
from screener.language import _
from screener.protocol.model import QuestionType
from screener.protocol.problems import AnswerError
from screener.record.decision import decision_that_holds
from screener.record.errors import Conflict, StoreError
from screener.record.events import Event, EventKind
from screener.record.store import Store
from screens.answer_flow import AnswerFlow
from screens.base import refused_lines
from screens.came_to import CameTo, came_to_told
from screens.commands import INTERVIEW, bindings_for, commands_for
from screens.company import Company
from screens.effects import criterion_lines, criterion_words, time_passed_lines
from screens.flow import Flow
from screens.interview_acts import InterviewActs
from screens.prompts import Line, Prompt, Step, Tone
from screens.queries import queries_message
from screens.series_flow import SeriesFlow
from screens.story import Story, decision_tone
from screens.widgets.criteria import CriteriaPanel
from screens.widgets.exchange import Exchange
from screens.widgets.key_bar import KeyBar
from screens.widgets.notice import Notice
from screens.widgets.top_line import TopLine
from screens.widgets.transcript import Message, Speaker, Transcript


def make_flow(sitting: Sitting, question: str, language: str, *, correcting: bool = False) -> Flow:
    """Lead the entry of a question as its type needs it."""
    if sitting.protocol.questions[question].type is QuestionType.SERIES:
        return SeriesFlow(sitting, question, language)
    return AnswerFlow(sitting, question, language, correcting=correcting)


class Interview(InterviewActs, Company):
    """One screening, question by question."""

    place = INTERVIEW
    CSS_PATH = "interview.tcss"
    BINDINGS = [
        *bindings_for(INTERVIEW),
        # The line keeps the focus, so the keys that scroll the conversation belong to the screen.
        Binding("pageup", "page_up", show=False, priority=True),
        Binding("pagedown", "page_down", show=False, priority=True),
    ]

    def __init__(self, sitting: Sitting, store: Store, events: Sequence[Event]) -> None:
        super().__init__()
        self.sitting = sitting
        self.store = store
        self._events = list(events)
        self._story = self._new_story()
        #: What it had come to when that was told last.
        self._came_to = CameTo()
        #: What time alone had done when it was told last: the record's events do not hold it.
        self._time_passed = sitting.time_changes, sitting.became_stale
        self._held_told = bool(sitting.state.answers and sitting.passed_over())
        #: The terminal's size for which is said what is missing, where nothing is asked.
        self._idle_size: Size | None = None
        #: The language the current question is shown in, where it is not that of the sitting.
        self.shown_in: str | None = None
        #: The question that is asked.
        self._about: str | None = None

    def compose(self) -> ComposeResult:
        yield TopLine()
        with Horizontal(id="body"):
            yield Transcript(id="transcript")
            yield CriteriaPanel(id="criteria")
        yield Notice()
        yield Exchange(commands_for(INTERVIEW), id="exchange")
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.exchange.line.guard.clock = self.screener.monotonic
        self._tell_all()
        self.exchange.line.focus()
        self.keep_company()

    @property
    def exchange(self) -> Exchange:
        """The question and its line."""
        return self.query_one("#exchange", Exchange)

    @property
    def busy(self) -> bool:
        """Whether something is typed, or entered and not in the record yet."""
        flow = self.exchange.flow
        entered = flow is not None and (flow.begun or flow.met)
        return entered or bool(self.exchange.line.value)

    @property
    def transcript(self) -> Transcript:
        """The conversation so far."""
        return self.query_one("#transcript", Transcript)

    def action_page_up(self) -> None:
        """Go back in what is said above the line, else scroll the conversation up by a page."""
        if not self.query_one(Notice).turn(-1):
            self.transcript.action_page_up()

    def action_page_down(self) -> None:
        """Read on in what is said above the line, else scroll the conversation down by a page."""
        if not self.query_one(Notice).turn(1):
            self.transcript.action_page_down()

    # From the record to the screen.

    def advanced(self, step: Step) -> None:
        """An entry is in the record, or was left: show what has become of the screening."""
        between = self.tell_between()
        if step is Step.MOVED and between:
            self.catch_up()
            return
        if step is Step.MOVED:
            self.show_events()
            return
        self.exchange.finish()
        self.catch_up()

    def catch_up(self) -> None:
        """Show the events since the last ones shown, and ask what comes next."""
        flow, typed = self.exchange.flow, self.exchange.line.value
        self._leave_what_is_not_asked()
        self.show_events()
        self._tell_time_passed()
        self.bind_all()
        if typed and flow is not None and self.exchange.flow is not flow:
            # It was meant for what is not asked any more, and is on no line beneath something else.
            said = _("Typed before, and not entered: {text}")
            self.tell(Line(said.format(text=typed), Tone.AWAITED))

    def show_events(self) -> None:
        """Show the events since the last ones shown."""
        last = self._events[-1] if self._events else None
        if last is None or self.sitting.state.last.head != last.head:
            new = self.store.events(self.sitting.number, last.version - 1 if last else 0)
            goes_on = last is None or new[:1] == [last]
            new = new if last is None else new[1:]
            if not goes_on or any(event.kind is EventKind.REDACTED for event in new):
                # What is not in the record any more is not to be read on the screen either.
                self._tell_from_the_beginning()
                return
            self._events += new
            self.transcript.post(*self._told(new))
            self._tell_fates()

    def _tell_from_the_beginning(self) -> None:
        """Forget what was told; tell what was read, as it is in the record now."""
        sitting = self.sitting
        self._events = self.store.events(sitting.number, most=sitting.version)
        self._story = self._new_story()
        self.transcript.clear()
        self.transcript.post(*self._told(self._events))
        self._tell_fates()

    def show_now(self) -> None:
        """Show what has been read, and ask what comes next; nothing is typed that it disturbs."""
        flow = self.exchange.flow
        self.catch_up()
        if self.exchange.flow is not flow:
            # A key under way was meant for what was asked before.
            self.exchange.line.guard.came_unasked()

    def show_without_redacted(self) -> None:
        """Show the screening without what was taken out; what is asked and typed stays."""
        self._tell_from_the_beginning()
        self._bind_beside()
        flow = self.exchange.flow
        if flow is not None and flow.holds():
            self.exchange.go_on(flow)
        elif flow is None and self.sitting.current() is None:
            self.exchange.go_on_idle(self._idle_prompt())
        else:
            self.exchange.go_on_bare()

    def bind_all(self) -> None:
        """Bind what the sitting says to every widget."""
        self._shown = self.sitting.state
        self._bind_beside()
        self._tell_held()
        self._tell_outcome()
        self.ask_next()

    def _bind_beside(self) -> None:
        """Show beside the conversation whose screening it is, and where its criteria stand."""
        sitting = self.sitting
        self.query_one(TopLine).bind_screening(sitting, sitting.person, sitting.progress())
        self.query_one(CriteriaPanel).bind_criteria(criterion_lines(sitting))

    def ask_next(self) -> None:
        """Ask the question that is to be asked now, or say why none is."""
        question, flow = self.sitting.current(), self.exchange.flow
        goes_on = flow is not None and self._goes_on(flow)
        about = flow.question if flow is not None and goes_on else question
        if about != self._about:
            # Another language was that of the question before alone.
            self._about, self.shown_in = about, None
        language = self.shown_in or self.sitting.language
        if flow is not None and goes_on:
            flow.speak(language)
            self.exchange.go_on(flow)
            return
        flow = make_flow(self.sitting, question, language) if question is not None else None
        self._idle_size = self.app.size if flow is None else None
        # What is missing is worked out only where it is said.
        idle = Prompt("") if flow else self._idle_prompt()
        self.exchange.bind_flow(flow, idle, self, self.chosen)

    def _idle_prompt(self) -> Prompt:
        """Give what stands in the place of a question, with the recorded decision if it holds."""
        from screens.idle import idle_prompt

        # Of the sitting: what is told here may be behind it while another screen is in front.
        decided = decision_that_holds(self.sitting.standing)
        return idle_prompt(self.sitting, self.app.size, decided)

    def _goes_on(self, flow: Flow) -> bool:
        """Tell whether what is asked now is what the entry is about, and as it was shown."""
        return (flow.met or flow.question == self.sitting.current()) and flow.holds()

    def _leave_what_is_not_asked(self) -> None:
        """Give up an entry that something else came before."""
        flow = self.exchange.flow
        if flow is None or self._goes_on(flow) or flow.meets():
            return
        self.exchange.finish()
        try:
            flow.leave()
        except (Refused, StoreError) as error:
            self.failed(error)

    def leave(self) -> bool:
        """Give the entry up, to leave the screening; False, and said why, where it cannot be."""
        return self.exchange.give_up()

    def on_resize(self) -> None:
        """Say as much of what is missing as has room now."""
        fits = self._idle_size in (None, self.app.size)
        if not fits and not self.exchange.line.value:
            self.ask_next()

    def _tell_all(self) -> None:
        """Tell the conversation from its beginning, then ask."""
        self.transcript.post(*self._told(self._events))
        self._tell_time_passed(opening=True)
        if (queries := queries_message(self.sitting)) is not None:
            self.transcript.post(queries)
        self._tell_fates()
        self._came_to = CameTo()
        if self.sitting.current() is None:
            # What stands in the place of a question says it; once more would be no news.
            self._came_to = CameTo.of(self.sitting)
        self.bind_all()

    def _told(self, events: Sequence[Event]) -> list[Message]:
        return self._story.tell_all(events)

    def _tell_fates(self) -> None:
        self.transcript.tell_fates(
            lambda said: fate(self.sitting.standing, said.question, said.version)
        )

    def _tell_time_passed(self, *, opening: bool = False) -> None:
        """Say what the date alone has changed, what has become too old, what is overdue."""
        sitting = self.sitting
        told = time_passed_lines(sitting, opening=opening)
        if told:
            text = "\n".join(line.text for line in told)
            self.transcript.post(Message(Speaker.DECISION, text, tone=Tone.AWAITED))
        if sitting.time_changes or sitting.became_stale:
            self._time_passed = sitting.time_changes, sitting.became_stale
            sitting.time_changes, sitting.became_stale = (), ()

    def _tell_held(self) -> None:
        """Say once, when the first one is passed over, where the other role's questions go."""
        if self.sitting.passed_over() and not self._held_told:
            said = _("Questions for the investigator are passed over here and held for that role.")
            self.transcript.post(Message(Speaker.RECORD, said))
            self._held_told = True
        if (count := len(self.sitting.left_for_screener())) and not self._held_told:
            said = investigator_first_told(count, len(self.sitting.upcoming()) - count)
            self.transcript.post(Message(Speaker.RECORD, said))
            self._held_told = True

    def _tell_outcome(self) -> None:
        """Say in the conversation what the screening has come to; then only what is new in it."""
        sitting, told, now = self.sitting, self._came_to, CameTo.of(self.sitting)
        lines = came_to_told(now, told, sitting.protocol, sitting.language)
        undone = now.undoes(told)
        if lines and not undone and sitting.current() is None and self._says(now, told):
            # It is told in the conversation once something is asked again, and it stands no more.
            return
        if lines and sitting.state.withdrawn is None:
            text, tone = "\n".join(lines), decision_tone(now.decision)
            self.transcript.post(Message(Speaker.DECISION, text, tone=tone))
        self._came_to = now

    def _says(self, now: CameTo, told: CameTo) -> bool:
        """Tell whether what stands in the place of a question says what it has come to."""
        protocol, language = self.sitting.protocol, self.sitting.language
        prompt = self._idle_prompt()
        said = (prompt.text, *(line.text for line in prompt.lines))
        words = [criterion_words(protocol, id, language) for id in now.new_fails(told)]
        wanted = [decision_told(now.decision), *words] if now.decision else words
        return all(any(one in text for text in said) for one in wanted)

    # What is said beside the conversation.

    def said(self, text: str) -> bool:
        """Say that nothing is asked; what was typed stays on the line."""
        said = _("Nothing is asked now, so nothing was recorded.")
        if self.sitting.stop_or_go_on:
            said = _("Press the number of one of the two; nothing was recorded.")
        self.tell(Line(said, Tone.AWAITED))
        return False

    def emptied(self) -> None:
        """What was said of the line is over."""
        self.tell()

    def failed(self, error: Exception) -> None:
        """Say what was refused, where it stays; someone else's answers are shown first."""
        if isinstance(error, Conflict):
            self.catch_up()
        if isinstance(error, Refused | StoreError):
            self.tell(*refused_lines(error, self.exchange.flow))
        else:
            self.tell(Line(str(error), Tone.FAIL))

    def tell_between(self) -> bool:
        """Say what others recorded beside what has just been written; False where it is nothing."""
        between, self.sitting.came_between = self.sitting.came_between, None
        self.tell(*(() if between is None else (Line(between.message, Tone.AWAITED),)))
        return between is not None

    def try_to(self, act: Callable[[], object], again: str = "") -> bool:
        """Do something to the record; False, and said why, where it cannot be done.

        What was typed for it is then on the line, as the command `again`.
        """
        try:
            act()
        except (Refused, StoreError, AnswerError, ValueError) as error:
            self.failed(error)
            self.exchange.put_back(again)
            return False
        self.tell_between()
        self.catch_up()
        return True

    def try_leaving(self, act: Callable[[], object], again: str = "") -> None:
        """Do something to the record that leaves what is asked now; see `try_to`."""

        def leave_first() -> None:
            self.sitting.came_between = None
            self.exchange.leave()
            if self.sitting.came_between is not None:
                # It was to be done as the record was before that.
                raise self.sitting.came_between
            act()

        if not self.try_to(leave_first):
            self.catch_up()
            self.exchange.put_back(again)

    def retranslate(self) -> None:
        """Tell the whole conversation anew, in the language of now."""
        self._story = self._new_story()
        self.transcript.clear()
        self.sitting.time_changes, self.sitting.became_stale = self._time_passed
        self._tell_all()
        super().retranslate()

    def _new_story(self) -> Story:
        return Story(self.sitting.protocol, self.sitting.language, self.store.time_zone)

    def question_text(self, question: str) -> str:
        """Give a question's text."""
        return self._story.ask(question)
