"""Which questions can still change an open criterion, and which of them may be asked now.

Needed is a question without a value on which an unknown test of an open criterion depends, members
already decided aside. Where it is unknown whether that question applies, what its `when` needs
stands for it; where its section is held back, what the section's `after` needs. Where nobody can
say whether it applies, as all that its `when` needs will not be answered, it is in doubt: a test on
it may come out false whether it applies or not.
"""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

from screener.engine.compiler import Evaluation
from screener.engine.truths import Truths
from screener.protocol.conditions import (
    Condition,
    CriterionRef,
    DefinitionRef,
    Leaf,
    Test,
    members,
)
from screener.protocol.derivations import Case, inputs
from screener.protocol.model import Protocol
from screener.protocol.reads import questions_read
from screener.protocol.values import DateRange, NumberRange, Ongoing, Value

#: A handful of protocols at most are in use at one site.
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Needs:
    """Questions without a value, in the order of sections, then of the file.

    `askable` may be asked now: they apply, and their section is open. `held_back` would be needed,
    but the condition of their section is false. `tests` are the unknown tests that led there, and
    those that stay unknown though nothing is left to ask for them. `in_doubt` may be asked, too:
    nobody can say whether they apply.
    """

    askable: tuple[str, ...]
    held_back: tuple[str, ...]
    tests: tuple[Leaf, ...]
    in_doubt: tuple[str, ...]

    @property
    def all(self) -> frozenset[str]:
        """Those that may be asked now, or later, or in doubt."""
        return frozenset((*self.askable, *self.held_back, *self.in_doubt))


def rule_needs(
    protocol: Protocol,
    evaluation: Evaluation,
    truths: Truths,
    criteria: Iterable[str],
    missing: Set[str],
) -> Needs:
    """Give what these criteria need, or those of them that are open.

    `missing` are the questions that will not be answered.
    """
    rules = [protocol.criteria[id].rule for id in criteria]
    return needs_of(protocol, evaluation, truths, rules, missing)


def needs_of(
    protocol: Protocol,
    evaluation: Evaluation,
    truths: Truths,
    conditions: Iterable[Condition],
    missing: Set[str],
    *,
    through_sections: bool = True,
) -> Needs:
    """Give what these conditions need, or those of them that are unknown.

    Without `through_sections`, what they need themselves, as if every section were open.
    """
    search = _Search(protocol, evaluation, truths, missing, through_sections=through_sections)
    for condition in conditions:
        search.condition(condition)
    return search.run()


def record_needs(protocol: Protocol, evaluation: Evaluation, truths: Truths) -> tuple[str, ...]:
    """Give the questions for the record without a value, in order.

    They are asked while their section is open and their `when` is true, and ask for nothing else.
    """
    return in_order(
        protocol,
        (
            id
            for id, question in protocol.questions.items()
            if question.for_record
            and question.derive is None
            and evaluation.values.get(id) is None
            and truths.applies(id) is True
            and truths.section_open(protocol, id)
        ),
    )


def in_order(protocol: Protocol, questions: Iterable[str]) -> tuple[str, ...]:
    """Sort questions by section, those without one first, then as they stand in the file."""
    return tuple(sorted(questions, key=_places(protocol).__getitem__))


@lru_cache(maxsize=_KEPT)
def _places(protocol: Protocol) -> Mapping[str, int]:
    """Number the questions in the order of their sections, then of the file."""
    sections = {id: place for place, id in enumerate(protocol.sections)}

    def section(id: str) -> int:
        own = protocol.questions[id].section
        return -1 if own is None else sections[own]

    return {id: place for place, id in enumerate(sorted(protocol.questions, key=section))}


class _Search:
    """One search through conditions and questions, without recursion."""

    def __init__(
        self,
        protocol: Protocol,
        evaluation: Evaluation,
        truths: Truths,
        missing: Set[str],
        *,
        through_sections: bool,
    ) -> None:
        self._protocol = protocol
        self._evaluation = evaluation
        self._missing = missing
        self._through_sections = through_sections
        self._values = evaluation.values
        self._truths = truths
        self._waiting: list[Callable[[], None]] = []
        self._seen: set[Condition | str] = set()
        self._askable: set[str] = set()
        self._held_back: set[str] = set()
        self._tests: list[Leaf] = []
        self._in_doubt: set[str] = set()

    def run(self) -> Needs:
        """Follow everything that waits."""
        while self._waiting:
            self._waiting.pop()()
        order = self._protocol
        return Needs(
            in_order(order, self._askable),
            in_order(order, self._held_back),
            tuple(self._tests),
            in_order(order, self._in_doubt),
        )

    def condition(self, condition: Condition | None) -> None:
        """Follow a condition, unless it is decided."""
        if condition is None or condition in self._seen:
            return
        if self._truths.of(condition) is None:
            self._seen.add(condition)
            self._waiting.append(lambda: self._follow(condition))

    def question(self, id: str) -> None:
        """Follow a question that has no value, to what has to be asked for it."""
        if id not in self._seen:
            self._seen.add(id)
            self._waiting.append(lambda: self._follow_question(id))

    def _follow(self, condition: Condition) -> None:
        match condition:
            case CriterionRef(criterion=id):
                self.condition(self._protocol.criteria[id].rule)
            case DefinitionRef(definition=id):
                self.condition(self._protocol.definitions[id])
            case Test():
                self._tests.append(condition)
                self._doubt(condition.question)
                for id in questions_read(self._protocol.questions, condition):
                    self.question(id)
            case _:
                for member in members(condition):
                    self.condition(member)

    def _follow_question(self, id: str) -> None:
        question = self._protocol.questions[id]
        applies = self._truths.applies(id)
        if applies is None:
            self.condition(question.when)
        if applies is not True or self._values.get(id) is not None:
            return
        if question.derive is None:
            self._ask(id)
        elif isinstance(question.derive, Case):
            self._follow_case(question.derive)
        else:
            for input in inputs(question.derive):
                self.question(input)

    def _follow_case(self, case: Case) -> None:
        """Follow the first condition that is unknown, or the value that is chosen."""
        for branch in case.branches:
            truth = True if branch.when is None else self._truths.of(branch.when)
            if truth is None:
                self.condition(branch.when)
                return
            if truth:
                if isinstance(branch.value, str):
                    self.question(branch.value)
                return

    def _doubt(self, id: str) -> None:
        """Note a question where nobody can say whether it applies."""
        question = self._protocol.questions[id]
        if question.when is None or self._truths.applies(id) is not None or self._all_may_be_known:
            return
        if question.derive is not None or self._values.get(id) is not None:
            return
        through = self._through_sections
        if through and not self._truths.section_open(self._protocol, id):
            return
        first = _Search(
            self._protocol, self._evaluation, self._truths, self._missing, through_sections=through
        )
        first.condition(question.when)
        needs = first.run()
        waits = through and needs.held_back
        if not waits and self._missing >= {*needs.askable, *needs.held_back}:
            self._in_doubt.add(id)

    @cached_property
    def _all_may_be_known(self) -> bool:
        """Whether no answer will stay out, and none that is there is inexact: all can be told."""
        return not self._missing and not any(map(_may_be_inexact, self._values.values()))

    def _ask(self, id: str) -> None:
        if self._truths.section_open(self._protocol, id):
            self._askable.add(id)
            return
        self._held_back.add(id)
        section = self._protocol.questions[id].section
        if section is not None and self._through_sections:
            self.condition(self._protocol.sections[section].after)


def _may_be_inexact(value: Value | None) -> bool:
    # Of a series, some entry may be.
    return isinstance(value, NumberRange | DateRange | Ongoing | tuple)
