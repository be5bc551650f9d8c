"""What a protocol's rules consist of, in an order in which they can be worked out.

The order is topological: every condition comes after the questions' `when`s, derived values,
definitions and criteria that it reads. Long chains are ordered without recursion.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from graphlib import TopologicalSorter

from screener.protocol import derivations
from screener.protocol.conditions import (
    Condition,
    CriterionRef,
    DefinitionRef,
    Leaf,
    Test,
    walk,
)
from screener.protocol.model import Protocol
from screener.protocol.reads import questions_read


class ItemKind(Enum):
    """The kinds of things that have a truth or a value of their own."""

    WHEN = "when"
    VALUE = "value"
    DEFINITION = "definition"
    CRITERION = "criterion"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to work out: a question's `when`, its derived value, a definition, …"""

    kind: ItemKind
    id: str


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The items of a protocol in order, and its leaves, numbered in that order."""

    protocol: Protocol
    items: tuple[Item, ...]
    leaves: tuple[Leaf, ...]
    asked: tuple[str, ...]

    def conditions(self, item: Item) -> tuple[Condition, ...]:
        """Give the conditions an item consists of; a derived value has those of its cases."""
        return _conditions(self.protocol, item)


def outline(protocol: Protocol) -> Outline:
    """Order a protocol's items and number its leaves."""
    graph: dict[Item, set[Item]] = {}
    for item in _all_items(protocol):
        graph[item] = set(_reads(protocol, item))
    order = tuple(TopologicalSorter(graph).static_order())
    leaves: dict[Leaf, None] = {}
    for item in order:
        for condition in _conditions(protocol, item):
            for node in walk(condition):
                if isinstance(node, Test):
                    leaves[node] = None
    asked = tuple(id for id, question in protocol.questions.items() if question.derive is None)
    return Outline(protocol, order, tuple(leaves), asked)


def _all_items(protocol: Protocol) -> Iterator[Item]:
    for id, question in protocol.questions.items():
        if question.when is not None:
            yield Item(ItemKind.WHEN, id)
        if question.derive is not None:
            yield Item(ItemKind.VALUE, id)
    for id in protocol.definitions:
        yield Item(ItemKind.DEFINITION, id)
    for id in protocol.criteria:
        yield Item(ItemKind.CRITERION, id)
    for id, section in protocol.sections.items():
        if section.after is not None:
            yield Item(ItemKind.AFTER, id)


def _conditions(protocol: Protocol, item: Item) -> tuple[Condition, ...]:
    match item.kind:
        case ItemKind.WHEN:
            single = protocol.questions[item.id].when
        case ItemKind.VALUE:
            derive = protocol.questions[item.id].derive
            return () if derive is None else derivations.conditions(derive)
        case ItemKind.DEFINITION:
            single = protocol.definitions[item.id]
        case ItemKind.CRITERION:
            single = protocol.criteria[item.id].rule
        case ItemKind.AFTER:
            single = protocol.sections[item.id].after
    return () if single is None else (single,)


def _reads(protocol: Protocol, item: Item) -> Iterator[Item]:
    if item.kind is ItemKind.VALUE:
        derive = protocol.questions[item.id].derive
        for id in () if derive is None else derivations.inputs(derive):
            yield from _question_items(protocol, id)
    for condition in _conditions(protocol, item):
        for node in walk(condition):
            match node:
                case CriterionRef():
                    yield Item(ItemKind.CRITERION, node.criterion)
                case DefinitionRef():
                    yield Item(ItemKind.DEFINITION, node.definition)
                case Test():
                    for id in questions_read(protocol.questions, node):
                        yield from _question_items(protocol, id)


def _question_items(protocol: Protocol, id: str) -> Iterator[Item]:
    question = protocol.questions[id]
    if question.when is not None:
        yield Item(ItemKind.WHEN, id)
    if question.derive is not None:
        yield Item(ItemKind.VALUE, id)
