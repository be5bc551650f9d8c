"""A store that goes back to a backup while the app shows more is told, and nothing is mixed."""

from datetime import timedelta

from screener.protocol.roles import Role
from screener.record.backups import back_up
from screener.record.events import Person
from screener.record.restoring import restore
from screener.record.store import Store
from tests.journeys.conftest import place

ADMIN = Person("Ada", Role.ADMINISTRATOR)


async def test_an_answer_to_what_is_gone_is_refused_and_the_screening_is_opened_again(
    at_work, tmp_path, clock
):
    """# record 23"""
    async with at_work() as nurse:
        await nurse.begin()
        with Store.open(tmp_path / "store.db", clock=clock) as other:
            back_up(other, tmp_path / "backup.db", ADMIN)
            await nurse.press("y")
            clock.advance(timedelta(minutes=5))
            restore(other, tmp_path / "backup.db", ADMIN, anyway=True)
            await nurse.type("17 May 1980")
            assert "Ada restored the store from a backup at 2026-01-31 09:05." in nurse.shown
            assert "Nothing was written." in nurse.shown
            assert len(other.events("S-0001")) == 1
        # It stays said for as long as what is gone is shown; what was typed stays on the line.
        assert nurse.interview.exchange.line.value == "17 May 1980"
        await nurse.press("escape")
        assert "What was read here is not in the store any more." in nurse.shown
        assert "Leave the screening and open it again" in nurse.shown
        await nurse.press("f4", "enter")
        await nurse.press("z", "backspace")
        assert "Correct an answer" in nurse.shown
        assert "What was read here is not in the store any more." in nurse.shown
        await nurse.press("escape")
        assert "What was read here is not in the store any more." in nurse.shown
        await nurse.press("ctrl+u")
        await nurse.type("/list")
        await nurse.press("enter")
        await nurse.settle()
        assert nurse.question == "consent"
        assert "17 May 1980" not in nurse.talk


async def test_what_is_gone_is_said_when_the_decision_is_looked_at(at_work, tmp_path, clock):
    """# record 23"""
    async with at_work() as nurse:
        await nurse.begin()
        with Store.open(tmp_path / "store.db", clock=clock) as other:
            back_up(other, tmp_path / "backup.db", ADMIN)
            await nurse.press("y")
            restore(other, tmp_path / "backup.db", ADMIN, anyway=True)
            await nurse.press("f10")
            assert "Ada restored the store from a backup at 2026-01-31 09:00." in nurse.shown
            assert "Leave the screening and open it again" in nurse.shown
            await nurse.press("f10")
            assert place(nurse) == "decision"
            assert len(other.events("S-0001")) == 1
            await nurse.press("escape")
            assert nurse.question == "born"


async def test_what_is_gone_is_said_without_a_key(at_work, tmp_path, clock, monkeypatch):
    """# record 23"""
    monkeypatch.setattr("screens.company.LOOK_EVERY", 0.1)
    async with at_work() as nurse:
        await nurse.begin()
        with Store.open(tmp_path / "store.db", clock=clock) as other:
            back_up(other, tmp_path / "backup.db", ADMIN)
            await nurse.press("y")
            restore(other, tmp_path / "backup.db", ADMIN, anyway=True)
        while "Ada restored the store" not in nurse.shown:
            await nurse.pilot.pause(0.01)
        assert "it stands as it is in the backup" in nurse.shown
