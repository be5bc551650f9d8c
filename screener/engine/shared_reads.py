"""Conditions that read a question several times: their knots, and how these may come out.

A knot is as little of a condition as shares no question with the rest of it. A fold over it takes,
of each test, the ways in which it may come out together before and after an answer is given, and
gives those of the whole: that is exact where the tests come out independently of one another.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from screener.engine.parts import sharing
from screener.engine.truth import Truth, at_least, every, negate
from screener.protocol.conditions import (
    All,
    AnyOf,
    AtLeast,
    ChoiceTest,
    Comparison,
    Condition,
    CriterionRef,
    DefinitionRef,
    Leaf,
    Not,
    NumberTest,
    OrderTest,
    Test,
    members,
)
from screener.protocol.model import Protocol, Question
from screener.protocol.reach import reached_from
from screener.protocol.reads import questions_read, roots

#: A condition that goes deeper, or has more parts, is not looked at.
_DEEPEST, _LARGEST = 100, 2_000
#: A handful of protocols at most are in use at one site.
_KEPT = 8
#: How many folds of the same few outcomes are kept.
_FOLDS = 4_096

_INFINITE = Decimal("Infinity")

#: The ways in which a condition may come out before an answer, and after it.
Outcomes = frozenset[tuple[Truth, Truth]]


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A condition in a tree, references followed; `reads` are the asked questions behind it."""

    condition: Condition
    members: tuple["Node", ...]
    reads: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Knot:
    """Members of a condition that read the same questions, which nothing else reads in the whole.

    So is a test that may come out in one way alone, or not at all. `asked` are all that they read,
    each once. `above` are the conditions in which they stand, `root` has their own with these
    members alone.
    """

    above: tuple[Condition, ...]
    root: Node
    asked: tuple[str, ...]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What it consists of: its members, or the one test that it is."""
        return tuple(one.condition for one in self.root.members) or (self.root.condition,)


@dataclass(frozen=True, slots=True, eq=False)
class Tied:
    """A condition with its knots, its tests that are in none of them, and all of it as one knot."""

    knots: tuple[Knot, ...]
    loose: tuple[Leaf, ...]
    whole: Knot


@lru_cache(maxsize=_KEPT)
def tied(protocol: Protocol) -> Mapping[Condition, Tied]:
    """Give the rules and the sections' `after`s in which there are knots."""
    conditions = [one.rule for one in protocol.criteria.values()]
    conditions += (one.after for one in protocol.sections.values() if one.after is not None)
    found = {}
    for condition in conditions:
        try:
            root = _Planting(protocol).node(condition, 0)
        except _TooLarge:
            continue
        tying = _Tying(protocol)
        tying.follow(root, ())
        if tying.knots:
            knots, loose = tuple(tying.knots), tuple(tying.loose)
            found[condition] = Tied(knots, loose, Knot((), root, _in_order(protocol, root)))
    return found


def several_times(reads: Iterable[Collection[str]]) -> frozenset[str]:
    """Give the questions that stand in more than one of these."""
    counted = Counter(chain.from_iterable(reads))
    return frozenset(id for id, times in counted.items() if times > 1)


def fold(condition: Condition, outcomes: Sequence[Outcomes]) -> Outcomes:
    """Give how a condition may come out by how its members may, each for itself."""
    match condition:
        case Not() | CriterionRef() | DefinitionRef():
            (only,) = outcomes
            return _denied(only) if isinstance(condition, Not) else only
        case All():
            return _all(outcomes)
        case AtLeast(least=least):
            return _several(least, tuple(outcomes))
        case _:
            none = _all([_denied(one) for one in outcomes])
            return _denied(none) if isinstance(condition, AnyOf) else none


class _Tying:
    """Finds the knots of a tree, as small as can be."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self.knots: list[Knot] = []
        self.loose: list[Leaf] = []

    def follow(self, node: Node, above: tuple[Condition, ...]) -> None:
        """Note the knots below a node, and the tests that are in none."""
        condition = node.condition
        if isinstance(condition, Test):
            asked = self._protocol.questions[condition.question]
            if self._may_hang(condition) or _one_way(asked, condition):
                self._tie(node, above)
            else:
                self.loose.append(condition)
            return
        groups = [group for _read, group in sharing((one.reads, one) for one in node.members)]
        whole = isinstance(condition, AtLeast) and len(groups) < len(node.members)
        for group in [node.members] if whole else groups:
            if len(group) == 1:
                self.follow(group[0], (*above, condition))
            else:
                reads = frozenset[str]().union(*(one.reads for one in group))
                self._tie(Node(condition, tuple(group), reads), (*above, condition))

    def _tie(self, root: Node, above: tuple[Condition, ...]) -> None:
        self.knots.append(Knot(above, root, _in_order(self._protocol, root)))

    def _may_hang(self, test: Leaf) -> bool:
        """Tell whether a test waits for a value that there may never be, as it does not apply."""
        questions = self._protocol.questions
        read = questions_read(questions, test)
        behind = {root for id in read for root in roots(questions, id)}
        return any(questions[id].when is not None for id in {*read, *behind} - {test.question})


def _one_way(question: Question, test: Leaf) -> bool:
    """Tell whether a test comes out in one way alone, whatever the answer is."""
    match test:
        case ChoiceTest(options=options):
            return set(options) >= question.options.keys()
        case OrderTest(comparison=comparison, option=option):
            lowest, *_between, highest = question.options
            towards_end = {Comparison.AT_MOST: highest, Comparison.ABOVE: highest}
            return option == towards_end.get(comparison, lowest)
        case NumberTest(comparison=comparison, bound=Decimal() as bound):
            least = -_INFINITE if question.minimum is None else Decimal(str(question.minimum))
            most = _INFINITE if question.maximum is None else Decimal(str(question.maximum))
            match comparison:
                case Comparison.AT_LEAST | Comparison.BELOW:
                    return not least < bound <= most
                case Comparison.AT_MOST | Comparison.ABOVE:
                    return not least <= bound < most
                case Comparison.EQUAL:
                    return not least <= bound <= most
    return False


def _in_order(protocol: Protocol, root: Node) -> tuple[str, ...]:
    return tuple(id for id in protocol.questions if id in root.reads)


class _TooLarge(Exception):
    """A condition has more parts than are looked at."""


class _Planting:
    """Makes the tree of one condition."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self._left = _LARGEST

    def node(self, condition: Condition, depth: int) -> Node:
        self._left -= 1
        if depth > _DEEPEST or self._left < 0:
            raise _TooLarge
        below = tuple(self.node(one, depth + 1) for one in self._below(condition))
        reads = frozenset[str]().union(*(one.reads for one in below))
        if isinstance(condition, Test):
            behind = reached_from(self._protocol, condition)
            reads = frozenset(id for id in behind if self._protocol.questions[id].derive is None)
        return Node(condition, below, reads)

    def _below(self, condition: Condition) -> Sequence[Condition]:
        match condition:
            case CriterionRef(criterion=id):
                return (self._protocol.criteria[id].rule,)
            case DefinitionRef(definition=id):
                return (self._protocol.definitions[id],)
            case _:
                return members(condition)


def _all(outcomes: Sequence[Outcomes]) -> Outcomes:
    whole: Outcomes = frozenset({(True, True)})
    for one in outcomes:
        whole = _both(whole, one)
    return whole


@lru_cache(maxsize=_FOLDS)
def _both(one: Outcomes, other: Outcomes) -> Outcomes:
    return frozenset(
        (every((before, too)), every((after, then))) for before, after in one for too, then in other
    )


@lru_cache(maxsize=_FOLDS)
def _denied(outcomes: Outcomes) -> Outcomes:
    return frozenset((negate(before), negate(after)) for before, after in outcomes)


@lru_cache(maxsize=_FOLDS)
def _several(least: int, outcomes: tuple[Outcomes, ...]) -> Outcomes:
    """Count what may be true, and what is not false, before and after."""
    counts = {((0, 0), (0, 0))}
    for one in outcomes:
        counts = {
            (_counted(before, truth), _counted(after, then))
            for before, after in counts
            for truth, then in one
        }
    return frozenset(
        (_enough(least, len(outcomes), *before), _enough(least, len(outcomes), *after))
        for before, after in counts
    )


def _counted(count: tuple[int, int], truth: Truth) -> tuple[int, int]:
    true, false = count
    return true + (truth is True), false + (truth is False)


def _enough(least: int, members: int, true: int, false: int) -> Truth:
    unknown = [None] * (members - true - false)
    return at_least(least, [*[True] * true, *[False] * false, *unknown])
