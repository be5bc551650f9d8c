"""The conversation as it stood: its end is shown, and page up leads to what was said before."""

import pytest
from textual.app import App

from screens.themes import DARK
from screens.widgets.past_talk import PastTalk
from screens.widgets.plain_text import PlainText
from screens.widgets.transcript import Message, Speaker


class Past(App):
    CSS = "PastTalk { height: 1fr; }"

    def compose(self):
        yield PastTalk()

    def on_mount(self):
        self.register_theme(DARK)
        self.theme = DARK.name


@pytest.fixture
async def talk():
    async with Past().run_test(size=(60, 12)) as pilot:
        found = pilot.app.query_one(PastTalk)
        found.show([Message(Speaker.RECORD, f"message {n}") for n in range(100)])
        await pilot.pause()
        yield found, pilot


def text(found):
    return found.query_one(PlainText).shown


def seen(found):
    """The lines that have room on the screen."""
    lines = text(found).split("\n")
    top = round(found.scroll_y)
    return lines[top : top + found.size.height]


async def settled(pilot):
    """Wait until what is scrolled to has been laid out, which happens after it is written."""
    await pilot.pause()
    await pilot.pause()


async def test_the_end_of_it_is_shown(talk):
    found, _pilot = talk
    assert seen(found)[-1] == "· message 99"
    assert "message 0\n" not in text(found)


async def test_page_up_leads_to_the_beginning_and_page_down_back(talk):
    found, pilot = talk
    read = set(seen(found))
    for _page in range(20):
        found.page(-1)
        await settled(pilot)
        read |= set(seen(found))
    assert seen(found)[0] == "· message 0"
    assert read == {f"· message {n}" for n in range(100)}, "no page passes anything over"
    for _page in range(20):
        found.page(1)
        await settled(pilot)
    assert seen(found)[-1] == "· message 99"


async def test_another_moment_is_shown_at_its_end_again(talk):
    found, pilot = talk
    found.page(-1)
    await pilot.pause()
    found.show([Message(Speaker.RECORD, f"message {n}") for n in range(98)])
    await pilot.pause()
    assert seen(found)[-1] == "· message 97"


async def test_markup_and_escapes_are_shown_as_they_are(talk):
    found, pilot = talk
    found.show([Message(Speaker.PERSON, "Smith [/] [@click=app.quit]x[/] \x1b[2J")])
    await pilot.pause()
    assert "Smith [/] [@click=app.quit]x[/] ␛[2J" in text(found)
