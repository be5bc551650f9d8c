"""Where a screening stands on a day: its answers, the result, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from screener.engine.decide import Result, decide_checked
from screener.protocol.answering.answer_checks import check_answer
from screener.protocol.answers import Answer
from screener.protocol.model import OnFailure, Protocol, Role
from screener.protocol.problems import AnswerError
from screener.protocol.values import DateRange, NumberRange, Ongoing
from screener.record.errors import BadEvent
from screener.record.reach import reach
from screener.record.state import ScreeningState


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


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that stands between here and a decision, and who can supply it."""

    question: str
    reason: LackReason
    due: date | None
    who: Role
    criteria: tuple[str, ...]


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

    def with_answer(self, question: str, answer: Answer | None) -> Result:
        """Tell what the answers would come to with one of them given, or taken away."""
        answers = {id: kept for id, kept in self.answers.items() if id != question}
        if answer is not None:
            answers[question] = answer
        return decide_checked(self.protocol, answers, self.on, self.finish)

    @cached_property
    def open_criteria(self) -> tuple[str, ...]:
        """The criteria that are neither passed nor failed."""
        return tuple(id for id, found in self.result.criteria.items() if found.status == "open")

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        """What is missing, in the order of the questions; then answers that settle nothing."""
        lacking = self.result.lacking()
        waiting = {id: self.result.open_because(id) for id in self.open_criteria}
        found = [self._lack(id, self._reason(id), waiting) for id in lacking]
        found += [
            self._lack(id, LackReason.INEXACT, waiting)
            for id in self.protocol.questions
            if id not in lacking and self._settles_nothing(id, set(lacking), waiting)
        ]
        return tuple(found)

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
        return inexact and any(
            id in reach(self.protocol)[criterion] and not lacking.intersection(questions)
            for criterion, questions in waiting.items()
        )
