"""Writes docs/open-points.md: what the protocol leaves open, from its rules. Run: `make points`."""

from collections.abc import Iterator
from pathlib import Path

from screener.cli.options import DEFAULT_RULES
from screener.interview.open_points_told import points_told
from screener.language import ENGLISH, set_language
from screener.protocol.loading.loader import load
from screener.protocol.model import Protocol

PAGE = Path(__file__).with_name("open-points.md")


def page(protocol: Protocol) -> str:
    """Give the page, in each language of the protocol; the app says the same at `/points`."""
    try:
        return "\n".join(_lines(protocol)) + "\n"
    finally:
        set_language(ENGLISH)


def _lines(protocol: Protocol) -> Iterator[str]:
    yield f"# What {protocol.id} leaves open"
    yield ""
    yield "Made from `rules/criteria.yaml` by `make points`. In the app, `/points` lists the same."
    for language in protocol.languages:
        set_language(language)
        for title, points in points_told(protocol, language):
            yield from ("", f"## {title}", "")
            for text, where in points:
                yield from (f"- {text}", f"  — *{where}*")


if __name__ == "__main__":
    PAGE.write_text(page(load(DEFAULT_RULES)), encoding="utf-8")
