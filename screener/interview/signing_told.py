"""Queries, agreements and signatures in words: the same on every screen, by line and on copies."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from screener.interview.all_answers import exact
from screener.interview.moments import moment_in_full
from screener.interview.refusals import Refused
from screener.interview.said import Said, closing_lines
from screener.interview.told import change_told, status_told
from screener.joining import clauses, phrases
from screener.language import N_, _
from screener.prose.rules import criterion_told
from screener.prose.values import answer_text, day_text
from screener.protocol.answers import Answer
from screener.protocol.model import Protocol
from screener.record.assessing import Query, Signature
from screener.record.decision import decision_that_holds
from screener.record.events import Event, Person
from screener.record.rights import role_told
from screener.record.signatures import Obstacle
from screener.record.state import ScreeningState

if TYPE_CHECKING:
    from screener.interview.assessment import Assessment

#: What a signature says. The text in the language in which it is shown is what is recorded.
MEANING = N_("I have assessed each criterion and agree with this decision.")

_OBSTACLES: Mapping[Obstacle, tuple[str, str]] = {
    Obstacle.NO_DECISION: (N_("No decision is recorded yet."), N_("Record the decision first.")),
    Obstacle.CHANGED: (
        N_("Something was recorded after the decision that bears on it."),
        N_("Record the decision anew."),
    ),
    Obstacle.TIME: (
        N_("The recorded decision does not hold today: time has changed it."),
        N_("Ask again what has become too old, or record the decision as it is today."),
    ),
    Obstacle.INCOMPLETE: (
        N_("The interview is not complete: questions are left that can be asked."),
        N_("Answer them, or stop the interview with a reason."),
    ),
    Obstacle.GOES_ON: (
        N_("The interview is not complete: a criterion fails, and it goes on with what is left."),
        N_("In the conversation, /end ends it at what fails; or answer what is left."),
    ),
    Obstacle.NOT_CLOSED: (
        N_("It cannot be determined yet, and is not closed."),
        N_("Wait for what is missing, or close it with a reason."),
    ),
    Obstacle.OPEN_QUERY: (
        N_("A query is open."),
        N_("Close it once you agree with the answer."),
    ),
    Obstacle.NOT_AGREED: (
        N_("You have not agreed with every criterion as it stands now."),
        N_("Go through those that are left."),
    ),
    Obstacle.NO_ACCOUNT: (
        N_("You are not signed in with an account, so you cannot sign."),
        N_("Leave, and sign in with your name and password."),
    ),
    Obstacle.SIGNED: (N_("You have signed this decision, and the signature stands."), ""),
}


def obstacle_told(obstacle: Obstacle) -> Refused:
    """Say what keeps a decision from being signed, and what would do."""
    message, hint = _OBSTACLES[obstacle]
    return Refused(_(message), _(hint) if hint else None)


def closed_said(state: ScreeningState, moment: Callable[[datetime], str]) -> Iterator[Said]:
    """Say that what cannot be determined is closed, why and by whom; nothing where it is not."""
    if state.closed is not None:
        yield Said(0, _("Closed undetermined"))
        yield from closing_lines(state.closed, moment)


def time_told(shown: "Assessment", language: str) -> Iterator[Said]:
    """Say what time alone has changed since the decision was recorded."""
    protocol, answers = shown.standing.protocol, shown.standing.answers
    for criterion, before, after in shown.time_changes:
        said = f"{status_told(before)} → {status_told(after)}"
        yield Said(1, said, criterion_told(protocol.criteria[criterion]), status=after)
    for id in shown.became_stale:
        ask, observed = protocol.questions[id].ask, answers[id].observed_on
        said = _("too old now, to be asked again")
        if observed is not None:
            said = _("observed on {date}, too old now").format(date=day_text(observed, language))
        yield Said(1, said, ask.in_language(language).strip() if ask else id)
    for id, was, now in shown.derived:
        question = protocol.questions[id]
        values = [
            answer_text(question, Answer(value=value), language) or "–" for value in (was, now)
        ]
        yield Said(1, " → ".join(values), id)


def still_told(shown: "Assessment", language: str) -> str:
    """Say of not eligible of which day it is, and that it holds for all that time has done since.

    Gives nothing of another decision, or where it does not hold or time has changed nothing.
    """
    recorded = decision_that_holds(shown.standing)
    changed = shown.time_changes or shown.became_stale
    if recorded is None or not shown.standing.failed or not changed:
        return ""
    said = _("The decision is that of {date}, and holds: what failed then fails today.")
    return said.format(date=day_text(recorded.on, language))


def held_said(shown: "Assessment", language: str) -> Iterator[Said]:
    """Say of a decision that holds of which day it is, and what time alone has changed since."""
    if still := still_told(shown, language):
        yield Said(0, still)
        yield from time_told(shown, language)


def moved_told(shown: "Assessment", criterion: str) -> str:
    """Say where a criterion stood when it was decided, if time alone has changed that since."""
    for id, before, _after in shown.time_changes:
        if id == criterion:
            said = _("When the decision was recorded: {status}. Time alone has changed that since.")
            return said.format(status=status_told(before))
    return ""


# Signatures.


def signatures_said(signatures: Sequence[Signature], zone: tzinfo) -> Iterator[Said]:
    """Say who signed, when at the site and in UTC, and what it means; and what voided it."""
    for one in signatures:
        status = "pass" if one.voided is None else ""
        yield Said(1, signer_told(one.event, zone), _("Signed"), status=status)
        yield Said(2, _("“{meaning}”").format(meaning=one.event.body["meaning"]))
        if one.voided is not None:
            yield Said(2, void_told(one.voided, zone), status="awaited")


def standing_said(state: ScreeningState, zone: tzinfo) -> Iterator[Said]:
    """Say the same of the signatures that stand."""
    return signatures_said([one for one in state.signatures if one.voided is None], zone)


def signer_told(event: Event, zone: tzinfo) -> str:
    """Say who signed and when, at the site and in UTC."""
    return phrases(
        (
            str(event.body["name"]),
            role_told(event.person.role),
            moment_in_full(event.at, zone),
        )
    )


def void_told(by: Event, zone: tzinfo) -> str:
    """Say that a signature is void, and since which event."""
    reason = by.body.get("reason")
    why = _("because: {reason}").format(reason=reason) if reason else ""
    who = phrases((by.person.name, role_told(by.person.role), moment_in_full(by.at, zone)))
    said = _("signature void: {change}, by {who}").format(change=change_told(by), who=who)
    return clauses((said, why))


def signature_data(one: Signature, zone: ZoneInfo) -> Mapping[str, object]:
    """Give a signature as data."""
    event = one.event
    return {
        "name": event.body["name"],
        "role": event.person.role.value,
        "authenticated": event.person.authenticated,
        "meaning": event.body["meaning"],
        "at": exact(event.at),
        "at_site": event.at.astimezone(zone).isoformat(),
        "time_zone": zone.key,
        "decision": event.body["decision"],
        "criteria": event.body["criteria"],
        "seen": event.body["seen"],
        "sequence": event.sequence,
        "version": event.version,
        "head": event.head,
        "void": None
        if one.voided is None
        else {
            "event": one.voided.version,
            "kind": one.voided.kind.value,
            "reason": one.voided.body.get("reason"),
            "by": one.voided.person.name,
            "role": one.voided.person.role.value,
            "at": exact(one.voided.at),
        },
    }


# Queries.


def query_said(query: Query, moment: Callable[[datetime], str], depth: int = 1) -> Iterator[Said]:
    """Say a query, what was answered to it, and whether it is closed."""
    label = _("Query by {who}").format(who=_who(query.person, query.at, moment))
    yield Said(depth, query.text, label, status="" if query.closed else "open")
    for answer in query.answers:
        label = _("Answered by {who}").format(who=_who(answer.person, answer.at, moment))
        yield Said(depth + 1, answer.text, label)
    if query.closed is not None:
        closed = _who(query.closed.person, query.closed.at, moment)
        yield Said(depth + 1, _("closed by {who}").format(who=closed))


def queries_said(
    queries: Sequence[Query], protocol: Protocol, moment: Callable[[datetime], str]
) -> Iterator[Said]:
    """Say queries, each with its criterion."""
    for query in queries:
        criterion = protocol.criteria.get(query.criterion)
        yield Said(0, criterion_told(criterion) if criterion else query.criterion)
        yield from query_said(query, moment)


def query_data(query: Query) -> Mapping[str, object]:
    """Give a query as data."""
    return {
        "criterion": query.criterion,
        "text": query.text,
        **_by(query.person, query.at),
        "answers": [
            {"text": answer.text, **_by(answer.person, answer.at)} for answer in query.answers
        ],
        "closed": _by(query.closed.person, query.closed.at) if query.closed else None,
    }


def _by(person: Person, at: datetime) -> Mapping[str, object]:
    return {"by": person.name, "role": person.role.value, "at": exact(at)}


def _who(person: Person, at: datetime, moment: Callable[[datetime], str]) -> str:
    return phrases((person.name, role_told(person.role), moment(at)))
