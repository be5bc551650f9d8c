"""Why a test on a series is unknown though the series was answered: what can be said exactly."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from screener.engine.calendar import add
from screener.engine.truth import Truth
from screener.protocol.conditions import (
    AnyEntry,
    EveryEntry,
    Latest,
    SeriesTest,
    Test,
    Unchanged,
    entry_conditions,
    operand,
    walk,
)
from screener.protocol.durations import Duration
from screener.protocol.values import DateRange, Entry, NumberRange, Value


@dataclass(frozen=True, slots=True)
class TooOld:
    """Every entry lies before the time that counts; the latest counted `until` a day."""

    latest: date
    within: Duration
    until: date


@dataclass(frozen=True, slots=True)
class TooShort:
    """The entries that count, from `first` to `latest`, do not reach over the time asked for."""

    first: date
    latest: date
    duration: Duration


@dataclass(frozen=True, slots=True)
class Gap:
    """An entry of which a test would have to know more: fields left out, and not given exactly."""

    entry: date
    left_out: tuple[str, ...]
    inexact: tuple[str, ...]


#: Evaluates a test on other entries than those that are there.
Evaluate = Callable[[tuple[Entry, ...]], Truth]


def gaps(
    test: SeriesTest, entries: tuple[Entry, ...], until: Value | None, evaluate: Evaluate
) -> tuple[Gap, ...]:
    """Give the gaps in entries for which a test is unknown; none where they are not the reason.

    Of the entries that count, those are looked at on which the test turns.
    """
    counted = entries if test.within is None else _within(test.within, entries, until)
    fields: Sequence[str] = _fields_read(test)
    looked_at: Sequence[Entry] = counted
    match test.form:
        case Unchanged() as form:
            # Which entries count has to be sure.
            looked_at = since_start(form, counted) if test.where is None else ()
            fields = form.fields
        case Latest() if test.where is None:
            looked_at = [one for one in counted[-1:] if evaluate((one,)) is None]
        case Latest() | AnyEntry() | EveryEntry():
            looked_at = [one for one in counted if evaluate((one,)) is None]
    return tuple(gap for one in looked_at if (gap := _gap(one, fields)).left_out or gap.inexact)


def _within(within: Duration, entries: tuple[Entry, ...], until: Value | None) -> tuple[Entry, ...]:
    """Give the entries in a window; all of them where its end is not one day."""
    if not isinstance(until, date):
        return entries
    return tuple(one for one in entries if one.date <= until <= add(one.date, within))


def since_start(form: Unchanged, counted: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Give the entries that must be alike: since the last that is old enough, else all."""
    old = [one.date for one in counted if add(one.date, form.duration) <= counted[-1].date]
    return tuple(one for one in counted if not old or one.date >= old[-1])


def _fields_read(test: SeriesTest) -> tuple[str, ...]:
    tests = (node for one in entry_conditions(test) for node in walk(one) if isinstance(node, Test))
    return tuple(dict.fromkeys(field for node in tests for field in _names(node)))


def _names(test: Test) -> Iterator[str]:
    other = operand(test)
    yield test.question
    if other is not None and other.field:
        yield other.question


def _gap(entry: Entry, fields: Sequence[str]) -> Gap:
    given = {**entry.fields, "date": entry.date}
    return Gap(
        entry.date,
        tuple(one for one in fields if one not in given),
        tuple(one for one in fields if isinstance(given.get(one), DateRange | NumberRange)),
    )


def series_cause(
    test: SeriesTest, entries: tuple[Entry, ...], until: Value | None
) -> TooOld | TooShort | None:
    """Say why a test on entries is unknown; None where there is no exact reason to give.

    `until` is the end of the test's window. The entries are in order of date.
    """
    if test.within is None:
        return _too_short(test, entries)
    if not entries or not isinstance(until, date):
        return None
    latest = entries[-1].date
    if add(latest, test.within) < until:
        return TooOld(latest, test.within, add(latest, test.within))
    return _too_short(test, _within(test.within, entries, until))


def _too_short(test: SeriesTest, counted: tuple[Entry, ...]) -> TooShort | None:
    """Tell whether no entry is old enough to be the start; which count must be sure."""
    form = test.form
    if not isinstance(form, Unchanged) or test.where is not None or not counted:
        return None
    first, latest = counted[0].date, counted[-1].date
    return TooShort(first, latest, form.duration) if add(first, form.duration) > latest else None
