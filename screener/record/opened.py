"""A store's file while it is open: reading and writing in turn, and only where it was opened."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from screener.record.database import told
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

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all of it, on the disk when this ends; or nothing, where anything is raised."""
        connection = self.connection
        with self.lock:
            try:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    still = self._in_place.is_so()
                    connection.execute("COMMIT" if still else "ROLLBACK")
                except BaseException:
                    # A full disk may have rolled back by itself.
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                raise told(error, self._path) from error
        if not still:
            raise self._in_place.gone(self.connection, self._now())
