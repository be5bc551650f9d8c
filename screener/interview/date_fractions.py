"""Spans with a fraction, such as a year and a half ago, which are not read: the near form in whole
numbers is named instead, since nobody who says so means a day.
"""

import re
from fractions import Fraction

from screener.interview.counted_dates import COUNTS, UNITS
from screener.interview.readings import Refused
from screener.language import _

_ENGLISH = re.compile(
    r"(?:\S+ )??(?:(?P<whole>[0-9]+|[a-z]+)(?:[.,](?P<decimals>[0-9]+)"
    r"|(?P<half> and (?:a|one) half| ?½| 1/2)) ?(?P<unit>[a-z]+)"
    r"|(?P<one>an?|one) (?P<of>[a-z]+) and (?:a|one) half) ago\Z"
)
_FIGURES = "一两二三四五六七八九十"
_CHINESE = re.compile(
    rf"(?:大约|大概|约)?(?P<whole>[0-9]+|[{_FIGURES}])"
    r"(?:(?:[.,](?P<decimals>[0-9]+)|(?P<half>个半))个?(?P<unit>年|月|周|星期)"
    r"|个?(?P<of>年|周|星期)半)(?:左右)?(?:以|之)?前\Z"
)
_CHINESE_COUNTS = {**{sign: count for count, sign in enumerate("一二三四五六七八九十", 1)}, "两": 2}
_CHINESE_UNITS = {"年": "year", "月": "month", "周": "week", "星期": "week"}
_MOST_FIGURES = 3
#: How many days a unit has that is not counted in months.
_DAYS = {"month": 30, "week": 7, "day": 1}


def in_whole_numbers(words: str, text: str) -> Refused | None:
    """Refuse a span with a fraction, and name the near one without; None where it is none.

    `words` are those of the text in small letters.
    """
    found = _ENGLISH.match(words) or _CHINESE.match(words.replace(" ", ""))
    span = _span(found.groupdict()) if found else None
    if found is None or span is None:
        return None
    count, unit = span
    chinese = found.re is _CHINESE
    if unit == "year":
        near = f"{round(count * 12)}个月前" if chinese else f"{round(count * 12)} months ago"
    else:
        days = round(count * _DAYS[unit])
        near = f"约{days}天前" if chinese else f"about {days} days ago"
    message = _("{text} is not read, since it counts with a fraction").format(text=f"`{text}`")
    return Refused(message, _("give it in whole numbers: {words}").format(words=near))


def _span(said: dict[str, str | None]) -> tuple[Fraction, str] | None:
    """Give how many of which unit are said; None where that is nothing known."""
    whole, named = said["whole"] or said.get("one") or "", said["unit"] or said["of"] or ""
    count = COUNTS.get(whole) or _CHINESE_COUNTS.get(whole)
    if whole.isdigit() and len(whole) <= _MOST_FIGURES:
        count = int(whole)
    unit = _CHINESE_UNITS.get(named) or UNITS.get(named)
    if count is None or unit is None:
        return None
    decimals = said["decimals"]
    part = Fraction(int(decimals), 10 ** len(decimals)) if decimals else Fraction(1, 2)
    return count + part, unit
