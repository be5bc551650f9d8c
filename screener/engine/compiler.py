"""A protocol's rules as one generated Python function.

The function takes the answers' values and the reference date, and returns the decision, the truth
of every criterion's rule, the truth of every leaf, and every derived value. It is straight-line
code without recursion, made through `ast`; `screener.engine.interpreter` is the plain reading of
the same tree that it is tested against.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from screener.engine.arithmetic import closed
from screener.engine.derive import completed_units, derived
from screener.engine.emitter import (
    Code,
    call,
    choose,
    constant,
    emit,
    is_one,
    joined,
    name,
)
from screener.engine.entries import SeriesCompiler, build_function
from screener.engine.outline import Item, ItemKind, Outline, outline
from screener.engine.ranges import scale
from screener.engine.truth import Truth
from screener.protocol import derivations
from screener.protocol.conditions import (
    REFERENCE,
    Answered,
    CriterionRef,
    DefinitionRef,
    Leaf,
    SeriesTest,
)
from screener.protocol.derivations import Case, Completed, Derivation, End, Operand, Score
from screener.protocol.model import Decision, Kind, Protocol
from screener.protocol.values import Value


class Evaluation(NamedTuple):
    """What the rules come to: `leaves` in the outline's order, `criteria` in the protocol's.

    `values` has the value of every question, asked or derived; None where it has none.
    """

    decision: Decision
    criteria: tuple[Truth, ...]
    leaves: tuple[Truth, ...]
    values: Mapping[str, Value | None]


#: Python builds a tuple of up to so many members directly.
_PIECE = 30
#: The values that a function reads, in the order in which it names them.
Row = tuple[Value | None, ...]
_Values = Mapping[str, Value | None]
_Function = Callable[
    [Row, date],
    tuple[Decision, tuple[Truth, ...], tuple[Truth, ...], tuple[Value | None, ...]],
]


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A protocol's outline and its generated function, which takes a row of values.

    `row` makes one of every asked question's value, None where it has none. `derived` are the
    questions whose values are the function's last result.
    """

    outline: Outline
    row: Callable[[_Values], Row]
    function: _Function
    derived: tuple[str, ...]

    def evaluate(self, values: _Values, on: date) -> Evaluation:
        """Evaluate the rules; `values` has every asked question, None where it has no value."""
        decision, criteria, leaves, results = self.function(self.row(values), on)
        if results:
            values = {**values, **dict(zip(self.derived, results, strict=True))}
        return Evaluation(decision, criteria, leaves, values)


@lru_cache(maxsize=16)
def compiled(protocol: Protocol) -> Compiled:
    """Compile a protocol once; the same object is not compiled again."""
    return compile_rules(protocol)


def compile_rules(protocol: Protocol) -> Compiled:
    """Compile a protocol, for whoever keeps what comes of it."""
    whole = outline(protocol)
    scope = _Questions(whole)
    for item in whole.items:
        scope.emit(item)
    function = _function(scope)
    return Compiled(whole, _row_of(scope.read), function, tuple(scope.derived))


@lru_cache(maxsize=256)
def compiled_leaf(protocol: Protocol, leaf: Leaf) -> Callable[[_Values, date], Truth]:
    """Compile one test alone, whatever `when` its questions have.

    The function takes every value from its first argument, derived ones too.
    """
    scope = _Questions(outline(protocol))
    test = emit(scope, leaf)
    function = _build("leaf", scope, name(test))
    row = _row_of(scope.read)
    return lambda values, on: function(row(values), on)


class _Questions:
    """The scope of rules: names are questions."""

    def __init__(self, whole: Outline) -> None:
        self.protocol = whole.protocol
        self.outline = whole
        self.constants: dict[str, object] = {}
        self.code = Code(self.constants)
        self.leaves: dict[Leaf, str] = {}
        self.truths: dict[Item, str] = {}
        self.derived: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self.read: dict[str, str] = {}
        self._inputs: dict[str, str] = {}
        self._scaled: dict[Answered, str] = {}
        self._series = SeriesCompiler(self.protocol, self.constants)

    def emit(self, item: Item) -> None:
        """Write the statements for one item; those before it are written already."""
        if item.kind is ItemKind.VALUE:
            derive = self.protocol.questions[item.id].derive
            assert derive is not None
            variable = self.code.assign(self._derivation(derive))
            self._values[item.id] = self.derived[item.id] = variable
            return
        (condition,) = self.outline.conditions(item)
        self.truths[item] = emit(self, condition)

    def value(self, question: str) -> str:
        """Give the variable with a question's value."""
        if question not in self._values:
            self._values[question] = self.read[question] = self.code.new()
        return self._values[question]

    def when(self, question: str) -> str | None:
        """Give the variable that tells whether a question applies."""
        return self.truths.get(Item(ItemKind.WHEN, question))

    def operand(self, answered: Answered) -> str:
        """Give the variable with a question's value as a bound, times its factor."""
        if answered not in self._scaled:
            variable = self._input(answered.question)
            if answered.times != 1:
                scaled = call(self.code.keep(scale), name(variable), self.code.keep(answered.times))
                nothing = is_one([variable], None)
                variable = self.code.assign(choose(nothing, constant(None), scaled))
            self._scaled[answered] = variable
        return self._scaled[answered]

    def rank(self, question: str) -> Mapping[str, int]:
        """Give the rank of each option."""
        options = self.protocol.questions[question].options
        return {option: rank for rank, option in enumerate(options)}

    def reference(self, node: CriterionRef | DefinitionRef) -> str:
        """Give the variable with the truth of a criterion's rule or a definition."""
        if isinstance(node, CriterionRef):
            return self.truths[Item(ItemKind.CRITERION, node.criterion)]
        return self.truths[Item(ItemKind.DEFINITION, node.definition)]

    def series_test(self, test: SeriesTest) -> ast.expr:
        """Write the evaluation of a series test."""
        until = name("on") if test.until is REFERENCE else name(self.operand(test.until))
        return self._series.test(test, name(self.value(test.question)), until, self)

    def seen(self, leaf: Leaf, variable: str) -> None:
        """Keep the variable of a leaf for the function's result."""
        self.leaves[leaf] = variable

    def _input(self, question: str) -> str:
        """Give the variable with a value as an input: nothing where it does not apply."""
        when = self.when(question)
        if when is None:
            return self.value(question)
        if question not in self._inputs:
            value = name(self.value(question))
            gated = choose(is_one([when], True), value, constant(None))
            self._inputs[question] = self.code.assign(gated)
        return self._inputs[question]

    def _derivation(self, derive: Derivation) -> ast.expr:
        code = self.code
        match derive:
            case Case():
                return self._case(derive)
            case Completed(unit=unit, start=start, until=until):
                ends = (self._end(start), self._end(until))
                return call(code.keep(completed_units), code.keep(unit), *ends)
            case _:
                pairs = [(id, self._named(derive, id)) for id in derivations.inputs(derive)]
                lookup = ast.Dict([constant(id) for id, _ in pairs], [value for _, value in pairs])
                get = ast.Attribute(lookup, "get", ast.Load())
                return call(code.keep(derived), code.keep(derive), get, name("on"))

    def _named(self, derive: Derivation, id: str) -> ast.expr:
        """Write an input; an item of a score that does not apply counts as no."""
        value, when = name(self._input(id)), self.when(id)
        if when is None or not isinstance(derive, Score):
            return value
        return choose(is_one([when], False), constant(False), value)

    def _end(self, end: End) -> ast.expr:
        if end is REFERENCE:
            return name("on")
        return name(self._input(end)) if isinstance(end, str) else self.code.keep(end)

    def _case(self, case: Case) -> ast.expr:
        result = constant(None)
        for branch in reversed(case.branches):
            value = self._operand(branch.value)
            if branch.when is not None:
                when = emit(self, branch.when)
                unknown = choose(is_one([when], None), constant(None), result)
                value = choose(is_one([when], True), value, unknown)
            result = name(self.code.assign(value))
        return result

    def _operand(self, operand: Operand) -> ast.expr:
        if isinstance(operand, str):
            return call(self.code.keep(closed), name(self._input(operand)))
        return self.code.keep(operand)


def _decision(scope: _Questions) -> ast.expr:
    """Derive the decision: a failure decides, else everything must pass."""
    inclusion = _truths(scope, Kind.INCLUSION)
    exclusion = _truths(scope, Kind.EXCLUSION)
    failed = _either(
        joined(ast.Or, exclusion) if exclusion else None,
        is_one(inclusion, False) if inclusion else None,
    )
    unknown = is_one([*inclusion, *exclusion], None)
    keep = scope.code.keep
    open_or_passed = choose(unknown, keep(Decision.UNDETERMINED), keep(Decision.ELIGIBLE))
    return choose(failed, keep(Decision.INELIGIBLE), open_or_passed)


def _either(one: ast.expr | None, other: ast.expr | None) -> ast.expr:
    tests = [test for test in (one, other) if test is not None]
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.Or(), tests)


def _truths(scope: _Questions, kind: Kind) -> list[str]:
    return [
        scope.truths[Item(ItemKind.CRITERION, id)]
        for id, criterion in scope.protocol.criteria.items()
        if criterion.kind is kind
    ]


def _function(scope: _Questions) -> _Function:
    criteria = [scope.truths[Item(ItemKind.CRITERION, id)] for id in scope.protocol.criteria]
    leaves = [scope.leaves[leaf] for leaf in scope.outline.leaves]
    result = ast.Tuple(
        [_decision(scope), *map(_tuple, (criteria, leaves, list(scope.derived.values())))],
        ast.Load(),
    )
    return _build("evaluate", scope, result)


def _build(title: str, scope: _Questions, result: ast.expr) -> Callable[..., Any]:
    body = [*scope.code.body, ast.Return(result)]
    if scope.read:
        variables: list[ast.expr] = [ast.Name(one, ast.Store()) for one in scope.read.values()]
        body.insert(0, ast.Assign([ast.Tuple(variables, ast.Store())], name("row")))
    return build_function(title, ["row", "on"], body, scope.constants)


def _row_of(read: Mapping[str, str]) -> Callable[[_Values], Row]:
    """Give what takes the values that are read out of all of them."""
    if len(read) > 1:
        return itemgetter(*read)
    questions = tuple(read)
    return lambda values: tuple(values[id] for id in questions)


def _tuple(variables: list[str]) -> ast.expr:
    """Write a tuple; in pieces, since one of more members is built as a list first."""
    pieces = [
        ast.Tuple([name(one) for one in variables[at : at + _PIECE]], ast.Load())
        for at in range(0, len(variables), _PIECE)
    ]
    whole: ast.expr = pieces[0] if pieces else ast.Tuple([], ast.Load())
    for piece in pieces[1:]:
        whole = ast.BinOp(whole, ast.Add(), piece)
    return whole
