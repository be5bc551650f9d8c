"""Which texts are UCUM codes, and which code is meant by those that are none."""

import pytest

from screener.protocol.loading.ucum import fault, respelt

CODES = """
% 1 10*12/L 10*3/uL 10*6/mm3 10*9/L 10^9/L 10*-6 /min /[HPF] /100{WBC} {score} {INR} {#}
g/dL mg/dL mg/g mg/mmol{creat} mmol/L umol/L mmol/mol mol/m3 ng/mL ng/mL{FEU} pg/mL pg fL
U/L kU/L [IU]/L m[IU]/mL u[IU]/mL k[IU]/L mIU/mL IU/L [arb'U]/mL [beth'U] [CFU]/mL ukat/L
meq/L mosm/kg mm[Hg] cm[H2O] [in_i'H2O] kPa Cel [degF] [lb_av] [in_i] [diop] [pH] deg %{HbA1c}
a mo wk d h min s ms mV s-1 m/s2 kg kg/m2 m cm mm cm2 mL mL/min mL/min/{1.73_m2} L/min/m2
kcal/(8.h) (mg/kg)/d mg/(kg.h) ug/(24.h) dyn.s/cm5 [wood'U] [MET].min/wk {pack}.a cGy J/cm2 cP
{cells}/uL {copies}/mL
"""


@pytest.mark.parametrize("code", CODES.split())
def test_the_units_of_laboratories_and_examinations_are_codes(code):
    assert fault(code) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        (" ", "is empty"),
        ("mg dL", "a space"),
        ("frobs", "`frobs` is no unit"),
        ("mmin", "`mmin` is no unit"),
        ("MMOL/L", "`MMOL` is no unit"),
        ("mg/frob", "`frob` is no unit"),
        ("[frob]", "`[frob]` is no unit"),
        ("mg//dL", "`/` where a unit is expected"),
        ("mg/", "ends where a unit is expected"),
        (".mg", "`.` where a unit is expected"),
        ("(mg/L", "does not close a bracket"),
        ("mg/L)", "closes a bracket that is not open"),
        ("()", "`)` where a unit is expected"),
        ("mg/{dL", "does not close `{`"),
        ("[Hg", "does not close `[`"),
        ("mg/L}", "`}`"),
        ("5mg", "lacks a dot or a slash before `mg`"),
        ("m2s", "lacks a dot or a slash before `s`"),
        ("mg{a}{b}", "lacks a dot or a slash before `{b}`"),
        ("m+", "lacks a dot or a slash before `+`"),
        ("kg/m\u00b2", "has `\u00b2` in it"),
        ("mg\u200b", "has U+200B in it"),
        ("mg!", "`mg!`"),
        ("m" * 201, "more than 200 characters"),
        ("(" * 150 + "m", "does not close a bracket"),
    ],
)
def test_what_is_wrong_with_a_code_is_said(text, why):
    assert why in (fault(text) or "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("years", "a"),
        ("mmHg", "mm[Hg]"),
        ("MMOL/L", "mmol/L"),
        ("mEq/L", "meq/L"),
        ("mcg/mL", "ug/mL"),
        ("\u00b5mol/L", "umol/L"),
        ("\u03bcmol/L", "umol/L"),
        ("kg/m\u00b2", "kg/m2"),
        ("kg/m^2", "kg/m2"),
        ("x10^9/L", "10^9/L"),
        ("\u00d710\u2079/L", None),
        ("10e9/L", "10*9/L"),
        ("\u00b0C", "Cel"),
        ("\u2103", "Cel"),
        ("mg per dL", "mg/dL"),
        ("mmol / L", "mmol/L"),
        ("mL/min/1.73m2", "mL/min/{1.73_m2}"),
        ("mL/min/1.73 m\u00b2", "mL/min/{1.73_m2}"),
        ("bpm", "/min"),
        ("points", "{score}"),
        ("mmol/L", None),
        ("frobs", None),
        ("mg dL !!", None),
        ("", None),
    ],
)
def test_the_code_meant_by_a_common_spelling_is_known(text, code):
    assert respelt(text) == code
