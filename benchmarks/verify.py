"""Verifying a long record, against a bare loop that hashes the same bytes."""

import os
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import in_turn, table, target
from screener.cli.options import DEFAULT_RULES
from screener.interview.demo import build_demo
from screener.protocol.exact_json import loads
from screener.record.appending import add, head_of
from screener.record.chain import GENESIS, SALT_BYTES
from screener.record.events import SEALED_AFTER
from screener.record.sealing import Seals
from screener.record.store import Store
from screener.record.stored import Moment
from screener.record.verification import verify

EVENTS = 1_000_000
_PARTICULARS = ("kind", "at", "on", "person", "role", "authenticated", "program")
_NOW = Moment.in_zone(datetime(2026, 1, 31, tzinfo=UTC), UTC)


def record(events: int = EVENTS, rounds: int = 3) -> None:
    """Compare on a store of so many events: the demo's, over and over, each screening anew."""
    with TemporaryDirectory(dir=Path.cwd(), prefix=".benchmark-") as folder:
        path = Path(folder) / "store.db"
        _fill(path, Path(folder) / "demo.db", events)
        with closing(sqlite3.connect(path)) as connection:
            hashed = [
                (salt + body.encode(), GENESIS + GENESIS + header.encode())
                for header, salt, body in connection.execute(
                    "SELECT header, salt, body FROM events JOIN bodies USING (sequence)"
                )
            ]

        def bare() -> float:
            start = time.perf_counter()
            for content, event in hashed:
                sha256(content).digest()
                sha256(event).digest()
            return time.perf_counter() - start

        def verified() -> float:
            start = time.perf_counter()
            found = verify(path)
            took = time.perf_counter() - start
            assert not found.findings
            assert found.events == len(hashed)
            return took

        times = in_turn({"a bare loop of hashes": bare, "verify": verified}, rounds)
    table(f"{len(hashed):,} events", times)
    loop, checked = (min(found) for found in times.values())
    target("verify, the least times", checked / loop, most=2)


def _fill(path: Path, demo: Path, events: int) -> None:
    """Write the store as an append would, but for the waiting on the disk."""
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
    Store.open(path).close()
    screenings = max(place for place, *_more in told)
    with closing(sqlite3.connect(path, isolation_level=None)) as target:
        target.execute("PRAGMA synchronous = OFF")
        target.execute("BEGIN")
        target.executemany("INSERT INTO rules VALUES (?, ?)", rules)
        seals, sequence, previous, before = Seals(path), 0, GENESIS, 0
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
