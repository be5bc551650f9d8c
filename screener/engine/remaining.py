"""How many questions remain: at least, and at most, whichever order they come in.

Followed is every answer that the rules tell apart (`screener.engine.cells`). At least is a search
by depth. At most is over answers that are missing too: nothing fails before the end, so that what
must come out for the criteria to pass falls into groups that share no question, whose numbers add
up. What opens a section joins the groups that are asked in it; where they are too many to follow,
it is taken to come out so that the section opens. Where the rest is too much to follow, a bound
stands for the number: what was found so far, or every question that there is.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from screener.engine.asking import At
from screener.engine.compiler import Compiled
from screener.engine.depth import room_for
from screener.engine.parts import Part, parts, passing, sharing
from screener.engine.relevance import read_beside
from screener.protocol.conditions import Condition
from screener.protocol.model import Decision
from screener.protocol.reach import reached_from
from screener.protocol.values import Value

#: How many evaluations are spent on each of the two numbers, of a protocol of one question: one of
#: many takes the longer for each.
_MOST = 100_000

#: So many questions are followed through the sections that some of them open.
_MOST_THROUGH_SECTIONS = 8

_Values = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Remaining:
    """Questions that are left to ask from here: no fewer than `fewest`, and no more than `most`.

    Among them are those for the record: among `fewest` what can be asked now, unless the interview
    may end at a failure before. What hangs on an awaited answer alone is not among them before it
    comes. `to_decide` says that a decision is there once they are asked, if it comes no sooner; not
    so where it is decided already, the interview goes on after a failure, or a decision waits for
    what is awaited or known to be missing.
    """

    fewest: int
    most: int
    to_decide: bool


@dataclass(frozen=True, slots=True)
class Rest:
    """What an interview is at: the rules, the answers' values, and those that are missing.

    `awaited` are those of the missing that may still come: what hangs on one is not asked before.
    `stops` says that it ends at the first failure.
    """

    rules: Compiled
    values: _Values
    on: date
    missing: frozenset[str]
    awaited: frozenset[str]
    stops: bool

    def remaining(self, first: str | None = None) -> Remaining:
        """Count the questions that remain; `first` is asked next, where that is known."""
        at = self._at(self.values, self.missing)
        decision = at.evaluation.decision
        if self.stops and decision is Decision.INELIGIBLE:
            return Remaining(0, 0, to_decide=False)
        groups = self._groups(at)
        ruled = frozenset[str]().union(*(group.questions for group in groups))
        most = self._most(at, groups) + len(self._for_the_record(at) - ruled)
        recorded = at.for_the_record() - ruled
        begins = None if first in recorded else first
        fewest = self._fewest(at, begins) if self.stops else self._fewest_of_all(at, groups)
        # What ends at a failure may leave them unasked, if it can come to one.
        fewest += len(recorded & {first} if self.stops and fewest else recorded)
        waits = not self.missing.isdisjoint(at.lacking(at.unknown_rules))
        to_decide = self.stops and decision is Decision.UNDETERMINED and not waits
        return Remaining(min(fewest, most), most, to_decide)

    def _at(self, values: _Values, missing: frozenset[str]) -> At:
        return At(self.rules, values, missing, self.awaited, self.on)

    @property
    def _most_evaluations(self) -> int:
        return _MOST // len(self.rules.outline.protocol.questions)

    # At least.

    def _fewest(self, at: At, first: str | None) -> int:
        """Search by depth until a decision, whichever question comes next."""
        left = self._left(at)
        if not left:
            return 0
        begin = (first,) if first is not None else left
        return self._shortest(at, begin, self._left, _Budget(self._most_evaluations))

    def _fewest_of_all(self, at: At, groups: Iterable["_Group"]) -> int:
        """Count until nothing is left to ask: groups that share no question for themselves."""
        budget, asked = _Budget(self._most_evaluations), 0
        for group in groups:
            left = partial(At.asking, conditions=group.conditions)
            if begin := left(at):
                asked += self._shortest(at, begin, left, budget)
        return asked

    def _shortest(
        self,
        at: At,
        begin: Sequence[str],
        left: Callable[[At], Sequence[str]],
        budget: "_Budget",
    ) -> int:
        """Count the questions to where nothing is left, or to where it became too much to try."""
        level, asked = [(at, begin)], 0
        known = set[frozenset[tuple[str, Value | None]]]()
        while level:
            further: list[tuple[At, Sequence[str]]] = []
            asked += 1
            for values in self._answered(level):
                if (key := frozenset(values.items())) in known:
                    continue
                known.add(key)
                if not budget.spend():
                    return asked
                after = self._at(values, self.missing)
                if not (then := left(after)):
                    return asked
                further.append((after, then))
            level = further
        return asked

    def _answered(self, level: Iterable[tuple[At, Sequence[str]]]) -> Iterator[_Values]:
        """Give each answer to each of the next questions, beside the answers before."""
        for before, questions in level:
            for id in questions:
                for value in before.answers(id):
                    yield {**before.values, id: value}

    def _left(self, at: At) -> Sequence[str]:
        """Give what can be asked from here; nothing once it is decided."""
        if at.evaluation.decision is not Decision.UNDETERMINED:
            return ()
        return at.asking(at.unknown_rules)

    # At most.

    def _most(self, at: At, groups: Iterable["_Group"]) -> int:
        if self.stops and at.evaluation.decision is not Decision.UNDETERMINED:
            return 0
        budget = _Budget(self._most_evaluations)
        return sum(self._most_of(at, group, budget) for group in groups)

    def _most_of(self, at: At, group: "_Group", budget: "_Budget") -> int:
        """Count what a group can take; through what opens its sections where it is not too much."""
        if not group.gates:
            return self._followed(group.parts, group.asked, budget)
        if len(group.questions) <= _MOST_THROUGH_SECTIONS and not self._compared(group.questions):
            most = _Most(self, group.parts, group.questions, At.asking, budget).count()
            if most is not None:
                return most
        finer = sharing((self._open(at.read(part.condition), at), part) for part in group.parts)
        counted = sum(
            self._followed(parts, asked, budget)
            if group.gates.isdisjoint(asked)
            # What opens a section may be asked where its group would not ask for it any more.
            else len(asked)
            for asked, parts in finer
        )
        return counted + len(group.gates - group.asked)

    def _followed(self, group: Sequence[Part], asked: frozenset[str], budget: "_Budget") -> int:
        """Count what parts can take, as if every section were open."""
        # Where answers are compared, one of each cell does not stand for all.
        if self._compared(asked):
            return len(asked)
        most = _Most(self, group, asked, At.own, budget).count()
        # Where not everything could be followed, the questions that there are stand for it.
        return len(asked) if most is None else most

    def _compared(self, questions: Set[str]) -> bool:
        """Tell whether some test reads two of these questions together."""
        protocol = self.rules.outline.protocol
        return any(not questions.isdisjoint(read_beside(protocol, id)) for id in questions)

    def _groups(self, at: At) -> Sequence["_Group"]:
        """Give what is to come out, parts together that share a question, or what opens one."""
        each = [self._alone(part, at) for part in self._to_come(at)]
        return [
            _Group(
                [part for one in found for part in one.parts],
                frozenset[str]().union(*(one.asked for one in found)),
                frozenset[str]().union(*(one.gates for one in found)),
            )
            for _questions, found in sharing((one.questions, one) for one in each)
        ]

    def _alone(self, part: Part, at: At) -> "_Group":
        read = at.read(part.condition)
        return _Group([part], frozenset(self._open(read, at)), frozenset(self._gates(at, read)))

    def _gates(self, at: At, read: Collection[str]) -> Set[str]:
        """Give what sections wait for in which something is to be asked, or is missing."""
        protocol, gates = self.rules.outline.protocol, set[str]()
        while True:
            sections = {protocol.questions[id].section for id in at.without(read) | gates}
            waiting = (
                section.after
                for id, section in protocol.sections.items()
                if id in sections and section.after is not None and at.truths.after(id) is None
            )
            needed = {id for after in waiting for id in reached_from(protocol, after)}
            more = self._open(needed, at) - gates
            if not more:
                return gates
            gates |= more

    def _to_come(self, at: At) -> Iterator[Part]:
        protocol, truths = self.rules.outline.protocol, at.truths
        for criterion in protocol.criteria.values():
            if self.stops:
                yield from parts(protocol, truths, passing(criterion))
            elif truths.of(criterion.rule) is None:
                # Where one part fails a criterion, its others need not be asked for.
                yield passing(criterion)

    def _open(self, questions: Collection[str], at: At) -> set[str]:
        """Leave out what has an answer, or is known to be missing, and what will not be asked."""
        return {id for id in at.without(questions) - self.missing if not at.waits(id)}

    def _for_the_record(self, at: At) -> Set[str]:
        """Give what is asked for the record alone, now or later."""
        questions = self.rules.outline.protocol.questions
        return self._open({id for id, one in questions.items() if one.for_record}, at)


class _Group(NamedTuple):
    """Parts that are asked for together: what they ask themselves, and what opens its sections."""

    parts: Sequence[Part]
    asked: frozenset[str]
    gates: frozenset[str]

    @property
    def questions(self) -> frozenset[str]:
        return self.asked | self.gates

    @property
    def conditions(self) -> Sequence[Condition]:
        return [one for one, _truth in self.parts]


class _Budget:
    """How many evaluations all groups may take together."""

    def __init__(self, evaluations: int) -> None:
        self._left = evaluations

    def spend(self) -> bool:
        """Take one; tell whether there was one left."""
        self._left -= 1
        return self._left >= 0


class _Most:
    """The most questions that a group of parts can take, of `questions` that have no answer."""

    def __init__(
        self,
        rest: Rest,
        group: Sequence[Part],
        questions: frozenset[str],
        asking: Callable[[At, Sequence[Condition]], Sequence[str]],
        budget: _Budget,
    ) -> None:
        self._rest = rest
        self._group = group
        self._conditions = [one for one, _truth in group]
        self._all = questions
        self._asking = asking
        self._budget = budget
        self._best = 0
        self._stopped = False
        self._known = set[tuple[frozenset[tuple[str, Value | None]], frozenset[str]]]()

    def count(self) -> int | None:
        """Follow every answer in every order, leaving out what cannot come to more.

        None where not everything could be followed.
        """
        with room_for(len(self._all)):
            self._follow(self._rest.values, self._rest.missing, 0)
        return None if self._stopped else self._best

    def _follow(self, values: _Values, missing: frozenset[str], asked: int) -> None:
        """Ask on from here, first as if the answer were missing, which settles the least."""
        self._best = max(self._best, asked)
        key = frozenset((id, values[id]) for id in self._all), missing
        if self._stopped or self._best == len(self._all) or key in self._known:
            return
        self._known.add(key)
        if not self._budget.spend():
            self._stopped = True
            return
        rest = self._rest
        at = At(rest.rules, values, missing, rest.awaited, rest.on)
        if asked + self._to_come(at) <= self._best:
            return
        for id in self._next(at):
            self._follow(values, missing | {id}, asked + 1)
            for value in at.answers(id):
                self._follow({**values, id: value}, missing, asked + 1)

    def _to_come(self, at: At) -> int:
        """Count what may still be asked; what does not apply by now is not."""
        return sum(
            at.values[id] is None and id not in at.missing and at.truths.applies(id) is not False
            for id in self._all
        )

    def _next(self, at: At) -> Sequence[str]:
        if self._rest.stops and any(at.truths.of(one) is (not truth) for one, truth in self._group):
            return ()
        return [id for id in self._asking(at, self._conditions) if id in self._all]
