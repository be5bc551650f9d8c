"""Bringing a store of an earlier version to the present one; no event changes by it."""

import os
import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import cast

from screener.record.appending import add, head_of, write
from screener.record.chain import GENESIS, SALT_BYTES, Particulars, header
from screener.record.events import PROGRAM, EventKind
from screener.record.stored import STORE, Moment, event_of

#: The version whose events were not chained.
_WITHOUT_CHAIN = 1
_COLUMNS = 'sequence, screening, version, kind, at, "on", person, role, authenticated, program'
_MADE = re.compile(r"^CREATE (?:TABLE|TRIGGER) (\w+)", re.MULTILINE)
_EARLIER = f"SELECT {_COLUMNS}, body FROM earlier_events JOIN earlier_bodies USING (sequence)"


def migrate(
    connection: sqlite3.Connection,
    found: int,
    present: int,
    schema: Sequence[str],
    when: Callable[[str], Moment],
) -> None:
    """Bring a store of version `found` to `present`, in a transaction that is open.

    Version 1 had no chain: every event is taken over as it stands, and sealed with what is found.
    Version 2 had no accounts. `when` gives the moment, and the date in a time zone. That it was
    done is an event.
    """
    triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    for (trigger,) in triggers.fetchall():
        connection.execute(f'DROP TRIGGER "{trigger}"')
    if found == _WITHOUT_CHAIN:
        connection.execute("ALTER TABLE events RENAME TO earlier_events")
        connection.execute("ALTER TABLE bodies RENAME TO earlier_bodies")
    kept = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    for statement in schema:
        made = _MADE.search(statement)
        if made is None or made[1] not in kept:
            connection.execute(statement)
    if found == _WITHOUT_CHAIN:
        _take_over(connection)
        connection.execute("DROP TABLE earlier_bodies")
        connection.execute("DROP TABLE earlier_events")
    head = head_of(connection, STORE)
    if head.sequence:
        body = {"from": found, "to": present, "events": head.sequence, "head": head.hash.hex()}
        moment = when(_time_zone(connection))
        write(connection, head, STORE, EventKind.STORE_MIGRATED, moment, PROGRAM, body)


def _take_over(connection: sqlite3.Connection) -> None:
    """Chain every event as it stands."""
    previous = GENESIS
    for *columns, body in connection.execute(f"{_EARLIER} ORDER BY sequence").fetchall():
        particulars = cast(Particulars, tuple(columns))
        # Refused here where it cannot be read: in the chain it could not be mended any more.
        event_of(header(particulars), body, previous)
        previous = add(connection, particulars, previous, os.urandom(SALT_BYTES), body)


def _time_zone(connection: sqlite3.Connection) -> str:
    """Give the site's: the store's own first event records it."""
    found = connection.execute(
        "SELECT body ->> 'time_zone' FROM events JOIN bodies USING (sequence)"
        " WHERE screening = ? AND version = 1",
        (STORE,),
    ).fetchone()
    return str(found[0]) if found and found[0] else "UTC"
