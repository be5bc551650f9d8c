"""A series in a sitting: field by field, with no value until it is complete."""

from datetime import date, timedelta

import pytest

from screener.interview.sitting import Act, Refused
from screener.record.state import EntryStanding
from tests.interview.setting import (
    NURSE,
    OTHER_NURSE,
    answer_until,
    missing,
    standings,
    value,
)


def test_a_series_has_no_value_until_it_is_complete(sitting):
    answer_until(sitting, "visits")
    sitting.save_row("visits", {"date": "2026-02-01", "score": 5})
    assert sitting.result.criteria["E2"].status == "open"
    assert [lack.reason for lack in sitting.lacks() if lack.question == "visits"] == ["incomplete"]
    sitting.complete_series("visits")
    assert sitting.result.criteria["E2"].status == "fail"


def test_each_row_is_checked_when_it_is_saved(sitting):
    answer_until(sitting, "visits")
    for row, words in [
        ({"date": "2026-02-01", "score": 101}, "plausible range"),
        ({"score": 50}, "needs its date"),
        ({"date": "2026-02"}, "not a full date"),
        ({"date": "2026-03-03"}, "after the reference date"),
        ({"date": "2026-02-01", "mood": 1}, "no field"),
    ]:
        with pytest.raises(Refused, match=words):
            sitting.save_row("visits", row)
    with pytest.raises(Refused, match="no row 1"):
        sitting.save_row("visits", {"date": "2026-02-01"}, 0)
    with pytest.raises(Refused, match="no row 1"):
        sitting.remove_row("visits", 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda sitting: sitting.save_row("visits", {"date": "2026-03-12", "score": 70}),
        lambda sitting: sitting.save_row("visits", {"date": "2026-02-01", "score": 60}, 0),
        lambda sitting: sitting.enter_field("visits", "2026-02-02"),
        lambda sitting: sitting.begin_row("visits", 0),
        lambda sitting: sitting.remove_row("visits", 0),
        lambda sitting: sitting.await_series("visits"),
    ],
)
def test_a_complete_series_keeps_its_value_until_it_is_said_why_it_changes(sitting, clock, change):
    answer_until(sitting)
    clock.advance(timedelta(days=10))
    with pytest.raises(Refused, match="Say first why"):
        change(sitting)
    assert sitting.result.criteria["E2"].status == "pass"
    with pytest.raises(Refused, match="needs its reason"):
        sitting.reopen_series("visits", " ")
    sitting.reopen_series("visits", "misread")
    assert sitting.result.criteria["E2"].status == "open", "open again: nothing is decided"
    change(sitting)


def test_a_changed_series_is_a_correction_with_the_reason_given_once(sitting):
    answer_until(sitting)
    sitting.reopen_series("visits", "one was forgotten")
    with pytest.raises(Refused, match="as it was"):
        sitting.complete_series("visits")
    sitting.save_row("visits", {"date": "2026-02-20", "score": 70})
    sitting.complete_series("visits")
    assert standings(sitting, "visits") == [EntryStanding.CORRECTED, EntryStanding.CURRENT]
    assert sitting.state.current("visits").reason == "one was forgotten"
    with pytest.raises(Refused, match="complete already"):
        sitting.complete_series("visits")


def test_a_changed_series_is_put_back_as_it_was(sitting):
    answer_until(sitting)
    before = sitting.state.rows("visits")
    sitting.reopen_series("visits", "misread")
    sitting.remove_row("visits", 0)
    sitting.put_back_series("visits")
    assert sitting.state.completed_rows("visits") == before
    assert sitting.result.criteria["E2"].status == "pass"
    with pytest.raises(Refused, match="not opened again"):
        sitting.put_back_series("visits")


def test_awaiting_more_of_a_complete_series_corrects_it_and_filling_it_in_needs_no_reason(sitting):
    answer_until(sitting)
    sitting.reopen_series("visits", "one is still to come")
    sitting.await_series("visits", date(2026, 4, 1))
    sitting.save_row("visits", {"date": "2026-03-01", "score": 70})
    sitting.complete_series("visits")
    acts = [(entry.act, entry.reason) for entry in sitting.state.answers["visits"].history]
    assert acts == [
        (Act.ANSWER, None),
        (Act.CORRECTION, "one is still to come"),
        (Act.FILL_IN, None),
    ]


def test_each_field_of_a_row_is_recorded_before_the_next_is_asked(sitting, sit, store):
    answer_until(sitting, "visits")
    sitting.enter_field("visits", "2026-02-01", typed="1 Feb 2026", language="zh")
    again = sit(OTHER_NURSE)
    assert again.field_asked("visits") == "score"
    assert again.row_entry("visits").person == NURSE
    again.enter_field("visits", 50)
    again.save_row("visits")
    assert again.state.rows("visits") == ({"date": "2026-02-01", "score": 50},)
    (first, *_rest) = [e for e in store.events(sitting.number) if e.kind == "row_entered"]
    assert (first.body["typed"], first.body["language"]) == ("1 Feb 2026", "zh")


def test_a_row_steps_back_by_one_field_and_from_its_date_is_left(sitting):
    answer_until(sitting, "visits")
    sitting.enter_field("visits", "2026-02-01")
    sitting.enter_field("visits", 50)
    for field in ("score", "date"):
        sitting.step_back("visits")
        assert sitting.field_asked("visits") == field
    assert sitting.row_entry("visits").row == {"date": "2026-02-01", "score": 50}
    sitting.step_back("visits")
    assert sitting.row_entry("visits") is None
    with pytest.raises(Refused, match="No row"):
        sitting.step_back("visits")


def test_a_row_that_was_just_saved_is_gone_back_into_by_whoever_saved_it(sitting, sit):
    answer_until(sitting, "visits")
    sitting.save_row("visits", {"date": "2026-02-01", "score": 50})
    sitting.reenter_last_row("visits")
    assert (sitting.field_asked("visits"), sitting.row_entry("visits").index) == ("score", 0)
    sitting.enter_field("visits", 60)
    sitting.save_row("visits")
    assert sitting.state.rows("visits") == ({"date": "2026-02-01", "score": 60},)
    other = sit(OTHER_NURSE)
    assert other.reenter_last_row("visits") is None


def test_a_row_being_entered_comes_to_its_end_before_anything_else(sitting):
    answer_until(sitting, "visits")
    sitting.save_row("visits", {"date": "2026-02-01"})
    sitting.enter_field("visits", "2026-02-02")
    for act in (
        lambda: sitting.save_row("visits", {"date": "2026-02-03"}),
        lambda: sitting.remove_row("visits", 0),
        lambda: sitting.begin_row("visits", 0),
        lambda: sitting.complete_series("visits"),
        lambda: sitting.await_series("visits"),
        lambda: sitting.give("visits", missing("unknown")),
    ):
        with pytest.raises(Refused, match="Row 2 is being entered"):
            act()
    with pytest.raises(Refused, match="not whole"):
        sitting.save_row("visits")


def test_an_awaited_series_keeps_its_rows_and_is_not_asked(sitting):
    answer_until(sitting, "visits")
    sitting.save_row("visits", {"date": "2026-02-01", "score": 50})
    sitting.await_series("visits", date(2026, 4, 1))
    assert "visits" not in sitting.upcoming()
    (lack,) = [lack for lack in sitting.lacks() if lack.question == "visits"]
    assert (lack.reason, lack.due, lack.criteria) == ("pending", date(2026, 4, 1), ("E2",))
    assert len(sitting.state.rows("visits")) == 1


def test_a_series_that_is_no_series_has_no_rows(sitting):
    sitting.give("consent", value(True))
    with pytest.raises(Refused, match="no rows"):
        sitting.save_row("born", {"date": "2026-02-01"})
