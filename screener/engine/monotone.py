"""Monotone formulas over answers, and the answers on which such a formula depends.

An answer belongs to a minimal set that makes a monotone formula true exactly if the formula
depends on it. Parts that share no answers are looked at one by one; parts that do share some are
turned into one decision diagram, whose variables are the answers it depends on.
`screener.engine.minimal_sets` finds the sets themselves.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from screener.engine.depth import room_for


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """`least` of the parts hold; a leaf has none and holds where its answer is there.

    `answers` is a bit set of the answers below; 0 means a constant, told by `least`.
    """

    least: int
    parts: tuple["Formula", ...]
    answers: int


ALWAYS = Formula(0, (), 0)
NEVER = Formula(1, (), 0)


def answer(index: int) -> Formula:
    """Make the formula that holds where the answer with this index is there."""
    return Formula(1, (), 1 << index)


def threshold(least: int, parts: Iterable[Formula]) -> Formula:
    """Make the formula that `least` of the parts hold, without its constants."""
    varying: list[Formula] = []
    for part in parts:
        if part.answers:
            varying.append(part)
        elif part.least == 0:
            least -= 1
    if least <= 0:
        return ALWAYS
    if least > len(varying):
        return NEVER
    if len(varying) == 1:
        return varying[0]
    answers = reduce(lambda bits, part: bits | part.answers, varying, 0)
    return Formula(least, tuple(varying), answers)


def conjunction(parts: Iterable[Formula]) -> Formula:
    """Make the formula that all parts hold."""
    unique = tuple(dict.fromkeys(parts))
    return threshold(len(unique), unique)


def disjunction(parts: Iterable[Formula]) -> Formula:
    """Make the formula that some part holds."""
    return threshold(1, dict.fromkeys(parts))


def depends_on(formula: Formula) -> int:
    """Give the bit set of the answers that belong to some minimal set."""
    if not formula.answers:
        return 0
    with room_for(formula.answers.bit_count()):
        return _depends_on(formula)


def _depends_on(formula: Formula) -> int:
    if not formula.parts:
        return formula.answers
    found = 0
    groups = _sharing(formula.parts)
    some_but_not_all = 1 < formula.least < len(formula.parts)
    if some_but_not_all and len(groups) < len(formula.parts):
        # Parts that share answers cannot be judged here without all the others.
        groups = [formula.parts]
    for group in groups:
        if len(group) == 1:
            found |= _depends_on(group[0])
        else:
            least = formula.least if formula.least in (1, len(formula.parts)) else None
            found |= Diagram(_regroup(formula, group, least)).support()
    return found


def _regroup(formula: Formula, group: Sequence[Formula], least: int | None) -> Formula:
    if least is None or len(group) == len(formula.parts):
        return formula
    return threshold(1 if least == 1 else len(group), group)


def _sharing(parts: Sequence[Formula]) -> list[Sequence[Formula]]:
    """Group parts so that those in different groups share no answers."""
    groups: list[tuple[int, list[Formula]]] = []
    for part in parts:
        bits, together = part.answers, [part]
        apart: list[tuple[int, list[Formula]]] = []
        for group in groups:
            if group[0] & bits:
                bits |= group[0]
                together = group[1] + together
            else:
                apart.append(group)
        groups = [*apart, (bits, together)]
    return [group for _, group in groups]


class Diagram:
    """A reduced ordered binary decision diagram of a monotone formula.

    A node is an index, greater than those of the nodes below it; 0 and 1 are the constants, and
    `nodes` gives each one's variable and the nodes where its answer is not there and is. A
    variable is an answer's place in the order in which the formula first names it, parts that
    share answers one after the other: the diagrams of parts that share none then stand below one
    another, and their sizes add up.
    """

    def __init__(self, formula: Formula) -> None:
        self._order: dict[int, int] = {}
        self.nodes: list[tuple[int, int, int]] = [(sys.maxsize, 0, 0), (sys.maxsize, 1, 1)]
        self._unique: dict[tuple[int, int, int], int] = {}
        self._joined: dict[tuple[bool, int, int], int] = {}
        self._built: dict[Formula, int] = {}
        #: The formula, which may be one of the constants.
        self.root = formula.least ^ 1 if not formula.answers else self._build(formula)
        #: The answer of each variable, as a bit set.
        self.answers = tuple(self._order)

    def support(self) -> int:
        """Give the bit set of the answers on which the formula depends."""
        variables = {self.nodes[node][0] for node in self.reached()}
        return sum(self.answers[variable] for variable in variables)

    def reached(self) -> list[int]:
        """Give the nodes of the formula but the constants, each after those below it."""
        waiting, seen = [self.root], set[int]()
        while waiting:
            node = waiting.pop()
            if node > 1 and node not in seen:
                seen.add(node)
                waiting += self.nodes[node][1:]
        return sorted(seen)

    def _build(self, formula: Formula) -> int:
        if formula not in self._built:
            self._built[formula] = self._make(formula)
        return self._built[formula]

    def _make(self, formula: Formula) -> int:
        if not formula.parts:
            place = self._order.setdefault(formula.answers, len(self._order))
            return self._node(place, 0, 1)
        together = [part for group in _sharing(formula.parts) for part in group]
        parts = [self._build(part) for part in together]
        if formula.least == len(parts):
            return self._all(parts, conjunction=True)
        if formula.least == 1:
            return self._all(parts, conjunction=False)
        return self._count(parts, formula.least)

    def _all(self, parts: list[int], *, conjunction: bool) -> int:
        """Join pairwise, halving the list, so that no one diagram is walked again and again."""
        while len(parts) > 1:
            paired = [
                self._join(conjunction, *parts[index : index + 2])
                for index in range(0, len(parts) - 1, 2)
            ]
            parts = paired + parts[len(paired) * 2 :]
        return parts[0]

    def _count(self, parts: list[int], least: int) -> int:
        """Work out that 0, 1, … `least` of the parts hold, one part after the other.

        The last part comes first: each one after it then stands above what is worked out already,
        so that no diagram is walked again and again.
        """
        reached = [1] + [0] * least
        for part in reversed(parts):
            for number in range(least, 0, -1):
                with_part = self._join(True, reached[number - 1], part)
                reached[number] = self._join(False, reached[number], with_part)
        return reached[least]

    def _node(self, variable: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (variable, low, high)
        if key not in self._unique:
            self._unique[key] = len(self.nodes)
            self.nodes.append(key)
        return self._unique[key]

    def _join(self, conjunction: bool, one: int, other: int) -> int:
        absorbing, neutral = (0, 1) if conjunction else (1, 0)
        if absorbing in (one, other):
            return absorbing
        if one in (neutral, other):
            return other
        if other == neutral:
            return one
        key = (conjunction, min(one, other), max(one, other))
        if key not in self._joined:
            a, b = self.nodes[one], self.nodes[other]
            top = min(a[0], b[0])
            low = self._join(
                conjunction, a[1] if a[0] == top else one, b[1] if b[0] == top else other
            )
            high = self._join(
                conjunction, a[2] if a[0] == top else one, b[2] if b[0] == top else other
            )
            self._joined[key] = self._node(top, low, high)
        return self._joined[key]
