"""Lines to read, scrolled: wrapped lines stay as far to the right as they begin."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from screens.prompts import Line
from screens.widgets.plain_text import PlainText, lines_content


class Lines(VerticalScroll, can_focus=False):
    """Lines, each in its tone. The spaces a line begins with become its margin."""

    def __init__(self, lines: Iterable[Line] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines = tuple(lines)

    def compose(self) -> ComposeResult:
        yield from _texts(self._lines)

    def show_lines(self, lines: Iterable[Line]) -> None:
        """Replace the lines."""
        self._lines = tuple(lines)
        self.remove_children()
        self.mount_all(_texts(self._lines))

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines shown."""
        return self._lines


def _texts(lines: Iterable[Line]) -> list[PlainText]:
    """Make one widget of the lines that follow each other with the same margin."""
    texts = []
    for indent, group in groupby(lines, key=_indent):
        text = PlainText(lines_content(replace(line, text=line.text.strip(" ")) for line in group))
        text.styles.padding = (0, 0, 0, indent)
        texts.append(text)
    return texts


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip(" "))
