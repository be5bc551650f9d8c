"""Intervals of answers in words: `from 20 to 65`, `before 2 May 2025`."""

from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Context

from screener.language import _, in_language
from screener.prose.values import day_text, value_text
from screener.protocol.model import Question
from screener.protocol.values import NumberRange

_DAY = timedelta(days=1)
#: An end of an interval with more digits is rounded when it is said, to so many.
_MOST_DIGITS = 12
_UP, _DOWN = Context(prec=6, rounding=ROUND_CEILING), Context(prec=6, rounding=ROUND_FLOOR)


def numbers_text(question: Question, span: NumberRange, language: str) -> str:
    """Say an interval of numbers, in the question's unit."""
    span = _short(span)
    low, high = (
        None if end is None else value_text(question, end, language)
        for end in (span.low, span.high)
    )
    with in_language(language):
        if low is None and high is None:
            return _("any number")
        if low is None:
            said = _("below {high}") if span.open_high else _("{high} or less")
        elif high is None:
            said = _("above {low}") if span.open_low else _("{low} or more")
        elif span.low == span.high:
            return low
        else:
            said = _between(span)
        return said.format(low=low, high=high)


def _short(span: NumberRange) -> NumberRange:
    """Round ends with endless digits, such as roots, inwards: no answer is said that is not in."""
    low, high, open_low, open_high = span.low, span.high, span.open_low, span.open_high
    if low is not None and len(low.as_tuple().digits) > _MOST_DIGITS:
        low, open_low = _UP.plus(low), False
    if high is not None and len(high.as_tuple().digits) > _MOST_DIGITS:
        high, open_high = _DOWN.plus(high), False
    if low is not None and high is not None and low > high:
        return span
    return NumberRange(low, high, open_low, open_high)


def _between(span: NumberRange) -> str:
    if span.open_low:
        return _("above {low}, below {high}") if span.open_high else _("above {low}, up to {high}")
    return _("from {low}, below {high}") if span.open_high else _("from {low} to {high}")


def days_text(first: date | None, last: date | None, language: str) -> str:
    """Say an interval of days; None is no end on that side."""
    with in_language(language):
        if first is None and last is None:
            return _("any date")
        if first is None:
            assert last is not None
            return _("before {date}").format(date=day_text(last + _DAY, language))
        if last is None:
            return _("on or after {date}").format(date=day_text(first, language))
        if first == last:
            return day_text(first, language)
        return _("from {first} to {last}").format(
            first=day_text(first, language), last=day_text(last, language)
        )
