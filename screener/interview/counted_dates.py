"""Dates counted from today, in English words: `yesterday`, `last month`, `2 to 3 years ago`.

What is counted in weeks, months or years is a range around that day, to be confirmed: nobody who
says "3 years ago" means the day. The range reaches to both sides by half the unit that was said, or
by a twentieth of the count where that is more: who looks far back counts less exactly. A round
count is less exact still: one that ends in 5 reaches by a tenth, one unit at least, and one that
ends in 0 by a tenth, two units at least, so that `about 40 years ago` is 36 to 44 years.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

from screener.engine.calendar import add_months
from screener.interview.date_refusals import not_a_date
from screener.interview.folding import fold_case
from screener.interview.readings import Proposal, Proposed, Refused

ABOUT = frozenset(
    {"about", "around", "approximately", "approx", "circa", "ca", "c", "roughly", "nearly"}
    | {"almost", "maybe", "perhaps", "probably", "possibly", "~", "?", "≈"}
)
#: The same as people write them, in the order in which they stand.
_ABOUT_WORDS = re.compile(
    rf"(?<![a-z])(?:{'|'.join(sorted(filter(str.isalpha, ABOUT)))}|or so)(?![a-z])"
    r"|[~≈?]|大约|大概|约|左右|前后"
)
_NUMBERS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
COUNTS = {"a": 1, "an": 1, **{word: count for count, word in enumerate(_NUMBERS, 1)}}
UNITS = {
    **dict.fromkeys(("year", "years", "yr", "yrs"), "year"),
    **dict.fromkeys(("month", "months", "mo", "mos"), "month"),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), "week"),
    **dict.fromkeys(("day", "days"), "day"),
}
_MOST_COUNT = 400
_UNIT = "(?:year|month|week|day)"
_DAYS = {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1}
_PERIOD = re.compile(r"(?P<which>last|this|next) (?P<unit>year|month|week)")
_PLACES = {"last": -1, "this": 0, "next": 1}
_HALF = re.compile(r"half an? (?P<unit>year|month)s? ago")
_BACK = re.compile(rf"(?P<counts>[0-9]+ {_UNIT}(?: (?:and )?[0-9]+ {_UNIT})*) ago")
_AHEAD = re.compile(rf"(?P<now>in )?(?P<counts>[0-9]+ {_UNIT})(?(now)| from (?:now|today))")
#: `2 to 3 years ago`, `between 6 months and 2 years ago`.
_SPAN = re.compile(
    rf"(?:(?P<between>between )|from )?(?P<near>[0-9]+)(?: (?P<near_unit>{_UNIT}))?"
    rf" (?(between)and|(?:-|to|or)) (?P<far>[0-9]+ (?P<far_unit>{_UNIT})) ago"
)
#: A unit in days, and half of it; a year is reckoned in months.
_IN_DAYS = {"month": (30, 15), "week": (7, 3), "day": (1, 3)}
_IN_MONTHS = (12, 6)
_MONTHS = {"year": 12, "month": 1}


class _Count(NamedTuple):
    """So many of a unit."""

    many: int
    unit: str


def read_counted(text: str, tokens: Sequence[str], on: date) -> Proposed | Refused | None:
    """Read what is counted from the reference date; None where it is nothing of the kind.

    `text` is what was typed, for what is said of it.
    """
    about, phrase = any(token in ABOUT for token in tokens), _phrase(tokens)
    found = _named(phrase, on)
    if found is None:
        counted = _AHEAD.fullmatch(phrase) or _BACK.fullmatch(phrase) or _SPAN.fullmatch(phrase)
        if counted is None:
            return None
        if any(int(count) > _MOST_COUNT for count in re.findall("[0-9]+", phrase)):
            return not_a_date(text)
        found = _counted(counted, on, about=about)
    if found is None:
        return not_a_date(text)
    read, certain = found
    # Only a count is widened by it: what has a name stays the same.
    named = not any(sign.isdigit() for sign in phrase) and not _HALF.fullmatch(phrase)
    unused = about_words(text) if about and named else None
    proposal = Proposal(read, certain and not about, f"`{text}`", unused=unused)
    return Proposed((proposal,))


def about_words(text: str) -> str | None:
    """Give the words of a text that only say that it is not exact; None where there are none."""
    return " ".join(dict.fromkeys(_ABOUT_WORDS.findall(fold_case(text)))) or None


def range_around(read: str, on: date) -> str:
    """Give an example of a range around a day, a month or a year; what is past stays so."""
    year, month, day = (*map(int, read.split("-")), 1, 1)[:3]
    said, first = len(read), date(year, month, day)
    if said == len("2019-05-17"):
        last = date.max.toordinal()
        days = (min(max(1, first.toordinal() + side), last) for side in (-7, 7))
        ends = [date.fromordinal(day).isoformat() for day in days]
    else:
        side = 12 if said == len("2019") else 1
        ends = [_month(first, by)[:said] for by in (-side, side)]
    now = on.isoformat()[:said]
    return "/".join(end if read > now else min(end, now) for end in ends)


def _phrase(tokens: Sequence[str]) -> str:
    """Give the words in their plain form, without those that only say that it is not exact."""
    words: list[str] = []
    for token in tokens:
        if token == "~" and words and words[-1].isdigit():
            words.append("-")
        elif token not in ABOUT | {",", "the"}:
            words.append(str(COUNTS.get(token) or UNITS.get(token, token)))
    phrase = re.sub(rf"\b1 ({_UNIT}) or 2 ago", r"1 or 2 \1 ago", " ".join(words))
    return re.sub(r"\bhalf 1 ", "half a ", phrase)


# --- a day or a period that has a name


def _named(phrase: str, on: date) -> tuple[str, bool] | None:
    """Read what is named from today, and tell whether that is exact."""
    if phrase in _DAYS:
        return (on + timedelta(days=_DAYS[phrase])).isoformat(), True
    if half := _HALF.fullmatch(phrase):
        return _half(half["unit"], on), False
    period = _PERIOD.fullmatch(phrase)
    if period is None:
        return None
    place = _PLACES[period["which"]]
    match period["unit"]:
        case "year":
            return f"{on.year + place:04}", True
        case "month":
            return _month(on, place), True
    monday = on + timedelta(days=7 * place - on.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", False


def _half(unit: str, on: date) -> str:
    if unit == "year":
        return f"{_month(on, -9)}/{_month(on, -3)}"
    day, side = on - timedelta(days=14), timedelta(days=3)
    return f"{(day - side).isoformat()}/{(day + side).isoformat()}"


# --- so many units


def _counted(found: re.Match[str], on: date, *, about: bool) -> tuple[str, bool] | None:
    """Read a count of units, or from so many to so many, and tell whether that is exact."""
    parts = found.groupdict()
    if parts.get("counts"):
        counts = _counts(parts["counts"])
        exact = counts[-1].unit == "day" and not about
        first, last = _around(counts, on, ahead=found.re is _AHEAD, exact=exact)
        return (first if exact else f"{first}/{last}"), exact
    far = _counts(parts["far"])
    near = (_Count(int(parts["near"]), parts["near_unit"] or parts["far_unit"]),)
    if _day(near, on, -1) <= _day(far, on, -1):
        return None
    exact = {near[0].unit, far[0].unit} == {"day"} and not about
    first, last = _around(far, on, exact=exact)[0], _around(near, on, exact=exact)[1]
    return f"{first}/{last}", False


def _counts(words: str) -> tuple[_Count, ...]:
    found = re.findall(r"([0-9]+) ([a-z]+)", words)
    return tuple(_Count(int(count), unit) for count, unit in found)


def _day(counts: Sequence[_Count], on: date, sign: int) -> date:
    """Give the day that lies so many units from the reference date."""
    months = sum(count * _MONTHS.get(unit, 0) for count, unit in counts)
    days = sum(count * _IN_DAYS[unit][0] for count, unit in counts if unit not in _MONTHS)
    return add_months(on, sign * months) + timedelta(days=sign * days)


def _around(
    counts: Sequence[_Count], on: date, *, ahead: bool = False, exact: bool = False
) -> tuple[str, str]:
    """Give the first and the last day, or month, that may be meant."""
    day = _day(counts, on, 1 if ahead else -1)
    if exact:
        return day.isoformat(), day.isoformat()
    side = _slack(counts)
    if counts[-1].unit == "year":
        first, last, now = _month(day, -side), _month(day, side), _month(on, 0)
    else:
        around = (day - timedelta(days=side), day + timedelta(days=side), on)
        first, last, now = (one.isoformat() for one in around)
    # What is past is not of tomorrow, however roughly it is counted.
    return (max(first, now), last) if ahead else (first, min(last, now))


def _slack(counts: Sequence[_Count]) -> int:
    """Give how far to each side a count may be meant: of years in months, else in days."""
    count, unit = counts[-1]
    whole, half = _IN_MONTHS if unit == "year" else _IN_DAYS[unit]
    if len(counts) > 1 or not count:
        return half
    if count % 5:
        return max(half, ceil(count * whole / 20))
    least = whole if count % 10 else 2 * whole
    return max(half, least, ceil(count * whole / 10))


def _month(day: date, months: int) -> str:
    count = 12 * day.year + day.month - 1 + months
    return f"{count // 12:04}-{count % 12 + 1:02}"
