"""What an answer may carry besides its value, and what a whole set of answers may be."""

from datetime import date
from decimal import Decimal

import pytest

from screener.protocol.answering.answer_checks import check_answer, check_answers
from screener.protocol.answers import Answer, Missing, Source, SourceKind, Through
from screener.protocol.conditions import REFERENCE, Place
from screener.protocol.derivations import CalendarUnit, Completed
from screener.protocol.model import Question, QuestionType
from screener.protocol.problems import AnswerError
from screener.protocol.text import Text
from screener.protocol.values import DateRange

ON = date(2026, 1, 31)
PLACE = Place(1, 1)
LABEL = Text.plain("x")
QUESTIONS = {
    question.id: question
    for question in (
        Question("age", QuestionType.INTEGER, PLACE, ask=LABEL),
        Question("born", QuestionType.DATE, PLACE, ask=LABEL),
        Question("parts", QuestionType.CHOICES, PLACE, options={"a": LABEL, "b": LABEL}),
        Question("visits", QuestionType.SERIES, PLACE, fields={}),
        Question("pregnant", QuestionType.BOOLEAN, PLACE, ask=LABEL),
        Question(
            "years",
            QuestionType.INTEGER,
            PLACE,
            derive=Completed(CalendarUnit.YEARS, "born", REFERENCE),
        ),
    )
}
PREGNANT = QUESTIONS["pregnant"]


def problems_of(raw) -> list[tuple[str, str]]:
    with pytest.raises(AnswerError) as caught:
        check_answers(QUESTIONS, raw, ON)
    return [(problem.question, str(problem)) for problem in caught.value.problems]


def refusal(raw: object) -> str:
    ((question, words),) = problems_of({"pregnant": raw})
    assert question == "pregnant"
    return words


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        ({"value": False}, Answer(False)),
        ({"missing": "unknown"}, Answer(missing=Missing.UNKNOWN)),
        ({"missing": Missing.NOT_DONE}, Answer(missing=Missing.NOT_DONE)),
        ({"missing": "pending"}, Answer(missing=Missing.PENDING)),
        (
            {"missing": "refused", "note": "asked twice"},
            Answer(missing=Missing.REFUSED, note="asked twice"),
        ),
        (
            {"missing": "pending", "due": "2026-02-14"},
            Answer(missing=Missing.PENDING, due=date(2026, 2, 14)),
        ),
        (
            {"missing": "pending", "due": date(2025, 1, 1)},
            Answer(missing=Missing.PENDING, due=date(2025, 1, 1)),
        ),
        (
            {"value": True, "observed_on": "2026-01-30"},
            Answer(True, observed_on=date(2026, 1, 30)),
        ),
        (
            {"value": True, "observed_on": "2026"},
            Answer(True, observed_on=DateRange(date(2026, 1, 1), date(2026, 12, 31))),
        ),
        ({"value": True, "source": "chart"}, Answer(True, source=Source(SourceKind.CHART))),
        (
            {
                "value": True,
                "source": {"kind": "candidate", "reference": "p. 3", "through": "relative"},
            },
            Answer(True, source=Source(SourceKind.CANDIDATE, "p. 3", Through.RELATIVE)),
        ),
        (
            {"value": True, "due": None, "source": {"kind": "chart", "through": None}},
            Answer(True, source=Source(SourceKind.CHART)),
        ),
        ({"value": None, "missing": "unknown"}, Answer(missing=Missing.UNKNOWN)),
        ({"value": True, "missing": None}, Answer(True)),
    ],
)
def test_an_answer_may_carry_more_than_its_value(raw, answer):
    assert check_answer(PREGNANT, raw, ON) == answer


@pytest.mark.parametrize("raw", [None, {"value": None}, {"value": None, "source": "chart"}])
def test_null_is_the_same_as_leaving_out(raw):
    assert check_answer(PREGNANT, raw, ON) is None
    assert check_answers(QUESTIONS, {"pregnant": raw, "age": 5}, ON) == {"age": Answer(Decimal(5))}


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({}, "neither `value` nor `missing`"),
        ({"note": "x"}, "neither `value` nor `missing`"),
        ({"missing": None}, "neither `value` nor `missing`"),
        ({"value": True, "missing": "unknown"}, "`value` or `missing`, not both"),
        ({"value": 1}, "neither yes nor no"),
        ({"value": {"value": True}}, "neither yes nor no"),
        ({"missing": "unknow"}, "did you mean `unknown`?"),
        ({"missing": "?"}, "one of `pending`, `unknown`, `not_done`, `refused`"),
        ({"missing": True}, "`missing`: `true` is none of the words"),
        ({"missing": ["unknown"]}, "`missing`: a list is none of the words"),
        ({"missing": "unknown", "due": "2026-02-14"}, "only beside `missing: pending`"),
        ({"value": True, "due": "2026-02-14"}, "only beside `missing: pending`"),
        ({"missing": "pending", "due": "2026-02"}, "`due`: `2026-02` is not a full date"),
        ({"missing": "pending", "due": "2026-02-01/2026-02-03"}, "`due`: "),
        ({"missing": "pending", "due": 2026}, "`due`: `2026` is a number"),
        ({"value": True, "observed_on": "2026-02-01"}, "lies after the reference date"),
        ({"value": True, "observed_on": "2026-02"}, "lies after the reference date"),
        ({"value": True, "observed_on": "2024/2025"}, "`observed_on`: `2024/2025` is an interval"),
        ({"value": True, "observed_on": "ongoing"}, "`observed_on`: `ongoing` is not a date"),
        ({"value": True, "source": "charts"}, "did you mean `chart`?"),
        ({"value": True, "source": 5}, "`source`: `5` is none of the words"),
        ({"value": True, "source": {"reference": "p. 3"}}, "the source needs its `kind`"),
        ({"value": True, "source": {"kind": "chart", "page": 3}}, "there is no key `page`"),
        ({"value": True, "source": {"kind": "chart", "through": "me"}}, "`through`: `me` is none"),
        ({"value": True, "source": {"kind": "chart", "reference": 3}}, "`3` is not text"),
        ({"value": True, "note": 5}, "`note`: `5` is not text"),
        ({"value": True, "notes": "x"}, "did you mean `note`?"),
        ({"value": True, "x": None}, "there is no key `x`"),
        ({"value": True, 5: "x"}, "there is no key `5`"),
    ],
)
def test_what_does_not_go_together_is_refused(raw, words):
    assert words in refusal(raw)


def test_everything_wrong_with_one_answer_is_told_at_once():
    raw = {
        "value": 1,
        "missing": "?",
        "due": "?",
        "observed_on": "?",
        "source": "?",
        "note": 1,
        "x": 1,
    }
    assert len(problems_of({"pregnant": raw})) == 9


def test_everything_wrong_with_all_answers_is_told_at_once():
    raw = {"age": "5", "born": "2027", "parts": ["c"], "ages": 5, "pregnant": True}
    assert [question for question, _words in problems_of(raw)] == ["age", "born", "parts", "ages"]


def test_an_unknown_question_is_told_with_the_nearest_that_there_is():
    assert problems_of({"pregnent": True}) == [
        ("pregnent", "pregnent: there is no such question (did you mean `pregnant`?)")
    ]


@pytest.mark.parametrize("name", [5, None, True, ("age",), b"age"])
def test_a_question_id_is_text(name):
    ((_question, words),) = problems_of({name: 5})
    assert "is not a question's id" in words


def test_a_derived_question_is_never_answered():
    ((question, words),) = problems_of({"years": 40})
    assert (question, "worked out from other answers" in words) == ("years", True)


def test_a_derived_question_given_as_null_is_left_out():
    assert check_answers(QUESTIONS, {"years": None}, ON) == {}


@pytest.mark.parametrize("raw", [None, [], "age: 5", 5])
def test_answers_that_are_no_mapping_are_refused(raw):
    ((_question, words),) = problems_of(raw)
    assert "a mapping from question id to answer" in words


def test_no_answers_are_answers():
    assert check_answers(QUESTIONS, {}, ON) == {}


def test_a_list_is_a_value_and_a_mapping_carries_one():
    raw = {"parts": {"value": ["a"]}, "visits": {"value": [{"date": "2025-01-01"}]}}
    assert set(check_answers(QUESTIONS, raw, ON)) == {"parts", "visits"}
