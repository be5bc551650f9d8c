"""The conditions that a series test puts to its entries, as generated functions."""

import ast
from collections.abc import Callable, Mapping
from types import CodeType, FunctionType
from typing import Any

from screener.engine.emitter import Code, Scope, call, choose, constant, emit, is_one, method, name
from screener.engine.ranges import scale
from screener.engine.series import evaluate_series
from screener.protocol.conditions import (
    Answered,
    AnyEntry,
    Condition,
    CriterionRef,
    DefinitionRef,
    EveryEntry,
    Latest,
    Leaf,
    SeriesTest,
    Unchanged,
)
from screener.protocol.model import Protocol, Question


def build_function(
    title: str, parameters: list[str], body: list[ast.stmt], constants: dict[str, object]
) -> Callable[..., Any]:
    """Make a function from statements; its globals are `constants`."""
    arguments = ast.arguments([], [ast.arg(one) for one in parameters], None, [], [], None, [])
    function = ast.FunctionDef(title, arguments, body, [])
    module = ast.fix_missing_locations(ast.Module([function], []))
    code = compile(module, f"<rules: {title}>", "exec")
    own = next(one for one in code.co_consts if isinstance(one, CodeType))
    return FunctionType(own, constants, title)


class SeriesCompiler:
    """Writes tests on series: a call of `evaluate_series` with functions made for its entries."""

    def __init__(self, protocol: Protocol, constants: dict[str, object]) -> None:
        self.protocol = protocol
        self.constants = constants

    def test(self, test: SeriesTest, entries: ast.expr, until: ast.expr, outer: Scope) -> ast.expr:
        """Write one test; `entries` and `until` have its values, `outer` knows the questions."""
        form = test.form
        own = form.condition if isinstance(form, Latest | AnyEntry | EveryEntry) else None
        tests = [self._entry_test(one, test, outer) for one in (own, test.where)]
        keep = outer.code.keep
        return call(
            keep(evaluate_series),
            keep(test),
            entries,
            until,
            ast.Tuple(tests, ast.Load()),
            self._fields(test, outer),
        )

    def _entry_test(self, condition: Condition | None, test: SeriesTest, outer: Scope) -> ast.expr:
        if condition is None:
            return constant(None)
        scope = _Fields(self.protocol.questions[test.question], outer, self.constants)
        result = emit(scope, condition)
        return scope.function(["entry"], name(result))

    def _fields(self, test: SeriesTest, outer: Scope) -> ast.expr:
        """Write the function that gives a listed field's value: none where it does not apply."""
        series = self.protocol.questions[test.question]
        listed = test.form.fields if isinstance(test.form, Unchanged) else ()
        scope = _Fields(series, outer, self.constants)
        values = [name(scope.operand(Answered(field, field=True))) for field in listed]
        table = ast.Dict([constant(field) for field in listed], [*values])
        return scope.function(["entry", "field"], ast.Subscript(table, name("field"), ast.Load()))


class _Fields:
    """The scope inside an entry: names are its fields, operands may be questions outside."""

    def __init__(self, series: Question, outer: Scope, constants: dict[str, object]) -> None:
        self.series = series
        self.outer = outer
        self.code = Code(constants)
        self._values: dict[str, str] = {}
        self._whens: dict[str, str] = {}
        self._outside: dict[str, str] = {}

    def function(self, parameters: list[str], result: ast.expr) -> ast.expr:
        """Make the function, and write how the rules' function passes it on.

        It reads the reference date and outside operands beside the entry, so a lambda hands them
        over.
        """
        outside = list(self._outside)
        inner = [*parameters, "on", *self._outside.values()]
        made = build_function(
            "entry", inner, [*self.code.body, ast.Return(result)], self.code.constants
        )
        passed = [name(one) for one in (*parameters, "on", *outside)]
        arguments = ast.arguments([], [ast.arg(one) for one in parameters], None, [], [], None, [])
        return ast.Lambda(arguments, call(self.outer.code.keep(made), *passed))

    def value(self, question: str) -> str:
        """Give the variable with a field's value."""
        if question not in self._values:
            entry = name("entry")
            if question == "date":
                read: ast.expr = ast.Attribute(entry, "date", ast.Load())
            else:
                fields = ast.Attribute(entry, "fields", ast.Load())
                read = method(fields, "get", constant(question))
            self._values[question] = self.code.assign(read)
        return self._values[question]

    def when(self, question: str) -> str | None:
        """Give the variable that tells whether a field applies in this entry."""
        field = self.series.fields.get(question)
        if field is None or field.when is None:
            return None
        if question not in self._whens:
            self._whens[question] = emit(self, field.when)
        return self._whens[question]

    def operand(self, answered: Answered) -> str:
        """Give the variable with a field's or an outer question's value as a bound."""
        if not answered.field:
            outside = self.outer.operand(answered)
            return self._outside.setdefault(outside, f"outer{len(self._outside)}")
        variable = self.value(answered.question)
        when = self.when(answered.question)
        nothing = is_one([variable], None)
        if when is not None:
            nothing = ast.BoolOp(ast.Or(), [nothing, ast.UnaryOp(ast.Not(), is_one([when], True))])
        elif answered.times == 1:
            return variable
        value = name(variable)
        if answered.times != 1:
            value = call(self.code.keep(scale), value, self.code.keep(answered.times))
        return self.code.assign(choose(nothing, constant(None), value))

    def rank(self, question: str) -> Mapping[str, int]:
        """Give the rank of each option of a field."""
        return {option: rank for rank, option in enumerate(self.series.fields[question].options)}

    def reference(self, node: CriterionRef | DefinitionRef) -> str:
        """Refuse: the loader lets neither stand inside an entry."""
        raise TypeError(node)

    def series_test(self, test: SeriesTest) -> ast.expr:
        """Refuse: a series holds no series."""
        raise TypeError(test)

    def seen(self, leaf: Leaf, variable: str) -> None:
        """Leave it: the tests inside entries are no leaves of the protocol."""
