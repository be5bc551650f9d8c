"""The page about people says of each role what it may do, as the table of rights does."""

from pathlib import Path

import pytest

from screener.record.accounts import ROLES
from screener.record.passwords import LEAST
from screener.record.rights import RIGHTS, Right, may
from screener.settings_file import LOCK_AFTER

PAGE = (Path(__file__).parents[2] / "docs" / "people.md").read_text("utf-8")
ROWS = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]


@pytest.mark.parametrize("right", Right)
def test_who_has_a_right_stands_in_the_table(right):
    """record 18"""
    (row,) = (row for row in ROWS if row[0] == RIGHTS[right][1])
    assert row[1:] == ["✓" if may(role, right) else "–" for role in ROLES]


def test_the_table_has_every_role_and_nothing_else():
    assert ROWS[0] == list(ROLES)
    assert len(ROWS) == 2 + len(Right)


def test_the_least_of_a_password_and_the_minutes_of_the_lock_are_those_of_the_program():
    assert f"A password has {LEAST} to 1,024 characters" in PAGE
    assert f"After {LOCK_AFTER} minutes without a key" in PAGE
