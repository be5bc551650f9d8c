"""Dates as people type them, in figures and in Chinese; words are for `date_words`."""

import re
from datetime import date

from screener.interview.counted_dates import ABOUT, about_words
from screener.interview.date_fractions import in_whole_numbers
from screener.interview.date_refusals import (
    leaves_open,
    no_such_day,
    no_year,
    not_understood,
    two_digit_year,
)
from screener.interview.date_words import read_words
from screener.interview.folding import fold_case, without_end
from screener.interview.readings import Proposal, Proposed, Refused, only
from screener.interview.weekdays import either, past_weekday
from screener.language import _
from screener.protocol.answering.date_answers import ONGOING

_ONGOING = frozenset(
    {"ongoing", "still ongoing", "not over", "not over yet", "present", "until now", "to date"}
    | {"至今", "仍在继续", "进行中", "持续", "持续中", "未结束", "尚未结束"}
)
_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?\Z")
_YEARS = re.compile(r"(?P<first>[0-9]{4}) ?(?P<sign>[-~]) ?(?P<last>[0-9]{4})\Z")
_INTERVAL = re.compile(
    r"(?:from |从|自)?(?P<first>.+?)"
    r"(?P<sign> - | ?~ ?| to | until | till | or | ?(?:[到至]|或者?|还是) ?)(?P<last>.+)"
    r"|between (?P<low>.+?) and (?P<high>.+)"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:(?P<sign>[-/ ]|\. ?)(?P<month>[0-9]{1,2})(?:(?P=sign)(?P<day>[0-9]{1,2}))?)?\Z"
)
_COMPACT = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})\Z")
_YEAR_LAST = re.compile(
    r"(?P<first>[0-9]{1,2})(?P<sign>[-/. ])(?P<second>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{4})\Z"
)
_MONTH_YEAR = re.compile(r"(?P<month>[0-9]{1,2}) ?[-/.] ?(?P<year>[0-9]{4})\Z")
_TWO_DIGITS = re.compile(r"[0-9]{1,2}([-/. ])[0-9]{1,2}\1'?[0-9]{2}\Z|'[0-9]{2}\Z")
_NO_YEAR = re.compile(r"[0-9]{1,2} ?[-/.] ?[0-9]{1,2}\.?\Z")

#: An interval as answers are written; any other may tell how long something lasted.
_AS_WRITTEN = re.compile(r"(?P<first>.+?) ?(?P<sign>/) ?(?P<last>.+)")
_OR = frozenset({"or", "或", "或者", "还是"})
_NOT_EXACT = re.compile(
    rf"(?:(?:{'|'.join(sorted(word for word in ABOUT if word.isalpha()))}) |[~≈] ?|大约|大概|约)?"
    r"(?P<rest>.+?) ?(?:\?| or so|左右)?\Z"
)

_FIGURES = "〇零○一二三四五六七八九"
_ONES = "一二三四五六七八九"
CHINESE_COUNT = f"[0-9]{{1,2}}|[{_ONES}]?十[{_ONES}]?|[{_ONES}两]"
_CHINESE = re.compile(
    rf"(?P<about>大约|大概|约)?(?P<year>[0-9]{{4}}|[{_FIGURES}]{{4}}|今|去|前)年"
    rf"(?:(?P<month>{CHINESE_COUNT})月份?(?:(?P<day>{CHINESE_COUNT})[日号號])?)?(?P<or_so>左右|前后|\?)?"
    rf"(?P<rest>[^0-9{_FIGURES}十]*)\Z"
)
#: Behind a date these leave it open: before it, from it on.
_CHINESE_OPEN = re.compile(r"(?:[以之]?[前后後]|起|以来|开始|至今|到现在|为止|[-/~])\Z")
_CHINESE_NO_YEAR = re.compile(
    rf"(?P<month>{CHINESE_COUNT})月(?:份|(?P<day>{CHINESE_COUNT})[日号號])?\Z"
)
_CHINESE_TWO_DIGITS = re.compile(rf"(?:[0-9]{{2}}|[{_FIGURES}]{{2}})年(?:{CHINESE_COUNT})月")
_UNIT = "年|月|周|星期|礼拜|天|日"
_CHINESE_AGO = re.compile(
    rf"(?P<about>大约|大概|约)?(?P<count>半|[0-9]{{1,3}}|{CHINESE_COUNT})个?(?P<unit>{_UNIT})"
    r"(?P<or_so>左右)?(?:以|之)?(?P<way>前|后)(?P<or_so_too>左右)?\Z"
)
#: 2到3年前, and 两三年前, 十二三年前, 二三十年前: two figures one after the other.
_CHINESE_SPAN = re.compile(
    rf"(?:大约|大概|约)?(?:(?P<near>{CHINESE_COUNT})(?:个?(?P<near_unit>{_UNIT}))?(?P<sign>[-~,到至]|或者?)"
    rf"(?P<far>{CHINESE_COUNT})"
    rf"|(?P<tens>[{_ONES}]?十)?(?P<one>[{_ONES}两])(?P<other>[{_ONES}])(?P<tenfold>(?(tens)|十?)))"
    rf"个?(?P<unit>{_UNIT})(?:左右)?(?:以|之)?前(?:左右)?\Z"
)
_CHINESE_UNITS = {"年": "years", "月": "months", "周": "weeks", "星期": "weeks", "礼拜": "weeks"}
_CHINESE_DAYS = {
    **dict.fromkeys(("今天", "今日"), "today"),
    **dict.fromkeys(("昨天", "昨日"), "yesterday"),
    **dict.fromkeys(("前天", "前日"), "2 days ago"),
    **dict.fromkeys(("明天", "明日"), "tomorrow"),
    **dict.fromkeys(("本月", "这个月", "这月"), "this month"),
    **dict.fromkeys(("上个月", "上月"), "last month"),
    **dict.fromkeys(("本周", "这周", "这个星期"), "this week"),
    **dict.fromkeys(("上周", "上个星期", "上星期"), "last week"),
}
_YEARS_BACK = {"今": 0, "去": 1, "前": 2}


def read_date(text: str, on: date) -> Proposed | Refused:
    """Read a date, a part of one, an interval or `ongoing`; what was not said stays unsaid."""
    text = text.strip()
    words = without_end(fold_case(text))
    if words in _ONGOING:
        return only(ONGOING)
    single = _single(words, on, text)
    if isinstance(single, Proposed):
        return single
    return _interval(words, on, text) or in_whole_numbers(words, text) or single


def _interval(words: str, on: date, text: str) -> Proposed | Refused | None:
    """Read two dates with a word or sign between; both must be clear by themselves."""
    exactly = _NOT_EXACT.match(words)
    rest = exactly["rest"] if exactly else words
    found = _YEARS.match(rest) or _INTERVAL.fullmatch(rest) or _AS_WRITTEN.fullmatch(rest)
    if found is None:
        return None
    parts, ends = found.groupdict(), []
    for end in filter(None, (parts.get(name) for name in ("first", "last", "low", "high"))):
        read = _single(end.strip(), on, end.strip())
        if read == no_such_day(end.strip()):
            return read
        if not isinstance(read, Proposed) or len(read.proposals) != 1:
            return None
        (proposal,) = read.proposals
        if not proposal.certain or not _ISO.match(str(proposal.data)):
            return None
        ends.append(str(proposal.data))
    sign = (parts["sign"] or "").strip()
    first, last = sorted(ends) if sign in _OR else ends
    if last < first and not first.startswith(last):
        message = _("{value} ends before it begins").format(value=f"`{text}`")
        return Refused(message, _("give the earlier date first"))
    unused = None if rest == words else about_words(text)
    proposal = Proposal(f"{first}/{last}", sign == "/" and unused is None, unused=unused)
    return Proposed((proposal,))


def _single(words: str, on: date, text: str) -> Proposed | Refused:
    read = _proposed(words, on, text)
    if isinstance(read, Refused):
        return read
    real = tuple(proposal for proposal in read.proposals if _exists(str(proposal.data)))
    return read._replace(proposals=real) if real else no_such_day(text)


def _proposed(words: str, on: date, text: str) -> Proposed | Refused:
    if year_first := (_YEAR_FIRST.match(words) or _COMPACT.match(words)):
        return only(_joined(*year_first.group("year", "month", "day")))
    if year_last := _YEAR_LAST.match(words):
        return _day_and_month(*year_last.group("first", "second", "year"))
    if month_year := _MONTH_YEAR.match(words):
        return only(_joined(*month_year.group("year", "month")))
    if _TWO_DIGITS.match(words):
        return two_digit_year()
    if _NO_YEAR.match(words):
        return no_year()
    return _chinese(words.replace(" ", ""), on, text) or read_words(words, on, text)


def _exists(data: str) -> bool:
    """Tell whether the calendar has the day or the month; an interval is made of such."""
    if "/" in data:
        return True
    year, month, day = (*map(int, data.split("-")), 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _joined(year: str, month: str | None = None, day: str | None = None) -> str:
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def _day_and_month(first: str, second: str, year: str) -> Proposed:
    """Tell apart day and month where one cannot be a month; else give both readings."""
    day_first = Proposal(_joined(year, second, first))
    month_first = Proposal(_joined(year, first, second))
    if int(first) > 12 or int(first) == int(second):
        return Proposed((day_first,))
    if int(second) > 12:
        return Proposed((month_first,))
    return Proposed((day_first, month_first), _("which is the day, and which the month?"))


def _chinese(words: str, on: date, text: str) -> Proposed | Refused | None:
    if words in _CHINESE_DAYS:
        return read_words(_CHINESE_DAYS[words], on, text)
    if full := _CHINESE.match(words):
        return _chinese_date(full, on, text)
    if ago := _CHINESE_AGO.match(words):
        count = "half a" if ago["count"] == "半" else counted(ago["count"])
        phrase = f"{count} {_CHINESE_UNITS.get(ago['unit'], 'days')}"
        phrase = f"{phrase} ago" if ago["way"] == "前" else f"in {phrase}"
        about = ago["about"] or ago["or_so"] or ago["or_so_too"]
        return read_words(f"about {phrase}" if about else phrase, on, text)
    if days := past_weekday(words, on):
        return either(days, text, certain=False)
    if span := _chinese_span(words):
        return read_words(span, on, text)
    if _CHINESE_TWO_DIGITS.match(words):
        return two_digit_year()
    yearless = _CHINESE_NO_YEAR.match(words)
    return _chinese_without_year(yearless, text) if yearless else None


def _chinese_date(full: re.Match[str], on: date, text: str) -> Proposed | Refused:
    """Read a date in Chinese; of what stands behind it is said that it was not understood."""
    rest = full["rest"]
    if _CHINESE_OPEN.match(rest):
        return leaves_open(rest)
    month, day = (counted(full[name]) for name in ("month", "day"))
    unused = about_words(text) if full["about"] or full["or_so"] else None
    doubt = not_understood(rest) if rest else None
    read = _joined(_chinese_year(full["year"], on), month, day)
    return Proposed((Proposal(read, not (unused or doubt), doubt=doubt, unused=unused),))


def _chinese_without_year(yearless: re.Match[str], text: str) -> Refused:
    month, day = (int(counted(yearless[name]) or 1) for name in ("month", "day"))
    return no_year() if 1 <= month <= 12 and 1 <= day <= 31 else no_such_day(text)


def _chinese_span(words: str) -> str | None:
    """Give so many to so many of a unit ago in English; None where it is nothing of the kind."""
    span = _CHINESE_SPAN.match(words)
    if span is None:
        return None
    near, far = span["near"], span["far"]
    if span["sign"] == "," and not (len(near) == len(far) == 1):
        return None
    if near is None:
        beside = (span["tens"] or "", span["tenfold"])
        near, far = (figure.join(beside) for figure in (span["one"], span["other"]))
    unit, near_unit = (
        _CHINESE_UNITS.get(said, "days")
        for said in (span["unit"], span["near_unit"] or span["unit"])
    )
    about = "about " if "约" in words or "大概" in words or "左右" in words else ""
    return f"{about}{counted(near)} {near_unit} to {counted(far)} {unit} ago"


def _chinese_year(year: str, on: date) -> str:
    if year in _YEARS_BACK:
        return str(on.year - _YEARS_BACK[year])
    return "".join(
        str(max(0, _FIGURES.index(sign) - 2)) if sign in _FIGURES else sign for sign in year
    )


def counted(text: str | None) -> str | None:
    """Give a count up to 99 in figures: 十七 is 17, 二十 is 20."""
    if text is None or text.isdigit():
        return text
    tens, ten, ones = text.replace("两", "二").rpartition("十")
    value = [max(0, _FIGURES.index(part) - 2) if part else None for part in (tens, ones)]
    if not ten:
        return str(value[1])
    return str(10 * (1 if value[0] is None else value[0]) + (value[1] or 0))
