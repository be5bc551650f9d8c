"""Every decision that was recorded: what, by whom, when, and what has come after it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from screener.interview.all_answers import exact
from screener.interview.said import Said
from screener.interview.signing_told import signature_data, signatures_said
from screener.interview.told import change_told, recorded_told
from screener.joining import clauses, listed, phrases
from screener.language import _
from screener.protocol.model import Decision
from screener.record.assessing import Signature
from screener.record.decision import RecordedDecision
from screener.record.events import Event
from screener.record.rights import role_told
from screener.record.state import ScreeningState


def decisions_said(
    recorded: Sequence[RecordedDecision],
    signatures: Sequence[Signature],
    moment: Callable[[datetime], str],
    zone: ZoneInfo,
) -> Iterator[Said]:
    """Say every recorded decision, the newest first, each with who signed and what came after."""
    for place, one in enumerate(recorded):
        label = _("Recorded before that") if place else _("Recorded")
        yield Said(0, _decision(one.event, moment), label)
        yield from signatures_said(of_decision(signatures, one.event), zone)
        yield from (Said(1, told) for told in _since(one))


def _decision(event: Event, moment: Callable[[datetime], str]) -> str:
    who = phrases((event.person.name, role_told(event.person.role), moment(event.at)))
    said = _("{decision}, by {who}").format(decision=recorded_told(event.body), who=who)
    body, finish = event.body, ""
    ended = body["withdrawn"] or body["stopped"]
    if body["decision"] == Decision.INELIGIBLE and not ended:
        finish = _("the interview ended at the failed criterion")
        if body["finish"]:
            finish = _("the interview went on after the failed criterion")
    return clauses((said, "" if event.person.authenticated else _("not authenticated"), finish))


def _since(one: RecordedDecision) -> Iterator[str]:
    yield from dict.fromkeys(map(change_told, one.after))
    if one.by_time:
        yield _("time alone has changed it after that")
    if one.unknown:
        yield _("whether time alone changed it after that is not known: redacted")
    if one.moved:
        said = _("the same criteria fail after that; time alone has changed others: {criteria}")
        yield said.format(criteria=listed(one.moved))


def anew_told(state: ScreeningState) -> str:
    """Say that a decision is to be recorded or signed anew, for what was recorded after it.

    Time is no reason: whoever was enrolled then was. Gives nothing where nothing is to be done.
    """
    if not state.decisions:
        return ""
    void = [one for one in state.signatures if one.voided is not None]
    void = void if len(void) == len(state.signatures) else []
    name = void[-1].event.body["name"] if void else ""
    if state.changed <= state.decisions[-1].version:
        said = _("The signature of {name} is void: an investigator signs the decision anew.")
        return said.format(name=name) if void else ""
    if state.again is not None:
        return _("The recorded decision does not hold any more.")
    if not void:
        return _("The recorded decision does not hold any more. It is to be recorded anew.")
    said = _(
        "The recorded decision does not hold any more, and the signature of {name} is void. "
        "It is to be recorded and signed anew."
    )
    return said.format(name=name)


def of_decision(signatures: Sequence[Signature], decision: Event) -> tuple[Signature, ...]:
    """Give the signatures under one recorded decision."""
    return tuple(one for one in signatures if one.decision == decision.sequence)


def decisions_data(
    recorded: Sequence[RecordedDecision], signatures: Sequence[Signature], zone: ZoneInfo
) -> list[object]:
    """Give the same as data, with every event that came after and bears on it."""
    return [
        {
            **event_data(one.event, zone),
            "on": one.event.on.isoformat(),
            **{key: one.event.body[key] for key in ("decision", "finish", "withdrawn", "stopped")},
            "signatures": [
                signature_data(signature, zone) for signature in of_decision(signatures, one.event)
            ],
            "after": [_after_data(event) for event in one.after],
            "changed_by_time_alone": one.by_time,
            "criteria_changed_by_time_alone": list(one.moved),
        }
        for one in recorded
    ]


def event_data(event: Event, zone: ZoneInfo) -> Mapping[str, object]:
    """Say of a decision's event as data who recorded it, when, and where it stands."""
    return {
        "sequence": event.sequence,
        "head": event.head,
        "version": event.version,
        "at": exact(event.at),
        "at_site": event.at.astimezone(zone).isoformat(),
        "time_zone": zone.key,
        "by": event.person.name,
        "role": event.person.role.value,
        "authenticated": event.person.authenticated,
        "program": event.program,
    }


def _after_data(event: Event) -> Mapping[str, object]:
    return {
        "event": event.version,
        "kind": event.kind.value,
        **{key: event.body[key] for key in ("question", "questions", "act") if key in event.body},
        "by": event.person.name,
        "role": event.person.role.value,
        "at": exact(event.at),
    }
