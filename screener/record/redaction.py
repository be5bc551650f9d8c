"""Redacting what was typed by mistake: finding it wherever it occurs, and taking it out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from screener.language import _
from screener.protocol.exact_json import dumps
from screener.record.chain import content_hash
from screener.record.errors import StoreError
from screener.record.events import Event, EventKind, Person
from screener.record.store import Store
from screener.record.stored import body_of
from screener.record.tombstones import Tombstone

#: What is typed freely stands under these names, wherever in an event.
_FREE = frozenset(
    {"candidate", "typed", "reason", "text", "why", "from", "to", "file", "note", "reference"}
)
#: What these say is the program's.
_UNTYPED = frozenset({EventKind.REDACTED, EventKind.ANSWER_UNDONE})
#: What an answer or a row holds stands under these, whatever its type.
_VALUES = frozenset({"value", "row"})
#: The candidate's code, and what it was corrected from and to.
_CODES = frozenset({"candidate", "from", "to"})
#: Orders the rows of a table, which cannot stand without it.
_DATE = "date"
#: A text as long as this is looked for in all texts; a shorter one, or a number, may stand there
#: for something else, and is looked for in the answers to the same question.
_LONG = 4


@dataclass(frozen=True, slots=True)
class Held:
    """Something that an event holds and that can be redacted.

    `path` is its place there: the names on the way to it, joined by dots. `question` is what it
    answers, empty where nothing.
    """

    event: Event = field(repr=False)
    path: str
    value: object = field(repr=False)
    question: str

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands: the event's place in the store, and its own in the event."""
        return self.event.sequence, self.path

    @property
    def text(self) -> str:
        """What it holds, as text."""
        return self.value if isinstance(self.value, str) else dumps(self.value)


def held_by(event: Event) -> tuple[Held, ...]:
    """Give all that can be redacted of an event: nothing of what was redacted already."""
    if not event.number or event.kind in _UNTYPED or event.redacted is not None:
        return ()
    said = event.body
    if event.kind is EventKind.DECISION_RECORDED:
        # All else in it is worked out.
        said = {"answers": said["answers"]}
    return tuple(_walk(event, said, (), str(event.body.get("question", ""))))


def together(events: Sequence[Event], picked: Held) -> tuple[Held, ...]:
    """Give all places in a screening's events that hold the same: they are redacted together.

    Of an answer whose value goes, what was typed goes too.
    """
    every = [held for event in events for held in held_by(event)]
    same = [held for held in every if _same(held, picked)]
    emptied = {held.event.sequence for held in same if _is_value(held.path)}
    return tuple(
        held
        for held in every
        if held in same or (held.path == "typed" and held.event.sequence in emptied)
    )


def redact(store: Store, seen: Event, held: Sequence[Held], reason: str, person: Person) -> Event:
    """Take contents out of a screening for good, and record who did it and why.

    `seen` is the last event of the screening that the person has before their eyes.
    What remains of each event stands in the new one, with the hash by which the chain goes on.

    Raises:
        StoreError: There is nothing to redact or no reason, the reason repeats what is to go, the
            role does not permit it, or the store cannot be written; nothing was.
    """
    if not held:
        raise StoreError(_("There is nothing to redact."), _("Name what an event holds."))
    if not reason.strip():
        raise StoreError(_("A redaction needs its reason."), _("Say why it is taken out."))
    if wrong := without_saying(reason, held):
        raise StoreError(wrong, _("Say why without saying what."))
    stones = tuple(_stones(store, held))
    body = {
        "events": [stone.sequence for stone in stones],
        "tombstones": [stone.data() for stone in stones],
        "reason": reason,
    }
    return store.append(seen.number, seen.version, EventKind.REDACTED, body, person, head=seen.head)


def without_saying(reason: str, held: Sequence[Held]) -> str:
    """Say that a reason, which stays, repeats what is to go; nothing where it does not."""
    texts = (one.text.strip().casefold() for one in held)
    if any(len(text) >= _LONG and text in reason.casefold() for text in texts):
        return _("The reason repeats what is to be taken out, and would stay.")
    return ""


def _stones(store: Store, held: Sequence[Held]) -> Iterator[Tombstone]:
    by_event: dict[int, list[Held]] = {}
    for one in held:
        by_event.setdefault(one.event.sequence, []).append(one)
    with store.tables() as connection:
        for sequence, ones in sorted(by_event.items()):
            salt, body = connection.execute(
                "SELECT salt, body FROM bodies WHERE sequence = ?", (sequence,)
            ).fetchone()
            place, gone = (sequence, ones[0].event.version), [one.path for one in ones]
            yield Tombstone.of(place, content_hash(salt, body).hex(), body_of(body), gone)


def _walk(event: Event, said: Any, way: tuple[str, ...], question: str) -> Iterator[Held]:
    """Find what is typed freely, and what answers and rows hold."""
    for name, value in said.items() if isinstance(said, Mapping) else enumerate(said):
        here = (*way, str(name))
        if isinstance(value, Mapping) or _is_rows(value):
            yield from _walk(event, value, here, str(name) if way == ("answers",) else question)
        elif _can_go(here) and value is not None:
            yield Held(event, ".".join(here), value, question)


def _can_go(way: Sequence[str]) -> bool:
    *above, name = way
    if name in _FREE:
        return True
    return bool(_VALUES.intersection(way)) and not (above and name == _DATE)


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(one, Mapping) for one in value)


def _same(held: Held, picked: Held) -> bool:
    if held == picked:
        return True
    text, sought = held.text.strip().casefold(), picked.text.strip().casefold()
    if isinstance(picked.value, str) and len(sought) >= _LONG:
        return isinstance(held.value, str) and sought in text
    return _about(held) == _about(picked) != "" and text == sought


def _about(held: Held) -> str:
    """Say what a text may stand for that is too short to be looked for everywhere."""
    return "candidate" if held.path in _CODES else held.question


def _is_value(path: str) -> bool:
    return bool(_VALUES.intersection(path.split(".")))
