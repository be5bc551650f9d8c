"""Whether whoever signed in may go on: an account can be closed, or lose a role, meanwhile."""

import sqlite3
from collections.abc import Mapping

from screener.joining import listed
from screener.language import _
from screener.protocol.exact_json import dumps
from screener.record.accounts import Account, folded
from screener.record.errors import StoreError
from screener.record.events import EventKind, Person
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
        #: What SQLite counts of others' writes, where nothing can have changed since; else None.
        self._looked: tuple[int] | None = None
        #: The newest of the store's events that was read; its hash stands for all before it.
        self._newest: tuple[int, bytes] | None = None
        self._accounts: Mapping[str, Account] = {}
        #: Who may go on, by what was read: mostly it is one person, event after event.
        self._admitted: Person | None = None

    def check(self, connection: sqlite3.Connection, person: Person) -> None:
        """Make sure that an authenticated person's account is open, and has the role still.

        Raises:
            SessionEnded: It is not, or has not.
        """
        if not person.authenticated:
            return
        self._read(connection)
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

    def look_again(self) -> None:
        """Take nothing for known any more, after an event of the store's own was written here."""
        self._looked = None

    def _read(self, connection: sqlite3.Connection) -> None:
        # Mostly nobody else has written, which is told without reading any event.
        looked = connection.execute("PRAGMA data_version").fetchone()
        if looked == self._looked:
            return
        # Known only once all is read: what could not be read is looked at again.
        self._looked = None
        newest = connection.execute(_NEWEST).fetchone()
        if newest != self._newest:
            self._read_changes(connection, newest)
        self._looked = looked

    def _read_changes(self, connection: sqlite3.Connection, newest: tuple[int, bytes]) -> None:
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
