"""Section 7: the published formulas, computed here with 90 digits and rounded once."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

import pytest

from tests.contract.derived import BORN_2006, T, exactly, ranges, unknown
from tests.contract.rules import faults, truth, written

WIDE = Context(prec=90, rounding=ROUND_HALF_EVEN)
ROUNDED = Context(prec=28, rounding=ROUND_HALF_EVEN)


BODY = {
    "w": "type: quantity, unit: kg",
    "h": "type: quantity, unit: m, units: {cm: 0.01}",
    "cr": "type: quantity, unit: mg/dL, units: {umol/L: 0.01131221719457013574660633484}",
    "age": "type: quantity, unit: a",
    "f": "type: boolean",
    "qt": "type: quantity, unit: ms",
    "rr": "type: quantity, unit: s",
}
BMI = {**BODY, "x": "type: quantity, unit: kg/m2, derive: {bmi: {weight: w, height: h}}"}
EGFR = {
    **BODY,
    "x": 'type: quantity, unit: "mL/min/{1.73_m2}", '
    "derive: {egfr_ckd_epi_2021: {creatinine: cr, age: age, female: f}}",
}
CRCL = {
    **BODY,
    "x": "type: quantity, unit: mL/min, derive: {creatinine_clearance_cockcroft_gault: "
    "{creatinine: cr, age: age, female: f, weight: w}}",
}
QTC = {**BODY, "x": "type: quantity, unit: ms, derive: {qtc_fridericia: {qt: qt, rr: rr}}"}


def power(base, exponent):
    return WIDE.power(base, Decimal(exponent))


def egfr(creatinine, age, female):
    kappa, alpha = (Decimal("0.7"), "-0.241") if female else (Decimal("0.9"), "-0.302")
    ratio = WIDE.divide(Decimal(creatinine), kappa)
    value = WIDE.multiply(Decimal(142), power(min(ratio, Decimal(1)), alpha))
    value = WIDE.multiply(value, power(max(ratio, Decimal(1)), "-1.200"))
    value = WIDE.multiply(value, power(Decimal("0.9938"), age))
    return ROUNDED.plus(WIDE.multiply(value, Decimal("1.012")) if female else value)


def cockcroft_gault(creatinine, age, female, weight):
    value = (Decimal(140) - Decimal(age)) * Decimal(weight)
    value = WIDE.multiply(value, Decimal("0.85")) if female else value
    return ROUNDED.divide(value, 72 * Decimal(creatinine))


def fridericia(qt, rr):
    third = WIDE.divide(WIDE.ln(Decimal(rr)), Decimal(3))
    return ROUNDED.plus(WIDE.divide(Decimal(qt), WIDE.exp(third)))


@pytest.mark.parametrize(
    ("weight", "height"), [("70", "1.75"), ("81.3", "1.63"), ("55", "1.6"), ("0", "1.7")]
)
def test_bmi(weight, height):
    value = ROUNDED.divide(Decimal(weight), Decimal(height) * Decimal(height))
    assert exactly(BMI, "x", value, {"w": Decimal(weight), "h": Decimal(height)})
    assert exactly(BMI, "x", value, {"w": Decimal(weight), "h": f"{Decimal(height) * 100} cm"})


@pytest.mark.parametrize("female", [True, False])
@pytest.mark.parametrize("age", ["18", "50.5", "93"])
@pytest.mark.parametrize("creatinine", ["0.4", "0.7", "0.8", "0.9", "1", "2.37"])
def test_egfr_ckd_epi_2021(creatinine, age, female):
    answers = {"cr": Decimal(creatinine), "age": Decimal(age), "f": female}
    assert exactly(EGFR, "x", egfr(creatinine, age, female), answers)


def test_egfr_agrees_with_the_published_calculator():
    # National Kidney Foundation: 50 years, 1.0 mg/dL: a man 92, a woman 69 (to whole numbers).
    man = {"cr": 1, "age": 50, "f": False}
    assert truth(EGFR, "{x: {at_least: 91.5, below: 92.5}}", man) is T
    woman = {"cr": 1, "age": 50, "f": True}
    assert truth(EGFR, "{x: {at_least: 68.5, below: 69.5}}", woman) is T


@pytest.mark.parametrize("female", [True, False])
@pytest.mark.parametrize(
    ("creatinine", "age", "weight"), [("1.1", "64", "72.5"), ("0.7", "30", "50"), ("3", "145", "7")]
)
def test_creatinine_clearance_cockcroft_gault(creatinine, age, weight, female):
    answers = {"cr": Decimal(creatinine), "age": Decimal(age), "w": Decimal(weight), "f": female}
    assert exactly(CRCL, "x", cockcroft_gault(creatinine, age, female, weight), answers)


@pytest.mark.parametrize(
    ("qt", "rr"), [("400", "1"), ("380", "0.75"), ("410", "0.857"), ("0", "1")]
)
def test_qtc_fridericia(qt, rr):
    answers = {"qt": Decimal(qt), "rr": Decimal(rr)}
    assert exactly(QTC, "x", fridericia(qt, rr), answers)


def test_qtc_of_an_exact_cube_is_exact():
    assert exactly(QTC, "x", 800, {"qt": 400, "rr": Decimal("0.125")})
    assert exactly(QTC, "x", 500, {"qt": 400, "rr": Decimal("0.512")})
    assert truth(QTC, "{x: {at_most: 500}}", {"qt": 400, "rr": Decimal("0.512")}) is T


def test_a_formula_without_a_result_gives_no_value():
    assert unknown(BMI, "x", {"w": 70, "h": 0})
    assert unknown(BMI, "x", {"w": 70})
    assert unknown(BMI, "x", {"w": 70, "h": "<2"})
    for creatinine in (0, -1):
        answers = {"cr": creatinine, "age": 50, "f": True}
        assert unknown(EGFR, "x", answers)
    assert unknown(CRCL, "x", {"cr": 0, "age": 50, "f": True, "w": 60})
    assert unknown(EGFR, "x", {"cr": 1, "age": 50})
    assert unknown(QTC, "x", {"qt": 400, "rr": 0})
    assert unknown(QTC, "x", {"qt": 400, "rr": -1})


@pytest.mark.parametrize("huge", [Decimal("1e40"), Decimal("1e-40"), Decimal("-1e40")])
def test_a_formula_of_absurd_inputs_gives_a_value_or_none_and_never_fails(huge):
    ten = {"w": 70, "h": 2, "cr": 1, "age": 50, "f": True, "qt": 400, "rr": 1}
    for questions in (BMI, EGFR, CRCL, QTC):
        for name in ("w", "h", "cr", "age", "qt", "rr"):
            truth(questions, "{x: {at_least: 1}}", {**ten, name: huge})


def test_a_formula_over_a_range_of_ages():
    questions = {
        **{id: keys for id, keys in EGFR.items() if id != "age"},
        "born": "type: date",
        "age": "type: quantity, unit: a, derive: {age: born}",
    }
    low, high = egfr(1, 18, False), egfr(1, 17, False)
    assert ranges(questions, "x", low, high, {**BORN_2006, "cr": 1, "f": False})
    clearance = {
        **{id: keys for id, keys in CRCL.items() if id != "age"},
        "born": "type: date",
        "age": "type: quantity, unit: a, derive: {age: born}",
    }
    low, high = cockcroft_gault(1, 18, True, 50), cockcroft_gault(1, 17, True, 50)
    assert ranges(clearance, "x", low, high, {**BORN_2006, "cr": 1, "f": True, "w": 50})


@pytest.mark.parametrize(
    "questions",
    [
        {**BMI, "h": "type: quantity, unit: cm"},
        {**BMI, "w": "type: decimal"},
        {**EGFR, "age": "type: integer"},
        {**EGFR, "age": "type: quantity, unit: mo"},
        {**EGFR, "cr": "type: quantity, unit: umol/L"},
        {**EGFR, "f": "type: choice, options: {female: F, male: M}"},
        {**QTC, "rr": "type: quantity, unit: ms"},
        {**BMI, "x": "type: integer, derive: {bmi: {weight: w, height: h}}"},
        {**BMI, "x": "type: decimal, derive: {bmi: {weight: w}}"},
        {**BMI, "x": "type: decimal, derive: {bmi: {weight: w, height: h, age: age}}"},
        {**BMI, "x": "type: decimal, derive: {bmi: {weight: 70, height: h}}"},
    ],
)
def test_the_inputs_of_a_formula_have_the_units_it_is_published_in(questions):
    assert faults(written(questions, inclusion={"I1": "{x: {at_least: 1}}"}))
