"""Days named without their year: which one is meant follows from where it lies, ahead or behind."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from screener.interview.readings import Refused
from screener.interview.typed_dates import CHINESE_COUNT, read_date

#: 29 February may be this many years away.
YEARS_APART = 8
#: A sign at either end leaves a date open.
_OPEN_END = re.compile(r"[-/]|.*[-/]\Z")
_CHINESE_NO_YEAR = re.compile(
    rf"(?:[0-9]{{1,2}}|{CHINESE_COUNT})月(?:[0-9]{{1,2}}|{CHINESE_COUNT})"
)


def such_days(
    words: str, on: date, years: Iterable[int], fits: Callable[[date], bool]
) -> tuple[date, ...]:
    """Give the first day that fits, in the order of the years, of each reading of the words."""
    if _OPEN_END.match(words):
        return ()
    found: dict[int, date] = {}
    for year in years:
        read = read_date(with_year(words, year), on)
        if isinstance(read, Refused):
            continue
        for reading, proposal in enumerate(read.proposals):
            day = whole_day(proposal.data)
            if day is not None and fits(day) and proposal.certain:
                found.setdefault(reading, day)
        if len(found) == len(read.proposals):
            break
    # In the order in which dates are read everywhere, day first, whichever day comes before.
    return tuple(dict.fromkeys(found[reading] for reading in sorted(found)))


def with_year(words: str, year: int) -> str:
    """Put a year to a day and month, where it stands in such a date."""
    if _CHINESE_NO_YEAR.match(words):
        return f"{year}年{words}"
    numeric = re.match(r"[0-9]{1,2} ?(?P<sign>[-/.]) ?[0-9]{1,2}\Z", words)
    return f"{words}{numeric['sign']}{year}" if numeric else f"{words} {year}"


def whole_day(data: object) -> date | None:
    """Give the day that an answer is; None where it is less than one full day, or more."""
    try:
        return date.fromisoformat(str(data))
    except ValueError:
        return None
