"""A note can be given to whatever it is about: a question, its answer, the screening, no answer."""

import pytest

from tests.journeys.test_series import to_the_walks

pytestmark = pytest.mark.slow


async def test_a_note_goes_to_an_answer_that_was_given_before(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("ctrl+o")
        assert "A note about what?" in nurse.shown
        await nurse.type("signed")
        assert "About: Has the candidate signed? yes" in nurse.shown
        await nurse.type("in the presence of her son")
        assert [(note.question, note.text) for note in nurse.state.notes] == [
            ("consent", "in the presence of her son")
        ]
        assert nurse.question == "born"


async def test_a_note_without_choosing_is_about_the_question_asked_and_then_the_screening(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/note")
        await nurse.press("enter")
        await nurse.type("no form at hand")
        await nurse.press("n")
        await nurse.press("enter")
        assert nurse.question is None
        await nurse.type("/note")
        await nurse.press("enter")
        await nurse.type("came without her son")
        await nurse.type("/note she may come again")
        assert [note.question for note in nurse.state.notes] == ["consent", None, None]


async def test_leaving_the_choice_or_the_line_keeps_no_note(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("ctrl+o", "escape")
        await nurse.press("ctrl+o", "enter", "escape")
        assert nurse.state.notes == ()


async def test_a_note_is_added_while_the_answers_are_checked(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("f8")
        await nurse.press("ctrl+o")
        await nurse.type("signed twice")
        await nurse.press("slash")
        await nurse.type("note")
        await nurse.type("second copy kept")
        options = nurse.app.screen.query_one("#answers")
        assert options.highlighted_option.id == "consent"
        shown = str(options.highlighted_option.prompt)
        assert "note, A. Li, screener, 2026-01-31 09:00: signed twice" in shown
        assert "second copy kept" in shown
        await nurse.press("end", "enter")
        await nurse.type("about everything")
        assert [note.question for note in nurse.state.notes] == ["consent", "consent", None]
        assert "about everything" in str(options.options[-1].prompt)


async def test_a_note_is_added_where_an_answer_is_corrected_and_the_answer_stays(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("f4", "enter")
        await nurse.type("/note the form lies in the safe")
        assert "The note is kept." in nurse.shown
        await nurse.press("escape")
        assert [note.question for note in nurse.state.notes] == ["consent"]
        assert len(nurse.state.answers["consent"].history) == 1
        assert "Note to “Has the candidate signed?”: the form lies in the safe" in nurse.talk


async def test_a_missing_reason_carries_the_note_given_with_it(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("f6")
        await nurse.type("unknown")
        await nurse.type("her passport was lost")
        assert nurse.answer("born") == {"missing": "unknown", "note": "her passport was lost"}
        assert "note: her passport was lost" in nurse.talk


async def test_an_awaited_result_carries_its_note_and_its_due_date(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("f6")
        await nurse.type("awaited")
        await nurse.type("asked her family")
        await nurse.type("2026-02-03")
        assert nurse.answer("born") == {
            "missing": "pending",
            "due": "2026-02-03",
            "note": "asked her family",
        }


@pytest.mark.parametrize("note", ["3/4", "5 Dec", "2026-03-01", "next Monday"])
async def test_a_note_that_looks_like_a_date_stays_a_note_and_the_due_date_is_asked(at_work, note):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("f6")
        await nurse.type("awaited")
        await nurse.type(note)
        assert "When is it due?" in nurse.shown
        await nurse.type("2026-02-03")
        assert nurse.answer("consent") == {"missing": "pending", "due": "2026-02-03", "note": note}


async def test_a_note_of_an_awaited_table_that_looks_like_a_date_stays_a_note(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.press("f6")
        await nurse.type("awaited")
        await nurse.type("3/4")
        assert nurse.answer("walks") is None
        await nurse.press("enter")
        assert nurse.answer("walks") == {"missing": "pending", "note": "3/4"}


async def test_a_note_of_a_correction_that_looks_like_a_date_stays_a_note(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("u")
        await nurse.press("f4", "enter")
        await nurse.press("f6")
        await nurse.type("awaited")
        await nurse.type("5 Dec")
        await nurse.press("enter")
        await nurse.press("enter")
        assert nurse.answer("consent") == {"missing": "pending", "note": "5 Dec"}


async def test_what_follows_a_missing_reason_typed_as_a_command_is_its_note_or_date(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/unknown nobody found the form")
        assert nurse.answer("consent") == {
            "missing": "unknown",
            "note": "nobody found the form",
        }
        await nurse.type("/pending 2026-02-03")
        assert nurse.answer("born") == {"missing": "pending", "due": "2026-02-03"}


async def test_a_missing_reason_is_corrected_with_a_note_too(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("u")
        await nurse.press("f4", "enter")
        await nurse.press("f6")
        await nurse.type("refused")
        await nurse.type("does not want to say")
        await nurse.press("enter")
        assert nurse.answer("consent") == {"missing": "refused", "note": "does not want to say"}
