"""The line: keys alone, held keys, pastes, undoing, and what a terminal would act on."""

import pytest
from textual import events
from textual.app import App
from textual.keys import _character_to_key

from screens.commands import COMMANDS
from screens.widgets.composer import (
    ENTER_SECONDS,
    REPEAT_SECONDS,
    WORD_SECONDS,
    Composer,
    RepeatGuard,
    one_cell,
)


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


class Heard:
    """Writes down what the line says."""

    def __init__(self, answers="yn"):
        self.answers = answers
        self.said = []

    def key_alone(self, character):
        if character not in self.answers:
            return False
        self.said.append(("key", character))
        return True

    def typed(self, text):
        self.said.append(("typed", text))

    def entered(self, text):
        self.said.append(("entered", text))

    def slash(self, text):
        self.said.append(("slash", text))

    def stepped_back(self):
        self.said.append(("back", ""))

    def moved(self, by):
        self.said.append(("moved", by))

    def held_back(self):
        self.said.append(("held back", ""))


class LineApp(App[None]):
    def __init__(self, takes_keys=True):
        super().__init__()
        self.heard = Heard()
        self.clock = Clock()
        self.takes_keys = takes_keys

    def compose(self):
        yield Composer(COMMANDS)

    def on_mount(self):
        line = self.query_one(Composer)
        line.guard = RepeatGuard(self.clock)
        line.bind_listener(self.heard)
        line.bind_prompt(takes_keys=self.takes_keys, placeholder="")
        line.focus()

    @property
    def line(self):
        return self.query_one(Composer)


def test_a_held_key_is_ignored_until_it_has_not_come_for_300_ms():
    clock = Clock()
    guard = RepeatGuard(clock)
    guard.watch("n")
    for _press in range(20):
        clock.now += 0.03
        assert guard.holds("n")
    clock.now += REPEAT_SECONDS - 0.01
    assert guard.holds("n")
    clock.now += REPEAT_SECONDS + 0.01
    assert not guard.holds("n")
    assert not guard.holds("n")


def test_the_wait_counts_from_when_the_question_was_painted():
    clock = Clock()
    guard = RepeatGuard(clock)
    guard.watch("n")
    clock.now += 1
    guard.painted()
    clock.now += 0.1
    assert guard.holds("n")


def test_another_key_is_free_at_once_and_ends_the_wait():
    guard = RepeatGuard(Clock())
    guard.watch("enter")
    assert not guard.holds("y")
    assert guard.holds("enter")
    guard.pressed("5")
    assert not guard.holds("enter")


def test_after_a_key_alone_every_key_waits_until_the_word_is_over():
    clock = Clock()
    guard = RepeatGuard(clock)
    guard.watch("u", alone=True)
    for key in "nknown":
        clock.now += WORD_SECONDS - 0.1 if guard.word else 0.1
        assert guard.holds(key)
    clock.now += 0.1
    assert guard.holds("enter")
    clock.now += WORD_SECONDS + 0.01
    assert not guard.holds("y")


def test_a_key_alone_is_waited_for_no_longer_than_its_repeats():
    clock = Clock()
    guard = RepeatGuard(clock)
    guard.watch("y", alone=True)
    clock.now += REPEAT_SECONDS + 0.01
    assert not guard.holds("n")


def test_what_comes_right_behind_text_that_answered_nothing_belongs_to_it():
    clock = Clock()
    guard = RepeatGuard(clock)
    guard.word_begun()
    for key in "hang":
        clock.now += WORD_SECONDS - 0.1
        assert guard.holds(key)
    clock.now += WORD_SECONDS + 0.01
    assert not guard.holds("a")


async def test_a_word_typed_where_its_first_letter_answers_answers_once():
    app = LineApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("n", "o", "y", "enter")
        assert [said for said in app.heard.said if said[0] != "held back"] == [("key", "n")]
        assert ("held back", "") in app.heard.said
        assert app.line.value == ""


async def held_back(app, pilot):
    """Type a word of which the first letter answers, and stop to look before its Enter."""
    await pilot.pause()
    await pilot.press("n", "o", "t")
    app.clock.now += WORD_SECONDS + 0.5


def entered(app):
    return [text for kind, text in app.heard.said if kind == "entered"]


async def test_the_enter_behind_text_that_was_held_back_is_held_back_with_it():
    app = LineApp()
    async with app.run_test() as pilot:
        await held_back(app, pilot)
        await pilot.press("enter")
        assert entered(app) == []
        assert app.heard.said[-1] == ("held back", "")


async def test_of_held_back_text_one_enter_is_held_back_and_the_next_one_counts():
    app = LineApp()
    async with app.run_test() as pilot:
        await held_back(app, pilot)
        await pilot.press("enter", "enter")
        assert entered(app) == []
        app.clock.now += WORD_SECONDS + 0.01
        await pilot.press("enter")
        assert entered(app) == [""]


async def test_an_enter_a_long_pause_after_held_back_text_counts():
    app = LineApp()
    async with app.run_test() as pilot:
        await held_back(app, pilot)
        app.clock.now += ENTER_SECONDS
        await pilot.press("enter")
        assert entered(app) == [""]


@pytest.mark.parametrize("way", ["typed", "pasted", "marked"])
async def test_enter_is_not_held_back_for_what_was_done_after_the_held_back_text(way):
    app = LineApp()
    async with app.run_test() as pilot:
        await held_back(app, pilot)
        match way:
            case "typed":
                await pilot.press("5")
            case "pasted":
                app.post_message(events.Paste("5"))
                await pilot.pause()
            case "marked":
                await pilot.press("down")
        await pilot.press("enter")
        assert entered(app) == ["" if way == "marked" else "5"]


async def test_a_key_held_down_is_no_text_and_an_enter_after_it_counts():
    app = LineApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("n", "n", "n")
        app.clock.now += REPEAT_SECONDS + 0.01
        await pilot.press("enter")
        assert entered(app) == [""]


async def test_a_key_alone_answers_and_its_repeats_do_not():
    app = LineApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("n", "n", "n")
        assert app.heard.said == [("key", "n")]
        app.clock.now += REPEAT_SECONDS + 0.01
        await pilot.press("n")
        assert app.heard.said == [("key", "n"), ("key", "n")]


async def test_a_held_enter_confirms_nothing():
    app = LineApp()
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "enter")
        assert app.heard.said == [("entered", "")]


async def test_a_key_on_a_line_with_text_is_text():
    app = LineApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("a", "y")
        assert app.line.value == "ay"
        assert ("key", "y") not in app.heard.said


async def test_a_prompt_that_takes_no_keys_gets_text():
    app = LineApp(takes_keys=False)
    async with app.run_test() as pilot:
        await pilot.press("y")
        assert app.line.value == "y"


@pytest.mark.parametrize(
    ("pasted", "line"),
    [("y", "y"), ("y\n", "y "), ("a\nb\r\nc", "a b c"), ("y\ny\n/withdraw\n", "y y /withdraw ")],
)
async def test_a_paste_never_answers_and_is_one_line(pasted, line):
    app = LineApp()
    async with app.run_test() as pilot:
        app.post_message(events.Paste(pasted))
        await pilot.pause()
        assert app.line.value == line
        assert {kind for kind, _text in app.heard.said} == {"typed"}


async def test_a_slash_command_is_handed_on_and_two_slashes_begin_a_text():
    app = LineApp(takes_keys=False)
    async with app.run_test() as pilot:
        await pilot.press(*"/why", "enter")
        app.clock.now += 1
        app.line.value = "//why"
        await pilot.press("enter")
        said = [one for one in app.heard.said if one[0] != "typed"]
        assert said == [("slash", "/why"), ("entered", "/why")]


async def test_typing_is_undone_step_by_step():
    app = LineApp(takes_keys=False)
    async with app.run_test() as pilot:
        await pilot.press("a", "b")
        assert app.line.undo_typing()
        assert app.line.value == "a"
        assert app.line.undo_typing()
        assert app.line.value == ""
        assert not app.line.undo_typing()


async def test_escape_clears_the_line_and_then_steps_back():
    app = LineApp(takes_keys=False)
    async with app.run_test() as pilot:
        await pilot.press("a", "escape")
        assert app.line.value == ""
        assert ("back", "") not in app.heard.said
        await pilot.press("escape")
        assert app.heard.said[-1] == ("back", "")


@pytest.mark.parametrize("text", ["\x1b[2J", "a\u202eb", "\u200b", "plain", "中文", "\ud800"])
def test_each_character_takes_one_on_the_line_and_none_reaches_the_terminal(text):
    shown = one_cell(text)
    assert len(shown) == len(text)
    assert not any(ord(c) < 32 or c in "\u202e\u200b\ud800" for c in shown)


async def test_keys_that_come_many_at_once_are_carried_out_in_their_order():
    app = LineApp(takes_keys=False)
    async with app.run_test() as pilot:
        app.clock.now += 1
        keys = [*"12 Jan 2025", "backspace", "backspace", *"26", "enter", *"v"]
        for key in keys:
            character = key if len(key) == 1 else None
            app.post_message(events.Key(_character_to_key(key) if character else key, character))
        await pilot.pause()
        assert app.line.value == "12 Jan 2026v"
        entered = app.heard.said.index(("entered", "12 Jan 2026"))
        assert app.heard.said[entered + 1 :] == [("typed", "12 Jan 2026v")]


async def test_a_key_alone_answers_nothing_that_has_not_been_painted():
    app = LineApp()
    async with app.run_test() as pilot:
        app.line.bind_prompt(takes_keys=True, placeholder="")
        await app.line._on_key(events.Key("y", "y"))
        assert app.heard.said == [("held back", "")]
        await pilot.pause()
        app.clock.now += REPEAT_SECONDS + 0.01
        await pilot.press("y")
        assert app.heard.said == [("held back", ""), ("key", "y")]


async def test_the_rest_of_a_word_begun_before_the_question_was_painted_answers_nothing():
    app = LineApp()
    async with app.run_test() as pilot:
        app.line.bind_prompt(takes_keys=True, placeholder="")
        await app.line._on_key(events.Key("u", "u"))
        await pilot.pause()
        await pilot.press(*"nknown", "enter")
        assert {kind for kind, _text in app.heard.said} == {"held back"}
        assert app.line.value == ""
