"""Requirement 4: whoever touches what a redaction left is found out."""

import pytest

from screener.protocol.exact_json import dumps
from screener.record.chain_check import Wrong
from screener.record.events import EventKind
from screener.record.verification import verify
from tests.record.forging import forge
from tests.record.redacting import append, found, note, take_out
from tests.record.setting import DECISION


@pytest.fixture
def redacted(store, number, nurse, doctor, path):
    """The note is event 3, the redaction event 4."""
    note(store, number, nurse)
    take_out(store, number, "text", doctor)
    store.close()
    return path


def test_a_body_that_is_gone_without_its_tombstone_is_found(redacted):
    """# record 22"""
    forge(redacted, ("DELETE FROM bodies WHERE sequence = 2",))
    assert found(redacted)[0] == (Wrong.REMOVED, 2)


def test_a_tombstone_with_another_hash_is_found(redacted):
    changed = "UPDATE bodies SET body = json_set(body, '$.tombstones[0].content', ?)"
    forge(redacted, (f"{changed} WHERE sequence = 4", "ab" * 32))
    assert found(redacted)[0] == (Wrong.ALTERED, 3)


def test_what_was_redacted_and_is_there_again_is_found(redacted):
    forge(redacted, ("INSERT INTO bodies VALUES (3, ?, ?)", bytes(16), dumps({"text": "x"})))
    assert found(redacted)[0][1] == 3


def test_a_redaction_that_is_not_sealed_is_found(redacted):
    forge(
        redacted,
        ("DELETE FROM bodies WHERE sequence > 4",),
        ("DELETE FROM events WHERE sequence > 4",),
    )
    assert found(redacted) == [(Wrong.UNSEALED, 4)]


def test_an_altered_header_of_a_redacted_event_is_found(redacted):
    changed = "UPDATE events SET header = json_set(header, '$.person', 'Eve') WHERE sequence = 3"
    forge(redacted, (changed,))
    assert found(redacted)[0] == (Wrong.ALTERED, 3)


def test_a_long_chain_with_a_redaction_verifies_too(redacted, monkeypatch):
    monkeypatch.setattr("screener.record.verification._FEW", 1)
    assert verify(redacted).findings == ()


def test_a_decision_in_the_middle_goes_on_being_sealed(store, number, nurse, doctor, path):
    note(store, number, nurse)
    append(store, number, EventKind.DECISION_RECORDED, DECISION, nurse)
    take_out(store, number, "text", doctor)
    assert verify(path).findings == ()
