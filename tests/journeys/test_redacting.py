"""What was typed by mistake is taken out for good, and is not to be read on the screen either."""

import sqlite3
from contextlib import closing

import pytest

from screener.interview.redacting import done_said, offered
from screener.interview.sitting import Sitting
from screener.protocol.roles import Role
from screener.record.events import Person
from screener.record.store import Store
from screens.widgets.past_talk import PastTalk

pytestmark = pytest.mark.slow

SECRET = "Maria Gonzalez"


def listed(person):
    """What the dialog offers."""
    options = person.app.screen.query_one("OptionList").options
    return "\n".join(str(option.prompt) for option in options)


async def test_a_name_in_a_note_is_taken_out_and_the_conversation_says_by_whom(at_work):
    """# record 4"""
    async with at_work(role="investigator", name="Dr. Sun") as doctor:
        await doctor.begin()
        await doctor.type(f"/note the sister of {SECRET}")
        assert SECRET in doctor.shown
        await doctor.type("/redact")
        await doctor.press("enter")
        await doctor.type(f"because of {SECRET}, the sister of {SECRET}")
        assert "The reason repeats what is to be taken out" in doctor.shown
        await doctor.press("ctrl+u")
        await doctor.type("names a relative")
        assert "It is gone for good then, and nobody can undo it." in doctor.shown
        assert f"text: the sister of {SECRET}" in doctor.shown, "what goes stands there to the last"
        assert "asked again" not in doctor.shown, "it is a note"
        await doctor.press("enter")
        assert SECRET not in doctor.shown
        assert "redacted by Dr. Sun, investigator, 2026-01-31 09:00: names a relative" in (
            doctor.shown
        )
        assert "Copies, packets and backups made before still hold it" in doctor.shown
        assert [note.text for note in doctor.state.notes] == ["█████"]


async def test_what_a_colleague_records_meanwhile_is_no_hindrance_where_it_is_shown(
    at_work, tmp_path, clock
):
    nurse = Person("C. Nurse", Role.SCREENER)
    async with at_work(role="investigator") as doctor:
        await doctor.begin()
        await doctor.type(f"/note {SECRET}")
        with Store.open(tmp_path / "store.db", clock=clock) as store:
            Sitting.open(store, "S-0001", nurse, "en").add_note(f"called {SECRET}")
        await doctor.type("/redact")
        await doctor.press("down", "enter")
        assert f"called {SECRET}" in doctor.shown
        await doctor.type("names a relative")
        await doctor.press("enter")
        assert "It is taken out for good" in doctor.shown
        assert [note.text for note in doctor.state.notes] == ["█████", "█████"]


async def test_what_another_program_left_in_the_files_goes_while_the_app_is_merely_open(
    at_work, tmp_path, clock, monkeypatch
):
    """# record 4"""
    monkeypatch.setattr("screens.app.WIPE_EVERY", 0.05)
    path = tmp_path / "store.db"
    colleague = Person("C. Wu", Role.INVESTIGATOR)

    def held():
        return SECRET.encode() in b"".join(one.read_bytes() for one in tmp_path.glob("store.db*"))

    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type(f"/note {SECRET}")
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM events").fetchall()
            with Store.open(path, clock=clock, busy_timeout=0.01) as store:
                sitting = Sitting.open(store, "S-0001", colleague, "en")
                sitting.redact(offered(sitting)[:1], "names a relative")
                (*_rest, told) = done_said(sitting, ())
                assert "Another program is at work in the store" in told
            assert held()
        while held():
            await nurse.pilot.pause(0.01)


async def redact_answer(person):
    """Choose what was just answered, with a reason; one Enter is left."""
    await person.type("/redact")
    await person.type("the answer")
    await person.type("another patient's")


async def test_an_answer_that_is_taken_out_is_asked_again(at_work):
    async with at_work(role="investigator") as doctor:
        await doctor.begin()
        await doctor.press("y")
        assert doctor.question == "born"
        await redact_answer(doctor)
        assert "The answer is asked again." in doctor.shown
        await doctor.press("enter")
        assert doctor.question == "consent"
        assert "Has the candidate signed?  \nredacted  [taken out, and asked again]" in doctor.talk
        await doctor.press("y")
        assert doctor.state.current("consent").act == "fill_in", "it takes no reason"
        assert doctor.question == "born"


async def test_before_it_was_taken_out_travel_shows_that_the_answer_is_gone_since(at_work):
    # record 4
    async with at_work(role="investigator") as doctor:
        await doctor.begin()
        await doctor.press("y")
        await redact_answer(doctor)
        await doctor.press("enter")
        redaction = doctor.state.version
        await doctor.press("ctrl+r", "end", "enter")
        assert "redacted later" not in doctor.shown
        assert "As answered then: " in doctor.shown
        assert "Asked next: " in doctor.shown
        await doctor.press("left")
        assert f"An answer was redacted later, in event {redaction}." in doctor.shown
        assert "As the other answers come to: " in doctor.shown
        assert "Asked next: " not in doctor.shown
        talk = doctor.app.screen.query_one(PastTalk)
        fates = [one.fate.words for one in talk.messages]
        assert "taken out later" in fates
        assert "taken out, and asked again" not in fates


async def test_while_the_answers_are_checked_what_the_marked_one_holds_is_offered(at_work):
    async with at_work(role="investigator") as doctor:
        await doctor.begin()
        await doctor.press("y")
        await doctor.type("17 May 1980")
        await doctor.press("f8")
        await doctor.type("/redact")
        assert "event 2" in listed(doctor)
        assert "event 3" not in listed(doctor)
        await doctor.press("enter")
        await doctor.type("another patient's")
        await doctor.press("enter")
        assert "It is taken out for good, from: 2." in doctor.shown
        await doctor.press("escape")
        assert doctor.question == "consent"


async def test_leaving_at_any_step_takes_nothing_out(at_work):
    async with at_work(role="investigator") as doctor:
        await doctor.begin()
        await doctor.press("y")
        for keys in (["escape"], ["enter", "escape"]):
            await doctor.type("/redact")
            await doctor.press(*keys)
        await doctor.type("/redact")
        await doctor.press("enter")
        await doctor.type("another patient's")
        await doctor.press("escape")
        assert doctor.state.redactions == ()
        assert doctor.question == "born"


async def test_a_nurse_is_told_that_it_takes_another_role(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/redact")
        assert "It takes the role investigator; whoever has it signs in with it." in nurse.shown
