"""Whether the indexes of a long record have the events that its tables have."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from screener.language import _
from screener.record.chain import KIND
from screener.record.chain_check import Chain, Finding, Wrong
from screener.record.events import EventKind

_INDEX = "INDEXED BY sqlite_autoindex_events_1"
#: How many events are found by their screening and version, and at their place. This is read twice:
#: from the beginning of an entry where one is sought, from its end where the program goes there.
_FOUND = f"""
SELECT count(*) FROM events AS one NOT INDEXED
JOIN events AS found {_INDEX} USING (screening, version, sequence)
WHERE +found.sequence = one.sequence
"""
#: How many there are, in the table and in the index, found or not.
_EVENTS = "SELECT count(*) FROM events NOT INDEXED"
_HELD = f"SELECT count(*) FROM events {_INDEX}"
#: Of how many events there is what they say, without what is told of by its number.
_SAID = """
SELECT (SELECT count(*) FROM bodies) - (SELECT count(*) FROM bodies WHERE sequence < 1)
    - (SELECT count(*) FROM bodies WHERE sequence > (SELECT max(sequence) FROM events))
"""
#: As a header has it, with what closes its name.
_CORRECTED = f'{EventKind.CANDIDATE_CORRECTED}"'
#: What the index of corrected codes has: it answers this alone, without asking the table.
_CODES = f"""
SELECT screening, sequence FROM events INDEXED BY corrected_codes
WHERE substr(header, {KIND + 1}, {len(_CORRECTED)}) = '{_CORRECTED}'
"""


class Indexed(NamedTuple):
    """What the indexes have: whether all events at their places, and those that corrected a code.

    These are each with its screening, in order. `said` is how many events say something.
    """

    in_order: bool
    said: int
    corrected: Sequence[tuple[int, int]]


def read_indexes(connection: sqlite3.Connection) -> Indexed:
    """Look every event of a store up by the indexes, as the program does."""
    found, events, held = (_count(connection, one) for one in (_FOUND, _EVENTS, _HELD))
    said = _count(connection, _SAID)
    return Indexed(found == events == held, said, connection.execute(_CODES).fetchall())


def indexes_altered(chain: Chain, indexed: Indexed) -> Iterator[Finding]:
    """Say which index does not have the events that its table has, those and no others."""
    if not indexed.in_order:
        said = _("the order of the screenings is not that of events")
        yield Finding(Wrong.DAMAGED, None, said)
    if chain.finding is not None:
        # What there is behind the break is not known.
        return
    if indexed.said != chain.count - chain.silent:
        said = _("more or less is said than events say")
        yield Finding(Wrong.DAMAGED, None, said)
    if indexed.corrected != sorted(chain.corrected):
        said = _("the order of the corrected codes is not that of events")
        yield Finding(Wrong.DAMAGED, None, said)


def _count(connection: sqlite3.Connection, query: str) -> int:
    (count,) = connection.execute(query).fetchone()
    return int(count)
