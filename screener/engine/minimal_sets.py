"""Every minimal set of answers that makes a monotone formula true, exactly.

These are the formula's prime implicants. They are kept in a zero-suppressed decision diagram
(Minato 1993), made from the formula's decision diagram from below: with f = f1 where an answer is
there and f0 where it is not, the minimal sets of f are those of f0, and with that answer those of
f1 that include none of f0's (Coudert and Madre 1992). So they are counted without being listed,
and there may be more of them than anybody could list.

One diagram does, also for parts that share no answers: `Diagram` orders the answers so that such
parts stand below one another. The sets of "all" of them are then one diagram on top of the next,
those of "some" of them lie side by side, and the sizes add up either way.
"""

from collections.abc import Iterator
from typing import NamedTuple

from screener.engine.depth import room_for
from screener.engine.monotone import Diagram, Formula

#: The nodes of no set at all, and of the empty set alone.
_NONE, _EMPTY = 0, 1


class _Node(NamedTuple):
    """The sets without an answer (`low`), and those with it, less that answer (`high`).

    `number` is how many sets there are, `sizes` a bit set of how large they are. `some` are the
    answers in any of them, `every` those in each; all bits where there is no set.
    """

    variable: int
    low: int
    high: int
    number: int
    sizes: int
    some: int
    every: int


class MinimalSets:
    """The minimal sets of one formula; a set of answers is a bit set, as in `Formula`."""

    def __init__(self, formula: Formula) -> None:
        with room_for(formula.answers.bit_count()):
            diagram = Diagram(formula)
            self._answers = diagram.answers
            lowest = len(diagram.answers)
            self._nodes = [
                _Node(lowest, _NONE, _NONE, number=0, sizes=0, some=0, every=-1),
                _Node(lowest, _EMPTY, _EMPTY, number=1, sizes=1, some=0, every=0),
            ]
            self._unique: dict[tuple[int, int, int], int] = {}
            self._left: dict[tuple[int, int], int] = {}
            found = {0: _NONE, 1: _EMPTY}
            for node in diagram.reached():
                variable, low, high = diagram.nodes[node]
                more = self._not_including(found[high], found[low])
                found[node] = self._node(variable, found[low], more)
            self._root = found[diagram.root]

    @property
    def count(self) -> int:
        """How many sets there are."""
        return self._nodes[self._root].number

    @property
    def in_some(self) -> int:
        """The answers that belong to some set."""
        return self._nodes[self._root].some

    @property
    def in_all(self) -> int:
        """The answers that belong to every set; none where there is no set."""
        return self._nodes[self._root].every if self.count else 0

    def any_without(self, answers: int) -> bool:
        """Tell whether some set has none of these answers."""
        waiting, seen = [self._root], set[int]()
        while waiting:
            node = waiting.pop()
            if node == _EMPTY:
                return True
            if node == _NONE or node in seen:
                continue
            seen.add(node)
            made = self._nodes[node]
            waiting.append(made.low)
            if not self._answers[made.variable] & answers:
                waiting.append(made.high)
        return False

    def smallest_first(self) -> Iterator[int]:
        """Give the sets, smaller ones first, and of one size those with earlier answers first.

        Each one is worked out when it is asked for.
        """
        sizes = self._nodes[self._root].sizes
        for size in range(sizes.bit_length()):
            if sizes >> size & 1:
                with room_for(len(self._answers)):
                    family = self._of_size(self._root, size, {})
                yield from self._in_order(family)

    def _in_order(self, family: int) -> Iterator[int]:
        """Give sets of one size: those with the first answer on which they differ come first."""
        waiting = [(family, 0)]
        while waiting:
            node, chosen = waiting.pop()
            every = self._nodes[node].every
            with room_for(len(self._answers)):
                node = self._with(node, every)
                if node != _EMPTY:
                    some = self._nodes[node].some
                    first = some & -some
                    waiting.append((self._without(node, first, {}), chosen | every))
                    waiting.append((self._with(node, first), chosen | every | first))
                    continue
            yield chosen | every

    # Of the diagram.

    def _node(self, variable: int, low: int, high: int) -> int:
        if high == _NONE:
            return low
        key = (variable, low, high)
        if key not in self._unique:
            answer, lows, highs = self._answers[variable], self._nodes[low], self._nodes[high]
            self._unique[key] = len(self._nodes)
            self._nodes.append(
                _Node(
                    *key,
                    number=lows.number + highs.number,
                    sizes=lows.sizes | highs.sizes << 1,
                    some=lows.some | highs.some | answer,
                    every=lows.every & (highs.every | answer),
                )
            )
        return self._unique[key]

    def _not_including(self, sets: int, others: int) -> int:
        """Give those of the sets that include none of the others."""
        if _NONE in (sets, others):
            return sets
        if others in (_EMPTY, sets):
            return _NONE
        if sets == _EMPTY:
            # In sets none of which includes another, the empty one stands alone.
            return _EMPTY
        one, other = self._nodes[sets], self._nodes[others]
        if one.sizes < other.sizes & -other.sizes or other.every & ~one.some:
            # All of the others are larger, or need an answer that none of these has.
            return sets
        key = (sets, others)
        if key not in self._left:
            if other.variable < one.variable:
                self._left[key] = self._not_including(sets, other.low)
            else:
                same = one.variable == other.variable
                below = other.low if same else others
                high = self._not_including(one.high, below)
                if same:
                    high = self._not_including(high, other.high)
                low = self._not_including(one.low, below)
                self._left[key] = self._node(one.variable, low, high)
        return self._left[key]

    def _of_size(self, node: int, size: int, done: dict[tuple[int, int], int]) -> int:
        """Give the sets with so many answers."""
        made = self._nodes[node]
        if size < 0 or not made.sizes >> size & 1:
            return _NONE
        if made.sizes == 1 << size:
            return node
        key = (node, size)
        if key not in done:
            low = self._of_size(made.low, size, done)
            done[key] = self._node(made.variable, low, self._of_size(made.high, size - 1, done))
        return done[key]

    def _with(self, node: int, answers: int) -> int:
        """Give the sets with all of the answers, less these."""
        return self._having(node, answers, {}) if answers else node

    def _having(self, node: int, answers: int, done: dict[tuple[int, int], int]) -> int:
        made = self._nodes[node]
        if answers & ~made.some:
            return _NONE
        if not answers:
            return node
        key = (node, answers)
        if key not in done:
            here = self._answers[made.variable]
            if here & answers:
                done[key] = self._having(made.high, answers & ~here, done)
            else:
                low = self._having(made.low, answers, done)
                done[key] = self._node(made.variable, low, self._having(made.high, answers, done))
        return done[key]

    def _without(self, node: int, answer: int, done: dict[int, int]) -> int:
        """Give the sets without an answer."""
        made = self._nodes[node]
        if not made.some & answer:
            return node
        if self._answers[made.variable] == answer:
            return made.low
        if node not in done:
            low = self._without(made.low, answer, done)
            done[node] = self._node(made.variable, low, self._without(made.high, answer, done))
        return done[node]
