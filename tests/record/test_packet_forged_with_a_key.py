"""Requirement 22: a packet made anew by whoever has a key says nothing that no store writes."""

import json
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from screener.cli import main
from screener.protocol.exact_json import dumps
from screener.record.chain import content_hash, event_hash
from screener.record.events import EventKind
from screener.record.keys import signed_text
from screener.record.packet import statement, write_packet
from screener.record.packet_check import check_packet, read_packet
from screener.record.redaction import held_by, redact, together
from tests.record.packets import SECOND, accepted, body_of, decide, found, with_a_space


def made_anew(content, key, change=lambda data: None, spoil=()):
    """Write a packet anew, each hash and each seal, as whoever has a key may.

    `spoil` does something to the body of the first event of a kind, before it is hashed.
    """
    spoil = dict(spoil)
    public, data = key.public_key().public_bytes_raw().hex(), json.loads(content)
    for event in data["events"]:
        if '"kind":"key_made"' in event["header"]:
            event["body"] = dumps({"public": public})
    change(data)
    hashes: list[bytes] = []
    last = (0, "")
    for event in data["events"]:
        header = json.loads(event["header"])
        place = int(header["sequence"]) - 1
        if last[0] == place:
            event["previous"] = last[1] or event["previous"]
        if header["kind"] == "sealed":
            head = event["previous"]
            signature = key.sign(signed_text(place, head)).hex()
            seal = {"sequence": place, "head": head, "key": public, "signature": signature}
            event["body"] = dumps(seal)
        elif header["kind"] == "packet_written":
            said = {"events": len(hashes), "sha256": statement(hashes)}
            event["body"] = dumps({**json.loads(event["body"]), **said})
        if header["kind"] in spoil:
            event["body"] = spoil.pop(header["kind"])(event["body"])
        content = (
            event.get("content") or content_hash(bytes.fromhex(event["salt"]), event["body"]).hex()
        )
        own = event_hash(bytes.fromhex(event["previous"]), bytes.fromhex(content), event["header"])
        event["hash"] = own.hex()
        hashes.append(own)
        last = place + 1, own.hex()
    return f"{dumps(data)}\n".encode("ascii")


@pytest.fixture
def key():
    return Ed25519PrivateKey.generate()


def headed(**said):
    """Let the header of the first seal say something else; None takes it out."""

    def change(data):
        event = body_of(data, "sealed")
        header = {**json.loads(event["header"]), **said}
        header = {name: value for name, value in header.items() if value is not None}
        event["header"] = dumps(header)

    return change


def as_fractions(numbers):
    return [float(number) for number in numbers]


def as_texts(numbers):
    return [str(number) for number in numbers]


@pytest.mark.parametrize("form", [as_fractions, as_texts])
def test_a_redaction_that_names_its_events_in_no_whole_numbers_is_found_by_both(
    redacted, key, form
):
    """# record 4, record 22"""

    def name_otherwise(data):
        event = body_of(data, "redacted")
        body = json.loads(event["body"])
        event["body"] = dumps({**body, "events": form(body["events"])})

    content = made_anew(redacted, key, name_otherwise)
    assert accepted(content) == []
    (named, *_more) = found(content)
    assert named == ("altered", place_of(content, "redacted"))


def with_number(text):
    """Let the answer 17 be given as another number."""

    def change(data):
        event = body_of(data, "answered")
        before = event["body"]
        event["body"] = before.replace('"value":17', f'"value":{text}')
        assert event["body"] != before

    return change


@pytest.mark.parametrize(
    ("form", "others"),
    [
        ("1.7E+2", ["1.7e2", "1.7E2", "17E1", "1.7E+02"]),
        ("1E-7", ["0.0000001", "1.0e-7", "0.1E-6"]),
        ("0.0050", ["5.0E-3", "50E-4"]),
        ("0", ["-0", "00"]),
        ("-0.0", ["-0.0E+0"]),
        ("0E-7", ["0.0000000"]),
        ("1E+999999999999999999", ["1E+1000000000000000000"]),
    ],
)
def test_a_number_has_one_form_for_both(packet, key, form, others):
    """As docs/record.md says. # record 22"""
    assert accepted(made_anew(packet.read_bytes(), key, with_number(form))) == [
        "screener",
        "second",
    ]
    for other in others:
        assert accepted(made_anew(packet.read_bytes(), key, with_number(other))) == [], other


def redaction_names_others(data):
    event = body_of(data, "redacted")
    body = json.loads(event["body"])
    event["body"] = dumps({**body, "events": [1]})


def redaction_names_nothing(data):
    event = body_of(data, "note_added")
    header = json.loads(event["header"])
    event["header"] = dumps({**header, "kind": "redacted"})
    event["body"] = dumps({"events": [], "tombstones": [], "reason": "x"})


def test_a_packet_made_anew_is_told_from_the_store_s_by_its_key_alone(packet, key):
    content = made_anew(packet.read_bytes(), key)
    assert accepted(content) == ["screener", "second"]
    assert check_packet(read_packet(content, "p.json")).keys != (
        check_packet(read_packet(packet.read_bytes(), "p.json")).keys
    )


@pytest.mark.parametrize(
    "said",
    [
        {"screening": -1},
        {"screening": "0"},
        {"screening": False},
        {"screening": None},
        {"sequence": "8"},
        {"version": None},
        {"at": "today"},
        {"at": None},
        {"authenticated": 2},
        {"on": "2026-02-30"},
        {"on": None},
        {"person": None},
        {"program": 1},
        {"role": None},
        {"more": "x"},
    ],
    ids=str,
)
def test_a_header_that_no_store_writes_is_found_by_both_whoever_has_the_key(packet, key, said):
    """# record 22"""
    assert accepted(made_anew(packet.read_bytes(), key, headed(**said))) == []


def test_a_redaction_that_names_other_events_is_found_by_both_whoever_has_the_key(redacted, key):
    """# record 4, record 22"""
    assert accepted(made_anew(redacted, key)) == ["screener", "second"]
    assert accepted(made_anew(redacted, key, redaction_names_others)) == []


def test_a_redaction_that_names_nothing_is_found_by_both_whoever_has_the_key(
    store, screened, nurse, key, tmp_path
):
    """# record 4, record 22"""
    version = len(store.events(screened))
    store.append(screened, version, EventKind.NOTE_ADDED, {"text": "x"}, nurse)
    decide(store, screened, nurse)
    write_packet(store, screened, tmp_path / "n.json", nurse)
    content = (tmp_path / "n.json").read_bytes()
    assert accepted(made_anew(content, key)) == ["screener", "second"]
    assert accepted(made_anew(content, key, redaction_names_nothing)) == []


def stolen(public):
    """Name a public key that is somebody else's, before one's own."""

    def change(data):
        made = body_of(data, "key_made")
        header = json.loads(made["header"])
        # In place of what is in the gap behind the first two.
        header.update(sequence=3, version=2)
        event = {**made, "header": dumps(header), "body": dumps({"public": public})}
        for later in data["events"][2:]:
            header = json.loads(later["header"])
            if header["screening"] == 0:
                later["header"] = dumps({**header, "version": header["version"] + 1})
        data["events"].insert(2, event)

    return change


def test_a_key_that_sealed_nothing_is_not_said_to_vouch(packet, key):
    # record 22
    (theirs,) = check_packet(read_packet(packet.read_bytes(), "p.json")).keys
    content = made_anew(packet.read_bytes(), key, stolen(theirs))
    assert accepted(content) == ["screener", "second"], "whoever made it, nothing in it is wrong"
    own = key.public_key().public_bytes_raw().hex()
    assert check_packet(read_packet(content, "p.json")).keys == (own,)
    assert SECOND.verify(content)[1:] == [own]


@pytest.mark.parametrize("public", ["", "ab" * 31, "AB" * 32, "ab" * 32 + "\x1b[8m", " ab" * 32])
def test_what_is_no_public_key_is_found_by_both_and_not_printed(
    packet, key, public, tmp_path, capsys
):
    # record 22
    content = made_anew(packet.read_bytes(), key, stolen(public))
    assert accepted(content) == []
    (tmp_path / "f.json").write_bytes(content)
    assert main(["verify", str(tmp_path / "f.json")]) == 1
    assert SECOND.main(str(tmp_path / "f.json")) == 1
    assert capsys.readouterr().out.replace("\n", "").isprintable()


def saying(kind, **said):
    def change(data):
        event = body_of(data, kind)
        event["body"] = dumps({**json.loads(event["body"]), **said})

    return change


@pytest.mark.parametrize("said", [{"criteria": [1]}, {"criteria": {"a": 1}}, {"decision": "maybe"}])
@pytest.mark.parametrize("data", [[], ["--json"]])
def test_a_decision_that_is_none_is_told_as_such_whoever_has_the_key(
    packet, key, said, data, tmp_path, capsys
):
    """# record 22"""
    target = tmp_path / "forged.json"
    target.write_bytes(made_anew(packet.read_bytes(), key, saying("decision_recorded", **said)))
    assert main(["verify", str(target), *data]) == 1
    assert "cannot be read: it is no decision" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("kind", "said", "first"),
    [
        ("decision_recorded", {"decision": "eligible"}, "not all that was decided or signed"),
        (None, {}, "Nothing was changed."),
    ],
)
def test_the_first_line_says_nothing_was_changed_only_where_all_below_fits(
    packet, key, kind, said, first, tmp_path, capsys
):
    """# record 22"""
    target = tmp_path / "forged.json"
    change = saying(kind, **said) if kind else lambda data: None
    target.write_bytes(made_anew(packet.read_bytes(), key, change))
    assert main(["verify", str(target)]) == int(kind is not None)
    out = " ".join(capsys.readouterr().out.split())
    assert first in out
    assert ("Nothing was changed." in out) == (kind is None)


def test_rules_that_cannot_be_used_are_not_told_as_unchanged(packet, key, tmp_path, capsys):
    def other(data):
        data["rules"] = "nonsense"
        saying("screening_opened", rules=sha256(b"nonsense").hexdigest())(data)

    target = tmp_path / "forged.json"
    target.write_bytes(made_anew(packet.read_bytes(), key, other))
    assert main(["verify", str(target)]) == 1
    out = capsys.readouterr().out
    assert "Each event fits." in out
    assert "Nothing was changed" not in out


def test_a_tombstone_that_is_named_twice_is_found_by_both_whoever_has_the_key(redacted, key):
    """# record 4, record 22"""

    def twice(data):
        event = body_of(data, "redacted")
        body = json.loads(event["body"])
        body = {**body, "events": body["events"] * 2, "tombstones": body["tombstones"] * 2}
        event["body"] = dumps(body)

    content = made_anew(redacted, key, twice)
    assert accepted(content) == []
    (named, *_more) = found(content)
    assert named == ("altered", place_of(content, "redacted"))


TOMBSTONES = [
    {"more": 1},
    {"gone": []},
    {"gone": [1]},
    {"version": 99},
    {"version": True},
    {"content": "00"},
]


def place_of(content, kind):
    return json.loads(body_of(json.loads(content), kind)["header"])["sequence"]


def tombstone_says(**said):
    def change(data):
        event = body_of(data, "redacted")
        body = json.loads(event["body"])
        body["tombstones"] = [{**stone, **said} for stone in body["tombstones"]]
        event["body"] = dumps(body)

    return change


@pytest.mark.parametrize("said", TOMBSTONES)
def test_a_tombstone_that_no_store_writes_is_found_by_both_whoever_has_the_key(redacted, key, said):
    """# record 4, record 22"""
    content = made_anew(redacted, key, tombstone_says(**said))
    assert accepted(content) == []
    assert {wrong for wrong, _sequence in found(content)} == {"altered"}


def with_more(body):
    return dumps({**json.loads(body), "more": 1})


@pytest.mark.parametrize("spoil", [with_more, with_a_space])
@pytest.mark.parametrize("kind", ["store_created", "key_made", "sealed", "answered", "redacted"])
def test_a_member_or_a_space_too_many_is_found_by_both_and_where_it_is(
    store, screened, doctor, key, kind, spoil, tmp_path
):
    """What was redacted before is not blamed. # record 22"""
    note = {"text": "x"}
    events = store.events(screened)
    event = store.append(screened, len(events), EventKind.NOTE_ADDED, note, doctor)
    held = next(one for one in held_by(event) if one.path == "text")
    redact(store, event, together([event], held), "a mistake", doctor)
    write_packet(store, screened, tmp_path / "n.json", doctor)
    content = (tmp_path / "n.json").read_bytes()
    assert accepted(made_anew(content, key)) == ["screener", "second"]
    spoiled = made_anew(content, key, spoil={kind: spoil})
    assert found(spoiled)[0] == ("altered", place_of(spoiled, kind))
    if kind != "answered" or spoil is with_a_space:
        assert accepted(spoiled) == []
