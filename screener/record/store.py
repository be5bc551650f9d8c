"""The store: events in SQLite, appended one transaction each, never changed."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from screener.record.apart import check_apart, check_unused
from screener.record.appending import Head, head_of, keep_rules, write
from screener.record.approvals import approvals, approved
from screener.record.clock import Clock, SystemClock
from screener.record.copying import copy_to
from screener.record.database import Hindered, carry_over, connect
from screener.record.errors import Conflict, OtherKind, Replaced, StoreError
from screener.record.events import (
    GIVES_RIGHTS,
    PROGRAM,
    SEALED_AFTER,
    Event,
    EventKind,
    Order,
    Person,
    check_candidate,
)
from screener.record.expected import NOTHING_EXPECTED, Expected
from screener.record.reading import StoreReader
from screener.record.rights import require_for
from screener.record.sessions import Sessions
from screener.record.stored import STORE, Moment, number_of
from screener.record.tombstones import take_out
from screener.record.wiping import Wiping

if TYPE_CHECKING:
    from screener.record.sealing import Seals

#: Seconds to wait for another program that is writing; an append takes milliseconds.
_PATIENCE = 5.0
Body = Mapping[str, object]


class Seen(NamedTuple):
    """A screening, and the version of it that a person has before their eyes."""

    number: str
    version: int


def default_path() -> Path:
    """Give the place of the store where none is named: the platform's folder for user data."""
    from platformdirs import user_data_path

    return user_data_path("screener", appauthor=False) / "screenings.db"


class Store(StoreReader):
    """One site's screenings. A context manager; every method may be called from any thread."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, clock: Clock, time_zone: str | None
    ) -> None:
        super().__init__(connection, path, clock, time_zone)
        #: When signing in failed here under names that no account has, by the hashes of the names:
        #: they wait like the others, and none is kept.
        self.strangers: dict[int, tuple[datetime, ...]] = {}
        self._sessions = Sessions()
        #: Whether the chain has gone on here since it was sealed.
        self._unsealed = False
        #: How far what was redacted here has gone from the store's files; what another program
        #: keeps it from now is done with the next event, or when the store is closed; so is what
        #: another program has left to do.
        self._wiping = Wiping(connection)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        time_zone: str | None = None,
        person: Person | None = None,
        clock: Clock | None = None,
        busy_timeout: float = _PATIENCE,
    ) -> "Store":
        """Open the store at `path`, or make it.

        `time_zone` is the site's, an IANA name; it is recorded when the store is made by a
        `person`, at the latest with the first screening, and is the machine's unless it is given.

        Raises:
            StoreError: It is read-only, full, locked, of a newer version, or no store at all.
        """
        path = path.expanduser().absolute()
        clock = clock or SystemClock()
        store = cls(connect(path, create, busy_timeout, clock.now), path, clock, time_zone)
        try:
            with store._file.reading():
                store._wiping.resume()
            store._check_zone()
            if person is not None:
                store._record_creation(person)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Let go of the file; what was recorded here is sealed first, where that can be."""
        with self._file.lock:
            if self._unsealed:
                # What is recorded stays recorded; the next seal covers it too.
                with suppress(StoreError):
                    self.seal()
            self._wiping.resume()
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def new_screening(
        self,
        rules: bytes,
        candidate: str,
        person: Person,
        language: str,
        *,
        after: Seen | None = None,
        expected: Expected = NOTHING_EXPECTED,
        order: Callable[[str], Order] | None = None,
    ) -> str:
        """Open a screening under these rules, and give its number.

        Whether the rules are approved is recorded with it: if they are not, it is for training.
        `after` is the candidate's screening that it follows, which is recorded there too.
        `expected` is what was told of it before, and must be so still.
        `order` gives the order of the questions, by the protocol's id; without it they come in the
        protocol's. Screenings for training are apart from real ones: neither follows the other, and
        neither's code is in use for the other. So are those of different studies.

        Raises:
            Conflict: Someone else wrote to the earlier screening since; nothing was written.
            OtherKind: It is for training, or is not, other than was expected; nothing was written.
            ValueError: The candidate's code cannot be used.
            ProtocolError: The rules cannot be used.
            StoreError: The store cannot be written.
        """
        candidate = check_candidate(candidate)
        digest = sha256(rules).hexdigest()
        protocol = self._summaries.protocol(digest, lambda: rules)
        self._record_creation(person)
        with self._file.transaction() as connection:
            head = head_of(connection, STORE)
            self._sessions.check(connection, head, person)
            training = not approved(approvals(self, digest))
            if expected.training not in (None, training):
                raise OtherKind(training=training)
            if expected.unused:
                check_unused(self, candidate, expected.known, training, protocol.id)
            keep_rules(connection, digest, rules)
            (last,) = connection.execute("SELECT max(screening) FROM events").fetchone()
            body: dict[str, object] = {
                "candidate": candidate,
                "rules": digest,
                "language": language,
                "approved": not training,
            }
            if order is not None:
                body["order"] = order(protocol.id)
            if after is not None:
                check_apart(self, after.number, training, protocol.id)
                follows = {"screening": number_of(last + 1)}
                place = self._place(after.number)
                head = self._seen(head_of(connection, place), place, after.version)
                self._write(head, place, EventKind.SCREENED_AGAIN, follows, person)
                body["earlier"] = number_of(place)
            head = head_of(connection, last + 1)
            opened = self._write(head, last + 1, EventKind.SCREENING_OPENED, body, person)
        carry_over(connection)
        return opened.number

    def append(
        self,
        number: str,
        seen: int,
        kind: EventKind,
        body: Body | Callable[[date], Body],
        person: Person,
        check: Callable[[Event], Mapping[str, Body] | None] | None = None,
        head: str = "",
    ) -> Event:
        """Write one event, in a transaction of its own; it is on the disk when this returns.

        `seen` is the version that the person has before their eyes, `head` the hash of its event,
        where they have one: the store may have been restored from a backup since. A body that
        depends on the reference date is made from the event's own. `check` sees the event before it
        is written for good; where it raises, nothing is. It may give other screenings to which an
        event of the kind is written with it, and its body there: nobody else writes meanwhile.

        Raises:
            Conflict: Someone else wrote since; nothing was written.
            Replaced: What was read is not in the store any more; nothing was written.
            SessionEnded: The person has not the account or the role any more; nothing was written.
            StoreError: It cannot be written; nothing was.
        """
        place = self._place(number)
        try:
            with self._file.transaction() as connection:
                end = head_of(connection, place)
                self._sessions.check(connection, end, person)
                if head:
                    self._check_history(place, seen, head)
                event = self._write(self._seen(end, place, seen), place, kind, body, person)
                for other, theirs in ((check and check(event)) or {}).items():
                    beside = self._place(other)
                    self._write(head_of(connection, beside), beside, kind, theirs, person)
        except StoreError:
            if kind is EventKind.REDACTED:
                with self._file.lock:
                    self._wiping.retract()
            raise
        if kind is EventKind.REDACTED:
            with self._file.lock:
                self._wiping.begin()
        elif self._wiping.waits:
            self.wipe_on()
        return event

    def check_read(self, number: str, seen: int, head: str) -> None:
        """Make sure that what was read of a screening is still there; as for `append`.

        Raises:
            Replaced: It is not.
            StoreError: The store cannot be read.
        """
        with self._file.reading():
            if head:
                self._check_history(self._place(number), seen, head, writing=False)

    def record(
        self,
        kind: EventKind,
        body: Body,
        person: Person,
        before: Callable[[sqlite3.Connection], None] = lambda connection: None,
    ) -> Event:
        """Write one event that belongs to no screening; as `append`.

        `before` acts within its transaction; where it raises, nothing is written.

        Raises:
            StoreError: It cannot be written; nothing was.
        """
        self._record_creation(person)
        with self._file.transaction() as connection:
            # Before all else: whoever restores a backup may have no account in it.
            self._sessions.check(connection, head_of(connection, STORE), person)
            before(connection)
            return self._write(head_of(connection, STORE), STORE, kind, body, person)

    def seal(self) -> None:
        """Sign where the chain ends.

        Raises:
            StoreError: It cannot be written; nothing was.
        """
        with self._file.transaction() as connection:
            self._seals.seal(connection, self._now())
        self._unsealed = False

    def check_rights(self) -> None:
        """Make sure that what says who may do what was written by the program.

        Raises:
            StoreError: Something of it is not sealed.
        """
        with self._file.reading() as connection:
            self._seals.check_rights(connection)

    def take_over(self) -> None:
        """Let people sign in though another key sealed: the store was just made of a backup."""
        self._seals.takes_over = True

    @property
    def hindered(self) -> Hindered | None:
        """What keeps what was redacted here in the bytes of the store's files; None: it is gone."""
        return self._wiping.hindered

    @property
    def to_be_wiped(self) -> bool:
        """Whether the files still hold what was redacted, here or in another program."""
        return self._wiping.announced

    def wipe_on(self) -> None:
        """Wipe from the files what was redacted, where that can be done at once."""
        # Wherever they are by now: what was recorded before is recorded all the same.
        with self._file.lock:
            self._wiping.resume()

    def copy_to(self, target: Path) -> None:
        """Copy all that is recorded to a new file; others may go on meanwhile.

        Raises:
            StoreError: It cannot be written, or something is there already.
        """
        with self._file.reading() as connection:
            copy_to(connection, target)

    @cached_property
    def _seals(self) -> "Seals":
        # Signing brings in a library that nobody has to wait for who only looks.
        from screener.record.sealing import Seals

        return Seals(self.path)

    def _record_creation(self, person: Person) -> None:
        """Record the site's time zone, unless it is recorded already."""
        if self._creation() is not None:
            return
        with self._file.transaction() as connection:
            head = head_of(connection, STORE)
            self._sessions.check(connection, head, person)
            if head.version == 0:
                zone = {"time_zone": self.time_zone.key}
                self._write(head, STORE, EventKind.STORE_CREATED, zone, person)

    def _seen(self, head: Head, place: int, seen: int) -> Head:
        """Give the head for writing to a screening; refused where more was written than was seen.

        Raises:
            Conflict: Someone else wrote since.
            StoreError: There is no such screening.
        """
        if head.version == 0:
            raise self._unknown(number_of(place))
        if head.version != seen:
            theirs = self._events(place, after=min(seen, head.version - 1))
            raise Conflict(number_of(place), theirs, self.time_zone)
        return head

    def _check_history(self, place: int, version: int, head: str, *, writing: bool = True) -> None:
        """Refuse to go on where what was read, the event with this hash, was replaced since."""
        row = self._connection.execute(
            "SELECT hash FROM events WHERE screening = ? AND version = ?", (place, version)
        ).fetchone()
        if row is None or row[0].hex() != head:
            restored = self.store_events([EventKind.RESTORED])
            last = restored[-1] if restored else None
            raise Replaced(last, self.time_zone, writing=writing)

    def _write(
        self,
        head: Head,
        place: int,
        kind: EventKind,
        body: Body | Callable[[date], Body],
        person: Person,
    ) -> Event:
        require_for(kind, person.role)
        when = self._now()
        if head.is_after(when):
            # The order of events is that of the chain; their times alone would not show it.
            own = head_of(self._connection, STORE)
            jump = {"from": head.at, "to": when.text}
            write(self._connection, own, STORE, EventKind.CLOCK_SET_BACK, when, PROGRAM, jump)
            head = head_of(self._connection, place)
        content = body(when.on) if callable(body) else body
        event = write(self._connection, head, place, kind, when, person, content)
        self._sessions.follow(head, event)
        self._wiping.wrote(head.hash.hex(), event.head)
        self._unsealed = True
        if kind is EventKind.REDACTED:
            take_out(self._connection, event, place)
            self._wiping.announce()
        if kind in SEALED_AFTER or kind in GIVES_RIGHTS:
            self._seals.seal(self._connection, when, event)
            self._unsealed = False
        return event

    def _now(self) -> Moment:
        return Moment.in_zone(self._clock.now(), self._recorded_zone or self.time_zone)
