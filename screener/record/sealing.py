"""Sealing: the store's key signs where the chain ends, and the chain takes the signature up."""

import sqlite3
from pathlib import Path

from screener.language import _
from screener.protocol.exact_json import dumps
from screener.record.appending import head_of, write
from screener.record.chain_check import Link
from screener.record.errors import StoreError
from screener.record.events import GIVES_RIGHTS, PROGRAM, Event, EventKind
from screener.record.keys import Key, key_beside, key_path, make_key
from screener.record.seals_check import is_sound
from screener.record.stored import STORE, Moment
from screener.sanitise import visible

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
#: Where a key was made known last, or else sealed last.
_MADE = f"""
SELECT ifnull(max(sequence) FILTER (WHERE header ->> 'kind' = '{EventKind.KEY_MADE}'),
    max(sequence))
FROM events JOIN bodies USING (sequence)
WHERE screening = 0 AND header ->> 'kind' IN ('{EventKind.KEY_MADE}', '{EventKind.SEALED}')
    AND CASE WHEN json_valid(body) THEN ? IN (body ->> 'public', body ->> 'key') END
"""
_RIGHTS = dumps(sorted(GIVES_RIGHTS))
_LAST_SEQUENCE = 2**63 - 1


class Seals:
    """Seals one store's chain with the key beside it."""

    def __init__(self, store: Path) -> None:
        self._store = store
        #: Whether the key beside the store is its own whichever sealed it last: it was just made of
        #: a backup.
        self.takes_over = False

    def seal(
        self, connection: sqlite3.Connection, when: Moment, written: Event | None = None
    ) -> None:
        """Sign the end of the chain, in a transaction that is open; a new key is recorded first.

        A seal vouches for what stands before it, the last seal included; so that one is looked at,
        whose it is, and whether anything since gives rights but the event `written` in this
        transaction. Only where that says that a backup was restored, the last key may be another
        than the one beside the store.

        Raises:
            StoreError: The key can be neither read nor made, or the record has been changed since
                it was sealed last, or sealed with another key.
        """
        key = key_beside(self._store)
        last = _last_key(connection)
        restored = written is not None and written.kind is EventKind.RESTORED
        if not restored:
            self._check_own(connection, key, last)
        _check_rights(connection, written.sequence if written is not None else _LAST_SEQUENCE)
        key = key or make_key(self._store, last)
        if last != key.public:
            head = head_of(connection, STORE)
            body = {"public": key.public}
            write(connection, head, STORE, EventKind.KEY_MADE, when, PROGRAM, body)
        head = head_of(connection, STORE)
        own = head.hash.hex()
        sealed = {
            "sequence": head.sequence,
            "head": own,
            "key": key.public,
            "signature": key.sign(head.sequence, own),
        }
        write(connection, head, STORE, EventKind.SEALED, when, PROGRAM, sealed)

    def check_rights(self, connection: sqlite3.Connection) -> None:
        """Make sure that every event that gives rights is sealed, and by the store's key.

        Raises:
            StoreError: One is not: something else than the program has written it.
        """
        self._check_own(connection, key_beside(self._store), _last_key(connection))
        _check_rights(connection, _LAST_SEQUENCE)

    def _check_own(self, connection: sqlite3.Connection, key: Key | None, last: str | None) -> None:
        """Refuse a record that was sealed last with another key than that beside the store."""
        if key is None or last is None or key.goes_on_from(last) or self.takes_over:
            return
        (made,) = connection.execute(_MADE, (last,)).fetchone()
        raise StoreError(
            _(
                "From event {sequence} on, the record was sealed with a key that is not the one"
                " beside the store."
            ).format(sequence=made),
            _(
                "Nothing was written. `screener verify` says more. Put the right key back at"
                " {path}, or keep a copy of the store, move it away, and restore a backup."
            ).format(path=visible(str(key_path(self._store)))),
        )


def _check_rights(connection: sqlite3.Connection, before: int) -> None:
    (found,) = connection.execute(_UNSEALED, (before, _RIGHTS)).fetchone()
    if found is not None:
        raise _changed(found)


def _last_key(connection: sqlite3.Connection) -> str | None:
    """Give the key of the last seal; None where there is none, and no key either."""
    found = connection.execute(_LAST).fetchone()
    if found is None:
        return None
    before, *columns = found
    last = Link(*columns)
    # A key is recorded together with its first seal.
    if last.kind != EventKind.SEALED or not is_sound(before, last):
        raise _changed(last.sequence)
    return str(last.said.get("key"))


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
