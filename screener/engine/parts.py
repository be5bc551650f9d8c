"""What has to come out, part by part, so that a condition has a truth that it may still have.

Eligible is who passes every part of every criterion, so that the parts of all criteria are one
conjunction: what shares no question can be looked at apart.
"""

from collections.abc import Iterator
from typing import NamedTuple

from screener.engine.truths import Truths
from screener.protocol.conditions import (
    All,
    AnyOf,
    Condition,
    CriterionRef,
    DefinitionRef,
    NoneOf,
    Not,
)
from screener.protocol.model import Criterion, Kind, Protocol


class Part(NamedTuple):
    """A condition, and the truth that it has to have."""

    condition: Condition
    truth: bool


def passing(criterion: Criterion) -> Part:
    """Give what has to come out so that a criterion passes."""
    return Part(criterion.rule, criterion.kind is Kind.INCLUSION)


def parts(protocol: Protocol, truths: Truths, whole: Part) -> Iterator[Part]:
    """Give the unknown parts of a condition's having a truth, as fine as they can be told apart.

    What several definitions refer to is given once.
    """
    waiting, seen = [whole], set[Part]()
    while waiting:
        part = waiting.pop()
        if part in seen or truths.of(part.condition) is not None:
            continue
        seen.add(part)
        below = _below(protocol, part)
        if below is None:
            yield part
        else:
            waiting += reversed(below)


def _below(protocol: Protocol, part: Part) -> list[Part] | None:
    """Give the parts that a part is a conjunction of; None where it is none."""
    condition, truth = part
    match condition:
        case Not(member=member):
            return [Part(member, not truth)]
        case CriterionRef(criterion=id):
            return [Part(protocol.criteria[id].rule, truth)]
        case DefinitionRef(definition=id):
            return [Part(protocol.definitions[id], truth)]
        case All(members=members) if truth:
            return [Part(one, True) for one in members]
        case AnyOf(members=members) | NoneOf(members=members) if truth is isinstance(
            condition, NoneOf
        ):
            return [Part(one, False) for one in members]
    return None
