"""Accounts: who may use a store, in which roles; worked out from the store's events."""

import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from screener.joining import listed
from screener.language import _
from screener.protocol.roles import Role
from screener.record.errors import StoreError
from screener.record.events import PROGRAM, Event, EventKind, Person
from screener.record.fields import maybe_text_of, text_of, texts_of
from screener.record.passwords import secret_of, unfit
from screener.record.rights import Right, require, role_told
from screener.sanitise import visible

if TYPE_CHECKING:
    from screener.record.store import Store

#: What people may be given; the program's own role is nobody's.
ROLES = (Role.SCREENER, Role.INVESTIGATOR, Role.AUTHOR, Role.AUDITOR, Role.ADMINISTRATOR)
_KINDS = (
    EventKind.ACCOUNT_ADDED,
    EventKind.ROLES_CHANGED,
    EventKind.PASSWORD_CHANGED,
    EventKind.ACCOUNT_CLOSED,
    EventKind.SIGN_IN_FAILED,
)
#: Of these, which are many, only each person's last matters.
_LAST = (EventKind.SIGNED_IN, EventKind.UNLOCKED)


class AccountRefused(StoreError):
    """An account cannot be made or changed so; nothing was written."""


class Account(NamedTuple):
    """One person's. `secret` is the SHA-256 of what the password is checked against, in hex.

    `failures` are the failed sign-ins since the last one that succeeded.
    """

    name: str
    roles: tuple[Role, ...]
    secret: str
    closed: bool = False
    signed_in: datetime | None = None
    failures: tuple[datetime, ...] = ()


#: Where nothing was read before.
_NONE: Mapping[str, Account] = MappingProxyType({})


class Accounts:
    """The accounts of one store."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def all(self) -> tuple[Account, ...]:
        """Give every account, closed ones too, in the order they were made."""
        return tuple(self._known().values())

    def any(self) -> bool:
        """Tell whether there is any account."""
        return bool(self._store.store_events((EventKind.ACCOUNT_ADDED,)))

    def unknown_names(self, since: Account | None = None) -> tuple[datetime, ...]:
        """Give the failed sign-ins under names that no account has, since somebody's last one."""
        failures: tuple[datetime, ...] = ()
        kinds = (EventKind.SIGN_IN_FAILED,), (EventKind.SIGNED_IN,)
        for event in self._store.store_events(*kinds):
            if event.kind is EventKind.SIGN_IN_FAILED:
                if maybe_text_of(event, "account") is None:
                    failures = (*failures, event.at)
            elif since is not None and event.person.name == since.name:
                failures = ()
        return failures

    def named(self, name: str) -> Account | None:
        """Find an account by its name, however it is spaced and capitalised, and how wide."""
        return _found(self._known(), name)

    def open_named(self, name: str) -> Account:
        """Find an account that can be used.

        Raises:
            AccountRefused: There is none of this name, or it is closed.
        """
        return _open(self._known(), name)

    def changeable_by(self, name: str, by: Person) -> Account:
        """Find an account whose password somebody may change: their own, or an administrator any.

        Raises:
            AccountRefused, NotAllowed: It cannot be changed, or not by them.
        """
        # The right comes first: whoever has none is not told who has an account.
        if key_of(by.name) != key_of(name):
            require(by.role, Right.ACCOUNTS)
        return self.open_named(name)

    def make_first(self, name: str, roles: Iterable[Role], password: str) -> Account:
        """Make the first account, which manages the others.

        Raises:
            AccountRefused: There is one already, or it cannot be made so.
            StoreError: The store cannot be written.
        """
        roles = _in_order({*roles, Role.ADMINISTRATOR})
        person = _person(name, Role.ADMINISTRATOR)

        def first(known: Mapping[str, Account]) -> None:
            if known:
                raise AccountRefused(
                    _("There are accounts already."), _("Ask an administrator for one.")
                )

        return self._add(name, roles, password, person, first)

    def add(self, name: str, roles: Iterable[Role], password: str, by: Person) -> Account:
        """Make an account.

        Raises:
            AccountRefused: It cannot be made so: its name is or was somebody's, say.
            StoreError: The store cannot be written, or `by` may not do this.
        """

        def free(known: Mapping[str, Account]) -> None:
            if found := _alike(known, name):
                raise AccountRefused(
                    _("{name} has an account already.").format(name=visible(found[0].name)),
                    _("It is closed, and no account is used again. Tell the two apart by name.")
                    if found[0].closed
                    else _("Tell the two apart by name: the record knows people by it."),
                )

        return self._add(name, _in_order(roles), password, by, free)

    def set_roles(
        self, name: str, roles: Iterable[Role], by: Person, seen: Account | None = None
    ) -> None:
        """Give an account other roles; what it has no more ends at once. As `add`.

        `seen` is the account as `by` has it before their eyes: where somebody else has changed it
        since, this is refused.
        """
        now = _in_order(roles)

        def check(known: Mapping[str, Account]) -> None:
            account = _as_seen(_open(known, name), seen)
            if Role.ADMINISTRATOR not in now:
                _not_the_last(known, account)

        account = self.open_named(name)
        body = {"account": account.name, "roles": list(now)}
        self._write(EventKind.ROLES_CHANGED, body, by, check)

    def set_password(
        self, name: str, password: str, by: Person, seen: Account | None = None
    ) -> None:
        """Give an account another password; as `set_roles`, but everybody may for their own.

        It lifts a wait after failed sign-ins.
        """
        account = self.changeable_by(name, by)
        secret = _checked_secret(password, account.name)
        body = {"account": account.name, "secret": _hash(secret)}

        def keep(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE credentials SET secret = ? WHERE account = ?", (secret, account.name)
            )

        def check(known: Mapping[str, Account]) -> None:
            _as_seen(_open(known, name), seen)

        self._write(EventKind.PASSWORD_CHANGED, body, by, check, keep)

    def close(self, name: str, by: Person) -> None:
        """Close an account for good; as `add`. Its name stays taken."""
        account = self.open_named(name)

        def check(known: Mapping[str, Account]) -> None:
            _not_the_last(known, _open(known, name))

        def forget(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM credentials WHERE account = ?", (account.name,))

        self._write(EventKind.ACCOUNT_CLOSED, {"account": account.name}, by, check, forget)

    def secret(self, account: Account) -> str | None:
        """Give what an account's password is checked against; None where it is closed.

        Raises:
            StoreError: It is not what the program put there.
        """
        secret = self._store.credential(account.name)
        if account.closed or (secret is not None and _hash(secret) == account.secret):
            return None if account.closed else secret
        raise StoreError(
            _("The password of {name} was changed by something else than Screener.").format(
                name=visible(account.name)
            ),
            _("Let an administrator give a new one, or restore the store from a backup."),
        )

    def _known(self) -> Mapping[str, Account]:
        return folded(self._store.store_events(_KINDS, _LAST))

    def _add(
        self,
        name: str,
        roles: tuple[Role, ...],
        password: str,
        by: Person,
        check: Callable[[Mapping[str, Account]], None],
    ) -> Account:
        name = _person(name, Role.SCREENER).name
        check(self._known())
        secret = _checked_secret(password, name)
        body = {"account": name, "roles": list(roles), "secret": _hash(secret)}

        def keep(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT INTO credentials VALUES (?, ?)", (name, secret))

        self._write(EventKind.ACCOUNT_ADDED, body, by, check, keep)
        return Account(name, roles, _hash(secret))

    def _write(
        self,
        kind: EventKind,
        body: Mapping[str, object],
        by: Person,
        check: Callable[[Mapping[str, Account]], None],
        keep: Callable[[sqlite3.Connection], None] = lambda connection: None,
    ) -> None:
        def before(connection: sqlite3.Connection) -> None:
            # Asked again within the transaction: somebody else may have been first.
            check(self._known())
            keep(connection)

        self._store.record(kind, body, by, before)


def spaced(name: str) -> str:
    """Give a name as it is kept: composed characters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def check_name(name: str) -> None:
    """Refuse a name that no account can have.

    Raises:
        AccountRefused: It has none, too many or other than printable characters, say.
    """
    _person(name, Role.SCREENER)


def check_password(password: str, name: str) -> None:
    """Refuse a password that an account of this name cannot have.

    Raises:
        AccountRefused: It is too short or too long, say, or holds the name.
    """
    if problem := unfit(password, spaced(name)):
        raise AccountRefused(problem, _("Choose another one."))


def key_of(name: str) -> str:
    """Give what tells one name from another: neither spaces nor capitals do."""
    return spaced(name).casefold()


def _alike(known: Mapping[str, Account], name: str) -> tuple[Account, ...]:
    """Give the accounts whose names differ from this one in the width of letters at most."""
    narrow = _narrow(name)
    return tuple(account for account in known.values() if _narrow(account.name) == narrow)


def _narrow(name: str) -> str:
    return key_of(unicodedata.normalize("NFKC", name))


def _found(known: Mapping[str, Account], name: str) -> Account | None:
    """Find the account of a name; one in letters of another width where there is no other."""
    if (account := known.get(key_of(name))) is not None:
        return account
    alike = _alike(known, name)
    return alike[0] if len(alike) == 1 else None


def _person(name: str, role: Role) -> Person:
    try:
        person = Person(spaced(name), role)
    except ValueError as error:
        raise AccountRefused(
            str(error), _("Enter the full name, as it is to be printed.")
        ) from None
    if key_of(name) == key_of(PROGRAM.name):
        raise AccountRefused(
            _("{name} is what the record calls the program.").format(name=PROGRAM.name),
            _("Enter the full name, as it is to be printed."),
        )
    return person


def _in_order(roles: Iterable[Role]) -> tuple[Role, ...]:
    given = set(roles)
    if not given:
        raise AccountRefused(_("An account has at least one role."), _("Choose what it is for."))
    return tuple(role for role in ROLES if role in given)


def _checked_secret(password: str, name: str) -> str:
    check_password(password, name)
    return secret_of(password)


def _open(known: Mapping[str, Account], name: str) -> Account:
    account = _found(known, name)
    if account is None:
        raise AccountRefused(
            _("There is no account {name}.").format(name=visible(spaced(name))),
            _("Look at the list of accounts."),
        )
    if account.closed:
        raise AccountRefused(
            _("The account {name} is closed.").format(name=visible(account.name)),
            _("A closed account is never opened again; make another one."),
        )
    return account


def _as_seen(account: Account, seen: Account | None) -> Account:
    """Give an account, unless somebody has changed it since it was `seen`."""
    if seen is None or (account.roles, account.secret) == (seen.roles, seen.secret):
        return account
    said = _("{name} was given another password meanwhile.")
    if account.roles != seen.roles:
        said = _("{name} was given other roles meanwhile: {roles}.")
    roles = listed([role_told(role) for role in account.roles])
    raise AccountRefused(
        said.format(name=visible(account.name), roles=roles),
        _("Nothing was changed. Escape, then choose the account again."),
    )


def _not_the_last(known: Mapping[str, Account], account: Account) -> None:
    others = (one for one in known.values() if one.name != account.name and not one.closed)
    if not any(Role.ADMINISTRATOR in one.roles for one in others):
        raise AccountRefused(
            _("{name} is the last administrator.").format(name=visible(account.name)),
            _("Give somebody else the role of an administrator first."),
        )


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def folded(events: Iterable[Event], before: Mapping[str, Account] = _NONE) -> Mapping[str, Account]:
    """Work out the accounts from events in order, the first one first, or from those `before`.

    What is told of an account that there is not is passed over: a backup may have been restored
    that holds no such account, between a sign-in and its being recorded.
    """
    known = dict(before)
    for event in events:
        if event.kind is EventKind.ACCOUNT_ADDED:
            name = text_of(event, "account")
            known[key_of(name)] = Account(name, _roles(event), text_of(event, "secret"))
        elif (account := known.get(key_of(_whose(event)))) is not None:
            known[key_of(account.name)] = _changed(account, event)
    return known


def _whose(event: Event) -> str:
    """Give whose account an event is about; nothing where it is nobody's."""
    if event.kind in _LAST:
        return event.person.name
    return maybe_text_of(event, "account") or ""


def _changed(account: Account, event: Event) -> Account:
    match event.kind:
        case EventKind.SIGNED_IN | EventKind.UNLOCKED:
            return account._replace(signed_in=event.at, failures=())
        case EventKind.SIGN_IN_FAILED:
            return account._replace(failures=(*account.failures, event.at))
        case EventKind.ROLES_CHANGED:
            return account._replace(roles=_roles(event))
        case EventKind.PASSWORD_CHANGED:
            return account._replace(secret=text_of(event, "secret"), failures=())
        case _:
            return account._replace(closed=True)


def _roles(event: Event) -> tuple[Role, ...]:
    return tuple(Role(role) for role in texts_of(event, "roles"))
