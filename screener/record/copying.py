"""Copying an open store to a file that its owner alone can read."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from screener.language import _
from screener.record.database import Hindered, write_anew
from screener.record.database_errors import told, told_by_system
from screener.record.errors import StoreError
from screener.record.files import put_in_place, write_private
from screener.sanitise import visible

#: How the name of a copy ends that is not whole yet.
UNFINISHED = ".unfinished"


def new_file(target: Path) -> None:
    """Make an empty file that its owner alone can read, to be written then.

    Raises:
        StoreError: It cannot be written, or something is there already.
    """
    try:
        if target.is_dir() or not write_private(target, b""):
            raise FileExistsError
    except FileExistsError:
        raise StoreError(
            _("{path} is there already.").format(path=visible(str(target))),
            _("It was left as it is. Name another file."),
        ) from None
    except OSError as error:
        raise told_by_system(error, target) from error


def copy_to(connection: sqlite3.Connection, target: Path) -> None:
    """Copy an open store to a new file, on the disk; nothing is left behind where that fails.

    Until it is whole the copy has a name that says so: what is left of one during which the program
    was ended is taken by nobody for a store.

    What was redacted is not in the copy, though bytes of it may be in the store's own file still.

    Raises:
        StoreError: It cannot be written, or something is there already.
    """
    unfinished = target.with_name(f"{target.name}.{os.getpid()}{UNFINISHED}")
    # Before all the work; what comes there meanwhile is not written over either.
    new_file(target)
    target.unlink()
    new_file(unfinished)
    try:
        with closing(sqlite3.connect(unfinished)) as copy:
            connection.backup(copy)
            # Page by page, with what is left of earlier rows in the room that is free there. One
            # that is damaged cannot be written anew, and is kept as it is.
            copy.execute("PRAGMA temp_store = MEMORY")
            if write_anew(copy, unfinished, patient=True) is Hindered.BY_DISK:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            # One plain file, which can be read where nothing can be written beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
        new_file(target)
        put_in_place(unfinished, target)
    except sqlite3.Error as error:
        raise told(error, target) from error
    except OSError as error:
        target.unlink(missing_ok=True)
        raise told_by_system(error, target) from error
    finally:
        unfinished.unlink(missing_ok=True)
