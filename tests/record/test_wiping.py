"""Requirement 4: what was redacted is in no byte of the store's files any more."""

import sqlite3
from contextlib import closing
from random import Random

import pytest

from screener.record import database, wiping
from screener.record.store import Store
from screener.record.verification import verify
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
            assert store.files_hold_redacted
            assert SECRET.encode() in raw(path)
        note(store, number, nurse, "on")
        assert not store.files_hold_redacted
        assert SECRET.encode() not in raw(path)


def test_where_another_writes_the_file_is_written_anew_with_the_next_event(
    path, clock, rules, nurse, doctor, monkeypatch
):
    with Store.open(path, clock=clock, busy_timeout=0.01) as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        note(store, number, nurse)
        kept, anew = [True], database.write_anew

        def busy(connection, *, patient):
            if not kept:
                return anew(connection, patient=patient)
            with closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                return anew(connection, patient=patient)

        monkeypatch.setattr(wiping, "write_anew", busy)
        take_out(store, number, "text", doctor)
        assert store.files_hold_redacted
        kept.clear()
        note(store, number, nurse, "on")
        assert not store.files_hold_redacted
    assert verify(path).findings == ()


def test_the_file_is_written_anew_at_the_start_where_the_program_was_killed_before(
    path, clock, rules, nurse, doctor, monkeypatch
):
    with Store.open(path, clock=clock) as store:
        number = store.new_screening(rules, "DL-1", nurse, "en")
        note(store, number, nurse)
        monkeypatch.setattr(store._wiping, "begin", lambda: None)
        take_out(store, number, "text", doctor)
    written, anew = [], database.write_anew

    def spied(connection, *, patient):
        written.append(patient)
        return anew(connection, patient=patient)

    monkeypatch.setattr(wiping, "write_anew", spied)
    with Store.open(path, clock=clock) as store:
        assert not store.files_hold_redacted
        note(store, number, nurse, "on")
    with Store.open(path, clock=clock):
        assert written == [False], "at once, and no more once somebody has gone on"


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
