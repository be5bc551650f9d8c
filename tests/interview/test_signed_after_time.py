"""Not eligible stays so, and can be signed, while what failed fails: whatever else becomes old."""

from datetime import timedelta

import pytest

from screener.interview.refusals import Refused
from screener.interview.screening_log import read_log
from screener.interview.sitting import Sitting
from screener.protocol.model import Decision
from screener.record.decision import decision_that_holds
from screener.record.packet import write_packet
from screener.record.packet_check import evaluate, read_packet
from screener.record.replays import Replay
from screener.record.signatures import Obstacle, check_signatures
from tests.interview.setting import NURSE, RULES, answer_until, value
from tests.interview.signing import PASSWORD, SIGNER, agree_with_all, copied, events_of, sign

pytestmark = pytest.mark.usefixtures("quick_passwords")

#: After it the tests for glucose and pregnancy are too old.
LATER = timedelta(days=30)


@pytest.fixture
def failed(accounts, sit):
    """Born too late; the interview went on, and is finished but for what a test leaves out."""
    doctor = sit(SIGNER)
    answer_until(doctor, "born")
    doctor.give("born", value("2015"))
    doctor.continue_after_failure()
    return doctor


@pytest.fixture
def finished(failed):
    """Every question was answered, and the decision is recorded."""
    answer_until(failed)
    failed.record_decision()
    return failed


def logged(store):
    row = read_log(store, NURSE)[0]
    return row.outcome, row.failed, row.not_assessed, row.by_time


def again(store, person=SIGNER):
    """Sit down once more, on the day that it is by now."""
    return Sitting.open(store, "S-0001", person, "en")


def test_a_finished_screen_failure_is_signed_as_recorded_once_what_passed_is_too_old(
    finished, store, clock, tmp_path
):
    # record 17
    before = logged(store)
    clock.moment += LATER
    doctor = again(store)
    recorded = doctor.state.decisions[-1]
    assert doctor.standing.open_criteria == ("I3", "E1")
    assert decision_that_holds(doctor.standing) == recorded
    shown = agree_with_all(doctor)
    assert (shown.hindered, shown.became_stale) == ((), ("pregnant", "glucose"))
    event = doctor.sign(shown, PASSWORD)
    assert event.body["decision"] == recorded.sequence
    assert before == ("ineligible", ("I1",), 0, False)
    assert logged(store) == before
    (checked,) = check_signatures(doctor.protocol, events_of(doctor))
    assert checked.found is Replay.SAME
    path = tmp_path / "s.packet"
    write_packet(store, "S-0001", path, SIGNER)
    assert not evaluate(read_packet(path.read_bytes(), "s.packet")).differs


def test_it_is_said_of_which_day_it_is_and_what_has_become_too_old_since(
    finished, store, clock, talk
):
    clock.moment += LATER
    said = talk("1", "/sign", "y", *("1",) * 6, PASSWORD, person=SIGNER)
    assert "Record this decision" not in said
    assert "the same criteria fail after that; time alone has changed others: I3, E1" in said
    then = "When the decision was recorded: ✓ passes. Time alone has changed that since."
    assert said.count(then) == 2
    assert said.count("Glucose? observed on 20 February 2026, too old now") == 2
    held = "The decision is that of 2 March 2026, and holds: what failed then fails today."
    assert said.index(held) < said.index("Criterion 1 of 6") < said.rindex(held)
    assert said.rindex(held) < said.index("Signed: Ben Doctor")


def test_a_copy_says_what_time_had_changed_beside_an_earlier_decision(finished, store, clock):
    clock.moment += LATER
    doctor = again(store)
    doctor.record_decision()
    (before,) = copied(doctor)["recorded_before"]
    assert before["criteria_changed_by_time_alone"] == ["I3", "E1"]
    assert before["changed_by_time_alone"] is False


def test_recorded_anew_with_results_too_old_it_is_ended_at_what_fails_and_signed(
    finished, store, clock
):
    # record 17
    clock.moment += LATER
    doctor = again(store)
    doctor.record_decision()
    shown = agree_with_all(doctor)
    assert shown.hindered == (Obstacle.GOES_ON,)
    with pytest.raises(Refused, match="not complete") as refused:
        doctor.sign(shown, PASSWORD)
    assert "/end ends it at what fails" in str(refused.value)
    assert "stop" not in str(refused.value)
    doctor.end_at_failure()
    sign(doctor)
    assert logged(store) == ("ineligible", ("I1",), 2, False)
    assert [one.found for one in check_signatures(doctor.protocol, events_of(doctor))] == [
        Replay.SAME
    ]


def test_ended_at_what_fails_the_log_still_counts_by_what_was_recorded(finished, store, clock):
    with pytest.raises(Refused, match="is recorded already"):
        finished.end_at_failure()
    clock.moment += LATER
    with pytest.raises(Refused, match="is recorded already"):
        again(store).end_at_failure()
    assert logged(store) == ("ineligible", ("I1",), 0, False)


def test_what_was_not_complete_when_it_was_recorded_does_not_become_so_by_time(
    failed, store, clock
):
    # record 17
    answer_until(failed, "glucose")
    failed.record_decision()
    assert agree_with_all(failed).hindered == (Obstacle.GOES_ON,)
    clock.moment += LATER
    assert agree_with_all(again(store)).hindered == (Obstacle.GOES_ON,)


def test_where_every_criterion_is_assessed_it_cannot_be_ended_and_that_is_not_advised(
    accounts, store, clock
):
    # record 17
    rules = RULES.replace('version: "2"', 'version: "2"\n  on_failure: continue')
    number = store.new_screening(rules.encode(), "DL-018", NURSE, "en")
    doctor = Sitting.open(store, number, SIGNER, "en")
    answer_until(doctor, "born")
    doctor.give("born", value("2015"))
    doctor.record_decision()
    assert agree_with_all(doctor).hindered == (Obstacle.INCOMPLETE,)
    answer_until(doctor)
    doctor.record_decision()
    clock.moment += LATER
    later = Sitting.open(store, number, SIGNER, "en")
    assert agree_with_all(later).hindered == ()


@pytest.mark.parametrize(
    ("glucose", "days", "fails"),
    [
        pytest.param(9, 30, ("I1",), id="what failed is too old"),
        pytest.param(5, 17 * 365, (), id="what failed passes"),
    ],
)
def test_where_other_criteria_fail_than_did_time_has_taken_the_decision_away(
    glucose, days, fails, failed, store, clock
):
    # record 17
    failed.give("glucose", value(glucose, "2026-02-20"))
    answer_until(failed)
    failed.record_decision()
    clock.moment += timedelta(days=days)
    doctor = again(store)
    assert doctor.standing.failed == fails
    assert decision_that_holds(doctor.standing) is None
    assert agree_with_all(doctor).hindered[0] is Obstacle.TIME


def test_an_eligible_decision_whose_results_are_too_old_is_not_signed_for_it(doctor, store, clock):
    # record 17
    clock.moment += LATER
    later = again(store)
    assert later.result.decision is Decision.UNDETERMINED
    assert agree_with_all(later).hindered[0] is Obstacle.TIME


def test_of_what_is_eligible_it_is_not_said_that_something_fails(doctor, store, clock, talk):
    clock.moment += timedelta(days=1)
    said = talk("1", "/sign", "y", *("1",) * 6, PASSWORD, person=SIGNER)
    assert "Signed: Ben Doctor" in said
    assert "what failed then" not in said
    assert "time alone has changed others" not in said


def test_where_it_ended_at_what_fails_it_holds_too_and_nobody_is_asked_again_whether_to_go_on(
    accounts, sit, store, clock
):
    # record 17
    doctor = sit(SIGNER)
    answer_until(doctor, "visits")
    doctor.give("born", value("2015"), reason="misread")
    doctor.record_decision()
    before = logged(store)
    clock.moment += LATER
    later = again(store)
    assert (later.standing.stands["I3"], later.stop_or_go_on) == ("not_assessed", False)
    assert agree_with_all(later).hindered == ()
    sign(later)
    assert logged(store) == before == ("ineligible", ("I1",), 1, False)
