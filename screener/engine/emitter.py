"""Straight-line Python for a condition tree, as abstract syntax: one assignment a node.

Truth values are True, False and None throughout. A leaf tries exact values first, so that ranges
cost only those who use them.
"""

import ast
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol as Interface

from screener.engine import ranges
from screener.engine.calendar import add
from screener.engine.truth import at_least
from screener.protocol.conditions import (
    REFERENCE,
    AgoTest,
    All,
    Answered,
    AnyOf,
    AtLeast,
    BooleanTest,
    ChoicesTest,
    ChoiceTest,
    Comparison,
    Condition,
    CriterionRef,
    DateComparison,
    DateTest,
    DefinitionRef,
    Leaf,
    NoneOf,
    Not,
    NumberTest,
    OrderTest,
    SeriesTest,
    SetComparison,
)

_COMPARE: dict[Comparison | DateComparison, type[ast.cmpop]] = {
    Comparison.EQUAL: ast.Eq,
    Comparison.AT_LEAST: ast.GtE,
    Comparison.AT_MOST: ast.LtE,
    Comparison.ABOVE: ast.Gt,
    Comparison.BELOW: ast.Lt,
    DateComparison.BEFORE: ast.Lt,
    DateComparison.AFTER: ast.Gt,
    DateComparison.ON_OR_BEFORE: ast.LtE,
    DateComparison.ON_OR_AFTER: ast.GtE,
}
#: d + n against r: `above: n` is d + n < r.
_AGO: dict[Comparison, type[ast.cmpop]] = {
    Comparison.ABOVE: ast.Lt,
    Comparison.AT_LEAST: ast.LtE,
    Comparison.AT_MOST: ast.GtE,
    Comparison.BELOW: ast.Gt,
}


def name(variable: str) -> ast.expr:
    """Read a variable."""
    return ast.Name(variable, ast.Load())


def constant(value: bool | str | int | None) -> ast.expr:
    """Write a literal."""
    return ast.Constant(value)


def call(function: ast.expr, *arguments: ast.expr) -> ast.expr:
    """Call a function."""
    return ast.Call(function, list(arguments), [])


def method(of: ast.expr, attribute: str, *arguments: ast.expr) -> ast.expr:
    """Call a method."""
    return call(ast.Attribute(of, attribute, ast.Load()), *arguments)


def compare(left: ast.expr, operator: type[ast.cmpop], right: ast.expr) -> ast.expr:
    """Compare two values."""
    return ast.Compare(left, [operator()], [right])


def choose(test: ast.expr, yes: ast.expr, no: ast.expr) -> ast.expr:
    """Write `yes if test else no`."""
    return ast.IfExp(test, yes, no)


def is_one(variables: Sequence[str], value: bool | None) -> ast.expr:
    """Test whether one of the variables is a truth value."""
    tests = [compare(name(one), ast.Is, constant(value)) for one in variables]
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.Or(), tests)


def joined(operator: type[ast.boolop], variables: Sequence[str]) -> ast.expr:
    """Join variables by `and` or `or`, where an unknown one is as good as a false one."""
    names = [name(one) for one in variables]
    return names[0] if len(names) == 1 else ast.BoolOp(operator(), names)


def every(variables: Sequence[str]) -> ast.expr:
    """Write Kleene's `all`; that all are true is tried first, as it is the most common."""
    other = choose(is_one(variables, False), constant(False), constant(None))
    return choose(joined(ast.And, variables), constant(True), other)


def some(variables: Sequence[str], *, found: bool = True) -> ast.expr:
    """Write Kleene's `any`; with `found` False its negation, `none`."""
    unknown = choose(is_one(variables, None), constant(None), constant(not found))
    return choose(joined(ast.Or, variables), constant(found), unknown)


class Code:
    """The statements of one function, with the constants it shares with its module."""

    def __init__(self, constants: dict[str, object]) -> None:
        self.body: list[ast.stmt] = []
        self.constants = constants
        self._count = 0

    def assign(self, value: ast.expr) -> str:
        """Put a value into a variable and give its name; a variable already stays what it is."""
        if isinstance(value, ast.Name) and value.id not in self.constants:
            return value.id
        variable = self.new()
        self.body.append(ast.Assign([ast.Name(variable, ast.Store())], value))
        return variable

    def new(self) -> str:
        """Give the name of a variable that nothing else is in."""
        self._count += 1
        return f"v{self._count}"

    def keep(self, value: object) -> ast.expr:
        """Refer to an object that has no literal, such as a `Decimal` or a function."""
        key = f"k{len(self.constants)}"
        self.constants[key] = value
        return name(key)


class Scope(Interface):
    """What names in a condition stand for: questions, or the fields of an entry."""

    code: Code

    def value(self, question: str) -> str:
        """Give the variable with the tested value, whether it applies or not."""
        ...

    def when(self, question: str) -> str | None:
        """Give the variable that tells whether the question applies; None where it always does."""
        ...

    def operand(self, answered: Answered) -> str:
        """Give the variable with a bound or an end date; None where it does not apply."""
        ...

    def rank(self, question: str) -> Mapping[str, int]:
        """Give the rank of each option of an ordered choice."""
        ...

    def reference(self, node: CriterionRef | DefinitionRef) -> str:
        """Give the variable with the truth of a criterion's rule or a definition."""
        ...

    def series_test(self, test: SeriesTest) -> ast.expr:
        """Write the evaluation of a test on a series."""
        ...

    def seen(self, leaf: Leaf, variable: str) -> None:
        """Take note of the variable that has a leaf's truth."""
        ...


def emit(scope: Scope, node: Condition) -> str:
    """Write the statements for a condition and give the variable that has its truth."""
    code = scope.code
    match node:
        case All(members=(member,)) | AnyOf(members=(member,)):
            return emit(scope, member)
        case All(members=members):
            return code.assign(every([emit(scope, one) for one in members]))
        case AnyOf(members=members):
            return code.assign(some([emit(scope, one) for one in members]))
        case NoneOf(members=members):
            return code.assign(some([emit(scope, one) for one in members], found=False))
        case Not(member=member):
            return code.assign(some([emit(scope, member)], found=False))
        case AtLeast(least=least, members=members):
            values = [name(emit(scope, one)) for one in members]
            counted = call(code.keep(at_least), constant(least), ast.Tuple([*values], ast.Load()))
            return code.assign(counted)
        case CriterionRef() | DefinitionRef():
            return scope.reference(node)
        case _:
            return _leaf(scope, node)


def _leaf(scope: Scope, test: Leaf) -> str:
    variable = scope.code.assign(_test(scope, test))
    when = scope.when(test.question)
    if when is not None:
        variable = scope.code.assign(every([when, variable]))
    scope.seen(test, variable)
    return variable


def _test(scope: Scope, test: Leaf) -> ast.expr:
    if isinstance(test, SeriesTest):
        return scope.series_test(test)
    value = scope.value(test.question)
    known = name(value)
    match test:
        case BooleanTest(wanted=True):
            return known
        case BooleanTest():
            return _if_known([value], ast.UnaryOp(ast.Not(), known))
        case ChoiceTest():
            return _if_known([value], _choice_test(scope, test, known))
        case OrderTest(comparison=comparison, option=option):
            ranks = scope.rank(test.question)
            rank = ast.Subscript(scope.code.keep(ranks), known, ast.Load())
            above = compare(rank, _COMPARE[comparison], constant(ranks[option]))
            return _if_known([value], above)
        case ChoicesTest():
            return _if_known([value], _set_test(scope, test, known))
        case NumberTest():
            return _number(scope, test, value)
        case DateTest() | AgoTest():
            return _date(scope, test, value)


def _if_known(variables: Sequence[str], value: ast.expr) -> ast.expr:
    return choose(is_one(variables, None), constant(None), value)


def _choice_test(scope: Scope, test: ChoiceTest, value: ast.expr) -> ast.expr:
    if len(test.options) == 1:
        operator = ast.NotEq if test.negated else ast.Eq
        return compare(value, operator, constant(test.options[0]))
    listed = scope.code.keep(frozenset(test.options))
    return compare(value, ast.NotIn if test.negated else ast.In, listed)


def _set_test(scope: Scope, test: ChoicesTest, value: ast.expr) -> ast.expr:
    listed = scope.code.keep(frozenset(test.options))
    match test.comparison:
        case SetComparison.ALL_OF:
            return method(value, "issuperset", listed)
        case SetComparison.NONE_OF:
            return method(value, "isdisjoint", listed)
        case SetComparison.ANY_OF:
            return ast.UnaryOp(ast.Not(), method(value, "isdisjoint", listed))


def _exact(scope: Scope, variables: Sequence[str], kind: type) -> ast.expr:
    wanted = scope.code.keep(kind)
    tests = [compare(call(name("type"), name(one)), ast.Is, wanted) for one in variables]
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)


def _number(scope: Scope, test: NumberTest, value: str) -> ast.expr:
    code = scope.code
    variables = [value]
    if isinstance(test.bound, Answered):
        variables.append(scope.operand(test.bound))
        bound = name(variables[1])
    else:
        bound = code.keep(test.bound)
    general = call(
        code.keep(ranges.compare_numbers), code.keep(test.comparison), name(value), bound
    )
    fast = compare(name(value), _COMPARE[test.comparison], bound)
    return _if_known(variables, choose(_exact(scope, variables, Decimal), fast, general))


def _date(scope: Scope, test: DateTest | AgoTest, value: str) -> ast.expr:
    code = scope.code
    variables = [value]
    end = test.until if isinstance(test, AgoTest) else test.bound
    if isinstance(end, Answered):
        variables.append(scope.operand(end))
        bound = name(variables[1])
    else:
        bound = name("on") if end is REFERENCE else code.keep(end)
    comparison = code.keep(test.comparison)
    if isinstance(test, AgoTest):
        duration = code.keep(test.duration)
        moved = call(code.keep(add), name(value), duration)
        fast = compare(moved, _AGO[test.comparison], bound)
        slow = code.keep(ranges.compare_ago)
        general = call(slow, comparison, name(value), duration, bound)
    else:
        fast = compare(name(value), _COMPARE[test.comparison], bound)
        general = call(code.keep(ranges.compare_dates), comparison, name(value), bound)
    return _if_known(variables, choose(_exact(scope, variables, date), fast, general))
