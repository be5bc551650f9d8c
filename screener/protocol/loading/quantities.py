"""Bounds written with a unit, such as `100 mg/dL`, converted exactly."""

import re
from decimal import Decimal, localcontext

from screener.protocol.loading.nodes import ScalarNode
from screener.protocol.loading.notes import Notes, choice, quoted
from screener.protocol.loading.reader_scalars import read_number
from screener.protocol.model import Question, QuestionType
from screener.protocol.numbers import looks_like_number, parse_number

_WITH_UNIT = re.compile(
    r"(?P<number>[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)\s*(?P<unit>\S.*)\Z",
    re.DOTALL,
)
#: What a text begins with that is meant for a number, however it is written: `5,5`, `1 000`.
_MEANT_FOR_NUMBER = re.compile(
    r"[+-]?[0-9.,](?:[0-9.,_\u2019']|[ \u00a0\u2009\u202f](?=[0-9])(?!10[*^]))*(?:[eE][+-]?[0-9]+)?"
)
_THOUSANDS = re.compile(
    r"[+-]?[0-9]{1,3}(?P<sign>[^0-9.])[0-9]{3}(?:(?P=sign)[0-9]{3})*(?:\.[0-9]+)?\Z"
)
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+\Z")
_MOST_CHARACTERS = 200
#: A product of two numbers of 40 digits has no more digits than this.
_EXACT_DIGITS = 100


def read_bound_text(question: Question, node: ScalarNode, notes: Notes) -> Decimal | None:
    """Read a bound: a plain number in the canonical unit, or a number with an accepted unit."""
    if node.plain and looks_like_number(node.text):
        return read_number(node, notes)
    if looks_like_number(node.text.strip()):
        _refuse_quotes(question, node, notes)
        return None
    found = _WITH_UNIT.match(node.text) if len(node.text) <= _MOST_CHARACTERS else None
    if found is None or (node.plain and question.type is not QuestionType.QUANTITY):
        return read_number(node, notes, "a number" if question.unit is None else _WHAT)
    if _refuse_number(node, notes):
        return None
    number = parse_number(found["number"])
    if question.type is not QuestionType.QUANTITY:
        message = f"the text {quoted(node.text)} is no bound of {quoted(question.id)}"
        hint = f"{question.type.value} has no unit: write the number alone, without quotes"
        notes.error("bound-unit", node.place, message, hint)
        return None
    unit = found["unit"].rstrip()
    if unit not in question.units:
        if question.units:
            message = f"{quoted(unit)} is no unit of {quoted(question.id)}"
            nearest = notes.did_you_mean(unit, question.units)
            notes.error("unknown-unit", node.place, message, nearest or choice(question.units))
        return None
    if number is None:
        message = f"the number {quoted(found['number'])} is beyond what can be computed exactly"
        notes.error("number-limits", node.place, message, "a number has at most 40 digits")
        return None
    with localcontext() as context:
        context.prec = _EXACT_DIGITS
        return number * question.units[unit]


def _refuse_number(node: ScalarNode, notes: Notes) -> bool:
    """Refuse a text that begins with what is meant for a number and is none."""
    meant = _MEANT_FOR_NUMBER.match(node.text)
    written = meant[0] if meant else ""
    if meant is None or looks_like_number(written):
        return False
    hint = "numbers are written in decimal digits: 5, -2.5, 1e3"
    rest = node.text[meant.end() :]
    whole = _THOUSANDS.match(written)
    if whole:
        joined = _as_written(written.replace(whole["sign"], ""), rest)
        hint = f"write {joined}, with nothing between thousands"
    if _DECIMAL_COMMA.match(written):
        pointed = f"{_as_written(written.replace(',', '.'), rest)}, with a point"
        hint = f"{hint}, or {pointed}" if whole else f"write {pointed}"
    notes.error("not-a-number", node.place, f"{quoted(written)} is not a number", hint)
    return True


def _as_written(number: str, rest: str) -> str:
    """Give a number as it stands in a rule: in quotes with its unit, without them alone."""
    return f'"{number}{rest}"' if rest.strip() else number


_WHAT = "a number, nor a number with a unit"


def _refuse_quotes(question: Question, node: ScalarNode, notes: Notes) -> None:
    message = f"the text {quoted(node.text)} has no unit"
    hint = "write the number without quotes"
    if question.unit:
        hint += f', or with its unit: "{node.text.strip()} {question.unit}"'
    notes.error("not-a-number", node.place, message, hint)
