"""Verifying a store: whether anyone has touched what was recorded, and where first."""

import gc
import os
import sqlite3
from collections.abc import Iterable, Iterator, Set
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from screener.language import _
from screener.record.accounts_check import passwords_altered
from screener.record.buried import stones_in
from screener.record.chain_break import told_of_break
from screener.record.chain_check import (
    READABLE,
    Chain,
    Finding,
    Wrong,
    follow,
    follow_stretch,
    joined,
)
from screener.record.database import has_own_schema, open_to_read
from screener.record.database_errors import OF_SQLITE, told
from screener.record.errors import BadEvent
from screener.record.events import GIVES_RIGHTS, Event, EventKind, check_body
from screener.record.indexes_check import Indexed, indexes_altered, read_indexes
from screener.record.keys import beside
from screener.record.seals_check import Seals, read_seals
from screener.record.stored import event_of, is_kept_as
from screener.sanitise import visible

#: Events up to which one process looks at everything, also at what holds nothing.
_FEW = 100_000
#: Bytes of a store that a worker reads through its memory, which takes a tenth less time; SQLite
#: takes as many of them as it can.
_MAPPED = 1 << 40
#: How many stretches of a long chain each processor follows: none waits long for another.
_STRETCHES = 16
#: The store's own events on which something rests, and those that cannot be read at all.
_RELIED_ON = f"""
SELECT sequence, header, body FROM events JOIN bodies USING (sequence)
WHERE screening = 0 AND CASE WHEN {READABLE}
    THEN header ->> 'kind' IN ({", ".join(f"'{kind}'" for kind in sorted(GIVES_RIGHTS))})
    ELSE TRUE END ORDER BY sequence
"""
#: Tables without an order beside their own, which are short however long the record is.
_SHORT = ("rules", "credentials")


class Verified(NamedTuple):
    """What was found: how many events fit, from the first on, and what is wrong.

    `head` is the hash of the last, in hex; `sealed` the event up to which a seal reaches; neither
    is known where the chain breaks. `keys` are those that sealed, public and in hex, in order.
    """

    events: int
    head: str | None
    sealed: int | None
    keys: tuple[str, ...]
    findings: tuple[Finding, ...]


def verify(path: Path, head: str | None = None) -> Verified:
    """Verify a store; `head` is a hash, in hex, that its chain had once, as a copy gives it.

    The store is only read, and may be in use.

    Raises:
        StoreError: There is no store, or it cannot be read as one.
    """
    try:
        with closing(_opened(path)) as connection:
            connection.execute("BEGIN")
            return _verified(connection, path, head)
    except OF_SQLITE as error:
        raise told(error, path) from error


def _verified(connection: sqlite3.Connection, path: Path, head: str | None) -> Verified:
    (last,) = connection.execute("SELECT ifnull(max(sequence), 0) FROM events").fetchone()
    findings = list(_damaged(connection, last))
    chain, indexed = _in_parts(path, last) if last > _FEW else (None, None)
    if chain is None:
        # From the first event on, to name the first that is wrong.
        chain, broken = follow(connection)
        if broken is not None:
            chain.finding = told_of_break(connection, broken, chain)
    findings += [] if chain.finding is None else [chain.finding]
    if indexed is not None:
        findings += indexes_altered(chain, indexed)
    seals = read_seals(chain)
    findings += [*seals.findings, *_foreign_key(path, seals)]
    relied_on, unreadable = _relied_on(connection)
    findings += _rules_altered(connection, chain.rules | _approved(relied_on))
    findings += [*_there_again(connection, chain.redacted), *unreadable]
    findings += passwords_altered(connection, relied_on)
    if chain.finding is None:
        # Behind a break no seal was read.
        findings += _rights_unsealed(relied_on, seals.reach)
    if head is not None and not _has_head(connection, head):
        said = _(
            "no event has the hash {head}: the record was cut off or written anew, or the hash is"
            " mistyped or another record's"
        )
        findings.append(Finding(Wrong.TRUNCATED, None, said.format(head=visible(head[:64]))))
    if chain.finding is not None:
        return Verified(chain.count, None, None, (), tuple(findings))
    return Verified(chain.count, chain.head.hex(), seals.reach, seals.keys, tuple(findings))


def _in_parts(path: Path, last: int) -> tuple[Chain | None, Indexed]:
    """Follow a long chain in stretches, on every processor; None where it breaks.

    Gives besides what the indexes have.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    workers = os.cpu_count() or 1
    count = workers * _STRETCHES
    bounds = [last * part // count for part in range(count + 1)]
    # What lies in memory does so for a moment and in no cycle: looking for cycles takes time alone.
    try:
        with ProcessPoolExecutor(workers, initializer=gc.disable) as pool:
            indexed = pool.submit(_indexed, path)
            parts = [pool.submit(_stretch, path, first + 1, to) for first, to in pairwise(bounds)]
            return joined([part.result() for part in parts]), indexed.result()
    except BrokenProcessPool:
        # A file that is cut off while it is mapped, or a disk that fails, ends the process that
        # reads it. This one maps nothing, and is told of it as of any error.
        with closing(_opened(path)) as connection:
            return None, read_indexes(connection)


def _indexed(path: Path) -> Indexed:
    with closing(_mapped(path)) as connection:
        return read_indexes(connection)


def _stretch(path: Path, first: int, last: int) -> Chain | None:
    with closing(_mapped(path)) as connection:
        try:
            return follow_stretch(connection, first, last)
        except sqlite3.OperationalError:
            # Such as text that is none: whoever follows all of it says where.
            return None


def _mapped(path: Path) -> sqlite3.Connection:
    """Open a store to read much of it fast; raises where text is none, instead of giving it."""
    connection = open_to_read(path)
    connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
    return connection


def _opened(path: Path) -> sqlite3.Connection:
    connection = open_to_read(path)
    # Text that is none is found by its event, instead of not being read.
    connection.text_factory = _text
    return connection


def _text(stored: bytes) -> str:
    return stored.decode(errors="surrogateescape")


def _damaged(connection: sqlite3.Connection, last: int) -> Iterator[Finding]:
    """Say where the tables are not those of a store, or do not agree with one another."""
    if not has_own_schema(connection):
        yield Finding(
            Wrong.DAMAGED, None, _("the tables, or what guards them, are not those of a store")
        )
    # Of few events all of the file, also what holds nothing.
    for part in ("1",) if last <= _FEW else _SHORT:
        (problem,) = connection.execute(f"PRAGMA integrity_check({part})").fetchone()
        if problem != "ok":
            said = _("the file is damaged: {problem}")
            yield Finding(Wrong.DAMAGED, None, said.format(problem=visible(str(problem))))
    outside = connection.execute(
        "SELECT sequence FROM bodies WHERE (sequence < 1 OR sequence > ?)"
        " AND NOT EXISTS (SELECT 1 FROM events WHERE events.sequence = bodies.sequence) LIMIT 1",
        (last,),
    ).fetchone()
    if outside is not None:
        said = _("something is said for event {sequence}, which there is not")
        yield Finding(Wrong.INSERTED, outside[0], said.format(sequence=outside[0]))


def _there_again(connection: sqlite3.Connection, redactions: Iterable[int]) -> Iterator[Finding]:
    """Say which redactions name nothing, and what was redacted and is there nevertheless."""
    bodies = "SELECT body FROM bodies WHERE sequence = ?"
    for redaction in redactions:
        (body,) = connection.execute(bodies, (redaction,)).fetchone()
        stones = stones_in(body)
        if not stones:
            said = _("event {sequence} is a redaction, and does not say of what")
            yield Finding(Wrong.ALTERED, redaction, said.format(sequence=redaction))
        for stone in stones:
            if connection.execute(bodies, (stone.sequence,)).fetchone() is not None:
                said = _("what event {sequence} said was redacted, and is there again")
                text = said.format(sequence=stone.sequence)
                yield Finding(Wrong.INSERTED, stone.sequence, text)


def _foreign_key(path: Path, seals: Seals) -> Iterator[Finding]:
    """Say where the last key in the record came in, if it is not the one beside the store."""
    found = beside(path) if seals.keys else None
    if found is None:
        return
    if found.key is None:
        said = _("what lies beside the store in the place of its key is no key")
        yield Finding(Wrong.FOREIGN_KEY, None, said)
    elif not found.key.goes_on_from(seals.keys[-1]):
        said = _(
            "from event {sequence} on the record was sealed with a key that is not the one beside"
            " the store, which is {key}"
        )
        text = said.format(sequence=seals.since, key=found.key.public)
        yield Finding(Wrong.FOREIGN_KEY, seals.since, text)


def _relied_on(connection: sqlite3.Connection) -> tuple[list[Event], list[Finding]]:
    """Give the store's own events on which something rests, and which do not say what they should.

    Seals, keys and migrations are looked at with the chain; most of the others say nothing.
    """
    events, unreadable = [], []
    for sequence, header, body in connection.execute(_RELIED_ON):
        try:
            event = event_of(header, body, b"")
            readable = not check_body(event.kind, event.body)
        except BadEvent:
            readable = False
        if readable:
            events.append(event)
        else:
            said = _("event {sequence} does not say what an event of its kind says")
            text = said.format(sequence=sequence)
            unreadable.append(Finding(Wrong.ALTERED, sequence, text))
    return events, unreadable


def _rights_unsealed(relied_on: Iterable[Event], reach: int) -> Iterator[Finding]:
    """Say which events give rights and are sealed by nothing: whoever has no key can add them."""
    for event in relied_on:
        if event.sequence > reach:
            said = _(
                "event {sequence} says who may do what, and no seal follows it: something else than"
                " the program has put it there, or what stood behind it was cut off"
            )
            text = said.format(sequence=event.sequence)
            yield Finding(Wrong.UNSEALED, event.sequence, text)


def _approved(relied_on: Iterable[Event]) -> set[str]:
    """Give the hashes of the rules files that were approved."""
    return {str(one.body["rules"]) for one in relied_on if one.kind is EventKind.RULES_APPROVED}


def _rules_altered(connection: sqlite3.Connection, wanted: Set[str]) -> Iterator[Finding]:
    """Say which rules files are not what screenings began with, or what was approved."""
    kept = set()
    for digest, content in connection.execute("SELECT sha256, bytes FROM rules"):
        kept.add(digest)
        if not is_kept_as(content, digest):
            said = _("the rules file {digest} is not as it was kept")
            yield Finding(Wrong.ALTERED, None, said.format(digest=visible(str(digest)[:12])))
    for digest in sorted(wanted - kept):
        said = _("the rules file {digest}, with which a screening began or may begin, is gone")
        yield Finding(Wrong.REMOVED, None, said.format(digest=digest[:12]))


def _has_head(connection: sqlite3.Connection, head: str) -> bool:
    try:
        wanted = bytes.fromhex(head)
    except ValueError:
        return False
    found = connection.execute("SELECT 1 FROM events WHERE hash = ? LIMIT 1", (wanted,))
    return found.fetchone() is not None
