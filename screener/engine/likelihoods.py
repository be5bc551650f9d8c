"""How likely each test is to be true of a candidate about whom nothing is known.

Authors say of a criterion which share of the candidates it turns away (`expected_failure`). Each of
its findings, the ways in which it can fail, is taken for as likely as any other, and all tests for
independent of one another.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import prod
from typing import NamedTuple

from screener.engine.outline import Item, ItemKind, outline
from screener.protocol.conditions import (
    All,
    AnyOf,
    AtLeast,
    BooleanTest,
    Condition,
    CriterionRef,
    DefinitionRef,
    Leaf,
    NoneOf,
    Not,
)
from screener.protocol.model import Kind, Protocol

#: A handful of protocols at most are in use at one site.
_KEPT = 16
#: The share that a criterion turns away where its author says nothing.
_UNSTATED = 0.1
#: Nothing is certain before it is asked.
_LEAST, _MOST = 0.001, 0.999
#: More ways than this to come out so are as good as this many.
_MOST_WAYS = 1e9
#: Halvings of an interval until it is narrower than what is known of any share.
_HALVINGS = 20


@lru_cache(maxsize=_KEPT)
def likelihoods(protocol: Protocol) -> Mapping[Leaf, float]:
    """Give the probability that a test is true, for every test that a criterion rests on."""
    shares = _Shares(protocol)
    # What refers to others comes behind them; so it is known of an item what all the others say.
    for item in reversed(shares.items):
        shares.spread(item)
    return _agreed(shares.tests)


def some_of(least: int, shares: Sequence[float]) -> float:
    """Give the probability that at least so many of independent events happen."""
    exactly = [1.0] + [0.0] * len(shares)
    for share in shares:
        for count in range(len(shares), 0, -1):
            exactly[count] += share * (exactly[count - 1] - exactly[count])
        exactly[0] *= 1 - share
    return sum(exactly[max(least, 0) :])


class _Ways(NamedTuple):
    """In how many ways a condition can come to be true, and false."""

    true: float
    false: float


class _Shares:
    """Spreads the shares of criteria over their conditions, down to the tests."""

    def __init__(self, protocol: Protocol) -> None:
        self.tests: dict[Leaf, float] = {}
        self.items = [
            item
            for item in outline(protocol).items
            if item.kind in (ItemKind.CRITERION, ItemKind.DEFINITION)
        ]
        self._rules = {
            Item(ItemKind.CRITERION, id): criterion.rule
            for id, criterion in protocol.criteria.items()
        } | {Item(ItemKind.DEFINITION, id): rule for id, rule in protocol.definitions.items()}
        #: What is said of each item: by its author, and by what refers to it.
        self._said: dict[Item, list[float]] = {
            Item(ItemKind.CRITERION, id): [_stated(criterion.expected_failure, criterion.kind)]
            for id, criterion in protocol.criteria.items()
        }
        self._ways: dict[Condition | Item, _Ways] = {}
        for item in self.items:
            self._ways[item] = self._count(self._rules[item])

    def spread(self, item: Item) -> None:
        """Spread what is said of an item, on the average, over its condition."""
        if said := self._said.get(item):
            self._spread(self._rules[item], sum(said) / len(said))

    def _spread(self, condition: Condition, share: float) -> None:
        share = min(max(share, _LEAST), _MOST)
        match condition:
            case Not(member=member):
                self._spread(member, 1 - share)
            case All(members=members):
                for one, part in zip(members, self._parts(members, share, False), strict=True):
                    self._spread(one, part)
            case AnyOf(members=members):
                for one, part in zip(members, self._parts(members, 1 - share, True), strict=True):
                    self._spread(one, 1 - part)
            case NoneOf(members=members):
                for one, part in zip(members, self._parts(members, share, True), strict=True):
                    self._spread(one, 1 - part)
            case AtLeast(least=least, members=members):
                part = _each(least, len(members), share)
                for one in members:
                    self._spread(one, part)
            case CriterionRef() | DefinitionRef():
                self._said.setdefault(_item(condition), []).append(share)
            case _:
                self.tests[condition] = share

    def _parts(self, members: Sequence[Condition], share: float, truth: bool) -> list[float]:
        """Give each member's part, which together make the share: more where it has more ways."""
        ways = [self._ways_of(one).true if truth else self._ways_of(one).false for one in members]
        return [share ** (own / sum(ways)) for own in ways]

    def _ways_of(self, condition: Condition) -> _Ways:
        if isinstance(condition, CriterionRef | DefinitionRef):
            return self._ways[_item(condition)]
        if condition not in self._ways:
            self._ways[condition] = self._count(condition)
        return self._ways[condition]

    def _count(self, condition: Condition) -> _Ways:
        match condition:
            case Not(member=member):
                ways = self._ways_of(member)
                return _Ways(ways.false, ways.true)
            case All(members=members):
                return _Ways(*self._all_and_any(members, truth=True))
            case AnyOf(members=members):
                every, some = self._all_and_any(members, truth=False)
                return _Ways(some, every)
            case NoneOf(members=members):
                return _Ways(*self._all_and_any(members, truth=False))
            case AtLeast(members=members):
                counted = [self._ways_of(one) for one in members]
                return _Ways(sum(one.true for one in counted), sum(one.false for one in counted))
            case CriterionRef() | DefinitionRef():
                return self._ways_of(condition)
            case _:
                return _Ways(1, 1)

    def _all_and_any(self, members: Sequence[Condition], *, truth: bool) -> tuple[float, float]:
        """Count the ways in which all members have this truth, and in which some has the other."""
        ways = [self._ways_of(one) for one in members]
        own, other = ([one.true for one in ways], [one.false for one in ways])
        if not truth:
            own, other = other, own
        return min(prod(own), _MOST_WAYS), min(sum(other), _MOST_WAYS)


def _agreed(tests: Mapping[Leaf, float]) -> Mapping[Leaf, float]:
    """Let tests for a yes or a no of one question agree, on what they say on the average."""
    said: dict[str, list[float]] = {}
    for test, share in tests.items():
        if isinstance(test, BooleanTest):
            said.setdefault(test.question, []).append(share if test.wanted else 1 - share)
    found = dict(tests)
    for test in tests:
        if isinstance(test, BooleanTest):
            yes = sum(said[test.question]) / len(said[test.question])
            found[test] = yes if test.wanted else 1 - yes
    return found


def _stated(expected_failure: object, kind: Kind) -> float:
    """Give the share of candidates of whom a criterion's rule is true."""
    share = _UNSTATED if expected_failure is None else float(str(expected_failure))
    return share if kind is Kind.EXCLUSION else 1 - share


def _item(reference: CriterionRef | DefinitionRef) -> Item:
    if isinstance(reference, CriterionRef):
        return Item(ItemKind.CRITERION, reference.criterion)
    return Item(ItemKind.DEFINITION, reference.definition)


def _each(least: int, members: int, share: float) -> float:
    """Give the share of each of several alike, of which at least so many make up a share."""
    low, high = 0.0, 1.0
    for _halving in range(_HALVINGS):
        middle = (low + high) / 2
        if some_of(least, [middle] * members) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2
