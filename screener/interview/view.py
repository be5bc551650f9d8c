"""What a person at a screening has before their eyes; all of it follows from the record."""

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from screener.engine.calendar import add
from screener.engine.decide import Result
from screener.engine.needs import in_order
from screener.interview import effects, sources
from screener.interview.acts import Given, act_of, check_newer, first_day, recordable
from screener.interview.checks import checked
from screener.interview.effects import Change, Preview
from screener.interview.plan import Plan, plan
from screener.interview.refusals import Refused
from screener.joining import sentences
from screener.language import _
from screener.protocol.model import Protocol, Question
from screener.record.events import Act, Person
from screener.record.standing import Lack, Standing
from screener.record.state import ScreeningState
from screener.sanitise import visible

if TYPE_CHECKING:
    from screener.interview.readings import Reading
    from screener.interview.why_asked import Why
    from screener.record.errors import Conflict


class View:
    """One screening, seen by one person in one language; nothing here is recorded.

    `time_changes` are the criteria that time alone changed since the event before, `became_stale`
    the questions whose answers became too old since then. `lapsed_source` is where answers came
    from until this sitting began, where that does not hold any more. `ahead` is the time of the
    last entry before this sitting, where the clock says that it is still to come.
    `came_between` is what others recorded just before the last event, and what was not in its way.
    """

    def __init__(
        self, person: Person, language: str, protocol: Protocol, state: ScreeningState
    ) -> None:
        self.person = person
        self.language = language
        self.time_changes: tuple[Change, ...] = ()
        self.became_stale: tuple[str, ...] = ()
        self.lapsed_source: object = None
        self.ahead: datetime | None = None
        self.came_between: Conflict | None = None
        #: The rows begun in this sitting: of which series, when, and by whom.
        self._begun_here: set[tuple[str, datetime, Person]] = set()
        self._protocol = protocol
        self._state = state
        self._standing = Standing(protocol, state, state.on)

    @property
    def number(self) -> str:
        """The screening's number."""
        return self._state.number

    @property
    def candidate(self) -> str:
        """The site's code for the candidate."""
        return self._state.candidate

    @property
    def training(self) -> bool:
        """Tell whether it began under rules that were not approved by then."""
        return self._state.training

    @property
    def protocol(self) -> Protocol:
        """The protocol the screening began with."""
        return self._protocol

    @property
    def state(self) -> ScreeningState:
        """What the events come to."""
        return self._state

    @property
    def standing(self) -> Standing:
        """Where the screening stands."""
        return self._standing

    @property
    def version(self) -> int:
        """The version that was last read."""
        return self._state.version

    @property
    def on(self) -> date:
        """The reference date: that of the last event."""
        return self._standing.on

    @property
    def result(self) -> Result:
        """What the answers come to."""
        return self._standing.result

    def current(self) -> str | None:
        """Give the question to ask now; None where nothing is left, or nothing more is asked."""
        return next(iter(self.upcoming()), None)

    def upcoming(self) -> tuple[str, ...]:
        """Give all questions that would be asked now, in order."""
        return self._plan.upcoming

    def held(self) -> tuple[str, ...]:
        """Give the investigator's questions that wait, where the person is a screener."""
        return self._plan.held

    def passed_over(self) -> tuple[str, ...]:
        """Give the investigator's questions that would have come before the one asked now."""
        now = self.current()
        ordered = in_order(self._protocol, (*self.held(), now)) if now is not None else ()
        return ordered[: ordered.index(now)] if now is not None else ()

    def left_for_screener(self) -> tuple[str, ...]:
        """Give an investigator the questions that a screener would ask; they come last."""
        return self._plan.after

    def lacks(self) -> tuple[Lack, ...]:
        """Tell what stands between here and a decision, and who can supply it."""
        return self._standing.lacks

    def counted_until(self, question: str) -> date | None:
        """Give the last day on which the answer counts; None where it counts without limit."""
        valid_for, answer = self.question(question).valid_for, self._standing.answers.get(question)
        if valid_for is None or answer is None or answer.observed_on is None:
            return None
        return add(first_day(answer.observed_on), valid_for)

    def overdue(self) -> tuple[str, ...]:
        """Give the questions whose awaited result should have come before the reference date."""
        return self._standing.overdue

    def progress(self) -> tuple[int, int]:
        """Give the number of criteria closed, and of all."""
        total = len(self._protocol.criteria)
        return total - len(self._standing.open_criteria), total

    def is_of_today(self, question: str) -> bool:
        """Tell whether an answer is observed as it is given, so that today may be proposed.

        It is where the source set is said or examined in the room. One that was set before the
        answers of another section speaks of those: a laboratory test is of its own day.
        """
        state, section = self._state, self.question(question).section
        if state.source_set is None or not sources.is_of_today(state.source):
            return False
        since = state.source_set.version
        return not any(
            entry.version > since and self._protocol.questions[id].section != section
            for id, record in state.answers.items()
            for entry in record.history
        )

    def understand(self, question: str, text: str, language: str | None = None) -> "Reading":
        """Tell what a typed answer says; nothing is recorded."""
        # Reading dates loads a large library, which a sitting without typed text does not need.
        from screener.interview.typed import understand

        return understand(self.question(question), text, self.on, language or self.language)

    def why(self, question: str, language: str | None = None) -> "Why":
        """Tell why a question is asked, and what its answers would do."""
        # What finds out what every answer would do need not be there before the first question.
        from screener.interview.why_asked import why

        return why(self._standing, self.question(question), language or self.language)

    def preview(self, question: str, given: Given) -> Preview:
        """Tell what an answer would do; nothing is recorded.

        Raises:
            Refused: The answer cannot be used.
        """
        asked = self.question(question)
        answer = checked(asked, self._raw(given), self.on)
        entry = self._state.current(question)
        stale = question in self.result.stale
        act = act_of(entry, self._standing.answers.get(question), answer, stale)
        return effects.preview(self._standing, asked, answer, act is Act.CORRECTION)

    def check_newer(self, question: str, given: Given) -> None:
        """Make sure that an answer can be a newer observation than the one that counts.

        Raises:
            Refused: It is of an earlier day, or it cannot be used.
        """
        answer = checked(self.question(question), self._raw(given), self.on)
        entry = self._state.current(question)
        if entry is not None:
            check_newer(answer, self._standing.answers.get(question), entry.on)

    def is_the_answer(self, question: str, given: Given) -> bool:
        """Tell whether this is the very answer that counts, so that it changes nothing.

        Its source is another one only where one was said since the person sat down.
        """
        entry, raw = self._state.current(question), self._raw(given)
        if entry is None:
            return False
        if self._state.source_set is None and "source" in entry.answer:
            raw.setdefault("source", entry.answer["source"])
        return entry.answer == raw

    def only_corrects(self, question: str, given: Given) -> str:
        """Say why an answer can only correct the one that counts; nothing where it may be newer."""
        try:
            self.check_newer(question, given)
        except Refused as refused:
            return sentences(refused.message, _("So it can only be a correction."))
        return ""

    def question(self, id: str) -> Question:
        """Give a question that can be answered; raises `Refused` where there is none."""
        question = self._protocol.questions.get(id)
        if question is None or question.derive is not None:
            raise Refused(_("There is no question {id} to answer.").format(id=visible(id)))
        return question

    @cached_property
    def _plan(self) -> Plan:
        return plan(self._standing, self.person.role)

    def _look(self, on: date) -> None:
        self._standing = Standing(self._protocol, self._state, on)
        self.__dict__.pop("_plan", None)

    def _raw(self, given: Given) -> dict[str, object]:
        """Give an answer as it is recorded: with the source that is set, if it brings none.

        One that is taken over keeps what was said of it then, be it nothing.
        """
        plain = recordable(given.raw)
        raw = dict(plain) if isinstance(plain, dict) else {}
        own = "source" in raw or given.taken_over is not None
        if "value" in raw and not own and self._state.source is not None:
            raw["source"] = self._state.source
        return raw
