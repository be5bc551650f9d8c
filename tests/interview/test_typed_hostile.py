"""Whatever is typed or pasted is understood, asked about or refused; nothing is ever raised."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.interview.dates_beside import OBSERVED, ROW_DATE
from screener.interview.typed import Ambiguous, Reading, Refused, Understood, understand
from screener.prose.values import answer_text
from screener.protocol.answering.answer_checks import check_answer
from screener.protocol.conditions import Place
from screener.protocol.model import Question, QuestionType
from screener.protocol.text import Text

ON = date(2026, 1, 31)
PLACE = Place(1, 1)
HOSTILE = Path(__file__).parents[3] / "shared" / "data" / "hostile-text" / "blns.json"
OPTIONS = {
    "a": Text({"en": "Apple", "zh": "苹果"}),
    "b": Text.plain("Banana"),
    "d": Text.plain("1"),
}
UNITS = {"mmol/L": Decimal(1), "mg/dL": Decimal("0.0555"), "%": Decimal(2)}
QUESTIONS = [
    Question("boolean", QuestionType.BOOLEAN, PLACE),
    Question("choice", QuestionType.CHOICE, PLACE, options=OPTIONS),
    Question("choices", QuestionType.CHOICES, PLACE, options=OPTIONS),
    Question("integer", QuestionType.INTEGER, PLACE),
    Question("decimal", QuestionType.DECIMAL, PLACE, minimum=Decimal(-5), maximum=Decimal(5)),
    Question("quantity", QuestionType.QUANTITY, PLACE, unit="mmol/L", units=UNITS),
    Question("date", QuestionType.DATE, PLACE, ongoing=True),
    Question("text", QuestionType.TEXT, PLACE),
    Question("series", QuestionType.SERIES, PLACE, fields={}),
    OBSERVED,
    ROW_DATE,
]
any_question = st.sampled_from(QUESTIONS)

words = st.sampled_from(
    [
        *("17", "5", "2019", "05", "19", "0", "-1", "1e5", "1,234", "1.234,5", "9999999"),
        *("May", "may", "June", "Friday", "ago", "year", "years", "month", "days", "half", "a"),
        *("about", "in", "on", "the", "last", "next", "week", "two", "and", "or", "to", "from"),
        *("between", "before", "not", "unknown", "pending", "until", "2026-12-01", "refused"),
        *("yesterday", "ongoing", "none", "Apple", "b", "mg/dL", "mmol/l", "kg", "e", "%"),
        *("年", "月", "日", "前", "三", "十", "去年", "大约", "半", "个", "左右", "待查", "无"),
        *("周", "五", "上", "下", "两三", "或", "到", "~", "this", "so", "2-3", "Thursday"),
        *("和", "至今", "/", "-", ".", ",", ":", "(", "<", ">", "≤", "+", ";", "'", "[", "{"),
    ]
)
phrases = st.lists(words, max_size=8).flatmap(
    lambda parts: st.sampled_from([" ".join(parts), "".join(parts)])
)


def holds(question: Question, reading: Reading) -> None:
    """Hold a reading to what it promises: checked data, words for it, a reason for a refusal."""
    match reading:
        case Understood():
            answer = check_answer(question, reading.data, ON)
            assert answer is not None
            assert reading.echo.strip()
            assert answer_text(question, answer, "en") in reading.echo
        case Ambiguous():
            assert len(reading.readings) > 1
            assert reading.message
            for one in reading.readings:
                holds(question, one)
        case Refused():
            assert reading.message


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_hostile_text_never_harms(question):
    if not HOSTILE.exists():
        pytest.skip("the list of naughty strings is not beside this repository")
    strings = json.loads(HOSTILE.read_text(encoding="utf-8"))
    assert len(strings) > 400
    for text in strings:
        holds(question, understand(question, text, ON, "en"))
        holds(question, understand(question, f"{text}\n5\n{text}", ON, "zh"))


@given(any_question, st.text(st.characters(codec=None)) | st.text())
def test_any_text_is_understood_asked_about_or_refused(question, text):
    holds(question, understand(question, text, ON, "en"))


@given(any_question, phrases)
def test_any_mixture_of_the_words_people_use_is_understood_asked_about_or_refused(question, text):
    holds(question, understand(question, text, ON, "en"))


@given(any_question, phrases, st.dates(date(1850, 1, 1), date(2200, 12, 31)))
def test_any_reference_date_will_do(question, text, on):
    reading = understand(question, text, on, "en")
    assert isinstance(reading, Understood | Ambiguous | Refused)


@given(any_question, phrases)
def test_the_same_text_is_always_read_the_same(question, text):
    assert understand(question, text, ON, "en") == understand(question, text, ON, "en")


@given(st.dates(date(1850, 1, 1), ON))
def test_a_date_as_it_is_echoed_can_be_typed(day):
    reading = understand(QUESTIONS[6], day.isoformat(), ON, "en")
    assert isinstance(reading, Understood)
    again = understand(QUESTIONS[6], reading.echo, ON, "en")
    assert again == reading
    assert again.data == day.isoformat()


@given(st.decimals(0, 1000, places=3))
def test_a_quantity_as_it_is_echoed_can_be_typed(amount):
    reading = understand(QUESTIONS[5], f"{amount.normalize():f}", ON, "en")
    assert isinstance(reading, Understood)
    assert understand(QUESTIONS[5], reading.echo, ON, "en") == reading
