"""Appending an event, against a line of JSON that is put on the disk."""

import json
import os
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import in_turn, table, target
from screener.cli.options import DEFAULT_RULES
from screener.interview.sitting import Given, Sitting
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
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
    ):
        writing = _Writing(store, lines.fileno())
        subjects = {
            "a line of JSON, with fsync": writing.line,
            "Store.append": writing.append,
            "an answer: checked, appended, decided anew": writing.answer,
        }
        in_turn(subjects, 3)
        times = in_turn(subjects, rounds)
    table("one event on the disk", times)
    line, append, _answer = (statistics.median(found) for found in times.values())
    target("Store.append", append / line, most=1.3)


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
