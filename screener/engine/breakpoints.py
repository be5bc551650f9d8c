"""The reference dates from which on a rule may come out otherwise, while the answers stay.

Time enters a rule where the reference date, or what is ongoing and so moves with it, is compared
with a day: by a date test, an `ago`, completed units, or the window of a series. Each of these
gives the day on which the comparison turns. Besides, an answer can become too old. There may be
more days than something turns on, and never fewer.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property, lru_cache

from screener.engine.calendar import add, completed
from screener.engine.outline import outline
from screener.protocol import derivations
from screener.protocol.conditions import (
    AgoTest,
    Answered,
    Comparison,
    DateComparison,
    DateTest,
    NumberTest,
    Reference,
    SeriesTest,
    entry_conditions,
    walk,
)
from screener.protocol.derivations import CalendarUnit, Completed, End
from screener.protocol.durations import Duration
from screener.protocol.model import Protocol, Question
from screener.protocol.reads import questions_read
from screener.protocol.values import DateRange, Ongoing, Value

#: A day, or the reference date with so much time added to it.
_Point = date | Duration
#: What time does to one comparison: the reference date on which it turns, where it turns at all;
#: else how it comes out, or the number of units that it counts.
Mark = date | bool | int

_DAY = timedelta(days=1)
_NOTHING = Duration(0, 0)
#: `left < right` or its opposite; the others are `left <= right` or its opposite.
_STRICT = {
    DateComparison.BEFORE,
    DateComparison.ON_OR_AFTER,
    Comparison.ABOVE,
    Comparison.AT_MOST,
}
_UNITS = {
    CalendarUnit.YEARS: Duration(12, 0),
    CalendarUnit.MONTHS: Duration(1, 0),
    CalendarUnit.WEEKS: Duration(0, 7),
    CalendarUnit.DAYS: Duration(0, 1),
}
#: More units, were they days, than lie between any two days of a protocol.
_MOST_UNITS = 200_000
_DateLeaf = DateTest | AgoTest
Values = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """A test on a series, with the date tests that it puts to each entry."""

    test: SeriesTest
    inner: tuple[_DateLeaf, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Count:
    """Completed units, and the counts at which a test on them turns; None where each step counts.

    Each step counts where the number is not compared with constants alone.
    """

    derive: Completed
    bounds: frozenset[int] | None


_Part = _DateLeaf | _Rows | _Count


class Breakpoints:
    """Looks for the days of one protocol; what the rules alone say is worked out once."""

    def __init__(self, protocol: Protocol) -> None:
        self._questions = protocol.questions
        self._outline = outline(protocol)
        self._parts: dict[str, list[_Part]] = defaultdict(list)
        self._all: list[_Part] = []
        for leaf in self._outline.leaves:
            if isinstance(leaf, DateTest | AgoTest):
                self._add(leaf, questions_read(self._questions, leaf))
            elif isinstance(leaf, SeriesTest):
                inner = tuple(_inner_tests(self._questions[leaf.question], leaf))
                self._add(_Rows(leaf, inner), questions_read(self._questions, leaf))
        for id, question in self._questions.items():
            if isinstance(question.derive, Completed):
                self._add_count(id, question.derive)

    def _add(self, part: _Part, questions: Iterable[str]) -> None:
        self._all.append(part)
        for id in questions:
            self._parts[id].append(part)

    def _add_count(self, id: str, derive: Completed) -> None:
        bounds = None if id in self._read_as_values else frozenset(self._bounds(id))
        if bounds is None or bounds:
            self._add(_Count(derive, bounds), derivations.inputs(derive))

    @cached_property
    def _read_as_values(self) -> Collection[str]:
        """The questions whose value something else takes: a bound, an input, an entry's test."""
        found: set[str] = set()
        for leaf in self._outline.leaves:
            found.update(questions_read(self._questions, leaf)[1:])
        for question in self._questions.values():
            if question.derive is not None:
                found.update(derivations.inputs(question.derive))
        for leaf in self._outline.leaves:
            if isinstance(leaf, NumberTest) and isinstance(leaf.bound, Answered):
                found.add(leaf.question)
        return found

    def _bounds(self, id: str) -> Iterator[int]:
        for leaf in self._outline.leaves:
            if isinstance(leaf, NumberTest) and leaf.question == id:
                assert isinstance(leaf.bound, Decimal)
                if abs(leaf.bound) <= _MOST_UNITS:
                    # A count turns a test where it comes to the bound, or goes beyond it.
                    yield int(leaf.bound.to_integral_value(ROUND_CEILING))
                    yield int(leaf.bound.to_integral_value(ROUND_FLOOR)) + 1

    def days(self, values: Values, on: date, end: date) -> set[date]:
        """Give every reference date after `on`, up to `end`, on which a rule may turn.

        The values are the answers', so that `Ongoing` is still what it is.
        """
        return _between(_Window(values, on, end).all(self._all), on, end)

    def days_without(self, values: Values, on: date, end: date, question: str) -> set[date]:
        """Give the days on which a comparison turns that does not read one question."""
        own = set(map(id, self._parts.get(question, ())))
        parts = (part for part in self._all if id(part) not in own)
        return _between(_Window(values, on, end).all(parts), on, end)

    def compared(self, question: str) -> set[str]:
        """Give the questions that are read by the same comparisons as one, itself among them."""
        own = set(map(id, self._parts.get(question, ())))
        return {other for other, parts in self._parts.items() if own & set(map(id, parts))}

    def marks(self, values: Values, on: date, end: date, question: str) -> tuple[Mark, ...]:
        """Give what time does to each comparison that reads one question.

        Days that do not lie after `on`, up to `end`, are among what is given.
        """
        return tuple(_Window(values, on, end).all(self._parts.get(question, ())))


def _between(marks: Iterable[Mark], on: date, end: date) -> set[date]:
    return {mark for mark in marks if isinstance(mark, date) and on < mark <= end}


@lru_cache(maxsize=16)
def breakpoints(protocol: Protocol) -> Breakpoints:
    """Give what looks for the days of a protocol, made once."""
    return Breakpoints(protocol)


def _inner_tests(series: Question, test: SeriesTest) -> Iterator[_DateLeaf]:
    whens = [field.when for field in series.fields.values() if field.when is not None]
    for condition in (*entry_conditions(test), *whens):
        for node in walk(condition):
            if isinstance(node, DateTest | AgoTest):
                yield node


@dataclass(frozen=True, slots=True)
class _Window:
    """The values of the answers, and the reference dates that are looked at."""

    values: Values
    on: date
    end: date

    def all(self, parts: Iterable[_Part]) -> Iterator[Mark]:
        """Give the marks of some parts of the rules."""
        for part in parts:
            yield from self._marks(part)

    def _marks(self, part: _Part) -> Iterator[Mark]:
        match part:
            case DateTest() | AgoTest():
                yield from self._test(part, self.values[part.question], {})
            case _Rows():
                yield from self._rows(part)
            case _Count():
                yield from self._count(part)

    def _test(self, test: _DateLeaf, value: Value | None, entry: Values) -> Iterator[Mark]:
        duration = test.duration if isinstance(test, AgoTest) else _NOTHING
        strict = test.comparison in _STRICT
        bound = test.until if isinstance(test, AgoTest) else test.bound
        for left in _points(value):
            for right in self._other(bound, entry):
                yield from self._compared(_later(left, duration), right, strict=strict)

    def _other(self, bound: date | Answered | Reference, entry: Values) -> Iterator[_Point]:
        match bound:
            case Answered(question=name, field=True):
                return _points(entry.get(name))
            case Answered(question=name):
                return _points(self.values[name])
            case Reference():
                return iter((_NOTHING,))
        return iter((bound,))

    def _compared(self, left: _Point, right: _Point, *, strict: bool) -> Iterator[Mark]:
        """Compare two days: `left < right`, or `left <= right`."""
        match left, right:
            case date(), date():
                yield left < right if strict else left <= right
            case date(), Duration():
                yield left + _DAY if strict and left < date.max else left
            case Duration(), date():
                yield self._reached(left, right if strict else right + _DAY)
            case _:
                # Both move with the reference date, so that time changes nothing.
                return

    def _reached(self, duration: Duration, day: date) -> date:
        """Give the first reference date that, with the duration, lies on a day or after it."""
        first, last = self.on.toordinal(), self.end.toordinal() + 1
        reference = range(first, last)
        at = bisect_left(reference, day, key=lambda one: add(date.fromordinal(one), duration))
        return date.fromordinal(first + at)

    def _rows(self, part: _Rows) -> Iterator[Mark]:
        test, entries = part.test, self.values[part.test.question]
        if not isinstance(entries, tuple):
            return
        for entry in entries:
            if test.within is not None:
                for until in self._other(test.until, {}):
                    yield from self._compared(entry.date, until, strict=False)
                    yield from self._compared(add(entry.date, test.within), until, strict=True)
            fields = {**entry.fields, "date": entry.date}
            for inner in part.inner:
                yield from self._test(inner, fields.get(inner.question), fields)

    def _count(self, part: _Count) -> Iterator[Mark]:
        derive = part.derive
        for start in self._end(derive.start):
            for until in self._end(derive.until):
                counts: Iterable[int] = part.bounds or ()
                if part.bounds is None:
                    now, then = self._counted(derive.unit, start, until)
                    yield now
                    counts = range(min(now, then), max(now, then) + 1)
                for count in counts:
                    moved = _later(start, _times(derive.unit, count))
                    yield from self._compared(moved, until, strict=False)

    def _counted(self, unit: CalendarUnit, start: _Point, until: _Point) -> tuple[int, int]:
        """Count the units on the first and on the last reference date."""
        first, last = (
            completed(unit, _on(start, day), _on(until, day)) for day in (self.on, self.end)
        )
        # One more on each side: their days say where the next step would be.
        return (first, last + 1) if last >= first else (first + 1, last)

    def _end(self, end: End) -> Iterator[_Point]:
        match end:
            case str():
                return _points(self.values[end])
            case Reference():
                return iter((_NOTHING,))
        return iter((end,))


def _points(value: Value | None) -> Iterator[_Point]:
    """Give the ends of a date: both of a range; the reference date of what is not over yet."""
    match value:
        case DateRange(first=first, last=last):
            yield first
            if last is not None:
                yield last
        case Ongoing():
            yield _NOTHING
        case date():
            yield value


def _later(point: _Point, duration: Duration) -> _Point:
    if isinstance(point, date):
        return add(point, duration)
    return Duration(point.months + duration.months, point.days + duration.days)


def _on(point: _Point, reference: date) -> date:
    return point if isinstance(point, date) else add(reference, point)


def _times(unit: CalendarUnit, count: int) -> Duration:
    one = _UNITS[unit]
    return Duration(one.months * count, one.days * count)
