"""How many questions remain: at least, and at most, whichever order they come in.

Followed is every answer that the rules tell apart (`screener.engine.cells`). At least is a search
by depth. At most is over answers that are missing too: nothing fails before the end, so that what
must come out for the criteria to pass falls into groups that share no question, whose numbers add
up; what a section waits for is taken to come out so that it opens. Where that is too much to
follow, a bound stands for the number: what was found so far, or every question that there is.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from screener.engine.cells import cells
from screener.engine.compiler import Compiled
from screener.engine.depth import room_for
from screener.engine.needs import Needs, in_order, needs_of
from screener.engine.parts import Part, parts, passing, sharing
from screener.engine.relevance import read_beside, without_effect
from screener.engine.truths import Truths
from screener.engine.values import as_of
from screener.protocol.conditions import Condition
from screener.protocol.model import Decision
from screener.protocol.reach import reached_from
from screener.protocol.values import Value

#: How many evaluations are spent on each of the two numbers, of a protocol of one question: one of
#: many takes the longer for each.
_MOST = 100_000

_Values = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Remaining:
    """Questions that are left to ask from here: no fewer than `fewest`, and no more than `most`.

    Among `most` are those for the record. `to_decide` says that a decision is there once they are
    asked, if it comes no sooner; not so where it is decided already, the interview goes on after a
    failure, or a decision waits for what is awaited or known to be missing.
    """

    fewest: int
    most: int
    to_decide: bool


@dataclass(frozen=True, slots=True)
class Rest:
    """What an interview is at: the rules, the answers' values, and those known to be missing.

    `stops` says that it ends at the first failure.
    """

    rules: Compiled
    values: _Values
    on: date
    missing: frozenset[str]
    stops: bool

    def remaining(self, first: str | None = None) -> Remaining:
        """Count the questions that remain; `first` is asked next, where that is known."""
        at = self._at(self.values, self.missing)
        decision = at.evaluation.decision
        if self.stops and decision is Decision.INELIGIBLE:
            return Remaining(0, 0, to_decide=False)
        most = self._most(at) + len(self._for_the_record(at))
        fewest = self._fewest(at, first) if self.stops else self._fewest_of_all(at)
        waits = not self.missing.isdisjoint(at.lacking(at.unknown_rules))
        to_decide = self.stops and decision is Decision.UNDETERMINED and not waits
        return Remaining(min(fewest, most), most, to_decide)

    def _at(self, values: _Values, missing: frozenset[str]) -> "_At":
        return _At(self.rules, values, missing, self.on)

    @property
    def _most_evaluations(self) -> int:
        return _MOST // len(self.rules.outline.protocol.questions)

    # At least.

    def _fewest(self, at: "_At", first: str | None) -> int:
        """Search by depth until a decision, whichever question comes next."""
        left = self._left(at)
        if not left:
            return 0
        begin = (first,) if first is not None else left
        return self._shortest(at, begin, self._left, _Budget(self._most_evaluations))

    def _fewest_of_all(self, at: "_At") -> int:
        """Count until nothing is left to ask: groups that share no question for themselves.

        Where a section may yet stay closed, what it holds may never be asked.
        """
        if not at.asking(at.unknown_rules):
            return 0
        protocol, asked = self.rules.outline.protocol, 0
        budget = _Budget(self._most_evaluations)
        for read, group in self._groups(at):
            conditions = [one for one, _truth in group]

            def left(at: _At, conditions: Sequence[Condition] = conditions) -> Sequence[str]:
                return at.asking(conditions)

            open = all(at.truths.section_open(protocol, id) for id in read)
            if open and (begin := left(at)):
                asked += self._shortest(at, begin, left, budget)
        return max(asked, 1)

    def _shortest(
        self,
        at: "_At",
        begin: Sequence[str],
        left: Callable[["_At"], Sequence[str]],
        budget: "_Budget",
    ) -> int:
        """Count the questions to where nothing is left, or to where it became too much to try."""
        level, asked = [(at, begin)], 0
        known = set[frozenset[tuple[str, Value | None]]]()
        while level:
            further: list[tuple[_At, Sequence[str]]] = []
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

    def _answered(self, level: Iterable[tuple["_At", Sequence[str]]]) -> Iterator[_Values]:
        """Give each answer to each of the next questions, beside the answers before."""
        for before, questions in level:
            for id in questions:
                for value in before.answers(id):
                    yield {**before.values, id: value}

    def _left(self, at: "_At") -> Sequence[str]:
        """Give what can be asked from here; nothing once it is decided."""
        if at.evaluation.decision is not Decision.UNDETERMINED:
            return ()
        return at.asking(at.unknown_rules)

    # At most.

    def _most(self, at: "_At") -> int:
        if self.stops and at.evaluation.decision is not Decision.UNDETERMINED:
            return 0
        budget = _Budget(self._most_evaluations)
        groups = self._groups(at)
        asked = frozenset[str]().union(*(read for read, _parts in groups))
        gates = self._gates(at, asked)
        counted = sum(
            _Most(self, parts, read, budget).count()
            if gates.isdisjoint(read) and not self._compared(read)
            # What opens a section may be asked where its group would not ask for it any more, and
            # where answers are compared, one of each cell does not stand for all.
            else len(read)
            for read, parts in groups
        )
        return counted + len(gates - asked)

    def _compared(self, questions: Set[str]) -> bool:
        """Tell whether some test reads two of these questions together."""
        protocol = self.rules.outline.protocol
        return any(not questions.isdisjoint(read_beside(protocol, id)) for id in questions)

    def _gates(self, at: "_At", asked: frozenset[str]) -> Set[str]:
        """Give what sections wait for in which something is to be asked."""
        protocol, gates = self.rules.outline.protocol, set[str]()
        while True:
            sections = {protocol.questions[id].section for id in asked | gates}
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

    def _groups(self, at: "_At") -> Sequence[tuple[frozenset[str], Sequence[Part]]]:
        """Give what is to come out, parts that share a question together."""
        read = ((self._open(at.read(part.condition), at), part) for part in self._to_come(at))
        return sharing(read)

    def _to_come(self, at: "_At") -> Iterator[Part]:
        protocol, truths = self.rules.outline.protocol, at.truths
        for criterion in protocol.criteria.values():
            if self.stops:
                yield from parts(protocol, truths, passing(criterion))
            elif truths.of(criterion.rule) is None:
                # Where one part fails a criterion, its others need not be asked for.
                yield passing(criterion)

    def _open(self, questions: Collection[str], at: "_At") -> set[str]:
        """Leave out what has an answer, or is known to be missing, and what will not be asked."""
        protocol = self.rules.outline.protocol
        return {
            id
            for id in questions
            if protocol.questions[id].derive is None
            and at.values.get(id) is None
            and id not in self.missing
            and at.truths.applies(id) is not False
            and at.truths.section_open(protocol, id) is not False
        }

    def _for_the_record(self, at: "_At") -> Set[str]:
        """Give what is asked for the record alone, now or later."""
        questions = self.rules.outline.protocol.questions
        return self._open({id for id, one in questions.items() if one.for_record}, at)


class _At:
    """The rules, evaluated with some answers, where others are known to be missing."""

    def __init__(self, rules: Compiled, values: _Values, missing: frozenset[str], on: date) -> None:
        self._protocol = rules.outline.protocol
        self._on = on
        self.values = values
        self.missing = missing
        self.evaluation = rules.evaluate(values, on)
        self.truths = Truths(rules, self.evaluation)

    @property
    def unknown_rules(self) -> Sequence[Condition]:
        """The rules of the criteria that are open."""
        rules = (one.rule for one in self._protocol.criteria.values())
        return [rule for rule in rules if self.truths.of(rule) is None]

    def asking(self, conditions: Sequence[Condition]) -> tuple[str, ...]:
        """Give what may be asked next for these conditions."""
        needs = self._needs(conditions)
        return self._worth({*needs.askable, *needs.in_doubt} - self.missing)

    def lacking(self, conditions: Sequence[Condition]) -> tuple[str, ...]:
        """Give all that these conditions wait for, missing or held back as it may be."""
        return self._worth(self._needs(conditions).all)

    def own(self, conditions: Sequence[Condition]) -> tuple[str, ...]:
        """Give what may be asked next for these conditions, were every section open."""
        protocol, truths = self._protocol, self.truths
        needs = needs_of(
            protocol, self.evaluation, truths, conditions, self.missing, through_sections=False
        )
        return self._worth(needs.all - self.missing)

    def read(self, condition: Condition) -> set[str]:
        """Give every question behind a condition, what is decided aside."""
        protocol, truths = self._protocol, self.truths
        needs = needs_of(
            protocol, self.evaluation, truths, [condition], self.missing, through_sections=False
        )
        return {id for test in needs.tests for id in reached_from(protocol, test)}

    def answers(self, question: str) -> Iterator[Value]:
        """Give an answer to a question for each cell."""
        for cell in cells(self._protocol, self.evaluation.values, self._on, question):
            yield as_of(cell.value, self._on)

    def _needs(self, conditions: Sequence[Condition]) -> Needs:
        return needs_of(self._protocol, self.evaluation, self.truths, conditions, self.missing)

    def _worth(self, questions: Set[str]) -> tuple[str, ...]:
        if not questions:
            return ()
        idle = without_effect(
            self._protocol, self.evaluation, self.truths, questions, self.missing, self._on
        )
        return in_order(self._protocol, questions - idle)


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
        self, rest: Rest, group: Sequence[Part], questions: frozenset[str], budget: _Budget
    ) -> None:
        self._rest = rest
        self._group = group
        self._conditions = [one for one, _truth in group]
        self._all = questions
        self._budget = budget
        self._best = 0
        self._stopped = False
        self._known = set[tuple[frozenset[tuple[str, Value | None]], frozenset[str]]]()

    def count(self) -> int:
        """Follow every answer in every order, leaving out what cannot come to more."""
        with room_for(len(self._all)):
            self._follow(self._rest.values, self._rest.missing, 0)
        # Where not everything could be followed, the questions that there are stand for it.
        return len(self._all) if self._stopped else self._best

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
        at = _At(self._rest.rules, values, missing, self._rest.on)
        if asked + self._to_come(at) <= self._best:
            return
        for id in self._next(at):
            self._follow(values, missing | {id}, asked + 1)
            for value in at.answers(id):
                self._follow({**values, id: value}, missing, asked + 1)

    def _to_come(self, at: _At) -> int:
        """Count what may still be asked; what does not apply by now is not."""
        return sum(
            at.values[id] is None and id not in at.missing and at.truths.applies(id) is not False
            for id in self._all
        )

    def _next(self, at: _At) -> Sequence[str]:
        if self._rest.stops and any(at.truths.of(one) is (not truth) for one, truth in self._group):
            return ()
        return [id for id in at.own(self._conditions) if id in self._all]
