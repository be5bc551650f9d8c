"""A date as answered: a day, a month, a year, an interval, or not over yet."""

import re
from calendar import monthrange
from datetime import date, datetime

from screener.language import _
from screener.protocol.answering.answer_faults import Unfit, shown, unfit
from screener.protocol.conditions import Reference
from screener.protocol.model import Question
from screener.protocol.values import FIRST_YEAR, LAST_YEAR, DateRange, Day, Ongoing

ONGOING = "ongoing"

_PARTIAL = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?\Z")


def check_day(question: Question, raw: object, on: date) -> Day:
    """Give the day or the range of days that answers a date question; raises `Unfit`.

    It is refused where all of it lies outside `min`..`max`, or after the reference date `on`
    where the question does not speak of the future.
    """
    if isinstance(raw, str) and raw == ONGOING:
        if not question.ongoing:
            hint = _("give the date on which it ended")
            raise unfit(raw, _("this question cannot be answered with `ongoing`"), hint)
        value: Day = Ongoing()
    else:
        value = read_day(raw)
    first, last = days_of(value, on)
    if not question.future and first > on:
        message = _("{value} lies after the reference date, {on}")
        raise unfit(raw, message.format(value=shown(raw), on=on), _("give a date up to that day"))
    least, most = _day_bounds(question, on)
    if (least and last and last < least) or (most and first > most):
        message = _("{value} is outside the plausible range: {range}")
        told = message.format(value=shown(raw), range=_day_range(question, on))
        ended = _("give the date on which it ended")
        hint = ended if raw == ONGOING else _("give a date within it; look at the year")
        raise unfit(raw, told, hint)
    return value


def read_day(raw: object) -> date | DateRange:
    """Read a day, a month, a year, or an interval of two of these; raises `Unfit`."""
    if not isinstance(raw, str):
        return _full(raw)
    start, slash, end = raw.partition("/")
    if not slash:
        return _as_value(*_days(raw, raw))
    first, last = _days(raw, start)[0], _days(raw, end)[1]
    if last < first:
        hint = _("give the earlier date first")
        raise unfit(raw, _("{value} ends before it begins").format(value=shown(raw)), hint)
    return _as_value(first, last)


def read_partial(raw: object) -> date | DateRange:
    """Read a day, a month or a year, but no interval; raises `Unfit`."""
    if isinstance(raw, str) and "/" in raw:
        hint = _('give a day, a month or a year: "2019-05-17", "2019-05", "2019"')
        raise unfit(raw, _("{value} is an interval").format(value=shown(raw)), hint)
    return read_day(raw)


def read_full(raw: object) -> date:
    """Read a full date, with its day; raises `Unfit`."""
    value = read_partial(raw)
    if isinstance(value, DateRange):
        hint = _('give the full date, such as "2019-05-17"')
        raise unfit(raw, _("{value} is not a full date").format(value=shown(raw)), hint)
    return value


def days_of(value: Day, on: date) -> tuple[date, date | None]:
    """Give the first and the last day a date may be; `ongoing` begins with the reference date."""
    match value:
        case Ongoing():
            return on, None
        case DateRange():
            return value.first, value.last
    return value, value


def _day_bounds(question: Question, on: date) -> tuple[date | None, date | None]:
    """Give `min` and `max` as dates."""
    return _bound(question.minimum, on), _bound(question.maximum, on)


def _day_range(question: Question, on: date) -> str:
    """Give the plausible range in words: `1900-01-01 to 2026-01-31`."""
    least, most = _day_bounds(question, on)
    if least is None:
        return _("up to {most}").format(most=most)
    if most is None:
        return _("from {least}").format(least=least)
    return _("{least} to {most}").format(least=least, most=most)


def written_day(value: Day) -> str:
    """Write a date as answers files do, as short as it goes: `2019-05`, `2018/2019`."""
    match value:
        case Ongoing():
            return ONGOING
        case DateRange():
            return _written_range(value)
    return value.isoformat()


def _written_range(value: DateRange) -> str:
    if value.last is None:
        raise ValueError("a range without an end is worked out, never answered")
    first, last = value.first.isoformat(), value.last.isoformat()
    if first.endswith("-01-01") and last.endswith("-12-31"):
        first, last = first[:4], last[:4]
    elif value.first.day == 1 and value.last.day == _days_in_month(value.last):
        first, last = first[:7], last[:7]
    return first if first == last else f"{first}/{last}"


def _days_in_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _bound(bound: object, on: date) -> date | None:
    if isinstance(bound, Reference):
        return on
    return bound if isinstance(bound, date) else None


def _as_value(first: date, last: date) -> date | DateRange:
    return first if first == last else DateRange(first, last)


def _full(raw: object) -> date:
    if isinstance(raw, datetime):
        hint = _("give the date alone")
        raise unfit(raw, _("{value} has a time of day").format(value=shown(raw)), hint)
    if not isinstance(raw, date):
        raise _not_a_date(raw)
    return _within_years(raw, date(raw.year, raw.month, raw.day))


def _days(raw: str, text: str) -> tuple[date, date]:
    """Give the first and the last day of a full or partial date, part of the answer `raw`."""
    parts = _PARTIAL.match(text)
    if parts is None:
        raise _not_a_date(raw)
    year = int(parts["year"])
    month, day = (None if parts[name] is None else int(parts[name]) for name in ("month", "day"))
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        hint = _("look at the day and the month")
        message = _("{value} is no date of the calendar").format(value=shown(raw))
        raise unfit(raw, message, hint) from None
    _within_years(raw, first)
    if day:
        return first, first
    last_month = month or 12
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1])


def _within_years(raw: object, day: date) -> date:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    message = _("{value} is not between the years {first} and {last}")
    text = message.format(value=shown(raw), first=FIRST_YEAR, last=LAST_YEAR)
    raise unfit(raw, text, _("look at the year"))


def _not_a_date(raw: object) -> Unfit:
    if isinstance(raw, int) and not isinstance(raw, bool) and FIRST_YEAR <= raw <= LAST_YEAR:
        message = _("{value} is a number, not a date").format(value=shown(raw))
        return unfit(raw, message, _('write a year as text: "{year}"').format(year=int(raw)))
    message = _("{value} is not a date").format(value=shown(raw))
    hint = _('give "2019-05-17", "2019-05", "2019", or an interval such as "2018/2019-05"')
    return unfit(raw, message, hint)
