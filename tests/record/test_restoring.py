"""Requirement 23: going back to a backup, while others have the store open, and losing nothing."""

import multiprocessing
import os
import shutil
import signal
import sqlite3
from contextlib import closing

import pytest

from screener.protocol.roles import Role
from screener.record import copying
from screener.record.backups import back_up
from screener.record.errors import Conflict, Replaced, StoreError
from screener.record.events import EventKind, Person
from screener.record.keys import key_path
from screener.record.redaction import held_by, redact
from screener.record.restoring import restore, restore_new
from screener.record.rights import NotAllowed
from screener.record.store import Store
from screener.record.verification import verify

ADMIN = Person("Ada Admin", Role.ADMINISTRATOR)


def note(store, number, nurse, text, seen=None):
    seen = len(store.events(number)) if seen is None else seen
    return store.append(number, seen, EventKind.NOTE_ADDED, {"text": text}, nurse)


def heads(store, number):
    return [event.head for event in store.events(number)]


@pytest.fixture
def backup(store, number, nurse, tmp_path):
    """A backup that holds one note."""
    note(store, number, nurse, "before")
    back_up(store, tmp_path / "backup.db", ADMIN)
    return tmp_path / "backup.db"


def kept(path):
    return sorted(path.parent.glob("screenings-kept-*.db"))


def test_a_store_is_as_it_was_when_the_backup_was_made(store, number, nurse, backup):
    """# record 23"""
    before = heads(store, number)
    note(store, number, nurse, "after")
    done = restore(store, backup, ADMIN, anyway=True)
    assert heads(store, number) == before
    assert done.verified.findings == ()
    assert verify(store.path).findings == ()


def test_what_the_backup_does_not_hold_is_told_and_nothing_is_done(
    store, number, nurse, backup, rules
):
    note(store, number, nurse, "after")
    store.new_screening(rules, "DL-2", nurse, "en")
    before = verify(store.path).head
    with pytest.raises(StoreError, match="that the backup does not") as told:
        restore(store, backup, ADMIN)
    assert "from 2026-03-01 09:30 UTC on, in S-0001, S-0002" in told.value.message
    assert "--anyway" in told.value.hint
    assert verify(store.path).head == before
    assert kept(store.path) == []


def test_nothing_recorded_is_lost(store, number, nurse, backup):
    """# record 2"""
    note(store, number, nurse, "after")
    before = heads(store, number)
    done = restore(store, backup, ADMIN, anyway=True)
    (copied,) = kept(store.path)
    assert done.kept == copied
    assert verify(copied).findings == ()
    with Store.open(copied) as copy:
        assert heads(copy, number) == before


def test_that_it_was_restored_is_recorded_and_sealed(store, number, nurse, backup):
    """# record 1"""
    made = verify(backup)
    note(store, number, nurse, "after")
    before = verify(store.path)
    restore(store, backup, ADMIN, anyway=True)
    event, *rest = store.store_events()[-2:]
    assert (event.kind, event.person) == (EventKind.RESTORED, ADMIN)
    assert event.body == {
        "file": "backup.db",
        "events": made.events,
        "head": made.head,
        "before": {"events": before.events, "head": before.head},
        "kept": kept(store.path)[0].name,
    }
    assert [one.kind for one in rest] == [EventKind.SEALED]


def test_what_a_store_records_of_itself_stops_nobody(store, number, backup):
    """That the backup was made stands behind what it holds."""
    done = restore(store, backup, ADMIN)
    assert done.beyond is not None
    assert not done.beyond.weighty
    assert done.kept is not None


def test_a_redaction_that_would_be_undone_is_told(store, number, nurse, doctor, backup):
    held = held_by(store.events(number)[1])
    redact(store, store.events(number)[-1], held, "a name", doctor)
    with pytest.raises(StoreError, match="1 of them redacted something"):
        restore(store, backup, ADMIN)


def test_the_key_beside_the_store_goes_on(store, number, nurse, backup):
    keys = verify(store.path).keys
    restore(store, backup, ADMIN)
    assert verify(store.path).keys == keys


def test_another_key_beside_the_store_is_recorded(store, number, nurse, backup, path):
    store.close()
    key_path(path).unlink()
    with Store.open(path) as again:
        restore(again, backup, ADMIN)
    checked = verify(path)
    assert checked.findings == ()
    assert len(checked.keys) == 2


def test_a_store_goes_on_after_it_and_can_be_backed_up_again(
    store, number, nurse, backup, tmp_path
):
    note(store, number, nurse, "after")
    restore(store, backup, ADMIN, anyway=True)
    note(store, number, nurse, "again")
    back_up(store, tmp_path / "second.db", ADMIN)
    done = restore(store, tmp_path / "second.db", ADMIN)
    assert [e.body.get("text") for e in store.events(number)][1:] == ["before", "again"]
    assert done.verified.findings == ()


def test_forward_to_a_later_backup_too(store, number, nurse, backup, tmp_path, clock):
    note(store, number, nurse, "after")
    back_up(store, tmp_path / "later.db", ADMIN)
    restore(store, backup, ADMIN, anyway=True)
    done = restore(store, tmp_path / "later.db", ADMIN)
    assert store.events(number)[-1].body == {"text": "after"}
    assert done.verified.findings == ()


# Others have the store open.


def test_whoever_shows_what_is_gone_is_told_and_writes_nothing(store, number, nurse, backup, path):
    """# record 23"""
    with Store.open(path) as other:
        shown = note(store, number, nurse, "after")
        restore(other, backup, ADMIN, anyway=True)
        note(other, number, nurse, "another, of the same version")
        before = heads(other, number)
        with pytest.raises(Replaced, match="Ada Admin restored the store from a backup") as told:
            store.append(number, 3, EventKind.NOTE_ADDED, {"text": "x"}, nurse, head=shown.head)
        assert "open it again" in told.value.hint
        assert heads(other, number) == heads(store, number) == before


def test_whoever_shows_what_is_there_still_goes_on(store, number, nurse, backup, path):
    shown = store.events(number)[-1]
    with Store.open(path) as other:
        restore(other, backup, ADMIN)
    note(store, number, nurse, "on")
    with pytest.raises(Conflict):
        store.append(number, 2, EventKind.NOTE_ADDED, {"text": "x"}, nurse, head=shown.head)


def test_the_list_shows_what_is_there_now(store, number, nurse, doctor, backup, path):
    note(store, number, nurse, "after")
    assert [one.last_by for one in store.screenings()] == ["Ana Nurse"]
    with Store.open(path) as other:
        restore(other, backup, ADMIN, anyway=True)
        note(other, number, doctor, "of the same version")
    assert [one.last_by for one in store.screenings()] == ["Ben Doctor"]


def _write_until(path, number, nurse, done, written):
    with Store.open(path) as store:
        while not done.is_set():
            last = store.events(number)[-1]
            try:
                store.append(
                    number,
                    last.version,
                    EventKind.NOTE_ADDED,
                    {"text": "x" * 50},
                    nurse,
                    head=last.head,
                )
                written.value += 1
            except (Conflict, Replaced):
                continue


def test_a_store_is_restored_while_another_program_writes(store, number, nurse, backup, path):
    """# record 23"""
    here = multiprocessing.get_context("spawn")
    done, written = here.Event(), here.Value("i", 0)
    writer = here.Process(target=_write_until, args=(path, number, nurse, done, written))
    writer.start()
    try:
        while written.value < 5:
            assert writer.is_alive()
        for _again in range(3):
            restore(store, backup, ADMIN, anyway=True)
            seen = written.value
            while written.value == seen:
                assert writer.is_alive()
    finally:
        done.set()
        writer.join()
    assert verify(path).findings == ()
    for copy in kept(path):
        assert verify(copy).findings == ()


# What is refused.


def test_a_nurse_cannot_restore(store, number, nurse, backup):
    with pytest.raises(NotAllowed):
        restore(store, backup, nurse)


def test_a_backup_that_was_touched_is_refused(store, number, nurse, backup):
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("DROP TRIGGER bodies_stay")
        connection.execute("UPDATE bodies SET body = '{}' WHERE sequence = 2")
        connection.commit()
    before = verify(store.path).head
    with pytest.raises(StoreError, match="touched"):
        restore(store, backup, ADMIN)
    assert verify(store.path).head == before


def test_what_is_no_backup_of_this_store_is_refused(store, number, nurse, tmp_path, rules):
    with Store.open(tmp_path / "other.db") as other:
        other.new_screening(rules, "X", nurse, "en")
    with pytest.raises(StoreError, match="of another store"):
        restore(store, tmp_path / "other.db", ADMIN, anyway=True)
    (tmp_path / "text.db").write_text("text")
    with pytest.raises(StoreError, match="not a database"):
        restore(store, tmp_path / "text.db", ADMIN)
    with pytest.raises(StoreError, match="There is no store"):
        restore(store, tmp_path / "none.db", ADMIN)


def test_the_store_itself_is_no_backup_of_it_by_whatever_name(store, number, nurse, tmp_path):
    before = verify(store.path).head
    (tmp_path / "linked.db").symlink_to(store.path)
    for named in (store.path, tmp_path / "linked.db"):
        with pytest.raises(StoreError, match="is the store itself"):
            restore(store, named, ADMIN, anyway=True)
    assert verify(store.path).head == before
    assert kept(store.path) == []


@pytest.mark.usefixtures("posix")
def test_a_program_that_is_ended_while_it_copies_leaves_nothing_named_as_a_store(
    store, number, nurse, backup
):
    """# record 23"""
    note(store, number, nurse, "after")
    before = verify(store.path).head
    restoring = multiprocessing.get_context("spawn").Process(
        target=_end_while_copying, args=(store.path, backup)
    )
    restoring.start()
    restoring.join()
    assert restoring.exitcode == -signal.SIGKILL
    assert verify(store.path).head == before
    left = {file.name for file in store.path.parent.glob("screenings-kept-*")}
    assert left
    assert all(".unfinished" in name for name in left)
    restore(store, backup, ADMIN, anyway=True)
    (whole,) = kept(store.path)
    assert verify(whole).findings == ()


def _end_while_copying(path, backup):
    def end(*_arguments, **_options):
        os.kill(os.getpid(), signal.SIGKILL)

    vars(copying)["write_anew"] = end
    with Store.open(path) as store:
        restore(store, backup, ADMIN, anyway=True)


def test_a_store_with_other_guards_is_not_written_into(store, number, nurse, backup):
    store._connection.execute("CREATE TABLE more (a)")
    with pytest.raises(StoreError, match="move it and what lies beside it away"):
        restore(store, backup, ADMIN)


def test_where_it_fails_in_the_middle_all_is_as_it_was(store, number, nurse, backup, monkeypatch):
    note(store, number, nurse, "after")
    before = verify(store.path).head
    ends = iter([(1, "before"), (0, "after")])
    monkeypatch.setattr("screener.record.restoring._end", lambda connection: next(ends))
    with pytest.raises(StoreError, match="was changed while it was read"):
        restore(store, backup, ADMIN, anyway=True)
    assert verify(store.path).head == before
    assert verify(store.path).findings == ()
    assert kept(store.path) == []


# Where there is no store.


@pytest.fixture
def lost(store, path, backup):
    store.close()
    shutil.rmtree(path.parent)
    return path


def test_a_store_is_made_of_a_backup_where_there_is_none(lost, backup, number):
    done = restore_new(lost, backup, lambda store: ADMIN)
    assert done.verified.findings == ()
    with Store.open(lost) as store:
        assert store.events(number)[-1].body == {"text": "before"}
        assert EventKind.RESTORED in [event.kind for event in store.store_events()]


def test_nothing_is_left_where_nobody_may_restore(lost, backup, nurse):
    with pytest.raises(NotAllowed):
        restore_new(lost, backup, lambda store: nurse)
    assert list(lost.parent.iterdir()) == []


def test_what_is_left_of_a_store_is_not_mixed_with_another(lost, backup):
    lost.parent.mkdir()
    lost.with_name(f"{lost.name}-wal").write_bytes(b"the last answers")
    with pytest.raises(StoreError, match="is left"):
        restore_new(lost, backup, lambda store: ADMIN)


def test_an_empty_log_that_verifying_left_behind_hinders_nothing(store, path, backup, tmp_path):
    store.close()
    verify(path)
    assert path.with_name(f"{path.name}-wal").stat().st_size == 0
    path.rename(tmp_path / "moved away.db")
    assert restore_new(path, backup, lambda store: ADMIN).verified.findings == ()


def test_a_store_that_is_there_is_not_written_over(store, backup):
    with pytest.raises(StoreError, match="is there already"):
        restore_new(store.path, backup, lambda store: ADMIN)
