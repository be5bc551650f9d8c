"""Who has which screening open, for as long as they do; nothing of it is in the record.

Each opened screening holds a file beside the store, in `screenings.open/`, locked by the operating
system: a program that was killed holds none any more. It is a courtesy: where it cannot be
kept, nobody is told, and whoever writes second is still told of the conflict.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from screener.record.events import Person
from screener.record.files import PRIVATE, PRIVATE_FOLDER, led_to

#: A file that is not locked yet is passed over.
_BEING_MADE = ".new-"
#: Where Windows locks a byte, behind all that is read: what is locked there cannot be read.
_BEHIND = 1 << 20


class Here(NamedTuple):
    """Somebody who has a screening open, and since when."""

    number: str
    name: str
    since: datetime


class Presence:
    """The screenings of one store that are open somewhere."""

    def __init__(self, store: Path) -> None:
        # The same for whoever comes by a link.
        self._folder = led_to(store).with_suffix(".open")
        self._own: dict[Path, int] = {}

    def enter(self, number: str, person: Person, since: datetime) -> Path | None:
        """Say that a screening is open here; gives what is left again, None where it cannot be."""
        name = f"{number} {os.urandom(8).hex()}"
        new, place = self._folder / f"{_BEING_MADE}{name}", self._folder / name
        said = {"number": number, "name": person.name, "since": since.isoformat()}
        with suppress(OSError):
            self._folder.mkdir(PRIVATE_FOLDER, exist_ok=True)
            descriptor = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE)
            os.write(descriptor, json.dumps(said).encode())
            _lock(descriptor)
            # Known as our own before it can be found, and until it cannot: whoever looks in
            # another thread meanwhile does not take it for somebody else's.
            self._own[place] = descriptor
            try:
                new.rename(place)
            except OSError:
                del self._own[place]
                os.close(descriptor)
                raise
            return place
        return None

    def leave(self, seat: Path | None) -> None:
        """Say that it is open here no more."""
        if seat is not None and (descriptor := self._own.get(seat)) is not None:
            with suppress(OSError):
                if sys.platform == "win32":
                    os.close(descriptor)
                    seat.unlink(missing_ok=True)
                else:
                    # While it is locked still: nobody takes it for one that was left behind.
                    seat.unlink(missing_ok=True)
                    os.close(descriptor)
            del self._own[seat]

    def others(self) -> tuple[Here, ...]:
        """Give who else has which screenings open, the longest first."""
        with suppress(OSError):
            return tuple(sorted(self._found(), key=lambda one: one.since))
        return ()

    def _found(self) -> Iterator[Here]:
        for path in self._folder.iterdir():
            if path in self._own or path.name.startswith(_BEING_MADE):
                continue
            with suppress(OSError, ValueError, KeyError, TypeError):
                if (here := _read(path)) is not None:
                    yield here


def _read(path: Path) -> Here | None:
    """Read who holds a file; one that nobody does was left by a program that was killed."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        try:
            _lock(descriptor)
        except OSError:
            said = json.loads(os.read(descriptor, _BEHIND))
            return Here(said["number"], said["name"], datetime.fromisoformat(said["since"]))
        if sys.platform != "win32":
            path.unlink(missing_ok=True)
        return None
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    """Lock a file until it is closed; raises `OSError` where another program has."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _BEHIND, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
