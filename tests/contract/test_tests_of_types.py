"""Section 3: every test of every type, on values and on ranges (section 4)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.contract.rules import ON, faults, truth, written

T, F, U = True, False, None

BOOLEAN = {"q": "type: boolean"}
CHOICE = {"q": "type: choice, options: {g1: a, g2: b, g3: c}"}
GRADE = {"q": "type: choice, ordered: yes, options: {g1: a, g2: b, g3: c}"}
SET = {"q": "type: choices, options: {a: A, b: B, c: C}"}
NUMBER = {"q": "type: decimal"}
WHOLE = {"q": "type: integer"}
TWO = {"q": "type: decimal", "b": "type: decimal"}
QUANTITY = {"q": "type: quantity, unit: mmol/L, units: {mg/dL: 0.0555}"}
DATE = {"q": "type: date, future: yes, ongoing: yes"}
DATES = {**DATE, "b": "type: date, future: yes, ongoing: yes"}


def refuses(questions, rule):
    return bool(faults(written(questions, inclusion={"I1": rule})))


@pytest.mark.parametrize(
    ("test", "answer", "expected"),
    [
        ("yes", True, T),
        ("yes", False, F),
        ("no", True, F),
        ("no", False, T),
        ("true", True, T),
        ("TRUE", True, T),
        ("No", False, T),
        ("FALSE", True, F),
        ("yEs", True, T),
    ],
)
def test_a_boolean_is_tested_for_yes_or_no(test, answer, expected):
    assert truth(BOOLEAN, f"{{q: {test}}}", {"q": answer}) is expected
    assert truth(BOOLEAN, f"{{q: {test}}}") is U


@pytest.mark.parametrize("test", ['"yes"', "on", "y", "1", "{not: yes}", "[yes]", "~", "'no'"])
def test_a_boolean_takes_no_other_test(test):
    assert refuses(BOOLEAN, f"{{q: {test}}}")


@pytest.mark.parametrize(
    ("test", "answer", "expected"),
    [
        ("g1", "g1", T),
        ("g1", "g2", F),
        ("[g1, g3]", "g3", T),
        ("[g1, g3]", "g2", F),
        ("{not: g1}", "g2", T),
        ("{not: g1}", "g1", F),
        ("{not: [g1, g2]}", "g3", T),
        ("{not: [g1, g2]}", "g2", F),
        ("[g2]", "g2", T),
    ],
)
def test_a_choice_is_tested_for_options(test, answer, expected):
    for questions in (CHOICE, GRADE):
        assert truth(questions, f"{{q: {test}}}", {"q": answer}) is expected
        assert truth(questions, f"{{q: {test}}}") is U


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("{at_least: g1}", (T, T, T)),
        ("{at_least: g2}", (F, T, T)),
        ("{at_most: g2}", (T, T, F)),
        ("{above: g2}", (F, F, T)),
        ("{above: g3}", (F, F, F)),
        ("{below: g2}", (T, F, F)),
        ("{below: g1}", (F, F, F)),
        ("{above: g1, below: g3}", (F, T, F)),
        ("{at_least: g2, at_most: g2}", (F, T, F)),
        ("{at_least: g3, at_most: g1}", (F, F, F)),
    ],
)
def test_an_ordered_choice_compares_in_the_order_of_its_options(test, expected):
    for option, truth_of_it in zip(("g1", "g2", "g3"), expected, strict=True):
        assert truth(GRADE, f"{{q: {test}}}", {"q": option}) is truth_of_it
    assert truth(GRADE, f"{{q: {test}}}") is U


@pytest.mark.parametrize(
    ("questions", "rule"),
    [
        (CHOICE, "{q: {at_least: g2}}"),
        (CHOICE, "{q: g4}"),
        (CHOICE, "{q: {not: g1, at_least: g2}}"),
        (GRADE, "{q: {not: g1, at_least: g2}}"),
        (GRADE, "{q: {at_least: [g1]}}"),
        (CHOICE, "{q: []}"),
        (CHOICE, "{q: {not: []}}"),
        (CHOICE, "{q: {}}"),
        (SET, "{q: a}"),
        (SET, "{q: [a]}"),
        (SET, "{q: {any_of: []}}"),
        (SET, "{q: {all_of: a}}"),
        (SET, "{q: {}}"),
        (NUMBER, '{q: "5"}'),
        (NUMBER, '{q: {at_least: "5"}}'),
        (NUMBER, '{q: {at_least: "5 kg"}}'),
        (QUANTITY, '{q: "5.55 mmol/L"}'),
        (QUANTITY, '{q: {at_least: "5 g"}}'),
        (QUANTITY, '{q: {at_least: "5"}}'),
        (QUANTITY, '{q: {at_least: "<5"}}'),
        (NUMBER, "{q: yes}"),
        (NUMBER, "{q: {at_least: {question: q}}}"),
        (NUMBER, "{q: {at_least: {question: q, times: 2}}}"),
        (NUMBER, "{q: {at_least: {times: 2}}}"),
        (NUMBER, "{q: {before: 5}}"),
        (DATE, "{q: 2024-01-01}"),
        (DATE, "{q: {before: 2024-01}}"),
        (DATE, "{q: {before: {question: q}}}"),
        (DATE, "{q: {ago: {at_least: 1 month, until: q}}}"),
        (DATE, "{q: {ago: {until: b}}}"),
        (DATE, "{q: {ago: {}}}"),
        (DATE, "{q: {ago: {at_least: 1 moon}}}"),
        (DATE, "{q: {ago: {at_least: 1.5 years}}}"),
        (DATE, "{q: {before: {question: other}}}"),
        ({"q": "type: text"}, "{q: a}"),
        ({"q": "type: text"}, "{q: {not: a}}"),
        (QUANTITY | {"b": "type: decimal"}, "{q: {at_least: {question: b}}}"),
        (QUANTITY | {"b": "type: quantity, unit: kg"}, "{q: {at_least: {question: b}}}"),
        (NUMBER | {"b": "type: quantity, unit: kg"}, "{q: {at_least: {question: b}}}"),
        (NUMBER | {"b": "type: boolean"}, "{q: {at_least: {question: b}}}"),
        (DATE | {"b": "type: decimal"}, "{q: {before: {question: b}}}"),
    ],
)
def test_a_test_that_its_question_does_not_have_is_an_error(questions, rule):
    assert refuses(questions, rule)


@pytest.mark.parametrize(
    ("test", "answer", "expected"),
    [
        ("{any_of: [a, b]}", ["a"], T),
        ("{any_of: [a, b]}", ["c"], F),
        ("{any_of: [a, b]}", [], F),
        ("{all_of: [a, b]}", ["b", "a"], T),
        ("{all_of: [a, b]}", ["a", "c"], F),
        ("{all_of: [a, b]}", [], F),
        ("{none_of: [a, b]}", ["c"], T),
        ("{none_of: [a, b]}", ["c", "b"], F),
        ("{none_of: [a, b]}", [], T),
        ("{any_of: [a], none_of: [c]}", ["a", "b"], T),
        ("{any_of: [a], none_of: [c]}", ["a", "c"], F),
        ("{any_of: [a], all_of: [b], none_of: [c]}", ["a", "b"], T),
        ("{any_of: [a], all_of: [b], none_of: [c]}", ["a"], F),
    ],
)
def test_a_set_is_tested_for_its_members(test, answer, expected):
    assert truth(SET, f"{{q: {test}}}", {"q": answer}) is expected
    assert truth(SET, f"{{q: {test}}}") is U


OPERATORS = ("at_least", "above", "at_most", "below")


@pytest.mark.parametrize(
    ("value", "expected"),
    # at_least 5, above 5, at_most 5, below 5, equal to 5
    [
        (4, (F, F, T, T, F)),
        (5, (T, F, T, F, T)),
        (6, (T, T, F, F, F)),
        ("<5", (F, F, T, T, F)),
        (">5", (T, T, F, F, F)),
        ("<6", (U, U, U, U, U)),
        (">4", (U, U, U, U, U)),
        ("<4", (F, F, T, T, F)),
        (">6", (T, T, F, F, F)),
    ],
)
def test_a_number_or_a_limit_is_compared(value, expected):
    for questions in (NUMBER, WHOLE):
        for operator, truth_of_it in zip(OPERATORS, expected, strict=False):
            assert truth(questions, f"{{q: {{{operator}: 5}}}}", {"q": value}) is truth_of_it
        assert truth(questions, "{q: 5}", {"q": value}) is expected[4]


def test_a_limit_on_an_integer_stands_for_every_number_beyond_it():
    assert truth(WHOLE, "{q: {at_most: 4}}", {"q": "<5"}) is U
    assert truth(WHOLE, "{q: {below: 5}}", {"q": "<5"}) is T
    assert truth(WHOLE, "{q: {at_least: 6}}", {"q": ">5"}) is U


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    # at_least, above, at_most, below
    [
        ("<3", ">3", (F, F, T, T)),
        ("<3", ">2", (U, U, U, U)),
        ("<3", ">4", (F, F, T, T)),
        ("<3", "<3", (U, U, U, U)),
        (">3", "<3", (T, T, F, F)),
        (">3", "<4", (U, U, U, U)),
        ("<3", 3, (F, F, T, T)),
        (3, "<3", (T, T, F, F)),
        (3, ">3", (F, F, T, T)),
        (">3", 3, (T, T, F, F)),
        (3, "<4", (U, U, U, U)),
    ],
)
def test_each_operand_of_a_comparison_ranges_on_its_own(one, other, expected):
    for operator, truth_of_it in zip(OPERATORS, expected, strict=True):
        rule = f"{{q: {{{operator}: {{question: b}}}}}}"
        assert truth(TWO, rule, {"q": one, "b": other}) is truth_of_it
        assert truth(TWO, rule, {"q": one}) is U
        assert truth(TWO, rule, {"b": other}) is U


@pytest.mark.parametrize(
    ("times", "value", "bound", "expected"),
    [
        ("3", 6, 2, (T, F, T, F)),
        ("3", 6, "<2", (T, T, F, F)),
        ("2.5", 5, ">2", (F, F, T, T)),
        ("0.1", "0.3", 3, (T, F, T, F)),
        ("-1", -5, ">5", (T, T, F, F)),
        ("-1", -5, "<5", (F, F, T, T)),
        ("-2", -4, 2, (T, F, T, F)),
        ("1e-3", "0.002", 2, (T, F, T, F)),
    ],
)
def test_a_bound_may_be_a_multiple_of_an_answer(times, value, bound, expected):
    for operator, truth_of_it in zip(OPERATORS, expected, strict=True):
        rule = f"{{q: {{{operator}: {{question: b, times: {times}}}}}}}"
        assert truth(TWO, rule, {"q": Decimal(value), "b": bound}) is truth_of_it


def test_a_test_of_several_operators_judges_each_by_itself():
    assert truth(NUMBER, "{q: {at_least: 3, below: 3}}", {"q": "<5"}) is U
    assert truth(NUMBER, "{q: {at_least: 3, above: 10}}", {"q": "<5"}) is F
    assert truth(NUMBER, "{q: {at_least: 3, at_most: 10}}", {"q": ">3"}) is U
    dates = "{q: {on_or_after: 2024-01-10, before: 2024-01-10}}"
    assert truth(DATE, dates, {"q": "2024-01"}) is U


def test_a_condition_of_several_questions_needs_every_test():
    questions = BOOLEAN | {"b": "type: integer"}
    assert truth(questions, "{q: yes, b: {above: 1}}", {"q": True, "b": 2}) is T
    assert truth(questions, "{q: yes, b: {above: 1}}", {"q": True}) is U
    assert truth(questions, "{q: yes, b: {above: 1}}", {"b": 1}) is F


def test_a_quantity_is_exact_in_its_canonical_unit():
    assert truth(QUANTITY, "{q: {at_most: 5.55}}", {"q": "100 mg/dL"}) is T
    assert truth(QUANTITY, "{q: 5.55}", {"q": "100 mg/dL"}) is T
    assert truth(QUANTITY, '{q: {at_least: "100 mg/dL"}}', {"q": 5.55}) is T
    assert truth(QUANTITY, '{q: {above: "100 mg/dL"}}', {"q": 5.55}) is F
    assert truth(QUANTITY, '{q: {above: "100 mg/dL"}}', {"q": "5.55 mmol/L"}) is F
    assert truth(QUANTITY, '{q: {at_most: "5.55 mmol/L"}}', {"q": "100 mg/dL"}) is T
    assert truth(QUANTITY, "{q: {below: 5.55}}", {"q": "<100 mg/dL"}) is T
    assert truth(QUANTITY, "{q: {above: 55.5}}", {"q": ">1000 mg/dL"}) is T
    assert truth(QUANTITY, "{q: {at_most: 5.55}}", {"q": "<100.0000000000000001 mg/dL"}) is U
    long = "0.0555" + "0" * 30 + "1"
    exact = {"q": f"type: quantity, unit: mmol/L, units: {{mg/dL: {long}}}"}
    assert truth(exact, "{q: {at_most: 5.55}}", {"q": "100 mg/dL"}) is F


def test_forty_digits_are_converted_without_rounding():
    forty = "0.1234567890123456789012345678901234567891"
    product = f"type: quantity, unit: mmol/L, derive: {{product: [{forty}, 0.0555]}}"
    questions = {
        **QUANTITY,
        "exact": product,
        "d": "type: quantity, unit: mmol/L, derive: {difference: [q, exact]}",
    }
    assert truth(questions, "{d: 0}", {"q": f"{forty} mg/dL"}) is T
    assert truth(QUANTITY, f'{{q: {{at_most: "{forty} mg/dL"}}}}', {"q": f"{forty} mg/dL"}) is T
    assert truth(QUANTITY, f'{{q: {{below: "{forty} mg/dL"}}}}', {"q": f"<{forty} mg/dL"}) is T


def test_numbers_are_decimals_and_never_binary_floats():
    assert truth(NUMBER, "{q: 0.1}", {"q": 0.1}) is T
    assert truth(NUMBER, "{q: 0.3}", {"q": 0.1 + 0.2}) is F
    assert truth(NUMBER, "{q: 0.30000000000000004}", {"q": 0.1 + 0.2}) is T
    assert truth(NUMBER, "{q: 1e3}", {"q": 1000}) is T
    assert truth(NUMBER, "{q: .5}", {"q": Decimal("0.50")}) is T
    assert truth(NUMBER, "{q: +5}", {"q": 5}) is T
    assert truth(NUMBER, "{q: 010}", {"q": 10}) is T
    assert truth(NUMBER, "{q: -0}", {"q": 0}) is T
    thirty = "1.00000000000000000000000000000000000001"
    assert truth(NUMBER, f"{{q: {{at_least: {thirty}}}}}", {"q": 1}) is F
    assert truth(NUMBER, "{q: {above: 1}}", {"q": Decimal(thirty)}) is T


@pytest.mark.parametrize(
    "number", ["0x10", "1_000", "0o17", "1:30", "NaN", ".inf", "1e41", "1e-41", "1" * 41, "1,5"]
)
def test_a_number_in_a_rule_is_decimal_digits_within_limits(number):
    assert refuses(NUMBER, f"{{q: {{at_least: {number if ',' not in number else '[1,5]'}}}}}")


DATE_OPERATORS = ("before", "on_or_before", "after", "on_or_after")


@pytest.mark.parametrize(
    ("answer", "bound", "expected"),
    # before, on_or_before, after, on_or_after
    [
        ("2024-05-10", "2024-05-11", (T, T, F, F)),
        ("2024-05-10", "2024-05-10", (F, T, F, T)),
        ("2024-05-10", "2024-05-09", (F, F, T, T)),
        ("2024-05", "2024-06-01", (T, T, F, F)),
        ("2024-05", "2024-05-31", (U, T, F, U)),
        ("2024-05", "2024-05-15", (U, U, U, U)),
        ("2024-05", "2024-05-01", (F, U, U, T)),
        ("2024-05", "2024-04-30", (F, F, T, T)),
        ("2024", "2024-12-31", (U, T, F, U)),
        ("2024", "2025-01-01", (T, T, F, F)),
        ("2024-02", "2024-02-29", (U, T, F, U)),
        ("2023-02", "2023-03-01", (T, T, F, F)),
        ("2023-12/2024-01-10", "2023-12-01", (F, U, U, T)),
        ("2023-12/2024-01-10", "2024-01-10", (U, T, F, U)),
        ("2023-12/2024-01-10", "2024-01-11", (T, T, F, F)),
        ("2023/2024", "2024-12-31", (U, T, F, U)),
        ("2024-05-10/2024-05-10", "2024-05-10", (F, T, F, T)),
        ("ongoing", "reference", (F, U, U, T)),
        ("ongoing", "2024-07-14", (F, F, T, T)),
        ("ongoing", "2024-07-15", (F, U, U, T)),
        ("ongoing", "2024-07-16", (U, U, U, U)),
        ("ongoing", "2200-12-31", (U, U, U, U)),
        ("2024-07-15", "reference", (F, T, F, T)),
        ("2024-07", "reference", (U, U, U, U)),
    ],
)
def test_a_date_or_a_range_of_days_is_compared(answer, bound, expected):
    for operator, truth_of_it in zip(DATE_OPERATORS, expected, strict=True):
        assert truth(DATE, f"{{q: {{{operator}: {bound}}}}}", {"q": answer}) is truth_of_it
        assert truth(DATE, f"{{q: {{{operator}: {bound}}}}}") is U


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2024-05", "2024-06", (T, T, F, F)),
        ("2024-05", "2024-05", (U, U, U, U)),
        ("2024-05", "2024-05-31/2024-06", (U, T, F, U)),
        ("2024-06", "2024-05/2024-06-01", (F, U, U, T)),
        ("2024-05-31", "2024-05", (F, U, U, T)),
        ("2024-05-01", "2024-05", (U, T, F, U)),
        ("ongoing", "ongoing", (U, U, U, U)),
        ("ongoing", "2024-07-15", (F, U, U, T)),
        ("2024-07-15", "ongoing", (U, T, F, U)),
        ("2024-06", "ongoing", (T, T, F, F)),
    ],
)
def test_two_dates_range_each_on_its_own(one, other, expected):
    for operator, truth_of_it in zip(DATE_OPERATORS, expected, strict=True):
        rule = f"{{q: {{{operator}: {{question: b}}}}}}"
        assert truth(DATES, rule, {"q": one, "b": other}) is truth_of_it
        assert truth(DATES, rule, {"q": one}) is U
        assert truth(DATES, rule, {"b": other}) is U


AGO = ("above", "at_least", "at_most", "below")


def d(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "duration", "meets"),
    # `meets` is the day on which d + n is reached
    [
        ("2020-02-29", "1 year", "2021-02-28"),
        ("2020-02-29", "4 years", "2024-02-29"),
        ("2020-02-29", "48 months", "2024-02-29"),
        ("2023-02-28", "1 year", "2024-02-28"),
        ("2024-08-31", "6 months", "2025-02-28"),
        ("2023-08-31", "6 months", "2024-02-29"),
        ("2023-08-30", "6 months", "2024-02-29"),
        ("2023-08-29", "6 months", "2024-02-29"),
        ("2023-08-28", "6 months", "2024-02-28"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2024-01-31", "3 months", "2024-04-30"),
        ("2023-12-31", "2 months", "2024-02-29"),
        ("2024-02-29", "2 weeks", "2024-03-14"),
        ("2024-02-20", "10 days", "2024-03-01"),
        ("2024-02-20", "P14D", "2024-03-05"),
        ("2024-02-20", "P2W", "2024-03-05"),
        ("2020-08-31", "P1Y6M", "2022-02-28"),
        ("2024-01-31", "P1M1D", "2024-03-01"),
        ("2024-01-30", "1 day", "2024-01-31"),
        ("2024-01-30", "1 week", "2024-02-06"),
        ("2024-01-30", "0 days", "2024-01-30"),
        ("2023-03-15", "1 months", "2023-04-15"),
        ("2023-03-15", "2 year", "2025-03-15"),
    ],
)
def test_ago_holds_from_the_day_that_the_duration_reaches(day, duration, meets):
    for offset, expected in ((-1, (F, F, T, T)), (0, (F, T, T, F)), (1, (T, T, F, F))):
        on = d(meets) + timedelta(days=offset)
        for operator, truth_of_it in zip(AGO, expected, strict=True):
            rule = f"{{q: {{ago: {{{operator}: {duration}}}}}}}"
            assert truth(DATE, rule, {"q": day}, on=on) is truth_of_it, (operator, on)
            until = f"{{q: {{ago: {{{operator}: {duration}, until: b}}}}}}"
            assert truth(DATES, until, {"q": day, "b": on}) is truth_of_it


def test_ago_without_the_answer_or_its_end_is_unknown():
    rule = "{q: {ago: {at_least: 1 day, until: b}}}"
    assert truth(DATES, rule, {"q": "2024-01-01"}) is U
    assert truth(DATES, rule, {"b": "2024-01-01"}) is U
    assert truth(DATES, rule, {"q": "2024-01-01", "b": {"missing": "unknown"}}) is U


@pytest.mark.parametrize(
    ("answer", "on", "expected"),
    # above, at_least, at_most, below of 6 months
    [
        ("2024-01", "2024-07-31", (U, T, U, F)),
        ("2024-01", "2024-08-01", (T, T, F, F)),
        ("2024-01", "2024-07-15", (U, U, U, U)),
        ("2024-01", "2024-07-01", (F, U, T, U)),
        ("2024-01", "2024-06-30", (F, F, T, T)),
        ("ongoing", "2024-07-15", (F, F, T, T)),
    ],
)
def test_ago_of_a_range_of_days(answer, on, expected):
    for operator, truth_of_it in zip(AGO, expected, strict=True):
        rule = f"{{q: {{ago: {{{operator}: 6 months}}}}}}"
        assert truth(DATE, rule, {"q": answer}, on=d(on)) is truth_of_it, operator


def test_ago_of_something_not_over_yet():
    for operator, expected in zip(AGO, (F, U, T, U), strict=True):
        assert truth(DATE, f"{{q: {{ago: {{{operator}: 0 days}}}}}}", {"q": "ongoing"}) is expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-06-15", "ongoing", (U, T, U, F)),
        ("2024-06-14", "ongoing", (T, T, F, F)),
        ("2024-07-01", "ongoing", (U, U, U, U)),
        ("2024-01-01", "2024-02", (U, T, U, F)),
        ("2024-01", "2024-02", (U, U, U, U)),
        ("2024-01", "2024-03", (T, T, F, F)),
        ("2024-01", "2024-02-29/2024-03", (U, T, U, F)),
        ("2024-01-31", "2024-02", (F, U, T, U)),
        ("2024-02", "2024-01", (F, F, T, T)),
        ("2024-01", "2024-04", (T, T, F, F)),
    ],
)
def test_ago_until_a_range_of_days(start, end, expected):
    for operator, truth_of_it in zip(AGO, expected, strict=True):
        rule = f"{{q: {{ago: {{{operator}: 1 month, until: b}}}}}}"
        assert truth(DATES, rule, {"q": start, "b": end}) is truth_of_it, operator


def test_a_day_to_come_is_less_than_any_time_ago():
    assert truth(DATE, "{q: {ago: {at_most: 1 day}}}", {"q": "2024-07-20"}) is T
    assert truth(DATE, "{q: {ago: {at_least: 0 days}}}", {"q": "2024-07-20"}) is F


def test_a_time_ago_beyond_any_calendar_is_never_reached():
    for duration in ("9999 years", "999999 days", "99999 months", "P9999Y"):
        assert truth(DATE, f"{{q: {{ago: {{at_least: {duration}}}}}}}", {"q": "2000-01-01"}) is F
        assert truth(DATE, f"{{q: {{ago: {{at_most: {duration}}}}}}}", {"q": "2000-01"}) is T


def test_dates_may_be_given_as_date_objects():
    assert truth(DATE, "{q: {before: 2024-05-11}}", {"q": date(2024, 5, 10)}) is T
    assert date(2024, 7, 15) == ON
