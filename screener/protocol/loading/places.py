"""Where things stand in a file, in lines and columns as editors count them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from screener.protocol.conditions import Place

#: Where a line ends.
BREAK = re.compile("\r\n|[\r\n]")
#: What ends a line for YAML, and for no editor.
_SEPARATOR = re.compile("[\x85\u2028\u2029]")


class Mark(Protocol):
    """Where something begins or ends in a text, all counted from 0, as libyaml counts."""

    index: int
    line: int
    column: int


class Places:
    """The places of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        #: Whether a character stands in the text that ends a line for YAML alone.
        self.separated = _SEPARATOR.search(text) is not None

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins; most files are read without asking."""
        return [0, *(found.end() for found in BREAK.finditer(self.text))]

    def of(self, mark: Mark | None) -> Place:
        """Give the place of a mark; libyaml's events all have one."""
        assert mark is not None
        return self.at(mark.index) if self.separated else Place(mark.line + 1, mark.column + 1)

    def at(self, index: int) -> Place:
        """Give the place of a character."""
        line = bisect_right(self._starts, index)
        return Place(line, index - self._starts[line - 1] + 1)

    def stray_separator(self, scalars: Sequence[tuple[int, int]], end: int | None) -> int | None:
        """Find a character before `end` that ends a line for YAML alone, where it matters.

        It does not matter within a scalar, where it is text, and at the end of a line. `scalars`
        are the first character of each and the one after its last, in order.
        """
        for found in _SEPARATOR.finditer(self.text, 0, len(self.text) if end is None else end):
            before = bisect_right(scalars, (found.start(), len(self.text))) - 1
            if before >= 0 and found.start() < scalars[before][1]:
                continue
            line = self.at(found.start()).line
            rest = self.text[found.end() : next(iter(self._starts[line : line + 1]), None)]
            if rest.strip():
                return found.start()
        return None


def place_after(before: str) -> Place:
    """Give the place that follows the text `before`; its byte order mark takes no column."""
    lines = BREAK.split(before.removeprefix("\ufeff"))
    return Place(len(lines), len(lines[-1]) + 1)


def within(text: str, place: Place) -> Place:
    """Give a place; for one behind the last line, which is none to an editor, that line's end."""
    filled = text.rstrip("\n\r")
    end = place_after(filled)
    return end if filled and place.line > end.line else place
