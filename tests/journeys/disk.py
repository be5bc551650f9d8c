"""A disk that keeps what was synced, and of the rest as much as it pleases.

`watch` notes what SQLite does to its files, in the order in which it does it. `Disk` takes that up
step by step, and gives what a power cut at that moment would leave.
"""

import _sqlite3
import ctypes
import os
from collections.abc import Callable, Iterator, Sequence
from ctypes import c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass, replace
from pathlib import Path

#: Bytes that a disk writes whole or not at all.
_SECTOR = 512


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes were given to the system to be written into a file."""

    file: str
    offset: int
    data: bytes

    def parts(self) -> "Iterator[Write]":
        """Part it where the disk's sectors end."""
        at = 0
        while at < len(self.data):
            end = at + _SECTOR - (self.offset + at) % _SECTOR
            yield replace(self, offset=self.offset + at, data=self.data[at:end])
            at = end

    def on(self, content: bytes) -> bytes:
        """Give a file's content with this written into it."""
        before = content[: self.offset].ljust(self.offset, b"\0")
        return before + self.data + content[self.offset + len(self.data) :]


@dataclass(frozen=True, slots=True)
class Truncate:
    """A file was given another length, which a disk does at once."""

    file: str
    length: int

    def parts(self) -> "Iterator[Truncate]":
        """Give it whole."""
        yield self

    def on(self, content: bytes) -> bytes:
        """Give a file's content at this length."""
        return content[: self.length].ljust(self.length, b"\0")


@dataclass(frozen=True, slots=True)
class Sync:
    """The system said that all of a file is on the disk."""

    file: str


@dataclass(frozen=True, slots=True)
class Delete:
    """A file was taken away."""

    file: str


@dataclass(frozen=True, slots=True)
class Said:
    """Something was said on the screen."""

    text: str


Change = Write | Truncate
Step = Change | Sync | Delete | Said


class Disk:
    """What is on the disk for certain, and what is on its way there."""

    def __init__(self) -> None:
        self._synced: dict[str, bytes] = {}
        self._under_way: dict[str, list[Change]] = {}

    def take(self, step: Step) -> None:
        """Take up what was done next."""
        match step:
            case Write() | Truncate():
                self._under_way.setdefault(step.file, []).append(step)
            case Sync(file):
                self._synced[file] = _changed(
                    self._synced.get(file, b""), self._under_way.pop(file, [])
                )
            case Delete(file):
                self._synced.pop(file, None)
                self._under_way.pop(file, None)

    def under_way(self) -> set[str]:
        """Give the files of which something is on its way."""
        return set(self._under_way)

    def left(self, arrives: Callable[[], bool]) -> dict[str, bytes]:
        """Give the files that a power cut leaves; `arrives` is asked about each sector."""
        return {
            file: _changed(
                self._synced.get(file, b""),
                [
                    part
                    for change in self._under_way.get(file, [])
                    for part in change.parts()
                    if arrives()
                ],
            )
            for file in sorted({*self._synced, *self._under_way})
        }


def _changed(content: bytes, changes: Sequence[Change]) -> bytes:
    for change in changes:
        content = change.on(content)
    return content


# SQLite's own structures, as far as they are needed: sqlite.org/c3ref/vfs.html, io_methods.html.

_OPEN = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DELETE = ctypes.CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_WRITE = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = ctypes.CFUNCTYPE(c_int, c_void_p, c_int)


class _System(ctypes.Structure):
    _fields_ = [
        ("version", c_int),
        ("size_of_file", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
    ]


class _Methods(ctypes.Structure):
    _fields_ = [
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        ("others", c_void_p * 13),
    ]


class _File(ctypes.Structure):
    _fields_ = [("methods", c_void_p)]


def can_be_watched() -> bool:
    """Tell whether SQLite's functions can be reached; builds of Python differ."""
    try:
        _system()
    except (AttributeError, OSError, TypeError):
        return False
    return True


def watch() -> list[Step]:
    """Note from now on, in the whole of this process, what SQLite does to its files."""
    steps: list[Step] = []
    names: dict[int, str] = {}
    watched: dict[int, _Methods] = {}
    system = _system()
    really_open, really_delete = _OPEN(system.open), _DELETE(system.delete)

    def open_file(own: int, path: int | None, file: int, flags: int, told: int | None) -> int:
        failed: int = really_open(own, path, file, flags, told)
        # One without a name is for a moment, and holds nothing of a store.
        if not failed and path:
            names[file] = _name(ctypes.string_at(path))
            opened = _File.from_address(file)
            methods = opened.methods
            if methods not in watched:
                watched[methods] = _watched(_Methods.from_address(methods), names, steps)
            opened.methods = ctypes.addressof(watched[methods])
        return failed

    def delete(own: int, path: bytes, lasting: int) -> int:
        steps.append(Delete(_name(path)))
        failed: int = really_delete(own, path, lasting)
        return failed

    system.open, system.delete = _lasting(_OPEN(open_file)), _lasting(_DELETE(delete))
    return steps


def _watched(methods: _Methods, names: dict[int, str], steps: list[Step]) -> _Methods:
    """Give what SQLite is to call instead: it notes what is done, then does it."""
    really_write, really_truncate = _WRITE(methods.write), _TRUNCATE(methods.truncate)
    really_sync = _SYNC(methods.sync)

    def write(file: int, data: int, length: int, offset: int) -> int:
        steps.append(Write(names[file], offset, ctypes.string_at(data, length)))
        failed: int = really_write(file, data, length, offset)
        return failed

    def truncate(file: int, length: int) -> int:
        steps.append(Truncate(names[file], length))
        failed: int = really_truncate(file, length)
        return failed

    def sync(file: int, flags: int) -> int:
        failed: int = really_sync(file, flags)
        if not failed:
            steps.append(Sync(names[file]))
        return failed

    mine = _Methods.from_buffer_copy(methods)
    mine.write, mine.truncate = _lasting(_WRITE(write)), _lasting(_TRUNCATE(truncate))
    mine.sync = _lasting(_SYNC(sync))
    return mine


def _system() -> _System:
    """Give SQLite's way to the system, of the very library that Python uses."""
    # Where the module has no file, it is a part of Python itself.
    find = ctypes.CDLL(getattr(_sqlite3, "__file__", None)).sqlite3_vfs_find
    find.restype, find.argtypes = ctypes.POINTER(_System), [c_char_p]
    system: _System = find(None).contents
    return system


def _name(path: bytes) -> str:
    return Path(os.fsdecode(path)).name


#: What SQLite calls, kept for as long as it may.
_LASTING: list[object] = []


def _lasting(function: "ctypes._FuncPointer") -> int | None:
    _LASTING.append(function)
    return ctypes.cast(function, c_void_p).value
