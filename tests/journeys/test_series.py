"""A series is one answer: entered row by row and field by field, and changed only for a reason."""

import pytest

from screener.record.events import EventKind
from screens.change import Change

#: Walked through key by key: each of these waits for the app for seconds.
pytestmark = pytest.mark.slow

TWO_WALKS = [
    {"date": "2026-01-10", "metres": 250, "helped": False},
    {"date": "2026-01-12", "metres": 260, "helped": True},
]


async def to_the_walks(nurse):
    await nurse.begin()
    await nurse.press("y")
    await nurse.type("1980")
    await nurse.press("2")
    await nurse.type("5.2")
    await nurse.type("2026-01-20")
    assert nurse.question == "walks"


async def row(nurse, day, metres, helped):
    await nurse.type(day)
    await nurse.type(metres)
    await nurse.press(helped)


async def two_walks(nurse):
    await to_the_walks(nurse)
    await row(nurse, "2026-01-10", "250", "n")
    await row(nurse, "2026-01-12", "260", "y")
    assert list(nurse.state.rows("walks")) == TWO_WALKS


async def complete_walks(nurse):
    await two_walks(nurse)
    await nurse.press("enter", "enter")
    assert nurse.answer("walks") == {"value": TWO_WALKS}


async def correct_the_walks(nurse):
    await nurse.press("f4", "enter")
    assert isinstance(nurse.app.screen, Change)


def kinds(nurse):
    return [event.kind for event in nurse.interview.store.events("S-0001")]


# Each field is in the record before the next one is asked.


async def test_a_row_goes_on_at_the_very_field_where_the_app_was_closed(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await row(nurse, "2026-01-10", "250", "n")
        await nurse.type("2026-01-12")
        await nurse.type("260")
    async with at_work(name="B. Wu", number="S-0001") as other:
        assert other.question == "walks"
        assert "With help" in other.shown
        assert "Row 2, begun at 09:00 by A. Li, goes on." in other.shown
        assert "2  2026-01-12 · Metres: 260" in other.shown
        await other.press("y")
        assert list(other.state.rows("walks")) == TWO_WALKS


async def test_that_a_row_goes_on_is_not_told_to_whoever_has_just_begun_it(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("2026-01-10")
        await nurse.type("/note seen")
        assert "Metres" in nurse.shown
        assert "goes on" not in nurse.shown


async def test_escape_and_undo_step_back_by_one_field_and_keep_what_was_entered(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("2026-01-10")
        await nurse.type("250")
        await nurse.press("ctrl+z")
        assert "Enter keeps 250" in nurse.shown
        await nurse.press("escape")
        assert "Date of row 1" in nurse.shown
        await nurse.press("enter", "enter")
        assert "With help" in nurse.shown
        await nurse.press("n")
        assert list(nurse.state.rows("walks")) == TWO_WALKS[:1]


async def test_a_row_that_is_left_stays_readable_and_struck(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("2026-01-10")
        await nurse.type("250")
        await nurse.press("escape", "escape", "escape")
        assert nurse.state.rows("walks") == ()
        assert nurse.state.entering == {}
        assert nurse.question == "walks"
        assert "1  2026-01-10 · Metres: 250 2026-01-31 09:00 [✗ row left, not saved]" in nurse.talk


async def test_what_was_entered_anew_in_a_row_stays_readable(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("2026-01-10")
        await nurse.type("25")
        await nurse.press("escape")
        await nurse.type("250")
        await nurse.press("n")
        assert "1  Metres: 25  [✗ entered anew before the row was saved]" in nurse.talk
        assert list(nurse.state.rows("walks")) == TWO_WALKS[:1]


async def test_undo_after_a_saved_row_goes_back_into_its_last_field(at_work):
    async with at_work() as nurse:
        await two_walks(nurse)
        await nurse.press("ctrl+z")
        assert "row 2 anew" in nurse.shown
        assert "Enter keeps yes" in nurse.shown
        await nurse.press("n")
        assert nurse.state.rows("walks")[1] == {**TWO_WALKS[1], "helped": False}
        assert nurse.answer("glucose") is not None


async def test_removing_a_row_says_which_and_undo_brings_it_back_as_the_last(at_work):
    async with at_work() as nurse:
        await two_walks(nurse)
        await nurse.type("/remove 1")
        assert "Removed: Row 1, 2026-01-10 · Metres: 250 · With help: no" in nurse.shown
        assert list(nurse.state.rows("walks")) == TWO_WALKS[1:]
        await nurse.press("ctrl+z")
        assert "Brought back: Row 2, 2026-01-10 · Metres: 250 · With help: no" in nurse.shown
        assert list(nurse.state.rows("walks")) == TWO_WALKS[::-1]
        assert nurse.answer("glucose") is not None


async def test_undo_after_a_row_was_left_takes_no_other_answer_back(at_work):
    async with at_work() as nurse:
        await two_walks(nurse)
        await nurse.type("2026-01-14")
        await nurse.press("escape", "escape", "ctrl+z")
        assert "Enter the row anew; the record keeps the one that is gone." in nurse.shown
        assert nurse.question == "walks"
        assert nurse.answer("glucose") is not None


async def test_another_command_in_the_middle_of_a_row_loses_nothing(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("2026-01-10")
        await nurse.type("250")
        await nurse.type("/note the corridor was wet")
        assert "With help" in nurse.shown
        await nurse.press("n")
        assert list(nurse.state.rows("walks")) == TWO_WALKS[:1]


async def test_a_row_entered_anew_proposes_what_stands_and_a_dash_empties_a_field(at_work):
    async with at_work() as nurse:
        await two_walks(nurse)
        await nurse.type("/row 1")
        await nurse.press("enter")
        assert "- empties it" in nurse.shown
        await nurse.type("-")
        await nurse.press("enter")
        assert nurse.state.rows("walks")[0] == {"date": "2026-01-10", "helped": False}
        assert nurse.state.rows("walks")[1] == TWO_WALKS[1]


# A complete series changes only for a reason, said first.


@pytest.mark.parametrize("change", ["/remove 1", "/row 1", "2026-01-14"])
async def test_the_reason_comes_first_and_escape_there_leaves_everything_as_it_was(at_work, change):
    async with at_work() as nurse:
        await complete_walks(nurse)
        before = len(kinds(nurse))
        await correct_the_walks(nurse)
        await nurse.type(change)
        assert "Why is the table changed?" in nurse.shown
        await nurse.press("escape", "escape")
        assert nurse.interview is nurse.app.screen
        assert len(kinds(nurse)) == before
        assert nurse.interview.sitting.result.criteria["I3"].status == "pass"


async def test_the_reason_is_asked_once_and_kept_with_the_corrected_table(at_work):
    async with at_work() as nurse:
        await complete_walks(nurse)
        await correct_the_walks(nurse)
        await nurse.type("/remove 2")
        await nurse.type("another candidate's")
        assert "The table is open again (another candidate's)." in nurse.shown
        assert "Nothing is decided from it until it is complete" in nurse.shown
        assert nurse.interview.sitting.result.criteria["I3"].status == "open"
        await nurse.press("enter", "enter")
        assert nurse.answer("walks") == {"value": TWO_WALKS[:1]}
        assert nurse.state.current("walks").reason == "another candidate's"
        assert kinds(nurse)[-3:] == [
            EventKind.SERIES_REOPENED,
            EventKind.ROW_REMOVED,
            EventKind.SERIES_COMPLETED,
        ]


async def test_what_a_corrected_table_changes_is_told_against_the_table_before_it(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await row(nurse, "2026-01-10", "50", "n")
        await nurse.press("enter")
        assert "… open → ✗ fails  I3" in nurse.shown
        await nurse.press("enter")
        await correct_the_walks(nurse)
        await nurse.type("/row 1")
        await nurse.type("misread")
        await nurse.press("enter")
        await nurse.type("-")
        await nurse.press("n")
        await nurse.press("enter")
        assert "✗ fails → … open  I3" in nurse.shown
        await nurse.press("escape")
        await nurse.type("/row 1")
        await nurse.press("enter")
        await nurse.type("60")
        await nurse.press("n")
        await nurse.press("enter")
        assert "No criterion changes." in nurse.shown


async def test_a_table_that_fails_a_criterion_is_asked_whether_it_shall_count(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await row(nurse, "2026-01-10", "50", "n")
        await nurse.press("enter")
        assert "Is this 1 row all there is? This fails a criterion. Shall it count?" in nurse.shown
        assert "Escape goes back to it, which the record keeps" in nurse.shown
        await nurse.press("escape")
        assert kinds(nurse)[-1] is EventKind.ENTRY_TAKEN_BACK
        await row(nurse, "2026-01-12", "260", "y")
        await nurse.press("enter")
        assert "fails a criterion" not in nurse.shown
        assert "Enter says that the table is complete; Escape goes back to it" in nurse.shown
        assert "which the record keeps" not in nurse.shown


async def test_of_a_table_that_is_open_again_it_is_not_said_that_it_is_complete(at_work):
    async with at_work() as nurse:
        await complete_walks(nurse)
        await correct_the_walks(nurse)
        assert "So far: 2 rows, complete (A. Li" in nurse.shown
        await nurse.type("/remove 1")
        await nurse.type("misread")
        await nurse.press("escape")
        assert "So far: 2 rows, complete until the table was opened again (A. Li" in nurse.shown
        assert "The changed table is not complete." in nurse.shown


async def test_a_row_added_later_is_a_correction(at_work):
    async with at_work() as nurse:
        await complete_walks(nurse)
        await correct_the_walks(nurse)
        await nurse.type("2026-01-30")
        await nurse.type("one was forgotten")
        await nurse.type("300")
        await nurse.press("n")
        await nurse.press("enter", "enter")
        acts = [str(entry.act) for entry in nurse.state.answers["walks"].history]
        assert acts == ["answer", "correction"]


@pytest.mark.parametrize("keys", [("1", "enter"), ("down", "enter")])
async def test_a_changed_table_is_put_back_as_it_was(at_work, keys):
    async with at_work() as nurse:
        await complete_walks(nurse)
        await correct_the_walks(nurse)
        await nurse.type("/remove 1")
        await nurse.type("misread")
        await nurse.press("escape")
        assert "What becomes of it?" in nurse.shown
        await nurse.press(*keys)
        assert nurse.interview is nurse.app.screen
        assert nurse.answer("walks") == {"value": TWO_WALKS}
        assert nurse.state.rows("walks") == tuple(TWO_WALKS)
        assert nurse.interview.sitting.result.criteria["I3"].status == "pass"
        assert "row 1 removed" in nurse.talk
        assert "The table is put back as it was, complete." in nurse.talk


async def test_a_changed_table_is_left_open_for_later_and_comes_again_at_the_end(at_work):
    async with at_work() as nurse:
        await complete_walks(nurse)
        await correct_the_walks(nurse)
        await nurse.type("/remove 1")
        await nurse.type("misread")
        await nurse.press("escape")
        await nurse.press("2", "enter")
        assert nurse.question == "remark"
        await nurse.type("all well")
        assert nurse.question == "walks"
        assert "The table is open again (misread)." in nurse.shown


async def test_a_table_that_was_opened_and_not_changed_is_put_back_without_a_question(at_work):
    async with at_work() as nurse:
        await complete_walks(nurse)
        await correct_the_walks(nurse)
        await nurse.type("/row 1")
        await nurse.type("misread")
        await nurse.press("escape", "escape")
        assert nurse.interview is nurse.app.screen
        assert nurse.answer("walks") == {"value": TWO_WALKS}
        assert nurse.state.reopened == {}


async def test_awaiting_more_of_a_complete_table_asks_its_reason_first(at_work):
    async with at_work() as nurse:
        await complete_walks(nurse)
        await correct_the_walks(nurse)
        await nurse.press("f6")
        await nurse.type("awaited")
        await nurse.press("enter")
        assert "Why is the table changed?" in nurse.shown
        assert nurse.answer("walks") == {"value": TWO_WALKS}
        await nurse.type("one more is to come")
        await nurse.type("2026-02-10")
        assert nurse.answer("walks") == {"missing": "pending", "due": "2026-02-10"}
        assert nurse.state.current("walks").reason == "one more is to come"
        assert nurse.state.rows("walks") == tuple(TWO_WALKS)


async def test_an_awaited_table_is_filled_in_without_a_reason(at_work):
    async with at_work() as nurse:
        await two_walks(nurse)
        await nurse.type("/pending 2026-02-10")
        assert nurse.answer("walks") == {"missing": "pending", "due": "2026-02-10"}
        await correct_the_walks(nurse)
        await row(nurse, "2026-01-30", "270", "n")
        await nurse.press("enter", "enter")
        assert len(nurse.answer("walks")["value"]) == 3
        assert str(nurse.state.current("walks").act) == "fill_in"


# The table.


async def test_a_second_row_of_a_date_is_asked_about(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await row(nurse, "2026-01-10", "250", "n")
        await nurse.type("10 Jan 2026")
        assert "There is a row of this date already. Is it another examination?" in nurse.shown
        await nurse.press("escape")
        assert nurse.state.entering == {}
        await nurse.type("2026-01-10")
        await nurse.press("enter")
        await nurse.type("250")
        await nurse.press("n")
        assert "There is a row that says the very same." in nurse.shown
        await nurse.press("escape")
        await nurse.press("y")
        assert [saved["helped"] for saved in nurse.state.rows("walks")] == [False, True]


async def test_an_identical_row_is_saved_only_once_it_is_said_to_be_another(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await row(nurse, "2026-01-10", "250", "n")
        await nurse.type("2026-01-10")
        await nurse.press("enter")
        await nurse.type("250")
        await nurse.press("n")
        assert len(nurse.state.rows("walks")) == 1
        await nurse.press("enter")
        assert list(nurse.state.rows("walks")) == [TWO_WALKS[0], TWO_WALKS[0]]


async def test_rows_have_one_number_and_one_form_wherever_they_are_shown(at_work):
    async with at_work(size=(80, 24)) as nurse:
        await to_the_walks(nurse)
        await row(nurse, "2026-01-12", "260", "y")
        await nurse.type("2026-01-10")
        await nurse.press("enter")
        await nurse.press("n")
        saved = ["1  2026-01-12 · Metres: 260 · With help: yes"]
        saved += ["2  2026-01-10 · Metres: – · With help: no"]
        told = ["   Date        Metres  With help"]
        told += ["1  2026-01-12  260     yes", "2  2026-01-10  –       no"]
        assert "\n".join(told) in nurse.shown
        assert all(line in nurse.talk for line in saved)
        await nurse.press("enter", "enter")
        assert "\n".join(told) in nurse.talk
        await nurse.press("f8")
        checked = "\n".join(
            str(option.prompt) for option in nurse.app.screen.query_one("#answers").options
        )
        assert all(line in checked for line in told)


@pytest.mark.slow
async def test_all_rows_of_a_long_table_can_be_scrolled_to_and_the_last_are_seen_first(at_work):
    async with at_work(size=(80, 24)) as nurse:
        await to_the_walks(nurse)
        for day in range(1, 15):
            await row(nurse, f"2026-01-{day:02}", "250", "n")
        table = nurse.app.screen.query_one(".table")
        assert table.max_scroll_y > 0
        assert table.scroll_y == table.max_scroll_y
        heads = nurse.app.screen.query_one(".heads")
        assert heads.display
        assert heads.region.bottom == table.region.y
        await nurse.press(*["up"] * 20)
        assert table.scroll_y == 0
        assert "14 rows saved" in nurse.shown


async def test_where_the_answers_come_from_stands_above_the_table_and_each_of_its_rows(at_work):
    async with at_work(size=(80, 24)) as nurse:
        await to_the_walks(nurse)
        await nurse.press("f7")
        await nurse.type("laboratory")
        await nurse.type("LAB-77")
        said = "from a laboratory report, LAB-77 (F7)"
        assert f"Second · {said}" in nurse.shown
        await nurse.type("2026-01-10")
        assert f"Walking tests · row 1, 2026-01-10 · {said}" in nurse.shown
        await nurse.type("250")
        await nurse.press("n", "enter", "enter")
        assert nurse.answer("walks")["source"]["reference"] == "LAB-77"
        await correct_the_walks(nurse)
        assert f"Second · {said}" in nurse.shown
