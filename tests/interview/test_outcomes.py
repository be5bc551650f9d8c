"""What the screening led to, and the candidate's code, as a sitting records them."""

from datetime import date, timedelta

import pytest

from screener.interview.refusals import Refused
from screener.interview.sitting import Sitting
from screener.record.errors import StoreError
from screener.record.events import EventKind
from screener.record.outcomes import Code, Outcome
from screener.record.store import Seen
from tests.interview.setting import DOCTOR, NURSE, REAL_RULES, RULES, answer_until, value

DAY = date(2026, 3, 2)


@pytest.fixture
def eligible(sit):
    sitting = sit(DOCTOR)
    answer_until(sitting, None)
    sitting.record_decision()
    return sitting


@pytest.fixture
def declined(sitting):
    sitting.give("consent", value(False))
    sitting.record_decision()
    return sitting


def test_whoever_is_eligible_is_enrolled_with_the_day_and_asked_nothing_more(
    eligible, store, clock, sit
):
    eligible.record_outcome(Outcome.ENROLLED, on=DAY)
    assert store.screenings()[0].stage == "enrolled"
    clock.advance(timedelta(days=60))
    later = sit(DOCTOR)
    assert later.result.stale
    assert later.upcoming() == ()
    assert store.screenings()[0].stage == "enrolled"


def test_nobody_is_enrolled_before_the_screening_was_begun_nor_on_a_day_to_come(eligible):
    before = "1 March 2026 is before the screening was begun, on 2 March 2026"
    with pytest.raises(Refused, match=before):
        eligible.record_outcome(Outcome.ENROLLED, on=date(2026, 3, 1))
    with pytest.raises(Refused, match="still to come"):
        eligible.record_outcome(Outcome.ENROLLED, on=date(2026, 3, 3))
    assert eligible.state.outcome is None
    eligible.record_outcome(Outcome.ENROLLED, on=DAY)
    assert [given.on for given in eligible.state.outcomes] == [DAY]


def test_nobody_is_enrolled_against_what_was_decided(declined):
    # record 13
    with pytest.raises(Refused, match="does not allow that outcome"):
        declined.record_outcome(Outcome.ENROLLED, on=DAY)


def test_nobody_is_enrolled_once_an_answer_has_changed_the_decision(eligible):
    # record 13
    eligible.give("consent", value(False), reason="the form is another candidate's")
    with pytest.raises(Refused, match="Record the decision anew"):
        eligible.record_outcome(Outcome.ENROLLED, on=DAY)


def test_an_enrolment_is_not_of_a_day_to_come(eligible):
    with pytest.raises(Refused, match="still to come"):
        eligible.record_outcome(Outcome.ENROLLED, on=DAY + timedelta(days=1))


def test_what_speaks_against_an_enrolment_later_is_what_the_list_shows(eligible, store):
    eligible.record_outcome(Outcome.ENROLLED, on=DAY)
    eligible.give("consent", value(False), reason="the form is another candidate's")
    assert store.screenings()[0].stage == "ineligible"


def test_an_outcome_other_than_an_enrolment_needs_its_coded_reason(eligible):
    with pytest.raises(Refused, match="none of the 7 there are"):
        eligible.record_outcome(Outcome.NOT_ENROLLED)
    with pytest.raises(Refused, match="needs its words"):
        eligible.record_outcome(Outcome.NOT_ENROLLED, code=Code.OTHER, words=" ")
    eligible.record_outcome(Outcome.NOT_ENROLLED, code=Code.OTHER, words="visa refused")
    assert eligible.state.outcome.closing.reason == "visa refused"


def test_a_refusal_of_consent_has_its_coded_reason(declined, store):
    declined.record_outcome(Outcome.DECLINED, code=Code.RISK)
    (summary,) = store.screenings()
    assert (summary.stage, summary.fails) == ("declined", ("I2",))


@pytest.fixture
def too_young(sitting):
    """Whoever has signed, and fails what has nothing to do with consent."""
    answer_until(sitting, "born")
    sitting.give("born", value("2015-05-17"))
    sitting.record_decision()
    return sitting


def test_a_screen_failure_who_consented_is_not_recorded_as_declined(too_young):
    with pytest.raises(Refused, match="not recorded as refused") as told:
        too_young.outcomes()
    assert "the candidate fails I1 (inclusion 1)." in str(told.value)
    assert "answer the question about that and record the decision anew" in str(told.value)
    with pytest.raises(Refused, match="not recorded as refused"):
        too_young.record_outcome(Outcome.DECLINED, code=Code.RISK)
    assert too_young.state.outcome is None
    too_young.give("consent", value(False), reason="the form is another candidate's")
    too_young.record_decision()
    assert too_young.outcomes() == (Outcome.DECLINED,)


def test_whoever_declines_after_having_signed_does_so_by_the_question_about_it(store):
    number = store.new_screening(REAL_RULES.read_bytes(), "DL-017", DOCTOR, "en")
    sitting = Sitting.open(store, number, DOCTOR, "en")
    sitting.give("consent", value("signed"))
    sitting.give("consent_date", value("2026-03-01"))
    sitting.give("ethics_approval", value("approved"))
    sitting.give("consciousness_disorder", value(True, "2026-03-01"))
    sitting.record_decision()
    with pytest.raises(Refused, match=r"the candidate fails E1 \(exclusion 1\)\."):
        sitting.outcomes()
    sitting.continue_after_failure()
    sitting.give("declines_after_signing", value(True))
    sitting.record_decision()
    assert sitting.outcomes() == (Outcome.DECLINED,)
    failed = "the candidate fails E1 (exclusion 1), E7 (exclusion 7)."
    assert f"Consent is recorded, of 1 March 2026; {failed}" in sitting.outcome_doubts()


def test_under_rules_without_consent_a_refusal_is_a_doubt(store):
    rules = """\
screener: 1
protocol: {id: P2, version: "1", title: A protocol without consent}
questions:
  adult: {type: boolean, ask: Adult?}
inclusion:
  - {id: I1, text: Adults, rule: {adult: yes}}
"""
    number = store.new_screening(rules.encode(), "DL-017", NURSE, "en")
    sitting = Sitting.open(store, number, NURSE, "en")
    sitting.give("adult", value(False))
    sitting.record_decision()
    assert sitting.outcomes() == (Outcome.DECLINED,)
    told = "No criterion of these rules rests on consent; the candidate fails I1."
    assert told in sitting.outcome_doubts()


def test_a_refusal_of_consent_that_is_recorded_so_is_no_doubt(declined):
    assert not any("the candidate fails" in doubt for doubt in declined.outcome_doubts())


def test_an_outcome_is_corrected_only_with_why_it_was_wrong(eligible):
    # record 3
    eligible.record_outcome(Outcome.ENROLLED, on=DAY)
    with pytest.raises(Refused, match="why the outcome before was wrong"):
        eligible.record_outcome(Outcome.NOT_ENROLLED, code=Code.LOST)
    eligible.record_outcome(Outcome.NOT_ENROLLED, code=Code.LOST, why="a slip")
    assert [given.outcome for given in eligible.state.outcomes] == ["enrolled", "not_enrolled"]


def test_whoever_has_an_outcome_withdraws_no_more_and_the_other_way_round(eligible, sit):
    eligible.record_outcome(Outcome.NOT_ENROLLED, code=Code.LOST)
    with pytest.raises(Refused, match="outcome is recorded already"):
        eligible.withdraw()
    eligible.take_back_outcome("a slip")
    eligible.withdraw()
    with pytest.raises(Refused, match="That is the outcome"):
        eligible.record_outcome(Outcome.NOT_ENROLLED, code=Code.LOST)


def test_a_copy_has_the_right_code_and_says_which_one_was_mistyped(declined):
    declined.correct_candidate("DL-071", "digits swapped")
    copy = declined.copy("text")
    assert "Candidate: DL-071" in copy
    assert "was mistyped, and corrected; it was: DL-017." in copy
    assert "because: digits swapped" in copy
    with pytest.raises(Refused, match="Say why the earlier code was wrong"):
        declined.correct_candidate("DL-072", " ")


@pytest.fixture
def pair(declined, store):
    """A screening and the one that follows it, of the same candidate."""
    seen = Seen(declined.number, declined.version)
    again = store.new_screening(RULES.encode(), "DL-017", NURSE, "en", after=seen)
    declined.refresh()
    return declined, Sitting.open(store, again, NURSE, "en")


def test_an_outcome_of_what_another_screening_follows_says_so_before_it_counts(pair):
    first, later = pair
    again = f"The candidate was screened again, in {later.number}."
    assert again in first.outcome_doubts()
    assert again not in later.outcome_doubts()


def test_by_line_it_is_said_before_a_withdrawal_is_corrected_that_another_one_follows(
    sitting, store, talk, state
):
    sitting.withdraw()
    talk("S-0001", "/resume a slip", "/withdraw", "yes", "")
    sitting.refresh()
    seen = Seen(sitting.number, sitting.version)
    store.new_screening(RULES.encode(), "DL-017", NURSE, "en", after=seen)
    told = "The candidate was screened again, in S-0002. Nothing more is asked here."
    said = talk("S-0001", "/resume a slip", "no", "/resume", "")
    assert said.index(told) < said.index("Correct the withdrawal all the same?")
    assert said.rindex(told) < said.index("Why was the withdrawal recorded by mistake?")
    assert state().withdrawn is not None
    talk("S-0001", "/resume a slip", "yes")
    assert state().withdrawn is None
    assert state().mistaken_withdrawals[-1].corrected.reason == "a slip"


def test_by_line_what_is_ended_says_still_that_the_candidate_was_screened_again(
    pair, talk, sitting
):
    again = "The candidate was screened again, in S-0002."
    assert f"{again} Nothing more is asked here." in talk(number="S-0001")
    first, _later = pair
    first.record_outcome(Outcome.DECLINED, code=Code.RISK)
    told = "The outcome is recorded: declined to take part."
    assert f"{told}\n{again}\n" in talk(number="S-0001")
    first.take_back_outcome("a slip")
    first.stop("tired")
    assert f"The interview was stopped.\n{again}\n" in talk(number="S-0001")


def test_a_code_is_corrected_in_the_screenings_that_follow_too_in_one_go(pair, store):
    first, later = pair
    later.stop("tired")
    seen = Seen(later.number, later.version)
    third = store.new_screening(RULES.encode(), "dl-017", NURSE, "en", after=seen)
    (said,) = first.corrected_with_it()
    assert said.endswith("follows this screening too: S-0002, S-0003.")
    first.correct_candidate("DL-071", "digits swapped")
    assert set(store.codes().values()) == {"DL-071"}
    for number, was in ((later.number, "DL-017"), (third, "dl-017")):
        event = store.events(number)[-1]
        assert event.kind is EventKind.CANDIDATE_CORRECTED
        assert event.body == {"from": was, "to": "DL-071", "reason": "digits swapped"}
        assert event.person == NURSE
    (last,) = [one for one in store.screenings_of("DL-071") if one.again is None]
    assert last.number == third


def test_where_a_code_cannot_be_corrected_in_both_it_is_corrected_in_neither(
    pair, store, monkeypatch
):
    first, later = pair
    before = store.events(first.number), store.events(later.number)

    def fails(*arguments):
        raise StoreError("The disk is full.", "Make room.")

    monkeypatch.setattr(first, "_followers", fails)
    with pytest.raises(StoreError, match="disk is full"):
        first.correct_candidate("DL-071", "digits swapped")
    assert (store.events(first.number), store.events(later.number)) == before


def test_a_screening_is_never_linked_to_one_of_another_candidate_by_a_correction(pair):
    _first, later = pair
    with pytest.raises(Refused, match="correct the code there: it is corrected here too") as told:
        later.correct_candidate("DL-071", "digits swapped")
    assert "stop this screening and begin one" in str(told.value)
    later.withdraw()
    with pytest.raises(Refused, match="begin a screening with the right code") as told:
        later.correct_candidate("DL-071", "digits swapped")
    assert "stop" not in str(told.value)


def test_a_stopped_screening_that_was_screened_again_is_not_taken_up(sitting, store):
    sitting.stop("tired")
    seen = Seen(sitting.number, sitting.version)
    store.new_screening(RULES.encode(), "DL-017", NURSE, "en", after=seen)
    sitting.refresh()
    with pytest.raises(Refused, match="was screened again, in S-0002"):
        sitting.resume()
