"""A candidate screened again: earlier answers are offered, and what has changed is said."""

from datetime import timedelta

import pytest

from screener.interview.compared import since_earlier
from screener.interview.refusals import Refused
from screener.interview.rescreening import followed, for_training, in_use, similar
from screener.interview.sitting import Given, Sitting
from screener.record.decision import decision_body, replay
from screener.record.errors import BadEvent, StoreError
from screener.record.events import EventKind
from screener.record.expected import Expected
from screener.record.state import fold
from screener.record.store import Seen
from tests.interview.setting import (
    DOCTOR,
    NURSE,
    RULES,
    answer_consent,
    answer_until,
    missing,
    said_since,
    value,
)
from tests.people import approved


@pytest.fixture
def failed(sitting):
    """A screen failure: born in 1980, male, glucose too high; source: the chart."""
    answer_until(sitting, "born")
    sitting.give("born", value("1980-05-17", source={"kind": "chart", "reference": "K-1"}))
    sitting.give("sex", value("male", observed_on="2026-02-01"))
    sitting.give("glucose", value("9 mmol/L", "2026-02-20"))
    sitting.record_decision()
    return sitting


def test_consent_is_asked_anew_and_counts_for_nothing_before(failed, again):
    later = again(failed)
    assert later.current() == "consent"
    assert later.offered("consent") is None
    assert later.offered("form") is None
    assert later.state.answers == {}
    assert later.progress() == (0, 6)


def test_what_never_changes_is_offered_with_its_date_and_source_and_counts_once_confirmed(
    failed, again, store
):
    # record 9
    later = answer_consent(again(failed))
    offer = later.offered("born")
    assert later.standing.answers.keys() == {"consent", "form"}
    event = later.give("born", offer.given("en"))
    assert event.kind is EventKind.ANSWERED
    assert event.body["answer"] == {
        "value": "1980-05-17",
        "source": {"kind": "chart", "reference": "K-1"},
    }
    assert event.body["taken_over"] == {
        "screening": "S-0001",
        "event": failed.state.current("born").version,
        "on": "2026-03-02",
        "by": "Ana Nurse",
        "source": {"kind": "chart", "reference": "K-1"},
    }
    assert later.state.current("born").taken_over == event.body["taken_over"]
    assert later.result.criteria["I1"].status == "pass"
    assert later.offered("born") is None


def test_what_was_observed_then_keeps_its_day_and_takes_no_source_of_now(failed, again):
    later = answer_consent(again(failed))
    later.set_source("relative")
    later.give("sex", later.offered("sex").given("en"))
    entry = later.state.current("sex")
    assert entry.answer == {"value": "male", "observed_on": "2026-02-01"}
    assert entry.taken_over["observed_on"] == "2026-02-01"


def test_what_can_change_or_counts_for_a_time_only_is_asked_anew(failed, again):
    later = answer_consent(again(failed))
    assert later.offered("glucose") is None
    assert later.offered("visits") is None


def test_no_other_answer_can_pass_for_one_of_the_earlier_screening(failed, again):
    later = answer_consent(again(failed))
    given = later.offered("born").given("en")
    forged = type(given)({**given.raw, "value": "1990-01-01"}, None, "en", given.taken_over)
    with pytest.raises(Refused, match="is another one"):
        later.give("born", forged)
    other = type(given)(given.raw, None, "en", {**given.taken_over, "event": 2})
    with pytest.raises(Refused, match="No such answer"):
        later.give("born", other)
    assert later.state.current("born") is None


def test_an_earlier_answer_that_was_wrong_or_missing_is_not_offered(sitting, again):
    answer_until(sitting, "born")
    sitting.give("born", value("1980-05-17"))
    sitting.undo()
    sitting.stop("tired")
    later = answer_consent(again(sitting))
    assert later.offered("born") is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ask: Born when?", "ask: On which day was the candidate born?"),
        (
            "{type: date, section: body, ask: Born",
            "{type: date, changes: can, section: body, ask: Born",
        ),
        ("ask: Born when?", "ask: Born when?, min: 1990-01-01"),
        ("born: {type: date,", "born: {type: date, answered_by: investigator,"),
    ],
)
def test_another_question_of_that_name_or_one_it_does_not_fit_is_asked_anew(
    failed, again, old, new
):
    assert old in RULES
    later = answer_consent(again(failed, RULES.replace(old, new)))
    assert later.offered("born") is None
    assert later.offered("sex") is not None


def test_an_answer_taken_over_twice_still_names_where_it_was_first_given(failed, again):
    second = answer_consent(again(failed))
    second.give("born", second.offered("born").given("en"))
    second.stop("tired")
    third = answer_consent(again(second))
    assert third.offered("born").taken_over["screening"] == "S-0001"
    # The second screening never came to that question: the first one's answer is offered.
    assert third.offered("sex").taken_over["screening"] == "S-0001"


ENDS = {
    "stopped": lambda sitting: sitting.stop("tired"),
    "withdrawn": lambda sitting: sitting.withdraw(),
    "closed": lambda sitting: sitting.close_undetermined("no sample left"),
    "left": lambda sitting: None,
}


@pytest.mark.parametrize("end", ENDS)
def test_what_ended_without_a_decision_is_looked_at_as_of_the_day_on_which_it_did(
    sit, again, clock, end
):
    sitting = sit(DOCTOR)
    if end == "closed":
        answer_until(sitting, "visits")
        sitting.give("visits", missing("not_done"))
    answer_until(sitting)
    ENDS[end](sitting)
    clock.advance(timedelta(days=30))
    later = answer_consent(again(sit(DOCTOR)))
    told = said_since(later)
    assert "Since S-0001, looked at as of 2 March 2026:" in told
    # By the day on which the candidate was screened again, the glucose was too old.
    assert "I3 (inclusion 3): passes then, open now" in told


def test_a_withdrawal_corrected_later_does_not_move_the_day_on_which_it_ended(
    sitting, again, store
):
    answer_until(sitting, "suitable")
    sitting.withdraw()
    later = answer_consent(again(sitting))
    Sitting.open(store, "S-0001", NURSE, "en").correct_withdrawal("the other candidate's")
    assert "Since S-0001, looked at as of 2 March 2026:" in said_since(later)


def test_what_differs_is_said_by_rules_criteria_and_answers(failed, again):
    newer = RULES.replace('version: "2"', 'version: "3"').replace("below: 7}", "below: 6}")
    newer = newer.replace(
        "  - {id: E3,", "  - {id: E9, text: Smokers, rule: {sex: male}}\n  - {id: E3,"
    )
    later = answer_consent(again(failed, newer))
    later.give("born", later.offered("born").given("en"))
    later.give("sex", value("female"))
    told = said_since(later)
    assert "Since S-0001, looked at as of 2 March 2026:" in told
    assert "Rules: version 2 then, version 3 now" in told
    others = "its words, its rule or a question behind it are others now"
    assert f"I3 (inclusion 3): {others}" in told
    assert "E9: only now" in told
    assert "I3 (inclusion 3): fails then, open now" in told
    assert "Which form?: 2.0 then, 3.0 now" in told
    assert "Sex?: Male then, Female now" in told
    assert not any("Born when?" in line for line in told)
    assert "1 question that was answered then has no answer yet." in told


def test_under_the_same_rules_and_answers_nothing_is_said_to_differ(failed, again):
    later = again(failed)
    later.give("consent", value(True))
    later.give("form", value("2.0"))
    told = said_since(later)
    assert "Rules: the same, version 2" in told
    assert "No answer differs." in told


def test_a_criterion_of_which_only_a_question_is_another_is_not_said_to_have_other_words(
    failed, again
):
    newer = RULES.replace('version: "2"', 'version: "3"').replace("ask: Born when?", "ask: Born?")
    told = said_since(again(failed, newer))
    assert "I1 (inclusion 1): its words, its rule or a question behind it are others now" in told


def test_a_screening_that_follows_none_says_only_that(sitting):
    """One for training may do so while the candidate has real ones. # record 24"""
    with pytest.raises(Refused, match=r"^This screening follows no other\.$"):
        since_earlier(sitting)


def test_a_decision_on_answers_taken_over_says_so_in_every_copy_and_replays(failed, again, store):
    # record 11
    later = answer_consent(again(failed))
    later.give("born", later.offered("born").given("en"))
    event = later.record_decision()
    copy = later.copy("text")
    assert "The candidate was screened before, in S-0001." in copy
    where = failed.state.current("born").version
    said = f"taken over from S-0001, event {where}: answered 2 March 2026, entered by Ana Nurse"
    assert said in " ".join(copy.split())
    assert '"taken_over":{"by":"Ana Nurse"' in later.copy("json")
    events = store.events(later.number)
    assert replay(later.protocol, events, event)
    assert event.body == decision_body(later.standing)


def test_an_answer_is_taken_over_in_a_screening_that_follows_one_alone(store, number):
    where = {"screening": "S-0009", "event": 3, "on": "2026-01-01", "by": "A. Li"}
    body = {
        "question": "consent",
        "act": "answer",
        "answer": {"value": True},
        "language": "en",
        "taken_over": where,
    }
    store.append(number, 1, EventKind.ANSWERED, body, NURSE)
    with pytest.raises(BadEvent, match="no screening from which"):
        fold(store.events(number))


def test_the_investigators_answer_is_offered_to_an_investigator_alone(store, sit, again):
    doctor = sit(DOCTOR)
    answer_until(doctor, "glucose")
    doctor.stop("tired")
    later = answer_consent(again(doctor, person=DOCTOR))
    assert later.offered("suitable").taken_over["by"] == "Ben Doctor"


def test_by_line_enter_alone_takes_an_earlier_answer_over(talk, failed, state, clock):
    clock.advance(timedelta(days=60))
    said = talk("/new dl-017", "2", "y", "3.0", "", "2", "/earlier", "/list")
    assert "2. Screen the candidate again, after S-0001" in said
    follows = "It follows S-0001.\n/earlier says what has changed since the screening before.\n"
    assert said.count(follows) == 1
    earlier = "Earlier: 17 May 1980; from the chart, K-1 (S-0001, event 4: answered 2 March 2026"
    assert earlier in said
    assert "Enter alone takes that answer over." in said
    assert "Which form? 2.0 then, 3.0 now" in said
    assert "S-0001, DL-017, not eligible, 3 of 6 criteria closed, training, again: S-0002" in said
    later = state("S-0002")
    assert later.candidate == "DL-017"
    assert later.current("born").taken_over["screening"] == "S-0001"
    assert (later.current("sex").typed, later.current("sex").taken_over) == ("2", None)
    assert follows not in talk("S-0002", "/list")


def test_a_training_screening_is_in_no_real_ones_way_and_is_never_followed_by_it(
    failed, store, quick_passwords
):
    # record 24
    rules = RULES.encode()
    assert for_training(store, rules)
    same = store.screenings_of("dl-017")
    (practised,) = same
    assert followed(same, "DL-017", training=True, study="P1") is practised
    approved(store, rules)
    assert not for_training(store, rules)
    assert in_use(same, "DL-017", training=False) == []
    assert followed(same, "DL-017", training=False, study="P1") is None
    with pytest.raises(StoreError, match="S-0001 is for training, and this screening is not"):
        store.new_screening(rules, "DL-017", NURSE, "en", after=Seen("S-0001", failed.version))
    real = store.new_screening(rules, "DL-017", NURSE, "en", expected=Expected(unused=True))
    state = fold(store.events(real))
    assert (state.training, state.earlier) == (False, None)
    assert Sitting.open(store, real, NURSE, "en").offered("born") is None
    with pytest.raises(StoreError, match="has just come into use"):
        store.new_screening(rules, "DL-017", NURSE, "en", expected=Expected(unused=True))


def test_whoever_practises_with_a_candidates_code_is_told_and_touches_nothing_real(
    store, quick_passwords, talk, rules
):
    # record 24
    approved(store, RULES.encode())
    real = store.new_screening(RULES.encode(), "DL-017", NURSE, "en")
    Sitting.open(store, real, NURSE, "en").stop("tired")
    before = store.events(real)
    rules.write_text(f"{RULES}\n")
    said = talk("/new DL-017", "2", "/list")
    assert "DL-017 has S-0001 (stopped) already." in said
    assert "Screen the candidate again" not in said
    assert "2. Begin one for training, which follows none" in said
    state = fold(store.events("S-0002"))
    assert (state.training, state.earlier) == (True, None)
    assert store.events(real) == before
    assert in_use(store.screenings_of("DL-017"), "DL-017", training=False) != []
    again = Seen(real, len(before))
    with pytest.raises(StoreError, match="This screening is for training, and S-0001 is not"):
        store.new_screening(rules.read_bytes(), "DL-017", NURSE, "en", after=again)


def test_a_real_screening_that_was_linked_to_a_training_one_takes_no_answers_from_it(
    failed, store, quick_passwords, monkeypatch
):
    # record 24
    seen = Seen(failed.number, failed.version)
    approved(store, RULES.encode())
    # As programs before this one did.
    monkeypatch.setattr("screener.record.store.check_apart", lambda *which: None)
    number = store.new_screening(RULES.encode(), "DL-017", NURSE, "en", after=seen)
    later = answer_consent(Sitting.open(store, number, NURSE, "en"))
    assert later.state.earlier == "S-0001"
    assert later.offered("born") is None
    with pytest.raises(Refused, match="one of the two is for training"):
        since_earlier(later)


def test_an_answer_that_differs_from_what_cannot_have_changed_is_told_before_it_counts(
    failed, again, talk
):
    later = answer_consent(again(failed))
    said = later.at_odds("born", value("1981-05-17"))
    assert said == (
        "It differs from what cannot have changed: 17 May 1980; from the chart, K-1 "
        "(S-0001, event 4: answered 2 March 2026, entered by Ana Nurse)"
    )
    assert later.at_odds("born", value("1980")) != ""
    assert later.at_odds("born", value("1980-05-17")) == ""
    assert later.at_odds("born", Given({"missing": "unknown"})) == ""
    assert later.at_odds("form", value("4.0")) == ""
    told = talk("S-0002", "17 May 1981", "17 May 1980")
    assert "It differs from what cannot have changed: 17 May 1980" in told
    later.refresh()
    assert later.state.current("born").answer["value"] == "1980-05-17"
    # Once it is answered, the earlier answer stays what a later correction is held against.
    assert later.at_odds("born", value("1982")) != ""


@pytest.mark.parametrize("code", ["DL 017", "dl017", "DL.017", "Dl/017", "DL_0-17", "DL–017"])
def test_a_code_that_differs_in_what_separates_its_parts_is_similar_and_never_the_same(
    failed, store, code
):
    found = store.screenings_like(code)
    assert in_use(found, code, training=True) == []
    assert similar(found, code, training=True) == ["DL-017"]
    assert followed(found, code, training=True, study="P1") is None


@pytest.mark.parametrize("code", ["DL-017", "dl-017 ", "DL-0170", "DL+017", "LD-017"])
def test_the_same_code_and_another_one_are_not_similar(failed, store, code):
    assert similar(store.screenings_like(code), code, training=True) == []


def test_a_similar_code_for_training_alone_is_in_no_real_screenings_way(failed, store):
    found = store.screenings_like("DL 017")
    assert [one.number for one in found] == ["S-0001"]
    assert similar(found, "DL 017", training=False) == []


def test_by_line_a_similar_code_is_told_with_its_screening_and_the_person_says_whose_it_is(
    talk, failed, store
):
    assert "“DL 017” differs from it only in what separates its parts." in talk("/new DL 017", "")
    said = talk("/new dl 017", "2", "/list")
    assert "DL-017 has S-0001 (not eligible, training) already." in said
    typed = "in what separates its parts, and in case or width."
    assert f"“dl 017” differs from it only in how it is typed: {typed}" in said
    assert "1. It is the same candidate, DL-017" in said
    state = fold(store.events("S-0002"))
    assert (state.candidate, state.earlier) == ("dl 017", None)
    talk("/new DL.017", "1", "2", "/list")
    state = fold(store.events("S-0003"))
    assert (state.candidate, state.earlier) == ("DL-017", "S-0001")
    talk("/new DL/017", "4", "DL-018", "/list")
    assert fold(store.events("S-0004")).candidate == "DL-018"
    talk("/new DL/017", "")
    assert store.numbers()[-1] == "S-0004", "left: nothing was begun"


def test_by_line_a_code_is_not_corrected_to_one_similar_to_anothers_unseen(talk, failed, store):
    talk("/new DL-018", "/list")
    said = talk("S-0002", "/candidate dl017", "n", "/list")
    assert "“dl017” differs from it only in how it is typed: in what separates" in said
    assert fold(store.events("S-0002")).candidate == "DL-018"
