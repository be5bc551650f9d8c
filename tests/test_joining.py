"""Parts of a text are put together with the marks of the language it is in."""

import pytest

from screener.joining import (
    advised,
    aside,
    before,
    clauses,
    joined,
    labelled,
    listed,
    phrases,
    sentences,
)
from screener.language import in_language

CASES = [
    (lambda: listed(["titanium", "steel"]), "titanium, steel", "titanium、steel"),
    (lambda: phrases(["A. Li", "", "2026"]), "A. Li, 2026", "A. Li，2026"),
    (lambda: clauses(["is late", None, "ask"]), "is late; ask", "is late；ask"),
    (lambda: sentences("One.", None, "Two."), "One. Two.", "One.Two."),
    (lambda: advised("is no date", "give one"), "is no date; give one", "is no date；give one"),
    (lambda: advised("It is late.", "Ask."), "It is late. Ask.", "It is late.Ask."),
    (lambda: advised("It is late.", None), "It is late.", "It is late."),
    (lambda: aside("S-0001", "new"), "S-0001 (new)", "S-0001（new）"),
    (lambda: labelled("Weight", "50 kg"), "Weight: 50 kg", "Weight：50 kg"),
    (lambda: labelled("Weight"), "Weight:", "Weight："),
]


@pytest.mark.parametrize(("put", "english", "chinese"), CASES)
def test_parts_take_the_marks_of_the_language(put, english, chinese):
    assert put() == english
    with in_language("zh"):
        assert put() == chinese


@pytest.mark.parametrize("label", ["Is he well?", "他好吗？"])
def test_a_question_takes_no_colon(label):
    assert labelled(label, "yes") == f"{label} yes"
    assert labelled(label) == label


def test_parts_may_hold_what_looks_like_a_placeholder():
    assert joined("{first} or {next}", ["{a}", "{b}", "{c}"]) == "{a} or {b} or {c}"


def test_nothing_is_joined_to_nothing():
    assert (phrases([]), clauses([]), sentences()) == ("", "", "")


def test_no_space_follows_a_full_width_colon():
    assert before("Weight:") == "Weight: "
    assert before("体重：") == "体重："
