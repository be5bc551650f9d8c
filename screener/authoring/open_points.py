"""What a protocol leaves open, collected from the help texts of its rules file.

A line of a help text that begins with a marker is an open point: `Ours:` for what the site settled
by itself, `Question to the author:` for what only the protocol's author can settle.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from screener.protocol.conditions import Place
from screener.protocol.model import Protocol
from screener.protocol.text import Text


class PointKind(StrEnum):
    """Who has to say how an open point is settled."""

    OURS = "ours"
    AUTHOR = "author"


#: What a line of a help text begins with, in each language of the rules.
MARKERS: Mapping[PointKind, tuple[str, ...]] = {
    PointKind.OURS: ("Ours:", "本中心自定："),
    PointKind.AUTHOR: ("Question to the author:", "待方案作者确认："),
}


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One open point, without its marker.

    `where` is the id of the question or criterion whose help holds it, for a field of a series
    `series.field`; `place` is where that stands in the file.
    """

    kind: PointKind
    text: Text
    where: str
    place: Place


def open_points(protocol: Protocol) -> tuple[OpenPoint, ...]:
    """Give every open point of a protocol, in the order of the file.

    Lines of one help text in different languages are paired by their order within a kind.
    """
    return tuple(
        OpenPoint(kind, text, where, place)
        for where, help_text, place in sorted(_helps(protocol), key=_position)
        for kind in PointKind
        for text in _points(help_text, kind)
    )


def _position(found: tuple[str, Text, Place]) -> tuple[int, int]:
    place = found[2]
    return place.line, place.column


def _helps(protocol: Protocol) -> Iterator[tuple[str, Text, Place]]:
    for question in protocol.questions.values():
        if question.help is not None:
            yield question.id, question.help, question.place
        for field in question.fields.values():
            if field.help is not None:
                yield f"{question.id}.{field.id}", field.help, field.place
    for criterion in protocol.criteria.values():
        if criterion.help is not None:
            yield criterion.id, criterion.help, criterion.place


def _points(help_text: Text, kind: PointKind) -> Iterator[Text]:
    by_language = {
        language: list(_lines(text, MARKERS[kind]))
        for language, text in help_text.by_language.items()
    }
    for number in range(max(map(len, by_language.values()), default=0)):
        yield Text(
            {
                language: lines[number]
                for language, lines in by_language.items()
                if number < len(lines)
            }
        )


def _lines(text: str, markers: tuple[str, ...]) -> Iterator[str]:
    for line in text.splitlines():
        for marker in markers:
            if line.strip().startswith(marker):
                yield line.strip().removeprefix(marker).strip()
