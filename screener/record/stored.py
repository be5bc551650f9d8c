"""Reading what the store's tables hold."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from hashlib import sha256
from typing import NamedTuple, Self

from screener.language import _
from screener.protocol.exact_json import loads
from screener.protocol.roles import Role
from screener.record.errors import BadEvent
from screener.record.events import Event, EventKind, Person, Redaction
from screener.record.numbering import numbered
from screener.record.tombstones import tombstones_of
from screener.sanitise import visible

#: The place of the store's own events, before the first screening.
STORE = 0
#: What `event_of` reads, of every event; the rest of the statement says of which.
SELECT_EVENTS = f"""
SELECT header, body, hash, CASE WHEN body IS NULL THEN (
    SELECT by.header || char(10) || said.body
    FROM events AS by JOIN bodies AS said USING (sequence), json_each(said.body, '$.events')
    WHERE by.screening = events.screening AND value = events.sequence
        AND by.header ->> 'kind' = '{EventKind.REDACTED}'
) END
FROM events LEFT JOIN bodies USING (sequence)
"""


class Moment(NamedTuple):
    """When something happens: in UTC, as the date at the site, and as it is recorded."""

    at: datetime
    on: date
    text: str

    @classmethod
    def in_zone(cls, at: datetime, zone: tzinfo) -> Self:
        """Give a moment at a site in a time zone."""
        return cls(at, at.astimezone(zone).date(), written(at))


def event_of(header: str, body: str | None, own: bytes, redacted: str | None = None) -> Event:
    """Read an event as it is stored; `own` is its hash.

    What a redacted event still says stands in the event that redacted it, whose header and body
    `redacted` are, each a line.

    Raises:
        BadEvent: Some part of it is not what it must be.
    """
    number, version = "", 0
    try:
        found = body_of(header)
        number, version = number_of(found["screening"]), int(str(found["version"]))
        event = Event(
            sequence=int(str(found["sequence"])),
            number=number,
            version=version,
            kind=EventKind(str(found["kind"])),
            at=_moment(str(found["at"])),
            on=date.fromisoformat(str(found["on"])),
            person=Person(
                str(found["person"]), Role(str(found["role"])), bool(found["authenticated"])
            ),
            program=str(found["program"]),
            body=body_of(body) if body is not None else {},
            head=own.hex(),
        )
        return event if body is not None else _remains(event, redacted)
    except KeyError as error:
        raise BadEvent(number, version, visible(f"it lacks {error}")) from error
    except (TypeError, ValueError, RecursionError) as error:
        raise BadEvent(number, version, visible(str(error))) from error


def _remains(event: Event, redacted: str | None) -> Event:
    """Give a redacted event with what remains of it; raises `ValueError` where nothing says so."""
    header, _line, body = (redacted or "").partition("\n")
    for stone in tombstones_of(body_of(body)) if body else ():
        if stone.sequence == event.sequence:
            by = event_of(header, body, b"")
            told = Redaction(
                by.version, by.person, by.at, by.on, str(by.body["reason"]), stone.gone
            )
            return event._replace(body=stone.remains(), redacted=told)
    raise ValueError("what it said is gone")


def is_kept_as(content: object, digest: object) -> bool:
    """Tell whether the content of a rules file is that of this SHA-256, in hex."""
    return isinstance(content, bytes) and sha256(content).hexdigest() == digest


def body_of(text: str) -> Mapping[str, object]:
    """Read an event's body, or its header.

    Raises:
        TypeError: It is no mapping.
        ValueError: It is no JSON.
        RecursionError: It is nested a thousand levels deep.
    """
    body = loads(text)
    if not isinstance(body, dict):
        raise TypeError(_("it is no mapping"))
    return body


def written(at: datetime) -> str:
    """Write a moment, which is in UTC, as the table holds it."""
    return f"{at.isoformat(timespec='microseconds')[:-6]}Z"


def _moment(text: str) -> datetime:
    if not text.endswith("Z"):
        raise ValueError(_("its time is not in UTC"))
    return datetime.fromisoformat(text).astimezone(UTC)


def number_of(place: object) -> str:
    """Give a screening's number; nothing for the store's own place."""
    return "" if place == STORE else numbered(int(str(place)))
