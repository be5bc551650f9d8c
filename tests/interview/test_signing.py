"""An investigator assesses each criterion and signs; what is signed binds to what was shown."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.interview.assessment import Assessment
from screener.interview.signing_told import MEANING
from screener.interview.sitting import Given, Refused, Sitting
from screener.interview.voiding import voids_told
from screener.language import _, set_language
from screener.protocol.exact_json import loads
from screener.protocol.roles import Role
from screener.record import passwords
from screener.record.accounts import Accounts
from screener.record.clock import SteppingClock
from screener.record.errors import BadEvent, Conflict
from screener.record.events import EventKind, Person
from screener.record.packet import write_packet
from screener.record.packet_check import evaluate, read_packet
from screener.record.redaction import held_by
from screener.record.replays import Replay
from screener.record.rights import NotAllowed
from screener.record.sessions import SessionEnded
from screener.record.shown import decision_shown, hash_of
from screener.record.sign_in import SignInRefused
from screener.record.signatures import Obstacle, check_signatures
from screener.record.standing import Standing
from screener.record.state import fold
from screener.record.store import Store
from screens.effects import preview_lines
from tests.interview.setting import (
    DOCTOR,
    NURSE,
    RULES,
    START,
    answer_until,
    missing,
    value,
)

pytestmark = pytest.mark.usefixtures("quick_passwords")

PASSWORD = "a long enough secret"
SIGNER = Person("Ben Doctor", Role.INVESTIGATOR, authenticated=True)
SECOND = Person("Cleo Doctor", Role.INVESTIGATOR, authenticated=True)


@pytest.fixture
def accounts(store):
    accounts = Accounts(store)
    accounts.make_first(SIGNER.name, [Role.INVESTIGATOR], PASSWORD)
    by = Person(SIGNER.name, Role.ADMINISTRATOR)
    accounts.add(SECOND.name, [Role.INVESTIGATOR], PASSWORD, by)
    return accounts


@pytest.fixture
def doctor(accounts, sit):
    """The investigator at a screening that is answered to its end, all of it passed."""
    answer_until(sit())
    doctor = sit(SIGNER)
    answer_until(doctor)
    doctor.record_decision()
    return doctor


def agree_with_all(sitting: Sitting) -> Assessment:
    for id in sitting.protocol.criteria:
        shown = sitting.assessment()
        if id not in shown.agreed:
            sitting.agree(id, shown.seen_of(id))
    return sitting.assessment()


def sign(sitting: Sitting, password=PASSWORD):
    return sitting.sign(agree_with_all(sitting), password)


def copied(sitting: Sitting):
    """The JSON copy of the recorded decision."""
    data = loads(sitting.copy("json"))
    assert isinstance(data, dict)
    return data


def events_of(sitting: Sitting):
    return sitting._store.events(sitting.number)


# Who signs, and what it takes.


def test_an_investigator_assesses_each_criterion_and_signs(doctor):
    # record 12
    assert doctor.assessment().hindered == (Obstacle.NOT_AGREED,)
    event = sign(doctor)
    assert event.body["name"] == "Ben Doctor"
    assert event.body["decision"] == doctor.state.decisions[-1].sequence
    assert [one["id"] for one in event.body["criteria"]] == list(doctor.protocol.criteria)
    (signature,) = doctor.state.signatures
    assert signature.voided is None
    assert check_signatures(doctor.protocol, events_of(doctor))[0].found is Replay.SAME


def test_a_nurse_cannot_sign_nor_agree_nor_raise_a_query(doctor, sit):
    # record 12
    nurse = sit(NURSE)
    version, shown = nurse.version, doctor.assessment()
    for act in (
        lambda: nurse.sign(shown, PASSWORD),
        lambda: nurse.agree("I1", nurse.assessment().seen_of("I1")),
        lambda: nurse.raise_query("I1", "why?"),
    ):
        with pytest.raises(NotAllowed, match="screener"):
            act()
    assert nurse.version == version


def test_signing_asks_for_the_password_again_and_takes_no_wrong_one(doctor, store):
    # record 16
    shown = agree_with_all(doctor)
    with pytest.raises(SignInRefused, match="password is wrong"):
        doctor.sign(shown, "another secret, as long")
    assert not doctor.state.signatures
    failed = store.store_events((EventKind.SIGN_IN_FAILED,))
    assert [event.body["account"] for event in failed] == ["Ben Doctor"]
    doctor.sign(shown, PASSWORD)
    assert doctor.state.signatures


def test_whoever_is_not_signed_in_with_an_account_cannot_sign(doctor, sit):
    # record 16
    other = sit(DOCTOR)
    with pytest.raises(Refused, match="not signed in with an account"):
        sign(other)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda accounts, by: accounts.close(SIGNER.name, by), "Ben Doctor is closed"),
        (
            lambda accounts, by: accounts.set_roles(SIGNER.name, [Role.AUDITOR], by),
            "Ben Doctor has not the role investigator any more",
        ),
    ],
)
def test_whose_account_is_closed_while_the_password_is_checked_does_not_sign(
    doctor, accounts, monkeypatch, change, said
):
    """record 16, record 18"""
    by = Person(SIGNER.name, Role.ADMINISTRATOR)
    accounts.set_roles(SECOND.name, [Role.INVESTIGATOR, Role.ADMINISTRATOR], by)
    shown = agree_with_all(doctor)

    def checked(password, secret):
        change(accounts, Person(SECOND.name, Role.ADMINISTRATOR, authenticated=True))
        return passwords.is_of(password, secret)

    monkeypatch.setattr("screener.record.sign_in.is_of", checked)
    with pytest.raises(SessionEnded, match=said):
        doctor.sign(shown, PASSWORD)
    assert not [one for one in events_of(doctor) if one.kind is EventKind.SIGNED]


def test_a_signature_says_name_times_and_meaning_wherever_the_decision_does(doctor, talk):
    # record 14
    sign(doctor)
    meaning, name = MEANING, "Ben Doctor, investigator"
    at = doctor.state.signatures[0].event.at
    local = f"{at.astimezone(doctor.time_zone):%Y-%m-%d %H:%M:%S}+08:00"
    utc = f"{at:%H:%M:%S} UTC"
    for told in (
        " ".join(doctor.copy("text").split()),
        doctor.copy("markdown").replace("\\", ""),
        talk("1", "/sign", "/quit"),
    ):
        for said in (meaning, name, local, utc):
            assert said in told
    (data,) = copied(doctor)["signatures"]
    assert (data["name"], data["meaning"], data["void"]) == ("Ben Doctor", meaning, None)
    assert data["at"] == f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"
    assert data["at_site"] == at.astimezone(doctor.time_zone).isoformat()


def test_the_meaning_is_recorded_in_the_language_in_which_it_is_shown(doctor):
    # record 14
    shown = agree_with_all(doctor)
    set_language("zh")
    assert doctor.sign(shown, PASSWORD).body["meaning"] == _(MEANING)


# When it can be signed.


def test_before_the_interview_is_complete_nothing_is_signed(accounts, sit):
    # record 17
    answer_until(sit(), "glucose")
    doctor = sit(SIGNER)
    doctor.record_decision()
    with pytest.raises(Refused, match="not complete: questions are left"):
        sign(doctor)


def test_a_failed_criterion_completes_the_interview_and_so_does_all_that_is_left(accounts, sit):
    # record 17
    nurse = sit()
    answer_until(nurse, "born")
    nurse.give("born", value("2015"))
    stopped_there = sit(SIGNER)
    stopped_there.record_decision()
    sign(stopped_there)
    stopped_there.continue_after_failure()
    stopped_there.record_decision()
    with pytest.raises(Refused, match="not complete"):
        sign(stopped_there)
    answer_until(stopped_there)
    stopped_there.record_decision()
    sign(stopped_there)
    assert [one.voided is None for one in stopped_there.state.signatures] == [False, True]


def test_what_cannot_be_determined_is_signed_once_it_is_closed_with_a_reason(accounts, sit):
    # record 17
    answer_until(sit(), "glucose")
    doctor = sit(SIGNER)
    with pytest.raises(Refused, match="questions left to ask"):
        doctor.close_undetermined("lost")
    doctor.give("glucose", missing("not_done"))
    answer_until(doctor)
    doctor.record_decision()
    with pytest.raises(Refused, match="is not closed"):
        sign(doctor)
    with pytest.raises(Refused, match="needs its reason"):
        doctor.close_undetermined(" ")
    doctor.close_undetermined("the laboratory lost the sample")
    sign(doctor)
    assert "the laboratory lost the sample" in doctor.copy("text")
    doctor.give("glucose", value(5, "2026-02-20"))
    assert doctor.state.closed is None
    assert doctor.state.signatures[0].voided is not None


@pytest.mark.parametrize("end", ["stop", "withdraw"])
def test_a_stop_and_a_withdrawal_with_their_reasons_complete_it_too(accounts, sit, end):
    # record 17
    answer_until(sit(), "glucose")
    doctor = sit(SIGNER)
    getattr(doctor, end)("no time")
    doctor.record_decision()
    sign(doctor)


def test_nothing_is_signed_while_a_query_is_open(doctor, sit):
    # record 17
    agree_with_all(doctor)
    doctor.raise_query("I3", "Fasting?")
    assert "I3" in doctor.assessment().lapsed
    with pytest.raises(Refused, match="A query is open"):
        sign(doctor)
    nurse = sit(NURSE)
    (query,) = nurse.unanswered_queries()
    nurse.answer_query(query.version, "yes, since midnight")
    assert nurse.unanswered_queries() == ()
    doctor.refresh()
    with pytest.raises(Refused, match="A query is open"):
        sign(doctor)
    doctor.close_query(query.version)
    sign(doctor)


def test_a_correction_answers_a_query_without_words(doctor, sit, store):
    # record 17
    doctor.raise_query("I3", "Is the unit right?")
    (summary,) = store.screenings()
    assert (summary.queries, summary.signed) == (1, None)
    nurse = sit(NURSE)
    nurse.give("glucose", value("100 mg/dL", "2026-02-20"), reason="the unit was wrong")
    assert nurse.unanswered_queries() == ()
    assert len(nurse.open_queries("I3")) == 1
    (summary,) = store.screenings()
    assert summary.queries == 0


def test_only_open_queries_are_answered_and_closed_and_empty_ones_are_refused(doctor):
    with pytest.raises(Refused, match="empty"):
        doctor.raise_query("I3", " ")
    with pytest.raises(Refused, match="no criterion"):
        doctor.raise_query("I9", "what?")
    with pytest.raises(Refused, match="not open"):
        doctor.answer_query(1, "yes")
    query = doctor.raise_query("I3", "sure?").version
    with pytest.raises(Refused, match="empty"):
        doctor.answer_query(query, "")
    doctor.close_query(query)
    with pytest.raises(Refused, match="not open"):
        doctor.close_query(query)


def test_every_criterion_is_agreed_with_as_it_stands_by_the_one_who_signs(doctor, sit):
    # record 12
    agree_with_all(doctor)
    other = sit(SECOND)
    with pytest.raises(Refused, match="not agreed with every criterion"):
        other.sign(other.assessment(), PASSWORD)


def test_a_later_answer_behind_a_criterion_makes_the_agreement_lapse_visibly(doctor):
    # record 15
    agree_with_all(doctor)
    doctor.give("born", value("1981"), reason="misread")
    now = doctor.assessment()
    assert now.lapsed.keys() == {"I1"}
    assert set(now.agreed) == set(doctor.protocol.criteria) - {"I1"}


def test_what_was_shown_and_is_no_more_is_not_agreed_with(doctor, sit):
    # record 15
    shown = doctor.assessment()
    doctor.give("born", value("1981"), reason="misread")
    with pytest.raises(Refused, match="has changed meanwhile"):
        doctor.agree("I1", shown.seen_of("I1"))


def test_what_someone_else_answers_meanwhile_is_not_signed_unseen(doctor, sit):
    # record 15
    shown = agree_with_all(doctor)
    nurse = sit(NURSE)
    nurse.give("born", value("1981"), reason="misread")
    with pytest.raises(Conflict, match="corrected"):
        doctor.sign(shown, PASSWORD)
    assert not doctor.state.signatures


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
    other = replace(first, body={**first.body, "candidate": "DL-099"}, head="0" * 64)
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


# Copied elsewhere.


def test_a_signature_copied_into_another_screening_does_not_verify(doctor, store):
    # record 15
    signed = sign(doctor)
    number = store.new_screening(RULES.encode(), "DL-018", SIGNER, "en")
    other = Sitting.open(store, number, SIGNER, "en")
    answer_until(other)
    decision = other.record_decision()
    shown = agree_with_all(other)
    with pytest.raises(BadEvent, match="is not the last one"):
        store.append(number, other.version, EventKind.SIGNED, signed.body, SIGNER, as_folded(other))
    criteria = [{"id": id, "agreed": one.version} for id, one in shown.agreed.items()]
    body = {**signed.body, "decision": decision.sequence, "criteria": criteria}
    store.append(number, other.version, EventKind.SIGNED, body, SIGNER)
    (checked,) = check_signatures(other.protocol, store.events(number))
    assert (checked.found, checked.problem) == (
        Replay.DIFFERS,
        "what was signed is not what the record shows",
    )


def as_folded(sitting: Sitting):
    """Check as a sitting does before an event is written for good."""

    def check(event):
        fold([*events_of(sitting), event])

    return check


def test_a_signature_whose_screening_was_changed_beneath_it_does_not_verify(doctor):
    # record 15
    sign(doctor)
    events = events_of(doctor)
    at = next(at for at, event in enumerate(events) if event.body.get("question") == "born")
    answer = {**events[at].body["answer"], "value": "1980-05-18"}
    body = {**events[at].body, "answer": answer}
    # What an event says is in its hash.
    events[at] = replace(events[at], body=body, head="0" * 64)
    (checked,) = check_signatures(doctor.protocol, events)
    assert checked.found is Replay.DIFFERS


def test_a_signature_without_agreement_or_with_an_open_query_is_found_in_the_record(doctor, store):
    # record 17
    signed = sign(doctor)
    events = events_of(doctor)
    body = {**signed.body, "criteria": signed.body["criteria"][1:]}
    (checked,) = check_signatures(doctor.protocol, [*events[:-1], replace(signed, body=body)])
    assert "not those that were agreed with" in checked.problem


def test_what_was_redacted_before_a_signature_excuses_no_forged_one(doctor):
    # record 4, record 15
    doctor.add_note("another patient's")
    held = next(h for event in events_of(doctor) for h in held_by(event) if h.path == "text")
    doctor.redact((held,), "typed by mistake")
    signed = sign(doctor)
    assert check_signatures(doctor.protocol, events_of(doctor))[0].found is Replay.SAME
    body = {**signed.body, "seen": "0" * 64}
    events = [*events_of(doctor)[:-1], replace(signed, body=body)]
    (checked,) = check_signatures(doctor.protocol, events)
    assert checked.found is Replay.DIFFERS


# By line.


def test_by_line_an_investigator_reviews_queries_and_signs_and_a_nurse_answers(doctor, talk, store):
    # record 12, record 14, record 16, record 17
    agree = ("1",) * 4
    said = talk("1", "/sign", "y", "1", "2", "Which card?", *agree, "/quit", person=SIGNER)
    assert "Criterion 1 of 6\nI1 (inclusion 1): passes\nAdults\n" in said
    assert "It cannot be signed now:" in said
    assert "A query is open." in said
    assert "1 query" in talk("/quit")
    assert "I2 (inclusion 2), passes, query open: " in talk("1", "/criteria", "/quit")

    said = talk("1", "/query", "the identity card", "/sign", "/quit")
    assert "1 query waits for an answer:\nI2 (inclusion 2): Which card?" in said
    assert "The query is answered." in said
    assert "This decision is recorded already." in said

    said = talk("1", "/sign", "y", "3", "1", "wrong, but long enough", "/quit", person=SIGNER)
    assert ", investigator, 2026-03-02 09:" in said
    assert "the identity card" in said
    assert "password is wrong" in said
    assert not fold(store.events("S-0001")).signatures

    said = talk("1", "/sign", "y", PASSWORD, "/quit", "/quit", person=SIGNER)
    assert "Signing means: “I have assessed each criterion and agree with this decision.”" in said
    assert "Signed: Ben Doctor, investigator, 2026-03-02 09:" in said
    assert fold(store.events("S-0001")).signatures
    assert "closed, signed" in talk("/quit")


def test_by_line_what_cannot_be_determined_is_closed_with_a_reason(accounts, sit, talk):
    # record 17
    answer_until(sit(), "glucose")
    doctor = sit(SIGNER)
    doctor.give("glucose", missing("not_done"))
    answer_until(doctor)
    doctor.record_decision()
    said = talk("1", "/close", "no sample left", "/sign", "", "/close", "again", person=SIGNER)
    assert "Closed. Whatever is recorded after this opens it again." in said
    assert "Closed undetermined" in said
    assert "because: no sample left" in said
    assert "The screening is closed already." in said
    assert "No query is open." in talk("1", "/query", "/quit")


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
    assert [line.text for line in lines] == ["No criterion changes.", said]
    doctor.give("born", born, reason="misread")
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


def test_by_line_the_end_says_what_sign_does_now(doctor, sit, talk):
    records = "/sign records the decision"
    signs, copies = "/sign reviews and signs the decision", "/copy writes a copy of the decision"

    def offered(person):
        said = talk(person=person, number=doctor.number)
        return [words for words in (records, signs, copies) if words in said]

    assert (offered(SIGNER), offered(NURSE)) == ([signs], [copies])
    doctor.refresh()
    sign(doctor)
    assert offered(SIGNER) == [copies]
    assert "You have signed it, and the signature stands." in talk(
        "/sign", "no", person=SIGNER, number="S-0001"
    )
    said = talk(
        "/back", "3", "1981-05-17", "misread", "/sign", "no", person=SIGNER, number="S-0001"
    )
    assert "This makes the signature of Ben Doctor void." in said
    assert records in said


def test_by_line_a_recorded_decision_is_said_to_be_recorded_until_something_changes_it(
    doctor, talk
):
    said = talk(person=NURSE, number=doctor.number)
    assert "\nRecorded: eligible, by Ben Doctor, investigator, " in said
    assert "Decision so far" not in said
    said = talk("/back", "3", "1981-05-17", "misread", person=NURSE, number=doctor.number)
    again = said.rpartition("\nRecorded: eligible, by Ben Doctor")[2]
    assert "\nDecision so far: eligible\n" in again
    assert "\n/sign records the decision" in again
