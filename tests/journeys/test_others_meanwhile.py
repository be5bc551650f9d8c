"""What somebody else enters into an open screening is told before the next entry meets it."""

import pytest

from screener.interview.sitting import Given, Sitting
from screener.protocol.roles import Role
from screener.record.events import Person
from screener.record.store import Store

OTHER = Person("B. Wu", Role.SCREENER)


async def until_shown(person, words):
    while words not in person.shown:
        await person.pilot.pause(0.01)


@pytest.fixture
def other(tmp_path, clock, monkeypatch):
    """Sit down to the same screening from another place; screens look often."""
    monkeypatch.setattr("screens.company.LOOK_EVERY", 0.05)
    with Store.open(tmp_path / "store.db", clock=clock) as store:
        yield lambda: Sitting.open(store, "S-0001", OTHER, "en")


async def test_it_is_told_and_shown_at_once_where_nothing_is_typed(at_work, other):
    async with at_work() as nurse:
        await nurse.begin()
        theirs = other()
        theirs.add_note("asked for the form")
        await until_shown(nurse, "S-0001 was changed by B. Wu")
        assert nurse.question == "consent"
        assert "asked for the form" in nurse.talk
        theirs.give("consent", Given({"value": True}, "y"))
        await until_shown(nurse, "answered “Has the candidate signed?”")
        assert nurse.question == "born"
        assert "Has the candidate signed? yes" in " ".join(nurse.talk.split())


async def test_a_key_meant_for_what_another_has_just_answered_answers_nothing(at_work, other):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        assert nurse.question == "sex"
        other().give("sex", Given({"value": "male"}, "2"))
        await until_shown(nurse, "answered “Sex”")
        assert nurse.question == "glucose"
        line = nurse.interview.exchange.line
        line.guard.clock = lambda: line.guard._last + 0.3
        await nurse.type("2")
        assert "This has just changed, so the key was not taken" in nurse.shown
        assert line.value == ""
        assert nurse.answer("glucose") is None


async def test_what_is_typed_keeps_what_is_asked_until_it_is_checked(at_work, other):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May", enter=False)
        other().give("born", Given({"value": "1980"}, "1980"))
        await until_shown(nurse, "What is asked here stays")
        assert nurse.question == "born"
        assert nurse.interview.exchange.line.value == "17 May"
        await nurse.press("f8", "escape")
        assert nurse.question == "sex"


async def test_what_waits_to_be_confirmed_keeps_what_is_asked(at_work, other):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("n")
        other().add_note("asked for the form", "consent")
        await until_shown(nurse, "What is asked here stays")
        assert "This fails a criterion" in nurse.shown
        assert "asked for the form" not in nurse.talk


async def test_it_is_shown_where_nothing_is_asked(at_work, other):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("n", "enter")
        assert nurse.question is None
        other().add_note("the form was found")
        await until_shown(nurse, "S-0001 was changed by B. Wu")
        assert "the form was found" in nurse.talk
