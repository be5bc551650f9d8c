"""Pages of an account as plain text: headings, labelled lines, tables row by row."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import east_asian_width

from screener.breaking import pieces
from screener.interview.rows import DATE, EMPTY, row_parts
from screener.interview.said import Said
from screener.joining import before, labelled
from screener.language import _
from screener.sanitise import visible

_WIDTH = 79


class Part(NamedTuple):
    """One part of a page: its heading and its lines."""

    heading: str
    lines: tuple[Said, ...]


def page_text(parts: Iterable[Part]) -> str:
    """Write a page as text for people; the first part's heading is that of all."""
    lines: list[str] = []
    for level, part in enumerate(parts):
        heading = visible(part.heading)
        lines += [*([""] if lines else []), heading, ("-" if level else "=") * _cells(heading)]
        for line in part.lines:
            lines += said_text(line)
    return "\n".join(lines) + "\n"


def said_text(said: Said) -> list[str]:
    """Write one line of an account as lines of text, wrapped."""
    told = labelled(said.label, said.text) if said.label else said.text
    return _wrapped(visible(told), "  " * said.depth)


def with_rows(lines: Iterable[Said], language: str) -> Iterator[Said]:
    """Write each row of a series on a line of its own."""
    for said in lines:
        yield said
        if said.table is not None:
            makers = said.table.makers or ("",) * len(said.table.rows)
            rows = zip(said.table.rows, makers, strict=True)
            for number, (row, maker) in enumerate(rows, said.table.first):
                fields = row_parts(said.table.question, row, language)
                told = [f"{before(label)}{value}" for label, value in fields]
                whole = " · ".join(filter(None, (*told, maker)))
                head = _("Row {number}, {date}").format(number=number, date=row.get(DATE, EMPTY))
                yield Said(said.depth + 1, whole, head)


def _cells(text: str) -> int:
    """Count the columns that a text takes in a font of fixed width."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _wrapped(text: str, indent: str) -> list[str]:
    """Break a text into lines; it may be broken at a space, and after every wide character."""
    lines, line, cells = [], indent, len(indent)
    for piece in pieces(text):
        width = _cells(piece.rstrip())
        if cells + width > _WIDTH and line.strip():
            lines.append(line.rstrip())
            line = indent + "  "
            cells = len(line)
        line += piece
        cells += width + len(piece) - len(piece.rstrip())
    return [*lines, line.rstrip()]
