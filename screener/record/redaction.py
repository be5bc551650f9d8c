"""Redacting what was typed by mistake: finding it wherever it occurs, and taking it out."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from screener.language import _
from screener.protocol.exact_json import dumps
from screener.record.alike import folded, spelled
from screener.record.candidates import similar_code
from screener.record.chain import content_hash
from screener.record.errors import StoreError
from screener.record.events import Event, EventKind, Person
from screener.record.store import Store
from screener.record.stored import body_of
from screener.record.tombstones import MARK, Tombstone, takes_answer

#: What is typed freely stands under these names, wherever in an event.
_FREE = frozenset(
    {"candidate", "typed", "reason", "text", "why", "from", "to", "file", "note", "reference"}
)
#: What these say is the program's.
_UNTYPED = frozenset({EventKind.REDACTED, EventKind.ANSWER_UNDONE})
#: Days that somebody said of an answer, and of an enrolment.
_OBSERVED = "observed_on"
_DAYS = frozenset({_OBSERVED, "due"})
_ENROLLED = ("on",)
#: What an answer or a row holds stands under these, whatever its type.
_VALUES = frozenset({"value", "row"})
#: The candidate's code, and what it was corrected from and to.
_CODES = frozenset({"candidate", "from", "to"})
#: What was typed beside what goes. Nothing is taken out of an event twice, so it goes too.
_BESIDE = _FREE - _CODES
#: What a recorded decision rested on, which goes as a whole: it is in the events before it.
_ANSWERS = "answers"
#: What a recorded decision lacked, with the days until which it was awaited.
_MISSING = "missing"
#: The day of a row.
_DATE = "date"
#: A text as long as this is looked for in all texts; a shorter one, or a number, may stand there
#: for something else, and is looked for in the answers to the same question.
_LONG = 4
_WORD = re.compile(r"\w+")
#: Where no space parts the words, and how long a name is there.
_HAN = re.compile("[\u3400-\u9fff]+")
_NAME = 3


@dataclass(frozen=True, slots=True)
class Held:
    """Something that an event holds and that can be redacted.

    `path` is its place there: the names on the way to it, joined by dots. `question` is what it
    answers, empty where nothing. `beside` says that it goes for what stands beside it alone.
    """

    event: Event = field(repr=False)
    path: str
    value: object = field(repr=False)
    question: str
    beside: bool = field(default=False, compare=False)

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
    return () if event.redacted is not None else _holds(event)


def _holds(event: Event) -> tuple[Held, ...]:
    if not event.number or event.kind in _UNTYPED:
        return ()
    said = event.body
    if event.kind is EventKind.DECISION_RECORDED:
        # All else in it is worked out.
        said = {_ANSWERS: said[_ANSWERS]}
    return tuple(_walk(event, said, (), str(event.body.get("question", ""))))


def together(events: Sequence[Event], picked: Held) -> tuple[Held, ...]:
    """Give all places in a screening's events that hold the same: they are redacted together.

    What was typed freely beside it goes too, the day of an observation with its value, and of a
    decision that rested on it all answers: nobody could take anything out of there later.
    """
    every = [held for event in events for held in held_by(event)]
    same = [held for held in every if _same(held, picked)]
    places = {held.place for held in same}
    touched = {held.event.sequence for held in same}
    opened = {held.event.sequence for held in same if takes_answer([held.path])}
    gone = [
        replace(held, beside=held.place not in places)
        for held in every
        if held.place in places
        or (_is_beside(held.path) and held.event.sequence in touched)
        or (_is_observed(held.path) and held.event.sequence in opened)
    ]
    copied = {(held.question, held.path.partition(".")[2], held.text) for held in gone}
    return tuple(
        held
        for event in events
        for held in (
            _of_decision(event, touched, copied)
            if event.kind is EventKind.DECISION_RECORDED
            else [held for held in gone if held.event.sequence == event.sequence]
        )
    )


def staying(events: Sequence[Event], held: Sequence[Held]) -> tuple[Held, ...]:
    """Give what stays, as text, where something goes: it cannot be taken out later."""
    places = {one.place for one in held}
    touched = {one.event.sequence for one in held}
    return tuple(
        one
        for event in events
        if event.sequence in touched and event.kind is not EventKind.DECISION_RECORDED
        for one in held_by(event)
        if one.place not in places and isinstance(one.value, str)
    )


def texts_stay(events: Sequence[Event], held: Sequence[Held]) -> bool:
    """Tell whether anything typed freely stays: what goes may stand there, said in other words."""
    places = {one.place for one in held}
    return any(
        _is_beside(one.path) and one.place not in places
        for event in events
        for one in held_by(event)
    )


def left(events: Sequence[Event], held: Sequence[Held]) -> tuple[Held, ...]:
    """Give where the same stands in what remains of an earlier redaction: it is there for good."""
    going = {one.event.sequence for one in held}
    return tuple(
        one
        for event in events
        if event.redacted is not None and event.sequence not in going
        for one in _holds(event)
        if one.value != MARK and any(_same(one, gone) for gone in held)
    )


def redact(store: Store, seen: Event, held: Sequence[Held], reason: str, person: Person) -> Event:
    """Take contents out of a screening for good, and record who did it and why.

    `seen` is the last event of the screening that the person has before their eyes.
    What remains of each event stands in the new one, with the hash by which the chain goes on.

    Raises:
        Conflict: Someone else wrote to the screening since; nothing was taken out.
        StoreError: There is nothing to redact or no reason, the reason repeats what is to go, the
            role does not permit it, or the store cannot be written; nothing was.
    """
    if not held:
        raise StoreError(_("There is nothing to redact."), _("Name what an event holds."))
    if not reason.strip():
        raise StoreError(_("A redaction needs its reason."), _("Say why it is taken out."))
    if wrong := without_saying(reason, held):
        raise StoreError(wrong, _("Say why without saying what."))

    def body(_on: date) -> Mapping[str, object]:
        # Within the transaction: until it, somebody else may have taken the same out.
        stones = tuple(_stones(store, held))
        return {
            "events": [stone.sequence for stone in stones],
            "tombstones": [stone.data() for stone in stones],
            "reason": reason,
        }

    return store.append(seen.number, seen.version, EventKind.REDACTED, body, person, head=seen.head)


def without_saying(reason: str, held: Sequence[Held]) -> str:
    """Say that a reason, which stays, repeats what is to go; nothing where it does not.

    Neither all of it nor a part that may be somebody's: a name, a number.
    """
    said = folded(reason)
    words = set(_WORD.findall(said))
    # What was typed beside it may be as plain as `wrong`.
    for text in (one.text for one in held if not one.beside):
        whole = folded(text)
        if (
            (len(whole) >= _LONG and spelled(text).search(said))
            or not words.isdisjoint(folded(word) for word in _WORD.findall(text) if _names(word))
            or any(part in said for part in _without_spaces(whole))
        ):
            return _("The reason repeats what is to be taken out, and would stay.")
    return ""


def _names(word: str) -> bool:
    """Tell whether a word may name somebody: it begins with a capital, or has a digit."""
    return len(word) > 1 and (word[0].isupper() or any(map(str.isdigit, word)))


def _without_spaces(text: str) -> Iterator[str]:
    """Give the parts of what is written without spaces that are as long as a name."""
    for run in _HAN.findall(text):
        yield from (run[at : at + _NAME] for at in range(len(run) - _NAME + 1))


def _stones(store: Store, held: Sequence[Held]) -> Iterator[Tombstone]:
    by_event: dict[int, list[Held]] = {}
    for one in held:
        by_event.setdefault(one.event.sequence, []).append(one)
    with store.tables() as connection:
        for sequence, ones in sorted(by_event.items()):
            event = ones[0].event
            found = connection.execute(
                "SELECT salt, body FROM events JOIN bodies USING (sequence)"
                " WHERE sequence = ? AND hash = ?",
                (sequence, bytes.fromhex(event.head)),
            ).fetchone()
            if found is None:
                raise StoreError(
                    _("What was to be taken out is not there any more."),
                    _("Nothing was taken out. Look again."),
                )
            said, gone = body_of(found[1]), [path for one in ones for path in _paths(one)]
            place = (sequence, event.version)
            yield Tombstone.of(place, content_hash(*found).hex(), said, gone)


def _paths(held: Held) -> Iterator[str]:
    """Give the places of what goes; of a decision's answers each by its question."""
    if isinstance(held.value, Mapping):
        yield from (f"{held.path}.{question}" for question in held.value)
    else:
        yield held.path


def _of_decision(
    decision: Event, touched: Collection[int], copied: Collection[tuple[str, str, str]]
) -> Iterator[Held]:
    """Give a decision's answers, if one of them goes, or is a copy of what goes elsewhere.

    The days until which some were awaited, which stand there once more, go with them.
    """
    copies = (
        # Without `answers` and the question, its place is that in the answer itself.
        (held.question, held.path.split(".", 2)[2], held.text) in copied
        for held in held_by(decision)
    )
    if decision.sequence in touched or any(copies):
        yield Held(decision, _ANSWERS, decision.body[_ANSWERS], "")
        missing: Any = decision.body[_MISSING]
        for at, lack in enumerate(missing):
            if lack["due"] is not None:
                path = f"{_MISSING}.{at}.due"
                yield Held(decision, path, lack["due"], str(lack["question"]))


def _walk(event: Event, said: Any, way: tuple[str, ...], question: str) -> Iterator[Held]:
    """Find what is typed freely, what answers and rows hold, and the days said beside that."""
    for name, value in said.items() if isinstance(said, Mapping) else enumerate(said):
        here = (*way, str(name))
        if isinstance(value, Mapping) or _is_rows(value):
            yield from _walk(event, value, here, str(name) if way == (_ANSWERS,) else question)
        elif _can_go(here) and value is not None:
            yield Held(event, ".".join(here), value, question)


def _can_go(way: Sequence[str]) -> bool:
    return way[-1] in _FREE or _is_day(way) or bool(_VALUES.intersection(way))


def _is_day(way: Sequence[str]) -> bool:
    *above, name = way
    # A field of a table may be named as if it were said beside it.
    return tuple(way) == _ENROLLED or (name in _DAYS and not _VALUES.intersection(above))


def _is_observed(path: str) -> bool:
    way = path.split(".")
    return way[-1] == _OBSERVED and _is_day(way)


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(one, Mapping) for one in value)


def _same(held: Held, picked: Held) -> bool:
    if held == picked:
        return True
    text, sought = folded(held.text), folded(picked.text)
    if isinstance(picked.value, str) and len(sought) >= _LONG:
        found = isinstance(held.value, str) and spelled(picked.text).search(text)
        return bool(found) and not _by_chance(held, picked)
    if held.path in _CODES and picked.path in _CODES:
        return similar_code(held.text, picked.text)
    return _about(held) == _about(picked) != "" and text == sought


def _by_chance(one: Held, other: Held) -> bool:
    """Tell whether a day of one question is the same as what was entered for another one."""
    if one.value != other.value or one.question == other.question:
        return False
    ways = [held.path.split(".") for held in (one, other)]
    entered = [bool(_VALUES.intersection(way)) for way in ways]
    days = [
        _is_day(way) or (within and way[-1] == _DATE)
        for way, within in zip(ways, entered, strict=True)
    ]
    # What was typed freely is neither.
    said = [day or within for day, within in zip(days, entered, strict=True)]
    return all(said) and any(days) and any(entered)


def _about(held: Held) -> str:
    """Say what a text may stand for that is too short to be looked for everywhere."""
    return "candidate" if held.path in _CODES else held.question


def _is_beside(path: str) -> bool:
    *above, name = path.split(".")
    # A field of a table may be named as if it were typed beside it.
    return name in _BESIDE and not _VALUES.intersection(above)
