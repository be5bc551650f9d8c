"""The site's codes for candidates: which two are the same."""

import unicodedata


def same_code(one: str, other: str) -> bool:
    """Tell whether two codes name one candidate, however they were typed."""
    return folded(one) == folded(other)


def folded(code: str) -> str:
    """Give a code without what typing alone makes different: case, width, space between words."""
    return " ".join(unicodedata.normalize("NFKC", code).casefold().split())
