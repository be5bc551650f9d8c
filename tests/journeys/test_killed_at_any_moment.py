"""Two interviews on one store, killed and resumed over and over: nothing confirmed is lost."""

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Lock
from typing import IO

import pytest

from screener.record.events import Event, EventKind
from screener.record.store import Store
from screener.record.verification import verify
from tests.conftest import PASSWORD
from tests.interview.setting import RULES
from tests.journeys.confirmed import KINDS, confirmed

ROOT = Path(__file__).parents[2]
DAYS = [(datetime.now(tz=UTC) - timedelta(days=ago)).date().isoformat() for ago in (4, 3, 2)]
#: Said where a new screening can begin.
NEW = "/new to begin"
#: Seconds that the program may work on a line before it is killed.
LONGEST = 0.005
#: What is typed where this was said last.
TYPED = {
    "Password:": PASSWORD,
    "Consented?": "y",
    "Which form?": "for {code}",
    "Born when?": "17.5.1980",
    "Sex?": "2",
    "Glucose?": "5.5",
    "When was it observed?": DAYS[0],
    "Type the date of the first one": DAYS[0],
    "Type the date of row 2": DAYS[1],
    "Type the date of row 3": DAYS[2],
    "Type the date of row 4": "/complete",
    ": Score": "50",
    "/sign records the decision": "/sign",
    "Record this decision": "yes",
    "/copy writes a copy of the decision": "/list",
    NEW: "/new {code}",
}
#: What of each candidate is recorded, in this order: the kinds of events, and what was typed.
RECORDED = [
    *((EventKind.ANSWERED, typed) for typed in ("y", "for {code}", "17.5.1980", "2", "5.5")),
    *((EventKind.ROW_SAVED, day) for day in DAYS),
    (EventKind.SERIES_COMPLETED, None),
    (EventKind.DECISION_RECORDED, None),
]
#: Closing a file lets go of every lock of its process there: a store is opened once at a time.
ALONE = Lock()


class Nurse:
    """Somebody at the plain mode who goes on, after each kill, with the candidate at hand."""

    def __init__(self, name: str, store: Path, rules: Path, chance: random.Random) -> None:
        self._name = name
        self._store = store
        self._rules = rules
        self._chance = chance
        self._candidates = 1
        #: That of the candidate at hand, once it is in the store.
        self._number: str | None = None
        self._recorded = 0

    def interview(self, kills: int) -> None:
        """Interview until the program was killed so often, then up to the candidate's decision."""
        for _kill in range(kills):
            self._look(self._sit(self._chance.randrange(1, 12)))
        self._look(self._sit(None))
        assert self._recorded == self._candidates * len(RECORDED)

    def _sit(self, lines: int | None) -> str:
        """Type so many lines, and kill the program while it works on the last; give what it said.

        Without a number of lines the last is that after which the decision was recorded.
        """
        begun, said = self._number is not None, ""
        with self._started() as program:
            assert program.stdin is not None
            assert program.stdout is not None
            for _line in count() if lines is None else range(lines):
                heard = _heard(program.stdout)
                said += heard
                asked = max(TYPED, key=heard.rfind)
                if asked == NEW and begun:
                    if lines is None:
                        program.kill()
                        return said
                    self._candidates += 1
                begun = begun or asked == NEW
                line = TYPED[asked].format(code=self._code(self._candidates))
                program.stdin.write(f"{line}\n".encode())
                program.stdin.flush()
            # Half of the time it has begun to say something: what it understood, then it records.
            begins = _some(program.stdout) if self._chance.random() < 0.5 else b""
            time.sleep(self._chance.uniform(0, LONGEST))
            program.kill()
            return said + (begins + program.stdout.read()).decode()

    def _started(self) -> subprocess.Popen[bytes]:
        options = ["--plain", "--as", self._name, "--store", str(self._store)]
        options += ["--rules", str(self._rules)]
        resumed = ["resume", self._number] if self._number else []
        return subprocess.Popen(
            [sys.executable, "-m", "screener", *options, *resumed],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def _look(self, said: str) -> None:
        """Find in the store what was said to be recorded, once, and at most one act besides."""
        codes = [self._code(one) for one in range(1, self._candidates + 1)]
        with ALONE, Store.open(self._store) as store:
            numbers = {code: number for number, code in store.codes().items()}
            assert len(numbers) == len(store.codes())
            held = [numbers[code] for code in codes if code in numbers]
            events = [event for number in held for event in store.events(number)]
        assert numbers.keys() >= set(re.findall(r"candidate (\S+)\.", said))
        self._number = numbers.get(codes[-1])
        found = [(event.kind, _typed(event)) for event in events if event.kind in KINDS]
        typed = [
            (kind, line and line.format(code=code)) for code in codes for kind, line in RECORDED
        ]
        assert found == typed[: len(found)]
        told, since = confirmed(said), [kind for kind, _line in found[self._recorded :]]
        assert told == since[: len(told)]
        assert len(since) <= len(told) + 1
        self._recorded = len(found)

    def _code(self, candidate: int) -> str:
        return f"{self._name[0]}-{candidate}"


def _heard(output: IO[bytes]) -> str:
    """Read up to the next prompt."""
    said = b""
    while not said.endswith(b"\n> "):
        more = _some(output)
        assert more, said.decode()
        said += more
    return said.decode()


def _some(output: IO[bytes]) -> bytes:
    """Read what there is, as soon as there is anything."""
    return os.read(output.fileno(), 1 << 16)


def _typed(event: Event) -> object:
    row = event.body.get("row")
    return row["date"] if isinstance(row, Mapping) else event.body.get("typed")


@pytest.mark.parametrize(
    ("seed", "kills"), [(0, 2), *(pytest.param(n, 25, marks=pytest.mark.slow) for n in (1, 2))]
)
def test_two_nurses_lose_nothing_however_often_their_programs_are_killed(
    tmp_path, account_in, seed, kills
):
    """A hundred kills in all, of the slow ones. # record 8"""
    store, rules = tmp_path / "s.db", tmp_path / "rules.yaml"
    rules.write_text(RULES, encoding="utf-8")
    nurses = []
    for name in ("Ana Nurse", "Eva Nurse"):
        account_in(store, name, "screener")
        nurses.append(Nurse(name, store, rules, random.Random(f"{name} {seed}")))
    with ThreadPoolExecutor() as both:
        list(both.map(lambda nurse: nurse.interview(kills), nurses))
    assert verify(store).findings == ()
