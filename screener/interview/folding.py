"""Text as people type it, brought to one form before it is read."""

#: Full-width letters, digits and signs as the plain ones, other signs as their everyday twins.
_PLAIN: dict[int, str] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    ord("。"): ".",
    ord("、"): ",",
    ord("−"): "-",
    ord("–"): "-",
    ord("—"): "-",
    ord("‐"): "-",
    ord("‑"): "-",
    ord("〈"): "<",
    ord("〉"): ">",
    ord("’"): "'",
    ord("‘"): "'",
}

_ENDS = frozenset(".,;")


def fold(text: str) -> str:
    """Give the text with plain letters, digits, signs and single spaces, its case kept.

    Nothing else is normalised: `10⁹` must not become `109`.
    """
    return " ".join(text.translate(_PLAIN).split())


def without_end(words: str) -> str:
    """Take away the sign with which a sentence or a member of a list may end; never several."""
    ends, begins = words[-1:], words[:-1].rstrip()
    return begins if ends in _ENDS and begins[-1:] not in _ENDS else words


def fold_case(text: str) -> str:
    """Give the text as `fold` does, in small letters, for comparison with known words."""
    return fold(text).casefold()
