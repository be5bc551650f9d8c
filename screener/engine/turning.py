"""Why a criterion comes out otherwise on a later day though no answer has changed."""

from collections.abc import Collection
from dataclasses import dataclass

from screener.engine.truth import Truth
from screener.engine.truths import Truths
from screener.protocol import derivations
from screener.protocol.conditions import (
    Condition,
    CriterionRef,
    DefinitionRef,
    Leaf,
    Test,
    members,
)
from screener.protocol.model import Protocol
from screener.protocol.reads import questions_read, roots


@dataclass(frozen=True, slots=True)
class Turned:
    """A test that comes out otherwise on a later day, by time alone."""

    test: Leaf
    before: Truth
    after: Truth


class Turning:
    """What turned between two reference dates, followed from a condition to its tests.

    `stale` are the questions whose answers became too old in between.
    """

    def __init__(
        self, protocol: Protocol, before: Truths, after: Truths, stale: Collection[str]
    ) -> None:
        self._protocol = protocol
        self._before = before
        self._after = after
        self._stale = stale
        self._seen: set[Condition] = set()
        self._waiting: list[Condition] = []
        self._tests: dict[Leaf, Turned] = {}
        self._outdated: dict[str, None] = {}

    def why(self, condition: Condition) -> tuple[tuple[Turned, ...], tuple[str, ...]]:
        """Give the tests that turned by time, and the questions whose answers became too old."""
        self._turned(condition)
        while self._waiting:
            self._follow(self._waiting.pop())
        return tuple(self._tests.values()), tuple(self._outdated)

    def _turned(self, condition: Condition | None) -> bool:
        """Tell whether a condition came out otherwise; it is followed then."""
        if condition is None or self._before.of(condition) is self._after.of(condition):
            return False
        if condition not in self._seen:
            self._seen.add(condition)
            self._waiting.append(condition)
        return True

    def _follow(self, condition: Condition) -> None:
        match condition:
            case CriterionRef(criterion=id):
                self._turned(self._protocol.criteria[id].rule)
            case DefinitionRef(definition=id):
                self._turned(self._protocol.definitions[id])
            case Test():
                self._test(condition)
            case _:
                for member in reversed(members(condition)):
                    self._turned(member)

    def _test(self, test: Leaf) -> None:
        """Name the answers that became too old behind a test; without any, time turned it."""
        questions = self._protocol.questions
        waiting = list(questions_read(questions, test))
        outdated = [root for id in waiting for root in roots(questions, id) if root in self._stale]
        self._outdated.update(dict.fromkeys(outdated))
        found = bool(outdated)
        seen: set[str] = set()
        while waiting:
            id = waiting.pop()
            if id in seen:
                continue
            seen.add(id)
            found |= self._turned(questions[id].when)
            derive = questions[id].derive
            if derive is not None:
                waiting += derivations.inputs(derive)
                for condition in derivations.conditions(derive):
                    found |= self._turned(condition)
        if not found:
            self._tests[test] = Turned(test, self._before.of(test), self._after.of(test))
