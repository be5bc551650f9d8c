"""Telling what is wrong where a store's chain breaks: altered, removed, put in or moved."""

import sqlite3
from contextlib import suppress
from typing import NamedTuple

from screener.language import _
from screener.record.buried import Buried
from screener.record.chain import GENESIS, event_hash, is_of, numbered_anew
from screener.record.chain_check import LAST, ROWS, Chain, Finding, Link, Wrong, content_of

#: How many events taken out in a row are told as such, where what follows was numbered anew.
_MOST_TAKEN_OUT = 1000
#: How many events put in in a row are told as such.
_MOST_PUT_IN = 1000
#: More events than any disk holds: what says that it was recorded behind so many was put in.
_MOST_RECORDED = 2**40


def told_of_break(connection: sqlite3.Connection, link: Link, chain: Chain) -> Finding:
    """Tell what is wrong with the first event that does not fit; `chain` is what stands before."""
    broken = _Break(connection, link, chain, Buried.of(connection))
    if link.sequence < 1 or link.sequence > chain.count + 1:
        return broken.told_of_gap()
    return broken.told()


class _Break(NamedTuple):
    """Where the chain breaks: `link` stands behind what could be followed, and does not fit."""

    connection: sqlite3.Connection
    link: Link
    chain: Chain
    buried: Buried

    def told_of_gap(self) -> Finding:
        """Tell why the next event stands under another number: moved, put in or what is missing."""
        link, chain = self.link, self.chain
        recorded = link.sequence if link.recorded_as is None else link.recorded_as
        if recorded == chain.count + 1 and self._follows(chain.head, recorded):
            return _recorded_as(link, recorded)
        if link.sequence < 1:
            return Finding(Wrong.INSERTED, None, _("an event was put in before the first one"))
        if chain.count + 1 < recorded <= _MOST_RECORDED:
            return _removed(chain.count + 1, recorded - 1)
        said = _("{event} was put in: no event was recorded there")
        return Finding(Wrong.INSERTED, link.sequence, said.format(event=link.named))

    def told(self) -> Finding:
        """Try what may have happened, what is told best first."""
        for tried in (self._gone, self._moved, self._put_in, self._taken_out, self._of_another):
            # What somebody has changed may be of no type that it should be.
            with suppress(TypeError, AttributeError, ValueError):
                if found := tried():
                    return found
        said = _("{event} is not as it was recorded")
        return Finding(Wrong.ALTERED, self.link.sequence, said.format(event=self.link.named))

    def _gone(self) -> Finding | None:
        """Tell that what it said is gone, and no redaction says so."""
        link = self.link
        stone = self.buried.stone(link.place, link.sequence, link.version)
        if link.body is not None or stone is not None:
            return None
        said = _("what {event} said is gone")
        return Finding(Wrong.REMOVED, link.sequence, said.format(event=link.named))

    def _moved(self) -> Finding | None:
        """Say where an event belongs that was recorded at another place of this store."""
        link, content = self.link, content_of(self.link, self.buried)
        rows = self.connection.execute("SELECT sequence + 1, hash FROM events ORDER BY sequence")
        places: list[tuple[int, bytes]] = [(1, GENESIS), *rows]
        recorded = link.recorded_as
        if (
            recorded is not None
            and recorded > link.sequence
            and self._follows(self.chain.head, recorded)
        ):
            # Chained anew to the event before it, with the number that it had.
            return _removed(link.sequence, recorded - 1)
        # Wherever the event before it stands now.
        if recorded not in (None, link.sequence) and any(
            _fits(link, content, previous, recorded) for _place, previous in places
        ):
            return _misplaced(link, recorded)
        for sequence, previous in places:
            if sequence != link.sequence and _fits(link, content, previous, sequence):
                return _misplaced(link, sequence)
        return None

    def _put_in(self) -> Finding | None:
        """Tell events that were put in before one that was recorded in the place of the first."""
        first = self.link.sequence
        for row in self.connection.execute(ROWS, (first + 1, first + _MOST_PUT_IN)):
            follower = Link(*row)
            with suppress(TypeError, AttributeError, ValueError):
                content = content_of(follower, self.buried)
                if _fits(follower, content, self.chain.head, first):
                    return _inserted(first, follower)
        return None

    def _taken_out(self) -> Finding | None:
        """Tell events that were taken out, with all that follow numbered anew."""
        link = self.link
        says = max((link.recorded_as or 0) - link.sequence, 0)
        for row in self.connection.execute(ROWS, (link.sequence + 1, LAST)).fetchmany(1):
            follower = Link(*row)
            content = content_of(follower, self.buried)
            for taken in (says, *range(1, _MOST_TAKEN_OUT)):
                if taken and _fits(follower, content, link.own, follower.sequence + taken):
                    return _removed(link.sequence, link.sequence + taken - 1)
            return None
        # The last event, which nothing vouches for but what it says itself.
        if says and not self._follows(self.chain.head, link.sequence):
            return _removed(link.sequence, link.sequence + says - 1)
        return None

    def _of_another(self) -> Finding | None:
        """Tell that it is not the next event of its screening."""
        link, expected = self.link, self.chain.versions.get(self.link.place, 0) + 1
        if link.version == expected:
            return None
        wrong, said = Wrong.ALTERED, _("{event} should be event {version} of its screening")
        as_recorded = is_of(link.header, link.place, link.sequence, link.version)
        if as_recorded and self._follows(self.chain.head, link.sequence):
            # Whatever was done, the chain was worked out anew behind it.
            wrong = Wrong.REORDERED
            if link.version > expected and not self._is_there(link.place, expected):
                wrong = Wrong.REMOVED
                said = _("before {event}, event {version} of its screening was taken out")
        text = said.format(event=link.named, version=expected)
        return Finding(wrong, link.sequence, text)

    def _follows(self, previous: bytes, sequence: int) -> bool:
        """Tell whether its hash is that of event `sequence` behind one with hash `previous`."""
        with suppress(TypeError, AttributeError, ValueError):
            return _fits(self.link, content_of(self.link, self.buried), previous, sequence)
        return False

    def _is_there(self, place: int, version: int) -> bool:
        found = self.connection.execute(
            "SELECT 1 FROM events WHERE screening = ? AND version = ?", (place, version)
        )
        return found.fetchone() is not None


def _fits(link: Link, content: bytes, previous: bytes, sequence: int) -> bool:
    """Tell whether an event was recorded as event `sequence`, after that with hash `previous`."""
    return event_hash(previous, content, numbered_anew(link.header, sequence)) == link.own


def _misplaced(link: Link, sequence: int) -> Finding:
    """Say what stands where it was not recorded: an event put in before it, or itself."""
    if sequence < link.sequence:
        return _inserted(sequence, link)
    return _recorded_as(link, sequence)


def _recorded_as(link: Link, sequence: int) -> Finding:
    """Say that an event was recorded as event `sequence`, and stands elsewhere."""
    said = _("{event} was recorded as event {sequence}")
    text = said.format(event=link.named, sequence=sequence)
    return Finding(Wrong.REORDERED, link.sequence, text)


def _inserted(first: int, link: Link) -> Finding:
    """Say that an event was put in, or several, where `link` was recorded as event `first`."""
    said = _("event {put_in} was put in: what is now {event} was recorded in its place")
    text = said.format(put_in=first, event=link.named)
    return Finding(Wrong.INSERTED, first, text)


def _removed(first: int, last: int) -> Finding:
    if first == last:
        said = _("event {first} was taken out")
    else:
        said = _("events {first} to {last} were taken out")
    return Finding(Wrong.REMOVED, first, said.format(first=first, last=last))
