"""What each possible answer to a question would do, answers that come to the same together."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from screener.engine.cells import Cell, cells, merged
from screener.engine.truth import Truth
from screener.protocol.model import Decision
from screener.protocol.values import DateRange, NumberRange

if TYPE_CHECKING:
    from screener.engine.decide import Result, Status

_Outcome = TypeVar("_Outcome", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Supposed:
    """Answers that no rule tells apart, and what they come to.

    That is the decision, where each criterion stands, and whether each of the questions applies
    that were asked about.
    """

    cell: Cell
    decision: Decision
    criteria: "Mapping[str, Status]"
    applies: tuple[Truth, ...]


def supposed(
    result: "Result", question: str, asked_about: Iterable[str] = ()
) -> Iterator[Supposed]:
    """Suppose each possible answer to an asked question, all else staying as it is.

    Of an answer that is not exact, each is one that it may turn out to be. `asked_about` are
    questions of which it is wanted whether they apply then.
    """
    values = {id: result.value(id) for id in result.protocol.questions}
    present = values[question]
    within = present if isinstance(present, DateRange | NumberRange) else None
    gated = tuple(asked_about)
    for cell in cells(result.protocol, values, result.on, question, within=within):
        truths = result.tests_supposing(question, cell.value) if gated else None
        applies = () if truths is None else tuple(map(truths.applies, gated))
        yield Supposed(cell, *result.supposing(question, cell.value), applies)


def runs(
    found: Iterable[Supposed], comes_to: Callable[[Supposed], _Outcome]
) -> list[tuple[_Outcome, Cell]]:
    """Give the answers with what they come to, neighbouring intervals that come to it as one."""
    together: list[tuple[_Outcome, Cell]] = []
    for one in found:
        outcome, cell = comes_to(one), one.cell
        last, before = together[-1] if together else (None, cell)
        if last == outcome and before.span is not None and cell.span is not None:
            together.pop()
            cell = replace(before, span=merged(before.span, cell.span))
        together.append((outcome, cell))
    return together


def alike(
    found: Iterable[Supposed], comes_to: Callable[[Supposed], _Outcome]
) -> Mapping[_Outcome, list[Cell]]:
    """Give the answers by what they come to, neighbouring intervals as one."""
    together: dict[_Outcome, list[Cell]] = {}
    for outcome, cell in runs(found, comes_to):
        together.setdefault(outcome, []).append(cell)
    return together
