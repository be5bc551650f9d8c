"""The transcript mounts a window of its messages, and finds any of them."""

import pytest
from textual.app import App

from screener.interview.history_told import Fate
from screener.language import set_language
from screener.protocol.conditions import Place
from screener.protocol.model import Question, QuestionType
from screener.protocol.text import Text
from screens.trail import answer_style
from screens.widgets.series import answer_words
from screens.widgets.transcript import (
    MORE,
    MOUNTED,
    Message,
    Speaker,
    Transcript,
    message_content,
)

HERE = Place(1, 1)
WALKS = Question(
    id="walks",
    type=QuestionType.SERIES,
    place=HERE,
    fields={
        "m": Question("m", QuestionType.INTEGER, HERE, ask=Text({"en": "Metres", "zh": "米数"})),
        "h": Question(
            "h", QuestionType.BOOLEAN, HERE, ask=Text({"en": "With help", "zh": "有人协助"})
        ),
    },
)
ROWS = [{"date": "2026-01-10", "m": 250, "h": False}, {"date": "2026-01-12", "m": 60, "h": True}]


class TalkApp(App[None]):
    CSS = "Transcript { height: 10; } .message { height: auto; }"

    def __init__(self, count=0):
        super().__init__()
        self.count = count

    def compose(self):
        transcript = Transcript()
        transcript.post(*messages(self.count))
        yield transcript

    @property
    def talk(self):
        return self.query_one(Transcript)


def messages(count, start=0):
    return [Message(Speaker.APP, f"message {n}") for n in range(start, start + count)]


async def test_only_the_last_messages_are_mounted():
    app = TalkApp(5000)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert len(app.talk.messages) == 5000
        assert [w.index for w in app.talk.mounted] == list(range(5000 - MOUNTED, 5000))


async def test_posting_mounts_the_new_and_lets_go_of_the_old():
    app = TalkApp(100)
    async with app.run_test() as pilot:
        app.talk.post(*messages(10, 100))
        await pilot.pause()
        assert [w.index for w in app.talk.mounted] == list(range(110 - MOUNTED, 110))
        assert app.talk.scroll_y == app.talk.max_scroll_y


async def test_page_up_at_the_top_mounts_earlier_messages():
    app = TalkApp(500)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.talk.scroll_home(animate=False)
        await pilot.pause()
        app.talk.action_page_up()
        await pilot.pause()
        assert app.talk.mounted[0].index == 500 - MOUNTED - MORE


async def test_going_to_an_early_message_mounts_it():
    app = TalkApp(500)
    async with app.run_test() as pilot:
        assert app.talk.find("MESSAGE 17") == 179
        assert app.talk.find("message 17", before=100) == 17
        app.talk.go_to(17)
        await pilot.pause()
        assert [w.index for w in app.talk.query(".-found")] == [17]


async def test_what_no_longer_counts_is_struck_with_the_reason():
    app = TalkApp()
    async with app.run_test() as pilot:
        app.talk.post(Message(Speaker.PERSON, "yes", question="q", version=3))
        await pilot.pause()
        app.talk.tell_fates(lambda message: Fate("corrected: misread", struck=True))
        assert app.talk.mounted[0].shown == "› yes\n  ✗ corrected: misread"
        assert app.talk.find("misread") == 0
        app.talk.tell_fates(lambda message: Fate())
        assert app.talk.mounted[0].shown == "› yes"


async def test_what_is_superseded_says_so_and_is_not_struck():
    app = TalkApp()
    async with app.run_test() as pilot:
        app.talk.post(Message(Speaker.PERSON, "5.2", question="q", version=3))
        await pilot.pause()
        app.talk.tell_fates(lambda message: Fate("filled in later"))
        shown = app.talk.mounted[0]
        assert shown.shown == "› 5.2\n  filled in later"
        assert not any("strike" in str(span.style) for span in shown.content.spans)


async def test_messages_are_text_and_never_markup():
    app = TalkApp()
    async with app.run_test() as pilot:
        app.talk.post(Message(Speaker.PERSON, "Smith [/] [@click=app.exit]x[/] \x1b[2J"))
        await pilot.pause()
        assert app.talk.mounted[0].shown == "› Smith [/] [@click=app.exit]x[/] ␛[2J"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_complete_table_stands_behind_its_mark_with_its_heads_over_its_values(language, snapshot):
    set_language(language)
    said = answer_words(WALKS, {"value": ROWS}, language)
    set_language("en")
    shown = message_content(Message(Speaker.PERSON, said, "from the chart")).plain
    heads, first, second, beside = shown.split("\n")
    assert heads.startswith("› ")
    assert all(line.startswith("  ") for line in (first, second, beside))
    snapshot.assert_match(f"{shown}\n", "table.txt")


@pytest.mark.parametrize("speaker", Speaker)
def test_lines_of_one_text_begin_beneath_one_another(speaker):
    first, second = message_content(Message(speaker, "one\none")).plain.split("\n")
    assert first.index("one") == second.index("one")


def test_what_the_record_says_and_was_undone_is_struck_like_an_answer_and_says_why():
    closing = Message(Speaker.RECORD, "Not awaited any more", question="hiv", version=5)
    undone = Fate("undone: awaited again", struck=True)
    shown = message_content(closing._replace(fate=undone))
    assert "✗ undone: awaited again" in shown.plain
    styles = [str(span.style) for span in shown.spans]
    assert styles[0] == answer_style(undone)
    assert answer_style(undone) not in [str(one.style) for one in message_content(closing).spans]
