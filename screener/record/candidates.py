"""The site's codes for candidates: which two are the same."""

from screener.record.alike import folded


def same_code(one: str, other: str) -> bool:
    """Tell whether two codes name one candidate, however they were typed."""
    return folded(one) == folded(other)
