"""A small store to verify, what is found in it, and what somebody puts behind its events."""

import sqlite3
from contextlib import closing

from screener.protocol.exact_json import dumps
from screener.record.chain import GENESIS, content_hash, event_hash, header
from screener.record.events import EventKind
from screener.record.keys import signed_text
from screener.record.store import Store
from screener.record.verification import verify
from tests.record.forging import forge
from tests.record.setting import DECISION


def fill(path, clock, rules, nurse):
    with Store.open(path, clock=clock, time_zone="Asia/Shanghai") as store:
        first = store.new_screening(rules, "DL-1", nurse, "en")
        second = store.new_screening(rules, "DL-2", nurse, "zh")
        for version, text in enumerate(("one", "two", "three"), start=1):
            for number in (first, second):
                store.append(number, version, EventKind.NOTE_ADDED, {"text": text}, nurse)
        store.append(first, 4, EventKind.DECISION_RECORDED, DECISION, nurse)
        store.append(second, 4, EventKind.NOTE_ADDED, {"text": "after"}, nurse)


def found(path, head=None):
    return [(one.wrong, one.sequence) for one in verify(path, head).findings]


def appended(path, sequence, kind, body):
    """Give the statements that put an event of the store's own, chained, behind all others."""
    with closing(sqlite3.connect(path)) as connection:
        (previous,) = connection.execute(
            "SELECT hash FROM events WHERE sequence = ?", (sequence - 1,)
        ).fetchone()
        (version,) = connection.execute(
            "SELECT max(version) FROM events WHERE screening = 0 AND sequence < ?", (sequence,)
        ).fetchone()
    at = "2026-03-01T10:00:00.000000Z"
    said = header((sequence, 0, version + 1, kind, at, at[:10], "Screener", "program", 0, "0.1.0"))
    own = event_hash(previous, content_hash(bytes(16), body), said)
    return (
        ("INSERT INTO events VALUES (?, 0, ?, ?, ?)", sequence, version + 1, said, own),
        ("INSERT INTO bodies VALUES (?, ?, ?)", sequence, bytes(16), body),
    )


def public_of(key):
    return key.public_key().public_bytes_raw().hex()


def sealing(key, place, head):
    """Give what a seal says that somebody makes with a key."""
    signature = key.sign(signed_text(place, head)).hex()
    said = {"sequence": place, "head": head, "key": public_of(key), "signature": signature}
    return dumps(said)


def write_anew(path, key=None):
    """Work every hash out anew, as someone may who knows the format; seal with another key."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT sequence, header, salt, body FROM events JOIN bodies USING (sequence)"
            " ORDER BY sequence"
        ).fetchall()
    previous = GENESIS
    statements: list[tuple[object, ...]] = []
    for sequence, head_of_it, salt, said in rows:
        body = said
        if '"kind":"sealed"' in head_of_it and key is not None:
            body = sealing(key, sequence - 1, previous.hex())
            statements.append(("UPDATE bodies SET body = ? WHERE sequence = ?", body, sequence))
        previous = event_hash(previous, content_hash(salt, body), head_of_it)
        statements.append(("UPDATE events SET hash = ? WHERE sequence = ?", previous, sequence))
    forge(path, *statements)


def renumber(path, first, by):
    """Give events from `first` on other numbers, and leave them as they are else."""
    moves = []
    with closing(sqlite3.connect(path)) as connection:
        (last,) = connection.execute("SELECT max(sequence) FROM events").fetchone()
    order = range(last, first - 1, -1) if by > 0 else range(first, last + 1)
    for sequence in order:
        for table in ("events", "bodies"):
            moves.append(
                (f"UPDATE {table} SET sequence = {sequence + by} WHERE sequence = {sequence}",)
            )
    forge(path, ("PRAGMA foreign_keys = OFF",), *moves)
