"""Changing answers by line: what is left, what is taken back, and what a note is about."""

import pytest

from tests.interview.setting import BODY, DOCTOR, OPEN, SERIES


@pytest.mark.parametrize("chosen", [("/back", "1"), ("/back 1",), ("/check", "1")])
def test_undo_leaves_a_change_and_takes_back_no_other_answer(talk, state, chosen):
    said = talk(OPEN, "y", "2.0", *chosen, "/undo")
    assert "The change is left; no answer was taken back.\n" in said
    assert "Taken back" not in said
    assert said.count("\nBorn when?\nAnswer with a date, such as") == 2
    kept = state().current("consent").answer["value"], state().current("form").answer["value"]
    assert kept == (True, "2.0")


def test_undo_after_a_change_was_left_takes_back_the_last_answer(talk, state):
    assert "Taken back: Which form?" in talk(OPEN, "y", "2.0", "/back 1", "/undo", "/undo")
    assert state().current("form") is None


def test_undo_leaves_a_table_whose_change_was_begun_complete_as_it_was(talk, state):
    table = (*SERIES, "1 Feb 2026", "50", "/complete")
    said = talk(*table, "/back 6", "/row 1", "misread", "/undo", "/undo")
    assert "Taken back" not in said
    left = "The table is put back as it was, complete.\nThe change is left; no answer was taken"
    assert left in said
    assert state().reopened == {}


def test_why_an_answer_is_asked_that_keeps_a_criterion_says_of_it_that_it_changes_none(talk):
    said = talk(OPEN, "y", "2.0", "/back 1", "/why")
    assert "\nyes: changes no criterion by itself\n" in said
    assert "closes no criterion" not in said


def test_undo_says_of_a_stopped_interview_that_it_is_resumed_first(talk, state):
    said = talk(OPEN, "y", "/stop tired", "/undo")
    assert "The interview is stopped. /resume comes first, then /undo." in said
    assert "no answer of yours" not in said
    talk("S-0001", "/undo")
    said = talk("/new DL-018", "y", "/stop tired", "/resume", "/undo")
    assert "Taken back: Consented?" in said
    assert state("S-0002").current("consent") is None


def test_undo_of_what_is_not_in_this_sitting_is_refused_also_where_it_is_stopped(talk):
    talk(OPEN, "y", "/stop tired")
    assert "There is no answer of yours in this sitting" in talk("S-0001", "/undo", person=DOCTOR)


def test_undo_after_a_withdrawal_says_what_it_is_refused_for(talk):
    said = talk(OPEN, "y", "/withdraw", "yes", "", "/undo")
    assert "The candidate has withdrawn, so no answer is taken back. /resume corrects" in said
    assert "no answer of yours" not in said


def test_undo_after_the_end_at_a_failed_criterion_takes_back_what_failed(talk, state):
    assert "Taken back: Born when?" in talk(*BODY[:3], "1 May 2010", "", "1", "/undo")
    assert state().current("born") is None


def test_stopping_says_how_to_leave_it_and_leaves_it(talk, state):
    said = talk(OPEN, "/stop", "", "y")
    assert "Why does the interview end here? Enter alone leaves.\n> Nothing was recorded." in said
    assert state().stopped is None
    assert state().current("consent") is not None


def test_what_is_stopped_already_is_not_asked_why_it_ends(talk):
    said = talk(OPEN, "/stop tired", "/stop")
    assert "The interview has ended already." in said
    assert "Why does the interview end here?" not in said


def test_a_number_with_back_chooses_that_answer_and_another_one_is_told(talk):
    said = talk(OPEN, "y", "2.0", "/back 2", "", "/back 7", "1")
    assert "Answered now: 2.0\nEnter alone leaves it as it is." in said
    assert "  2. Which form? 2.0" not in said
    assert "“7” is none of these. Type a number from 1 to 2." in said
    assert "Answered now: yes\n" in said


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        (("/note in haste",), "form"),
        (("/note", "", "in haste"), "form"),
        (("/note", "1", "in haste"), "form"),
        (("/note", "2", "in haste"), None),
        (("/note", "3", "1", "in haste"), "consent"),
        (("/back 1", "/note", "", "in haste"), "consent"),
    ],
)
def test_a_note_is_about_what_is_chosen(talk, state, typed, about):
    assert "The note is kept." in talk(OPEN, "y", *typed)
    assert [(note.text, note.question) for note in state().notes] == [("in haste", about)]


def test_where_nothing_is_asked_a_note_is_about_the_screening_or_an_answer(talk, state):
    said = talk(OPEN, "y", "/stop tired", "/note", "", "in haste", "/note", "2", "")
    assert "  1. the whole screening\n  2. an answer given before\n" in said
    assert "Which answer? Type its number; Enter alone leaves.\n> Nothing was recorded." in said
    assert [note.question for note in state().notes] == [None]
    assert "What is the note about?" not in talk("/new DL-018", "/stop tired", "/note", "")
