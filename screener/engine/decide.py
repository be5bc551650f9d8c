"""From a protocol and answers to a decision, with everything that stands behind it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from screener.engine.compiler import Compiled, Evaluation, compiled
from screener.engine.needs import Needs, in_order, record_needs, rule_needs
from screener.engine.truth import Truth
from screener.engine.truths import Truths
from screener.engine.values import as_of, current_values
from screener.protocol.answering.answer_checks import check_answers
from screener.protocol.answers import Answer, Missing
from screener.protocol.conditions import Condition, Leaf
from screener.protocol.model import Decision, Kind, OnFailure, Protocol
from screener.protocol.values import Value

if TYPE_CHECKING:
    from screener.engine.causes import Causes
    from screener.engine.changes import Changes
    from screener.engine.explain import Explanation
    from screener.engine.horizon import Horizon
    from screener.engine.reasons import Reasons
    from screener.engine.remaining import Remaining


class Status(StrEnum):
    """What a criterion came to."""

    PASS = "pass"
    FAIL = "fail"
    OPEN = "open"


_STATUS: dict[tuple[Kind, Truth], Status] = {
    (Kind.INCLUSION, True): Status.PASS,
    (Kind.INCLUSION, False): Status.FAIL,
    (Kind.EXCLUSION, True): Status.FAIL,
    (Kind.EXCLUSION, False): Status.PASS,
}


class _Work:
    """What is worked out of one evaluation when someone asks, and then kept."""

    def __init__(
        self,
        rules: Compiled,
        evaluation: Evaluation,
        answers: Mapping[str, Answer],
        on: date,
        ends_at_failure: bool,
        recorded: Mapping[str, date],
    ) -> None:
        self.protocol = rules.outline.protocol
        self.rules = rules
        self.evaluation = evaluation
        self.answers = answers
        self.on = on
        self.ends_at_failure = ends_at_failure
        self.recorded = recorded

    @cached_property
    def truths(self) -> Truths:
        return Truths(self.rules, self.evaluation)

    @cached_property
    def reasons(self) -> "Reasons":
        # What asks for no reason need not wait for what finds them.
        from screener.engine.reasons import Reasons

        return Reasons(self.rules, self.evaluation, self.truths, self.on)

    @cached_property
    def rule_needs(self) -> Needs:
        return self.needs(self.protocol.criteria)

    def needs(self, criteria: Iterable[str]) -> Needs:
        """Give what these criteria need."""
        return rule_needs(self.protocol, self.evaluation, self.truths, criteria, self.never)

    @cached_property
    def without_effect(self) -> frozenset[str]:
        # What only decides need not wait for what looks at the questions that are left.
        from screener.engine.relevance import without_effect

        needed, evaluation = self.rule_needs.all, self.evaluation
        return without_effect(self.protocol, evaluation, self.truths, needed, self.never, self.on)

    @cached_property
    def never(self) -> frozenset[str]:
        """The questions that will not be answered."""
        return frozenset(
            id for id in self.missing if self.answers[id].missing is not Missing.PENDING
        )

    @cached_property
    def missing(self) -> frozenset[str]:
        return frozenset(id for id, one in self.answers.items() if one.missing is not None)

    @cached_property
    def record_needs(self) -> tuple[str, ...]:
        return record_needs(self.protocol, self.evaluation, self.truths)

    @cached_property
    def causes(self) -> "Causes":
        """What decides the case: one failed criterion is enough, all of them have to be passed.

        Nothing closes an open criterion, and so nothing decides where one is open and none fails.
        """
        if self.evaluation.decision is not Decision.INELIGIBLE:
            return self.reasons.causes(self.protocol.criteria, together=True)
        truths = zip(self.protocol.criteria.values(), self.evaluation.criteria, strict=True)
        failed = [one.id for one, truth in truths if _STATUS.get((one.kind, truth)) is Status.FAIL]
        return self.reasons.causes(failed, together=False)

    @cached_property
    def changes(self) -> "Changes":
        from screener.engine.changes import changes

        return changes(self.rules, self.evaluation.values, self.on)

    @cached_property
    def horizon(self) -> "Horizon":
        from screener.engine.horizon import horizon

        return horizon(self.rules, self.answers, self.on, self.recorded)

    def supposed(self, question: str, value: Value, on: date) -> Evaluation:
        values = {**self.evaluation.values, question: as_of(value, on)}
        return self.rules.evaluate(values, on)

    def unanswered(self, questions: tuple[str, ...]) -> tuple[str, ...]:
        """Leave out the questions whose answer is known to be missing."""
        return tuple(id for id in questions if id not in self.missing)


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion's status, and why."""

    id: str
    kind: Kind
    status: Status
    _work: _Work = field(repr=False, compare=False)

    @property
    def because(self) -> tuple[str, ...]:
        """The questions whose answers close it, in the file's order; empty while open."""
        return self._work.reasons.because(self.id)

    @property
    def causes(self) -> "Causes":
        """Every minimal set of answers that closes it; none while open."""
        return self._work.reasons.causes((self.id,), together=True)


@dataclass(frozen=True, slots=True)
class Result:
    """A decision on one reference date, with the status of every criterion.

    `next` is the question to ask next; None once nothing is left, or once ineligible where the
    interview stops at a failure.
    """

    decision: Decision
    criteria: Mapping[str, CriterionResult]
    on: date
    protocol: Protocol
    stale: frozenset[str]
    stops: bool
    _work: _Work = field(repr=False, compare=False)

    @property
    def next(self) -> str | None:
        """The next question a rule needs, then what is for the record."""
        if self.stops:
            return None
        return next(iter((*self.needed(), *self.record_questions())), None)

    @property
    def causes(self) -> "Causes":
        """Every minimal set of answers that decides the case; none while it is undetermined.

        Where it is ineligible, a set is enough for some criterion to fail; where it is eligible,
        for all of them to be passed.
        """
        return self._work.causes

    def needed(self) -> tuple[str, ...]:
        """Give the questions a rule needs that may be asked now, in order."""
        return self._work.unanswered(self._work.rule_needs.askable)

    def without_effect(self) -> frozenset[str]:
        """Give those of what is needed, or lacking, that can change no open criterion.

        Whatever else is answered or stays missing, they close nothing, and open no section in which
        something is to be asked that does. An answer that is awaited or known to be missing counts
        as not there: it may still come.
        """
        return self._work.without_effect

    def worth_asking(self) -> tuple[str, ...]:
        """Give the questions needed that can change an open criterion, in order."""
        return tuple(id for id in self.needed() if id not in self.without_effect())

    def lacking(self) -> tuple[str, ...]:
        """Give all that stands between here and a decision, missing and held back ones too."""
        return _lacking(self.protocol, self._work.rule_needs)

    def in_doubt(self) -> tuple[str, ...]:
        """Give the questions that may be asked though nobody can say whether they apply.

        All that would say so will not be answered. They are not among those `needed`; but a test
        on them may come out false nevertheless, which closes what waits for it.
        """
        return self._work.unanswered(self._work.rule_needs.in_doubt)

    def record_questions(self) -> tuple[str, ...]:
        """Give the questions asked for the record that may be asked now, in order."""
        return self._work.unanswered(self._work.record_needs)

    def open_because(self, criterion: str) -> tuple[str, ...]:
        """Give the questions an open criterion waits for; none where it is closed."""
        return _lacking(self.protocol, self._work.needs((criterion,)))

    def open_tests(self, criterion: str) -> tuple[Leaf, ...]:
        """Give the unknown tests that keep a criterion open; none where it is closed."""
        work = self._work
        return work.needs((criterion,)).tests

    def best(self, questions: Collection[str], section: str | None = None) -> str | None:
        """Give the one of these questions that brings the decision nearest for the least effort.

        They may be asked now. `section` is the one in which the talk is: leaving it before its end
        costs effort too. None where none of them can change a criterion that is open.
        """
        # Who asks in the file's order need not wait for it.
        from screener.engine.planner import Situation, choose

        work = self._work
        questions = frozenset(questions) - work.without_effect
        inside = {self.protocol.questions[id].section for id in questions}
        now = Situation(
            work.truths,
            {id for id, value in work.evaluation.values.items() if value is not None},
            questions,
            set(work.rule_needs.askable).difference(questions),
            section if section in inside else None,
        )
        return choose(self.protocol, now)

    def remaining(self, first: str | None = None) -> "Remaining":
        """Count the questions that are left to ask, at least and at most, in whichever order.

        `first` is asked next, where that is known; what is missing of it is brought now.
        """
        from screener.engine.remaining import Rest

        work = self._work
        missing = work.missing - {first}
        rest = Rest(
            work.rules,
            work.evaluation.values,
            self.on,
            missing,
            missing - work.never,
            work.ends_at_failure,
        )
        return rest.remaining(first)

    def supposing(self, question: str, value: Value) -> tuple[Decision, Mapping[str, Status]]:
        """Give the decision and each criterion's status with one answer given, or another."""
        then = self._work.supposed(question, value, self.on)
        return then.decision, statuses(self.protocol, then.criteria)

    def tests_supposing(self, question: str, value: Value) -> Truths:
        """Give the truth of every condition with one answer given, or another."""
        return Truths(self._work.rules, self._work.supposed(question, value, self.on))

    def explain(self, language: str | None = None) -> Mapping[str, "Explanation"]:
        """Explain each criterion, in words of a language; without one, that of the interface.

        What the rule asks, what was answered, why it follows; of one that is open, what is missing
        and what each possible answer would do.
        """
        from screener.engine.explain import explain
        from screener.language import active_language

        said = language or active_language()
        return {id: explain(self, id, said) for id in self.criteria}

    @property
    def changes(self) -> "Changes":
        """What would have to change so that the candidate becomes eligible."""
        return self._work.changes

    @property
    def horizon(self) -> "Horizon":
        """What time alone does to the decision in the ten years to come, if no answer changes."""
        return self._work.horizon

    def truth(self, condition: Condition) -> Truth:
        """Give the truth of a condition anywhere in the protocol but inside an entry."""
        return self._work.truths.of(condition)

    def answer(self, question: str) -> Answer | None:
        """Give the answer that this rests on, stale or missing ones too; None without one."""
        return self._work.answers.get(question)

    def applies(self, question: str) -> Truth:
        """Give the truth of a question's `when`; true where it has none."""
        return self._work.truths.applies(question)

    def section_open(self, section: str) -> bool:
        """Tell whether the questions of a section may be asked."""
        return self._work.truths.after(section) is True

    def value(self, question: str) -> Value | None:
        """Give the value that counts, asked or derived; None where there is none."""
        return self._work.evaluation.values.get(question)


def _lacking(protocol: Protocol, needs: Needs) -> tuple[str, ...]:
    return in_order(protocol, needs.all)


def statuses(protocol: Protocol, truths: Iterable[Truth]) -> Mapping[str, Status]:
    """Give each criterion's status from the truth of its rule, in the protocol's order."""
    return {
        id: _STATUS.get((criterion.kind, truth), Status.OPEN)
        for (id, criterion), truth in zip(protocol.criteria.items(), truths, strict=True)
    }


def decide(
    protocol: Protocol, answers: Mapping[str, object], on: date, finish: bool = False
) -> Result:
    """Decide on answers as section 6 of the rule language writes them.

    `finish` goes on after a failure, as `on_failure: continue` does. Raises `AnswerError`, which
    lists every answer that cannot be used, and `TypeError` where `on` is no calendar date.
    """
    if isinstance(on, datetime) or not isinstance(on, date):
        raise TypeError(f"on is a datetime.date, not a {type(on).__name__}")
    return decide_checked(protocol, check_answers(protocol.questions, answers, on), on, finish)


def decide_checked(
    protocol: Protocol,
    answers: Mapping[str, Answer],
    on: date,
    finish: bool = False,
    recorded: Mapping[str, date] = MappingProxyType({}),
) -> Result:
    """Decide on answers that are checked already.

    `recorded` gives the day on which an answer was recorded: with `valid_for` it counts where the
    answer does not say when it was observed.
    """
    rules = compiled(protocol)
    values, stale = current_values(protocol, answers, on, recorded)
    evaluation = rules.evaluate(values, on)
    ends_at_failure = not finish and protocol.on_failure is OnFailure.STOP
    work = _Work(rules, evaluation, answers, on, ends_at_failure, recorded)
    criteria = {
        id: CriterionResult(id, protocol.criteria[id].kind, status, work)
        for id, status in statuses(protocol, evaluation.criteria).items()
    }
    stops = ends_at_failure and evaluation.decision is Decision.INELIGIBLE
    return Result(evaluation.decision, MappingProxyType(criteria), on, protocol, stale, stops, work)
