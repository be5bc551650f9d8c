"""What the protocol leaves open: what the site settled for itself, and what to ask the author."""

from collections.abc import Iterator

from screener.protocol.model import Protocol
from screens.prompts import Line, Tone


def open_point_lines(protocol: Protocol, language: str) -> Iterator[Line]:
    """Give the open points as lines, made from the rules file."""
    from screener.authoring.open_points import open_points

    for title, points in open_points(protocol, language):
        yield Line(title, Tone.PASS)
        for point in points:
            yield Line(f"· {point}")
