"""The rows of a series as they are shown everywhere: a small table, its columns headed by fields.

The numbers are those that `/row` and `/remove` take. Where there is no room for the columns, each
value stands behind its label instead; a row is then wrapped under itself, a value on the line on
which its label ends. No value is ever cut.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile, zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from screener.breaking import pieces
from screener.interview.rows import DATE, EMPTY, field_labels, makers_told, row_parts
from screener.interview.told import answer_told, carried_told
from screener.joining import before
from screener.language import _, ngettext
from screener.protocol.model import Question, QuestionType
from screener.sanitise import visible
from screens.prompts import TableRow
from screens.widgets.plain_text import content, one_line, padded

if TYPE_CHECKING:
    from screener.interview.sitting import Sitting

#: Narrow enough for the conversation beside the criteria on 100 columns.
TABLE_WIDTH = 58
COLUMN_GAP = 2
#: A head shorter than this, in cells, says nothing.
_LEAST_HEAD = 6
#: A value that is no longer than this is never broken.
_LEAST_VALUE = 11
#: Text and how it looks.
Part = tuple[str, str]
HEAD, LABEL, VALUE = "bold", "$quiet", ""
_BETWEEN = " · "


def table_rows(
    question: Question,
    rows: Iterable[Mapping[str, object]],
    language: str,
    makers: Sequence[str] = (),
    first: int = 1,
) -> tuple[TableRow, ...]:
    """Give the rows of a series as a table, in the order in which they were entered.

    `makers` say who entered each, where that has to be said; the number of the `first` is given.
    """
    told = [table_row(question, row, number, language) for number, row in enumerate(rows, first)]
    for at, maker in enumerate(makers):
        if maker:
            told[at] = told[at]._replace(parts=(*told[at].parts, ("", maker)))
    return tuple(told)


def table_row(
    question: Question,
    row: Mapping[str, object],
    number: int,
    language: str,
    only: Container[str] | None = None,
) -> TableRow:
    """Give one row, all its fields or `only` some; those that are empty are shown so.

    A row of which only some are shown is being entered, and stands in no columns.
    """
    parts = (("", str(row.get(DATE, EMPTY))), *row_parts(question, row, language))
    if only is None:
        return TableRow(f"{number}", parts, (_("Date"), *field_labels(question, language)))
    named = zip((DATE, *question.fields), parts, strict=True)
    return TableRow(f"{number}", tuple(part for name, part in named if name in only), ())


def row_text(row: TableRow, width: int) -> str:
    """Write one row by itself, each value behind its label, at most so many cells across."""
    return _text(_lines((row,), width))


def table_text(rows: Sequence[TableRow], width: int) -> str:
    """Write a table of at most so many cells across."""
    heads, lines = _laid_out(rows, width)
    return _text([heads, *lines] if heads else lines)


def table_content(rows: Sequence[TableRow], width: int) -> tuple[Content, Content]:
    """Write the heads of a table, if it has columns, and its rows; labels quieter than values."""
    heads, lines = _laid_out(rows, width)
    return content(*heads), Content("\n").join(content(*line) for line in lines)


def _text(lines: Iterable[list[Part]]) -> str:
    return "\n".join("".join(text for text, _style in line) for line in lines)


def answer_words(
    question: Question,
    answer: Mapping[str, object],
    language: str,
    width: int = TABLE_WIDTH,
    makers: Sequence[str] = (),
) -> str:
    """Say an answer in words; a series as its table, and beneath it what it carries besides."""
    rows = answer.get("value")
    if question.type is not QuestionType.SERIES or not isinstance(rows, list) or not rows:
        return answer_told(question, answer, language)
    table = table_text(table_rows(question, rows, language, makers), width)
    return "\n".join(filter(None, (table, carried_told(question, answer))))


def open_rows_words(sitting: "Sitting", question: str, width: int) -> str:
    """Say the rows of a series that is not complete, and the one being entered; else nothing."""
    state, asked = sitting.state, sitting.protocol.questions[question]
    rows, entry = state.drafts.get(question), state.entering.get(question)
    if rows is None and entry is None:
        return ""
    kept = rows or ()
    makers = () if rows is None else makers_told(state.makers.get(question, ()), None)
    said = ngettext("{count} row, not complete", "{count} rows, not complete", len(kept))
    lines = [
        said.format(count=len(kept)),
        table_text(table_rows(asked, kept, sitting.language, makers), width),
    ]
    if entry is not None:
        number = (len(kept) if entry.index is None else entry.index) + 1
        row = table_row(asked, entry.entered, number, sitting.language, entry.passed)
        lines += [_("being entered:"), table_text((row,), width)]
    return "\n".join(filter(None, lines))


def _laid_out(rows: Sequence[TableRow], width: int) -> tuple[list[Part], list[list[Part]]]:
    """Lay rows out in columns where they have room, under their heads, else each under itself."""
    named = rows[0].heads if rows else ()
    count = max((len(row.parts) for row in rows), default=0) if named else 0
    values = [[visible(value) for _label, value in row.parts] for row in rows]
    # What is beside a row only, such as who entered it, stands behind the columns, without a head.
    filled = [[*row, *[""] * (count - len(row))] for row in values]
    heads = [*map(visible, named), *[""] * (count - len(named))]
    margin = _margin(rows)
    widths = _widths(heads, filled, width - margin - COLUMN_GAP * (count - 1))
    shown = [] if widths is None else _fitted(heads, widths)
    if widths is None or len(set(shown) - {""}) < len(named):
        return [], list(_lines(rows, width))
    lines = []
    for row, told in zip(rows, filled, strict=True):
        cells = [_wrapped(text, width) for text, width in zip(told, widths, strict=True)]
        for at, line in enumerate(zip_longest(*cells, fillvalue="")):
            head = (row.head if at == 0 else "").ljust(margin)
            lines.append(_stripped([(head, HEAD), *_columns(line, widths, VALUE)]))
    return _stripped([(" " * margin, HEAD), *_columns(shown, widths, LABEL)]), lines


def _wrapped(text: str, width: int) -> list[str]:
    """Break a value into lines of at most so many cells, which its longest word has."""
    lines = [""]
    for piece in pieces(text):
        if lines[-1] and cell_len(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return lines


def _columns(cells: Sequence[str], widths: Sequence[int], style: str) -> Iterator[Part]:
    last = max((at for at, text in enumerate(cells) if text), default=-1)
    for text, width in zip(cells[: last + 1], widths, strict=False):
        yield padded(text, width) + " " * COLUMN_GAP, style


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Give each column the cells that its values need at least, and what is left to the heads.

    A long value is broken only where it would have no room on one line. None without any room.
    """
    if not heads:
        return None
    short, whole = list(map(cell_len, _shortened(heads))), list(map(cell_len, heads))
    columns = list(zip(*rows, strict=True))
    widths = [
        max(min(wanted, _LEAST_HEAD), *map(_least_cells, column))
        for wanted, column in zip(short, columns, strict=True)
    ]
    left = room - sum(widths)
    if left < 0:
        return None
    left = _widened(widths, [max(map(cell_len, column)) for column in columns], left)
    while left and (cut := [at for at, width in enumerate(widths) if width < short[at]]):
        widths[min(cut, key=widths.__getitem__)] += 1
        left -= 1
    _widened(widths, whole, left)
    return widths


def _widened(widths: list[int], wanted: Sequence[int], left: int) -> int:
    """Widen the columns that can have all they want, least lack first; give what is left."""
    for at in sorted(range(len(widths)), key=lambda at: wanted[at] - widths[at]):
        lacks = max(0, wanted[at] - widths[at])
        if lacks <= left:
            widths[at] += lacks
            left -= lacks
    return left


def _least_cells(value: str) -> int:
    """Give the cells that a value needs, broken into lines where it is long."""
    longest = max((cell_len(piece.rstrip()) for piece in pieces(value)), default=0)
    return min(cell_len(value), max(longest, _LEAST_VALUE))


def _fitted(heads: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Give each head as its column has room for it: whole, shortened, or cut at its end."""
    return [
        one_line(head if cell_len(head) <= width else short, width)
        for head, short, width in zip(heads, _shortened(heads), widths, strict=True)
    ]


def _shortened(heads: Sequence[str]) -> list[str]:
    """Take from each head what it begins with as another does."""
    shortened = []
    for at, head in enumerate(heads):
        others = [*heads[:at], *heads[at + 1 :]]
        alike = max((_alike(head, other) for other in others), default=0)
        shortened.append("…" + "".join(pieces(head)[alike:]) if alike else head)
    return shortened


def _alike(head: str, other: str) -> int:
    """Count the pieces with which two heads begin alike; the last one is left to each."""
    ones = pieces(head)
    same = (one == two for one, two in zip(ones[:-1], pieces(other), strict=False))
    return sum(takewhile(bool, same))


def _margin(rows: Sequence[TableRow]) -> int:
    return max((cell_len(row.head) for row in rows), default=0) + 2


def _lines(rows: Sequence[TableRow], width: int) -> Iterator[list[Part]]:
    margin = _margin(rows)
    for row in rows:
        line: list[Part] = [(row.head.ljust(margin), HEAD)]
        used = margin
        for piece in _pieces(row):
            text = "".join(text for text, _style in piece)
            if used > margin and used + cell_len(text.rstrip()) > width:
                yield _stripped(line)
                line, used = [(" " * margin, HEAD)], margin
            line += piece
            used += cell_len(text)
        yield _stripped(line)


def _stripped(line: list[Part]) -> list[Part]:
    text, style = line[-1]
    return [*line[:-1], (text.rstrip(), style)]


def _pieces(row: TableRow) -> Iterator[list[Part]]:
    """Part a row where it may be broken: never between the end of a label and its value."""
    for at, (label, value) in enumerate(row.parts, 1):
        named, said = pieces(visible(label)), pieces(visible(value)) or [""]
        style = VALUE if label else HEAD
        if at < len(row.parts):
            said[-1] += _BETWEEN
        yield from ([(word, LABEL)] for word in named[:-1])
        bound = [(before(named[-1]), LABEL)] if named else []
        yield [*bound, (said[0], style)]
        yield from ([(word, style)] for word in said[1:])
