"""Signing in: the first account, a name, a password, a role; what is refused is told in place."""

import asyncio
from datetime import timedelta

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

from screener.interview.named import Named
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.events import EventKind, Person
from screener.record.store import Store
from screens.interview import Interview
from screens.sign_in import SignInScreen
from screens.widgets.asking_line import AskingLine
from screens.widgets.composer import Composer
from screens.widgets.key_bar import KeyBar
from tests.journeys.conftest import on_worklist, place

PASSWORD, OTHER = "correct horse battery", "staple in the morning"
NOBODY = Named()


@pytest.fixture(autouse=True)
def quick(quick_passwords):
    """Passwords that take no time."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.db"


@pytest.fixture
def li(path, account_in):
    """A. Li, who screens."""
    account_in(path, "A. Li", "screener")
    return Named("A. Li")


def kinds(person):
    return [event.kind for event in person.app.store.store_events()]


def painted(person):
    """All that is on the screen, as the terminal gets it."""
    return "\n".join(strip.text for strip in person.app.screen._compositor.render_strips())


async def test_the_first_start_makes_the_first_account_and_signs_it_in(at_work, path):
    async with at_work(named=NOBODY) as ada:
        assert "Nobody has an account here yet. This one manages the others." in ada.shown
        assert "What each role may do: F1" in ada.shown
        await ada.type("Ada  Byron")
        assert "1  [ ] screener" in ada.shown
        await ada.press("2", "down", "space", "2", "2", "enter")
        await ada.type(PASSWORD)
        await ada.type(PASSWORD)
        assert "As what?" in ada.shown
        assert "Name: Ada Byron" in ada.shown
        assert "Nobody has an account here yet" not in ada.shown
        await ada.press("1")
        assert on_worklist(ada)
        assert ada.app.person == Person("Ada Byron", Role.INVESTIGATOR, authenticated=True)
        (account,) = Accounts(ada.app.store).all()
        assert account.roles == (Role.INVESTIGATOR, Role.AUTHOR, Role.ADMINISTRATOR)


async def test_the_two_passwords_of_a_new_account_must_be_the_same(at_work):
    async with at_work(named=Named("Ada Byron")) as ada:
        await ada.press("enter", "enter")
        await ada.type("short")
        assert "at least 12 characters" in ada.shown
        await ada.type(PASSWORD)
        await ada.type(OTHER)
        assert "Type it again, or Escape to begin with another password." in ada.shown
        assert "Roles: administrator" in ada.shown.splitlines(), (
            "nothing was ticked, and that is not nothing"
        )
        await ada.press("escape")
        assert ada.app.screen.form.line.password, "one Escape leads to the password"
        assert "A new password" in ada.shown
        await ada.type(OTHER)
        await ada.type(OTHER)
        assert on_worklist(ada)


async def test_nothing_is_there_to_be_used_before_somebody_signs_in(at_work, li):
    """record 18"""
    async with at_work(named=NOBODY) as person:
        assert place(person) == "sign_in"
        await person.press("ctrl+n", "f10", "f4", "ctrl+l", "ctrl+t")
        assert place(person) == "sign_in"
        assert person.app.someone is None
        assert kinds(person).count(EventKind.SIGNED_IN) == 1, "the fixture's administrator"


async def test_what_is_recorded_after_signing_in_is_authenticated(at_work, li):
    """record 18"""
    async with at_work(named=NOBODY) as nurse:
        await nurse.type("a. li")
        await nurse.type(PASSWORD)
        await nurse.begin()
        await nurse.press("y")
        first, *_rest, last = nurse.app.store.events("S-0001")
        for event in (first, last):
            assert event.person == Person("A. Li", Role.SCREENER, authenticated=True)
        assert "not auth" not in nurse.shown


async def test_a_name_that_the_call_gives_is_not_asked_for(at_work, li):
    async with at_work(named=li) as nurse:
        assert "Name: A. Li" in nurse.shown
        await nurse.type(PASSWORD)
        assert on_worklist(nurse)


async def test_with_several_roles_one_is_picked_by_its_number(at_work, path, account_in):
    account_in(path, "A. Li", "screener", "auditor")
    async with at_work(named=Named("A. Li")) as nurse:
        await nurse.type(PASSWORD)
        await nurse.press("2")
        assert nurse.app.person.role is Role.AUDITOR


async def test_with_the_name_and_role_of_the_call_the_password_alone_is_asked_for(
    at_work, path, account_in
):
    account_in(path, "A. Li", "screener", "auditor")
    async with at_work(named=Named("A. Li", Role.AUDITOR)) as nurse:
        await nurse.type(PASSWORD)
        assert on_worklist(nurse)
        assert nurse.app.person.role is Role.AUDITOR


async def test_a_role_that_somebody_has_not_is_told_and_theirs_are_offered(at_work, li):
    async with at_work(named=Named("A. Li", Role.INVESTIGATOR)) as nurse:
        await nurse.type(PASSWORD)
        assert "A. Li has not the role investigator." in nurse.shown
        await nurse.press("1")
        assert nurse.app.person.role is Role.SCREENER


async def test_resuming_a_screening_goes_on_with_it_after_the_password(at_work, li):
    async with at_work(named=li) as nurse:
        await nurse.type(PASSWORD)
        await nurse.begin()
    async with at_work(named=li, number="S-0001") as nurse:
        await nurse.type(PASSWORD)
        assert isinstance(nurse.app.screen, Interview)
        await nurse.type("/list")
        assert on_worklist(nurse)


async def test_a_wrong_password_is_told_in_place_and_the_next_one_may_be_right(at_work, li):
    async with at_work(named=li) as nurse:
        await nurse.type("not the password")
        assert "The name or the password is wrong." in nurse.shown
        assert "Name: A. Li" in nurse.shown
        await nurse.type(PASSWORD)
        assert on_worklist(nurse)
        assert kinds(nurse)[-2:] == [EventKind.SIGN_IN_FAILED, EventKind.SIGNED_IN]


async def test_who_fails_too_often_waits_with_what_was_typed_and_is_told_how_long(
    at_work, li, clock
):
    """record 20"""
    async with at_work(named=li) as nurse:
        now = 0.0
        nurse.app.monotonic = lambda: now
        for _time in range(3):
            await nurse.type("not the password")
        assert "Wait 5 seconds" in nurse.shown  # counted down while it is looked at
        await nurse.type(PASSWORD)
        assert "Wait 5 seconds." in nurse.shown
        assert kinds(nurse).count(EventKind.SIGN_IN_FAILED) == 3
        now += 5
        clock.advance(timedelta(seconds=5))
        await nurse.press("enter")
        assert on_worklist(nurse)


async def test_failed_sign_ins_are_reported_in_the_list_after_the_next_one(at_work, li):
    """record 20"""
    async with at_work(named=li) as nurse:
        await nurse.type("not the password")
        await nurse.type("nor this one, I fear")
        await nurse.type(PASSWORD)
        said = "2 sign-ins failed since your last, the last on 2026-01-31 09:00."
        assert said in nurse.shown


async def test_an_administrator_hears_of_names_that_nobody_has(at_work, li):
    """record 20"""
    async with at_work(named=NOBODY) as ada:
        await ada.type("'; DROP TABLE events; --")
        await ada.type("correct horse or so")
        assert "The name or the password is wrong." in ada.shown
        await ada.press("escape", "escape")
        await ada.type("Ada Byron")
        await ada.type(PASSWORD)
        assert "1 sign-in failed since then under a name that has no account" in ada.shown


async def test_a_closed_account_signs_nobody_in_nor_tells_that_there_was_one(at_work, path, li):
    """record 18"""
    with Store.open(path) as store:
        Accounts(store).close("A. Li", Person("Ada Byron", Role.ADMINISTRATOR))
    async with at_work(named=li) as nurse:
        await nurse.type(PASSWORD)
        assert "The name or the password is wrong." in nurse.shown
        assert nurse.app.someone is None


async def test_whose_account_is_closed_at_work_is_told_keeps_what_was_typed_and_can_sign_out(
    at_work, path, li
):
    """record 18"""
    async with at_work(named=li) as nurse:
        await nurse.type(PASSWORD)
        await nurse.begin("DL-001")
        with Store.open(path) as store:
            Accounts(store).close("A. Li", Person("Ada Byron", Role.ADMINISTRATOR))
        await nurse.type("/note called back at nine")
        assert "The account A. Li is closed." in nurse.shown
        assert nurse.app.screen.query_one(Composer).value == "/note called back at nine"
        assert [e.kind for e in nurse.app.store.events("S-0001")] == [EventKind.SCREENING_OPENED]
        await nurse.press("ctrl+u")
        await nurse.type("/list")
        await nurse.press("ctrl+t")
        assert place(nurse) == "sign_in"


@pytest.mark.parametrize("size", [(80, 24), pytest.param((40, 12), marks=pytest.mark.slow)])
async def test_no_password_stands_on_the_screen(at_work, li, size):
    async with at_work(named=li, size=size) as nurse:
        await nurse.type(PASSWORD, enter=False)
        assert "•" * 20 in painted(nurse)
        assert "correct" not in painted(nurse)
        await nurse.press("ctrl+shift+a", "ctrl+c", "ctrl+x")
        assert nurse.app.clipboard == ""
        await nurse.press("enter")
        assert on_worklist(nurse)


async def test_keys_behind_the_enter_of_the_name_are_never_shown_as_a_name(at_work, li):
    async with at_work(named=NOBODY) as nurse:
        seen, line = [], nurse.app.screen.query_one(AskingLine)
        nurse.app.screen.watch(line, "value", lambda text: seen.append((line.password, text)))
        for character in f"A. Li\r{PASSWORD}\r":
            # All at once, as they come over a slow connection.
            key = "enter" if character == "\r" else _character_to_key(character)
            nurse.app.post_message(events.Key(key, character))
        await nurse.settle()
        await nurse.settle()
        assert on_worklist(nurse)
        assert (True, PASSWORD) in seen
        assert all(text in "A. Li" for hidden, text in seen if not hidden)


async def test_an_enter_pressed_before_the_terminal_was_the_programs_counts_too(at_work, li):
    async with at_work(named=NOBODY) as nurse:
        await nurse.type("A. Li", enter=False)
        await nurse.press("ctrl+j")
        await nurse.type(PASSWORD, enter=False)
        await nurse.press("ctrl+j")
        assert on_worklist(nurse)


@pytest.mark.parametrize("text", ["x" * 1_000_000, "'; DROP TABLE events; --", "\x1b[2J[/]\x00"])
async def test_whatever_is_pasted_as_a_password_is_wrong_and_breaks_nothing(at_work, li, text):
    async with at_work(named=li) as nurse:
        await nurse.paste(text)
        await nurse.press("enter")
        assert "The name or the password is wrong." in nurse.shown
        await nurse.type(PASSWORD)
        assert on_worklist(nurse)


async def test_a_password_pasted_with_the_end_of_its_line_is_right(at_work, li):
    async with at_work(named=li) as nurse:
        await nurse.paste(f"{PASSWORD}\r\n")
        await nurse.press("enter")
        assert on_worklist(nurse)


async def test_what_is_typed_while_a_password_is_checked_is_not_lost(at_work, li, monkeypatch):
    from screener.record import passwords

    known, let_go = passwords.is_of, asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(password, secret):
        asyncio.run_coroutine_threadsafe(let_go.wait(), loop).result()
        return known(password, secret)

    monkeypatch.setattr("screener.record.sign_in.is_of", slow)
    async with at_work(named=li) as nurse:
        for character in "not the password\r":
            await nurse.pilot.press("enter" if character == "\r" else character)
        await nurse.pilot.pause()
        assert "Checking" in nurse.shown
        for character in f"{PASSWORD}\r":
            await nurse.pilot.press("enter" if character == "\r" else character)
        let_go.set()
        await nurse.settle()
        await nurse.settle()
        assert on_worklist(nurse)


async def test_on_a_terminal_too_narrow_signing_in_waits_and_nothing_breaks(at_work, li):
    async with at_work(named=li, size=(20, 10)) as nurse:
        assert "This window is too small" in nurse.shown
        await nurse.type(PASSWORD)
        assert nurse.app.someone is None
        await nurse.pilot.resize_terminal(80, 24)
        await nurse.type(PASSWORD)
        assert on_worklist(nurse)


async def test_signing_out_lets_the_next_person_take_over(at_work, path, li, account_in):
    account_in(path, "Dr. Wang", "investigator")
    async with at_work(named=li) as person:
        await person.type(PASSWORD)
        await person.begin()
        await person.press("y")
        await person.type("/list")
        await person.type("/signout")
        assert place(person) == "sign_in"
        assert "S-0001" not in painted(person)
        await person.type("Dr. Wang")
        await person.type(PASSWORD)
        assert on_worklist(person)
        assert "Dr. Wang, investigator" in person.shown
        await person.press("enter")
        await person.press("y")
        assert person.app.store.events("S-0001")[-1].person.name in ("Dr. Wang", "A. Li")


async def test_ones_own_password_is_changed_with_the_one_there_is(at_work, li):
    async with at_work(named=li) as nurse:
        await nurse.type(PASSWORD)
        await nurse.type("/password")
        await nurse.type("not the password")
        await nurse.type(OTHER)
        await nurse.type(OTHER)
        assert "The password is wrong." in nurse.shown
        await nurse.type(PASSWORD)
        await nurse.type(OTHER)
        await nurse.type(OTHER)
        assert "Your password was changed." in nurse.shown
        await nurse.type("/signout")
        await nurse.type("A. Li")
        await nurse.type(OTHER)
        assert on_worklist(nurse)


@pytest.mark.parametrize(
    "role",
    [
        "auditor",
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("author", "administrator")),
    ],
)
async def test_who_may_not_screen_is_offered_no_screening_and_told_why(
    at_work, path, account_in, li, role
):
    """record 18"""
    async with at_work(named=li) as nurse:
        await nurse.type(PASSWORD)
        await nurse.begin()
    account_in(path, "Somebody", role)
    async with at_work(named=Named("Somebody")) as somebody:
        await somebody.type(PASSWORD)
        assert on_worklist(somebody)
        assert "New screening" not in somebody.app.screen.query_one(KeyBar).shown
        await somebody.press("enter")
        if role == "auditor":
            assert place(somebody) == "audit"
            await somebody.press("escape")
        else:
            assert f"As {role} you may not screen candidates." in somebody.shown
        await somebody.type("/points")
        assert "The rules name nothing that the protocol leaves open." in somebody.shown
        await somebody.press("escape")
        for command in ("/new DL-008", "/new"):
            await somebody.type(command)
            assert f"As {role} you may not screen candidates." in somebody.shown
        await somebody.press("ctrl+n")
        assert on_worklist(somebody)
        assert ("/accounts" in [c.slash for c in somebody.app.screen.commands()]) == (
            role == "administrator"
        )
        assert somebody.app.store.numbers() == ["S-0001"]


async def test_a_person_handed_in_has_no_account_to_sign_out_of(at_work):
    async with at_work() as nurse:
        assert "Sign out" not in nurse.app.screen.query_one(KeyBar).shown
        await nurse.type("/signout")
        assert "Nobody has signed in here" in nurse.shown
        await nurse.press("ctrl+l")
        assert on_worklist(nurse)


async def test_the_sign_in_speaks_the_language_it_is_switched_to(at_work, li):
    async with at_work(named=li, language="zh") as nurse:
        assert isinstance(nurse.app.screen, SignInScreen)
        assert isinstance(nurse.app.focused, Input)
        nurse.app.do_interface("")
        await nurse.settle()
        assert "Sign in" in nurse.shown
        await nurse.type(PASSWORD)
        assert on_worklist(nurse)
