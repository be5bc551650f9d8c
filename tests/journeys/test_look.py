"""A handful of pictures guards the look: an SVG at a fixed size, clock and ids injected."""

import re

import pytest

from screens.widgets.composer import Composer

#: Textual numbers the classes of each picture anew.
_CLASSES = re.compile(r"terminal-[0-9]+-")


@pytest.fixture
def picture(snapshot):
    def take(person, name: str) -> None:
        svg = _CLASSES.sub("terminal-", person.app.export_screenshot(title="Screener"))
        snapshot.assert_match(svg, f"{name}.svg")

    return take


@pytest.fixture(autouse=True)
def still_cursor(monkeypatch):
    monkeypatch.setattr(Composer, "_toggle_cursor", lambda self: None)


async def test_the_question_on_a_small_terminal(at_work, picture):
    async with at_work(size=(80, 24)) as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        picture(nurse, "question")


async def test_the_question_beside_the_criteria_in_chinese(at_work, picture):
    async with at_work(size=(120, 34), language="zh") as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("p")
        await nurse.type("2026-02-03")
        picture(nurse, "criteria")


async def test_what_an_answer_would_do(at_work, picture):
    async with at_work(size=(80, 24)) as nurse:
        await nurse.begin()
        await nurse.press("n")
        picture(nurse, "would-fail")


async def test_the_decision(at_work, picture):
    async with at_work(size=(100, 40)) as nurse:
        await nurse.begin()
        await nurse.answer_all()
        await nurse.press("f10")
        picture(nurse, "decision")
