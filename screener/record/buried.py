"""What was redacted, as a verification reads it: by tombstones whose hashes fit the chain."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from screener.record.chain import KIND
from screener.record.events import EventKind
from screener.record.stored import STORE, body_of
from screener.record.tombstones import Tombstone, tombstones_of

_REDACTIONS = f"""
SELECT screening, sequence, body FROM events JOIN bodies USING (sequence)
WHERE substr(header, {KIND + 1}, {len(EventKind.REDACTED) + 1}) = '{EventKind.REDACTED}"'
"""
#: A redaction: the place of its screening, its own in the store, and what it says.
Redacting = tuple[int, int, str]


class Buried:
    """The tombstones of a store; read once the first is asked for, which most stores never do."""

    def __init__(self, redactions: Iterable[Redacting]) -> None:
        self._redactions = redactions

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> "Buried":
        """Give those of a store."""
        return cls(_read(connection))

    def stone(self, place: int, sequence: int, version: int) -> Tombstone | None:
        """Give the tombstone of an event; None where there is none."""
        stone = self._stones.get((place, sequence))
        return stone if stone is not None and stone.version == version else None

    def content(self, place: int, sequence: int, version: int) -> bytes:
        """Give the hash of what an event said; raises `ValueError` where nothing has it."""
        stone = self.stone(place, sequence, version)
        if stone is None:
            raise ValueError(f"what event {sequence} said is gone")
        return bytes.fromhex(stone.content)

    @cached_property
    def _stones(self) -> Mapping[tuple[int, int], Tombstone]:
        found: dict[tuple[int, int], Tombstone] = {}
        redactions = list(self._redactions)
        redacting = {sequence for _place, sequence, _body in redactions}
        for place, sequence, body in redactions:
            for stone in stones_in(body):
                # Neither the store's own events can be redacted, nor a redaction.
                if place != STORE and stone.sequence < sequence and stone.sequence not in redacting:
                    found.setdefault((place, stone.sequence), stone)
        return found


def stones_in(body: str) -> tuple[Tombstone, ...]:
    """Give the tombstones in a redaction's body; none where it is not what one says."""
    try:
        return tombstones_of(body_of(body))
    except (ValueError, TypeError, RecursionError):
        return ()


def _read(connection: sqlite3.Connection) -> Iterator[Redacting]:
    yield from connection.execute(_REDACTIONS)
