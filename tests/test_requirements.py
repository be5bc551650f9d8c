"""The table of requirements names the tests that show each, and no other."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "requirements.md").read_text("utf-8")
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (.*?) ?\|$", re.MULTILINE)
MARK = re.compile(r"\brecord (\d+)\b")
NUMBERS = range(1, 25)


def marked() -> dict[int, set[str]]:
    """The files whose tests say that they show a requirement."""
    found: dict[int, set[str]] = {number: set() for number in NUMBERS}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for number in MARK.findall(path.read_text("utf-8")):
            if path != Path(__file__) and int(number) in found:
                found[int(number)].add(path.relative_to(ROOT / "tests").as_posix())
    return found


MARKED = marked()
ROWS = {int(number): (where, tests) for number, _said, where, tests in ROW.findall(PAGE)}


def test_every_requirement_has_its_row():
    assert sorted(ROWS) == list(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_requirement_is_shown_by_the_tests_that_its_row_names(number):
    named = set(re.findall(r"`([^`]+)`", ROWS[number][1]))
    assert named
    assert named == MARKED[number]


@pytest.mark.parametrize("number", NUMBERS)
def test_where_it_is_met_is_there(number):
    paths = re.findall(r"`((?:screener|screens|record|rules)/[\w/]+(?:\.\w+|/))`", ROWS[number][0])
    for path in paths:
        assert (ROOT / path).exists() or (ROOT / "screener" / path).exists(), path
