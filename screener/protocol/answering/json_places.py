"""Where in a JSON text the things stand that its parser refuses without saying where."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from screener.protocol.conditions import Place
from screener.protocol.loading.places import Places

_TOKEN = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*")(?P<key>\s*:)?|(?P<open>[{\[])|(?P<close>[}\]])')


class DoubledKey(NamedTuple):
    """A key that its object had already."""

    key: str
    place: Place


def doubled_keys(text: str) -> Iterator[DoubledKey]:
    """Find every key that stands in its object already, in the order of the text."""
    places = Places(text)
    known: list[set[str]] = [set()]
    for token in _TOKEN.finditer(text):
        if token["open"]:
            known.append(set())
        elif token["close"]:
            known = known[:-1] or [set()]
        elif token["key"]:
            key = json.loads(token["text"], strict=False)
            if key in known[-1]:
                yield DoubledKey(key, places.at(token.start()))
            known[-1].add(key)


def place_deeper_than(text: str, most: int) -> Place:
    """Give the place where more than so many objects and lists are open; else the first."""
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += bool(token["open"]) - bool(token["close"])
        if depth > most:
            return Places(text).at(token.start())
    return Place(1, 1)
