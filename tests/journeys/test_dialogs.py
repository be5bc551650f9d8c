"""The small dialogs: what they ask can be looked up, and nothing else shows through."""

from collections import Counter
from pathlib import Path

import pytest
from textual.css import stylesheet
from textual.css.parse import parse
from textual.widgets import OptionList

from screens.dialogs import Ask, Confirm, Dialog, Item, Pick, Reading
from screens.prompts import Line
from screens.settings import Settings
from screens.ticks import Ticks
from screens.widgets.lines import Lines

pytestmark = pytest.mark.slow

DIALOGS = {
    "pick": lambda: Pick("Which way?", [], [Line("Where it goes.")], ["A way is a way."]),
    "ask": lambda: Ask("Which way?", lines=[Line("Where it goes.")], about=["A way is a way."]),
    "ticks": lambda: Ticks("Which way?", [], ["A way is a way."]),
}


@pytest.mark.parametrize("dialog", DIALOGS)
async def test_help_in_a_dialog_is_about_what_it_asks_and_comes_back_to_it(at_work, dialog):
    async with at_work() as nurse:
        nurse.app.push_screen(DIALOGS[dialog]())
        await nurse.settle()
        asked = nurse.app.screen
        await nurse.press("f1")
        assert isinstance(nurse.app.screen, Reading)
        shown = "\n".join(line.text for line in nurse.app.screen.query_one(Lines).lines)
        assert "Which way?" in shown
        assert "A way is a way." in shown
        assert "Escape leaves, and nothing is done." in shown
        await nurse.press("f1")
        assert nurse.app.screen is asked


async def test_the_key_of_help_in_a_dialog_can_be_rebound(at_work):
    async with at_work(settings=Settings(keys={"help": "f12"})) as nurse:
        nurse.app.push_screen(DIALOGS["ask"]())
        await nurse.settle()
        await nurse.press("f12")
        assert isinstance(nurse.app.screen, Reading)


async def test_each_reason_for_no_answer_is_explained(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("f6", "f1")
        assert "unknown: Nobody knows and no source says." in nurse.shown


async def test_a_list_that_nothing_matches_says_so(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("f6")
        await nurse.type("zzz", enter=False)
        none = nurse.app.screen.query_one(".none")
        assert none.display
        assert none.shown == "Nothing matches; Escape leaves."
        await nurse.press("backspace", "backspace", "backspace")
        assert not none.display


@pytest.mark.parametrize("width", [60, 76, 79, 80, 81, 99, 100, 119, 120, 140])
@pytest.mark.parametrize("dialog", ["short", "tall"])
async def test_no_few_columns_of_what_lies_beneath_show_beside_a_dialog(at_work, width, dialog):
    async with at_work(size=(width, 24)) as nurse:
        shown: Dialog = Ask("Which way?") if dialog == "short" else Reading("Which way?", [])
        nurse.app.push_screen(shown)
        await nurse.settle()
        beside = width - shown.query_one(".box").outer_size.width
        assert beside == 0 or beside >= 20


@pytest.mark.parametrize("command", ["/withdraw", "/missing", "/stop"])
async def test_the_enter_that_opened_a_dialog_takes_nothing_while_it_is_held_down(at_work, command):
    async with at_work() as nurse:
        await nurse.begin()
        version = nurse.state.version
        nurse.app.monotonic = nurse.interview.exchange.line.guard.clock = lambda: 5.0
        await nurse.type(command)
        await nurse.press("enter", "enter", "enter")
        assert isinstance(nurse.app.screen, Dialog)
        assert nurse.state.version == version


async def test_an_enter_that_comes_before_a_question_is_painted_agrees_to_nothing(at_work):
    async with at_work() as nurse:
        agreed: list[bool | None] = []
        question = Confirm("Record this decision?", (), "Enter records it")
        nurse.app.push_screen(question, agreed.append)
        question.action_agree()
        await nurse.settle()
        assert nurse.app.screen is question
        await nurse.press("enter")
        assert agreed == [True]


async def test_what_is_typed_into_a_dialog_at_once_is_taken_by_enter(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        nurse.app.monotonic = nurse.interview.exchange.line.guard.clock = lambda: 5.0
        await nurse.type("/stop")
        await nurse.type("fire alarm")
        assert nurse.state.stopped.reason == "fire alarm"


async def test_a_style_sheet_is_read_once_with_the_first_screen_that_needs_it(at_work, monkeypatch):
    read: Counter[str] = Counter()

    def counted(scope, css, read_from, *more, **named):
        read[Path(read_from[0]).name] += 1
        return parse(scope, css, read_from, *more, **named)

    monkeypatch.setattr(stylesheet, "parse", counted)
    async with at_work() as nurse:
        assert read["worklist.tcss"]
        assert not read.keys() & {"interview.tcss", "dialogs.tcss", "decision.tcss"}
        await nurse.begin()
        for dialog in DIALOGS.values():
            nurse.app.push_screen(dialog())
            await nurse.settle()
            # Its own sheet is there when it is laid out.
            assert str(nurse.app.screen.styles.align_horizontal) == "center"
            await nurse.press("escape")
        assert read["interview.tcss"] == read["dialogs.tcss"] == 1
        # Nor is any other read anew with it.
        assert read["app.tcss"] == read["worklist.tcss"] == 1


async def test_what_was_said_before_is_gone_once_something_else_is_asked_but_not_for_help(at_work):
    async with at_work() as nurse:
        said = "As screener you may not manage accounts."
        await nurse.type("/accounts")
        assert said in nurse.shown
        await nurse.press("f1", "f1")
        assert said in nurse.shown
        await nurse.press("ctrl+n", "escape")
        assert said not in nurse.shown


async def test_home_and_end_go_to_the_ends_of_a_list_or_of_what_was_typed_in_it(at_work):
    async with at_work() as nurse:
        items = [Item(name, name) for name in ("first", "second", "third")]
        nurse.app.push_screen(Pick("Which?", items))
        await nurse.settle()
        options = nurse.app.screen.query_one("OptionList")
        await nurse.press("end")
        assert options.highlighted == 2
        await nurse.press("home")
        assert options.highlighted == 0
        await nurse.type("ir", enter=False)
        await nurse.press("home", "f", "end", "s")
        assert nurse.app.screen.query_one("Input").value == "firs"
        assert options.highlighted == 0


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("date of b", ["born", "back", "son"]),
        ("DATE  of b", ["born", "back", "son"]),
        ("ate of b", ["back", "son", "born"]),
        ("candidate", ["back", "son", "born"]),
        ("date", ["son", "born", "back"]),
        ("日期", ["zh_born"]),
        ("日 期", ["zh_son", "zh_born"]),
    ],
)
async def test_what_holds_the_phrase_from_the_beginning_of_a_word_comes_first(
    at_work, typed, found
):
    """Else each stays where it is listed."""
    items = [
        Item("back", "Has the candidate an infection of the back?"),
        Item("son", "Is the candidate's son up to date on the birth of a child?"),
        Item("born", "What is the candidate's date of birth?"),
        Item("zh_son", "日 期"),
        Item("zh_born", "候选人的出生日期？"),
    ]
    async with at_work() as nurse:
        nurse.app.push_screen(Pick("Which?", items))
        await nurse.settle()
        await nurse.type(typed, enter=False)
        options = nurse.app.screen.query_one(OptionList)
        assert [option.id for option in options.options] == found
        assert options.highlighted == 0
