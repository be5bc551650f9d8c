"""Opening the list of a store of years, against that of an empty one."""

import shutil
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.large_store import fill
from benchmarks.start import SIGNED_IN
from benchmarks.terminal import Terminal, environment
from benchmarks.timing import ROUNDS, in_turn, table, target
from screener.record.store import Store

EVENTS = 1_000_000


def opened(rounds: int = ROUNDS, events: int = EVENTS) -> None:
    """Compare the call to the first screening in the list with the call to its being empty."""
    with TemporaryDirectory(dir=Path.cwd(), prefix=".benchmark-") as folder:
        large = Path(folder) / "large.db"
        fill(large, Path(folder) / "demo.db", events)
        with Store.open(large) as store:
            numbers = store.numbers()
        empty = Path(folder) / "empty" / "store.db"

        def of_nothing() -> float:
            shutil.rmtree(empty.parent, ignore_errors=True)
            empty.parent.mkdir()
            return _shown(empty, "No screening yet")

        subjects = {
            "an empty store": of_nothing,
            f"{len(numbers):,} screenings, {events:,} events": lambda: _shown(large, numbers[-1]),
        }
        in_turn(subjects, 1)
        times = in_turn(subjects, rounds)
    table("from the call to the list", times)
    nothing, many = (statistics.median(found) for found in times.values())
    target("the list of the large store", many / nothing, most=2)


def _shown(store: Path, text: str) -> float:
    command = (*SIGNED_IN, "--store", str(store))
    with Terminal(command, environment(store.parent)) as terminal:
        return terminal.wait_for(text) - terminal.started
