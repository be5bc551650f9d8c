"""A store of an earlier version goes on; nothing that was recorded changes by it."""

import json
import sqlite3
from pathlib import Path

import pytest

from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.database import APPLICATION_ID
from screener.record.errors import StoreError
from screener.record.events import EventKind
from screener.record.sign_in import SignIn
from screener.record.store import Store
from screener.record.verification import verify
from tests.record.setting import DECISION

RULES_OF = "a" * 64
#: The tables as version 1 made them.
SCHEMA_1 = Path(__file__).with_name("schema_1.sql").read_text(encoding="utf-8")
SCHEMA_2 = Path(__file__).with_name("schema_2.sql").read_text(encoding="utf-8")
COLUMNS = 'sequence, screening, version, kind, at, "on", person, role, authenticated, program, body'
EVENTS = [
    (1, 0, 1, "store_created", "2026-01-05T08:00:00.000001Z", '{"time_zone":"Asia/Shanghai"}'),
    (2, 1, 1, "screening_opened", "2026-01-05T08:00:01.500000Z", None),
    (3, 1, 2, "note_added", "2026-01-05T17:59:59.000000Z", '{"text":"\\u4f60\\u597d \\"5.10\\""}'),
]


@pytest.fixture
def earlier(path, rules):
    """Make a store as version 1 did, with a screening under way."""
    from hashlib import sha256

    digest = sha256(rules).hexdigest()
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(SCHEMA_1)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    connection.execute("INSERT INTO rules VALUES (?, ?)", (digest, rules))
    opened = f'{{"candidate":"DL-1","language":"en","rules":"{digest}"}}'
    for sequence, place, version, kind, at, body in EVENTS:
        connection.execute(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (sequence, place, version, kind, at, "2026-01-05", "Ana Ñurse", "screener", 0, "0.1.0"),
        )
        connection.execute("INSERT INTO bodies VALUES (?, ?)", (sequence, body or opened))
    connection.close()
    return path


@pytest.fixture
def chained(path, clock, nurse, rules):
    """Make a store as version 2 did, with a screening under way: it had no accounts."""
    with Store.open(path, clock=clock, time_zone="Asia/Shanghai") as store:
        number = store.new_screening(rules, "DL-2", nurse, "en")
        store.append(number, 1, EventKind.NOTE_ADDED, {"text": "10:30"}, nurse)
    connection = sqlite3.connect(path, isolation_level=None)
    made = connection.execute("SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL")
    for what, name in [*made]:
        if what == "trigger" or name not in {"rules", "events", "bodies"}:
            connection.execute(f"DROP {what} {name}")
    have = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema")]
    for statement in SCHEMA_2.split("\n\n"):
        if not any(f"TABLE {name} " in statement for name in have):
            connection.executescript(statement)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    return path


def rows(path):
    connection = sqlite3.connect(path)
    found = connection.execute(
        f"SELECT {COLUMNS} FROM events JOIN bodies USING (sequence) ORDER BY sequence"
    ).fetchall()
    connection.close()
    return found


def rows_now(path):
    """The same of a store of the present version: all but the order is in the header."""
    connection = sqlite3.connect(path)
    found = connection.execute(
        "SELECT sequence, screening, version, header, body FROM events"
        " JOIN bodies USING (sequence) ORDER BY sequence"
    ).fetchall()
    connection.close()
    names = ("kind", "at", "on", "person", "role", "authenticated", "program")
    return [
        (*place, *(json.loads(header)[name] for name in names), body)
        for *place, header, body in found
    ]


def test_no_event_is_touched_when_a_store_of_version_1_is_opened(earlier, clock):
    before = rows(earlier)
    Store.open(earlier, clock=clock).close()
    assert rows_now(earlier)[: len(before)] == before
    assert verify(earlier).findings == ()


def test_that_it_was_brought_to_the_present_version_is_an_event_of_the_program(earlier, clock):
    with Store.open(earlier, clock=clock) as store:
        event = store.store_events()[-1]
    assert event.kind is EventKind.STORE_MIGRATED
    assert (event.person.name, event.person.role) == ("Screener", "program")
    assert (event.body["from"], event.body["to"], event.body["events"]) == (1, 3, 3)
    assert event.on.isoformat() == "2026-03-01", "in the site's time zone"


def test_no_event_of_a_store_of_version_2_is_touched(chained, clock):
    before = rows_now(chained)
    with Store.open(chained, clock=clock) as store:
        migrated = store.store_events()[-1]
    assert rows_now(chained)[: len(before)] == before
    assert (migrated.body["from"], migrated.body["to"]) == (2, 3)
    assert migrated.body["events"] == len(before)
    assert verify(chained).findings == ()


def test_the_screening_goes_on_where_it_stood(earlier, clock, nurse):
    with Store.open(earlier, clock=clock) as store:
        assert store.numbers() == ["S-0001"]
        store.append("S-0001", 2, EventKind.NOTE_ADDED, {"text": "on"}, nurse)
        assert [event.version for event in store.events("S-0001")] == [1, 2, 3]
        assert store.time_zone.key == "Asia/Shanghai"


@pytest.mark.parametrize("version", ["earlier", "chained"])
def test_people_sign_in_to_it_and_it_is_sealed_with_one_key(
    version, request, clock, nurse, quick_passwords
):
    """record 18: a store of version 1 has no key yet, one of version 2 has."""
    path = request.getfixturevalue(version)
    with Store.open(path, clock=clock) as store:
        Accounts(store).make_first("Ada Byron", [Role.AUDITOR], "correct horse battery staple")
        SignIn(store).check("Ada Byron", "correct horse battery staple")
        seen = len(store.events("S-0001"))
        store.append("S-0001", seen, EventKind.DECISION_RECORDED, DECISION, nurse)
        SignIn(store).check("Ada Byron", "correct horse battery staple")
    assert verify(path).findings == ()
    assert len(verify(path).keys) == 1


def test_it_is_done_once(earlier, clock):
    for _again in range(2):
        with Store.open(earlier, clock=clock) as store:
            kinds = [event.kind for event in store.store_events()]
    assert kinds.count(EventKind.STORE_MIGRATED) == 1


@pytest.mark.parametrize("version", ["earlier", "chained"])
def test_the_tables_are_those_of_a_new_store(version, request, tmp_path, clock):
    earlier, fresh = request.getfixturevalue(version), tmp_path / "fresh.db"
    for place in (earlier, fresh):
        Store.open(place, clock=clock).close()
    schemas = []
    for place in (earlier, fresh):
        connection = sqlite3.connect(place)
        schemas.append(set(connection.execute("SELECT type, name, sql FROM sqlite_schema")))
        connection.close()
    assert schemas[0] == schemas[1]


def test_a_store_whose_events_do_not_follow_one_another_stays_as_it_is(earlier, clock):
    connection = sqlite3.connect(earlier)
    connection.executescript(
        "DROP TRIGGER events_remain; DROP TRIGGER bodies_remain;"
        "DELETE FROM bodies WHERE sequence = 2; DELETE FROM events WHERE sequence = 2;"
    )
    connection.close()
    before = rows(earlier)
    with pytest.raises(StoreError, match="do not follow one another"):
        Store.open(earlier, clock=clock)
    assert rows(earlier) == before


def test_an_empty_store_of_version_1_is_brought_over_too(path, clock, rules, nurse):
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path)
    connection.executescript(SCHEMA_1)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    with Store.open(path, clock=clock, time_zone="UTC") as store:
        store.new_screening(rules, "DL-2", nurse, "en")
        assert [event.kind for event in store.store_events()] == [EventKind.STORE_CREATED]
