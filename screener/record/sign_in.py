"""Signing in: a name, a password and a role; failures are recorded, and make the next one wait."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from screener.joining import listed
from screener.language import _, ngettext
from screener.protocol.roles import Role
from screener.record.accounts import Account, Accounts, key_of
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


class SignedIn(NamedTuple):
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
            SignInRefused: They are of none, or it has to wait after others that were wrong, also
                where these were tried at the same time.
            StoreError: The store cannot be written.
        """
        return self._checked(name, password, _("The name or the password is wrong."))

    def _checked(self, name: str, password: str, wrong: str) -> Account:
        """Find the account, or refuse, with `wrong` to say what is; as `check`."""
        account, _failures = self._tried(name)
        secret = self._accounts.secret(account) if account is not None else None
        # As long for a name that there is not: nobody learns names by the time it takes.
        right = is_of(password, secret)
        if account is None or not right:
            self._refuse(name, wrong)
        self._store.check_rights()
        # Others may have been wrong meanwhile: of many guesses at once, each waits for the others.
        self._tried(name)
        self._as_checked(account)
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

        # The role may have been picked some time after the password was right.
        self._store.record(
            EventKind.SIGNED_IN, {}, person, lambda connection: self._as_checked(account)
        )
        return SignedIn(person, account.failures, tuple(unknown))

    def confirm(self, person: Person, password: str) -> Account:
        """Check the password again of the one who is there, and that the role is theirs still.

        Raises:
            SignInRefused: It is wrong, has to wait, or the account was closed or the role taken
                away meanwhile.
            StoreError: The store cannot be written.
        """
        # Their name is known here: that the account is closed gives nothing away, and helps.
        known = self._accounts.named(person.name)
        if known is not None and known.closed:
            raise SignInRefused(
                _("The account {name} is closed.").format(name=visible(known.name)),
                _("Let somebody sign in whose account is open."),
            )
        account = self._checked(person.name, password, _("The password is wrong."))
        if person.role not in account.roles:
            raise _without_role(account, person.role)
        return account

    def unlock(self, person: Person, password: str) -> SignedIn:
        """Let somebody go on whose screen was locked; as `confirm`."""
        account = self.confirm(person, password)
        self._store.record(
            EventKind.UNLOCKED, {}, person, lambda connection: self._as_checked(account)
        )
        return SignedIn(person, account.failures)

    def _tried(self, name: str) -> tuple[Account | None, tuple[datetime, ...]]:
        """Find the account of a name, if it has one, and what failed under it so far.

        Raises:
            SignInRefused: It has to wait.
        """
        account = self._accounts.named(name)
        if account is None:
            failures = self._store.strangers.get(hash(key_of(name)), ())
        else:
            failures = account.failures
        if left := _left(failures, self._store.now()):
            raise SignInRefused(
                _("Too many sign-ins failed."), _("Wait {time}.").format(time=wait_told(left)), left
            )
        return account, failures

    def _refuse(self, name: str, wrong: str) -> NoReturn:
        # Filled in once nobody else can write: the account may have gone with a restored backup,
        # and others may have been wrong while the password was checked.
        body: dict[str, object] = {}
        failed: tuple[datetime, ...] = ()

        def count(connection: sqlite3.Connection) -> None:
            nonlocal failed
            account, failures = self._tried(name)
            failed = (*failures, self._store.now())
            # A name that there is not is left out: it may be a password, typed one line too early.
            body["account"] = account.name if account is not None else None
            if account is None:
                self._store.strangers[hash(key_of(name))] = failed

        self._store.record(EventKind.SIGN_IN_FAILED, body, PROGRAM, count)
        wait = _wait(len(failed))
        hint = _("Try again.")
        if wait:
            hint = _("Wait {time}, then try again.").format(time=wait_told(wait))
        raise SignInRefused(wrong, hint, wait)

    def _as_checked(self, account: Account) -> None:
        """Refuse where the password is another by now than the one that was right."""
        now = self._accounts.named(account.name)
        if now is None or now.secret != account.secret:
            raise SignInRefused(_("The account was changed just now."), _("Sign in again."))


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
    """Tell how long to wait after so many failures."""
    if failures < _FREE:
        return timedelta()
    doubled = min(failures - _FREE, _MOST_DOUBLED)
    return min(_FIRST_WAIT * (1 << doubled), _LONGEST_WAIT)


def _left(failures: Sequence[datetime], now: datetime) -> timedelta:
    """Tell how much of the wait is left.

    None is where the last one failed in what is the future now: a clock that was far ahead locks
    nobody out. What fails next is of the clock as it is, and waits again.
    """
    if not failures or now < failures[-1]:
        return timedelta()
    return max(timedelta(), failures[-1] + _wait(len(failures)) - now)


def wait_told(time: timedelta) -> str:
    """Say how long to wait."""
    seconds = max(1, round(time.total_seconds()))
    if seconds < 60:
        return ngettext("{count} second", "{count} seconds", seconds).format(count=seconds)
    minutes = -(-seconds // 60)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
