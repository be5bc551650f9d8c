"""Opening the store's file: made private, made durable, and told apart from what is no store."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from zoneinfo import ZoneInfo

from screener.language import _
from screener.record.database_errors import OF_SQLITE, is_full, kind_of, told, told_by_system
from screener.record.errors import StoreError
from screener.record.files import close_to_others, led_to, make_private
from screener.record.keys import is_key_name
from screener.sanitise import visible

#: "Scrn", by which SQLite's header and `file` know a store of this program.
APPLICATION_ID = 0x5363726E
VERSION = 3
#: Where a database file has its application id; sqlite.org/fileformat.html, 1.3.
_MARK = slice(68, 72)
#: With which every database file of SQLite begins.
_SQLITE = b"SQLite format 3\0"
#: Read as it is, without SQLite's own files beside it.
_FIXED = "?mode=ro&immutable=1"
_SCHEMA = Path(__file__).with_name("schema.sql")


class Hindered(Enum):
    """What keeps the files of a store from being written over now."""

    BY_OTHERS = auto()
    #: The disk that holds them is full.
    BY_DISK = auto()
    #: They cannot be read or written, for some other reason.
    BY_ERROR = auto()


def connect(
    path: Path, create: bool, busy_timeout: float, now: Callable[[], datetime]
) -> sqlite3.Connection:
    """Open a store, or make one where there is none; one of an earlier version is brought to this.

    Raises:
        StoreError: It cannot be used, or is none.
    """
    _prepare(path, create)
    connection = None
    try:
        connection = sqlite3.connect(
            path, timeout=busy_timeout, isolation_level=None, check_same_thread=False
        )
        _recognise(connection, path)
        _set_up(connection, path)
        _make_tables(connection, now)
        empty_log(connection, path, patient=False)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, OF_SQLITE):
            raise told(error, path) from error
        raise
    return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a store only to read it, as it is; one of an earlier version has no chain to read.

    Raises:
        StoreError: It is none, or of another version.
    """
    shown = visible(str(path))
    if not path.is_file():
        raise StoreError(_no_store(path), _("Check the path."))
    connection = sqlite3.connect(path.absolute().as_uri() + _reading(path), uri=True)
    try:
        connection.isolation_level = None
        _recognise(connection, path)
        if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
            raise StoreError(_no_store(path), _("Check the path."))
        if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
            raise StoreError(
                _("{path} was written by an earlier version of Screener.").format(path=shown),
                _("Open it in the app once: that brings it to this version."),
            )
    except BaseException as error:
        connection.close()
        if isinstance(error, OF_SQLITE):
            raise told(error, path) from error
        raise
    return connection


def is_database(path: Path) -> bool:
    """Tell whether a file begins as SQLite's do; what cannot be read does not."""
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def has_own_schema(connection: sqlite3.Connection) -> bool:
    """Tell whether the tables, and what guards them, are those of a store, and nothing besides."""
    with closing(sqlite3.connect(":memory:")) as blank:
        for statement in _statements():
            blank.execute(statement)
        wanted, found = (
            set(one.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"))
            for one in (blank, connection)
        )
    return wanted == found


def carry_over(connection: sqlite3.Connection) -> None:
    """Carry what lies beside a store over into its file, so that this alone is the store."""
    # It is recorded already: where it cannot be carried over now, it is the next time.
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def empty_log(
    connection: sqlite3.Connection, path: Path, *, patient: bool = True
) -> Hindered | None:
    """Carry what lies beside a store over into its file, and cut the log off.

    Gives what keeps it from being done now, None where it is done; `patient` waits for another
    program that reads or writes there as for any write.
    """
    # It is recorded already: where it cannot be carried over now, it is the next time.
    try:
        with _waiting(connection, patient):
            (busy, *_pages) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        return _hindered(error, path)
    return Hindered.BY_OTHERS if busy else None


def write_anew(connection: sqlite3.Connection, path: Path, *, patient: bool) -> Hindered | None:
    """Write a store's file anew, row by row: nothing of earlier rows is left in its free room.

    As `empty_log`, which is to follow.
    """
    try:
        with _waiting(connection, patient):
            connection.execute("VACUUM")
    except sqlite3.Error as error:
        return _hindered(error, path)
    return None


def _hindered(error: sqlite3.Error, path: Path) -> Hindered:
    if kind_of(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Hindered.BY_OTHERS
    return Hindered.BY_DISK if is_full(error, path) else Hindered.BY_ERROR


@contextmanager
def _waiting(connection: sqlite3.Connection, patient: bool) -> Iterator[None]:
    """Wait for other programs as for any write, or not at all."""
    (waits,) = connection.execute("PRAGMA busy_timeout").fetchone()
    try:
        if not patient:
            connection.execute("PRAGMA busy_timeout = 0")
        yield
    finally:
        connection.execute(f"PRAGMA busy_timeout = {waits}")


def _reading(path: Path) -> str:
    """Say to SQLite how a store that is only read is to be opened.

    Where it or its folder cannot be written, as on an inspector's disc, SQLite's own files beside
    it could not be made, or would stay there. Where there are none, nobody is at work in it; nor is
    anyone where only an empty log was left.
    """
    log, index = beside(path)
    alone = not has_content(log) and not (log.exists() and index.exists())
    return "?mode=ro" if not alone or (_writable(path) and _writable(path.parent)) else _FIXED


def beside(path: Path) -> tuple[Path, Path]:
    """Give SQLite's own files beside a store: its log, and the index of that."""
    # Beside the store itself for whoever comes by a link, too.
    file = led_to(path)
    return file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")


def has_content(log: Path) -> bool:
    """Tell whether there is a log with anything in it; one that is empty is as good as none."""
    try:
        return log.stat().st_size > 0
    except FileNotFoundError:
        return False


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _no_store(path: Path) -> str:
    said = _("There is no store at {path}.")
    if path.exists() and not path.stat().st_size:
        said = _("There is no store at {path}: the file is empty.")
    return said.format(path=visible(str(path)))


def _prepare(path: Path, create: bool) -> None:
    shown = visible(str(path))
    try:
        if path.is_dir():
            raise StoreError(
                _("{path} is a folder, not a store.").format(path=shown),
                _("Name a file in it: --store {path}").format(path=visible(str(path / "store.db"))),
            )
        if is_key_name(path):
            raise StoreError(
                _("{path} is the name of a store's key, not of a store.").format(path=shown),
                _("Name another file: --store {path}").format(
                    path=visible(str(path.with_suffix(".db")))
                ),
            )
        if not create and not (path.exists() and path.stat().st_size):
            raise StoreError(
                _no_store(path), _("Check the path, or start the app to make one there.")
            )
        make_private(path)
        if _may_be_ours(path):
            close_to_others(path)
    except OSError as error:
        raise told_by_system(error, path) from error


def _may_be_ours(path: Path) -> bool:
    """Tell whether a file is empty or has our mark, at the place of SQLite's file format.

    It is opened as it will be used: SQLite would read one that cannot be written, and make its own
    files beside it, which could not be written later either.
    """
    with path.open("r+b") as file:
        header = file.read(_MARK.stop)
    return not header or header[_MARK] == APPLICATION_ID.to_bytes(4)


def _recognise(connection: sqlite3.Connection, path: Path) -> None:
    """Make sure that this is a store of this program, or nothing yet."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    shown = visible(str(path))
    if application != APPLICATION_ID and (application or tables):
        raise StoreError(
            _("{path} is the database of another program.").format(path=shown),
            _("It was left as it is. Choose another place with --store PATH."),
        )
    if version > VERSION:
        raise StoreError(
            _("{path} was written by a newer version of Screener.").format(path=shown),
            _("It was left as it is. Update Screener, or choose another place with --store PATH."),
        )
    if tables and (version < 1 or (version < VERSION and has_own_schema(connection))):
        raise StoreError(
            _("{path} says of itself a version that it is not: it was changed.").format(path=shown),
            _("It was left as it is. Keep a copy of it, and restore the store from a backup."),
        )


def _set_up(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    # What is deleted is overwritten, in freed pages too.
    connection.execute("PRAGMA secure_delete = ON")
    # No answer goes to a file of SQLite's own beside the store.
    connection.execute("PRAGMA temp_store = MEMORY")
    # An event fits into one page of each table, and every page that changes is written whole.
    # Takes effect in a new file alone.
    connection.execute("PRAGMA page_size = 1024")
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise StoreError(
            _("{path} lies where its writes cannot be kept safe.").format(path=visible(str(path))),
            _("Choose a place on a local disk with --store PATH."),
        )
    connection.execute("PRAGMA synchronous = FULL")
    # macOS only: otherwise the disk may answer before the bytes are on it.
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA checkpoint_fullfsync = ON")
    # A log that stays short is written over again; one that grows costs twice the time an append.
    connection.execute("PRAGMA wal_autocheckpoint = 100")


def _make_tables(connection: sqlite3.Connection, now: Callable[[], datetime]) -> None:
    # Taking the lock also shows at once where the file cannot be written.
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
        for statement in _statements():
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    elif version < VERSION:
        from screener.record.migrations import migrate
        from screener.record.stored import Moment

        def when(zone: str) -> Moment:
            return Moment.in_zone(now(), ZoneInfo(zone))

        migrate(connection, version, VERSION, _statements(), when)
    if version < VERSION:
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _statements() -> list[str]:
    """Split the schema; `executescript` would commit before it begins."""
    text = _SCHEMA.read_text(encoding="utf-8")
    found, statement = [], ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            found.append(statement)
            statement = ""
    return found
