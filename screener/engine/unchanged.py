"""Whether fields of a series kept their values for a time up to its latest entry."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from screener.engine.calendar import add
from screener.engine.truth import Truth, agreed, some
from screener.protocol.durations import Duration
from screener.protocol.values import NumberRange, Value


@dataclass(frozen=True, slots=True)
class Row:
    """An entry that counts, or that may count; the values of the listed fields, None if missing."""

    date: date
    sure: bool
    values: tuple[Value | None, ...]


def unchanged(rows: Sequence[Row], duration: Duration) -> Truth:
    """Judge every pair of a latest entry L and an entry B that the choice of rows can give.

    Rows are in order of date. With B the latest entry at least `duration` before L: false if some
    two entries from B on (without B: of all) surely differ; else unknown without B, or where a
    value is missing or may differ; else true.
    """
    if not any(row.sure for row in rows):
        return None
    return agreed(_results(rows, duration))


def _results(rows: Sequence[Row], duration: Duration) -> Iterator[Truth]:
    # Rows that are old enough to be B come before those that are not: dates only grow.
    reached = [add(row.date, duration) for row in rows]
    for latest in _possible_last(rows):
        end = latest + 1
        bases = bisect_right(reached, rows[latest].date, hi=end)
        yield from _up_to(rows[:bases], rows[bases:end])


def _possible_last(rows: Sequence[Row]) -> Iterator[int]:
    """Give the positions whose row may be the last of those that count."""
    for position in reversed(range(len(rows))):
        yield position
        if rows[position].sure:
            return


def _up_to(bases: Sequence[Row], later: Sequence[Row]) -> Iterator[Truth]:
    """Give what every choice comes to of which the last of these rows is the latest entry.

    `bases` are old enough to be B, `later` are not. L counts: it is the last of `later`, or
    where there are none the last of `bases` and B itself.
    """
    if later:
        later = [*later[:-1], replace(later[-1], sure=True)]
    else:
        bases = [*bases[:-1], replace(bases[-1], sure=True)]
    sure = [row for row in later if row.sure]
    if _differ(sure):
        yield False
        return
    for base in _possible_last(bases):
        # Entries of the day of B are looked at too, though they come before it in order.
        first = bisect_left(bases, bases[base].date, key=lambda row: row.date)
        yield _span([*bases[first:base], replace(bases[base], sure=True), *later])
    if not any(row.sure for row in bases):
        yield None


def _span(widest: Sequence[Row]) -> Truth:
    """Judge entries of which some may be left out: false or true for every choice, or None."""
    if _differ([row for row in widest if row.sure]):
        return False
    missing = any(value is None for row in widest for value in row.values)
    return True if _differ(widest) is False and not missing else None


def _differ(rows: Sequence[Row]) -> Truth:
    """Tell whether some two rows differ in a field; a missing value differs from none."""
    columns = zip(*(row.values for row in rows), strict=True)
    return some(
        _column_differs([value for value in column if value is not None]) for column in columns
    )


def _column_differs(values: Sequence[Value]) -> Truth:
    ranges = [value for value in values if isinstance(value, NumberRange)]
    exact = {value for value in values if not isinstance(value, NumberRange)}
    if len(exact) > 1:
        return True
    if not ranges or len(values) < 2:
        return False
    numbers = [*ranges, *(NumberRange(one, one) for one in exact if isinstance(one, Decimal))]
    return True if _some_two_apart(numbers) else None


def _some_two_apart(numbers: Sequence[NumberRange]) -> bool:
    """Tell whether some two ranges have no number in common: one ends before another begins."""
    ends = [(one.high, not one.open_high) for one in numbers if one.high is not None]
    starts = [(one.low, one.open_low) for one in numbers if one.low is not None]
    if not ends or not starts:
        return False
    (end, includes_end), (start, without_start) = min(ends), max(starts)
    return end < start or (end == start and (without_start or not includes_end))
