"""Awaited results as a to-do list: each is one key away from its question, until it is done."""

from datetime import timedelta

import pytest
from textual.widgets import Input

from screener.record.events import EventKind
from screens.change import Change
from screens.widgets.plain_text import PlainText
from tests.journeys.conftest import on_worklist, place


def rows(person):
    return [str(one.prompt) for one in person.app.screen.query_one("#awaited").options]


async def test_a_result_is_brought_with_one_key_and_one_that_will_not_come_is_closed(
    at_work, clock, tmp_path
):
    async with at_work(size=(80, 24)) as nurse:
        await nurse.begin("DL-001")
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("2")
        await nurse.type("/pending 2026-02-03")
        await nurse.type("/pending 2026-02-02")
        await nurse.type("/stop called away")
        await nurse.type("/list")
        await nurse.begin("DL-002")
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("2")
        await nurse.type("/pending 2026-02-20")
        await nurse.type("/list")
        clock.moment += timedelta(days=3)
        await nurse.press("ctrl+d")
        assert place(nurse) == "awaited"
        assert "3 results awaited, 1 overdue" in nurse.shown
        assert [row[:19] for row in rows(nurse)] == [
            "2 Feb, overdue S-00",
            "3 Feb, today   S-00",
            "20 Feb         S-00",
        ]

        # What it is about is asked at once, and recorded there.
        await nurse.type("glucose 0001", enter=False)
        (row,) = rows(nurse)
        assert "S-0001" in row
        assert "Fasting glucose" in row
        await nurse.press("enter")
        assert isinstance(nurse.app.screen, Change)
        assert "Fasting glucose" in nurse.shown
        await nurse.type("94 mg/dL")
        await nurse.type("2026-02-02")
        await nurse.press("enter")
        assert nurse.state.current("glucose").answer["value"] == "94 mg/dL"
        assert "^D leads back to the awaited results." in nurse.shown
        await nurse.press("ctrl+d")
        assert place(nurse) == "awaited"
        await nurse.press("escape")
        assert "2 results awaited, 1 overdue" in nurse.shown

        # Left without an answer, it leads back to the list, which still has it.
        await nurse.press("enter")
        assert "Walking tests" in nurse.shown
        await nurse.press("ctrl+d")
        assert "^D is not for this place. Escape goes back; F1 lists what is." in nurse.shown
        await nurse.press("escape")
        assert (place(nurse), len(rows(nurse))) == ("awaited", 2)

        # It is closed where nothing waits for it, and refused where the interview goes on.
        await nurse.press("down", "ctrl+x")
        assert "The screening goes on, and this result can still decide it." in nurse.shown
        await nurse.press("up", "ctrl+x")
        await nurse.press("enter")
        assert "Nothing was entered. Escape leaves, and nothing is done." in nurse.shown
        # What was meant for the list behind the dialog is no reason yet.
        await nurse.type("walk")
        assert "reason: walk" in nurse.shown
        await nurse.press("escape")
        assert nurse.app.screen.query_one(Input).value == "walk"
        await nurse.press("escape")
        assert len(rows(nurse)) == 2
        assert nurse.app.store.events("S-0001")[-1].kind is not EventKind.AWAITED_CLOSED
        await nurse.press("ctrl+x")
        await nurse.type("the patient has moved away")
        await nurse.press("enter")
        assert len(rows(nurse)) == 1
        assert "is not awaited any more" in nurse.shown
        closed = nurse.app.store.events("S-0001")[-1]
        assert (closed.kind, closed.body["question"]) == (EventKind.AWAITED_CLOSED, "walks")

        # The way out names no candidate.
        await nurse.press("ctrl+e")
        nurse.app.screen.query_one(Input).value = str(tmp_path / "due.ics")
        await nurse.press("enter")
        calendar = (tmp_path / "due.ics").read_text()
        unfolded = calendar.replace("\n ", "")
        named = "SUMMARY:Result awaited for screening S-0002 (training)"
        assert f"{named}\\; to be brought by: screener" in unfolded
        assert "DL-002" not in calendar
        await nurse.press("escape")
        assert on_worklist(nurse)


RESULTS = """\
screener: 1
protocol: {id: TESTS, version: "1", title: Tests}
questions:
  hiv: {type: boolean, ask: What did the test for antibodies in the blood show of HIV?}
  syphilis: {type: boolean, ask: What did the test for antibodies in the blood show of syphilis?}
exclusion:
  - {id: E1, text: HIV, rule: {hiv: yes}}
  - {id: E2, text: Syphilis, rule: {syphilis: yes}}
"""


@pytest.mark.parametrize("size", [(50, 24), (80, 24), (140, 40)])
async def test_what_is_cut_in_the_list_is_said_in_full_of_the_marked_result(
    at_work, tmp_path, size
):
    rules = tmp_path / "tests.yaml"
    rules.write_text(RESULTS)
    async with at_work(size=size, rules=rules) as nurse:
        await nurse.begin("DL-001-of-the-second-ward")
        await nurse.type("/pending 2026-02-20")
        await nurse.type("/pending 2026-02-21")
        await nurse.press("ctrl+d")
        assert place(nurse) == "awaited"
        marked = nurse.app.screen.query_one("#marked", PlainText)
        for key, tested in (("home", "HIV"), ("down", "syphilis")):
            await nurse.press(key)
            assert marked.shown.split("\n") == [
                f"What did the test for antibodies in the blood show of {tested}?",
                "DL-001-of-the-second-ward; screener, A. Li; awaited since 31 Jan; training",
            ]
            # All of it has room on the screen.
            lines = marked.content.wrap(marked.content_size.width)
            assert len(lines) <= marked.content_size.height
        await nurse.type("nothing holds this", enter=False)
        assert not marked.display


async def test_after_a_withdrawal_a_result_is_not_entered_any_more(at_work):
    async with at_work(size=(80, 24)) as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("2")
        await nurse.type("/pending 2026-02-20")
        await nurse.type("/withdraw")
        await nurse.press("enter", "enter")
        await nurse.press("ctrl+d")
        assert "awaited since 31 Jan; withdrawn" in nurse.shown
        await nurse.press("enter")
        assert place(nurse) == "awaited"
        assert "S-0001: the candidate has withdrawn, so no result is entered any" in nurse.shown
        assert "^X closes it, with a reason." in nurse.shown
