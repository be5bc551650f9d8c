"""Every event is told in words; a kind that has none yet fails here."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from screener.interview.event_names import NAMES, kind_told
from screener.interview.event_words import EventWords
from screener.interview.sitting import Given
from screener.protocol.loading.loader import load_bytes
from screener.record.events import OF_THE_STORE, Event, EventKind, Redaction, check_body
from tests.interview.setting import DOCTOR, NURSE, RULES, START, answer_until, missing, value

ZONE = ZoneInfo("Asia/Shanghai")
DIGEST = "ab" * 32
YES = {"question": "consent", "answer": {"value": True}, "language": "en"}
#: A body of each kind, and a part of what is said of it.
SAMPLES: Mapping[EventKind, tuple[dict, str]] = {
    EventKind.STORE_CREATED: ({"time_zone": "Asia/Shanghai"}, "Asia/Shanghai"),
    EventKind.STORE_MIGRATED: (
        {"from": 1, "to": 2, "events": 7, "head": DIGEST},
        f"from version 1 to version 2. It held 7 events, up to the head {DIGEST}",
    ),
    EventKind.KEY_MADE: ({"public": DIGEST}, f"sealed with the key {DIGEST}"),
    EventKind.SEALED: (
        {"sequence": 4, "head": DIGEST, "key": DIGEST, "signature": DIGEST},
        "Sealed up to event 4",
    ),
    EventKind.RESTORED: (
        {
            "file": "b.db",
            "events": 9,
            "head": "ab" * 32,
            "before": {"events": 12, "head": "cd" * 32},
            "kept": "s-kept-20260131T090000Z.db",
        },
        "Restored from the backup b.db, with 9 events, up to the head",
    ),
    EventKind.BACKED_UP: (
        {"file": "b.db", "events": 1, "head": DIGEST},
        f"b.db, with 1 event, up to the head {DIGEST}",
    ),
    EventKind.LOG_EXPORTED: (
        {"format": "csv", "screenings": 3, "sha256": DIGEST, "file": "log.csv"},
        "The screening log was exported: log.csv (CSV).",
    ),
    EventKind.TRAIL_EXPORTED: (
        {"format": "json", "screening": "S-0001"},
        "The audit trail of S-0001 was printed (JSON).",
    ),
    EventKind.AWAITED_EXPORTED: (
        {"format": "ics", "results": 2, "sha256": DIGEST, "file": "due.ics"},
        "The awaited results were exported: due.ics (iCalendar).",
    ),
    EventKind.CLOCK_SET_BACK: (
        {"from": "2026-03-02T02:00:00.000000Z", "to": "2026-03-02T01:00:00.000000Z"},
        "from 2026-03-02 10:00:00+08:00 (02:00:00 UTC) to 2026-03-02 09:00:00+08:00",
    ),
    EventKind.RULES_APPROVED: (
        {"rules": DIGEST, "protocol": "P1", "version": "2"},
        f"P1, version 2, SHA-256 {DIGEST}",
    ),
    EventKind.ACCOUNT_ADDED: (
        {"account": "Eva", "roles": ["screener", "auditor"], "secret": DIGEST},
        "added for Eva: screener, auditor",
    ),
    EventKind.ROLES_CHANGED: (
        {"account": "Eva", "roles": ["author"]},
        "roles of Eva are from here: author",
    ),
    EventKind.PASSWORD_CHANGED: ({"account": "Eva", "secret": DIGEST}, "password of Eva"),
    EventKind.ACCOUNT_CLOSED: ({"account": "Eva"}, "account of Eva was closed"),
    EventKind.SIGNED_IN: ({}, "Ana Nurse signed in"),
    EventKind.SIGN_IN_FAILED: ({"account": "Eva"}, "sign-in as Eva failed"),
    EventKind.LOCKED: ({}, "screen of Ana Nurse was locked"),
    EventKind.UNLOCKED: ({}, "Ana Nurse unlocked"),
    EventKind.SCREENING_OPENED: (
        {"candidate": "DL-1", "rules": DIGEST, "language": "en"},
        "Screening S-0001 of candidate DL-1 begins",
    ),
    EventKind.RESUMED: ({"language": "en", "stop_lifted": True}, "Taken up again"),
    EventKind.ANSWERED: ({**YES, "act": "answer"}, "Consented? yes"),
    EventKind.ENTRY_TAKEN_BACK: (
        {**YES, "answer": {"value": False}, "fails": ["I2"]},
        "Consented? no · it was shown to fail I2 (inclusion 2); entered and taken back",
    ),
    EventKind.ANSWER_UNDONE: ({"undoes": 2, "reason": "slip"}, "Event 2 was taken back at once"),
    EventKind.ROW_ENTERED: (
        {"question": "visits", "row": {"date": "2026-02-01"}, "passed": ["date"], "language": "en"},
        "Which visits? a row is being entered · 2026-02-01",
    ),
    EventKind.ROW_LEFT: ({"question": "visits"}, "Which visits? row left, not saved"),
    EventKind.ROW_SAVED: (
        {"question": "visits", "row": {"date": "2026-02-01", "score": 50}, "language": "en"},
        "row saved · 2026-02-01 · Score: 50",
    ),
    EventKind.ROW_REMOVED: ({"question": "visits", "index": 1}, "row 2 removed"),
    EventKind.SERIES_REOPENED: ({"question": "visits", "reason": "one too few"}, "one too few"),
    EventKind.SERIES_PUT_BACK: ({"question": "visits"}, "put back as it was"),
    EventKind.SERIES_COMPLETED: (
        {
            "question": "visits",
            "act": "answer",
            "answer": {"value": [{"date": "2026-02-01", "score": 50}]},
            "language": "en",
        },
        "Which visits? 1 February 2026, Score 50",
    ),
    EventKind.SERIES_AWAITED: (
        {
            "question": "visits",
            "act": "answer",
            "answer": {"missing": "pending", "due": "2026-04-01"},
            "language": "zh",
        },
        "Which visits? awaited, due 1 April 2026 · asked in Chinese",
    ),
    EventKind.SOURCE_SET: ({"source": "chart"}, "answers come from: the chart"),
    EventKind.NOTE_ADDED: ({"text": "tired", "question": "sex"}, "Note to “Sex?”: tired"),
    EventKind.DUE_SET: (
        {"questions": ["glucose", "visits"], "due": "2026-04-01"},
        "Awaited until 1 April 2026:\n  Glucose?\n  Which visits?",
    ),
    EventKind.AWAITED_CLOSED: (
        {"question": "glucose", "reason": "sample lost"},
        "Not awaited any more, without an answer: Glucose? · reason: sample lost",
    ),
    EventKind.SKIPPED: ({"question": "sex"}, "Left for later: Sex?"),
    EventKind.STOPPED: ({"reason": "power cut"}, "Stopped: power cut"),
    EventKind.CONTINUED_AFTER_FAILURE: ({}, "Going on after the failed criterion"),
    EventKind.ENDED_AT_FAILURE: (
        {"failed": ["I1"], "not_assessed": ["I2", "E1"]},
        "ends here, at what fails: I1 (inclusion 1). 2 other criteria are not assessed.",
    ),
    EventKind.WITHDRAWN: ({"reason": "too far"}, "The candidate withdraws."),
    EventKind.WITHDRAWAL_CORRECTED: ({"reason": "of another"}, "· reason: of another"),
    EventKind.OUTCOME_RECORDED: ({"outcome": "enrolled", "on": "2026-03-02"}, "Outcome: enrolled"),
    EventKind.CANDIDATE_CORRECTED: (
        {"from": "DL-1", "to": "DL-2", "reason": "slip"},
        "corrected: DL-2. It was mistyped as DL-1. · reason: slip",
    ),
    EventKind.SCREENED_AGAIN: ({"screening": "S-0002"}, "screened again, in S-0002"),
    EventKind.LANGUAGE_SWITCHED: ({"language": "zh"}, "From here in Chinese"),
    EventKind.ORDER_SET: ({"order": "effort"}, "nearest for the least effort"),
    EventKind.CLOSED_UNDETERMINED: ({"reason": "result lost"}, "Closed undetermined: result lost"),
    EventKind.DECISION_RECORDED: (
        {
            "decision": "ineligible",
            "finish": False,
            "protocol": {},
            "program": "1",
            "criteria": [],
            "answers": {},
            "missing": [],
            "withdrawn": False,
            "stopped": False,
        },
        "Decision recorded: not eligible",
    ),
    EventKind.CRITERION_AGREED: ({"criterion": "E3", "seen": DIGEST}, "Agreed with E3"),
    EventKind.QUERY_RAISED: ({"criterion": "E3", "text": "sure?"}, "Query to E3 (exclusion 3)"),
    EventKind.QUERY_ANSWERED: ({"query": 9, "text": "yes"}, "Query to event 9 answered: yes"),
    EventKind.QUERY_CLOSED: ({"query": 9}, "Query to event 9 closed"),
    EventKind.SIGNED: (
        {"decision": 7, "seen": DIGEST, "meaning": "approved", "criteria": [], "name": "Ben"},
        "Signed by Ben: approved",
    ),
    EventKind.COPY_WRITTEN: (
        {"format": "json", "decision": 9, "sha256": DIGEST, "file": "c.json"},
        "Copy written: c.json (JSON)",
    ),
    EventKind.PACKET_WRITTEN: (
        {"format": 1, "file": "p.packet", "events": 3, "sha256": DIGEST},
        "Packet written: p.packet",
    ),
    EventKind.REDACTED: (
        {
            "events": [9],
            "tombstones": [
                {"sequence": 9, "version": 3, "content": DIGEST, "kept": {}, "gone": ["text"]}
            ],
            "reason": "a name",
        },
        "Redacted in event 3: a name",
    ),
}


def event(kind, body, version=3):
    number = "" if kind in OF_THE_STORE else "S-0001"
    return Event(9, number, version, kind, START, date(2026, 3, 2), NURSE, "1.0", body, DIGEST)


def words(earlier=None, protocol=True):
    rules = load_bytes(RULES.encode(), "rules.yaml") if protocol else None
    return EventWords("en", ZONE, lambda number: rules, lambda number, version: earlier)


def test_a_redacted_event_says_who_took_something_out_when_and_why():
    gone = Redaction(9, DOCTOR, START, date(2026, 3, 2), "a name", ("text",))
    note = event(EventKind.NOTE_ADDED, {"text": "█████"})._replace(redacted=gone)
    said = words().said(note)
    assert said == "Note: █████ · redacted by Ben Doctor, investigator, 2026-03-02 09:00: a name"


def test_every_kind_of_event_has_a_name_and_is_tried_here():
    assert set(EventKind) == set(NAMES) == set(SAMPLES)
    assert len({kind_told(kind) for kind in EventKind}) == len(EventKind)


@pytest.mark.parametrize("kind", EventKind, ids=str)
def test_every_kind_of_event_is_told_in_words(kind):
    body, part = SAMPLES[kind]
    assert check_body(kind, body) is None, "the sample is not what an event of this kind holds"
    assert part in words().said(event(kind, body))


@pytest.mark.parametrize("kind", EventKind, ids=str)
def test_where_the_rules_cannot_be_used_ids_stand_for_the_texts(kind):
    said = words(protocol=False).said(event(kind, SAMPLES[kind][0]))
    assert said
    assert "cannot be told" not in said


@pytest.mark.parametrize("kind", EventKind, ids=str)
def test_a_damaged_event_is_told_as_such_and_ends_nothing(kind):
    bodies = ({"surplus": 1}, dict.fromkeys(SAMPLES[kind][0], 7), dict.fromkeys(SAMPLES[kind][0]))
    for body in bodies:
        assert words().said(event(kind, body))
    assert "cannot be told" in words().said(event(kind, bodies[0]))


def test_what_was_taken_back_is_named_by_its_question():
    undone = event(EventKind.ANSWERED, SAMPLES[EventKind.ANSWERED][0], 2)
    undo = event(EventKind.ANSWER_UNDONE, {"undoes": 2, "reason": "slip"})
    assert words(undone).said(undo) == "Taken back at once: Consented?"
    due = event(EventKind.DUE_SET, SAMPLES[EventKind.DUE_SET][0], 2)
    assert words(due).said(undo) == "Taken back at once: Glucose?, Which visits?"


def test_a_correction_says_why_and_what_was_typed(sitting, store):
    answer_until(sitting, "suitable")
    sitting.give("born", Given({"value": "1981-05-17"}, "17 May 81", "en"), reason="misread")
    sitting.give("glucose", missing("unknown"), reason="of another patient")
    protocol = sitting.protocol
    told = EventWords("en", ZONE, lambda number: protocol, lambda number, version: None)
    said = [told.said(one) for one in store.events(sitting.number)[-2:]]
    assert said == [
        "Born when? 17 May 1981 · typed: 17 May 81 · correction: misread",
        "Glucose? unknown · correction: of another patient",
    ]


def test_who_acted_may_be_anyone(sit):
    doctor = sit(DOCTOR)
    doctor.give("consent", value(True))
    assert words().said(doctor.state.last) == "Consented? yes · typed: True"


def test_a_sign_in_under_a_name_that_no_account_has_is_told_without_one():
    said = words().said(event(EventKind.SIGN_IN_FAILED, {"account": None}))
    assert said == "A sign-in failed, under a name that no account has."
