"""The days that inexact dates may be, as few of them as show when something comes about.

As one date moves on by a day, the days on which rules turn move on with it, and nothing else comes
of it until two of these days change places, or one passes a day that does not move. Between two
such places the first and the last day say all: whatever comes about then comes soonest with the one
and latest with the other. Where several dates are inexact, each is looked at beside every day found
for the others, until no further day is found.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise, product
from math import prod

from screener.engine.breakpoints import Breakpoints, Mark
from screener.protocol.values import DateRange, Value

#: So many ways in which inexact dates may have been are looked at; where there are more, only the
#: first and the last day of each date, and where those are still too many, all dates at their first
#: day and all at their last.
MOST = 400
#: Comparisons that are gone through for one date, day by day: where a count of days is calculated
#: with, each day turns. Of a date that needs more, only the first and the last day are looked at.
_MOST_MARKS = 200_000
#: Lengths of months and years differ by less than this: days further apart do not change places.
_CLOSE = timedelta(days=8)
_DAY = timedelta(days=1)

Values = Mapping[str, Value | None]
#: The exact days of inexact dates.
Days = Mapping["Place", date]
_Signature = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an inexact date stands: an answer, or a field of one entry of a series."""

    question: str
    entry: int = -1
    field: str = ""


class Completions:
    """The days that matter of each inexact date, over a stretch of reference dates.

    `values` are the answers', with ranges where dates are inexact; on `turning` days something
    turns for another reason than a rule's comparison of dates.
    """

    def __init__(
        self,
        breakpoints: Breakpoints,
        values: Values,
        turning: Collection[date],
        on: date,
        end: date,
    ) -> None:
        self._breakpoints = breakpoints
        self._turning = turning
        self._on, self._end = on, end
        spans = dict(_inexact(values))
        self._ranges = {
            place: span for place, span in spans.items() if self._bears(values, place, spans)
        }
        self._values = values
        self._days = self._found()

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions whose inexact dates bear on some test in the stretch, each once."""
        return tuple(dict.fromkeys(place.question for place in self._ranges))

    def all(self, most: int = MOST) -> Iterator[tuple[Days, Values]]:
        """Give the values with exact days in the place of those that bear on some test.

        With them come the days. No more than `most` ways are given.
        """
        for ways in self._ways(most):
            days = dict(zip(self._ranges, ways, strict=True))
            yield days, self._with(days)

    def without(self, question: str, days: Days) -> tuple[Days, Values]:
        """Give the values with these days, but for the dates of a question: they stay inexact."""
        others = {place: day for place, day in days.items() if place.question != question}
        return others, self._with(others)

    def _ways(self, most: int) -> Iterator[tuple[date, ...]]:
        if prod(map(len, self._days.values())) <= most:
            return product(*self._days.values())
        ends = [(span.first, _last(span)) for span in self._ranges.values()]
        return product(*ends) if 2 ** len(ends) <= most else zip(*ends, strict=True)

    def _bears(self, values: Values, place: Place, spans: Mapping[Place, DateRange]) -> bool:
        """Tell whether it makes a difference which of its days a date is.

        It makes none where every comparison comes out alike with the first and the last day of it,
        and of the inexact dates with which it is compared.
        """
        compared = self._breakpoints.compared(place.question) | {place.question}
        beside = {one: span for one, span in spans.items() if one.question in compared}
        if 2 ** len(beside) > MOST:
            return True
        ends = product(*((span.first, _last(span)) for span in beside.values()))
        marks = {
            tuple(map(self._clipped, self._marks(_with_days(values, days), place)))
            for days in (dict(zip(beside, way, strict=True)) for way in ends)
        }
        return len(marks) > 1

    def _found(self) -> Mapping[Place, Sequence[date]]:
        """Find the days of each date beside those of all others, until there are no more."""
        days = {place: {span.first, _last(span)} for place, span in self._ranges.items()}
        looked_at: set[tuple[Place, tuple[date, ...]]] = set()
        grown = True
        while grown and prod(map(len, days.values())) <= MOST:
            grown = False
            for place, found in days.items():
                others = [other for other in days if other != place]
                for way in product(*(sorted(days[other]) for other in others)):
                    if (place, way) not in looked_at:
                        looked_at.add((place, way))
                        values = self._with(dict(zip(others, way, strict=True)))
                        found.update(self._turns(values, place))
                        grown = True
        return {place: sorted(found) for place, found in days.items()}

    def _turns(self, values: Values, place: Place) -> Iterator[date]:
        """Give the first and the last day of each run in which nothing changes places."""
        fixed = self._breakpoints.days_without(values, self._on, self._end, place.question)
        fixed |= {day for day in self._turning if self._on < day <= self._end}
        borders = sorted(fixed | {self._on, self._end + _DAY})
        span = self._ranges[place]
        many = len(self._marks(_with_day(values, place, span.first), place))
        if many * (_last(span) - span.first).days > _MOST_MARKS:
            return
        known: dict[date, _Signature] = {}

        def signature(day: date) -> _Signature:
            if day not in known:
                marks = self._marks(_with_day(values, place, day), place)
                known[day] = _signature([self._clipped(mark) for mark in marks], borders)
            return known[day]

        waiting = [(span.first, _last(span))]
        while waiting:
            first, last = waiting.pop()
            if (last - first).days > 1 and (
                signature(first) != signature(last) or self._close(values, place, first)
            ):
                middle = first + (last - first) // 2
                waiting += [(first, middle), (middle, last)]
            else:
                signature(first), signature(last)
        for day, following in pairwise(sorted(known)):
            if known[day] != known[following]:
                yield day
                yield following

    def _close(self, values: Values, place: Place, day: date) -> bool:
        """Tell whether two days that move with the date may change places as it moves on."""
        marks = self._marks(_with_day(values, place, day), place)
        days = sorted({mark for mark in marks if isinstance(mark, date)})
        return any(later - earlier < _CLOSE for earlier, later in pairwise(days))

    def _marks(self, values: Values, place: Place) -> tuple[Mark, ...]:
        return self._breakpoints.marks(values, self._on, self._end, place.question)

    def _clipped(self, mark: Mark) -> Mark:
        """Take every day before the stretch for its first, and every later one for the next."""
        return min(max(mark, self._on), self._end + _DAY) if isinstance(mark, date) else mark

    def _with(self, days: Mapping[Place, date]) -> Values:
        return _with_days(self._values, days)


def _inexact(values: Values) -> Iterator[tuple[Place, DateRange]]:
    for id, value in values.items():
        if isinstance(value, DateRange):
            yield Place(id), value
        elif isinstance(value, tuple):
            for at, entry in enumerate(value):
                for name, field in entry.fields.items():
                    if isinstance(field, DateRange):
                        yield Place(id, at, name), field


def _last(span: DateRange) -> date:
    assert span.last is not None
    return span.last


def _with_days(values: Values, days: Mapping[Place, date]) -> Values:
    for place, day in days.items():
        values = _with_day(values, place, day)
    return values


def _with_day(values: Values, place: Place, day: date) -> Values:
    if not place.field:
        return {**values, place.question: day}
    entries = values[place.question]
    assert isinstance(entries, tuple)
    entry = entries[place.entry]
    changed = replace(entry, fields={**entry.fields, place.field: day})
    series = (*entries[: place.entry], changed, *entries[place.entry + 1 :])
    return {**values, place.question: series}


def _signature(marks: Sequence[Mark], borders: Sequence[date]) -> _Signature:
    """Say which days lie before which: days that move, among themselves and beside `borders`."""
    ranks = {day: at for at, day in enumerate(sorted({m for m in marks if isinstance(m, date)}))}
    return tuple(
        (ranks[mark], bisect_left(borders, mark), bisect_right(borders, mark))
        if isinstance(mark, date)
        else mark
        for mark in marks
    )
