"""Which program writes: its version stands in every event."""

from functools import cache
from importlib.metadata import version


@cache
def program_version() -> str:
    """Give this program's version."""
    return version("screener")
