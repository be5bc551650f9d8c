"""Requirement 4: what was redacted is in no byte of the store's files any more."""

import errno
import sqlite3
from contextlib import closing
from random import Random

import pytest

from screener.protocol.roles import Role
from screener.record import database, wiping
from screener.record.backups import back_up
from screener.record.database import Hindered
from screener.record.errors import StoreError
from screener.record.events import Person
from screener.record.sealing import Seals
from screener.record.store import Store
from screener.record.verification import verify
from screener.record.wiping import Wiping
from tests.record.redacting import SECRET, note, raw, take_out


def test_what_was_typed_is_gone_from_every_file_of_the_store(store, number, nurse, doctor, path):
    """# record 4"""
    note(store, number, nurse)
    assert SECRET.encode() in raw(path)
    take_out(store, number, "text", doctor)
    assert SECRET.encode() not in raw(path)
    store.close()
    assert SECRET.encode() not in raw(path)
    assert verify(path).findings == ()


@pytest.mark.parametrize("length", [1, 30, 200, 900, 1100, 5000, 40_000])
@pytest.mark.parametrize("others", [0, 40])
def test_it_is_gone_whatever_it_takes_of_the_file(
    store, number, nurse, doctor, path, length, others
):
    """Freed pages too. # record 4"""
    text = "".join(f"{n:05} Maria " for n in range(length // 12 + 1))
    for n in range(others):
        note(store, number, nurse, f"note {n} " + "x" * (n * 37 % 700))
    note(store, number, nurse, text)
    for n in range(others):
        note(store, number, nurse, f"note {n} " + "y" * (n * 53 % 700))
    take_out(store, number, "text", doctor, version=others + 2)
    for n in range(0, len(text), 12):
        assert text[n : n + 12].encode() not in raw(path)
    assert len(store.events(number)) == 2 * others + 3
    assert verify(path).findings == ()


def test_it_is_gone_however_much_was_taken_out_around_it(store, number, nurse, doctor, path):
    """Rows that the database moved leave bytes behind, with these as an example. # record 4"""
    random = Random(16)
    marks = [f"SECRET{n:03}" for n in range(40)]
    for mark in marks:
        note(store, number, nurse, mark + "x" * random.choice([0, 10, 50, 300]))
    gone = random.sample(range(40), 30)
    for at in gone:
        take_out(store, number, "text", doctor, version=at + 2)
    assert [mark for at, mark in enumerate(marks) if mark.encode() in raw(path)] == [
        mark for at, mark in enumerate(marks) if at not in gone
    ]
    assert verify(path).findings == ()


# Another program reads at that moment.


def test_where_the_log_cannot_be_cut_off_now_it_is_with_the_next_event(
    path, clock, rules, nurse, doctor
):
    with Store.open(path, clock=clock, busy_timeout=0.01) as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        note(store, number, nurse)
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM events").fetchall()
            take_out(store, number, "text", doctor)
            assert store.hindered is Hindered.BY_OTHERS
            assert SECRET.encode() in raw(path)
        note(store, number, nurse, "on")
        assert store.hindered is None
        assert SECRET.encode() not in raw(path)


def test_where_another_writes_the_file_is_written_anew_with_the_next_event(
    path, clock, rules, nurse, doctor, monkeypatch
):
    with Store.open(path, clock=clock, busy_timeout=0.01) as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        note(store, number, nurse)
        kept, anew = [True], database.write_anew

        def busy(connection, file, *, patient):
            if not kept:
                return anew(connection, file, patient=patient)
            with closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                return anew(connection, file, patient=patient)

        monkeypatch.setattr(wiping, "write_anew", busy)
        take_out(store, number, "text", doctor)
        assert store.hindered is Hindered.BY_OTHERS
        kept.clear()
        note(store, number, nurse, "on")
        assert store.hindered is None
    assert verify(path).findings == ()


def hindered_elsewhere(path, clock, number, doctor):
    """Redact the note from another program, which has ended before it could wipe the files."""
    with (
        Store.open(path, clock=clock, busy_timeout=0.01) as other,
        closing(sqlite3.connect(path, isolation_level=None)) as reader,
    ):
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM events").fetchall()
        take_out(other, number, "text", doctor)
        other.close()


def test_what_another_program_could_not_wipe_goes_with_the_next_event_here(
    path, clock, rules, nurse, doctor, written
):
    """# record 4"""
    with Store.open(path, clock=clock) as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        note(store, number, nurse)
        hindered_elsewhere(path, clock, number, doctor)
        assert SECRET.encode() in raw(path)
        written.clear()
        note(store, number, nurse, "on")
        assert SECRET.encode() not in raw(path)
        assert not store.to_be_wiped
        note(store, number, nurse, "and on")
        assert written == [False], "once"


def test_it_goes_without_any_event_where_the_store_is_open(path, clock, rules, nurse, doctor):
    with Store.open(path, clock=clock) as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        note(store, number, nurse)
        hindered_elsewhere(path, clock, number, doctor)
        assert store.to_be_wiped
        store.wipe_on()
        assert not store.to_be_wiped
        assert SECRET.encode() not in raw(path)


def test_events_of_one_program_alone_never_look_for_what_others_left(
    path, clock, rules, nurse, monkeypatch
):
    """An append takes no longer for it."""
    with Store.open(path, clock=clock) as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        note(store, number, nurse, "first")
        looked = []
        monkeypatch.setattr(Wiping, "resume", lambda _: looked.append(1))
        for _time in range(3):
            note(store, number, nurse, "on")
        assert looked == []


@pytest.mark.parametrize(
    ("code", "hindered"),
    [
        (sqlite3.SQLITE_FULL, Hindered.BY_DISK),
        (sqlite3.SQLITE_IOERR_WRITE, Hindered.BY_ERROR),
        (sqlite3.SQLITE_BUSY, Hindered.BY_OTHERS),
    ],
)
def test_what_keeps_it_there_is_told_as_what_it_is(
    path, clock, rules, nurse, doctor, monkeypatch, code, hindered
):
    with Store.open(path, clock=clock) as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        note(store, number, nurse)
        anew = database.write_anew

        class Failing(sqlite3.Connection):
            def execute(self, statement, parameters=(), /):
                if statement != "VACUUM":
                    return super().execute(statement, parameters)
                error = sqlite3.OperationalError("it cannot be written")
                error.sqlite_errorcode = code
                raise error

        monkeypatch.setattr(
            wiping,
            "write_anew",
            lambda _, file, patient: anew(Failing(file), file, patient=patient),
        )
        take_out(store, number, "text", doctor)
        assert store.hindered is hindered
        monkeypatch.undo()
        note(store, number, nurse, "on")
        assert store.hindered is None
        assert SECRET.encode() not in raw(path)


# The program is killed.


class Killed(BaseException):
    """The end of a program at some moment."""


def kill(store):
    """End a program as the system does: nothing of it acts any more."""
    store._connection.close()


def killed_at(monkeypatch, step, store, number, doctor):
    """Redact the note, and end the program where it comes to one of the steps."""

    def die(*_args, **_more):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(*step, die)
        with pytest.raises(Killed):
            take_out(store, number, "text", doctor)
    kill(store)


@pytest.fixture
def written(monkeypatch):
    """How often the file is written anew."""
    times, anew = [], database.write_anew

    def spied(connection, file, *, patient):
        times.append(patient)
        return anew(connection, file, patient=patient)

    monkeypatch.setattr(wiping, "write_anew", spied)
    return times


STEPS = {
    "before the file is written anew": (wiping, "write_anew"),
    "before the log is cut off": (wiping, "empty_log"),
    "before the mark is gone": (Wiping, "_unmark"),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
@pytest.mark.parametrize("events", [0, 5])
def test_whoever_writes_or_starts_next_wipes_it_wherever_the_program_was_killed(
    path, clock, rules, nurse, doctor, monkeypatch, written, step, events
):
    """# record 4"""
    store = Store.open(path, clock=clock)
    number = store.new_screening(rules, "DL-1", nurse, "en")
    note(store, number, nurse)
    other = Store.open(path, clock=clock)
    killed_at(monkeypatch, step, store, number, doctor)
    written.clear()
    for _time in range(events):
        note(other, number, nurse, "on")
    kill(other)
    assert written == [False] * bool(events)
    with Store.open(path, clock=clock) as store:
        assert written == [False], "at once"
        assert store.hindered is None
        assert SECRET.encode() not in raw(path)
    with Store.open(path, clock=clock):
        assert written == [False], "and no more"
    assert verify(path).findings == ()


def test_who_leaves_the_store_wipes_what_a_program_left_that_was_killed(
    path, clock, rules, nurse, doctor, monkeypatch, written
):
    """So that the one file is all of it, to be copied or moved by hand."""
    store = Store.open(path, clock=clock)
    number = store.new_screening(rules, "DL-1", nurse, "en")
    note(store, number, nurse)
    with Store.open(path, clock=clock):
        killed_at(monkeypatch, (wiping, "write_anew"), store, number, doctor)
        assert written == []
    assert written == [False]
    assert [file.name for file in sorted(path.parent.glob(f"{path.name}*"))] == [path.name]


def test_a_redaction_that_was_not_recorded_costs_no_more_than_one_wiping(
    path, clock, rules, nurse, doctor, monkeypatch, written
):
    store = Store.open(path, clock=clock)
    number = store.new_screening(rules, "DL-1", nurse, "en")
    note(store, number, nurse)
    killed_at(monkeypatch, (Seals, "seal"), store, number, doctor)
    for _time in range(2):
        with Store.open(path, clock=clock) as store:
            assert store.events(number)[1].body == {"text": SECRET}
    assert written == [False]


def test_what_another_redacts_while_one_wipes_is_wiped_too_though_it_was_killed(
    path, clock, rules, nurse, doctor, monkeypatch, written
):
    with Store.open(path, clock=clock) as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        note(store, number, nurse, "Wolfgang Petersen")
        note(store, number, nurse)
        other, emptied = Store.open(path, clock=clock), database.empty_log

        def meanwhile(connection, file, *, patient):
            monkeypatch.setattr(wiping, "empty_log", emptied)
            killed_at(monkeypatch, (wiping, "write_anew"), other, number, doctor)
            return emptied(connection, file, patient=patient)

        monkeypatch.setattr(wiping, "empty_log", meanwhile)
        take_out(store, number, "text", doctor, version=2)
        assert store.hindered is None
        written.clear()
    assert written == [False], "when the first leaves"


def test_a_store_opened_by_a_link_is_wiped_too(
    path, clock, rules, nurse, doctor, monkeypatch, written, tmp_path
):
    link = tmp_path / "linked.db"
    with Store.open(path, clock=clock) as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        note(store, number, nurse)
    link.symlink_to(path)
    killed_at(monkeypatch, (wiping, "write_anew"), Store.open(link, clock=clock), number, doctor)
    with Store.open(path, clock=clock):
        assert written == [False]


def test_without_the_mark_nothing_is_redacted(store, number, nurse, doctor, path, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    note(store, number, nurse)
    monkeypatch.setattr(wiping, "fill_private", full)
    with pytest.raises(StoreError, match="full"):
        take_out(store, number, "text", doctor)
    assert store.events(number)[-1].body == {"text": SECRET}
    assert not store.to_be_wiped


@pytest.mark.parametrize("before", [False, True])
def test_a_redaction_that_is_refused_leaves_a_mark_only_where_one_lay_already(
    path, clock, rules, nurse, doctor, monkeypatch, before
):
    def full(*_args):
        raise StoreError("full", "Make room.")

    with Store.open(path, clock=clock) as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        note(store, number, nurse)
        note(store, number, nurse, "Wolfgang Petersen")
        if before:
            hindered_elsewhere(path, clock, number, doctor)
        monkeypatch.setattr(store._seals, "seal", full)
        with pytest.raises(StoreError, match="full"):
            take_out(store, number, "text", doctor, version=3)
        assert store.to_be_wiped is before
        monkeypatch.undo()


def test_a_backup_made_before_the_wiping_holds_none_of_it(
    path, clock, rules, nurse, doctor, monkeypatch, tmp_path
):
    """Rows that the database moved leave bytes behind, as above. # record 4"""
    random = Random(16)
    marks = [f"SECRET{n:03}" for n in range(40)]
    with Store.open(path, clock=clock) as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        for mark in marks:
            note(store, number, nurse, mark + "x" * random.choice([0, 10, 50, 300]))
        monkeypatch.setattr(store._wiping, "begin", lambda: None)
        gone = random.sample(range(40), 30)
        for at in gone:
            take_out(store, number, "text", doctor, version=at + 2)
        assert any(marks[at].encode() in raw(path) for at in gone)
        back_up(store, tmp_path / "backup.db", Person("Ada", Role.ADMINISTRATOR))
    copy = (tmp_path / "backup.db").read_bytes()
    assert [at for at in gone if marks[at].encode() in copy] == []


def test_it_goes_with_the_next_start_where_the_program_was_killed(
    path, clock, rules, nurse, doctor
):
    with Store.open(path, clock=clock, busy_timeout=0.01) as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        note(store, number, nurse)
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM events").fetchall()
            take_out(store, number, "text", doctor)
        with Store.open(path):
            assert SECRET.encode() not in raw(path)
