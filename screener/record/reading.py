"""Reading a store: its events, its rules, and where its screenings stand."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from screener.language import _
from screener.protocol.exact_json import dumps
from screener.protocol.problems import ProtocolError
from screener.record.alike import folded
from screener.record.candidates import parts_of
from screener.record.chain import KIND
from screener.record.clock import Clock
from screener.record.errors import StoreError
from screener.record.events import Event, EventKind
from screener.record.numbering import place_of, unknown
from screener.record.opened import OpenedFile
from screener.record.presence import Presence
from screener.record.stored import SELECT_EVENTS, STORE, event_of, is_kept_as, number_of
from screener.record.time_zones import machine_zone, zone_named
from screener.sanitise import visible

if TYPE_CHECKING:
    from screener.protocol.model import Protocol
    from screener.record.ahead import Ahead
    from screener.record.awaiting import Awaiting
    from screener.record.summary import ScreeningSummary, Summaries
    from screener.record.trail import Sought

#: How many numbers are named beside one that there is not.
_MOST_NEAREST = 3
_EVENTS = f"{SELECT_EVENTS} WHERE screening = ? AND version > ? ORDER BY version LIMIT ?"
_STORE_EVENTS = f"""
{SELECT_EVENTS}
WHERE screening = 0 AND (
    header ->> 'kind' IN (SELECT value FROM json_each(?))
    OR sequence IN (
        SELECT max(sequence) FROM events
        WHERE screening = 0 AND header ->> 'kind' IN (SELECT value FROM json_each(?))
        GROUP BY header ->> 'person'
    )
) ORDER BY version
"""
#: Every screening's place, found by going from one to the next: their events are many times more.
_PLACES_FOUND = """
WITH RECURSIVE places (place) AS (
    SELECT min(screening) FROM events WHERE screening > 0
    UNION ALL
    SELECT (SELECT min(screening) FROM events WHERE screening > place)
    FROM places WHERE place IS NOT NULL
)
"""
_PLACES = f"{_PLACES_FOUND} SELECT place FROM places WHERE place IS NOT NULL"
#: What an event says, or still says where a part of it was redacted.
_SAYS = f"""
CASE WHEN body IS NOT NULL THEN body ->> '{{name}}' ELSE (
    SELECT stone.value ->> '$.kept.{{name}}'
    FROM events AS by JOIN bodies AS said USING (sequence),
        json_each(said.body, '$.tombstones') AS stone
    WHERE by.screening = events.screening AND by.header ->> 'kind' = '{EventKind.REDACTED}'
        AND stone.value ->> 'sequence' = events.sequence
) END
"""
_CODES = f"""
{_PLACES_FOUND}
SELECT place, {_SAYS.format(name="candidate")} FROM places
JOIN events ON screening = place AND version = 1 LEFT JOIN bodies USING (sequence)
"""
#: As the header has it, with what closes its name: as the index is told of it.
_CORRECTED = f'{EventKind.CANDIDATE_CORRECTED}"'
_CORRECTED_CODES = f"""
SELECT screening, {_SAYS.format(name="to")}
FROM events INDEXED BY corrected_codes LEFT JOIN bodies USING (sequence)
WHERE substr(header, {KIND + 1}, {len(_CORRECTED)}) = '{_CORRECTED}' ORDER BY sequence
"""
#: What SQLite takes for no limit.
_ALL = -1


class StoreReader:
    """What a store tells; every method may be called from any thread."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, clock: Clock, time_zone: str | None
    ) -> None:
        self.path = path
        #: Who has which screening open.
        self.presence = Presence(path)
        self._connection = connection
        self._file = OpenedFile(connection, path, clock.now)
        self._clock = clock
        self._asked_zone = time_zone
        self._recorded_zone: ZoneInfo | None = None
        #: The end of the chain when screenings were summarised last: its place and its hash.
        self._summarised: tuple[int, bytes] | None = None

    @property
    def time_zone(self) -> ZoneInfo:
        """The site's time zone: as recorded when the store was made."""
        if self._recorded_zone is not None:
            return self._recorded_zone
        if (created := self._creation()) is not None:
            self._recorded_zone = zone_named(str(created.body["time_zone"]))
            return self._recorded_zone
        # Nothing is recorded before the first screening.
        return zone_named(self._asked_zone) if self._asked_zone else machine_zone()

    def now(self) -> datetime:
        """Give the moment, in UTC."""
        return self._clock.now()

    def today(self) -> date:
        """Give the calendar date at the site."""
        return self.now().astimezone(self.time_zone).date()

    def events(self, number: str, after: int = 0, most: int = _ALL) -> list[Event]:
        """Give a screening's events in order, at most so many from the one after version `after`.

        Raises:
            StoreError: There is no such screening, or an event cannot be read.
        """
        place = self._place(number)
        with self._file.reading():
            events = self._events(place, after, most)
            if not events and self._version(place) == 0:
                raise self._unknown(number)
            return events

    def store_events(
        self, kinds: Collection[EventKind] = (), last: Collection[EventKind] = ()
    ) -> list[Event]:
        """Give the store's own events in order; of some kinds alone, or all.

        `last` are kinds of which only each person's last event is given.
        """
        if not kinds:
            return self._events(STORE)
        with self._file.reading() as connection:
            rows = connection.execute(_STORE_EVENTS, (dumps(list(kinds)), dumps(list(last))))
            return [event_of(*row) for row in rows]

    def tables(self) -> AbstractContextManager[sqlite3.Connection]:
        """Read the tables themselves; within an append, what it has written so far too."""
        return self._file.reading()

    def credential(self, account: str) -> str | None:
        """Give what an account's password is checked against; None where there is nothing."""
        with self._file.reading() as connection:
            row = connection.execute(
                "SELECT secret FROM credentials WHERE account = ?", (account,)
            ).fetchone()
        return None if row is None else str(row[0])

    def trail(
        self, sought: "Sought", past: int | None, most: int, *, newest: bool = False
    ) -> list[Event]:
        """Give events of all screenings and the store's own; see `trail.read`."""
        from screener.record.trail import read

        with self._file.reading() as connection:
            return read(connection, sought, past, most, newest=newest)

    def number(self, text: str) -> str:
        """Give the number of the screening that is meant: `s-1` and `1` are S-0001.

        Raises:
            StoreError: There is no such screening.
        """
        place = self._place(text)
        with self._file.reading():
            if self._version(place) == 0:
                raise self._unknown(text)
        return number_of(place)

    def numbers(self) -> list[str]:
        """Give the numbers of all screenings, the first one first."""
        with self._file.reading() as connection:
            return [number_of(place) for (place,) in connection.execute(_PLACES)]

    def awaiting(self) -> list[str]:
        """Give the numbers of the screenings in which a result may be awaited, what is due first.

        Asked again, it looks at no more than what was recorded since.
        """
        with self._file.reading() as connection:
            return [number_of(place) for place in self._awaiting.places(connection)]

    def codes(self) -> Mapping[str, str]:
        """Give each screening's number and the candidate's code as it is now, the first one first.

        A screening whose code was taken out of the record is left out.
        """
        with self._file.reading() as connection:
            codes = {
                number_of(place): code
                for query in (_CODES, _CORRECTED_CODES)
                for place, code in connection.execute(query)
            }
        return {number: code for number, code in codes.items() if code is not None}

    def screenings_of(self, code: str) -> "list[ScreeningSummary]":
        """Summarise the screenings of one candidate, however the code is typed; as `screenings`."""
        wanted = folded(code)
        return self.screenings([n for n, one in self.codes().items() if folded(one) == wanted])

    def screenings_like(self, code: str) -> "list[ScreeningSummary]":
        """Summarise those of a code, and of codes that are similar to it; as `screenings`."""
        wanted = parts_of(code)
        return self.screenings([n for n, one in self.codes().items() if parts_of(one) == wanted])

    def rules(self, digest: str) -> bytes:
        """Give the rules file with this SHA-256, in the exact bytes a screening began with.

        Raises:
            StoreError: It is not there, or not as it was.
        """
        with self._file.reading() as connection:
            row = connection.execute("SELECT bytes FROM rules WHERE sha256 = ?", (digest,))
            found = row.fetchone()
        if found is None or not is_kept_as(found[0], digest):
            raise StoreError(
                _("The rules file {digest} in {path} is missing or damaged.").format(
                    digest=visible(digest[:12]), path=self._shown
                ),
                _("Restore the store from a backup."),
            )
        return bytes(found[0])

    def protocol(self, digest: str, accepted_by: str = "") -> "Protocol":
        """Give the protocol that a screening began with, read from its rules file as kept.

        `accepted_by` is the version of the program that began the screening. Where it is this one,
        it has found the file's shape to be right; any other version checks it anew.

        Raises:
            StoreError: The file is not there.
            ProtocolError: This program cannot use it.
        """
        return self._summaries.protocol(digest, lambda: self.rules(digest), accepted_by)

    def study_of(self, rules: bytes) -> str:
        """Give the id of the protocol in a rules file.

        Raises:
            ProtocolError: It cannot be used.
        """
        return self._summaries.protocol(sha256(rules).hexdigest(), lambda: rules).id

    def study(self, number: str) -> str:
        """Give the id of a screening's protocol; empty where this program cannot use its rules.

        Raises:
            StoreError: The screening, or its rules file, cannot be read.
        """
        (opened,) = self._events(self._place(number), most=1)
        try:
            return self.protocol(str(opened.body["rules"]), opened.program).id
        except ProtocolError:
            return ""

    def for_training(self, number: str) -> bool:
        """Tell whether a screening is for training.

        Raises:
            StoreError: There is no such screening, or it cannot be read.
        """
        (opened,) = self._events(self._place(number), most=1)
        return opened.body.get("approved") is not True

    def screenings(self, numbers: Iterable[str] | None = None) -> "list[ScreeningSummary]":
        """Summarise screenings as of today: these, or all of them, the first one first.

        What was summarised before takes no time again until something is recorded or the day ends.
        """
        today = self.today()
        with self._file.reading() as connection:
            self._forget_replaced(connection)
            found = []
            for number in self.numbers() if numbers is None else numbers:
                place = self._place(number)
                key = number, self._version(place), today
                events = partial(self._events, place)
                found.append(self._summaries.summary(key, events, self.rules))
            return found

    def ahead(self, numbers: Iterable[str]) -> "Mapping[str, Ahead | None]":
        """Tell what time does to screenings, None where they have ended; as `screenings`."""
        today = self.today()
        with self._file.reading() as connection:
            self._forget_replaced(connection)
            found = {}
            for number in numbers:
                place = self._place(number)
                key = number, self._version(place), today
                events = partial(self._events, place)
                found[number] = self._summaries.ahead(key, events, self.rules)
            return found

    def _forget_replaced(self, connection: sqlite3.Connection) -> None:
        """Forget what was summarised of a history that is not the store's any more."""
        if self._summarised is not None:
            place, known = self._summarised
            row = connection.execute("SELECT hash FROM events WHERE sequence = ?", (place,))
            if row.fetchone() != (known,):
                self._summaries.forget()
        end = connection.execute("SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1")
        self._summarised = end.fetchone()

    @cached_property
    def _summaries(self) -> "Summaries":
        # Brings in the loader and the engine, which nobody has to wait for who only opens a store.
        from screener.record.summary import Summaries

        return Summaries()

    @cached_property
    def _awaiting(self) -> "Awaiting":
        # As above.
        from screener.record.awaiting import Awaiting

        return Awaiting()

    @property
    def _shown(self) -> str:
        return visible(str(self.path))

    def _creation(self) -> Event | None:
        """Read the store's first event alone: its later ones grow with every seal."""
        return next(iter(self._events(STORE, most=1)), None)

    def _check_zone(self) -> None:
        """Refuse a zone that is none, or not the one with which the store was made."""
        if self._asked_zone is None or self.time_zone.key == zone_named(self._asked_zone).key:
            return
        raise StoreError(
            _("{path} was made for the time zone {zone}.").format(
                path=self._shown, zone=self.time_zone.key
            ),
            _("A store keeps its time zone. Leave the option out, or make another store."),
        )

    def _place(self, number: str) -> int:
        place = place_of(number)
        if place is None:
            raise self._unknown(number)
        return place

    def _unknown(self, number: str) -> StoreError:
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT screening FROM events WHERE screening > 0 GROUP BY screening"
                " ORDER BY abs(screening - ?), screening LIMIT ?",
                (place_of(number) or 1, _MOST_NEAREST),
            )
            return unknown(number, self._shown, [place for (place,) in rows])

    def _version(self, place: int) -> int:
        row = self._connection.execute(
            "SELECT max(version) FROM events WHERE screening = ?", (place,)
        )
        return row.fetchone()[0] or 0

    def _events(self, place: int, after: int = 0, most: int = _ALL) -> list[Event]:
        with self._file.reading() as connection:
            return [event_of(*row) for row in connection.execute(_EVENTS, (place, after, most))]
