"""Derived values: their form, and that types and units fit; sections 7 and 9 of the language."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from screener.protocol.conditions import REFERENCE
from screener.protocol.derivations import (
    Arithmetic,
    Branch,
    Calculation,
    CalendarUnit,
    Case,
    Completed,
    Derivation,
    End,
    Formula,
    FormulaCall,
    Operand,
    Score,
)
from screener.protocol.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from screener.protocol.loading.notes import quoted
from screener.protocol.loading.reader_conditions import read_condition
from screener.protocol.loading.reader_scalars import (
    Pair,
    pairs,
    pairs_as_meant,
    read_date,
    read_number,
)
from screener.protocol.loading.scope import Scope
from screener.protocol.model import Question, QuestionType
from screener.protocol.numbers import looks_like_number

_UNITS_OF_TIME = {
    CalendarUnit.YEARS: "a",
    CalendarUnit.MONTHS: "mo",
    CalendarUnit.WEEKS: "wk",
    CalendarUnit.DAYS: "d",
}
_KIDNEY = {"creatinine": "mg/dL", "age": "a", "female": None}
#: The unit of each input; None is a boolean.
FORMULA_INPUTS: dict[Formula, dict[str, str | None]] = {
    Formula.BMI: {"weight": "kg", "height": "m"},
    Formula.EGFR_CKD_EPI_2021: _KIDNEY,
    Formula.CREATININE_CLEARANCE_COCKCROFT_GAULT: {**_KIDNEY, "weight": "kg"},
    Formula.QTC_FRIDERICIA: {"qt": "ms", "rr": "s"},
}
#: The unit that a formula's result is in, in the spellings that are in use; the UCUM code first.
_FORMULA_UNITS: dict[Formula, tuple[str, ...]] = {
    Formula.BMI: ("kg/m2", "kg/m^2", "kg/m²"),
    Formula.EGFR_CKD_EPI_2021: (
        "mL/min/{1.73_m2}",
        "mL/min/1.73.m2",
        "mL/min/1.73m2",
        "mL/min/1.73 m2",
        "mL/min/{1.73m2}",
        "mL/min/1.73m²",
        "mL/min/1.73 m²",
    ),
    Formula.CREATININE_CLEARANCE_COCKCROFT_GAULT: ("mL/min",),
    Formula.QTC_FRIDERICIA: ("ms",),
}


@dataclass(frozen=True, slots=True)
class DerivationReader:
    """Reads the derivation of one question."""

    question: Question
    scope: Scope

    def read(self, node: Node) -> Derivation | None:
        """Read the derivation; None where nothing of it can be used."""
        if not isinstance(node, MappingNode) or len(node.pairs) != 1:
            self.scope.notes.unsound(node)
            return None
        key, value = node.pairs[0]
        match key.text:
            case "age":
                return self._age(key, value)
            case "years" | "months" | "weeks" | "days":
                return self._completed(CalendarUnit(key.text), (key, value))
            case "sum" | "difference" | "product" | "ratio":
                return self._calculation(Arithmetic(key.text), (key, value))
            case "score":
                return self._score((key, value))
            case "case":
                return self._case((key, value))
        if key.text in Formula.__members__.values():
            return self._formula(Formula(key.text), (key, value))
        self.scope.notes.unsound(node)
        return None

    def _error(self, code: str, node: Node, message: str, hint: str | None = None) -> None:
        self.scope.notes.error(code, node.place, message, hint)

    def _input(self, node: Node) -> Question | None:
        if isinstance(node, ScalarNode):
            return self.scope.question(node)
        self.scope.notes.unsound(node)
        return None

    def _input_of_type(self, node: Node, kind: QuestionType, what: str) -> str | None:
        found = self._input(node)
        if found is None:
            return None
        if found.type is not kind:
            message = f"{quoted(found.id)} has the type {found.type.value}, and {what}"
            self._error("derive-input", node, message)
        return found.id

    def _age(self, key: ScalarNode, node: Node) -> Derivation | None:
        start = self._input_of_type(node, QuestionType.DATE, "an age needs a date question")
        self._check_time(CalendarUnit.YEARS, key)
        if self.question.type is QuestionType.DECIMAL:
            message = "an age is an integer, or a quantity in `a`"
            self._error("derive-type", key, message, "write `type: integer`")
        return None if start is None else Completed(CalendarUnit.YEARS, start, REFERENCE)

    def _completed(self, unit: CalendarUnit, pair: Pair) -> Derivation | None:
        key, node = pair
        self._check_time(unit, key)
        given = pairs(node, self.scope.notes)
        start = self._end(given["from"][1]) if "from" in given else None
        until = self._end(given["until"][1]) if "until" in given else REFERENCE
        if start is None or until is None:
            return None
        if start == until:
            message = "both ends are the same, so that the result is always 0"
            self.scope.notes.warn("same-ends", key.place, message)
        return Completed(unit, start, until)

    def _check_time(self, unit: CalendarUnit, key: ScalarNode) -> None:
        expected = _UNITS_OF_TIME[unit]
        if self.question.unit not in (None, expected):
            message = (
                f"{quoted(self.question.id)} is in {quoted(self.question.unit or '')}, and its "
                f"derivation counts {unit.value}"
            )
            self._error("derive-unit", key, message, f"write `unit: {expected}`")

    def _end(self, node: Node) -> End | None:
        if not isinstance(node, ScalarNode):
            self.scope.notes.unsound(node)
            return None
        if node.text == "reference":
            return REFERENCE
        if node.text[:1].isdigit():
            return read_date(node, self.scope.notes, "write YYYY-MM-DD, reference or a question")
        return self._input_of_type(node, QuestionType.DATE, "an end is a date question")

    def _calculation(self, operation: Arithmetic, pair: Pair) -> Derivation | None:
        key, node = pair
        members = _list(node, self.scope)
        paired = operation in (Arithmetic.DIFFERENCE, Arithmetic.RATIO)
        if not members or (paired and len(members) != 2):
            self.scope.notes.unsound(node)
        operands = self._operands(members)
        if operation in (Arithmetic.SUM, Arithmetic.DIFFERENCE):
            self._check_one_unit(members, operands)
        if operation is Arithmetic.RATIO:
            self._check_whole(key, whole=False, why="a ratio need not be whole")
            self._check_divisor(members[1:], operands[1:])
        else:
            self._check_whole_operands(key, operands)
        known = tuple(operand for operand in operands if operand is not None)
        return Calculation(operation, known) if known else None

    def _check_divisor(self, members: Sequence[Node], operands: Sequence[Operand | None]) -> None:
        for node, operand in zip(members, operands, strict=True):
            if operand == 0:
                message = "a division by 0 gives no value, whatever is answered"
                self.scope.notes.warn("divided-by-zero", node.place, message)

    def _operands(self, members: Sequence[Node]) -> list[Operand | None]:
        return [self._operand(member) for member in members]

    def _operand(self, node: Node) -> Operand | None:
        """Read a number, or the id of a number question."""
        if not isinstance(node, ScalarNode):
            self.scope.notes.unsound(node)
            return None
        if looks_like_number(node.text) or not node.text[:1].isalpha():
            return read_number(node, self.scope.notes, "a number or the id of a question")
        found = self._input(node)
        if found is None:
            return None
        if not found.type.is_number:
            self.scope.notes.meant.add(found.id)
            message = f"{quoted(found.id)} has the type {found.type.value}, and a number is needed"
            self._error("derive-input", node, message)
            return None
        return found.id

    def _check_one_unit(self, members: Sequence[Node], operands: Sequence[Operand | None]) -> None:
        """Refuse a member whose canonical unit is not the result's; a bare number is in it."""
        own = self.question
        for node, operand in zip(members, operands, strict=True):
            member = self.scope.questions.get(operand) if isinstance(operand, str) else None
            if member is None or member.unit == own.unit:
                continue
            if member.type is QuestionType.QUANTITY and member.unit is None:
                continue  # told already
            units = [quoted(unit) if unit else "no unit" for unit in (member.unit, own.unit)]
            message = f"{quoted(member.id)} is in {units[0]}, and {quoted(own.id)} in {units[1]}"
            hint = "all members have the canonical unit of the result"
            self._error("derive-unit", node, message, hint)

    def _check_whole_operands(self, key: ScalarNode, operands: Sequence[Operand | None]) -> None:
        for operand in operands:
            if isinstance(operand, Decimal):
                whole = operand == operand.to_integral_value()
            elif operand is not None and (member := self.scope.questions.get(operand)):
                whole = member.type is QuestionType.INTEGER
            else:
                continue
            name = quoted(str(operand))
            self._check_whole(key, whole=whole, why=f"{name} need not be whole")

    def _check_whole(self, key: ScalarNode, *, whole: bool, why: str) -> None:
        if self.question.type is QuestionType.INTEGER and not whole:
            message = f"{quoted(self.question.id)} is an integer, and {why}"
            self._error("derive-type", key, message, "write `type: decimal`")

    def _score(self, pair: Pair) -> Derivation | None:
        key, node = pair
        if isinstance(node, MappingNode) and not node.pairs:
            self.scope.notes.unsound(node)
        points: dict[str, Decimal] = {}
        for name, value in pairs(node, self.scope.notes).values():
            item = self._input_of_type(name, QuestionType.BOOLEAN, "a score adds up booleans")
            number = read_number(value, self.scope.notes, "a number of points")
            if item is not None and number is not None:
                points[item] = number
                whole = number == number.to_integral_value()
                self._check_whole(
                    key, whole=whole, why=f"{quoted(str(number))} points are not whole"
                )
        return Score(points) if points else None

    def _case(self, pair: Pair) -> Derivation | None:
        key, node = pair
        lines = _list(node, self.scope)
        values: list[Node] = []
        operands: list[Operand | None] = []
        branches: list[Branch] = []
        for number, line in enumerate(lines, 1):
            given = pairs_as_meant(line, ("when", "value"), self.scope.notes)
            condition = read_condition(given["when"][1], self.scope) if "when" in given else None
            if "when" not in given and number < len(lines):
                message = "only the last line of a `case` may do without `when`"
                self._error("case-when", line, message, "add a `when`, or move the line to the end")
            if "value" not in given:
                self.scope.notes.unsound(line)
                continue
            values.append(given["value"][1])
            operands.append(self._operand(values[-1]))
            if operands[-1] is not None:
                branches.append(Branch(condition, operands[-1]))
        self._check_one_unit(values, operands)
        self._check_whole_operands(key, operands)
        return Case(tuple(branches)) if branches else None

    def _formula(self, formula: Formula, pair: Pair) -> Derivation | None:
        key, node = pair
        self._check_whole(key, whole=False, why=f"`{formula.value}` need not be whole")
        units = _FORMULA_UNITS[formula]
        if self.question.unit is not None and self.question.unit not in units:
            message = (
                f"`{formula.value}` gives {quoted(units[0])}, not {quoted(self.question.unit)}"
            )
            self.scope.notes.warn("formula-unit", key.place, message, f"write `unit: {units[0]}`")
        inputs: dict[str, str] = {}
        given = pairs(node, self.scope.notes)
        for name, unit in FORMULA_INPUTS[formula].items():
            if name not in given:
                self.scope.notes.unsound(node)
            elif (found := self._formula_input(given[name][1], unit)) is not None:
                inputs[name] = found
        return FormulaCall(formula, inputs) if inputs else None

    def _formula_input(self, node: Node, unit: str | None) -> str | None:
        if unit is None:
            return self._input_of_type(node, QuestionType.BOOLEAN, "a boolean is needed")
        found = self._input(node)
        if found is None:
            return None
        if found.unit != unit and not (found.type is QuestionType.QUANTITY and found.unit is None):
            has = f"is in {quoted(found.unit)}" if found.unit else f"is {found.type.value}"
            message = (
                f"{quoted(found.id)} {has}, and the formula takes a quantity in {quoted(unit)}"
            )
            hint = f"make it `type: quantity` with `unit: {unit}`"
            self._error("derive-unit", node, message, hint)
        return found.id


def _list(node: Node, scope: Scope) -> tuple[Node, ...]:
    if isinstance(node, SequenceNode) and node.items:
        return node.items
    scope.notes.unsound(node)
    return ()
