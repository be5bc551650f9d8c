"""A date and time as people type it to look back at: exact, in the site's time unless it says."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from screener.interview.folding import fold
from screener.interview.moments import moment
from screener.interview.refusals import Refused
from screener.language import _
from screener.sanitise import visible

_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<time>\d{1,2}:\d{2})(?P<second>:\d{2}(?P<fraction>\.\d{1,6})?)?)?"
    r" ?(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?\Z",
    re.IGNORECASE | re.ASCII,
)
_INSTANT = timedelta(microseconds=1)
#: A time behind a day, or alone.
_TIME = re.compile(
    r"(?:^|[ ,]+|(?<=[日号天]))(?P<hour>\d{1,2})(?::|[点时])(?P<rest>\d{2}(?::\d{2})?)分?\Z",
    re.ASCII,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
#: A day as it is said, with its year or without: 23 Nov, November 23, 2026, and 11月23日.
_SAID_DAYS = tuple(
    re.compile(said, re.IGNORECASE | re.ASCII)
    for said in (
        rf"(?P<day>\d{{1,2}})\.? ?{_NAME}(?:,? (?P<year>\d{{4}}))?",
        rf"{_NAME} (?P<day>\d{{1,2}})(?:,? (?P<year>\d{{4}}))?",
        r"(?:(?P<year>\d{4})年 ?)?(?P<month>\d{1,2})月 ?(?P<day>\d{1,2})[日号]?",
    )
)
#: Days that are said from today, and how many they are back.
_DAYS_AGO = {
    **dict.fromkeys(("today", "今天", "今日"), 0),
    **dict.fromkeys(("yesterday", "昨天", "昨日"), 1),
}
#: The 29th of February comes back at the latest after so many years.
_YEARS = 9


def read_moment(text: str, zone: tzinfo, *, last: bool) -> datetime:
    """Read a moment, in UTC; a whole day, minute or second is its first instant, or its `last`.

    Raises:
        Refused: It is none.
    """
    found = _MOMENT.match(fold(text))
    if found is None or (found["zone"] and not found["time"]):
        raise _no_moment(text)
    try:
        day = datetime.fromisoformat(found["day"])
        begins = day + _since_midnight(found)
        ends = begins + _length(found)
        start, end = (_in_utc(one, found["zone"], zone) for one in (begins, ends))
    except (ValueError, OverflowError):
        raise _no_moment(text) from None
    return end - _INSTANT if last else start


def read_said(
    text: str,
    now: datetime,
    zone: tzinfo,
    *,
    last: bool,
    day_of: Callable[[time], date] | None = None,
) -> datetime:
    """Read a moment also as it is said, such as 23 Nov; else as `read_moment`.

    Without its year a day is the last such one up to `now`, which is in UTC; a time alone is that
    of the day that `day_of` gives, and without that is none.

    Raises:
        Refused: It is none.
    """
    today = now.astimezone(zone).date()
    return read_moment(_in_figures(text, today, day_of), zone, last=last)


def check_stretch(since: datetime | None, until: datetime | None, zone: tzinfo) -> None:
    """Raise `Refused` where a stretch of time ends before it begins; the ends are in UTC."""
    if since is None or until is None or since <= until:
        return
    said = _("It would begin at {since}, and end before that, at {until}.")
    raise Refused(
        said.format(since=moment(since, zone), until=moment(until, zone)),
        _("The earlier of the two is the beginning."),
    )


def _in_figures(text: str, today: date, day_of: Callable[[time], date] | None) -> str:
    """Write a moment in figures that was typed as it is said; give back any other text."""
    said = fold(text).strip()
    at = _TIME.search(said)
    named = said[: at.start()] if at else said
    try:
        clock = time.fromisoformat(f"{at['hour']:0>2}:{at['rest']}") if at else None
        day = day_of(clock) if clock and not named and day_of else _said_day(named, today)
    except ValueError:
        return text
    if day is None:
        return text
    return f"{day} {at['hour']}:{at['rest']}" if at else day.isoformat()


def _said_day(text: str, today: date) -> date | None:
    if (ago := _DAYS_AGO.get(text.lower())) is not None:
        return today - timedelta(days=ago)
    found = next(filter(None, (said.fullmatch(text) for said in _SAID_DAYS)), None)
    if found is None:
        return None
    parts = found.groupdict()
    month = parts.get("month") or _MONTHS.index(parts["name"].lower()) + 1
    if parts["year"]:
        return date(int(parts["year"]), int(month), int(parts["day"]))
    for year in range(today.year, today.year - _YEARS, -1):
        with suppress(ValueError):
            if (day := date(year, int(month), int(parts["day"]))) <= today:
                return day
    return None


def _since_midnight(found: re.Match[str]) -> timedelta:
    hours, minutes = map(int, (found["time"] or "0:0").split(":"))
    seconds = float((found["second"] or ":0")[1:])
    if hours > 23 or minutes > 59 or seconds >= 60:
        raise ValueError(found[0])
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _length(found: re.Match[str]) -> timedelta:
    if not found["time"]:
        return timedelta(days=1)
    if not found["second"]:
        return timedelta(minutes=1)
    return _INSTANT if found["fraction"] else timedelta(seconds=1)


def _in_utc(local: datetime, offset: str | None, zone: tzinfo) -> datetime:
    """Put a moment in UTC; of an hour that the clocks ran through twice, the first is meant."""
    if not offset:
        return local.replace(tzinfo=zone).astimezone(UTC)
    sign = "+00:00" if offset.upper() in ("Z", "UTC") else offset
    return datetime.fromisoformat(f"{local.isoformat()}{sign}").astimezone(UTC)


def _no_moment(text: str) -> Refused:
    return Refused(
        _("“{text}” is no date and time.").format(text=visible(text.strip())),
        _("Write 2026-01-31, or 2026-01-31 10:15; with Z at its end it is in UTC."),
    )
