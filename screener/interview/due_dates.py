"""Due dates as people say them: always one full day, and where no year is said the next such day.

A due date lies ahead, so that what would be too little for the date of an event is enough here:
`14 Feb` is the next 14 February, `in 2 weeks` the day two weeks from the reference date.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from screener.engine.calendar import add_months
from screener.interview.counted_dates import COUNTS, UNITS
from screener.interview.date_refusals import no_such_day, no_year
from screener.interview.folding import fold_case, without_end
from screener.interview.readings import Proposed, Refused
from screener.interview.typed_dates import CHINESE_COUNT, counted, read_date
from screener.interview.weekdays import coming_weekday, either
from screener.interview.yearless import YEARS_APART, such_days, whole_day, with_year
from screener.language import _, active_language
from screener.prose.values import day_text
from screener.protocol.values import LAST_YEAR

_MOST_COUNT = 400
_LEAST_YEAR = 1000
_SPAN = re.compile(
    r"(?:(?:in|within) )?(?P<count>[0-9]{1,6}|[a-z]+) (?P<unit>[a-z]+)"
    r"(?: from (?:now|today)| later)?\Z"
)
_CHINESE_SPAN = re.compile(
    rf"(?P<count>[0-9]{{1,6}}|{CHINESE_COUNT})个?(?P<unit>年|月|周|星期|礼拜|天|日)"
    r"(?:以|之)?(?:后|内)?\Z"
)
_CHINESE_UNITS = {
    **dict.fromkeys(("周", "星期", "礼拜"), "week"),
    **dict.fromkeys(("天", "日"), "day"),
    "月": "month",
    "年": "year",
}
_AHEAD = {"后天": 2, "後天": 2, "大后天": 3, "the day after tomorrow": 2, "day after tomorrow": 2}


class _Span(NamedTuple):
    """So many of a unit from today."""

    many: int
    unit: str


def read_due(text: str, on: date) -> Proposed | Refused:
    """Read the day on which something is due, as of the reference date.

    Several days are proposed where it is not clear which one is meant.
    """
    words = without_end(fold_case(text))
    if (span := _span(words)) is not None and _is_too_far(span, on):
        message = _("{text} is too far off for a due date").format(text=f"`{text.strip()}`")
        return Refused(message, _hint())
    days = _days(words, on)
    if days is None:
        read = read_date(text, on)
        if isinstance(read, Refused):
            days = such_days(words, on, _years(on), lambda day: day >= on)
            if not days:
                return _refused(read, words, text, on)
        else:
            return _full(read, on)
    return either(days, text.strip(), certain=True)


def _is_too_far(span: _Span, on: date) -> bool:
    return span.many > _MOST_COUNT or _after(span, on).year > LAST_YEAR


def _refused(read: Refused, words: str, text: str, on: date) -> Refused:
    """Say why there is no next such day: the calendar has none, words are left over, or other."""
    if read == no_such_day(text.strip()):
        return read
    if read != no_year():
        return Refused(read.message, _hint())
    reads = {one: read_date(one, on) for one in (with_year(words, year) for year in _years(on))}
    if all(read == no_such_day(one) for one, read in reads.items()):
        return no_such_day(text.strip())
    proposed = [
        one for read in reads.values() if isinstance(read, Proposed) for one in read.proposals
    ]
    doubts = (one.doubt for one in proposed if one.doubt and whole_day(one.data))
    doubt = next(doubts, None)
    return Refused(doubt, _hint()) if doubt else _not_one_day()


def _not_one_day() -> Refused:
    return Refused(_("a due date is one day of the calendar"), _hint())


def _hint() -> str:
    return _("such as 14 Feb, 2027-02-14, in 2 weeks or next Monday")


def _full(read: Proposed, on: date) -> Proposed | Refused:
    """Keep what is one full day that is not over."""
    days = [(p, day) for p in read.proposals if (day := whole_day(p.data)) is not None]
    if not days:
        return _not_one_day()
    ahead = tuple(proposal for proposal, day in days if day >= on)
    if not ahead:
        message = _("{date} is over").format(date=day_text(days[0][1], active_language()))
        return Refused(message, _("give today or a later day"))
    if len(ahead) < len(days):
        # Of two readings one is over: that the other is meant is confirmed.
        ahead = tuple(proposal._replace(certain=False) for proposal in ahead)
    return Proposed(ahead, read.message)


def _days(words: str, on: date) -> tuple[date, ...] | None:
    """Read what is counted from today: a span, a weekday; None where it is neither."""
    if words in _AHEAD:
        return (on + timedelta(days=_AHEAD[words]),)
    span = _span(words)
    return (_after(span, on),) if span is not None else coming_weekday(words, on) or None


def _span(words: str) -> _Span | None:
    if found := _SPAN.match(words):
        count = COUNTS.get(found["count"])
        if found["count"].isdigit():
            count = int(found["count"])
        unit = UNITS.get(found["unit"])
    elif found := _CHINESE_SPAN.match(words.replace(" ", "")):
        count = int(counted(found["count"]) or 0)
        unit = _CHINESE_UNITS[found["unit"]]
        # 3月 is March, 3日 the third: only 3个月 and 3天 are spans without 后; 2027年内 is a year.
        if found["unit"] in "年月日" and not re.search("[个后内]", words):
            return None
        if unit == "year" and count >= _LEAST_YEAR:
            return None
    else:
        return None
    return None if count is None or unit is None else _Span(count, unit)


def _after(span: _Span, on: date) -> date:
    match span.unit:
        case "day" | "week":
            return on + timedelta(days=span.many * (7 if span.unit == "week" else 1))
        case _:
            return add_months(on, span.many * (12 if span.unit == "year" else 1))


def _years(on: date) -> range:
    return range(on.year, on.year + YEARS_APART + 1)
