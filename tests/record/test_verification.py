"""Requirement 22: whoever touches the record is found out, and the finding names the place."""

import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from screener.protocol.exact_json import dumps
from screener.protocol.loading.loader import load_bytes
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.approvals import approve
from screener.record.chain import content_hash, event_hash
from screener.record.chain_check import Wrong
from screener.record.errors import StoreError
from screener.record.events import EventKind, Person
from screener.record.keys import key_path
from screener.record.store import Store
from screener.record.verification import verify
from tests.record.forging import forge
from tests.record.setting import DECISION
from tests.record.verifying import appended, fill, found, renumber, write_anew


@pytest.fixture
def filled(path, clock, rules, nurse):
    fill(path, clock, rules, nurse)
    return path


@pytest.fixture
def peopled(filled, clock, rules, quick_passwords):
    """A store with accounts too, one of them closed, and rules that were approved."""
    with Store.open(filled, clock=clock) as store:
        accounts = Accounts(store)
        accounts.make_first("Ada Byron", [Role.AUTHOR], "correct horse battery")
        ada = Person("Ada Byron", Role.ADMINISTRATOR, authenticated=True)
        for name in ("A. Li", "B. Wu"):
            accounts.add(name, [Role.SCREENER], "staple in the morning", ada)
        accounts.set_password("A. Li", "correct horse battery", ada)
        accounts.close("B. Wu", ada)
        author = Person("Ada Byron", Role.AUTHOR, authenticated=True)
        approve(store, rules, load_bytes(rules, "rules.yaml"), author)
        store.seal()
    return filled


@pytest.mark.parametrize("folder", [0o555, 0o777])
def test_a_store_is_verified_where_it_cannot_be_written(filled, tmp_path, unprivileged, folder):
    tmp_path.chmod(0o755)
    filled.chmod(0o444)
    filled.parent.chmod(folder)
    with unprivileged():
        assert verify(filled).findings == ()
    assert not list(filled.parent.glob(f"{filled.name}-*"))


def test_a_store_with_an_empty_log_beside_it_is_verified_where_nothing_can_be_written(
    filled, tmp_path, unprivileged
):
    tmp_path.chmod(0o755)
    filled.with_name(f"{filled.name}-wal").touch()
    filled.chmod(0o444)
    filled.parent.chmod(0o555)
    with unprivileged():
        assert verify(filled).findings == ()


def test_a_store_in_use_that_is_opened_by_a_link_verifies_with_its_last_events(
    store, number, nurse, path, tmp_path, unprivileged
):
    store.append(number, 1, EventKind.NOTE_ADDED, {"text": "on"}, nurse)
    (folder := tmp_path / "links").mkdir()
    (folder / "linked.db").symlink_to(path)
    for one in (tmp_path, path.parent, folder):
        one.chmod(0o755)
    for one in path.parent.iterdir():
        one.chmod(0o644)
    with unprivileged():
        assert verify(folder / "linked.db").events == verify(path).events


def test_a_store_that_nobody_touched_verifies(filled):
    checked = verify(filled)
    assert checked.findings == ()
    assert checked.events == 14
    assert checked.sealed == 13, "the last event is the seal itself"
    assert len(checked.keys) == 1


def test_a_store_in_use_verifies(store, number, nurse, path):
    store.append(number, 1, EventKind.NOTE_ADDED, {"text": "on"}, nurse)
    assert verify(path).findings == ()


def test_verifying_writes_nothing(filled):
    before = filled.read_bytes()
    verify(filled)
    assert filled.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "stopped"),
        ("at", "2026-03-01T09:30:00.000001Z"),
        ("on", "2026-03-02"),
        ("person", "Eve"),
        ("role", "investigator"),
        ("authenticated", 1),
        ("program", "9.9"),
    ],
)
def test_an_event_that_was_altered_is_named(filled, name, value):
    changed = "UPDATE events SET header = json_set(header, ?, ?) WHERE sequence = 5"
    forge(filled, (changed, f"$.{name}", value))
    assert found(filled)[0] == (Wrong.ALTERED, 5)
    assert "event 5 (event 2 of S-0002)" in verify(filled).findings[0].text


@pytest.mark.parametrize(
    ("column", "value"), [("screening", 3), ("version", 9), ("header", "{}"), ("hash", bytes(32))]
)
def test_a_column_that_was_altered_is_found(filled, column, value):
    forge(filled, (f"UPDATE events SET {column} = ? WHERE sequence = 5", value))
    assert found(filled)[0] == (Wrong.ALTERED, 5)


@pytest.mark.parametrize(("column", "value"), [("body", '{"text":"won"}'), ("salt", bytes(16))])
def test_an_event_that_says_something_else_is_named(filled, column, value):
    forge(filled, (f"UPDATE bodies SET {column} = ? WHERE sequence = 5", value))
    assert found(filled)[0] == (Wrong.ALTERED, 5)


def test_an_event_that_was_removed_is_named(filled):
    forge(
        filled,
        ("DELETE FROM bodies WHERE sequence = 6",),
        ("DELETE FROM events WHERE sequence = 6",),
    )
    assert found(filled)[0] == (Wrong.REMOVED, 6)


def test_what_an_event_said_cannot_go_without_a_word(filled):
    forge(filled, ("DELETE FROM bodies WHERE sequence = 6",))
    assert found(filled)[0] == (Wrong.REMOVED, 6)


def test_an_event_that_was_removed_is_named_where_the_others_were_numbered_anew(filled):
    forge(
        filled,
        ("DELETE FROM bodies WHERE sequence = 6",),
        ("DELETE FROM events WHERE sequence = 6",),
    )
    renumber(filled, 7, -1)
    assert found(filled)[0] == (Wrong.REMOVED, 6)


def put_in(path, own):
    """Put an event in at place 6, with a header of its own and this hash."""
    renumber(path, 6, 1)
    header = '{"at":"","authenticated":0,"kind":"note_added","on":"","person":"Eve","program":"",'
    header += '"role":"screener","screening":9,"sequence":6,"version":1}'
    forge(
        path,
        ("INSERT INTO events VALUES (6, 9, 1, ?, ?)", header, own or bytes(32)),
        ("INSERT INTO bodies SELECT 6, salt, body FROM bodies WHERE sequence = 5",),
    )
    if own is None:
        with closing(sqlite3.connect(path)) as connection:
            (previous,) = connection.execute(
                "SELECT hash FROM events WHERE sequence = 5"
            ).fetchone()
            salt, body = connection.execute(
                "SELECT salt, body FROM bodies WHERE sequence = 6"
            ).fetchone()
        fitting = event_hash(previous, content_hash(salt, body), header)
        forge(path, ("UPDATE events SET hash = ? WHERE sequence = 6", fitting))


def test_an_event_that_was_put_in_is_named(filled):
    put_in(filled, bytes(32))
    assert found(filled)[0] == (Wrong.INSERTED, 6)


def test_an_event_that_was_put_in_is_named_also_where_it_fits_the_one_before(filled):
    put_in(filled, None)
    assert found(filled)[0] == (Wrong.INSERTED, 6)


def test_events_in_another_order_are_named(filled):
    forge(
        filled,
        ("PRAGMA foreign_keys = OFF",),
        *(
            (f"UPDATE {table} SET sequence = {to} WHERE sequence = {of}",)
            for of, to in ((5, 99), (8, 5), (99, 8))
            for table in ("events", "bodies")
        ),
    )
    assert found(filled)[0] == (Wrong.REORDERED, 5)


@pytest.mark.parametrize("content", [b"", b"no key"])
def test_what_is_no_key_beside_the_store_is_found(filled, content):
    key_path(filled).write_bytes(content)
    assert found(filled) == [(Wrong.FOREIGN_KEY, None)]


@pytest.mark.parametrize("first", [2, 4, 5, 7])
def test_two_neighbours_that_changed_places_are_named_as_such(filled, first):
    moves = ((first, 99), (first + 1, first), (99, first + 1))
    forge(
        filled,
        ("PRAGMA foreign_keys = OFF",),
        *(
            (f"UPDATE {table} SET sequence = ? WHERE sequence = ?", to, place)
            for place, to in moves
            for table in ("events", "bodies")
        ),
    )
    assert found(filled)[0] == (Wrong.REORDERED, first)


def test_a_chain_that_was_written_anew_without_the_key_is_found_by_its_seals(filled):
    forge(filled, ("UPDATE bodies SET body = ? WHERE sequence = 5", '{"text":"won"}'))
    write_anew(filled)
    assert Wrong.FOREIGN_KEY in [wrong for wrong, _sequence in found(filled)]


def test_a_chain_that_was_sealed_anew_with_another_key_is_found(filled):
    forge(filled, ("UPDATE bodies SET body = ? WHERE sequence = 5", '{"text":"won"}'))
    write_anew(filled, Ed25519PrivateKey.generate())
    assert Wrong.FOREIGN_KEY in [wrong for wrong, _sequence in found(filled)]


def test_a_chain_and_its_key_that_were_made_anew_are_found_by_the_key_beside_the_store(filled):
    other = Ed25519PrivateKey.generate()
    public = other.public_key().public_bytes_raw().hex()
    with closing(sqlite3.connect(filled)) as connection:
        (made,) = connection.execute(
            "SELECT sequence FROM events WHERE header ->> 'kind' = 'key_made'"
        ).fetchone()
    body = dumps({"public": public})
    forge(filled, ("UPDATE bodies SET body = ? WHERE sequence = ?", body, made))
    write_anew(filled, other)
    assert found(filled) == [(Wrong.FOREIGN_KEY, made)]
    key_path(filled).unlink()
    assert found(filled) == []
    assert verify(filled).keys == (public,)


def test_the_store_vouches_for_no_chain_that_was_written_anew(filled, clock, nurse):
    forge(filled, ("UPDATE bodies SET body = ? WHERE sequence = 5", '{"text":"won"}'))
    write_anew(filled)
    with Store.open(filled, clock=clock) as store:
        written = store.append("S-0001", 5, EventKind.NOTE_ADDED, {"text": "later"}, nurse)
        with pytest.raises(StoreError, match="changed since it was sealed last, in event"):
            store.append("S-0001", 6, EventKind.DECISION_RECORDED, DECISION, nurse)
    with Store.open(filled, clock=clock) as store:
        assert store.events("S-0001")[-1] == written
    assert Wrong.FOREIGN_KEY in [wrong for wrong, _sequence in found(filled)]


def test_a_seal_that_does_not_fit_is_found_whatever_was_sealed_after_it(
    filled, clock, nurse, monkeypatch
):
    forge(filled, ("UPDATE bodies SET body = ? WHERE sequence = 5", '{"text":"won"}'))
    write_anew(filled)
    # As by a program that does not look at the last seal before it makes the next one.
    monkeypatch.setattr("screener.record.sealing.is_sound", lambda before, link: True)
    with Store.open(filled, clock=clock) as store:
        store.append("S-0001", 5, EventKind.DECISION_RECORDED, DECISION, nurse)
    assert {wrong for wrong, _sequence in found(filled)} == {Wrong.FOREIGN_KEY}
    # The decision is event 10; its key and its seal follow it.
    assert 12 in [sequence for _wrong, sequence in found(filled)]


@pytest.mark.parametrize("body", ["no json", "{}", "[]", '{"key":["x"]}', "[" * 100_000])
@pytest.mark.parametrize("kind", ["sealed", "key_made", "rules_approved", "account_added"])
def test_an_event_that_says_nothing_is_named(filled, kind, body):
    last = verify(filled).events
    forge(
        filled,
        ("DELETE FROM bodies WHERE sequence = ?", last),
        ("DELETE FROM events WHERE sequence = ?", last),
        *appended(filled, last, kind, body),
    )
    assert last in [sequence for _wrong, sequence in found(filled)]


def test_text_that_is_none_is_found_by_its_event_and_not_told(filled):
    forge(filled, ("UPDATE bodies SET body = CAST(x'736563726574ff' AS TEXT) WHERE sequence = 5",))
    assert found(filled)[0] == (Wrong.ALTERED, 5)
    unread = pytest.raises(StoreError, match="holds text that cannot be read")
    with unread as told, Store.open(filled) as store:
        store.events("S-0002")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (EventKind.LOG_EXPORTED, {"format": "csv", "screenings": 1, "sha256": "0", "file": "a"}),
        (EventKind.TRAIL_EXPORTED, {"format": "text", "screening": None}),
    ],
)
def test_an_export_whose_seal_was_taken_out_is_found(filled, clock, kind, body):
    with Store.open(filled, clock=clock) as store:
        exported = store.record(kind, body, Person("C. Sun", Role.INVESTIGATOR))
    forge(
        filled,
        ("DELETE FROM bodies WHERE sequence > ?", exported.sequence),
        ("DELETE FROM events WHERE sequence > ?", exported.sequence),
    )
    assert found(filled) == [(Wrong.UNSEALED, exported.sequence)]


def test_a_decision_whose_seal_was_taken_out_is_found(filled):
    """The decision is event 10; its key and its seal follow it."""
    forge(
        filled,
        ("DELETE FROM bodies WHERE sequence > 11",),
        ("DELETE FROM events WHERE sequence > 11",),
    )
    assert found(filled) == [(Wrong.UNSEALED, 10)]


def test_a_record_that_was_cut_off_is_found_against_a_head_from_outside(filled, path):
    head = verify(filled).head
    assert found(filled, head) == []
    forge(
        filled,
        ("DELETE FROM bodies WHERE sequence > 9",),
        ("DELETE FROM events WHERE sequence > 9",),
    )
    assert found(filled) == []
    assert found(filled, head) == [(Wrong.TRUNCATED, None)]


def test_an_earlier_head_is_in_the_record_still(filled, clock, nurse):
    head = verify(filled).head
    with Store.open(filled, clock=clock) as store:
        store.append("S-0002", 5, EventKind.NOTE_ADDED, {"text": "on"}, nurse)
    assert found(filled, head) == []


@pytest.mark.parametrize("head", ["", "xyz", "00" * 32, "a" * 1_000_000])
def test_a_head_that_never_was_is_not_found(filled, head):
    assert found(filled, head) == [(Wrong.TRUNCATED, None)]


def test_rules_that_were_changed_or_are_gone_are_named(filled, rules):
    digest = sha256(rules).hexdigest()
    forge(filled, ("UPDATE rules SET bytes = ?", rules.replace(b"18", b"16")))
    assert digest[:12] in verify(filled).findings[0].text
    forge(filled, ("DELETE FROM rules",))
    assert found(filled) == [(Wrong.REMOVED, None)]


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER events_stay",
        "CREATE TABLE more (a)",
        "CREATE TRIGGER eve AFTER INSERT ON events BEGIN DELETE FROM rules; END",
        "CREATE VIEW eve AS SELECT * FROM events",
    ],
)
def test_tables_and_guards_that_are_not_a_stores_are_found(filled, statement):
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute(statement)
        connection.commit()
    assert (Wrong.DAMAGED, None) in found(filled)


def test_a_new_key_after_the_old_one_was_lost_is_no_finding(filled, clock, nurse):
    key_path(filled).unlink()
    with Store.open(filled, clock=clock) as store:
        store.append("S-0002", 5, EventKind.DECISION_RECORDED, DECISION, nurse)
    checked = verify(filled)
    assert checked.findings == ()
    assert len(checked.keys) == 2


def test_what_is_no_store_cannot_be_verified(tmp_path):
    with pytest.raises(StoreError, match="There is no store"):
        verify(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("text")
    with pytest.raises(StoreError, match="not a database"):
        verify(tmp_path / "text.db")


def everything(path):
    """All that a store says, by its tables and by its indices."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        tables = [
            connection.execute(f"SELECT * FROM {table} NOT INDEXED ORDER BY 1").fetchall()
            for table in ("events", "bodies", "rules", "credentials")
        ]
        by_screening = connection.execute(
            "SELECT screening, version, sequence FROM events ORDER BY screening, version"
        ).fetchall()
        schema = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema")
        return tables, by_screening, schema.fetchall()


def is_found_or_means_nothing(path, whole):
    try:
        if verify(path).findings:
            return True
    except StoreError:
        return True
    return everything(path) == whole


def flipped(path, copy, places, mask):
    """Change bits of one byte after another of a copy; give where that is not found."""
    whole, content = everything(path), path.read_bytes()
    shutil.copy(path, copy)
    missed = []
    with copy.open("r+b") as file:
        for place in places:
            file.seek(place)
            file.write(bytes([content[place] ^ mask]))
            file.flush()
            if not is_found_or_means_nothing(copy, whole):
                missed.append(place)
            file.seek(place)
            file.write(content[place : place + 1])
            file.flush()
    return missed


# The last makes of most text what is none.
@pytest.mark.parametrize("mask", [0x21, 0x80])
def test_a_byte_that_was_changed_anywhere_is_found_or_means_nothing(peopled, tmp_path, mask):
    """record 22"""
    size = peopled.stat().st_size
    assert flipped(peopled, tmp_path / "copy.db", range(0, size, 97), mask) == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
@pytest.mark.parametrize("mask", [0x21, 0x80])
def test_each_byte_that_was_changed_is_found_or_means_nothing(peopled, tmp_path, part, mask):
    """record 22"""
    size = peopled.stat().st_size
    assert flipped(peopled, tmp_path / "copy.db", range(part, size, 8), mask) == []


@pytest.mark.parametrize("table", ["events", "bodies", "rules"])
def test_each_row_that_was_removed_is_found(filled, tmp_path, table):
    with closing(sqlite3.connect(filled)) as connection:
        key = "sha256" if table == "rules" else "sequence"
        keys = [row[0] for row in connection.execute(f"SELECT {key} FROM {table}")]
    last = max(keys)
    for one in keys:
        copy = tmp_path / "copy.db"
        shutil.copy(filled, copy)
        if table == "events":
            forge(copy, ("DELETE FROM bodies WHERE sequence = ?", one))
        forge(copy, (f"DELETE FROM {table} WHERE {key} = ?", one))
        # What was cut off at the end is found against a head from outside.
        assert found(copy, verify(filled).head), (one, last)


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("UPDATE credentials SET secret = secret || 'x'", Wrong.ALTERED),
        (
            "UPDATE credentials SET secret = 'x' WHERE account = 'A. Li'",
            Wrong.ALTERED,
        ),
        ("DELETE FROM credentials WHERE account = 'A. Li'", Wrong.REMOVED),
        ("INSERT INTO credentials VALUES ('Eve', 'x')", Wrong.INSERTED),
        ("INSERT INTO credentials VALUES ('B. Wu', 'x')", Wrong.INSERTED),
        ("UPDATE credentials SET account = 'Eve' WHERE account = 'A. Li'", Wrong.INSERTED),
    ],
)
def test_a_password_that_something_else_put_there_is_found(peopled, statement, wrong):
    """record 22"""
    forge(peopled, (statement,))
    assert wrong in [one for one, _sequence in found(peopled)]


def test_accounts_that_nobody_touched_verify(peopled):
    assert verify(peopled).findings == ()
