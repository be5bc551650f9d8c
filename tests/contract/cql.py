"""What HL7 published as tests of CQL, each said in the rule language where that can say it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "cql-tests"
_SPACE = {"t": "http://hl7.org/fhirpath/tests"}
_WORDS = {"true": True, "false": False, "null": None}

#: What the rule language does not have, by how it is written in CQL, and why.
_NOT_SAID = {
    r"Coalesce|IsNull|IsTrue|IsFalse": "what is not known stays unknown, and no test asks for it",
    r"~": "there is one equality; equivalence would make what is not known equal",
    r"Tuple": "answers are compared one by one",
    r"':\d": "a ratio is derived from two numbers",
    r"@": "a day has no time",
    r"DateTime\((\d+, ){3}|DateTime\([^)]*null": "a day has no time",
    r"Today\(\)": "the reference date is given, and no test reckons with days",
    r"\d (milli)?(second|minute|hour|day|week|month|year)": "a duration is not an answer",
    r"^'\w*' [<>]|as String": "a text is never part of a rule, and options have their own order",
}


@dataclass(frozen=True)
class Said:
    """A published test in the rule language: with these answers the rule is `expected`."""

    name: str
    expected: bool | None
    questions: Mapping[str, str]
    rule: str
    answers: Mapping[str, object]


def published() -> tuple[list[Said], dict[str, int]]:
    """Give the tests that can be said, and how many cannot, by the reason why."""
    said: list[Said] = []
    skipped: dict[str, int] = {}
    for file in sorted(PUBLISHED.glob("*.xml")):
        for test in ET.parse(file).getroot().iterfind(".//t:test", _SPACE):
            expression = test.findtext("t:expression", "", _SPACE)
            if reason := _why_not(expression):
                skipped[reason] = skipped.get(reason, 0) + 1
                continue
            expected = _WORDS[test.findtext("t:output", "", _SPACE)]
            said.append(Said(test.get("name", ""), expected, *_in_rules(expression)))
    return said, skipped


def _why_not(expression: str) -> str | None:
    return next((why for form, why in _NOT_SAID.items() if re.search(form, expression)), None)


_Parts = tuple[dict[str, str], str, dict[str, object]]


def _in_rules(expression: str) -> _Parts:
    if between := re.fullmatch(r"(\S+) between (\S+) and (\S+)", expression):
        number, least, most = between.groups()
        return (
            {"a": "type: integer"},
            f"{{a: {{at_least: {least}, at_most: {most}}}}}",
            {"a": int(number)},
        )
    if denied := re.fullmatch(r"not (\w+)", expression):
        return _logic("not", denied[1], "null")
    left, operator, right = re.fullmatch(
        r"(.+?) (and|or|xor|implies|!=|<=|>=|=|<|>) (.+)", expression
    ).groups()  # type: ignore[union-attr]  # another form is a test that is new here
    if operator == "!=":
        questions, rule, answers = _in_rules(f"{left} = {right}")
        return questions, f"{{not: {rule}}}", answers
    if {left, right} <= _WORDS.keys():
        return _logic(operator, left, right)
    if left.startswith("DateTime"):
        return _dates(operator, left, right)
    if left.startswith("'"):
        return _option(left.strip("'"), right.strip("'"))
    return _numbers(operator, left.rstrip("L"), right.rstrip("L"))


_LOGIC = {
    "and": "{all: [{a: yes}, {b: yes}]}",
    "or": "{any: [{a: yes}, {b: yes}]}",
    "implies": "{any: [{not: {a: yes}}, {b: yes}]}",
    "xor": "{any: [{all: [{a: yes}, {b: no}]}, {all: [{a: no}, {b: yes}]}]}",
    "=": "{any: [{all: [{a: yes}, {b: yes}]}, {all: [{a: no}, {b: no}]}]}",
    "not": "{not: {a: yes}}",
}


def _logic(operator: str, left: str, right: str) -> _Parts:
    answers = {"a": _WORDS[left], "b": _WORDS[right]}
    questions = {"a": "type: boolean", "b": "type: boolean, for_record: yes"}
    return questions, _LOGIC[operator], {id: one for id, one in answers.items() if one is not None}


_BOUNDS = {">": "above", ">=": "at_least", "<": "below", "<=": "at_most"}


def _numbers(operator: str, left: str, right: str) -> _Parts:
    """Compare an answer with a bound; a quantity is equal where it is neither below nor above."""
    if "'" not in left:
        test = right if operator == "=" else f"{{{_BOUNDS[operator]}: {right}}}"
        return {"a": "type: decimal"}, f"{{a: {test}}}", {"a": Decimal(left)}
    answer, bound = (re.sub(r"'(c?m)'", r" \1", one) for one in (left, right))
    wanted = ["at_least", "at_most"] if operator == "=" else [_BOUNDS[operator]]
    tests = ", ".join(f'{one}: "{bound}"' for one in wanted)
    return {"a": "type: quantity, unit: cm, units: {m: 100}"}, f"{{a: {{{tests}}}}}", {"a": answer}


_DAYS = {">": "after", ">=": "on_or_after", "<": "before", "<=": "on_or_before"}


def _dates(operator: str, left: str, right: str) -> _Parts:
    day, other = (
        "-".join(f"{int(part):02}" for part in re.findall(r"\d+", one)) for one in (left, right)
    )
    rule = f"{{a: {{{_DAYS[operator]}: {{question: b}}}}}}"
    return {"a": "type: date", "b": "type: date"}, rule, {"a": day, "b": other}


def _option(chosen: str, tested: str) -> _Parts:
    options = ", ".join(f"{one}: {one}" for one in sorted({chosen, tested, "other"}))
    return {"a": f"type: choice, options: {{{options}}}"}, f"{{a: {tested}}}", {"a": chosen}
