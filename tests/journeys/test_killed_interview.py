"""An interview killed between any two events goes on where it stood."""

import subprocess
import sys
from pathlib import Path

import pytest

from screener.interview.sitting import Sitting
from screener.record.store import Store
from tests.interview.setting import NURSE, RULES

ROOT = Path(__file__).parents[2]
INTERVIEW = """
import sys
from pathlib import Path
from screener.interview.plain import run_plain
from screener.protocol.roles import Role
from screener.record.events import Person
from screener.record.store import Store

with Store.open(Path(sys.argv[1])) as store:
    nurse = Person("Ana Nurse", Role.SCREENER)
    run_plain(store, nurse, Path(sys.argv[2]), sys.stdin, sys.stdout, "en")
"""
#: What is typed, and how many events there are once it has been answered to.
TYPED = [("/new DL-017", 1), ("y", 2), ("2.0", 3), ("17.5.1980", 4), ("/note tired", 5), ("male", 6)]


@pytest.mark.parametrize("answered", range(1, len(TYPED) + 1))
def test_nothing_confirmed_is_lost_and_the_next_question_is_the_one_that_was_due(
    tmp_path, answered
):
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES, encoding="utf-8")
    interview = subprocess.Popen(
        [sys.executable, "-c", INTERVIEW, str(tmp_path / "s.db"), str(rules)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert interview.stdin is not None
    assert interview.stdout is not None
    prompt(interview.stdout)
    for typed, _events in TYPED[:answered]:
        interview.stdin.write(f"{typed}\n".encode())
        interview.stdin.flush()
        prompt(interview.stdout)
    interview.kill()
    interview.communicate()
    with Store.open(tmp_path / "s.db") as store:
        assert len(store.events("S-0001")) == TYPED[answered - 1][1]
        due = ["consent", "form", "born", "sex", "sex", "glucose"]
        assert Sitting.open(store, "S-0001", NURSE, "en").current() == due[answered - 1]


def prompt(output):
    """Read up to the next prompt: what was typed before it has been dealt with."""
    said = b""
    while not said.endswith(b"\n> "):
        byte = output.read(1)
        assert byte, said.decode()
        said += byte
