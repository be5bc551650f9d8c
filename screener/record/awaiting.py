"""What is awaited: each result that is still to come, and in which screenings there may be some.

A result stays awaited after a decision, until somebody brings it or closes it with a reason.
"""

import sqlite3
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from screener.protocol.exact_json import dumps
from screener.protocol.roles import Role
from screener.record.chain import KIND
from screener.record.events import EventKind, Person
from screener.record.standing import Standing

#: Characters of a key: no two are the same.
_KEY = 32


class Awaited(NamedTuple):
    """One result that is still to come.

    `who` brings it; `by` said on the day `since` that it is awaited, until the day `due`, with a
    `note` perhaps; that was event `version` of the screening. `key` is the same for the same
    question of the same screening, and says nothing of either. `closable` says whether it can be
    closed without an answer, `applies` whether its question still does.
    """

    question: str
    due: date | None
    who: Role
    since: date
    by: Person
    note: str
    version: int
    key: str
    closable: bool
    applies: bool


def awaited_in(standing: Standing) -> Iterator[Awaited]:
    """Give what is awaited in a screening, in the order of the protocol."""
    for id in standing.awaited:
        entry = standing.state.current(id)
        if entry is not None:
            yield Awaited(
                question=id,
                due=standing.answers[id].due,
                who=standing.protocol.questions[id].answered_by,
                since=entry.on,
                by=entry.person,
                note=str(entry.answer.get("note") or ""),
                version=entry.version,
                # The hash of an event cannot be guessed, and so neither can what is hashed with it.
                key=sha256(f"{standing.state.opened.head} {id}".encode()).hexdigest()[:_KEY],
                closable=standing.may_close_awaited(id),
                applies=standing.result.applies(id) is not False,
            )


def _is(*kinds: EventKind) -> str:
    """Write the condition that an event is of one of these kinds."""
    named = (f'{kind}"' for kind in kinds)
    any_of = (f"substr(header, {KIND + 1}, {len(name)}) = '{name}'" for name in named)
    return f"({' OR '.join(any_of)})"


#: In which screenings anything was recorded. The signs keep SQLite from going through the whole
#: index of the screenings, where a few new events are looked at.
_CHANGED = "SELECT DISTINCT +screening FROM events WHERE sequence > ?"
#: As canonical JSON has it. What people type cannot look so: their quotes are escaped there.
_PENDING = '"missing":"pending"'
#: Where something was awaited at any time: parts of what was said of it may have been redacted.
_EVER = f"""
SELECT DISTINCT +screening FROM events JOIN bodies USING (sequence)
WHERE sequence > ? AND +screening > 0 AND (
    instr(body, '{_PENDING}') OR {_is(EventKind.DUE_SET, EventKind.REDACTED)}
)
"""
#: Where it is so still, and until when: what was said last of a question, and was not taken back at
#: once, is that it is awaited. What was redacted says nothing here, so that those places are given.
_STILL = f"""
WITH places (place) AS (SELECT value FROM json_each(?)),
undone (place, version) AS (
    SELECT place, body ->> '$.undoes'
    FROM places CROSS JOIN events ON screening = place JOIN bodies USING (sequence)
    WHERE {_is(EventKind.ANSWER_UNDONE)}
),
said (place, version, question, missing, due) AS (
    SELECT place, version, body ->> '$.question', body ->> '$.answer.missing',
        body ->> '$.answer.due'
    FROM places CROSS JOIN events ON screening = place JOIN bodies USING (sequence)
    WHERE {_is(EventKind.ANSWERED, EventKind.SERIES_AWAITED, EventKind.SERIES_COMPLETED)}
    UNION ALL
    SELECT place, version, named.value, 'pending', body ->> '$.due'
    FROM places CROSS JOIN events ON screening = place JOIN bodies USING (sequence),
        json_each(body, '$.questions') AS named
    WHERE {_is(EventKind.DUE_SET)}
),
last (place, missing, due, version) AS (
    SELECT place, missing, due, max(version) FROM said
    WHERE (place, version) NOT IN (SELECT place, version FROM undone)
    GROUP BY place, question
)
SELECT place, due FROM last WHERE missing = 'pending'
UNION ALL
SELECT place, NULL FROM places CROSS JOIN events ON screening = place
WHERE {_is(EventKind.REDACTED)}
"""
#: Beyond every day that is said.
_NO_DAY = "~"


class Awaiting:
    """Finds the screenings in which something may be awaited, without working any of them out.

    It remembers where something ever was: a store of years is looked through once, then what was
    recorded since.
    """

    def __init__(self) -> None:
        self._ever: set[int] = set()
        #: Until when, at the earliest, by the place of the screening.
        self._still: dict[int, str] = {}
        self._read = 0, b""

    def places(self, connection: sqlite3.Connection) -> list[int]:
        """Give their places, what is due first before all: some may have nothing after all."""
        sequence, head = self._read
        stands = connection.execute("SELECT hash FROM events WHERE sequence = ?", (sequence,))
        if stands.fetchone() != (head,):
            # The history that was read is not the store's any more.
            sequence = 0
            self._ever.clear()
            self._still.clear()
        end = connection.execute("SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1")
        self._read = end.fetchone() or (0, b"")
        self._ever.update(place for (place,) in connection.execute(_EVER, (sequence,)))
        changed = {place for (place,) in connection.execute(_CHANGED, (sequence,))} & self._ever
        for place in changed:
            self._still.pop(place, None)
        for place, due in connection.execute(_STILL, (dumps(sorted(changed)),)):
            self._still[place] = min(self._still.get(place, _NO_DAY), due or _NO_DAY)
        return sorted(self._still, key=lambda place: (self._still[place], place))
