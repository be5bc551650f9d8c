"""Events as a timeline: each with who, when, what it did, and what became of it since."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from screener.interview.event_words import EventWords
from screener.interview.history_told import Fate, fate
from screener.interview.moments import moment_in_full
from screener.interview.said import Said
from screener.interview.told import change_told, person_told
from screener.joining import clauses, labelled
from screener.language import _
from screener.record.assessing import voided_by
from screener.record.events import Event, EventKind
from screener.record.standing import Standing

_NO_FATE = Fate()
#: Of an entry that never counted the words of the event say so.
_NEVER_COUNTED = Fate(struck=True)


class Happened(NamedTuple):
    """One event in words; `became` says what has become of the answer or the signature."""

    event: Event
    said: str
    became: Fate = _NO_FATE

    def holds(self, words: str) -> bool:
        """Tell whether every word stands in what is told of the event."""
        event = self.event
        text = f"{event.number} {event.person.name} {self.said} {self.became.words}".casefold()
        return all(word in text for word in words.casefold().split())


def happened(
    events: Iterable[Event],
    words: EventWords,
    after: Callable[[Event], Iterable[Event]],
    standing: Standing | None = None,
    training: Callable[[str], bool] = lambda number: False,
) -> Iterator[Happened]:
    """Tell events, signatures with whether they are void.

    `after` gives the events after one in its screening, up to the moment that is told of. With
    where the screening stood then, what had become of each answer is told too. `training` tells of
    which screenings each event is to be told as one of training.
    """
    for event in events:
        question, became = event.body.get("question"), _NO_FATE
        if event.kind is EventKind.ENTRY_TAKEN_BACK:
            became = _NEVER_COUNTED
        elif event.kind is EventKind.SIGNED:
            became = _signature_fate(voided_by(after(event)))
        elif standing is not None and _counts(event) and isinstance(question, str):
            became = fate(standing, question, event.version)
        said = words.said(event)
        if event.number and training(event.number):
            said = labelled(_("Training"), said)
        yield Happened(event, said, became)


def _counts(event: Event) -> bool:
    """Tell whether something may become of what an event did to a question."""
    return "answer" in event.body or event.kind is EventKind.AWAITED_CLOSED


def _signature_fate(voided: Event | None) -> Fate:
    if voided is None:
        return _NO_FATE
    reason = voided.body.get("reason")
    because = _("because: {reason}").format(reason=reason) if reason else ""
    since = _("void since event {version}").format(version=voided.version)
    return Fate(labelled(since, clauses((change_told(voided), because))), struck=True)


def timeline_said(
    told: Iterable[Happened], zone: ZoneInfo, name: Callable[[Event], str]
) -> Iterator[Said]:
    """Write a timeline as lines: who, where that changes; which event, and when; what it did.

    `name` says which event it is.
    """
    who = None
    for one in told:
        event = one.event
        if event.person != who:
            who = event.person
            yield Said(0, person_told(who))
        yield Said(1, " · ".join((name(event), moment_in_full(event.at, zone))))
        for line in one.said.split("\n"):
            yield Said(2, line.strip())
        if one.became.words:
            yield Said(3, one.became.told)


def version_told(event: Event) -> str:
    """Say which event of its screening it is."""
    return str(event.version)


def sequence_told(event: Event) -> str:
    """Say which event of the store it is, and of which screening, or that it is the store's own."""
    if not event.number:
        where = _("the store")
        return f"{event.sequence} · {where}"
    place = _("{number}, event {version}").format(number=event.number, version=event.version)
    return f"{event.sequence} · {place}"
