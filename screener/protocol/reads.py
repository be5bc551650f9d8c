"""Which questions a leaf of the condition tree reads, whatever stands between."""

from collections.abc import Mapping

from screener.protocol.conditions import (
    All,
    Condition,
    DateComparison,
    DateTest,
    Leaf,
    Reference,
    SeriesTest,
    Test,
    Unchanged,
    entry_conditions,
    operand,
    walk,
)
from screener.protocol.derivations import inputs
from screener.protocol.model import Question


def questions_read(questions: Mapping[str, Question], leaf: Leaf) -> tuple[str, ...]:
    """Give the ids of the questions a leaf reads, the tested one first, each once.

    A series test reads, too, what its entries' conditions compare with, and what the `when`s of
    the fields in those conditions compare with.
    """
    other = operand(leaf)
    if other is None and not isinstance(leaf, SeriesTest):
        return (leaf.question,)
    names = [leaf.question]
    if other is not None and not other.field:
        names.append(other.question)
    if isinstance(leaf, SeriesTest):
        names += _read_by_entries(questions[leaf.question].fields, leaf)
    return tuple(dict.fromkeys(names))


def roots(questions: Mapping[str, Question], id: str) -> tuple[str, ...]:
    """Give the asked questions from which a value is derived, each once; an asked one itself."""
    found: dict[str, None] = {}
    waiting, seen = [id], set[str]()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        derive = questions[one].derive
        if derive is None:
            found[one] = None
        else:
            waiting += reversed(inputs(derive))
    return tuple(found)


def answers_read(questions: Mapping[str, Question], leaf: Leaf) -> frozenset[str]:
    """Give the asked questions whose answers are a leaf's values, derived or not.

    What tells whether a question applies, or which value of a case is chosen, is none of them.
    """
    return frozenset(
        root for id in questions_read(questions, leaf) for root in roots(questions, id)
    )


def _read_by_entries(fields: Mapping[str, Question], test: SeriesTest) -> list[str]:
    names: list[str] = []
    seen: set[str] = set()
    waiting: list[Condition] = list(entry_conditions(test))
    used = list(test.form.fields) if isinstance(test.form, Unchanged) else []
    while waiting or used:
        for node in walk(waiting.pop()) if waiting else ():
            if not isinstance(node, Test):
                continue
            used.append(node.question)
            other = operand(node)
            if other is not None:
                (used if other.field else names).append(other.question)
        while used:
            name = used.pop()
            field = fields.get(name)
            if field is not None and field.when is not None and name not in seen:
                seen.add(name)
                waiting.append(field.when)
    return names


def true_of_every_row(condition: Condition) -> bool:
    """Tell whether a condition on a row asks for nothing: no row lies after the reference date."""
    match condition:
        case DateTest(question="date", comparison=DateComparison.ON_OR_BEFORE, bound=Reference()):
            return True
        case All(members=members):
            return all(map(true_of_every_row, members))
        case _:
            return False
