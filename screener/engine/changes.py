"""What would have to change so that the candidate becomes eligible.

Tried are the answers that are not there and those that can change, over one answer for each cell
(`screener.engine.cells`); an answer that is not exact may turn out to be any that it holds, and a
series that grows with time, or that leaves a test unknown, may be completed. All else stays as it
is. What has to come out for every criterion to pass falls into parts, and parts that share no such
answer are looked at apart: the whole is a choice of one way from each group.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from screener.engine.cells import Cell, cells
from screener.engine.changes_search import Search, Variable
from screener.engine.compiler import Compiled
from screener.engine.cuts import tests_by_question
from screener.engine.minimal_true_sets import Spent, minimal_true_sets
from screener.engine.parts import Part, parts, passing, sharing
from screener.engine.reasons import Reasons
from screener.engine.series_cells import Series
from screener.engine.series_growth import least_grown
from screener.engine.tried_in_full import compared, tried_in_full
from screener.engine.truths import Truths
from screener.engine.values import as_of
from screener.prose.rules import about
from screener.protocol.derivations import conditions
from screener.protocol.model import Changes as MayChange
from screener.protocol.model import Question
from screener.protocol.reach import reached_from
from screener.protocol.values import DateRange, NumberRange, Value

#: No more ways than these are looked for in one group.
MOST_WAYS = 24
#: How many tests are evaluated for one group, and for all, before the search stops.
_MOST_FOR_ONE, _MOST_FOR_ALL = 200_000, 400_000
#: Of more parts than these that have no way together, it is not looked for those that are enough.
_MOST_IN_CONFLICT = 24


@dataclass(frozen=True, slots=True)
class Way:
    """A minimal set of questions whose answers would have to be given, or be others.

    `answers` is one choice that works; `working` gives, for each question, all the answers that
    work while the others are as in `answers`, neighbouring intervals as one. Where they are
    `apart`, that does not depend on the others: any one that works of each does. `least` gives, for
    each series that keeps its rows, those of the working ones that gain least, without what in them
    is not needed. Questions stand in the file's order.
    """

    answers: Mapping[str, Value]
    working: Mapping[str, tuple[Cell, ...]]
    least: Mapping[str, tuple[Series, ...]]
    apart: bool

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions, in the file's order."""
        return tuple(self.answers)


@dataclass(frozen=True, slots=True)
class Group:
    """What depends on the same answers: one of the ways has to be gone.

    `criteria` are those it is about, which fail or are open now. Ways with fewer answers to change
    come first, then those with fewer questions, then those that change what is tested rather than
    whether it applies. Not `complete` where there may be further ways.
    """

    criteria: tuple[str, ...]
    ways: tuple[Way, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Stuck:
    """A criterion that cannot come to pass, and the answers that it rests on and that stay."""

    criterion: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What would make the candidate eligible: one way from each of the groups.

    Nothing would where some criterion is `stuck`. `missing` are the questions without an answer
    that counts, `inexact` those whose answer may be found more exactly. A group without a way is
    one of which it was not worked out: too much to try, or open and no answer that was tried does.
    """

    groups: tuple[Group, ...]
    stuck: tuple[Stuck, ...]
    missing: frozenset[str]
    inexact: frozenset[str]

    @property
    def possible(self) -> bool:
        """Whether it was found that the candidate can become eligible so."""
        return not self.stuck and all(group.ways for group in self.groups)

    def must_change(self, group: Group) -> bool:
        """Tell whether every way of a group changes an answer that is there."""
        known = self.missing | self.inexact
        return bool(group.ways) and not any(known.issuperset(way.answers) for way in group.ways)


def changes(rules: Compiled, values: Mapping[str, Value | None], on: date) -> Changes:
    """Find what would have to change; `values` are those that count, derived ones too."""
    return _Finding(rules, values, on).changes()


class _Demand(NamedTuple):
    """What has to come out, and the criterion that it belongs to."""

    part: Part
    criterion: str


class _Finding:
    """One search for what would have to change."""

    def __init__(self, rules: Compiled, values: Mapping[str, Value | None], on: date) -> None:
        self._rules = rules
        self._protocol = rules.outline.protocol
        self._values = values
        self._on = on
        self._left = _MOST_FOR_ALL
        asked = [self._protocol.questions[id] for id in rules.outline.asked]
        self._missing = frozenset(one.id for one in asked if values.get(one.id) is None)
        self._inexact = frozenset(
            one.id
            for one in asked
            if one.changes is not MayChange.CAN and _range(values.get(one.id)) is not None
        )
        self._now = Truths(rules, rules.evaluate(values, on))
        self._growing = frozenset(one.id for one in asked if self._may_be_completed(one))
        self._variable = self._missing | self._inexact | self._growing
        self._variable |= {one.id for one in asked if one.changes is MayChange.CAN}
        self._groups: list[Group] = []
        self._stuck: dict[str, Stuck] = {}
        #: What is decided by what stays as it is.
        fixed = {**values, **dict.fromkeys(self._variable - self._inexact)}
        self._base = rules.evaluate(fixed, on)
        self._fixed = Truths(rules, self._base)

    def changes(self) -> Changes:
        """Solve group after group, in the order of the criteria."""
        found: list[_Demand] = []
        reasons = Reasons(self._rules, self._base, self._fixed, self._on)
        for criterion in self._protocol.criteria.values():
            whole = passing(criterion)
            if self._fixed.of(whole.condition) is (not whole.truth):
                self._stick(criterion.id, reasons.because(criterion.id))
            else:
                parted = parts(self._protocol, self._fixed, whole)
                found += [_Demand(part, criterion.id) for part in parted]
        self._solve_all(found)
        order = list(self._protocol.criteria)
        groups = [group for group in self._groups if not self._stuck.keys() >= set(group.criteria)]
        return Changes(
            tuple(sorted(groups, key=lambda group: order.index(group.criteria[0]))),
            tuple(self._stuck[id] for id in order if id in self._stuck),
            self._missing,
            self._inexact,
        )

    def _solve_all(self, demands: Iterable[_Demand]) -> None:
        read = ((self._read(one.part), one) for one in demands)
        for questions, together in sharing(read):
            if not all(self._holds(one.part) for one in together):
                self._solve(questions, together)

    def _solve(self, questions: Collection[str], together: Sequence[_Demand]) -> None:
        """Find the ways of one group; where there is none, what stands in the way."""
        search = self._search(questions, together)
        if self._solvable(search, questions):
            self._groups.append(self._group(search, questions, together))
            return
        hopeless = [[one] for one in together if not self._solvable_together([one])]
        conflicts = hopeless or [self._conflict(together)]
        for conflict in conflicts:
            self._give_up(conflict)
        given_up = {one for conflict in conflicts for one in conflict if not self._holds(one.part)}
        self._solve_all(
            one for one in together if one not in given_up and one.criterion not in self._stuck
        )

    def _conflict(self, together: Sequence[_Demand]) -> list[_Demand]:
        """Leave out what there is no way without either: what does not fail now before the rest."""
        left = list(together)
        if len(left) > _MOST_IN_CONFLICT:
            return left
        for one in sorted(together, key=lambda one: self._fails(one.part)):
            rest = [other for other in left if other != one]
            if rest and not self._solvable_together(rest):
                left = rest
        return left

    def _give_up(self, conflict: Sequence[_Demand]) -> None:
        """Say what stands in the way, where that is sure; what is open may still come out."""
        wrong = [one for one in conflict if not self._holds(one.part)]
        if not self._sure(conflict, fails=all(self._fails(one.part) for one in wrong)):
            self._groups.append(Group(tuple(self._criteria(conflict)), (), complete=False))
            return
        for part, criterion in wrong:
            self._stick(criterion, self._staying(part))

    def _sure(self, conflict: Sequence[_Demand], *, fails: bool) -> bool:
        """Tell whether there is no way, since none was found: what only is open may come out."""
        questions = frozenset().union(*(self._read(one.part) for one in conflict))
        tests = self._search(questions, conflict).tests
        if fails and not compared(self._protocol, tests, questions):
            return True
        return tried_in_full(self._protocol, tests, questions)

    def _solvable(self, search: Search, questions: Collection[str]) -> bool:
        """Tell whether there is a way at all, as far as it could be looked for."""
        try:
            return search.answers(frozenset(questions)) is not None
        except Spent:
            return True
        finally:
            self._left -= search.spent

    def _solvable_together(self, demands: Sequence[_Demand]) -> bool:
        questions = frozenset().union(*(self._read(one.part) for one in demands))
        return self._solvable(self._search(questions, demands), questions)

    def _search(self, questions: Collection[str], together: Sequence[_Demand]) -> Search:
        variables = [
            Variable(
                id,
                self._values.get(id),
                self._values.get(id) if id in self._inexact else None,
                self._cells(id, questions),
            )
            for id in self._rules.outline.asked
            if id in questions
        ]
        group = list(dict.fromkeys(one.part for one in together))
        most = max(0, min(_MOST_FOR_ONE, self._left))
        return Search(self._protocol, self._values, self._on, group, variables, most)

    def _cells(self, id: str, free: Collection[str]) -> tuple[Cell, ...]:
        """Give the answers that are tried for a question while those to others may change too."""
        present = self._values.get(id)
        within = _range(present) if id in self._inexact else None
        if id in self._growing and isinstance(present, tuple):
            return cells(self._protocol, self._values, self._on, id, free, present)
        return cells(self._protocol, self._values, self._on, id, free, within)

    def _cells_beside(self, variable: Variable, answers: Mapping[str, Value]) -> tuple[Cell, ...]:
        """Give the answers that are told apart where those to the others are these.

        Where another answer bounds an interval, it now ends at that answer. Rows are made for what
        they show, and all else is the same whatever the others are.
        """
        if all(cell.span is None for cell in variable.cells):
            return variable.cells
        beside = {id: as_of(value, self._on) for id, value in answers.items()}
        within = _range(variable.open)
        return cells(
            self._protocol, {**self._values, **beside}, self._on, variable.id, within=within
        )

    def _group(
        self, search: Search, questions: Collection[str], together: Sequence[_Demand]
    ) -> Group:
        order = [id for id in self._rules.outline.asked if id in questions]
        # An answer that is there is left as it is before one is done without that is missing.
        members = sorted(order, key=lambda id: (not self._changed([id]), -order.index(id)))
        before = search.spent
        found = minimal_true_sets(members, search.enough, MOST_WAYS)
        ways = [self._way(search, one) for one in found.sets]
        self._left -= search.spent - before
        changed = {id for way in ways for id in way.answers}
        tested = {id for id in changed if any(self._tests(one.part, id) for one in together)}

        def rank(way: Way) -> tuple[int, int, int, list[int]]:
            beside = len(set(way.answers) - tested)
            places = [order.index(id) for id in way.answers]
            return self._changed(way.answers), len(way.answers), beside, places

        ways.sort(key=rank)
        return Group(tuple(self._criteria(together)), tuple(ways), found.complete)

    def _tests(self, part: Part, question: str) -> bool:
        """Tell whether a part tests a question, and does not only ask whether another applies.

        So it does where a value that it reads is chosen by the answer.
        """
        read = (self._protocol.questions[id] for id in reached_from(self._protocol, part.condition))
        chosen = (one for each in read if each.derive for one in conditions(each.derive))
        return any(
            True
            for condition in (part.condition, *chosen)
            for _test in about(self._protocol, condition, question)
        )

    def _way(self, search: Search, questions: frozenset[str]) -> Way:
        found = search.answers(questions) or {}
        answers = {id: found[id] for id in self._rules.outline.asked if id in found}
        working = {
            id: search.working(answers, id, self._cells_beside(search.variable(id), answers))
            for id in answers
        }
        least: dict[str, tuple[Series, ...]] = {}
        for id in answers:
            present = self._values.get(id)
            if id in self._growing and isinstance(present, tuple):
                grown = [one.value for one in working[id] if isinstance(one.value, tuple)]
                works = partial(_works_with, search, answers, id)
                least[id] = least_grown(present, grown, works)
        return Way(answers, working, least, search.apart(answers))

    def _criteria(self, together: Iterable[_Demand]) -> list[str]:
        """Give the criteria of a group that are not passed now, in the file's order."""
        found = {one.criterion for one in together if not self._holds(one.part)}
        return [id for id in self._protocol.criteria if id in found]

    def _stick(self, criterion: str, questions: Iterable[str] = ()) -> None:
        before = self._stuck.get(criterion, Stuck(criterion, ())).questions
        found = {*before, *questions}
        order = self._rules.outline.asked
        self._stuck[criterion] = Stuck(criterion, tuple(id for id in order if id in found))

    def _staying(self, part: Part) -> set[str]:
        """Give the answers that a part reads and that stay as they are."""
        read = reached_from(self._protocol, part.condition)
        asked = (self._protocol.questions[id] for id in read if self._values.get(id) is not None)
        return {one.id for one in asked if one.derive is None and one.changes is not MayChange.CAN}

    def _may_be_completed(self, asked: Question) -> bool:
        """Tell whether rows can be added to a series, and gaps in it filled, while the rest stays.

        So it is where it grows with time, and where a test on it is unknown: something is lacking.
        """
        if not isinstance(self._values.get(asked.id), tuple) or asked.changes is MayChange.CAN:
            return False
        tests = tests_by_question(self._protocol).get(asked.id, ())
        return asked.changes is MayChange.WITH_TIME or any(
            test.question == asked.id and self._now.of(test) is None for test in tests
        )

    def _holds(self, part: Part) -> bool:
        return self._now.of(part.condition) is part.truth

    def _fails(self, part: Part) -> bool:
        return self._now.of(part.condition) is (not part.truth)

    def _read(self, part: Part) -> frozenset[str]:
        return self._variable & reached_from(self._protocol, part.condition)

    def _changed(self, questions: Iterable[str]) -> int:
        """Count the answers that are there and would be others."""
        return sum(id not in self._missing and id not in self._inexact for id in questions)


def _works_with(search: Search, answers: Mapping[str, Value], id: str, value: Value) -> bool:
    return search.works({**answers, id: value})


def _range(value: Value | None) -> NumberRange | DateRange | None:
    """Give an answer that may be found more exactly; what is not over yet has no end to find."""
    if isinstance(value, DateRange) and value.last is None:
        return None
    return value if isinstance(value, NumberRange | DateRange) else None
