"""The line of keys at the foot of a screen, made from the table of commands."""

from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size

from screener.language import _
from screens.commands import Command
from screens.widgets.plain_text import PlainText, content

_NAMES = {"ctrl": "^", "escape": "Esc", "enter": "Enter", "pageup": "PgUp", "pagedown": "PgDn"}


def key_name(key: str) -> str:
    """Write a key as people know it: `f1` is F1, `ctrl+z` is ^Z; nothing where there is none."""
    if not key:
        return ""
    *modifiers, last = key.split(",", maxsplit=1)[0].split("+")
    name = _NAMES.get(last) or (last.upper() if len(last) <= 3 else last.capitalize())
    return "".join(_NAMES.get(part, part.capitalize() + "-") for part in modifiers) + name


class KeyBar(PlainText):
    """One line; what does not fit is left out, the palette last."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[tuple[str, str], ...] = ()

    def bind_commands(self, commands: Iterable[Command], keys: dict[str, str]) -> None:
        """Show the commands marked for the foot of the screen; `keys` are those in force, by id."""
        self._entries = tuple(
            (key_name(keys[command.id]), _(command.title))
            for command in commands
            if command.footer and keys.get(command.id)
        )
        self._fit(self.size.width)

    def on_resize(self) -> None:
        self._fit(self.size.width)

    def _fit(self, width: int) -> None:
        self.show(fitted(self._entries, width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Always one line."""
        return 1


def fitted(entries: tuple[tuple[str, str], ...], width: int) -> Content:
    """Lay out as many keys as the width holds; the last one, the palette, is kept."""
    room = width
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
        parts += [(f" {key}", "bold $link"), f" {title} "]
    return content(*parts)


def _cells(entry: tuple[str, str]) -> int:
    return cell_len(entry[0]) + cell_len(entry[1]) + 3
