"""Keys: from the press to what it shows, in an interview of ten messages and of five thousand."""

import sys
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.terminal import Terminal, environment
from benchmarks.timing import in_turn, p95, table, target
from screener.cli.options import DEFAULT_RULES
from screener.interview.sitting import Given, Sitting
from screener.protocol.answering.answer_data import answer_to_data
from screener.protocol.loading.loader import load_bytes
from screener.protocol.roles import Role
from screener.record.events import EventKind, Person
from screener.record.store import Store
from screens.asking import ask_text

KEYS = 100
FEW, MANY = 10, 5_000
NURSE = Person("A. Li", Role.SCREENER)
#: Asked for a text, after the four questions before it: a key alone answers nothing there.
_ASKED = "consent_obtained_by"
_BEFORE = ("consent", "consent_date", "consent_form_version", "consent_form_language")
#: An answer shows as its question and itself.
_MESSAGES_EACH = 2
_CLEAR = "\x15"
_LONGEST = 24


def transcript(rounds: int = KEYS, many: int = MANY) -> None:
    """Compare a line under a long transcript with one under a short."""
    with TemporaryDirectory() as folder, ExitStack() as terminals:
        typing = [_Typing(Path(folder), messages, terminals) for messages in (FEW, many)]
        few, more = typing
        subjects = {f"{FEW} messages": few.key, f"{many:,} messages": more.key}
        in_turn(subjects, 5)
        times = in_turn(subjects, rounds)
        memory = [one.terminal.resident for one in typing]
    table("from a key to what it shows", times)
    short, long = times.values()
    print(f"  resident: {memory[0] / 1e6:.1f} MB and {memory[1] / 1e6:.1f} MB")
    target("p95 of a key", p95(long) / p95(short), most=2)
    target("memory", memory[1] / memory[0], most=1.5)


def build(path: Path, messages: int) -> str:
    """Make a store with one screening of so many messages; give the question it goes on with.

    What comes after the first answers corrects them, over and over.
    """
    rules = DEFAULT_RULES.read_bytes()
    example = load_bytes(rules, str(DEFAULT_RULES)).examples[0]
    with Store.open(path) as store:
        number = store.new_screening(rules, "DL-001", NURSE, "en")
        sitting = Sitting.open(store, number, NURSE, "en")
        for id in _BEFORE:
            raw = answer_to_data(sitting.question(id), example.answers[id])
            sitting.give(id, Given(raw))
        again = cycle(_BEFORE)
        # Straight into the store: what each correction would do need not be worked out here.
        for count in range((messages - FEW) // _MESSAGES_EACH):
            id = next(again)
            answer = {**raw_of(sitting, id), "note": f"looked at again, {count}"}
            body = {"question": id, "act": "correction", "answer": answer, "language": "en"}
            body["reason"] = "read again"
            store.append(number, sitting.version + count, EventKind.ANSWERED, body, NURSE)
        return ask_text(sitting.question(_ASKED), "en")


def raw_of(sitting: Sitting, question: str) -> dict[str, object]:
    """Give an answer as it is recorded."""
    entry = sitting.state.current(question)
    return dict(entry.answer) if entry else {}


class _Typing:
    """Someone who types on the line of a screening, and clears it when it gets long."""

    def __init__(self, folder: Path, messages: int, terminals: ExitStack) -> None:
        store = folder / f"{messages}.db"
        question = build(store, messages)
        command = (sys.executable, "-m", "benchmarks.signed_in", "--store", str(store))
        terminal = Terminal((*command, "resume", "1"), environment(folder))
        self.terminal = terminals.enter_context(terminal)
        self.terminal.wait_for(question[:40])
        self._typed = ""
        self._letters = cycle("qzxjvkw")

    def key(self) -> float:
        """Press one key; the seconds until it shows."""
        if not 0 < len(self._typed) < _LONGEST:
            self._begin()
        letter = next(self._letters)
        self._typed += letter
        pressed = self.terminal.press(letter)
        shown = self.terminal.wait_for(self._typed)
        self.terminal.rest()
        return shown - pressed

    def _begin(self) -> None:
        """Begin with a word that stands nowhere else on the screen."""
        self.terminal.rest()
        self.terminal.press(_CLEAR)
        self.terminal.rest()
        self._typed = "zqzq"
        self.terminal.press(self._typed)
        self.terminal.wait_for(self._typed)
        self.terminal.rest()
