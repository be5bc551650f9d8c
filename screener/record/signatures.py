"""When a decision can be signed, and whether a signature is what it says: one rule for both."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from screener.language import _
from screener.protocol.model import Decision, OnFailure, Protocol
from screener.record.assessing import Agreement, Signature, agreed_criteria
from screener.record.decision import as_decided, decision_body, differs
from screener.record.errors import BadEvent
from screener.record.events import Event, EventKind, Person
from screener.record.queries import open_queries
from screener.record.replays import Replay
from screener.record.shown import criterion_shown, decision_shown, form_of, hash_of
from screener.record.standing import Standing
from screener.record.state import ScreeningState, fold
from screener.record.tombstones import taken_out_since


class Obstacle(StrEnum):
    """Why a decision cannot be signed now."""

    #: None is recorded.
    NO_DECISION = "no_decision"
    #: Something that bears on it was recorded after it.
    CHANGED = "changed"
    #: Time has made it another one, or has given it other reasons.
    TIME = "time"
    #: Questions are left that can be asked.
    INCOMPLETE = "incomplete"
    #: They are, since the interview goes on after a failed criterion, where it may end as well.
    GOES_ON = "goes_on"
    #: It cannot be determined, and is not closed with a reason.
    NOT_CLOSED = "not_closed"
    OPEN_QUERY = "open_query"
    NOT_AGREED = "not_agreed"
    #: No password has shown who it is.
    NO_ACCOUNT = "no_account"
    #: The same person has signed it, and the signature stands.
    SIGNED = "signed"


def obstacles(standing: Standing, person: Person) -> tuple[Obstacle, ...]:
    """Tell what keeps somebody from signing the last recorded decision on the standing's day."""
    state = standing.state
    found = list(_of_the_decision(standing))
    if standing.result.decision is not Decision.UNDETERMINED:
        if standing.incomplete and as_decided(standing).incomplete:
            ends = standing.protocol.on_failure is not OnFailure.CONTINUE
            found.append(Obstacle.GOES_ON if ends else Obstacle.INCOMPLETE)
    elif not (state.withdrawn or state.stopped or state.closed):
        found.append(Obstacle.INCOMPLETE if standing.askable else Obstacle.NOT_CLOSED)
    if open_queries(state):
        found.append(Obstacle.OPEN_QUERY)
    agreed = agreements(standing, person)
    if len(agreed) < len(standing.protocol.criteria):
        found.append(Obstacle.NOT_AGREED)
    if not person.authenticated:
        found.append(Obstacle.NO_ACCOUNT)
    if has_signed(state, person):
        found.append(Obstacle.SIGNED)
    return tuple(found)


def has_signed(state: ScreeningState, person: Person) -> bool:
    """Tell whether a signature of this person stands."""
    return any(one.voided is None and one.event.person == person for one in state.signatures)


def to_be_renewed(state: ScreeningState, person: Person) -> Signature | None:
    """Give the void signature after which somebody looks at a decision.

    It is their own last one, else the last of all; None where that stands, or nobody has signed.
    """
    own = [one for one in state.signatures if one.event.person == person]
    last = (own or state.signatures)[-1:]
    return next((one for one in last if one.voided is not None), None)


def _of_the_decision(standing: Standing) -> Iterator[Obstacle]:
    state = standing.state
    if not state.decisions:
        yield Obstacle.NO_DECISION
    elif state.changed > state.decisions[-1].version:
        yield Obstacle.CHANGED
    elif differs(state.decisions[-1].body, decision_body(standing)):
        yield Obstacle.TIME


def agreements(standing: Standing, person: Person) -> Mapping[str, Agreement]:
    """Give the criteria that somebody agrees with as they stand, each with the agreement.

    What was changed behind a criterion, or asked of it, makes an agreement lapse.
    """
    found: dict[str, Agreement] = {}
    for id, agreement in last_agreements(standing.state, person).items():
        asked = [query.version for query in standing.state.queries if query.criterion == id]
        if id in standing.protocol.criteria and agreement.version > max(asked, default=0):
            shown = criterion_shown(standing, id, agreement.version)
            if hash_of(shown) == agreement.seen:
                found[id] = agreement
    return found


def last_agreements(state: ScreeningState, person: Person) -> Mapping[str, Agreement]:
    """Give somebody's last agreement with each criterion, lapsed or not."""
    return {one.criterion: one for one in state.agreements if one.person == person}


class CheckedSignature(NamedTuple):
    """A signature that was checked against the replayed record.

    `found` tells whether what is replayed is what was signed; where it differs, `problem` says in
    what. `voided` is the event since which it does not stand any more.
    """

    event: Event
    found: Replay
    problem: str
    voided: Event | None


def check_signatures(protocol: Protocol, events: Sequence[Event]) -> tuple[CheckedSignature, ...]:
    """Check each signature of a screening against what its events say was shown.

    `events` are all of the screening's, in order, the first one first.

    Raises:
        BadEvent: The events cannot be replayed to their end.
    """
    voided = {one.event.version: one.voided for one in fold(events).signatures}
    return tuple(
        _checked(protocol, events, event, voided[event.version])
        for event in events
        if event.kind is EventKind.SIGNED
    )


def _checked(
    protocol: Protocol, events: Sequence[Event], event: Event, voided: Event | None
) -> CheckedSignature:
    problem = _problem(protocol, events, event)
    if not problem:
        return CheckedSignature(event, Replay.SAME, "", voided)
    if taken_out_since(events, event):
        return CheckedSignature(event, Replay.REDACTED, "", voided)
    return CheckedSignature(event, Replay.DIFFERS, problem, voided)


def _problem(protocol: Protocol, events: Sequence[Event], event: Event) -> str:
    """Say why a signature is not what it says; nothing where it is."""
    try:
        standing = Standing(protocol, fold(events[: event.version - 1]), event.on)
        decision = _decision(standing.state, event)
        agreed = agreements(standing, event.person)
        named = agreed_criteria(event)
        hindered = obstacles(standing, event.person)
        form = form_of(event)
        shown = decision_shown(standing, decision, event.version, form) if decision else {}
    except BadEvent as error:
        return str(error)
    if hash_of(shown) != event.body["seen"]:
        return _("what was signed is not what the record shows")
    if named != {id: one.version for id, one in agreed.items()}:
        return _("the criteria that were signed are not those that were agreed with")
    if hindered:
        return _("the decision could not be signed then")
    return ""


def _decision(state: ScreeningState, event: Event) -> Event | None:
    """Give the recorded decision that a signature signs."""
    return next((one for one in state.decisions if one.sequence == event.body["decision"]), None)
