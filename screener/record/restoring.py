"""Going back to a backup, in the file itself and in one transaction: others may have it open.

Nothing that is recorded is lost by it: what the backup does not hold is kept in a copy beside the
store. A program that shows what was before is told so where it writes next.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from screener.joining import listed, sentences
from screener.language import _, ngettext
from screener.record.copying import copy_to
from screener.record.database import beside, has_content, has_own_schema, open_to_read
from screener.record.database_errors import told
from screener.record.errors import StoreError
from screener.record.events import EventKind, Person
from screener.record.files import make_folder
from screener.record.in_place import kept_path
from screener.record.keys import key_path
from screener.record.rights import Right, require
from screener.record.sound import sound
from screener.record.store import Store
from screener.record.stored import STORE, body_of, number_of
from screener.record.verification import Verified
from screener.sanitise import visible

#: Each table after those that refer to it, for taking out; the other way round for filling.
_TABLES = ("bodies", "events", "rules", "credentials")
#: What a store records of itself as it goes: nobody misses it who goes back, and it is kept.
_SLIGHT = frozenset(
    {
        EventKind.KEY_MADE,
        EventKind.SEALED,
        EventKind.BACKED_UP,
        EventKind.RESTORED,
        EventKind.SIGNED_IN,
        EventKind.LOCKED,
        EventKind.UNLOCKED,
    }
)


class Beyond(NamedTuple):
    """What a store holds and a backup does not: how many events, since when, of which screenings.

    `since` is the time of the first; `weighty` tells whether somebody would miss any, and
    `redactions` counts those that took something out, which may be in the backup still.
    """

    events: int
    since: str
    numbers: tuple[str, ...]
    weighty: bool
    redactions: int

    def told(self) -> str:
        """Say it in a sentence."""
        said = ngettext(
            "The store holds {count} event that the backup does not, from {since} on",
            "The store holds {count} events that the backup does not, from {since} on",
            self.events,
        ).format(count=self.events, since=self.since)
        if self.numbers:
            said = _("{said}, in {numbers}").format(said=said, numbers=listed(self.numbers))
        if self.redactions:
            redacted = ngettext(
                "{count} of them redacted something, which the backup may hold still.",
                "{count} of them redacted something, which the backup may hold still.",
                self.redactions,
            )
            return sentences(f"{said}.", redacted.format(count=self.redactions))
        return f"{said}."


class Restored(NamedTuple):
    """What was done: the store as it is now, what it held besides, and where that is kept."""

    verified: Verified
    beyond: Beyond | None
    kept: Path | None


def restore(store: Store, backup: Path, person: Person, *, anyway: bool = False) -> Restored:
    """Go back to a backup of a store; other programs may have it open, and wait meanwhile.

    Where the store holds what somebody would miss, it takes `anyway`; all of it is kept in a copy
    beside the store then, as is everything else that the backup does not hold.

    Raises:
        StoreError: The role does not permit it, the backup does not verify, is another store's or
            the store itself, the store's own tables are not a store's, or something would be
            missed; nothing is done.
    """
    require(person.role, Right.RESTORE)
    if backup.is_file() and backup.samefile(store.path):
        raise StoreError(
            _("{backup} is the store itself.").format(backup=visible(str(backup))),
            _("Nothing was restored. Name a backup of it."),
        )
    made = sound(backup, backup, _("Nothing was restored. Take another backup."))
    # Filled in once nobody else can write.
    body: dict[str, object] = {}
    beyond, kept = None, None

    def replace(connection: sqlite3.Connection) -> None:
        nonlocal beyond, kept
        before = _end(connection)
        with closing(open_to_read(backup)) as source:
            source.execute("BEGIN")
            _check_same_store(connection, source, store.path, backup)
            beyond = _beyond(connection, source, made.events)
            if beyond is not None:
                if beyond.weighty and not anyway:
                    hint = _(
                        "--anyway goes back all the same; it is kept in a copy beside the store."
                    )
                    raise StoreError(beyond.told(), hint)
                kept = _free(store)
                # By a connection that only reads: one that writes cannot be copied from.
                with closing(open_to_read(store.path)) as present:
                    copy_to(present, kept)
            _replace(connection, source)
        if _end(connection) != (made.events, made.head):
            raise StoreError(
                _("{path} was changed while it was read.").format(path=visible(str(backup))),
                _("Nothing was restored. Try again."),
            )
        body.update(_body(backup, made, before, kept))

    try:
        store.record(EventKind.RESTORED, body, person, replace)
    except BaseException:
        if kept is not None:
            kept.unlink(missing_ok=True)
        raise
    hint = _("Keep it as it is, and the backup.")
    return Restored(sound(store.path, store.path, hint), beyond, kept)


def restore_new(path: Path, backup: Path, who: Callable[[Store], Person]) -> Restored:
    """Make a store of a backup where there is none; `who` finds out by its accounts who restores.

    Raises:
        StoreError: Something is there, or is left of a store that was; the backup does not verify;
            or the role does not permit it. Nothing is left behind.
    """
    path = path.expanduser().absolute()
    made = sound(backup, backup, _("Nothing was restored. Take another backup."))
    left = list(beside(path))
    try:
        make_folder(path.parent)
        if not path.exists():
            _clear(*left)
    except OSError as error:
        raise told(sqlite3.OperationalError(error.strerror or ""), path) from error
    with closing(open_to_read(backup)) as source:
        copy_to(source, path)
    # Somebody whose password was wrong is recorded, and sealed by a key that is made for it.
    if not os.path.lexists(key_path(path)):
        left.append(key_path(path))
    try:
        with Store.open(path, create=False) as store:
            store.take_over()
            store.record(EventKind.RESTORED, _body(backup, made, None, None), who(store))
    except BaseException:
        for one in (path, *left):
            one.unlink(missing_ok=True)
        raise
    return Restored(sound(path, path, _("Keep it as it is, and the backup.")), None, None)


def _clear(log: Path, index: Path) -> None:
    """Take away what a store that is gone has left beside its place, where it holds nothing."""
    if has_content(log):
        found = [visible(str(one)) for one in (log, index) if one.exists()]
        raise StoreError(
            _("Of a store that was there, {files} is left.").format(files=listed(found)),
            _("It belongs to that store. Move it to where that is, then restore."),
        )
    for one in (log, index):
        one.unlink(missing_ok=True)


def _check_same_store(
    connection: sqlite3.Connection, source: sqlite3.Connection, path: Path, backup: Path
) -> None:
    shown, named = visible(str(path)), visible(str(backup))
    if not has_own_schema(connection):
        raise StoreError(
            _("The tables of {path}, or what guards them, are not a store's.").format(path=shown),
            _("Leave the app everywhere, move it and what lies beside it away, then restore."),
        )
    if _hash(connection, 1) != _hash(source, 1):
        raise StoreError(
            _("{backup} is a backup of another store than {path}.").format(
                backup=named, path=shown
            ),
            _("To go on with that one, leave the app, move the store away, then restore."),
        )


def _beyond(connection: sqlite3.Connection, source: sqlite3.Connection, last: int) -> Beyond | None:
    """Find what a store holds that a backup of it does not; None where that holds all."""
    common, differs = 0, last + 1
    # Each hash stands for all before it, so that the first that differs is soon found.
    while differs - common > 1:
        middle = (common + differs) // 2
        if _hash(connection, middle) == _hash(source, middle):
            common = middle
        else:
            differs = middle
    rows = connection.execute(
        "SELECT screening, header FROM events WHERE sequence > ? ORDER BY sequence", (common,)
    ).fetchall()
    if not rows:
        return None
    kinds = [str(body_of(header)["kind"]) for _place, header in rows]
    places = sorted({place for place, _header in rows} - {STORE})
    return Beyond(
        events=len(rows),
        since=f"{_minute(str(body_of(rows[0][1])['at']))} UTC",
        numbers=tuple(map(number_of, places)),
        weighty=any(kind not in _SLIGHT for kind in kinds),
        redactions=kinds.count(EventKind.REDACTED),
    )


def _minute(text: str) -> str:
    """Write a time as people do, to the minute."""
    return text[:16].replace("T", " ")


def _free(store: Store) -> Path:
    """Find a name beside a store for a copy of all that it holds."""
    first = kept_path(store.path, store.now())
    names = (first.with_stem(f"{first.stem}-{number}") for number in count(2))
    return next(path for path in chain([first], names) if not path.exists())


def _body(
    backup: Path, made: Verified, before: tuple[int, str] | None, kept: Path | None
) -> dict[str, object]:
    """Give what the event says: from which file, what it holds, and what stood there before."""
    return {
        "file": backup.name,
        "events": made.events,
        "head": made.head,
        "before": None if before is None else {"events": before[0], "head": before[1]},
        "kept": None if kept is None else kept.name,
    }


def _replace(connection: sqlite3.Connection, source: sqlite3.Connection) -> None:
    """Put all that a backup holds in the place of what a store holds."""
    guards = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall()
    for name, _statement in guards:
        connection.execute(f'DROP TRIGGER "{name}"')
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table}")
    for table in reversed(_TABLES):
        rows = source.execute(f"SELECT * FROM {table}")
        marks = ", ".join("?" for _column in rows.description)
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    for _name, statement in guards:
        connection.execute(statement)


def _end(connection: sqlite3.Connection) -> tuple[int, str]:
    """Give where the chain ends: the place of the last event, and its hash in hex."""
    row = connection.execute("SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1")
    sequence, own = row.fetchone()
    return int(sequence), own.hex()


def _hash(connection: sqlite3.Connection, sequence: int) -> object:
    row = connection.execute("SELECT hash FROM events WHERE sequence = ?", (sequence,)).fetchone()
    return row and row[0]
