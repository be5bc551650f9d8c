"""The store: what is appended stays, in order, with its time and its author."""

import os
import sqlite3
import stat
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest

from screener.protocol.problems import ProtocolError
from screener.protocol.roles import Role
from screener.record.errors import BadEvent, Conflict, StoreError
from screener.record.events import EventKind, Person
from screener.record.store import Store, default_path
from screener.record.verification import verify


def note(text="seen"):
    return {"text": text}


def test_screenings_are_numbered_in_the_order_they_are_opened(store, rules, nurse):
    """record 10"""
    numbers = [store.new_screening(rules, f"C{n}", nurse, "en") for n in range(3)]
    assert numbers == ["S-0001", "S-0002", "S-0003"]
    assert store.numbers() == numbers


def test_the_ten_thousandth_screening_gets_a_longer_number(store, number):
    assert store.events("S-00001")[0].number == number


@pytest.mark.parametrize("code", ["", "   ", "x" * 65, "a\nb", "\x1b[31m", "a\u202eb"])
def test_a_candidates_code_that_cannot_be_read_back_is_refused(store, rules, nurse, code):
    with pytest.raises(ValueError, match="candidate's code"):
        store.new_screening(rules, code, nurse, "en")
    assert store.numbers() == []


def test_rules_with_errors_open_no_screening(store, nurse):
    with pytest.raises(ProtocolError):
        store.new_screening(b"screener: 1\n", "DL-017", nurse, "en")
    assert store.numbers() == []


def test_an_event_carries_utc_time_site_date_person_role_and_program(store, number, clock, nurse):
    """record 1, record 6"""
    clock.moment = datetime(2026, 3, 1, 20, 0, 0, 123456, tzinfo=UTC)
    event = store.append(number, 1, EventKind.NOTE_ADDED, note(), nurse)
    assert event.at == datetime(2026, 3, 1, 20, 0, 0, 123456, tzinfo=UTC)
    assert event.on == date(2026, 3, 2), "it is the next day already in Shanghai"
    assert (event.person, event.person.authenticated) == (nurse, False)
    assert event.program == "0.1.0"


def test_what_is_read_back_is_what_append_returned(store, number, nurse):
    body = {"text": "5.10 ≠ 5.1 \ud800 😀 \x00", "question": None}
    event = store.append(number, 1, EventKind.NOTE_ADDED, {"text": body["text"]}, nurse)
    assert store.events(number)[1] == event
    assert event.body["text"] == body["text"]


def test_decimals_are_kept_to_the_digit(store, number, nurse):
    row = {"date": "2026-01-01", "score": Decimal("5.10")}
    body = {"question": "visits", "row": row, "language": "en"}
    store.append(number, 1, EventKind.ROW_SAVED, body, nurse)
    assert str(store.events(number)[1].body["row"]["score"]) == "5.10"


def test_the_stores_first_event_records_the_sites_time_zone(store, number, nurse):
    (created,) = store.store_events()
    assert created.kind is EventKind.STORE_CREATED
    assert (created.body, created.person) == ({"time_zone": "Asia/Shanghai"}, nurse)


def test_a_time_zone_given_by_whoever_makes_the_store_is_recorded_at_once(tmp_path, nurse):
    for zone in ("America/Lima", None):
        with Store.open(tmp_path / "s.db", time_zone=zone, person=nurse) as store:
            assert store.time_zone.key == "America/Lima"
            kinds = [event.kind for event in store.store_events()]
        assert kinds.count(EventKind.STORE_CREATED) == 1


def test_a_store_keeps_its_time_zone(store, number, path):
    store.close()
    with Store.open(path) as again:
        assert again.time_zone.key == "Asia/Shanghai"
    with pytest.raises(StoreError, match="Asia/Shanghai"):
        Store.open(path, time_zone="Europe/Berlin")


def test_without_a_time_zone_the_machines_is_taken(tmp_path, monkeypatch):
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: "Europe/Berlin")
    with Store.open(tmp_path / "s.db") as store:
        assert store.time_zone.key == "Europe/Berlin"


def test_a_time_zone_that_is_none_is_refused_with_an_example(tmp_path):
    with pytest.raises(StoreError, match="Mars/Olympus") as refused:
        Store.open(tmp_path / "s.db", time_zone="Mars/Olympus")
    assert "Asia/Shanghai" in refused.value.hint


def test_a_screening_keeps_the_exact_bytes_of_its_rules(store, rules, nurse):
    """record 24"""
    other = rules + b"# a comment\n"
    first = store.new_screening(rules, "A", nurse, "en")
    second = store.new_screening(other, "B", nurse, "en")
    for number, content in ((first, rules), (second, other)):
        digest = store.events(number)[0].body["rules"]
        assert digest == sha256(content).hexdigest()
        assert store.rules(digest) == content
        assert store.protocol(digest).sha256 == digest


def test_rules_that_another_version_of_the_program_accepted_are_checked_anew(store, path, rules):
    theirs = rules + b"weights: {I1: 2}\n"
    digest = sha256(theirs).hexdigest()
    with sqlite3.connect(path) as other:
        other.execute("INSERT INTO rules VALUES (?, ?)", (digest, theirs))
    with pytest.raises(ProtocolError, match="weights"):
        store.protocol(digest, "9.9.9")


def test_a_missing_rules_file_is_named(store):
    with pytest.raises(StoreError, match="0123456789ab"):
        store.rules("0123456789ab" + "0" * 52)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        *((text, "There is no screening S-00") for text in ("S-0099", "17", "s-99")),
        *((text, "is no number of a screening") for text in ("S-0", "S-", "", "S-١", "S-1 or so")),
        ("S-" + "9" * 30, "is no number of a screening"),
    ],
)
def test_a_screening_that_is_not_there_is_told(store, number, told):
    with pytest.raises(StoreError, match=told):
        store.number(number)
    with pytest.raises(StoreError, match=told):
        store.events(number)
    with pytest.raises(StoreError, match=told):
        store.append(number, 0, EventKind.NOTE_ADDED, note(), Person("x", Role.SCREENER))


@pytest.mark.parametrize("typed", ["S-0001", "s-0001", "S-1", "s1", "1", " 001 "])
def test_a_number_is_understood_as_people_type_it(store, number, typed):
    assert store.number(typed) == number


def test_a_number_that_there_is_not_is_told_with_the_nearest(store, rules, nurse):
    with pytest.raises(StoreError, match="There are no screenings yet"):
        store.number("1")
    for code in range(6):
        store.new_screening(rules, f"DL-{code}", nurse, "en")
    with pytest.raises(StoreError, match=r"The nearest: S-0004, S-0005, S-0006\."):
        store.number("S-0099")


def test_what_is_no_number_has_none_that_are_near(store, rules, nurse):
    store.new_screening(rules, "DL-1", nurse, "en")
    with pytest.raises(StoreError, match="is no number of a screening") as told:
        store.number("DL-1")
    assert told.value.hint == "The list shows them all, and finds one by its candidate."


def test_two_people_on_one_screening_are_told_of_each_other(store, path, number, nurse, doctor):
    with Store.open(path) as theirs:
        theirs.append(number, 1, EventKind.NOTE_ADDED, note("theirs"), doctor)
        with pytest.raises(Conflict, match="Ben Doctor") as conflict:
            store.append(number, 1, EventKind.NOTE_ADDED, note("mine"), nurse)
    assert [event.body["text"] for event in conflict.value.events] == ["theirs"]
    assert [event.version for event in store.events(number)] == [1, 2]


def test_a_version_that_was_never_there_is_a_conflict(store, number, nurse):
    with pytest.raises(Conflict):
        store.append(number, 7, EventKind.NOTE_ADDED, note(), nurse)


def test_many_threads_lose_nothing(store, number, nurse):
    def write():
        written = 0
        while written < 5:
            seen = store.events(number)[-1].version
            try:
                store.append(number, seen, EventKind.NOTE_ADDED, note(), nurse)
                written += 1
            except Conflict:
                continue

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [event.version for event in store.events(number)] == list(range(1, 22))


def test_a_body_may_be_made_from_the_events_own_date(store, number, nurse):
    event = store.append(number, 1, EventKind.NOTE_ADDED, lambda on: note(on.isoformat()), nurse)
    assert event.body["text"] == event.on.isoformat()


def test_a_body_that_fails_to_be_made_writes_nothing(store, number, nurse):
    def fail(on):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.append(number, 1, EventKind.NOTE_ADDED, fail, nurse)
    assert len(store.events(number)) == 1
    store.append(number, 1, EventKind.NOTE_ADDED, note(), nurse)


@pytest.mark.parametrize("body", [{}, {"text": "x", "mood": "good"}])
def test_a_body_of_another_shape_is_not_written(store, number, nurse, body):
    with pytest.raises(ValueError, match="note_added"):
        store.append(number, 1, EventKind.NOTE_ADDED, body, nurse)
    assert len(store.events(number)) == 1


@pytest.mark.parametrize("table", ["events", "bodies", "rules"])
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM {table}",
        "UPDATE {table} SET rowid_or_key = NULL",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ],
)
def test_history_is_neither_changed_nor_deleted(store, path, number, table, statement):
    """record 2, record 4"""
    before = store.events(number)
    column = {"events": "header", "bodies": "body", "rules": "bytes"}[table]
    with (
        sqlite3.connect(path) as intruder,
        pytest.raises(sqlite3.IntegrityError, match="history is never"),
    ):
        intruder.execute(statement.format(table=table).replace("rowid_or_key", column))
    intruder.close()
    assert store.events(number) == before


def test_every_table_is_history_but_what_passwords_are_checked_against(store, number):
    tables = {
        name
        for (name,) in store._connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
        )
    }
    assert tables == {"rules", "events", "bodies", "credentials"}


def test_writes_are_on_the_disk_when_append_returns(store):
    """record 8"""
    settings = {
        name: store._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "fullfsync")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "fullfsync": 1}


def test_the_store_and_what_lies_beside_it_are_the_owners_alone(posix, path, rules, nurse):
    before = os.umask(0)
    try:
        with Store.open(path) as store:
            store.new_screening(rules, "A", nurse, "en")
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(
        ["screenings.db", "screenings.db-wal", "screenings.db-shm"], 0o600
    )
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_store_that_others_could_read_is_closed_to_them(posix, store, path):
    store.close()
    path.chmod(0o644)
    Store.open(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_default_place_is_the_users_data_folder(home):
    assert default_path().name == "screenings.db"
    assert home in default_path().parents


def test_one_screening_can_be_read_while_another_is_damaged(store, path, rules, nurse):
    for code in "AB":
        store.new_screening(rules, code, nurse, "en")
    with sqlite3.connect(path) as intruder:
        intruder.execute("DROP TRIGGER bodies_stay")
        intruder.execute("UPDATE bodies SET body = '{' WHERE sequence = 2")
    intruder.close()
    with pytest.raises(BadEvent, match="Event 1 of S-0001"):
        store.events("S-0001")
    first, second = store.screenings()
    assert (first.stage, second.stage) == ("unreadable", "new")
    assert "Event 1 of S-0001" in first.problem


def test_a_clock_that_was_set_back_keeps_the_order_and_is_recorded(store, number, clock, nurse):
    """record 6"""
    first = store.append(number, 1, EventKind.NOTE_ADDED, note("one"), nurse)
    clock.advance(timedelta(hours=-1))
    second = store.append(number, 2, EventKind.NOTE_ADDED, note("two"), nurse)
    assert [event.body["text"] for event in store.events(number)[1:]] == ["one", "two"]
    assert second.at < first.at
    (jump,) = [e for e in store.store_events() if e.kind is EventKind.CLOCK_SET_BACK]
    assert jump.body == {"from": "2026-03-01T09:30:00.000000Z", "to": "2026-03-01T08:30:00.000000Z"}
    assert first.sequence < jump.sequence < second.sequence
    assert verify(store.path).findings == ()


def test_a_clock_that_is_put_right_by_little_is_no_event(store, number, clock, nurse):
    store.append(number, 1, EventKind.NOTE_ADDED, note(), nurse)
    clock.advance(timedelta(milliseconds=-400))
    store.append(number, 2, EventKind.NOTE_ADDED, note(), nurse)
    assert EventKind.CLOCK_SET_BACK not in [event.kind for event in store.store_events()]


def test_time_passing_shows_in_today(store, clock):
    assert store.today() == date(2026, 3, 1)
    clock.advance(timedelta(hours=7))
    assert store.today() == date(2026, 3, 2), "midnight in Shanghai is 16:00 UTC"


def test_the_python_that_runs_this_has_a_safe_sqlite():
    assert sqlite3.threadsafety == 3, sys.version
