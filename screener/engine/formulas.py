"""The named clinical formulas, each with its published source.

Inputs have the units that the rule language shows; results are rounded once, half to even, to 28
significant digits. None where a formula is not defined for its inputs.
"""

from collections.abc import Mapping, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from screener.engine.arithmetic import (
    ROUNDED,
    Operation,
    closed,
    divide,
    holds_zero,
    multiply,
    over_ranges,
    subtract,
)
from screener.protocol.derivations import Formula
from screener.protocol.values import Number

#: Working digits, well over the 50 that the language asks for.
_WORKING = Context(
    prec=80,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
_D = Decimal


def _bmi(numbers: Sequence[Decimal]) -> Decimal:
    """Body mass index, kg/m²: weight over height squared.

    Source: Keys A et al. Indices of relative weight and obesity. J Chronic Dis 1972;25:329-343.
    """
    weight, height = numbers
    return divide(weight, multiply(height, height))


def _egfr_ckd_epi_2021(female: bool) -> Operation:
    """Estimated GFR, mL/min/1.73 m², from creatinine in mg/dL and age in years.

    142 · min(Scr/κ, 1)^α · max(Scr/κ, 1)^-1.200 · 0.9938^age · 1.012 [if female]; κ is 0.7 and α
    -0.241 for women, 0.9 and -0.302 for men.

    Source: Inker LA et al. New creatinine- and cystatin C-based equations to estimate GFR without
    race. N Engl J Med 2021;385:1737-1749.
    """
    kappa, alpha, factor = (
        (_D("0.7"), _D("-0.241"), _D("1.012")) if female else (_D("0.9"), _D("-0.302"), _D(1))
    )

    def compute(numbers: Sequence[Decimal]) -> Decimal:
        creatinine, age = numbers
        power, times = _WORKING.power, _WORKING.multiply
        relative = _WORKING.divide(creatinine, kappa)
        low = power(min(relative, _D(1)), alpha)
        high = power(max(relative, _D(1)), _D("-1.200"))
        ageing = power(_D("0.9938"), age)
        return ROUNDED.plus(
            times(times(times(times(_D(142), low), high), ageing), factor),
        )

    return compute


def _cockcroft_gault(female: bool) -> Operation:
    """Creatinine clearance, mL/min, from creatinine in mg/dL, age in years and weight in kg.

    (140 - age) · weight / (72 · creatinine), times 0.85 for women.

    Source: Cockcroft DW, Gault MH. Prediction of creatinine clearance from serum creatinine.
    Nephron 1976;16:31-41.
    """
    factor = _D("0.85") if female else _D(1)

    def compute(numbers: Sequence[Decimal]) -> Decimal:
        creatinine, age, weight = numbers
        above = multiply(multiply(subtract(_D(140), age), weight), factor)
        return divide(above, multiply(_D(72), creatinine))

    return compute


def _qtc_fridericia(numbers: Sequence[Decimal]) -> Decimal:
    """QT interval corrected for heart rate, ms: QT in ms over the cube root of RR in s.

    Source: Fridericia LS. Die Systolendauer im Elektrokardiogramm bei normalen Menschen und bei
    Herzkranken. Acta Med Scand 1920;53:469-486.
    """
    qt, rr = numbers
    root = _WORKING.power(rr, _WORKING.divide(_D(1), _D(3)))
    return ROUNDED.plus(_WORKING.divide(qt, root))


#: The number inputs of each formula, in the order its function takes them.
_NUMBERS = {
    Formula.BMI: ("weight", "height"),
    Formula.EGFR_CKD_EPI_2021: ("creatinine", "age"),
    Formula.CREATININE_CLEARANCE_COCKCROFT_GAULT: ("creatinine", "age", "weight"),
    Formula.QTC_FRIDERICIA: ("qt", "rr"),
}
#: The input a formula divides by: a range across zero would have no least or greatest result.
_DIVISOR = {
    Formula.BMI: "height",
    Formula.EGFR_CKD_EPI_2021: "creatinine",
    Formula.CREATININE_CLEARANCE_COCKCROFT_GAULT: "creatinine",
    Formula.QTC_FRIDERICIA: "rr",
}


def compute(formula: Formula, inputs: Mapping[str, Number | bool | None]) -> Number | None:
    """Compute a formula from its named inputs, which may be ranges; unknown where one is."""
    numbers = {name: _number(inputs[name]) for name in _NUMBERS[formula]}
    divisor = numbers[_DIVISOR[formula]]
    if divisor is None or holds_zero(divisor):
        return None
    female = inputs.get("female", False)
    if female is None:
        return None
    return over_ranges(_operation(formula, female is True), list(numbers.values()))


def _number(value: Number | bool | None) -> Number | None:
    assert not isinstance(value, bool)
    return closed(value)


def _operation(formula: Formula, female: bool) -> Operation:
    match formula:
        case Formula.BMI:
            return _bmi
        case Formula.EGFR_CKD_EPI_2021:
            return _egfr_ckd_epi_2021(female)
        case Formula.CREATININE_CLEARANCE_COCKCROFT_GAULT:
            return _cockcroft_gault(female)
        case Formula.QTC_FRIDERICIA:
            return _qtc_fridericia
