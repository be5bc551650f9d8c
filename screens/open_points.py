"""What the protocol leaves open, as lines."""

from collections.abc import Iterator

from screener.interview.open_points_told import no_points_told, points_told
from screener.protocol.model import Protocol
from screens.prompts import Line, Tone


def open_point_lines(protocol: Protocol, language: str) -> Iterator[Line]:
    """Give the open points as lines, each with the question or criterion it belongs to."""
    told = tuple(points_told(protocol, language))
    if not told:
        yield Line(no_points_told())
    for title, points in told:
        yield Line(title, Tone.PASS)
        for text, where in points:
            yield Line(f"  {text}")
            yield Line(f"    {where}", Tone.QUIET)
            yield Line("")
