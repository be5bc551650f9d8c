"""Input and output that are closed or full: one line says so, and nothing recorded is lost."""

import os
import subprocess
import sys

import pytest

from screener.protocol.roles import Role
from screener.record.events import Person
from screener.record.store import Store

SCREENER = f"{sys.executable} -m screener"
RULES = """\
screener: 1
protocol: {id: P, version: "1", title: P, date: 2026-01-31}
questions:
  adult: {type: boolean, ask: Is the candidate an adult?}
  form: {type: text, ask: Which form?, for_record: yes}
inclusion:
  - {id: I1, text: Adults, rule: {adult: yes}}
"""
INPUT_CLOSED = "standard input: cannot be read: it is closed\n"
OUTPUT_CLOSED = "standard output: cannot be written: it is closed\n"
OUTPUT_FULL = "standard output: cannot be written: No space left on device\n"


@pytest.fixture
def shell(tmp_path):
    """Run a line of the shell where there is a rules file; give its status and what was wrong."""
    (tmp_path / "rules.yaml").write_text(RULES)

    # As on any machine: unbuffered, nothing would be left to be written at the end.
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}

    def shell(line):
        told = subprocess.run(
            line.format(screener=SCREENER, store=tmp_path / "s.db", rules=tmp_path / "rules.yaml"),
            shell=True,
            capture_output=True,
            text=True,
            check=False,
            env=plain,
        )
        return told.returncode, told.stderr

    return shell


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{screener} --plain --store {store} <&-", INPUT_CLOSED),
        ("{screener} --store {store} <&-", INPUT_CLOSED),
        ("{screener} decide {rules} - <&-", INPUT_CLOSED),
        ("echo /quit | {screener} --plain --store {store} >&-", OUTPUT_CLOSED),
        ("{screener} check {rules} >&-", OUTPUT_CLOSED),
        ("echo /quit | {screener} --plain --store {store} >/dev/full", OUTPUT_FULL),
        ("{screener} check {rules} >/dev/full", OUTPUT_FULL),
        ("{screener} decide {rules} - --json </dev/null >/dev/full", OUTPUT_FULL),
        ("{screener} check {rules}.not 2>/dev/full", ""),
        ("{screener} check {rules}.not 2>&-", ""),
    ],
)
def test_a_stream_that_is_closed_or_full_is_said_in_one_line(shell, line, told):
    assert shell(line) == (2, told)


def test_a_full_output_loses_nothing_that_was_recorded(shell, tmp_path, account_in):
    person = Person("A. Li", Role.SCREENER)
    with Store.open(tmp_path / "s.db") as store:
        store.new_screening(RULES.encode(), "DL-001", person, "en")
    account_in(tmp_path / "s.db", "A. Li", "screener")
    password = "correct horse battery"
    status, told = shell(
        f"printf '{password}\\n1\\nyes\\n' |"
        " {screener} --plain --as 'A. Li' --store {store} >/dev/null; "
        f"printf '{password}\\n1\\n2.0\\n' |"
        " {screener} --plain --as 'A. Li' --store {store} >/dev/full"
    )
    assert (status, told) == (2, OUTPUT_FULL)
    with Store.open(tmp_path / "s.db") as store:
        assert [one.closed for one in store.screenings()] == [1]
