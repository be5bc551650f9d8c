"""Quotients of polynomials with exact coefficients, and where they change their sign.

They are what sums, differences, products and ratios make of one number while all others stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, zip_longest

#: The coefficients, that of the constant first; the last is not zero.
Polynomial = tuple[Fraction, ...]
#: What lies beyond is no answer: numbers have an exponent of at most 40.
FARTHEST = Fraction(10**41)
#: Products of more than so many are not followed.
_HIGHEST_DEGREE = 12
#: A root that is not exact is found to one part in so many.
_PRECISION = 10**18
#: A root that is a quotient of numbers up to here is found exactly.
_LARGEST_DIVISOR = 10**6


@dataclass(frozen=True, slots=True)
class Quotient:
    """One polynomial over another; `rounded` where dividing may have rounded a result."""

    above: Polynomial
    below: Polynomial = (Fraction(1),)
    rounded: bool = False

    @property
    def is_constant(self) -> bool:
        """Whether it is the same wherever it is defined."""
        return len(self.above) <= 1 and len(self.below) <= 1


@dataclass(frozen=True, slots=True)
class Turn:
    """A place where a quotient may change its sign: between `low` and `high`, or at both.

    `signs` are its signs before, at and after the place; None where it is not defined, or where
    the place is not exact. Where it is not `sure`, nothing is to be made of the signs.
    """

    low: Fraction
    high: Fraction
    signs: tuple[int | None, int | None, int | None]
    sure: bool = True

    @property
    def exact(self) -> bool:
        """Whether the place is known exactly."""
        return self.low == self.high


def constant(value: Fraction) -> Quotient:
    """Give a number that does not change."""
    return Quotient(_trimmed((value,)))


IDENTITY = Quotient((Fraction(0), Fraction(1)))


def plus(one: Quotient, other: Quotient) -> Quotient | None:
    """Add; None where it becomes too long."""
    above = _sum(_product(one.above, other.below), _product(other.above, one.below))
    return _made(above, _product(one.below, other.below), one.rounded or other.rounded)


def times(one: Quotient, other: Quotient) -> Quotient | None:
    """Multiply; None where it becomes too long."""
    above, below = _product(one.above, other.above), _product(one.below, other.below)
    return _made(above, below, one.rounded or other.rounded)


def over(one: Quotient, other: Quotient) -> Quotient | None:
    """Divide; None where it becomes too long, or the divisor is zero."""
    above, below = _product(one.above, other.below), _product(one.below, other.above)
    return _made(above, below, True)


def minus(one: Quotient, other: Quotient) -> Quotient | None:
    """Subtract; None where it becomes too long."""
    return plus(one, Quotient(tuple(-each for each in other.above), other.below, other.rounded))


def turns(quotient: Quotient) -> tuple[Turn, ...]:
    """Give every place where the quotient may change its sign, in order."""
    places = sorted({*_roots(quotient.above), *_roots(quotient.below)})
    apart = [place for place in places if abs(place[0]) < FARTHEST]
    if not apart:
        return ()
    ends = [(-FARTHEST, -FARTHEST), *apart, (FARTHEST, FARTHEST)]
    between = [_sign(quotient, (one[1] + two[0]) / 2) for one, two in pairwise(ends)]
    return tuple(
        Turn(low, high, (before, _sign(quotient, low) if low == high else None, after))
        for (low, high), before, after in zip(apart, between[:-1], between[1:], strict=True)
    )


def _made(above: Polynomial, below: Polynomial, rounded: bool) -> Quotient | None:
    if not below or max(len(above), len(below)) > _HIGHEST_DEGREE + 1:
        return None
    return Quotient(above, below, rounded)


def _sum(one: Polynomial, other: Polynomial) -> Polynomial:
    return _trimmed(tuple(a + b for a, b in zip_longest(one, other, fillvalue=Fraction(0))))


def _product(one: Polynomial, other: Polynomial) -> Polynomial:
    if not one or not other:
        return ()
    found = [Fraction(0)] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            found[i + j] += a * b
    return _trimmed(found)


def _trimmed(coefficients: Sequence[Fraction]) -> Polynomial:
    end = len(coefficients)
    while end and not coefficients[end - 1]:
        end -= 1
    return tuple(coefficients[:end])


def _value(polynomial: Polynomial, at: Fraction) -> Fraction:
    total = Fraction(0)
    for coefficient in reversed(polynomial):
        total = total * at + coefficient
    return total


def _sign(quotient: Quotient, at: Fraction) -> int | None:
    below = _value(quotient.below, at)
    if not below:
        return None
    value = _value(quotient.above, at) / below
    return (value > 0) - (value < 0)


def _roots(polynomial: Polynomial) -> list[tuple[Fraction, Fraction]]:
    """Give the roots as pairs of bounds, alike where a root is exact.

    Between the roots of its derivative a polynomial only rises or only falls. Where such a place
    is not exact, it may be a root as well, and is given as one.
    """
    if len(polynomial) < 2:
        return []
    if len(polynomial) == 2:
        root = -polynomial[0] / polynomial[1]
        return [(root, root)]
    bends = _roots(_trimmed([place * each for place, each in enumerate(polynomial)][1:]))
    found = [bend for bend in bends if bend[0] != bend[1] or not _value(polynomial, bend[0])]
    ends = [(-FARTHEST, -FARTHEST), *bends, (FARTHEST, FARTHEST)]
    for (_, low), (high, _) in pairwise(ends):
        if low < high and _value(polynomial, low) * _value(polynomial, high) < 0:
            found.append(_between(polynomial, low, high))
    return sorted(set(found))


def _between(polynomial: Polynomial, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Narrow the one root between two places down."""
    rising = _value(polynomial, high) > 0
    while high - low > max(abs(low), abs(high), Fraction(1, _PRECISION)) / _PRECISION:
        middle = short((low + high) / 2)
        if not low < middle < high:
            break
        value = _value(polynomial, middle)
        if not value:
            return middle, middle
        low, high = (low, middle) if (value > 0) is rising else (middle, high)
    near = ((low + high) / 2).limit_denominator(_LARGEST_DIVISOR)
    return (near, near) if not _value(polynomial, near) else (low, high)


def short(value: Fraction) -> Fraction:
    """Give a number near it with a short divisor, so that halving does not make it ever longer."""
    scale = 1 << 160
    return Fraction(round(value * scale), scale)
