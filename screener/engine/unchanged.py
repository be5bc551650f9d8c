"""Whether fields of a series kept their values for a time up to its latest entry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import combinations

from screener.engine.calendar import add
from screener.engine.truth import Truth, some
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
    results: set[Truth] = set()
    for latest in _possible_last(rows, range(len(rows))):
        chosen = [*rows[:latest], replace(rows[latest], sure=True)]
        results |= _up_to(chosen, duration)
    if not any(row.sure for row in rows):
        results.add(None)
    return results.pop() if len(results) == 1 else None


def _possible_last(rows: Sequence[Row], positions: Sequence[int]) -> list[int]:
    """Give those of the positions whose row may be the last of those that count."""
    possible: list[int] = []
    for position in reversed(positions):
        possible.append(position)
        if rows[position].sure:
            break
    return possible


def _up_to(rows: Sequence[Row], duration: Duration) -> set[Truth]:
    """Give what every choice comes to of which the last of these rows is the latest entry."""
    end = rows[-1].date
    bases = [index for index, row in enumerate(rows) if add(row.date, duration) <= end]
    results: set[Truth] = set()
    for base in _possible_last(rows, bases):
        left_out = {index for index in bases if index > base}
        start = rows[base].date
        results.add(
            _span(
                replace(row, sure=True) if index == base else row
                for index, row in enumerate(rows)
                if row.date >= start and index not in left_out
            )
        )
    if not any(rows[index].sure for index in bases):
        chosen = [row for index, row in enumerate(rows) if row.sure and index not in bases]
        results.add(False if _differ(chosen) else None)
    return results


def _span(rows: Iterable[Row]) -> Truth:
    """Judge entries of which some may be left out: false or true for every choice, or None."""
    widest = list(rows)
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
    return True if any(_apart(a, b) for a, b in combinations(numbers, 2)) else None


def _apart(a: NumberRange, b: NumberRange) -> bool:
    """Tell whether two ranges have no number in common."""
    return _ends_before(a, b) or _ends_before(b, a)


def _ends_before(a: NumberRange, b: NumberRange) -> bool:
    if a.high is None or b.low is None:
        return False
    return a.high < b.low or (a.high == b.low and (a.open_high or b.open_low))
