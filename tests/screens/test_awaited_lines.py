"""An awaited result on one line: who brings it is said with a name wherever there is room."""

from datetime import date

import pytest
from rich.cells import cell_len

from screener.interview.awaited_list import AwaitedRow
from screener.language import set_language
from screener.protocol.loading.loader import load_bytes
from screener.protocol.roles import Role
from screener.record.awaiting import Awaited
from screener.record.events import Person
from screens.awaited_lines import Columns, column_heads, row_line
from tests.interview.setting import RULES

TODAY = date(2026, 11, 23)
PROTOCOL = load_bytes(RULES.encode(), "rules.yaml")


@pytest.fixture(autouse=True)
def english():
    yield
    set_language("en")


def lines(width, *names, role=Role.SCREENER, language="en"):
    """The list at a width, of one result that each person said is to come."""
    rows = [
        AwaitedRow(
            "S-0004",
            "DL-012",
            PROTOCOL.questions["glucose"],
            Awaited(
                "glucose",
                date(2026, 11, 21),
                role,
                TODAY,
                Person(name, Role.SCREENER),
                *("", 4, "k", True, True),
            ),
            training=False,
            withdrawn=False,
        )
        for name in names
    ]
    columns = Columns.of(rows, width, TODAY)
    shown = [str(row_line(row, columns, language, TODAY)).rstrip() for row in rows]
    assert all(cell_len(line) <= width for line in (*shown, column_heads(columns).rstrip()))
    return shown


@pytest.mark.parametrize(("language", "said"), [("en", "screener, A. Li"), ("zh", "A. Li")])
def test_in_80_columns_the_name_stands_beside_the_role(language, said):
    set_language(language)
    (line,) = lines(76, "A. Li", language=language)
    assert said in line


def test_a_long_name_is_cut_and_one_of_which_only_a_little_has_room_is_left_out():
    long, short = lines(80, "Dr. Maximiliane Hohenzollern", "A. Li")
    assert "  screener, Dr. Maximilia…" in long
    assert short.endswith("  screener, A. Li")
    (narrower,) = lines(72, "Dr. Maximiliane Hohenzollern", role=Role.INVESTIGATOR)
    assert narrower.endswith("  investigator")


@pytest.mark.parametrize("width", range(60, 140))
def test_the_question_keeps_its_room(width):
    (line,) = lines(width, "Dr. Maximiliane Hohenzollern")
    assert "Gluc" in line
    assert "S-0004" in line
