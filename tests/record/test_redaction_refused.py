"""Redactions that are refused, with nothing taken out."""

import sqlite3

import pytest

from screener.protocol.roles import Role
from screener.record.backups import back_up
from screener.record.errors import Conflict, Replaced, StoreError
from screener.record.events import EventKind, Person
from screener.record.redaction import held_by, redact, together
from screener.record.restoring import restore
from screener.record.rights import NotAllowed
from screener.record.tombstones import MARK
from tests.record.redacting import (
    SECRET,
    answer,
    append,
    note,
    pick,
    take_out,
)


@pytest.mark.parametrize(
    "reason", ["", "  ", f"I typed {SECRET}", SECRET.lower(), SECRET.replace(" ", "  ")]
)
def test_it_takes_a_reason_that_does_not_repeat_it(store, number, nurse, doctor, reason):
    note(store, number, nurse)
    with pytest.raises(StoreError, match="reason"):
        take_out(store, number, "text", doctor, reason=reason)
    assert store.events(number)[1].body == {"text": SECRET}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("born as Xiaoming Wang", "Xiaoming is a name"),
        ("born as Xiaoming Wang", "the name wang"),
        ("call 0351-4690 first", "the number 4690"),
        ("患者王小明来诊", "写了王小明的姓名"),
    ],
)
def test_the_reason_repeats_no_part_that_may_be_somebodys(
    store, number, doctor, nurse, text, reason
):
    append(store, number, EventKind.NOTE_ADDED, {"text": text}, nurse)
    with pytest.raises(StoreError, match="repeats"):
        take_out(store, number, "text", doctor, reason=reason)
    assert take_out(store, number, "text", doctor, reason="a name was typed, 病历写错").body


def test_the_reason_may_say_what_a_correction_beside_it_says(store, number, nurse, doctor):
    answer(store, number, nurse, {"missing": "unknown"})
    corrected = {"value": 44, "note": SECRET}
    answer(store, number, nurse, corrected, act="correction", reason="wrong")
    take_out(store, number, "answer.note", doctor, reason="wrong patient")
    assert store.events(number)[2].body["reason"] == MARK


def test_a_nurse_cannot_redact(store, number, nurse):
    note(store, number, nurse)
    with pytest.raises(NotAllowed):
        take_out(store, number, "text", nurse)
    assert store.events(number)[1].body == {"text": SECRET}


def test_what_was_redacted_a_redaction_and_the_stores_own_events_offer_nothing(
    store, number, nurse, doctor
):
    note(store, number, nurse)
    take_out(store, number, "text", doctor)
    events = store.events(number)
    assert held_by(events[1]) == held_by(events[2]) == ()
    assert not any(held_by(event) for event in store.store_events())


@pytest.mark.parametrize("sequence", [1, 2, 4, 99])
def test_a_redaction_of_what_it_may_not_touch_is_not_written(
    store, number, nurse, doctor, sequence
):
    """Event 1 is the store's own, 4 a redaction, 2 is not what the tombstone says."""
    note(store, number, nurse)
    event = take_out(store, number, "text", doctor)
    stone = {**event.body["tombstones"][0], "sequence": sequence}
    body = {"events": [sequence], "tombstones": [stone], "reason": "because"}
    with pytest.raises(ValueError, match="cannot be redacted"):
        append(store, number, EventKind.REDACTED, body, doctor)
    assert store.events(number)[-1] == event


def test_a_body_cannot_be_deleted_without_its_redaction(store, number, nurse):
    note(store, number, nurse)
    with pytest.raises(sqlite3.DatabaseError, match="never deleted"):
        store._connection.execute("DELETE FROM bodies WHERE sequence = 3")


def test_two_people_cannot_redact_past_each_other(store, number, nurse, doctor):
    note(store, number, nurse)
    events = store.events(number)
    held = together(events, pick(store, number, "text"))
    note(store, number, nurse, "more")
    with pytest.raises(StoreError, match="was changed by"):
        redact(store, events[-1], held, "because", doctor)


def test_whoever_redacts_what_another_has_just_redacted_is_told_so(store, number, nurse, doctor):
    note(store, number, nurse)
    events = store.events(number)
    held = together(events, pick(store, number, "text"))
    other = Person("Cora", Role.INVESTIGATOR)
    redact(store, events[-1], held, "a name", other)
    with pytest.raises(Conflict, match="Cora"):
        redact(store, events[-1], held, "a name", doctor)
    now = store.events(number)
    with pytest.raises(StoreError, match="not there any more"):
        redact(store, now[-1], held, "a name", doctor)
    assert store.events(number) == now


def test_whoever_redacts_what_a_restored_backup_does_not_hold_is_told_so(
    store, number, nurse, doctor, tmp_path
):
    admin = Person("Ada", Role.ADMINISTRATOR)
    back_up(store, tmp_path / "backup.db", admin)
    note(store, number, nurse)
    events = store.events(number)
    held = together(events, pick(store, number, "text"))
    restore(store, tmp_path / "backup.db", admin, anyway=True)
    answer(store, number, nurse, {"value": 44})
    with pytest.raises(Replaced):
        redact(store, events[-1], held, "a name", doctor)
    now = store.events(number)
    with pytest.raises(StoreError, match="not there any more"):
        redact(store, now[-1], held, "a name", doctor)
    assert store.events(number) == now
