"""What a screening came to: said first, with who and why; recorded on purpose alone."""

from datetime import timedelta

import pytest

from screens.dialogs import Confirm
from screens.widgets.lines import Lines
from tests.journeys.conftest import place


async def decline(nurse):
    await nurse.begin()
    await nurse.press("n")
    await nurse.press("enter")


def lines(person):
    return [line.text for line in person.app.screen.query_one(Lines).lines]


def text(person):
    return "\n".join(lines(person))


async def record(person):
    await person.press("f10", "f10", "enter")
    await person.press("escape")


# Outcomes that are no decision.


@pytest.mark.parametrize(
    ("typed", "headline", "idle"),
    [
        ("/withdraw", "■ the candidate has withdrawn", "The candidate has withdrawn."),
        ("/stop", "■ the interview was stopped", "The interview was stopped."),
    ],
)
async def test_what_ended_the_interview_leads_and_nothing_is_missing(
    at_work, typed, headline, idle
):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type(typed)
        if typed == "/withdraw":
            await nurse.type("another reason")
        await nurse.type("too ill")
        if typed == "/withdraw":
            await nurse.press("enter")
        assert idle in nurse.shown
        assert "recorded by A. Li, screener, 2026-01-31" in nurse.shown
        assert "because: too ill" in nurse.shown
        assert "What the answers came to until then: not determined" in nurse.shown
        await nurse.press("f10")
        assert lines(nurse)[0] == headline
        assert lines(nurse)[1].strip().startswith("recorded by A. Li, screener, 2026-01-31")
        assert lines(nurse)[2].strip() == "because: too ill"
        assert "✓ passes  I1" in lines(nurse)
        assert "– not assessed  I2" in lines(nurse)
        assert "missing" not in text(nurse)
        assert "cannot be determined" not in text(nurse)
        await nurse.press("f10", "enter", "escape")
        assert "cannot be determined" not in nurse.talk
        assert "Decision recorded: " + headline.partition(" ")[2] in nurse.talk


async def test_a_failed_criterion_is_named_after_a_withdrawal_too(at_work):
    async with at_work() as nurse:
        await decline(nurse)
        await nurse.type("/withdraw")
        await nurse.press("enter", "enter")
        assert "What the answers came to until then: not eligible" in nurse.shown
        assert "✗ I1  Written consent" in nurse.shown
        assert "because" not in nurse.shown


async def test_the_worklist_awaits_nothing_of_a_candidate_who_has_withdrawn(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.type("2026-02-03")
        await nurse.type("/withdraw")
        await nurse.press("enter", "enter")
        await nurse.type("/list")
        await nurse.settle()
        row = str(nurse.app.screen.query_one("#screenings").get_option_at_index(0).prompt)
        assert "■ withdrawn" in row
        assert "2026-02-03" not in row


# The decision screen.


async def test_failed_criteria_stand_first_with_the_words_and_the_answers_that_failed_them(at_work):
    async with at_work() as nurse:
        await decline(nurse)
        await nurse.press("f10")
        assert lines(nurse)[:4] == [
            "✗ not eligible",
            "✗ fails  I1",
            "    Written consent",
            "    · Has the candidate signed?  no",
        ]
        assert lines(nurse)[4].strip() == "entered by A. Li, screener, 2026-01-31 09:00"


async def test_an_open_criterion_shows_the_answers_so_far_and_what_is_missing(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("1")
        await nurse.type("94 mg/dL")
        await nurse.type("2026-01-20")
        await nurse.type("/pending")
        await nurse.type("2026-02-03")
        await nurse.press("f10")
        at = lines(nurse).index("◌ awaited  E2")
        assert lines(nurse)[at + 1 : at + 5] == [
            "    Pregnancy",
            "    · Sex  Female",
            "      entered by A. Li, screener, 2026-01-31 09:00",
            "    · Pregnancy test  awaited, due 3 February 2026 · screener",
        ]
        at = lines(nurse).index("✓ passes  E1")
        assert "; observed on 20 January 2026" in lines(nurse)[at + 2]


async def test_the_rows_of_a_series_are_shown_complete_or_not(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
        await nurse.press("f10")
        shown = text(nurse)
        assert "Walking tests  1 row" in shown
        assert "2026-01-10  250" in shown


async def test_rows_have_the_numbers_under_which_they_were_entered(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("1")
        for said in ("94 mg/dL", "2026-01-20", "neg"):
            await nurse.type(said)
        for day in ("2026-01-12", "2026-01-10"):
            await nurse.type(day)
            await nurse.type("250")
            await nurse.press("n")
        await nurse.press("enter", "enter", "f10")
        shown = text(nurse)
        assert shown.index("1  2026-01-12  250") < shown.index("2  2026-01-10  250")


async def test_what_is_missing_is_shown_of_an_interview_that_went_on_after_a_failure(at_work):
    async with at_work() as nurse:
        await decline(nurse)
        await nurse.press("f9", "f10")
        assert "What is missing (not needed for the decision)" in lines(nurse)
        assert "    · When was the candidate born?  not answered yet" in lines(nurse)
        assert "… open  I2" in lines(nurse)


async def test_recording_takes_a_deliberate_enter(at_work):
    async with at_work() as nurse:
        await decline(nurse)
        await nurse.press("f10", "f10", "f10")
        assert isinstance(nurse.app.screen, Confirm)
        assert "Record this decision?" in nurse.shown
        assert "under your name: A. Li, screener, not authenticated" in nurse.shown
        assert nurse.state.decisions == ()
        await nurse.press("escape")
        assert nurse.state.decisions == ()
        await nurse.press("f10", "enter")
        assert len(nurse.state.decisions) == 1
        assert "The decision is recorded." in nurse.shown


async def test_an_enter_that_is_still_held_down_records_nothing(at_work):
    async with at_work() as nurse:
        await decline(nurse)
        await nurse.press("f10")
        nurse.app.monotonic = lambda: 5.0
        await nurse.type("/sign")
        await nurse.press("enter", "enter")
        assert isinstance(nurse.app.screen, Confirm)
        assert nurse.state.decisions == ()


# What came after it.


async def test_a_mere_opening_a_note_or_a_copy_does_not_bear_on_a_decision(at_work, clock):
    async with at_work() as nurse:
        await decline(nurse)
        await record(nurse)
        await nurse.type("/note called the family")
    clock.advance(timedelta(days=1))
    async with at_work(number="S-0001", name="B. Wu") as nurse:
        await nurse.press("f10")
        assert "after that" not in text(nurse)
        await nurse.press("f10")
        assert "This decision is recorded already." in nurse.shown


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("/withdraw", "", ""), "· the candidate withdrew after that"),
        (("/stop tired",), "· the interview was stopped after that"),
        (("/continue",), "· the interview went on after that"),
    ],
)
async def test_what_bears_on_a_decision_and_came_after_it_is_said(at_work, keys, said):
    async with at_work() as nurse:
        await decline(nurse)
        await record(nurse)
        for typed in keys:
            await nurse.type(typed)
        await nurse.press("f10")
        assert said in lines(nurse)


async def test_a_changed_answer_is_said_after_a_decision(at_work):
    async with at_work() as nurse:
        await decline(nurse)
        await record(nurse)
        await nurse.press("f4", "enter")
        await nurse.press("y")
        await nurse.press("enter")
        await nurse.type("misread")
        await nurse.press("f10")
        assert "· an answer was changed after that" in lines(nurse)
        assert lines(nurse)[0] == "… cannot be determined yet"


async def test_what_time_alone_changed_after_a_decision_is_said(at_work, clock):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("2")
        await nurse.type("5.2")
        await nurse.type("2026-01-20")
        await record(nurse)
    clock.advance(timedelta(days=60))
    async with at_work(number="S-0001") as nurse:
        await nurse.press("f10")
        assert "· time alone has changed it after that" in lines(nurse)
        first = next(line for line in lines(nurse) if line.startswith("Recorded: "))
        await nurse.press("f10", "enter")
        assert any(line.startswith("Recorded: cannot be determined yet") for line in lines(nurse))
        before = first.replace("Recorded: ", "Recorded before that: ")
        assert lines(nurse)[lines(nurse).index(before) + 1] == (
            "· time alone has changed it after that"
        )


# The line, here and where the answers are checked.


@pytest.mark.parametrize("key", ["f8", "f10"])
async def test_a_command_can_be_typed_where_there_is_something_to_read(at_work, key):
    async with at_work() as nurse:
        await decline(nurse)
        await nurse.press(key)
        there = place(nurse)
        await nurse.type("hello")
        assert "Only commands are typed here" in nurse.shown
        await nurse.press("escape")
        assert place(nurse) == there
        await nurse.type("/theme")
        assert "light" in nurse.app.theme
        await nurse.press("escape")
        assert place(nurse) == "interview"


async def test_a_copy_is_written_by_its_slash_name(at_work, tmp_path):
    async with at_work() as nurse:
        await decline(nurse)
        await nurse.press("f10", "f10", "enter")
        await nurse.type("/copy text")
        nurse.app.screen.query_one("Input").value = str(tmp_path / "copy.txt")
        await nurse.press("enter")
        assert "Decision: not eligible" in (tmp_path / "copy.txt").read_text("utf-8")
        await nurse.type("/copy word")
        assert "A copy is text, markdown or json." in nurse.shown


async def test_it_is_said_where_a_copy_goes_and_a_command_is_not_taken_for_its_name(
    at_work, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    async with at_work() as nurse:
        await decline(nurse)
        await nurse.press("f10", "f10", "enter")
        await nurse.type("/copy text")
        name = nurse.app.screen.query_one("Input")
        name.value = "/copy"
        await nurse.press("enter")
        assert "/copy is a command, and not taken here. Escape leaves this;" in nurse.shown
        name.value = "s1.txt"
        await nurse.settle()
        assert f"→ {tmp_path / 's1.txt'}" in nurse.shown
        await nurse.press("enter")
        assert f"Written: {tmp_path / 's1.txt'}" in nurse.shown
        await nurse.press("escape")
        assert "Copy written: s1.txt (text)" in nurse.talk
    assert (tmp_path / "s1.txt").exists()


async def test_the_keys_scroll_the_decision(at_work):
    async with at_work(size=(80, 24)) as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("f10")
        shown = nurse.app.screen.query_one(Lines)
        for key, goes in (("end", 1), ("home", -1), ("pagedown", 1), ("pageup", -1), ("down", 1)):
            before = shown.scroll_y
            await nurse.press(key)
            assert (shown.scroll_y - before) * goes > 0, key


async def test_a_terminal_made_smaller_after_the_decision_was_recorded_keeps_the_app(at_work):
    async with at_work(role="investigator") as nurse:
        await nurse.begin()
        await nurse.press("n")
        await nurse.press("enter")
        await nurse.press("f10", "f10", "enter")
        assert len(nurse.state.decisions) == 1
        await nurse.pilot.resize_terminal(80, 24)
        await nurse.settle()
        assert place(nurse) == "decision"
        await nurse.press("escape")
        assert "Recorded: not eligible, by A. Li" in nurse.shown
