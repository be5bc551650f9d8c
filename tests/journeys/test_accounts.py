"""The screen of accounts: an administrator adds, changes and closes them, each in place."""

import pytest
from textual.widgets import OptionList

from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.sign_in import SignIn, SignInRefused
from screens.widgets.asking_line import AskingLine
from tests.journeys.conftest import on_worklist, place

PASSWORD, OTHER = "correct horse battery", "staple in the morning"


@pytest.fixture
def as_ada(at_work, tmp_path, account_in):
    """Open the app as the administrator of a store in which A. Li screens."""
    account_in(tmp_path / "store.db", "A. Li", "screener")
    return lambda: at_work(name="Ada Byron", role="administrator", authenticated=True)


def listed(person):
    return [str(option.prompt) for option in person.app.screen.query_one(OptionList).options]


async def open_li(person):
    await person.type("/accounts")
    await person.press("down", "enter")


async def test_accounts_are_listed_with_roles_last_sign_in_and_failures_since(as_ada):
    """record 20"""
    async with as_ada() as ada:
        for name in ("A. Li", "Nobody at all"):
            with pytest.raises(SignInRefused):
                SignIn(ada.app.store).check(name, "not the password")
        await ada.type("/accounts")
        first, li, add = listed(ada)
        assert first.startswith("Ada Byron  administrator\n   signed in on 20")
        assert li == "A. Li  screener\n   never signed in; 1 sign-in failed since"
        assert add == "+ Add an account"
        assert "1 sign-in failed so far under a name that has no account" in ada.shown
        await ada.press("escape")
        assert on_worklist(ada)


async def test_an_account_is_added_with_name_roles_and_password(as_ada):
    async with as_ada() as ada:
        await ada.type("/accounts")
        await ada.press("end", "enter")
        await ada.type("a.  LI")
        await ada.press("1", "enter")
        await ada.type(OTHER)
        await ada.type(OTHER)
        assert "A. Li has an account already." in ada.shown
        assert "a.  LI" in str(ada.app.screen.query_one(AskingLine).value)
        await ada.press("escape")
        await ada.type("Dr. Wang")
        await ada.press("2", "4", "enter")
        await ada.type(OTHER)
        await ada.type(OTHER)
        assert place(ada) == "accounts"
        assert "The account was added." in ada.shown
        account = SignIn(ada.app.store).check("Dr. Wang", OTHER)
        assert account.roles == (Role.INVESTIGATOR, Role.AUDITOR)


async def test_roles_are_ticked_as_they_are_and_changed(as_ada):
    async with as_ada() as ada:
        await open_li(ada)
        await ada.type("change")
        assert "1  [✓] screener" in ada.shown
        await ada.press("1", "enter")
        assert "An account has at least one role." in ada.shown
        await ada.press("5", "enter")
        assert "The roles were changed." in ada.shown
        assert Accounts(ada.app.store).open_named("A. Li").roles == (Role.ADMINISTRATOR,)


async def test_a_new_password_is_given_and_lifts_a_wait(as_ada):
    async with as_ada() as ada:
        for _time in range(3):
            with pytest.raises(SignInRefused):
                SignIn(ada.app.store).check("A. Li", "not the password")
        await open_li(ada)
        await ada.type("password")
        await ada.type(OTHER)
        await ada.type(OTHER)
        assert "Tell it to A. Li alone." in ada.shown
        assert SignIn(ada.app.store).check("A. Li", OTHER).name == "A. Li"


async def test_an_account_is_closed_only_once_that_is_confirmed(as_ada):
    """record 18"""
    async with as_ada() as ada:
        await open_li(ada)
        await ada.type("close")
        assert "never opened again" in ada.shown
        await ada.press("escape")
        assert not Accounts(ada.app.store).open_named("A. Li").closed
        await ada.press("enter")
        await ada.type("close")
        await ada.press("enter")
        assert "The account is closed." in ada.shown
        assert listed(ada)[1].endswith("closed")
        await ada.press("enter")
        assert "is closed, and never opened again" in ada.shown


async def test_the_last_administrator_is_told_to_be_that_in_place(as_ada):
    async with as_ada() as ada:
        await ada.type("/accounts")
        await ada.press("enter")
        await ada.type("close")
        await ada.press("enter")
        assert "Ada Byron is the last administrator." in ada.shown
        assert place(ada) == "accounts"


@pytest.mark.parametrize("role", ["screener", "investigator", "author", "auditor"])
async def test_nobody_else_comes_to_the_accounts(at_work, role):
    """record 18"""
    async with at_work(role=role, authenticated=True) as somebody:
        await somebody.type("/accounts")
        assert on_worklist(somebody)
        assert f"As {role} you may not manage accounts." in somebody.shown
