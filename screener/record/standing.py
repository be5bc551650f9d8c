"""Where a screening stands on a day: its answers, the result, and what is missing."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from screener.engine.decide import Result, decide_checked
from screener.engine.needs import in_order
from screener.protocol.answering.answer_checks import check_answer
from screener.protocol.answers import Answer, Missing
from screener.protocol.model import Decision, OnFailure, Protocol
from screener.protocol.problems import AnswerError
from screener.protocol.reach import reach, reached_from
from screener.protocol.roles import Role
from screener.protocol.values import DateRange, NumberRange, Ongoing
from screener.record.errors import BadEvent
from screener.record.history import Closing, EndedAtFailure
from screener.record.state import ScreeningState
from screener.record.tombstones import takes_answer


class LackReason(StrEnum):
    """Why a question does not settle what rests on it; the first four as in `Missing`."""

    PENDING = "pending"
    UNKNOWN = "unknown"
    NOT_DONE = "not_done"
    REFUSED = "refused"
    STALE = "stale"
    UNANSWERED = "unanswered"
    #: Some rows of a series are saved, and it is not complete.
    INCOMPLETE = "incomplete"
    #: There is an answer, and it is not exact, or not enough, to close the criterion.
    INEXACT = "inexact"


class Lack(NamedTuple):
    """One thing that stands between here and a decision, and who can supply it."""

    question: str
    reason: LackReason
    due: date | None
    who: Role
    criteria: tuple[str, ...]


def stands(status: str, lacking: Collection[str], decision: str, *, ended: bool) -> str:
    """Say where a criterion stands for people: an open one may be awaited, or not assessed.

    `lacking` are the reasons of what it waits for; `ended` says that nothing more is asked. Once
    another criterion has failed, one that waits for nothing anybody can supply is not assessed.
    """
    if status != "open":
        return status
    if ended or (decision == Decision.INELIGIBLE and not lacking):
        return "not_assessed"
    return "awaited" if LackReason.PENDING in lacking else "open"


class Standing:
    """A screening's answers and what they come to on one day."""

    def __init__(self, protocol: Protocol, state: ScreeningState, on: date) -> None:
        self.protocol = protocol
        self.state = state
        self.on = on

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        """The answers that count, checked as of the day on which each was recorded.

        Raises:
            BadEvent: An answer does not fit its question.
        """
        found: dict[str, Answer] = {}
        for id in self.state.answers:
            entry = self.state.current(id)
            if entry is None or (id in self.state.drafts and not entry.missing):
                continue
            if entry.redacted is not None and takes_answer(entry.redacted.gone):
                # It is asked again; what remains of a table is no answer.
                continue
            if id not in self.protocol.questions:
                raise BadEvent(self.state.number, entry.version, f"there is no question {id}")
            question = self.protocol.questions[id]
            try:
                answer = check_answer(question, entry.answer, entry.on)
            except AnswerError as error:
                raise BadEvent(self.state.number, entry.version, str(error)) from error
            if answer is None:
                continue
            if question.valid_for and answer.missing is None and answer.observed_on is None:
                answer = replace(answer, observed_on=entry.on)
            found[id] = answer
        return found

    @property
    def finish(self) -> bool:
        """Whether the interview goes on after a failed criterion."""
        return self.state.continued or self.protocol.on_failure is OnFailure.CONTINUE

    @cached_property
    def result(self) -> Result:
        """What the answers come to."""
        return decide_checked(self.protocol, self.answers, self.on, self.finish)

    def supposing(self, question: str, answer: Answer) -> "Standing":
        """Tell where the screening would stand with one answer given, or changed."""
        supposed = Standing(self.protocol, self.state, self.on)
        supposed.answers = {**self.answers, question: answer}
        return supposed

    def before_reopening(self, series: str) -> "Standing":
        """Tell where it stood before a complete series was opened again to be corrected."""
        if series not in self.state.reopened:
            return self
        drafts = {id: rows for id, rows in self.state.drafts.items() if id != series}
        return Standing(self.protocol, replace(self.state, drafts=drafts), self.on)

    @cached_property
    def awaited(self) -> tuple[str, ...]:
        """The questions whose result is still to come, whatever was decided or found meanwhile.

        Those that no longer apply are among them: they are brought or closed, and never just gone.
        """
        return tuple(
            id
            for id in self.protocol.questions
            if (answer := self.answers.get(id)) is not None
            and answer.missing is Missing.PENDING
            and self.not_awaited(id) is None
        )

    def not_awaited(self, question: str) -> Closing | None:
        """Give how a result was closed that does not come; None where it is waited for.

        It was closed since nothing needed it: it was decided, over, or the question did not apply.
        Where the interview goes on without a decision and the question applies, it is waited for
        again.
        """
        if self._goes_on and self.result.applies(question) is not False:
            return None
        return self.state.no_longer_awaited(question)

    def taken_out(self, question: str) -> bool:
        """Tell whether a question has no answer because that was redacted."""
        entry = self.state.current(question)
        return entry is not None and entry.taken_out

    @property
    def _goes_on(self) -> bool:
        """Whether the interview goes on, and what was recorded, if anything, does not stand."""
        undetermined, decisions = Decision.UNDETERMINED, self.state.decisions
        left_open = bool(decisions) and decisions[-1].body["decision"] == undetermined
        return not left_open and self.result.decision is undetermined and not self.ended

    def may_close_awaited(self, question: str) -> bool:
        """Tell whether a result can be closed without an answer: nothing waits for it any more.

        While the interview goes on, and the question applies, the answer is missing for another
        reason instead.
        """
        applies = self.result.applies(question) is not False
        decided = bool(self.state.decisions) and not self._goes_on
        return self.ended or decided or not applies

    @property
    def overdue(self) -> tuple[str, ...]:
        """The questions whose awaited result should have come before the day."""
        return tuple(
            id
            for id in self.awaited
            if (due := self.answers[id].due) is not None
            and due < self.on
            and self.result.applies(id) is not False
        )

    @cached_property
    def open_criteria(self) -> tuple[str, ...]:
        """The criteria that are neither passed nor failed."""
        return tuple(id for id, found in self.result.criteria.items() if found.status == "open")

    @property
    def ended(self) -> bool:
        """Whether nothing more is asked: over at a failed criterion, or for what happened since."""
        return self.result.stops or self.was_ended

    @property
    def incomplete(self) -> bool:
        """Whether the interview has not ended, and what can be asked may close a criterion."""
        return not self.ended and bool(self.askable) and bool(self.open_criteria)

    @property
    def was_ended(self) -> bool:
        """Whether somebody ended it: withdrawn, stopped, with its outcome, or screened again."""
        state = self.state
        closings = (state.withdrawn, state.stopped, state.outcome, state.again)
        return any(closing is not None for closing in closings)

    @property
    def ended_at_failure(self) -> EndedAtFailure | None:
        """Who said that it ends at what fails now; None where nobody did, or more fails by now."""
        said = self.state.ended_at_failure
        if said is None or not self.result.stops:
            return None
        return said if set(self.failed).issubset(said.failed) else None

    @cached_property
    def failed(self) -> tuple[str, ...]:
        """The criteria that fail."""
        return tuple(id for id, found in self.result.criteria.items() if found.status == "fail")

    @cached_property
    def askable(self) -> tuple[str, ...]:
        """The questions that their sections let be asked, were the interview not at its end.

        What can change no open criterion any more is left out, but for what is for the record.
        """
        result = self.result
        asked = {*result.needed(), *result.in_doubt()} - result.without_effect()
        return in_order(self.protocol, asked.union(result.record_questions()))

    @property
    def gates(self) -> tuple[str, ...]:
        """The answers for which sections stay closed, where a criterion failed for the same ones.

        Going on after that failure could ask nothing, if `askable` is empty too.
        """
        failed = [found for found in self.result.criteria.values() if found.status == "fail"]
        blamed = {id for found in failed for id in found.because}
        return in_order(self.protocol, self._waited_for & blamed)

    @cached_property
    def held_back(self) -> tuple[str, ...]:
        """What is missing and may not be asked yet, as its section is closed."""
        return tuple(lack.question for lack in self.lacks if not self._section_open(lack.question))

    @property
    def awaited_first(self) -> tuple[str, ...]:
        """The answers still to come for which all else waits, where nothing can be asked now."""
        if self.askable or not self.held_back:
            return ()
        lacking = {lack.question for lack in self.lacks}
        return in_order(self.protocol, (self._waited_for & lacking).difference(self.held_back))

    @property
    def _waited_for(self) -> set[str]:
        """The questions for whose answers sections stay closed."""
        closed = [
            section.after
            for id, section in self.protocol.sections.items()
            if section.after is not None and not self.result.section_open(id)
        ]
        return {id for after in closed for id in reached_from(self.protocol, after)}

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        """What is missing, in the order of the questions; then answers that settle nothing.

        Once a criterion has failed, nobody can supply what lies in a section that stays closed.
        """
        idle = self.result.without_effect()
        lacking = tuple(id for id in self.result.lacking() if id not in idle)
        if self.result.decision is Decision.INELIGIBLE:
            lacking = tuple(id for id in lacking if self._section_open(id))
        waiting = {id: self.result.open_because(id) for id in self.open_criteria}
        found = [self._lack(id, self._reason(id), waiting) for id in lacking]
        found += [
            self._lack(id, LackReason.INEXACT, waiting)
            for id in self.protocol.questions
            if id not in lacking and self._settles_nothing(id, set(lacking), waiting)
        ]
        return tuple(found)

    @cached_property
    def record_lacks(self) -> tuple[Lack, ...]:
        """What is missing for the record alone: no criterion rests on it, no decision waits."""
        known = {lack.question for lack in self.lacks}
        return tuple(
            self._lack(id, self._reason(id), {})
            for id, question in self.protocol.questions.items()
            if question.for_record
            and id not in known
            and (id in self.askable or self._known_missing(id))
        )

    def _known_missing(self, id: str) -> bool:
        answer = self.answers.get(id)
        applies = self.result.applies(id) is True and self._section_open(id)
        return applies and answer is not None and answer.missing is not None

    @cached_property
    def stands(self) -> Mapping[str, str]:
        """Where each criterion stands for people: passed, failed, open, awaited, not assessed."""
        found = {}
        for id, criterion in self.result.criteria.items():
            decision, ended = self.result.decision, self.ended
            # What is missing is long to work out, and does not count once it has ended.
            lacks = () if ended else self.lacks
            reasons = [lack.reason for lack in lacks if id in lack.criteria]
            found[id] = stands(str(criterion.status), reasons, decision, ended=ended)
        return found

    def _section_open(self, question: str) -> bool:
        section = self.protocol.questions[question].section
        return section is None or self.result.section_open(section)

    def _lack(self, id: str, reason: LackReason, waiting: Mapping[str, tuple[str, ...]]) -> Lack:
        criteria = tuple(c for c, questions in waiting.items() if id in questions)
        if not criteria:
            reached = reach(self.protocol)
            criteria = tuple(c for c in waiting if id in reached[c])
        answer = self.answers.get(id)
        due = answer.due if answer else None
        return Lack(id, reason, due, self.protocol.questions[id].answered_by, criteria)

    def _reason(self, id: str) -> LackReason:
        answer = self.answers.get(id)
        if answer is not None and answer.missing is not None:
            return LackReason(answer.missing.value)
        if id in self.state.drafts:
            return LackReason.INCOMPLETE
        return LackReason.STALE if id in self.result.stale else LackReason.UNANSWERED

    def _settles_nothing(
        self, id: str, lacking: set[str], waiting: Mapping[str, tuple[str, ...]]
    ) -> bool:
        """Tell whether a criterion is open for no other reason than how inexact answers are."""
        answer = self.answers.get(id)
        if answer is None or self.result.value(id) is None:
            return False
        inexact = isinstance(answer.value, NumberRange | DateRange | Ongoing | tuple)
        # A derived value may make nothing of a set without a member.
        return (inexact or answer.value == frozenset()) and any(
            not lacking.intersection(questions) and id in self._behind_open_tests(criterion)
            for criterion, questions in waiting.items()
        )

    def _behind_open_tests(self, criterion: str) -> set[str]:
        tests = self.result.open_tests(criterion)
        return {id for test in tests for id in reached_from(self.protocol, test)}
