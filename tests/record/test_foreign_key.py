"""Requirements 12, 18 and 22: what another key sealed than the store's is nowhere gone on from."""

import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from screener.protocol.exact_json import dumps
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.backups import back_up
from screener.record.chain_check import Wrong
from screener.record.errors import StoreError
from screener.record.events import EventKind, Person
from screener.record.keys import Key, key_beside, key_path, make_key
from screener.record.restoring import restore, restore_new
from screener.record.sign_in import SignIn, SignInRefused
from screener.record.store import Store
from screener.record.verification import verify
from tests.record.forging import forge
from tests.record.setting import DECISION
from tests.record.verifying import appended, fill, found, public_of, sealing, write_anew

ADA, NIA = "Ada Byron", "Nia Rse"
GOOD = "correct horse battery staple"
ADMIN = Person(ADA, Role.ADMINISTRATOR, authenticated=True)


@pytest.fixture
def peopled(path, clock, rules, nurse, quick_passwords):
    fill(path, clock, rules, nurse)
    with Store.open(path, clock=clock) as store:
        accounts = Accounts(store)
        accounts.make_first(ADA, [Role.AUTHOR], GOOD)
        accounts.add(NIA, [Role.SCREENER], GOOD, ADMIN)
    return path


@pytest.fixture
def backup(peopled, tmp_path):
    """A backup of the store, elsewhere, so without its key."""
    target = tmp_path / "elsewhere" / "backup.db"
    target.parent.mkdir()
    with Store.open(peopled) as store:
        back_up(store, target, ADMIN)
    return target


def end(path):
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1"
        last, own = connection.execute(query).fetchone()
        return last + 1, own.hex()


def put(path, kind, said):
    """Put an event of the store's own behind all others; give its place."""
    sequence, _head = end(path)
    forge(path, *appended(path, sequence, kind, said))
    return sequence


def given_rights_under_a_key_of_theirs(path):
    key = Ed25519PrivateKey.generate()
    put(path, EventKind.ROLES_CHANGED, dumps({"account": NIA, "roles": ["investigator"]}))
    made = put(path, EventKind.KEY_MADE, dumps({"public": public_of(key)}))
    sequence, head = end(path)
    put(path, EventKind.SEALED, sealing(key, sequence - 1, head))
    return made


def written_anew_under_a_key_of_theirs(path):
    key = Ed25519PrivateKey.generate()
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT sequence FROM events WHERE header ->> 'kind' = 'key_made'"
        (made,) = connection.execute(query).fetchone()
    public = dumps({"public": public_of(key)})
    forge(
        path,
        ("UPDATE bodies SET body = ? WHERE sequence = ?", public, made),
        ("UPDATE bodies SET body = ? WHERE sequence = 5", '{"text":"won"}'),
    )
    write_anew(path, key)
    return made


FORGED = [given_rights_under_a_key_of_theirs, written_anew_under_a_key_of_theirs]


def decide(path, nurse, seen=5):
    with Store.open(path) as store:
        store.append("S-0002", seen, EventKind.DECISION_RECORDED, DECISION, nurse)


def enter(path, name=NIA, role=Role.SCREENER):
    with Store.open(path) as store:
        entered = SignIn(store)
        return entered.enter(entered.check(name, GOOD), role)


@pytest.mark.parametrize("forged", FORGED)
def test_nobody_signs_in_to_what_another_key_sealed(peopled, forged):
    """record 18"""
    made = forged(peopled)
    with pytest.raises(StoreError, match=f"From event {made} on, .* not the one beside") as told:
        enter(peopled)
    assert "`screener verify`" in told.value.hint
    assert str(key_path(peopled)) in told.value.hint


@pytest.mark.parametrize("forged", FORGED)
def test_what_another_key_sealed_is_not_sealed_again(peopled, nurse, forged):
    """record 12; record 22"""
    made = forged(peopled)
    with Store.open(peopled) as store:
        store.append("S-0002", 5, EventKind.NOTE_ADDED, {"text": "written still"}, nurse)
    with pytest.raises(StoreError, match="is not the one beside the store"):
        decide(peopled, nurse, seen=6)
    assert found(peopled) == [(Wrong.FOREIGN_KEY, made)]


def test_the_name_of_the_stores_key_without_its_seal_vouches_for_nothing(peopled, nurse):
    given_rights_under_a_key_of_theirs(peopled)
    own = key_beside(peopled)
    assert own is not None
    made = put(peopled, EventKind.KEY_MADE, dumps({"public": own.public}))
    with pytest.raises(StoreError, match=f"changed since .* in event {made}"):
        enter(peopled)
    with pytest.raises(StoreError, match=f"changed since .* in event {made}"):
        decide(peopled, nurse)
    assert (Wrong.UNSEALED, made) in found(peopled)


def test_a_key_that_comes_back_shows_the_other_that_sealed_meanwhile(peopled, nurse, monkeypatch):
    """As by a program that goes on with its key behind another."""
    made = given_rights_under_a_key_of_theirs(peopled)
    monkeypatch.setattr(Key, "goes_on_from", lambda key, last: True)
    decide(peopled, nurse)
    monkeypatch.undo()
    assert found(peopled) == [(Wrong.FOREIGN_KEY, made)]


# What may happen to a key, and is no forgery.


def test_a_store_whose_key_was_lost_is_signed_in_to_and_goes_on(peopled, nurse):
    key_path(peopled).unlink()
    enter(peopled)
    decide(peopled, nurse)
    enter(peopled)
    assert found(peopled) == []
    assert len(verify(peopled).keys) == 2


def test_a_copy_elsewhere_goes_on_with_a_key_of_its_own(peopled, nurse, tmp_path):
    copy = tmp_path / "copy.db"
    shutil.copy(peopled, copy)
    for path in (copy, peopled):
        enter(path)
        decide(path, nurse)
        enter(path)
        assert found(path) == []
    assert verify(copy).keys[-1] != verify(peopled).keys[-1]


def test_a_copy_that_comes_back_without_its_key_is_restored(peopled, nurse, tmp_path):
    """The copy's key stayed where it was: the record says that the store's goes on."""
    copy = tmp_path / "copy.db"
    shutil.copy(peopled, copy)
    decide(copy, nurse)
    key_path(copy).unlink()
    with Store.open(peopled) as store:
        restore(store, copy, ADMIN, anyway=True)
    enter(peopled)
    assert found(peopled) == []
    first, other, again = verify(peopled).keys
    assert first == again != other


@pytest.mark.parametrize("keyed", [True, False])
def test_a_lost_store_is_made_of_its_backup(peopled, backup, nurse, keyed):
    for one in peopled.parent.glob("*.db*"):
        one.unlink()
    if not keyed:
        key_path(peopled).unlink()
    restore_new(peopled, backup, lambda store: signed_in(store, GOOD))
    decide(peopled, nurse)
    enter(peopled)
    assert found(peopled) == []
    assert len(verify(peopled).keys) == (1 if keyed else 2)


def test_a_backup_is_restored_beside_another_key(peopled, backup, nurse, tmp_path):
    path = tmp_path / "machine" / "screenings.db"
    path.parent.mkdir()
    make_key(path, None)
    restore_new(path, backup, lambda store: signed_in(store, GOOD))
    decide(path, nurse)
    enter(path)
    assert found(path) == []
    assert len(verify(path).keys) == 2


def test_nobody_whose_password_is_wrong_leaves_a_key_behind(backup, tmp_path):
    path = tmp_path / "machine" / "screenings.db"
    with pytest.raises(SignInRefused):
        restore_new(path, backup, lambda store: signed_in(store, "not this"))
    assert list(path.parent.iterdir()) == []


def signed_in(store, password):
    entered = SignIn(store)
    return entered.enter(entered.check(ADA, password), Role.ADMINISTRATOR).person


def test_a_new_key_that_could_not_be_recorded_is_recorded_the_next_time(peopled, nurse):
    """The program was ended, or its disk full, between making the key and recording it."""
    key_path(peopled).unlink()

    def refuse(event):
        raise ValueError("refused")

    with Store.open(peopled) as store, pytest.raises(ValueError, match="refused"):
        store.append("S-0002", 5, EventKind.DECISION_RECORDED, DECISION, nurse, check=refuse)
    assert key_path(peopled).exists()
    assert found(peopled) == []
    enter(peopled)
    decide(peopled, nurse)
    assert found(peopled) == []
    assert len(verify(peopled).keys) == 2


def test_two_programs_go_on_with_one_new_key(peopled, nurse, doctor):
    """One of them sealed with the lost key before."""
    with Store.open(peopled) as one, Store.open(peopled) as other:
        one.append("S-0002", 5, EventKind.DECISION_RECORDED, DECISION, nurse)
        key_path(peopled).unlink()
        other.append("S-0002", 6, EventKind.DECISION_RECORDED, DECISION, doctor)
        one.append("S-0002", 7, EventKind.DECISION_RECORDED, DECISION, nurse)
    assert found(peopled) == []
    assert len(verify(peopled).keys) == 2


# What lies in the key's place, and is no key.


def a_folder(path):
    path.unlink()
    path.mkdir()


def a_link_to_nothing(path):
    path.unlink()
    path.symlink_to(path.with_name("gone"))


def a_pipe(path):
    path.unlink()
    os.mkfifo(path)


def bytes_behind_it(path):
    path.write_bytes(path.read_bytes() + b"x" * 50)


def bytes_before_it(path):
    path.write_bytes(b"x\n" + path.read_bytes())


@pytest.mark.parametrize(
    "done", [a_folder, a_link_to_nothing, a_pipe, bytes_behind_it, bytes_before_it]
)
def test_what_is_no_key_is_found_in_its_place_and_never_waited_for(posix, peopled, nurse, done):
    done(key_path(peopled))
    assert found(peopled) == [(Wrong.FOREIGN_KEY, None)]
    assert "is no key" in verify(peopled).findings[0].text
    for act in (lambda: decide(peopled, nurse), lambda: enter(peopled)):
        with pytest.raises(StoreError, match="cannot be used"):
            act()


def test_a_key_that_was_copied_with_other_line_ends_is_a_key_still(peopled, nurse):
    place = key_path(peopled)
    place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    assert found(peopled) == []
    enter(peopled)


# Where the chain breaks.


def test_nothing_is_said_of_the_seals_of_what_was_not_read(peopled):
    forge(peopled, ("UPDATE bodies SET body = ? WHERE sequence = 5", '{"text":"won"}'))
    assert found(peopled) == [(Wrong.ALTERED, 5)]


def test_an_event_whose_seal_is_where_the_chain_breaks_is_not_accused(peopled):
    with closing(sqlite3.connect(peopled)) as connection:
        query = "SELECT max(sequence) FROM events WHERE header ->> 'kind' = 'sealed'"
        (seal,) = connection.execute(query).fetchone()
    forge(peopled, ("UPDATE bodies SET body = body || ' ' WHERE sequence = ?", seal))
    assert found(peopled) == [(Wrong.ALTERED, seal)]
