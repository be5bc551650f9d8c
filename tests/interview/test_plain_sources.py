"""Where answers come from, by line: nobody files an answer under a source that was not heard."""

from datetime import timedelta

from tests.interview.setting import BODY, OPEN, SERIES

CHART = ("/source", "4", "K-1")
FROM = "Answers come from: the chart, K-1.\n"


def test_a_source_is_said_when_it_is_set_and_with_each_answer_that_carries_it(talk, state):
    said = talk(OPEN, *CHART, "y", "/source", "7", "2.0")
    assert "From here, answers come from: the chart, K-1\n\nConsented?\n> " in said
    assert said.count("Recorded, from the chart, K-1.\n") == 1
    assert "From here, answers come from: not said\n" in said
    assert "Recorded.\n" in said
    assert state().current("consent").answer["source"] == {"kind": "chart", "reference": "K-1"}
    assert "source" not in state().current("form").answer


def test_what_carries_no_source_names_none(talk, state):
    said = talk(OPEN, *CHART, "/unknown")
    assert "Understood: unknown\nRecorded.\n" in said
    assert state().current("consent").answer == {"missing": "unknown"}


def test_a_source_that_still_holds_is_said_before_anything_is_asked_and_how_to_change_it(talk):
    talk(OPEN, *CHART)
    said = talk("S-0001", "y")
    opening = "Answers still come from: the chart, K-1. /source changes it.\n"
    assert said.index(opening) < said.index("Consented?") < said.index("Recorded, from the chart")
    assert FROM not in said


def test_a_source_does_not_hold_on_another_day(talk, state, clock):
    talk(OPEN, *CHART)
    clock.advance(timedelta(days=1))
    said = talk("S-0001", "y")
    assert "Where the answers come from is not said any more; it was: the chart, K-1.\n" in said
    assert "still come from" not in said
    assert state().current("consent").answer == {"value": True}


def test_a_source_is_said_again_where_a_section_begins(talk):
    said = talk(OPEN, *CHART, *BODY[1:3])
    assert said.count(FROM) == 1
    assert f"The body\n{FROM}Born when?" in said


def test_a_source_is_said_again_where_it_weighs_what_counts_for_a_time_and_what_is_changed(talk):
    said = talk(*BODY[:3], *CHART, *BODY[3:], "5", "2026-02-20", "/back", "1", "")
    assert f"{FROM}Glucose?" in said
    assert f"Consent\n{FROM}Consented?\nAnswer yes or no.\nAnswered now: yes" in said
    assert f"{FROM}Sex?" not in said


def test_a_table_that_is_complete_says_the_source_that_it_carries(talk, state):
    said = talk(*SERIES, *CHART, "1 Feb 2026", "50", "/complete")
    assert "The table is complete, from the chart, K-1.\n" in said
    assert state().current("visits").answer["source"] == {"kind": "chart", "reference": "K-1"}
