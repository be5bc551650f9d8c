"""Signing in: failures wait, and nobody is let in, or goes on, whose account or role is gone."""

from datetime import timedelta

import pytest
from argon2 import extract_parameters

from screener.protocol.roles import Role
from screener.record import passwords
from screener.record.accounts import Accounts
from screener.record.backups import back_up
from screener.record.errors import StoreError
from screener.record.events import PROGRAM, EventKind, Person
from screener.record.restoring import restore
from screener.record.sessions import SessionEnded
from screener.record.sign_in import SignIn, SignInRefused
from screener.record.store import Store
from tests.people import signed_in
from tests.record.signing_in import ADA, GOOD, LI, OTHER, kinds


def test_somebody_who_signs_in_is_authenticated_in_what_they_record(store, li, rules):
    """record 18"""
    signed = SignIn(store).enter(SignIn(store).check(LI, OTHER), Role.SCREENER)
    assert signed.person == Person(LI, Role.SCREENER, authenticated=True)
    number = store.new_screening(rules, "DL-1", signed.person, "en")
    assert store.events(number)[0].person.authenticated


@pytest.mark.parametrize("name", ["a.  li", "A. LI", " A. Li ", "Ａ． Ｌｉ"])
def test_a_name_is_found_however_it_is_spaced_and_capitalised(store, li, name):
    assert SignIn(store).check(name, OTHER).name == LI


def test_a_password_of_a_million_characters_is_wrong_and_nothing_else(store, li):
    with pytest.raises(SignInRefused, match="name or the password is wrong"):
        SignIn(store).check(LI, "x" * 1_000_000)


def fail(store, name, times):
    for _time in range(times):
        with pytest.raises(SignInRefused) as caught:
            SignIn(store).check(name, "not the password")
    return caught.value


@pytest.mark.parametrize("name", [LI, "Nobody"])
def test_each_further_failure_waits_longer_than_the_one_before(store, clock, li, name):
    """record 20"""
    assert fail(store, name, 2).wait == timedelta()
    waits = []
    for _failure in range(10):
        waits.append(fail(store, name, 1).wait)
        clock.advance(waits[-1])
    assert [wait.total_seconds() for wait in waits] == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]


def test_who_has_to_wait_is_refused_with_the_right_password_too_and_not_for_ever(store, clock, li):
    """record 20"""
    wait = fail(store, LI, 3).wait
    before = len(store.store_events())
    with pytest.raises(SignInRefused, match=r"Too many sign-ins failed\. Wait 5 seconds"):
        SignIn(store).check(LI, OTHER)
    assert len(store.store_events()) == before, "what waits fills no record"
    clock.advance(wait)
    assert SignIn(store).check(LI, OTHER).name == LI


def test_nobody_is_locked_out_by_a_clock_that_was_once_far_ahead(store, clock, li):
    """record 20"""
    fail(store, LI, 12)
    clock.advance(timedelta(hours=-5))
    assert SignIn(store).check(LI, OTHER).name == LI


def test_after_a_clock_is_set_back_what_fails_waits_as_before(store, clock, li):
    """record 20"""
    fail(store, LI, 3)
    clock.advance(timedelta(hours=-5))
    wait = fail(store, LI, 1).wait
    assert wait == timedelta(seconds=10)
    with pytest.raises(SignInRefused, match="Wait 10 seconds"):
        SignIn(store).check(LI, OTHER)
    clock.advance(wait)
    assert SignIn(store).check(LI, OTHER).name == LI


@pytest.mark.parametrize("guess", ["not the password", OTHER])
def test_of_many_guesses_at_once_each_is_told_of_only_when_the_others_have_waited(
    store, clock, li, while_checked, guess
):
    """record 20"""
    fail(store, LI, 2)
    # Another one, which began at the same time, turns out wrong first, and starts the wait.
    while_checked(lambda: fail(store, LI, 1))
    with pytest.raises(SignInRefused, match=r"Too many sign-ins failed\. Wait 5 seconds"):
        SignIn(store).check(LI, guess)
    (account,) = (one for one in Accounts(store).all() if one.name == LI)
    assert len(account.failures) == 3


def test_a_name_that_there_is_not_is_refused_like_one_that_there_is(store, accounts, li, clock):
    def refused(name):
        with pytest.raises(SignInRefused) as caught:
            SignIn(store).check(name, "not the password")
        return str(caught.value)

    fail(store, "Nobody", 5)
    assert [refused("Noone") for _time in range(5)] == [refused(LI) for _time in range(5)]


def test_a_name_that_there_is_not_takes_as_long_to_check_as_one_that_there_is():
    """Its secret is there from the first time on, and was made at the cost of every other."""
    nobodys = extract_parameters(passwords._NOBODYS)
    assert nobodys == extract_parameters(passwords.secret_of(GOOD))
    assert not passwords.is_of(GOOD, None)


def test_failures_outlive_the_program(path, clock, store, li):
    fail(store, LI, 3)
    store.close()
    with Store.open(path, clock=clock) as again, pytest.raises(SignInRefused, match="Wait"):
        SignIn(again).check(LI, OTHER)


def test_failed_sign_ins_are_reported_at_the_next_one(store, li):
    """record 20"""
    fail(store, LI, 2)
    sign_in = SignIn(store)
    assert len(sign_in.enter(sign_in.check(LI, OTHER), Role.SCREENER).failures) == 2
    assert sign_in.enter(sign_in.check(LI, OTHER), Role.SCREENER).failures == ()


# What changes while somebody is at work.


@pytest.fixture
def while_checked(monkeypatch):
    """Let something happen, once, while the next password is checked."""

    def then(act):
        def checked(password, secret):
            monkeypatch.setattr("screener.record.sign_in.is_of", passwords.is_of)
            right = passwords.is_of(password, secret)
            act()
            return right

        monkeypatch.setattr("screener.record.sign_in.is_of", checked)

    return then


@pytest.fixture
def go_back(store, tmp_path, accounts, ada):
    """Restore a backup in which A. Li has no account yet."""
    backup = tmp_path / "backup.db"
    back_up(store, backup, ada)
    accounts.add(LI, [Role.SCREENER], OTHER, ada)
    return lambda: restore(store, backup, ada, anyway=True)


@pytest.mark.parametrize("guess", ["not the password", OTHER])
def test_an_account_that_goes_with_a_restored_backup_while_its_password_is_checked_locks_nobody_out(
    store, accounts, go_back, while_checked, guess
):
    while_checked(go_back)
    with pytest.raises(SignInRefused):
        SignIn(store).check(LI, guess)
    assert store.store_events()[-1].body.get("account") is None
    assert SignIn(store).check(ADA, GOOD).name == ADA


def test_what_the_trail_tells_of_an_account_that_there_is_not_locks_nobody_out(
    store, accounts, ada
):
    """Earlier versions could record it after a backup was restored."""
    store.record(EventKind.SIGN_IN_FAILED, {"account": LI}, PROGRAM)
    store.record(EventKind.UNLOCKED, {}, Person(LI, Role.SCREENER))
    assert [account.name for account in accounts.all()] == [ADA]
    assert SignIn(store).check(ADA, GOOD).name == ADA


def test_a_role_picked_after_the_account_was_closed_signs_nobody_in(store, accounts, ada, li):
    """record 18"""
    account = SignIn(store).check(LI, OTHER)
    accounts.close(LI, ada)
    with pytest.raises(SessionEnded, match=r"account A\. Li is closed"):
        SignIn(store).enter(account, Role.SCREENER)
    assert kinds(store)[-1] is EventKind.ACCOUNT_CLOSED


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda accounts, ada: accounts.close(LI, ada), "The account A. Li is closed"),
        (
            lambda accounts, ada: accounts.set_roles(LI, [Role.AUDITOR], ada),
            "A. Li has not the role screener any more",
        ),
        (lambda accounts, ada: accounts.set_password(LI, GOOD, ada), "changed just now"),
    ],
)
def test_nobody_unlocks_whose_account_was_changed_while_the_password_was_checked(
    store, accounts, ada, li, while_checked, change, said
):
    """record 18"""
    person = SignIn(store).enter(li, Role.SCREENER).person
    while_checked(lambda: change(accounts, ada))
    with pytest.raises(StoreError, match=said):
        SignIn(store).unlock(person, OTHER)
    assert EventKind.UNLOCKED not in kinds(store)


def every_act(store, rules, person):
    """Give the three ways in which somebody writes to a store."""
    number = store.new_screening(rules, "DL-1", person, "en")
    return (
        lambda: store.new_screening(rules, "DL-2", person, "en"),
        lambda: store.append(number, 1, EventKind.NOTE_ADDED, {"text": "a word"}, person),
        lambda: store.record(EventKind.LOCKED, {}, person),
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda accounts, ada: accounts.close(LI, ada),
            "The account A. Li is closed. Nothing was written. Let somebody sign in whose account",
        ),
        (
            lambda accounts, ada: accounts.set_roles(LI, [Role.AUDITOR, Role.AUTHOR], ada),
            "A. Li has not the role screener any more. Nothing was written. Sign out, and in again"
            " with one of these: author, auditor",
        ),
    ],
)
def test_a_session_ends_with_the_account_or_the_role_whoever_ended_it(
    path, clock, store, accounts, ada, li, rules, change, said
):
    """record 18"""
    acts = every_act(store, rules, SignIn(store).enter(li, Role.SCREENER).person)
    before = len(store.events("S-0001"))
    with Store.open(path, clock=clock) as other:
        change(Accounts(other), ada)
    for act in acts:
        with pytest.raises(SessionEnded, match=said):
            act()
    assert len(store.events("S-0001")) == before
    assert store.numbers() == ["S-0001"]
    assert EventKind.LOCKED not in kinds(store)


def test_whoever_is_locked_out_while_their_account_is_closed_is_told_so(store, accounts, ada, li):
    """record 18"""
    person = SignIn(store).enter(li, Role.SCREENER).person
    accounts.close(LI, ada)
    for password in (GOOD, "wrong"):
        with pytest.raises(SignInRefused, match=r"account A\. Li is closed\. Let somebody"):
            SignIn(store).unlock(person, password)
    with pytest.raises(SignInRefused, match="The name or the password is wrong"):
        SignIn(store).check(LI, GOOD)


def test_a_session_whose_account_could_not_be_looked_at_is_looked_at_again(
    path, clock, store, accounts, ada, li, rules, monkeypatch
):
    """record 18"""
    person = SignIn(store).enter(li, Role.SCREENER).person
    number = store.new_screening(rules, "DL-1", person, "en")
    with Store.open(path, clock=clock) as other:
        Accounts(other).close(LI, ada)
    with monkeypatch.context() as patched:
        patched.setattr("screener.record.sessions.event_of", lambda *row: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store.append(number, 1, EventKind.NOTE_ADDED, {"text": "one"}, person)
    with pytest.raises(SessionEnded, match=r"account A\. Li is closed"):
        store.append(number, 1, EventKind.NOTE_ADDED, {"text": "one"}, person)
    assert len(store.events(number)) == 1


def test_a_session_ends_with_an_account_that_goes_with_a_restored_backup(
    store, accounts, go_back, rules
):
    """record 18"""
    sign_in = SignIn(store)
    li = sign_in.enter(sign_in.check(LI, OTHER), Role.SCREENER).person
    for act in every_act(store, rules, li)[:1]:
        act()
    go_back()
    with pytest.raises(SessionEnded, match=r"no account A\. Li.*restored from a backup"):
        store.new_screening(rules, "DL-1", li, "en")
    assert store.numbers() == []


def test_who_restores_a_backup_may_have_no_account_in_it(store, tmp_path, accounts, ada):
    backup = tmp_path / "backup.db"
    back_up(store, backup, ada)
    second = signed_in(store, "Second Admin", Role.ADMINISTRATOR)
    restore(store, backup, second, anyway=True)
    assert kinds(store)[-1] is EventKind.RESTORED
    with pytest.raises(SessionEnded):
        accounts.add("Eve Adams", [Role.ADMINISTRATOR], GOOD, second)


def test_a_closed_administrator_makes_no_other(store, accounts, ada):
    """record 18"""
    second = signed_in(store, "Second Admin", Role.ADMINISTRATOR)
    accounts.close(second.name, ada)
    with pytest.raises(SessionEnded, match="is closed"):
        accounts.add("Eve Adams", [Role.ADMINISTRATOR], GOOD, second)
    with pytest.raises(SessionEnded, match="is closed"):
        accounts.close(ADA, second)
    assert [account.name for account in accounts.all() if not account.closed] == [ADA]


def test_an_unknown_name_is_not_kept_for_it_may_be_a_password(store, li):
    fail(store, "hunter2 hunter2", 1)
    assert store.store_events()[-1].body == {"account": None}


def test_a_role_that_was_not_given_is_refused(store, li):
    with pytest.raises(SignInRefused, match="has not the role investigator"):
        SignIn(store).enter(li, Role.INVESTIGATOR)


def test_a_role_taken_away_ends_with_the_next_password(store, accounts, ada, li):
    person = SignIn(store).enter(li, Role.SCREENER).person
    accounts.set_roles(LI, [Role.AUDITOR], ada)
    with pytest.raises(SignInRefused, match="has not the role screener"):
        SignIn(store).confirm(person, OTHER)


def test_a_secret_that_something_else_put_there_signs_nobody_in(store, accounts, ada, li):
    store._connection.execute(
        "UPDATE credentials SET secret = ? WHERE account = ?", (store.credential(ADA), LI)
    )
    with pytest.raises(StoreError, match="changed by something else"):
        SignIn(store).check(LI, GOOD)
