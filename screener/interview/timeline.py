"""Events as a timeline: each with who, when, what it did, and what became of it since."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from screener.interview.account import Said
from screener.interview.event_words import EventWords
from screener.interview.history_told import Fate, fate
from screener.interview.moments import moment_in_full
from screener.interview.told import person_told
from screener.language import _
from screener.record.events import Event, EventKind
from screener.record.standing import Standing

_NO_FATE = Fate()
#: Of an entry that never counted the words of the event say so.
_NEVER_COUNTED = Fate(struck=True)


@dataclass(frozen=True, slots=True)
class Happened:
    """One event in words; `became` says what has become of the answer that it gave."""

    event: Event
    said: str
    became: Fate = _NO_FATE

    def holds(self, words: str) -> bool:
        """Tell whether every word stands in what is told of the event."""
        event = self.event
        text = f"{event.number} {event.person.name} {self.said} {self.became.words}".casefold()
        return all(word in text for word in words.casefold().split())


def happened(
    events: Iterable[Event], words: EventWords, standing: Standing | None = None
) -> Iterator[Happened]:
    """Tell events; with where the screening stood, also what had become of each answer by then."""
    for event in events:
        question, became = event.body.get("question"), _NO_FATE
        if event.kind is EventKind.ENTRY_TAKEN_BACK:
            became = _NEVER_COUNTED
        elif standing is not None and "answer" in event.body and isinstance(question, str):
            became = fate(standing, question, event.version)
        yield Happened(event, words.said(event), became)


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
