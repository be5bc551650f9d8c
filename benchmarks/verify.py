"""Verifying a long record, against a bare loop that hashes the same bytes."""

import sqlite3
import statistics
import subprocess
import sys
import time
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.large_store import fill
from benchmarks.timing import in_turn, table, target
from screener.record.chain import GENESIS

EVENTS = 1_000_000
#: In a process of its own, as the command is: one that holds the bytes of the loop takes longer
#: to begin the processes that follow the chain.
_VERIFY = """
import sys, time
from pathlib import Path
from screener.record.verification import verify
start = time.perf_counter()
found = verify(Path(sys.argv[1]))
print(time.perf_counter() - start, found.events, len(found.findings))
"""


def record(events: int = EVENTS, rounds: int = 5) -> None:
    """Compare on a store of so many events."""
    with TemporaryDirectory(dir=Path.cwd(), prefix=".benchmark-") as folder:
        path = Path(folder) / "store.db"
        fill(path, Path(folder) / "demo.db", events)
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
            command = (sys.executable, "-c", _VERIFY, str(path))
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            took, found, wrong = said.split()
            assert (int(found), int(wrong)) == (len(hashed), 0)
            return float(took)

        times = in_turn({"a bare loop of hashes": bare, "verify": verified}, rounds)
    table(f"{len(hashed):,} events", times)
    loop, checked = (statistics.median(found) for found in times.values())
    target("verify", checked / loop, most=2)
