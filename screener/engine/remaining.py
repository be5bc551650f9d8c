"""How many questions remain until a decision: at best, and at worst.

Followed is every answer that the rules tell apart (`screener.engine.cells`). At best is a search by
depth, in whichever order the questions come. At worst is in the order of `Result.needed`, over
answers that are missing too: nothing fails before the end, so that what must come out for the
criteria to pass falls into groups that share no question, whose numbers add up; what a section
waits for is taken to come out so that it opens.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from screener.engine.cells import cells
from screener.engine.compiler import Compiled, Evaluation
from screener.engine.depth import room_for
from screener.engine.needs import in_order, needs_of, rule_needs
from screener.engine.parts import Part, parts, passing, sharing
from screener.engine.truths import Truths
from screener.engine.values import as_of
from screener.protocol.model import Decision
from screener.protocol.reach import reached_from
from screener.protocol.values import Value

#: How many evaluations are spent on each of the two numbers, of a protocol of one question: one of
#: many takes the longer for each. Then a bound stands for the number, or nothing.
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Remaining:
    """Questions that a rule needs, from here to a decision: between `fewest` and `most`.

    `fewest` is None where it was too much to find out: where the interview does not stop at a
    failure, or many answers decide only together. `to_decide` is false where the case is decided
    and what is left is asked to record every reason.
    """

    fewest: int | None
    most: int
    to_decide: bool


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
        then = self._evaluated(self.values)
        fewest = self._fewest(then, first) if self.stops else None
        to_decide = then.decision is Decision.UNDETERMINED or self.stops
        return Remaining(fewest, self._most(then), to_decide)

    @property
    def _most_evaluations(self) -> int:
        return _MOST // len(self.rules.outline.protocol.questions)

    # At best.

    def _fewest(self, then: Evaluation, first: str | None) -> int | None:
        """Search by depth, whichever question comes next; None where that would be too much."""
        left = self._left(then)
        if not left:
            return 0
        level, asked = [(then, (first,) if first is not None else left)], 0
        while level:
            further: list[tuple[Evaluation, tuple[str, ...]]] = []
            asked += 1
            for at, questions in level:
                for after in (after for id in questions for after in self._after(at, id)):
                    left = self._left(after)
                    if not left:
                        return asked
                    further.append((after, left))
                    if len(further) > self._most_evaluations:
                        return None
            level = further
        return None

    def _after(self, then: Evaluation, question: str) -> Iterator[Evaluation]:
        """Evaluate with each answer to a question."""
        for one in cells(self.rules.outline.protocol, then.values, self.on, question):
            yield self._evaluated({**then.values, question: as_of(one.value, self.on)})

    def _decided(self, then: Evaluation) -> bool:
        if then.decision is Decision.INELIGIBLE:
            return self.stops
        return then.decision is Decision.ELIGIBLE

    def _left(self, then: Evaluation) -> tuple[str, ...]:
        """Give what can be asked from here; nothing once it is decided."""
        if self._decided(then):
            return ()
        protocol, truths = self.rules.outline.protocol, Truths(self.rules, then)
        needed = rule_needs(protocol, then, truths, protocol.criteria, frozenset()).askable
        return tuple(id for id in needed if id not in self.missing)

    # At worst.

    def _most(self, then: Evaluation) -> int:
        if self._decided(then):
            return 0
        budget = _Budget(self._most_evaluations)
        groups = self._groups(then)
        asked = frozenset[str]().union(*(read for read, _parts in groups))
        counted = sum(_Worst(self, parts, read, budget).count() for read, parts in groups)
        return counted + len(self._gates(then, asked))

    def _gates(self, then: Evaluation, asked: frozenset[str]) -> Set[str]:
        """Give what only sections wait for, in which something is to be asked."""
        protocol, truths = self.rules.outline.protocol, Truths(self.rules, then)
        sections = {protocol.questions[id].section for id in asked}
        waiting = (
            section.after
            for id, section in protocol.sections.items()
            if id in sections and section.after is not None and truths.after(id) is None
        )
        needed = {id for after in waiting for id in reached_from(protocol, after)}
        return self._open(needed, then) - asked

    def _groups(self, then: Evaluation) -> Sequence[tuple[frozenset[str], Sequence[Part]]]:
        """Give what is to come out, parts that share a question together."""
        protocol = self.rules.outline.protocol
        read = (
            (self._open(reached_from(protocol, part.condition), then), part)
            for part in self._to_come(then)
        )
        return sharing(read)

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


class _Budget:
    """How many evaluations all groups may take together."""

    def __init__(self, evaluations: int) -> None:
        self._left = evaluations

    def spend(self) -> bool:
        """Take one; tell whether there was one left."""
        self._left -= 1
        return self._left >= 0


class _Worst:
    """The most questions that a group of parts can take, of `questions` that have no answer."""

    def __init__(
        self, rest: Rest, group: Sequence[Part], questions: frozenset[str], budget: _Budget
    ) -> None:
        self._rest = rest
        self._protocol = rest.rules.outline.protocol
        self._group = group
        self._all = questions
        self._budget = budget
        self._best = 0
        self._stopped = False

    def count(self) -> int:
        """Follow every answer, leaving out what cannot come to more."""
        with room_for(len(self._all)):
            self._follow(self._rest.values, self._rest.missing, 0)
        # Where not everything could be followed, the questions that there are stand for it.
        return len(self._all) if self._stopped else self._best

    def _follow(
        self, values: Mapping[str, Value | None], missing: frozenset[str], asked: int
    ) -> None:
        """Ask on from here, first as if the answer were missing, which settles the least."""
        self._best = max(self._best, asked)
        answered = sum(values.get(id) is not None or id in missing for id in self._all)
        if asked + len(self._all) - answered <= self._best or self._stopped:
            return
        if not self._budget.spend():
            self._stopped = True
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
