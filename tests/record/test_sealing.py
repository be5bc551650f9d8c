"""The store's key signs where the chain ends."""

import sqlite3
import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)

from screener.record.errors import StoreError
from screener.record.events import PROGRAM, EventKind
from screener.record.keys import holds, key_path
from screener.record.store import Store
from screener.record.verification import verify
from tests.record.setting import DECISION


def kinds(store):
    return [event.kind for event in store.store_events()]


def decide(store, number, nurse, seen=1):
    return store.append(number, seen, EventKind.DECISION_RECORDED, DECISION, nurse)


def hash_of(path, sequence):
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT hash FROM events WHERE sequence = ?", (sequence,))
    (own,) = found.fetchone()
    connection.close()
    return own.hex()


def test_a_decision_is_sealed_with_it(store, number, nurse, path):
    event = decide(store, number, nurse)
    made, sealed = store.store_events()[-2:]
    assert (made.kind, sealed.kind) == (EventKind.KEY_MADE, EventKind.SEALED)
    assert made.sequence == event.sequence + 1 == sealed.body["sequence"]
    assert sealed.body["head"] == hash_of(path, made.sequence)
    assert sealed.person == PROGRAM
    signed = sealed.body
    assert holds(made.body["public"], signed["sequence"], signed["head"], signed["signature"])


def test_a_signature_holds_for_one_place_one_head_and_one_key_alone(store, number, nurse):
    decide(store, number, nurse)
    body = store.store_events()[-1].body
    key, place, head, signature = (body[n] for n in ("key", "sequence", "head", "signature"))
    assert not holds(key, place + 1, head, signature)
    assert not holds(key, place, "0" * 64, signature)
    assert not holds("1" * 64, place, head, signature)
    other = "00" if signature[:2] != "00" else "01"
    assert not holds(key, place, head, other + signature[2:])
    assert not holds(key, place, head, "no hex")


def test_what_was_recorded_is_sealed_when_the_store_is_closed(path, clock, rules, nurse):
    with Store.open(path, clock=clock, time_zone="UTC") as store:
        store.new_screening(rules, "DL-1", nurse, "en")
    with Store.open(path, clock=clock) as store:
        assert kinds(store) == [EventKind.STORE_CREATED, EventKind.KEY_MADE, EventKind.SEALED]


def test_only_looking_seals_nothing(path, clock, rules, nurse):
    with Store.open(path, clock=clock) as store:
        store.new_screening(rules, "DL-1", nurse, "en")
    for _again in range(3):
        with Store.open(path, clock=clock) as store:
            store.screenings()
            assert kinds(store).count(EventKind.SEALED) == 1


def test_the_key_is_its_owners_alone(posix, store, number, nurse, path):
    decide(store, number, nurse)
    assert stat.S_IMODE(key_path(path).stat().st_mode) == 0o600


def test_a_key_that_others_could_read_is_closed_to_them(posix, store, number, nurse, path):
    decide(store, number, nurse)
    store.close()
    key_path(path).chmod(0o644)
    with Store.open(path) as again:
        decide(again, number, nurse, seen=2)
    assert stat.S_IMODE(key_path(path).stat().st_mode) == 0o600


def test_two_stores_in_a_folder_never_have_one_key(tmp_path):
    names = ("a", "a.db", "a.sqlite", "a.sqlite.db", "a.db.db", "b.store", "b.store.db")
    assert len({key_path(tmp_path / name) for name in names}) == len(names)
    assert key_path(tmp_path / "screenings.db") == tmp_path / "screenings.key"
    assert key_path(tmp_path / "a.sqlite") == tmp_path / "a.sqlite.store-key"


def test_a_store_opened_by_a_link_is_sealed_with_its_own_key(
    store, number, nurse, path, clock, tmp_path
):
    decide(store, number, nurse)
    store.close()
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link, to_link = folder / "link.db", folder / "other.name"
    link.symlink_to(path)
    to_link.symlink_to(link)
    for version, way in enumerate((link, to_link), 2):
        with Store.open(way, clock=clock) as linked:
            decide(linked, number, nurse, version)
            assert kinds(linked).count(EventKind.KEY_MADE) == 1
            with Store.open(path, clock=clock) as direct:
                seat = linked.presence.enter(number, nurse, linked.now())
                assert [one.name for one in direct.presence.others()] == [nurse.name]
                linked.presence.leave(seat)
        assert verify(way).findings == verify(path).findings == ()
    assert sorted(folder.iterdir()) == [link, to_link]


@pytest.mark.parametrize("name", ["a.db", "a", "a.sqlite"])
def test_no_store_is_made_where_a_key_may_lie(tmp_path, name):
    path = key_path(tmp_path / name)
    with pytest.raises(StoreError, match="the name of a store's key") as told:
        Store.open(path)
    assert "--store" in told.value.hint
    assert not path.exists()


def test_a_store_that_lost_its_key_goes_on_with_another_and_says_so(store, number, nurse, path):
    decide(store, number, nurse)
    store.close()
    key_path(path).unlink()
    with Store.open(path) as again:
        decide(again, number, nurse, seen=2)
        keys = [e.body["public"] for e in again.store_events() if e.kind is EventKind.KEY_MADE]
    assert len(set(keys)) == 2


def encrypted():
    """A key as it should be, but encrypted with a password."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"a password")
    )


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (lambda: b"-----BEGIN NOTHING", r"cannot be used: it is no key\."),
        (lambda: b"hi\n", r"cannot be used: it is no key\."),
        (encrypted, "cannot be used: it is encrypted with a password"),
    ],
)
def test_a_key_that_cannot_be_read_is_told_and_nothing_is_written(
    store, number, nurse, path, key, said
):
    key_path(path).write_bytes(key())
    with pytest.raises(StoreError, match=said) as told:
        decide(store, number, nurse)
    assert "Move it away" in told.value.hint
    assert [event.version for event in store.events(number)] == [1]


def test_the_key_is_recorded_anew_where_recording_it_was_undone(store, number, nurse):
    def refuse(event):
        raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        store.append(number, 1, EventKind.DECISION_RECORDED, DECISION, nurse, check=refuse)
    decide(store, number, nurse)
    assert kinds(store)[-2:] == [EventKind.KEY_MADE, EventKind.SEALED]


def test_two_programs_on_one_store_seal_with_one_key(store, number, path, nurse, doctor):
    with Store.open(path) as other:
        decide(store, number, nurse)
        decide(other, number, doctor, seen=2)
        assert kinds(other).count(EventKind.KEY_MADE) == 1
