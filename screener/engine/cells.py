"""The possible answers to a question, as cells that no rule tells apart.

Numbers and dates fall into intervals between the rules' boundaries, as they stand with the answers
given to the other questions; each option is a cell, and of sets of options those that the tests on
them tell apart. Every cell has one answer that represents it.

Three limits. Where an answer is not there, what is compared with it is compared with its own
representatives. A value that counts one date in two ways, or takes one number both into a power and
otherwise, has no boundary of its own. Of a division, the last digits that rounding can touch
are not looked at.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from functools import cache
from itertools import pairwise

from screener.engine.arithmetic import add, multiply, subtract
from screener.engine.cuts import Cut, Cuts, days_of
from screener.engine.portion import compiled_portion
from screener.engine.series_cells import Asked, Series, asked_for, made_series
from screener.engine.series_completed import completed_series
from screener.engine.set_cells import set_values
from screener.engine.truth import Truth
from screener.engine.truths import Truths
from screener.engine.values import as_of
from screener.protocol.conditions import REFERENCE, Answered, SeriesTest
from screener.protocol.model import Changes, Protocol, Question, QuestionType
from screener.protocol.values import (
    FIRST_YEAR,
    LAST_YEAR,
    DateRange,
    NumberRange,
    Ongoing,
    Value,
)

#: Numbers of up to 40 digits and an exponent of up to 40 are rounded to any place in it.
_WIDE = Context(prec=200)


@dataclass(frozen=True, slots=True)
class Days:
    """Every day from `first` to `last`; None is no end on that side but that of the calendar."""

    first: date | None
    last: date | None


Span = NumberRange | Days


@dataclass(frozen=True, slots=True)
class Cell:
    """Answers to one question that no rule tells apart, with one that stands for them all.

    `value` is an answer that the question accepts. `span` is the interval of a number or a date; it
    has no end where only the plausible range ends it. None for all else.
    """

    question: str
    value: Value
    span: Span | None = None


def cells(
    protocol: Protocol,
    values: Mapping[str, Value | None],
    on: date,
    question: str,
    free: Collection[str] = (),
    within: NumberRange | DateRange | Series | None = None,
) -> tuple[Cell, ...]:
    """Give the cells of an asked question; none for a text.

    Numbers and dates come in ascending order (`ongoing` last), options in the file's order, yes
    before no. `values` are those of the other questions that count on the reference date; the
    question's own is not looked at, but for a series, which may be completed. Those in `free` may
    change as well, so that their representatives count beside their values. Of an answer that is
    not exact, `within` is the range that it may be found to lie in, or the series that is there and
    stays; all other cells are left out. Raises `ValueError` for a derived question, which has no
    answer.
    """
    return _Answers(protocol, values, on, free).cells(question, within)


def merged(one: Span, other: Span) -> Span:
    """Join two neighbouring intervals, the lower one first."""
    if isinstance(one, Days) and isinstance(other, Days):
        return Days(one.first, other.last)
    assert isinstance(one, NumberRange)
    assert isinstance(other, NumberRange)
    return NumberRange(one.low, other.high, one.open_low, other.open_high)


class _Answers:
    """Finds cells under one set of answers; `deep` where those of other questions count too."""

    def __init__(
        self,
        protocol: Protocol,
        values: Mapping[str, Value | None],
        on: date,
        free: Collection[str],
        *,
        deep: bool = True,
    ) -> None:
        self._protocol = protocol
        self._values = values
        self._on = on
        self._free = free
        self._deep = deep

    def cells(
        self, question: str, within: NumberRange | DateRange | Series | None = None
    ) -> tuple[Cell, ...]:
        asked = self._protocol.questions[question]
        if asked.derive is not None:
            raise ValueError(f"{question} is derived, and has no answer")
        match asked.type:
            case QuestionType.BOOLEAN:
                found: Sequence[Value] = (True, False)
            case QuestionType.CHOICE:
                found = tuple(asked.options)
            case QuestionType.CHOICES:
                found = set_values(self._protocol, question)
            case QuestionType.SERIES:
                found = self._series(question, complete=isinstance(within, tuple))
            case QuestionType.DATE:
                return tuple(self._dates(asked, within if isinstance(within, DateRange) else None))
            case QuestionType.TEXT:
                found = ()
            case _:
                return tuple(
                    self._numbers(asked, within if isinstance(within, NumberRange) else None)
                )
        return tuple(Cell(question, value) for value in found)

    def _series(self, question: str, *, complete: bool) -> Sequence[Value]:
        present = self._values.get(question)
        rows = present if isinstance(present, tuple) else None

        def representing(
            protocol: Protocol, field: str, within: NumberRange | DateRange | None
        ) -> Sequence[Value]:
            inside = _Answers(protocol, self._values, self._on, (), deep=False)
            return [cell.value for cell in inside.cells(field, within)]

        asked = asked_for(self._protocol, question, rows, representing)
        found: list[Series] = []
        if rows is not None:
            found += completed_series(asked, rows, self._on, self._window_ends)
        if not rows or not complete:
            found += (one for one in made_series(asked, self._on) if one != rows)
        if rows is not None and complete:
            truths = self._truths(asked, rows)
            found = [one for one in found if self._may_become(asked, rows, truths, one)]
        return [one for place, one in enumerate(found) if one not in found[:place]]

    def _may_become(
        self, asked: Asked, present: Series, truths: Sequence[Truth], series: Series
    ) -> bool:
        """Tell whether a series only adds what is unknown, or grew since by rows of this day.

        What is decided without an earlier row, or a field, is not decided otherwise by making one
        up.
        """
        earlier, since = series[: len(present)], series[len(present) :]
        grows = asked.question.changes is Changes.WITH_TIME
        if grows and earlier == present and all(row.date == self._on for row in since):
            return True
        then = self._truths(asked, series)
        return all(now is None or now is one for now, one in zip(truths, then, strict=True))

    def _truths(self, asked: Asked, series: Series) -> list[Truth]:
        rules = compiled_portion(self._protocol, tuple(asked.tests))
        values = {id: self._values.get(id) for id in rules.outline.asked}
        evaluation = rules.evaluate({**values, asked.question.id: series}, self._on)
        truths = Truths(rules, evaluation)
        return [truths.of(test) for test in asked.tests]

    def _window_ends(self, test: SeriesTest) -> Sequence[date]:
        if not isinstance(test.until, Answered):
            return [self._on]
        return [day for value in self._others(test.until.question) for day in days_of(value)]

    def _others(self, id: str) -> Sequence[Value]:
        """Give the values to count with for another question."""
        present = self._values.get(id)
        given = () if present is None else (present,)
        if not self._deep or (given and id not in self._free):
            return given
        inner = _Answers(self._protocol, self._values, self._on, (), deep=False)
        # What a question is compared with that is compared with it: the same boundaries.
        return (*given, *(as_of(cell.value, self._on) for cell in inner.cells(id)))

    def _cuts(self, question: str) -> Cuts:
        return Cuts(self._protocol, question, self._on, cache(self._others))

    def _numbers(self, asked: Question, within: NumberRange | None) -> Iterator[Cell]:
        whole = asked.type is QuestionType.INTEGER
        plausible = _plausible(asked)
        for span in _intervals(self._cuts(asked.id).of_number()):
            known = _common(span, within) if within is not None else span
            tidy = _whole(known) if whole and known is not None else known
            allowed = _common(tidy, plausible) if tidy is not None else None
            if tidy is not None and allowed is not None:
                value = _number_in(allowed, whole=whole)
                yield Cell(asked.id, value, _without_limits(tidy, allowed))

    def _dates(self, asked: Question, within: DateRange | None) -> Iterator[Cell]:
        on = self._on
        earliest = _day(asked.minimum, on) or date(FIRST_YEAR, 1, 1)
        latest = _day(asked.maximum, on) or date(LAST_YEAR, 12, 31)
        if not asked.future:
            latest = min(latest, on)
        known: tuple[date | None, ...] = ()
        if within is not None:
            earliest, latest = max(earliest, within.first), min(latest, within.last or latest)
            known = (earliest, latest + timedelta(days=1))
        if earliest > latest:
            return
        turns = [day for day in self._cuts(asked.id).of_date() if earliest < day <= latest]
        for first, start in pairwise((earliest, *turns, latest + timedelta(days=1))):
            last = start - timedelta(days=1)
            said = (*turns, *known)
            span = Days(first if first in said else None, last if start in said else None)
            yield Cell(asked.id, _day_in(first, last, span), span)
        if asked.ongoing and within is None:
            yield Cell(asked.id, Ongoing())


def _day(bound: object, on: date) -> date | None:
    if bound is REFERENCE:
        return on
    return bound if isinstance(bound, date) else None


def _day_in(first: date, last: date, span: Days) -> date:
    """Give a day near the end that a rule set, where there is one such end."""
    if span.first is None and span.last is not None:
        return max(first, last - timedelta(days=30))
    if span.last is None and span.first is not None:
        return min(last, first + timedelta(days=30))
    if span.first is None:
        return last
    return first + (last - first) // 2


def _intervals(cuts: Sequence[Cut]) -> Iterator[NumberRange]:
    low, open_low = None, False
    for cut in cuts:
        if low is None or cut.end > low or (cut.end == low and cut.end_included and not open_low):
            yield NumberRange(low, cut.end, open_low, not cut.end_included)
        if low is None or (cut.start, cut.start_left_out) > (low, open_low):
            low, open_low = cut.start, cut.start_left_out
    yield NumberRange(low, None, open_low)


def _whole(span: NumberRange) -> NumberRange | None:
    """Give an interval's whole numbers, with whole ends that count; None where it has none."""
    low, high = span.low, span.high
    if low is not None:
        first = low.to_integral_value(ROUND_CEILING)
        low = add(first, Decimal(1)) if span.open_low and first == low else first
    if high is not None:
        last = high.to_integral_value(ROUND_FLOOR)
        high = subtract(last, Decimal(1)) if span.open_high and last == high else last
    return None if low is not None and high is not None and low > high else NumberRange(low, high)


def _plausible(asked: Question) -> NumberRange:
    least, most = asked.minimum, asked.maximum
    return NumberRange(
        least if isinstance(least, Decimal) else None, most if isinstance(most, Decimal) else None
    )


def _common(one: NumberRange, other: NumberRange) -> NumberRange | None:
    """Give what two intervals have in common; None where that is nothing."""
    low, open_low = one.low, one.open_low
    if other.low is not None and (low is None or (other.low, other.open_low) > (low, open_low)):
        low, open_low = other.low, other.open_low
    high, open_high = one.high, one.open_high
    if other.high is not None and (
        high is None or (other.high, not other.open_high) < (high, not open_high)
    ):
        high, open_high = other.high, other.open_high
    if low is None or high is None or low < high or (low == high and not (open_low or open_high)):
        return NumberRange(low, high, open_low, open_high)
    return None


def _without_limits(span: NumberRange, allowed: NumberRange) -> NumberRange:
    """Leave out an end beyond the plausible range: what is allowed ends before it."""
    low, open_low, high, open_high = span.low, span.open_low, span.high, span.open_high
    if (low, open_low) != (allowed.low, allowed.open_low):
        low, open_low = None, False
    if (high, open_high) != (allowed.high, allowed.open_high):
        high, open_high = None, False
    return NumberRange(low, high, open_low, open_high)


def _number_in(span: NumberRange, *, whole: bool) -> Decimal:
    """Give a number with few digits in an interval, near the middle where it has two ends."""
    if span.low is None and span.high is None:
        return Decimal(1)
    low, high = _both_ends(span)
    if low == high:
        return low
    middle = multiply(add(low, high), Decimal("0.5"))
    for exponent in range(max(low.adjusted(), high.adjusted()), 0 if whole else -60, -1):
        near = _nearest(middle, exponent)
        if low < near < high:
            return near
    near = _nearest(middle, 0) if whole else middle
    return near if low <= near <= high else low


def _both_ends(span: NumberRange) -> tuple[Decimal, Decimal]:
    """Give two ends to go between; a side without one reaches as far as the other is large."""
    low, high = span.low, span.high
    if low is None:
        assert high is not None
        return (Decimal(0) if high > 0 else subtract(high, max(Decimal(1), abs(high)))), high
    return low, add(low, max(Decimal(1), abs(low))) if high is None else high


def _nearest(number: Decimal, exponent: int) -> Decimal:
    """Round to a power of ten."""
    rounded = number.quantize(Decimal((0, (1,), exponent)), context=_WIDE)
    return Decimal(f"{rounded:f}")
