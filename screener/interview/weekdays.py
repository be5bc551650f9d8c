"""Weekdays as people say them: the day that is meant, or both where two may be.

A week begins on Monday. In English `last` and `next` may mean the nearest such day or that of the
other week; in Chinese `上` and `下` mean the other week.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from screener.interview.readings import Proposal, Proposed
from screener.language import _

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH = re.compile(
    r"(?:on )?(?:(?P<which>this|last|past|next|coming) )?(?P<day>[a-z]{3,9})\.?\Z"
)
_CHINESE = re.compile(
    r"(?P<which>这个?|本|上个?|下个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])\Z"
)
_CHINESE_DAYS = "一二三四五六日"
_CHINESE_WEEKS = {"这": 0, "本": 0, "上": -1, "下": 1}


class _Said(NamedTuple):
    """A weekday from 0, and the word before it; `weeks` from this one, where that is said."""

    weekday: int
    which: str | None = None
    weeks: int | None = None


def past_weekday(words: str, on: date) -> tuple[date, ...]:
    """Give the day, or the two days, that a weekday means for what has happened."""
    said = _read(words)
    if said is None or said.which == "coming":
        return ()
    nearest = _before(said.weekday, on)
    match said.which:
        case "last" | "past":
            return _once(nearest, _in_week(said.weekday, on, -1))
        case "next":
            return _once(_after(said.weekday, on), _in_week(said.weekday, on, 1))
    if said.weeks is not None:
        return (_in_week(said.weekday, on, said.weeks),)
    # Of the same weekday, who says its name may mean today, or a week ago.
    return (on, nearest) if said.weekday == on.weekday() else (nearest,)


def coming_weekday(words: str, on: date) -> tuple[date, ...]:
    """Give the day, or the two days, that a weekday means for what lies ahead."""
    said = _read(words)
    if said is None or said.which in ("last", "past") or said.weeks == -1:
        return ()
    coming = _after(said.weekday, on)
    if said.which == "next":
        return _once(coming, _in_week(said.weekday, on, 1))
    meant = coming if said.weeks is None else _in_week(said.weekday, on, said.weeks)
    return (meant if meant >= on else coming,)


def either(
    days: Iterable[date], text: str, *, certain: bool, unused: str | None = None
) -> Proposed:
    """Propose the days that the typed text may mean; `unused` as in each of the proposals."""
    said = f"`{text}`"
    message = _("{text} may be either of these").format(text=said)
    proposals = (Proposal(day.isoformat(), certain, said, unused=unused) for day in days)
    return Proposed(tuple(proposals), message)


def named(token: str, names: tuple[str, ...]) -> int | None:
    """Give the place, from 1, of the name that begins with three letters or more of the token."""
    if len(token) < 3:
        return None
    return next((place for place, name in enumerate(names, 1) if name.startswith(token)), None)


def _read(words: str) -> _Said | None:
    if found := _CHINESE.match(words.replace(" ", "")):
        weekday = _CHINESE_DAYS.index(found["day"].replace("天", "日"))
        which = found["which"]
        return _Said(weekday, weeks=_CHINESE_WEEKS[which[0]] if which else None)
    english = _ENGLISH.match(words)
    place = named(english["day"], WEEKDAYS) if english else None
    if english is None or place is None:
        return None
    which = english["which"]
    return _Said(place - 1, which, 0 if which == "this" else None)


def _before(weekday: int, on: date) -> date:
    """Give the last such day before the reference date."""
    return on - timedelta(days=(on.weekday() - weekday - 1) % 7 + 1)


def _after(weekday: int, on: date) -> date:
    """Give the next such day after the reference date."""
    return on + timedelta(days=(weekday - on.weekday() - 1) % 7 + 1)


def _in_week(weekday: int, on: date, weeks: int) -> date:
    return on + timedelta(days=weekday - on.weekday() + 7 * weeks)


def _once(*days: date) -> tuple[date, ...]:
    return tuple(dict.fromkeys(days))
