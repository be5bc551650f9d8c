"""Where the truth of some rule may turn as one answer grows, all others staying as they are.

The places come from every test that reads the answer, itself or by way of a derived value.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import ceil, floor

from screener.engine.calendar import add
from screener.engine.outline import outline
from screener.engine.quantities import (
    ANSWER,
    Counted,
    Quantity,
    calculated,
    first_where,
    fixed,
    formula_values,
    turns,
)
from screener.engine.quotients import IDENTITY, Turn, constant
from screener.protocol import derivations as d
from screener.protocol.conditions import (
    AgoTest,
    Answered,
    Comparison,
    DateComparison,
    DateTest,
    Leaf,
    NumberTest,
    Reference,
    SeriesTest,
    Test,
    entry_conditions,
    operand,
    walk,
)
from screener.protocol.model import Protocol
from screener.protocol.reads import questions_read
from screener.protocol.values import DateRange, NumberRange, Value

#: Digits of a place between two answers, where no answer lies on the place itself.
_DIGITS = 20
#: More numbers than this are not told apart in one derived value.
_MOST_CHOICES = 256
#: Longer numbers than this are no answers.
_LONGEST = 30


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """Where one interval of numbers ends and the next begins; between the two lies no answer."""

    end: Decimal
    end_included: bool
    start: Decimal
    start_left_out: bool


Representatives = Callable[[str], Sequence[Value]]


@lru_cache(maxsize=16)
def tests_by_question(protocol: Protocol) -> Mapping[str, tuple[Leaf, ...]]:
    """Give the tests that read each asked question, itself or by way of derived values."""
    found: dict[str, dict[Leaf, None]] = defaultdict(dict)
    for leaf in outline(protocol).leaves:
        waiting, seen = list(questions_read(protocol.questions, leaf)), set[str]()
        while waiting:
            id = waiting.pop()
            if id in seen:
                continue
            seen.add(id)
            derive = protocol.questions[id].derive
            if derive is None:
                found[id][leaf] = None
            else:
                waiting += d.inputs(derive)
    return {id: tuple(leaves) for id, leaves in found.items()}


class Cuts:
    """The places for one question; `others` gives the values to count with for another one."""

    def __init__(
        self, protocol: Protocol, question: str, on: date, others: Representatives
    ) -> None:
        self._protocol = protocol
        self._question = question
        self._on = on
        self._others = others
        self._known: dict[str, list[Quantity]] = {}
        self._tests = tests_by_question(protocol).get(question, ())

    def of_number(self) -> tuple[Cut, ...]:
        """Give the places among numbers, in order."""
        found: set[Cut] = set()
        for comparison, turn in self._turns():
            found.update(_number_cuts(comparison, turn))
        return tuple(sorted(found))

    def of_date(self) -> tuple[date, ...]:
        """Give the days on which something may turn from the day before, in order."""
        found: set[int] = set()
        for comparison, turn in self._turns():
            found.update(_first_days(comparison, turn))
        for test in self._tests:
            found.update(self._days(test))
        last = date.max.toordinal()
        return tuple(date.fromordinal(day) for day in sorted(found) if 1 < day <= last)

    # Tests on numbers, asked and derived.

    def _turns(self) -> Iterator[tuple[Comparison, Turn]]:
        for test in self._tests:
            if isinstance(test, NumberTest):
                for difference in self._differences(test):
                    for turn in turns(difference):
                        yield test.comparison, turn
            elif isinstance(test, SeriesTest):
                yield from self._entry_turns(test)

    def _differences(self, test: NumberTest) -> Iterator[Quantity]:
        """Give what a test compares with zero: the tested number less its bound."""
        own = test.bound
        bounds = fixed(own) if isinstance(own, Decimal) else self._scaled(own)
        for tested, bound in product(self._quantities(test.question), bounds):
            difference = calculated(d.Arithmetic.DIFFERENCE, tested, bound)
            if difference is not None and difference.base is not None:
                yield difference

    def _scaled(self, bound: Answered) -> list[Quantity]:
        return self._calculated(d.Arithmetic.PRODUCT, (bound.times, bound.question))

    def _quantities(self, question: str) -> list[Quantity]:
        """Give the numbers that a question may stand for, as the answer grows."""
        if question not in self._known:
            derive = self._protocol.questions[question].derive
            if question == self._question:
                found = [ANSWER]
            elif derive is None:
                found = [one for value in self._others(question) for one in _number(value)]
            else:
                found = self._derived(derive)
            self._known[question] = list(dict.fromkeys(found))[:_MOST_CHOICES]
        return self._known[question]

    def _operand(self, one: d.Operand) -> list[Quantity]:
        return fixed(one) if isinstance(one, Decimal) else self._quantities(one)

    def _derived(self, derive: d.Derivation) -> list[Quantity]:
        match derive:
            case d.Completed():
                return list(self._completed(derive))
            case d.Calculation(operation=operation, operands=operands):
                return self._calculated(operation, operands)
            case d.Case(branches=branches):
                return [one for branch in branches for one in self._operand(branch.value)]
            case d.FormulaCall(formula=formula, inputs=named):
                inputs = {name: self._input(id) for name, id in named.items()}
                return formula_values(formula, inputs)
            case d.Score():
                # Its items are no numbers and no dates; a few answers make many sums.
                sums = {Decimal(0)}
                for points in derive.points.values():
                    sums |= {total + points for total in sums}
                return [one for total in sorted(sums)[:_MOST_CHOICES] for one in fixed(total)]

    def _calculated(self, operation: d.Arithmetic, operands: Sequence[d.Operand]) -> list[Quantity]:
        totals = self._operand(operands[0])
        for one in operands[1:]:
            joined = (
                calculated(operation, total, other)
                for total, other in product(totals, self._operand(one))
            )
            totals = list(dict.fromkeys(one for one in joined if one is not None))[:_MOST_CHOICES]
        return totals

    def _input(self, question: str) -> Sequence[Quantity | bool]:
        """Give the numbers of a formula's input, or whether it is yes."""
        if self._protocol.questions[question].type.is_number:
            return self._quantities(question)
        if question == self._question:
            return (True, False)
        return [value for value in self._others(question) if isinstance(value, bool)]

    def _completed(self, derive: d.Completed) -> Iterator[Quantity]:
        for start, until in product(self._ends(derive.start), self._ends(derive.until)):
            if start is None and until is not None:
                yield Quantity(IDENTITY, Counted(derive.unit, until, True))
            elif until is None and start is not None:
                yield Quantity(IDENTITY, Counted(derive.unit, start, False))
            elif start is not None and until is not None:
                counted = Counted(derive.unit, until, True).count(start.toordinal())
                yield Quantity(constant(Fraction(counted)), loose=True)

    # Tests on dates.

    def _ends(self, end: d.End | Answered) -> list[date | None]:
        """Give the days of an end date; None stands for the answer itself."""
        match end:
            case Reference():
                return [self._on]
            case date():
                return [end]
            case Answered(question=id) | (str() as id):
                if id == self._question:
                    return [None]
                return list({day for value in self._others(id) for day in days_of(value)})

    def _days(self, test: Test) -> Iterator[int]:
        match test:
            case DateTest() | AgoTest():
                other = test.bound if isinstance(test, DateTest) else test.until
                tested = self._ends(test.question)
                for one, two in product(tested, self._ends(other)):
                    yield from self._between(test, one, two)
            case SeriesTest():
                yield from self._entry_days(test)
            case _:
                return

    def _between(
        self, test: DateTest | AgoTest, tested: date | None, end: date | None
    ) -> Iterator[int]:
        """Give the days on which a date, or its end, comes to lie on the other side."""
        if tested is None and end is not None:
            yield from _from_day(test, end)
        elif end is None and tested is not None:
            yield from _from_end(test, tested)

    # Answers with which the entries of a series are compared.

    def _entry_turns(self, test: SeriesTest) -> Iterator[tuple[Comparison, Turn]]:
        for inner, bound in self._compared(test):
            if isinstance(inner, NumberTest):
                for own, other in product(
                    self._in_entries(test, inner.question), self._scaled(bound)
                ):
                    for quantity in _number(own):
                        less = calculated(d.Arithmetic.DIFFERENCE, quantity, other)
                        for turn in () if less is None else turns(less):
                            yield inner.comparison, turn

    def _entry_days(self, test: SeriesTest) -> Iterator[int]:
        for inner, bound in self._compared(test):
            if bound.question == self._question and isinstance(inner, DateTest | AgoTest):
                for value in self._in_entries(test, inner.question):
                    for day in days_of(value):
                        yield from _from_end(inner, day)
        until = test.until
        if isinstance(until, Answered) and until.question == self._question and test.within:
            for value in self._in_entries(test, "date"):
                for day in days_of(value):
                    yield day.toordinal()
                    yield add(day, test.within).toordinal() + 1

    def _compared(self, test: SeriesTest) -> Iterator[tuple[Test, Answered]]:
        """Give the tests inside entries that read a question, and how they read it."""
        fields = self._protocol.questions[test.question].fields
        whens = [field.when for field in fields.values() if field.when is not None]
        for condition in (*entry_conditions(test), *whens):
            for node in walk(condition):
                other = operand(node) if isinstance(node, Test) else None
                if isinstance(node, Test) and other is not None and not other.field:
                    yield node, other

    def _in_entries(self, test: SeriesTest, field: str) -> list[Value]:
        found: list[Value] = []
        for entries in self._others(test.question):
            for entry in entries if isinstance(entries, tuple) else ():
                value = entry.date if field == "date" else entry.fields.get(field)
                if value is not None:
                    found.append(value)
        return found


def _number(value: Value) -> list[Quantity]:
    return fixed(value) if isinstance(value, Decimal | NumberRange) else []


def days_of(value: Value) -> list[date]:
    """Give the days at which a date, or a range of them, ends."""
    if isinstance(value, DateRange):
        return [day for day in (value.first, value.last) if day is not None]
    return [value] if isinstance(value, date) else []


def _from_day(test: DateTest | AgoTest, end: date) -> Iterator[int]:
    """Give the first day on which the test of the answer turns, against an end that stays."""
    if isinstance(test, DateTest):
        later = test.comparison in (DateComparison.AFTER, DateComparison.ON_OR_BEFORE)
        yield end.toordinal() + later
        return
    beyond = test.comparison in (Comparison.AT_LEAST, Comparison.BELOW)

    def holds(ordinal: int) -> bool:
        reached = add(date.fromordinal(ordinal), test.duration)
        return reached > end if beyond else reached >= end

    first = first_where(holds)
    if first is not None:
        yield first


def _from_end(test: Test, tested: date) -> Iterator[int]:
    """Give the first day of the answer, the end, on which the test of a date turns."""
    if isinstance(test, DateTest):
        later = test.comparison in (DateComparison.BEFORE, DateComparison.ON_OR_AFTER)
        yield tested.toordinal() + later
    elif isinstance(test, AgoTest):
        later = test.comparison in (Comparison.ABOVE, Comparison.AT_MOST)
        yield add(tested, test.duration).toordinal() + later


def _part(comparison: Comparison, sign: int | None) -> object:
    """Tell of which part of all numbers a difference is, as far as a test tells them apart."""
    if sign is None or comparison is Comparison.EQUAL:
        return sign
    if comparison in (Comparison.BELOW, Comparison.AT_LEAST):
        return sign < 0
    return sign <= 0


def _sides(comparison: Comparison, turn: Turn) -> tuple[bool, bool]:
    """Tell whether something turns right before a place, and right after it."""
    if not turn.sure:
        return True, True
    before, at, after = (_part(comparison, sign) for sign in turn.signs)
    return before != at or at is None, at != after or at is None


def _number_cuts(comparison: Comparison, turn: Turn) -> Iterator[Cut]:
    before, after = _sides(comparison, turn)
    if not before and not after:
        return
    place = _exactly(turn.low) if turn.exact else None
    if place is None:
        yield Cut(_rounded(turn.low, ROUND_FLOOR), True, _rounded(turn.high, ROUND_CEILING), False)
        return
    if before:
        yield Cut(place, False, place, False)
    if after:
        yield Cut(place, True, place, True)


def _first_days(comparison: Comparison, turn: Turn) -> Iterator[int]:
    before, after = _sides(comparison, turn)
    if before:
        yield ceil(turn.low)
    if after:
        yield floor(turn.high) + 1


def _exactly(value: Fraction) -> Decimal | None:
    """Give a number that an answer can be; None where its digits have no end, or are too many."""
    context = Context(prec=_LONGEST)
    found = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return found if Fraction(found) == value else None


def _rounded(value: Fraction, rounding: str) -> Decimal:
    context = Context(prec=_DIGITS, rounding=rounding)
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))
