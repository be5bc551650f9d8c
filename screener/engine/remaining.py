"""How many questions remain until a decision: at best, and at worst.

Followed is the order of `Result.needed`, over every answer that the rules tell apart
(`screener.engine.cells`), and at worst over answers that are missing too. At best is a search by
depth. At worst nothing fails before the end, so that what must come out for the criteria to pass
falls into groups that share no question, whose numbers add up; what a section waits for is taken to
come out so that it opens.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from screener.engine.cells import cells
from screener.engine.compiler import Compiled, Evaluation
from screener.engine.needs import in_order, needs_of, rule_needs
from screener.engine.parts import Part, parts, passing, sharing
from screener.engine.truths import Truths
from screener.engine.values import as_of
from screener.protocol.model import Decision
from screener.protocol.reach import reached_from
from screener.protocol.values import Value

#: How many evaluations are spent on each of the two numbers, before a bound stands for it.
_MOST = 3000


@dataclass(frozen=True, slots=True)
class Remaining:
    """Questions that a rule needs, from here to a decision: between `fewest` and `most`."""

    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class Rest:
    """What an interview is at: the rules, the answers' values, and those known to be missing.

    `stops` says that it ends at the first failure.
    """

    rules: Compiled
    values: Mapping[str, Value | None]
    on: date
    missing: frozenset[str]
    stops: bool

    def remaining(self, first: str | None = None) -> Remaining:
        """Count the questions that remain; `first` is asked next, where it is not the order's."""
        return Remaining(self._fewest(first), self._most())

    # At best.

    def _fewest(self, first: str | None) -> int:
        level, spent, asked = [(self.values, first)], 0, 0
        while level:
            further: list[tuple[Mapping[str, Value | None], str | None]] = []
            for values, question in level:
                then = self._evaluated(values)
                next = question or self._next(then)
                if self._decided(then) or next is None:
                    return asked
                tried = cells(self.rules.outline.protocol, then.values, self.on, next)
                further += [({**values, next: as_of(cell.value, self.on)}, None) for cell in tried]
            spent += len(further)
            asked += 1
            if spent > _MOST:
                return asked
            level = further
        return asked

    def _decided(self, then: Evaluation) -> bool:
        if then.decision is Decision.INELIGIBLE:
            return self.stops
        return then.decision is Decision.ELIGIBLE

    def _next(self, then: Evaluation) -> str | None:
        protocol, truths = self.rules.outline.protocol, Truths(self.rules, then)
        needed = rule_needs(protocol, then, truths, protocol.criteria, frozenset()).askable
        return next((id for id in needed if id not in self.missing), None)

    # At worst.

    def _most(self) -> int:
        then = self._evaluated(self.values)
        if self._decided(then):
            return 0
        return sum(_Worst(self, group).count() for group in self._groups(then))

    def _groups(self, then: Evaluation) -> Sequence[Sequence[Part]]:
        """Give what is to come out, parts that share a question together."""
        protocol = self.rules.outline.protocol
        read = (
            (self._open(reached_from(protocol, part.condition), then), part)
            for part in self._to_come(then)
        )
        return [together for _read, together in sharing(read)]

    def _to_come(self, then: Evaluation) -> Iterator[Part]:
        protocol, truths = self.rules.outline.protocol, Truths(self.rules, then)
        for criterion in protocol.criteria.values():
            if self.stops:
                yield from parts(protocol, truths, passing(criterion))
            elif truths.of(criterion.rule) is None:
                # Where one part fails a criterion, its others need not be asked for.
                yield passing(criterion)

    def _open(self, questions: Collection[str], then: Evaluation) -> set[str]:
        asked = self.rules.outline.protocol.questions
        return {
            id
            for id in questions
            if asked[id].derive is None and then.values.get(id) is None and id not in self.missing
        }

    def _evaluated(self, values: Mapping[str, Value | None]) -> Evaluation:
        return self.rules.evaluate(values, self.on)


class _Worst:
    """The most questions that a group of parts can take."""

    def __init__(self, rest: Rest, group: Sequence[Part]) -> None:
        self._rest = rest
        self._protocol = rest.rules.outline.protocol
        self._group = group
        self._spent = 0
        self._best = 0
        self._all: frozenset[str] = frozenset()

    def count(self) -> int:
        """Follow every answer, leaving out what cannot come to more."""
        rest = self._rest
        reached = set().union(
            *(reached_from(self._protocol, part.condition) for part in self._group)
        )
        self._all = frozenset(rest._open(reached, rest._evaluated(rest.values)))
        self._follow(rest.values, rest.missing, 0)
        # Where not everything could be followed, the questions that there are stand for it.
        return self._best if self._spent <= _MOST else len(self._all)

    def _follow(
        self, values: Mapping[str, Value | None], missing: frozenset[str], asked: int
    ) -> None:
        """Ask on from here, first as if the answer were missing, which settles the least."""
        self._best = max(self._best, asked)
        answered = sum(values.get(id) is not None or id in missing for id in self._all)
        self._spent += 1
        if asked + len(self._all) - answered <= self._best or self._spent > _MOST:
            return
        then = self._rest.rules.evaluate(values, self._rest.on)
        next = self._next(then, missing)
        if next is None:
            return
        self._follow(values, missing | {next}, asked + 1)
        for cell in cells(self._protocol, then.values, self._rest.on, next):
            self._follow({**values, next: as_of(cell.value, self._rest.on)}, missing, asked + 1)

    def _next(self, then: Evaluation, missing: frozenset[str]) -> str | None:
        truths = Truths(self._rest.rules, then)
        if self._rest.stops and any(truths.of(one) is (not truth) for one, truth in self._group):
            return None
        conditions = [one for one, _truth in self._group]
        needs = needs_of(self._protocol, then, truths, conditions, frozenset())
        needed = in_order(self._protocol, {*needs.askable, *needs.held_back})
        return next((id for id in needed if id in self._all and id not in missing), None)
