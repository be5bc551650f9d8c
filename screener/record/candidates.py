"""The site's codes for candidates: which two are the same, and which could be."""

from screener.record.alike import BETWEEN, folded


def same_code(one: str, other: str) -> bool:
    """Tell whether two codes name one candidate, however they were typed."""
    return folded(one) == folded(other)


def similar_code(one: str, other: str) -> bool:
    """Tell whether two codes differ in nothing but what separates their parts, if in anything."""
    return parts_of(one) == parts_of(other)


def differ_in_separators_alone(one: str, other: str) -> bool:
    """Tell whether two codes are written alike to the letter but for what separates their parts."""
    return BETWEEN.sub("", one) == BETWEEN.sub("", other)


def parts_of(code: str) -> str:
    """Give a folded code without space, hyphen, dot, slash and underscore between its parts."""
    return BETWEEN.sub("", folded(code))
