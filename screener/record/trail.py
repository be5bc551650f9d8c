"""Which events are looked for, in one screening or among all that a store holds."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from screener.protocol.exact_json import loads
from screener.record.chain import AT, KIND
from screener.record.events import BODIES, Event, EventKind
from screener.record.stored import SELECT_EVENTS, event_of, written

#: SQLite counts characters from 1.
_AT = f"substr(header, {AT.start + 1}, {AT.stop - AT.start})"
_KIND = f"substr(header, {KIND + 1}, {{length}}) = ?"
#: Nobody wrote anything of what stands before the person in a header.
_PERSON = re.compile(r'"person":("(?:[^"\\]|\\.)*")')

#: The kinds that say whose account they are about, who need not be who did it.
_ABOUT_ACCOUNTS = frozenset(kind for kind, (needed, _all) in BODIES.items() if "account" in needed)


class Sought(NamedTuple):
    """What is looked for; what is left empty narrows nothing.

    `person` is a part of the name, in small or capital letters, of whoever did it or whose account
    it is about: the sign-ins that failed under it, say, which nobody did. `since` and `until` are
    moments in UTC, both included.
    """

    person: str = ""
    kinds: frozenset[EventKind] = frozenset()
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, event: Event) -> bool:
        """Tell whether an event is one that is looked for."""
        return (
            self._is_about(event)
            and (not self.kinds or event.kind in self.kinds)
            and (self.since is None or event.at >= self.since)
            and (self.until is None or event.at <= self.until)
        )

    def _is_about(self, event: Event) -> bool:
        names = [event.person.name]
        if event.kind in _ABOUT_ACCOUNTS:
            names.append(str(event.body.get("account") or ""))
        return any(map(self._is_named, names))

    def _is_named(self, name: str) -> bool:
        return self.person.casefold() in name.casefold()

    def _may_be_about(self, header: str) -> bool:
        """Tell by its header alone whether an event may be about the person."""
        if not self.person or _kind_of(header) in _ABOUT_ACCOUNTS:
            return True
        found = _PERSON.search(header)
        return found is not None and self._is_named(str(loads(found[1])))

    def _conditions(self) -> Iterator[tuple[str, list[str | int]]]:
        if self.since is not None:
            yield f"{_AT} >= ?", [written(self.since)]
        if self.until is not None:
            yield f"{_AT} <= ?", [written(self.until)]
        if self.kinds:
            # With what closes its name, so that no kind is taken for one that begins like it.
            named = sorted(f'{kind}"' for kind in self.kinds)
            any_of = " OR ".join(_KIND.format(length=len(name)) for name in named)
            yield f"({any_of})", [*named]


def read(
    connection: sqlite3.Connection, sought: Sought, past: int | None, most: int, *, newest: bool
) -> list[Event]:
    """Give the next events that are looked for, at most so many, `newest` first or last.

    `past` is the sequence of the last one that was given before. What the others say is not read,
    but whose account they are about.
    """
    order, beyond = ("DESC", "<") if newest else ("ASC", ">")
    conditions = list(sought._conditions())
    if past is not None:
        conditions.append((f"sequence {beyond} ?", [past]))
    where = " AND ".join(condition for condition, _values in conditions) or "1"
    rows = connection.execute(
        f"SELECT sequence, header FROM events WHERE {where} ORDER BY sequence {order}",
        [value for _condition, values in conditions for value in values],
    )
    events = (
        event_of(*row)
        for sequence, header in rows
        if sought._may_be_about(header)
        for row in connection.execute(f"{SELECT_EVENTS} WHERE sequence = ?", (sequence,))
    )
    return list(islice(filter(sought._is_about, events), most))


def _kind_of(header: str) -> str:
    return header[KIND:].partition('"')[0]
