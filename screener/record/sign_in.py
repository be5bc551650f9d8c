"""Signing in: a name, a password and a role; failures are recorded, and make the next one wait."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NoReturn

from screener.joining import listed
from screener.language import _, ngettext
from screener.protocol.roles import Role
from screener.record.accounts import Account, Accounts
from screener.record.errors import StoreError
from screener.record.events import PROGRAM, EventKind, Person
from screener.record.passwords import is_of
from screener.record.rights import Right, may, role_told
from screener.sanitise import visible

if TYPE_CHECKING:
    from screener.record.store import Store

#: So many may fail without a wait; each further one doubles it.
_FREE = 3
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(minutes=15)
_MOST_DOUBLED = 10


class SignInRefused(StoreError):
    """Nobody was signed in. `wait` is how long the next attempt is refused."""

    def __init__(self, message: str, hint: str, wait: timedelta = timedelta()) -> None:
        super().__init__(message, hint)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody whose password was right, and when others were wrong since the last time.

    `unknown` are those under names that no account has; administrators are told of them.
    """

    person: Person
    failures: tuple[datetime, ...]
    unknown: tuple[datetime, ...] = ()


class SignIn:
    """Signs people in to one store."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._accounts = Accounts(store)

    def check(self, name: str, password: str) -> Account:
        """Find the account that this name and password are of.

        Raises:
            SignInRefused: They are of none, or it has to wait after others that were wrong.
            StoreError: The store cannot be written.
        """
        account = self._accounts.named(name)
        failures = self._accounts.failures_of_nobody() if account is None else account.failures
        now = self._store.now()
        if left := _left(failures, now):
            raise SignInRefused(
                _("Too many sign-ins failed."), _("Wait {time}.").format(time=wait_told(left)), left
            )
        secret = self._accounts.secret(account) if account is not None else None
        # As long for a name that there is not: nobody learns names by the time it takes.
        right = is_of(password, secret)
        if account is None or not right:
            self._refuse(account, (*failures, now))
        return account

    def enter(self, account: Account, role: Role) -> SignedIn:
        """Record that the one whose password was right has signed in, in one of their roles.

        Raises:
            SignInRefused: The account has not that role.
            StoreError: The store cannot be written.
        """
        if role not in account.roles:
            raise _without_role(account, role)
        person = Person(account.name, role, authenticated=True)
        unknown: Sequence[datetime] = ()
        if may(role, Right.ACCOUNTS):
            unknown = self._accounts.unknown_names(account)

        def still(connection: sqlite3.Connection) -> None:
            # The role may have been picked some time after the password was right.
            now = self._accounts.named(account.name)
            if now is None or now.closed or now.secret != account.secret:
                raise SignInRefused(_("The account was changed just now."), _("Sign in again."))
            if role not in now.roles:
                raise _without_role(now, role)

        self._store.record(EventKind.SIGNED_IN, {}, person, still)
        return SignedIn(person, account.failures, tuple(unknown))

    def confirm(self, person: Person, password: str) -> Account:
        """Check the password again of the one who is there, and that the role is theirs still.

        Raises:
            SignInRefused: It is wrong, has to wait, or the role was taken away meanwhile.
            StoreError: The store cannot be written.
        """
        account = self.check(person.name, password)
        if person.role not in account.roles:
            raise _without_role(account, person.role)
        return account

    def unlock(self, person: Person, password: str) -> SignedIn:
        """Let somebody go on whose screen was locked; as `confirm`."""
        account = self.confirm(person, password)
        self._store.record(EventKind.UNLOCKED, {}, person)
        return SignedIn(person, account.failures)

    def _refuse(self, account: Account | None, failures: Sequence[datetime]) -> NoReturn:
        # A name that there is not is left out: it may be a password, typed one line too early.
        body = {"account": account.name if account is not None else None}
        self._store.record(EventKind.SIGN_IN_FAILED, body, PROGRAM)
        wait = _wait(len(failures))
        hint = _("Try again.")
        if wait:
            hint = _("Wait {time}, then try again.").format(time=wait_told(wait))
        if account is not None and account.closed:
            raise SignInRefused(
                _("This account is closed."), _("Ask an administrator for another one."), wait
            )
        raise SignInRefused(_("The name or the password is wrong."), hint, wait)


def _without_role(account: Account, role: Role) -> SignInRefused:
    return SignInRefused(
        _("{name} has not the role {role}.").format(
            name=visible(account.name), role=role_told(role)
        ),
        _("Sign in with one of these: {roles}.").format(
            roles=listed([role_told(one) for one in account.roles])
        ),
    )


def _wait(failures: int) -> timedelta:
    """Tell how long to wait after so many failures in a row."""
    if failures < _FREE:
        return timedelta()
    doubled = min(failures - _FREE, _MOST_DOUBLED)
    return min(_FIRST_WAIT * (1 << doubled), _LONGEST_WAIT)


def _left(failures: Sequence[datetime], now: datetime) -> timedelta:
    """Tell how much of the wait is left; a clock that was set back makes it no longer."""
    if not failures:
        return timedelta()
    wait = _wait(len(failures))
    return max(timedelta(), min(wait, failures[-1] + wait - now))


def wait_told(time: timedelta) -> str:
    """Say how long to wait."""
    seconds = max(1, round(time.total_seconds()))
    if seconds < 60:
        return ngettext("{count} second", "{count} seconds", seconds).format(count=seconds)
    minutes = -(-seconds // 60)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
