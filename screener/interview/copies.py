"""Copies of a recorded decision: text and Markdown for people, JSON for machines."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

from screener.interview.refusals import Refused
from screener.interview.told import (
    answer_told,
    criterion_told,
    decision_told,
    lack_told,
    role_told,
    status_told,
)
from screener.language import _, in_language
from screener.protocol.exact_json import dumps
from screener.protocol.model import Decision, Protocol, QuestionType
from screener.record.events import Act, Event
from screener.record.state import Entry, EntryStanding, ScreeningState
from screener.sanitise import visible

_WIDTH = 79
_NO_SPACES = r"\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60"
#: A single character of a script that has no spaces, or a word; each with the space after it.
_PIECES = re.compile(rf"[{_NO_SPACES}]\s*|[^\s{_NO_SPACES}]+\s*|\s+")
#: What Markdown reads as markup anywhere, and what only where a line begins.
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&#])")
_AT_START = re.compile(r"^([0-9]*)([-+=.)])(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Decided:
    """A recorded decision with what a copy says about it."""

    protocol: Protocol
    state: ScreeningState
    event: Event
    time_zone: ZoneInfo


class _Line(NamedTuple):
    """One line of a copy: how deep it stands, its label and its text."""

    depth: int
    label: str
    text: str


class _Part(NamedTuple):
    """One part of a copy: its heading and its lines."""

    heading: str
    lines: tuple[_Line, ...]


def write(format: str, decided: Decided, language: str) -> str:
    """Write a copy as `text`, `markdown` or `json`; raises `Refused` for any other format."""
    writer = _WRITERS.get(format)
    if writer is None:
        raise Refused(
            _("There is no format {format}.").format(format=visible(format)),
            _("The formats: text, markdown, json."),
        )
    with in_language(language):
        return writer(decided, language)


def _text(decided: Decided, language: str) -> str:
    lines: list[str] = []
    for level, part in enumerate(_parts(decided, language)):
        heading = visible(part.heading)
        lines += [*([""] if lines else []), heading, ("-" if level else "=") * len(heading)]
        for line in part.lines:
            said = f"{_labelled(line.label)} {line.text}" if line.label else line.text
            indent = "  " * line.depth
            lines += _wrapped(visible(said), indent)
    return "\n".join(lines) + "\n"


def _wrapped(text: str, indent: str) -> list[str]:
    """Break a text into lines; it may be broken at a space, and after every wide character."""
    lines, line, cells = [], indent, len(indent)
    for piece in _PIECES.findall(text):
        width = sum(2 if east_asian_width(character) in "WF" else 1 for character in piece.rstrip())
        if cells + width > _WIDTH and line.strip():
            lines.append(line.rstrip())
            line = indent + "  "
            cells = len(line)
        line += piece
        cells += width + len(piece) - len(piece.rstrip())
    return [*lines, line.rstrip()]


def _markdown(decided: Decided, language: str) -> str:
    lines: list[str] = []
    for level, part in enumerate(_parts(decided, language)):
        lines += [f"{'##' if level else '#'} {_plain(part.heading)}", ""]
        for line in part.lines:
            label = f"**{_plain(_labelled(line.label))}** " if line.label else ""
            lines.append(f"{'  ' * line.depth}- {label}{_plain(line.text)}")
        lines.append("")
    return "\n".join(lines)


def _labelled(label: str) -> str:
    """End a label with a colon, unless it is a question."""
    return label if label.endswith(("?", "？")) else f"{label}:"


def _plain(text: str) -> str:
    """Keep Markdown from reading people's text as markup."""
    told = _MARKUP.sub(r"\\\1", visible(text))
    return _AT_START.sub(r"\1\\\2", told)


def _parts(decided: Decided, language: str) -> Iterator[_Part]:
    yield _Part(_("Eligibility decision"), tuple(_head(decided, language)))
    yield _Part(_("Criteria"), tuple(_criteria(decided, language)))
    missing = tuple(_missing(decided, language))
    if missing and not _over(decided):
        yield _Part(_("What is missing, and who can supply it"), missing)
    yield _Part(_("Record"), tuple(_record(decided)))


def _head(decided: Decided, language: str) -> Iterator[_Line]:
    protocol, body = decided.protocol, decided.event.body
    yield _Line(0, _("Screening"), decided.state.number)
    yield _Line(0, _("Candidate"), decided.state.candidate)
    yield _Line(0, _("Decision"), decision_told(str(body["decision"])))
    if body["withdrawn"]:
        yield _Line(0, "", _("The candidate had withdrawn."))
    if body["stopped"]:
        yield _Line(0, "", _("The interview was stopped before its end."))
    yield _Line(0, _("Reference date"), decided.event.on.isoformat())
    yield _Line(0, _("Protocol"), f"{protocol.id}, {protocol.title.in_language(language)}")
    yield _Line(0, _("Version of the rules"), protocol.version)


def _criteria(decided: Decided, language: str) -> Iterator[_Line]:
    protocol, body = decided.protocol, decided.event.body
    over = _over(decided)
    for found in _mappings(body["criteria"]):
        criterion = protocol.criteria[str(found["id"])]
        status = str(found["status"])
        told = _("not assessed") if over and status == "open" else status_told(status)
        yield _Line(0, criterion_told(criterion), told)
        yield _Line(1, "", criterion.text.in_language(language))
        because = found["because"]
        for id in because if isinstance(because, list) else ():
            yield from _answer(decided, str(id), language)


def _over(decided: Decided) -> bool:
    """Tell whether the interview ended at a failed criterion, before the others were assessed."""
    body = decided.event.body
    return body["decision"] == Decision.INELIGIBLE and not body["finish"]


def _answer(decided: Decided, id: str, language: str) -> Iterator[_Line]:
    question = decided.protocol.questions[id]
    data = _mapping(_mapping(decided.event.body["answers"]).get(id))
    ask = question.ask.in_language(language) if question.ask else id
    yield _Line(1, ask, answer_told(question, data, language))
    entry = _entry(decided, id)
    if entry is not None:
        said = _("entered by {name}, {role}, {time} UTC").format(
            name=entry.person.name,
            role=role_told(entry.person.role),
            time=entry.at.strftime("%Y-%m-%d %H:%M:%S"),
        )
        if question.type is QuestionType.QUANTITY and entry.typed:
            # The unit as it stands in the source, beside the canonical one.
            said += " " + _("as “{text}”").format(text=entry.typed)
        yield _Line(2, "", said)
        if entry.act is Act.CORRECTION:
            yield _Line(2, "", _("a correction, because: {reason}").format(reason=entry.reason))


def _entry(decided: Decided, id: str) -> Entry | None:
    """Give the entry that counted when the decision was recorded."""
    record = decided.state.answers.get(id)
    counted = [
        entry
        for entry in (record.history if record else ())
        if entry.version < decided.event.version and entry.standing is not EntryStanding.TAKEN_BACK
    ]
    return counted[-1] if counted else None


def _missing(decided: Decided, language: str) -> Iterator[_Line]:
    for lack in _mappings(decided.event.body["missing"]):
        question = decided.protocol.questions[str(lack["question"])]
        ask = question.ask.in_language(language) if question.ask else question.id
        criteria = lack["criteria"]
        printed = [
            criterion_told(decided.protocol.criteria[str(id)])
            for id in (criteria if isinstance(criteria, list) else ())
        ]
        due = lack["due"]
        said = lack_told(str(lack["reason"]), str(due) if due else None)
        yield _Line(0, ask, said)
        yield _Line(1, _("Who can supply it"), role_told(str(lack["who"])))
        if printed:
            yield _Line(1, _("Criteria"), ", ".join(printed))


def _record(decided: Decided) -> Iterator[_Line]:
    event = decided.event
    who = _("{name}, {role}") if event.authenticated else _("{name}, {role}, not authenticated")
    yield _Line(
        0, _("Recorded by"), who.format(name=event.person.name, role=role_told(event.person.role))
    )
    yield _Line(0, _("Time"), _moment(event.at, decided.time_zone))
    place = _("event {version} of {number}, {sequence} of the store")
    yield _Line(
        0,
        _("Place in the record"),
        place.format(version=event.version, number=event.number, sequence=event.sequence),
    )
    yield _Line(0, _("SHA-256 of the rules file"), decided.protocol.sha256)
    yield _Line(0, _("Program"), f"Screener {event.program}")


def _moment(at: datetime, zone: ZoneInfo) -> str:
    """Give a moment in UTC and in the site's time."""
    utc, site = at.strftime("%Y-%m-%d %H:%M:%S"), at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    return _("{utc} UTC, {site} at the site ({zone})").format(utc=utc, site=site, zone=zone.key)


def _json(decided: Decided, language: str) -> str:
    event, protocol = decided.event, decided.protocol
    document = {
        "screening": decided.state.number,
        "candidate": decided.state.candidate,
        "recorded": {
            "sequence": event.sequence,
            "version": event.version,
            "at": event.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "at_site": event.at.astimezone(decided.time_zone).isoformat(),
            "time_zone": decided.time_zone.key,
            "by": event.person.name,
            "role": event.person.role.value,
            "authenticated": event.authenticated,
            "program": event.program,
        },
        "on": event.on.isoformat(),
        **event.body,
        "criteria": [
            {
                **found,
                "printed": protocol.criteria[str(found["id"])].printed,
                "text": dict(protocol.criteria[str(found["id"])].text.by_language),
            }
            for found in _mappings(event.body["criteria"])
        ],
    }
    return dumps(document) + "\n"


_WRITERS: Mapping[str, Callable[[Decided, str], str]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
}


def _mapping(data: object) -> Mapping[str, object]:
    return data if isinstance(data, Mapping) else {}


def _mappings(data: object) -> list[Mapping[str, object]]:
    return [_mapping(member) for member in data] if isinstance(data, list) else []
