"""Files that only their owner can read, made so that nobody can slip another in their place."""

import os
from pathlib import Path

#: The owner alone.
PRIVATE = 0o600
PRIVATE_FOLDER = 0o700
#: Windows has no such flag, and no such links without a privilege.
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_NOWAIT = getattr(os, "O_NONBLOCK", 0)


def write_private(path: Path, content: bytes) -> bool:
    """Write a new file, mode 0600, to the disk; False where the very same is there already.

    Raises:
        FileExistsError: Something else is there; it stays as it is.
        OSError: It cannot be written; nothing is left behind.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW | _BINARY
    try:
        descriptor = os.open(path, flags, PRIVATE)
    except FileExistsError:
        if holds(path, content):
            return False
        raise
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _keep_name(path.parent)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return True


def fill_private(path: Path, content: bytes) -> None:
    """Write a file that was just made, to the disk; what a link leads to is left alone.

    The room that the file has already is kept, and written over.

    Raises:
        OSError: It cannot be written.
    """
    flags = os.O_WRONLY | _NOFOLLOW | _BINARY
    with os.fdopen(os.open(path, flags), "wb") as file:
        file.write(content)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def led_to(path: Path) -> Path:
    """Give the file that a link leads to; any other path as it is."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def put_in_place(made: Path, target: Path) -> None:
    """Give a file that is whole, and on the disk, the name of another, which it replaces.

    Raises:
        OSError: It cannot be renamed.
    """
    made.replace(target)
    _keep_name(target.parent)


def holds(path: Path, content: bytes) -> bool:
    """Tell whether a regular file, no link, holds just this."""
    if path.is_symlink() or not path.is_file():
        return False
    with open(os.open(path, os.O_RDONLY | _NOFOLLOW | _BINARY), "rb") as file:
        return file.read(len(content) + 1) == content


def read_at_once(path: Path, most: int) -> bytes:
    """Read up to `most` bytes of a file, and wait for none: what holds none yet gives nothing.

    Raises:
        OSError: It cannot be read.
    """
    with open(os.open(path, os.O_RDONLY | _NOWAIT | _BINARY), "rb") as file:
        return file.read(most)


def make_folder(folder: Path) -> None:
    """Make a folder that its owner alone can look into, unless there is one."""
    if not folder.exists():
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        _keep_name(folder.parent)


def make_private(path: Path) -> None:
    """Make an empty file, mode 0600, unless there is one; its folder, if it is new, mode 0700."""
    make_folder(path.parent)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE)
    except FileExistsError:
        return
    os.close(descriptor)
    _keep_name(path.parent)


def close_to_others(path: Path) -> None:
    """Take the permissions of group and others away from a file of ours."""
    if os.name != "posix":
        return
    status = path.stat()
    if status.st_mode & 0o077 and status.st_uid == os.geteuid():
        path.chmod(PRIVATE)


def _keep_name(folder: Path) -> None:
    """Put a new file's name on the disk; only POSIX lets a folder be opened for that."""
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        # Who may write there and not read it leaves it to the system.
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
