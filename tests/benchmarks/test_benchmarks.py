"""What measures must work too; how long anything takes is gated nowhere."""

import sys

import pytest

from benchmarks import (
    __main__,
    append,
    interviews,
    keys,
    loading,
    optimum,
    planning,
    start,
    travel,
)
from benchmarks.terminal import NotShown, Terminal, environment
from benchmarks.timing import compare, in_turn, p95, target

#: Asks the terminal a question and waits for the answer, then shows each key in colours.
PROGRAM = """
import os, tty
tty.setraw(0)
os.write(1, b"\\x1b[?2026$p")
assert os.read(0, 11) == b"\\x1b[?2026;2$y"
os.write(1, b"\\x1b[1;1H\\x1b[31mRea\\x1b[32mdy\\x1b[0m")
while key := os.read(0, 1):
    os.write(1, b"\\x1b[5Gtyp\\x1b[1med " + key)
"""


@pytest.fixture
def terminal(tmp_path):
    with Terminal((sys.executable, "-c", PROGRAM), environment(tmp_path)) as running:
        yield running


def test_a_program_is_answered_and_what_it_paints_found_whatever_the_colours(terminal):
    assert terminal.wait_for("Ready") > terminal.started


def test_a_key_is_found_only_where_it_was_shown_after_it_was_pressed(terminal):
    terminal.wait_for("Ready")
    pressed = terminal.press("q")
    assert "Ready" not in terminal.text
    assert terminal.wait_for("typed q") > pressed


def test_a_program_that_ends_without_showing_it_is_told_of(tmp_path):
    command = (sys.executable, "-c", "print('something else')")
    with Terminal(command, environment(tmp_path)) as ended, pytest.raises(NotShown, match="else"):
        ended.wait_for("Ready")


def test_the_memory_of_a_program_is_its_own(terminal):
    terminal.wait_for("Ready")
    assert 1e6 < terminal.resident < 1e9


def test_subjects_take_turns():
    turns = iter([1.0, 2.0, 3.0, 4.0])
    times = in_turn({"a": lambda: next(turns), "b": lambda: next(turns)}, 2)
    assert times == {"a": [1.0, 3.0], "b": [2.0, 4.0]}


def test_95_of_100_times_do_not_exceed_the_p95():
    assert p95(list(range(100))) == 94
    assert p95([7]) == 7


def test_a_comparison_gives_the_medians(capsys):
    first, second = compare("title", {"one": list, "other": list}, rounds=3)
    assert first > 0 < second
    assert "p95" in capsys.readouterr().out


@pytest.mark.parametrize(("ratio", "told"), [(1.4, "met"), (1.6, "MISSED")])
def test_a_target_is_told_and_fails_nothing(ratio, told, capsys):
    target("start", ratio, most=1.5)
    assert told in capsys.readouterr().out


def test_a_benchmark_that_there_is_not_is_told_of_before_any_runs(capsys):
    assert __main__.main(["loading", "loding"]) == 2
    said = capsys.readouterr()
    assert "loding" in said.err
    assert not said.out


def test_loading_is_measured(capsys):
    loading.rules(rounds=1)
    assert "target" in capsys.readouterr().out


def test_an_append_is_measured(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    append.events(rounds=1)
    assert "target" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


def test_choosing_a_question_is_measured(capsys):
    planning.choices(rounds=1)
    assert capsys.readouterr().out.count("target") == 2


def test_the_best_policy_is_measured(capsys, monkeypatch):
    monkeypatch.setattr(optimum, "PROTOCOLS", 1)
    optimum.planner()
    assert "target" in capsys.readouterr().out


def test_whoever_cannot_take_part_is_told_so_with_far_less_effort(capsys):
    # No time is measured: the same comes out on every machine.
    interviews.orders()
    said = capsys.readouterr().out
    assert "at least x1.66667: met" in said


@pytest.mark.slow
def test_starts_are_measured(capsys):
    start.screens(rounds=1)
    start.processes(rounds=1)
    assert capsys.readouterr().out.count("target") == 3


@pytest.mark.slow
def test_steps_through_time_are_measured(capsys):
    travel.steps(rounds=1, events=90, others=100)
    assert capsys.readouterr().out.count("target") == 2


@pytest.mark.slow
def test_keys_are_measured(capsys):
    keys.transcript(rounds=1, many=20)
    assert capsys.readouterr().out.count("target") == 2
