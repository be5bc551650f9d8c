"""What is told of a decision: each criterion with the answers behind it, the same everywhere."""

import pytest

from screener.interview.account import Account
from screener.protocol.model import Kind
from tests.interview.setting import DOCTOR, answer_until, missing, value


def account(sitting, language="en"):
    return Account.of_now(sitting.standing, language, lambda at: f"{at:%H:%M:%S}")


def told(lines):
    return [" ".join(filter(None, (said.label, said.text))) for said in lines]


def test_passed_criteria_are_told_with_the_answers_that_close_them_who_and_when(sit):
    sitting = sit(DOCTOR)
    answer_until(sitting)
    assert told(account(sitting).criteria(Kind.INCLUSION)) == [
        "I1 (inclusion 1) ✓ passes",
        "Adults",
        "Born when? 17 May 1980",
        "entered by Ben Doctor, investigator, 01:01:00",
        "I2 (inclusion 2) ✓ passes",
        "Informed consent",
        "Consented? yes",
        "entered by Ben Doctor, investigator, 01:00:30",
        "I3 (inclusion 3) ✓ passes",
        "Normal glucose",
        "Glucose? 5.217 mmol/L; observed on 20 February 2026",
        "entered by Ben Doctor, investigator, 01:01:30 as “94 mg/dL”",
    ]


def test_an_open_criterion_tells_what_was_answered_what_is_missing_and_who_can_supply_it(sitting):
    answer_until(sitting, "pregnant")
    sitting.give("pregnant", missing("pending", due="2026-03-09"))
    sitting.save_row("visits", {"date": "2026-02-01", "score": 50})
    lines = told(account(sitting).criteria(Kind.EXCLUSION))
    assert lines[:4] == [
        "E1 (exclusion 1) ◌ awaited",
        "Pregnant women",
        "Sex? Female",
        "entered by Ana Nurse, screener, 01:01:00",
    ]
    assert lines[4] == "Pregnant? awaited, due 9 March 2026 · screener"
    assert "Which visits? 1 row, not complete" in lines
    assert "Which visits? rows saved, not complete · screener" in lines
    assert "Suitable? not answered yet · investigator" in lines


def test_an_answer_that_is_too_old_is_told_beside_what_is_missing(sitting, sit, clock):
    answer_until(sitting)
    clock.moment = clock.moment.replace(month=5)
    later = sit()
    lines = told(account(later).criteria(Kind.INCLUSION))
    assert "Glucose? 5.217 mmol/L; observed on 20 February 2026" in lines
    assert "Glucose? too old, to be done again · screener" in lines


@pytest.mark.parametrize("end", ["withdraw", "stop"])
def test_what_ended_the_interview_leaves_open_criteria_not_assessed(sitting, end):
    answer_until(sitting, "glucose")
    sitting.give("glucose", missing("pending", due="2026-04-01"))
    getattr(sitting, end)("too far")
    assert told(account(sitting).missing()) == []
    lines = told(account(sitting).criteria(Kind.INCLUSION))
    assert "I3 (inclusion 3) – not assessed" in lines
    assert sitting.standing.stands["I3"] == "not_assessed"


def test_every_criterion_is_told_once_and_a_failed_one_first(sitting):
    answer_until(sitting, "glucose")
    sitting.give("glucose", value(9, "2026-02-20"))
    sitting.continue_after_failure()
    told_of = account(sitting)
    assert told(told_of.failed())[:3] == [
        "I3 (inclusion 3) ✗ fails",
        "Normal glucose",
        "Glucose? 9 mmol/L; observed on 20 February 2026",
    ]
    lines = told(told_of.criteria(Kind.INCLUSION))
    assert lines.count("I3 (inclusion 3) ✗ fails") == 1
    assert "Glucose? 9 mmol/L; observed on 20 February 2026" not in lines
    assert told_of.missing_heading == "What is missing (not needed for the decision)"
    assert "Which visits? not answered yet" in told(told_of.missing())


def test_what_is_told_now_is_what_a_recorded_decision_and_its_copy_say(sitting):
    answer_until(sitting, "glucose")
    now = account(sitting)
    sitting.record_decision()
    assert sitting.recorded_decisions()[0].holds
    copy = sitting.copy("text")
    for said in (*now.missing(), *now.criteria(Kind.INCLUSION), *now.criteria(Kind.EXCLUSION)):
        if said.status:
            assert f"{said.label}: {said.text}" in copy or f"{said.label} {said.text}" in copy
