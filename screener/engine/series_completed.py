"""What a series that is there may turn out to be, or become, while all that is in it stays.

A field that was left out may be filled in, one that is not exact found more exactly, and a row put
in. As with every series that is tried, these are a few that stand for what its tests ask for.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import chain, combinations, islice

from screener.engine.calendar import add
from screener.engine.quantities import first_where
from screener.engine.series_cells import Asked, Series, before, counts
from screener.protocol.conditions import SeriesTest, Unchanged
from screener.protocol.durations import Duration
from screener.protocol.values import DateRange, Entry, NumberRange, Value

#: So many series are tried, and rows put in on so many days.
_MOST, _MOST_DAYS = 160, 10

#: Gives the days on which a test's window may end.
Ends = Callable[[SeriesTest], Sequence[date]]
_Choice = Callable[[int, str], Value | None]


def completed_series(asked: Asked, present: Series, on: date, ends: Ends) -> Iterator[Series]:
    """Give series that hold all that is in the present one; at most 160, none of them twice.

    They are: the present one with its gaps filled, as in the nearest row and with each combination
    of values; either with one row or two put in, like the nearest row, on the reference date, at
    the start of each window, and so long before and after other rows as fields have to stay
    unchanged; two such rows beside a gap that stays; and as many rows as are counted.
    """
    gaps = _Gaps(asked, present)
    filled = list(gaps.filled()) if gaps.any else []
    days = _days(asked, present, on, ends)
    bases = [present, *filled[:1]]
    rows = [Entry(on, fields) for fields in asked.choices]
    more = (
        (_put(present, row), *(_put(present, *[row] * (count - 1)) for count in counts(asked)))
        for row in (*([Entry(on, present[-1].fields)] if present else ()), *rows)
    )
    found = chain(
        (_alike(base, day) for base in bases if base for day in days[:1]),
        filled,
        (_alike(base, day) for base in bases if base for day in days[1:]),
        (_alike(base, *two) for base in bases if base for two in combinations(days, 2)),
        (
            _put(present, *_rows_alike(base, two))
            for base in bases[1:]
            for two in combinations(days, 2)
        ),
        chain.from_iterable(more),
        (_put(present, Entry(day, fields)) for day in days[1:] for fields in asked.choices),
        (_put(base, row) for base in bases[1:] for row in rows),
    )
    return islice(_once(found, present), _MOST)


def fits(value: Value, present: Value | None) -> bool:
    """Tell whether a value is what is there, or is one that it may be found to be."""
    match present:
        case None:
            return True
        case NumberRange(low=low, high=high, open_low=above, open_high=below) if isinstance(
            value, Decimal
        ):
            return (low is None or low < value or (low == value and not above)) and (
                high is None or value < high or (high == value and not below)
            )
        case DateRange(first=first, last=last) if isinstance(value, date):
            return first <= value and (last is None or value <= last)
        case _:
            return value == present


class _Gaps:
    """What was left out of a series, or is not exact in it, of the fields that tests read."""

    def __init__(self, asked: Asked, present: Series) -> None:
        self._asked = asked
        self._present = present
        self._missing = [
            [id for id in asked.fields if _is_gap(row.fields.get(id))] for row in present
        ]

    @property
    def any(self) -> bool:
        return any(self._missing)

    def filled(self) -> Iterator[Series]:
        """Fill all gaps, as in the nearest row first, then with each combination of values."""
        yield self._filled(self._nearest)
        for chosen in self._asked.choices:
            yield self._filled(partial(_from, chosen))

    def _filled(self, choice: _Choice) -> Series:
        return tuple(
            Entry(row.date, {**row.fields, **self._values(place, choice)})
            if self._missing[place]
            else row
            for place, row in enumerate(self._present)
        )

    def _values(self, place: int, choice: _Choice) -> Mapping[str, Value]:
        found: dict[str, Value] = {}
        for field in self._missing[place]:
            old, value = self._present[place].fields.get(field), choice(place, field)
            if value is None or not fits(value, old):
                value = next(iter(self._possible(field, old)), None)
            if value is not None:
                found[field] = value
        return found

    def _possible(self, field: str, old: Value | None) -> Sequence[Value]:
        if isinstance(old, NumberRange | DateRange):
            return self._asked.exactly(field, old)
        return self._asked.fields[field]

    def _nearest(self, place: int, field: str) -> Value | None:
        """Give what the nearest row has there that this one may have as well."""
        old = self._present[place].fields.get(field)
        others = sorted(range(len(self._present)), key=lambda other: abs(other - place))
        for other in others:
            value = self._present[other].fields.get(field)
            if value is not None and not _is_gap(value) and fits(value, old):
                return value
        return None


def _from(chosen: Mapping[str, Value], _place: int, field: str) -> Value | None:
    return chosen.get(field)


def _is_gap(value: Value | None) -> bool:
    """Tell whether a value is not there or not exact; what is not over yet has no end to find."""
    if isinstance(value, DateRange):
        return value.last is not None
    return value is None or isinstance(value, NumberRange)


def _days(asked: Asked, present: Series, on: date, ends: Ends) -> list[date]:
    """Give days on which a row may be put in, the reference date first; none lies after it."""
    known = list(dict.fromkeys(row.date for row in reversed(present)))
    found = {on: None}
    for test in asked.tests:
        until = ends(test) if test.within is not None else ()
        if isinstance(test.form, Unchanged):
            duration = test.form.duration
            found |= dict.fromkeys(before(day, duration) for day in (*known[:2], *until, on))
            found |= dict.fromkeys(add(day, duration) for day in known[-1:])
        if test.within is not None:
            found |= dict.fromkeys([*until, *(_start(day, test.within) for day in until)])
    found |= dict.fromkeys(asked.days)
    return list(islice((day for day in found if day <= on), _MOST_DAYS))


def _start(until: date, within: Duration) -> date:
    """Give the first day of a window."""
    first = first_where(lambda ordinal: add(date.fromordinal(ordinal), within) >= until)
    return until if first is None else date.fromordinal(first)


def _alike(series: Series, *days: date) -> Series:
    """Put in rows that are like the nearest row before each day, or the first row."""
    return _put(series, *_rows_alike(series, days))


def _rows_alike(series: Series, days: Iterable[date]) -> Iterator[Entry]:
    for day in days:
        place = bisect_right(series, day, key=lambda row: row.date)
        yield Entry(day, series[max(0, place - 1)].fields)


def _put(series: Series, *rows: Entry) -> Series:
    """Put in rows where their dates belong, behind those of the same day."""
    found = list(series)
    for row in rows:
        found.insert(bisect_right(found, row.date, key=lambda one: one.date), row)
    return tuple(found)


def _once(found: Iterator[Series], present: Series) -> Iterator[Series]:
    known = [present]
    for series in found:
        if series not in known:
            known.append(series)
            yield series
