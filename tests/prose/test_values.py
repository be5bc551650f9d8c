"""How answers read for people."""

from datetime import date
from decimal import Decimal

import pytest

from screener.prose.values import answer_text, day_text
from screener.protocol.answers import Answer, Missing
from screener.protocol.conditions import Place
from screener.protocol.model import Question, QuestionType
from screener.protocol.text import Text
from screener.protocol.values import DateRange, Entry, NumberRange, Ongoing

PLACE = Place(1, 1)
OPTIONS = {"t": Text({"en": "Titanium", "zh": "钛"}), "s": Text({"en": "Steel", "zh": "钢"})}
QUESTION = Question("q", QuestionType.CHOICES, PLACE, options=OPTIONS)
GLUCOSE = Question("q", QuestionType.QUANTITY, PLACE, unit="mmol/L")
SCORE = Question("q", QuestionType.INTEGER, PLACE)
SERIES = Question(
    "q",
    QuestionType.SERIES,
    PLACE,
    fields={
        "motor": Question("motor", QuestionType.INTEGER, PLACE, ask=Text.plain("Motor score")),
        "metal": Question("metal", QuestionType.CHOICE, PLACE, options=OPTIONS),
    },
)


@pytest.mark.parametrize(
    ("question", "value", "text"),
    [
        (QUESTION, True, "yes"),
        (QUESTION, False, "no"),
        (QUESTION, "s", "Steel"),
        (QUESTION, "as typed", "as typed"),
        (QUESTION, frozenset({"s", "t"}), "Titanium, Steel"),
        (QUESTION, frozenset(), "none of them"),
        (GLUCOSE, Decimal("5.20"), "5.2 mmol/L"),
        (GLUCOSE, Decimal(0), "0 mmol/L"),
        (GLUCOSE, Decimal("1e3"), "1000 mmol/L"),
        (GLUCOSE, Decimal("1e30"), "1E+30 mmol/L"),
        (GLUCOSE, NumberRange(None, Decimal("0.2"), open_high=True), "<0.2 mmol/L"),
        (SCORE, NumberRange(Decimal(1000), None, open_low=True), ">1000"),
        (SCORE, NumberRange(Decimal(1), Decimal(3)), "1 … 3"),
        (SCORE, NumberRange(Decimal(1), None), "≥1"),
        (SCORE, NumberRange(None, Decimal(1)), "≤1"),
        (SERIES, (), "no rows"),
        (
            SERIES,
            (
                Entry(date(2025, 1, 1), {"motor": Decimal(48), "metal": "t"}),
                Entry(date(2025, 6, 1), {}),
            ),
            "1 January 2025, Motor score 48, metal Titanium; 1 June 2025",
        ),
    ],
)
def test_a_value_reads_with_its_label_or_unit(question, value, text):
    assert answer_text(question, Answer(value), "en") == text


def test_labels_come_in_the_language_asked_for():
    assert answer_text(QUESTION, Answer(frozenset({"t"})), "zh") == "钛"


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (Answer(missing=Missing.UNKNOWN), "unknown"),
        (Answer(missing=Missing.NOT_DONE), "not done"),
        (Answer(missing=Missing.REFUSED), "refused"),
        (Answer(missing=Missing.PENDING), "awaited"),
        (Answer(missing=Missing.PENDING, due=date(2026, 2, 14)), "awaited, due 14 February 2026"),
    ],
)
def test_a_missing_answer_says_why(answer, text):
    assert answer_text(QUESTION, answer, "en") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2019, 5, 17), "17 May 2019"),
        (DateRange(date(2019, 5, 1), date(2019, 5, 31)), "May 2019 (day not known)"),
        (DateRange(date(2019, 1, 1), date(2019, 12, 31)), "2019 (day and month not known)"),
        (DateRange(date(2018, 1, 1), date(2019, 12, 31)), "between 2018 and 2019"),
        (DateRange(date(2018, 5, 1), date(2019, 6, 30)), "between May 2018 and June 2019"),
        (DateRange(date(2019, 5, 3), date(2019, 5, 9)), "between 3 May 2019 and 9 May 2019"),
        (DateRange(date(2019, 5, 3), None), "from 3 May 2019"),
        (Ongoing(), "not over yet"),
    ],
)
def test_a_date_says_which_of_its_parts_are_not_known(value, text):
    assert day_text(value, "en") == text
