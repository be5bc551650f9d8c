"""A void signature is followed by a review that says what has changed, and all that is signed."""

from datetime import timedelta

import pytest

from screener.interview.decisions_told import anew_told
from screener.interview.refusals import Refused
from screener.interview.since_signed import ChangesTold
from screener.interview.sitting import Sitting
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.decision import decision_that_holds
from screener.record.events import EventKind, Person
from screener.record.outcomes import Outcome
from screener.record.redaction import held_by, together
from screener.record.replays import Replay
from screener.record.shown import decision_shown, hash_of
from screener.record.signatures import check_signatures
from tests.interview.setting import NURSE, answer_until, value

pytestmark = pytest.mark.usefixtures("quick_passwords")

PASSWORD = "a long enough secret"
SIGNER = Person("Ben Doctor", Role.INVESTIGATOR, authenticated=True)
SECOND = Person("Cleo Doctor", Role.INVESTIGATOR, authenticated=True)
HEADING = "The signature of Ben Doctor, 2026-03-02 09:"
FORM = value("3.0", source="chart")


@pytest.fixture
def doctor(store, sit):
    """The investigator at an eligible candidate's decided screening."""
    accounts = Accounts(store)
    accounts.make_first(SIGNER.name, [Role.INVESTIGATOR], PASSWORD)
    by = Person(SIGNER.name, Role.ADMINISTRATOR)
    accounts.add(SECOND.name, [Role.INVESTIGATOR], PASSWORD, by)
    answer_until(sit())
    doctor = sit(SIGNER)
    answer_until(doctor)
    doctor.record_decision()
    return doctor


@pytest.fixture
def nurse(doctor, sit):
    """The nurse, after the investigator has signed."""
    sign(doctor)
    return sit(NURSE)


def agree(sitting: Sitting):
    for id in sitting.protocol.criteria:
        shown = sitting.assessment()
        if id not in shown.agreed:
            sitting.agree(id, shown.seen_of(id))
    return sitting.assessment()


def sign(sitting: Sitting):
    return sitting.sign(agree(sitting), PASSWORD)


def changes(sitting: Sitting):
    """What has changed since the signature, as labels and texts."""
    sitting.refresh()
    since = sitting.since_signed()
    if since is None:
        return None
    told = ChangesTold(sitting, lambda at: f"{at:%H:%M}").since(since)
    return [(said.label, said.text) for said in told]


# The answers for the record alone.


def test_what_is_signed_says_the_answers_for_the_record_by_section_with_their_source(doctor, talk):
    # record 12
    doctor.give("form", FORM, reason="copied wrongly")
    doctor.record_decision()
    doctor.add_note("came with her brother")
    agree = ("1",) * 6
    said = talk("1", "/sign", "y", *agree, "", "/quit", person=SIGNER)
    decision, _between, review = said.rpartition("E3 (exclusion 3): passes\n")
    for page in (decision, review):
        assert (
            "Answers on which no criterion rests now\nConsent\nWhich form? 3.0; from the chart\n"
            in page
        )
        assert "Ben Doctor, investigator, 2026-03-02 09:" in page
        assert "correction: copied wrongly" in page
        assert ": came with her brother\n" in page


def test_an_answer_for_the_record_binds_a_signature_as_those_behind_a_criterion(doctor):
    # record 15
    doctor.add_note("came with her brother")
    decision, until = doctor.state.decisions[-1], doctor.version + 1
    beside = decision_shown(doctor.standing, decision, until)["beside"]
    assert isinstance(beside, dict)
    assert [one["question"] for one in beside["answers"]] == ["form", "sex"]
    assert beside["answers"][0]["head"] == doctor.state.current("form").head
    assert [one["head"] for one in beside["notes"]] == [doctor.state.notes[-1].head]


def test_a_note_that_someone_else_adds_meanwhile_is_not_signed_unseen(doctor, sit):
    # record 15
    shown = agree(doctor)
    sit(NURSE).add_note("came with her brother")
    doctor.refresh()
    with pytest.raises(Refused, match="has changed meanwhile"):
        doctor.sign(shown, PASSWORD)


def test_a_signature_made_when_the_criteria_alone_were_signed_is_checked_as_it_was_made(doctor):
    # record 15
    shown = agree(doctor)
    decision, until = doctor.state.decisions[-1], doctor.version + 1
    old = hash_of(decision_shown(shown.standing, decision, until, form=1))
    agreed = [{"id": id, "agreed": one.version} for id, one in shown.agreed.items()]
    body = {"decision": decision.sequence, "seen": old, "meaning": "I agree.", "criteria": agreed}
    event = doctor._append(EventKind.SIGNED, {**body, "name": SIGNER.name})
    doctor.give("form", FORM, reason="copied wrongly")

    def found(**forged):
        altered = event._replace(body={**event.body, **forged})
        events = [altered if one.version == event.version else one for one in doctor.events()]
        (checked,) = check_signatures(doctor.protocol, events)
        return checked.found, checked.problem

    assert found() == (Replay.SAME, "")
    assert found(form=2) == (Replay.DIFFERS, "what was signed is not what the record shows")
    assert found(form=2, seen=shown.seen) == (Replay.SAME, "")
    assert "a form that is not known" in found(form=3)[1]


# What has changed since.


def test_a_corrected_answer_is_told_from_what_to_what_by_whom_and_why(nurse, doctor):
    # record 3, record 15
    assert changes(nurse) is None
    nurse.give("form", FORM, reason="copied wrongly")
    nurse.give("form", value("3.1"), reason="misread")
    doctor.refresh()
    doctor.record_decision()
    who = "Ana Nurse, screener, "
    told = changes(nurse)
    assert told[0] == ("Which form?", "2.0 → 3.0; from the chart")
    assert told[1][1].startswith(who)
    assert told[1][1].endswith(" · correction: copied wrongly")
    assert told[2] == ("Which form?", "3.0; from the chart → 3.1")
    assert told[3][1].endswith(" · correction: misread")
    assert told[4] == ("", "Decision recorded: eligible")
    assert changes(doctor) == told
    sign(doctor)
    assert changes(doctor) is None


def test_whatever_voids_a_signature_is_told_in_the_order_in_which_it_was_recorded(nurse):
    # record 15
    nurse.give("glucose", value(6, nurse.on.isoformat()))
    nurse.undo()
    nurse.correct_candidate("DL-071", "mistyped")
    nurse.stop("tired")
    nurse.resume()
    nurse.withdraw("tired")
    told = [f"{label}|{text}" for label, text in changes(nurse)]
    for at, said in enumerate(
        (
            "Glucose?|5.217 mmol/L; observed on 20 February 2026 → 6 mmol/L; ",
            "|Taken back at once: Glucose?",
            "|The candidate's code is corrected: DL-071. It was mistyped as DL-017.",
            "|Stopped: tired",
            "|Taken up again.",
            "|The candidate withdraws. ",
        )
    ):
        assert told[2 * at].startswith(said)
        assert told[2 * at + 1].startswith("|Ana Nurse, screener, ")
    assert told[5].endswith(" · reason: mistyped")


def test_a_corrected_table_is_told_with_the_rows_it_had(nurse):
    # record 3
    nurse.reopen_series("visits", "one is missing")
    nurse.save_row("visits", {"date": "2026-02-11", "score": 60})
    nurse.complete_series("visits")
    told = changes(nurse)
    assert ("Which visits?", "1 row → 2 rows") in told
    nurse.refresh()
    since = ChangesTold(nurse, lambda at: "").since(nurse.since_signed())
    tables = [len(said.table.rows) for said in since if said.table is not None]
    assert tables == [2, 1]


def test_what_was_redacted_since_is_told_as_redacted_and_never_shown(nurse, doctor):
    # record 4
    nurse.give("form", value("Maria Gonzalez"), reason="copied wrongly")
    doctor.refresh()
    held = next(
        one for event in doctor.events() for one in held_by(event) if one.value == "Maria Gonzalez"
    )
    doctor.redact(together(doctor.events(), held), "a name")
    told = str(changes(doctor))
    assert "Maria Gonzalez" not in told
    assert "redacted" in told


def test_each_investigator_is_told_what_has_changed_since_their_own_signature(nurse, doctor, sit):
    # record 15
    second = sit(SECOND)
    assert changes(second) is None
    sign(second)
    nurse.refresh()
    nurse.give("form", FORM, reason="copied wrongly")
    doctor.refresh()
    doctor.record_decision()
    sign(doctor)
    told = changes(second)
    assert ("Which form?", "2.0 → 3.0; from the chart") in told
    assert second.since_signed().signature.event.person == SECOND
    # Somebody has signed anew: whoever has signed nothing has nothing to renew.
    assert changes(nurse) is None


def test_by_line_a_review_after_a_void_signature_says_first_what_has_changed(nurse, talk):
    # record 15
    nurse.give("form", FORM, reason="copied wrongly")
    nurse.record_decision()
    said = talk("1", "/sign", "y", PASSWORD, "/quit", person=SIGNER)
    decision, _between, review = said.partition("Go through the criteria, to sign it?")
    for page in (decision.rpartition("Decision: ")[2], review):
        assert page.index(HEADING) < page.index("Which form? 2.0 → 3.0; from the chart\n")
        assert " · correction: copied wrongly\n" in page
    # Before all that is told of the decision, or asked about it.
    assert decision.rindex(HEADING) < decision.rindex("Recorded: eligible")
    assert review.index(HEADING) < review.index("Signing means")
    assert HEADING not in talk("1", "/sign", "n", "/quit", person=SIGNER)


def test_by_line_an_agreement_that_lapsed_comes_with_what_has_changed_behind_it(nurse, talk):
    # record 15
    nurse.give("born", value("1981-05-17"), reason="misread")
    nurse.record_decision()
    said = talk("1", "/sign", "y", "", "/quit", person=SIGNER)
    told = said.partition("before something changed. Look at it again.\n")[2]
    assert told.startswith("Born when? 17 May 1980 → 17 May 1981\nAna Nurse, screener, ")


# What is called for then.

ANEW = (
    "The recorded decision does not hold any more, and the signature of Ben Doctor is void. "
    "It is to be recorded and signed anew."
)


def test_with_an_outcome_it_is_said_that_a_decision_is_to_be_recorded_and_signed_anew(
    nurse, doctor, talk
):
    # record 15
    nurse.record_outcome(Outcome.ENROLLED, on=nurse.on)
    assert anew_told(nurse.state) == ""
    nurse.give("form", FORM, reason="copied wrongly")
    assert anew_told(nurse.state) == ANEW
    said = talk("1", "/quit")
    assert "The outcome is recorded: enrolled (2 March 2026).\nRecorded: eligible" in said
    assert f"{ANEW}\n" in said
    nurse.refresh()
    nurse.record_decision()
    signs = "The signature of Ben Doctor is void: an investigator signs the decision anew."
    assert anew_told(nurse.state) == signs
    assert signs in talk("1", "/quit")
    doctor.refresh()
    sign(doctor)
    assert anew_told(doctor.state) == ""


def test_a_decision_that_nobody_signed_is_only_recorded_anew(doctor):
    assert anew_told(doctor.state) == ""
    doctor.give("form", FORM, reason="copied wrongly")
    said = "The recorded decision does not hold any more. It is to be recorded anew."
    assert anew_told(doctor.state) == said


def test_time_alone_calls_for_no_new_decision(doctor, clock):
    sign(doctor)
    clock.advance(timedelta(days=60))
    doctor.add_note("called")
    assert decision_that_holds(doctor.standing) is None
    assert anew_told(doctor.state) == ""
