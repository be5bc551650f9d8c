"""Section 6 of the rule language: what counts as an answer, type by type."""

from collections import namedtuple
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction

import pytest

from screener.protocol.answering.answer_checks import check_answer
from screener.protocol.answering.answer_data import answer_to_data
from screener.protocol.conditions import REFERENCE, Place
from screener.protocol.model import Question, QuestionType
from screener.protocol.problems import AnswerError
from screener.protocol.text import Text
from screener.protocol.values import DateRange, Entry, NumberRange, Ongoing

ON = date(2026, 1, 31)
NOON = datetime(2019, 5, 17, 12, tzinfo=UTC)
PLACE = Place(1, 1)
MATERIALS = {
    "titanium": Text({"en": "Titanium", "zh": "钛"}),
    "steel": Text({"en": "Stainless steel", "zh": "不锈钢"}),
    "other": Text.plain("Other"),
}


def question(type: str, **more) -> Question:
    return Question(id="q", type=QuestionType(type), place=PLACE, **more)


GLUCOSE = question(
    "quantity", unit="mmol/L", units={"mmol/L": Decimal(1), "mg/dL": Decimal("0.0555")}
)
GRADE = question("choice", options=MATERIALS)
PARTS = question("choices", options=MATERIALS)
DATE = question("date")
EXAMINATIONS = question(
    "series",
    fields={
        "motor": question("integer", minimum=Decimal(0), maximum=Decimal(100)),
        "grade": question("choice", options=MATERIALS),
        "seen": question("date"),
    },
)


class Colour(StrEnum):
    TITANIUM = "titanium"


class Old(str, Enum):  # noqa: UP042 - as older code has them
    TITANIUM = "titanium"


class Count(IntEnum):
    FIVE = 5


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


# --- booleans


@pytest.mark.parametrize("raw", [True, False])
def test_a_boolean_is_a_boolean(raw):
    assert value_of(question("boolean"), raw) is raw


@pytest.mark.parametrize("raw", [0, 1, 1.0, "yes", "true", "", Decimal(1), [], ON])
def test_nothing_else_is_a_boolean(raw):
    assert "neither yes nor no" in refusal(question("boolean"), raw)


# --- numbers


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (5, "5"),
        (-3, "-3"),
        (0, "0"),
        (5.0, "5"),
        (Decimal("5.00"), "5"),
        (1e3, "1000"),
        (Count.FIVE, "5"),
        (10**39, "1" + "0" * 39),
        (Decimal("1e40"), "1e40"),
    ],
)
def test_an_integer_may_be_written_with_a_fraction_of_nothing(raw, value):
    assert value_of(question("integer"), raw) == Decimal(value)


@pytest.mark.parametrize("raw", [5.5, Decimal("5.01"), 1e-9])
def test_a_fraction_is_no_integer(raw):
    assert "is not a whole number" in refusal(question("integer"), raw)


@pytest.mark.parametrize(
    ("raw", "value"), [(0.1, "0.1"), (1e22, "1e22"), (2.5, "2.5"), (-0.0, "0"), (5e-05, "0.00005")]
)
def test_a_binary_float_is_its_shortest_decimal(raw, value):
    assert value_of(question("decimal"), raw) == Decimal(value)


@pytest.mark.parametrize("kind", ["integer", "decimal", "quantity"])
@pytest.mark.parametrize(
    "raw",
    [
        *(True, False, [], [5], {5}, ON, Fraction(1, 2), 5j, b"5", object(), "5", " 5.2 ", "five"),
        *("<", "5,2", "<5,2", "1_000", "5 000", "1.2.3", "٥", "NaN", "inf", "1/2"),
    ],
)
def test_what_is_no_number_is_refused(kind, raw):
    more = {"unit": "kg", "units": {"kg": Decimal(1)}} if kind == "quantity" else {}
    assert "not a number" in refusal(question(kind, **more), raw)


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), Decimal("-Infinity"), Decimal("sNaN")])
def test_not_a_number_and_infinities_are_refused(raw):
    assert "is not a number" in refusal(question("decimal"), raw)


@pytest.mark.parametrize(
    "raw",
    [
        10**40,
        -(10**40),
        Decimal("1e41"),
        Decimal("1e-41"),
        Decimal("1." + "0" * 40),
        1e300,
        1e-300,
        "<1e41",
        "<" + "9" * 41,
        "<" + "9" * 100_000,
    ],
)
def test_a_number_beyond_the_limits_is_refused_without_writing_it_out(raw):
    words = refusal(question("decimal"), raw)
    assert "40 digits" in words or "is not a number" in words
    assert len(words) < 300


def test_an_integer_of_a_million_digits_is_refused_without_writing_it_out():
    assert "a number of more than 40 digits" in refusal(question("integer"), 10**1_000_000)


@pytest.mark.parametrize("raw", [Decimal("1e40"), Decimal("1e-40"), 10**40 - 1, Decimal("0e9999")])
def test_a_number_at_the_limits_is_taken(raw):
    assert value_of(question("decimal"), raw) == raw


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("<0.2", NumberRange(None, Decimal("0.2"), open_high=True)),
        (">1000", NumberRange(Decimal(1000), None, open_low=True)),
        (" < 0.2 ", NumberRange(None, Decimal("0.2"), open_high=True)),
        ("<-5", NumberRange(None, Decimal(-5), open_high=True)),
        (">1e3", NumberRange(Decimal(1000), None, open_low=True)),
    ],
)
@pytest.mark.parametrize("kind", ["integer", "decimal"])
def test_a_number_known_only_by_a_limit_is_every_number_beyond_it(kind, raw, value):
    assert value_of(question(kind), raw) == value


@pytest.mark.parametrize("raw", ["<=0.2", "≤0.2", ">=5", "< 5 >", "<<5", "~5", "=5"])
def test_there_is_no_other_limit(raw):
    assert problems_of(question("decimal"), raw)


def test_a_number_without_unit_takes_none():
    assert "has a unit, and this number has none" in refusal(question("decimal"), "<5 kg")
    assert "not a number" in refusal(question("decimal"), "5 kg")


# --- quantities


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (5.2, "5.2"),
        ("5.2 mmol/L", "5.2"),
        ("5.2mmol/L", "5.2"),
        ("  5.2   mmol/L ", "5.2"),
        ("100 mg/dL", "5.55"),
        ("94 mg/dL", "5.2170"),
        ("1e2 mg/dL", "5.55"),
    ],
)
def test_a_quantity_is_converted_exactly(raw, value):
    assert value_of(GLUCOSE, raw) == Decimal(value)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (">1000 mg/dL", NumberRange(Decimal("55.5"), None, open_low=True)),
        ("<0.2", NumberRange(None, Decimal("0.2"), open_high=True)),
        ("< 0.2 mmol/L", NumberRange(None, Decimal("0.2"), open_high=True)),
    ],
)
def test_a_limit_of_a_quantity_is_converted_too(raw, value):
    assert value_of(GLUCOSE, raw) == value


def test_every_digit_survives_a_conversion():
    raw = f"{'7' * 36} mg/dL"
    value = value_of(GLUCOSE, raw)
    assert isinstance(value, Decimal)
    assert Fraction(value) == Fraction(int("7" * 36) * 555, 10_000)


@pytest.mark.parametrize("raw", [f"{'7' * 40} mg/dL", "1e40 mg/dL", "1e-40 mg/dL", ">1e-40 mg/dL"])
def test_the_limits_hold_for_what_is_answered_and_not_for_what_it_is_converted_to(raw):
    answer = check_answer(GLUCOSE, raw, ON)
    assert answer is not None
    data = answer_to_data(GLUCOSE, answer)
    assert check_answer(GLUCOSE, data, ON) == answer


@pytest.mark.parametrize("raw", ["5.2 mmol/l", "5.2 g/L", "5.2 MG/DL", "0x10", "5.2 mmol/L x"])
def test_a_unit_that_is_not_listed_is_refused_with_those_that_are(raw):
    words = refusal(GLUCOSE, raw)
    assert "unit" in words
    assert "`mmol/L`, `mg/dL`" in words


def test_a_quantity_as_text_needs_its_unit():
    assert 'or with its unit: "5.2 mmol/L"' in refusal(GLUCOSE, "5.2")


def test_a_unit_may_begin_with_a_digit():
    cells = question("quantity", unit="10*9/L", units={"10*9/L": Decimal(1)})
    assert value_of(cells, "4.5 10*9/L") == Decimal("4.5")


# --- plausible ranges


@pytest.mark.parametrize("raw", [3, 9, "3 mmol/L", "<3.1", ">8.9", "<100", ">0"])
def test_a_number_is_taken_where_some_of_it_is_plausible(raw):
    assert value_of(_plausible(3, 9), raw) is not None


@pytest.mark.parametrize("raw", [2.9, 9.1, "<3", ">9", "<1", ">100", "54 mg/dL"])
def test_a_number_is_refused_where_all_of_it_is_implausible(raw):
    assert "is outside the plausible range: 3 to 9 mmol/L" in refusal(_plausible(3, 9), raw)
    assert "look at the decimal point and the unit" in refusal(_plausible(3, 9), raw)


def test_a_range_may_be_open_to_one_side():
    assert "at least 3 mmol/L" in refusal(_plausible(3, None), 2)
    assert "at most 9 mmol/L" in refusal(_plausible(None, 9), 10)


def _plausible(least, most):
    bounds = [None if bound is None else Decimal(bound) for bound in (least, most)]
    units = {"mmol/L": Decimal(1), "mg/dL": Decimal("0.0555")}
    return question("quantity", unit="mmol/L", units=units, minimum=bounds[0], maximum=bounds[1])


# --- choices


def test_an_option_is_given_by_its_id():
    assert value_of(GRADE, "titanium") == "titanium"


@pytest.mark.parametrize("raw", [Colour.TITANIUM, Old.TITANIUM])
def test_a_member_of_an_enumeration_counts_as_its_text(raw):
    value = value_of(GRADE, raw)
    assert (type(value), value) == (str, "titanium")


@pytest.mark.parametrize("raw", ["", "Titanium", " titanium", "gold", 1, True, ["titanium"], {"x"}])
def test_what_is_no_option_is_refused(raw):
    assert problems_of(GRADE, raw)


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        ("titanum", "did you mean `titanium`?"),
        ("TITANIUM", "did you mean `titanium`?"),
        ("Stainless steel", "the id of this option is `steel`"),
        ("gold", "the options: `titanium`, `steel`, `other`"),
    ],
)
def test_the_hint_leads_to_the_option_that_was_meant(raw, hint):
    assert hint in refusal(GRADE, raw)


@pytest.mark.parametrize(
    "raw", [["titanium", "steel"], ("steel", "titanium"), {"steel", "titanium"}]
)
def test_a_set_of_options_is_any_list_of_them(raw):
    assert value_of(PARTS, raw) == frozenset({"titanium", "steel"})


def test_a_set_of_options_may_be_empty():
    assert value_of(PARTS, []) == frozenset()


def test_a_repeated_option_is_refused():
    assert "`steel` is given twice" in refusal(PARTS, ["steel", "other", "steel"])


@pytest.mark.parametrize("raw", ["titanium", "", 1, False])
def test_a_set_of_options_is_a_list_even_of_one(raw):
    assert "is not a list of options" in refusal(PARTS, raw)


def test_every_bad_member_of_a_set_is_told():
    values = [problem.value for problem in problems_of(PARTS, ["gold", "steel", 7, None, ["x"]])]
    assert values == ["gold", 7, None, ["x"]]


# --- dates


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2019-05-17", date(2019, 5, 17)),
        (date(2019, 5, 17), date(2019, 5, 17)),
        ("2019-05", DateRange(date(2019, 5, 1), date(2019, 5, 31))),
        ("2020-02", DateRange(date(2020, 2, 1), date(2020, 2, 29))),
        ("2019", DateRange(date(2019, 1, 1), date(2019, 12, 31))),
        ("2018/2019-05", DateRange(date(2018, 1, 1), date(2019, 5, 31))),
        ("2019-05-10/2019-05-17", DateRange(date(2019, 5, 10), date(2019, 5, 17))),
        ("2019-05/2019", DateRange(date(2019, 5, 1), date(2019, 12, 31))),
        ("2019-05/2019-05-03", DateRange(date(2019, 5, 1), date(2019, 5, 3))),
        ("2019-05-17/2019-05-17", date(2019, 5, 17)),
        ("1850", DateRange(date(1850, 1, 1), date(1850, 12, 31))),
    ],
)
def test_a_date_is_a_day_a_month_a_year_or_an_interval(raw, value):
    assert value_of(DATE, raw) == value


@pytest.mark.parametrize(
    "raw",
    [
        *("2019-5-17", "17/05/2019", "20190517", "2019-05-17T00:00:00", "2019-05-17\n", " 2019"),
        *("19", "today", "", "/", "2019/", "/2019", "2018/2019/2020", "２０１９", "2019-13"),
        *("2019-00", "2019-02-30", "2023-02-29", "2019-05-00", "0000", "1849-12-31", "1849"),
        *("2201", "9999-12-31", "2019-05/2019-04", "2019/2018", "2019-05-17/2019-05-10"),
        *("ongoing", "2019/ongoing", 2019, 5.5, True, [], NOON),
        *(date(1849, 12, 31), date(2201, 1, 1)),
    ],
)
def test_what_is_no_date_is_refused(raw):
    assert problems_of(question("date", future=True), raw)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (2019, 'write a year as text: "2019"'),
        ("2019-02-30", "no date of the calendar"),
        ("2019/2018", "ends before it begins"),
        ("1849", "not between the years 1850 and 2200"),
        (NOON, "has a time of day"),
        ("ongoing", "cannot be answered with `ongoing`"),
    ],
)
def test_a_refused_date_says_what_would_do(raw, words):
    assert words in refusal(DATE, raw)


def test_ongoing_is_kept_as_such_where_it_may_be_answered():
    assert value_of(question("date", ongoing=True), "ongoing") == Ongoing()


@pytest.mark.parametrize("raw", ["2026-01-31", "2026-01", "2026", "2026-01-31/2030"])
def test_a_date_may_reach_into_the_future_where_not_all_of_it_does(raw):
    assert value_of(DATE, raw)


@pytest.mark.parametrize("raw", ["2026-02-01", "2026-02", "2027", date(2026, 2, 1)])
def test_a_date_that_lies_in_the_future_is_refused_unless_that_makes_sense(raw):
    assert "lies after the reference date, 2026-01-31" in refusal(DATE, raw)
    assert value_of(question("date", future=True), raw)


@pytest.mark.parametrize("raw", ["1999-12-31", "1999", "1998/1999-05"])
def test_a_date_is_refused_where_all_of_it_is_implausible(raw):
    bounded = question("date", minimum=date(2000, 1, 1), maximum=REFERENCE)
    assert "outside the plausible range: 2000-01-01 to 2026-01-31" in refusal(bounded, raw)
    assert "look at the year" in refusal(bounded, raw)


def test_the_reference_date_may_be_a_bound():
    bounded = question("date", future=True, maximum=REFERENCE)
    assert value_of(bounded, "2026-01-31") == ON
    assert "up to 2026-01-31" in refusal(bounded, "2026-02-01")
    assert "from 2026-01-31" in refusal(question("date", minimum=REFERENCE), "2026-01-30")


def test_ongoing_lies_outside_where_the_range_ended_before():
    over = question("date", ongoing=True, maximum=date(2025, 12, 31))
    assert "outside the plausible range" in refusal(over, "ongoing")
    assert "give the date on which it ended" in refusal(over, "ongoing")


# --- texts


@pytest.mark.parametrize("raw", ["", "EC-2026/14", "钛合金 \u202e", "[/] \x1b[31m"])
def test_a_text_is_kept_as_it_is(raw):
    assert value_of(question("text"), raw) == raw


@pytest.mark.parametrize("raw", [5, True, ["x"], b"x"])
def test_nothing_else_is_a_text(raw):
    assert "is not text" in refusal(question("text"), raw)


# --- series


def test_a_series_is_put_in_the_order_of_its_dates_and_keeps_it_within_a_day():
    rows = [
        {"date": "2025-06-01", "motor": 50},
        {"date": date(2025, 1, 1), "motor": 48, "grade": "steel", "seen": "2024"},
        {"date": "2025-06-01", "motor": 51},
    ]
    assert value_of(EXAMINATIONS, rows) == (
        Entry(
            date(2025, 1, 1),
            {
                "motor": Decimal(48),
                "grade": "steel",
                "seen": DateRange(date(2024, 1, 1), date(2024, 12, 31)),
            },
        ),
        Entry(date(2025, 6, 1), {"motor": Decimal(50)}),
        Entry(date(2025, 6, 1), {"motor": Decimal(51)}),
    )


def test_an_empty_series_says_that_there_were_none():
    assert value_of(EXAMINATIONS, []) == ()


def test_a_field_given_null_is_left_out():
    assert value_of(EXAMINATIONS, [{"date": "2025-06-01", "motor": None}]) == (
        Entry(date(2025, 6, 1), {}),
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"motor": 5}, "row 2: `date`: a row needs its date"),
        ({"date": None}, "row 2: `date`: a row needs its date"),
        ({"date": "2025-06"}, "row 2: `date`: `2025-06` is not a full date"),
        ({"date": "2026-02-01"}, "row 2: `date`: `2026-02-01` lies after the reference date"),
        ({"date": "1849-01-01"}, "row 2: `date`: `1849-01-01` is not between the years"),
        ({"date": "2025-06-01", "motor": 101}, "row 2: `motor`: `101` is outside"),
        ({"date": "2025-06-01", "motor": {"value": 5}}, "row 2: `motor`: a mapping is not"),
        ({"date": "2025-06-01", "moter": 5}, "did you mean `motor`?"),
        ({"date": "2025-06-01", 7: 5}, "row 2: there is no field `7`"),
        ({"date": "2025-06-01", "seen": "2027"}, "row 2: `seen`: `2027` lies after"),
        (["2025-06-01", 5], "row 2: a list is not a mapping of fields"),
        (None, "row 2: nothing is not a mapping of fields"),
    ],
)
def test_a_bad_entry_is_told_with_its_number_and_field(row, words):
    assert words in refusal(EXAMINATIONS, [{"date": "2025-01-01"}, row])


def test_every_bad_entry_is_told():
    rows = [{"date": "2025-06"}, {"date": "2025-01-01"}, {"date": "x", "motor": "y", "other": 1}]
    assert len(problems_of(EXAMINATIONS, rows)) == 4


@pytest.mark.parametrize("raw", ["2025-06-01", 5, {"x"}])
def test_a_series_is_a_list(raw):
    assert "is not a list of rows" in refusal(EXAMINATIONS, raw)


# --- whatever comes


def test_a_named_tuple_is_a_list_and_no_entry():
    row = namedtuple("row", ["date"])("2025-01-01")
    assert "is not a mapping of fields" in refusal(EXAMINATIONS, [row])


def test_an_object_that_cannot_be_shown_is_refused_like_any_other():
    class Hostile:
        def __repr__(self):
            raise RuntimeError

    assert "something of the type `Hostile` is not a number" in refusal(
        question("decimal"), Hostile()
    )


def test_a_long_value_is_cut_in_the_message():
    (problem,) = problems_of(GRADE, "x" * 1_000_000)
    assert problem.value == "x" * 1_000_000
    assert len(problem.message) < 120


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        (10**50, "a number of more than 40 digits is too long (give fewer digits)"),
        ("1e50 mmol/L", "beyond 1e-40 to 1e40 (look at its power of ten)"),
        (1e50, "beyond 1e-40 to 1e40 (look at its power of ten)"),
        (Decimal("1." + "1" * 45), "(give fewer digits)"),
    ],
)
def test_a_number_beyond_the_limits_is_told_what_is_too_much_of_it(raw, hint):
    assert refusal(GLUCOSE, raw).endswith(hint)


def test_a_yes_in_quotes_is_told_how_both_kinds_of_file_say_it():
    said = refusal(question("boolean"), "yes")
    hint = "(without quotes, give yes or no in YAML, true or false in JSON)"
    assert said.endswith(f"the text `yes` is neither yes nor no {hint}")


@pytest.mark.parametrize("raw", [1, "1", "maybe"])
def test_what_is_no_yes_in_quotes_is_not_told_to_lose_its_quotes(raw):
    said = refusal(question("boolean"), raw)
    hint = "(give yes or no in YAML, true or false in JSON)"
    assert said == f"`{raw}` is neither yes nor no {hint}"
