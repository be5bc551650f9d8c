"""What the protocol leaves open: what the site settled for itself, and what to ask the author."""

from collections.abc import Iterator

from screener.authoring.open_points import PointKind, open_points
from screener.language import _
from screener.protocol.model import Protocol
from screens.prompts import Line, Tone


def open_point_lines(protocol: Protocol, language: str) -> Iterator[Line]:
    """Give the open points as lines, each with the question or criterion it belongs to."""
    points = open_points(protocol)
    titles = {
        PointKind.AUTHOR: _("Questions to the protocol's author"),
        PointKind.OURS: _("Ours: what the protocol leaves out and the site has settled"),
    }
    for kind, title in titles.items():
        yield Line(title, Tone.PASS)
        for point in points:
            if point.kind is kind:
                yield Line(f"  {point.text.in_language(language)}")
                yield Line(f"    {_belongs_to(protocol, point.where, language)}", Tone.QUIET)
                yield Line("")


def _belongs_to(protocol: Protocol, where: str, language: str) -> str:
    """Name the question, the field or the criterion that holds a point."""
    if where in protocol.criteria:
        return _("Criterion {number}").format(number=protocol.criteria[where].id)
    name, _dot, field = where.partition(".")
    question = protocol.questions[name]
    asked = [question, question.fields[field]] if field else [question]
    return " · ".join(q.ask.in_language(language) if q.ask else q.id for q in asked)
