"""Comparing values that may be ranges: true for every pair, false for every pair, or unknown.

Exact values have a path of their own in the compiled function; these serve the rest. Each operand
ranges on its own.
"""

from datetime import date
from decimal import Decimal

from screener.engine.arithmetic import multiply
from screener.engine.calendar import add
from screener.engine.truth import Truth
from screener.protocol.conditions import Comparison, DateComparison
from screener.protocol.durations import Duration
from screener.protocol.values import DateRange, Number, NumberRange

#: A date as the engine evaluates it; `Ongoing` has become a `DateRange` from the reference date.
Date = date | DateRange


def number_range(value: Number) -> NumberRange:
    """Give a number as a range; an exact one is a range of itself."""
    return value if isinstance(value, NumberRange) else NumberRange(value, value)


def date_range(value: Date) -> DateRange:
    """Give a date as a range; an exact one is a range of itself."""
    return value if isinstance(value, DateRange) else DateRange(value, value)


def _below(x: NumberRange, y: NumberRange) -> Truth:
    if x.high is not None and y.low is not None:
        touching = x.high == y.low and (x.open_high or y.open_low)
        if x.high < y.low or touching:
            return True
    if x.low is not None and y.high is not None and x.low >= y.high:
        return False
    return None


def _at_most(x: NumberRange, y: NumberRange) -> Truth:
    if x.high is not None and y.low is not None and x.high <= y.low:
        return True
    if x.low is not None and y.high is not None:
        touching = x.low == y.high and (x.open_low or y.open_high)
        if x.low > y.high or touching:
            return False
    return None


def _holds(x: NumberRange, number: Decimal) -> bool:
    low, high = x.low, x.high
    above = low is None or low < number or (low == number and not x.open_low)
    below = high is None or high > number or (high == number and not x.open_high)
    return above and below


def _equal(x: NumberRange, y: NumberRange) -> Truth:
    """Compare with a number: `y` is one, since a test for equality takes no other."""
    assert y.low is not None
    if not _holds(x, y.low):
        return False
    return True if x.low == x.high else None


def compare_numbers(comparison: Comparison, value: Number, bound: Number) -> Truth:
    """Compare a number, or a range of them, with a bound that may be a range too."""
    x, y = number_range(value), number_range(bound)
    match comparison:
        case Comparison.BELOW:
            return _below(x, y)
        case Comparison.ABOVE:
            return _below(y, x)
        case Comparison.AT_MOST:
            return _at_most(x, y)
        case Comparison.AT_LEAST:
            return _at_most(y, x)
        case Comparison.EQUAL:
            return _equal(x, y)


def scale(value: Number, times: Decimal) -> Number:
    """Multiply a bound by its factor, exactly; a negative factor turns a range round."""
    if times == 1:
        return value
    if not isinstance(value, NumberRange):
        return multiply(value, times)
    if not times:
        return Decimal(0)
    low = None if value.low is None else multiply(value.low, times)
    high = None if value.high is None else multiply(value.high, times)
    if times < 0:
        return NumberRange(high, low, value.open_high, value.open_low)
    return NumberRange(low, high, value.open_low, value.open_high)


def _before(x: DateRange, y: DateRange) -> Truth:
    if x.last is not None and x.last < y.first:
        return True
    return False if y.last is not None and x.first >= y.last else None


def _on_or_before(x: DateRange, y: DateRange) -> Truth:
    if x.last is not None and x.last <= y.first:
        return True
    return False if y.last is not None and x.first > y.last else None


def compare_dates(comparison: DateComparison, value: Date, bound: Date) -> Truth:
    """Compare a date, or a range of them, with a bound that may be a range too."""
    x, y = date_range(value), date_range(bound)
    match comparison:
        case DateComparison.BEFORE:
            return _before(x, y)
        case DateComparison.AFTER:
            return _before(y, x)
        case DateComparison.ON_OR_BEFORE:
            return _on_or_before(x, y)
        case DateComparison.ON_OR_AFTER:
            return _on_or_before(y, x)


_AGO = {
    Comparison.ABOVE: DateComparison.BEFORE,
    Comparison.AT_LEAST: DateComparison.ON_OR_BEFORE,
    Comparison.AT_MOST: DateComparison.ON_OR_AFTER,
    Comparison.BELOW: DateComparison.AFTER,
}


def compare_ago(comparison: Comparison, value: Date, duration: Duration, until: Date) -> Truth:
    """Compare the time from a date up to `until` with a duration."""
    x = date_range(value)
    moved = DateRange(add(x.first, duration), None if x.last is None else add(x.last, duration))
    return compare_dates(_AGO[comparison], moved, until)
