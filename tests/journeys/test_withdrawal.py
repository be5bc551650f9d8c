"""The candidate withdraws: recorded once that was confirmed, and corrected where it was a slip."""

import json

from screener.record.events import EventKind


async def withdraw(nurse, reason=""):
    await nurse.type("/withdraw")
    if reason:
        await nurse.type("another reason")
    await nurse.type(reason)
    await nurse.press("enter")


async def test_one_enter_too_many_records_no_withdrawal(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/withdraw")
        await nurse.press("enter")
        said = "Record that the candidate withdraws, with the reason “no reason given”?"
        assert said in nurse.shown
        await nurse.press("escape")
        assert nurse.state.withdrawn is None
        assert nurse.question == "consent"


async def test_a_withdrawal_recorded_by_mistake_is_corrected_and_stays_in_the_record(
    at_work, tmp_path
):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await withdraw(nurse, "of the other candidate")
        assert "/resume corrects a withdrawal recorded by mistake." in nurse.shown
        await nurse.type("/resume")
        await nurse.press("enter")
        assert "Nothing was entered." in nurse.shown
        await nurse.type("typed into the wrong screening")
        assert nurse.state.withdrawn is None
        assert nurse.question == "born"
        assert nurse.answer("consent") == {"value": True}
        last = nurse.app.store.events("S-0001")[-1]
        assert last.kind is EventKind.WITHDRAWAL_CORRECTED
        assert last.body == {"reason": "typed into the wrong screening"}
        told = ("of the other candidate", "typed into the wrong screening")
        assert all(one in nurse.talk for one in told)
        await nurse.press("f8")
        answers = nurse.app.screen.query_one("#answers").options
        assert all(one in str(answers[-1].prompt) for one in told)
        await nurse.press("escape", "f10")
        assert all(one in nurse.shown for one in told)
        await nurse.press("f10", "enter")
        for format in ("text", "json"):
            copy = nurse.interview.sitting.copy(format)
            assert all(one in copy for one in told)
        mistaken = json.loads(copy)["mistaken_withdrawals"]
        assert [one["corrected"]["by"] for one in mistaken] == ["A. Li"]
        assert json.loads(copy)["withdrawn"] is None


async def test_other_marks_another_reason_and_the_reason_is_confirmed_by_name(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/withdraw")
        await nurse.type("other")
        assert "Which reason is it?" in nurse.shown
        await nurse.type("too far")
        assert "with the reason “another reason; too far”?" in nurse.shown


async def test_a_command_is_never_taken_for_the_reason_that_is_asked_for(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await withdraw(nurse)
        await nurse.type("/resume")
        await nurse.type("/resume")
        assert "/resume is a command, and not taken here. Escape leaves this;" in nurse.shown
        assert nurse.state.withdrawn is not None
        await nurse.press("escape")
        await nurse.type("/note")
        await nurse.press("enter")
        await nurse.type("/Stop now")
        assert "/stop is a command, and not taken here. Escape leaves this;" in nurse.shown
        assert nurse.state.notes == ()


async def test_a_correction_of_a_withdrawal_voids_the_decision_recorded_on_it(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await withdraw(nurse)
        await nurse.press("f10", "f10", "enter", "escape")
        assert len(nurse.state.decisions) == 1
        await nurse.type("/resume wrong screening")
        await nurse.press("f10")
        assert "a withdrawal recorded by mistake was corrected after that" in nurse.shown


async def test_a_stop_stands_where_the_withdrawal_after_it_was_a_mistake(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/stop fire alarm")
        await withdraw(nurse)
        await nurse.type("/resume wrong screening")
        assert nurse.state.stopped is not None
        await nurse.type("/resume")
        assert nurse.question == "consent"


async def test_what_has_ended_is_not_asked_its_reason_again(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await withdraw(nurse)
        await nurse.type("/stop")
        assert nurse.interview is nurse.app.screen
        assert "The interview has ended already." in nurse.shown
        await nurse.type("/withdraw")
        assert nurse.interview is nurse.app.screen
        assert "The candidate has withdrawn already." in nurse.shown
