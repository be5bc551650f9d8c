"""Irreducible causes: the minimal sets of answers that decide a criterion, or the case."""

from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import islice

from screener.engine.minimal_sets import MinimalSets
from screener.engine.monotone import Formula


class Causes:
    """Every minimal set of answers that is enough for what was decided, however many there are.

    A set is a tuple of the ids of asked questions, in the file's order. There is none where
    nothing is decided, and the empty one alone where no answer was needed.
    """

    def __init__(self, formula: Formula, asked: Sequence[str]) -> None:
        self._formula = formula
        self._asked = asked

    @property
    def count(self) -> int:
        """How many sets there are."""
        return self._sets.count

    @property
    def in_some(self) -> tuple[str, ...]:
        """The answers that belong to some set: those that what was decided rests on."""
        return self._ids(self._sets.in_some)

    @property
    def in_all(self) -> tuple[str, ...]:
        """The answers that belong to every set, so that nothing is decided without them."""
        return self._ids(self._sets.in_all)

    def smallest(self, most: int) -> tuple[tuple[str, ...], ...]:
        """Give up to `most` sets, smaller ones first, and of one size in the file's order.

        Of two sets of one size, that one comes first which has the first answer that only one of
        them has.
        """
        return tuple(map(self._ids, islice(self._sets.smallest_first(), most)))

    def enough_without(self, questions: Collection[str]) -> bool:
        """Tell whether what was decided stands with the answers to these questions taken away."""
        answers = sum(1 << place for place, id in enumerate(self._asked) if id in questions)
        return self._sets.any_without(answers)

    @cached_property
    def _sets(self) -> MinimalSets:
        return MinimalSets(self._formula)

    def _ids(self, answers: int) -> tuple[str, ...]:
        return tuple(id for place, id in enumerate(self._asked) if answers >> place & 1)
