"""A packet: one screening in one file that anyone can check, with the store absent.

It holds the rules, every event of the screening, and of the store's own events its creation, its
keys and the seals that stand behind what is sealed at once. Of other screenings it holds nothing:
where the chain ran through them, an event of the packet has the hash of the one before it alone.
That they stood in the chain so is said by the packet's own event, which is sealed: see
docs/packet.md.
"""

import sqlite3
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from screener.language import _
from screener.protocol.exact_json import dumps
from screener.record.buried import Buried
from screener.record.chain import GENESIS
from screener.record.chain_check import Link, content_of, rules_of
from screener.record.copying import new_file
from screener.record.errors import StoreError
from screener.record.events import SEALED_AFTER, Event, EventKind, Person
from screener.record.files import fill_private
from screener.record.numbering import place_of
from screener.record.sound import sound
from screener.record.store import Store
from screener.record.stored import STORE
from screener.sanitise import visible

#: What a packet says that it is.
FORMAT = "screener packet 1"
#: The store's own events of which a packet holds every one; seals only behind what it must have.
KEPT = frozenset({EventKind.STORE_CREATED, EventKind.STORE_MIGRATED, EventKind.KEY_MADE})
_ROWS = """
SELECT sequence, screening, version, header, hash, salt, body,
    (SELECT hash FROM events AS before WHERE before.sequence = events.sequence - 1)
FROM events LEFT JOIN bodies USING (sequence)
WHERE screening = ? AND {which} ORDER BY sequence
"""
_OF_A_SCREENING = _ROWS.format(which="TRUE")
_OF_THE_STORE = _ROWS.format(which="header ->> 'kind' IN (SELECT value FROM json_each(?))")
_SEALS = _ROWS.format(
    which="header ->> 'kind' = 'sealed' AND sequence IN (SELECT value FROM json_each(?))"
)


class Linked(NamedTuple):
    """An event, the hash of the one before it in the store, and that of what it says, or said."""

    before: bytes
    content: bytes
    link: Link


def write_packet(store: Store, number: str, target: Path, person: Person) -> Event:
    """Write a screening to a new file that its owner alone can read; give the event of it.

    The event is recorded, and sealed, before the file says anything: nothing leaves that the record
    does not know of. It is the last of the screening in the packet.

    Raises:
        StoreError: There is no such screening, what is recorded does not verify, or the file cannot
            be written or is there already.
    """
    number = store.number(number)
    sound(store.path, store.path, _("No packet was made. Keep the store as it is."))
    seen = len(store.events(number))
    target = target.expanduser().absolute()
    new_file(target)
    made = b""

    def say(_on: date) -> dict[str, object]:
        with store.tables() as connection:
            events = _linked(connection, number)
        return {
            "format": FORMAT,
            "file": target.name,
            "events": len(events),
            "sha256": statement(one.link.own for one in events),
        }

    def gather(_event: Event) -> None:
        nonlocal made
        with store.tables() as connection:
            made = _packet(connection, number)

    try:
        event = store.append(number, seen, EventKind.PACKET_WRITTEN, say, person, gather)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    try:
        fill_private(target, made)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise StoreError(
            _("{path} cannot be written: {error}.").format(
                path=visible(str(target)), error=error.strerror or type(error).__name__
            ),
            _("The record says that a packet was made; there is none. Make room, then try again."),
        ) from error
    return event


def statement(hashes: Iterable[bytes]) -> str:
    """Give what a packet's own event says of those before it: the SHA-256 of all their hashes."""
    return sha256(b"".join(hashes)).hexdigest()


def _packet(connection: sqlite3.Connection, number: str) -> bytes:
    """Write what is recorded of a screening as a packet."""
    events = _linked(connection, number)
    opened = next(one.link for one in events if one.link.place != STORE)
    digest = rules_of(opened, Buried.of(connection))
    (rules,) = connection.execute("SELECT bytes FROM rules WHERE sha256 = ?", (digest,)).fetchone()
    packet = {
        "format": FORMAT,
        "screening": number,
        "rules": rules.decode("utf-8"),
        "events": [_data(one) for one in events],
    }
    return f"{dumps(packet)}\n".encode("ascii")


def _data(one: Linked) -> dict[str, object]:
    link = one.link
    said: dict[str, object] = {
        "header": link.header,
        "previous": one.before.hex(),
        "hash": link.own.hex(),
    }
    if link.body is None or link.salt is None:
        return {**said, "content": one.content.hex()}
    return {**said, "salt": link.salt.hex(), "body": link.body}


def _linked(connection: sqlite3.Connection, number: str) -> list[Linked]:
    """Give the events of a packet in order: the screening's, and what vouches for them."""
    place = place_of(number)
    found = _read(connection, _OF_A_SCREENING, place)
    sealed = [one.link.sequence for one in found if one.link.kind in SEALED_AFTER]
    # A seal follows at once, or behind a new key.
    behind = dumps([sequence + after for sequence in sealed for after in (1, 2)])
    found += _read(connection, _OF_THE_STORE, STORE, dumps(sorted(KEPT)))
    found += _read(connection, _SEALS, STORE, behind)
    return sorted(found, key=lambda one: one.link.sequence)


def _read(connection: sqlite3.Connection, statement: str, *values: object) -> list[Linked]:
    rows = connection.execute(statement, values)
    buried = Buried.of(connection)
    links = [(Link(*columns), before or GENESIS) for *columns, before in rows]
    return [Linked(before, content_of(link, buried), link) for link, before in links]
