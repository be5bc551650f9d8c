"""A store that is gone from its place is told wherever it shows, and nobody believes to record."""

import pytest
from textual.widgets import Input

pytestmark = pytest.mark.slow


async def test_an_answer_is_refused_and_told_with_the_copy_that_was_kept(at_work, tmp_path):
    async with at_work() as nurse:
        await nurse.begin()
        nurse.app.store.path.unlink()
        await nurse.press("y")
        assert "is gone from its place" in nurse.shown
        assert "Nothing was written" in nurse.shown
        assert nurse.question == "consent"
        assert nurse.answer("consent") is None
    assert list(tmp_path.glob("*-kept-*"))


async def test_the_list_tells_it(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        nurse.app.store.path.unlink()
        await nurse.type("/list")
        assert "is gone from its place" in nurse.shown


async def test_the_decision_tells_it_and_is_not_recorded(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
        await nurse.press("f10", "f10", "enter")
        assert len(nurse.state.decisions) == 1
        await nurse.press("escape")
        nurse.app.store.path.unlink()
        await nurse.press("f10")
        assert "is gone from its place" in nurse.shown


async def test_a_code_with_which_nothing_could_be_begun_stays_on_the_line(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/list")
        store = nurse.app.store.path
        await nurse.press("ctrl+n")
        store.rename(store.with_name("away.db"))
        await nurse.type("DL-050")
        assert "is gone from its place" in nurse.shown
        assert nurse.app.screen.query_one("#line").value == "/new DL-050"
        store.with_name("away.db").rename(store)
        await nurse.press("enter")
        assert nurse.state.candidate == "DL-050"


async def test_a_copy_that_an_earlier_start_left_behind_is_named_once(at_work, tmp_path):
    async with at_work() as nurse:
        await nurse.begin()
        await gone(nurse)
        await nurse.press("y")
    (copy,) = tmp_path.glob("*-kept-*")
    (tmp_path / "away.db").rename(tmp_path / "store.db")
    async with at_work() as nurse:
        shown = nurse.shown.replace("\n", "")
        assert f"{copy} was kept when the store was gone from its place." in shown
        assert "so that the copy can be deleted" in shown
        copy.unlink()
        await nurse.press("enter")
        await nurse.type("/list")
        assert "was kept" not in nurse.shown


async def gone(nurse):
    store = nurse.app.store.path
    store.rename(store.with_name("away.db"))


async def back(nurse):
    store = nurse.app.store.path
    store.with_name("away.db").rename(store)


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("/note the wife came too", lambda s: s.notes[-1].text == "the wife came too"),
        ("/stop the candidate is ill", lambda s: s.stopped.reason == "the candidate is ill"),
        ("/unknown no papers", lambda s: s.current("consent").answer["note"] == "no papers"),
    ],
)
async def test_a_command_that_could_not_be_written_stays_on_the_line(at_work, typed, recorded):
    async with at_work() as nurse:
        await nurse.begin()
        await gone(nurse)
        await nurse.type(typed)
        assert "is gone from its place" in nurse.shown
        assert nurse.interview.exchange.line.value == typed
        await back(nurse)
        await nurse.press("enter")
        assert nurse.interview.exchange.line.value == ""
        assert recorded(nurse.state)


async def test_a_note_that_could_not_be_written_stays_where_it_was_typed(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("ctrl+o", "enter")
        await gone(nurse)
        await nurse.type("the wife came too")
        assert "is gone from its place" in nurse.shown
        assert nurse.app.screen.query_one(Input).value == "the wife came too"
        await back(nurse)
        await nurse.press("enter")
        assert nurse.state.notes[-1].text == "the wife came too"
        assert "the wife came too" in nurse.talk


@pytest.mark.parametrize(
    ("kind", "reference", "then", "source"),
    [
        ("laboratory", "LAB-77", (), {"kind": "laboratory_report", "reference": "LAB-77"}),
        ("a relative", "wife", ("enter",), {"kind": "relative", "reference": "wife"}),
    ],
)
async def test_a_source_that_could_not_be_written_stays_where_it_was_said(
    at_work, kind, reference, then, source
):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("f7")
        await nurse.type(kind)
        await gone(nurse)
        await nurse.type(reference)
        await nurse.press(*then)
        assert "is gone from its place" in nurse.shown
        await back(nurse)
        await nurse.press("enter")
        assert nurse.state.source == source


async def test_a_due_date_and_a_reason_not_written_stay_where_they_were_typed(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.press("enter")
        await nurse.type("/due")
        await nurse.press("enter")
        await gone(nurse)
        await nurse.type("20 Feb")
        assert "is gone from its place" in nurse.shown
        await back(nurse)
        await nurse.press("enter")
        assert nurse.answer("consent") == {"missing": "pending", "due": "2026-02-20"}
        await nurse.press("f4", "enter", "y", "enter")
        assert nurse.answer("consent") == {"value": True}
        await nurse.press("f4", "enter", "n", "enter")
        await gone(nurse)
        await nurse.type("the form was another's")
        assert "is gone from its place" in nurse.shown
        await back(nurse)
        await nurse.press("enter")
        assert nurse.answer("consent") == {"value": False}
