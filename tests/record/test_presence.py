"""Who has which screening open: told while they do, whatever becomes of their program."""

import stat
import subprocess
import sys
import threading

import pytest

from screener.record.presence import Here, Presence
from tests.record.conftest import NURSE, START


@pytest.fixture
def store_path(tmp_path):
    return tmp_path / "screenings.db"


SITS = """
import sys
from datetime import datetime
from pathlib import Path
from screener.record.events import Person
from screener.record.presence import Presence

since = datetime.fromisoformat(sys.argv[2])
Presence(Path(sys.argv[1])).enter("S-0001", Person("B. Wu", "screener"), since)
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def elsewhere(store_path):
    """Another program in which somebody has a screening open."""
    command = [sys.executable, "-c", SITS, str(store_path), START.isoformat()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"open\n"
        yield program
        program.kill()


def test_whoever_has_a_screening_open_in_another_program_is_named(store_path, elsewhere):
    here = Presence(store_path)
    here.enter("S-0002", NURSE, START)
    assert here.others() == (Here("S-0001", "B. Wu", START),)


def test_a_program_that_was_killed_has_nothing_open(store_path, elsewhere):
    elsewhere.kill()
    elsewhere.wait()
    assert Presence(store_path).others() == ()
    assert Presence(store_path).others() == ()


def test_whoever_comes_and_goes_never_meets_themselves(store_path):
    here, gone = Presence(store_path), threading.Event()
    met: list[Here] = []

    def look():
        while not gone.is_set():
            met.extend(here.others())

    looking = threading.Thread(target=look)
    looking.start()
    for _ in range(300):
        here.leave(here.enter("S-0001", NURSE, START))
    gone.set()
    looking.join()
    assert met == []


def test_two_in_one_program_know_of_each_other(store_path):
    one, other = Presence(store_path), Presence(store_path)
    seat = one.enter("S-0001", NURSE, START)
    assert [here.name for here in other.others()] == [NURSE.name]
    one.leave(seat)
    assert other.others() == ()
    assert list(store_path.with_suffix(".open").iterdir()) == []


def test_what_cannot_be_read_is_passed_over(store_path):
    folder = store_path.with_suffix(".open")
    folder.mkdir()
    (folder / "S-0001 x").write_text("no JSON")
    (folder / "S-0002").mkdir()
    assert Presence(store_path).others() == ()


def test_where_it_cannot_be_kept_nobody_is_told_and_nothing_fails(store_path):
    store_path.with_suffix(".open").write_text("a file in its place")
    presence = Presence(store_path)
    seat = presence.enter("S-0001", NURSE, START)
    assert seat is None
    presence.leave(seat)
    assert presence.others() == ()


def test_what_lies_beside_the_store_is_the_owners_alone(posix, store_path):
    seat = Presence(store_path).enter("S-0001", NURSE, START)
    assert seat is not None
    assert stat.S_IMODE(seat.stat().st_mode) == 0o600
    assert stat.S_IMODE(seat.parent.stat().st_mode) == 0o700
