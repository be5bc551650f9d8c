"""The screening log as files for spreadsheets, in which no cell is ever a formula."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from screener.interview.refusals import Refused
from screener.language import _
from screener.sanitise import visible

#: A cell is a text, empty where there is nothing, a whole number or a day.
Cell = str | int | date
Rows = Sequence[Sequence[Cell]]

#: A cell that begins so is taken for a formula, also behind a quote or a space.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Cells of width of a column at most.
_WIDEST = 50
#: The first year of which every day is one in a spreadsheet.
_FIRST_YEAR = 1901
#: What the name of a sheet may not hold, and how long it may be.
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME = 31


def written(format: str, title: str, heads: Sequence[str], rows: Rows, made: datetime) -> bytes:
    """Write a table as `csv` or `xlsx`; a spreadsheet keeps its `title`, and when it was `made`.

    Raises:
        Refused: There is no such format, or what writes it is not installed.
    """
    writer = _WRITERS.get(format)
    if writer is None:
        raise Refused(
            _("There is no format {format}.").format(format=visible(format)),
            _("The formats: csv, xlsx."),
        )
    return writer(title, heads, rows, made)


def check_name(path: Path, format: str) -> None:
    """Refuse a file name that says another format than the one to be written."""
    named = path.suffix.removeprefix(".").lower()
    if named in _WRITERS and named != format:
        raise Refused(
            _("{file} would be {format}, whatever its name says.").format(
                file=visible(path.name), format=format.upper()
            ),
            _("Give a name that ends in .{format}, or choose {named}.").format(
                format=format, named=named.upper()
            ),
        )


def defused(cell: str) -> str:
    """Give a cell so that no spreadsheet takes it for a formula: as text, behind an apostrophe."""
    return f"'{cell}" if cell.lstrip(" \"'").startswith(_FORMULA) else cell


def _csv(title: str, heads: Sequence[str], rows: Rows, made: datetime) -> bytes:
    """Write as RFC 4180 has it, in UTF-8, with a byte order mark.

    Without the mark, spreadsheet programs take the text for one of the system's own encoding.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([defused(str(cell)) for cell in row] for row in (heads, *rows))
    return text.getvalue().encode("utf-8-sig")


def _xlsx(title: str, heads: Sequence[str], rows: Rows, made: datetime) -> bytes:
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise Refused(
            _("What writes XLSX is not installed."),
            _("Install it with pip install 'screener[xlsx]', or export as CSV."),
        ) from None
    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with Workbook(content, options) as book:
        book.set_properties({"created": made.astimezone(UTC).replace(tzinfo=None)})
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(_sheet_name(title))
        for column, head in enumerate(heads):
            members = (head, *(str(row[column]) for row in rows))
            sheet.set_column(column, column, min(_WIDEST, 2 + max(map(len, members))))
            sheet.write_string(0, column, head, bold)
        for place, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, date) and cell.year >= _FIRST_YEAR:
                    sheet.write_datetime(place, column, cell, day)
                elif isinstance(cell, int):
                    sheet.write_number(place, column, cell)
                elif cell:
                    sheet.write_string(place, column, str(cell))
        sheet.freeze_panes(1, 0)
    return content.getvalue()


def _sheet_name(title: str) -> str:
    """Give a title as the name of a sheet, however it was translated."""
    return _NO_SHEET_NAME.sub(" ", title)[:_LONGEST_SHEET_NAME].strip(" '")


_WRITERS: Mapping[str, Callable[[str, Sequence[str], Rows, datetime], bytes]] = {
    "csv": _csv,
    "xlsx": _xlsx,
}
