"""What has to come out, part by part, so that a condition has a truth that it may still have.

Eligible is who passes every part of every criterion, so that the parts of all criteria are one
conjunction: what shares no question can be looked at apart.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

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
    Test,
)
from screener.protocol.model import Criterion, Kind, Protocol

_Each = TypeVar("_Each")


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
        members = below(protocol, part)
        if members is None:
            yield part
        else:
            waiting += reversed(members)


def sharing(
    each: Iterable[tuple[Collection[str], _Each]],
) -> list[tuple[frozenset[str], Sequence[_Each]]]:
    """Group what reads the same questions, itself or by way of others of the group.

    Each comes with the questions that it reads; groups have all that theirs read.
    """
    groups: list[tuple[frozenset[str], Sequence[_Each]]] = []
    for read, one in each:
        joined = [group for group in groups if not group[0].isdisjoint(read)]
        groups = [group for group in groups if group[0].isdisjoint(read)]
        together = [other for _read, those in joined for other in those]
        groups.append((frozenset(read).union(*(own for own, _ in joined)), [*together, one]))
    return groups


def may_come_out(
    protocol: Protocol, truths: Truths, part: Part, undecided: Callable[[Leaf], bool]
) -> bool:
    """Tell whether a part can still come out, each unknown test for itself.

    `undecided` tells of an unknown test whether it can still come out either way. That two tests
    read the same answer is not looked at, so that not all that may come out so does.
    """
    known: dict[Part, bool] = {}

    def may(one: Part) -> bool:
        if one not in known:
            truth = truths.of(one.condition)
            known[one] = unknown(one) if truth is None else truth is one.truth
        return known[one]

    def unknown(one: Part) -> bool:
        condition, truth = one
        if isinstance(condition, AtLeast):
            needed = condition.least if truth else len(condition.members) - condition.least + 1
            return sum(may(Part(member, truth)) for member in condition.members) >= needed
        if (members := below(protocol, one)) is not None:
            return all(map(may, members))
        if (members := below(protocol, Part(condition, not truth))) is not None:
            return any(may(Part(member, not wanted)) for member, wanted in members)
        return isinstance(condition, Test) and undecided(condition)

    return may(part)


def below(protocol: Protocol, part: Part) -> list[Part] | None:
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
