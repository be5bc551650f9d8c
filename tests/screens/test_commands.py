"""Keys, palette, slash commands and help come from one table, and so cannot drift apart."""

import pytest

from screener.interview import commands as common
from screener.interview.commands import Spoken, completions, in_words_of, read_slash
from screener.protocol.roles import Role
from screener.record.events import Person
from screens.app import ScreenerApp
from screens.audit import Audit
from screens.awaited import AwaitedScreen
from screens.base import no_command
from screens.change import Change
from screens.commands import (
    BY_ID,
    COMMANDS,
    EVERYWHERE,
    INTERVIEW,
    REVIEW,
    WORKLIST,
    commands_for,
    foot_of,
    key_name,
)
from screens.decision import Decision
from screens.help import help_lines, slash_lines
from screens.interview import Interview
from screens.review import Review
from screens.travel import TravelScreen
from screens.widgets.key_bar import fitted
from screens.worklist import Worklist

SCREENS = (Worklist, Interview, Decision, Review, Audit, TravelScreen, AwaitedScreen)


def test_ids_keys_and_slash_names_are_unique():
    for given in ("id", "key", "slash"):
        values = [getattr(command, given) for command in COMMANDS if getattr(command, given)]
        assert len(values) == len(set(values))


def test_the_app_has_every_command_of_the_common_table_under_its_name():
    told = [(c.id, c.slash, c.title, c.help, c.argument) for c in COMMANDS]
    assert told == [(c.id, c.slash, c.title, c.help, c.argument) for c in common.COMMANDS]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_command_of_a_screen_can_be_carried_out_there(screen):
    for command in commands_for(screen.place):
        assert hasattr(screen, f"do_{command.id}") or hasattr(ScreenerApp, f"do_{command.id}")


@pytest.mark.parametrize("screen", [*SCREENS, Change])
def test_every_key_of_the_table_is_bound(screen):
    bound = {
        binding.id: binding.key
        for binding in screen.BINDINGS
        # What says that a key is for another place carries out nothing.
        if binding.id and not binding.action.startswith("elsewhere")
    }
    place = getattr(screen, "place", None) or "change"
    assert bound == {
        command.id: command.key or f"unset_{command.id}" for command in commands_for(place)
    }


def test_the_keys_are_those_of_the_design():
    keys = {
        "help": "f1",
        "why": "f2",
        "search": "f3",
        "back": "f4",
        "criteria": "f5",
        "missing": "f6",
        "source": "f7",
        "check": "f8",
        "continue": "f9",
        "sign": "f10",
        "undo": "ctrl+z",
        "palette": "ctrl+p",
    }
    assert {name: BY_ID[name].key for name in keys} == keys


def test_help_names_every_command_with_its_key_and_slash_name():
    commands = commands_for(INTERVIEW)
    text = "\n".join(line.text for line in help_lines(INTERVIEW, commands))
    for command in commands:
        assert command.slash in text
        assert command.help in text
        assert key_name(command.key) in text


def test_a_slash_name_may_be_shortened_while_it_is_clear():
    assert read_slash("/wi", COMMANDS) == Spoken(BY_ID["withdraw"], "")
    assert read_slash("/note tired", COMMANDS) == Spoken(BY_ID["note"], "tired")
    assert read_slash("/s", COMMANDS) is None
    assert read_slash("/nothing", COMMANDS) is None


def test_an_exact_name_is_not_hidden_by_a_longer_one():
    assert [command.id for command in completions("/note", COMMANDS)] == ["note"]
    assert {command.id for command in completions("/no", COMMANDS)} == {"note", "not_done"}


def test_what_a_slash_name_would_do_is_said_while_it_is_typed():
    assert "withdraws" in slash_lines("/withd", COMMANDS)[0].text
    assert "no such command" in slash_lines("/zzz", COMMANDS)[0].text


def test_commands_for_everywhere_are_on_every_screen():
    for command in COMMANDS:
        if command.where == EVERYWHERE:
            assert all(command in commands_for(screen.place) for screen in SCREENS)


@pytest.mark.parametrize(
    ("key", "name"), [("f1", "F1"), ("ctrl+z", "^Z"), ("", ""), ("escape", "Esc")]
)
def test_keys_are_written_as_people_know_them(key, name):
    assert key_name(key) == name


def test_the_line_of_keys_keeps_the_palette_where_not_all_fit():
    entries = (("F1", "Help"), ("F2", "Why"), ("^P", "Commands"))
    assert str(fitted(entries, 80)) == " F1 Help  F2 Why  ^P Commands "
    assert str(fitted(entries, 22)) == " F1 Help ^P Commands"
    assert str(fitted(entries, 14)) == " ^P Commands"


def test_the_line_of_keys_of_the_interview_says_on_80_columns_what_f10_does():
    shown = str(fitted(foot_of(INTERVIEW, commands_for(INTERVIEW)), 80))
    assert "F10 Decide and sign" in shown
    assert shown.endswith("^P Commands")


@pytest.mark.parametrize(
    ("role", "title"), [(Role.SCREENER, "Decide"), (Role.INVESTIGATOR, "Decide and sign")]
)
def test_signing_is_named_only_to_those_who_can_sign(role, title):
    person = Person("A. Li", role)
    commands = [in_words_of(person, command) for command in commands_for(INTERVIEW)]
    assert dict(foot_of(INTERVIEW, commands))["F10"] == title


@pytest.mark.parametrize(
    ("typed", "place", "told"),
    [
        ("/copy", INTERVIEW, "/copy is not for this place; F10 leads to where it is."),
        ("/new", INTERVIEW, "/new is not for this place; /list leads to where it is."),
        ("/undo", WORKLIST, "/undo is not for this place; F1 lists what is."),
        ("/copy", REVIEW, "/copy is not for this place. Escape goes back; F1 lists what is."),
        ("/nothing", INTERVIEW, "There is no command /nothing. F1 lists them."),
    ],
)
def test_a_command_of_another_place_is_told_with_what_leads_there(typed, place, told):
    assert no_command(typed, place).text == told
