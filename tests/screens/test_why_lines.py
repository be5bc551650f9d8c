"""Why a question is asked, as lines of the app."""

import pytest

from screener.interview.sitting import Sitting
from screener.record.store import Store
from screens.effects import why_lines
from tests.interview.setting import NURSE
from tests.interview.test_why_asked import RULES


@pytest.fixture
def lines(tmp_path):
    def lines(question):
        with Store.open(tmp_path / "s.db", time_zone="Asia/Shanghai") as store:
            number = store.new_screening(RULES, "DL-1", NURSE, "en")
            told = why_lines(Sitting.open(store, number, NURSE, "en"), question, "en")
        said = [line.text.strip() for line in told]
        start = said.index("What each answer would do:")
        return said[start + 1 : said.index("", start)]

    return lines


def test_sets_of_options_stand_above_what_they_do(lines):
    assert lines("metals")[:2] == ["any with Cobalt or Another; or none of them", "E1 ✗ fails"]


def test_what_rows_do_is_told_by_all_that_has_to_be_so(lines):
    kept = "· this: unchanged for 6 months are “Score”"
    lately = "this, in the 1 month up to the day of the decision: there is a row"
    assert lines("visits") == [
        kept,
        "if not: I1 ✗ fails",
        f"{kept}, and also {lately}",
        "if so: I1 ✓ passes",
        "Rows that do not tell yet leave it open.",
    ]
