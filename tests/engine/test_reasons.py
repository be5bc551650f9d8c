"""`because` is the union of the minimal sets of answers that give the same status."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings

from screener.engine.compiler import compiled
from screener.engine.monotone import answer, depends_on, threshold
from screener.engine.reasons import Reasons
from screener.engine.truths import Truths
from tests.engine.formulas import formulas, holds
from tests.engine.protocols import ON, as_reasons_see_it, cases, evaluate

_QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


def _minimal_sets(rules, values, place, truth, on):
    """Try every set of answers, small ones first."""
    found: list[frozenset[str]] = []
    for size in range(len(values) + 1):
        for kept in map(frozenset, combinations(values, size)):
            if any(smaller <= kept for smaller in found):
                continue
            if evaluate(rules, {id: values[id] for id in kept}, on).criteria[place] is truth:
                found.append(kept)
    return found


def _check(case) -> None:
    protocol, values = case
    rules = compiled(protocol)
    evaluation = evaluate(rules, values, ON)
    truths = Truths(rules, evaluation)
    reasons = Reasons(rules, evaluation, truths, ON)
    judged, counted = as_reasons_see_it(protocol, values)
    applying = {id: values[id] for id in counted}
    for place, id in enumerate(protocol.criteria):
        truth = evaluation.criteria[place]
        because = reasons.because(id)
        if truth is None:
            assert because == ()
            continue
        minimal = _minimal_sets(compiled(judged), applying, place, truth, ON)
        assert set(because) == frozenset().union(*minimal)
        assert list(because) == [one for one in protocol.questions if one in because]


@settings(max_examples=50, suppress_health_check=_QUIET)
@given(cases())
def test_because_is_the_union_of_all_minimal_sets(case) -> None:
    _check(case)


@pytest.mark.slow
@settings(max_examples=400, suppress_health_check=_QUIET)
@given(cases())
def test_because_is_the_union_of_all_minimal_sets_in_a_long_search(case) -> None:
    _check(case)


@settings(max_examples=250)
@given(formulas())
def test_a_formula_depends_on_the_answers_that_can_make_a_difference(formula) -> None:
    for place in range(5):
        bit = 1 << place
        matters = any(
            holds(formula, others | bit) != holds(formula, others & ~bit) for others in range(32)
        )
        assert bool(depends_on(formula) & bit) is matters


def test_a_criterion_of_thousands_of_answers_is_explained() -> None:
    shared = answer(0)
    both = [threshold(2, [shared, answer(place)]) for place in range(1, 3000)]
    assert depends_on(threshold(1, both)).bit_count() == 3000
    assert depends_on(threshold(len(both), both)).bit_count() == 3000
