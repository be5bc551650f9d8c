"""The rows of a series as they are shown everywhere: number, date, then every field with its label.

The numbers are those that `/row` and `/remove` take. A row is wrapped under itself; a value stays
on the line on which its label ends, and nothing is cut.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from screener.breaking import pieces
from screener.interview.rows import DATE, EMPTY, makers_told, row_parts
from screener.interview.told import answer_told, carried_told
from screener.joining import before
from screener.language import _, ngettext
from screener.protocol.model import Question, QuestionType
from screener.sanitise import visible
from screens.prompts import TableRow
from screens.widgets.plain_text import content

if TYPE_CHECKING:
    from screener.interview.sitting import Sitting

#: Narrow enough for the conversation beside the criteria on 100 columns.
TABLE_WIDTH = 58
#: Text and how it looks.
Part = tuple[str, str]
HEAD, LABEL, VALUE = "bold", "$quiet", ""
_BETWEEN = " · "


def table_rows(
    question: Question,
    rows: Iterable[Mapping[str, object]],
    language: str,
    makers: Sequence[str] = (),
) -> tuple[TableRow, ...]:
    """Give the rows of a series as a table, in the order in which they were entered.

    `makers` say who entered each, where that has to be said.
    """
    told = [table_row(question, row, number, language) for number, row in enumerate(rows, 1)]
    for at, maker in enumerate(makers):
        if maker:
            told[at] = replace(told[at], parts=(*told[at].parts, ("", maker)))
    return tuple(told)


def table_row(
    question: Question,
    row: Mapping[str, object],
    number: int,
    language: str,
    only: Container[str] | None = None,
) -> TableRow:
    """Give one row, all its fields or `only` some; those that are empty are shown so."""
    parts = (("", str(row.get(DATE, EMPTY))), *row_parts(question, row, language))
    names = (DATE, *question.fields)
    shown = (p for name, p in zip(names, parts, strict=True) if only is None or name in only)
    return TableRow(f"{number}", tuple(shown))


def table_text(rows: Sequence[TableRow], width: int) -> str:
    """Write a table of at most so many cells across."""
    return "\n".join("".join(text for text, _style in line) for line in _lines(rows, width))


def table_content(rows: Sequence[TableRow], width: int) -> Content:
    """Write a table with its labels quieter than its values."""
    return Content("\n").join(content(*line) for line in _lines(rows, width))


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
    return "\n".join(filter(None, (table, carried_told(question, answer, language))))


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


def _lines(rows: Sequence[TableRow], width: int) -> Iterator[list[Part]]:
    margin = max((cell_len(row.head) for row in rows), default=0) + 2
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
