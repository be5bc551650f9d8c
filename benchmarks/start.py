"""Starting: from the call to what is on the screen, through a real pseudo-terminal."""

import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.signed_in import NURSE
from benchmarks.terminal import Terminal, environment
from benchmarks.timing import ROUNDS, compare, in_turn, table, target
from screener.cli.options import DEFAULT_RULES
from screener.interview.demo import build_demo
from screener.interview.sitting import Sitting
from screener.record.store import Store
from screens.asking import ask_text

HELLO = (sys.executable, str(Path(__file__).with_name("hello.py")))
#: The program as it is called, which asks who is there first; …
SCREENER = (sys.executable, "-m", "screener", "--as", NURSE.name)
#: … and as it goes on once somebody has signed in.
SIGNED_IN = (sys.executable, "-m", "benchmarks.signed_in")
#: The last line of the first screen: where it stands, the whole screen has been painted.
FIRST_SCREEN = "Commands"


def screens(rounds: int = ROUNDS) -> None:
    """Compare the first screen and a question resumed with a hello-world app."""
    with TemporaryDirectory() as folder:
        starts = _Starts(Path(folder))
        subjects: Mapping[str, Callable[[], float]] = {
            "hello-world Textual app": starts.hello,
            "screener, fresh store: signing in": starts.fresh,
            "screener, demo store: the list": starts.demo,
            "screener, demo store: the list filled": starts.demo_list,
            "screener resume: its question": starts.resumed,
        }
        # Once for nothing: what is compiled to byte code or read from the disk is so once.
        in_turn(subjects, 1)
        times = in_turn(subjects, rounds)
    table("from the call to the screen", times)
    hello, fresh, demo, _list, resumed = (statistics.median(found) for found in times.values())
    target("first screen, fresh store", fresh / hello, most=1.5)
    target("first screen, demo store", demo / hello, most=1.5)
    target("question resumed", resumed / hello, most=2.2)


class _Starts:
    def __init__(self, folder: Path) -> None:
        self._environment = environment(folder)
        self._folder = folder
        self._made = folder / "made.db"
        build_demo(self._made, DEFAULT_RULES.read_bytes())
        self._number, self._question = self._under_way()

    def _under_way(self) -> tuple[str, str]:
        """Give the screening with the most to ask, and the question it goes on with."""
        copy = self._copy()
        with Store.open(copy) as store:
            number = max(store.screenings(), key=lambda one: (one.left, one.version)).number
            sitting = Sitting.open(store, number, NURSE, "en")
            question = sitting.current()
            assert question is not None
            return number, ask_text(sitting.question(question), "en")

    def hello(self) -> float:
        return self._shown(HELLO, "Hello, World!")

    def fresh(self) -> float:
        store = self._folder / "fresh" / "store.db"
        shutil.rmtree(store.parent, ignore_errors=True)
        store.parent.mkdir()
        return self._shown((*SCREENER, "--store", str(store)), FIRST_SCREEN)

    def demo(self) -> float:
        return self._shown((*SIGNED_IN, "--store", str(self._copy())), FIRST_SCREEN)

    def demo_list(self) -> float:
        return self._shown((*SIGNED_IN, "--store", str(self._copy())), self._number)

    def resumed(self) -> float:
        command = (*SIGNED_IN, "--store", str(self._copy()), "resume", self._number)
        # As much of the question as surely stands on its first line.
        return self._shown(command, self._question[:40])

    def _copy(self) -> Path:
        """Give the demo store as it was made: each sitting leaves an event in it."""
        folder = self._folder / "demo"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return Path(shutil.copy(self._made, folder / "store.db"))

    def _shown(self, command: tuple[str, ...], text: str) -> float:
        with Terminal(command, self._environment) as terminal:
            return terminal.wait_for(text) - terminal.started


def processes(rounds: int = ROUNDS) -> None:
    """Compare whole processes with Python's own start, which nothing can beat."""

    def run(*arguments: str) -> Callable[[], object]:
        command = [sys.executable, *arguments]
        return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    compare(
        "a whole process",
        {
            "python": run("-c", "pass"),
            "import screener": run("-c", "import screener"),
            "screener --version": run("-m", "screener", "--version"),
            "screener check": run("-m", "screener", "check", str(DEFAULT_RULES)),
            "import textual.app": run("-c", "import textual.app"),
        },
        rounds=rounds,
    )
    print()
