"""A screen to read or to choose on, with a line for commands as on every other screen."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screener.language import _
from screens.base import PlaceScreen
from screens.help import slash_lines
from screens.prompts import Line, Tone
from screens.widgets.composer import Composer

_PAGE = 10


class LineScreen(PlaceScreen):
    """The line has the focus; with nothing on it, keys go through what stands above.

    That is an option list, of which one is marked, or lines to scroll; `body` selects it.
    """

    body: ClassVar[str]

    BINDINGS = [
        Binding("pageup", f"go(-{_PAGE})", show=False, priority=True),
        Binding("pagedown", f"go({_PAGE})", show=False, priority=True),
        Binding("home", "go_to_end(False)", show=False, priority=True),
        Binding("end", "go_to_end(True)", show=False, priority=True),
    ]

    @property
    def line(self) -> Composer:
        """The line."""
        return self.query_one("#line", Composer)

    def make_line(self) -> Composer:
        """Make the line, to stand above the keys."""
        return Composer(self.commands(), id="line")

    def on_mount(self) -> None:
        """Begin with an empty line."""
        super().on_mount()
        self.line.guard.clock = self.screener.monotonic
        self.line.bind_listener(self)
        self.line.placeholder = self.asked()
        self.line.focus()

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self.line.placeholder = self.asked()

    def asked(self) -> str:
        """Say on the empty line what can be typed there."""
        return _("/ for a command")

    # What the line says.

    def key_alone(self, character: str) -> bool:
        """No key alone means anything here."""
        return False

    def typed(self, text: str) -> None:
        """Say which commands begin so."""
        self.tell(*(slash_lines(text, self.commands()) if text.startswith("/") else ()))

    def entered(self, text: str) -> None:
        """Take what is marked; text that is no command means nothing here."""
        if text:
            self.tell(Line(only_commands(), Tone.AWAITED))
        else:
            self.chosen()

    def held_back(self) -> None:
        """Say of the rest of a word, where keys alone mean something, that it meant nothing."""
        if self.line.guard.word:
            self.tell(Line(only_commands(), Tone.AWAITED))

    def slash(self, text: str) -> None:
        """Carry out a slash command."""
        self.line.clear_line()
        super().slash(text)

    def stepped_back(self) -> None:
        """Go back to the conversation."""
        self.dismiss()

    def moved(self, by: int) -> None:
        """Go on or back by one."""
        self.action_go(by)

    def chosen(self) -> None:
        """Enter on an empty line."""

    # Keys.

    def action_go(self, by: int) -> None:
        """Scroll by lines, or mark another option."""
        body = self.query_one(self.body)
        if isinstance(body, OptionList):
            _mark(body, by)
        else:
            body.scroll_relative(y=by, animate=False)

    def action_go_to_end(self, last: bool) -> None:
        """Go to the beginning or the end; with text on the line, on the line."""
        if self.line.value:
            self.line.cursor_position = len(self.line.value) if last else 0
            return
        body = self.query_one(self.body)
        if isinstance(body, OptionList):
            _mark(body, body.option_count if last else -body.option_count)
        elif isinstance(body, ScrollableContainer):
            body.scroll_to(y=body.max_scroll_y if last else 0, animate=False)


def only_commands() -> str:
    """Say that other text means nothing here."""
    return _("Only commands are typed here; they begin with /.")


def fill_again(options: OptionList, new: Iterable[Option], marked: str | None) -> None:
    """Put other options into a list, and mark the one of an id, else the first that can be.

    What is marked stays where it stood on the screen, whatever came above it.
    """
    stood = _line_of(options, options.highlighted or 0) - round(options.scroll_y)
    was_there = options.option_count > 0
    options.set_options(new)
    ids = [option.id for option in options.options]
    first = next((at for at, option in enumerate(options.options) if not option.disabled), None)
    options.highlighted = ids.index(marked) if marked is not None and marked in ids else first
    if was_there and options.highlighted is not None:
        at = _line_of(options, options.highlighted)
        options.scroll_to(y=at - stood, animate=False, immediate=True)


def _line_of(options: OptionList, place: int) -> int:
    """Count the lines above an option; every option is broken into lines before it is listed."""
    return sum(1 + str(one.prompt).count("\n") for one in options.options[:place])


def _mark(options: OptionList, by: int) -> None:
    """Mark another option that can be chosen, by about so many places."""
    can = [at for at, option in enumerate(options.options) if not option.disabled]
    if not can:
        return
    now = can.index(options.highlighted) if options.highlighted in can else 0
    at = max(0, min(len(can) - 1, now + by))
    options.highlighted = can[at]
    if at == 0:
        # What stands above the first one is seen too.
        options.scroll_home(animate=False)
