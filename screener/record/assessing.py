"""The investigator's assessment, folded: criteria agreed, queries, signatures, a closing.

An agreement and a signature bind to a hash of what was shown; `shown.py` says of what. A signature
is void from the first event after it that bears on the decision, records another one, or corrects
the candidate's code.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from screener.protocol.roles import Role
from screener.record.bearing import bears
from screener.record.closings import closing_of
from screener.record.events import Event, EventKind, Person
from screener.record.fields import bad, text_of

if TYPE_CHECKING:
    from screener.record.state import ScreeningState

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Agreement(NamedTuple):
    """An investigator agrees with a criterion; `seen` is the hash of what it showed."""

    version: int
    criterion: str
    seen: str
    person: Person
    at: datetime


class QueryAnswer(NamedTuple):
    """What was answered to a query in words."""

    version: int
    text: str
    person: Person
    at: datetime


class Query(NamedTuple):
    """What an investigator asks about a criterion; `version` is that of the event that raised it.

    It is open until an investigator closes it.
    """

    version: int
    criterion: str
    text: str
    person: Person
    at: datetime
    answers: tuple[QueryAnswer, ...] = ()
    closed: Event | None = None


class Signature(NamedTuple):
    """A signature, and the event that voided it; None while it stands."""

    event: Event
    voided: Event | None = None

    @property
    def decision(self) -> int:
        """The sequence of the recorded decision that it signs."""
        return int(str(self.event.body["decision"]))


def agreed(state: "ScreeningState", event: Event) -> "ScreeningState":
    """An investigator agrees with a criterion as it was shown."""
    _investigators(event)
    criterion, seen = text_of(event, "criterion"), _hash(event)
    agreement = Agreement(event.version, criterion, seen, event.person, event.at)
    return replace(state, agreements=(*state.agreements, agreement))


def query_raised(state: "ScreeningState", event: Event) -> "ScreeningState":
    """An investigator sends a criterion back."""
    _investigators(event)
    criterion, text = text_of(event, "criterion"), text_of(event, "text")
    query = Query(event.version, criterion, text, event.person, event.at)
    return replace(state, queries=(*state.queries, query))


def query_answered(state: "ScreeningState", event: Event) -> "ScreeningState":
    """A query is answered in words."""
    query = _open_query(state, event)
    answer = QueryAnswer(event.version, text_of(event, "text"), event.person, event.at)
    return _with_query(state, query._replace(answers=(*query.answers, answer)))


def query_closed(state: "ScreeningState", event: Event) -> "ScreeningState":
    """An investigator is done with a query."""
    _investigators(event)
    return _with_query(state, _open_query(state, event)._replace(closed=event))


def closed_undetermined(state: "ScreeningState", event: Event) -> "ScreeningState":
    """What cannot be determined is closed, for a reason; until something more is recorded."""
    text_of(event, "reason")
    if state.closed is not None or state.withdrawn is not None or state.stopped is not None:
        raise bad(event, "the screening was closed already")
    return replace(state, closed=closing_of(event))


def signed(state: "ScreeningState", event: Event) -> "ScreeningState":
    """An investigator signs the decision that was recorded last, with nothing after it."""
    _investigators(event)
    if not event.person.authenticated or text_of(event, "name") != event.person.name:
        raise bad(event, "nobody signs without a password, or under another name")
    last = state.decisions[-1] if state.decisions else None
    if last is None or event.body["decision"] != last.sequence or state.changed > last.version:
        raise bad(event, "the decision that is signed is not the last one, or has changed since")
    if any(query.closed is None for query in state.queries):
        raise bad(event, "a query is open")
    text_of(event, "meaning")
    _hash(event)
    agreed_criteria(event)
    return replace(state, signatures=(*state.signatures, Signature(event)))


def after(state: "ScreeningState", event: Event) -> "ScreeningState":
    """Let what an event bears on lapse: signatures, and a closing as undetermined."""
    if bears(event):
        state = replace(state, changed=event.version, closed=None)
    if voids(event):
        signatures = tuple(
            one._replace(voided=event) if one.voided is None else one for one in state.signatures
        )
        state = replace(state, signatures=signatures)
    return state


def voids(event: Event) -> bool:
    """Tell whether an event makes the signatures before it void.

    A corrected code leaves the decision as it is, and says that it is somebody else's.
    """
    return bears(event) or event.kind in (
        EventKind.DECISION_RECORDED,
        EventKind.CANDIDATE_CORRECTED,
    )


def voided_by(later: Iterable[Event]) -> Event | None:
    """Give the event that made a signature void, of those after it in its screening."""
    return next(filter(voids, later), None)


def agreed_criteria(event: Event) -> Mapping[str, int]:
    """Give the criteria that a signature names, each with its agreement's version."""
    named = event.body["criteria"]
    try:
        return {str(one["id"]): int(one["agreed"]) for one in named}  # type: ignore[attr-defined]
    except (TypeError, KeyError, ValueError):
        raise bad(event, "its criteria are none") from None


def _investigators(event: Event) -> None:
    if event.person.role is not Role.INVESTIGATOR:
        raise bad(event, f"{event.kind} is an investigator's")


def _hash(event: Event) -> str:
    text = text_of(event, "seen")
    if not _SHA256.fullmatch(text):
        raise bad(event, "seen is no SHA-256")
    return text


def _open_query(state: "ScreeningState", event: Event) -> Query:
    for query in state.queries:
        if query.version == event.body["query"] and query.closed is None:
            return query
    raise bad(event, f"there is no open query {event.body['query']}")


def _with_query(state: "ScreeningState", query: Query) -> "ScreeningState":
    queries = tuple(query if one.version == query.version else one for one in state.queries)
    return replace(state, queries=queries)
