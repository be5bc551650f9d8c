"""A store as large as a site's becomes in years."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from screener.cli.options import DEFAULT_RULES
from screener.interview.demo import build_demo
from screener.protocol.exact_json import loads
from screener.protocol.roles import Role
from screener.record.appending import add, head_of
from screener.record.chain import SALT_BYTES
from screener.record.events import SEALED_AFTER, Person
from screener.record.sealing import Seals
from screener.record.store import Store
from screener.record.stored import Moment

_PARTICULARS = ("kind", "at", "on", "person", "role", "authenticated", "program")
_NOW = Moment.in_zone(datetime(2026, 1, 31, tzinfo=UTC), UTC)


def fill(path: Path, demo: Path, events: int) -> None:
    """Make a store of so many events: the demo's, over and over, each screening anew.

    They are written as an append writes them, but for the waiting on the disk.
    """
    build_demo(demo, DEFAULT_RULES.read_bytes())
    with closing(sqlite3.connect(demo)) as source:
        told = [
            (place, version, loads(header), body)
            for place, version, header, body in source.execute(
                "SELECT screening, version, header, body FROM events JOIN bodies USING (sequence)"
                " WHERE screening > 0 ORDER BY sequence"
            )
        ]
        rules = source.execute("SELECT sha256, bytes FROM rules").fetchall()
    Store.open(path, person=Person("A. Li", Role.ADMINISTRATOR)).close()
    screenings = max(place for place, *_more in told)
    with closing(sqlite3.connect(path, isolation_level=None)) as target:
        target.execute("PRAGMA synchronous = OFF")
        target.execute("BEGIN")
        target.executemany("INSERT INTO rules VALUES (?, ?)", rules)
        head = head_of(target, 0)
        seals, sequence, previous, before = Seals(path), head.sequence, head.hash, 0
        while sequence < events:
            for place, version, header, body in told:
                assert isinstance(header, dict)
                own = (sequence + 1, before + place, version, *(header[n] for n in _PARTICULARS))
                previous = add(target, own, previous, os.urandom(SALT_BYTES), body)
                sequence += 1
                if header["kind"] in SEALED_AFTER:
                    seals.seal(target, _NOW)
                    head = head_of(target, 0)
                    sequence, previous = head.sequence, head.hash
            before += screenings
        target.execute("COMMIT")
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
