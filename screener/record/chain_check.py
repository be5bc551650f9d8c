"""Following a store's chain from its first event, and telling what is wrong where it breaks."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

from screener.language import _
from screener.record.buried import Buried
from screener.record.chain import (
    GENESIS,
    KIND,
    are_of,
    are_texts,
    content_hash,
    event_hash,
    event_hashes,
    is_of,
)
from screener.record.events import SEALED_AFTER, EventKind
from screener.record.numbering import numbered
from screener.record.stored import STORE, body_of

ROWS = """
SELECT sequence, screening, version, header, hash, salt, body
FROM events LEFT JOIN bodies USING (sequence) WHERE sequence BETWEEN ? AND ? ORDER BY sequence
"""
#: Of an event: that its header and its body are what an event has, so that SQL can look into them.
READABLE = "json_valid(header) AND json_valid(body)"
#: What it gives of each event; of no type that is certain, where somebody has changed it.
_Row = tuple[Any, ...]
#: How many events are looked at together: enough to save time, few enough to stay near.
_AT_ONCE = 250
_FIRST, LAST = -(2**63), 2**63 - 1


def _stored(kind: EventKind) -> bytes:
    return f'{kind}"'.encode()


#: How a header goes on from where it says what happened.
_SEALED, _KEY_MADE = _stored(EventKind.SEALED), _stored(EventKind.KEY_MADE)
_MIGRATED, _RESTORED = _stored(EventKind.STORE_MIGRATED), _stored(EventKind.RESTORED)
_REDACTED, _CORRECTED = _stored(EventKind.REDACTED), _stored(EventKind.CANDIDATE_CORRECTED)
#: What is kept of any screening: what there must be a seal after, and what has an index of its own.
_KEPT = (*map(_stored, sorted(SEALED_AFTER)), _CORRECTED)
#: In the body of what opened a screening; its members are in order.
_RULES = re.compile(r'"rules":"([0-9a-f]{64})"}\Z')


class Wrong(StrEnum):
    """What may be wrong with a store."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    FOREIGN_KEY = "foreign key"
    UNSEALED = "unsealed"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"


class Finding(NamedTuple):
    """One thing that is wrong: how, at which event of the store where it is one, and in words."""

    wrong: Wrong
    sequence: int | None
    text: str


class Link(NamedTuple):
    """An event as its tables have it; no salt and no body where they are gone."""

    sequence: int
    place: int
    version: int
    header: str
    own: bytes
    salt: bytes | None
    body: str | None

    @property
    def kind(self) -> object:
        """What happened; None where its header does not say so."""
        return _read(self.header).get("kind")

    @property
    def recorded_as(self) -> int | None:
        """Its place in the store, as its header has it."""
        place = _read(self.header).get("sequence")
        return place if isinstance(place, int) else None

    @property
    def said(self) -> Mapping[str, object]:
        """What it says; nothing where that is no event's body."""
        return _read(self.body or "{}")

    @property
    def named(self) -> str:
        """The event by its place in the store and, where it has one, in its screening."""
        # Where somebody has changed it, a place may be no number.
        if self.place == STORE or not isinstance(self.place, int):
            return _("event {sequence}").format(sequence=self.sequence)
        said = _("event {sequence} (event {version} of {number})")
        return said.format(
            sequence=self.sequence, version=self.version, number=numbered(self.place)
        )


@dataclass(slots=True)
class Chain:
    """How far a chain, or a stretch of it, could be followed.

    `count` is the last event that fits; `head` is its hash. `versions` are the last of each
    screening, `began` those before its first event here. `own` are the store's own events that bear
    on seals, each with the hash before it: of seals in a row only the last, which vouches for them.
    `sealed` and `keyed` are the places of all of these, `to_seal` those after which there must be
    a seal, `redacted` those of the redactions; `corrected` those that corrected a candidate's code,
    each with its screening; `rules` the hashes of the rules files with which screenings began.
    What `silent` events said was redacted.
    """

    count: int = 0
    head: bytes = GENESIS
    versions: dict[int, int] = field(default_factory=dict)
    began: dict[int, int] = field(default_factory=dict)
    own: list[tuple[bytes, Link]] = field(default_factory=list)
    sealed: set[int] = field(default_factory=set)
    keyed: set[int] = field(default_factory=set)
    to_seal: list[int] = field(default_factory=list)
    redacted: list[int] = field(default_factory=list)
    corrected: list[tuple[int, int]] = field(default_factory=list)
    rules: set[str] = field(default_factory=set)
    silent: int = 0
    finding: Finding | None = None


def follow(connection: sqlite3.Connection) -> tuple[Chain, Link | None]:
    """Follow the chain to its end, or to the first event that does not fit, which is given then."""
    chain = Chain()
    broken = _follow(connection, chain, _FIRST, LAST)
    if broken is None and any(chain.began.values()):
        # Every event fits, but not every screening begins with its first.
        chain.finding = Finding(Wrong.REMOVED, None, _("the first event of a screening is missing"))
    return chain, broken


def follow_stretch(connection: sqlite3.Connection, first: int, last: int) -> Chain | None:
    """Follow the chain from event `first` to `last`; None where some event does not fit.

    What stands before the stretch is taken as the table has it.
    """
    before = connection.execute("SELECT hash FROM events WHERE sequence = ?", (first - 1,))
    found = before.fetchone()
    chain = Chain(first - 1, found[0] if found else GENESIS)
    broken = _follow(connection, chain, first, last)
    return chain if broken is None and chain.count == last else None


def joined(stretches: Sequence[Chain | None]) -> Chain | None:
    """Join stretches that follow one another into one; None where some event does not fit."""
    whole = Chain()
    for stretch in stretches:
        if stretch is None:
            return None
        if any(whole.versions.get(place, 0) != at for place, at in stretch.began.items()):
            return None
        whole.versions.update(stretch.versions)
        whole.own += stretch.own
        whole.sealed |= stretch.sealed
        whole.keyed |= stretch.keyed
        whole.to_seal += stretch.to_seal
        whole.redacted += stretch.redacted
        whole.corrected += stretch.corrected
        whole.rules |= stretch.rules
        whole.silent += stretch.silent
        whole.count, whole.head = stretch.count, stretch.head
    return whole


def _follow(connection: sqlite3.Connection, chain: Chain, first: int, last: int) -> Link | None:
    """Follow events from `first` to `last`; give the first that does not fit."""
    buried = Buried.of(connection)
    found = connection.execute(ROWS, (first, last))
    while rows := _fetched(connection, found):
        linked = len(rows) if _are_linked(rows, chain) else _linked(rows, chain, buried)
        fitting = _take(rows[:linked], chain, buried)
        if fitting < len(rows):
            return _link(rows[fitting])
    return None


def _fetched(connection: sqlite3.Connection, found: sqlite3.Cursor) -> list[_Row]:
    """Give the next rows, with their texts as they are stored: hashes are of bytes."""
    before = connection.text_factory
    # Not as bytes: those are what a column has that is of bytes.
    connection.text_factory = bytearray
    try:
        return found.fetchmany(_AT_ONCE)
    finally:
        connection.text_factory = before


def _link(row: _Row) -> Link:
    """Read a row; text that is none has in it what cannot be written again."""
    sequence, place, version, *rest = row
    header, own, salt, body = map(_read_as_text, rest)
    return Link(sequence, place, version, header, own, salt, body)


def _read_as_text(stored: Any) -> Any:
    return stored.decode(errors="surrogateescape") if isinstance(stored, bytearray) else stored


def _are_linked(rows: Sequence[_Row], chain: Chain) -> bool:
    """Tell whether each of these events is chained to the one before, with nothing taken out."""
    sequences, places, versions, headers, hashes, salts, bodies = zip(*rows, strict=True)
    try:
        return (
            sequences == tuple(range(chain.count + 1, chain.count + 1 + len(rows)))
            and {*map(type, hashes)} == {bytes}
            and event_hashes((chain.head, *hashes[:-1]), salts, bodies, headers) == [*hashes]
            and are_of(headers, zip(places, sequences, versions, strict=True))
            and are_texts(headers)
            and {*map(type, bodies)} == {bytearray}
            and are_texts(bodies)
        )
    except (TypeError, ValueError):
        # What one of them says is gone, or a column is not of its type.
        return False


def _linked(rows: Sequence[_Row], chain: Chain, buried: Buried) -> int:
    """Count how many of these events, from the first on, are chained each to the one before."""
    count, head = chain.count, chain.head
    for done, row in enumerate(rows):
        link = _link(row)
        try:
            fits = (
                link.sequence == count + 1
                and is_of(link.header, link.place, link.sequence, link.version)
                and event_hash(head, content_of(link, buried), link.header) == link.own
            )
        except (TypeError, AttributeError, ValueError):
            # What it says is gone without a word, or a column is not of its type.
            fits = False
        if not fits:
            return done
        chain.silent += link.body is None
        count, head = link.sequence, link.own
    return len(rows)


def _take(rows: Sequence[_Row], chain: Chain, buried: Buried) -> int:
    """Take up events that are chained; count those up to one that is not next in its screening."""
    done = 0
    # Most events stand behind others of their screening.
    for place, run in groupby([row[1] for row in rows]):
        behind = rows[done : done + len([*run])]
        fitting = _next_in(place, behind, chain)
        if place == STORE:
            heads = (chain.head, *(row[4] for row in behind))
            for head, row in zip(heads, behind[:fitting], strict=False):
                _note(chain, head, row)
        elif fitting and behind[0][2] == 1:
            chain.rules.update(filter(None, [rules_of(_link(behind[0]), buried)]))
        if fitting:
            chain.count, chain.head = behind[fitting - 1][0], behind[fitting - 1][4]
        done += fitting
        if fitting < len(behind):
            break
    for row in rows[:done]:
        if row[3].startswith(_KEPT, KIND):
            _keep(chain, row)
    return done


def _next_in(place: int, rows: Sequence[_Row], chain: Chain) -> int:
    """Count how many of these events of one screening follow one another, from where it stands."""
    versions = [row[2] for row in rows]
    before = chain.versions.get(place)
    if before is None:
        before = chain.began[place] = versions[0] - 1
    expected = range(before + 1, before + 1 + len(rows))
    fitting = len(rows)
    if versions != [*expected]:
        fitting = next(at for at, version in enumerate(versions) if version != expected[at])
    chain.versions[place] = before + fitting
    return fitting


def _keep(chain: Chain, row: _Row) -> None:
    """Keep the place of an event after which there must be a seal, or that corrected a code."""
    sequence, place, _version, said, *_more = row
    if said.startswith(_CORRECTED, KIND):
        chain.corrected.append((place, sequence))
        return
    chain.to_seal.append(sequence)
    if said.startswith(_REDACTED, KIND):
        chain.redacted.append(sequence)


def rules_of(link: Link, buried: Buried) -> str | None:
    """Give the hash of the rules with which a screening began, also where its candidate is gone."""
    if link.body is not None:
        found = _RULES.search(link.body)
        return found[1] if found else None
    stone = buried.stone(link.place, link.sequence, link.version)
    return str(stone.kept.get("rules")) if stone else None


def _note(chain: Chain, head: bytes, row: _Row) -> None:
    """Keep one of the store's own events, as far as it bears on seals."""
    sequence, _place, _version, said, *_more = row
    if said.startswith(_SEALED, KIND):
        if chain.own and chain.own[-1][1].sequence in chain.sealed and seals_head(*chain.own[-1]):
            chain.own.pop()
        chain.sealed.add(sequence)
    elif said.startswith(_KEY_MADE, KIND):
        chain.keyed.add(sequence)
    elif not said.startswith((_MIGRATED, _RESTORED), KIND):
        return
    chain.own.append((head, _link(row)))


def seals_head(before: bytes, link: Link) -> bool:
    """Tell whether a seal says that it is of the event before it, which has the hash `before`."""
    said = link.said
    return (said.get("sequence"), said.get("head")) == (link.sequence - 1, before.hex())


def _read(text: str) -> Mapping[str, object]:
    """Read a header or a body; nothing where it is none."""
    try:
        return body_of(text)
    except (ValueError, TypeError, RecursionError):
        return {}


def content_of(link: Link, buried: Buried) -> bytes:
    """Give the hash of what an event says, or said; raises `ValueError` where nothing has it."""
    if link.body is None or link.salt is None:
        return buried.content(link.place, link.sequence, link.version)
    return content_hash(link.salt, link.body)
