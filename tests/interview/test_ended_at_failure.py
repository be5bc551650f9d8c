"""After a failed criterion: stop there, or go on; either is said once, recorded, and taken back."""

import json

import pytest

from screener.interview.reasons_told import reasons_told
from screener.interview.refusals import Refused
from screener.interview.sitting import Sitting
from screener.record.decision import decision_body, replay
from screener.record.errors import Conflict
from screener.record.events import EventKind
from tests.interview.setting import DOCTOR, NURSE, OPEN, RULES, answer_until, value


@pytest.fixture
def failing(sitting):
    """Born too late; the body's other questions and the judgement are still to be asked."""
    answer_until(sitting, "born")
    sitting.give("born", value("2015"))
    return sitting


def test_whether_to_stop_or_go_on_is_asked_until_it_is_said_and_not_again_on_resuming(failing, sit):
    assert sit().stop_or_go_on
    event = failing.refresh() or failing.end_at_failure()
    assert event.kind is EventKind.ENDED_AT_FAILURE
    assert event.body == {"failed": ["I1"], "not_assessed": ["I3", "E1", "E2", "E3"]}
    later = sit()
    assert not later.stop_or_go_on
    assert later.current() is None
    assert later.standing.stands["I3"] == "not_assessed"
    assert (later.state.ended_at_failure.closing.person, later.state.stopped) == (NURSE, None)


def test_who_ended_it_can_go_on_later_and_who_went_on_can_end_it_later(failing):
    failing.end_at_failure()
    failing.continue_after_failure()
    assert (failing.current(), failing.state.ended_at_failure) == ("sex", None)
    failing.give("sex", value("male"))
    assert failing.standing.stands["I3"] == "open"
    event = failing.end_at_failure()
    assert event.body["not_assessed"] == ["I3", "E2", "E3"]
    assert failing.current() is None
    assert failing.standing.stands["I3"] == "not_assessed"
    failing.continue_after_failure()
    assert failing.current() == "glucose"


def test_where_more_fails_than_it_was_ended_for_it_is_asked_again_and_where_less_it_is_not(failing):
    failing.end_at_failure()
    failing.give("glucose", value(9, "2026-02-20"))
    assert (failing.standing.failed, failing.stop_or_go_on) == (("I1", "I3"), True)
    failing.end_at_failure()
    failing.give("born", value("1980"), reason="misread")
    assert (failing.standing.failed, failing.stop_or_go_on) == (("I3",), False)
    failing.give("glucose", value(5, "2026-02-20"), reason="misread")
    assert failing.current() == "sex"
    failing.give("glucose", value(9, "2026-02-20"), reason="was right")
    assert not failing.stop_or_go_on


def test_whoever_records_the_decision_without_saying_has_stopped_there(failing):
    failing.record_decision()
    assert not failing.stop_or_go_on
    with pytest.raises(Refused, match="is recorded already"):
        failing.end_at_failure()
    failing.continue_after_failure()
    assert failing.current() == "sex"


def test_it_ends_only_where_a_criterion_fails_and_nothing_ended_it_before(sitting):
    answer_until(sitting, "born")
    with pytest.raises(Refused, match="No criterion fails"):
        sitting.end_at_failure()
    sitting.give("born", value("2015"))
    sitting.stop("a fire alarm")
    with pytest.raises(Refused, match="has ended already"):
        sitting.end_at_failure()
    sitting.resume()
    sitting.end_at_failure()
    with pytest.raises(Refused, match="has ended already"):
        sitting.end_at_failure()


def test_where_nothing_more_can_be_asked_there_is_nothing_to_choose(sitting):
    sitting.give("consent", value(False))
    assert not sitting.stop_or_go_on
    with pytest.raises(Refused, match="Nothing more is asked"):
        sitting.end_at_failure()


def test_a_protocol_that_assesses_every_criterion_is_never_ended_at_one(store):
    rules = RULES.replace('version: "2"', 'version: "2"\n  on_failure: continue')
    number = store.new_screening(rules.encode(), "DL-018", NURSE, "en")
    sitting = Sitting.open(store, number, NURSE, "en")
    answer_until(sitting, "born")
    sitting.give("born", value("2015"))
    assert (sitting.current(), sitting.stop_or_go_on) == ("sex", False)
    with pytest.raises(Refused, match="every criterion is assessed"):
        sitting.end_at_failure()


def test_that_it_was_ended_touches_nobodys_answer_and_voids_no_decision(failing, sit, store):
    theirs = sit(DOCTOR)
    failing.refresh()
    failing.end_at_failure()
    theirs.give("born", value("1980"), reason="misread")
    assert theirs.came_between.events[-1].kind is EventKind.ENDED_AT_FAILURE
    theirs.give("born", value("2015"), reason="was right")
    event = theirs.record_decision()
    assert replay(theirs.protocol, store.events(theirs.number), event)
    assert event.body == decision_body(theirs.standing)


def test_of_two_who_say_otherwise_at_once_the_second_is_told(failing, sit):
    theirs = sit(DOCTOR)
    theirs.continue_after_failure()
    with pytest.raises(Conflict, match="went on after the failed criterion"):
        failing.end_at_failure()
    assert failing.state.continued


def test_a_copy_keeps_what_is_not_assessed_apart_from_what_is_open(failing):
    failing.end_at_failure()
    failing.record_decision()
    copied = json.loads(failing.copy("json"))
    criteria = {one["id"]: (one["status"], one["assessed"]) for one in copied["criteria"]}
    assert criteria["I1"] == ("fail", True)
    assert criteria["I3"] == ("open", False)
    assert copied["ended_at_failure"] == {
        "by": "Ana Nurse",
        "role": "screener",
        "at": copied["ended_at_failure"]["at"],
        "failed": ["I1"],
        "not_assessed": ["I3", "E1", "E2", "E3"],
    }
    text = " ".join(failing.copy("text").split())
    assert "The interview ended before 4 other criteria were assessed." in text
    assert "ended at what fails by Ana Nurse, screener, 2026-03-02" in text
    failing.continue_after_failure()
    failing.record_decision()
    copied = json.loads(failing.copy("json"))
    criteria = {one["id"]: (one["status"], one["assessed"]) for one in copied["criteria"]}
    assert (criteria["I3"], copied["ended_at_failure"]) == (("open", True), None)


def test_by_line_the_number_of_one_stops_or_goes_on(talk, state):
    said = talk(OPEN, "y", "2.0", "2015", "", "3", "1")
    asked = "Decided: not eligible. 4 other criteria are not assessed. Stop here, or go on?"
    assert said.count(asked) == 2
    assert "Type 1 to stop here, 2 to go on." in said
    assert state().ended_at_failure.failed == ("I1",)
    said = talk("S-0001", "/continue", "/end", "/continue", "/list")
    assert asked not in said
    assert "4 other criteria are not assessed." in said
    assert state().continued
    said = talk("/new DL-018", "y", "2.0", "2015", "", "２", "2", "/list")
    assert state("S-0002").current("sex").answer["value"] == "male"


def test_what_is_not_assessed_is_told_apart_from_what_is_open_and_waits_for_no_answer(
    failing, talk
):
    failing.end_at_failure()
    apart = {part.heading: part.lines for part in reasons_told(failing.standing, "en")}
    assert "Why these criteria are open" not in apart
    lines = apart["Not assessed, as the interview ended at I1 (inclusion 1)"]
    assert [line.label[:2] for line in lines if line.status] == ["I3", "E1", "E2", "E3"]
    told = "\n".join(line.text for line in lines)
    assert "stays open" not in told
    assert "it would" not in told
    assert "Not assessed, as the interview ended at I1 (inclusion 1)" in talk("S-0001", "/why")
    failing.continue_after_failure()
    headings = [part.heading for part in reasons_told(failing.standing, "en")]
    assert headings[:2] == ["Why these criteria fail", "Why these criteria are open"]
