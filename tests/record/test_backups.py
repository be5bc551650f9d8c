"""Requirement 23: a backup can be made while the app runs, and can be gone on with."""

import stat
import threading

import pytest

from screener.protocol.roles import Role
from screener.record.backups import back_up
from screener.record.errors import StoreError
from screener.record.events import EventKind, Person
from screener.record.store import Store
from screener.record.verification import verify

ADA = Person("Ada Byron", Role.ADMINISTRATOR)


def bodies(store, number):
    return [(event.version, event.kind, event.body) for event in store.events(number)]


def test_a_backup_holds_all_that_is_recorded_and_verifies(store, number, nurse, tmp_path):
    """record 23"""
    store.append(number, 1, EventKind.NOTE_ADDED, {"text": "one"}, nurse)
    target = tmp_path / "backup.db"
    made = back_up(store, target, ADA)
    assert made.findings == ()
    assert made.sealed == made.events - 1, "the last event is the seal itself"
    assert verify(target).head == made.head
    with Store.open(target) as copy:
        assert bodies(copy, number) == bodies(store, number)


def test_a_backup_is_one_file_also_once_it_was_verified(store, number, nurse, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    back_up(store, folder / "backup.db", ADA)
    verify(folder / "backup.db")
    assert [file.name for file in folder.iterdir()] == ["backup.db"]


def test_a_backup_can_be_gone_on_with(store, number, nurse, tmp_path, clock):
    target = tmp_path / "backup.db"
    back_up(store, target, ADA)
    with Store.open(target, clock=clock) as copy:
        copy.append(number, 1, EventKind.NOTE_ADDED, {"text": "on"}, nurse)
    assert verify(target).findings == ()


def test_others_go_on_while_a_backup_is_made(store, path, number, nurse, tmp_path):
    """record 23"""
    done = threading.Event()

    def write():
        with Store.open(path) as other:
            seen = 1
            while not done.is_set():
                other.append(number, seen, EventKind.NOTE_ADDED, {"text": str(seen)}, nurse)
                seen += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(5):
            assert back_up(store, tmp_path / f"{n}.db", ADA).findings == ()
    finally:
        done.set()
        writer.join()
    assert verify(path).findings == ()


def test_that_it_was_made_is_recorded_with_its_head(store, number, nurse, tmp_path):
    made = back_up(store, tmp_path / "backup.db", ADA)
    event = store.store_events()[-1]
    assert (event.kind, event.person) == (EventKind.BACKED_UP, ADA)
    assert event.body == {"file": "backup.db", "events": made.events, "head": made.head}
    assert verify(store.path, made.head).findings == ()


@pytest.mark.usefixtures("posix")
def test_a_backup_is_its_owners_alone(store, number, nurse, tmp_path):
    back_up(store, tmp_path / "backup.db", ADA)
    assert stat.S_IMODE((tmp_path / "backup.db").stat().st_mode) == 0o600


def test_what_is_there_already_stays_as_it_is(store, number, nurse, tmp_path):
    target = tmp_path / "backup.db"
    target.write_bytes(b"last year's")
    with pytest.raises(StoreError, match="is there already"):
        back_up(store, target, ADA)
    assert target.read_bytes() == b"last year's"


def test_a_folder_that_is_not_there_is_told(store, number, nurse, tmp_path):
    with pytest.raises(StoreError, match="cannot be opened"):
        back_up(store, tmp_path / "no" / "backup.db", ADA)


def test_no_backup_is_made_of_what_was_touched(store, number, nurse, path, tmp_path):
    store._connection.execute("DROP TRIGGER bodies_stay")
    store._connection.execute("UPDATE bodies SET body = '{}' WHERE sequence = 2")
    before = len(store.store_events())
    with pytest.raises(StoreError, match="touched") as told:
        back_up(store, tmp_path / "backup.db", ADA)
    assert "No backup was made" in told.value.hint
    assert not (tmp_path / "backup.db").exists()
    assert len(store.store_events()) == before, "what was touched is not signed"


def test_no_backup_is_left_of_what_is_damaged(path, clock, rules, nurse, tmp_path):
    with Store.open(path, clock=clock) as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        for seen in range(1, 30):
            store.append(number, seen, EventKind.NOTE_ADDED, {"text": "x" * 200}, nurse)
    with path.open("r+b") as file:
        file.seek(12 * 1024)
        file.write(b"\xff" * 3000)
    with Store.open(path) as store, pytest.raises(StoreError, match=path.name):
        back_up(store, tmp_path / "backup.db", ADA)
    assert not (tmp_path / "backup.db").exists()
