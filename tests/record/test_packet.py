"""A screening leaves the store as one file that anyone can check and replay, the store absent."""

import importlib.util
import json
import shutil
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from screener.protocol.exact_json import dumps
from screener.record.chain import content_hash, event_hash
from screener.record.decision import decision_body
from screener.record.errors import StoreError
from screener.record.events import OF_THE_STORE, SEALED_AFTER, EventKind
from screener.record.keys import key_path
from screener.record.packet import write_packet
from screener.record.packet_check import check_packet, evaluate, read_packet
from screener.record.redaction import held_by, redact, together
from screener.record.replays import Replay
from screener.record.standing import Standing
from screener.record.state import fold
from screener.record.store import Store
from screener.record.verification import verify

DOCS = Path(__file__).parents[2] / "docs"


def load_second_verifier():
    spec = importlib.util.spec_from_file_location("verify_packet", DOCS / "verify_packet.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SECOND = load_second_verifier()


def answer(store, number, question, value, person):
    body = {
        "question": question,
        "act": "answer",
        "answer": {"value": value},
        "language": "en",
        "typed": str(value),
    }
    store.append(number, len(store.events(number)), EventKind.ANSWERED, body, person)


def decide(store, number, person):
    state = fold(store.events(number))
    protocol = store.protocol(state.rules_sha256)
    store.append(
        number,
        state.version,
        EventKind.DECISION_RECORDED,
        lambda on: decision_body(Standing(protocol, state, on)),
        person,
    )


@pytest.fixture
def screened(store, rules, nurse, doctor):
    """Two screenings, answered in turn, so that the chain runs through both."""
    one = store.new_screening(rules, "DL-017", nurse, "en")
    other = store.new_screening(rules, "OTHER-CODE", doctor, "en")
    answer(store, one, "age", 17, nurse)
    answer(store, other, "age", 99, doctor)
    answer(store, one, "smokes", False, nurse)
    decide(store, one, nurse)
    decide(store, other, doctor)
    return one


@pytest.fixture
def packet(store, screened, nurse, tmp_path):
    target = tmp_path / "p.json"
    write_packet(store, screened, target, nurse)
    return target


def found(content, head=None):
    checked = check_packet(read_packet(content, "p.json"), head)
    return [(one.wrong.value, one.sequence) for one in checked.findings]


def accepted(content):
    """Which of the two verifiers accept it."""
    by = []
    with suppress(StoreError):
        by += [] if found(content) else ["screener"]
    try:
        SECOND.verify(content)
        by.append("second")
    except Exception:
        return by
    return by


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


def test_the_second_verifier_knows_what_is_sealed_at_once():
    assert SECOND.SEALED_AT_ONCE == SEALED_AFTER - OF_THE_STORE


def test_the_page_names_every_kind_that_is_sealed_at_once():
    page = (DOCS / "packet.md").read_text("utf-8")
    assert all(f"`{kind}`" in page for kind in SEALED_AFTER - OF_THE_STORE)


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


@pytest.fixture
def redacted(store, screened, doctor, tmp_path):
    """A packet of a screening whose candidate, and an answer, were taken out."""
    for path in ("candidate", "answer.value"):
        events = store.events(screened)
        held = next(one for event in events for one in held_by(event) if one.path == path)
        redact(store, events[-1], together(events, held), "a mistake", doctor)
    write_packet(store, screened, tmp_path / "r.json", doctor)
    return (tmp_path / "r.json").read_bytes()


def test_what_was_redacted_is_in_no_packet_and_both_verifiers_know_its_tombstone(redacted):
    """# record 4"""
    assert accepted(redacted) == ["screener", "second"]
    assert b"DL-017" not in redacted
    assert SECOND.verify(redacted)[0] == check_packet(read_packet(redacted, "r.json")).head


def test_a_byte_that_was_changed_in_a_packet_with_tombstones_is_found_by_both(redacted):
    assert missed(redacted, range(0, len(redacted), 61)) == []


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


# What somebody may do to one.


def changed(content, change):
    data = json.loads(content)
    change(data)
    return f"{dumps(data)}\n".encode("ascii")


def body_of(data, kind):
    return next(e for e in data["events"] if f'"kind":"{kind}"' in e["header"])


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


def missed(content, places):
    return [
        place
        for place in places
        if accepted(content[:place] + bytes([content[place] ^ 0x01]) + content[place + 1 :])
    ]


def test_a_byte_that_was_changed_anywhere_is_found_by_both(packet):
    """# record 22"""
    content = packet.read_bytes()
    assert missed(content, range(0, len(content), 61)) == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_each_byte_that_was_changed_is_found_by_both(packet, part):
    content = packet.read_bytes()
    assert missed(content, range(part, len(content), 4)) == []


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
