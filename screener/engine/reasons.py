"""Why a criterion is closed: the answers in the minimal sets that give the same status.

Taking answers away can make a condition unknown and never turns it round, so "these answers are
enough" is a monotone formula over the answers. It is built here from the tree and the truth of its
leaves; `screener.engine.monotone` finds the answers on which it depends, and
`screener.engine.causes` the sets themselves.
"""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import combinations

from screener.engine.causes import Causes
from screener.engine.compiler import Compiled, Evaluation, compiled_leaf
from screener.engine.monotone import (
    ALWAYS,
    NEVER,
    Formula,
    answer,
    conjunction,
    depends_on,
    disjunction,
    threshold,
)
from screener.engine.outline import Item, ItemKind
from screener.engine.truths import Truths
from screener.protocol.conditions import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    CriterionRef,
    DefinitionRef,
    Leaf,
    NoneOf,
    Not,
    SeriesTest,
)
from screener.protocol.derivations import Case, Score, inputs
from screener.protocol.reads import questions_read


class Reasons:
    """The reasons of one evaluation; formulas are made once and shared by all criteria."""

    def __init__(self, rules: Compiled, evaluation: Evaluation, truths: Truths, on: date) -> None:
        self._rules = rules
        self._protocol = rules.outline.protocol
        self._evaluation = evaluation
        self._truths = truths
        self._on = on
        self._places = {id: place for place, id in enumerate(rules.outline.asked)}
        self._leaf_places = {leaf: place for place, leaf in enumerate(rules.outline.leaves)}
        self._answers: dict[str, Formula] = {}
        self._values: dict[str, Formula] = {}
        self._items: dict[Item, Formula] = {}
        self._conditions: dict[Condition, Formula] = {}
        self._causes: dict[Formula, Causes] = {}
        for item in rules.outline.items:
            self._work_out(item)

    def because(self, criterion: str) -> tuple[str, ...]:
        """Give the answers behind a criterion's status, in the file's order; none while open."""
        formula = self._items[Item(ItemKind.CRITERION, criterion)]
        bits = depends_on(formula)
        return tuple(id for id, place in self._places.items() if bits >> place & 1)

    def causes(self, criteria: Collection[str], *, together: bool) -> Causes:
        """Give the minimal sets that close all of the criteria together, or any one of them."""
        formulas = [self._items[Item(ItemKind.CRITERION, id)] for id in criteria]
        formula = conjunction(formulas) if together else disjunction(formulas)
        if formula not in self._causes:
            self._causes[formula] = Causes(formula, self._rules.outline.asked)
        return self._causes[formula]

    def _work_out(self, item: Item) -> None:
        if item.kind is ItemKind.VALUE:
            self._values[item.id] = self._derived(item.id)
        else:
            (condition,) = self._rules.outline.conditions(item)
            self._items[item] = self._enough(condition)

    def _enough(self, condition: Condition) -> Formula:
        """Give the formula that the answers are enough for the truth the condition has."""
        if condition not in self._conditions:
            truth = self._truths.of(condition)
            formula = NEVER if truth is None else self._decided(condition, truth)
            self._conditions[condition] = formula
        return self._conditions[condition]

    def _decided(self, condition: Condition, truth: bool) -> Formula:
        match condition:
            case All(members=members):
                return self._members(members, len(members) if truth else 1, truth)
            case AnyOf(members=members):
                return self._members(members, 1 if truth else len(members), truth)
            case NoneOf(members=members):
                return self._members(members, len(members) if truth else 1, not truth)
            case AtLeast(least=least, members=members):
                needed = least if truth else len(members) - least + 1
                return self._members(members, needed, truth)
            case Not(member=member):
                return self._enough(member)
            case CriterionRef(criterion=id):
                return self._items[Item(ItemKind.CRITERION, id)]
            case DefinitionRef(definition=id):
                return self._items[Item(ItemKind.DEFINITION, id)]
            case _:
                return self._leaf(condition, truth)

    def _members(self, members: Sequence[Condition], least: int, truth: bool) -> Formula:
        """Give the formula that the answers make `least` members true, or false."""
        same = [self._enough(one) for one in members if self._truths.of(one) is truth]
        if least == 1:
            return disjunction(same)
        if least == len(same):
            return conjunction(same)
        return threshold(least, same)

    def _leaf(self, leaf: Leaf, truth: bool) -> Formula:
        """A test is false where its question does not apply; true needs that it does."""
        applies = self._truths.applies(leaf.question)
        if applies is False:
            return disjunction([self._when(leaf.question), self._constant_fails(leaf)])
        test = self._test(leaf)
        return conjunction([self._when(leaf.question), test]) if truth else test

    def _constant_fails(self, leaf: Leaf) -> Formula:
        """A value derived from constants alone is there whether it applies or not."""
        if self._values.get(leaf.question) is not ALWAYS:
            return NEVER
        others = questions_read(self._protocol.questions, leaf)[1:]
        masked = {id: None for id in others if self._truths.applies(id) is not True}
        values = {**self._evaluation.values, **masked}
        fails = compiled_leaf(self._protocol, leaf)(values, self._on) is False
        return self._test(leaf) if fails else NEVER

    def _when(self, question: str) -> Formula:
        return self._items.get(Item(ItemKind.WHEN, question), ALWAYS)

    def _test(self, leaf: Leaf) -> Formula:
        own = self._value(leaf.question)
        others = questions_read(self._protocol.questions, leaf)[1:]
        if isinstance(leaf, SeriesTest) and others:
            return conjunction([own, self._compared(leaf, others)])
        return conjunction([own, *(self._input(id) for id in others)])

    def _compared(self, leaf: SeriesTest, others: Sequence[str]) -> Formula:
        """Find which of the questions that its entries are compared with a series test needs.

        Smaller sets come first, so that only minimal ones are kept.
        """
        inputs = {id: formula for id in others if (formula := self._input(id)) is not NEVER}
        evaluate = compiled_leaf(self._protocol, leaf)
        truth = self._truths.of(leaf)
        enough: list[frozenset[str]] = []
        for size in range(len(inputs) + 1):
            for kept in map(frozenset, combinations(inputs, size)):
                if any(smaller <= kept for smaller in enough):
                    continue
                left_out = dict.fromkeys(id for id in others if id not in kept)
                values = {**self._evaluation.values, **left_out}
                if evaluate(values, self._on) is truth:
                    enough.append(kept)
        return disjunction(
            conjunction(inputs[id] for id in inputs if id in kept) for kept in enough
        )

    def _input(self, question: str) -> Formula:
        """Give the formula that a question has a value as a bound, an end or an input."""
        if self._truths.applies(question) is not True:
            return NEVER
        return conjunction([self._when(question), self._value(question)])

    def _value(self, question: str) -> Formula:
        if question in self._values:
            return self._values[question]
        if self._evaluation.values.get(question) is None:
            return NEVER
        if question not in self._answers:
            self._answers[question] = answer(self._places[question])
        return self._answers[question]

    def _derived(self, question: str) -> Formula:
        derive = self._protocol.questions[question].derive
        assert derive is not None
        if self._evaluation.values.get(question) is None:
            return NEVER
        if isinstance(derive, Case):
            return self._case(derive)
        if isinstance(derive, Score):
            return conjunction(self._item(id) for id in derive.points)
        return conjunction(self._input(id) for id in inputs(derive))

    def _item(self, question: str) -> Formula:
        """An item of a score that does not apply counts, with no points."""
        if self._truths.applies(question) is False:
            return self._when(question)
        return self._input(question)

    def _case(self, case: Case) -> Formula:
        """The conditions up to the first that is true, and the value it chooses."""
        parts: list[Formula] = []
        for branch in case.branches:
            if branch.when is not None:
                parts.append(self._enough(branch.when))
                if self._truths.of(branch.when) is False:
                    continue
            if isinstance(branch.value, str):
                parts.append(self._input(branch.value))
            break
        return conjunction(parts)
