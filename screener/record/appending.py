"""Writing an event at the end of the chain, within a transaction that is open."""

import os
import sqlite3
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from screener import __version__
from screener.protocol.exact_json import dumps
from screener.record.chain import (
    AT,
    GENESIS,
    SALT_BYTES,
    Particulars,
    content_hash,
    event_hash,
    header,
)
from screener.record.events import Event, EventKind, Person, check_body
from screener.record.stored import Moment, body_of, number_of, written

_HEAD = """
SELECT sequence, hash, header, (SELECT max(version) FROM events WHERE screening = ?) FROM events
ORDER BY sequence DESC LIMIT 1
"""
#: How far a clock may go back before it is said: whatever keeps it right does so little by little.
_JUMP = timedelta(seconds=1)


class Head(NamedTuple):
    """Where the chain ends, and how far one screening has come; 0 where there is nothing.

    `at` is the time of the last event, as the record has it; empty where there is none.
    """

    sequence: int
    hash: bytes
    version: int
    at: str

    def is_after(self, when: Moment) -> bool:
        """Tell whether the clock was set back since the last event."""
        return when.text < self.at and written(when.at + _JUMP) < self.at


def head_of(connection: sqlite3.Connection, place: int) -> Head:
    """Read the end of the chain, and the version of the screening at a place."""
    found = connection.execute(_HEAD, (place,)).fetchone()
    if found is None:
        return Head(0, GENESIS, 0, "")
    sequence, last, said, version = found
    return Head(sequence, last, version or 0, said[AT])


def write(
    connection: sqlite3.Connection,
    head: Head,
    place: int,
    kind: EventKind,
    when: Moment,
    person: Person,
    body: Mapping[str, object],
) -> Event:
    """Write the event that follows `head`; the date of `when` is its reference date.

    Raises:
        ValueError: The body is not what this kind of event holds.
    """
    if problem := check_body(kind, body):
        raise ValueError(problem)
    text = dumps(body)
    salt = os.urandom(SALT_BYTES)
    sequence, version = head.sequence + 1, head.version + 1
    particulars: Particulars = (
        sequence,
        place,
        version,
        kind,
        when.text,
        when.on.isoformat(),
        person.name,
        person.role,
        int(person.authenticated),
        __version__,
    )
    own = add(connection, particulars, head.hash, salt, text)
    # The body as it will be read, whatever kinds of mapping and text it was made of.
    said = body_of(text)
    number = number_of(place)
    return Event(
        sequence,
        number,
        version,
        kind,
        when.at,
        when.on,
        person,
        __version__,
        said,
        own.hex(),
    )


def keep_rules(connection: sqlite3.Connection, digest: str, rules: bytes) -> None:
    """Keep a rules file under its SHA-256, once."""
    known = connection.execute("SELECT 1 FROM rules WHERE sha256 = ?", (digest,))
    if known.fetchone() is None:
        connection.execute("INSERT INTO rules VALUES (?, ?)", (digest, rules))


def add(
    connection: sqlite3.Connection,
    particulars: Particulars,
    previous: bytes,
    salt: bytes,
    body: str,
) -> bytes:
    """Add an event to the tables, chained to the one with the hash `previous`; give its hash."""
    said = header(particulars)
    own = event_hash(previous, content_hash(salt, body), said)
    connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?)", (*particulars[:3], said, own))
    connection.execute("INSERT INTO bodies VALUES (?, ?, ?)", (particulars[0], salt, body))
    return own
