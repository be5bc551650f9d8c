"""Kleene's strong three-valued logic: True, False, and None for unknown."""

from collections.abc import Iterable

Truth = bool | None


def negate(value: Truth) -> Truth:
    """Not: unknown stays unknown."""
    return None if value is None else not value


def every(values: Iterable[Truth]) -> Truth:
    """All: false if any is false, else unknown if any is unknown, else true."""
    result: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def some(values: Iterable[Truth]) -> Truth:
    """Any: true if any is true, else unknown if any is unknown, else false."""
    result: Truth = False
    for value in values:
        if value:
            return True
        if value is None:
            result = None
    return result


def at_least(least: int, values: Iterable[Truth]) -> Truth:
    """At least n: true if n are true, false if fewer than n are true or unknown."""
    true = possible = 0
    for value in values:
        true += value is True
        possible += value is not False
    if true >= least:
        return True
    return False if possible < least else None


def agreed(values: Iterable[Truth]) -> Truth:
    """Give what every choice comes to; unknown as soon as one is unknown or two differ."""
    result: Truth = None
    for value in values:
        if value is None or (result is not None and value is not result):
            return None
        result = value
    return result
