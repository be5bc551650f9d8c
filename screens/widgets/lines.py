"""Lines to read, scrolled: wrapped lines stay as far to the right as they begin."""

from collections.abc import Iterable
from itertools import groupby

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from screens.prompts import Line
from screens.widgets.plain_text import PlainText


class Lines(VerticalScroll, can_focus=False):
    """Lines, each in its tone. The spaces a line begins with become its margin."""

    def __init__(self, lines: Iterable[Line] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines = tuple(lines)
        self._texts: list[PlainText] = []

    def compose(self) -> ComposeResult:
        self._texts = [PlainText() for _group in _groups(self._lines)]
        self._write()
        yield from self._texts

    def show_lines(self, lines: Iterable[Line]) -> None:
        """Replace the lines; what was scrolled to stays, and the same is not laid out anew."""
        self._lines = tuple(lines)
        wanted, there = len(_groups(self._lines)), len(self._texts)
        for text in self._texts[wanted:]:
            text.remove()
        more = [PlainText() for _each in range(wanted - there)]
        self._texts = [*self._texts[:wanted], *more]
        self._write()
        self.mount_all(more)

    def _write(self) -> None:
        """Write each group of lines with the same margin into a text of its own."""
        for text, (indent, group) in zip(self._texts, _groups(self._lines), strict=True):
            text.show_lines(line._replace(text=line.text.strip(" ")) for line in group)
            text.styles.padding = (0, 0, 0, indent)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines shown."""
        return self._lines


def _groups(lines: Iterable[Line]) -> list[tuple[int, list[Line]]]:
    """Put lines together that follow each other with the same margin."""
    return [(indent, list(group)) for indent, group in groupby(lines, key=_indent)]


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip(" "))
