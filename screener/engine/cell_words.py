"""Answers that no rule tells apart, in words."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from screener.engine.cells import Cell, Days
from screener.joining import joined, listed
from screener.language import _
from screener.prose.spans import days_text, numbers_text
from screener.prose.values import value_text
from screener.protocol.model import Question, QuestionType
from screener.protocol.values import NumberRange

#: So many sets of options are told one by one.
_MOST_SETS = 3
_Outcome = TypeVar("_Outcome", bound=Hashable)


def cells_told(
    question: Question, cells: Mapping[_Outcome, Sequence[Cell]], language: str
) -> Mapping[_Outcome, str]:
    """Say which answers come to each outcome: any, where all come to one.

    Of sets of options there may be very many: those of the outcome that has most are the others.
    """
    if len(cells) == 1:
        return {outcome: _("any answer") for outcome in cells}
    most = max(cells, key=lambda outcome: len(cells[outcome]))
    told = {}
    for outcome, some in cells.items():
        several = question.type is QuestionType.CHOICES and len(some) > _MOST_SETS
        if several and outcome is most:
            told[outcome] = _("any other answer")
        else:
            said = [
                _none_of(question, cells, language)
                if one.value == frozenset()
                else cell_text(question, one, language)
                for one in some
            ]
            if several:
                said = [*said[:_MOST_SETS], _("others")]
            sets = question.type is QuestionType.CHOICES
            told[outcome] = joined(_("{first}; or {next}"), said) if sets else listed(said)
    return told


def _none_of(question: Question, cells: Mapping[_Outcome, Sequence[Cell]], language: str) -> str:
    """Say that none was chosen of the options that rules name: others may have been."""
    sets = (one.value for some in cells.values() for one in some)
    named = frozenset[str]().union(*(one for one in sets if isinstance(one, frozenset)))
    if named >= set(question.options):
        return value_text(question, frozenset(), language)
    return _("none of these: {list}").format(list=value_text(question, named, language))


def cell_text(question: Question, cell: Cell, language: str) -> str:
    """Say which answers to a question a cell holds."""
    match cell.span:
        case NumberRange() as span:
            return numbers_text(question, span, language)
        case Days(first=first, last=last):
            return days_text(first, last, language)
    return value_text(question, cell.value, language)
