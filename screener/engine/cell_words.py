"""Answers that no rule tells apart, in words."""

from screener.engine.cells import Cell, Days
from screener.prose.spans import days_text, numbers_text
from screener.prose.values import value_text
from screener.protocol.model import Question
from screener.protocol.values import NumberRange


def cell_text(question: Question, cell: Cell, language: str) -> str:
    """Say which answers to a question a cell holds."""
    match cell.span:
        case NumberRange() as span:
            return numbers_text(question, span, language)
        case Days(first=first, last=last):
            return days_text(first, last, language)
    return value_text(question, cell.value, language)
