"""The compiled function and the plain reading of the rules always agree."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.engine.compiler import compiled
from screener.engine.interpreter import interpret
from screener.engine.outline import outline
from screener.engine.portion import compiled_portion
from tests.engine.protocols import ON, cases, evaluate

_QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


def _agree(case) -> None:
    protocol, values = case
    rules = compiled(protocol)
    one, other = evaluate(rules, values, ON), interpret(rules.outline, values, ON)
    assert one.criteria == other.criteria
    assert one.leaves == other.leaves
    assert one.decision == other.decision
    for id, question in protocol.questions.items():
        if question.derive is not None:
            assert one.values.get(id) == other.values.get(id)


@settings(max_examples=50, suppress_health_check=_QUIET)
@given(cases())
def test_the_compiled_rules_agree_with_the_plain_reading(case) -> None:
    _agree(case)


@pytest.mark.slow
@settings(max_examples=800, suppress_health_check=_QUIET)
@given(cases())
def test_the_compiled_rules_agree_with_the_plain_reading_in_a_long_search(case) -> None:
    _agree(case)


_RANK = {None: 0, True: 1, False: 1}


@settings(max_examples=60, suppress_health_check=_QUIET)
@given(cases(), st.data())
def test_taking_answers_away_never_turns_a_criterion_round(case, data) -> None:
    protocol, values = case
    kept = data.draw(st.sets(st.sampled_from(sorted(values)))) if values else set()
    rules = compiled(protocol)
    everything = evaluate(rules, values, ON).criteria
    fewer = evaluate(rules, {id: values[id] for id in kept}, ON).criteria
    for less, more in zip(fewer, everything, strict=True):
        assert less is None or less is more


@settings(max_examples=50, suppress_health_check=_QUIET)
@given(cases())
def test_leaves_are_numbered_the_same_way_every_time(case) -> None:
    protocol, _ = case
    assert outline(protocol).leaves == outline(protocol).leaves
    assert compiled(protocol).outline.items == outline(protocol).items


@settings(max_examples=60, suppress_health_check=_QUIET)
@given(cases(), st.integers(0, 400))
def test_another_reference_date_is_read_alike(case, days: int) -> None:
    protocol, values = case
    on = ON + timedelta(days=days)
    rules = compiled(protocol)
    one = evaluate(rules, values, on)
    assert one.leaves == interpret(rules.outline, values, on).leaves


@settings(max_examples=50, suppress_health_check=_QUIET)
@given(cases())
def test_a_portion_alone_comes_out_as_it_does_in_the_whole(case) -> None:
    protocol, values = case
    whole = evaluate(compiled(protocol), values)
    rules = tuple(criterion.rule for criterion in protocol.criteria.values())
    for rule, truth in zip(rules, whole.criteria, strict=True):
        portion = compiled_portion(protocol, (rule,))
        own = {id: whole.values.get(id) for id in portion.outline.asked}
        assert portion.evaluate(own, ON).criteria[-1] is truth
