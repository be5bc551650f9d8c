"""Requirement 4: whatever people type into a screening can be taken out of it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from screener.protocol.roles import Role
from screener.record.events import BODIES, OF_THE_STORE, Event, EventKind, Person
from screener.record.redaction import held_by

K = EventKind
#: An answer with all that may stand in it; one that is awaited has its day, and no value.
ANSWER = {
    "value": "typed",
    "observed_on": "2026-02-01",
    "source": {"kind": "other_document", "reference": "typed", "through": "staff"},
    "note": "typed",
}
AWAITED = {"missing": "pending", "due": "2026-04-01"}
OF_AN_ANSWER = ("answer.value", "answer.observed_on", "answer.source.reference", "answer.note")
EARLIER = {
    "screening": "S-0001",
    "event": 2,
    "on": "2026-01-01",
    "by": "Ana Nurse",
    "source": {"kind": "chart", "reference": "typed"},
    "observed_on": "2026-02-01",
}
ROW = {"date": "2026-02-01", "score": 50}
DECISION = {
    "answers": {"age": ANSWER, "scan": AWAITED, "visits": {"value": [ROW]}},
    "missing": [{"question": "scan", "due": "2026-04-01"}],
}
#: Of each kind in which somebody types: what a body may hold of it, and the places offered. All
#: else in it is worked out, or chosen among words of the program and of the protocol.
TYPED: Mapping[EventKind, tuple[Mapping[str, object], list[str]]] = {
    K.SCREENING_OPENED: ({"candidate": "typed"}, ["candidate"]),
    K.ANSWERED: (
        {"answer": ANSWER, "typed": "typed", "reason": "typed", "taken_over": EARLIER},
        [
            *OF_AN_ANSWER,
            "typed",
            "reason",
            "taken_over.source.reference",
            "taken_over.observed_on",
        ],
    ),
    K.ENTRY_TAKEN_BACK: ({"answer": ANSWER, "typed": "typed"}, [*OF_AN_ANSWER, "typed"]),
    K.ROW_ENTERED: ({"row": ROW, "typed": "typed"}, ["row.date", "row.score", "typed"]),
    K.ROW_SAVED: ({"row": ROW}, ["row.date", "row.score"]),
    K.SERIES_REOPENED: ({"reason": "typed"}, ["reason"]),
    K.SERIES_COMPLETED: (
        {"answer": {**ANSWER, "value": [ROW]}, "reason": "typed"},
        ["answer.value.0.date", "answer.value.0.score", *OF_AN_ANSWER[1:], "reason"],
    ),
    K.SERIES_AWAITED: ({"answer": AWAITED, "reason": "typed"}, ["answer.due", "reason"]),
    K.SOURCE_SET: ({"source": ANSWER["source"]}, ["source.reference"]),
    K.NOTE_ADDED: ({"text": "typed"}, ["text"]),
    K.DUE_SET: ({"due": "2026-04-01"}, ["due"]),
    K.AWAITED_CLOSED: ({"reason": "typed"}, ["reason"]),
    K.STOPPED: ({"reason": "typed"}, ["reason"]),
    K.WITHDRAWN: ({"reason": "typed"}, ["reason"]),
    K.WITHDRAWAL_CORRECTED: ({"reason": "typed"}, ["reason"]),
    K.OUTCOME_RECORDED: (
        {"on": "2026-03-02", "reason": "typed", "why": "typed"},
        ["on", "reason", "why"],
    ),
    K.CANDIDATE_CORRECTED: (
        {"from": "typed", "to": "typed", "reason": "typed"},
        ["from", "to", "reason"],
    ),
    K.CLOSED_UNDETERMINED: ({"reason": "typed"}, ["reason"]),
    K.QUERY_RAISED: ({"text": "typed"}, ["text"]),
    K.QUERY_ANSWERED: ({"text": "typed"}, ["text"]),
    K.COPY_WRITTEN: ({"file": "typed"}, ["file"]),
    K.PACKET_WRITTEN: ({"file": "typed"}, ["file"]),
    K.DECISION_RECORDED: (
        DECISION,
        [
            *(f"answers.age.{path.partition('.')[2]}" for path in OF_AN_ANSWER),
            "answers.scan.due",
            "answers.visits.value.0.date",
            "answers.visits.value.0.score",
        ],
    ),
}


@pytest.mark.parametrize("kind", [kind for kind in K if kind not in OF_THE_STORE])
def test_all_that_is_typed_is_offered_and_nothing_that_is_not(kind):
    """# record 4"""
    typed, offered = TYPED.get(kind, ({}, []))
    body: dict[str, object] = {**dict.fromkeys(BODIES[kind][1], 1), **typed}
    at = datetime(2026, 3, 2, tzinfo=UTC)
    person = Person("Ana Nurse", Role.SCREENER)
    event = Event(9, "S-0001", 3, kind, at, date(2026, 3, 2), person, "1", body, "ab" * 32)
    assert sorted(held.path for held in held_by(event)) == sorted(offered)


def test_each_of_these_kinds_has_what_is_tried_here():
    assert all(typed.keys() <= BODIES[kind][1] for kind, (typed, _offered) in TYPED.items())
