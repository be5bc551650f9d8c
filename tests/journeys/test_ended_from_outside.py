"""The terminal is closed, or the system has the program stop: that is leaving, and it is kept."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from screener.protocol.roles import Role
from screener.record.events import Person
from screener.record.store import Store
from screener.record.verification import verify
from tests.interview.setting import RULES

if sys.platform == "win32":
    pytest.skip("a POSIX terminal", allow_module_level=True)

from benchmarks.terminal import Terminal, environment

ROOT = Path(__file__).parents[2]
F1 = "\x1bOP"
NURSE = Person("A. Li", Role.SCREENER)
#: What asks whether an answer that fails a criterion shall count, in the app and by line.
CONFIRMED = {"app": "Shall it count?", "plain": "Enter records it"}

#: Starts the whole program in a terminal of its own.
pytestmark = pytest.mark.slow


class Window(Terminal):
    """A terminal in a window that can be closed."""

    def close_window(self):
        """Close it: the system tells the program, which can write nowhere any more."""
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, self._master)
        os.close(nowhere)

    def ended(self):
        """Wait until the program has ended; give its exit status, None where a signal ended it."""
        end, until = None, time.monotonic() + 60
        while end is None:
            assert time.monotonic() < until, f"it goes on: {self.text[-2000:]!r}"
            # A program whose output nobody takes waits for that, instead of ending.
            self._read(0.1)
            end = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        self.rest()
        return end.si_status if end.si_code == os.CLD_EXITED else None


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "store.db"
    with Store.open(path) as store:
        store.new_screening(RULES.encode(), "DL-017", NURSE, "en")
    return path


@pytest.fixture
def entered(store, tmp_path):
    """Enter what fails a criterion in a new window, up to its confirmation."""

    def entered(how, *started_by):
        options = ["--plain"] if how == "plain" else []
        calls = [sys.executable, "-m", "benchmarks.signed_in", *options, "--store", str(store)]
        window = Window(
            [*started_by, *calls, "resume", "S-0001"],
            {**environment(tmp_path), "PYTHONPATH": str(ROOT)},
        )
        window.wait_for("Consented?")
        window.rest()
        window.press("n\r" if how == "plain" else "n")
        window.wait_for(CONFIRMED[how])
        window.rest()
        return window

    return entered


def kinds(store):
    with Store.open(store) as opened:
        return [event.kind.value for event in opened.events("S-0001")]


def sealed_and_left(store):
    """Tell whether the store verifies whole, and nobody is said to sit at it."""
    seats = list(store.with_suffix(".open").glob("*"))
    return verify(store).findings == () and seats == []


@pytest.mark.parametrize("how", CONFIRMED)
@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM", "SIGINT"])
def test_a_signal_to_end_leaves_what_was_shown_to_fail_in_the_record(entered, store, how, name):
    with entered(how) as window:
        os.kill(window.pid, signal.Signals[name])
        assert window.ended() == 0
        assert "Traceback" not in window.text
    assert kinds(store)[-1] == "entry_taken_back"
    assert sealed_and_left(store)


@pytest.mark.parametrize("how", CONFIRMED)
def test_a_closed_terminal_leaves_what_was_shown_to_fail_in_the_record(entered, store, how):
    with entered(how) as window:
        window.close_window()
        # By line it is said that nothing can be said.
        assert window.ended() == (2 if how == "plain" else 0)
    assert kinds(store)[-1] == "entry_taken_back"
    assert sealed_and_left(store)


@pytest.mark.parametrize("how", CONFIRMED)
def test_signals_that_come_together_break_into_nothing(entered, store, how):
    with entered(how) as window:
        for _time in range(3):
            for one in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                os.kill(window.pid, one)
        assert window.ended() == 0
        assert "Traceback" not in window.text
    assert kinds(store).count("entry_taken_back") == 1
    assert sealed_and_left(store)


def test_whoever_had_it_ignore_the_closed_terminal_finds_it_still_there(entered, store):
    ignoring = "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
    ignoring += "os.execv(sys.argv[1], sys.argv[1:])"
    with entered("app", sys.executable, "-c", ignoring) as window:
        os.kill(window.pid, signal.SIGHUP)
        window.press(F1)
        window.wait_for("Escape leaves")
    assert "entry_taken_back" not in kinds(store)
