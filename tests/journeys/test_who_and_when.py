"""An investigator reads who answered what, when, and what became of it, in words alone."""

from datetime import timedelta

import pytest

from screener.interview.sitting import Given, Sitting
from screener.protocol.roles import Role
from screener.record.events import Person

pytestmark = pytest.mark.slow


def speakers(person):
    return [m.text for m in person.interview.transcript.messages if m.speaker == "sitting"]


def checked(person):
    return [str(o.prompt) for o in person.app.screen.query_one("#answers").options]


async def test_one_sitting_names_who_sits_there_once(at_work, clock):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        clock.advance(timedelta(minutes=5))
        await nurse.type("17 May 1980")
        assert speakers(nurse) == ["— A. Li, screener, 2026-01-31 09:00 —"]


async def test_another_person_and_another_day_are_named(at_work, clock):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        clock.advance(timedelta(days=1))
        await nurse.type("17 May 1980")
    async with at_work(number="S-0001"):
        pass
    clock.advance(timedelta(hours=1))
    async with at_work(role="investigator", name="Dr. Wang", number="S-0001") as investigator:
        assert speakers(investigator) == [
            "— A. Li, screener, 2026-01-31 09:00 —",
            "— A. Li, screener, 2026-02-01 09:00 —",
            "— Dr. Wang, investigator, 2026-02-01 10:00 —",
        ]


async def test_checking_shows_under_each_answer_who_when_and_what_was_typed(at_work):
    """record 9"""
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/source")
        await nurse.type("examination")
        await nurse.press("y")
        await nurse.type("may 1980")
        await nurse.press("f8")
        shown = checked(nurse)
        assert shown[1] == (
            "Has the candidate signed?\n   yes; from an examination\n"
            "     A. Li, screener, 2026-01-31 09:00"
        )
        assert "A. Li, screener, 2026-01-31 09:00 · typed: may 1980" in shown[2]


async def test_checking_shows_the_whole_history_in_order_each_with_who_when_and_why(at_work, clock):
    """record 2, record 7"""
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("n")
        await nurse.press("escape")
        clock.advance(timedelta(minutes=1))
        await nurse.press("y")
        clock.advance(timedelta(minutes=1))
        await nurse.press("ctrl+z")
        clock.advance(timedelta(minutes=1))
        await nurse.press("u")
        clock.advance(timedelta(minutes=1))
        await nurse.press("f4", "enter")
        await nurse.press("y")
        await nurse.press("enter")
    clock.advance(timedelta(days=1))
    async with at_work(role="investigator", name="Dr. Wang", number="S-0001") as investigator:
        await investigator.press("f4", "enter")
        await investigator.press("n")
        await investigator.press("enter")
        await investigator.type("another candidate's form")
        await investigator.press("f8")
        assert checked(investigator)[1].split("\n") == [
            "Has the candidate signed?",
            "   no",
            "     Dr. Wang, investigator, 2026-02-01 09:04 · correction: another candidate's form",
            "   Before:",
            "   no",
            "     A. Li, screener, 2026-01-31 09:00",
            "     ✗ entered and taken back, not counted",
            "   yes",
            "     A. Li, screener, 2026-01-31 09:01",
            "     ✗ taken back at once",
            "   unknown",
            "     A. Li, screener, 2026-01-31 09:03",
            "     filled in later",
            "   yes",
            "     A. Li, screener, 2026-01-31 09:04",
            "     ✗ corrected: another candidate's form",
        ]


async def test_checking_shows_what_was_taken_back_where_nothing_counts_now(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("n")
        await nurse.press("escape")
        await nurse.press("f8")
        assert "no answer now" in checked(nurse)[1]
        assert "✗ entered and taken back, not counted" in checked(nurse)[1]
        await nurse.press("enter")
        assert "Answer a question" in nurse.shown
        await nurse.press("y")
        assert nurse.answer("consent") == {"value": True}


async def test_the_correction_panel_says_who_gave_the_answer_and_when(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("f4", "enter")
        assert "So far: yes (A. Li, screener, 2026-01-31 09:00)" in nurse.shown


async def test_the_keys_that_work_stand_at_the_foot_of_checking_and_of_correcting(at_work):
    async with at_work(size=(80, 24)) as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("f8")
        keys = " Enter Change  Esc Back  F1 Help  ^O Note  ^P Commands "
        assert nurse.app.screen.query_one("KeyBar").shown == keys
        await nurse.press("enter")
        keys = " Enter Take it  Esc Back  F1 Help  F2 Why  F6 No answer  ^O Note  ^P Commands "
        assert nurse.app.screen.query_one("KeyBar").shown == keys


async def test_a_refusal_is_gone_once_its_entry_is_left(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("u")
        await nurse.press("f4", "enter")
        await nurse.press("u")
        assert "This is the answer already." in nurse.shown
        await nurse.press("escape")
        assert "This is the answer already." not in nurse.shown


async def test_what_was_said_of_a_line_is_gone_with_the_line(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/nosuch")
        assert "There is no command" in nurse.shown
        await nurse.press("escape")
        assert "There is no command" not in nurse.shown
        await nurse.press("n")
        await nurse.press("enter")
        await nurse.type("hello")
        assert "nothing was recorded" in nurse.shown
        await nurse.press("escape")
        assert "nothing was recorded" not in nurse.shown


async def test_questions_are_said_to_be_held_when_the_first_is_passed_over_and_never_again(
    at_work, rules_file
):
    rules = rules_file.read_text("utf-8")
    start, end = rules.index("  suitable:\n"), rules.index("inclusion:")
    held = rules[start:end].replace("second", "first")
    at = rules.index("  sex:\n")
    rules_file.write_text(rules[:at] + held + rules[at:start] + rules[end:], "utf-8")
    said = "Questions for the investigator are passed over here and held for that role."
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        assert said not in nurse.talk
        await nurse.type("1980")
        assert nurse.talk.count(said) == 1
        await nurse.press("2")
        assert nurse.talk.count(said) == 1
    async with at_work(number="S-0001") as nurse:
        assert said not in nurse.talk


async def test_going_on_after_a_failure_says_only_what_fails_anew(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("n")
        await nurse.press("enter")
        await nurse.press("f9")
        await nurse.type("17 May 1950")
        await nurse.press("enter")
        await nurse.press("2")
        assert nurse.talk.count("As answered: not eligible.") == 1
        assert nurse.talk.count("I1  Written consent") == 1
        assert nurse.talk.count("This fails as well: I2  Age of 20 to 65 years") == 1


async def test_opening_again_what_has_ended_says_it_once_and_not_in_the_conversation(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("n")
        await nurse.press("enter")
        assert nurse.shown.count("not eligible") == 1
    async with at_work(number="S-0001") as nurse:
        assert "As answered" not in nurse.talk
        assert "Decided: not eligible." in nurse.shown


async def test_that_someone_else_opens_the_screening_hinders_nobody(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        other = Person("B. Wu", Role.SCREENER)
        Sitting.open(nurse.app.store, "S-0001", other, "en")
        await nurse.press("y")
        assert "was changed by" not in nurse.shown
        assert nurse.answer("consent")["value"] is True
        assert nurse.question == "born"


async def test_an_answer_that_someone_else_gave_first_is_named_with_the_sites_time(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        sitting = Sitting.open(nurse.app.store, "S-0001", Person("B. Wu", Role.SCREENER), "en")
        sitting.give("consent", Given({"value": False}))
        await nurse.press("y")
        told = nurse.app.store.time_zone
        at = f"{nurse.clock.moment.astimezone(told):%Y-%m-%d %H:%M}"
        assert f"was changed by B. Wu at {at}, after it was read here" in nurse.shown
        assert "answered “Has the candidate signed?”" in nurse.shown
        assert nurse.answer("consent")["value"] is False
