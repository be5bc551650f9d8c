"""Rules in which the tests on one series are answers of their own.

Rows are too many to try; but what a criterion comes to depends on them only by how the tests on
the series come out. With each test as a question that is answered yes or no, all ways are few.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from screener.engine.compiler import Compiled, compile_rules
from screener.prose.rules import test_in_words
from screener.protocol.conditions import (
    All,
    AnyOf,
    AtLeast,
    BooleanTest,
    Condition,
    NoneOf,
    Not,
    SeriesTest,
)
from screener.protocol.derivations import Case, Derivation
from screener.protocol.model import Protocol, Question, QuestionType


@dataclass(frozen=True, slots=True, eq=False)
class StoodIn:
    """Compiled rules without a series; `tests` has what stands for each of its answers' ids."""

    rules: Compiled
    tests: Mapping[str, SeriesTest]


@lru_cache(maxsize=16)
def stood_in(protocol: Protocol, series: str) -> StoodIn:
    """Put a boolean question in the place of each test on a series; of equal tests, one.

    A question that does not apply without the series does so without them.
    """
    replacing = _Replacing(protocol, series)
    replaced = replacing.replaced
    questions = {
        id: replace(
            one,
            when=None if one.when is None else replaced(one.when),
            derive=_with_cases(one.derive, replacing),
        )
        for id, one in protocol.questions.items()
    }
    definitions = {id: replaced(one) for id, one in protocol.definitions.items()}
    criteria = {id: replace(one, rule=replaced(one.rule)) for id, one in protocol.criteria.items()}
    sections = {id: replace(one, after=None) for id, one in protocol.sections.items()}
    asked = questions[series]
    for id in replacing.tests:
        questions[id] = Question(id, QuestionType.BOOLEAN, asked.place, when=asked.when)
    whole = replace(
        protocol, questions=questions, definitions=definitions, criteria=criteria, sections=sections
    )
    return StoodIn(compile_rules(whole), replacing.tests)


class _Replacing:
    def __init__(self, protocol: Protocol, series: str) -> None:
        self._protocol = protocol
        self._series = series
        self.tests: dict[str, SeriesTest] = {}
        self._known: dict[str, str] = {}

    def replaced(self, condition: Condition) -> Condition:
        match condition:
            case All() | AnyOf() | NoneOf() | AtLeast():
                return replace(condition, members=tuple(map(self.replaced, condition.members)))
            case Not(member=member):
                return replace(condition, member=self.replaced(member))
            case SeriesTest() if condition.question == self._series:
                return BooleanTest(condition.place, self._standing_for(condition), wanted=True)
        return condition

    def _standing_for(self, test: SeriesTest) -> str:
        """Give the id of what stands for a test; what reads the same is the same."""
        said = test_in_words(self._protocol, test, self._protocol.languages[0])
        if said not in self._known:
            # No question of a protocol has a space in its id.
            id = f"{self._series} {len(self._known)}"
            self._known[said] = id
            self.tests[id] = test
        return self._known[said]


def _with_cases(derive: Derivation | None, replacing: _Replacing) -> Derivation | None:
    if not isinstance(derive, Case):
        return derive
    branches = (
        replace(one, when=None if one.when is None else replacing.replaced(one.when))
        for one in derive.branches
    )
    return replace(derive, branches=tuple(branches))
