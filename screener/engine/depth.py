"""Room for recursion that goes as deep as rules refer to one another."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def room_for(depth: int) -> Iterator[None]:
    """Allow recursion as deep as there are answers and definitions between them."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 20_000 + 8 * depth))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
