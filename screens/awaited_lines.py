"""How an awaited result reads as one line of the list."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from screener.interview.awaited_list import (
    AwaitedRow,
    beside_told,
    due_told,
    is_overdue,
    who_told,
)
from screener.joining import clauses
from screener.language import _
from screener.record.rights import role_told
from screens.prompts import Tone
from screens.widgets.plain_text import STYLES, content, one_line, padded

#: Cells of a column at most, where what stands there is longer.
_DUE, _CANDIDATE, _WHO = 22, 16, 16
#: Columns of the screen from which there is room for since when it is awaited.
_BROAD = 120
_WHO_BROAD, _BESIDE = 30, 34
#: Who said that it is awaited stands beside the role where so much is left for the question.
_ASKED = 22
_NARROW = 60


class Columns(NamedTuple):
    """How wide each column is, with the space behind it; those of a list that is shown together."""

    width: int
    due: int
    number: int
    candidate: int
    who: int
    beside: int

    @classmethod
    def of(cls, rows: Sequence[AwaitedRow], width: int, today: date) -> "Columns":
        """Give each column the room that its rows and its head take."""
        broad = width >= _BROAD
        due = _widest(_("Due"), [due_told(row, today) for row in rows], _DUE)
        number = _widest(_("Number"), [row.number for row in rows], width)
        candidate = _widest(_("Candidate"), [row.candidate for row in rows], _CANDIDATE)
        beside = _BESIDE if broad else 0
        head, left = _("Who brings it"), width - due - number - candidate - beside - _ASKED
        roles = _widest(head, [role_told(row.awaited.who) for row in rows], _WHO)
        named = _widest(head, [who_told(row) for row in rows], _WHO_BROAD)
        who = max(roles, min(named, left))
        return cls(width, due, number, candidate, who, beside)

    @property
    def narrow(self) -> bool:
        """Whether a row stands on two lines."""
        return self.width < _NARROW

    @property
    def asked(self) -> int:
        """What is left for the question."""
        return self.width - self.due - self.number - self.candidate - self.who - self.beside


def row_line(row: AwaitedRow, columns: Columns, language: str, today: date) -> Content:
    """Write one result in the width there is."""
    tone = STYLES[Tone.FAIL if is_overdue(row, today) else Tone.AWAITED]
    due, number = due_told(row, today), (padded(row.number, columns.number), "bold")
    asked = row.ask(language)
    if columns.narrow:
        room = max(_LEAST, columns.width - columns.number - columns.due)
        return content(
            number,
            padded(row.candidate, room - 1) + " ",
            (f"{due}\n", tone),
            "  " + one_line(asked, columns.width - 2),
        )
    return content(
        (_cell(due, columns.due), tone),
        number,
        _cell(row.candidate, columns.candidate),
        _cell(asked, columns.asked),
        (_cell(_who(row, columns.who - 1), columns.who), STYLES[Tone.QUIET]),
        (one_line(beside_told(row, today), columns.beside), STYLES[Tone.QUIET]),
    )


def whole_row(row: AwaitedRow, language: str, today: date) -> Content:
    """Write in full what is cut in a row, or has no room there at all."""
    beside = clauses((row.candidate, who_told(row), beside_told(row, today)))
    return content((row.ask(language), "bold"), (f"\n{' '.join(beside.split())}", "$quiet"))


def column_heads(columns: Columns) -> str:
    """Head the columns; where there are two lines a result, there are none."""
    if columns.narrow:
        return ""
    heads = (
        *((_("Due"), columns.due), (_("Number"), columns.number)),
        *((_("Candidate"), columns.candidate), (_("Result"), columns.asked)),
        (_("Who brings it"), columns.who),
    )
    return "".join(_cell(head, cells) for head, cells in heads)


def _who(row: AwaitedRow, room: int) -> str:
    """Say who brings it; a name of which only a little has room says nothing."""
    role, told = role_told(row.awaited.who), who_told(row)
    return told if cell_len(told) <= room or room >= cell_len(role) + _NAME else role


def _widest(head: str, cells: Sequence[str], most: int) -> int:
    return min(most, 1 + max(map(cell_len, (head, *cells))))


def _cell(text: str, width: int) -> str:
    return padded(text, width - 1) + " "


#: Cells behind a role from which a name is cut, and not left out.
_NAME = 8
#: Cells that a candidate's code has at least, where there are two lines.
_LEAST = 8
