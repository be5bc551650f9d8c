"""The rule language read as plainly as it is written: the reference for the compiled rules.

Nothing here is shared with the compiler but the tree, calendar arithmetic and exact arithmetic. A
range is tried at its ends, an uncertain `where` with every choice of entries, and a window's end
on each of its days, so this is slow, and only tests use it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Protocol as Interface

from screener.engine.calendar import add
from screener.engine.compiler import Evaluation
from screener.engine.derive import derived, operand_value
from screener.engine.interpreter_points import INFINITY, Point, ends, equals, holds, scaled
from screener.engine.outline import Outline
from screener.engine.truth import Truth
from screener.protocol.conditions import (
    AgoTest,
    All,
    Answered,
    AnyEntry,
    AnyOf,
    AtLeast,
    BooleanTest,
    ChoicesTest,
    ChoiceTest,
    Comparison,
    Condition,
    Count,
    CriterionRef,
    DateTest,
    DefinitionRef,
    EveryEntry,
    Form,
    Latest,
    Leaf,
    NoneOf,
    Not,
    NumberTest,
    OrderTest,
    Reference,
    SeriesTest,
    SetComparison,
    Unchanged,
)
from screener.protocol.derivations import Case, Score
from screener.protocol.model import Decision, Kind, Question
from screener.protocol.values import DateRange, Entry, NumberRange, Value

#: Days tried of a window's end that is open: past every date there is.
_FAR = timedelta(days=200_000)


#: `above: n` is d + n < r.
_AGO = {
    Comparison.ABOVE: Comparison.BELOW,
    Comparison.AT_LEAST: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.BELOW: Comparison.ABOVE,
}


class _World(Interface):
    """What names stand for: questions, or the fields of one entry."""

    @property
    def on(self) -> date: ...
    def question(self, name: str) -> Question: ...
    def value(self, name: str) -> Value | None: ...
    def applies(self, name: str) -> Truth: ...
    def input(self, answered: Answered) -> Value | None: ...
    def referred(self, node: CriterionRef | DefinitionRef) -> Truth: ...
    def entries(self, test: SeriesTest) -> "list[_EntryWorld] | None": ...


def interpret(outline: Outline, values: Mapping[str, Value | None], on: date) -> Evaluation:
    """Evaluate a protocol's rules; `values` as `screener.engine.values` gives them."""
    world = _Questions(outline, values, on)
    criteria = tuple(
        world.truth(criterion.rule) for criterion in outline.protocol.criteria.values()
    )
    leaves = tuple(world.truth(leaf) for leaf in outline.leaves)
    everything = {
        **values,
        **{id: world.value(id) for id, one in outline.protocol.questions.items() if one.derive},
    }
    kinds = [criterion.kind for criterion in outline.protocol.criteria.values()]
    return Evaluation(_decide(kinds, criteria), criteria, leaves, everything)


def _decide(kinds: Sequence[Kind], criteria: Sequence[Truth]) -> Decision:
    passing = [
        truth if kind is Kind.INCLUSION or truth is None else not truth
        for kind, truth in zip(kinds, criteria, strict=True)
    ]
    if False in passing:
        return Decision.INELIGIBLE
    return Decision.UNDETERMINED if None in passing else Decision.ELIGIBLE


def truth_of(world: _World, node: Condition) -> Truth:
    """Give the truth of a condition, as section 3 and 4 of the rule language say."""
    match node:
        case All(members=members):
            return _all([truth_of(world, one) for one in members])
        case AnyOf(members=members):
            return _not(_all([_not(truth_of(world, one)) for one in members]))
        case NoneOf(members=members):
            return _all([_not(truth_of(world, one)) for one in members])
        case Not(member=member):
            return _not(truth_of(world, member))
        case AtLeast(least=least, members=members):
            truths = [truth_of(world, one) for one in members]
            if truths.count(True) >= least:
                return True
            return False if len(truths) - truths.count(False) < least else None
        case CriterionRef() | DefinitionRef():
            return world.referred(node)
        case _:
            return _all([world.applies(node.question), _test(world, node)])


def _all(truths: Sequence[Truth]) -> Truth:
    return False if False in truths else None if None in truths else True


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


@dataclass(frozen=True, slots=True)
class _Questions:
    outline: Outline
    given: Mapping[str, Value | None]
    on: date

    def question(self, name: str) -> Question:
        return self.outline.protocol.questions[name]

    def truth(self, node: Condition) -> Truth:
        return truth_of(self, node)

    def value(self, name: str) -> Value | None:
        derive = self.question(name).derive
        if derive is None:
            return self.given.get(name)
        if isinstance(derive, Case):
            return self._case(derive)
        if isinstance(derive, Score):
            return derived(derive, self._item, self.on)
        return derived(derive, self._lookup, self.on)

    def applies(self, name: str) -> Truth:
        when = self.question(name).when
        return True if when is None else self.truth(when)

    def input(self, answered: Answered) -> Value | None:
        return self._lookup(answered.question)

    def referred(self, node: CriterionRef | DefinitionRef) -> Truth:
        if isinstance(node, CriterionRef):
            return self.truth(self.outline.protocol.criteria[node.criterion].rule)
        return self.truth(self.outline.protocol.definitions[node.definition])

    def entries(self, test: SeriesTest) -> "list[_EntryWorld] | None":
        entries = self.value(test.question)
        if entries is None:
            return None
        assert isinstance(entries, tuple)
        return [_EntryWorld(self, self.question(test.question), entry) for entry in entries]

    def _lookup(self, name: str) -> Value | None:
        return self.value(name) if self.applies(name) is True else None

    def _item(self, name: str) -> Value | None:
        return False if self.applies(name) is False else self._lookup(name)

    def _case(self, case: Case) -> Value | None:
        for branch in case.branches:
            truth = True if branch.when is None else self.truth(branch.when)
            if truth is None:
                return None
            if truth:
                return operand_value(branch.value, self._lookup)
        return None


@dataclass(frozen=True, slots=True)
class _EntryWorld:
    outside: _Questions
    series: Question
    entry: Entry

    @property
    def on(self) -> date:
        return self.outside.on

    def question(self, name: str) -> Question:
        return self.series.fields[name]

    def value(self, name: str) -> Value | None:
        return self.entry.date if name == "date" else self.entry.fields.get(name)

    def applies(self, name: str) -> Truth:
        when = None if name == "date" else self.question(name).when
        return True if when is None else truth_of(self, when)

    def input(self, answered: Answered) -> Value | None:
        if not answered.field:
            return self.outside.input(answered)
        name = answered.question
        return self.value(name) if self.applies(name) is True else None

    def referred(self, node: CriterionRef | DefinitionRef) -> Truth:
        raise TypeError(node)

    def entries(self, test: SeriesTest) -> "list[_EntryWorld] | None":
        raise TypeError(test)


def _test(world: _World, test: Leaf) -> Truth:
    if isinstance(test, SeriesTest):
        return _series(world, test)
    value = world.value(test.question)
    if value is None:
        return None
    match test:
        case BooleanTest(wanted=wanted):
            return value is wanted
        case ChoiceTest(options=options, negated=negated):
            return (value in options) is not negated
        case OrderTest(comparison=comparison, option=option):
            ranks = list(world.question(test.question).options)
            assert isinstance(value, str)
            return holds(comparison, (ranks.index(value), 0), (ranks.index(option), 0))
        case ChoicesTest(comparison=SetComparison.ALL_OF, options=options):
            assert isinstance(value, frozenset)
            return all(option in value for option in options)
        case ChoicesTest(comparison=comparison, options=options):
            assert isinstance(value, frozenset)
            some = any(option in value for option in options)
            return some if comparison is SetComparison.ANY_OF else not some
        case _:
            return _compare(world, test, value)


def _compare(world: _World, test: NumberTest | DateTest | AgoTest, value: Value) -> Truth:
    bound = test.until if isinstance(test, AgoTest) else test.bound
    other = _bound(world, bound)
    if other is None:
        return None
    left, right = ends(value), ends(other)
    if isinstance(bound, Answered) and isinstance(test, NumberTest):
        right = scaled(right, bound.times)
    if isinstance(test, AgoTest):
        left = [_later(point, test) for point in left]
    if isinstance(test, NumberTest) and test.comparison is Comparison.EQUAL:
        return equals(left, right[0])
    comparison = _AGO[test.comparison] if isinstance(test, AgoTest) else test.comparison
    return _same(holds(comparison, x, y) for x, y in product(left, right))


def _bound(world: _World, bound: Value | Answered | Reference) -> Value | None:
    if isinstance(bound, Reference):
        return world.on
    return world.input(bound) if isinstance(bound, Answered) else bound


def _later(point: Point, test: AgoTest) -> Point:
    if point[0] == INFINITY:
        return point
    return (add(date.fromordinal(int(point[0])), test.duration).toordinal(), 0)


def _series(world: _World, test: SeriesTest) -> Truth:
    entries = world.entries(test)
    if entries is None:
        return None
    if test.within is None:
        return _with_every_choice(test, entries)
    until = _bound(world, test.until)
    if until is None:
        return None
    assert isinstance(until, date | DateRange)
    results = set()
    for day in _days(until, entries):
        limited = [
            one for one in entries if one.entry.date <= day <= add(one.entry.date, test.within)
        ]
        results.add(_with_every_choice(test, limited))
    return _same(results)


def _days(until: date | DateRange, entries: "list[_EntryWorld]") -> Iterator[date]:
    if isinstance(until, date):
        yield until
        return
    last = until.last or max([until.first, *(one.entry.date for one in entries)]) + _FAR
    day = until.first
    while day <= last:
        yield day
        day += timedelta(days=1)


def _with_every_choice(test: SeriesTest, entries: "list[_EntryWorld]") -> Truth:
    where, form = test.where, test.form
    counted = [True if where is None else truth_of(one, where) for one in entries]
    choices = product(*([one] if one is not None else [True, False] for one in counted))
    chosen = [
        [one for one, taken in zip(entries, choice, strict=True) if taken] for choice in choices
    ]
    if isinstance(form, Count):
        return _all([_same(_form(one, some) for some in chosen) for one in _limits(form)])
    return _same(_form(form, some) for some in chosen)


def _same(truths: Iterable[Truth]) -> Truth:
    results = set(truths)
    return results.pop() if len(results) == 1 else None


def _limits(form: Count) -> list[Count]:
    """Take a count apart: each of its limits is judged by itself."""
    least = [] if form.least is None else [Count(least=form.least)]
    return least if form.most is None else [*least, Count(most=form.most)]


def _form(form: Form, entries: "list[_EntryWorld]") -> Truth:
    match form:
        case Latest(condition=condition):
            return truth_of(entries[-1], condition) if entries else None
        case AnyEntry(condition=condition):
            return _not(_all([_not(truth_of(one, condition)) for one in entries]))
        case EveryEntry(condition=condition):
            return _all([truth_of(one, condition) for one in entries]) if entries else None
        case Count(least=least, most=most):
            enough = least is None or len(entries) >= least
            return enough and (most is None or len(entries) <= most)
        case Unchanged():
            return _unchanged(form, entries)


def _unchanged(form: Unchanged, entries: "list[_EntryWorld]") -> Truth:
    if not entries:
        return None
    latest = entries[-1].entry.date
    bases = [one for one in entries if add(one.entry.date, form.duration) <= latest]
    start = bases[-1].entry.date if bases else date.min
    considered = [one for one in entries if one.entry.date >= start]
    rows = [[one.input(Answered(field, field=True)) for field in form.fields] for one in considered]
    uncertain = not bases or any(value is None for row in rows for value in row)
    for first in range(len(rows)):
        for second in range(first):
            for x, y in zip(rows[first], rows[second], strict=True):
                differ = False if x is None or y is None else _differ(x, y)
                if differ:
                    return False
                uncertain |= differ is None
    return None if uncertain else True


def _differ(x: Value, y: Value) -> Truth:
    if not isinstance(x, NumberRange) and not isinstance(y, NumberRange):
        return x != y
    (low, high), (other_low, other_high) = ends(x), ends(y)
    return True if high < other_low or other_high < low else None
