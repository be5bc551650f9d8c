"""The fold of a series: rows are kept until it is complete, then changed for a reason alone."""

import pytest

from tests.record.telling import K, refuses


def test_rows_are_kept_and_have_no_value_until_the_series_is_complete(story):
    first, second = story.row(1), story.row(2)
    assert story.state.rows("s") == (first, second)
    assert story.state.current("s") is None
    story.complete(first, second)
    assert story.state.drafts == {}
    assert story.state.completed_rows("s") == (first, second)


def test_a_row_can_be_replaced_and_removed(story):
    story.row(1)
    second = story.row(2)
    better = story.row(3, index=0)
    assert story.state.rows("s") == (better, second)
    story.tell(K.ROW_REMOVED, question="s", index=1)
    assert story.state.rows("s") == (better,)


def test_a_series_without_entries_can_be_complete(story):
    story.complete()
    assert story.state.completed_rows("s") == ()


def test_a_complete_series_is_changed_only_once_it_is_said_why(story):
    story.complete(story.row(1))
    story.row(2, day="2026-02-01")
    refuses(story, "nobody said why")


@pytest.mark.parametrize(
    "change",
    [
        lambda story: story.row(2, index=0),
        lambda story: story.tell(K.ROW_REMOVED, question="s", index=0),
        lambda story: story.enter("date", date="2026-02-01"),
        lambda story: story.enter(index=0, date="2026-01-01", score=1),
        lambda story: story.complete({"date": "2026-01-01", "score": 1}),
    ],
)
def test_no_row_of_a_complete_series_is_touched_without_a_reason(story, change):
    story.complete(story.row(1))
    change(story)
    refuses(story, "the series is complete")


def test_a_change_of_a_complete_series_corrects_it_with_the_reason_given_before(story):
    first = story.row(1)
    story.complete(first)
    story.reopen()
    assert (story.state.drafts, story.state.reopened) == ({"s": (first,)}, {"s": "misread"})
    second = story.row(2, day="2026-02-01")
    assert story.state.drafts == {"s": (first, second)}
    story.complete(first, second, act="correction", reason="misread")
    assert story.history("s") == [([first], "corrected"), ([first, second], "current")]
    assert (story.state.drafts, story.state.reopened) == ({}, {})


def test_completing_a_changed_series_is_never_a_newer_observation(story):
    first = story.row(1)
    story.complete(first)
    story.reopen()
    second = story.row(2, day="2026-02-01")
    story.complete(first, second, act="newer")
    refuses(story, "newer")


def test_a_series_that_is_not_complete_is_not_opened_again(story):
    story.row(1)
    story.reopen()
    refuses(story, "not complete")


def test_a_series_is_opened_again_once(story):
    story.complete(story.row(1))
    story.reopen()
    story.reopen("seen twice")
    refuses(story, "not complete")


def test_removing_the_last_row_of_a_complete_series_is_a_change_too(story):
    story.complete(story.row(1))
    story.reopen()
    story.tell(K.ROW_REMOVED, question="s", index=0)
    assert story.state.drafts == {"s": ()}


def test_a_changed_series_is_put_back_as_it_was(story):
    first = story.row(1)
    story.complete(first)
    story.reopen()
    story.row(2, index=0)
    story.enter("date", date="2026-02-01")
    story.tell(K.SERIES_PUT_BACK, question="s")
    state = story.state
    assert (state.drafts, state.reopened, state.entering) == ({}, {}, {})
    assert state.rows("s") == (first,)
    assert story.history("s") == [([first], "current")]


def test_only_a_series_that_was_opened_again_is_put_back(story):
    story.complete(story.row(1))
    story.tell(K.SERIES_PUT_BACK, question="s")
    refuses(story, "was not opened again")


def test_taking_back_a_correction_of_a_series_leaves_it_open_with_its_reason(story):
    first = story.row(1)
    story.complete(first)
    story.reopen()
    second = story.row(2, day="2026-02-01")
    corrected = story.complete(first, second, act="correction", reason="misread")
    story.tell(K.ANSWER_UNDONE, undoes=corrected, reason="slip")
    assert story.state.drafts == {"s": (first, second)}
    assert story.state.reopened == {"s": "misread"}
    story.tell(K.SERIES_PUT_BACK, question="s")
    assert story.state.rows("s") == (first,)


def test_a_missing_reason_keeps_the_rows_and_taking_it_back_the_series(story):
    first = story.row(1)
    story.complete(first)
    unknown = story.answer("?unknown", "correction", "s", reason="another candidate's")
    assert (story.state.rows("s"), story.state.drafts) == ((first,), {"s": (first,)})
    story.tell(K.ANSWER_UNDONE, undoes=unknown, reason="slip")
    assert (story.state.completed_rows("s"), story.state.drafts) == ((first,), {})


def test_a_row_is_kept_field_by_field_until_it_is_saved(story):
    story.enter("date", date="2026-01-01")
    begun = story.state.entering["s"].begun
    story.enter("date", "score", date="2026-01-01", score=1)
    entry = story.state.entering["s"]
    assert (entry.entered, entry.begun) == ({"date": "2026-01-01", "score": 1}, begun)
    assert story.state.rows("s") == ()
    first = story.row(1)
    assert (story.state.rows("s"), story.state.entering) == ((first,), {})


def test_what_was_entered_before_a_step_back_is_proposed_and_not_entered(story):
    story.enter("date", "score", date="2026-01-01", score=1)
    story.enter("date", date="2026-01-01", score=1)
    entry = story.state.entering["s"]
    assert (entry.row["score"], entry.entered) == (1, {"date": "2026-01-01"})


def test_a_row_that_is_left_is_not_saved(story):
    story.enter("date", date="2026-01-01")
    story.tell(K.ROW_LEFT, question="s")
    assert (story.state.rows("s"), story.state.entering) == ((), {})


def test_a_row_is_saved_as_it_was_entered(story):
    story.enter("date", "score", date="2026-01-01", score=1)
    story.row(2)
    refuses(story, "not the one that was entered")


@pytest.mark.parametrize(
    ("next", "match"),
    [
        (lambda story: story.enter(index=0, date="2026-01-01"), "another row"),
        (lambda story: story.tell(K.ROW_REMOVED, question="s", index=0), "being entered"),
        (lambda story: story.complete({"date": "2026-01-01", "score": 1}), "being entered"),
    ],
)
def test_a_row_being_entered_comes_to_its_end_first(story, next, match):
    story.row(1)
    story.enter("date", date="2026-02-01")
    next(story)
    refuses(story, match)


def test_an_awaited_series_keeps_its_rows(story):
    first = story.row(1)
    answer = {"missing": "pending", "due": "2026-04-01"}
    story.tell(K.SERIES_AWAITED, question="s", act="answer", answer=answer, language="en")
    assert story.state.rows("s") == (first,)
    assert story.state.current("s").missing
    second = story.row(2)
    story.complete(first, second, act="fill_in")
    assert story.state.completed_rows("s") == (first, second)


def test_undoing_a_complete_series_keeps_the_rows(story):
    first = story.row(1)
    story.tell(K.ANSWER_UNDONE, undoes=story.complete(first), reason="slip")
    assert (story.state.current("s"), story.state.rows("s")) == (None, (first,))


def test_a_series_is_complete_with_the_rows_that_were_saved_alone(story):
    story.row(1)
    story.complete({"date": "2026-01-01", "score": 2})
    refuses(story, "not those that were saved")
