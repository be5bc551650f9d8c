"""Whether two texts say the same, however they were typed."""

import re
import unicodedata
from datetime import date
from itertools import pairwise

#: Unicode's category of what is not seen: a soft hyphen, a joiner, a mark of direction.
_UNSEEN = "Cf"
_SIGNS = r"\s./_\-\u2010-\u2015\u2212"
#: What separates the parts of a name or a code, or does not: each hand has its own way.
BETWEEN = re.compile(f"[{_SIGNS}]+")
#: Parts that are shorter together stand in many words.
_LEAST = 4
#: A day as the record writes it.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTHS = (
    *("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?"),
    *("aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
)
_FIGURES = ("[〇零○]", *"一二三四五六七八九")


def folded(text: str) -> str:
    """Give a text without what typing alone makes different.

    That is case, width, how accents are composed, what is not seen, and the space between words.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    seen = "".join(one for one in text if unicodedata.category(one) != _UNSEEN)
    # What is folded may be decomposed again.
    same = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return " ".join(same.split())


def spelled(text: str) -> re.Pattern[str]:
    """Give what finds a text within a folded one, whatever separates its parts there, if anything.

    Between two digits something must: 2.5 is not 25. A day as the record writes it is found as
    people write it, too.
    """
    whole = folded(text)
    parts = [part for part in BETWEEN.split(whole) if part]
    if sum(map(len, parts)) < _LEAST:
        return re.compile(re.escape(whole))
    found = re.escape(parts[0])
    for before, after in pairwise(parts):
        apart = before[-1].isdigit() and after[0].isdigit()
        found += BETWEEN.pattern if apart else f"(?:{BETWEEN.pattern})?"
        found += re.escape(after)
    if (day := _day(whole)) is not None:
        found += f"|{_in_figures_or_english(day)}|{_in_chinese(day)}"
    return re.compile(found)


def _day(text: str) -> date | None:
    if _DAY.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _in_figures_or_english(day: date) -> str:
    """Give what finds 17.5.1978, 05/17/1978, 19780517, 17th of May 1978 and May 17, 1978.

    In which order figures give day and month nobody can tell: both are found.
    """
    year, month, of_month = f"{day.year:04}", f"0?{day.month}", f"0?{day.day}"
    by, near, name = BETWEEN.pattern, f"[,{_SIGNS}]", f"(?<![a-z]){_MONTHS[day.month - 1]}"
    nth = f"{of_month}(?:st|nd|rd|th)?"
    forms = (
        f"{year}{by}{month}{by}{of_month}",
        f"{of_month}{by}{month}{by}{year}",
        f"{month}{by}{of_month}{by}{year}",
        f"{year}{day.month:02}{day.day:02}",
        f"{nth}(?: of)?{near}*{name}{near}*{year}",
        f"{name}{near}*(?:the )?{nth}{near}+{year}",
        f"{year}{near}*{name}{near}*{nth}",
    )
    return f"(?<![0-9])(?:{'|'.join(forms)})(?![0-9])"


def _in_chinese(day: date) -> str:
    """Give what finds 1978年5月17日, and 一九七八年五月十七号."""
    year = "".join(_FIGURES[int(figure)] for figure in f"{day.year:04}")
    # What follows without a word for the day may be more of its number.
    ends = f"(?: ?[日号號]|(?![0-9十{''.join(_FIGURES[1:])}]))"
    return (
        f"(?:(?<![0-9]){day.year:04}|{year}) ?年 ?"
        f"(?:0?{day.month}|{_counted(day.month)}) ?月份? ?"
        f"(?:0?{day.day}|{_counted(day.day)}){ends}"
    )


def _counted(count: int) -> str:
    tens, ones = divmod(count, 10)
    before = ("", "一?十", "二十", "三十")[tens]
    return before + (_FIGURES[ones] if ones else "")
