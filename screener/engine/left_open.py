"""Why a test on a series is unknown though the series was answered: what can be said exactly."""

from dataclasses import dataclass
from datetime import date

from screener.engine.calendar import add
from screener.protocol.conditions import SeriesTest, Unchanged
from screener.protocol.durations import Duration
from screener.protocol.values import Entry, Value


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
    within = [one for one in entries if one.date <= until <= add(one.date, test.within)]
    return _too_short(test, tuple(within))


def _too_short(test: SeriesTest, counted: tuple[Entry, ...]) -> TooShort | None:
    """Tell whether no entry is old enough to be the start; which count must be sure."""
    form = test.form
    if not isinstance(form, Unchanged) or test.where is not None or not counted:
        return None
    first, latest = counted[0].date, counted[-1].date
    return TooShort(first, latest, form.duration) if add(first, form.duration) > latest else None
