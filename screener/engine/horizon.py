"""What time alone does to a decision in the years after its reference date.

The answers stay as they are, the reference date moves on. The rules are evaluated on each day on
which something may turn, and nowhere else, so that what is found is exact.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from screener.engine.breakpoints import breakpoints
from screener.engine.calendar import add
from screener.engine.compiler import Compiled, Evaluation
from screener.engine.completions import MOST, Completions, Days, Place
from screener.engine.decide import Status, statuses
from screener.engine.truths import Truths
from screener.engine.turning import Turned, Turning
from screener.engine.values import as_of, counts_until
from screener.protocol.answers import Answer
from screener.protocol.conditions import SeriesTest
from screener.protocol.durations import Duration
from screener.protocol.model import Decision
from screener.protocol.reach import reach
from screener.protocol.reads import answers_read
from screener.protocol.values import Value

#: How far ahead is looked.
REACH = Duration(120, 0, "10 years")
#: Evaluations for the ways in which inexact dates may have been; see `completions.MOST`.
_MOST_EVALUATIONS = 8000
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """A criterion that comes out otherwise from `day` on, and why.

    `tests` are the tests that time turned, `stale` the questions whose answers became too old.
    """

    day: date
    criterion: str
    before: Status
    after: Status
    tests: tuple[Turned, ...]
    stale: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunsOut:
    """The first day on which a result that is in use does not serve any more.

    A result is an answer that is valid for a time, or the rows of a series; an age is none. `stale`
    are the questions whose answers are too old by then, `turns` the criteria that do not pass any
    more for want of a result.
    """

    day: date
    stale: tuple[str, ...]
    turns: tuple[Turn, ...]

    @property
    def last_day(self) -> date:
        """The last day on which all results count that do now."""
        return self.day - _DAY


@dataclass(frozen=True, slots=True)
class Horizon:
    """What becomes of a decision from its reference date `on` up to `end`, ten years later.

    `eligible_from` and `eligible_until` are the first and the last day of the first stretch of days
    on which the decision is eligible; `eligible_from` is None where there is none, and
    `eligible_until`, besides, where the stretch goes on beyond `end`.

    Where dates are inexact, `perhaps_from` is the earliest first day and `perhaps_until` the latest
    last day over all the days that these dates may be, None in the same cases; both are None where
    every date that bears on it is exact. Numbers known by a limit stay ranges, and what is
    `ongoing` stays so. `inexact` are the questions whose dates are inexact and bear on it: which of
    its days one is makes a difference to the stretch, or that it is known exactly does.

    `not_failing_from` is the first day on which no criterion fails, where one fails on `on`, and
    none would if no result had become too old; `not_failing_until` the last before one fails again,
    None where none does; `open_then` are the criteria that are open then.
    `possible_until` is the last day before a criterion is sure to fail by time alone, where the
    decision is undetermined on `on`, and None where that does not come: whatever is still missing,
    the decision is ineligible on the next day. An answer that is too old by then fails nothing.
    `turns` are all days on which a criterion comes out otherwise, in order of time; `runs_out` is
    the next on which a result is lost.
    """

    on: date
    end: date
    eligible_from: date | None
    eligible_until: date | None
    perhaps_from: date | None
    perhaps_until: date | None
    inexact: tuple[str, ...]
    not_failing_from: date | None
    not_failing_until: date | None
    open_then: tuple[str, ...]
    possible_until: date | None
    turns: tuple[Turn, ...]
    runs_out: RunsOut | None

    def turns_on(self, day: date) -> tuple[Turn, ...]:
        """Give the criteria that come out otherwise from a day on."""
        return tuple(turn for turn in self.turns if turn.day == day)


def horizon(
    rules: Compiled,
    answers: Mapping[str, Answer],
    on: date,
    recorded: Mapping[str, date],
    end: date | None = None,
) -> Horizon:
    """Look ahead from the reference date to `end`, ten years later where it is not given.

    `recorded` is as in `decide_checked`: an answer that says neither when it was observed nor when
    it was recorded is of the reference date.
    """
    return _Search(rules, answers, on, recorded, end or add(on, REACH)).run()


@dataclass(frozen=True, slots=True)
class _Moment:
    """The rules on one reference date; `stale` are the questions whose answers are too old."""

    day: date
    evaluation: Evaluation
    stale: frozenset[str]


_Values = Mapping[str, Value | None]
#: The first day of a stretch and the last one, None where it goes on beyond the end.
_Stretch = tuple[date, date | None]


class _Search:
    def __init__(
        self,
        rules: Compiled,
        answers: Mapping[str, Answer],
        on: date,
        recorded: Mapping[str, date],
        end: date,
    ) -> None:
        self._rules = rules
        self._protocol = rules.outline.protocol
        self._breakpoints = breakpoints(self._protocol)
        self._on, self._end = on, end
        self._values: dict[str, Value | None] = dict.fromkeys(self._protocol.questions)
        #: From which day on an answer does not count.
        self._stale_from: dict[str, date] = {}
        for id, answer in answers.items():
            self._values[id] = answer.value
            question = self._protocol.questions[id]
            last = counts_until(question, answer, on, recorded.get(id, on))
            if answer.value is not None and last is not None and last < end:
                self._stale_from[id] = last + _DAY
                if last < on:
                    self._values[id] = None

    def run(self) -> Horizon:
        days = self._days(self._values)
        moments = [self._moment(day) for day in days]
        stretch = _first_stretch((one.day, one.evaluation.decision) for one in moments)
        inexact, perhaps = self._perhaps(len(days))
        better = self._not_failing(moments)
        turns = tuple(turn for pair in pairwise(moments) for turn in self._turns(*pair))
        return Horizon(
            on=self._on,
            end=self._end,
            eligible_from=stretch[0] if stretch else None,
            eligible_until=stretch[1] if stretch else None,
            perhaps_from=perhaps[0] if perhaps else None,
            perhaps_until=perhaps[1] if perhaps else None,
            inexact=inexact,
            not_failing_from=better.day if better else None,
            not_failing_until=_until_it_fails(moments, better) if better else None,
            open_then=self._open(better) if better else (),
            possible_until=_possible_until(moments),
            turns=turns,
            runs_out=self._runs_out(moments, turns),
        )

    def _days(self, values: _Values) -> list[date]:
        """Give the reference date, and every later one on which something may turn."""
        found = self._breakpoints.days(values, self._on, self._end)
        found.update(day for day in self._stale_from.values() if day > self._on)
        return [self._on, *sorted(found)]

    def _evaluate(self, values: _Values, day: date) -> Evaluation:
        then = {id: None if value is None else as_of(value, day) for id, value in values.items()}
        then.update((id, None) for id, first in self._stale_from.items() if first <= day)
        return self._rules.evaluate(then, day)

    def _moment(self, day: date) -> _Moment:
        stale = frozenset(id for id, first in self._stale_from.items() if first <= day)
        return _Moment(day, self._evaluate(self._values, day), stale)

    # Inexact dates.

    def _perhaps(self, days: int) -> tuple[tuple[str, ...], _Stretch | None]:
        """Give the earliest first day and the latest last day over all that dates may be."""
        turning = self._stale_from.values()
        found = Completions(self._breakpoints, self._values, turning, self._on, self._end)
        if not found.questions:
            return (), None
        most = min(MOST, max(2, _MOST_EVALUATIONS // days))
        found_by = [(way, self._stretch(values)) for way, values in found.all(most)]
        stretches = [stretch for _way, stretch in found_by if stretch is not None]
        bearing = self._bearing(found, found_by)
        if not stretches or not bearing:
            return bearing, None
        lasts = [last for _first, last in stretches if last is not None]
        latest = max(lasts) if len(lasts) == len(stretches) else None
        return bearing, (min(first for first, _last in stretches), latest)

    def _bearing(
        self, found: Completions, ways: Sequence[tuple[Days, _Stretch | None]]
    ) -> tuple[str, ...]:
        """Give the questions by whose dates the stretch is another, or by knowing them exactly.

        Where not all ways were looked at, and none of the dates does alone, they do together.
        """
        bearing = tuple(one for one in found.questions if self._bears(found, ways, one))
        if bearing:
            return bearing
        alike = {self._stretch(self._values), *(stretch for _way, stretch in ways)}
        return found.questions if len(alike) > 1 else ()

    def _bears(
        self, found: Completions, ways: Sequence[tuple[Days, _Stretch | None]], question: str
    ) -> bool:
        beside: dict[tuple[tuple[Place, date], ...], set[_Stretch | None]] = {}
        for days, stretch in ways:
            others, values = found.without(question, days)
            key = tuple(others.items())
            if key not in beside:
                beside[key] = {self._stretch(values)}
            beside[key].add(stretch)
            if len(beside[key]) > 1:
                return True
        return False

    def _stretch(self, values: _Values) -> _Stretch | None:
        days = self._days(values)
        return _first_stretch((day, self._evaluate(values, day).decision) for day in days)

    # What turns, and why.

    def _not_failing(self, moments: Sequence[_Moment]) -> _Moment | None:
        if moments[0].evaluation.decision is not Decision.INELIGIBLE:
            return None
        better = (one for one in moments if one.evaluation.decision is not Decision.INELIGIBLE)
        # A result that is too old by then says nothing better than it did before.
        return next((one for one in better if not self._would_fail(one.day)), None)

    def _would_fail(self, day: date) -> bool:
        """Tell whether some criterion fails where no result becomes too old."""
        values = {id: None if one is None else as_of(one, day) for id, one in self._values.items()}
        return self._rules.evaluate(values, day).decision is Decision.INELIGIBLE

    def _open(self, moment: _Moment) -> tuple[str, ...]:
        truths = zip(self._protocol.criteria, moment.evaluation.criteria, strict=True)
        return tuple(id for id, truth in truths if truth is None)

    def _turns(self, before: _Moment, after: _Moment) -> Iterator[Turn]:
        if before.evaluation.criteria == after.evaluation.criteria:
            return
        then, now = (Truths(self._rules, one.evaluation) for one in (before, after))
        stale = after.stale - before.stale
        was = statuses(self._protocol, before.evaluation.criteria)
        for id, status in statuses(self._protocol, after.evaluation.criteria).items():
            if status is not was[id]:
                turning = Turning(self._protocol, then, now, stale)
                tests, outdated = turning.why(self._protocol.criteria[id].rule)
                yield Turn(after.day, id, was[id], status, tests, outdated)

    def _runs_out(self, moments: Sequence[_Moment], turns: Sequence[Turn]) -> RunsOut | None:
        for before, after in pairwise(moments):
            lost = tuple(
                turn
                for turn in turns
                if turn.day == after.day and turn.before is Status.PASS and _by_results(turn)
            )
            stale = tuple(self._missed(before, after))
            if lost or stale:
                return RunsOut(after.day, stale, lost)
        return None

    def _missed(self, before: _Moment, after: _Moment) -> Iterator[str]:
        """Give the questions whose answers became too old, where a test comes out otherwise.

        What only a section waits for is in no use: it does not bear on the decision.
        """
        stale = after.stale - before.stale
        if not stale:
            return
        leaves = zip(
            self._rules.outline.leaves,
            before.evaluation.leaves,
            after.evaluation.leaves,
            strict=True,
        )
        behind = {
            root
            for leaf, was, now in leaves
            if was is not now
            for root in answers_read(self._protocol.questions, leaf)
        }
        bearing = frozenset[str]().union(*reach(self._protocol).values())
        yield from (id for id in self._protocol.questions if id in stale & behind & bearing)


def _possible_until(moments: Sequence[_Moment]) -> date | None:
    if moments[0].evaluation.decision is not Decision.UNDETERMINED:
        return None
    failing = (one.day for one in moments if one.evaluation.decision is Decision.INELIGIBLE)
    return next((day - _DAY for day in failing), None)


def _by_results(turn: Turn) -> bool:
    """Tell whether a criterion comes out otherwise for want of a result."""
    return bool(turn.stale) or any(isinstance(one.test, SeriesTest) for one in turn.tests)


def _until_it_fails(moments: Iterable[_Moment], first: _Moment) -> date | None:
    later = (one for one in moments if one.day > first.day)
    fails = (one.day for one in later if one.evaluation.decision is Decision.INELIGIBLE)
    again = next(fails, None)
    return None if again is None else again - _DAY


def _first_stretch(decisions: Iterable[tuple[date, Decision]]) -> _Stretch | None:
    """Give the first stretch of eligible days, of decisions that each hold until the next."""
    first: date | None = None
    for day, decision in decisions:
        if decision is Decision.ELIGIBLE:
            first = first or day
        elif first is not None:
            return first, day - _DAY
    return None if first is None else (first, None)
