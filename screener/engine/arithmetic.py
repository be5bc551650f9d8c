"""Exact decimal arithmetic, and the ranges that come of it.

Sums, differences and products are exact; quotients round half to even to 28 significant digits.
"""

from collections.abc import Callable, Sequence
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from functools import reduce
from itertools import product

from screener.protocol.derivations import Arithmetic
from screener.protocol.values import Number, NumberRange

SIGNIFICANT_DIGITS = 28
#: Far more digits than chained products of 40-digit numbers come to in any real rule; what would
#: need still more is not derived at all, rather than silently rounded.
_EXACT = Context(
    prec=20_000,
    rounding=ROUND_HALF_EVEN,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    traps=[InvalidOperation, DivisionByZero, Overflow, Inexact],
)
ROUNDED = Context(
    prec=SIGNIFICANT_DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)

Operation = Callable[[Sequence[Decimal]], Decimal]


def add(x: Decimal, y: Decimal) -> Decimal:
    """Add exactly."""
    return _EXACT.add(x, y)


def subtract(x: Decimal, y: Decimal) -> Decimal:
    """Subtract exactly."""
    return _EXACT.subtract(x, y)


def multiply(x: Decimal, y: Decimal) -> Decimal:
    """Multiply exactly."""
    return _EXACT.multiply(x, y)


def divide(x: Decimal, y: Decimal) -> Decimal:
    """Divide, rounded once to 28 significant digits; division by zero raises."""
    return ROUNDED.divide(x, y)


_OPERATIONS: dict[Arithmetic, Operation] = {
    Arithmetic.SUM: lambda numbers: reduce(add, numbers),
    Arithmetic.DIFFERENCE: lambda numbers: subtract(numbers[0], numbers[1]),
    Arithmetic.PRODUCT: lambda numbers: reduce(multiply, numbers),
    Arithmetic.RATIO: lambda numbers: divide(numbers[0], numbers[1]),
}


def closed(value: Number | None) -> Number | None:
    """Give a value that something may be derived from: not a range open to one side."""
    if isinstance(value, NumberRange) and (value.low is None or value.high is None):
        return None
    return value


def between(low: Decimal, high: Decimal) -> Number:
    """Give the range from the least to the greatest result, exact where they are one."""
    return low if low == high else NumberRange(low, high)


def holds_zero(value: Number) -> bool:
    """Tell whether a number is zero, or a closed range has zero in it."""
    if isinstance(value, NumberRange):
        assert value.low is not None
        assert value.high is not None
        return value.low <= 0 <= value.high
    return not value


def over_ranges(operation: Operation, operands: Sequence[Number | None]) -> Number | None:
    """Apply an operation that is monotonic in each operand to operands that may range.

    None where an operand is unknown or open to one side, or where there is no exact result.
    """
    ends: list[tuple[Decimal, ...]] = []
    for operand in operands:
        if operand is None:
            return None
        if not isinstance(operand, NumberRange):
            ends.append((operand,))
        elif operand.low is None or operand.high is None:
            return None
        else:
            ends.append((operand.low, operand.high))
    try:
        results = [operation(corner) for corner in product(*ends)]
    except DecimalException:
        return None
    return between(min(results), max(results))


def calculate(operation: Arithmetic, operands: Sequence[Number | None]) -> Number | None:
    """Do arithmetic on numbers that may be ranges; unknown where an operand is."""
    if operation is Arithmetic.RATIO:
        divisor = closed(operands[1])
        if divisor is None or holds_zero(divisor):
            return None
        return over_ranges(_OPERATIONS[operation], operands)
    if operation is Arithmetic.DIFFERENCE:
        return over_ranges(_OPERATIONS[operation], operands)
    return _fold(_OPERATIONS[operation], operands)


def _fold(operation: Operation, operands: Sequence[Number | None]) -> Number | None:
    """Take operands two at a time: a product of many ranges has too many corners at once."""
    total = closed(operands[0])
    for operand in operands[1:]:
        total = over_ranges(operation, (total, operand))
    return total
