"""Sealing: the store's key signs where the chain ends, and the chain takes the signature up."""

import sqlite3
from pathlib import Path

from screener.language import _
from screener.protocol.exact_json import dumps
from screener.record.appending import head_of, write
from screener.record.chain_check import Link
from screener.record.errors import StoreError
from screener.record.events import GIVES_RIGHTS, PROGRAM, Event, EventKind
from screener.record.keys import StoreKey
from screener.record.seals_check import is_sound
from screener.record.stored import STORE, Moment

#: The last seal or key, and the hash of the event before it.
_LAST = f"""
SELECT (SELECT hash FROM events AS before WHERE before.sequence = events.sequence - 1),
    sequence, screening, version, header, hash, salt, body
FROM events JOIN bodies USING (sequence)
WHERE screening = 0 AND header ->> 'kind' IN ('{EventKind.KEY_MADE}', '{EventKind.SEALED}')
ORDER BY version DESC LIMIT 1
"""
#: The first event that gives rights, of those that no seal reaches, up to an event.
_UNSEALED = f"""
SELECT min(sequence) FROM events
WHERE screening = 0 AND sequence < ? AND sequence > ifnull((
    SELECT max(sequence) FROM events
    WHERE screening = 0 AND header ->> 'kind' = '{EventKind.SEALED}'
), 0) AND header ->> 'kind' IN (SELECT value FROM json_each(?))
"""
_RIGHTS = dumps(sorted(GIVES_RIGHTS))
_LAST_SEQUENCE = 2**63 - 1


class Seals:
    """Seals one store's chain with the key beside it."""

    def __init__(self, store: Path) -> None:
        self._key = StoreKey(store)

    def seal(
        self, connection: sqlite3.Connection, when: Moment, written: Event | None = None
    ) -> None:
        """Sign the end of the chain, in a transaction that is open; a new key is recorded first.

        A seal vouches for what stands before it, the last seal included; so that one is looked at,
        and whether anything since gives rights but the event `written` in this transaction.

        Raises:
            StoreError: The key can be neither read nor made, or the record has been changed since
                it was sealed last.
        """
        public = self._key.public
        known = _last_key(connection)
        _check_rights(connection, written.sequence if written is not None else _LAST_SEQUENCE)
        if known != public:
            head = head_of(connection, STORE)
            write(connection, head, STORE, EventKind.KEY_MADE, when, PROGRAM, {"public": public})
        head = head_of(connection, STORE)
        last = head.hash.hex()
        body = {
            "sequence": head.sequence,
            "head": last,
            "key": public,
            "signature": self._key.sign(head.sequence, last),
        }
        write(connection, head, STORE, EventKind.SEALED, when, PROGRAM, body)

    def check_rights(self, connection: sqlite3.Connection) -> None:
        """Make sure that every event that gives rights is sealed, and by the key of its time.

        Raises:
            StoreError: One is not: something else than the program has written it.
        """
        _last_key(connection)
        _check_rights(connection, _LAST_SEQUENCE)


def _check_rights(connection: sqlite3.Connection, before: int) -> None:
    (found,) = connection.execute(_UNSEALED, (before, _RIGHTS)).fetchone()
    if found is not None:
        raise _changed(found)


def _last_key(connection: sqlite3.Connection) -> object:
    """Give the key of the last seal, or the one that was made since; None where there is none."""
    found = connection.execute(_LAST).fetchone()
    if found is None:
        return None
    before, *columns = found
    last = Link(*columns)
    if last.kind == EventKind.KEY_MADE:
        return last.said.get("public")
    if not is_sound(before, last):
        raise _changed(last.sequence)
    return last.said.get("key")


def _changed(sequence: int) -> StoreError:
    return StoreError(
        _("The record has been changed since it was sealed last, in event {sequence}.").format(
            sequence=sequence
        ),
        _(
            "Nothing was written. `screener verify` says more. Keep a copy of the store as it "
            "is, and restore it from a backup."
        ),
    )
