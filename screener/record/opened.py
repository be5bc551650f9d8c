"""A store's file while it is open: reading and writing in turn, and only where it was opened."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType

from screener.record.database_errors import told
from screener.record.in_place import InPlace


class OpenedFile:
    """The connection to one file; any thread may use it, one at a time."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, now: Callable[[], datetime]
    ) -> None:
        self.connection = connection
        self.lock = threading.RLock()
        self._path = path
        self._now = now
        self._in_place = InPlace(path)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Read; what the database finds wrong is told as a `StoreError`.

        Within a transaction the place is looked at when that ends: a copy of what the file holds
        would wait for it.
        """
        with self.lock:
            try:
                if not (self.connection.in_transaction or self._in_place.is_so()):
                    raise self._in_place.gone(self.connection, self._now())
                yield self.connection
            except sqlite3.Error as error:
                raise told(error, self._path) from error

    def transaction(self) -> "_Transaction":
        """Write all of it, on the disk when this ends; or nothing, where anything is raised."""
        return _Transaction(self)

    def begin(self) -> sqlite3.Connection:
        """Begin to write, and keep other threads from it until `end`."""
        self.lock.acquire()
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except BaseException as error:
            self.lock.release()
            if isinstance(error, sqlite3.Error):
                raise told(error, self._path) from error
            raise
        return self.connection

    def end(self, error: BaseException | None) -> None:
        """Put what was written on the disk; take it back where there is an error."""
        connection, still = self.connection, True
        try:
            try:
                if error is None:
                    still = self._in_place.is_so()
                    connection.execute("COMMIT" if still else "ROLLBACK")
            finally:
                # Wherever it failed; a full disk may have rolled back by itself.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        except sqlite3.Error as failed:
            raise told(failed, self._path) from failed
        finally:
            self.lock.release()
        if isinstance(error, sqlite3.Error):
            raise told(error, self._path) from error
        if not still:
            raise self._in_place.gone(connection, self._now())


class _Transaction:
    """What is written together; a generator in its place costs a tenth of an append."""

    __slots__ = ("_file",)

    def __init__(self, file: OpenedFile) -> None:
        self._file = file

    def __enter__(self) -> sqlite3.Connection:
        return self._file.begin()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.end(error)
