"""The power is cut at any moment of an interview: what was confirmed on the screen is there."""

import pickle
import random
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from screener.record.chain import GENESIS
from screener.record.database import open_to_read
from screener.record.store import Store
from screener.record.verification import verify
from tests.interview.setting import BODY, RULES, SERIES
from tests.journeys.confirmed import KINDS, confirmed
from tests.journeys.disk import Disk, Said, Step, can_be_watched

ROOT = Path(__file__).parents[2]
#: Sittings by line, each from the program's start to its end, on one store that is made there.
INTERVIEW = """
import io, pickle, sys
from datetime import timedelta
from pathlib import Path
from screener.interview.plain import run_plain
from screener.record.clock import SteppingClock
from screener.record.store import Store
from tests.interview.setting import DOCTOR, START
from tests.journeys.confirmed import KINDS, confirmed
from tests.journeys.disk import Said, watch

class Screen(io.StringIO):
    def write(self, text):
        steps.append(Said(text))
        return super().write(text)

folder, steps, screen = Path(sys.argv[1]), watch(), Screen()
clock = SteppingClock(START, timedelta(seconds=10))
for typed in sys.argv[2:]:
    with Store.open(folder / "s.db", clock=clock, time_zone="UTC") as store:
        run_plain(store, DOCTOR, folder / "rules.yaml", io.StringIO(typed), screen, "en")
(folder / "steps").write_bytes(pickle.dumps(steps))
print(screen.getvalue())
"""
ROWS = [line for day in range(1, 13) for line in (f"2026-02-{day:02}", f"{50 + day}")]
SITTINGS = [
    [*SERIES, *ROWS, "/complete", "y", "/note tired", "/sign", "yes"],
    ["/new DL-018", *BODY[1:], "94 mg/dL", "2026-02-20", "", *ROWS[:7], "/note another"],
    ["S-0002", ROWS[7], "/undo", "/sign", "yes", "/redact", "1", "a slip", "yes", "/note on"],
]
pytestmark = pytest.mark.skipif(
    not can_be_watched(), reason="this build of Python does not let SQLite be watched"
)


@dataclass(frozen=True)
class Interview:
    """What was done to the store's files, and the events that were in them at the end."""

    steps: Sequence[Step]
    kinds: Sequence[str]
    #: The chain's hash after so many events.
    heads: Sequence[str]


@dataclass(frozen=True)
class Moment:
    """A disk after a step, and how many events were recorded, as far as it was said."""

    step: Step
    disk: Disk
    confirmed: int


@pytest.fixture(scope="module")
def interview(tmp_path_factory):
    folder = tmp_path_factory.mktemp("watched")
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    typed = ["".join(f"{line}\n" for line in lines) for lines in SITTINGS]
    command = [sys.executable, "-c", INTERVIEW, str(folder), *typed]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    with closing(open_to_read(folder / "s.db")) as tables:
        events = tables.execute("SELECT header ->> 'kind', hash FROM events ORDER BY sequence")
        kinds, hashes = zip(*events, strict=True)
    heads = [GENESIS.hex(), *(own.hex() for own in hashes)]
    return Interview(pickle.loads((folder / "steps").read_bytes()), kinds, heads)


def moments(interview):
    """Give what is on the disk, and on its way there, after each step."""
    disk, last = Disk(), 0
    waiting = {
        kind: [at for at, one in enumerate(interview.kinds, 1) if one == kind] for kind in KINDS
    }
    for step in interview.steps:
        disk.take(step)
        for kind in confirmed(step.text) if isinstance(step, Said) else ():
            last = max(last, waiting[kind].pop(0))
        yield Moment(step, disk, last)
    assert not any(waiting.values())


def cut(interview, moment, arrives, folder):
    """Go on with what a power cut leaves; `arrives` as for `Disk.left`."""
    with TemporaryDirectory(dir=folder) as left:
        store = Path(left) / "s.db"
        for name, content in moment.disk.left(arrives).items():
            store.with_name(name).write_bytes(content)
        Store.open(store).close()
        found = verify(store)
    assert found.findings == ()
    assert moment.confirmed <= found.events
    assert found.head == interview.heads[found.events]


def test_what_was_confirmed_is_on_the_disk(interview, tmp_path):
    """Of what was not synced when it was confirmed, nothing arrives there. # record 8"""
    last = 0
    for moment in moments(interview):
        if moment.confirmed > last:
            cut(interview, moment, lambda: False, tmp_path)
            last = moment.confirmed


@pytest.mark.parametrize("share", [0.05, pytest.param(1, marks=pytest.mark.slow)])
def test_whatever_else_arrives_there_does_no_harm(interview, tmp_path, share):
    """In the middle of transactions and of checkpoints; none, some or all of it. # record 8"""
    chance, midst = random.Random(8), set()
    for moment in moments(interview):
        if moment.disk.under_way() and chance.random() < share:
            midst |= moment.disk.under_way()
            for odds in (0, chance.choice([0.1, 0.5, 0.9, 1])):
                cut(interview, moment, lambda odds=odds: chance.random() < odds, tmp_path)
    assert midst >= {"s.db", "s.db-wal"}
