"""An investigator assesses each criterion and signs; what is signed binds to what was shown."""

import pytest

from screener.interview.signing_told import MEANING
from screener.interview.sitting import Refused
from screener.language import _, set_language
from screener.protocol.roles import Role
from screener.record import passwords
from screener.record.errors import Conflict
from screener.record.events import EventKind, Person
from screener.record.replays import Replay
from screener.record.rights import NotAllowed
from screener.record.sessions import SessionEnded
from screener.record.sign_in import SignInRefused
from screener.record.signatures import Obstacle, check_signatures
from tests.interview.setting import (
    DOCTOR,
    NURSE,
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
