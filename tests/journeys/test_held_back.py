"""Where all else waits for an awaited answer, the app says so, and asks nothing meanwhile."""

import pytest

from tests.journeys.conftest import RULES


@pytest.fixture
def gated(tmp_path):
    """The small study, its second section closed until consent is signed."""
    path = tmp_path / "gated.yaml"
    closed = "zh: 第二部分}, after: {consent: yes}}"
    path.write_text(RULES.replace("zh: 第二部分}}", closed), encoding="utf-8")
    return path


async def to_the_end_of_what_may_be_asked(nurse):
    await nurse.begin()
    await nurse.press("p")
    await nurse.type("2026-02-14")
    await nurse.type("1980")
    await nurse.press("2")
    assert nurse.question is None


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (60, 16)])
async def test_what_is_held_back_by_an_awaited_answer_is_not_said_to_be_missing(
    at_work, gated, size
):
    async with at_work(rules=gated, size=size) as nurse:
        await to_the_end_of_what_may_be_asked(nurse)
        assert "Nothing is left to ask now" not in nurse.shown
        said = "Until “Has the candidate signed?” is answered, nothing more may be asked."
        assert said in nurse.shown
        assert "3 questions may not be asked before that (F10 shows all)" in nurse.shown
        assert "Fasting glucose" not in nurse.shown


async def test_what_was_held_back_is_asked_once_the_awaited_answer_is_in(at_work, gated):
    async with at_work(rules=gated) as nurse:
        await to_the_end_of_what_may_be_asked(nurse)
        await nurse.press("f4")
        await nurse.type("signed")
        await nurse.press("y")
        await nurse.press("enter")
        assert nurse.question == "glucose"


async def test_where_something_can_still_be_asked_nothing_is_said_to_wait(at_work, gated):
    async with at_work(rules=gated) as nurse:
        await nurse.begin()
        await nurse.press("p", "enter")
        assert nurse.question == "born"
        assert "nothing more may be asked" not in nurse.shown
