"""A number of a protocol as a function of one answer, while all others stay as they are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, DecimalException
from fractions import Fraction
from functools import lru_cache, partial
from itertools import product
from math import ceil, floor

from screener.engine import quotients
from screener.engine.arithmetic import add, divide, multiply
from screener.engine.calendar import completed
from screener.engine.formulas import compute
from screener.engine.quotients import IDENTITY, Quotient, Turn, constant
from screener.protocol.derivations import Arithmetic, CalendarUnit, Formula
from screener.protocol.values import NumberRange

#: The days a date may be, as ordinals: beyond the years that the language knows.
FIRST_DAY, LAST_DAY = date(1849, 12, 31).toordinal(), date(2201, 1, 1).toordinal()
#: Where a formula is turned round, its input is looked for between these, and halved so often.
_INPUTS = Decimal("1e-4"), Decimal("1e5")
_HALVINGS = 80
_HALF = Decimal("0.5")
#: The inputs of which a formula is not defined at zero, nor below.
_NEVER_ZERO = frozenset({"creatinine", "rr"})
#: How far beside a place that is not exact nothing is said, in parts of it.
_BESIDE = Fraction(1, 10**15)


@dataclass(frozen=True, slots=True)
class Itself:
    """The answer, a number."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Completed units between the answer, a date, and another day; `start` is the other's end."""

    unit: CalendarUnit
    other: date
    from_answer: bool

    def count(self, ordinal: int) -> int:
        """Count the units where the answer is the day with this ordinal."""
        day = date.fromordinal(ordinal)
        ends = (day, self.other) if self.from_answer else (self.other, day)
        return completed(self.unit, *ends)


@dataclass(frozen=True, slots=True)
class Computed:
    """A formula of which one input depends on the answer; the others are numbers."""

    formula: Formula
    others: tuple[tuple[str, Decimal | bool], ...]
    name: str
    input: "Quantity"

    def value(self, number: Decimal) -> Decimal | None:
        """Compute the formula; None where it is not defined."""
        try:
            found = compute(self.formula, {**dict(self.others), self.name: number})
        except DecimalException:
            return None
        return found if isinstance(found, Decimal) else None


Base = Itself | Counted | Computed


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quotient of polynomials in its base; without one it is constant.

    `loose` where it stands for one end of a range, whose own ends may count or not.
    """

    quotient: Quotient
    base: Base | None = None
    loose: bool = False


ANSWER = Quantity(IDENTITY, Itself())


def fixed(value: Decimal | NumberRange) -> list[Quantity]:
    """Give a number as quantities: a range as its ends, where it has them."""
    if isinstance(value, Decimal):
        return [Quantity(constant(Fraction(value)))]
    ends = {end for end in (value.low, value.high) if end is not None}
    return [Quantity(constant(Fraction(end)), loose=True) for end in ends]


def number_of(quantity: Quantity) -> Decimal | None:
    """Give a constant quantity as a decimal, rounded where it has no end."""
    if quantity.base is not None or len(quantity.quotient.below) != 1:
        return None
    above = quantity.quotient.above[0] if quantity.quotient.above else Fraction(0)
    return decimal_of(above / quantity.quotient.below[0])


def decimal_of(value: Fraction) -> Decimal:
    """Give a fraction as a decimal of 28 digits."""
    return divide(Decimal(value.numerator), Decimal(value.denominator))


_OPERATIONS: dict[Arithmetic, Callable[[Quotient, Quotient], Quotient | None]] = {
    Arithmetic.SUM: quotients.plus,
    Arithmetic.DIFFERENCE: quotients.minus,
    Arithmetic.PRODUCT: quotients.times,
    Arithmetic.RATIO: quotients.over,
}


def calculated(operation: Arithmetic, one: Quantity, other: Quantity) -> Quantity | None:
    """Join two quantities; None where they depend on the answer in two different ways."""
    if one.base is not None and other.base is not None and one.base != other.base:
        return None
    joined = _OPERATIONS[operation](one.quotient, other.quotient)
    if joined is None:
        return None
    base = None if joined.is_constant else one.base or other.base
    return Quantity(joined, base, one.loose or other.loose)


def formula_values(formula: Formula, named: dict[str, Sequence[Quantity | bool]]) -> list[Quantity]:
    """Give what a formula comes to, for every choice of its inputs of which one may vary."""
    found: list[Quantity] = []
    for chosen in product(*named.values()):
        inputs = dict(zip(named, chosen, strict=True))
        made = _RATIONAL[formula](inputs) if formula in _RATIONAL else _one(formula, inputs)
        if made is not None:
            found.append(made)
    return found


def _one(formula: Formula, inputs: dict[str, Quantity | bool]) -> Quantity | None:
    varying = [
        (name, one)
        for name, one in inputs.items()
        if isinstance(one, Quantity) and one.base is not None
    ]
    others = {
        name: one if isinstance(one, bool) else number_of(one)
        for name, one in inputs.items()
        if name not in dict(varying)
    }
    known = tuple((name, one) for name, one in others.items() if one is not None)
    if len(varying) > 1 or len(known) < len(others):
        return None
    loose = any(isinstance(one, Quantity) and one.loose for one in inputs.values())
    if varying:
        ((name, quantity),) = varying
        return Quantity(IDENTITY, Computed(formula, known, name, quantity), loose)
    try:
        value = compute(formula, dict(known))
    except DecimalException:
        return None
    return Quantity(constant(Fraction(value)), loose=loose) if isinstance(value, Decimal) else None


def _chain(*steps: tuple[Arithmetic, Quantity | None]) -> Quantity | None:
    """Join quantities one after the other."""
    total = steps[0][1]
    for operation, quantity in steps[1:]:
        if total is None or quantity is None:
            return None
        total = calculated(operation, total, quantity)
    return total


def _bmi(inputs: dict[str, Quantity | bool]) -> Quantity | None:
    weight, height = inputs["weight"], inputs["height"]
    assert isinstance(weight, Quantity)
    assert isinstance(height, Quantity)
    ratio = Arithmetic.RATIO
    return _chain((ratio, weight), (ratio, height), (ratio, height))


def _clearance(inputs: dict[str, Quantity | bool]) -> Quantity | None:
    age, weight, creatinine = inputs["age"], inputs["weight"], inputs["creatinine"]
    assert isinstance(age, Quantity)
    assert isinstance(weight, Quantity)
    assert isinstance(creatinine, Quantity)
    factor = Fraction(85 if inputs["female"] is True else 100, 7200)
    years = calculated(Arithmetic.DIFFERENCE, Quantity(constant(Fraction(140))), age)
    return _chain(
        (Arithmetic.PRODUCT, years),
        (Arithmetic.PRODUCT, weight),
        (Arithmetic.PRODUCT, Quantity(constant(factor))),
        (Arithmetic.RATIO, creatinine),
    )


#: The formulas that are quotients; the others have powers.
_RATIONAL: dict[Formula, Callable[[dict[str, Quantity | bool]], Quantity | None]] = {
    Formula.BMI: _bmi,
    Formula.CREATININE_CLEARANCE_COCKCROFT_GAULT: _clearance,
}


def turns(quantity: Quantity) -> Iterator[Turn]:
    """Give the places of the answer, a number or a day's ordinal, where the sign may change."""
    unsure = quantity.loose or quantity.quotient.rounded
    for turn in quotients.turns(quantity.quotient):
        yield from _placed(quantity.base, replace(turn, sure=False) if unsure else turn)


def _placed(base: Base | None, turn: Turn) -> Iterator[Turn]:
    """Give where the base passes a place."""
    match base:
        case Itself():
            yield turn
        case Counted():
            yield from _days(base, turn)
        case Computed():
            yield from _inputs(base, turn)


def _days(base: Counted, turn: Turn) -> Iterator[Turn]:
    """Give the days from which on one unit more, or one less, is completed."""
    before, at, after = turn.signs
    reached, passed = ceil(turn.low), floor(turn.high) + 1
    signs: dict[int, tuple[int | None, int | None]]
    if not turn.exact or not turn.sure:
        signs = dict.fromkeys(range(reached, passed + 1), (-1, 1))
    elif reached == passed:
        signs = {reached: (before, after)}
    else:
        signs = {reached: (before, at), passed: (at, after)}
    for count, (one, other) in signs.items():
        day = first_where(partial(_passed, base, count))
        if day is not None:
            yield Turn(Fraction(day), Fraction(day), (one, other, other))


def _passed(base: Counted, count: int, ordinal: int) -> bool:
    return (base.count(ordinal) >= count) is not base.from_answer


def first_where(holds: Callable[[int], bool]) -> int | None:
    """Give the first day from which on it holds; None where it holds of none, or of all."""
    low, high = FIRST_DAY, LAST_DAY
    if holds(low) or not holds(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _inputs(base: Computed, turn: Turn) -> Iterator[Turn]:
    """Give where a formula, which only rises or only falls with an input, passes a place."""
    places = [Decimal(0)] if base.name in _NEVER_ZERO else []
    for place in (*places, *_inverse(base, decimal_of((turn.low + turn.high) / 2))):
        less = calculated(Arithmetic.DIFFERENCE, base.input, Quantity(constant(Fraction(place))))
        for inner in quotients.turns(less.quotient) if less is not None else ():
            beside = max(abs(inner.low), abs(inner.high)) * _BESIDE if place else Fraction(0)
            near = Turn(inner.low - beside, inner.high + beside, inner.signs, sure=False)
            yield from _placed(base.input.base, near)


@lru_cache(maxsize=1024)
def _inverse(base: Computed, value: Decimal) -> tuple[Decimal, ...]:
    """Find the input that gives a value, where there is one."""
    low, high = _INPUTS
    least, greatest = base.value(low), base.value(high)
    if least is None or greatest is None or not min(least, greatest) < value < max(least, greatest):
        return ()
    for _halving in range(_HALVINGS):
        middle = multiply(add(low, high), _HALF)
        found = base.value(middle)
        if found is None:
            return ()
        low, high = (middle, high) if (found < value) is (least < greatest) else (low, middle)
    return (multiply(add(low, high), _HALF),)
