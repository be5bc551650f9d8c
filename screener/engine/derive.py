"""Derived values, from inputs that are exact, ranges, or unknown."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce

from screener.engine import formulas
from screener.engine.arithmetic import add, between, calculate, closed
from screener.engine.calendar import completed
from screener.engine.ranges import Date, date_range
from screener.protocol.conditions import REFERENCE
from screener.protocol.derivations import (
    Calculation,
    CalendarUnit,
    Completed,
    Derivation,
    End,
    FormulaCall,
    Operand,
    Score,
)
from screener.protocol.values import Number, Value

#: Gives a question's value as an input: None where it has none or does not apply.
Lookup = Callable[[str], Value | None]


def completed_units(unit: CalendarUnit, start: Date | None, until: Date | None) -> Number | None:
    """Count completed units between two dates that may be ranges."""
    if start is None or until is None:
        return None
    if isinstance(start, date) and isinstance(until, date):
        return Decimal(completed(unit, start, until))
    first, last = date_range(start), date_range(until)
    if first.last is None or last.last is None:
        return None
    least = completed(unit, first.last, last.first)
    greatest = completed(unit, first.first, last.last)
    return between(Decimal(least), Decimal(greatest))


def score(points: Mapping[str, Decimal], answers: Sequence[bool | None]) -> Number | None:
    """Add up the points of those that are yes; `answers` in the order of `points`.

    An item that does not apply is given as False.
    """
    if None in answers:
        return None
    earned = (value for value, answer in zip(points.values(), answers, strict=True) if answer)
    return reduce(add, earned, Decimal(0))


def derived(derive: Derivation, lookup: Lookup, on: date) -> Number | None:
    """Compute a derived value; a `Case` is chosen by its conditions, so elsewhere."""
    match derive:
        case Completed(unit=unit, start=start, until=until):
            return completed_units(unit, _end(start, lookup, on), _end(until, lookup, on))
        case Calculation(operation=operation, operands=operands):
            return calculate(operation, [operand_value(one, lookup) for one in operands])
        case Score(points=points):
            return score(points, [_boolean(lookup(id)) for id in points])
        case FormulaCall(formula=formula, inputs=inputs):
            named = {name: _input(lookup(id)) for name, id in inputs.items()}
            return formulas.compute(formula, named)
        case _:
            raise TypeError(derive)


def operand_value(operand: Operand, lookup: Lookup) -> Number | None:
    """Give the number an operand stands for; None where none can be derived from it."""
    if isinstance(operand, Decimal):
        return operand
    value = lookup(operand)
    assert value is None or isinstance(value, Number)
    return closed(value)


def _end(end: End, lookup: Lookup, on: date) -> Date | None:
    if end is REFERENCE:
        return on
    if isinstance(end, date):
        return end
    assert isinstance(end, str)
    value = lookup(end)
    assert value is None or isinstance(value, Date)
    return value


def _boolean(value: Value | None) -> bool | None:
    assert value is None or isinstance(value, bool)
    return value


def _input(value: Value | None) -> Number | bool | None:
    assert value is None or isinstance(value, bool | Number)
    return value
