"""Accounts: one person each, with roles and a password; closed ones are never used again."""

import pytest

from screener.protocol.roles import Role
from screener.record.accounts import ROLES, AccountRefused, Accounts
from screener.record.events import EventKind, Person
from screener.record.rights import RIGHTS, NotAllowed, Right, may
from screener.record.sign_in import SignIn, SignInRefused
from screener.record.store import Store
from tests.people import signed_in
from tests.record.signing_in import ADA, GOOD, LI, OTHER, told


def test_the_first_account_manages_the_others_whatever_else_it_is_for(accounts):
    first = accounts.make_first(ADA, [Role.SCREENER], GOOD)
    assert first.roles == (Role.SCREENER, Role.ADMINISTRATOR)
    assert accounts.all() == (first,)


def test_there_is_one_first_account(accounts, ada):
    with pytest.raises(AccountRefused, match="accounts already"):
        accounts.make_first("Eve", [], GOOD)


def test_accounts_made_roles_changed_and_sign_ins_are_in_the_trail(store, accounts, ada, li):
    """record 5"""
    accounts.set_roles(LI, [Role.SCREENER, Role.AUTHOR], ada)
    accounts.set_password(LI, GOOD, ada)
    accounts.close(LI, ada)
    with pytest.raises(SignInRefused):
        SignIn(store).check(ADA, "wrong password")
    found = told(store)[1:]
    assert [(event.kind, event.person.name) for event in found] == [
        (EventKind.ACCOUNT_ADDED, ADA),
        (EventKind.SIGNED_IN, ADA),
        (EventKind.ACCOUNT_ADDED, ADA),
        (EventKind.ROLES_CHANGED, ADA),
        (EventKind.PASSWORD_CHANGED, ADA),
        (EventKind.ACCOUNT_CLOSED, ADA),
        (EventKind.SIGN_IN_FAILED, "Screener"),
    ]
    assert found[3].body["roles"] == ["screener", "author"]
    assert found[-1].body["account"] == ADA


def test_what_another_changed_meanwhile_is_told_and_not_undone(accounts, ada, li):
    accounts.set_roles(LI, [Role.SCREENER, Role.AUTHOR], ada, li)
    with pytest.raises(AccountRefused, match="other roles meanwhile: screener, author"):
        accounts.set_roles(LI, [Role.SCREENER, Role.AUDITOR], ada, li)
    assert accounts.named(LI).roles == (Role.SCREENER, Role.AUTHOR)
    now = accounts.named(LI)
    accounts.set_password(LI, GOOD, ada, now)
    with pytest.raises(AccountRefused, match="another password meanwhile"):
        accounts.set_password(LI, OTHER, ada, now)


def test_no_event_holds_a_password_nor_what_it_is_checked_against(store, accounts, ada, li):
    said = repr([event.body for event in store.store_events()])
    assert OTHER not in said
    assert "argon2" not in said
    assert store.credential(LI).startswith("$argon2id$")


def test_the_name_of_an_account_is_never_used_again(accounts, ada, li):
    """record 18"""
    accounts.close(LI, ada)
    with pytest.raises(AccountRefused, match="has an account already"):
        accounts.add("a. li", [Role.SCREENER], OTHER, ada)
    with pytest.raises(AccountRefused, match="has an account already"):
        accounts.add("Ａ. Li", [Role.SCREENER], OTHER, ada)
    with pytest.raises(AccountRefused, match="is closed"):
        accounts.set_password(LI, GOOD, ada)


def test_accounts_that_differ_in_the_width_of_letters_stay_two(accounts, ada, li, monkeypatch):
    """record 18: a name is not taken so any more, and whoever has one keeps it."""
    wide = "Ａ. Ｌｉ"
    with monkeypatch.context() as earlier:
        earlier.setattr("screener.record.accounts._alike", lambda known, name: ())
        accounts.add(wide, [Role.AUDITOR], GOOD, ada)
    assert [one.roles for one in map(accounts.named, (LI, wide))] == [li.roles, (Role.AUDITOR,)]
    assert accounts.named("ａ. li") is None
    accounts.close(wide, ada)
    assert not accounts.named(LI).closed


def test_a_closed_account_signs_nobody_in(store, accounts, ada, li):
    """record 18"""
    accounts.close(LI, ada)
    assert store.credential(LI) is None
    with pytest.raises(SignInRefused, match=r"The name or the password is wrong\."):
        SignIn(store).check(LI, OTHER)


def test_the_last_administrator_stays_one(accounts, ada, li):
    with pytest.raises(AccountRefused, match="last administrator"):
        accounts.close(ADA, ada)
    with pytest.raises(AccountRefused, match="last administrator"):
        accounts.set_roles(ADA, [Role.AUDITOR], ada)
    accounts.set_roles(LI, [Role.ADMINISTRATOR], ada)
    accounts.close(ADA, ada)


@pytest.mark.parametrize("role", [role for role in ROLES if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_manages_accounts(store, accounts, ada, li, role):
    somebody = signed_in(store, "Somebody", role)
    for act in (
        lambda: accounts.add("Eve", [role], GOOD, somebody),
        lambda: accounts.set_roles(LI, [Role.AUDITOR], somebody),
        lambda: accounts.set_password(LI, GOOD, somebody),
        lambda: accounts.close(LI, somebody),
    ):
        with pytest.raises(NotAllowed, match="administrator"):
            act()
    assert accounts.named(LI).roles == (Role.SCREENER,)


def test_everybody_may_change_their_own_password(store, accounts, li):
    accounts.set_password(LI, GOOD, Person(LI, Role.SCREENER, authenticated=True))
    assert SignIn(store).check(LI, GOOD).name == LI
    with pytest.raises(SignInRefused, match="name or the password is wrong"):
        SignIn(store).check(LI, OTHER)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "at least 12 characters"),
        ("x" * 1_000_000, "at most 1024 characters"),
        ("I am Eve Adams, hello", "does not hold the name"),
        ("abababababababab", "different characters"),
    ],
)
def test_a_password_that_is_soon_guessed_is_refused(accounts, ada, password, said):
    with pytest.raises(AccountRefused, match=said):
        accounts.add("Eve Adams", [Role.AUDITOR], password, ada)
    assert accounts.named("Eve Adams") is None


def test_a_short_name_may_stand_in_a_password_by_chance(accounts, ada):
    assert accounts.add("Li", [Role.AUDITOR], "a lively tune in May", ada).name == "Li"


@pytest.mark.parametrize("name", ["", " ", "x" * 101, "Eve\x1b[2J", "Eve\nAdams\x00"])
def test_a_name_that_cannot_be_printed_is_refused(accounts, ada, name):
    with pytest.raises(AccountRefused):
        accounts.add(name, [Role.AUDITOR], GOOD, ada)


@pytest.mark.parametrize("name", ["'; DROP TABLE events; --", '" OR 1=1 --', "%", "李娜"])
def test_a_name_is_text_whatever_it_looks_like(store, accounts, ada, name):
    with pytest.raises(SignInRefused, match="name or the password is wrong"):
        SignIn(store).check(name, GOOD)
    accounts.add(name, [Role.AUDITOR], GOOD, ada)
    assert SignIn(store).check(name, GOOD).name == name


def test_of_two_who_take_a_name_at_once_one_is_told(path, clock, accounts, ada, monkeypatch):
    with Store.open(path, clock=clock) as other:
        theirs = Accounts(other)
        known = theirs._known

        def late():
            monkeypatch.setattr(theirs, "_known", known)
            accounts.add(LI, [Role.SCREENER], OTHER, ada)
            return {}

        monkeypatch.setattr(theirs, "_known", late)
        with pytest.raises(AccountRefused, match="has an account already"):
            theirs.add(LI, [Role.AUDITOR], GOOD, ada)
    assert accounts.named(LI).roles == (Role.SCREENER,)


def test_what_nobody_may_do_is_in_no_table():
    assert all(roles for roles, _told in RIGHTS.values())
    assert not may(Role.SCREENER, Right.SIGN)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_nobody_but_screeners_and_investigators_screens(store, rules, role):
    with pytest.raises(NotAllowed, match="screener or investigator"):
        store.new_screening(rules, "DL-1", Person("Somebody", role), "en")
    assert store.numbers() == []
