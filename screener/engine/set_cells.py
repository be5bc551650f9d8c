"""The sets of options that tests tell apart.

Options that the same tests name are one kind: no test tells them apart, only whether a set has
none of them, some, or all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations, product
from math import prod

from screener.engine.cuts import tests_by_question
from screener.protocol.conditions import ChoicesTest, SetComparison
from screener.protocol.model import Protocol

#: With more ways to have of each kind none, some or all, not every one is tried.
_MOST_WAYS = 4096
#: How much of a kind a set has.
NONE, SOME, ALL = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Kinds:
    """The options that tests name, by kind; `unnamed` are those that no test names."""

    named: tuple[tuple[str, ...], ...]
    unnamed: tuple[str, ...]

    def amounts(self) -> tuple[tuple[int, ...], ...]:
        """Give for each kind how much of it there can be; of one option no part."""
        return tuple((NONE, SOME, ALL) if len(one) > 1 else (NONE, ALL) for one in self.named)

    def smallest(self, amounts: Sequence[int]) -> frozenset[str]:
        """Give the smallest set that has so much of each kind."""
        chosen = zip(self.named, amounts, strict=True)
        ends = {NONE: 0, SOME: 1, ALL: None}
        return frozenset(chain.from_iterable(one[: ends[amount]] for one, amount in chosen))


@lru_cache(maxsize=256)
def kinds(protocol: Protocol, question: str) -> Kinds:
    """Give the kinds of options of a question, in the file's order."""
    tests = _tests(protocol, question)
    found: dict[tuple[bool, ...], list[str]] = {}
    for option in protocol.questions[question].options:
        found.setdefault(tuple(option in test.options for test in tests), []).append(option)
    unnamed = found.pop((False,) * len(tests), [])
    return Kinds(tuple(map(tuple, found.values())), tuple(unnamed))


def tries_all(protocol: Protocol, question: str) -> bool:
    """Tell whether `set_values` gives a set of every kind that tests tell apart."""
    return prod(map(len, kinds(protocol, question).amounts())) <= _MOST_WAYS


@lru_cache(maxsize=256)
def set_values(protocol: Protocol, question: str) -> tuple[frozenset[str], ...]:
    """Give the smallest set of each kind that some test on the question tells from the others.

    Where that were too many to try, only these sets are tried: none, each option, each two, all,
    all but one, and for each test its options and all others.
    """
    found: dict[tuple[bool, ...], frozenset[str]] = {}
    for one in _tried(protocol, question):
        found.setdefault(told_apart(protocol, question, one), one)
    return tuple(found.values())


def told_apart(protocol: Protocol, question: str, chosen: frozenset[str]) -> tuple[bool, ...]:
    """Give how the tests on a question come out for a set: sets that agree in it are alike."""
    return tuple(_holds(test, chosen) for test in _tests(protocol, question))


def _tests(protocol: Protocol, question: str) -> list[ChoicesTest]:
    read = tests_by_question(protocol).get(question, ())
    return [test for test in read if isinstance(test, ChoicesTest)]


def _tried(protocol: Protocol, question: str) -> Iterator[frozenset[str]]:
    """Give sets to try, small ones first; options in the file's order."""
    known = kinds(protocol, question)
    named = set(chain.from_iterable(known.named))
    options = [one for one in protocol.questions[question].options if one in named]
    if tries_all(protocol, question):
        tried = map(known.smallest, product(*known.amounts()))
        yield from sorted(tried, key=lambda one: (len(one), sorted(map(options.index, one))))
        return
    everything = frozenset(options)
    yield from map(frozenset, chain.from_iterable(combinations(options, n) for n in range(3)))
    for test in _tests(protocol, question):
        yield frozenset(test.options)
        yield everything.difference(test.options)
    yield from (everything - {option} for option in options)
    yield everything


def _holds(test: ChoicesTest, chosen: frozenset[str]) -> bool:
    match test.comparison:
        case SetComparison.ANY_OF:
            return not chosen.isdisjoint(test.options)
        case SetComparison.ALL_OF:
            return chosen.issuperset(test.options)
        case SetComparison.NONE_OF:
            return chosen.isdisjoint(test.options)
