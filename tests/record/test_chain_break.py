"""Requirement 22: where the chain breaks, the finding says how, as far as it can be told."""

import sqlite3
from contextlib import closing

import pytest

from screener.record.chain import content_hash, event_hash, numbered_anew
from screener.record.chain_check import Wrong
from screener.record.verification import verify
from tests.record.forging import forge
from tests.record.verifying import fill, found, renumber

#: Of the 14 events of the store.
LAST = 14
END = 2**63 - 1


@pytest.fixture(params=[False, True], ids=["short", "long"])
def filled(path, clock, rules, nurse, monkeypatch, request):
    if request.param:
        monkeypatch.setattr("screener.record.verification._FEW", 1)
    fill(path, clock, rules, nurse)
    return path


def take_out(path, *sequences):
    for sequence in sequences:
        forge(
            path,
            ("DELETE FROM bodies WHERE sequence = ?", sequence),
            ("DELETE FROM events WHERE sequence = ?", sequence),
        )


def chain_anew(path, first, headers):
    """Work out every hash anew from event `first` on; `headers` numbers them as they stand."""
    with closing(sqlite3.connect(path)) as connection:
        (previous,) = connection.execute(
            "SELECT hash FROM events WHERE sequence < ? ORDER BY sequence DESC", (first,)
        ).fetchone()
        rows = connection.execute(
            "SELECT sequence, header, salt, body FROM events JOIN bodies USING (sequence)"
            " WHERE sequence >= ? ORDER BY sequence",
            (first,),
        ).fetchall()
    for sequence, header, salt, body in rows:
        said = numbered_anew(header, sequence) if headers else header
        previous = event_hash(previous, content_hash(salt, body), said)
        forge(
            path,
            ("UPDATE events SET header = ?, hash = ? WHERE sequence = ?", said, previous, sequence),
        )


def put_at(path, sequence, header_of, version=9):
    """Put a copy of event 5 in as event `sequence`, which says that it is event `header_of`."""
    forge(
        path,
        (
            "INSERT INTO events SELECT ?, 2, ?, json_set(header, '$.sequence', ?), hash"
            " FROM events WHERE sequence = 5",
            sequence,
            version,
            header_of,
        ),
        ("INSERT INTO bodies SELECT ?, salt, body FROM bodies WHERE sequence = 5", sequence),
    )


def told(path):
    """Give the finding about the chain, which is the first one, and that there is no other."""
    (finding,) = verify(path).findings
    return finding


@pytest.mark.parametrize("first", [1, 6, LAST])
@pytest.mark.parametrize("by", [1, 100])
def test_events_that_moved_with_nothing_missing_are_told_as_moved(filled, first, by):
    renumber(filled, first, by)
    finding = told(filled)
    assert (finding.wrong, finding.sequence) == (Wrong.REORDERED, first + by)
    assert finding.text.endswith(f"was recorded as event {first}")


def test_events_that_moved_down_are_told_as_moved(filled):
    renumber(filled, 1, -3)
    assert found(filled)[0] == (Wrong.REORDERED, -2)


@pytest.mark.parametrize("by", [-2, -1, 3])
def test_what_was_taken_out_is_told_by_its_numbers_wherever_the_rest_moved(filled, by):
    take_out(filled, 6, 7)
    renumber(filled, 8, by)
    finding = told(filled)
    assert (finding.wrong, finding.sequence) == (Wrong.REMOVED, 6)
    assert finding.text == "events 6 to 7 were taken out"


def test_more_than_can_be_tried_were_taken_out_as_the_event_behind_them_says(filled):
    take_out(filled, *range(6, LAST))
    renumber(filled, LAST, 6 - LAST)
    assert told(filled).text == f"events 6 to {LAST - 1} were taken out"


@pytest.mark.parametrize("says", [5, END, "six"])
def test_an_event_that_was_put_in_at_the_end_of_all_numbers_is_told_as_put_in(filled, says):
    put_at(filled, END, says)
    assert found(filled) == [(Wrong.INSERTED, END)]


def test_what_was_taken_out_is_told_where_the_rest_was_chained_anew(filled):
    take_out(filled, 6)
    renumber(filled, 7, -1)
    chain_anew(filled, 6, headers=False)
    assert found(filled)[0] == (Wrong.REMOVED, 6)


def test_what_was_taken_out_is_told_where_the_rest_was_numbered_and_chained_anew(filled):
    """Event 5 of the chain is the second of S-0002, event 6 the third of S-0001."""
    take_out(filled, 5)
    renumber(filled, 6, -1)
    chain_anew(filled, 5, headers=True)
    finding = verify(filled).findings[0]
    assert (finding.wrong, finding.sequence) == (Wrong.REMOVED, 6)
    assert finding.text == (
        "before event 6 (event 3 of S-0002), event 2 of its screening was taken out"
    )


def test_an_order_that_was_chained_anew_is_told_as_another_order(filled):
    forge(
        filled,
        ("PRAGMA foreign_keys = OFF",),
        *(
            (f"UPDATE {table} SET sequence = {to} WHERE sequence = {of}",)
            for of, to in ((5, 99), (7, 5), (99, 7))
            for table in ("events", "bodies")
        ),
    )
    chain_anew(filled, 5, headers=True)
    finding = verify(filled).findings[0]
    assert (finding.wrong, finding.sequence) == (Wrong.REORDERED, 5)
    assert finding.text == "event 5 (event 3 of S-0002) should be event 2 of its screening"


def test_a_number_that_was_altered_in_the_last_event_is_told_as_altered(filled):
    forge(
        filled,
        (
            "UPDATE events SET header = json_set(header, '$.sequence', 99) WHERE sequence = ?",
            LAST,
        ),
    )
    assert told(filled).wrong is Wrong.ALTERED
