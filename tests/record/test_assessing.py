"""What an investigator did about a decision, folded: nothing that nobody could have done."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from screener.protocol.roles import Role
from screener.record.errors import BadEvent
from screener.record.events import Event, EventKind, Person
from screener.record.state import fold
from tests.record.setting import DECISION

K = EventKind
DOCTOR = Person("Ben Doctor", Role.INVESTIGATOR, authenticated=True)
NURSE = Person("Ana Nurse", Role.SCREENER, authenticated=True)
SEEN = "a" * 64
SIGNED = {
    "decision": 2,
    "seen": SEEN,
    "meaning": "I agree.",
    "name": DOCTOR.name,
    "criteria": [{"id": "I1", "agreed": 3}],
}


def told(*happened, opened_with=((K.DECISION_RECORDED, DECISION),)):
    """The state after some events, each a kind, a body and perhaps who did it."""
    events = []
    opening = (K.SCREENING_OPENED, {"candidate": "X", "rules": "0" * 64, "language": "en"})
    for version, (kind, body, *who) in enumerate((opening, *opened_with, *happened), 1):
        person = who[0] if who else DOCTOR
        at = datetime(2026, 3, 1, 9, version, tzinfo=UTC)
        events.append(
            Event(version, "S-0001", version, kind, at, date(2026, 3, 1), person, "0", body, "0")
        )
    return fold(events)


AGREED = (K.CRITERION_AGREED, {"criterion": "I1", "seen": SEEN})
RAISED = (K.QUERY_RAISED, {"criterion": "I1", "text": "why?"})
CLOSED = (K.QUERY_CLOSED, {"query": 3})
NOTED = (K.NOTE_ADDED, {"text": "a word"})
ANSWER = {"question": "q", "act": "answer", "answer": {"value": 1}, "language": "en"}
ANSWERED = (K.ANSWERED, ANSWER)


def test_a_signature_stands_until_something_bears_on_the_decision():
    # record 15
    state = told(AGREED, (K.SIGNED, SIGNED), NOTED, RAISED)
    assert state.signatures[0].voided is None
    state = told(AGREED, (K.SIGNED, SIGNED), NOTED, ANSWERED, (K.STOPPED, {"reason": "tired"}))
    voided = state.signatures[0].voided
    assert voided is not None
    assert voided.version == 6


@pytest.mark.parametrize(
    ("happened", "match"),
    [
        ([(*AGREED, NURSE)], "is an investigator's"),
        ([(*RAISED, NURSE)], "is an investigator's"),
        ([RAISED, (*CLOSED, NURSE)], "is an investigator's"),
        ([(K.SIGNED, SIGNED, NURSE)], "is an investigator's"),
        ([(K.SIGNED, SIGNED, replace(DOCTOR, authenticated=False))], "without a password"),
        ([(K.SIGNED, {**SIGNED, "name": "Somebody"})], "under another name"),
        ([(K.SIGNED, {**SIGNED, "decision": 1})], "is not the last one"),
        ([ANSWERED, (K.SIGNED, SIGNED)], "has changed since"),
        ([RAISED, (K.SIGNED, SIGNED)], "a query is open"),
        ([(K.SIGNED, {**SIGNED, "seen": "A" * 64})], "seen is no SHA-256"),
        ([(K.SIGNED, {**SIGNED, "criteria": ["I1"]})], "its criteria are none"),
        ([(K.SIGNED, {**SIGNED, "meaning": ""})], "meaning is no text"),
        ([(K.QUERY_ANSWERED, {"query": 3, "text": "so"})], "there is no open query 3"),
        ([RAISED, CLOSED, CLOSED], "there is no open query 3"),
        ([(K.STOPPED, {"reason": "x"}), (K.CLOSED_UNDETERMINED, {"reason": "y"})], "was closed"),
        ([(K.CLOSED_UNDETERMINED, {"reason": ""})], "reason is no text"),
    ],
)
def test_what_could_not_have_been_done_is_not_taken_from_the_record(happened, match):
    # record 12, record 16, record 17
    with pytest.raises(BadEvent, match=match):
        told(*happened)


def test_nothing_is_signed_that_was_not_decided():
    # record 17
    with pytest.raises(BadEvent, match="is not the last one"):
        told((K.SIGNED, SIGNED), opened_with=())


def test_a_closing_holds_until_something_bears_on_the_decision():
    # record 17
    closing = (K.CLOSED_UNDETERMINED, {"reason": "lost"})
    assert told(closing, NOTED).closed is not None
    assert told(closing, ANSWERED).closed is None
