"""The screening log: every screening in one line, without identifiers, and its way out."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from screener.interview.copy_path import copy_path
from screener.interview.screening_log import LogRow, cells, export_log, heads, read_log
from screener.interview.told import format_told
from screener.joining import labelled
from screener.language import _
from screener.record.errors import StoreError
from screens.base import refused_lines
from screens.commands import LOG, bindings_for, with_keys
from screens.dialogs import Ask, Item, Pick
from screens.line_screen import LineScreen
from screens.paths import not_written, path_lines
from screens.prompts import Line, Tone
from screens.widgets.key_bar import KeyBar
from screens.widgets.plain_text import STYLES, PlainText, indented, padded
from screens.widgets.top_line import TopLine

#: The columns of a screening's own line, in their order, and their cells: the number, four days,
#: the outcome. What stands in the others is said behind that, or beneath it.
_OWN = (0, 2, 3, 4, 6, 7)
_CELLS = (7, 11, 11, 11, 11, 26)
#: Of a first screening it is not said that it is the first.
_EPISODE, _FIRST = 1, "1"
#: What says itself, without its head.
_TRAINING = 12
#: Cells beside a line: the screen's margin and the scrollbar.
_BESIDE = 3
_INDENT, _BETWEEN = 4, " · "
#: Cells to write in where there are fewer.
_LEAST = 20
#: Indent, text and style.
_Line = tuple[int, str, str]


class Log(LineScreen):
    """Every screening: episode, dates, outcome, failed criteria, coded reason."""

    place = LOG
    CSS_PATH = "log.tcss"
    body = "#log"
    BINDINGS = bindings_for(LOG)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[LogRow, ...] | None = None

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield PlainText(id="heads")
        with VerticalScroll(id="log", can_focus=False):
            yield PlainText(id="rows")
        yield PlainText(id="notice", classes="notice -empty")
        yield self.make_line()
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.show()
        self.read()

    def on_resize(self) -> None:
        if self.query("#rows"):
            self.show()

    @work(thread=True, exclusive=True, group="load")
    def read(self) -> None:
        """Read the log beside the screen."""
        app, store = self.screener, self.screener.store
        if store is None:
            return
        try:
            rows = read_log(store, app.person)
        except StoreError as error:
            app.call_from_thread(self.tell, *refused_lines(error))
            return
        app.call_from_thread(self._loaded, rows)

    def _loaded(self, rows: tuple[LogRow, ...]) -> None:
        self._rows = rows
        self.show()

    def show(self) -> None:
        """Write the log as it was read."""
        self.query_one(TopLine).bind_place(_("Screening log"), self.screener.person)
        head = self.query_one("#heads", PlainText)
        head.display = self._in_columns and bool(self._rows)
        head.show(_own(heads()))
        lines = [line for row in self._rows or () for line in self._lines(cells(row))]
        if not self._rows:
            reading = _("Reading the log …") if self._rows is None else _("No screening yet.")
            lines = [(0, reading, STYLES[Tone.QUIET])]
        # One widget holds them all: as many as there are screenings would be laid out at each key.
        width = max(_LEAST, self.size.width - _BESIDE)
        self.query_one("#rows", PlainText).show(indented(lines, width))

    @property
    def _in_columns(self) -> bool:
        return self.size.width - _BESIDE >= sum(_CELLS)

    def _lines(self, said: Sequence[str]) -> Iterator[_Line]:
        """Say a screening in columns, and behind or beneath them what not every one has."""
        rest = [at for at in range(len(said)) if at not in _OWN and said[at]]
        if not self._in_columns:
            yield 0, _BETWEEN.join((said[0], said[_OWN[-1]])), ""
            rest = [at for at in range(1, len(said)) if at != _OWN[-1] and said[at]]
        more = _BETWEEN.join(filter(None, (_named(said, at) for at in rest)))
        own = _own(said)
        if not self._in_columns:
            yield _INDENT, more, STYLES[Tone.QUIET]
        elif sum(_CELLS) + cell_len(more) + 1 <= self.size.width - _BESIDE:
            yield 0, f"{own} {more}".rstrip(), ""
        else:
            yield 0, own.rstrip(), ""
            yield _INDENT, more, STYLES[Tone.QUIET]

    # The log leaves the store.

    @work
    async def do_export(self, argument: str) -> None:
        """Write the log to a new file."""
        format = argument.strip().lower() or await self._ask_format()
        store = self.screener.store
        if format is None or store is None:
            return
        person = self.screener.person
        ask = self._ask_path(format, lambda path: export_log(store, person, path, format))
        path = await self.app.push_screen_wait(ask)
        if path is not None:
            self.tell(Line(_("Written: {path}").format(path=copy_path(path)), Tone.PASS))

    async def _ask_format(self) -> str | None:
        items = [
            Item("csv", format_told("csv"), _("for any program")),
            Item("xlsx", format_told("xlsx"), _("for a spreadsheet")),
        ]
        about = (_("It names no candidate. That it was exported is recorded."),)
        return await self.app.push_screen_wait(Pick(_("Export the log as"), items, about=about))

    def _ask_path(self, format: str, write: Callable[[Path], object]) -> Ask:
        from screener.interview.log_files import check_name

        def write_named(path: Path) -> None:
            check_name(path, format)
            write(path)

        lines = [Line(_("A new file; its owner alone can read it."), Tone.QUIET)]
        store = self.screener.store
        day = f"-{store.today().isoformat()}" if store is not None else ""
        return Ask(
            _("Into which file?"),
            lines=lines,
            value=str(Path.home() / f"screening-log{day}.{format}"),
            check=lambda text: not_written(text, write_named),
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


def _own(said: Sequence[str]) -> str:
    """Lay the own line of a screening out in its columns."""
    return "".join(padded(said[at], wide) for at, wide in zip(_OWN, _CELLS, strict=True))


def _named(said: Sequence[str], at: int) -> str:
    """Give a cell with its head."""
    if at == _EPISODE and said[at] == _FIRST:
        return ""
    return said[at] if at == _TRAINING else labelled(heads()[at], said[at])
