"""Requirement 22: whatever is done to a packet without a key is found, by both verifiers."""

import json

import pytest

from screener.protocol.exact_json import dumps
from screener.record.chain import content_hash, event_hash
from screener.record.packet_check import check_packet, read_packet
from tests.record.packets import SECOND, accepted, body_of, changed, found, missed, with_a_space


def body_gone(data):
    event = body_of(data, "decision_recorded")
    event["content"] = content_hash(bytes.fromhex(event["salt"]), event["body"]).hex()
    del event["salt"], event["body"]


def tombstone_gone(data):
    """Name the other redaction's tombstones twice, and those of the candidate never."""
    first, second = (e for e in data["events"] if '"kind":"redacted"' in e["header"])
    first["body"], first["salt"] = second["body"], second["salt"]


@pytest.mark.parametrize("change", [body_gone, tombstone_gone])
def test_what_is_gone_without_its_tombstone_is_found_by_both(packet, redacted, change):
    """# record 22"""
    content = packet.read_bytes() if change is body_gone else redacted
    assert accepted(changed(content, change)) == []


def say_otherwise(data):
    event = body_of(data, "answered")
    event["body"] = event["body"].replace("17", "71")


def hash_anew(data):
    """Work every hash out anew, as someone may who knows the format and has no key."""
    say_otherwise(data)
    last = None
    for event in data["events"]:
        sequence = json.loads(event["header"])["sequence"]
        if last is not None and last[0] == sequence - 1:
            event["previous"] = last[1]
        content = content_hash(bytes.fromhex(event["salt"]), event["body"])
        own = event_hash(bytes.fromhex(event["previous"]), content, event["header"])
        event["hash"] = own.hex()
        last = sequence, event["hash"]


def leave_out_the_last_answer(data):
    answers = [e for e in data["events"] if '"kind":"answered"' in e["header"]]
    data["events"].remove(answers[-1])


def leave_out_a_seal(data):
    seals = [e for e in data["events"] if '"kind":"sealed"' in e["header"]]
    data["events"].remove(seals[0])


def exchange(data):
    data["events"][3], data["events"][4] = data["events"][4], data["events"][3]


def other_rules(data):
    data["rules"] = data["rules"].replace("18", "16")


def cut_off(data):
    del data["events"][-2:]


def other_number(data):
    data["screening"] = "S-0002"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (say_otherwise, ("altered", 4)),
        (hash_anew, ("altered", 12)),
        (leave_out_the_last_answer, ("altered", 7)),
        (leave_out_a_seal, ("unsealed", 7)),
        (exchange, ("altered", 7)),
        (other_rules, ("altered", None)),
        (cut_off, ("removed", None)),
        (other_number, ("altered", 2)),
    ],
)
def test_whatever_was_done_to_a_packet_is_found_by_both_and_named(packet, change, named):
    """# record 22"""
    touched = changed(packet.read_bytes(), change)
    assert accepted(touched) == []
    assert named in found(touched)


def test_a_byte_that_was_changed_anywhere_is_found_by_both(packet):
    """# record 22"""
    content = packet.read_bytes()
    assert missed(content, range(0, len(content), 61)) == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_each_byte_that_was_changed_is_found_by_both(packet, part):
    content = packet.read_bytes()
    assert missed(content, range(part, len(content), 4)) == []


def test_a_byte_that_was_changed_in_a_packet_with_tombstones_is_found_by_both(redacted):
    assert missed(redacted, range(0, len(redacted), 61)) == []


def last_seal(change):
    """Change what no seal covers, as anybody may: the last seal itself; give what is made of it."""

    def changed_by(content):
        data = json.loads(content)
        event = data["events"][-1]
        change(event)
        said = content_hash(bytes.fromhex(event["salt"]), event["body"])
        own = event_hash(bytes.fromhex(event["previous"]), said, event["header"])
        event["hash"] = own.hex()
        return f"{dumps(data)}\n".encode("ascii")

    return changed_by


def seal_headed(**said):
    def change(event):
        event["header"] = dumps({**json.loads(event["header"]), **said})

    return last_seal(change)


@last_seal
def seal_spaced(event):
    event["body"] = with_a_space(event["body"])


@last_seal
def seal_salted(event):
    event["salt"] = "00" * 16


@pytest.mark.parametrize(
    "change",
    [
        seal_spaced,
        seal_headed(at="2031-01-01T00:00:00.000000Z"),
        seal_headed(on="2031-01-01"),
        seal_headed(role="auditor"),
        seal_headed(person="Ana Nurse"),
        seal_headed(authenticated=1),
        seal_headed(program="9"),
        seal_headed(version=1),
        seal_headed(version=99),
    ],
)
def test_what_the_last_seal_itself_says_is_found_by_both_also_without_a_key(packet, change):
    """# record 22"""
    assert accepted(change(packet.read_bytes())) == []


def test_the_salt_of_the_last_seal_is_covered_by_nothing_and_changes_nothing_that_is_told(packet):
    """The page says so."""
    content = packet.read_bytes()
    salted = seal_salted(content)
    assert accepted(salted) == ["screener", "second"]
    assert SECOND.verify(salted) == SECOND.verify(content)
    checked = [check_packet(read_packet(one, "p.json")) for one in (content, salted)]
    assert checked[0] == checked[1]
