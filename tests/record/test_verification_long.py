"""Requirement 22 of a long record, which several processes verify."""

import os
import sqlite3
from contextlib import closing

import pytest

from screener.record.chain_check import Wrong, follow
from screener.record.events import EventKind
from screener.record.redaction import held_by, redact
from screener.record.store import Store
from screener.record.verification import verify
from tests.record.forging import forge
from tests.record.verifying import fill, found


@pytest.fixture(autouse=True)
def long(monkeypatch):
    """Take every chain for a long one."""
    monkeypatch.setattr("screener.record.verification._FEW", 1)


@pytest.fixture
def filled(path, clock, rules, nurse):
    fill(path, clock, rules, nurse)
    return path


def test_a_long_chain_that_nobody_touched_verifies(filled):
    checked = verify(filled)
    assert (checked.findings, checked.events, checked.sealed) == ((), 14, 13)


@pytest.mark.parametrize("sequence", [1, 2, 7, 8, 13, 14])
def test_a_long_chain_names_the_first_event_that_was_altered(filled, sequence):
    forge(filled, ("UPDATE bodies SET salt = ? WHERE sequence = ?", bytes(16), sequence))
    assert found(filled)[0] == (Wrong.ALTERED, sequence)


@pytest.mark.parametrize("column", ["events SET header", "bodies SET body"])
def test_a_long_chain_names_the_event_whose_text_is_none(filled, column):
    forge(filled, (f"UPDATE {column} = CAST(x'7bff7d' AS TEXT) WHERE sequence = 8",))
    assert found(filled)[0] == (Wrong.ALTERED, 8)


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        *(("events", column, "REAL") for column in ("sequence", "screening", "version")),
        *(("events", "header", "BLOB"), ("events", "hash", "TEXT")),
        *(("bodies", "salt", "TEXT"), ("bodies", "body", "BLOB")),
    ],
)
def test_the_same_bytes_under_another_type_are_not_what_was_recorded(filled, table, column, kind):
    """The tables refuse such types; whoever changes the bytes of the file is asked by nobody."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("ATTACH ? AS store", (str(filled),))
        for name in ("events", "bodies"):
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM store.{name}")
            for one in connection.execute(f"PRAGMA table_info({name})").fetchall():
                # Without a type of its own a column keeps what it is given.
                connection.execute(f"ALTER TABLE {name} RENAME COLUMN {one[1]} TO given_{one[1]}")
                connection.execute(f"ALTER TABLE {name} ADD COLUMN {one[1]}")
                connection.execute(f"UPDATE {name} SET {one[1]} = given_{one[1]}")
        assert follow(connection)[1] is None
        change = f"UPDATE {table} SET {column} = CAST({column} AS {kind}) WHERE sequence = 8"
        connection.execute(change)
        broken = follow(connection)[1]
        assert broken is not None
        assert broken.sequence == 8


def test_a_long_chain_names_an_event_of_another_order_in_its_screening(filled):
    forge(filled, ("UPDATE events SET version = 9 WHERE sequence = 8",))
    assert found(filled)[0] == (Wrong.ALTERED, 8)


def test_a_long_chain_misses_its_rules(filled):
    forge(filled, ("DELETE FROM rules",))
    assert found(filled) == [(Wrong.REMOVED, None)]


def of_page(path, root, change):
    """Change what stands on the first page of a table or an index: bytes from its beginning on."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (root,)
        ).fetchone()
    content = bytearray(path.read_bytes())
    start = (page - 1) * size
    one = content[start : start + size]
    change(one)
    content[start : start + size] = one
    path.write_bytes(content)


def cells(page):
    return int.from_bytes(page[3:5])


def emptied(page):
    page[3:5] = bytes(2)


def one_fewer(page):
    page[3:5] = (cells(page) - 1).to_bytes(2)


def first_twice(page):
    """Say of the first cell that it is there once more, behind the last."""
    end = 8 + 2 * cells(page)
    page[end : end + 2] = page[8:10]
    page[3:5] = (cells(page) + 1).to_bytes(2)


def changed_about(page):
    page[8:10], page[10:12] = page[10:12], page[8:10]


@pytest.fixture
def corrected(filled, clock, nurse):
    """A store in which both candidates' codes were corrected, one of them twice."""
    with Store.open(filled, clock=clock) as store:
        for number, version, code in (("S-0002", 5, "A"), ("S-0001", 5, "B"), ("S-0002", 6, "C")):
            body = {"from": "DL", "to": code, "reason": "mistyped"}
            store.append(number, version, EventKind.CANDIDATE_CORRECTED, body, nurse)
    return filled


def test_a_long_chain_whose_codes_were_corrected_verifies(corrected):
    assert found(corrected) == []


@pytest.mark.parametrize("change", [emptied, one_fewer, first_twice, changed_about])
@pytest.mark.parametrize("index", ["corrected_codes", "sqlite_autoindex_events_1"])
def test_an_index_of_a_long_chain_that_does_not_agree_with_its_table_is_found(
    corrected, index, change
):
    """record 22: the app reads by it."""
    of_page(corrected, index, change)
    assert found(corrected) == [(Wrong.DAMAGED, None)]


def test_an_entry_of_an_index_that_leads_to_another_event_is_found(corrected):
    """record 22: the app goes where the end of an entry says, which its length tells."""

    def shorten(page):
        last = 8 + 2 * (cells(page) - 1)
        page[int.from_bytes(page[last : last + 2])] -= 1

    of_page(corrected, "sqlite_autoindex_events_1", shorten)
    assert found(corrected) == [(Wrong.DAMAGED, None)]


def test_what_is_said_of_no_event_is_found_also_where_it_stands_out_of_its_order(
    filled, clock, nurse
):
    """record 22"""
    with Store.open(filled, clock=clock) as store:
        for version in range(5, 15):
            body = {"text": "a long note" * 20}
            store.append("S-0002", version, EventKind.NOTE_ADDED, body, nurse)
    content = bytearray(filled.read_bytes())
    with closing(sqlite3.connect(filled)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'bodies'"
        ).fetchone()
    # From the first page of the table to one in the middle, which has one cell more then.
    page = content[(root - 1) * size : root * size]
    cell = int.from_bytes(page[14:16])
    middle = int.from_bytes(page[cell : cell + 4])
    content[(middle - 1) * size + 4] += 1
    filled.write_bytes(content)
    assert found(filled) == [(Wrong.DAMAGED, None)]


def test_a_long_chain_of_which_something_was_redacted_verifies(filled, clock, doctor):
    with Store.open(filled, clock=clock) as store:
        note = next(e for e in store.events("S-0002") if e.kind is EventKind.NOTE_ADDED)
        redact(store, store.events("S-0002")[-1], held_by(note), "typed by mistake", doctor)
    assert found(filled) == []


@pytest.mark.parametrize("table", ["rules", "credentials"])
def test_a_short_table_of_a_long_chain_out_of_its_order_is_found(filled, table):
    """record 22: what is out of its order is there, and not found where it is looked up."""
    row = "CAST(? AS BLOB)" if table == "rules" else "?"
    forge(filled, *((f"INSERT INTO {table} VALUES (?, {row})", one, one) for one in "ab"))
    assert (Wrong.DAMAGED, None) not in found(filled)
    of_page(filled, table, changed_about)
    assert (Wrong.DAMAGED, None) in found(filled)


def ends_at_once(path, first, last):
    """Stands for reading a mapped file of which a part cannot be read: the process is killed."""
    os._exit(1)


@pytest.mark.parametrize("broken", [False, True])
def test_where_a_process_ends_that_verified_this_one_does(filled, monkeypatch, broken):
    monkeypatch.setattr("screener.record.verification._stretch", ends_at_once)
    if broken:
        forge(filled, ("UPDATE bodies SET salt = ? WHERE sequence = 7", bytes(16)))
    assert found(filled) == ([(Wrong.ALTERED, 7)] if broken else [])
