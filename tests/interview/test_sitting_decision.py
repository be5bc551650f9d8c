"""What a sitting comes to: what is missing, its end, its decision, and why."""

from datetime import date, timedelta

import pytest

from screener.engine.remaining import Remaining
from screener.interview.left_open_told import lack_said
from screener.interview.sitting import Refused, Sitting
from screener.protocol.exact_json import dumps
from screener.protocol.roles import Role
from screener.record.decision import replay
from screener.record.events import EventKind
from screener.record.standing import LackReason
from tests.interview.setting import (
    DOCTOR,
    NURSE,
    answer_until,
    missing,
    value,
)

METALS = """\
screener: 1
protocol: {id: M, version: "1", title: Metals}
questions:
  metals: {type: choices, ask: Which metals?, options: {gold: Gold, iron: Iron}}
  base:
    type: integer
    derive:
      case:
        - {when: {metals: {any_of: [iron]}}, value: 1}
        - {when: {metals: {any_of: [gold]}}, value: 0}
exclusion:
  - {id: E1, text: Base metals, rule: {base: 1}}
"""

# What is missing.


def test_what_is_missing_says_why_and_who_can_supply_it(sitting):
    answer_until(sitting, "glucose")
    sitting.give("glucose", missing("not_done"))
    answer_until(sitting)
    lacks = {lack.question: lack for lack in sitting.lacks()}
    assert (lacks["glucose"].reason, lacks["glucose"].who) == (LackReason.NOT_DONE, Role.SCREENER)
    assert lacks["glucose"].criteria == ("I3",)
    assert lacks["suitable"].who is Role.INVESTIGATOR


def test_an_answer_too_inexact_to_tell_is_named(sitting):
    answer_until(sitting, "born")
    sitting.give("born", value("2008"))
    answer_until(sitting)
    lacks = {lack.question: lack for lack in sitting.lacks()}
    assert (lacks["born"].reason, lacks["born"].criteria) == (LackReason.INEXACT, ("I1",))


def test_a_set_of_nothing_that_settles_nothing_is_named(store):
    number = store.new_screening(METALS.encode(), "DL-018", NURSE, "en")
    sitting = Sitting.open(store, number, NURSE, "en")
    sitting.give("metals", value([]))
    (lack,) = sitting.lacks()
    assert (lack.question, lack.reason, lack.criteria) == ("metals", LackReason.INEXACT, ("E1",))
    told = lack_said(sitting.standing, "metals", lack.reason, None, ("E1",), "en")
    assert told == "“none of them” leaves this open: a newer or more exact answer is needed"
    sitting.give("metals", value(["gold"]), reason="a slip")
    assert (sitting.lacks(), sitting.result.decision) == ((), "eligible")


def test_what_is_awaited_is_not_due_on_a_day_that_is_over(sitting):
    answer_until(sitting, "born")
    with pytest.raises(Refused, match="is over"):
        sitting.give("born", missing("pending", due="2026-03-01"))


def test_several_due_dates_are_given_at_once(sitting):
    answer_until(sitting, "born")
    sitting.give("born", missing("pending"))
    sitting.give_due(["born", "glucose"], date(2026, 4, 1))
    assert {sitting.state.current(id).answer["due"] for id in ("born", "glucose")} == {"2026-04-01"}
    with pytest.raises(Refused, match="is over"):
        sitting.give_due(["born"], date(2026, 1, 1))
    with pytest.raises(Refused, match="answer already"):
        sitting.give_due(["consent"], date(2026, 4, 1))
    with pytest.raises(Refused, match="No question"):
        sitting.give_due([], date(2026, 4, 1))
    with pytest.raises(Refused, match="investigator"):
        sitting.give_due(["suitable"], date(2026, 4, 1))


# Stopping, withdrawing, time.


def test_after_withdrawal_nothing_more_is_asked_and_a_wrong_answer_can_be_mended(sitting):
    answer_until(sitting, "glucose")
    sitting.withdraw("  ")
    assert (sitting.current(), sitting.state.withdrawn.reason) == (None, None)
    with pytest.raises(Refused, match="has withdrawn"):
        sitting.give("glucose", value(5, "2026-02-20"))
    with pytest.raises(Refused, match="has withdrawn"):
        sitting.save_row("visits", {"date": "2026-02-01"})
    with pytest.raises(Refused, match="already"):
        sitting.withdraw()
    sitting.give("born", value("1981"), reason="misread")


def test_a_stopped_interview_is_taken_up_again(sitting, sit):
    answer_until(sitting, "sex")
    with pytest.raises(Refused, match="reason"):
        sitting.stop(" ")
    sitting.stop("tired")
    assert (sitting.current(), sitting.undo()) == (None, None)
    with pytest.raises(Refused, match="was stopped"):
        sitting.give("sex", value("male"))
    again = sit()
    assert again.current() is None, "sitting down does not lift a stop"
    again.resume()
    assert again.current() == "sex"
    with pytest.raises(Refused, match="not stopped"):
        again.resume()


def test_on_a_later_day_the_criteria_that_time_changed_are_listed(sitting, sit, clock):
    answer_until(sitting)
    clock.advance(timedelta(days=30))
    later = sit()
    assert [(c.criterion, str(c.before), str(c.after)) for c in later.time_changes] == [
        ("I3", "pass", "open"),
        ("E1", "pass", "open"),
    ]
    assert later.on == date(2026, 4, 1)


def test_midnight_during_a_sitting_changes_its_day_with_the_next_event(sitting, clock):
    answer_until(sitting)
    clock.advance(timedelta(days=30))
    sitting.add_note("next morning")
    assert [change.criterion for change in sitting.time_changes] == ["I3", "E1"]


# The decision.


def test_a_decision_records_every_criterion_the_answers_and_the_rules(sit, store, number):
    """record 11"""
    sitting = sit(DOCTOR)
    answer_until(sitting)
    body = sitting.record_decision().body
    assert body["decision"] == "eligible"
    assert [found["id"] for found in body["criteria"]] == ["I1", "I2", "I3", "E1", "E2", "E3"]
    assert body["criteria"][0]["because"] == ["born"]
    assert body["protocol"] == {"id": "P1", "version": "2", "sha256": sitting.protocol.sha256}
    assert body["program"] == "0.1.0"
    assert body["missing"] == []


def test_replaying_the_events_gives_the_same_decision_to_the_byte(sit, store, number, clock):
    sitting = sit(DOCTOR)
    answer_until(sitting, "glucose")
    sitting.record_decision()
    clock.advance(timedelta(days=3))
    answer_until(sitting)
    sitting.record_decision()
    clock.advance(timedelta(days=60))
    events = store.events(number)
    decisions = [event for event in events if event.kind is EventKind.DECISION_RECORDED]
    assert [event.body["decision"] for event in decisions] == ["undetermined", "eligible"]
    for decision in decisions:
        assert replay(sitting.protocol, events, decision) == dumps(decision.body)
    with pytest.raises(ValueError, match="no decision"):
        replay(sitting.protocol, events, events[0])


def test_a_decision_can_be_decided_again_from_its_own_answers(sit):
    from screener.engine.decide import decide

    sitting = sit(DOCTOR)
    answer_until(sitting)
    event = sitting.record_decision()
    again = decide(sitting.protocol, event.body["answers"], event.on)
    assert [(id, found.status, list(found.because)) for id, found in again.criteria.items()] == [
        (f["id"], f["status"], f["because"]) for f in event.body["criteria"]
    ]


def test_a_decision_is_of_the_day_on_which_it_is_recorded(sit, clock):
    sitting = sit(DOCTOR)
    answer_until(sitting)
    assert sitting.result.decision == "eligible"
    clock.advance(timedelta(days=30))
    event = sitting.record_decision()
    assert (event.on, event.body["decision"]) == (date(2026, 4, 1), "undetermined")


# Why.


def test_why_tells_what_each_answer_would_do(sitting):
    sitting.give("consent", value(True))
    why = sitting.why("sex")
    assert why.criteria == ("E1",)
    told = [(e.label, [(c.criterion, str(c.after)) for c in e.changes]) for e in why.effects]
    assert told == [("Female", []), ("Male", [("E1", "pass")])]


def test_why_tells_of_numbers_and_dates_the_intervals_that_come_to_the_same(sitting):
    why = sitting.why("born")
    assert why.criteria == ("I1",)
    told = [(e.label, [(c.criterion, str(c.after)) for c in e.changes]) for e in why.effects]
    assert told == [
        ("before 3 March 2008", [("I1", "pass")]),
        ("on or after 3 March 2008", [("I1", "fail")]),
    ]
    glucose = [effect.label for effect in sitting.why("glucose").effects]
    assert glucose == ["below 7 mmol/L", "7 mmol/L or more"]


def test_why_tells_how_many_questions_are_left_at_least_and_at_most(sitting):
    assert sitting.why("consent").remaining == Remaining(fewest=1, most=8, to_decide=True)


def test_why_of_a_question_for_the_record_says_so(sitting):
    why = sitting.why("form")
    assert (why.criteria, why.for_record) == ((), True)


def test_why_is_told_in_the_language_of_the_question(sitting):
    assert [effect.label for effect in sitting.why("sex", "zh").effects] == ["女", "男"]


def test_typed_text_is_understood_and_recorded_nowhere(sitting):
    before = sitting.version
    reading = sitting.understand("glucose", "94 mg/dL")
    assert reading.echo.startswith("94 mg/dL = 5.217")
    assert sitting.version == before


def test_in_the_list_only_what_bears_on_a_decision_says_that_it_is_to_be_recorded_anew(
    sitting, sit, store
):
    answer_until(sitting)
    sitting.record_decision()
    again = sit()
    again.add_note("called the family")
    assert not store.screenings()[0].anew
    again.give("born", value("1981"), reason="misread")
    assert store.screenings()[0].anew
    again.withdraw()
    assert not store.screenings()[0].anew
