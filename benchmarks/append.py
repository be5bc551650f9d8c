"""Appending an event, against a line of JSON that is put on the disk."""

import json
import os
import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import in_turn, table, target
from screener.cli.options import DEFAULT_RULES
from screener.interview.sitting import Given, Sitting
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.database import connect
from screener.record.events import EventKind, Person
from screener.record.store import Store

APPENDS = 1_000
#: Signed in, as everybody who screens: whether the account is open still is asked each time.
NURSE = Person("A. Li", Role.SCREENER, authenticated=True)
_RAW = {"value": "2026-01-20", "source": "chart"}
_BODY = {
    "question": "consent",
    "act": "answer",
    "answer": _RAW,
    "language": "en",
    "typed": "20 Jan 2026",
}


def events(rounds: int = APPENDS) -> None:
    """Compare on one file system: the folder this is called in, as `/tmp` may lie in memory."""
    with (
        TemporaryDirectory(dir=Path.cwd(), prefix=".benchmark-") as folder,
        Store.open(Path(folder) / "store.db") as store,
        (Path(folder) / "lines").open("ab", buffering=0) as lines,
        closing(connect(Path(folder) / "rows.db", True, 0, lambda: datetime.now(UTC))) as rows,
    ):
        writing = _Writing(store, lines.fileno())
        subjects: dict[str, Callable[[], float]] = {
            "a line of JSON, with fsync": writing.line,
            "the rows of an event, by SQLite alone": _Rows(rows),
            "Store.append": writing.append,
            "an answer: checked, appended, decided anew": writing.answer,
        }
        in_turn(subjects, 3)
        times = in_turn(subjects, rounds)
    table("one event on the disk", times)
    line, _rows, append, _answer = (statistics.median(found) for found in times.values())
    target("Store.append", append / line, most=1.3)


class _Rows:
    """Writes what an event puts into the tables, and nothing else: no chain, no checks."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers = count(1)
        self._header = json.dumps({"at": time.time(), "person": NURSE.name, "role": NURSE.role})
        self._body = json.dumps(_BODY)

    def __call__(self) -> float:
        number, header, body = next(self._numbers), self._header, self._body
        execute = self._connection.execute
        start = time.perf_counter()
        execute("BEGIN IMMEDIATE")
        event = number, 1, number, header, bytes(32)
        execute("INSERT INTO events VALUES (?, ?, ?, ?, ?)", event)
        execute("INSERT INTO bodies VALUES (?, ?, ?)", (number, bytes(16), body))
        execute("COMMIT")
        return time.perf_counter() - start


class _Writing:
    def __init__(self, store: Store, descriptor: int) -> None:
        rules = DEFAULT_RULES.read_bytes()
        Accounts(store).make_first(NURSE.name, [NURSE.role], "a nurse at the bedside")
        self._descriptor = descriptor
        self._store = store
        self._number = store.new_screening(rules, "DL-001", NURSE, "en")
        self._seen = 1
        other = store.new_screening(rules, "DL-002", NURSE, "en")
        self._sitting = Sitting.open(store, other, NURSE, "en")
        self._question = self._sitting.current() or ""
        self._given = 0

    def line(self) -> float:
        start = time.perf_counter()
        event = {"screening": 1, "at": time.time(), "person": NURSE.name, "body": _BODY}
        os.write(self._descriptor, json.dumps(event).encode() + b"\n")
        os.fsync(self._descriptor)
        return time.perf_counter() - start

    def append(self) -> float:
        start = time.perf_counter()
        self._store.append(self._number, self._seen, EventKind.ANSWERED, _BODY, NURSE)
        self._seen += 1
        return time.perf_counter() - start

    def answer(self) -> float:
        self._given += 1
        question = self._sitting.question(self._question)
        value = next(iter(question.options), True)
        given = Given({"value": value, "source": "chart", "note": str(self._given)}, str(value))
        reason = "seen again" if self._given > 1 else None
        start = time.perf_counter()
        self._sitting.give(self._question, given, reason=reason)
        return time.perf_counter() - start
