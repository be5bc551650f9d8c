"""The one widget for dynamic text: never markup, always sanitised."""

from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from screener.sanitise import visible
from screens.prompts import Line, Tone

#: How each tone looks; names with `$` are the theme's.
STYLES = {
    Tone.PLAIN: "",
    Tone.QUIET: "$quiet",
    Tone.PASS: "$pass",
    Tone.FAIL: "bold $fail",
    Tone.OPEN: "$open",
    Tone.AWAITED: "$awaited",
    Tone.STRUCK: "$quiet strike",
}
Part = str | tuple[str, str]


def content(*parts: Part) -> Content:
    """Make content of sanitised parts, each a text or a text with a style of the app's own."""
    return Content.assemble(
        *(
            (visible(part[0], newlines=True), part[1])
            if isinstance(part, tuple)
            else visible(part, newlines=True)
            for part in parts
        )
    )


def lines_content(lines: Iterable[Line]) -> Content:
    """Make content of lines, each in its tone."""
    return Content("\n").join(content((line.text, STYLES[line.tone])) for line in lines)


def indented(lines: Iterable[tuple[int, str, str]], width: int) -> Content:
    """Make content of lines: indent, text and style of each; what wraps keeps its indent."""
    made = [
        Content(" " * indent) + piece
        for indent, text, style in lines
        for piece in content((text, style)).wrap(max(1, width - indent))
    ]
    return Content("\n").join(made)


def one_line(text: str, width: int) -> str:
    """Cut a text to a width in terminal cells, on one line, an ellipsis for the rest."""
    text = visible(" ".join(text.split()))
    if cell_len(text) <= width:
        return text
    kept, used = [], 1
    for character in text:
        used += cell_len(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept) + "…" if width > 0 else ""


def padded(text: str, width: int) -> str:
    """Cut or fill a text to exactly a width in terminal cells."""
    text = one_line(text, width)
    return text + " " * (width - cell_len(text))


class PlainText(Static):
    """Text as it is: what looks like markup stays text, what a terminal would act on is shown."""

    def __init__(
        self, text: str | Content = "", *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(_shown(text), markup=False, id=id, classes=classes)

    def show(self, text: str | Content) -> None:
        """Replace the text; nothing is laid out anew where it is the same."""
        shown = _shown(text)
        if not (isinstance(self.content, Content) and self.content.is_same(shown)):
            self.update(shown)

    def show_lines(self, lines: Iterable[Line]) -> None:
        """Replace the text by lines, each in its tone."""
        self.show(lines_content(lines))

    @property
    def shown(self) -> str:
        """The text as the terminal gets it."""
        return str(self.content)


def _shown(text: str | Content) -> Content:
    return text if isinstance(text, Content) else Content(visible(text, newlines=True))
