"""What stands in the place of what was redacted: its hash, and what of it is not personal."""

import copy
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

from screener.record.chain import content_hash
from screener.record.events import Event, EventKind, Redaction

#: In place of a text that was taken out: a mark that is the same in every language.
MARK = "█████"
#: In place of an answer that was taken out, among the reasons why there is none.
REDACTED = "redacted"
#: What an event need not say at all, so that no mark stands in its place.
_OPTIONAL = frozenset({"typed", "index"})
#: Days in place of which no mark can stand: nothing is known of them.
_DAYS = frozenset({"due", "on"})
#: What of an answer cannot go without it: its value, and the day of which that is true.
_OF_AN_ANSWER = (["answer", "value"], ["answer", "observed_on"])


class Tombstone(NamedTuple):
    """One event that was redacted: by its place in the store, and in its screening.

    `content` is the hash of what it said, in hex; `kept` what remains of it, `gone` the places of
    what went: the names on the way to it, joined by dots.
    """

    sequence: int
    version: int
    content: str
    kept: Mapping[str, object]
    gone: tuple[str, ...]

    @classmethod
    def of(
        cls, place: tuple[int, int], content: str, body: Mapping[str, object], gone: Sequence[str]
    ) -> Self:
        """Make one: take out of a body what lies at some places; sequence and version first."""
        kept: Any = copy.deepcopy(dict(body))
        for path in gone:
            *way, last = path.split(".")
            inner = kept
            for name in way:
                inner = inner[int(name) if isinstance(inner, list) else name]
            del inner[last]
        return cls(*place, content, kept, tuple(gone))

    def data(self) -> Mapping[str, object]:
        """Give it as the record has it."""
        return {
            "sequence": self.sequence,
            "version": self.version,
            "content": self.content,
            "kept": self.kept,
            "gone": list(self.gone),
        }

    def remains(self) -> Mapping[str, object]:
        """Give what the event says now, with marks where something must be said."""
        said: dict[str, Any] = copy.deepcopy(dict(self.kept))
        for path in self.gone:
            *way, last = path.split(".")
            if last == "value":
                _inner(said, way)["missing"] = REDACTED
            elif way == ["answers"]:
                said["answers"][last] = {"missing": REDACTED}
            elif last in _DAYS and way[:1] in ([], ["missing"]):
                _inner(said, way)[last] = None
            elif not way and last not in _OPTIONAL:
                said[last] = MARK
        return said

    @property
    def opens(self) -> tuple[str, ...]:
        """The questions whose answer went, or what it cannot go without."""
        opens = takes_answer(self.gone) and "question" in self.kept
        return (str(self.kept["question"]),) if opens else ()


def takes_answer(gone: Sequence[str]) -> bool:
    """Tell whether the value of an answer, a part of it or its day is among the places that went.

    What was observed on a day that nobody knows any more may be too old, or not have been so then.
    """
    return any(path.split(".")[:2] in _OF_AN_ANSWER for path in gone)


def tombstones_of(body: Mapping[str, object]) -> tuple[Tombstone, ...]:
    """Read those that a redaction left.

    Raises:
        ValueError: One of them is none, or they are not those of the events that it names, each of
            them once.
    """
    stones, events = body.get("tombstones"), body.get("events")
    if not isinstance(stones, list) or not isinstance(events, list):
        raise ValueError("it has no tombstones")
    found = tuple(_read(stone) for stone in stones)
    named = [stone.sequence for stone in found]
    if named != events or not all(map(_is_whole, events)) or len({*named}) < len(named):
        raise ValueError("its tombstones are not those of its events, each once")
    return found


def taken_out_since(events: Sequence[Event], recorded: Event) -> bool:
    """Tell whether something up to a recorded event was taken out after it was recorded.

    What was redacted before was gone already when it was recorded, and excuses nothing. `events`
    may end before the redaction: each that was redacted says by which event.
    """
    return any(_later(events, recorded.version))


def redacted_later(events: Sequence[Event]) -> tuple[int, ...]:
    """Give the versions of the redactions after these events that took an answer out of one.

    What follows from them now is not all that followed then.
    """
    gone = _later(events, events[-1].version)
    return tuple(sorted({one.version for one in gone if takes_answer(one.gone)}))


def _later(events: Sequence[Event], version: int) -> Iterator[Redaction]:
    """Give what was taken out, after a version, of the events up to it."""
    for one in events:
        if one.version <= version and one.redacted is not None and one.redacted.version > version:
            yield one.redacted


def take_out(connection: sqlite3.Connection, redaction: Event, place: int) -> None:
    """Delete what the events said that a redaction names, in the transaction that writes it.

    Raises:
        ValueError: One of them is of another screening, is redacted already, or is not what its
            tombstone says.
    """
    for stone in tombstones_of(redaction.body):
        found = connection.execute(
            "SELECT salt, body FROM events JOIN bodies USING (sequence)"
            " WHERE sequence = ? AND screening = ? AND version = ? AND header ->> 'kind' != ?",
            (stone.sequence, place, stone.version, EventKind.REDACTED),
        ).fetchone()
        if found is None or not stone.gone or content_hash(*found).hex() != stone.content:
            raise ValueError(f"event {stone.sequence} cannot be redacted")
        connection.execute("DELETE FROM bodies WHERE sequence = ?", (stone.sequence,))


def _read(stone: object) -> Tombstone:
    match stone:
        case {
            "sequence": int(sequence),
            "version": int(version),
            "content": str(content),
            "kept": dict(kept),
            "gone": [_, *_] as gone,
            **more,
        } if (
            not more
            and _is_whole(sequence)
            and _is_whole(version)
            and all(isinstance(path, str) for path in gone)
        ):
            return Tombstone(sequence, version, content, kept, tuple(gone))
    raise ValueError("a tombstone is none")


def _is_whole(number: object) -> bool:
    """Tell whether it is a whole number; a truth value and 62.0 are equal to one, and are none."""
    return type(number) is int


def _inner(said: Any, way: Sequence[str]) -> Any:
    for name in way:
        said = said[int(name) if isinstance(said, list) else name]
    return said
