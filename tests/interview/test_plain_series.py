"""A series by line: the same events as in the app, and only the fields that may apply."""

import io

import pytest

from screener.interview.plain import run_plain
from screener.record.events import EventKind
from screener.record.store import Store
from tests.interview.setting import NURSE, kinds

OPEN = ("/new DL-017", "y", "2.0", "17.5.1980", "2", "5", "2026-02-20")
ROW = {"date": "2026-02-01", "score": 50}


@pytest.fixture
def complete(talk, state):
    """A series of one row that is complete; `talk` goes on from there."""
    talk(*OPEN, "1 Feb 2026", "50", "/complete")
    assert state().completed_rows("visits") == (ROW,)


def again(*typed):
    """Come back to the screening, to its series."""
    return ("S-0001", "/back", "6", *typed)


def test_a_row_goes_on_at_the_very_field_where_the_input_ended(talk, state):
    talk(*OPEN, "1 Feb 2026")
    assert state().entering["visits"].entered == {"date": "2026-02-01"}
    said = talk("S-0001", "50")
    assert "Row 1, begun at 2026-03-02 09:0" in said
    assert "by Ana Nurse, goes on." in said
    assert said.index("goes on") < said.index("Score") < said.index("is saved.")
    assert state().rows("visits") == (ROW,)


def test_that_a_row_goes_on_is_not_told_to_whoever_has_just_begun_it(talk):
    said = talk(*OPEN, "1 Feb 2026", "/note seen", "50")
    assert "Score" in said
    assert "goes on" not in said


def test_an_empty_line_leaves_a_field_out_or_keeps_what_stands_and_a_dash_empties_it(talk, state):
    said = talk(*OPEN, "1 Feb 2026", "50", "2 Feb 2026", "", "/row 1", "", "")
    assert "An empty line keeps 50; - empties it." in said
    assert state().rows("visits") == (ROW, {"date": "2026-02-02"})
    talk("S-0001", "/row 1", "", "-")
    assert state().rows("visits")[0] == {"date": "2026-02-01"}


def test_undo_steps_back_by_one_field_and_from_the_date_out_of_the_row(talk, state):
    said = talk(*OPEN, "1 Feb 2026", "/undo", "3 Feb 2026", "/undo", "/undo")
    assert "An empty line keeps 2026-02-01." in said
    assert state().rows("visits") == ()
    assert state().entering == {}


def test_removing_a_row_says_which_and_undo_brings_it_back_as_the_last(talk, state):
    said = talk(*OPEN, "1 Feb 2026", "50", "2 Feb 2026", "60", "/remove 1", "/undo")
    assert "Removed: Row 1, 2026-02-01 · Score: 50\n" in said
    assert "Brought back: Row 2, 2026-02-01 · Score: 50\n" in said
    assert state().rows("visits") == ({"date": "2026-02-02", "score": 60}, ROW)


def test_a_second_row_of_a_date_is_asked_about_and_so_is_one_that_says_the_same(talk, state):
    said = talk(*OPEN, "1 Feb 2026", "50", "2026-02-01", "no", "2026-02-01", "yes", "50", "no")
    assert said.count("There is a row of this date already. Is it another examination?") == 2
    assert "There is a row that says the very same." in said
    assert len(state().rows("visits")) == 1
    talk("S-0001", "50", "yes")
    assert state().rows("visits") == (ROW, ROW)


@pytest.mark.parametrize("change", ["/remove 1", "/row 1", "2 Feb 2026", "unknown"])
def test_the_reason_comes_before_any_change_of_a_complete_series(
    talk, state, store, complete, change
):
    before = [event.kind for event in store.events("S-0001") if event.kind != "resumed"]
    said = talk(*again(change, ""))
    assert "Why is the table changed?" in said
    assert [e.kind for e in store.events("S-0001") if e.kind != "resumed"] == before


def test_a_changed_series_is_completed_again_with_the_reason_given_before(talk, state, complete):
    said = talk(*again("2 Feb 2026", "one was forgotten", "60", "/complete"))
    assert "The table is open again (one was forgotten)." in said
    assert said.count("Why is the table changed?") == 1
    current = state().current("visits")
    assert (str(current.act), current.reason) == ("correction", "one was forgotten")
    assert len(current.answer["value"]) == 2


def test_a_changed_series_is_put_back_as_it_was_or_left_open(talk, state, complete):
    said = talk(*again("/remove 1", "misread", "", "2"))
    assert "1. put it back as it was" in said
    assert state().reopened == {"visits": "misread"}
    assert "The table is put back as it was, complete." in talk(*again("", "1"))
    assert state().completed_rows("visits") == (ROW,)
    assert state().reopened == {}


RULES = """\
screener: 1
protocol: {id: P, version: "1", title: T}
questions:
  visits:
    type: series
    ask: Visits
    fields:
      kind: {type: choice, ask: Kind, options: {walk: Walk, scan: Scan}}
      metres: {type: integer, ask: Metres, when: {kind: walk}}
      report: {type: text, ask: Report, when: {kind: scan}}
inclusion:
  - {id: I1, text: Walks, rule: {visits: {any: {metres: {at_least: 1}}}}}
"""


def test_only_the_fields_of_a_row_that_may_apply_are_asked(tmp_path, store: Store, state):
    rules = tmp_path / "walks.yaml"
    rules.write_text(RULES, encoding="utf-8")
    said = io.StringIO()
    typed = io.StringIO("/new DL-017\n2026-02-01\n2\nnothing new\n")
    run_plain(store, NURSE, rules, typed, said, "en")
    assert state().rows("visits") == (
        {"date": "2026-02-01", "kind": "scan", "report": "nothing new"},
    )
    assert "Answer with the number of one." in said.getvalue().partition("Report")[0]
    assert "Answer with the number of one." not in said.getvalue().partition("Report")[2]


def test_a_row_entered_anew_with_every_field_kept_is_said_to_be_unchanged(talk, state, store):
    said = talk(*OPEN, "1 Feb 2026", "50", "/row 1", "", "")
    assert said.count("is saved.") == 1
    assert "Nothing has changed: the row stays as it was." in said
    assert state().rows("visits") == (ROW,)
    assert kinds(store, "S-0001").count(EventKind.ROW_SAVED) == 1
    assert state().entering == {}


def test_each_field_says_of_which_row_it_is_and_which_numbers_can_be(talk):
    said = talk(*OPEN, "1 Feb 2026", "50", "5 Feb 2026", "60", "/row 1", "")
    range_told = "Score\nAnswer with a number. Range: 0 to 100.\n"
    assert f"\nRow 1, 2026-02-01: {range_told}An empty line leaves it out.\n> " in said
    assert f"\nRow 2, 2026-02-05: {range_told}" in said
    assert "\nDate of row 1\nAnswer with a full date, such as 17 May 2019.\n" in said
    assert f"\nRow 1 anew, 2026-02-01: {range_told}An empty line keeps 50" in said
    assert said.count("Which visits?") == 3


def test_in_chinese_a_figure_is_not_asked_for_as_the_number_of_an_option(talk):
    said = talk(*OPEN, "2026-02-01", "50", language="zh")
    assert "Score\n请填写数值。范围：0至100。\n" in said


def test_what_can_be_typed_is_said_each_time_the_rows_are(talk):
    said = talk(*OPEN, "1 Feb 2026", "50", "5 Feb 2026", "", "/complete", "/back", "6")
    assert "There are no rows yet.\nType the date of the first one; none where" in said
    for number in (2, 3):
        hint = f"Type the date of row {number}, or /complete where these are all; /row 1 changes"
        assert said.count(hint) == 1
    assert "A date adds a row, /row 1 changes one, /remove 1 takes one out.\n> " in said


def test_a_row_of_a_day_to_come_is_refused_as_such(talk, state):
    said = talk(*OPEN, "2026-03-03")
    assert "`2026-03-03` lies after the reference date, 2026-03-02; give a date up to" in said
    assert state().entering == {}


def test_a_table_is_a_table_with_rows_in_every_text(talk):
    said = talk(*OPEN, "/help", "1 Feb 2026", "50", "none", "/complete", "/back", "6", "/why")
    assert "in the latest row “Score” is below 10" in said
    assert "series" not in said
    assert "entries" not in said


def test_a_table_that_would_fail_a_criterion_says_so_once(talk, state):
    said = talk(*OPEN, "1 Feb 2026", "5", "/complete", "")
    assert said.count("With this answer E2 (exclusion 2) fails: A low score") == 1
    assert "becomes fails" not in said
    assert state().completed_rows("visits") == ({"date": "2026-02-01", "score": 5},)


@pytest.mark.parametrize("leaving", ["no", "/skip", "/list", "/quit"])
def test_rows_shown_to_fail_a_criterion_and_left_stay_in_the_record(talk, store, leaving):
    talk(*OPEN, "1 Feb 2026", "5", "/complete", leaving)
    told = kinds(store, "S-0001")
    assert EventKind.ENTRY_TAKEN_BACK in told
    assert EventKind.SERIES_COMPLETED not in told
