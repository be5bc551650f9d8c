"""The screening log: every screening in one line, without identifiers, and its way out."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult

from screener.interview.copy_path import copy_path
from screener.interview.refusals import Refused
from screener.interview.told import format_told
from screener.joining import labelled
from screener.language import _
from screens.base import refused_lines
from screens.commands import LOG, bindings_for, with_keys
from screens.dialogs import Ask, Item, Pick
from screens.line_screen import LineScreen
from screens.paths import path_lines, wrong_path
from screens.prompts import Line, Tone
from screens.widgets.key_bar import KeyBar
from screens.widgets.lines import Lines
from screens.widgets.plain_text import PlainText, padded
from screens.widgets.top_line import TopLine

if TYPE_CHECKING:
    from screener.interview.screening_log import LogRow

#: Cells between two columns, and beside them all.
_GAP, _BESIDE = 2, 4
#: With fewer cells than that, a screening has a line for its dates.
_ONE_LINE = 120
#: The columns of a screening's first line, where it has two: number, outcome, criteria, reason.
_FIRST = (0, 6, 7, 8)


class Log(LineScreen):
    """Every screening: episode, dates, outcome, failed criteria, coded reason."""

    place = LOG
    body = "#log"
    BINDINGS = bindings_for(LOG)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[LogRow, ...] | None = None

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield PlainText(id="heads")
        yield Lines(id="log")
        yield PlainText(id="notice", classes="notice -empty")
        yield self.make_line()
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.show()
        self.read()

    def on_resize(self) -> None:
        if self.query(Lines):
            self.show()

    @work(thread=True, exclusive=True, group="load")
    def read(self) -> None:
        """Read the log beside the screen."""
        from screener.interview.screening_log import read_log
        from screener.record.errors import StoreError

        app, store = self.screener, self.screener.store
        if store is None:
            return
        try:
            rows = read_log(store, app.person)
        except StoreError as error:
            app.call_from_thread(self.tell, *refused_lines(error))
            return
        app.call_from_thread(self._loaded, rows)

    def _loaded(self, rows: "tuple[LogRow, ...]") -> None:
        self._rows = rows
        self.show()

    def show(self) -> None:
        """Write the log as it was read."""
        self.query_one(TopLine).bind_place(_("Screening log"), self.screener.person)
        wide = self.size.width >= _ONE_LINE
        lines = list(self._table() if wide else self._two_lines())
        head = self.query_one("#heads", PlainText)
        head.display = wide and bool(self._rows)
        if head.display:
            head.show(lines.pop(0).text)
        if self._rows is not None and not self._rows:
            lines = [Line(_("No screening yet."), Tone.QUIET)]
        self.query_one(Lines).show_lines(lines)

    def _table(self) -> Iterator[Line]:
        """Lay the log out as a table, its heads first."""
        from screener.interview.screening_log import cells, heads

        table = [heads(), *(cells(row) for row in self._rows or ())]
        widths = [max(map(cell_len, column)) + _GAP for column in zip(*table, strict=True)]
        for row in table:
            parts = zip(row, widths, strict=True)
            yield Line("".join(padded(cell, width) for cell, width in parts).rstrip())

    def _two_lines(self) -> Iterator[Line]:
        """Say of each screening its outcome, and beneath it everything else."""
        from screener.interview.screening_log import cells, heads

        named = heads()
        for row in self._rows or ():
            said = cells(row)
            yield Line(" · ".join(said[at] for at in _FIRST if said[at]))
            rest = [at for at in range(len(said)) if at not in _FIRST and said[at]]
            told = " · ".join(_named(named, said, at) for at in rest)
            yield Line(f"  {told}", Tone.QUIET)

    # The log leaves the store.

    @work
    async def do_export(self, argument: str) -> None:
        """Write the log to a new file."""
        from screener.interview.screening_log import export_log
        from screener.record.errors import StoreError

        format = argument.strip().lower() or await self._ask_format()
        store = self.screener.store
        if format is None or store is None:
            return
        path = await self.app.push_screen_wait(self._ask_path(format))
        if path is None:
            return
        target = copy_path(path)
        try:
            export_log(store, self.screener.person, target, format)
        except (Refused, StoreError) as error:
            self.tell(*refused_lines(error))
            return
        self.tell(Line(_("Written: {path}").format(path=target), Tone.PASS))

    async def _ask_format(self) -> str | None:
        items = [
            Item("csv", format_told("csv"), _("for any program")),
            Item("xlsx", format_told("xlsx"), _("for a spreadsheet")),
        ]
        about = (_("It names no candidate. That it was exported is recorded."),)
        return await self.app.push_screen_wait(Pick(_("Export the log as"), items, about=about))

    def _ask_path(self, format: str) -> Ask:
        lines = [Line(_("A new file; its owner alone can read it."), Tone.QUIET)]
        store = self.screener.store
        day = f"-{store.today().isoformat()}" if store is not None else ""
        return Ask(
            _("Into which file?"),
            lines=lines,
            value=str(Path.home() / f"screening-log{day}.{format}"),
            check=wrong_path,
            echo=path_lines,
        )

    def context_help(self) -> list[Line]:
        """Say what the log is."""
        said = _("One line a screening, without identifiers. {export} writes it to a file.")
        return [Line(with_keys(said)), Line("")]

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self.show()


def _named(heads: Sequence[str], cells: Sequence[str], at: int) -> str:
    """Give a cell with its head, unless it says the same."""
    return labelled(heads[at], cells[at])
