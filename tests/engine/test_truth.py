"""Kleene's logic, in parts; tests/contract/test_conditions.py has it whole."""

import pytest

from screener.engine.truth import at_least, every


@pytest.mark.parametrize(
    ("least", "values", "expected"),
    [
        (1, [True, None, False], True),
        (2, [True, None, False], None),
        (3, [True, None, False], False),
        (2, [True, True, None], True),
        (3, [None, None, None], None),
        (1, [False, False], False),
    ],
)
def test_at_least_counts_what_is_true_and_what_may_be(least, values, expected) -> None:
    assert at_least(least, values) is expected


def test_a_gate_that_is_not_known_hides_all_but_false() -> None:
    assert every([None, True]) is None
    assert every([None, False]) is False
    assert every([False, None]) is False
    assert every([True, True]) is True
