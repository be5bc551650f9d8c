"""The rows of a series as a small table: a line for each field, a column for each row."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len

from screener.interview.told import value_told
from screener.language import _
from screener.protocol.model import Question
from screens.prompts import Line, Tone
from screens.widgets.plain_text import padded

_LEAST_LABEL = 20
_WIDTH = 72
_MOST_CELL = 14


def table_lines(
    question: Question,
    rows: Sequence[Mapping[str, str]],
    language: str,
    width: int = _WIDTH,
) -> tuple[Line, ...]:
    """Lay out rows, given as words by field; the last rows where not all have room."""
    if not rows:
        return ()
    columns = [_column(question, row) for row in rows]
    names = [_("Date"), *(_name(field, language) for field in question.fields.values())]
    widths = [min(_MOST_CELL, max(map(cell_len, column))) for column in columns]
    longest = max(map(cell_len, names))
    least = min(_LEAST_LABEL, width // 3, longest)
    first = _first_with_room(widths, width - least)
    room = width - sum(cells + 2 for cells in widths[first:])
    label = max(least, min(room, longest))
    heads = ["", *(f"{number}" for number in range(first + 1, len(rows) + 1))]
    lines = [_line(heads, label, widths[first:], Tone.QUIET)]
    for at, name in enumerate(names):
        cells = [name, *(column[at] for column in columns[first:])]
        lines.append(_line(cells, label, widths[first:], Tone.PLAIN))
    return tuple(lines)


def row_words(question: Question, row: Mapping[str, object], language: str) -> dict[str, str]:
    """Say a row, as it is recorded, in words by field."""
    told = {
        name: value_told(field, row[name], language)
        for name, field in question.fields.items()
        if row.get(name) is not None
    }
    return {"date": str(row.get("date", "")), **told}


def _name(field: Question, language: str) -> str:
    return field.ask.in_language(language) if field.ask else field.id


def _column(question: Question, row: Mapping[str, str]) -> list[str]:
    return [row.get("date", ""), *(row.get(field, "–") for field in question.fields)]


def _first_with_room(widths: Sequence[int], room: int) -> int:
    first = len(widths)
    while first and room >= widths[first - 1] + 2:
        first -= 1
        room -= widths[first] + 2
    return min(first, len(widths) - 1)


def _line(cells: Sequence[str], label: int, widths: Sequence[int], tone: Tone) -> Line:
    shown = [padded(cells[0], label)]
    shown += [padded(cell, width) for cell, width in zip(cells[1:], widths, strict=True)]
    return Line("  ".join(shown).rstrip(), tone)
