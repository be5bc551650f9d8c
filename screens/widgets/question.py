"""The question, or what is asked beside it, as it is put to the person now."""

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from screens.prompts import Line, Prompt
from screens.widgets.plain_text import PlainText, content, lines_content


def options_content(options: tuple[str, ...], highlighted: int | None, width: int) -> Content:
    """Number the options; short ones share a line."""
    labels = [f"{number} {option}" for number, option in enumerate(options, 1)]
    inline = sum(cell_len(label) + 3 for label in labels) <= width and len(labels) <= 4
    joined = Content("   " if inline else "\n")
    return joined.join(
        content((label, "reverse" if at == highlighted else "bold"))
        for at, label in enumerate(labels)
    )


class QuestionView(VerticalScroll, can_focus=False):
    """Shows a prompt: heading, text, help, lines, options, hint."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.prompt = Prompt("")
        self.highlighted: int | None = None

    def compose(self) -> ComposeResult:
        yield PlainText(classes="heading")
        yield PlainText(classes="ask")
        yield PlainText(classes="help")
        yield PlainText(classes="lines")
        yield PlainText(classes="options")
        yield PlainText(classes="hint")

    def bind_prompt(self, prompt: Prompt) -> None:
        """Show another prompt, from its beginning."""
        self.prompt = prompt
        self.highlighted = None
        self._part("heading", prompt.heading)
        self._part("ask", prompt.text)
        self._part("help", prompt.help)
        self._part("lines", lines_content(prompt.lines))
        self._part("hint", prompt.hint)
        self._options()
        self.scroll_home(animate=False)

    def move(self, by: int) -> None:
        """Mark the option above or below."""
        count = len(self.prompt.options)
        if not count:
            self.scroll_relative(y=by, animate=False)
            return
        start = -1 if self.highlighted is None and by > 0 else self.highlighted or 0
        self.highlighted = (start + by) % count
        self._options()

    def on_resize(self) -> None:
        self._options()

    def _options(self) -> None:
        width = self.scrollable_content_region.width
        options = self.prompt.options
        self._part("options", options_content(options, self.highlighted, width) if options else "")

    def _part(self, name: str, text: str | Content) -> None:
        part = self.query_one(f".{name}", PlainText)
        part.show(text)
        part.display = bool(text)


class Echo(PlainText):
    """What was understood, beneath the line, before it counts; and what is wrong with it."""

    def bind_lines(self, lines: tuple[Line, ...]) -> None:
        """Show the lines; with none, take no room."""
        self.show_lines(lines)
        self.display = bool(lines)
