"""Section 6 of the rule language: what counts as a number or a quantity, plausible or not."""

from decimal import Decimal
from enum import IntEnum
from fractions import Fraction

import pytest

from screener.protocol.answering.answer_checks import check_answer
from screener.protocol.answering.answer_data import answer_to_data
from screener.protocol.values import NumberRange
from tests.protocol.checking import ON, problems_of, question, refusal, value_of

GLUCOSE = question(
    "quantity", unit="mmol/L", units={"mmol/L": Decimal(1), "mg/dL": Decimal("0.0555")}
)


class Count(IntEnum):
    FIVE = 5


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
