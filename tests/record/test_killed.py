"""A process killed at any moment loses nothing that was confirmed."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from screener.record.events import EventKind
from screener.record.state import fold
from screener.record.store import Store
from screener.record.verification import verify

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


DECIDE = """
import sys
from pathlib import Path
from screener.protocol.roles import Role
from screener.record.events import EventKind, Person
from screener.record.store import Store

store, number = Store.open(Path(sys.argv[1])), sys.argv[2]
nurse = Person("Ana Nurse", Role.SCREENER)
seen = store.events(number)[-1].version
decision = {
    "decision": "undetermined", "finish": False, "protocol": {}, "program": "0.1.0",
    "criteria": [], "answers": {}, "missing": [], "withdrawn": None, "stopped": None,
}
while True:
    kind, body = EventKind.NOTE_ADDED, {"text": "x" * 300}
    if seen % 3 == 0:
        kind, body = EventKind.DECISION_RECORDED, decision
    seen = store.append(number, seen, kind, body, nurse).version
    print(seen, flush=True)
"""


def running(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def killed(writer, patience):
    """Kill a program after some confirmations; give the last that it had made."""
    with writer:
        confirmed = [int(writer.stdout.readline()) for _ in range(patience)]
        writer.kill()
        confirmed += map(int, writer.stdout.read().split())
    return confirmed[-1]


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10))
def test_two_programs_killed_at_a_hundred_moments_leave_a_record_that_verifies(
    path, rules, nurse, part
):
    """record 8"""
    chance = random.Random(part)
    with Store.open(path) as store:
        numbers = [store.new_screening(rules, code, nurse, "en") for code in "AB"]
    for _round in range(10):
        writers = [running(DECIDE, path, number) for number in numbers]
        last = [killed(writer, chance.randrange(1, 40)) for writer in writers]
        with Store.open(path) as store:
            for number, confirmed in zip(numbers, last, strict=True):
                assert confirmed <= len(store.events(number)) <= confirmed + 1
        assert verify(path).findings == ()


@pytest.mark.parametrize("torn", [b"", b"\0" * 700, b"\xa5" * 4096])
def test_a_power_cut_takes_nothing_that_was_confirmed(path, tmp_path, rules, nurse, torn):
    """Whatever was on its way to the disk is cut off, or is there in part. record 8"""
    beside = path.with_name(f"{path.name}-wal")
    with Store.open(path) as store:
        number = store.new_screening(rules, "A", nurse, "en")
        synced = []
        for seen in range(1, 8):
            store.append(number, seen, EventKind.NOTE_ADDED, {"text": "x" * 200}, nurse)
            synced.append((seen + 1, path.read_bytes(), beside.read_bytes()))
    for count, base, log in synced:
        cut = tmp_path / f"{count}.db"
        cut.write_bytes(base)
        cut.with_name(f"{cut.name}-wal").write_bytes(log + torn)
        with Store.open(cut) as store:
            assert len(store.events(number)) == count
        assert verify(cut).findings == ()


@pytest.mark.parametrize("round", range(4))
def test_what_was_confirmed_is_there_after_a_kill(path, rules, nurse, round):
    """Killed after a chance number of confirmations, most often in the middle of the next one."""
    with Store.open(path) as store:
        store.new_screening(rules, "A", nurse, "en")
    patience = random.Random(round).randrange(1, 60)
    confirmed = killed(running(APPEND, path), patience)
    with Store.open(path) as store:
        events = store.events("S-0001")
        assert fold(events).version == len(events)
        assert confirmed <= len(events) <= confirmed + 1
        store.append("S-0001", len(events), EventKind.NOTE_ADDED, {"text": "on"}, nurse)
