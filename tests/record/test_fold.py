"""The fold: what a screening's events come to, and that it takes nothing that cannot be."""

import pytest

from screener.record.errors import BadEvent
from screener.record.state import EntryStanding, advance, fold
from tests.record.telling import K, refuses


def test_filling_in_a_missing_answer_needs_no_reason_and_strikes_nothing(story):
    story.answer("?pending")
    story.answer(5, "fill_in")
    assert story.history() == [("pending", "filled_in"), (5, "current")]
    assert not any(entry.struck for entry in story.state.answers["q"].history)


def test_a_newer_observation_leaves_the_earlier_one_true_of_its_day(story):
    story.answer(5)
    story.answer(6, "newer")
    assert story.history() == [(5, "earlier"), (6, "current")]
    assert not story.state.answers["q"].history[0].struck


def test_a_correction_strikes_the_earlier_one_and_keeps_it_readable(story):
    story.answer(5)
    story.answer(6, "correction", reason="misread")
    assert story.history() == [(5, "corrected"), (6, "current")]
    first, second = story.state.answers["q"].history
    assert (first.struck, second.reason) == (True, "misread")


def test_correcting_a_newer_observation_leaves_the_earliest_alone(story):
    story.answer(5)
    story.answer(6, "newer")
    story.answer(7, "correction", reason="misread")
    assert story.history() == [(5, "earlier"), (6, "corrected"), (7, "current")]


def test_undoing_brings_the_answer_before_back(story):
    story.answer(5)
    corrected = story.answer(6, "correction", reason="misread")
    story.tell(K.ANSWER_UNDONE, undoes=corrected, reason="slip")
    assert story.history() == [(5, "current"), (6, "taken_back")]


def test_undoing_the_only_answer_leaves_none(story):
    story.tell(K.ANSWER_UNDONE, undoes=story.answer(5), reason="slip")
    assert story.state.current("q") is None
    story.answer(6)
    assert story.history() == [(5, "taken_back"), (6, "current")]


def test_several_due_dates_set_at_once_are_undone_at_once(story):
    due = story.tell(K.DUE_SET, questions=["a", "b"], due="2026-04-01")
    assert {story.state.current(q).answer["due"] for q in "ab"} == {"2026-04-01"}
    story.tell(K.ANSWER_UNDONE, undoes=due, reason="slip")
    assert [story.state.current(q) for q in "ab"] == [None, None]


def test_undoing_a_set_of_options_leaves_no_rows_behind(story):
    story.tell(K.ANSWER_UNDONE, undoes=story.answer(["a", "b"]), reason="slip")
    assert story.state.drafts == {}


def test_skipped_questions_come_again_in_the_order_they_were_skipped(story):
    for question in "abab":
        story.tell(K.SKIPPED, question=question)
    assert story.state.skipped == ("a", "b")
    story.answer(1, question="a")
    assert story.state.skipped == ("b",)


def test_stopping_is_lifted_only_where_it_says_so(story):
    story.tell(K.STOPPED, reason="the candidate is tired")
    story.tell(K.RESUMED, language="en", stop_lifted=False)
    assert story.state.stopped.reason == "the candidate is tired"
    story.tell(K.RESUMED, language="en", stop_lifted=True)
    assert story.state.stopped is None


def test_where_the_interview_ends_at_a_failed_criterion_it_does_so_until_it_goes_on(story):
    story.tell(K.CONTINUED_AFTER_FAILURE)
    story.tell(K.ENDED_AT_FAILURE, failed=["I1"], not_assessed=["I2"])
    state = story.state
    assert (state.continued, state.changed) == (False, 2)
    assert state.ended_at_failure.failed == ("I1",)
    assert state.ended_at_failure.not_assessed == ("I2",)
    story.tell(K.CONTINUED_AFTER_FAILURE)
    assert (story.state.continued, story.state.ended_at_failure) == (True, None)


def test_an_interview_does_not_end_at_no_criterion(story):
    story.tell(K.ENDED_AT_FAILURE, failed=[], not_assessed=[])
    with pytest.raises(BadEvent, match="names no criterion that failed"):
        _ = story.state


def test_the_order_of_the_questions_is_the_protocols_until_another_is_set(story):
    assert story.state.order == "protocol"
    story.tell(K.ORDER_SET, order="effort")
    assert story.state.order == "effort"


def test_an_order_that_there_is_not_is_refused(story):
    story.tell(K.ORDER_SET, order="random")
    with pytest.raises(BadEvent, match="no such order"):
        _ = story.state


def test_everything_else_that_happened_is_there(story):
    story.tell(K.SOURCE_SET, source="chart")
    story.tell(K.NOTE_ADDED, text="wife present", question="q")
    story.tell(K.ENTRY_TAKEN_BACK, question="q", answer={"value": 1}, language="en", fails=["I1"])
    story.tell(K.CONTINUED_AFTER_FAILURE)
    story.tell(K.LANGUAGE_SWITCHED, language="zh")
    story.tell(K.WITHDRAWN, reason="no time")
    state = story.state
    assert (state.source, state.continued, state.language) == ("chart", True, "zh")
    assert [(note.text, note.question) for note in state.notes] == [("wife present", "q")]
    assert [entry.question for entry in state.taken_back] == ["q"]
    assert state.withdrawn.reason == "no time"
    assert state.version == len(story.events)


@pytest.mark.parametrize(
    ("by", "day", "holds"),
    [("Ana Nurse", 1, "chart"), ("Eva Nurse", 1, None), ("Ana Nurse", 2, None)],
)
def test_a_source_holds_for_whoever_said_it_on_that_day(story, by, day, holds):
    story.tell(K.SOURCE_SET, source="chart")
    story.tell(K.RESUMED, language="en", stop_lifted=False, by=by, day=day)
    assert story.state.source == holds


def test_a_source_that_lapsed_does_not_come_back_with_the_person(story):
    story.tell(K.SOURCE_SET, source="chart")
    story.tell(K.RESUMED, language="en", stop_lifted=False, by="Eva Nurse")
    story.tell(K.RESUMED, language="en", stop_lifted=False)
    assert story.state.source is None


def test_taking_a_stopped_interview_up_again_in_the_same_sitting_keeps_the_source(story):
    story.tell(K.SOURCE_SET, source="chart")
    story.tell(K.STOPPED, reason="a pause")
    story.tell(K.RESUMED, language="en", stop_lifted=True)
    assert story.state.source == "chart"


def test_a_source_can_be_said_to_be_unknown_again(story):
    story.tell(K.SOURCE_SET, source="chart")
    story.tell(K.SOURCE_SET, source=None)
    assert story.state.source is None


def test_folding_step_by_step_is_folding_at_once(story):
    story.answer("?pending")
    story.row(1)
    story.answer(2, "fill_in")
    state = None
    for event in story.events:
        state = advance(state, event)
    assert state == fold(story.events)


@pytest.mark.parametrize(
    ("kind", "body", "match"),
    [
        (K.ANSWERED, {"question": "q"}, "lacks act, answer, language"),
        (K.NOTE_ADDED, {"text": ""}, "text is no text"),
        (K.NOTE_ADDED, {"text": "x", "mood": 1}, "does not hold mood"),
        (K.ROW_REMOVED, {"question": "s", "index": 0}, "no row 0"),
        (K.ROW_SAVED, {"question": "s", "row": 5, "language": "en"}, "row is none"),
        (K.ROW_LEFT, {"question": "s"}, "no row is being entered"),
        (
            K.ROW_ENTERED,
            {"question": "s", "row": {}, "passed": ["date"], "language": "en"},
            "not those of a row",
        ),
        (
            K.ROW_ENTERED,
            {"question": "s", "row": {}, "passed": [], "index": 0, "language": "en"},
            "no row 0",
        ),
        (K.ANSWER_UNDONE, {"undoes": 1, "reason": "slip"}, "event 1 is no answer"),
        (K.RESUMED, {"language": "en", "stop_lifted": True}, "was not stopped"),
        (K.WITHDRAWAL_CORRECTED, {"reason": "a slip"}, "had not withdrawn"),
        (K.RESUMED, {"language": "en", "stop_lifted": 1}, "neither true nor false"),
        (K.DUE_SET, {"questions": "a", "due": "2026-04-01"}, "no list of texts"),
        (K.STORE_CREATED, {"time_zone": "UTC"}, "does not belong here"),
        (
            K.COPY_WRITTEN,
            {"format": "text", "decision": 9, "sha256": "0", "file": "x"},
            "decision that was copied",
        ),
    ],
)
def test_an_event_that_cannot_be_is_named(story, kind, body, match):
    story.tell(kind, **body)
    refuses(story, match)


@pytest.mark.parametrize(
    ("value", "act", "more"),
    [
        (6, "answer", {}),
        (6, "fill_in", {}),
        (6, "correction", {}),
        (6, "correction", {"reason": ""}),
        (6, "overrule", {}),
    ],
)
def test_an_act_that_does_not_fit_is_named(story, value, act, more):
    story.answer(5)
    story.answer(value, act, **more)
    refuses(story, act)


def test_an_answer_has_a_value_or_a_reason_and_not_both(story):
    answer = {"value": 1, "missing": "unknown"}
    story.tell(K.ANSWERED, question="q", act="answer", answer=answer, language="en")
    refuses(story, "neither a value nor a reason")


def test_events_stand_in_their_order(story):
    story.answer(5)
    with pytest.raises(BadEvent, match="event 1 was expected here"):
        fold(story.events[1:])
    with pytest.raises(BadEvent, match="event 2 was expected here"):
        fold([story.events[0], story.events[1]._replace(version=3)])
    with pytest.raises(BadEvent, match="without events"):
        fold([])


def test_nothing_comes_before_the_screening_is_opened(story):
    story.events.clear()
    story.tell(K.NOTE_ADDED, text="x")
    refuses(story, "before the screening is opened")


def test_only_a_current_answer_stands_last(story):
    story.answer(5)
    story.answer(6, "correction", reason="misread")
    standings = [entry.standing for entry in story.state.answers["q"].history]
    assert standings.count(EntryStanding.CURRENT) == 1
