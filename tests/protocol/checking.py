"""One question and one answer to it: its value, or what is wrong with it."""

from datetime import date

import pytest

from screener.protocol.answering.answer_checks import check_answer
from screener.protocol.conditions import Place
from screener.protocol.model import Question, QuestionType
from screener.protocol.problems import AnswerError

ON = date(2026, 1, 31)
PLACE = Place(1, 1)


def question(type: str, **more) -> Question:
    return Question(id="q", type=QuestionType(type), place=PLACE, **more)


def value_of(question: Question, raw: object) -> object:
    answer = check_answer(question, raw, ON)
    assert answer is not None
    return answer.value


def problems_of(question: Question, raw: object) -> list:
    with pytest.raises(AnswerError) as caught:
        check_answer(question, raw, ON)
    assert all(problem.question == "q" for problem in caught.value.problems)
    return caught.value.problems


def refusal(question: Question, raw: object) -> str:
    """The one problem of an answer, in words: its message and its hint."""
    (problem,) = problems_of(question, raw)
    return f"{problem.message} ({problem.hint})"
