"""What each possible answer to a question would do, answers that come to the same together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screener.engine.cells import Cell, cells, merged
from screener.protocol.model import Decision, QuestionType

if TYPE_CHECKING:
    from screener.engine.decide import Result, Status

#: Of these, answers are too many to be told one by one: what each test would do is said.
TOLD_BY_TEST = frozenset({QuestionType.CHOICES, QuestionType.SERIES})


@dataclass(frozen=True, slots=True)
class Supposed:
    """Answers that come to the same, and what: the decision, and where each criterion stands.

    Of numbers and dates `cell` holds neighbouring ones, with the value of the first.
    """

    cell: Cell
    decision: Decision
    criteria: "Mapping[str, Status]"


def supposed(result: "Result", question: str) -> tuple[Supposed, ...]:
    """Suppose each possible answer to an asked question, all else staying as it is."""
    found: list[Supposed] = []
    for one in _each(result, question):
        before = found[-1] if found else None
        if (
            before is None
            or one.cell.span is None
            or before.cell.span is None
            or (before.decision, before.criteria) != (one.decision, one.criteria)
        ):
            found.append(one)
        else:
            span = merged(before.cell.span, one.cell.span)
            found[-1] = Supposed(
                Cell(question, before.cell.value, span), one.decision, one.criteria
            )
    return tuple(found)


def _each(result: "Result", question: str) -> Iterator[Supposed]:
    values = {id: result.value(id) for id in result.protocol.questions}
    for cell in cells(result.protocol, values, result.on, question):
        yield Supposed(cell, *result.supposing(question, cell.value))
