"""Section 7: derived values, exact or rounded once, and over ranges."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from tests.contract.derived import BORN_2006, F, T, U, exactly, ranges, unknown
from tests.contract.rules import faults, truth, written

NUMBERS = {"a": "type: decimal", "b": "type: decimal", "c": "type: decimal"}
DAYS = {
    "f": "type: date, future: yes, ongoing: yes",
    "u": "type: date, future: yes, ongoing: yes",
}


def d(text):
    return date.fromisoformat(text)


def derived(form, type_="decimal"):
    return {"x": f"type: {type_}, derive: {{{form}}}"}


# Completed units.


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2006-07-15", "2024-07-15", 18),
        ("2006-07-16", "2024-07-15", 17),
        ("2000-02-29", "2018-02-28", 18),
        ("2000-02-29", "2018-02-27", 17),
        ("2000-02-29", "2020-02-28", 19),
        ("2000-02-29", "2020-02-29", 20),
        ("2024-07-15", "2024-07-15", 0),
        ("2025-07-15", "2024-07-15", -1),
        ("2025-07-16", "2024-07-15", -2),
        ("2025-07-14", "2024-07-15", -1),
        ("2024-02-29", "2023-02-28", -1),
        ("2024-02-29", "2023-02-27", -2),
        ("2024-02-29", "2024-02-28", -1),
        ("1850-01-01", "2200-12-31", 350),
    ],
)
def test_age_is_completed_years_at_the_reference_date(born, on, age):
    for kind in ("integer", "quantity, unit: a"):
        questions = {**DAYS, **derived("age: f", kind)}
        assert exactly(questions, "x", age, {"f": born}, on=d(on))
    questions = {**DAYS, **derived("years: {from: f}", "integer")}
    assert exactly(questions, "x", age, {"f": born}, on=d(on))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2024-01-31", "2024-02-28", 0),
        ("2024-01-31", "2024-02-29", 1),
        ("2024-01-31", "2024-03-30", 1),
        ("2024-01-31", "2024-03-31", 2),
        ("2024-02-29", "2024-01-29", -1),
        ("2024-02-29", "2024-01-28", -2),
        ("2024-03-31", "2024-02-29", -1),
        ("2024-03-31", "2024-02-28", -2),
        ("2024-03-30", "2024-02-29", -1),
        ("2024-03-01", "2024-02-29", -1),
        ("2024-03-01", "2024-02-01", -1),
        ("2024-03-01", "2024-01-31", -2),
        ("2023-01-31", "2023-02-28", 1),
        ("2023-02-28", "2023-03-28", 1),
    ],
)
def test_completed_months_of_any_sign(start, end, months):
    for form in ("months: {from: f, until: u}", f"months: {{from: {start}, until: u}}"):
        questions = {**DAYS, **derived(form, "integer")}
        assert exactly(questions, "x", months, {"f": start, "u": end})
    questions = {**DAYS, **derived("months: {from: f}", "integer")}
    assert exactly(questions, "x", months, {"f": start}, on=d(end))
    questions = {**DAYS, **derived("months: {from: f, until: reference}", "integer")}
    assert exactly(questions, "x", months, {"f": start}, on=d(end))
    questions = derived("months: {from: reference, until: 2024-07-15}", "integer")
    assert exactly(questions, "x", 0, {})


def test_completed_weeks_and_days_of_any_sign():
    start = d("2024-02-20")
    for offset in range(-15, 40):
        questions = {**DAYS, **derived("weeks: {from: f, until: u}", "integer")}
        answers = {"f": start, "u": start + timedelta(days=offset)}
        assert exactly(questions, "x", offset // 7, answers)
        questions = {**DAYS, **derived("days: {from: f, until: u}", "integer")}
        assert exactly(questions, "x", offset, answers)


def test_completed_units_between_ranges_are_ranges():
    days = {**DAYS, **derived("days: {from: f, until: u}", "integer")}
    assert ranges(days, "x", 30, 90, {"f": "2020-01", "u": "2020-03"})
    assert ranges(days, "x", -30, 30, {"f": "2020-01", "u": "2020-01"})
    assert exactly(days, "x", 0, {"f": "2020-01-01/2020-01-01", "u": "2020-01-01"})
    years = {**DAYS, **derived("years: {from: f}", "integer")}
    assert ranges(years, "x", 17, 18, {"f": "2006"}, on=d("2024-06-01"))
    assert exactly(years, "x", 18, {"f": "2006"}, on=d("2024-12-31"))
    assert exactly(years, "x", 17, {"f": "2006"}, on=d("2023-12-31"))
    age = {**DAYS, **derived("age: f", "integer")}
    assert truth(age, "{x: {at_least: 18}}", {"f": "2006"}, on=d("2024-06-01")) is U
    assert truth(age, "{x: 16}", {"f": "2006"}, on=d("2024-06-01")) is F
    assert truth(age, "{x: 17}", {"f": "2006"}, on=d("2024-06-01")) is U
    assert truth(age, "{x: 18}", {"f": "2006-03"}, on=d("2024-06-01")) is T


def test_from_what_is_not_over_yet_nothing_is_derived():
    questions = {**DAYS, **derived("days: {from: f, until: u}", "integer")}
    assert unknown(questions, "x", {"f": "2020-01-01", "u": "ongoing"})
    assert unknown(questions, "x", {"f": "ongoing", "u": "2024-01-01"})
    assert unknown(questions, "x", {"f": "2020-01-01"})
    assert unknown(questions, "x", {"u": "2020-01-01"})


# Arithmetic.


@pytest.mark.parametrize(
    ("form", "answers", "value"),
    [
        ("sum: [a, b, c]", ("0.1", "0.2", "0.3"), "0.6"),
        ("sum: [a, 2.5]", ("1", "0", "0"), "3.5"),
        ("sum: [a]", ("7", "0", "0"), "7"),
        ("difference: [a, b]", ("1", "0.9", "0"), "0.1"),
        ("difference: [a, b]", ("1", "3", "0"), "-2"),
        ("difference: [10, b]", ("1", "3", "0"), "7"),
        ("product: [a, b, c]", ("1.1", "1.1", "-2"), "-2.42"),
        ("product: [a, 0.01]", ("5", "0", "0"), "0.05"),
        ("ratio: [a, b]", ("1", "8", "0"), "0.125"),
        ("ratio: [a, b]", ("1", "3", "0"), "0.3333333333333333333333333333"),
        ("ratio: [a, b]", ("2", "3", "0"), "0.6666666666666666666666666667"),
        ("ratio: [a, b]", ("-2", "3", "0"), "-0.6666666666666666666666666667"),
        ("ratio: [a, b]", ("200", "3", "0"), "66.66666666666666666666666667"),
        ("ratio: [a, b]", ("0", "3", "0"), "0"),
        ("ratio: [1, 7]", ("0", "3", "0"), "0.1428571428571428571428571429"),
        # Half to even: 28 digits, and a five after the last.
        ("ratio: [a, 2]", ("2.000000000000000000000000001", "0", "0"), "1"),
        ("ratio: [a, 2]", ("2.000000000000000000000000003", "0", "0"), f"1.{'0' * 26}2"),
        ("ratio: [a, 2]", ("0.2000000000000000000000000001", "0", "0"), "0.1"),
        ("ratio: [a, 2]", ("0.2000000000000000000000000003", "0", "0"), f"0.1{'0' * 26}2"),
    ],
)
def test_arithmetic_is_exact_but_for_quotients(form, answers, value):
    questions = {**NUMBERS, **derived(form)}
    given = dict(zip("abc", map(Decimal, answers), strict=True))
    assert exactly(questions, "x", value, given)


def test_sums_and_products_are_not_rounded_at_any_length():
    questions = {**NUMBERS, **derived("sum: [a, b]")}
    given = {"a": Decimal("1e40"), "b": Decimal("1e-40")}
    assert truth(questions, "{x: {above: 1e40}}", given) is T
    assert truth(questions, "{x: 1e40}", given) is F
    questions = {
        **NUMBERS,
        "square": "type: decimal, derive: {product: [a, a]}",
        "fourth": "type: decimal, derive: {product: [square, square]}",
        "less": "type: decimal, derive: {product: [a, a, a, a]}",
        "x": "type: decimal, derive: {difference: [fourth, less]}",
        "y": "type: decimal, derive: {difference: [x, b]}",
    }
    given = {"a": Decimal("1.234567890123456789012345678901234567891"), "b": Decimal("-1e-40")}
    assert truth(questions, "{x: 0}", given) is T
    assert truth(questions, "{y: 1e-40}", given) is T


def test_a_quotient_is_rounded_before_it_is_used_again():
    questions = {
        "third": "type: decimal, derive: {ratio: [1, 3]}",
        "x": "type: decimal, derive: {product: [third, 3]}",
    }
    assert exactly(questions, "x", "0.9999999999999999999999999999", {})
    assert truth(questions, "{x: 1}", {}) is F


def test_division_by_zero_gives_no_value():
    questions = {**NUMBERS, **derived("ratio: [a, b]")}
    assert unknown(questions, "x", {"a": 1, "b": 0})
    assert unknown(questions, "x", {"a": 0, "b": 0})
    assert unknown(questions, "x", {"a": 0, "b": Decimal("-0.0")})


def test_a_derived_value_is_unknown_where_an_input_is():
    for form in ("sum: [a, b]", "difference: [a, b]", "product: [a, b]", "ratio: [a, b]"):
        questions = {**NUMBERS, **derived(form)}
        assert unknown(questions, "x", {"a": 0})
        assert unknown(questions, "x", {"b": 1})
        assert unknown(questions, "x", {"a": 0, "b": {"missing": "pending"}})
        assert unknown(questions, "x", {"a": "<5", "b": 1})
        assert unknown(questions, "x", {"a": 1, "b": ">5"})
        assert unknown(questions, "x", {"a": 0, "b": ">5"})


AGES = {
    "born": "type: date",
    "age": "type: integer, derive: {age: born}",
    "k": "type: decimal",
}
YOUNG = {"born": "2023-06/2024-06"}  # from 0 to 1 year


@pytest.mark.parametrize(
    ("form", "k", "low", "high"),
    [
        ("sum: [age, k]", 3, 20, 21),
        ("sum: [age, age]", 3, 34, 36),
        ("difference: [k, age]", 3, -15, -14),
        ("difference: [age, k]", 3, 14, 15),
        ("product: [age, k]", -2, -36, -34),
        ("product: [age, k, k]", -2, 68, 72),
        ("ratio: [age, k]", 2, "8.5", 9),
        ("ratio: [age, k]", -2, -9, "-8.5"),
        ("ratio: [k, age]", 306, 17, 18),
        ("ratio: [k, age]", -306, -18, -17),
    ],
)
def test_arithmetic_over_ranges_gives_the_least_and_the_greatest_result(form, k, low, high):
    questions = {**AGES, **derived(form)}
    assert ranges(questions, "x", low, high, {**BORN_2006, "k": k})


def test_a_product_of_ranges_of_both_signs_takes_every_corner():
    questions = {
        **AGES,
        "e": "type: date, future: yes",
        "n": "type: integer, derive: {days: {from: e}}",
        "m": "type: integer, derive: {days: {from: born}}",
        "x": "type: integer, derive: {product: [n, m]}",
    }
    # n from -2 to 3, m from 5 to 7
    answers = {"e": "2024-07-12/2024-07-17", "born": "2024-07-08/2024-07-10"}
    assert ranges(questions, "n", -2, 3, answers)
    assert ranges(questions, "m", 5, 7, answers)
    assert ranges(questions, "x", -14, 21, answers)


def test_division_by_a_range_that_holds_zero_gives_no_value():
    questions = {**AGES, **derived("ratio: [k, age]")}
    assert unknown(questions, "x", {**YOUNG, "k": 1})
    assert unknown(questions, "x", {**YOUNG, "k": 0})


def test_nothing_is_rounded_at_the_ends_of_a_range_but_quotients():
    questions = {**AGES, **derived("ratio: [age, k]")}
    answers = {**BORN_2006, "k": 3}
    assert ranges(questions, "x", "5.666666666666666666666666667", 6, answers)


# Scores and cases.


def test_a_score_adds_the_points_of_what_is_yes():
    items = {"p": "type: boolean", "q": "type: boolean", "r": "type: boolean"}
    questions = {**items, **derived("score: {p: 1, q: 2.5, r: -4}")}
    points = (Decimal(1), Decimal("2.5"), Decimal(-4))
    for values in product((True, False), repeat=3):
        total = sum((n for n, yes in zip(points, values, strict=True) if yes), Decimal(0))
        assert exactly(questions, "x", total, dict(zip("pqr", values, strict=True)))
    assert unknown(questions, "x", {"p": True, "q": True})
    assert unknown(questions, "x", {"p": True, "q": True, "r": {"missing": "refused"}})


CASE = {
    "s": "type: boolean",
    "t": "type: boolean",
    "v": "type: decimal",
    "x": "type: decimal, derive: {case: [{when: {s: yes}, value: 1}, "
    "{when: {t: yes}, value: v}, {value: 3}]}",
}


def test_a_case_takes_the_first_when_that_is_true():
    assert exactly(CASE, "x", 1, {"s": True})
    assert exactly(CASE, "x", 1, {"s": True, "t": True, "v": 9})
    assert exactly(CASE, "x", 9, {"s": False, "t": True, "v": 9})
    assert exactly(CASE, "x", 3, {"s": False, "t": False})
    assert unknown(CASE, "x", {"t": True, "v": 9})
    assert unknown(CASE, "x", {"s": False, "v": 9})
    assert unknown(CASE, "x", {"s": False, "t": True})


def test_a_case_is_unknown_while_an_earlier_when_is_even_where_all_values_are_alike():
    questions = {"s": "type: boolean", **derived("case: [{when: {s: yes}, value: 1}, {value: 1}]")}
    assert unknown(questions, "x", {})
    assert exactly(questions, "x", 1, {"s": False})


def test_a_case_none_of_whose_whens_is_true_gives_no_value():
    questions = {
        "s": "type: boolean",
        **derived("case: [{when: {s: yes}, value: 1}, {when: {s: yes}, value: 2}]"),
    }
    assert unknown(questions, "x", {"s": False})


def test_in_a_case_only_the_chosen_value_ranges():
    questions = {
        **AGES,
        "s": "type: boolean",
        **derived("case: [{when: {s: yes}, value: 40}, {value: age}]"),
    }
    assert exactly(questions, "x", 40, {**BORN_2006, "s": True})
    assert ranges(questions, "x", 17, 18, {**BORN_2006, "s": False})
    questions = {**NUMBERS, "s": "type: boolean"}
    questions |= derived("case: [{when: {s: yes}, value: a}, {value: b}]")
    assert unknown(questions, "x", {"s": True, "a": "<5", "b": 1})
    assert exactly(questions, "x", 1, {"s": False, "a": "<5", "b": 1})


def test_a_limit_by_sex_bounds_a_test():
    questions = {
        "sex": "type: choice, options: {female: F, male: M}",
        "hb": "type: quantity, unit: g/L",
        "least": "type: quantity, unit: g/L, derive: {case: "
        "[{when: {sex: female}, value: 120}, {when: {sex: male}, value: 130}]}",
    }
    rule = "{hb: {at_least: {question: least}}}"
    assert truth(questions, rule, {"sex": "female", "hb": 125}) is T
    assert truth(questions, rule, {"sex": "male", "hb": 125}) is F
    assert truth(questions, rule, {"hb": 140}) is U


@pytest.mark.parametrize(
    "questions",
    [
        {**NUMBERS, **derived("ratio: [a, b]", "integer")},
        {**NUMBERS, **derived("sum: [a, 1]", "integer")},
        {**NUMBERS, **derived("sum: [a, 1]", "boolean")},
        {**NUMBERS, **derived("sum: [a, 1]", "text")},
        {**NUMBERS, **derived("sum: []")},
        {**NUMBERS, **derived("difference: [a]")},
        {**NUMBERS, **derived("difference: [a, b, c]")},
        {**NUMBERS, **derived("ratio: [a]")},
        {**NUMBERS, **derived("sum: [a, nobody]")},
        {**NUMBERS, **derived("case: [{value: 1}, {value: 2}]")},
        {**NUMBERS, **derived("case: []")},
        {**NUMBERS, **derived("score: {a: 1}")},
        {**NUMBERS, **derived("score: {}")},
        {"s": "type: boolean", **derived("score: {s: 0.5}", "integer")},
        {**NUMBERS, **derived("case: [{value: 1.5}]", "integer")},
        {"q": "type: quantity, unit: kg", "p": "type: quantity, unit: g", **derived("sum: [q, p]")},
        {
            "q": "type: quantity, unit: kg",
            "x": "type: quantity, unit: g, derive: {sum: [q, q]}",
        },
        {
            "q": "type: quantity, unit: kg",
            "x": "type: quantity, unit: g, derive: {case: [{value: q}]}",
        },
        {**DAYS, **derived("age: f", "quantity, unit: mo")},
        {**DAYS, **derived("age: f", "date")},
        {**NUMBERS, **derived("age: a", "integer")},
        {**DAYS, **derived("days: {until: f}", "integer")},
        {**DAYS, **derived("days: {from: 2024-01}", "integer")},
        {**NUMBERS, **derived("sum: [a, b], product: [a, b]")},
        {**NUMBERS, **derived("bmi: {weight: a, height: b}")},
        {"x": "type: decimal, valid_for: 1 day, derive: {sum: [1, 2]}"},
    ],
)
def test_a_derivation_that_does_not_fit_is_an_error(questions):
    assert faults(written(questions, inclusion={"I1": "{x: {at_least: 1}}"}))
