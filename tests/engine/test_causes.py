"""Irreducible causes: every minimal set of answers that decides a criterion, or the case."""

from itertools import combinations, islice
from math import comb

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.engine.decide import decide, decide_checked
from screener.engine.minimal_sets import MinimalSets
from screener.engine.monotone import ALWAYS, NEVER, answer, conjunction, disjunction, threshold
from screener.protocol.answers import Answer
from tests.contract.rules import protocol
from tests.engine.formulas import formulas, holds
from tests.engine.protocols import ON, as_reasons_see_it, cases

_QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


# The sets of one formula.


def _in_order(sets, places):
    """Smaller ones first, then by the first answer on which two differ."""
    return sorted(sets, key=lambda one: (len(one), [at not in one for at in range(places)]))


def _minimal(formula, places):
    found: list[frozenset[int]] = []
    for size in range(places + 1):
        for kept in map(frozenset, combinations(range(places), size)):
            if not any(smaller <= kept for smaller in found) and holds(
                formula, sum(1 << at for at in kept)
            ):
                found.append(kept)
    return _in_order(found, places)


def _places(answers):
    return frozenset(at for at in range(answers.bit_length()) if answers >> at & 1)


@settings(max_examples=250)
@given(formulas(answers=6, leaves=16), st.integers(0, 63))
def test_the_minimal_sets_of_a_formula_are_all_found_counted_and_in_order(formula, taken) -> None:
    expected = _minimal(formula, 6)
    sets = MinimalSets(formula)
    assert list(map(_places, sets.smallest_first())) == expected
    assert sets.count == len(expected)
    assert _places(sets.in_some) == frozenset().union(*expected)
    assert _places(sets.in_all) == (frozenset.intersection(*expected) if expected else set())
    assert sets.any_without(taken) is any(not one & _places(taken) for one in expected)


def test_what_needs_no_answer_has_the_empty_set_alone_and_what_is_never_true_none():
    always, never = MinimalSets(ALWAYS), MinimalSets(NEVER)
    assert (always.count, list(always.smallest_first())) == (1, [0])
    assert (never.count, list(never.smallest_first()), never.in_all) == (0, [], 0)


def test_more_sets_than_anybody_could_list_are_counted_and_the_first_few_told():
    half = MinimalSets(threshold(20, map(answer, range(40))))
    assert half.count == comb(40, 20)
    first, second = islice(half.smallest_first(), 2)
    assert _places(first) == set(range(20))
    assert _places(second) == {*range(19), 20}


def test_parts_that_share_no_answers_multiply_and_those_that_stand_apart_add_up():
    threes = [disjunction(map(answer, range(at, at + 3))) for at in range(0, 180, 3)]
    assert MinimalSets(conjunction(threes)).count == 3**60
    pairs = [conjunction(map(answer, (at, more + at))) for more in (50, 100) for at in range(50)]
    assert MinimalSets(disjunction(pairs)).count == 100
    # The same two by two the other way round: an answer, or the two that stand beside it.
    either = [disjunction(map(answer, (at, more + at))) for more in (50, 100) for at in range(50)]
    assert MinimalSets(conjunction(either)).count == 2**50


def test_a_criterion_of_thousands_of_answers_has_its_sets_told():
    both = [threshold(2, [answer(0), answer(place)]) for place in range(1, 3000)]
    some, every = MinimalSets(disjunction(both)), MinimalSets(conjunction(both))
    assert (some.count, some.in_all) == (2999, 1)
    assert [_places(one) for one in islice(some.smallest_first(), 2)] == [{0, 1}, {0, 2}]
    assert [len(_places(one)) for one in every.smallest_first()] == [3000]


# The causes of a criterion, and of the case.


def _smallest(enough):
    """Leave out the sets that include a smaller one; they come with small ones first."""
    found: list[tuple[str, ...]] = []
    for kept in enough:
        if not any(set(smaller) <= set(kept) for smaller in found):
            found.append(kept)
    return found


def _check(case) -> None:
    """Try every set of answers, small ones first, and of one size in the file's order."""
    protocol, values = case
    answers = {id: Answer(values[id]) for id in protocol.questions if id in values}
    result = decide_checked(protocol, answers, ON)
    judged, applying = as_reasons_see_it(protocol, values)
    counted = [id for id in answers if id in applying]
    came_to = {
        kept: decide_checked(judged, {id: answers[id] for id in kept}, ON)
        for size in range(len(counted) + 1)
        for kept in combinations(counted, size)
    }
    for id, found in result.criteria.items():
        same = [kept for kept, one in came_to.items() if one.criteria[id].status is found.status]
        _agree(found.causes, [] if found.status == "open" else _smallest(same), found.because)
    same = [kept for kept, one in came_to.items() if one.decision is result.decision]
    _agree(result.causes, [] if result.decision == "undetermined" else _smallest(same))


def _agree(causes, expected, because=None):
    assert list(causes.smallest(len(expected) + 1)) == expected
    assert causes.count == len(expected)
    assert set(causes.in_some) == set().union(*expected)
    assert set(causes.in_all) == (set.intersection(*map(set, expected)) if expected else set())
    if because is not None:
        assert causes.in_some == because
    for taken in (causes.in_all, causes.in_some[:1], causes.in_some[1:]):
        assert causes.enough_without(taken) is any(not set(taken) & set(one) for one in expected)


@settings(max_examples=40, suppress_health_check=_QUIET)
@given(cases())
def test_the_causes_are_all_minimal_sets_of_answers_that_decide_the_same(case) -> None:
    _check(case)


@pytest.mark.slow
@settings(max_examples=400, suppress_health_check=_QUIET)
@given(cases())
def test_the_causes_are_all_minimal_sets_of_answers_in_a_long_search(case) -> None:
    _check(case)


FIVE = dict.fromkeys("abcde", "type: boolean")


def _decided(answers, **lists):
    return decide(protocol(FIVE, **lists), answers, ON)


def test_of_two_failed_criteria_either_is_enough_and_each_has_causes_of_its_own():
    result = _decided(
        dict.fromkeys("abcde", True),
        exclusion={"E1": "{any: [{a: yes}, {b: yes}]}", "E2": "{all: [{c: yes}, {d: yes}]}"},
    )
    assert result.criteria["E1"].causes.smallest(9) == (("a",), ("b",))
    assert result.criteria["E2"].causes.smallest(9) == (("c", "d"),)
    assert result.causes.smallest(9) == (("a",), ("b",), ("c", "d"))
    assert result.causes.in_all == ()


def test_what_one_failed_criterion_needs_is_not_told_again_with_more_by_another():
    result = _decided(
        dict.fromkeys("abcde", True),
        exclusion={"E1": "{a: yes}", "E2": "{all: [{a: yes}, {b: yes}]}"},
    )
    assert result.criteria["E2"].causes.smallest(9) == (("a", "b"),)
    assert result.causes.smallest(9) == (("a",),)


def test_an_eligible_case_needs_all_criteria_together():
    result = _decided(
        dict.fromkeys("abcde", True),
        inclusion={"I1": "{any: [{a: yes}, {b: yes}]}", "I2": "{any: [{a: yes}, {c: yes}]}"},
    )
    assert result.decision == "eligible"
    assert result.causes.smallest(9) == (("a",), ("b", "c"))
    assert result.causes.smallest(1) == (("a",),)
    assert result.causes.enough_without("a")
    assert not result.causes.enough_without("ab")


def test_an_open_criterion_and_an_undetermined_case_have_no_cause():
    result = _decided({"a": True}, inclusion={"I1": "{a: yes}", "I2": "{b: yes}"})
    assert (result.causes.count, result.causes.smallest(9), result.causes.in_all) == (0, (), ())
    assert result.criteria["I1"].causes.smallest(9) == (("a",),)
    assert result.criteria["I2"].causes.count == 0


def test_causes_that_are_asked_for_again_are_not_worked_out_again():
    result = _decided({"a": True}, inclusion={"I1": "{a: yes}"})
    assert result.causes is result.causes
    assert result.criteria["I1"].causes is result.criteria["I1"].causes
