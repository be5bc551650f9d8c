"""What time alone does to a screening is said, and never passes for what somebody answered."""

from datetime import timedelta

import pytest

from tests.journeys.test_rescreening import read, rows

#: Walked through key by key: each of these waits for the app for seconds.
pytestmark = pytest.mark.slow


async def until_walks(nurse):
    """Answer up to the walking tests; the glucose counts until 2026-02-17."""
    await nurse.begin()
    await nurse.press("y")
    await nurse.type("17 May 1980")
    await nurse.press("2")
    await nurse.type("5.2")
    await nurse.type("2026-01-20")


async def test_a_result_that_became_too_old_is_told_with_its_day_when_the_screening_is_resumed(
    at_work, clock
):
    async with at_work() as nurse:
        await until_walks(nurse)
        assert "too old" not in nurse.talk.casefold()
    clock.advance(timedelta(days=28))
    async with at_work(number="S-0001") as nurse:
        assert "Too old since the last time, to be asked again:" in nurse.talk
        assert (
            "· Fasting glucose observed on 20 January 2026, counted until 17 February 2026"
            in nurse.talk
        )
    async with at_work(number="S-0001") as nurse:
        assert "Too old since the last time" not in nurse.talk
        assert "[too old now, to be asked again]" in nurse.talk


async def test_a_question_asked_again_shows_the_earlier_answer_and_how_long_it_counted(
    at_work, clock
):
    async with at_work() as nurse:
        await until_walks(nurse)
    clock.advance(timedelta(days=28))
    async with at_work(number="S-0001") as nurse:
        assert nurse.question == "glucose"
        assert "Earlier answer: 5.2 mmol/L; observed on 20 January 2026" in nurse.shown
        assert "It counts for 28 days, until 17 February 2026: too old now" in nurse.shown
        await nurse.type("5.4")
        assert "Earlier answer" not in nurse.shown
        await nurse.type("2026-02-27")
        assert nurse.state.current("glucose").act.value == "newer"
        assert "a newer observation" in nurse.talk


@pytest.mark.parametrize("reason", ["unknown", "not done", "awaited", "refused"])
async def test_no_answer_to_a_question_asked_again_is_not_called_a_newer_observation(
    at_work, clock, reason
):
    async with at_work() as nurse:
        await until_walks(nurse)
    clock.advance(timedelta(days=28))
    async with at_work(number="S-0001") as nurse:
        await nurse.press("f6")
        await nurse.type(reason)
        await nurse.press("enter")
        if reason == "awaited":
            await nurse.press("enter")
        assert nurse.answer("glucose")["missing"]
        assert "asked again, the earlier result was too old" in nurse.talk
        assert "[had become too old, and was asked again]" in nurse.talk
        assert "newer observation" not in nurse.talk


async def test_an_awaited_result_that_is_overdue_is_told_when_the_screening_is_resumed(
    at_work, clock
):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.type("2026-02-03")
    clock.advance(timedelta(days=3))
    async with at_work(number="S-0001") as nurse:
        assert "overdue" not in nurse.talk
    clock.advance(timedelta(days=1))
    async with at_work(number="S-0001") as nurse:
        assert "Awaited, and overdue:" in nurse.talk
        assert "· Has the candidate signed? awaited, due 3 February 2026" in nurse.talk
        assert "F4 enters what has come, or another date." in nurse.talk
        assert "[overdue]" in nurse.talk
        await nurse.press("f8")
        options = nurse.app.screen.query_one("#answers").options
        assert any("\n     overdue" in str(option.prompt) for option in options)


async def test_what_is_overdue_comes_first_where_an_earlier_answer_is_chosen(at_work, clock):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.type("2026-02-03")
        await nurse.type("17 May 1980")
    clock.advance(timedelta(days=7))
    async with at_work(number="S-0001") as nurse:
        await nurse.press("f4")
        first, second = (str(o.prompt) for o in nurse.app.screen.query_one("OptionList").options)
        assert "Has the candidate signed?  awaited, due 3 February 2026 (overdue)" in first
        assert "When was the candidate born?  17 May 1980" in second
        await nurse.press("enter")
        await nurse.press("y")
        await nurse.press("enter")
        assert nurse.answer("consent") == {"value": True}


async def test_what_time_has_done_stays_told_where_the_language_is_switched(at_work, clock):
    async with at_work() as nurse:
        await until_walks(nurse)
    clock.advance(timedelta(days=28))
    async with at_work(number="S-0001") as nurse:
        await nurse.type("/interface")
        await nurse.type("/interface")
        assert nurse.talk.count("Too old since the last time, to be asked again:") == 1
        assert nurse.talk.count("the date alone has changed") == 1


async def test_no_answer_where_a_result_is_corrected_is_not_asked_to_be_a_newer_observation(
    at_work, clock
):
    async with at_work() as nurse:
        await until_walks(nurse)
        await nurse.press("f4")
        await nurse.type("glucose")
        await nurse.press("f6")
        await nurse.type("not done")
        await nurse.press("enter")
        assert "Shall it count?" in nurse.shown
        await nurse.press("enter")
        await nurse.type("another candidate's report")
        assert nurse.state.current("glucose").act.value == "correction"
        await nurse.press("f4")
        await nurse.type("glucose")
        await nurse.type("5.2")
        await nurse.type("2026-01-20")
        await nurse.press("enter")
    clock.advance(timedelta(days=28))
    async with at_work(number="S-0001") as nurse:
        await nurse.press("f4")
        await nurse.type("glucose")
        await nurse.press("f6")
        await nurse.type("not done")
        await nurse.press("enter")
        await nurse.press("enter")
        assert nurse.answer("glucose") == {"missing": "not_done"}
        assert "asked again, the earlier result was too old" in nurse.talk


@pytest.mark.parametrize(("choice", "act"), [("2", "newer"), ("1", "correction")])
async def test_another_result_of_the_same_day_may_be_newer_or_a_correction(
    at_work, clock, choice, act
):
    async with at_work() as nurse:
        await until_walks(nurse)
    clock.advance(timedelta(days=28))
    async with at_work(number="S-0001") as nurse:
        await nurse.type("5.4")
        await nurse.type("2026-01-20")
        assert "What is it beside the earlier answer?" in nurse.shown
        assert "Understood: 5.4 mmol/L; observed on 20 January 2026" in nurse.shown
        await nurse.type(choice)
        if act == "correction":
            assert "Why is the earlier answer corrected?" in nurse.shown
            assert "only be a correction" not in nurse.shown
            await nurse.type("misread")
        assert nurse.state.current("glucose").act.value == act
        assert nurse.state.current("glucose").reason == (None if act == "newer" else "misread")


async def test_the_very_result_that_is_too_old_is_refused_where_its_day_is_entered(at_work, clock):
    async with at_work() as nurse:
        await until_walks(nurse)
    clock.advance(timedelta(days=28))
    async with at_work(number="S-0001") as nurse:
        await nurse.type("5.2")
        await nurse.type("2026-01-20")
        assert "This is the answer already. Give another day" in nurse.shown
        assert "When was it observed?" in nurse.shown
        await nurse.press("ctrl+u")
        await nurse.type("2026-02-20")
        assert nurse.state.current("glucose").act.value == "newer"


async def test_a_result_of_an_earlier_day_is_said_to_be_a_correction_and_why(at_work, clock):
    why = "The earlier answer is of 20 January 2026; what is of a day before that is not newer."
    async with at_work() as nurse:
        await until_walks(nurse)
    clock.advance(timedelta(days=28))
    async with at_work(number="S-0001") as nurse:
        await nurse.type("5.4")
        await nurse.type("2026-01-19")
        assert "Understood: 5.4 mmol/L; observed on 19 January 2026" in nurse.shown
        assert f"{why} So it can only be a correction." in nurse.shown
        assert "Why is the earlier answer corrected?" in nurse.shown
        await nurse.type("another candidate's report")
        assert nurse.state.current("glucose").act.value == "correction"


async def test_what_fails_a_criterion_is_shown_with_the_day_of_its_sample(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("2")
        await nurse.type("9.2")
        await nurse.type("2026-01-20")
        assert "This fails a criterion. Shall it count?" in nurse.shown
        assert "Understood: 9.2 mmol/L; observed on 20 January 2026" in nurse.shown
        await nurse.type("/language")
        (understood,) = [line for line in nurse.shown.splitlines() if "9.2 mmol/L" in line]
        assert understood.count("2026") == 1, "in another language its day is said once too"


async def test_a_decision_that_time_has_changed_stays_in_the_list_and_is_doubted_at_an_enrolment(
    at_work, clock
):
    async with at_work(role="investigator", size=(80, 24)) as doctor:
        await doctor.begin()
        await doctor.answer_all()
        await doctor.press("y")
        await doctor.press("f10", "f10", "enter", "escape")
        await doctor.type("/list")
        assert "✓ eligible" in rows(doctor)[0]
        assert "outdated" not in rows(doctor)[0]
    clock.advance(timedelta(days=60))
    async with at_work(role="investigator", size=(80, 24)) as doctor:
        assert "✓ eligible" in rows(doctor)[0]
        assert "outdated" in rows(doctor)[0]
        await doctor.type("S-0001")
        await doctor.type("/outcome")
        told = " ".join(doctor.shown.split())
        assert "the recorded decision does not hold any more: time has changed it." in told
        assert "It would be: cannot be determined yet." in told
        await doctor.press("enter", "enter")  # enrolled, today
        await doctor.type("/list")
        assert "✓ enrolled" in rows(doctor)[0]
        assert "outdated" not in rows(doctor)[0]


async def test_the_list_and_the_decision_say_until_when_results_count(at_work, clock):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
        await nurse.press("f10")
        said = (
            "The results that count now all do so until 17 February 2026,"
            " when “Fasting glucose” is 28 days old."
        )
        assert said in read(nurse).split("\n")
        await nurse.press("escape")
        await nurse.type("/list")
        assert "until 17 Feb" in rows(nurse)[0]
    clock.advance(timedelta(days=20))
    async with at_work() as nurse:
        assert "1 result too old" in rows(nurse)[0]
