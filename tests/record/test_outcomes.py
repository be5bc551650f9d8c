"""What a screening led to, whose it is, and which one follows it: as the fold reads it."""

import pytest

from screener.record.candidates import same_code
from screener.record.errors import BadEvent, Conflict, StoreError
from screener.record.events import EventKind as K
from screener.record.expected import Expected
from screener.record.outcomes import CODES, Code
from screener.record.state import fold
from screener.record.store import Seen


@pytest.fixture
def happen(store, number, nurse):
    """Append events to the screening, and give its state."""

    def happen(*events):
        for kind, body in events:
            store.append(number, len(store.events(number)), kind, body, nurse)
        return fold(store.events(number))

    return happen


def test_an_outcome_says_what_it_was_when_why_and_by_whom(happen, nurse):
    state = happen((K.OUTCOME_RECORDED, {"outcome": "not_enrolled", "code": "lost"}))
    assert state.outcome.outcome == "not_enrolled"
    assert (state.outcome.closing.code, state.outcome.closing.person) == ("lost", nurse)


def test_another_outcome_keeps_the_one_before_and_says_why_that_was_wrong(happen):
    # record 2
    enrolled = {"outcome": "enrolled", "on": "2026-03-01"}
    wrong = {"outcome": None, "why": "of the other candidate"}
    state = happen((K.OUTCOME_RECORDED, enrolled), (K.OUTCOME_RECORDED, wrong))
    assert state.outcome is None
    assert [given.outcome for given in state.outcomes] == ["enrolled", None]
    assert state.outcomes[1].why == "of the other candidate"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"outcome": "cured"}, "no outcome"),
        ({"outcome": "enrolled"}, "has its day"),
        ({"outcome": "enrolled", "on": "2026-02-30"}, "its day is none"),
        ({"outcome": "enrolled", "on": "2026-03-01", "code": "lost"}, "no coded reason"),
        ({"outcome": "not_enrolled"}, "coded reason is none"),
        ({"outcome": "not_enrolled", "code": "no_reason"}, "coded reason is none"),
        ({"outcome": "not_enrolled", "code": "other"}, "other without words"),
        ({"outcome": "declined", "code": "risk", "on": "2026-03-01"}, "nothing else has one"),
        ({"outcome": None, "why": "a slip"}, "a first none"),
    ],
)
def test_an_outcome_that_cannot_be_is_named(happen, body, wrong):
    with pytest.raises(BadEvent, match=wrong):
        happen((K.OUTCOME_RECORDED, body))


def test_a_second_outcome_needs_why_the_first_was_wrong(happen):
    # record 3
    declined = {"outcome": "declined", "code": "risk"}
    with pytest.raises(BadEvent, match="why the one before it was wrong"):
        happen((K.OUTCOME_RECORDED, declined), (K.OUTCOME_RECORDED, declined))


def test_a_withdrawal_of_before_there_were_codes_keeps_its_words(happen):
    state = happen((K.WITHDRAWN, {"reason": "no time"}))
    assert (state.withdrawn.code, state.withdrawn.reason) == (None, "no time")


def test_a_withdrawal_has_one_of_its_codes(happen):
    with pytest.raises(BadEvent, match="coded reason"):
        happen((K.WITHDRAWN, {"code": "physician"}))


def test_other_can_be_said_of_all_and_comes_last():
    assert all(codes[-1] is Code.OTHER for codes in CODES.values())


def test_a_mistyped_code_stays_readable_beside_the_right_one(happen, nurse):
    # record 2
    body = {"from": "DL-017", "to": "DL-071", "reason": "digits swapped"}
    state = happen((K.CANDIDATE_CORRECTED, body))
    (mistyped,) = state.mistyped_codes
    assert (state.candidate, mistyped.code) == ("DL-071", "DL-017")
    assert (mistyped.corrected.reason, mistyped.corrected.person) == ("digits swapped", nurse)
    with pytest.raises(BadEvent, match="is not the candidate's"):
        happen((K.CANDIDATE_CORRECTED, body))


@pytest.mark.parametrize(
    ("one", "other"),
    [("DL-007", " dl-007"), ("DL 007", "DL  007"), ("ＤＬ-007", "DL-007"), ("É7", "E\u03017")],
)
def test_codes_that_only_typing_makes_different_are_the_same(one, other):
    assert same_code(one, other)


def test_codes_of_other_signs_are_not_the_same():
    assert not same_code("DL-007", "DL007")


def test_a_screening_that_follows_another_is_recorded_in_both(store, number, rules, nurse):
    again = store.new_screening(rules, "DL-017", nurse, "en", after=Seen(number, 1))
    assert fold(store.events(again)).earlier == number
    assert fold(store.events(number)).again == again


def test_two_people_cannot_both_screen_a_candidate_again(store, number, rules, nurse):
    store.new_screening(rules, "DL-017", nurse, "en", after=Seen(number, 1))
    with pytest.raises(Conflict):
        store.new_screening(rules, "DL-017", nurse, "en", after=Seen(number, 1))
    assert store.numbers() == ["S-0001", "S-0002"]


def test_a_code_that_came_into_use_since_somebody_looked_begins_nothing(store, rules, nurse):
    store.new_screening(rules, "DL-017", nurse, "en", expected=Expected(unused=True))
    with pytest.raises(StoreError, match="has just come into use"):
        store.new_screening(rules, "dl-017", nurse, "en", expected=Expected(unused=True))
    assert store.numbers() == ["S-0001"]


def test_a_similar_code_that_came_into_use_since_somebody_looked_begins_nothing(
    store, rules, nurse
):
    store.new_screening(rules, "DL-901", nurse, "en", expected=Expected(unused=True))
    with pytest.raises(StoreError, match="A similar code, DL-901, has just come into use"):
        store.new_screening(rules, "dl 901", nurse, "en", expected=Expected(unused=True))
    assert store.numbers() == ["S-0001"]


def test_a_similar_code_that_was_said_to_be_another_candidates_is_in_nobodys_way(
    store, rules, nurse
):
    store.new_screening(rules, "DL-901", nurse, "en", expected=Expected(unused=True))
    told = Expected(unused=True, known=("DL-901",))
    store.new_screening(rules, "dl 901", nurse, "en", expected=told)
    with pytest.raises(StoreError, match="dl-901 has just come into use"):
        store.new_screening(rules, "dl-901", nurse, "en", expected=told)
    with pytest.raises(StoreError, match="A similar code, dl 901, has just come into use"):
        store.new_screening(rules, "DL/901", nurse, "en", expected=told)
    assert store.numbers() == ["S-0001", "S-0002"]


def test_a_code_that_was_given_up_as_mistyped_is_free_and_the_right_one_is_not(
    store, number, rules, nurse
):
    body = {"from": "DL-017", "to": "DL-071", "reason": "digits swapped"}
    store.append(number, 1, K.CANDIDATE_CORRECTED, body, nurse)
    with pytest.raises(StoreError, match="has just come into use"):
        store.new_screening(rules, "DL-071", nurse, "en", expected=Expected(unused=True))
    assert (
        store.new_screening(rules, "DL-017", nurse, "en", expected=Expected(unused=True))
        == "S-0002"
    )
