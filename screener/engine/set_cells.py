"""The sets of options that tests tell apart."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations

from screener.engine.cuts import tests_by_question
from screener.protocol.conditions import ChoicesTest, SetComparison
from screener.protocol.model import Protocol

#: With more options than these that tests name, not every set of them is tried.
ALL_SETS = 12


@lru_cache(maxsize=256)
def set_values(protocol: Protocol, question: str) -> tuple[frozenset[str], ...]:
    """Give the smallest set of each kind that some test on the question tells from the others.

    Options that no test names count as one. Where tests name more than twelve options, only these
    sets are tried: none, each option, each two, all, all but one, and for each test its options and
    all others.
    """
    tests = [
        test
        for test in tests_by_question(protocol).get(question, ())
        if isinstance(test, ChoicesTest)
    ]
    options = protocol.questions[question].options
    named = {option for test in tests for option in test.options}
    unnamed = [option for option in options if option not in named][:1]
    used = [option for option in options if option in named or option in unnamed]
    found: dict[tuple[bool, ...], frozenset[str]] = {}
    for one in _tried(used, tests):
        found.setdefault(tuple(_holds(test, one) for test in tests), one)
    return tuple(found.values())


def _tried(options: Sequence[str], tests: Sequence[ChoicesTest]) -> Iterator[frozenset[str]]:
    """Give sets to try, small ones first; options in the file's order."""
    if len(options) <= ALL_SETS + 1:
        sizes = range(len(options) + 1)
        yield from map(frozenset, chain.from_iterable(combinations(options, n) for n in sizes))
        return
    everything = frozenset(options)
    yield from map(frozenset, chain.from_iterable(combinations(options, n) for n in range(3)))
    for test in tests:
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
