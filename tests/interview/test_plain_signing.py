"""Reviewing and signing in the line mode."""

import pytest

from screener.record.state import fold
from tests.interview.setting import (
    NURSE,
    answer_until,
    missing,
)
from tests.interview.signing import PASSWORD, SIGNER, sign

pytestmark = pytest.mark.usefixtures("quick_passwords")


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


def test_by_line_no_reason_is_asked_for_closing_while_questions_are_left(accounts, sit, talk):
    answer_until(sit(), "glucose")
    said = talk("1", "/close", "5", person=SIGNER)
    assert "There are questions left to ask." in said
    assert "Why does it stay undetermined?" not in said


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


def test_by_line_the_end_says_that_it_is_closed_by_whom_and_why(accounts, sit, talk):
    answer_until(sit(), "glucose")
    doctor = sit(SIGNER)
    doctor.give("glucose", missing("not_done"))
    answer_until(doctor)
    assert "Closed undetermined" not in talk("1")
    doctor.close_undetermined("no sample left")
    _before, _closed, told = talk("1").partition(
        "Nothing is left to ask now.\nClosed undetermined\n"
    )
    who, why, *_rest = told.splitlines()
    assert "recorded by Ben Doctor, investigator, " in who
    assert why.strip() == "because: no sample left"


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


def test_by_line_whoever_signs_hears_each_row_of_the_table_a_criterion_rests_on(
    accounts, sit, talk
):
    answer_until(sit(), "visits")
    nurse = sit()
    nurse.save_row("visits", {"date": "2026-02-01", "score": 50})
    sit(SIGNER).save_row("visits", {"date": "2026-02-08", "score": 61})
    nurse.refresh()
    nurse.complete_series("visits")
    doctor = sit(SIGNER)
    answer_until(doctor)
    doctor.record_decision()
    reviewed = talk("1", "/sign", "y", *("1",) * 6, person=SIGNER).partition("Criterion 5 of 6")[2]
    reviewed, _next, _rest = reviewed.partition("Criterion 6 of 6")
    assert "Which visits? 2 rows\n" in reviewed
    assert (
        "\nRow 1, 2026-02-01: Score: 50\nRow 2, 2026-02-08: Score: 61 · entered by Ben Doctor\n"
        in (reviewed)
    )
    decision = talk("1", "/sign", "n", person=SIGNER)
    assert "\nRow 2, 2026-02-08: Score: 61 · entered by Ben Doctor\n" in decision
