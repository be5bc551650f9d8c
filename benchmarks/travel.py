"""Travel in time: from the key to the screening as it stood one event earlier or later."""

import sys
from contextlib import ExitStack
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import large_store
from benchmarks.terminal import Terminal, environment
from benchmarks.timing import in_turn, p95, table, target
from screener.cli.options import DEFAULT_RULES
from screener.interview.sitting import Given, Sitting
from screener.protocol.answering.answer_data import answer_to_data
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import QuestionType
from screener.protocol.roles import Role
from screener.record.clock import SteppingClock
from screener.record.events import EventKind, Person
from screener.record.store import Store

STEPS = 60
#: Events of the screening that is gone through, and of the others in the larger store.
EVENTS = 500
OTHERS = 20_000
#: Milliseconds.
MOST = 50
DOCTOR = Person("Dr Wang", Role.INVESTIGATOR)
#: A text, which is corrected over and over: each step shows another one.
_CORRECTED = "consent_obtained_by"
_AUDIT, _END, _ENTER = "\x12", "\x1b[F", "\r"
_EARLIER, _LATER = "\x1b[D", "\x1b[C"
#: The app as its command opens it, for someone who has signed in.
_PROGRAM = """
import sys
from pathlib import Path
from screener.protocol.roles import Role
from screener.record.events import Person
from screens.app import ScreenerApp
person = Person("Dr Wang", Role.INVESTIGATOR)
ScreenerApp(Path(sys.argv[1]), person, "en", Path(sys.argv[2])).run()
"""


def steps(rounds: int = STEPS, events: int = EVENTS, others: int = OTHERS) -> None:
    """Compare a step in a store of many screenings with one in a store of that screening alone."""
    with TemporaryDirectory() as folder, ExitStack() as terminals:
        alone, among = Path(folder) / "alone.db", Path(folder) / "among.db"
        large_store.fill(among, Path(folder) / "demo.db", others)
        numbers = build(alone, events), build(among, events)
        one, many = (
            _Stepping(path, number, events, terminals)
            for path, number in zip((alone, among), numbers, strict=True)
        )
        subjects = {
            "in a store of 1 screening": one.step,
            f"in a store of {many.screenings:,} screenings": many.step,
        }
        in_turn(subjects, 5)
        times = in_turn(subjects, rounds)
    table(f"a step in a screening of {events} events", times)
    first, second = times.values()
    slowest = max(p95(first), p95(second)) * 1e3
    print(f"  p95 of a step {slowest:.1f} ms; target at most {MOST} ms: ", end="")
    print("met" if slowest <= MOST else "MISSED")
    target("median of a step, many screenings to one", _median(second) / _median(first), most=1.2)


def build(path: Path, events: int) -> str:
    """Add a screening of so many events to a store, or to a new one; give its number."""
    rules = DEFAULT_RULES.read_bytes()
    protocol = load_bytes(rules, str(DEFAULT_RULES))
    example = next(one for one in protocol.examples if one.expect.decision == "eligible")
    # On the example's own day, on which none of its results is too old.
    day = datetime.combine(example.on, time(9), UTC)
    with Store.open(path, clock=SteppingClock(day, timedelta(seconds=10))) as store:
        number = store.new_screening(rules, "DL-999", DOCTOR, "en")
        sitting = Sitting.open(store, number, DOCTOR, "en")
        while (id := sitting.current()) is not None:
            question = sitting.question(id)
            answer = example.answers.get(id)
            raw = {"missing": "unknown"} if answer is None else answer_to_data(question, answer)
            rows = raw.get("value")
            if question.type is QuestionType.SERIES and isinstance(rows, list):
                for row in rows:
                    sitting.save_row(id, row)
                sitting.complete_series(id)
            else:
                sitting.give(id, Given(raw))
        # Straight into the store: what each correction would do need not be worked out here.
        for version in range(sitting.version, events):
            store.append(number, version, *_next(version + 1), DOCTOR)
    return number


def _next(version: int) -> tuple[EventKind, dict[str, object]]:
    """Give what the event of a version says: corrections and notes by turns."""
    if version % 2:
        return EventKind.NOTE_ADDED, {"text": f"read again, {version}"}
    body = {"question": _CORRECTED, "act": "correction", "language": "en", "reason": "misread"}
    return EventKind.ANSWERED, {**body, "answer": {"value": f"Physician {version}"}}


def _shown(version: int) -> str:
    """Give what the conversation ends with after the event of a version, and nothing else shows."""
    return f"· Note: read again, {version}" if version % 2 else f"› Physician {version}"


def _median(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


class _Stepping:
    """Someone who steps to and fro through the last events of a screening."""

    def __init__(self, path: Path, number: str, events: int, terminals: ExitStack) -> None:
        self.screenings = int(number.removeprefix("S-"))
        command = (sys.executable, "-c", _PROGRAM, str(path), str(DEFAULT_RULES))
        terminal = Terminal(command, environment(path.parent))
        self.terminal = terminals.enter_context(terminal)
        self.terminal.wait_for(number)
        for key, shown in ((_AUDIT, "audit trail"), (_END, "Physician"), (_ENTER, _shown(events))):
            self.terminal.rest()
            self.terminal.press(key)
            self.terminal.wait_for(shown)
        self.terminal.rest()
        self._at, self._last, self._by = events, events, -1

    def step(self) -> float:
        """Step once; the seconds until the conversation shows it."""
        if self._at in (self._last - 20, self._last):
            self._by = -1 if self._at == self._last else 1
        self._at += self._by
        pressed = self.terminal.press(_EARLIER if self._by < 0 else _LATER)
        # Both: the end of the conversation may have stood on the screen before, further up.
        self.terminal.wait_for(f"Event {self._at} of {self._last}")
        shown = self.terminal.wait_for(_shown(self._at))
        self.terminal.rest()
        return shown - pressed
