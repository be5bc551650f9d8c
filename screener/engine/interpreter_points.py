"""Values as points on a line, for the plain reading of the rules."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from screener.engine.ranges import number_range
from screener.engine.truth import Truth
from screener.protocol.conditions import Comparison, DateComparison
from screener.protocol.values import DateRange, NumberRange, Value

#: A place on a line: a number (or a day's ordinal), and how far beside it an open end lies.
Point = tuple[Decimal | float, int]
INFINITY = float("inf")


def ends(value: Value) -> list[Point]:
    """Give both ends of a value as points; an exact one twice."""
    if isinstance(value, date):
        return [(value.toordinal(), 0)] * 2
    if isinstance(value, DateRange):
        last = INFINITY if value.last is None else value.last.toordinal()
        return [(value.first.toordinal(), 0), (last, 0)]
    assert isinstance(value, Decimal | NumberRange)
    of = number_range(value)
    low: Point = (-INFINITY, 0) if of.low is None else (of.low, int(of.open_low))
    high: Point = (INFINITY, 0) if of.high is None else (of.high, -int(of.open_high))
    return [low, high]


def scaled(points: Sequence[Point], times: Decimal) -> list[Point]:
    """Give the points of a value times a factor."""
    return [(_times(point, times), side * _sign(times)) for point, side in points]


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def _times(point: Decimal | float, times: Decimal) -> Decimal | float:
    if not times:
        return Decimal(0)
    if isinstance(point, float):
        return point * _sign(times)
    return point * times


def holds(comparison: Comparison | DateComparison, x: Point, y: Point) -> bool:
    """Compare two points."""
    match comparison:
        case Comparison.BELOW | DateComparison.BEFORE:
            return x < y
        case Comparison.AT_MOST | DateComparison.ON_OR_BEFORE:
            return x <= y
        case Comparison.ABOVE | DateComparison.AFTER:
            return x > y
        case _:
            return x >= y


def equals(both: Sequence[Point], number: Point) -> Truth:
    """Tell whether a value between two points is that number."""
    low, high = both
    if low == high:
        return low == number
    return None if low <= number <= high else False
