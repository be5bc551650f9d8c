"""What an auditor reads: one screening's events, or those of a whole store; nothing is written."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from screener.interview.event_words import EventWords
from screener.interview.timeline import Happened, happened
from screener.interview.travel import Spot, Travel
from screener.protocol.model import Protocol
from screener.protocol.problems import ProtocolError
from screener.record.errors import Replaced, StoreError
from screener.record.events import Event, EventKind
from screener.record.store import Store
from screener.record.trail import Sought

#: So many events of a whole store are read at once.
PART = 200


class ScreeningAudit:
    """One screening, as it was read last.

    `travel` goes through its time; where its rules or its events cannot be used any more, that is
    None and `problem` says why: the events are told all the same.
    """

    def __init__(self, store: Store, number: str, language: str) -> None:
        """Read a screening.

        Raises:
            StoreError: There is none, or its events cannot be read.
        """
        self._store = store
        self.events: Sequence[Event] = store.events(number)
        self.number = self.events[0].number
        self.zone = store.time_zone
        self.language = language
        self.travel: Travel | None = None
        self.problem = ""
        self._protocol: Protocol | None = None
        self._follow_events()
        self.words = EventWords(language, self.zone, lambda number: self._protocol, self._find)

    @property
    def last(self) -> Event:
        """The last event that was read."""
        return self.events[-1]

    def read_on(self) -> None:
        """Read what was recorded since; where that took something out, what was read before too.

        Raises:
            Replaced: What was read is not in the record any more.
            StoreError: The record cannot be read.
        """
        self._store.check_read(self.number, self.last.version, self.last.head)
        new = self._store.events(self.number, self.last.version)
        if any(event.kind is EventKind.REDACTED for event in new):
            self.events = self._store.events(self.number)
        else:
            self.events = [*self.events, *new]
        if new:
            self._follow_events()

    def _follow_events(self) -> None:
        """Get ready to go through time; what cannot be followed is found now, not at some step."""
        self.travel, self.problem = None, ""
        try:
            self._protocol = self._protocol or _rules_of(self._store, self.events[0])
            travel = Travel(self._protocol, self.events, self.language, self.zone)
            travel.stood(travel.end)
            self.travel = travel
        except (StoreError, ProtocolError) as error:
            self.problem = str(error)

    @property
    def candidate(self) -> str:
        """The site's code for the candidate, as it was at the end."""
        return self.candidate_then(None)

    def candidate_then(self, spot: Spot | None) -> str:
        """Give the code for the candidate as it was at a place in time, at the end if none."""
        if self.travel is not None:
            return self.travel.stood(spot or self.travel.end).candidate
        return str(self.events[0].body.get("candidate", ""))

    @property
    def training(self) -> bool:
        """Tell whether it began under rules that were not approved by then."""
        return _is_training(self.events[0])

    def happened(self, sought: Sought, until: Spot | None = None) -> list[Happened]:
        """Tell the events that are looked for, up to a place in time, as the answers stood then."""
        spot = until or (self.travel.end if self.travel else None)
        standing = self.travel.stood(spot).standing if self.travel and spot else None
        found = filter(sought.holds, self.until(spot))
        after = partial(self.after, until=spot)
        return list(happened(found, self.words, after, standing))

    def until(self, spot: Spot | None) -> Sequence[Event]:
        """Give the events up to a place in time; all where none is given."""
        return self.events[: spot.count] if spot else self.events

    def after(self, event: Event, until: Spot | None) -> Sequence[Event]:
        """Give the events after one, up to a place in time."""
        return self.until(until)[event.version :]

    def _find(self, number: str, version: int) -> Event | None:
        return self.events[version - 1] if 0 < version <= len(self.events) else None


class StoreAudit:
    """The events of all screenings and the store's own, read part by part."""

    def __init__(self, store: Store, language: str) -> None:
        self.store = store
        self.zone = store.time_zone
        self.language = language
        self._protocols: dict[str, Protocol | None] = {}
        self._trained: dict[str, bool] = {}
        self.words = EventWords(language, self.zone, self._protocol_of, self._find)

    def last(self) -> Event | None:
        """Give the last event of all; None where there is none.

        Raises:
            StoreError: The store cannot be read.
        """
        return next(iter(self.store.trail(Sought(), None, 1, newest=True)), None)

    def check_read(self, event: Event) -> None:
        """Make sure that an event that was read is still there.

        Raises:
            Replaced: It is not: the store was restored from a backup.
            StoreError: The store cannot be read.
        """
        found = self.store.trail(Sought(), event.sequence + 1, 1, newest=True)
        if [one.head for one in found] != [event.head]:
            restored = self.store.store_events([EventKind.RESTORED])
            raise Replaced(restored[-1] if restored else None, self.zone, writing=False)

    def newest_until(self, sought: Sought, oldest: int) -> tuple[list[Happened], bool]:
        """Tell the last events that are looked for, down to a place, and whether there are more.

        Raises:
            StoreError: The store cannot be read.
        """
        told: list[Happened] = []
        more = True
        while more and (not told or told[-1].event.sequence >= oldest):
            part = self.newest(sought, told[-1].event.sequence if told else None)
            told, more = [*told, *part], len(part) == PART
        found = [one for one in told if one.event.sequence >= oldest]
        return found, more or len(found) < len(told)

    def newest(self, sought: Sought, past: int | None = None) -> list[Happened]:
        """Tell the last events that are looked for, the newest first; `past` one, those before it.

        Raises:
            StoreError: The store cannot be read.
        """
        events = self.store.trail(sought, past, PART, newest=True)
        return list(self.told(events))

    def told(self, events: Iterable[Event]) -> Iterator[Happened]:
        """Tell events as they stand now.

        Raises:
            StoreError: The store cannot be read.
        """
        return happened(events, self.words, self.after, training=self.training)

    def training(self, number: str) -> bool:
        """Tell whether a screening began under rules that were not approved by then.

        Raises:
            StoreError: The store cannot be read.
        """
        if number not in self._trained:
            self._trained[number] = all(map(_is_training, self.store.events(number, most=1)))
        return self._trained[number]

    def after(self, event: Event) -> list[Event]:
        """Give the events after one in its screening.

        Raises:
            StoreError: The store cannot be read.
        """
        return self.store.events(event.number, event.version)

    def events(self, sought: Sought) -> Iterator[Event]:
        """Give all events that are looked for, the oldest first.

        Raises:
            StoreError: The store cannot be read.
        """
        past: int | None = None
        while part := self.store.trail(sought, past, PART):
            yield from part
            past = part[-1].sequence

    def _protocol_of(self, number: str) -> Protocol | None:
        if number not in self._protocols:
            self._protocols[number] = None
            try:
                opened = self._find(number, 1)
                self._protocols[number] = _rules_of(self.store, opened) if opened else None
            except (StoreError, ProtocolError):
                # Its events are told with ids; opening it says what is wrong.
                pass
        return self._protocols[number]

    def _find(self, number: str, version: int) -> Event | None:
        return next(iter(self.store.events(number, version - 1, 1)), None)


def _is_training(opened: Event) -> bool:
    return opened.body.get("approved") is not True


def _rules_of(store: Store, opened: Event) -> Protocol:
    digest = opened.body.get("rules") if opened.kind is EventKind.SCREENING_OPENED else None
    return store.protocol(str(digest), opened.program)
