"""Whether a store's file is still where it was opened, and a copy of what it holds if not.

A file that was moved, deleted or replaced can still be written by whoever has it open; what is
written then is found by nobody, and a deleted one goes with the last program that has it open.
"""

import os
import sqlite3
from datetime import datetime
from pathlib import Path

from screener.language import _
from screener.record.errors import StoreError
from screener.record.files import make_private
from screener.sanitise import visible


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
        if here:
            # What is recorded from now on is not in an earlier copy.
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
        return StoreError(
            message,
            _(
                "Nothing was written. If it was moved, move it back and enter it again. Else "
                "leave the app and put {copy} in its place: it holds all that was recorded here."
            ).format(copy=visible(str(self._copy))),
        )


def _identity(path: str) -> tuple[int, int] | None:
    """Give what tells one file from another, 0 where a system tells nothing; None for no file."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _copied(connection: sqlite3.Connection, path: Path, at: datetime) -> Path | None:
    """Copy an open store to a new file; None, and nothing left behind, where that fails."""
    copy = path.with_name(f"{path.stem}-kept-{at:%Y%m%dT%H%M%SZ}{path.suffix}")
    if copy.exists() or not path.parent.is_dir():
        return None
    try:
        make_private(copy)
        target = sqlite3.connect(copy)
        try:
            connection.backup(target)
        finally:
            target.close()
    except (OSError, sqlite3.Error):
        copy.unlink(missing_ok=True)
        return None
    return copy
