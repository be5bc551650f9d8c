"""The criteria: glyph, word, id and short text. Status is never colour alone."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from textwrap import wrap
from typing import NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from screener.interview.told import status_told
from screens.prompts import Tone
from screens.widgets.plain_text import STYLES, PlainText, content, one_line, padded


class Standing(StrEnum):
    """Where a criterion stands, as people see it."""

    PASS = "pass"
    FAIL = "fail"
    OPEN = "open"
    AWAITED = "awaited"
    NOT_ASSESSED = "not_assessed"


_TONES = {
    Standing.PASS: Tone.PASS,
    Standing.FAIL: Tone.FAIL,
    Standing.OPEN: Tone.OPEN,
    Standing.AWAITED: Tone.AWAITED,
    Standing.NOT_ASSESSED: Tone.QUIET,
}


ID_CELLS = 3
COLUMN_GAP = 2
#: Fewer cells of a criterion's text say nothing.
LEAST_TEXT = 8
#: Rows of the terminal from which a criterion's text has a line of its own. The terminal's and not
#: the panel's, whose height follows each question: the list would change its form all the time.
ROOMY_ROWS = 44
#: Columns from which it stands beside the conversation, as in the style sheets.
_ROOM_FOR_BOTH = 100


def status_text(standing: Standing) -> str:
    """Give glyph and word."""
    return status_told(standing)


def status_tone(standing: Standing) -> Tone:
    """Give the tone of a standing."""
    return _TONES[standing]


class CriterionLine(NamedTuple):
    """One criterion as shown beside the conversation."""

    id: str
    text: str
    standing: Standing


def criteria_content(
    lines: Sequence[CriterionLine], width: int, height: int, roomy: bool = False
) -> Content:
    """Write the criteria: status, id, the beginning of the text.

    All of them are always seen: where the height is not enough they stand in two columns, without
    the text where that has no room, and where those have none, beside the status that they share.
    With `roomy`, each has a second line for its text if that fits.
    """
    cells = _status_cells(lines)
    if roomy and height >= 2 * len(lines):
        return Content("\n").join(_on_two_lines(line, width) for line in lines)
    if height >= len(lines):
        return Content("\n").join(_on_one_line(line, width, cells) for line in lines)
    column = (width - COLUMN_GAP) // 2
    if column < cells + 1 + ID_CELLS:
        return _by_status(lines, width, cells)
    half = (len(lines) + 1) // 2
    rows = []
    for at, left in enumerate(lines[:half]):
        row = _on_one_line(left, column, cells)
        if at + half < len(lines):
            gap = " " * (column + COLUMN_GAP - row.cell_length)
            row = Content("").join(
                (row, Content(gap), _on_one_line(lines[at + half], column, cells))
            )
        rows.append(row)
    return Content("\n").join(rows)


def _on_two_lines(line: CriterionLine, width: int) -> Content:
    return content(
        (status_text(line.standing), STYLES[status_tone(line.standing)]),
        (f"  {line.id}", "bold"),
        (f"\n  {one_line(line.text, max(1, width - 2))}", "$quiet"),
    )


def _on_one_line(line: CriterionLine, width: int, cells: int) -> Content:
    room = width - cells - ID_CELLS - 2
    return content(
        (padded(status_text(line.standing), cells), STYLES[status_tone(line.standing)]),
        (f" {padded(line.id, ID_CELLS)}", "bold"),
        (f" {one_line(line.text, room)}" if room >= LEAST_TEXT else "", "$quiet"),
    )


def _by_status(lines: Sequence[CriterionLine], width: int, cells: int) -> Content:
    """Write each status once, and beside it the criteria that have it."""
    rows = []
    for standing in dict.fromkeys(line.standing for line in lines):
        ids = " ".join(line.id for line in lines if line.standing is standing)
        status = padded(status_text(standing), cells)
        for named in wrap(ids, max(ID_CELLS, width - cells - 1)):
            rows.append(content((status, STYLES[status_tone(standing)]), (f" {named}", "bold")))
            status = " " * cells
    return Content("\n").join(rows)


def _status_cells(lines: Iterable[CriterionLine]) -> int:
    """Count the cells of the widest status, in the language of now: none of them is ever cut.

    The longest counts only where it stands: a criterion is not assessed once the interview is over.
    """
    shown = {line.standing for line in lines}
    told = (one for one in Standing if one is not Standing.NOT_ASSESSED or one in shown)
    return max(cell_len(status_text(one)) for one in told)


class CriteriaPanel(VerticalScroll, can_focus=False):
    """The list beside the conversation; one widget, so that it costs a keystroke little."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: tuple[CriterionLine, ...] = ()
        self._text = PlainText()

    def compose(self) -> ComposeResult:
        yield self._text

    def bind_criteria(self, lines: Iterable[CriterionLine]) -> None:
        """Show where the criteria stand."""
        self._lines = tuple(lines)
        self._fit()

    def toggle(self) -> None:
        """Show or hide the list; where there is little room it takes that of the conversation."""
        roomy = self.screen.size.width >= _ROOM_FOR_BOTH
        self.screen.toggle_class("-criteria-off" if roomy else "-criteria-on")

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        width, height = self.scrollable_content_region.size
        roomy = self.screen.size.height >= ROOMY_ROWS
        self._text.show(criteria_content(self._lines, width, height, roomy))
