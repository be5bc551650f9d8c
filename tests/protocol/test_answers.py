"""Section 6 of the rule language: what counts as an answer, type by type, but for numbers."""

from collections import namedtuple
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, StrEnum

import pytest

from screener.protocol.conditions import REFERENCE
from screener.protocol.text import Text
from screener.protocol.values import DateRange, Entry, Ongoing
from tests.protocol.checking import ON, problems_of, question, refusal, value_of

NOON = datetime(2019, 5, 17, 12, tzinfo=UTC)
MATERIALS = {
    "titanium": Text({"en": "Titanium", "zh": "钛"}),
    "steel": Text({"en": "Stainless steel", "zh": "不锈钢"}),
    "other": Text.plain("Other"),
}
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


# --- booleans


@pytest.mark.parametrize("raw", [True, False])
def test_a_boolean_is_a_boolean(raw):
    assert value_of(question("boolean"), raw) is raw


@pytest.mark.parametrize("raw", [0, 1, 1.0, "yes", "true", "", Decimal(1), [], ON])
def test_nothing_else_is_a_boolean(raw):
    assert "neither yes nor no" in refusal(question("boolean"), raw)


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


def test_a_yes_in_quotes_is_told_how_both_kinds_of_file_say_it():
    said = refusal(question("boolean"), "yes")
    hint = "(without quotes, give yes or no in YAML, true or false in JSON)"
    assert said.endswith(f"the text `yes` is neither yes nor no {hint}")


@pytest.mark.parametrize("raw", [1, "1", "maybe"])
def test_what_is_no_yes_in_quotes_is_not_told_to_lose_its_quotes(raw):
    said = refusal(question("boolean"), raw)
    hint = "(give yes or no in YAML, true or false in JSON)"
    assert said == f"`{raw}` is neither yes nor no {hint}"
