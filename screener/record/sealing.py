"""Sealing: the store's key signs where the chain ends, and the chain takes the signature up."""

import sqlite3
from pathlib import Path

from screener.record.appending import head_of, write
from screener.record.events import PROGRAM, EventKind
from screener.record.keys import StoreKey
from screener.record.stored import STORE, Moment, body_of

_LAST_KEY = """
SELECT header ->> 'kind' AS kind, body FROM events JOIN bodies USING (sequence)
WHERE screening = 0 AND kind IN ('key_made', 'sealed') ORDER BY version DESC LIMIT 1
"""


class Seals:
    """Seals one store's chain with the key beside it."""

    def __init__(self, store: Path) -> None:
        self._key = StoreKey(store)

    def seal(self, connection: sqlite3.Connection, when: Moment) -> None:
        """Sign the end of the chain, in a transaction that is open; a new key is recorded first.

        Raises:
            StoreError: The key can be neither read nor made.
        """
        public = self._key.public
        if _last_key(connection) != public:
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


def _last_key(connection: sqlite3.Connection) -> object:
    found = connection.execute(_LAST_KEY).fetchone()
    if found is None:
        return None
    kind, text = found
    return body_of(text)["public" if kind == EventKind.KEY_MADE else "key"]
