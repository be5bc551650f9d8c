"""What was entered and is not recorded yet: kept while one looks, recorded where it is left."""

import pytest

from screener.interview.sitting import Given, Sitting
from screener.protocol.roles import Role
from screener.record.events import Person
from tests.journeys.test_series import to_the_walks

#: Walked through key by key: each of these waits for the app for seconds.
pytestmark = pytest.mark.slow

ASKED = "This fails a criterion. Shall it count?"
LOOKING = {
    "why": ["f2", "escape"],
    "help": ["f1", "escape"],
    "search": ["f3", "escape"],
    "the criteria": ["f5", "f5"],
    "checking": ["f8", "escape"],
    "the decision": ["f10", "escape"],
    "correcting nothing": ["f4", "escape"],
    "correcting, left at the answer": ["f4", "enter", "escape"],
    "a source": ["f7", "enter", "enter"],
    "a note left": ["ctrl+o", "escape"],
    "a note kept": ["ctrl+o", "enter", *"seen", "enter"],
    "the commands": ["ctrl+p", "escape"],
    "no answer": ["f6", "enter", "enter"],
    "a key of the list": ["ctrl+n"],
    "stopping, left": [*"/stop", "enter", "escape"],
    "withdrawing, left": [*"/withdraw", "enter", "escape"],
    "the other language": [*"/language", "enter", *"/language", "enter"],
    "the app's language": [*"/interface", "enter", *"/interface", "enter"],
    "another size": [],
}
LEAVING = {
    "/skip": ["/skip"],
    "/stop": ["/stop moved away"],
    "/withdraw": ["/withdraw", "", ""],
    "/list": ["/list"],
}


def kinds(person, number="S-0001"):
    return [event.kind.value for event in person.app.store.events(number)]


async def entered(nurse):
    """Enter what fails a criterion, behind an answer that can be corrected."""
    await nurse.begin()
    await nurse.press("y")
    await nurse.type("17 May 1950")
    assert ASKED in nurse.shown


@pytest.mark.parametrize("looking", LOOKING)
async def test_looking_at_something_finds_the_same_entry_still_there(at_work, looking):
    async with at_work() as nurse:
        await entered(nurse)
        for key in LOOKING[looking]:
            await nurse.press({"/": "slash"}.get(key, key))
        if looking == "another size":
            await nurse.pilot.resize_terminal(70, 24)
        assert ASKED in nurse.shown
        assert "Understood: 17 May 1950" in nurse.shown
        assert "entry_taken_back" not in kinds(nurse)
        await nurse.press("enter")
        assert nurse.answer("born")["value"] == "1950-05-17"
        assert nurse.state.current("born").typed == "17 May 1950"


@pytest.mark.parametrize("leaving", LEAVING)
async def test_leaving_an_entry_that_fails_a_criterion_is_recorded_first(at_work, leaving):
    async with at_work() as nurse:
        await entered(nurse)
        before = kinds(nurse)
        for line in LEAVING[leaving]:
            await nurse.type(line)
        assert kinds(nurse)[len(before)] == "entry_taken_back"
        event = nurse.app.store.events("S-0001")[len(before)]
        assert event.body["question"] == "born"
        assert event.body["fails"] == ["I2"]


@pytest.mark.parametrize("keys", [["/quit"], ["ctrl+q"]])
async def test_leaving_the_app_records_what_was_entered_and_shown(at_work, keys):
    async with at_work() as nurse:
        await entered(nurse)
        if keys == ["/quit"]:
            await nurse.type("/quit")
        else:
            await nurse.press(*keys)
        assert kinds(nurse)[-1] == "entry_taken_back"
        assert nurse.app.return_value == 0


async def test_an_entry_that_cannot_be_kept_is_told_once_and_keeps_nobody_in(at_work, tmp_path):
    async with at_work() as nurse:
        await entered(nurse)
        (tmp_path / "store.db").rename(tmp_path / "moved.db")
        await nurse.type("/quit")
        assert nurse.app.return_value is None
        assert ASKED in nurse.shown
        assert "is gone from its place" in nurse.shown
        await nurse.type("/quit")
        assert nurse.app.return_value == 0


async def test_leaving_the_app_from_a_correction_records_what_was_entered_and_shown(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("f4", "enter")
        await nurse.press("n")
        assert ASKED in nurse.shown
        await nurse.press("ctrl+q")
        assert kinds(nurse)[-1] == "entry_taken_back"


async def test_a_note_or_help_in_a_correction_loses_nothing_of_it(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("f4", "enter")
        await nurse.press("n")
        await nurse.press("f1", "escape", "f2", "escape", "ctrl+o")
        await nurse.type("seen")
        assert ASKED in nurse.shown
        await nurse.press("enter")
        await nurse.type("misheard")
        assert nurse.answer("consent") == {"value": False}


async def test_a_correction_after_which_something_else_is_asked_records_the_entry_left(at_work):
    async with at_work() as nurse:
        await entered(nurse)
        await nurse.press("f4", "enter", "n", "enter")
        await nurse.type("misread the form")
        assert nurse.question is None
        told = kinds(nurse)
        assert told[-2:] == ["answered", "entry_taken_back"]
        assert nurse.app.store.events("S-0001")[-1].body["fails"] == ["I2"]
        assert "17 May 1950  [✗ entered and taken back, not counted]" in nurse.talk


async def test_an_entry_that_was_confirmed_after_someone_else_answered_was_not_taken_back(at_work):
    async with at_work() as nurse:
        await entered(nurse)
        other = Sitting.open(nurse.app.store, "S-0001", Person("B. Wang", Role.SCREENER), "en")
        other.give("born", Given({"value": "1980"}, "1980"))
        await nurse.press("enter")
        assert nurse.question == "born"
        assert "Recorded: 1980" in nurse.shown
        assert "You entered, not recorded yet: 17 May 1950" in nurse.shown
        assert "entry_taken_back" not in kinds(nurse)
        assert nurse.answer("born") == {"value": "1980"}
        # Whoever lets it go now takes it back.
        await nurse.press("escape")
        assert nurse.question == "sex"
        assert kinds(nurse)[-1] == "entry_taken_back"


async def test_what_is_typed_and_not_entered_stays_on_the_line(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        for keys in (["f8", "escape"], ["f10", "escape"], ["f4", "enter", "escape"]):
            await nurse.press(*keys)
            line = nurse.interview.exchange.line
            if not line.value:
                await nurse.type("1980", enter=False)
        assert line.value == "1980"
        await nurse.press("ctrl+o", "enter")
        await nurse.type("seen")
        assert line.value == "1980"
        await nurse.press("enter")
        assert nurse.answer("born") == {"value": "1980"}


@pytest.mark.slow
async def test_a_table_that_fails_a_criterion_is_kept_while_one_looks_and_recorded_where_it_is_left(
    at_work,
):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("2026-01-10")
        await nurse.type("40")
        await nurse.press("n", "enter")
        for keys in LOOKING.values():
            for key in keys:
                await nurse.press({"/": "slash"}.get(key, key))
            assert "Walks 100 metres" in nurse.shown
            assert "entry_taken_back" not in kinds(nurse)
        await nurse.type("/skip")
        assert kinds(nurse)[-2:] == ["entry_taken_back", "skipped"]


async def test_a_screener_is_refused_where_an_investigators_answer_is_picked(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
    async with at_work(role="investigator", name="Dr. Zhao", number="S-0001") as investigator:
        await investigator.press("y")
    async with at_work(number="S-0001") as nurse:
        for where in ("f4", "f8"):
            await nurse.press(where)
            if where == "f4":
                await nurse.type("suitable")
            else:
                await nurse.press("end", "up", "enter")
            assert "This is the investigator's judgement." in nurse.shown
            assert "An investigator corrects it." in nurse.shown
            assert "Correct an answer" not in nurse.shown
