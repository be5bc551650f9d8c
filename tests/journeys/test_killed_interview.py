"""An interview killed between any two events goes on where it stood."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
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
TYPED = [
    ("/new DL-017", 1),
    ("y", 2),
    ("2.0", 3),
    ("17.5.1980", 4),
    ("/note tired", 5),
    ("male", 6),
]
#: As far as the series, with a value of a day that is never too old.
YESTERDAY = (datetime.now(tz=UTC) - timedelta(days=1)).date().isoformat()
BODY = ["/new DL-017", "y", "2.0", "17.5.1980", "male", "5", YESTERDAY]
#: A row of it, field by field, and the field that is due once each line is answered to.
ROW = [(YESTERDAY, "score"), ("50", None), ("/row 1", "date"), ("", "score"), ("/undo", "date")]


@pytest.mark.parametrize("answered", range(1, len(TYPED) + 1))
def test_nothing_confirmed_is_lost_and_the_next_question_is_the_one_that_was_due(
    tmp_path, answered
):
    """record 8"""
    killed_after(tmp_path, [typed for typed, _events in TYPED[:answered]])
    with Store.open(tmp_path / "s.db") as store:
        assert len(store.events("S-0001")) == TYPED[answered - 1][1]
        due = ["consent", "form", "born", "sex", "sex", "glucose"]
        assert Sitting.open(store, "S-0001", NURSE, "en").current() == due[answered - 1]


@pytest.mark.parametrize("answered", range(1, len(ROW) + 1))
def test_a_row_that_was_being_entered_goes_on_at_the_field_that_was_due(tmp_path, answered):
    killed_after(tmp_path, [*BODY, *(typed for typed, _field in ROW[:answered])])
    with Store.open(tmp_path / "s.db") as store:
        sitting = Sitting.open(store, "S-0001", NURSE, "en")
        assert sitting.current() == "visits"
        entry, due = sitting.row_entry("visits"), ROW[answered - 1][1]
        assert (sitting.field_asked("visits") if entry else None) == due
        assert len(sitting.state.rows("visits")) == (answered > 1)
        kept = entry.row if entry else sitting.state.rows("visits")[0]
        assert kept == {"date": YESTERDAY, **({"score": 50} if answered > 1 else {})}


def killed_after(folder, typed):
    """Interview until each line is answered to, then kill the process where it waits."""
    rules = folder / "rules.yaml"
    rules.write_text(RULES, encoding="utf-8")
    interview = subprocess.Popen(
        [sys.executable, "-c", INTERVIEW, str(folder / "s.db"), str(rules)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert interview.stdin is not None
    assert interview.stdout is not None
    prompt(interview.stdout)
    for line in typed:
        interview.stdin.write(f"{line}\n".encode())
        interview.stdin.flush()
        prompt(interview.stdout)
    interview.kill()
    interview.communicate()


def prompt(output):
    """Read up to the next prompt: what was typed before it has been dealt with."""
    said = b""
    while not said.endswith(b"\n> "):
        byte = output.read(1)
        assert byte, said.decode()
        said += byte
