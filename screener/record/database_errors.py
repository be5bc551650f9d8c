"""What an error of the database or the system means for the one who works with a store."""

import errno
import sqlite3
from pathlib import Path

from screener.language import N_, _
from screener.record.errors import StoreError
from screener.sanitise import visible

#: Bytes; what SQLite makes beside a store takes less.
_LEAST_ROOM = 64 * 1024
#: What reading a database may raise: where what it says of an error is no text, that is no error
#: of its own.
OF_SQLITE = (sqlite3.Error, UnicodeDecodeError)
_LOCKED = (
    N_("{path} is locked by another program."),
    N_("Nothing was written. Close what else uses it, then try again."),
)
_TOLD = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_NOTADB: (
        N_("{path} is not a database."),
        N_("It was left as it is. Choose another place with --store PATH."),
    ),
    sqlite3.SQLITE_CORRUPT: (
        N_("{path} is damaged."),
        N_("Keep a copy of it as it is, and restore the store from a backup."),
    ),
    sqlite3.SQLITE_CONSTRAINT: (
        N_("The events in {path} do not follow one another."),
        N_("Keep a copy of it as it is, and restore the store from a backup."),
    ),
    sqlite3.SQLITE_CANTOPEN: (
        N_("{path} cannot be opened."),
        N_("Check that its folder exists and that you may write in it."),
    ),
}


def told(error: sqlite3.Error | UnicodeDecodeError, path: Path) -> StoreError:
    """Say what a database error means for the one who works with the store."""
    shown = visible(str(path))
    if isinstance(error, UnicodeDecodeError):
        # What the schema says is quoted in the message.
        message, hint = _TOLD[sqlite3.SQLITE_CORRUPT]
        return StoreError(_(message).format(path=shown), _(hint))
    if isinstance(error, sqlite3.OperationalError) and not hasattr(error, "sqlite_errorcode"):
        # Text that is none; what the module says of it holds the text.
        return StoreError(
            _("{path} holds text that cannot be read.").format(path=shown),
            _("Nothing was written. `screener verify` says where, and what to do."),
        )
    code = kind_of(error)
    if code in _TOLD:
        message, hint = _TOLD[code]
        return StoreError(_(message).format(path=shown), _(hint))
    match code:
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return _read_only(shown)
        case _ if is_full(error, path):
            return _full(shown)
        case _:
            return StoreError(
                _("{path} cannot be used: {error}.").format(path=shown, error=visible(str(error))),
                _("Nothing was written. Check the disk, then try again."),
            )


def told_by_system(error: OSError, path: Path) -> StoreError:
    """Say what an error of the system means for the one who works with the store."""
    shown = visible(str(path))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _read_only(shown)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(shown)
    return StoreError(
        _("{path} cannot be opened: {error}.").format(
            path=shown, error=visible(error.strerror or type(error).__name__)
        ),
        _("Check that its folder exists and that you may write in it."),
    )


def kind_of(error: sqlite3.Error) -> int:
    """Give the low byte of SQLite's code for an error; what lies above tells details."""
    # Other errors of the module have none.
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF


def is_full(error: sqlite3.Error, path: Path) -> bool:
    """Tell whether it is that the disk is full."""
    code = kind_of(error)
    # SQLite's own files beside the store could not be made.
    return code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _no_room(path))


def _no_room(path: Path) -> bool:
    # Brings in what reads archives, which no start needs.
    from shutil import disk_usage

    try:
        return disk_usage(path.parent).free < _LEAST_ROOM
    except OSError:
        return False


def _read_only(shown: str) -> StoreError:
    return StoreError(
        _("{path} cannot be written.").format(path=shown),
        _("Ask for permission to write it and its folder, or choose another with --store PATH."),
    )


def _full(shown: str) -> StoreError:
    return StoreError(
        _("The disk that holds {path} is full.").format(path=shown),
        _("Nothing was written, nothing recorded is lost. Make room, then try again."),
    )
