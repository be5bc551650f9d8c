"""A single key answers only on a boolean or a choice question, and never with two meanings."""

import pytest

from screener.protocol.answers import Missing
from screener.protocol.conditions import Place
from screener.protocol.model import Question, QuestionType
from screener.protocol.text import Text
from screens.single_keys import NoAnswer, TwoReadings, Value, option_number, read_key


def question(kind: QuestionType, **options: str) -> Question:
    texts = {name: Text.plain(label) for name, label in options.items()}
    return Question("q", kind, Place(1, 1), options=texts)


def read(asked: Question, key: str):
    return read_key(asked, key, {o: t.in_language("en") for o, t in asked.options.items()})


BOOLEAN = question(QuestionType.BOOLEAN)
TEST = question(QuestionType.CHOICE, positive="Positive", negative="Negative")
SEX = question(QuestionType.CHOICE, female="Female", male="Male")


@pytest.mark.parametrize(
    ("key", "value"),
    [("y", True), ("Y", True), ("是", True), ("n", False), ("否", False), ("ｙ", True)],
)
def test_yes_and_no_on_a_boolean(key, value):
    assert read(BOOLEAN, key) == Value(value)


@pytest.mark.parametrize("key", ["1", "2", "a", " ", "/"])
def test_other_keys_are_text_on_a_boolean(key):
    assert read(BOOLEAN, key) is None


@pytest.mark.parametrize(("key", "option"), [("1", "female"), ("2", "male"), ("２", "male")])
def test_numbers_take_the_options_in_order(key, option):
    assert read(SEX, key) == Value(option)


@pytest.mark.parametrize("key", ["0", "3", "y", "m"])
def test_what_is_no_option_number_is_text_on_a_choice(key):
    assert read(SEX, key) is None


@pytest.mark.parametrize("key", "udpx")
def test_missing_reasons_have_their_letters(key):
    reasons = {"u": "unknown", "d": "not_done", "p": "pending", "x": "refused"}
    assert read(BOOLEAN, key) == NoAnswer(Missing(reasons[key]))
    assert read(SEX, key) == NoAnswer(Missing(reasons[key]))


def test_a_letter_that_begins_an_option_too_answers_nothing():
    assert read(TEST, "p") == TwoReadings(Missing.PENDING, ("positive",))
    assert read(TEST, "Ｐ") == TwoReadings(Missing.PENDING, ("positive",))
    assert read(TEST, "u") == NoAnswer(Missing.UNKNOWN)


def test_from_ten_options_on_a_digit_is_the_beginning_of_a_number():
    many = question(QuestionType.CHOICE, **{f"o{n}": f"Option {n}" for n in range(10)})
    assert read(many, "1") is None


@pytest.mark.parametrize(
    "kind", sorted(set(QuestionType) - {QuestionType.BOOLEAN, QuestionType.CHOICE})
)
@pytest.mark.parametrize("key", "ynudpx1")
def test_everywhere_else_letters_are_text(kind, key):
    assert read(question(kind), key) is None


@pytest.mark.parametrize(
    ("typed", "place"), [("1", 0), (" 3 ", 2), ("２", 1), ("0", None), ("4", None), ("", None)]
)
def test_an_option_is_told_by_its_number(typed, place):
    assert option_number(typed, 3) == place


def test_a_number_of_thousands_of_digits_is_no_options():
    assert option_number("9" * 5000, 3) is None
