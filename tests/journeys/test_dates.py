"""Dates as they are typed in the app: what may be read two ways is picked, what is not exact asked.

It is the same wherever a date is asked for: as an answer, as the day it was observed, as a due
date, as the date of a row.
"""

from decimal import Decimal

import pytest

BOTH = ["1 3 April 2025", "2 4 March 2025"]


async def to_the_glucose(nurse):
    await nurse.begin()
    await nurse.press("y")
    await nurse.type("17 May 1980")
    await nurse.press("2")
    assert nurse.question == "glucose"


async def to_the_walks(nurse):
    await to_the_glucose(nurse)
    await nurse.type("5.2")
    await nurse.type("2026-01-20")
    assert nurse.question == "walks"


# What may be read two ways.


async def test_a_row_s_date_that_may_be_read_two_ways_is_picked_by_its_number(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("3 4 2025", enter=False)
        echoed = "which is the day, and which the month? 3 April 2025 / 4 March 2025"
        assert echoed in nurse.shown
        await nurse.press("enter")
        assert "Which is meant?" in nurse.shown
        assert all(one in nurse.shown for one in BOTH)
        await nurse.type("2")
        assert nurse.state.entering["walks"].row == {"date": "2025-03-04"}
        assert "Metres" in nurse.shown


async def test_escape_types_a_row_s_date_anew_and_nothing_is_recorded(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("3 4 2025")
        await nurse.type("7")
        assert "Type the number of one of these; Escape types it anew." in nurse.shown
        await nurse.press("escape", "escape")
        assert nurse.question == "walks"
        assert nurse.state.entering == {}
        assert "Which is meant?" not in nurse.shown
        assert nurse.interview.exchange.line.value == "3 4 2025"
        assert "which is the day, and which the month?" in nurse.shown
        await nurse.press("end", "backspace")
        await nurse.type("4")
        assert all(one in nurse.shown for one in ("1 3 April 2024", "2 4 March 2024"))


async def test_the_day_of_an_observation_is_picked_by_its_number_or_the_arrows(at_work):
    async with at_work() as nurse:
        await to_the_glucose(nurse)
        await nurse.type("5.2")
        await nurse.type("3/4/2025")
        assert "When was it observed?" in nurse.shown
        assert all(one in nurse.shown for one in BOTH)
        await nurse.press("down", "enter")
        assert nurse.answer("glucose") == {"value": Decimal("5.2"), "observed_on": "2025-04-03"}


async def test_escape_asks_again_when_it_was_observed_and_keeps_the_value(at_work):
    async with at_work() as nurse:
        await to_the_glucose(nurse)
        await nurse.type("5.2")
        await nurse.type("3/4/2025")
        await nurse.press("escape")
        assert "When was it observed?" in nurse.shown
        assert "Understood: 5.2 mmol/L" in nurse.shown
        await nurse.type("2026-01-20")
        assert nurse.answer("glucose") == {"value": Decimal("5.2"), "observed_on": "2026-01-20"}


async def test_a_due_date_is_picked_by_its_number(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.type("3/4")
        assert "Which is meant?" in nurse.shown
        await nurse.type("1")
        assert nurse.answer("consent") == {"missing": "pending", "due": "2026-04-03"}


@pytest.mark.parametrize("to", [to_the_glucose, to_the_walks])
async def test_a_due_date_behind_a_command_is_picked_by_its_number(at_work, to):
    async with at_work() as nurse:
        await to(nurse)
        asked = nurse.question
        await nurse.type("/pending 3/4")
        assert "Which is meant?" in nurse.shown
        await nurse.type("2")
        assert nurse.answer(asked) == {"missing": "pending", "due": "2026-03-04"}


async def to_a_due_date_for_several(nurse, typed):
    await nurse.begin()
    await nurse.press("p")
    await nurse.press("enter")
    await nurse.type(f"/due {typed}")
    await nurse.press("enter")
    await nurse.press("enter")


@pytest.mark.parametrize(
    ("keys", "due"),
    [
        (["1", "enter"], "2026-04-03"),
        (["2", "enter"], "2026-03-04"),
        (["２", "enter"], "2026-03-04"),
        (["down", "enter"], "2026-04-03"),
        (["down", "down", "enter"], "2026-03-04"),
        (["up", "enter"], "2026-03-04"),
    ],
)
async def test_a_due_date_for_several_is_picked_by_its_number_or_the_arrows(at_work, keys, due):
    async with at_work() as nurse:
        await to_a_due_date_for_several(nurse, "3/4")
        assert "Which is meant?" in nurse.shown
        assert "1 `3/4` = 3 April 2026" in nurse.shown
        assert "2 `3/4` = 4 March 2026" in nurse.shown
        await nurse.press(*keys)
        assert nurse.answer("consent") == {"missing": "pending", "due": due}


@pytest.mark.parametrize(
    "typed", ["3", *(pytest.param(one, marks=pytest.mark.slow) for one in ("", "April"))]
)
async def test_what_is_the_number_of_no_due_date_for_several_gives_none(at_work, typed):
    async with at_work() as nurse:
        await to_a_due_date_for_several(nurse, "3/4")
        await nurse.type(typed)
        assert "Type the number of one of these; Escape types it anew." in nurse.shown
        assert nurse.answer("consent") == {"missing": "pending"}


async def test_a_number_says_which_due_date_for_several_it_takes_before_enter(at_work):
    async with at_work() as nurse:
        await to_a_due_date_for_several(nurse, "3/4")
        await nurse.type("2", enter=False)
        assert "→ `3/4` = 4 March 2026" in nurse.shown


async def test_a_due_date_for_several_of_which_one_reading_is_over_is_confirmed(at_work):
    async with at_work() as nurse:
        await to_a_due_date_for_several(nurse, "03/01/2026")
        assert "Taken as: 1 March 2026. Is that right?" in nurse.shown
        assert nurse.answer("consent") == {"missing": "pending"}
        await nurse.press("enter")
        assert nurse.answer("consent") == {"missing": "pending", "due": "2026-03-01"}


async def test_escape_at_the_due_dates_for_several_leads_to_what_was_typed(at_work):
    async with at_work() as nurse:
        await to_a_due_date_for_several(nurse, "3/4")
        assert nurse.answer("consent") == {"missing": "pending"}
        await nurse.press("escape")
        assert "When are they due?" in nurse.shown
        await nurse.press("enter")
        await nurse.type("2")
        assert nurse.answer("consent") == {"missing": "pending", "due": "2026-03-04"}


async def test_enter_behind_a_due_date_typed_too_soon_does_not_say_that_none_is_known(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        now = [5.0]
        nurse.app.monotonic = nurse.interview.exchange.line.guard.clock = lambda: now[0]
        await nurse.type("pending 3/4", enter=False)
        now[0] += 1.5
        await nurse.press("enter")
        assert nurse.answer("consent") is None
        assert "When is it due?" in nurse.shown
        assert "what came right behind it was not taken" in nurse.shown
        now[0] += 1.5
        await nurse.type("3 April")
        assert nurse.answer("consent") == {"missing": "pending", "due": "2026-04-03"}


# What is not exact.


async def test_a_range_is_no_day_of_an_observation_and_the_echo_says_so_before_enter(at_work):
    async with at_work() as nurse:
        await to_the_glucose(nurse)
        await nurse.type("5.2")
        await nurse.type("about a week ago", enter=False)
        told = "a range is not taken here; give the day, the month or the year it was observed"
        assert told in nurse.shown
        assert "Enter asks to confirm" not in nurse.shown
        await nurse.press("enter")
        assert told in nurse.shown
        await nurse.press("ctrl+u")
        await nurse.type("Jan 2026")
        assert nurse.answer("glucose") == {"value": Decimal("5.2"), "observed_on": "2026-01"}


async def test_a_weekday_on_which_it_was_observed_is_confirmed_first(at_work):
    async with at_work() as nurse:
        await to_the_glucose(nurse)
        await nurse.type("5.2")
        await nurse.type("on Thursday")
        assert "Taken as: `on Thursday` = 29 January 2026. Is that right?" in nurse.shown
        assert nurse.answer("glucose") is None
        await nurse.press("enter")
        assert nurse.answer("glucose") == {"value": Decimal("5.2"), "observed_on": "2026-01-29"}


async def test_a_weekday_of_a_row_is_confirmed_first(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("上周五")
        assert "Taken as: `上周五` = 23 January 2026. Is that right?" in nurse.shown
        await nurse.press("enter")
        assert nurse.state.entering["walks"].row == {"date": "2026-01-23"}


@pytest.mark.parametrize(
    "typed",
    [
        "about a week ago",
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("May 2025", "2025")),
    ],
)
async def test_the_echo_says_before_enter_that_a_row_needs_a_full_date(at_work, typed):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type(typed, enter=False)
        assert "a full date is needed; such as 17 May 2019 or 2019-05-17" in nurse.shown
        await nurse.press("enter")
        assert "a full date is needed; such as 17 May 2019 or 2019-05-17" in nurse.shown
        assert nurse.state.entering == {}


async def test_readings_are_said_in_the_language_of_the_app_which_a_question_may_not_have(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("3 4 2025")
        await nurse.type("/language zh")
        assert "步行试验" in nurse.shown
        assert "3 April 2025" in nurse.shown
        await nurse.type("/interface")
        assert "2025年4月3日" in nurse.shown
        await nurse.type("1")
        assert nurse.state.entering["walks"].row == {"date": "2025-04-03"}
