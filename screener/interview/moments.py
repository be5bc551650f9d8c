"""When something happened: in the site's time, and in a copy in UTC beside it."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from screener.joining import aside, labelled
from screener.language import _


def moment(at: datetime, zone: tzinfo) -> str:
    """Give a moment in the site's time, to the minute: `2026-11-21 07:23`."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def moment_in_full(at: datetime, zone: tzinfo) -> str:
    """Give a moment for those who are elsewhere.

    In the site's time with its distance from UTC, and in UTC:
    `2026-11-21 07:23:58+08:00 (2026-11-20 23:23:58 UTC)`.
    """
    site = at.astimezone(zone)
    utc = f"{at:%Y-%m-%d %H:%M:%S} UTC"
    if not site.utcoffset():
        return utc
    if site.date() == at.date():
        utc = f"{at:%H:%M:%S} UTC"
    return aside(site.isoformat(" ", "seconds"), utc)


def clock_told(ahead: datetime, now: datetime, zone: tzinfo) -> str:
    """Say that the last entry is still to come by the clock, so that one of the two is wrong."""
    said = _("The clock says {now}, but the last entry here is of {ahead}. Look at the clock.")
    return said.format(now=moment(now, zone), ahead=moment(ahead, zone))


def zone_told(zone: ZoneInfo) -> str:
    """Say once which times are told."""
    return labelled(_("Times are those of the site"), zone.key)
