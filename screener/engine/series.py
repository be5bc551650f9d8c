"""Tests on a series: which entries count, and what holds of them.

Where it is unknown whether some entries count (`where` is unknown of them), a test is true or
false only if it is so with every choice of them. The functions here find that without trying the
choices one by one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from screener.engine.calendar import add
from screener.engine.ranges import Date, date_range
from screener.engine.truth import Truth, agreed, every, some
from screener.engine.unchanged import Row, unchanged
from screener.protocol.conditions import (
    AnyEntry,
    Count,
    EveryEntry,
    Form,
    Latest,
    SeriesTest,
    Unchanged,
)
from screener.protocol.values import Entry, Value

EntryTest = Callable[[Entry], Truth]
FieldValue = Callable[[Entry, str], Value | None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that counts (`counts` is true) or may count (None), and what holds of it."""

    entry: Entry
    counts: Truth
    holds: Truth


def evaluate_series(
    test: SeriesTest,
    entries: tuple[Entry, ...] | None,
    until: Date | None,
    tests: tuple[EntryTest | None, EntryTest | None],
    field_value: FieldValue,
) -> Truth:
    """Evaluate a series test; `until` is the end of its window, `tests` the form's and `where`."""
    if entries is None or until is None:
        return None
    holds, where = tests
    candidates = [
        Candidate(entry, counts, None if holds is None else holds(entry))
        for entry in entries
        if (counts := True if where is None else where(entry)) is not False
    ]
    within = test.within
    if within is None:
        return _judge(test.form, candidates, field_value)
    # The entries are in order of date, so those in a window stand side by side.
    entered = [one.entry.date for one in candidates]
    left = [add(day, within) for day in entered]
    return agreed(
        _judge(
            test.form,
            candidates[bisect_left(left, day) : bisect_right(entered, day)],
            field_value,
        )
        for day in _days(entered, left, until)
    )


def _days(entered: Sequence[date], left: Sequence[date], until: Date) -> Iterator[date]:
    """Give a day of each stretch of `until` in which the same entries lie in the window.

    `entered` are the first days and `left` the last days on which an entry lies in the window.
    """
    window = date_range(until)
    yield window.first
    starts = set(entered) | {last + timedelta(days=1) for last in left if last < date.max}
    for day in sorted(starts):
        if window.first < day and (window.last is None or day <= window.last):
            yield day


def _judge(form: Form, candidates: Sequence[Candidate], field_value: FieldValue) -> Truth:
    match form:
        case Latest():
            return _latest(candidates)
        case AnyEntry():
            return _any(candidates)
        case EveryEntry():
            return _every(candidates)
        case Count():
            return _count(form, candidates)
        case Unchanged(fields=fields, duration=duration):
            rows = [
                Row(
                    one.entry.date,
                    one.counts is True,
                    tuple(field_value(one.entry, name) for name in fields),
                )
                for one in candidates
            ]
            return unchanged(rows, duration)


def _latest(candidates: Sequence[Candidate]) -> Truth:
    """Judge every entry that may be the latest: those after the last that surely counts, and it."""
    possible: set[Truth] = set()
    for candidate in reversed(candidates):
        possible.add(candidate.holds)
        if candidate.counts:
            return possible.pop() if len(possible) == 1 else None
    return None


def _any(candidates: Sequence[Candidate]) -> Truth:
    if some(one.holds for one in candidates if one.counts):
        return True
    return False if some(one.holds for one in candidates) is False else None


def _every(candidates: Sequence[Candidate]) -> Truth:
    sure = [one.holds for one in candidates if one.counts]
    if not sure:
        return None
    if False in sure:
        return False
    return True if every(one.holds for one in candidates) else None


def _count(form: Count, candidates: Sequence[Candidate]) -> Truth:
    """Judge each limit by itself: as many entries count as surely do, or up to all of them."""
    fewest = sum(1 for one in candidates if one.counts)
    last = len(candidates)
    truths: list[Truth] = []
    if form.least is not None:
        truths.append(True if fewest >= form.least else False if last < form.least else None)
    if form.most is not None:
        truths.append(True if last <= form.most else False if fewest > form.most else None)
    return every(truths)
