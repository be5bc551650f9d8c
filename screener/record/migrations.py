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
    `when` gives the moment, and the date in a time zone. That it was done is an event.
    """
    triggers = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('events', 'bodies')"
    ).fetchall()
    for (trigger,) in triggers:
        connection.execute(f'DROP TRIGGER "{trigger}"')
    connection.execute("ALTER TABLE events RENAME TO earlier_events")
    connection.execute("ALTER TABLE bodies RENAME TO earlier_bodies")
    kept = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    for statement in schema:
        made = _MADE.search(statement)
        if made is None or made[1] not in kept:
            connection.execute(statement)
    zone, events = _take_over(connection)
    connection.execute("DROP TABLE earlier_bodies")
    connection.execute("DROP TABLE earlier_events")
    if events:
        head = head_of(connection, STORE)
        body = {"from": found, "to": present, "events": events, "head": head.hash.hex()}
        write(connection, head, STORE, EventKind.STORE_MIGRATED, when(zone), PROGRAM, body)


def _take_over(connection: sqlite3.Connection) -> tuple[str, int]:
    """Chain every event as it stands; give the site's time zone, and how many there are."""
    previous, zone, count = GENESIS, "UTC", 0
    for *columns, body in connection.execute(f"{_EARLIER} ORDER BY sequence").fetchall():
        particulars = cast(Particulars, tuple(columns))
        event = event_of(header(particulars), body, previous)
        zone = str(event.body["time_zone"]) if event.kind is EventKind.STORE_CREATED else zone
        previous = add(connection, particulars, previous, os.urandom(SALT_BYTES), body)
        count += 1
    return zone, count
