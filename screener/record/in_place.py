"""Whether a store's file is still where it was opened, and a copy of what it holds if not.

A file that was moved, deleted or replaced can still be written by whoever has it open; what is
written then is found by nobody, and a deleted one goes with the last program that has it open.
"""

import glob
import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from screener.language import _
from screener.record.copying import copy_to
from screener.record.database import beside, empty_log
from screener.record.errors import StoreError
from screener.sanitise import visible

#: Between a store's name and the time of a copy, in the copy's name.
_KEPT = "-kept-"


class InPlace:
    """Knows the file that was opened at a path."""

    def __init__(self, path: Path) -> None:
        self._path = path
        #: As text, which takes less time to look for.
        self._place = str(path)
        self._opened = _identity(self._place)
        self._copy: Path | None = None

    def is_so(self) -> bool:
        """Tell whether it is that file which is there now."""
        now = _identity(self._place)
        here = now is not None and (now == self._opened or now[1] == 0)
        if here and self._copy is not None:
            # What is recorded from now on is not in it, and all of a record lies in one place.
            if _holds(self._path, self._copy):
                self._copy.unlink(missing_ok=True)
            self._copy = None
        return here

    def gone(self, connection: sqlite3.Connection, at: datetime) -> StoreError:
        """Say that it is not, once all it holds is copied beside its place, if that can be."""
        if self._copy is None:
            self._copy = _copied(connection, self._path, at)
        message = _("{path} is gone from its place: it was moved, deleted or replaced.").format(
            path=visible(str(self._path))
        )
        if self._copy is None:
            return StoreError(
                message,
                _(
                    "Nothing was written. If it was moved, move it back and enter it again. "
                    "Else leave the app and restore the store from a backup."
                ),
            )
        if self._log_is_empty(connection):
            hint = _(
                "Nothing was written. If it was moved, move it back and enter it again. Else "
                "leave the app and put {copy} in its place: it holds all that was recorded here."
            )
        else:
            hint = _(
                "Nothing was written. If it was moved, move it back and enter it again. Else leave "
                "the app wherever it is open, delete {log} and {index}, and put {copy} in its "
                "place: it holds all that was recorded here."
            )
        copy, log, index = (visible(str(one)) for one in (self._copy, *beside(self._path)))
        return StoreError(message, hint.format(copy=copy, log=log, index=index))

    def _log_is_empty(self, connection: sqlite3.Connection) -> bool:
        """Carry the log that stays at the place over into the file that is gone, where that can be.

        SQLite takes it for the log of whatever is put there next, and would write it over that.
        Where another file is there already the log may be that one's.
        """
        return _identity(self._place) is None and empty_log(connection, self._path) is None


def kept_path(path: Path, at: datetime) -> Path:
    """Give the place of a copy beside a store of all that it held at a moment in UTC."""
    return path.with_name(f"{path.stem}{_KEPT}{at:%Y%m%dT%H%M%SZ}{path.suffix}")


def needless_copies(path: Path) -> tuple[Path, ...]:
    """Give the copies beside a store, kept when it was gone, of which it holds all now."""
    kept = path.parent.glob(f"{glob.escape(path.stem)}{_KEPT}*{glob.escape(path.suffix)}")
    return tuple(copy for copy in sorted(kept) if _holds(path, copy))


def _holds(path: Path, copy: Path) -> bool:
    """Tell whether the store that anyone finds at a path holds every row of a copy."""
    if not copy.is_file() or Path(f"{copy}-wal").exists():
        # Somebody has gone on with the copy.
        return False
    try:
        # Opened anew: what only this process still sees of a store is no part of it.
        with closing(sqlite3.connect(f"{copy.as_uri()}?immutable=1", uri=True)) as kept:
            kept.execute("ATTACH ? AS store", (f"{path.as_uri()}?mode=ro",))
            tables = kept.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'")
            return bool(names := [name for (name,) in tables]) and not any(
                kept.execute(
                    f'SELECT * FROM main."{name}" EXCEPT SELECT * FROM store."{name}" LIMIT 1'
                ).fetchone()
                for name in names
            )
    except sqlite3.Error:
        return False


def _identity(path: str) -> tuple[int, int] | None:
    """Give what tells one file from another, 0 where a system tells nothing; None for no file."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _copied(connection: sqlite3.Connection, path: Path, at: datetime) -> Path | None:
    """Copy an open store to a new file; None, and nothing left behind, where that fails."""
    copy = kept_path(path, at)
    if copy.exists():
        return None
    try:
        copy_to(connection, copy)
    except StoreError:
        return None
    return copy
