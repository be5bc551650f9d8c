"""Copies of a recorded decision: text and Markdown for people, JSON for machines."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from screener.interview.account import Account, mappings
from screener.interview.all_answers import all_answers, exact, history_data
from screener.interview.causes_told import COPIED
from screener.interview.changes_told import changes_data
from screener.interview.course_told import (
    awaited_closed_said,
    closing_data,
    course_data,
    course_said,
    ended_data,
)
from screener.interview.dates_told import dates_of
from screener.interview.decisions_told import (
    decisions_data,
    decisions_said,
    event_data,
    of_decision,
)
from screener.interview.evidence_told import criterion_data, rests_data
from screener.interview.moments import moment_in_full
from screener.interview.outlook import outlook
from screener.interview.pages import Part, page_text, with_rows
from screener.interview.refusals import Refused
from screener.interview.said import Said
from screener.interview.signing_told import (
    closed_said,
    queries_said,
    query_data,
    signature_data,
    signatures_said,
)
from screener.interview.told import KINDS, person_told, place_told
from screener.interview.training import training_told
from screener.joining import aside, labelled, phrases
from screener.language import _, in_language
from screener.protocol.exact_json import dumps
from screener.protocol.model import Protocol
from screener.record.decision import RecordedDecision
from screener.record.events import Event, EventKind, Person
from screener.record.history import Entry
from screener.record.standing import Standing
from screener.record.state import ScreeningState
from screener.sanitise import visible

#: What Markdown reads as markup anywhere, and what only where a line begins.
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&#])")
_AT_START = re.compile(r"^([0-9]*)([-+=.)])(?=\s|$)")

#: What a copy tells of although it came after the decision; besides, what voids a signature.
_TOLD_LATER = frozenset(
    {
        EventKind.NOTE_ADDED,
        EventKind.AWAITED_CLOSED,
        EventKind.CANDIDATE_CORRECTED,
        EventKind.OUTCOME_RECORDED,
        EventKind.SCREENED_AGAIN,
        EventKind.QUERY_RAISED,
        EventKind.QUERY_ANSWERED,
        EventKind.QUERY_CLOSED,
        EventKind.CLOSED_UNDETERMINED,
        EventKind.SIGNED,
        EventKind.REDACTED,
    }
)

#: How the name of a copy ends, by its format.
ENDINGS: Mapping[str, str] = {"text": "txt", "markdown": "md", "json": "json"}


class Decided(NamedTuple):
    """A recorded decision; `state` is the screening's as it was when it was recorded.

    `now` is where it stands now, with later notes and the present code of the candidate; `recorded`
    are its decisions up to this one, which stands first; `last` is the last event that is told.
    """

    protocol: Protocol
    state: ScreeningState
    event: Event
    time_zone: ZoneInfo
    now: ScreeningState
    recorded: tuple[RecordedDecision, ...]
    last: Event


def last_told(decision: Event, events: Iterable[Event], now: ScreeningState) -> Event:
    """Give the last of a screening's events of which a copy of a decision tells."""
    later = [event for event in events if event.kind in _TOLD_LATER]
    voided = [one.voided for one in of_decision(now.signatures, decision) if one.voided]
    return max((decision, *later, *voided), key=lambda event: event.sequence)


def write(format: str, decided: Decided, language: str) -> str:
    """Write a copy as `text`, `markdown` or `json`; raises `Refused` for any other format."""
    writer = _WRITERS.get(format)
    if writer is None:
        raise Refused(
            _("There is no format {format}.").format(format=visible(format)),
            _("The formats: text, markdown, json."),
        )
    with in_language(language):
        protocol, state, event = decided.protocol, decided.state, decided.event
        body, notes = event.body, decided.now.notes
        account = Account(
            protocol,
            state,
            event.on,
            body,
            language,
            lambda at: moment_in_full(at, decided.time_zone),
            notes,
        )
        account.listed = COPIED
        return writer(account, decided)


def _text(account: Account, decided: Decided) -> str:
    return page_text(_parts(account, decided))


def _markdown(account: Account, decided: Decided) -> str:
    lines: list[str] = []
    for level, part in enumerate(_parts(account, decided)):
        lines += [f"{'##' if level else '#'} {_plain(part.heading)}", ""]
        for line in part.lines:
            label = f"**{_plain(labelled(line.label))}** " if line.label else ""
            lines.append(f"{'  ' * line.depth}- {label}{_plain(line.text)}")
        lines.append("")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Keep Markdown from reading people's text as markup."""
    told = _MARKUP.sub(r"\\\1", visible(text))
    return _AT_START.sub(r"\1\\\2", told)


def _parts(account: Account, decided: Decided) -> Iterator[Part]:
    yield Part(_("Eligibility decision"), tuple(_head(account, decided)))
    if failed := tuple(with_rows(account.failed(), account.language)):
        yield Part(_("Failed criteria"), failed)
    yield from outlook(account)
    if missing := tuple(account.missing()):
        yield Part(account.missing_heading, missing)
    for kind, heading in KINDS.items():
        lines = tuple(with_rows(account.criteria(kind), account.language))
        if lines:
            yield Part(_(heading), lines)
    if answers := tuple(with_rows(all_answers(account), account.language)):
        yield Part(_("All answers"), answers)
    if notes := tuple(account.other_notes()):
        yield Part(_("Notes"), notes)
    told = decisions_said(
        decided.recorded, decided.now.signatures, account.moment, decided.time_zone
    )
    yield Part(_("Recorded decisions"), tuple(told))
    if queries := tuple(queries_said(decided.now.queries, decided.protocol, account.moment)):
        yield Part(_("Queries"), queries)
    yield Part(_("Record"), tuple(_record(account, decided)))


def _head(account: Account, decided: Decided) -> Iterator[Said]:
    protocol, now, zone = account.protocol, decided.now, decided.time_zone
    yield Said(0, account.state.number, _("Screening"))
    if account.state.training:
        yield Said(0, training_told(), _("Training"))
    yield Said(0, now.candidate, _("Candidate"))
    yield Said(0, account.outcome, _("Decision"))
    yield from account.closing()
    yield from closed_said(now, account.moment)
    yield from signatures_said(of_decision(now.signatures, decided.event), zone)
    yield from course_said(now, account.moment)
    standing = Standing(protocol, now, now.on)
    yield from awaited_closed_said(standing, account.ask, account.moment)
    yield Said(0, account.on.isoformat(), _("Reference date"))
    title = protocol.title.in_language(account.language)
    yield Said(0, phrases([protocol.id, title]), _("Protocol"))
    yield Said(0, protocol.version, _("Version of the rules"))
    times = zone.key if zone.key == "UTC" else aside(zone.key, _("UTC in brackets"))
    yield Said(0, times, _("Times are those of the site"))


def _record(account: Account, decided: Decided) -> Iterator[Said]:
    event = decided.event
    yield Said(0, person_told(event.person), _("Recorded by"))
    yield Said(0, account.moment(event.at), _("Time"))
    yield Said(0, place_told(event), _("Place in the record"))
    yield Said(0, event.head, _("Head of the record then"))
    if decided.last.sequence > event.sequence:
        yield Said(0, decided.last.head, _("Head of the record with all that is told here"))
    yield Said(0, decided.protocol.sha256, _("SHA-256 of the rules file"))
    yield Said(0, f"Screener {event.program}", _("Program"))


def _json(account: Account, decided: Decided) -> str:
    event, protocol, state = decided.event, decided.protocol, decided.state
    document = {
        "screening": state.number,
        "training": state.training,
        "head": decided.last.head,
        "candidate": decided.now.candidate,
        "recorded": event_data(event, decided.time_zone),
        "signatures": [
            signature_data(one, decided.time_zone)
            for one in of_decision(decided.now.signatures, event)
        ],
        "closed": closing_data(decided.now.closed),
        "queries": [query_data(query) for query in decided.now.queries],
        "recorded_before": decisions_data(
            decided.recorded[1:], decided.now.signatures, decided.time_zone
        ),
        "on": event.on.isoformat(),
        **event.body,
        "withdrawn": closing_data(state.withdrawn),
        "stopped": closing_data(state.stopped),
        "ended_at_failure": ended_data(state.ended_at_failure),
        **course_data(decided.now),
        "criteria": [
            {
                **found,
                "assessed": account.stands[str(found["id"])] != "not_assessed",
                "printed": protocol.criteria[str(found["id"])].printed,
                "text": dict(protocol.criteria[str(found["id"])].text.by_language),
                "causes": criterion_data(account, str(found["id"])),
            }
            for found in mappings(event.body["criteria"])
        ],
        **rests_data(account),
        **dates_of(account),
        "changes": changes_data(account),
        "entered": {
            id: _entered(entry) for id in state.answers if (entry := state.current(id)) is not None
        },
        **history_data(state),
        "notes": [
            {
                "question": note.question,
                "text": note.text,
                **_by(note.person, note.at),
                "after_decision": note.version > event.version,
            }
            for note in decided.now.notes
        ],
    }
    return dumps(document) + "\n"


def _entered(entry: Entry) -> Mapping[str, object]:
    """Say who gave an answer that counted, when, and what it did to the one before."""
    return {
        **_by(entry.person, entry.at),
        "act": entry.act.value,
        "typed": entry.typed,
        "reason": entry.reason,
    }


def _by(person: Person, at: datetime) -> Mapping[str, object]:
    return {"by": person.name, "role": person.role.value, "at": exact(at)}


_WRITERS: Mapping[str, Callable[[Account, Decided], str]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
}
