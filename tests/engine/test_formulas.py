"""The clinical formulas, against values published or worked out apart from the program."""

from decimal import Decimal
from typing import Any

import pytest

from screener.engine.formulas import compute
from screener.protocol.derivations import Formula
from screener.protocol.values import NumberRange

D = Decimal


def _rounded(value, places: str) -> Decimal:
    assert isinstance(value, Decimal)
    return value.quantize(D(places))


def test_body_mass_index_is_weight_over_height_squared() -> None:
    assert _rounded(compute(Formula.BMI, {"weight": D(70), "height": D("1.75")}), "0.001") == D(
        "22.857"
    )


@pytest.mark.parametrize(
    ("creatinine", "age", "female", "egfr"),
    # 142 · min(Scr/κ,1)^α · max(Scr/κ,1)^-1.2 · 0.9938^age · 1.012, computed in binary floats.
    [("0.7", 40, True, 112.05), ("1.2", 50, False, 73.67), ("0.5", 30, True, 129.34)],
)
def test_egfr_follows_the_2021_equation(creatinine, age, female, egfr) -> None:
    inputs: dict[str, Any] = {"creatinine": D(creatinine), "age": D(age), "female": female}
    found = compute(Formula.EGFR_CKD_EPI_2021, inputs)
    kappa, alpha, factor = (0.7, -0.241, 1.012) if female else (0.9, -0.302, 1.0)
    relative = float(creatinine) / kappa
    expected = 142 * min(relative, 1) ** alpha * max(relative, 1) ** -1.2 * 0.9938**age * factor
    assert float(_rounded(found, "0.00001")) == pytest.approx(expected, abs=1e-4)
    assert float(_rounded(found, "0.01")) == pytest.approx(egfr, abs=0.6)


def test_creatinine_clearance_is_exact_where_it_can_be() -> None:
    inputs: dict[str, Any] = {"creatinine": D(1), "age": D(40), "weight": D(72), "female": True}
    assert compute(Formula.CREATININE_CLEARANCE_COCKCROFT_GAULT, inputs) == D(85)


def test_qtc_at_a_heart_rate_of_sixty_is_the_qt_itself() -> None:
    assert compute(Formula.QTC_FRIDERICIA, {"qt": D(400), "rr": D(1)}) == D(400)
    eighth = compute(Formula.QTC_FRIDERICIA, {"qt": D(400), "rr": D("0.125")})
    assert _rounded(eighth, "0.0000000001") == D(800)


def test_a_range_of_ages_gives_the_range_of_results() -> None:
    inputs: dict[str, Any] = {
        "creatinine": D(1),
        "age": NumberRange(D(40), D(41)),
        "weight": D(72),
        "female": False,
    }
    found = compute(Formula.CREATININE_CLEARANCE_COCKCROFT_GAULT, inputs)
    assert found == NumberRange(D(99), D(100))


@pytest.mark.parametrize("creatinine", [D(0), None, NumberRange(None, D(1), open_high=True)])
def test_nothing_comes_of_nothing(creatinine) -> None:
    inputs: dict[str, Any] = {
        "creatinine": creatinine,
        "age": D(40),
        "weight": D(72),
        "female": True,
    }
    assert compute(Formula.CREATININE_CLEARANCE_COCKCROFT_GAULT, inputs) is None
    assert compute(Formula.EGFR_CKD_EPI_2021, inputs) is None
