"""Wiping the bytes of what was redacted from a store's files.

What is deleted is overwritten where it lay. But where the database has moved rows from one page to
another before, it leaves their bytes in the room that is free in the first: so it is written anew
as a whole, and the log beside it is cut off.

Until both are done a file lies beside the store, named like the database's own. It is on the disk
before the redaction is recorded, so that whoever opens the store next knows what is left to do,
wherever a program ended.
"""

import os
import sqlite3
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path

from screener.record.database import Hindered, empty_log, write_anew
from screener.record.database_errors import told_by_system
from screener.record.files import fill_private, make_private

#: What the file is named, behind the store's own name.
_ENDING = "-wipe"
#: Bytes; no two redactions leave the same.
_TOKEN = 16


class _Due(Enum):
    """What is left to do."""

    NOTHING = auto()
    #: Another program has written since it was looked for the mark: it may have redacted.
    LOOK = auto()
    #: The file is to be written anew; then the log is to be cut off, and the mark taken away.
    FILE = auto()
    LOG = auto()
    MARK = auto()


class Wiping:
    """How far the files of one store were wiped since something was redacted there."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # The database's own name for it: the same for whoever comes by a link.
        (_number, _name, file) = connection.execute("PRAGMA database_list").fetchone()
        self._file = Path(file)
        self._mark = Path(f"{file}{_ENDING}")
        self._due = _Due.NOTHING
        self._wiped_for = b""
        #: With what the mark was made here last; nothing where it lay there already.
        self._announced = b""
        #: The hash of the last event that was written here.
        self._last = ""
        self._hindered = Hindered.BY_OTHERS

    @property
    def waits(self) -> bool:
        """Whether something is left to do here, or to be looked for."""
        return self._due is not _Due.NOTHING

    @property
    def hindered(self) -> Hindered | None:
        """What kept from being done what is left to do; None where nothing is known to be left."""
        return None if self._due in (_Due.NOTHING, _Due.LOOK) else self._hindered

    def wrote(self, before: str, event: str) -> None:
        """Note the hash of an event written here, and of the one before it in the chain."""
        if before != self._last and self._due is _Due.NOTHING:
            self._due = _Due.LOOK
        self._last = event

    def announce(self) -> None:
        """Mark the store as one to be wiped, within the transaction of a redaction.

        Raises:
            StoreError: The mark cannot be made.
        """
        there, token = os.path.lexists(self._mark), os.urandom(_TOKEN)
        self._announced = b"" if there else token
        try:
            make_private(self._mark)
            fill_private(self._mark, token)
        except OSError as error:
            if not there:
                self._mark.unlink(missing_ok=True)
            raise told_by_system(error, self._mark) from error

    def retract(self) -> None:
        """Take the mark away again of a redaction that was not recorded, where it made the mark."""
        if self._announced:
            self._wiped_for, self._announced = self._announced, b""
            self._unmark()

    def begin(self) -> None:
        """Wipe the files after a redaction; wait for other programs as for any write."""
        self._due, self._announced = _Due.FILE, b""
        self._wipe(patient=True)

    def resume(self) -> None:
        """Do what is left to do, by this program or by any other, where it can be done at once."""
        if not os.path.lexists(self._mark):
            # What was left to do here another has done.
            self._due = _Due.NOTHING
        elif self._due in (_Due.NOTHING, _Due.LOOK):
            self._due = _Due.FILE
        if self.waits:
            self._wipe(patient=False)

    @property
    def announced(self) -> bool:
        """Whether the mark lies beside the store, whoever made it."""
        return os.path.lexists(self._mark)

    def _wipe(self, *, patient: bool) -> None:
        if self._due is _Due.FILE:
            # Read first: what is marked from here on may be redacted once it is written.
            self._wiped_for = self._token()
            if self._done(write_anew(self._connection, self._file, patient=patient)):
                self._due = _Due.LOG
        if self._due is _Due.LOG and self._done(
            empty_log(self._connection, self._file, patient=patient)
        ):
            self._due = _Due.MARK
        if self._due is _Due.MARK and self._unmark():
            self._due = _Due.NOTHING

    def _done(self, hindered: Hindered | None) -> bool:
        self._hindered = hindered or self._hindered
        return hindered is None

    def _unmark(self) -> bool:
        """Take the mark away, unless something was redacted since; False where that has to wait."""
        with suppress(sqlite3.Error, OSError):
            # Nobody else marks it meanwhile.
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                if self._token() == self._wiped_for:
                    self._mark.unlink(missing_ok=True)
            finally:
                self._connection.execute("ROLLBACK")
            return True
        return False

    def _token(self) -> bytes:
        """Read by which redaction the store was marked last; nothing where it is not."""
        try:
            return self._mark.read_bytes()
        except OSError:
            return b""
