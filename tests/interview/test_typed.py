"""Typed answers: what people write for a number, an option, yes or no, or a missing answer."""

from datetime import date
from decimal import Decimal

import pytest

from screener.interview.typed import Ambiguous, Refused, Understood, understand
from screener.protocol.conditions import Place
from screener.protocol.model import Question, QuestionType
from screener.protocol.text import Text

ON = date(2026, 1, 31)
PLACE = Place(1, 1)


def question(type: str, **more) -> Question:
    return Question("q", QuestionType(type), PLACE, **more)


GLUCOSE = question(
    "quantity",
    unit="mmol/L",
    units={"mmol/L": Decimal(1), "mg/dL": Decimal("0.0555")},
    minimum=Decimal(0),
    maximum=Decimal(50),
)
WEIGHT = question(
    "quantity",
    unit="kg",
    units={"kg": Decimal(1), "g": Decimal("0.001"), "mg": Decimal("1e-6"), "Mg": Decimal(1000)},
)
CREATININE = question("quantity", unit="umol/L", units={"umol/L": Decimal(1)})
CELLS = question("quantity", unit="10*9/L", units={"10*9/L": Decimal(1)})
AGE = question("quantity", unit="a", units={"a": Decimal(1)})
COUNT = question("integer", minimum=Decimal(0), maximum=Decimal(2000))
OPTIONS = {
    "titanium": Text({"en": "Titanium or its alloy", "zh": "钛或钛合金"}),
    "steel": Text({"en": "Stainless steel", "zh": "不锈钢"}),
    "cobalt": Text({"en": "Cobalt-chromium", "zh": "钴铬"}),
    "carbon": Text({"en": "Carbon", "zh": "碳"}),
    "positive": Text({"en": "Positive", "zh": "阳性"}),
    "without": Text({"en": "Not done", "zh": "未做"}),
}
MATERIAL = question("choice", options=OPTIONS)
MATERIALS = question("choices", options=OPTIONS)
BOOLEAN = question("boolean")
TEXT = question("text")
SERIES = question("series", fields={})


def understood(question: Question, text: str, language: str = "en") -> Understood:
    reading = understand(question, text, ON, language)
    assert isinstance(reading, Understood), reading
    return reading


def ambiguous(question: Question, text: str) -> list[object]:
    reading = understand(question, text, ON, "en")
    assert isinstance(reading, Ambiguous), reading
    assert reading.message
    return [one.data for one in reading.readings]


def refused(question: Question, text: str) -> str:
    reading = understand(question, text, ON, "en")
    assert isinstance(reading, Refused), reading
    return f"{reading.message} ({reading.hint})"


# --- numbers


@pytest.mark.parametrize(
    ("text", "data", "echo"),
    [
        ("5.2", Decimal("5.2"), "5.2 mmol/L"),
        ("5.2 mmol/l", Decimal("5.2"), "5.2 mmol/L"),
        ("5.2MMOL/L", Decimal("5.2"), "5.2 mmol/L"),
        ("5.2 mmol / l", Decimal("5.2"), "5.2 mmol/L"),
        ("5.2 毫摩尔/升", Decimal("5.2"), "5.2 mmol/L"),
        ("５.２", Decimal("5.2"), "5.2 mmol/L"),
        ("５，２　ｍｍｏｌ／Ｌ", Decimal("5.2"), "5.2 mmol/L"),
        ("5。2", Decimal("5.2"), "5.2 mmol/L"),
        ("5,2", Decimal("5.2"), "5.2 mmol/L"),
        ("0,234", Decimal("0.234"), "0.234 mmol/L"),
        (".5", Decimal("0.5"), "0.5 mmol/L"),
        ("+5", 5, "5 mmol/L"),
        ("94 mg/dL", "94 mg/dL", "94 mg/dL = 5.217 mmol/L"),
        ("94mg/dl", "94 mg/dL", "94 mg/dL = 5.217 mmol/L"),
        ("<0.2", "<0.2", "<0.2 mmol/L"),
        ("＜ 0,2", "<0.2", "<0.2 mmol/L"),
        ("less than 0.2 mmol/L", "<0.2", "<0.2 mmol/L"),
        ("小于0.2", "<0.2", "<0.2 mmol/L"),
        ("> 600 mg/dL", ">600 mg/dL", ">600 mg/dL = >33.3 mmol/L"),
        ("200 mg/dL", "200 mg/dL", "200 mg/dL = 11.1 mmol/L"),
        ("10.00", Decimal("10.00"), "10 mmol/L"),
    ],
)
def test_a_quantity_is_echoed_with_its_unit_and_what_it_converts_to(text, data, echo):
    reading = understood(GLUCOSE, text)
    assert (reading.data, reading.echo, reading.certain) == (data, echo, True)


@pytest.mark.parametrize(
    ("asked", "text", "echo"),
    [
        (WEIGHT, "70 公斤", "70 kg"),
        (WEIGHT, "70 KG", "70 kg"),
        (WEIGHT, "5 mg", "5 mg = 0.000005 kg"),
        (CREATININE, "88 µmol/L", "88 umol/L"),
        (CREATININE, "88 μmol/l", "88 umol/L"),
        (CELLS, "4.5 10*9/L", "4.5 10*9/L"),
        (CELLS, "4.5 10×9/l", "4.5 10*9/L"),
        (AGE, "45 years", "45 a"),
        (AGE, "45岁", "45 a"),
    ],
)
def test_units_are_known_by_the_names_people_use(asked, text, echo):
    assert understood(asked, text).echo == echo


def test_units_that_differ_only_in_the_case_of_a_letter_are_asked_about():
    assert ambiguous(WEIGHT, "5 MG") == ["5 mg", "5 Mg"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("1,234.5", Decimal("1234.5")),
        ("1.234,5", Decimal("1234.5")),
    ],
)
def test_thousands_set_apart_are_read_where_they_are_clear(text, value):
    assert understood(WEIGHT, text).data == value


def test_a_comma_that_may_set_thousands_apart_is_asked_about():
    assert ambiguous(WEIGHT, "1,234") == [1234, Decimal("1.234")]


@pytest.mark.parametrize("text", ["1.000", "12.000", "999.000", "1.000 kg", "<1.000"])
def test_three_noughts_behind_a_point_may_be_thousands_and_are_asked_about(text):
    decimal, thousands = ambiguous(WEIGHT, text)
    assert str(thousands) == str(decimal).replace(".", "")


@pytest.mark.parametrize(
    "text", ["5.125", "0.500", "0.000", "1234.000", "1.0000", "12.00", "0,500"]
)
def test_decimals_that_cannot_be_thousands_are_never_asked_about(text):
    reading = understood(WEIGHT, text)
    assert (reading.data, reading.certain) == (Decimal(text.replace(",", ".")), True)


def test_noughts_behind_a_point_are_not_asked_about_where_thousands_are_out_of_the_range():
    reading = understood(GLUCOSE, "5.000")
    assert (reading.data, reading.certain) == (Decimal("5.000"), True)


@pytest.mark.parametrize("asked", [GLUCOSE, COUNT])
@pytest.mark.parametrize("text", ["0x10", "0b1", "1_0", "1'000", "1’000"])
def test_what_only_a_program_or_another_country_takes_for_a_number_is_called_none(asked, text):
    assert "is not a number" in refused(asked, text)


@pytest.mark.parametrize(("asked", "value"), [(COUNT, 1234), (GLUCOSE, Decimal("1.234"))])
def test_where_only_one_reading_is_possible_it_is_still_confirmed(asked, value):
    reading = understood(asked, "1,234")
    assert (reading.data, reading.certain) == (value, False)


def test_spaces_between_thousands_are_confirmed():
    reading = understood(COUNT, "1 234")
    assert (reading.data, reading.certain) == (1234, False)


@pytest.mark.parametrize("text", ["5.2 g/L", "5.2 mmol", "5.2 x"])
def test_a_unit_that_is_not_listed_is_refused_with_those_that_are(text):
    words = refused(GLUCOSE, text)
    assert "is not accepted here" in words
    assert "accepted: mmol/L, mg/dL" in words


@pytest.mark.parametrize("text", ["≤5", "<=5", "at least 5", "up to 5", "不超过5"])
def test_a_limit_that_is_included_is_explained(text):
    assert "a limit that is itself included cannot be recorded" in refused(GLUCOSE, text)


@pytest.mark.parametrize("text", ["about 5", "~5", "约5", "5左右"])
def test_an_approximate_number_is_refused(text):
    assert "this is not an exact number" in refused(GLUCOSE, text)


@pytest.mark.parametrize("text", ["51", "-1", ">50", "1000 mg/dL"])
def test_an_implausible_value_is_refused_with_the_range(text):
    assert "is outside the plausible range: 0 to 50 mmol/L" in refused(GLUCOSE, text)


@pytest.mark.parametrize(
    "text",
    [
        *("five", "u", "-", "NaN", "inf", "5 - 6", "120/80", "1.2.3", "5.2 5.3", "5.2, 5.3", "٥"),
        *("0x1F", "0x1F mg/dL"),
    ],
)
def test_what_is_no_number_is_refused_with_what_would_do(text):
    assert "is not a number (give a number: 0 to 50 mmol/L)" in refused(GLUCOSE, text)


@pytest.mark.parametrize("text", ["1/2", "1 1/2", "1/2 mg/dL"])
def test_a_fraction_is_refused_with_how_to_write_it(text):
    assert "with a decimal point: 1/2 is 0.5" in refused(GLUCOSE, text)


def test_a_number_beyond_the_limits_is_refused():
    assert "40 digits" in refused(COUNT, "9" * 100)
    assert "40 digits" in refused(WEIGHT, "1e99")


def test_a_fraction_is_no_whole_number():
    assert "is not a whole number" in refused(COUNT, "5.5")
    assert understood(COUNT, "5.0").echo == "5"


def test_a_number_without_unit_takes_none():
    assert "this number has none" in refused(COUNT, "45 years")


# --- yes and no


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((word, True) for word in ("y", "Y", "yes", "Yes.", "ｙ", "是", "有", "对", "true")),
        *((word, False) for word in ("n", "NO", "no", "ｎ", "否", "没有", "无", "不是", "false")),
    ],
)
def test_yes_and_no_are_understood_in_both_languages(text, value):
    reading = understood(BOOLEAN, text)
    assert (reading.data, reading.echo) == (value, "yes" if value else "no")


@pytest.mark.parametrize("text", ["1", "0", "maybe", "yes, since 2019", "yn", "是否"])
def test_anything_else_is_neither_yes_nor_no(text):
    assert "is neither yes nor no" in refused(BOOLEAN, text)


# --- options


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("1", "titanium"),
        ("２", "steel"),
        ("2.", "steel"),
        ("t", "titanium"),
        ("T", "titanium"),
        ("stain", "steel"),
        ("stainless steel", "steel"),
        ("steel", "steel"),
        ("co", "cobalt"),
        ("钛", "titanium"),
        ("不锈钢", "steel"),
        ("pos", "positive"),
    ],
)
def test_an_option_is_understood_by_its_number_its_name_or_the_start_of_it(text, option):
    reading = understood(MATERIAL, text)
    assert (reading.data, reading.certain) == (option, True)
    assert reading.echo == OPTIONS[option].in_language("en")


def test_the_label_is_echoed_in_the_language_of_the_interview():
    assert understood(MATERIAL, "t", "zh").echo == "钛或钛合金"


def test_the_names_shown_come_before_those_in_another_language():
    labels = {"bone": Text({"en": "All", "zh": "Bei"}), "other": Text.plain("Both")}
    named = question("choice", options=labels)
    assert understood(named, "b").data == "other"
    assert understood(named, "bo", "zh").data == "other"
    assert understood(named, "bon").data == "bone"
    assert understood(named, "bei").data == "bone"


def test_a_beginning_of_two_options_is_asked_about():
    assert ambiguous(MATERIAL, "c") == ["cobalt", "carbon"]


def test_a_number_that_is_also_a_name_is_asked_about():
    grades = {f"grade{name}": Text.plain(label) for name, label in enumerate(("0", "1", "1+", "2"))}
    scale = question("choice", options=grades)
    assert ambiguous(scale, "1") == ["grade0", "grade1"]
    assert understood(scale, "0").data == "grade0"
    assert understood(scale, "1+").data == "grade2"


@pytest.mark.parametrize("text", ["7", "0", "gold", "99999999999999999999", "c d"])
def test_what_is_no_option_is_refused_with_the_options(text):
    assert "is none of the options" in refused(MATERIAL, text)
    assert "2 Stainless steel" in refused(MATERIAL, text)


def test_a_misspelled_option_is_refused_with_the_nearest():
    assert "did you mean `Carbon`?" in refused(MATERIAL, "carbom")


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("t, s", ["titanium", "steel"]),
        ("s t", ["steel", "titanium"]),
        ("1 3", ["titanium", "cobalt"]),
        ("1,3", ["titanium", "cobalt"]),
        ("１、３", ["titanium", "cobalt"]),
        ("titanium and stainless steel", ["titanium", "steel"]),
        ("钛和不锈钢", ["titanium", "steel"]),
        ("stainless steel", ["steel"]),
        ("t; t", ["titanium"]),
        ("none", []),
        ("None.", []),
        ("无", []),
        ("都没有", []),
    ],
)
def test_several_options_are_understood_together(text, options):
    reading = understood(MATERIALS, text)
    assert (reading.data, reading.certain) == (options, True)


def test_a_set_is_echoed_by_its_labels():
    assert understood(MATERIALS, "s t").echo == "Titanium or its alloy, Stainless steel"
    assert understood(MATERIALS, "none").echo == "none of them"


def test_one_doubtful_option_among_several_is_asked_about():
    assert ambiguous(MATERIALS, "t, c") == [["titanium", "cobalt"], ["titanium", "carbon"]]
    assert ambiguous(MATERIALS, "c") == [["cobalt"], ["carbon"]]


def test_two_doubtful_options_are_too_many_to_ask_about():
    assert "(3 Cobalt-chromium, 4 Carbon)" in refused(MATERIALS, "c, t, ca, c")


def test_none_may_be_the_name_of_an_option():
    known = {"none": Text.plain("None known"), "some": Text.plain("Some")}
    assert ambiguous(question("choices", options=known), "none") == [[], ["none"]]


@pytest.mark.parametrize("text", [",", "t, gold", "1 9", "all"])
def test_a_set_with_something_that_is_no_option_is_refused(text):
    assert "is none of the options" in refused(MATERIALS, text)


# --- missing answers


@pytest.mark.parametrize("asked", [GLUCOSE, COUNT, BOOLEAN, MATERIALS, SERIES, question("date")])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("unknown", "unknown"),
        ("Don’t know", "unknown"),
        ("不知道", "unknown"),
        ("refused", "refused"),
        ("拒绝", "refused"),
        ("pending", "pending"),
        ("待查", "pending"),
    ],
)
def test_a_missing_reason_is_understood_on_every_question(asked, text, reason):
    reading = understood(asked, text)
    assert (reading.data, reading.certain) == ({"missing": reason}, True)


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("pending 2026-12-01", "awaited, due 1 December 2026"),
        ("pending until 1 Dec 2026", "awaited, due 1 December 2026"),
        ("Pending, due 2026-12-01", "awaited, due 1 December 2026"),
        ("待查 2026年12月1日", "awaited, due 1 December 2026"),
    ],
)
@pytest.mark.parametrize("asked", [GLUCOSE, BOOLEAN, MATERIAL, question("date")])
def test_an_awaited_answer_may_say_when_it_is_due(asked, text, echo):
    reading = understood(asked, text)
    assert reading.data == {"missing": "pending", "due": "2026-12-01"}
    assert reading.echo == echo


def test_a_due_date_is_full_and_clear():
    assert "one day of the calendar" in refused(BOOLEAN, "pending 2026-12")
    assert "is not understood as a date" in refused(BOOLEAN, "pending for ever")
    assert ambiguous(BOOLEAN, "pending 03/04/2026") == [
        {"missing": "pending", "due": "2026-04-03"},
        {"missing": "pending", "due": "2026-03-04"},
    ]


def test_an_option_may_begin_like_a_missing_reason():
    stages = {"waiting": Text.plain("Pending approval"), "approved": Text.plain("Approved")}
    stage = question("choice", options=stages)
    assert understood(stage, "pending approval").data == "waiting"
    assert understood(stage, "pending 2026-12-01").data == {
        "missing": "pending",
        "due": "2026-12-01",
    }
    assert ambiguous(stage, "pending") == [{"missing": "pending"}, "waiting"]


@pytest.mark.parametrize(
    ("text", "reason"), [("u", "unknown"), ("D", "not_done"), ("ｐ", "pending"), ("x", "refused")]
)
def test_a_letter_alone_is_a_missing_reason_on_a_boolean(text, reason):
    assert understood(BOOLEAN, text).data == {"missing": reason}


def test_a_letter_that_also_begins_an_option_answers_nothing():
    assert ambiguous(MATERIAL, "p") == [{"missing": "pending"}, "positive"]
    assert understood(MATERIAL, "u").data == {"missing": "unknown"}


def test_words_that_are_also_an_option_are_asked_about():
    assert ambiguous(MATERIAL, "not done") == [{"missing": "not_done"}, "without"]
    assert ambiguous(MATERIAL, "未做") == [{"missing": "not_done"}, "without"]


@pytest.mark.parametrize("asked", [GLUCOSE, COUNT, question("date"), SERIES])
def test_on_every_other_question_letters_are_text(asked):
    assert refused(asked, "u")


# --- texts and series


@pytest.mark.parametrize(
    ("text", "data"),
    [("  EC-2026/14 \n", "EC-2026/14"), ("一\n二", "一\n二"), ("u", "u"), ("5", "5")],
)
def test_a_text_is_taken_as_typed_without_the_blanks_around_it(text, data):
    reading = understood(TEXT, text)
    assert (reading.data, reading.echo, reading.certain) == (data, data, True)


def test_a_text_that_may_be_a_missing_reason_is_asked_about():
    assert ambiguous(TEXT, "unknown") == [{"missing": "unknown"}, "unknown"]
    awaited = {"missing": "pending", "due": "2026-12-01"}
    assert ambiguous(TEXT, "Pending 2026-12-01") == [awaited, "Pending 2026-12-01"]
    assert understood(TEXT, "pending the biopsy").data == "pending the biopsy"


@pytest.mark.parametrize("text", ["none", "无"])
def test_a_series_is_typed_only_where_there_was_nothing(text):
    assert (understood(SERIES, text).data, understood(SERIES, text).echo) == ([], "no rows")


def test_a_series_is_given_row_by_row():
    assert "one by one" in refused(SERIES, "2019-05-17 50")


@pytest.mark.parametrize("asked", [GLUCOSE, BOOLEAN, MATERIAL, MATERIALS, TEXT, SERIES])
@pytest.mark.parametrize("text", ["", "  ", "\n", "\u3000"])
def test_nothing_typed_is_no_answer(asked, text):
    assert refused(asked, text) == "nothing was typed (None)"


def test_a_paste_that_is_far_too_long_is_refused():
    assert "too long" in refused(COUNT, "1" * 10_000)
    assert "too long" in refused(TEXT, "x" * 100_000)
    assert understood(TEXT, "x" * 10_000).data == "x" * 10_000
