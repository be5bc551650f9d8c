"""Whether whoever signed in may go on: an account can be closed, or lose a role, meanwhile."""

import sqlite3
from collections.abc import Mapping

from screener.joining import listed
from screener.language import _
from screener.protocol.exact_json import dumps
from screener.record.accounts import Account, folded
from screener.record.appending import Head
from screener.record.errors import StoreError
from screener.record.events import Event, EventKind, Person
from screener.record.rights import role_told
from screener.record.stored import SELECT_EVENTS, event_of
from screener.sanitise import visible

_KINDS = dumps([EventKind.ACCOUNT_ADDED, EventKind.ROLES_CHANGED, EventKind.ACCOUNT_CLOSED])
_NEWEST = "SELECT version, hash FROM events WHERE screening = 0 ORDER BY version DESC LIMIT 1"
_CHANGES = f"""
{SELECT_EVENTS}
WHERE screening = 0 AND version > ? AND header ->> 'kind' IN (SELECT value FROM json_each(?))
ORDER BY version
"""


class SessionEnded(StoreError):
    """Whoever signed in has not the account or the role any more; nothing was written."""


class Sessions:
    """Knows who may go on; reads of the store's own events only those that it has not seen."""

    def __init__(self) -> None:
        #: The hash with which the chain ended when all of it was read; None before that.
        self._looked: bytes | None = None
        #: The newest of the store's events that was read; its hash stands for all before it.
        self._newest: tuple[int, bytes] | None = None
        self._accounts: Mapping[str, Account] = {}
        #: Who may go on, by what was read: mostly it is one person, event after event.
        self._admitted: Person | None = None

    def check(self, connection: sqlite3.Connection, head: Head, person: Person) -> None:
        """Make sure that an authenticated person's account is open, and has the role still.

        `head` is where the chain ends.

        Raises:
            SessionEnded: It is not, or has not.
        """
        if not person.authenticated:
            return
        if head.hash != self._looked:
            self._read(connection)
            self._looked = head.hash
        if person is self._admitted:
            return
        found = (one for one in self._accounts.values() if one.name == person.name)
        account = next(found, None)
        if account is None:
            raise SessionEnded(
                _("There is no account {name}.").format(name=visible(person.name)),
                _(
                    "Nothing was written. The store may have been restored from a backup since "
                    "you signed in: ask an administrator."
                ),
            )
        if account.closed:
            raise SessionEnded(
                _("The account {name} is closed.").format(name=visible(person.name)),
                _("Nothing was written. Let somebody sign in whose account is open."),
            )
        if person.role not in account.roles:
            raise SessionEnded(
                _("{name} has not the role {role} any more.").format(
                    name=visible(person.name), role=role_told(person.role)
                ),
                _("Nothing was written. Sign out, and in again with one of these: {roles}.").format(
                    roles=listed([role_told(role) for role in account.roles])
                ),
            )
        self._admitted = person

    def follow(self, head: Head, event: Event) -> None:
        """Take note of an event that was written here behind `head`, so as not to read it."""
        if event.number and self._looked == head.hash:
            self._looked = bytes.fromhex(event.head)

    def _read(self, connection: sqlite3.Connection) -> None:
        newest = connection.execute(_NEWEST).fetchone()
        if newest == self._newest:
            return
        seen, self._admitted = 0, None
        if self._newest is not None:
            seen, own = self._newest
            row = connection.execute(
                "SELECT hash FROM events WHERE screening = 0 AND version = ?", (seen,)
            ).fetchone()
            if row != (own,):
                # The store was restored from a backup since.
                seen, self._accounts = 0, {}
        rows = connection.execute(_CHANGES, (seen, _KINDS))
        self._accounts = folded((event_of(*row) for row in rows), self._accounts)
        self._newest = newest
