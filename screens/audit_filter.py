"""Narrowing a trail: to what one person did, to one kind of event, to a stretch of time."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from screener.interview.event_names import kind_told
from screener.interview.moments import moment
from screener.interview.typed_moments import check_stretch, read_said
from screener.joining import labelled, listed
from screener.language import N_, _
from screener.record.events import Event, EventKind
from screener.record.trail import Sought
from screens.base import refusal
from screens.dialogs import Ask, Item, Pick
from screens.prompts import Line, Tone

if TYPE_CHECKING:
    from textual.app import App

_PERSON, _KIND, _SINCE, _UNTIL, _ALL = "person", "kind", "since", "until", "all"
_CHOICES = {
    _PERSON: N_("what one person did, and what is about their account"),
    _KIND: N_("events of one kind"),
    _SINCE: N_("from a date and time on"),
    _UNTIL: N_("up to a date and time"),
    _ALL: N_("everything again"),
}


def filter_told(sought: Sought, zone: tzinfo) -> str:
    """Say what is looked for; nothing where that is everything."""
    parts = []
    if sought.person:
        parts.append(_("by or about {name}").format(name=sought.person))
    if sought.kinds:
        parts.append(listed(kind_told(kind) for kind in sought.kinds))
    if sought.since:
        parts.append(_("from {time}").format(time=moment(sought.since, zone)))
    if sought.until:
        parts.append(_("up to {time}").format(time=moment(sought.until, zone)))
    return labelled(_("only"), listed(parts)) if parts else ""


async def choose_filter(
    app: "App[int]", sought: Sought, events: Sequence[Event], zone: tzinfo, now: datetime
) -> Sought | None:
    """Ask what is looked for, `now`, in UTC; None where it was left as it is.

    Of `events`, where all of them are known, only those people and kinds are offered that occur.
    """
    items = [Item(id, _(text)) for id, text in _CHOICES.items()]
    told = filter_told(sought, zone)
    lines = [Line(told, Tone.QUIET)] if told else []
    match await app.push_screen_wait(Pick(_("Show only …"), items, lines)):
        case "person":
            name = await app.push_screen_wait(_who(events))
            return sought._replace(person=name) if name else None
        case "kind":
            kind = await app.push_screen_wait(_which(events))
            return sought._replace(kinds=frozenset({EventKind(kind)})) if kind else None
        case "since":
            return await _since(app, sought, zone, now)
        case "until":
            return await _until(app, sought, zone, now)
        case "all":
            return Sought()
    return None


def _who(events: Sequence[Event]) -> Ask | Pick:
    if events:
        names = dict.fromkeys(event.person.name for event in events)
        return Pick(_("Who?"), [Item(name, name) for name in names])
    return Ask(_("Who?"), lines=(Line(_("A part of the name will do."), Tone.QUIET),))


def _which(events: Sequence[Event]) -> Pick:
    occurring = {event.kind for event in events} or set(EventKind)
    items = [
        Item(kind.value, kind_told(kind), kind.value) for kind in EventKind if kind in occurring
    ]
    return Pick(_("Of which kind?"), items)


async def _since(app: "App[int]", sought: Sought, zone: tzinfo, now: datetime) -> Sought | None:
    def read(text: str) -> Sought:
        since = read_said(text, now, zone, last=False)
        check_stretch(since, sought.until, zone)
        return sought._replace(since=since)

    return await _when(app, _("From when on?"), read)


async def _until(app: "App[int]", sought: Sought, zone: tzinfo, now: datetime) -> Sought | None:
    def read(text: str) -> Sought:
        until = read_said(text, now, zone, last=True)
        check_stretch(sought.since, until, zone)
        return sought._replace(until=until)

    return await _when(app, _("Up to when?"), read)


async def _when(app: "App[int]", title: str, read: Callable[[str], Sought]) -> Sought | None:
    """Ask for a moment; `read` gives what is looked for then, or refuses it."""

    def wrong(text: str) -> str:
        return refusal(lambda: read(text))

    said = _("Such as 2026-01-31, or 2026-01-31 10:15, in the site's time.")
    lines = (Line(said, Tone.QUIET),)
    text = await app.push_screen_wait(Ask(title, lines=lines, check=wrong))
    return None if text is None else read(text)
