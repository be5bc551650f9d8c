"""The line of keys at the foot of a screen, made from the table of commands."""

from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size

from screener.language import _
from screens.commands import Command, foot_of
from screens.widgets.plain_text import PlainText, content


class KeyBar(PlainText):
    """One line; what does not fit is left out, the palette last."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[tuple[str, str], ...] = ()

    def bind_commands(self, place: str, commands: Iterable[Command]) -> None:
        """Show what the table marks for the foot of a screen, with the keys in force."""
        self._entries = tuple((key, _(title)) for key, title in foot_of(place, commands))
        self._fit(self.size.width)

    def on_resize(self) -> None:
        self._fit(self.size.width)

    def _fit(self, width: int) -> None:
        self.show(fitted(self._entries, width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Always one line."""
        return 1


def fitted(entries: tuple[tuple[str, str], ...], width: int) -> Content:
    """Lay out as many keys as the width holds; the last one, the palette, is kept.

    Where not all have room, they stand closer.
    """
    between = " " if sum(map(_cells, entries)) <= width else ""
    room = width + (0 if between else len(entries))
    chosen: list[tuple[str, str]] = []
    kept_last = entries[-1:]
    room -= sum(_cells(entry) for entry in kept_last)
    for entry in entries[:-1]:
        room -= _cells(entry)
        if room < 0:
            break
        chosen.append(entry)
    parts: list[str | tuple[str, str]] = []
    for key, title in (*chosen, *kept_last):
        parts += [(f" {key}", "bold $link"), f" {title}{between}"]
    return content(*parts)


def _cells(entry: tuple[str, str]) -> int:
    return cell_len(entry[0]) + cell_len(entry[1]) + 3
