"""Answers that no rule tells apart, in words."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from screener.engine.cells import Cell, Days
from screener.engine.set_words import sets_told
from screener.joining import listed
from screener.language import _
from screener.prose.spans import days_text, numbers_text
from screener.prose.values import value_text
from screener.protocol.model import Protocol, Question, QuestionType
from screener.protocol.values import NumberRange

_Outcome = TypeVar("_Outcome", bound=Hashable)


def cells_told(
    protocol: Protocol, question: str, cells: Mapping[_Outcome, Sequence[Cell]], language: str
) -> Mapping[_Outcome, str]:
    """Say which answers come to each outcome: any, where all come to one.

    `cells` are all that the question has. What is said of sets of options is true of every set.
    """
    if len(cells) == 1:
        return {outcome: _("any answer") for outcome in cells}
    asked = protocol.questions[question]
    if asked.type is QuestionType.CHOICES:
        outcomes = {
            one.value: outcome
            for outcome, some in cells.items()
            for one in some
            if isinstance(one.value, frozenset)
        }
        return sets_told(protocol, question, outcomes, language)
    return {
        outcome: listed(cell_text(asked, one, language) for one in some)
        for outcome, some in cells.items()
    }


def cell_text(question: Question, cell: Cell, language: str) -> str:
    """Say which answers to a question a cell holds; of sets of options, the one that it has."""
    match cell.span:
        case NumberRange() as span:
            return numbers_text(question, span, language)
        case Days(first=first, last=last):
            return days_text(first, last, language)
    return value_text(question, cell.value, language)
