"""What the protocol leaves open, in words: who has to settle it, and where it belongs."""

from collections.abc import Iterator
from typing import NamedTuple

from screener.authoring.open_points import PointKind, open_points
from screener.language import N_, _
from screener.protocol.model import Protocol

_TITLES = {
    PointKind.AUTHOR: N_("Questions to the protocol's author"),
    PointKind.OURS: N_("Ours: what the protocol leaves out and the site has settled"),
}


class PointTold(NamedTuple):
    """One open point, and the question or the criterion it belongs to."""

    text: str
    where: str


class PointsTold(NamedTuple):
    """The open points of one kind under their title."""

    title: str
    points: tuple[PointTold, ...]


def points_told(protocol: Protocol, language: str) -> Iterator[PointsTold]:
    """Give the open points, those for the protocol's author first; no kind that has none."""
    points = open_points(protocol)
    for kind, title in _TITLES.items():
        told = tuple(
            PointTold(
                point.text.in_language(language), _belongs_to(protocol, point.where, language)
            )
            for point in points
            if point.kind is kind
        )
        if told:
            yield PointsTold(_(title), told)


def no_points_told() -> str:
    """Say that a protocol leaves nothing open."""
    return _("The rules name nothing that the protocol leaves open.")


def _belongs_to(protocol: Protocol, where: str, language: str) -> str:
    """Name the question, the field or the criterion that holds a point."""
    if where in protocol.criteria:
        return _("Criterion {number}").format(number=protocol.criteria[where].id)
    name, _dot, field = where.partition(".")
    question = protocol.questions[name]
    asked = [question, question.fields[field]] if field else [question]
    return " · ".join(q.ask.in_language(language) if q.ask else q.id for q in asked)
