"""The question, or what is asked beside it, as it is put to the person now."""

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region

from screener.language import _
from screens.commands import with_keys
from screens.prompts import Line, Prompt
from screens.widgets.plain_text import PlainText, content, lines_content, one_line
from screens.widgets.series import table_content

#: Rows of the terminal, and the lines of help that have room beneath a question then.
HELP_ROWS = ((30, 8), (20, 3), (0, 0))
#: Lines of a table that are always seen.
_LEAST_TABLE = 2


def options_content(prompt: Prompt, highlighted: int | None, width: int) -> Content:
    """Write the options, each with its number or key; short ones share a line."""
    keys = prompt.keys or [str(number) for number in range(1, len(prompt.options) + 1)]
    labels = [f"{key} {option}" for key, option in zip(keys, prompt.options, strict=False)]
    inline = sum(cell_len(label) + 3 for label in labels) <= width and len(labels) <= 4
    joined = Content("   " if inline else "\n")
    return joined.join(
        content((label, "reverse" if at == highlighted else "bold"))
        for at, label in enumerate(labels)
    )


def beginning(text: str, cells: int) -> str:
    """Cut a help text to about so many cells, at a word, and say where the rest stands."""
    if cell_len(text) <= cells:
        return text
    more = with_keys(_("… {help} for more"))
    cut = one_line(text, max(1, cells - cell_len(more))).rstrip("…")
    if cut.isascii():
        cut = cut.rpartition(" ")[0] or cut
    return f"{cut} {more}"


class QuestionView(VerticalScroll, can_focus=False):
    """Shows a prompt: heading, text, help, lines, options. The hint stands apart, always seen."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.prompt = Prompt("")
        self.highlighted: int | None = None

    def compose(self) -> ComposeResult:
        yield PlainText(classes="heading")
        yield PlainText(classes="ask")
        yield PlainText(classes="help")
        yield PlainText(classes="heads")
        with VerticalScroll(classes="table", can_focus=False):
            yield PlainText(classes="rows")
        yield PlainText(classes="lines")
        yield PlainText(classes="options")

    def bind_prompt(self, prompt: Prompt) -> None:
        """Show another prompt, from its beginning."""
        self.prompt = prompt
        self.highlighted = None
        self._part("heading", prompt.heading)
        self._part("ask", prompt.text)
        self._part("lines", lines_content(prompt.lines))
        self._fit()
        self.scroll_home(animate=False)

    def move(self, by: int) -> None:
        """Mark the option above or below."""
        count = len(self.prompt.options)
        if not count:
            table = self.query_one(".table", VerticalScroll)
            scrolled = table if table.max_scroll_y else self
            scrolled.scroll_relative(y=by, animate=False)
            return
        start = -1 if self.highlighted is None and by > 0 else self.highlighted or 0
        self.highlighted = (start + by) % count
        self._options()
        self.call_after_refresh(self._show_highlighted)

    def _show_highlighted(self) -> None:
        options = self.query_one(".options", PlainText)
        lines = options.shown.count("\n") + 1
        at = (self.highlighted or 0) if lines == len(self.prompt.options) else 0
        self.scroll_to_region(Region(0, options.virtual_region.y + at, 1, 1), animate=False)

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Lay out what depends on the width: the options, and as much help as has room."""
        self._options()
        self._table()
        width = max(10, self.scrollable_content_region.width)
        rows = next(rows for least, rows in HELP_ROWS if self.screen.size.height >= least)
        help_text = beginning(self.prompt.help, width * rows - width // 4) if rows else ""
        self._part("help", help_text)

    def _table(self) -> None:
        """Lay out the rows of a series; the last are seen first, arrows go to the earlier ones."""
        table = self.query_one(".table", VerticalScroll)
        table.display = bool(self.prompt.table)
        # One cell is left for the scrollbar.
        width = max(20, self.scrollable_content_region.width - 1)
        heads, rows = table_content(self.prompt.table, width)
        # They stay where the rows beneath them are scrolled.
        self._part("heads", heads)
        table.query_one(PlainText).show(rows)
        if self.prompt.table:
            self.call_after_refresh(self._fit_table)

    def _fit_table(self) -> None:
        """Give the table the room that the rest of the prompt leaves, which is to be seen whole."""
        table, most = self.query_one(".table", VerticalScroll), self.styles.max_height
        if most is not None:
            rest = self.virtual_size.height - table.size.height
            table.styles.max_height = max(_LEAST_TABLE, int(most.value) - rest)
        table.scroll_end(animate=False)

    def _options(self) -> None:
        width = self.scrollable_content_region.width
        shown = options_content(self.prompt, self.highlighted, width)
        self._part("options", shown if self.prompt.options else "")

    def _part(self, name: str, text: str | Content) -> None:
        part = self.query_one(f".{name}", PlainText)
        part.show(text)
        part.display = bool(text)


class Echo(PlainText):
    """What was understood, beneath the line, before it counts; and what is wrong with it."""

    def bind_lines(self, lines: tuple[Line, ...]) -> None:
        """Show the lines."""
        self.show_lines(lines)
