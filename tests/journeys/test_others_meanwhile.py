"""What somebody else enters into an open screening is told before the next entry meets it."""

from screener.interview.sitting import Sitting
from screener.protocol.roles import Role
from screener.record.events import Person
from screener.record.store import Store

OTHER = Person("B. Wu", Role.SCREENER)


async def until_shown(person, words):
    while words not in person.shown:
        await person.pilot.pause(0.01)


async def test_it_is_told_beside_the_question_and_shown_where_nothing_is_asked(
    at_work, tmp_path, clock, monkeypatch
):
    monkeypatch.setattr("screens.company.LOOK_EVERY", 0.1)
    async with at_work() as nurse:
        await nurse.begin()
        with Store.open(tmp_path / "store.db", clock=clock) as store:
            other = Sitting.open(store, "S-0001", OTHER, "en")
            other.add_note("asked for the form")
            await until_shown(nurse, "S-0001 was changed by B. Wu")
            assert nurse.question == "consent"
            assert "asked for the form" not in nurse.talk
            # Checking the answers reads it.
            await nurse.press("f8", "escape")
            assert "asked for the form" in nurse.talk
            await nurse.press("n", "enter")
            assert nurse.question is None
            other.refresh()
            other.add_note("the form was found")
            await until_shown(nurse, "S-0001 was changed by B. Wu")
            assert "the form was found" in nurse.talk
