"""Whether the indexes of a long record have the events that its tables have."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from screener.language import _
from screener.record.chain import KIND
from screener.record.chain_check import Chain, Finding, Wrong
from screener.record.events import EventKind

_INDEX = "INDEXED BY sqlite_autoindex_events_1"
#: How many events are found by their screening and version, and at their place.
_FOUND = f"""
SELECT count(*) FROM events AS one NOT INDEXED
JOIN events AS found {_INDEX} USING (screening, version, sequence)
"""
#: How many there are, in the table and in the index, found or not.
_EVENTS = "SELECT count(*) FROM events NOT INDEXED"
_HELD = f"SELECT count(*) FROM events {_INDEX}"
#: As a header has it, with what closes its name.
_CORRECTED = f'{EventKind.CANDIDATE_CORRECTED}"'
#: What the index of corrected codes has: it answers this alone, without asking the table.
_CODES = f"""
SELECT screening, sequence FROM events INDEXED BY corrected_codes
WHERE substr(header, {KIND + 1}, {len(_CORRECTED)}) = '{_CORRECTED}'
"""


class Indexed(NamedTuple):
    """What the indexes have: whether all events at their places, and those that corrected a code.

    These are each with its screening, in order.
    """

    in_order: bool
    corrected: Sequence[tuple[int, int]]


def read_indexes(connection: sqlite3.Connection) -> Indexed:
    """Look every event of a store up by the indexes, as the program does."""
    found, events, held = (_count(connection, one) for one in (_FOUND, _EVENTS, _HELD))
    return Indexed(found == events == held, connection.execute(_CODES).fetchall())


def indexes_altered(chain: Chain, indexed: Indexed) -> Iterator[Finding]:
    """Say which index does not have the events that its table has, those and no others."""
    if not indexed.in_order:
        said = _("the order of the screenings is not that of events")
        yield Finding(Wrong.DAMAGED, None, said)
    # Where the chain breaks, it is not known which codes were corrected behind that.
    if chain.finding is None and indexed.corrected != sorted(chain.corrected):
        said = _("the order of the corrected codes is not that of events")
        yield Finding(Wrong.DAMAGED, None, said)


def _count(connection: sqlite3.Connection, query: str) -> int:
    (count,) = connection.execute(query).fetchone()
    return int(count)
