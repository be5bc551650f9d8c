"""Calendar arithmetic: adding durations, and counting completed units."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from screener.protocol.derivations import CalendarUnit
from screener.protocol.durations import Duration

#: No duration reaches further: every day of a protocol lies well within.
_MOST_DAYS = (date.max - date.min).days


def add_months(day: date, months: int) -> date:
    """Add calendar months, keeping the day of the month or taking the last of a shorter one.

    A result beyond the calendar's ends is the end: it lies beyond every date of a protocol.
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if years > MAXYEAR:
        return date.max
    if years < MINYEAR:
        return date.min
    month += 1
    return date(years, month, min(day.day, monthrange(years, month)[1]))


def add(day: date, duration: Duration) -> date:
    """Add a duration: its months first, then its days."""
    moved = add_months(day, duration.months) if duration.months else day
    if not duration.days:
        return moved
    if duration.days > (date.max - moved).days:
        return date.max
    return moved + timedelta(days=min(duration.days, _MOST_DAYS))


def completed(unit: CalendarUnit, start: date, until: date) -> int:
    """Count completed units: the greatest n, of any sign, with start + n units <= until."""
    if unit is CalendarUnit.DAYS:
        return (until - start).days
    if unit is CalendarUnit.WEEKS:
        return (until - start).days // 7
    months = (until.year - start.year) * 12 + until.month - start.month
    if add_months(start, months) > until:
        months -= 1
    return months if unit is CalendarUnit.MONTHS else months // 12
