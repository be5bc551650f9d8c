"""Which answers to some questions make several parts of the rules come out as they have to."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from math import prod
from typing import NamedTuple

from screener.engine.cells import Cell, merged
from screener.engine.compiler import Evaluation
from screener.engine.depth import room_for
from screener.engine.minimal_true_sets import Spent
from screener.engine.needs import needs_of
from screener.engine.parts import Part, may_come_out
from screener.engine.portion import compiled_portion
from screener.engine.tried_in_full import compared
from screener.engine.truth import Truth
from screener.engine.truths import Truths
from screener.engine.values import as_of
from screener.protocol.conditions import Leaf
from screener.protocol.model import Protocol
from screener.protocol.reach import reached_from
from screener.protocol.values import Value

#: What an evaluation costs beside its tests, in tests.
_BESIDE_TESTS = 10
#: Answers to the questions of one way are tried together up to so many times.
_MOST_BESIDE = 200


class Variable(NamedTuple):
    """A question whose answer may be another: the answer it has, and those that are tried.

    `open` is what is known of it before one is chosen: a range, or nothing.
    """

    id: str
    present: Value | None
    open: Value | None
    cells: tuple[Cell, ...]


class Search:
    """Tries answers to the questions of one group; all other answers stay.

    An answer that is not chosen yet is unknown, and what is decided without it is decided: by that
    most choices are never made. An evaluation costs as much as there are tests in it, and a little
    more; once `most` is spent, `Spent` is raised.
    """

    def __init__(
        self,
        protocol: Protocol,
        values: Mapping[str, Value | None],
        on: date,
        group: Sequence[Part],
        variables: Sequence[Variable],
        most: int,
    ) -> None:
        self._rules = compiled_portion(protocol, tuple(one.condition for one in group))
        self._protocol = self._rules.outline.protocol
        # What the parts do not rest on would only be copied from one choice to the next.
        self._values = {id: values[id] for id in self._rules.outline.asked}
        self._on = on
        self._group = group
        self._variables = {one.id: one for one in variables}
        self._most = self._left = most
        self._cost = _BESIDE_TESTS + len(self._rules.outline.leaves)
        self._read: dict[Leaf, frozenset[str]] = {}
        self._known: dict[frozenset[str], Mapping[str, Value] | None] = {}

    def enough(self, free: frozenset[str]) -> frozenset[str] | None:
        """Give some of these questions whose answers are enough to be others; None without any."""
        found = self.answers(free)
        return None if found is None else frozenset(found)

    def answers(self, free: frozenset[str]) -> Mapping[str, Value] | None:
        """Give answers to some of these questions that work, others than there are; None if none.

        The others of them keep the answers they have, or have none.
        """
        if free not in self._known:
            found = self._known[free] = self._searched(free)
            if found is not None:
                self._known.setdefault(frozenset(found), found)
        return self._known[free]

    def variable(self, id: str) -> Variable:
        """Give one of the questions whose answers are tried."""
        return self._variables[id]

    @property
    def tests(self) -> Sequence[Leaf]:
        """The tests on which it depends whether all comes out, also by way of others."""
        return self._rules.outline.leaves

    @property
    def spent(self) -> int:
        """How much the search has cost."""
        return self._most - self._left

    def working(
        self, answers: Mapping[str, Value], question: str, tried: Sequence[Cell]
    ) -> tuple[Cell, ...]:
        """Give the answers to a question, of those tried, that work beside these to the others.

        `tried` are its cells beside these answers. Neighbouring intervals are one. This costs
        nothing of what may be spent.
        """
        found: list[Cell] = []
        goes_on = False
        for cell in tried:
            works = self.works({**answers, question: cell.value})
            if works and goes_on and cell.span is not None and found[-1].span is not None:
                found[-1] = Cell(question, found[-1].value, merged(found[-1].span, cell.span))
            elif works:
                found.append(cell)
            goes_on = works
        return tuple(found)

    def apart(self, answers: Mapping[str, Value]) -> bool:
        """Tell whether what works of each question is the same beside all that works of the others.

        Not where it was not found out: too much to try, or a test compares one with another, so
        that where the one turns depends on the other. This costs nothing of what may be spent.
        """
        tried = {id: self._variables[id].cells for id in answers}
        if len(tried) < 2:
            return True
        if compared(self._protocol, self.tests, answers):
            return False
        if prod(map(len, tried.values())) > _MOST_BESIDE:
            return False
        alone = {
            id: [self.works({**answers, id: cell.value}) for cell in some]
            for id, some in tried.items()
        }
        together = product(*tried.values())
        each = product(*alone.values())
        return all(
            self.works({cell.question: cell.value for cell in chosen}) is all(work)
            for chosen, work in zip(together, each, strict=True)
        )

    def works(self, answers: Mapping[str, Value]) -> bool:
        """Tell whether all comes out as it has to with these answers; the others stay.

        This costs nothing of what may be spent.
        """
        given = {id: as_of(value, self._on) for id, value in answers.items()}
        truths = Truths(self._rules, self._rules.evaluate({**self._values, **given}, self._on))
        return all(truths.of(part.condition) is part.truth for part in self._group)

    def _searched(self, free: frozenset[str]) -> Mapping[str, Value] | None:
        for tried, known in self._known.items():
            if free <= tried if known is None else free >= tried:
                return known
        with room_for(len(free) + len(self._protocol.definitions)):
            open: dict[str, Value | None] = {id: self._variables[id].open for id in free}
            found = self._choose({**self._values, **open}, free)
        if found is None:
            return None
        return {id: value for id, value in found.items() if value != self._variables[id].present}

    def _choose(
        self, values: Mapping[str, Value | None], free: Collection[str]
    ) -> dict[str, Value] | None:
        """Choose an answer that an unknown test needs, and go on from there."""
        next, holds = self._next(values, free)
        if next is None:
            return {} if holds else None
        rest = frozenset(free) - {next}
        for value in _tried(self._variables[next]):
            found = self._choose({**values, next: as_of(value, self._on)}, rest)
            if found is not None:
                return {next: value, **found}
        return None

    def _next(
        self, values: Mapping[str, Value | None], free: Collection[str]
    ) -> tuple[str | None, Truth]:
        """Give the question to choose an answer for; without one, whether everything holds."""
        evaluation, truths = self._evaluated(values)

        def undecided(test: Leaf) -> bool:
            return not self._read_by(test).isdisjoint(free)

        for part in self._group:
            if not may_come_out(self._protocol, truths, part, undecided):
                return None, False
        unknown = [one.condition for one in self._group if truths.of(one.condition) is None]
        if not unknown:
            return None, True
        for test in needs_of(self._protocol, evaluation, truths, unknown, frozenset()).tests:
            read = self._read_by(test)
            for id in self._variables:
                if id in free and id in read:
                    return id, None
        return None, None

    def _read_by(self, test: Leaf) -> frozenset[str]:
        if test not in self._read:
            self._read[test] = frozenset(reached_from(self._protocol, test))
        return self._read[test]

    def _evaluated(self, values: Mapping[str, Value | None]) -> tuple[Evaluation, Truths]:
        if self._left < self._cost:
            raise Spent
        self._left -= self._cost
        evaluation = self._rules.evaluate(values, self._on)
        return evaluation, Truths(self._rules, evaluation)


def _tried(variable: Variable) -> Iterator[Value]:
    """Give the answer there is first: what may stay is not to be changed."""
    if variable.present is not None:
        yield variable.present
    for cell in variable.cells:
        if cell.value != variable.present:
            yield cell.value
