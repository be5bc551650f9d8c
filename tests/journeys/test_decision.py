"""What a screening came to: said first, with who and why; recorded on purpose alone."""

from datetime import timedelta

import pytest

from screener.interview.sitting import Given
from screens.dialogs import Confirm
from screens.widgets.lines import Lines
from tests.journeys.conftest import RULES, place

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
