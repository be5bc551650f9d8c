"""A date and time as people type it to look back at: exact, in the site's time unless it says."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from screener.interview.folding import fold
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
