"""Reading what the store's tables hold."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from screener.language import _
from screener.protocol.exact_json import loads
from screener.protocol.roles import Role
from screener.record.errors import BadEvent
from screener.record.events import Event, EventKind, Person
from screener.record.numbering import numbered
from screener.sanitise import visible

#: The place of the store's own events, before the first screening.
STORE = 0


def event_of(row: Sequence[object]) -> Event:
    """Read an event as it is stored.

    Raises:
        BadEvent: Some part of it is not what it must be.
    """
    sequence, place, version, kind, at, on, name, role, authenticated, program, text = row
    number = number_of(place)
    try:
        return Event(
            sequence=int(str(sequence)),
            number=number,
            version=int(str(version)),
            kind=EventKind(str(kind)),
            at=_moment(str(at)),
            on=date.fromisoformat(str(on)),
            person=Person(str(name), Role(str(role))),
            authenticated=bool(authenticated),
            program=str(program),
            body=body_of(str(text)),
        )
    except (TypeError, ValueError) as error:
        raise BadEvent(number, int(str(version)), visible(str(error))) from error


def body_of(text: str) -> Mapping[str, object]:
    """Read an event's body.

    Raises:
        TypeError: It is no mapping.
        ValueError: It is no JSON.
    """
    body = loads(text)
    if not isinstance(body, dict):
        raise TypeError(_("its body is no mapping"))
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
