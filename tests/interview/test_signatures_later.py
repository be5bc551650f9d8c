"""What becomes of a signature: what voids it, what time does, what comes after."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.interview.sitting import Given, Refused, Sitting
from screener.interview.voiding import voids_told
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.clock import SteppingClock
from screener.record.events import EventKind
from screener.record.packet import write_packet
from screener.record.packet_check import evaluate, read_packet
from screener.record.replays import Replay
from screener.record.shown import decision_shown, hash_of
from screener.record.signatures import Obstacle, check_signatures
from screener.record.standing import Standing
from screener.record.state import fold
from screener.record.store import Store
from screens.effects import preview_lines
from tests.interview.setting import (
    NURSE,
    RULES,
    START,
    answer_until,
    missing,
    value,
)
from tests.interview.signing import (
    PASSWORD,
    SECOND,
    SIGNER,
    agree_with_all,
    copied,
    events_of,
    sign,
)

pytestmark = pytest.mark.usefixtures("quick_passwords")


# Time.


def test_a_decision_that_time_has_changed_cannot_be_signed_and_says_what_has(doctor, clock):
    # record 17
    agree_with_all(doctor)
    clock.moment += timedelta(days=30)
    now = doctor.assessment()
    assert now.hindered[0] is Obstacle.TIME
    assert now.became_stale == ("pregnant", "glucose")
    assert ("I3", "pass", "open") in now.time_changes
    with pytest.raises(Refused, match="does not hold today: time has changed it"):
        doctor.sign(now, PASSWORD)


def test_what_time_has_changed_without_changing_the_decision_is_told_and_can_be_signed(
    doctor, clock
):
    # record 17
    doctor.give("born", value("1980-03-04"), reason="misread")
    doctor.record_decision()
    agree_with_all(doctor)
    clock.moment += timedelta(days=3)
    now = doctor.assessment()
    assert (now.derived, now.hindered, now.time_changes) == ((("age", 45, 46),), (), ())
    assert doctor.sign(now, PASSWORD).on == now.standing.on


def test_a_day_that_begins_while_the_password_is_typed_is_looked_at_first(doctor, clock):
    # record 15
    shown = agree_with_all(doctor)
    clock.moment += timedelta(days=1)
    with pytest.raises(Refused, match="has changed meanwhile"):
        doctor.sign(shown, PASSWORD)


# What voids it.


def test_a_later_answer_voids_a_signature_and_says_which_and_why(doctor, store):
    # record 15
    sign(doctor)
    assert store.screenings()[0].signed is True
    doctor.add_note("called the family")
    doctor.raise_query("I1", "sure?")
    assert doctor.state.signatures[0].voided is None
    event = doctor.give("born", value("1981"), reason="misread")
    assert doctor.state.signatures[0].voided == event
    assert store.screenings()[0].signed is False
    told = " ".join(doctor.copy("text").split())
    assert "signature void: an answer was changed after that, by Ben Doctor" in told
    assert "because: misread" in told
    (data,) = copied(doctor)["signatures"]
    assert (data["void"]["event"], data["void"]["reason"]) == (event.version, "misread")


def test_a_corrected_code_of_the_candidate_voids_a_signature_and_is_signed_anew(doctor, sit):
    # record 15
    sign(doctor)
    event = sit(NURSE).correct_candidate("DL-099", "mistyped")
    doctor.refresh()
    assert doctor.state.signatures[0].voided == event
    assert doctor.recorded_decisions()[0].holds, "whose it is says nothing about what was decided"
    told = " ".join(doctor.copy("text").split())
    assert "signature void: the candidate's code was corrected after that, by Ana Nurse" in told
    sign(doctor)
    assert [one.voided for one in doctor.state.signatures] == [event, None]
    checked = check_signatures(doctor.protocol, events_of(doctor))
    assert [one.found for one in checked] == [Replay.SAME, Replay.SAME]


def test_a_signature_is_of_one_candidate_s_decision(doctor):
    # record 15
    sign(doctor)
    first, *events = events_of(doctor)
    # What an event says is in its hash.
    other = first._replace(body={**first.body, "candidate": "DL-099"}, head="0" * 64)
    (checked,) = check_signatures(doctor.protocol, [other, *events])
    assert checked.found is Replay.DIFFERS


def test_a_failed_criterion_is_not_signed_as_eligible_by_anyone(accounts, sit):
    # record 13
    nurse = sit()
    answer_until(nurse, "born")
    nurse.give("born", value("2015"))
    doctor = sit(SIGNER)
    doctor.record_decision()
    shown = agree_with_all(doctor)
    assert shown.standing.result.decision == "ineligible"
    doctor.sign(shown, PASSWORD)
    assert doctor.result.criteria["I1"].status == "fail"
    assert "fails" in doctor.copy("text")


def test_the_same_person_signs_once_and_another_one_beside(doctor, sit):
    sign(doctor)
    with pytest.raises(Refused, match="You have signed this decision"):
        sign(doctor)
    other = sit(SECOND)
    sign(other)
    assert [one.voided for one in other.state.signatures] == [None, None]


def test_a_decision_that_is_recorded_anew_is_to_be_signed_anew(doctor, clock):
    # record 15
    sign(doctor)
    clock.moment += timedelta(days=30)
    again = doctor.record_decision()
    assert doctor.state.signatures[0].voided == again


# Whatever comes after.

ACTS = {
    "answer": lambda s: s.give("born", value("1981-02-03"), reason="misread"),
    "record": lambda s: s.give("form", value("3.0"), reason="copied wrongly"),
    "newer": lambda s: s.give("glucose", value(5, s.on.isoformat())),
    "missing": lambda s: s.give("glucose", missing("unknown"), reason="wrong sample"),
    "undo": lambda s: s.undo(),
    "reopen": lambda s: s.reopen_series("visits", "one is missing"),
    "row": lambda s: s.save_row("visits", {"date": "2026-02-11", "score": 60}),
    "complete": lambda s: s.complete_series("visits"),
    "note": lambda s: s.add_note("a word", "born"),
    "source": lambda s: s.set_source("chart"),
    "stop": lambda s: s.stop("tired"),
    "resume": lambda s: s.resume(),
    "withdraw": lambda s: s.withdraw("tired"),
    "mistaken": lambda s: s.correct_withdrawal("another candidate"),
    "query": lambda s: s.raise_query("I1", "sure?"),
    "agree": lambda s: s.agree("I1", s.assessment().seen_of("I1")),
    "decide": lambda s: s.record_decision(),
    "language": lambda s: s.switch_language("zh"),
    "code": lambda s: s.correct_candidate(f"X-{s.version}", "mistyped"),
}


@settings(max_examples=25)
@given(st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=6))
def test_no_signature_stands_whose_content_is_not_what_is_shown(tmp_path_factory, acts):
    # record 15
    clock = SteppingClock(START, timedelta(seconds=10))
    path = tmp_path_factory.mktemp("s") / "s.db"
    with Store.open(path, clock=clock, time_zone="Asia/Shanghai") as store:
        Accounts(store).make_first(SIGNER.name, [Role.INVESTIGATOR], PASSWORD)
        number = store.new_screening(RULES.encode(), "DL-017", SIGNER, "en")
        sitting = Sitting.open(store, number, SIGNER, "en")
        answer_until(sitting)
        decision = sitting.record_decision()
        signed = sign(sitting)
        for act in acts:
            try:
                ACTS[act](sitting)
            except Refused:
                continue
            state = fold(store.events(number))
            standing = Standing(sitting.protocol, state, signed.on)
            now = hash_of(decision_shown(standing, decision, signed.version))
            assert state.signatures[0].voided or now == signed.body["seen"]
            assert check_signatures(sitting.protocol, store.events(number))[0].found is Replay.SAME


def test_a_packet_holds_a_signature_that_is_checked_without_the_store(doctor, store, tmp_path):
    """# record 15"""
    event = sign(doctor)
    write_packet(store, doctor.number, tmp_path / "p.json", doctor.person)
    doctor.give("born", value("1979-01-01"), reason="misread")
    write_packet(store, doctor.number, tmp_path / "q.json", doctor.person)
    for name, voided in (("p.json", None), ("q.json", EventKind.ANSWERED)):
        read = read_packet((tmp_path / name).read_bytes(), name)
        (signature,) = evaluate(read).signatures
        assert (signature.event.head, signature.found) == (event.head, Replay.SAME)
        assert (signature.voided and signature.voided.kind) == voided


def test_it_is_said_beforehand_whose_signature_a_correction_voids(doctor, sit):
    # record 15
    said = "This makes the signature of Ben Doctor void."
    sign(doctor)
    born = Given({"value": "1981-05-17"})
    assert list(voids_told(doctor.state)) == [said]
    lines = preview_lines(doctor, doctor.preview("born", born), "en")
    anew = "The recorded decision does not hold then. It is to be recorded anew."
    assert [line.text for line in lines] == ["No criterion changes.", anew, said]
    doctor.give("born", born, reason="misread")
    assert not doctor.preview("born", Given({"value": "1980-05-17"})).decided
    assert list(voids_told(doctor.state)) == []


def test_what_is_recorded_of_an_outcome_says_whether_a_signature_stands_behind_it(doctor):
    training = (
        "Training: It began under rules that were not approved by then: "
        "it includes and excludes nobody."
    )
    assert doctor.outcome_doubts() == (training, "No investigator has signed the decision.")
    sign(doctor)
    assert doctor.outcome_doubts() == (training,)
    doctor.give("born", Given({"value": "1981-05-17"}), reason="misread")
    doctor.record_decision()
    void = "The signature of Ben Doctor is void, and nobody has signed anew."
    assert doctor.outcome_doubts() == (training, void)


def test_what_others_wrote_is_known_of_without_being_read_and_read_with_all_the_rest(doctor, sit):
    # record 15
    sign(doctor)
    nurse = sit(NURSE)
    assert doctor.meanwhile() is None
    nurse.give("born", Given({"value": "1981-05-17"}), reason="misread")
    theirs = doctor.meanwhile()
    assert theirs is not None
    assert theirs.events[-1].person == NURSE
    # The one and the other fit: as it was read.
    assert [one.holds for one in doctor.recorded_decisions()] == [True]
    assert doctor.state.signatures[0].voided is None
    doctor.refresh()
    assert doctor.meanwhile() is None
    assert [one.holds for one in doctor.recorded_decisions()] == [False]
    assert doctor.state.signatures[0].voided is not None
