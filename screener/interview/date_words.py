"""Dates in English words, through the `dateparser` library and within bounds.

The library proposes; this module holds it to what was said. Every word of the text is accounted
for: as a part of the date, as a filler, as a doubt to be confirmed, or as a reason to refuse. The
library never chooses a part that was not said, and reads no clock.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from screener.interview.readings import Proposal, Proposed, Refused
from screener.language import _

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_TOKEN = re.compile(r"[0-9]+(?:st|nd|rd|th)?(?![a-z0-9])|[a-z]+|[0-9]+|[^\sa-z0-9]")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FILLERS = frozenset({"the", "of", "in", "on", "at", "day", "year", "month", ",", ".", "-", "/"})
_ABOUT = frozenset(
    {
        "about",
        "around",
        "approximately",
        "approx",
        "circa",
        "ca",
        "c",
        "roughly",
        "nearly",
        "almost",
    }
    | {"maybe", "perhaps", "probably", "possibly", "or", "so", "~", "?", "≈"}
)
#: With one of these the date is not the one that is named.
_OTHERWISE = frozenset(
    {
        "not",
        "no",
        "never",
        "before",
        "after",
        "until",
        "till",
        "since",
        "from",
        "by",
        "than",
        "prior",
    }
    | {
        "and",
        "to",
        "between",
        "except",
        "earlier",
        "later",
        "over",
        "under",
        "least",
        "most",
        "<",
        ">",
    }
)
_NUMBERS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
COUNTS = {"a": 1, "an": 1, **{word: count for count, word in enumerate(_NUMBERS, 1)}}
_MOST_COUNT = 400
UNITS = {
    **dict.fromkeys(("year", "years", "yr", "yrs"), "year"),
    **dict.fromkeys(("month", "months", "mo", "mos"), "month"),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), "week"),
    **dict.fromkeys(("day", "days"), "day"),
}
_NAMED = re.compile(r"yesterday|today|tomorrow|now|(?:last|this|next) (?:year|month|week)")
_AGO = re.compile(
    r"(?P<half>half an? (?:year|month))s? (?P<half_way>ago)"
    r"|(?P<spans>[0-9]+ (?:year|month|week|day)(?: [0-9]+ (?:year|month|week|day))*) (?P<way>ago)"
    r"|in (?P<future>[0-9]+ (?:year|month|week|day))"
)
_FUTURE_FROM_NOW = re.compile(r"(?P<future>[0-9]+ (?:year|month|week|day)) from (?:now|today)")


@dataclass
class _Said:
    """The parts of a date that a text names, and every other word of it."""

    days: list[int] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    weekdays: list[int] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    about: bool = False
    otherwise: str | None = None


def read_words(words: str, on: date, text: str) -> Proposed | Refused:
    """Read a date in small-lettered words: `17 may 2019`, `last month`, `about 3 years ago`.

    `text` is what was typed, for what is said of it.

    What is counted back becomes a range around that day, to be confirmed: nobody who says "3
    years ago" means the day.
    """
    tokens = _TOKEN.findall(words)
    if len(tokens) > 20:
        return _not_a_date(text)
    return _relative(text, tokens, on) or _absolute(text, tokens, on)


# --- a date that is named


def _absolute(text: str, tokens: list[str], on: date) -> Proposed | Refused:
    said = _said(tokens)
    if said.otherwise and (said.days or said.months or said.years or said.weekdays):
        message = _("{word} leaves the date open").format(word=f"`{said.otherwise}`")
        return Refused(message, _("give a date, or the earliest and the latest: 2015/2019"))
    if len(said.years) > 1 or len(said.months) > 1 or len(said.days) > 1:
        if said.months and len(said.days) == 2 and not said.years:
            return two_digit_year()
        return _not_a_date(text)
    if not said.years:
        return _without_year(text, said, on)
    if said.days and not said.months:
        return _not_a_date(text)
    read = _checked(said, on)
    if read is None:
        message = _("{text} is no date of the calendar").format(text=f"`{text}`")
        return Refused(message, _("look at the day and the month"))
    if said.weekdays and (len(read) < 10 or date.fromisoformat(read).weekday() != said.weekdays[0]):
        message = _("the weekday in {text} is not that of the date").format(text=f"`{text}`")
        return Refused(message, _("give the date alone"))
    doubt = None
    if said.others:
        doubt = _("not understood: {words}").format(words=" ".join(said.others))
    return Proposed((Proposal(read, not (said.about or said.others), doubt=doubt),))


def _said(tokens: Iterable[str]) -> _Said:
    said = _Said()
    for token in tokens:
        number = re.match(r"[0-9]+", token)
        if number and len(token) <= 4:
            (said.years if len(number[0]) == 4 else said.days).append(int(number[0]))
        elif token in _OTHERWISE:
            said.otherwise = said.otherwise or token
        elif month := named(token, _MONTHS):
            said.months.append(month)
        elif weekday := named(token, WEEKDAYS):
            said.weekdays.append(weekday - 1)
        elif token in _ABOUT:
            said.about = True
        elif token not in _FILLERS:
            said.others.append(token)
    return said


def named(token: str, names: tuple[str, ...]) -> int | None:
    """Give the place, from 1, of the name that begins with three letters or more of the token."""
    if len(token) < 3:
        return None
    return next((place for place, name in enumerate(names, 1) if name.startswith(token)), None)


def _checked(said: _Said, on: date) -> str | None:
    """Let the library read the parts that were said, and hold it to them."""
    (year,) = said.years
    if not said.months:
        return f"{year:04}"
    (month,) = said.months
    day = said.days[0] if said.days else None
    words = [_MONTHS[month - 1], f"{year:04}"]
    found = _parsed(" ".join([str(day), *words] if day is not None else words), on)
    if found is None or (found.year, found.month) != (year, month):
        return None
    if day is None:
        return f"{year:04}-{month:02}"
    return found.isoformat() if found.day == day else None


def _without_year(text: str, said: _Said, on: date) -> Proposed | Refused:
    if said.weekdays and not (said.days or said.months):
        found = _parsed(WEEKDAYS[said.weekdays[0]], on)
        others = [word for word in said.others if word != "last"]
        if found and not others:
            return Proposed((Proposal(found.isoformat(), certain=False, said=f"`{text}`"),))
    if said.months and said.days and said.days[0] > 31:
        return two_digit_year()
    if said.months:
        return no_year()
    return _not_a_date(text)


# --- a date that is counted from today


def _relative(text: str, tokens: list[str], on: date) -> Proposed | Refused | None:
    about = any(token in _ABOUT for token in tokens)
    phrase = " ".join(_plain(token) for token in tokens if token not in _ABOUT | {",", "the"})
    phrase = re.sub(r"(year|month|week|day) and (?=[0-9])", r"\1 ", phrase)
    phrase = re.sub(r"\bhalf 1 ", "half a ", phrase)
    if _NAMED.fullmatch(phrase):
        return _period(text, phrase, about, on)
    found = _AGO.fullmatch(phrase) or _FUTURE_FROM_NOW.fullmatch(phrase)
    if found is None:
        return None
    parts = found.groupdict()
    if parts.get("half"):
        words, unit = ("6 month", "half year") if "year" in phrase else ("2 week", "week")
    else:
        words = parts.get("spans") or parts["future"]
        unit = words.split()[-1]
    if any(int(count) > _MOST_COUNT for count in re.findall("[0-9]+", words)):
        return _not_a_date(text)
    day = _parsed(f"in {words}" if parts.get("future") else f"{words} ago", on)
    if day is None:
        return _not_a_date(text)
    exact = unit == "day" and not about
    return Proposed((Proposal(_around(day, unit, exact), exact, said=f"`{text}`"),))


def _plain(token: str) -> str:
    """Give a count in figures and a unit in the singular; any other word as it is."""
    if token in COUNTS:
        return str(COUNTS[token])
    return UNITS.get(token, token)


def _period(text: str, phrase: str, about: bool, on: date) -> Proposed | Refused:
    day = _parsed(phrase, on)
    if day is None:
        return _not_a_date(text)
    said = f"`{text}`"
    if phrase.endswith("week"):
        monday = day - timedelta(days=day.weekday())
        week = f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
        return Proposed((Proposal(week, certain=False, said=said),))
    length = 4 if phrase.endswith("year") else 7 if phrase.endswith("month") else 10
    return Proposed((Proposal(day.isoformat()[:length], not about, said=said),))


def _around(day: date, unit: str, exact: bool) -> str:
    """Give the range that a count of units means: half a unit to both sides."""
    if exact:
        return day.isoformat()
    if unit in ("year", "half year"):
        months = 6 if unit == "year" else 3
        return f"{_months_from(day, -months)}/{_months_from(day, months)}"
    side = timedelta(days=15 if unit == "month" else 3)
    return f"{(day - side).isoformat()}/{(day + side).isoformat()}"


def _months_from(day: date, months: int) -> str:
    count = 12 * day.year + day.month - 1 + months
    return f"{count // 12:04}-{count % 12 + 1:02}"


# --- the library


def _parsed(words: str, on: date) -> date | None:
    """Give the day that the library reads in a few plain words."""
    try:
        found = _parser(on).get_date_data(words)
    except (ValueError, OverflowError):  # a year or a count beyond the calendar
        return None
    return None if found.date_obj is None else found.date_obj.date()


@lru_cache(maxsize=2)
def _parser(on: date) -> "DateDataParser":
    # Takes 0.1 s to import, and only dates in words need it.
    from dateparser.date import DateDataParser

    return DateDataParser(
        languages=["en"],
        settings={
            "RELATIVE_BASE": datetime(on.year, on.month, on.day, 12),  # noqa: DTZ001 - a day has none
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "PARSERS": ["relative-time", "absolute-time"],
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": "past",
            # Counted back, 3 years ago is the same day of the year, not its first.
            "PREFER_DAY_OF_MONTH": "current",
            "PREFER_MONTH_OF_YEAR": "current",
        },
    )


def two_digit_year() -> Refused:
    """Refuse a year in two digits: 19 may be 1919 or 2019."""
    return Refused(_("a year of two digits is not clear"), _("give all four: 17 May 2019"))


def no_year() -> Refused:
    """Refuse a date without its year."""
    message = _("the year is missing, or has only two digits")
    return Refused(message, _("give all four: 17 May 2019"))


def _not_a_date(text: str) -> Refused:
    message = _("{text} is not understood as a date").format(text=f"`{text}`")
    return Refused(message, _("such as 17 May 2019, 2019-05-17, May 2019 or 2019"))
