"""What a series gained over the one that was there, and how little of that is enough."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from screener.engine.series_cells import Series

#: So many times it is tried of one series whether less of it is enough.
_MOST_TRIES = 200


class Growth(NamedTuple):
    """How many rows were put in, and which fields of those that were there got another value.

    A row is named by its place in the series that was there.
    """

    more: int
    filled: frozenset[tuple[int, str]]

    def is_within(self, other: "Growth") -> bool:
        """Tell whether another gained at least all of this."""
        return self.more <= other.more and self.filled <= other.filled


def growth(present: Series, series: Series) -> Growth | None:
    """Give what a series gained; None where some row is not there any more."""
    places = _places(present, series)
    if places is None:
        return None
    filled = (
        (row, name)
        for row, place in enumerate(places)
        for name in present[row].fields.keys() | series[place].fields.keys()
        if present[row].fields.get(name) != series[place].fields.get(name)
    )
    return Growth(len(series) - len(present), frozenset(filled))


def least_grown(
    present: Series, found: Sequence[Series], works: Callable[[Series], bool]
) -> tuple[Series, ...]:
    """Give, of series that work, those that gained least: without any of it they do not work.

    Series in which a row that was there is missing are left out. Of one that gained very much, not
    every piece is tried.
    """
    least = (_least(present, series, works) for series in _least_of(present, found))
    return tuple(_least_of(present, tuple(least)))


def _least_of(present: Series, found: Sequence[Series]) -> Iterator[Series]:
    """Give the first series of each growth, and none that gained all that another did."""
    first: dict[Growth, Series] = {}
    for series in found:
        gained = growth(present, series)
        if gained is not None:
            first.setdefault(gained, series)
    for gained, series in first.items():
        if not any(other != gained and other.is_within(gained) for other in first):
            yield series


def _least(present: Series, series: Series, works: Callable[[Series], bool]) -> Series:
    """Take out what was gained, piece by piece and from the start again, as long as it works."""
    left, at, again = series, 0, False
    for _ in range(_MOST_TRIES):
        smaller = next(islice(_with_less(present, left), at, None), None)
        if smaller is None and not again:
            break
        if smaller is None:
            at, again = 0, False
        elif works(smaller):
            left, again = smaller, True
        else:
            at += 1
    return left


def _with_less(present: Series, series: Series) -> Iterator[Series]:
    """Give the series without one field that was filled, or without one row that was put in."""
    gained, places = growth(present, series), _places(present, series)
    if gained is None or places is None:
        return
    for row, name in sorted(gained.filled):
        place = places[row]
        fields = {one: value for one, value in series[place].fields.items() if one != name}
        if name in present[row].fields:
            fields[name] = present[row].fields[name]
        emptied = replace(series[place], fields=fields)
        yield (*series[:place], emptied, *series[place + 1 :])
    for place in range(len(series)):
        if place not in places:
            yield (*series[:place], *series[place + 1 :])


def _places(present: Series, series: Series) -> list[int] | None:
    """Give where each row that was there stands; a row put in stands behind those of its day."""
    places: list[int] = []
    for row in present:
        after = places[-1] + 1 if places else 0
        days = (place for place in range(after, len(series)) if series[place].date == row.date)
        place = next(days, None)
        if place is None:
            return None
        places.append(place)
    return places
