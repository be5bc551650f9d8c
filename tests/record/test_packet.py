"""A screening leaves the store as one file that anyone can check and replay, the store absent."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from screener.record.clock import SteppingClock
from screener.record.errors import StoreError
from screener.record.events import BODIES, OF_THE_STORE, SEALED_AFTER, EventKind
from screener.record.keys import key_path
from screener.record.packet import write_packet
from screener.record.packet_check import check_packet, evaluate, read_packet
from screener.record.replays import Replay
from screener.record.store import Store
from screener.record.verification import verify
from tests.record.packets import DOCS, SECOND, accepted, found


def test_a_packet_verifies_and_replays_with_the_store_absent(store, packet):
    store.close()
    for file in store.path.parent.iterdir():
        file.unlink()
    read = read_packet(packet.read_bytes(), "p.json")
    checked = check_packet(read)
    assert checked.findings == ()
    (decision,) = evaluate(read).decisions
    assert (decision.version, decision.decision, decision.found) == (4, "ineligible", Replay.SAME)


def test_the_second_verifier_comes_to_the_same_head_and_keys(packet):
    checked = check_packet(read_packet(packet.read_bytes(), "p.json"))
    assert SECOND.verify(packet.read_bytes()) == [checked.head, *checked.keys]


def test_both_verifiers_read_the_days_of_a_clock_that_is_set_wrong_by_centuries(
    path, rules, nurse, tmp_path
):
    clock = SteppingClock(datetime(999, 3, 1, 9, 0, tzinfo=UTC))
    with Store.open(path, clock=clock, time_zone="UTC") as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        packet = tmp_path / "early.json"
        write_packet(store, number, packet, nurse)
    assert accepted(packet.read_bytes()) == ["screener", "second"]


def test_the_second_verifier_knows_what_is_sealed_at_once():
    assert SECOND.SEALED_AT_ONCE == SEALED_AFTER - OF_THE_STORE


def test_the_page_names_every_kind_that_is_sealed_at_once():
    page = (DOCS / "packet.md").read_text("utf-8")
    assert all(f"`{kind}`" in page for kind in SEALED_AFTER - OF_THE_STORE)


def test_the_page_and_both_verifiers_give_what_vouches_the_same_members():
    page = (DOCS / "packet.md").read_text("utf-8")
    kinds = {"store_created", "store_migrated", "key_made", "sealed", "packet_written", "redacted"}
    for kind in kinds:
        (row,) = (line for line in page.splitlines() if line.startswith(f"| `{kind}` | "))
        needed, allowed = BODIES[EventKind(kind)]
        assert needed == allowed == {*re.findall("`(.*?)`", row)} - {kind}
        assert needed == {one.partition(":")[0] for one in SECOND.FORMS[kind].split()}


def test_the_second_verifier_says_what_it_found_though_nobody_reads_it(packet):
    reader, writer = os.pipe()
    os.close(reader)
    run = [sys.executable, str(DOCS / "verify_packet.py"), str(packet)]
    done = subprocess.run(run, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_packet_is_an_export_that_the_record_knows_of(store, screened, packet, nurse):
    """# record 1"""
    event = store.events(screened)[-1]
    assert (event.kind, event.person) == (EventKind.PACKET_WRITTEN, nurse)
    assert event.body["file"] == "p.json"
    assert store.store_events()[-1].kind is EventKind.SEALED
    assert verify(store.path).findings == ()


def test_the_packet_holds_every_event_and_the_rules_to_the_byte(store, screened, packet, rules):
    """# record 21"""
    read = read_packet(packet.read_bytes(), "p.json")
    assert read.rules == rules
    held = [one.link.own.hex() for one in read.events if one.link.place]
    assert held == [event.head for event in store.events(screened)]


def test_nothing_of_another_screening_is_in_it(packet):
    content = packet.read_text("ascii")
    assert "DL-017" in content
    assert "OTHER-CODE" not in content
    assert "Ben Doctor" not in content
    assert "S-0002" not in content


@pytest.mark.usefixtures("posix")
def test_a_packet_is_its_owners_alone(packet):
    assert stat.S_IMODE(packet.stat().st_mode) == 0o600


def test_the_same_record_gives_the_same_packet(store, screened, nurse, tmp_path):
    copies = [tmp_path / "a" / "s.db", tmp_path / "b" / "s.db"]
    store.close()
    for copy in copies:
        copy.parent.mkdir()
        shutil.copy(store.path, copy)
        shutil.copy(key_path(store.path), key_path(copy))
    texts = []
    for copy in copies:
        with Store.open(copy) as again:
            write_packet(again, screened, copy.with_name("p.json"), nurse)
        data = json.loads(copy.with_name("p.json").read_bytes())
        texts.append([event for event in data["events"] if "packet_written" not in str(event)][:-1])
    assert texts[0] == texts[1]


def test_what_is_there_already_stays_and_nothing_is_recorded(store, screened, nurse, tmp_path):
    target = tmp_path / "p.json"
    target.write_text("mine")
    before = len(store.events(screened))
    with pytest.raises(StoreError, match="is there already"):
        write_packet(store, screened, target, nurse)
    assert target.read_text() == "mine"
    assert len(store.events(screened)) == before


def test_no_packet_is_made_where_it_cannot_be_recorded(store, screened, nurse, tmp_path):
    key_path(store.path).write_bytes(b"no key")
    store.close()
    with Store.open(store.path) as again, pytest.raises(StoreError, match="key"):
        write_packet(again, screened, tmp_path / "p.json", nurse)
    assert not (tmp_path / "p.json").exists()


def test_no_packet_is_made_of_what_was_touched(store, screened, nurse, tmp_path):
    store._connection.execute("DROP TRIGGER bodies_stay")
    store._connection.execute("UPDATE bodies SET body = '{}' WHERE sequence = 4")
    with pytest.raises(StoreError, match="touched"):
        write_packet(store, screened, tmp_path / "p.json", nurse)
    assert not (tmp_path / "p.json").exists()


def test_a_second_packet_holds_the_event_of_the_first(store, screened, packet, nurse, tmp_path):
    write_packet(store, screened, tmp_path / "q.json", nurse)
    assert accepted((tmp_path / "q.json").read_bytes()) == ["screener", "second"]


def test_a_packet_of_a_store_that_lost_its_key_verifies(store, screened, nurse, tmp_path):
    store.close()
    key_path(store.path).unlink()
    with Store.open(store.path) as again:
        write_packet(again, screened, tmp_path / "p.json", nurse)
    content = (tmp_path / "p.json").read_bytes()
    assert accepted(content) == ["screener", "second"]
    assert len(check_packet(read_packet(content, "p.json")).keys) == 2


def test_a_head_from_a_copy_is_looked_for(store, screened, packet):
    """# record 22"""
    content = packet.read_bytes()
    decided = next(e for e in store.events(screened) if e.kind is EventKind.DECISION_RECORDED)
    assert found(content, decided.head) == []
    assert found(content, "ab" * 32) == [("truncated", None)]


def test_a_head_that_is_only_said_to_have_stood_in_a_gap_is_not_found(packet):
    """Anyone could say so. # record 22"""
    content = packet.read_bytes()
    events = json.loads(content)["events"]
    own = {event["hash"] for event in events}
    said = [event["previous"] for event in events if event["previous"] not in own]
    assert len(said) > 1, "the chain ran through another screening"
    for head in said:
        assert found(content, head) == [("truncated", None)]
        with pytest.raises(SECOND.Wrong, match="known hash"):
            SECOND.verify(content, head)
    assert all(SECOND.verify(content, head) and not found(content, head) for head in own)


def test_what_was_redacted_is_in_no_packet_and_both_verifiers_know_its_tombstone(redacted):
    """# record 4"""
    assert accepted(redacted) == ["screener", "second"]
    assert b"DL-017" not in redacted
    assert SECOND.verify(redacted)[0] == check_packet(read_packet(redacted, "r.json")).head


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b'{"format":1}',
        b"[" * 100_000,
        b'{"events":{},"format":"screener packet 1","rules":"","screening":"S-0001"}\n',
    ],
)
def test_what_is_no_packet_is_told_without_a_word_of_it(content):
    with pytest.raises(StoreError, match="neither a store nor a packet"):
        read_packet(content, "p.json")


def test_a_packet_of_a_newer_form_is_left_to_a_newer_program(packet):
    newer = packet.read_bytes().replace(b"screener packet 1", b"screener packet 2")
    with pytest.raises(StoreError, match="newer version"):
        read_packet(newer, "p.json")
