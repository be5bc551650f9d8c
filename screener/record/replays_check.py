"""Checking every decision and every signature in a store against what its record shows."""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from enum import Enum, auto
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from screener.language import _, active_language, set_language
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import Protocol
from screener.protocol.problems import ProtocolError
from screener.record.chain import KIND
from screener.record.chain_check import Finding, Wrong
from screener.record.database import open_to_read
from screener.record.database_errors import told
from screener.record.errors import BadEvent
from screener.record.events import EventKind
from screener.record.numbering import numbered
from screener.record.replays import Replay, Replayed, replays
from screener.record.signatures import CheckedSignature, check_signatures
from screener.record.state import fold
from screener.record.stored import SELECT_EVENTS, event_of, is_kept_as

#: Screenings with decisions up to which one process checks all.
_FEW = 200
#: As a header has them, with what closes its name. Nothing is signed but a decision.
_DECIDED = f'{EventKind.DECISION_RECORDED}"'
_SIGNED = f'{EventKind.SIGNED}"'
_PLACES = f"""
SELECT DISTINCT screening FROM events
WHERE screening > 0 AND (
    substr(header, {KIND + 1}, {len(_DECIDED)}) = '{_DECIDED}'
    OR substr(header, {KIND + 1}, {len(_SIGNED)}) = '{_SIGNED}'
)
ORDER BY screening
"""
_EVENTS = f"{SELECT_EVENTS} WHERE screening = ? ORDER BY version"


class _Unread(Enum):
    """Why there are no rules to work decisions out by."""

    #: They are gone, or not those with which screenings began.
    NOT_KEPT = auto()
    #: By this version of the program.
    NOT_USABLE = auto()


class ReplaysFound(NamedTuple):
    """What is wrong with the decisions and signatures of a store.

    Of some screenings they were not checked: `unchecked` are the numbers of those whose rules this
    version of the program cannot use, `without_rules` of those whose rules are altered or gone,
    which is a finding of its own.
    """

    findings: tuple[Finding, ...] = ()
    unchecked: tuple[str, ...] = ()
    without_rules: tuple[str, ...] = ()


def check_all_replays(path: Path) -> ReplaysFound:
    """Evaluate the decisions of a store whose chain is whole again, and what was signed.

    Screenings without any are not read. What was redacted since cannot be worked out again, and is
    no finding.

    Raises:
        StoreError: There is no store, or it cannot be read as one.
    """
    try:
        with closing(open_to_read(path)) as connection:
            places = [place for (place,) in connection.execute(_PLACES)]
        return _checked(path, places) if len(places) <= _FEW else _in_parts(path, places)
    except sqlite3.Error as error:
        raise told(error, path) from error


def _in_parts(path: Path, places: Sequence[int]) -> ReplaysFound:
    """Check many screenings on every processor."""
    from concurrent.futures import ProcessPoolExecutor

    workers = os.cpu_count() or 1
    bounds = [len(places) * part // workers for part in range(workers + 1)]
    # A process of its own has no language yet where it is not copied from this one.
    with ProcessPoolExecutor(
        workers, initializer=set_language, initargs=(active_language(),)
    ) as pool:
        parts = [pool.submit(_checked, path, places[one:to]) for one, to in pairwise(bounds)]
        found = [part.result() for part in parts]
    return ReplaysFound(
        tuple(finding for part in found for finding in part.findings),
        tuple(number for part in found for number in part.unchecked),
        tuple(number for part in found for number in part.without_rules),
    )


def _checked(path: Path, places: Iterable[int]) -> ReplaysFound:
    with closing(open_to_read(path)) as connection:
        connection.execute("BEGIN")
        return _read(connection, places)


def _read(connection: sqlite3.Connection, places: Iterable[int]) -> ReplaysFound:
    @cache
    def protocol(digest: str) -> Protocol | _Unread:
        row = connection.execute("SELECT bytes FROM rules WHERE sha256 = ?", (digest,)).fetchone()
        if row is None or not is_kept_as(row[0], digest):
            return _Unread.NOT_KEPT
        try:
            return load_bytes(row[0], "rules.yaml")
        except ProtocolError:
            return _Unread.NOT_USABLE

    findings: list[Finding] = []
    unread: dict[_Unread, list[str]] = {why: [] for why in _Unread}
    for place in places:
        try:
            events = [event_of(*row) for row in connection.execute(_EVENTS, (place,))]
            rules = protocol(fold(events[:1]).rules_sha256)
            if isinstance(rules, _Unread):
                unread[rules].append(numbered(place))
            else:
                checked = check_signatures(rules, events)
                decided = replays(rules, events)
                findings += [_decision(one, place) for one in decided if _differs(one)]
                findings += [_signature(one) for one in checked if _differs(one)]
        except BadEvent as error:
            said = _(
                "event {version} of {number} cannot be replayed, so that no decision and no"
                " signature there was checked"
            )
            text = said.format(version=error.version, number=numbered(place))
            findings.append(Finding(Wrong.ALTERED, None, text))
    return ReplaysFound(
        tuple(findings), tuple(unread[_Unread.NOT_USABLE]), tuple(unread[_Unread.NOT_KEPT])
    )


def _differs(one: Replayed | CheckedSignature) -> bool:
    return one.found is Replay.DIFFERS


def _decision(one: Replayed, place: int) -> Finding:
    said = _(
        "the decision in event {sequence} (event {version} of {number}): replayed, it comes to"
        " something else"
    )
    text = said.format(sequence=one.sequence, version=one.version, number=numbered(place))
    return Finding(Wrong.ALTERED, one.sequence, text)


def _signature(one: CheckedSignature) -> Finding:
    event = one.event
    said = _("the signature in event {sequence} (event {version} of {number}): {problem}")
    text = said.format(
        sequence=event.sequence, version=event.version, number=event.number, problem=one.problem
    )
    return Finding(Wrong.ALTERED, event.sequence, text)
