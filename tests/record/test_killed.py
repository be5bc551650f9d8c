"""A process killed at any moment loses nothing that was confirmed."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from screener.record.events import EventKind
from screener.record.state import fold
from screener.record.store import Store

ROOT = Path(__file__).parents[2]
APPEND = """
import sys
from pathlib import Path
from screener.protocol.roles import Role
from screener.record.events import EventKind, Person
from screener.record.store import Store

store = Store.open(Path(sys.argv[1]))
nurse = Person("Ana Nurse", Role.SCREENER)
seen = store.events("S-0001")[-1].version
while True:
    seen = store.append("S-0001", seen, EventKind.NOTE_ADDED, {"text": "x" * 300}, nurse).version
    print(seen, flush=True)
"""


@pytest.mark.parametrize("round", range(4))
def test_what_was_confirmed_is_there_after_a_kill(path, rules, nurse, round):
    """Killed after a chance number of confirmations, most often in the middle of the next one."""
    with Store.open(path) as store:
        store.new_screening(rules, "A", nurse, "en")
    patience = random.Random(round).randrange(1, 60)
    writer = subprocess.Popen(
        [sys.executable, "-c", APPEND, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    confirmed = [int(writer.stdout.readline()) for _ in range(patience)]
    writer.kill()
    confirmed += map(int, writer.stdout.read().split())
    writer.wait()
    with Store.open(path) as store:
        events = store.events("S-0001")
        assert fold(events).version == len(events)
        assert confirmed[-1] <= len(events) <= confirmed[-1] + 1
        store.append("S-0001", len(events), EventKind.NOTE_ADDED, {"text": "on"}, nurse)
