"""Signing in by line; where nobody sits at a terminal, a line of standard input a password."""

import io
from types import SimpleNamespace

import pytest

from screener.interview.named import Named
from screener.interview.plain import run_plain
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.events import EventKind, Person
from screener.record.sign_in import SignInRefused
from tests.interview.setting import OPEN

PASSWORD, OTHER = "correct horse battery", "staple in the morning"
NOBODY = Named()


class AtTerminal:
    """Somebody who types; what is hidden is kept apart."""

    def __init__(self, *lines):
        self.lines = list(lines)
        self.hidden = []

    def readline(self):
        return f"{self.lines.pop(0)}\n" if self.lines else ""

    def readline_hidden(self):
        line = self.readline()
        self.hidden.append(line.rstrip("\n"))
        return line


@pytest.fixture
def people(store, quick_passwords):
    accounts = Accounts(store)
    accounts.make_first("Ada Byron", [], PASSWORD)
    ada = Person("Ada Byron", Role.ADMINISTRATOR)
    accounts.add("A. Li", [Role.SCREENER], PASSWORD, ada)
    accounts.add("Dr. Wang", [Role.SCREENER, Role.INVESTIGATOR], PASSWORD, ada)


@pytest.fixture
def signing_in(store, rules):
    """Open the program by line; give what it said."""

    def signing_in(source, named=NOBODY):
        said = io.StringIO()
        run_plain(store, named, rules, source, said, "en")
        return said.getvalue()

    return signing_in


def waits(monkeypatch, *seconds):
    """Let each line be waited for so many seconds; those after them come at once."""
    moments = [0.0]
    for wait in seconds:
        moments += [moments[-1], moments[-1] + wait]
    left = iter(moments[1:])
    clock = SimpleNamespace(monotonic=lambda: next(left, moments[-1]))
    monkeypatch.setattr("screener.interview.plain_lines.time", clock)


def kinds(store):
    return [event.kind for event in store.store_events()]


def test_name_and_password_come_before_the_list(signing_in, people):
    """record 18"""
    said = signing_in(io.StringIO(f"a. li\n{PASSWORD}\n/new DL-1\n/quit\n"))
    assert said.index("Your name:") < said.index("Password:") < said.index("Screenings")
    assert "S-0001" in said


def test_what_a_terminal_hides_is_never_heard_as_a_line(signing_in, people):
    source = AtTerminal("A. Li", "not the password", "A. Li", PASSWORD, "/quit")
    said = signing_in(source)
    assert source.hidden == ["not the password", PASSWORD]
    assert "The name or the password is wrong. Try again." in said
    assert "1 sign-in failed since your last" in said


def test_where_nobody_is_there_to_be_asked_again_a_wrong_password_ends_it(signing_in, people):
    with pytest.raises(SignInRefused, match="name or the password is wrong"):
        signing_in(io.StringIO(f"A. Li\nwrong\nA. Li\n{PASSWORD}\n"))


def test_the_first_account_is_made_by_line(signing_in, store, quick_passwords):
    source = AtTerminal("Ada Byron", "1, 4", PASSWORD, OTHER, "Ada Byron", "2", OTHER, OTHER, "1")
    said = signing_in(source)
    assert "The two passwords differ. Type them again." in said
    assert "auditor: " in said, "what each role may do is said"
    (ada,) = Accounts(store).all()
    assert ada.roles == (Role.INVESTIGATOR, Role.ADMINISTRATOR)
    assert source.hidden == [PASSWORD, OTHER, OTHER, OTHER]


def test_one_of_several_roles_is_picked_unless_the_call_named_it(signing_in, store, people):
    signing_in(io.StringIO(f"Dr. Wang\n{PASSWORD}\n2\n/quit\n"))
    assert store.store_events()[-1].person.role is Role.INVESTIGATOR
    signing_in(io.StringIO(f"{PASSWORD}\n/quit\n"), Named("Dr. Wang", Role.SCREENER))
    assert store.store_events()[-1].person.role is Role.SCREENER


def test_signing_out_asks_for_the_next_person(signing_in, store, people):
    said = signing_in(
        io.StringIO(f"A. Li\n{PASSWORD}\n/signout\nDr. Wang\n{PASSWORD}\n1\n/new DL-1\n/quit\n")
    )
    assert said.count("Your name:") == 2
    assert store.events("S-0001")[0].person.name == "Dr. Wang"


def test_ones_own_password_is_changed_by_line(signing_in, store, people):
    typed = f"A. Li\n{PASSWORD}\n/password\n{PASSWORD}\n{OTHER}\n/quit\n"
    assert "Your password was changed." in signing_in(io.StringIO(typed))
    assert signing_in(io.StringIO(f"A. Li\n{OTHER}\n/quit\n"))


def test_whose_role_does_not_permit_it_begins_and_opens_nothing(signing_in, store, people):
    """record 18"""
    signing_in(io.StringIO(f"A. Li\n{PASSWORD}\n/new DL-1\n/quit\n"))
    said = signing_in(io.StringIO(f"Ada Byron\n{PASSWORD}\n/new DL-2\nS-0001\n/help\n/quit\n"))
    assert said.count("As administrator you may not screen candidates.") == 2
    assert "/new code" not in said
    assert store.numbers() == ["S-0001"]


def test_after_a_long_rest_the_password_comes_before_the_line_counts(
    signing_in, store, people, monkeypatch
):
    """record 19"""
    waits(monkeypatch, 5, 5, 610)
    typed = ("A. Li", PASSWORD, "/new DL-1", OPEN, "wrong", PASSWORD, "", "/quit")
    said = signing_in(AtTerminal(*typed))
    assert said.count("Nothing was typed for a while. The password of A. Li, or /quit:") == 2
    assert f"Before the password “{OPEN}” was typed. Enter takes it, or type another." in said
    assert store.events("S-0001")
    assert kinds(store)[-3:] == [EventKind.LOCKED, EventKind.SIGN_IN_FAILED, EventKind.UNLOCKED]


def test_a_line_after_a_long_rest_is_lost_where_no_password_follows(
    signing_in, store, people, monkeypatch
):
    """record 19"""
    waits(monkeypatch, 5, 610)
    signing_in(AtTerminal("A. Li", PASSWORD, "/new DL-1"))
    assert store.numbers() == []


def test_what_ran_into_the_lock_counts_only_once_what_was_asked_is_said_again(
    signing_in, store, people, monkeypatch
):
    """Somebody else may have typed it. record 19"""
    waits(monkeypatch, 5, 610, 5)
    said = signing_in(AtTerminal("A. Li", PASSWORD, "/new DL-9", PASSWORD, "/new DL-1", OPEN))
    assert store.numbers() == ["S-0001"]
    assert store.events("S-0001")[0].body["candidate"] == "DL-1"
    asked = said[: said.index("Nothing was typed for a while")].rstrip("> \n").splitlines()[-1]
    assert said.count(asked) > 1, "the question comes again"


def test_enter_alone_at_a_password_asks_again_and_ends_nothing(
    signing_in, store, people, monkeypatch
):
    waits(monkeypatch, 5, 610, 5)
    typed = ("A. Li", "", PASSWORD, "/new DL-1", "", PASSWORD, "", OPEN)
    said = signing_in(AtTerminal(*typed))
    assert said.count("Nothing was entered.") == 2
    assert store.numbers() == ["S-0001"]


def test_a_password_that_begins_like_a_command_signs_in(signing_in, store, people):
    ada = Person("Ada Byron", Role.ADMINISTRATOR)
    Accounts(store).add("Qu It", [Role.SCREENER], "/quit is the way 12", ada)
    signing_in(AtTerminal("Qu It", "/quit is the way 12", "/new DL-1", OPEN))
    assert store.numbers() == ["S-0001"]


class Meanwhile(AtTerminal):
    """Somebody who types, while something happens before one of the lines."""

    def __init__(self, *lines, at, act):
        super().__init__(*lines)
        self.at, self.act = at, act

    def readline(self):
        if self.lines and self.lines[0] == self.at:
            self.act()
        return super().readline()


@pytest.fixture
def close_li(store, people):
    return lambda: Accounts(store).close("A. Li", Person("Ada Byron", Role.ADMINISTRATOR))


def test_whose_account_is_closed_meanwhile_is_told_with_the_next_answer(
    signing_in, store, close_li
):
    """record 18"""
    typed = ("A. Li", PASSWORD, "/new DL-1", OPEN, "y", "/quit")
    said = signing_in(Meanwhile(*typed, at="y", act=close_li))
    assert "The account A. Li is closed. Nothing was written." in said
    assert [event.kind for event in store.events("S-0001")] == [EventKind.SCREENING_OPENED]


def test_after_a_long_rest_the_password_is_asked_for_where_the_account_was_closed_too(
    signing_in, store, close_li, monkeypatch
):
    """record 19"""
    waits(monkeypatch, 5, 5, 610)
    typed = ("A. Li", PASSWORD, "/new DL-1", OPEN, PASSWORD, "/quit")
    said = signing_in(Meanwhile(*typed, at=OPEN, act=close_li))
    assert "The account A. Li is closed." in said
    assert store.numbers() == ["S-0001"]
