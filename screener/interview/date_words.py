"""Dates in English words, through the `dateparser` library and within bounds.

The library proposes; this module holds it to what was said. Every word of the text is accounted
for: as a part of the date, as a filler, as a doubt to be confirmed, or as a reason to refuse. The
library never chooses a part that was not said, and reads no clock.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from screener.interview.counted_dates import ABOUT, about_words, read_counted
from screener.interview.date_refusals import (
    leaves_open,
    no_such_day,
    no_year,
    not_a_date,
    not_understood,
    two_digit_year,
)
from screener.interview.folding import fold_case
from screener.interview.readings import Proposal, Proposed, Refused
from screener.interview.weekdays import WEEKDAYS, either, named, past_weekday
from screener.language import _

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

#: What stands together without meaning anything by itself, Chinese signs or dots, is one token.
_TOKEN = re.compile(
    r"[0-9]+(?:st|nd|rd|th)?(?![a-z0-9])|[a-z]+|[0-9]+|[\u3400-\u9fff]+|\.{2,}|[^\sa-z0-9]"
)
_NAMED_YEAR = re.compile(r"\b(?P<which>last|this|next) year\b")
_YEARS_ON = {"last": -1, "this": 0, "next": 1}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
#: Mean nothing by themselves; the first only before what they belong to.
_LEADING = frozenset({"the", "of", "in", "on", "at"})
_FILLERS = frozenset({"day", "year", "month"})
#: Between two parts of a date these part them, and mean nothing more.
_SIGNS = frozenset({",", ".", "-", "/"})
#: At the end of a date these say that it goes on from there, at its beginning, until then.
_OPEN_ENDS = frozenset({"-", "/"})
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
        "or",
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
    """
    tokens = _TOKEN.findall(words.replace(" or so", " about"))
    if len(tokens) > 20:
        return not_a_date(text)
    counted = read_counted(text, tokens, on)
    if counted is not None:
        return counted
    figures = _NAMED_YEAR.sub(lambda year: f"{on.year + _YEARS_ON[year['which']]:04}", words)
    if figures == words:
        return _absolute(text, tokens, on)
    read = _absolute(text, _TOKEN.findall(figures), on)
    return read if isinstance(read, Refused) else _in_other_words(read, text)


def _in_other_words(read: Proposed, text: str) -> Proposed:
    """Say that what was typed names the date by the year of now."""
    return read._replace(
        proposals=tuple(proposal._replace(said=f"`{text}`") for proposal in read.proposals)
    )


# --- a date that is named


def _absolute(text: str, tokens: list[str], on: date) -> Proposed | Refused:
    said = _said(tokens)
    if said.otherwise and (said.days or said.months or said.years or said.weekdays):
        return leaves_open(said.otherwise)
    if len(said.years) > 1 or len(said.months) > 1 or len(said.days) > 1:
        if said.months and len(said.days) == 2 and not said.years:
            return two_digit_year()
        return not_a_date(text)
    if not said.years:
        return _without_year(text, said, tokens, on)
    if said.days and not said.months:
        return not_a_date(text)
    read = _checked(said, on)
    if read is None:
        return no_such_day(text)
    if said.weekdays and (len(read) < 10 or date.fromisoformat(read).weekday() != said.weekdays[0]):
        message = _("the weekday in {text} is not that of the date").format(text=f"`{text}`")
        return Refused(message, _("give the date alone"))
    doubt = None
    if said.others:
        doubt = not_understood(_as_typed(said.others, text))
    unused = about_words(text) if said.about else None
    return Proposed((Proposal(read, not (unused or said.others), doubt=doubt, unused=unused),))


def _said(tokens: Sequence[str]) -> _Said:
    said = _Said()
    for at, token in enumerate(tokens):
        number = re.match(r"[0-9]+", token)
        if number and len(token) <= 4:
            (said.years if len(number[0]) == 4 else said.days).append(int(number[0]))
        elif token in _OTHERWISE or (token in _OPEN_ENDS and at in (0, len(tokens) - 1)):
            said.otherwise = said.otherwise or token
        elif month := named(token, _MONTHS):
            said.months.append(month)
        elif weekday := named(token, WEEKDAYS):
            said.weekdays.append(weekday - 1)
        elif token in ABOUT:
            said.about = True
        elif not _is_empty(tokens, at) and not _parts(tokens, at):
            said.others.append(token)
    return said


def _is_empty(tokens: Sequence[str], at: int) -> bool:
    """Tell whether a word means nothing; one that stands last was to go on."""
    return tokens[at] in _FILLERS or (tokens[at] in _LEADING and at < len(tokens) - 1)


def _as_typed(tokens: Sequence[str], text: str) -> str:
    """Put words and signs together again as they stood in the text, apart or not."""
    words, told = fold_case(text), tokens[0]
    for one, other in pairwise(tokens):
        told += other if f"{one}{other}" in words else f" {other}"
    return told


def _parts(tokens: Sequence[str], at: int) -> bool:
    """Tell whether a token is a sign between two others, such as a comma behind a point."""
    if tokens[at] not in _SIGNS or not 0 < at < len(tokens) - 1:
        return False
    return tokens[at - 1] not in _SIGNS or (tokens[at - 1], tokens[at]) == (".", ",")


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


def _without_year(text: str, said: _Said, tokens: Sequence[str], on: date) -> Proposed | Refused:
    if said.weekdays and not (said.days or said.months):
        (weekday, *more) = said.weekdays
        days = past_weekday(" ".join([*said.others, WEEKDAYS[weekday]]), on)
        if more or not days:
            return not_a_date(text)
        return either(days, text, certain=False, unused=about_words(text) if said.about else None)
    if said.months and said.days and not 1 <= said.days[0] <= 31:
        return no_such_day(text) if _stands_as_a_day(tokens) else two_digit_year()
    if said.months:
        return no_year()
    return not_a_date(text)


def _stands_as_a_day(tokens: Sequence[str]) -> bool:
    """Tell whether the number beside a month is a day, `32 Dec`; behind it, it may be a year."""
    at = next(place for place, token in enumerate(tokens) if re.match("[0-9]", token))
    return not tokens[at].isdigit() or any(named(later, _MONTHS) for later in tokens[at + 1 :])


# --- the library


def _parsed(words: str, on: date) -> date | None:
    """Give the day that the library reads in a few plain words."""
    try:
        found = _parser(on).get_date_data(words)
    except (ValueError, OverflowError):  # a year beyond the calendar
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
            "PARSERS": ["absolute-time"],
            "DATE_ORDER": "DMY",
        },
    )
