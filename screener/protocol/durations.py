"""Durations in calendar units, as rules write them."""

import re
from dataclasses import dataclass

_WORDS = re.compile(r"(?P<count>[0-9]+) +(?P<unit>day|week|month|year)s?\Z")
_ISO = re.compile(
    r"P(?=[0-9])(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?"
    r"(?:(?P<weeks>[0-9]+)W)?(?:(?P<days>[0-9]+)D)?\Z"
)
_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "week": 7}
#: More digits than this mean nothing in a calendar that ends with the year 2200.
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Duration:
    """Calendar months, then days; `written` keeps the author's words for prose."""

    months: int
    days: int
    written: str = ""

    def __str__(self) -> str:
        """Give the duration as its author wrote it."""
        return self.written or f"P{self.months}M{self.days}D"


def parse_duration(text: str) -> Duration | None:
    """Read ``6 months`` or ISO 8601 ``P1Y6M``; None where it is neither."""
    if words := _WORDS.match(text):
        count, unit = words["count"], words["unit"]
        if len(count) > MOST_DIGITS:
            return None
        return Duration(int(count) * _MONTHS.get(unit, 0), int(count) * _DAYS.get(unit, 0), text)
    iso = _ISO.match(text)
    if iso is None or any(len(part or "") > MOST_DIGITS for part in iso.groups()):
        return None
    years, months, weeks, days = (int(part or 0) for part in iso.groups())
    return Duration(12 * years + months, 7 * weeks + days, text)
