"""The audit trail outside the app: as text for people, as data for machines."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from screener.interview.account import Account
from screener.interview.all_answers import all_answers, exact
from screener.interview.audit import ScreeningAudit
from screener.interview.moments import moment_in_full, zone_told
from screener.interview.pages import Part, page_text, with_rows
from screener.interview.said import Said
from screener.interview.timeline import timeline_said, version_told
from screener.interview.training import training_told
from screener.interview.travel import Spot, to_come_told
from screener.interview.why_told import Why
from screener.language import _
from screener.record.assessing import voided_by
from screener.record.decision import decision_body
from screener.record.events import Event, EventKind, Redaction
from screener.record.trail import Sought

NOTHING_SOUGHT = Sought()


def audit_text(audit: ScreeningAudit, sought: Sought, spot: Spot | None) -> str:
    """Write a screening's timeline, its answers with their history, and why it came out so.

    All as it stood at a place in time, where one is given. Of a timeline that is narrowed the rest
    is left out.
    """
    return page_text(audit_parts(audit, sought, spot))


def audit_parts(audit: ScreeningAudit, sought: Sought, spot: Spot | None) -> Iterator[Part]:
    """Give the same part by part."""
    told = audit.happened(sought, spot)
    title = _("Audit trail of {number}").format(number=audit.number)
    yield Part(title, tuple(_head(audit, spot)))
    yield Part(_("Timeline"), tuple(found_said(timeline_said(told, audit.zone, version_told))))
    if audit.travel is None or sought != NOTHING_SOUGHT:
        return
    spot = spot or audit.travel.end
    why = Why(audit.travel, spot)
    standing = why.stood.standing
    account = Account.of_now(standing, audit.language, lambda at: moment_in_full(at, audit.zone))
    answers = tuple(with_rows(all_answers(account), audit.language))
    yield Part(_("All answers"), answers or (Said(0, _("There is no answer yet.")),))
    for part in why.parts():
        yield Part(part.heading, tuple(with_rows(part.lines, audit.language)))


def found_said(timeline: Iterable[Said]) -> Iterator[Said]:
    """Give the lines of a timeline; where there are none, say so."""
    said = None
    for said in timeline:
        yield said
    if said is None:
        yield Said(0, _("No event is as it is looked for."))


def _head(audit: ScreeningAudit, spot: Spot | None) -> Iterator[Said]:
    yield Said(0, audit.candidate_then(spot), _("Candidate"))
    if audit.training:
        yield Said(0, training_told(), _("Training"))
    yield Said(0, zone_told(audit.zone))
    if spot is not None and (to_come := to_come_told(spot, audit.language)):
        yield Said(0, to_come)
    if audit.problem:
        yield Said(0, audit.problem)
        yield Said(0, _("So it is told without texts, and how it stood is not."))


def event_record(
    event: Event, after: Callable[[Event], Iterable[Event]], *, training: bool
) -> Mapping[str, object]:
    """Give everything that an event holds, as data; of a redacted one what remains, and why.

    Of a signature also since which event it is void, None where it stands; `after` gives the events
    after one in its screening. Of a screening's event also whether that is for `training`.
    """
    record: dict[str, object] = {
        "sequence": event.sequence,
        "screening": event.number or None,
        "version": event.version,
        "kind": event.kind.value,
        "at": exact(event.at),
        "on": event.on.isoformat(),
        "person": event.person.name,
        "role": event.person.role.value,
        "authenticated": event.person.authenticated,
        "training": training if event.number else None,
        "program": event.program,
        "body": event.body,
        "head": event.head,
        "redacted": None if event.redacted is None else _redaction_record(event.redacted),
    }
    if event.kind is EventKind.SIGNED:
        voided = voided_by(after(event))
        record["void_since"] = voided.version if voided else None
    return record


def _redaction_record(redaction: Redaction) -> Mapping[str, object]:
    return {
        "person": redaction.person.name,
        "role": redaction.person.role.value,
        "at": exact(redaction.at),
        "reason": redaction.reason,
        "gone": list(redaction.gone),
    }


def stood_record(audit: ScreeningAudit, spot: Spot | None) -> Mapping[str, object] | None:
    """Give how a screening stood, as data in the form of a decision; None where that is not known.

    With the event after which it stood so, the day as of which it was judged, and the later events
    that took answers out of those up to there: without them it is not all that stood then.
    """
    if audit.travel is None:
        return None
    spot = spot or audit.travel.end
    stood = audit.travel.stood(spot)
    return {
        "after": stood.version,
        "on": stood.on.isoformat(),
        "redacted_later": list(audit.travel.redacted_later(spot)),
        **decision_body(stood.standing),
    }
