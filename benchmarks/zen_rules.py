"""The condition tree as expressions of zen-engine, a rule engine in Rust.

It knows two truth values only, and its comparisons refuse null, so each condition becomes two
expressions: when it holds, and when it certainly does not. What is neither is unknown.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from screener.protocol.conditions import (
    All,
    AnyOf,
    BooleanTest,
    ChoicesTest,
    ChoiceTest,
    Comparison,
    Condition,
    DefinitionRef,
    Leaf,
    NoneOf,
    Not,
    NumberTest,
    SetComparison,
)
from screener.protocol.model import Kind, Protocol
from screener.protocol.values import Value

_OPERATORS = {
    Comparison.EQUAL: ("==", "!="),
    Comparison.AT_LEAST: (">=", "<"),
    Comparison.AT_MOST: ("<=", ">"),
    Comparison.ABOVE: (">", "<="),
    Comparison.BELOW: ("<", ">="),
}


class Both(NamedTuple):
    """An expression that holds where the condition is true, and one where it is false."""

    true: str
    false: str


def criteria(protocol: Protocol) -> list[str]:
    """Give an expression a criterion: true, false, or null for unknown."""
    told = []
    for criterion in protocol.criteria.values():
        both = _both(protocol, criterion.rule)
        # The likelier first: most candidates pass most criteria.
        if criterion.kind is Kind.INCLUSION:
            told.append(f"({both.true}) ? true : (({both.false}) ? false : null)")
        else:
            told.append(f"({both.false}) ? false : (({both.true}) ? true : null)")
    return told


def graph(protocol: Protocol) -> str:
    """Give the same as a decision graph: a request, one node of expressions, a response."""
    expressions = [
        {"id": id, "key": id, "value": told}
        for id, told in zip(protocol.criteria, criteria(protocol), strict=True)
    ]
    nodes = [
        {"id": "in", "name": "request", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {
            "id": "rules",
            "name": "criteria",
            "type": "expressionNode",
            "position": {"x": 1, "y": 0},
            "content": {"expressions": expressions},
        },
        {"id": "out", "name": "response", "type": "outputNode", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"}
        for one, other in (("in", "rules"), ("rules", "out"))
    ]
    return json.dumps(
        {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    )


def facts(values: dict[str, Value]) -> dict[str, object]:
    """Give a candidate's facts as plain data."""
    return {id: _plain(value) for id, value in values.items()}


def _plain(value: Value) -> object:
    if isinstance(value, Decimal):
        return int(value)
    return sorted(value) if isinstance(value, frozenset) else value


def _both(protocol: Protocol, node: Condition) -> Both:
    match node:
        case All(members=members):
            return _every([_both(protocol, one) for one in members])
        case AnyOf(members=members):
            return _some([_both(protocol, one) for one in members])
        case NoneOf(members=members):
            some = _some([_both(protocol, one) for one in members])
            return Both(some.false, some.true)
        case Not(member=member):
            inner = _both(protocol, member)
            return Both(inner.false, inner.true)
        case DefinitionRef(definition=name):
            return _both(protocol, protocol.definitions[name])
        case BooleanTest() | ChoiceTest() | ChoicesTest() | NumberTest():
            when = protocol.questions[node.question].when
            test = _test(node)
            return test if when is None else _every([_both(protocol, when), test])
    raise ValueError(f"{type(node).__name__} cannot be stated")


def _every(parts: Iterable[Both]) -> Both:
    parts = tuple(parts)
    return Both(_joined("and", (p.true for p in parts)), _joined("or", (p.false for p in parts)))


def _some(parts: Iterable[Both]) -> Both:
    parts = tuple(parts)
    return Both(_joined("or", (p.true for p in parts)), _joined("and", (p.false for p in parts)))


def _joined(word: str, parts: Iterable[str]) -> str:
    return f" {word} ".join(f"({part})" for part in parts)


def _test(test: Leaf) -> Both:
    match test:
        case BooleanTest(question=id, wanted=wanted):
            yes, no = f"{id} == true", f"{id} == false"
            return Both(yes, no) if wanted else Both(no, yes)
        case ChoiceTest(question=id, options=options, negated=negated):
            listed = json.dumps(list(options))
            is_one = (
                f"{id} == {json.dumps(options[0])}" if len(options) == 1 else f"{id} in {listed}"
            )
            both = Both(is_one, f"{id} != null and not ({is_one})")
            return Both(both.false, both.true) if negated else both
        case ChoicesTest(question=id, comparison=comparison, options=options):
            some = f"{id} != null and some({id}, # in {json.dumps(list(options))})"
            none = f"{id} != null and none({id}, # in {json.dumps(list(options))})"
            if comparison is SetComparison.ALL_OF:
                raise ValueError("all_of is not used here")
            return Both(some, none) if comparison is SetComparison.ANY_OF else Both(none, some)
        case NumberTest(question=id, comparison=comparison, bound=Decimal() as bound):
            yes, no = _OPERATORS[comparison]
            return Both(
                f"{id} != null and {id} {yes} {bound}", f"{id} != null and {id} {no} {bound}"
            )
    raise ValueError(f"{type(test).__name__} cannot be stated")
