"""What a screening has come to, as the conversation tells it: at a failure and at its end."""

from datetime import timedelta

import pytest

from screener.interview.sitting import Given
from tests.journeys.conftest import RULES
from tests.journeys.test_decision import decline, lines, record, text

#: Everything but the consent waits for the consent.
GATED = RULES.replace(
    "  - {id: second, title: {en: Second, zh: 第二部分}}\n",
    "  - {id: second, title: {en: Second, zh: 第二部分}, after: {consent: yes}}\n",
)
for ask in ("When was", "Sex"):
    GATED = GATED.replace(
        f"section: first\n    ask: {{en: {ask}", f"section: second\n    ask: {{en: {ask}"
    )


@pytest.fixture
def gated(tmp_path):
    path = tmp_path / "gated.yaml"
    path.write_text(GATED, encoding="utf-8")
    return path


# A declined consent.


async def test_where_going_on_could_ask_nothing_it_is_neither_offered_nor_taken(at_work, gated):
    async with at_work(rules=gated) as nurse:
        await decline(nurse)
        assert "✗ I1  Written consent" in nurse.shown
        assert "Nothing more is asked: the other questions all wait for" in nurse.shown
        assert "“Has the candidate signed?”" in nurse.shown
        assert "F9" not in nurse.shown
        version = nurse.state.version
        await nurse.press("f9")
        assert nurse.state.version == version
        assert nurse.shown.count("Nothing more is asked") == 2


async def test_a_declined_consent_lists_nothing_as_missing(at_work, gated):
    async with at_work(rules=gated) as nurse:
        await decline(nurse)
        await nurse.press("f10")
        assert lines(nurse)[0] == "✗ not eligible"
        assert lines(nurse)[1] == "✗ fails  I1"
        assert "The interview ended before 5 other criteria were assessed." in lines(nurse)
        assert "not answered yet" not in text(nurse)


async def test_a_consent_taken_away_after_going_on_leaves_nothing_missing_either(at_work, gated):
    async with at_work(rules=gated) as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("2015")
        await nurse.press("enter")
        await nurse.press("f9")
        declined = Given({"value": False}, "n", "en")
        nurse.interview.sitting.give("consent", declined, reason="misread")
        nurse.interview.catch_up()
        await nurse.press("f10")
        assert "not answered yet" not in text(nurse)
        assert "– not assessed  E1" in lines(nurse)


async def test_where_something_can_still_be_asked_going_on_is_offered_and_taken(at_work):
    async with at_work() as nurse:
        await decline(nurse)
        assert "F9 goes on" in nurse.shown
        await nurse.press("f9")
        assert nurse.question == "born"


async def test_at_a_failed_criterion_one_key_stops_or_goes_on_and_it_is_asked_once(at_work):
    asked = "Decided: not eligible. 5 other criteria are not assessed. Stop here, or go on?"
    async with at_work() as nurse:
        await decline(nurse)
        assert asked in nurse.shown
        assert "1 stop here" in nurse.shown
        await nurse.press("enter", "3")
        assert nurse.state.ended_at_failure is None
        await nurse.press("escape", "backspace")
        await nurse.type("/list")
        await nurse.press("enter")
        assert asked in nurse.shown
        await nurse.press("1")
        ended = nurse.state.ended_at_failure
        assert ended is not None
        assert ended.failed == ("I1",)
        assert "Ended here by A. Li, screener, 2026-01-31 09:00." in nurse.shown
        assert asked not in nurse.shown
        await nurse.type("/list")
        await nurse.press("enter")
        assert asked not in nurse.shown
        await nurse.press("f9")
        assert (nurse.question, nurse.state.ended_at_failure) == ("born", None)
        await nurse.type("/end")
        assert nurse.question is None
        assert "Ended here by A. Li" in nurse.shown


# The end of the interview.


async def test_the_end_says_what_is_awaited_unknown_and_overdue_by_who_can_supply_it(
    at_work, clock
):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("1")
        await nurse.type("/unknown")
        await nurse.type("/pending")
        await nurse.type("2026-02-03")
        await nurse.type("/notdone")
        await nurse.type("/refused")
        assert nurse.question is None
        awaited = "· Pregnancy test (awaited, due 3 February 2026; E2)"
        assert f"From the screener:\n{awaited}" in nurse.shown
        assert "· Fasting glucose (unknown; E1)" in nurse.shown
        assert "· A remark (refused; for the record)" in nurse.shown
        assert "From the investigator:\n· Is the candidate suitable?" in nurse.shown
        await nurse.press("f10")
        at = lines(nurse).index("What is missing for the record alone")
        assert lines(nurse)[at + 1] == "    · A remark  refused · screener"
    clock.advance(timedelta(days=5))
    async with at_work(number="S-0001") as nurse:
        assert "· Pregnancy test (awaited, due 3 February 2026: overdue; E2)" in nurse.shown


async def test_an_answer_that_leaves_a_criterion_open_says_so_at_the_end_and_leads_to_it(at_work):
    async with at_work(role="investigator", name="Dr. Wang") as investigator:
        await investigator.begin()
        await investigator.press("y")
        await investigator.type("2006")
        await investigator.press("2")
        while investigator.question is not None:
            await investigator.type("/notdone")
        assert investigator.question is None
        why = "“2006 (day and month not known)” is not exact enough to tell: a more exact answer"
        assert why in investigator.shown
        assert "F4 enters a newer or more exact answer. F2 says why." in investigator.shown
        await investigator.press("f2")
        assert "· When was the candidate born? (“2006 (day" in text(investigator)
        assert "choose the question there" in text(investigator)
        await investigator.press("escape")
        await investigator.press("f4", "enter")
        assert "When was the candidate born?" in investigator.shown


@pytest.mark.parametrize(
    ("size", "said"), [((80, 15), "and 6 more (F10 shows all)"), ((40, 15), "Missing: 7 (F10")]
)
async def test_what_has_no_room_at_the_end_is_counted(at_work, size, said):
    async with at_work(size=size) as nurse:
        await nurse.begin()
        await nurse.press("y")
        for _ in range(6):
            await nurse.type("/unknown")
        assert nurse.question is None
        assert said in nurse.shown


async def test_what_is_missing_at_the_end_follows_the_size_of_the_terminal(at_work):
    async with at_work(size=(80, 15)) as nurse:
        await nurse.begin()
        await nurse.press("y")
        for _ in range(6):
            await nurse.type("/unknown")
        assert "· A remark" not in nurse.shown
        await nurse.pilot.resize_terminal(80, 30)
        await nurse.settle()
        assert "· A remark (unknown; for the record)" in nurse.shown


# Who is asked what first.


async def test_an_investigator_who_joins_is_asked_the_investigators_questions_first(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
    async with at_work(role="investigator", name="Dr. Wang", number="S-0001") as investigator:
        assert investigator.question == "suitable"
        assert "come first; 5 others that can be asked now are left" in investigator.talk
        await investigator.press("y")
        assert investigator.question == "born", "and may answer all of them"


async def test_an_investigator_is_told_that_only_a_screeners_questions_are_left(at_work):
    async with at_work() as nurse:
        await nurse.begin()
    async with at_work(role="investigator", name="Dr. Wang", number="S-0001") as investigator:
        await investigator.press("y")
        await investigator.press("y")
        assert investigator.answer("suitable") == {"value": True}
    async with at_work(role="investigator", name="Dr. Wang", number="S-0001") as investigator:
        assert "none is the investigator's; 5 are the screener's." in investigator.talk
        assert investigator.question == "born"


async def test_an_investigator_alone_is_asked_in_the_order_of_the_file(at_work):
    async with at_work(role="investigator", name="Dr. Wang") as investigator:
        await investigator.begin()
        await investigator.press("y")
        assert investigator.question == "born"


async def test_once_the_decision_is_recorded_the_conversation_says_so_and_by_whom(at_work):
    async with at_work() as nurse:
        await decline(nurse)
        assert "F10 shows and records it" in nurse.shown
        await record(nurse)
        assert "F10 shows it." in nurse.shown
        assert "Recorded: not eligible, by A. Li, screener, 2026-01-31 09:00" in nurse.shown
        await nurse.press("f4", "enter", "y", "enter")
        await nurse.type("misheard")
        await nurse.press("f4", "enter", "n", "enter")
        await nurse.type("heard right")
        assert "F10 shows and records it" in nurse.shown
        assert "Recorded: not eligible" not in nurse.shown


async def test_what_it_has_come_to_is_said_once(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1950")
        await nurse.press("enter")
        assert nurse.shown.count("Age of 20 to 65 years") == 1
        assert nurse.shown.count("not eligible") == 1
        await nurse.press("f9")
        assert "As answered: not eligible.\nI2  Age of 20 to 65 years" in nurse.talk


async def test_what_it_had_come_to_is_said_below_to_hold_no_more_once_it_does_not(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("n")
        await nurse.press("enter")
        await nurse.press("f9")
        await nurse.type("17 May 1950")
        await nurse.press("enter")
        assert nurse.talk.count("As answered: not eligible.\nI1  Written consent") == 1
        over = "This does not fail any more: I1  Written consent"
        await correct(nurse, "consent", "y")
        assert nurse.talk.count(over) == 1
        assert "As answered: cannot be determined yet." not in nurse.talk
        await correct(nurse, "born", "17 May 1980")
        told = "As answered: cannot be determined yet.\nThis does not fail any more: I2  Age"
        assert nurse.talk.count(told) == 1
        await nurse.press("1")
        assert nurse.talk.count("As answered") == 2
        assert nurse.talk.index("As answered: not") < nurse.talk.index(over)


async def correct(nurse, question, typed):
    nurse.interview.change(question)
    await nurse.settle()
    await nurse.type(typed)
    await nurse.press("enter")
    await nurse.type("misheard")


async def test_text_where_an_answer_is_confirmed_is_told_what_enter_does(at_work):
    async with at_work(role="investigator") as investigator:
        await investigator.begin()
        await investigator.press("y")
        await investigator.press("f4", "enter", "n")
        await investigator.type("no")
        assert "Enter alone goes on to the reason; Escape takes it back." in investigator.shown
        assert "Enter alone records it" not in investigator.shown


async def test_where_a_correction_is_confirmed_one_thing_is_said_of_escape(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("f4")
        await nurse.type("born")
        await nurse.type("18 May 1980")
        await nurse.type("no")
        assert "Enter alone goes on to the reason; Escape types it anew." in nurse.shown
        assert "takes it back" not in nurse.shown
