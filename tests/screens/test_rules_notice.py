"""What the list of screenings says of a rules file with which none can begin."""

from pathlib import Path

import pytest

from screens.rules_notice import rules_notice

PATH = Path("rules.yaml")
HEAD = "No new screening can begin until the rules file is mended:"
FOOT = "Screenings under way go on with the rules they began with."


def told(problems, width=80, rows=10):
    return [line.text for line in rules_notice(tuple(problems), PATH, width, rows)]


def test_problems_that_fit_are_all_told():
    problems = [f"rules.yaml:{line}:1: error" for line in range(1, 9)]
    assert told(problems) == [HEAD, *problems, FOOT]


def test_what_does_not_fit_is_counted_with_the_command_that_lists_it():
    problems = [f"rules.yaml:{line}:1: error" for line in range(1, 10)]
    more = "and 2 more: screener check rules.yaml lists them"
    assert told(problems) == [HEAD, *problems[:7], more, FOOT]
    assert told(problems, rows=11) == [HEAD, *problems, FOOT]


def test_a_problem_that_wraps_takes_the_rows_that_it_needs():
    problems = [f"rules.yaml:{line}:1: {'error ' * 20}" for line in range(1, 6)]
    more = "and 2 more: screener check rules.yaml lists them"
    assert told(problems) == [HEAD, *problems[:3], more, FOOT]
    assert told(problems[:4]) == [HEAD, *problems[:4], FOOT]


def test_one_problem_left_out_is_told_as_one():
    problems = [*(f"rules.yaml:{line}:1: error" for line in range(1, 8)), "long " * 40]
    more = "and 1 more: screener check rules.yaml lists it"
    assert told(problems) == [HEAD, *problems[:7], more, FOOT]


@pytest.mark.parametrize("rows", [5, 6])
def test_with_no_room_the_first_problem_is_cut_and_the_rest_still_counted(rows):
    problems = [f"rules.yaml:{line}:1: {'error ' * 40}" for line in range(1, 4)]
    head, first, more, foot = told(problems, rows=rows)
    assert (head, foot) == (HEAD, FOOT)
    assert first.startswith("rules.yaml:1:1: error")
    assert first.endswith("…")
    assert len(first) == 80
    assert more == "and 2 more: screener check rules.yaml lists them"


def test_the_one_problem_of_a_file_has_nothing_behind_it():
    assert told(["rules.yaml cannot be read: No such file or directory."]) == [
        HEAD,
        "rules.yaml cannot be read: No such file or directory.",
        FOOT,
    ]
