"""What each possible answer to a question would do, answers that come to the same together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from screener.engine.cells import Cell, cells, merged
from screener.prose.rules import about
from screener.protocol.conditions import Leaf
from screener.protocol.model import Decision
from screener.protocol.values import DateRange, NumberRange

if TYPE_CHECKING:
    from screener.engine.decide import Result, Status


@dataclass(frozen=True, slots=True)
class Supposed:
    """Answers that come to the same, and what: the decision, and where each criterion stands.

    Of numbers and dates `cell` holds neighbouring answers, with the value of the first.
    """

    cell: Cell
    decision: Decision
    criteria: "Mapping[str, Status]"


def supposed(result: "Result", question: str, criterion: str | None = None) -> tuple[Supposed, ...]:
    """Suppose each possible answer to an asked question, all else staying as it is.

    With a `criterion`, those come to the same that it alone does not tell apart. Of an answer that
    is not exact, each is one that it may turn out to be.
    """
    found: list[Supposed] = []
    for one in _each(result, question):
        before = found[-1] if found else None
        together = None if before is None else _together(before, one, criterion)
        if together is None:
            found.append(one)
        else:
            found[-1] = together
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Tested:
    """A test that rows would make true, or false, and how its criterion would then stand.

    None for what no rows that are there or may come make of it. Rows that leave it unknown change
    nothing.
    """

    test: Leaf
    if_so: "Status | None"
    if_not: "Status | None"


def tested(result: "Result", question: str, criterion: str) -> tuple[Tested, ...]:
    """Say of the tests of a criterion on a series what each would do: rows are too many to tell."""
    truths = [result.tests_supposing(question, one.cell.value) for one in _each(result, question)]
    found = []
    for test in about(result.protocol, result.protocol.criteria[criterion].rule, question):
        if_so, if_not = (
            result.assuming(test, truth)[criterion]
            if any(then.of(test) is truth for then in truths)
            else None
            for truth in (True, False)
        )
        found.append(Tested(test, if_so, if_not))
    return tuple(found)


def _together(before: Supposed, one: Supposed, criterion: str | None) -> Supposed | None:
    """Join neighbouring answers that come to the same; None where they do not."""
    if before.cell.span is None or one.cell.span is None:
        return None
    if criterion is not None and before.criteria[criterion] is not one.criteria[criterion]:
        return None
    if criterion is None and (before.decision, before.criteria) != (one.decision, one.criteria):
        return None
    span = merged(before.cell.span, one.cell.span)
    return replace(before, cell=replace(before.cell, span=span))


def _each(result: "Result", question: str) -> Iterator[Supposed]:
    values = {id: result.value(id) for id in result.protocol.questions}
    present = values[question]
    within = present if isinstance(present, DateRange | NumberRange) else None
    for cell in cells(result.protocol, values, result.on, question, within=within):
        yield Supposed(cell, *result.supposing(question, cell.value))
