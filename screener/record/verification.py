"""Verifying a store: whether anyone has touched what was recorded, and where first."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from screener.language import _
from screener.record.chain_check import Finding, Wrong, follow
from screener.record.database import has_own_schema, open_to_read, told
from screener.record.events import SEALED_AFTER
from screener.record.seals_check import read_seals
from screener.sanitise import visible


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: how many events fit, the hash of the last, up to which one a seal reaches.

    `keys` are the public keys that sealed, in hex, the first one first.
    """

    events: int
    head: str
    sealed: int
    keys: tuple[str, ...]
    findings: tuple[Finding, ...]


def verify(path: Path, head: str | None = None) -> Verified:
    """Verify a store; `head` is a hash, in hex, that its chain had once, as a copy gives it.

    The store is only read, and may be in use.

    Raises:
        StoreError: There is no store, or it cannot be read as one.
    """
    try:
        with closing(open_to_read(path)) as connection:
            connection.execute("BEGIN")
            return _verified(connection, head)
    except sqlite3.Error as error:
        raise told(error, path) from error


def _verified(connection: sqlite3.Connection, head: str | None) -> Verified:
    tombstones: dict[int, bytes] = {}
    findings = list(_damaged(connection))
    chain = follow(connection, tombstones, SEALED_AFTER)
    findings += [] if chain.finding is None else [chain.finding]
    seals = read_seals(chain)
    findings += [*seals.findings, *_rules_altered(connection)]
    if head is not None and not _has_head(connection, head):
        said = _("no event has the hash {head}: the chain was cut off, or written anew")
        findings.append(Finding(Wrong.TRUNCATED, None, said.format(head=visible(head))))
    return Verified(chain.count, chain.head.hex(), seals.reach, seals.keys, tuple(findings))


def _damaged(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Say where the tables are not those of a store, or do not agree with one another."""
    if not has_own_schema(connection):
        yield Finding(
            Wrong.DAMAGED, None, _("the tables, or what guards them, are not those of a store")
        )
    (problem,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if problem != "ok":
        said = _("the file is damaged: {problem}")
        yield Finding(Wrong.DAMAGED, None, said.format(problem=visible(str(problem))))
    orphans = connection.execute(
        "SELECT sequence FROM bodies WHERE sequence NOT IN (SELECT sequence FROM events) LIMIT 1"
    ).fetchone()
    if orphans is not None:
        said = _("something is said for event {sequence}, which there is not")
        yield Finding(Wrong.INSERTED, orphans[0], said.format(sequence=orphans[0]))


def _rules_altered(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Say which rules files are not what screenings began with."""
    for digest, content in connection.execute("SELECT sha256, bytes FROM rules"):
        if not isinstance(content, bytes) or sha256(content).hexdigest() != digest:
            said = _("the rules file {digest} is not as it was kept")
            yield Finding(Wrong.ALTERED, None, said.format(digest=visible(str(digest)[:12])))
    began = connection.execute(
        "SELECT json_extract(body, '$.rules') AS began FROM events JOIN bodies USING (sequence)"
        " WHERE screening > 0 AND version = 1 AND began NOT IN (SELECT sha256 FROM rules) LIMIT 1"
    ).fetchone()
    if began is not None:
        said = _("the rules file {digest}, with which a screening began, is gone")
        yield Finding(Wrong.REMOVED, None, said.format(digest=visible(str(began[0])[:12])))


def _has_head(connection: sqlite3.Connection, head: str) -> bool:
    try:
        wanted = bytes.fromhex(head)
    except ValueError:
        return False
    found = connection.execute("SELECT 1 FROM events WHERE hash = ? LIMIT 1", (wanted,))
    return found.fetchone() is not None
