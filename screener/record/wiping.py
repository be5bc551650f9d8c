"""Wiping the bytes of what was redacted from a store's files.

What is deleted is overwritten where it lay. But where the database has moved rows from one page to
another before, it leaves their bytes in the room that is free in the first: so it is written anew
as a whole, and the log beside it is cut off.
"""

import sqlite3
from enum import Enum, auto

from screener.record.chain import KIND
from screener.record.database import empty_log, write_anew
from screener.record.events import EventKind

#: Behind a redaction stand at most a new key and its seal until somebody writes again.
_LAST = 3
_KINDS = f"SELECT substr(header, {KIND + 1}) FROM events ORDER BY sequence DESC LIMIT {_LAST}"


class _Due(Enum):
    """What is left to do."""

    NOTHING = auto()
    #: The file is to be written anew; then the log is to be cut off.
    FILE = auto()
    LOG = auto()


class Wiping:
    """How far the files of one store were wiped since something was redacted there."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._due = _Due.NOTHING

    @property
    def waits(self) -> bool:
        """Whether something is left to do, which could not be done yet."""
        return self._due is not _Due.NOTHING

    def begin(self) -> None:
        """Wipe the files after a redaction; wait for other programs as for any write."""
        self._due = _Due.FILE
        self._wipe(patient=True)

    def resume(self) -> None:
        """Wipe them where a program may have ended between a redaction and that."""
        kinds = self._connection.execute(_KINDS).fetchall()
        if any(kind.startswith(f'{EventKind.REDACTED}"') for (kind,) in kinds):
            self._due = _Due.FILE
            self._wipe(patient=False)

    def go_on(self) -> None:
        """Do what is left to do, where it can be done at once."""
        if self.waits:
            self._wipe(patient=False)

    def _wipe(self, *, patient: bool) -> None:
        if self._due is _Due.FILE and write_anew(self._connection, patient=patient):
            self._due = _Due.LOG
        if self._due is _Due.LOG and empty_log(self._connection, patient=patient):
            self._due = _Due.NOTHING
