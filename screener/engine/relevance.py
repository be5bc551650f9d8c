"""Which questions cannot change anything, whatever else is answered or stays missing.

A question changes a condition where, beside some answers to the others, any of which may be missing
too, the condition is unknown without its answer and decided with one. An answer that is awaited, or
known to be missing, counts as not there: it may still come.

All that is unknown of a condition can change it, as long as it reads each question once. So only
conditions that read one several times are looked at closely: beside each cell
(`screener.engine.cells`) of what is read several times, their tests come out independently of one
another. Two limits: the tests on one series are taken for independent, and a question for which
more would have to be tried than is tried counts as one that changes something.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from screener.engine.cells import Cell, Days, cells
from screener.engine.compiler import Evaluation
from screener.engine.cuts import tests_by_question
from screener.engine.needs import needs_of
from screener.engine.portion import compiled_portion
from screener.engine.shared_reads import Knot, Node, Outcomes, fold, several_times, tied
from screener.engine.truth import Truth
from screener.engine.truths import Truths
from screener.engine.values import as_of
from screener.protocol.conditions import Condition, Test
from screener.protocol.model import Protocol, Question, QuestionType
from screener.protocol.reads import questions_read, roots
from screener.protocol.values import Value

#: How many ways to answer what is read several times are tried for one question.
_MOST_WAYS = 400
#: How many ways to answer what one test alone reads are tried.
_MOST_IN_TEST = 60
#: A condition is looked at once for each set of answers to what it reads.
_KEPT = 8_192
#: Answers of these are not followed: a test that reads one comes out in any way.
_NOT_FOLLOWED = frozenset({QuestionType.SERIES, QuestionType.TEXT})
_CHANGES: Outcomes = frozenset({(None, True), (None, False)})
_ANY: Outcomes = frozenset({(None, None), (True, True), (False, False)})

_Values = Mapping[str, Value | None]


def without_effect(
    protocol: Protocol,
    evaluation: Evaluation,
    truths: Truths,
    needed: Set[str],
    missing: Set[str],
    on: date,
) -> frozenset[str]:
    """Give those of what is needed that can change no open criterion.

    What opens a section in which something is to be asked that can is not among them. `missing` are
    the questions that will not be answered.
    """
    rules = [one.rule for one in protocol.criteria.values() if truths.of(one.rule) is None]
    closed = {
        id: section.after
        for id, section in protocol.sections.items()
        if section.after is not None and truths.after(id) is None
    }
    looking = _Looking(protocol, evaluation, truths, missing, on)
    if needed.isdisjoint(looking.idle((*rules, *closed.values()))):
        return frozenset()
    wanted, opened = looking.changing(rules), set[str]()
    while opening := (_sections(protocol, wanted) & closed.keys()) - opened:
        opened |= opening
        wanted |= looking.changing([closed[id] for id in opening])
    return frozenset(needed - wanted)


def _sections(protocol: Protocol, questions: Iterable[str]) -> set[str]:
    sections = {protocol.questions[id].section for id in questions}
    return {id for id in sections if id is not None}


@dataclass(frozen=True, slots=True)
class _Found:
    """The questions without a value that can change a knot, and those that cannot.

    `either` tells whether it can still come out true, and false too.
    """

    changing: frozenset[str]
    idle: frozenset[str]
    either: bool


class _Looking:
    """Looks at the knots of unknown conditions, in one state of the answers."""

    def __init__(
        self,
        protocol: Protocol,
        evaluation: Evaluation,
        truths: Truths,
        missing: Set[str],
        on: date,
    ) -> None:
        self._protocol = protocol
        self._evaluation = evaluation
        self._truths = truths
        self._missing = missing
        self._on = on

    def idle(self, conditions: Iterable[Condition]) -> set[str]:
        """Give the questions that cannot change some knot which reads them."""
        found = (found for one in conditions for _knot, found in self._knots(one))
        return {id for one in found if one is not None for id in one.idle}

    def changing(self, conditions: Iterable[Condition]) -> set[str]:
        """Give the questions that can change one of these conditions."""
        plain: list[Condition] = []
        wanted = set[str]()
        for condition in conditions:
            knots = self._knots(condition)
            for knot, found in knots:
                if found is None:
                    plain += knot.conditions
                else:
                    wanted |= found.changing
            if not knots:
                plain.append(condition)
            elif knots[0][0].above:
                plain += tied(self._protocol)[condition].loose
        own = needs_of(
            self._protocol,
            self._evaluation,
            self._truths,
            plain,
            self._missing,
            through_sections=False,
        )
        return wanted | own.all

    def _knots(self, condition: Condition) -> list[tuple[Knot, _Found | None]]:
        """Look at the knots on which it depends how a condition comes out.

        Where one can come out in one way alone, all of the condition is one.
        """
        known = tied(self._protocol).get(condition)
        if known is None:
            return []
        truths = self._truths
        open = [one for one in known.knots if all(truths.of(above) is None for above in one.above)]
        found = [(knot, self._look(knot)) for knot in open]
        if all(one is None or one.either for _knot, one in found):
            return found
        return [(known.whole, self._look(known.whole))]

    def _look(self, knot: Knot) -> _Found | None:
        values = self._evaluation.values
        return _look(self._protocol, knot, tuple([values[id] for id in knot.asked]), self._on)


@lru_cache(maxsize=_KEPT)
def _look(
    protocol: Protocol, knot: Knot, said: tuple[Value | None, ...], on: date
) -> _Found | None:
    """Look at a knot; None where all that its unknown tests read is read once by now."""
    return _Look(protocol, knot, dict(zip(knot.asked, said, strict=True)), on).found()


class _Look:
    """One close look at a knot, with the `values` of all that it reads."""

    def __init__(self, protocol: Protocol, knot: Knot, values: _Values, on: date) -> None:
        self._protocol = protocol
        self._knot = knot
        self._values = values
        self._on = on
        self._rules = compiled_portion(protocol, knot.conditions)
        self._places = {leaf: place for place, leaf in enumerate(self._rules.outline.leaves)}
        self._now = Truths(self._rules, self._rules.evaluate(values, on))
        missing = frozenset(id for id, value in values.items() if value is None)
        top = knot.root.members or (knot.root,)
        unknown = [node for one in top for node in self._unknown(one)]
        read = [node.reads & missing for node in unknown]
        self._open = frozenset[str]().union(*read)
        kinds = {id: protocol.questions[id].type for id in self._open}
        self._apart = frozenset(id for id, kind in kinds.items() if kind in _NOT_FOLLOWED)
        self._several = several_times(read) - self._apart
        self._hanging = any(len(node.reads) > 1 for node in unknown)
        self._cells: dict[str, tuple[Value, ...]] = {}
        self._known: dict[tuple[object, ...], Outcomes] = {}

    def found(self) -> _Found | None:
        """Tell what can change it from what cannot; None where it reads each question once."""
        if not self._several and not self._hanging and self._knot.root.members:
            return None
        changing = frozenset(id for id in self._open if self._changes(id))
        return _Found(changing, self._open - changing, self._either())

    def _unknown(self, node: Node) -> Iterator[Node]:
        """Visit the tests on which it depends how the condition comes out."""
        if self._now.of(node.condition) is None:
            yield from [node] if not node.members else chain(*map(self._unknown, node.members))

    def _either(self) -> bool:
        found = set[tuple[Truth, Truth]]()
        for spent, fixed in enumerate(self._ways(self._in_order(self._several), {})):
            found |= self._of_root(fixed, None)
            if spent == _MOST_WAYS or found >= {(True, True), (False, False)}:
                return True
        return False

    def _changes(self, question: str) -> bool:
        for spent, fixed in enumerate(self._all_ways(question)):
            outcomes = self._of_root(fixed, question)
            if spent == _MOST_WAYS or not _CHANGES.isdisjoint(outcomes):
                return True
        return False

    def _all_ways(self, question: str) -> Iterator[_Values]:
        """Answer in each way what is read several times; the question itself with each answer."""
        for fixed in self._ways([id for id in self._in_order(self._several) if id != question], {}):
            if question not in self._several:
                yield fixed
                continue
            for value in self._answers(question, fixed):
                yield {**fixed, question: value}

    def _ways(self, questions: Sequence[str], fixed: _Values) -> Iterator[_Values]:
        """Answer some questions in each way, first as if the answer were missing."""
        if not questions:
            yield fixed
            return
        first, *others = questions
        yield from self._ways(others, {**fixed, first: None})
        for value in self._answers(first, fixed):
            yield from self._ways(others, {**fixed, first: value})

    def _answers(self, question: str, fixed: _Values) -> Sequence[Value]:
        """Give an answer of each cell, beside answers to the others."""
        alone = self._open.isdisjoint(read_beside(self._protocol, question))
        if alone and question in self._cells:
            return self._cells[question]
        found = cells(self._protocol, {**self._values, **fixed}, self._on, question)
        answers = tuple(as_of(one.value, self._on) for one in found)
        if alone:
            self._cells[question] = answers
            return answers
        # What it is compared with may lie between one answer of a cell and another.
        ends = (end for one in found for end in _ends(self._protocol.questions[question], one))
        return tuple(dict.fromkeys((*answers, *ends)))

    def _of_root(self, fixed: _Values, question: str | None) -> Outcomes:
        root = self._knot.root
        if not root.members:
            return self._outcomes(root, fixed, question)
        return fold(root.condition, [self._outcomes(one, fixed, question) for one in root.members])

    def _outcomes(self, node: Node, fixed: _Values, question: str | None) -> Outcomes:
        """Give how a condition may come out without an answer to the question, and with one.

        `fixed` are the answers to what is read several times, that to the question among them; all
        else may be answered in any way.
        """
        truth = self._now.of(node.condition)
        if truth is not None:
            return frozenset({(truth, truth)})
        own = tuple(value for id, value in fixed.items() if id in node.reads)
        key = (node, own, question if question in node.reads else None)
        if key not in self._known:
            self._known[key] = (
                fold(node.condition, [self._outcomes(one, fixed, question) for one in node.members])
                if node.members
                else self._of_test(node, fixed, question)
            )
        return self._known[key]

    def _of_test(self, node: Node, fixed: _Values, question: str | None) -> Outcomes:
        free = node.reads & self._open - self._several - self._apart
        others = self._in_order(free - {question})
        without = {id: None if id == question else value for id, value in fixed.items()}
        found, spent = set[tuple[Truth, Truth]](), 0
        for way in self._ways(others, {}):
            before = self._truth(node, {**without, **way})
            after = [self._truth(node, {**fixed, **way})]
            if question is not None and question in free:
                answers = self._answers(question, {**fixed, **way})
                after = [self._truth(node, {**without, **way, question: one}) for one in answers]
            found.update((before, truth) for truth in after)
            spent += 1 + len(after)
            if spent > _MOST_IN_TEST:
                return _ANY | _CHANGES if question in node.reads else _ANY
        if self._apart.isdisjoint(node.reads):
            return frozenset(found)
        return frozenset(found).union(*(self._opened(one, node, question) for one in found))

    def _opened(self, pair: tuple[Truth, Truth], node: Node, question: str | None) -> Outcomes:
        """Give what else may come out where an answer that is not followed is given."""
        before, after = pair
        if before is not None:
            return frozenset()
        if after is not None:
            return frozenset({(after, after)})
        return _ANY | _CHANGES if question in node.reads else _ANY

    def _truth(self, node: Node, answers: _Values) -> Truth:
        test = node.condition
        assert isinstance(test, Test)
        leaves = self._rules.evaluate({**self._values, **answers}, self._on).leaves
        return leaves[self._places[test]]

    def _in_order(self, questions: Collection[str]) -> Sequence[str]:
        return [id for id in self._knot.asked if id in questions]


def _ends(question: Question, cell: Cell) -> Iterator[Value]:
    """Give the first and the last answer of a cell, where it has one."""
    span = cell.span
    if isinstance(span, Days):
        yield from (day for day in (span.first, span.last) if day is not None)
    elif span is not None:
        low = question.minimum if span.low is None else None if span.open_low else span.low
        high = question.maximum if span.high is None else None if span.open_high else span.high
        yield from (end for end in (low, high) if isinstance(end, Decimal))


@lru_cache(maxsize=_KEPT)
def read_beside(protocol: Protocol, question: str) -> frozenset[str]:
    """Give the asked questions that some test reads together with this one."""
    read = (
        root
        for test in tests_by_question(protocol).get(question, ())
        for id in questions_read(protocol.questions, test)
        for root in roots(protocol.questions, id)
    )
    return frozenset(read) - {question}
