"""Lines of Chinese are broken as Chinese is: the terminal library knows spaces only.

To it a paragraph without spaces is one long word, which begins on a line of its own behind its
bullet and is cut anywhere, so that lines begin with a comma.
"""

import textual.content
from rich.cells import cell_len, chop_cells

from screener.breaking import pieces, without_spaces

_by_spaces = textual.content.divide_line  # type: ignore[attr-defined]


def divided(text: str, width: int, fold: bool = True) -> list[int]:
    """Give the places at which a text is broken to be at most so many cells across."""
    if not without_spaces(text):
        broken: list[int] = _by_spaces(text, width, fold=fold)
        return broken
    breaks: list[int] = []
    at, used = 0, 0
    for whole in pieces(text):
        piece = whole
        cells = cell_len(piece.rstrip())
        if used and used + cells > width:
            breaks.append(at)
            used = 0
        if cells > width and fold:
            *full, _rest = chop_cells(piece, width)
            for part in full:
                at += len(part)
                breaks.append(at)
            piece = piece[sum(map(len, full)) :]
        at += len(piece)
        used += cell_len(piece)
    return breaks


def install() -> None:
    """Have every text in the app broken so; the library has no other place for it."""
    vars(textual.content)["divide_line"] = divided
