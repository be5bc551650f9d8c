"""Tests on a series: which entries count, and what holds of them.

Where it is unknown whether some entries count (`where` is unknown of them), a test is true or
false only if it is so with every choice of them. The functions here find that without trying the
choices one by one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from screener.engine.calendar import add
from screener.engine.ranges import Date, date_range
from screener.engine.truth import Truth, every, some
from screener.engine.unchanged import Row, unchanged
from screener.protocol.conditions import (
    AnyEntry,
    Comparison,
    Count,
    EveryEntry,
    Form,
    Latest,
    SeriesTest,
    Unchanged,
)
from screener.protocol.durations import Duration
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
    results = {
        _judge(test.form, _in_window(candidates, within, day), field_value)
        for day in _days(candidates, within, until)
    }
    return results.pop() if len(results) == 1 else None


def _in_window(candidates: Sequence[Candidate], within: Duration, day: date) -> list[Candidate]:
    return [
        candidate
        for candidate in candidates
        if candidate.entry.date <= day <= add(candidate.entry.date, within)
    ]


def _days(candidates: Sequence[Candidate], within: Duration, until: Date) -> Iterator[date]:
    """Give a day of each stretch of `until` in which the same entries lie in the window."""
    if isinstance(until, date):
        yield until
        return
    window = date_range(until)
    yield window.first
    for candidate in candidates:
        entered, left = candidate.entry.date, add(candidate.entry.date, within)
        if _inside(entered, window.first, window.last):
            yield entered
        if left < date.max and _inside(left + timedelta(days=1), window.first, window.last):
            yield left + timedelta(days=1)


def _inside(day: date, first: date, last: date | None) -> bool:
    return first <= day and (last is None or day <= last)


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
    least = sum(1 for one in candidates if one.counts)
    most = len(candidates)
    if form.comparison is Comparison.AT_LEAST:
        return True if least >= form.limit else False if most < form.limit else None
    return True if most <= form.limit else False if least > form.limit else None
