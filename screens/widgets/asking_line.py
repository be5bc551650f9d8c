"""A line on which one thing after another is typed, passwords among them.

It is one line for all of them, so that what is typed behind an Enter reaches what is asked next,
and nothing of a password ever stands where it can be read.
"""

from typing import Protocol

from rich.text import Text
from textual import events
from textual.binding import Binding

from screener.sanitise import visible
from screens.widgets.composer import RepeatGuard, SafeInput


class Filling(Protocol):
    """Who is told what happens on the line."""

    def key_alone(self, key: str, character: str) -> bool:
        """A key where options are offered; False where it is text."""

    def typed(self) -> None:
        """The line changed."""

    def entered(self, text: str) -> None:
        """Enter was pressed."""

    def stepped_back(self) -> None:
        """Escape was pressed on an empty line."""

    def moved(self, by: int) -> None:
        """An arrow was pressed."""


class AskingLine(SafeInput):
    """The line. It decides nothing; a secret shows as dots and is never copied."""

    BINDINGS = [
        # So comes an Enter that was pressed before the terminal was the program's.
        Binding("ctrl+j", "submit", show=False),
        Binding("escape", "step_back", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.guard = RepeatGuard()
        self._filling: Filling | None = None

    def bind_filling(self, filling: Filling) -> None:
        """Choose who is told."""
        self._filling = filling

    def bind_step(self, *, value: str, secret: bool, placeholder: str) -> None:
        """Wait for the next thing."""
        # Emptied first: nothing typed as a secret is shown for a moment.
        self.value = ""
        self.password = secret
        self.placeholder = visible(placeholder)
        self.value = value
        self.cursor_position = len(value)
        self.call_after_refresh(self.guard.painted)

    def watch_value(self, old: str, new: str) -> None:
        """Tell that the line changed."""
        if self._filling is not None and old != new:
            self._filling.typed()

    async def _on_key(self, event: events.Key) -> None:
        self.guard.pressed(event.key)
        alone = event.character if event.is_printable else None
        if alone and self._filling is not None and self._filling.key_alone(event.key, alone):
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        if self.password:
            # Copied from where passwords are kept, one often ends in the end of a line.
            event.text = event.text.rstrip("\r\n")
        super()._on_paste(event)

    async def action_submit(self) -> None:
        """Say that Enter was pressed, unless it is still held down from before."""
        if self._filling is not None and not self.guard.holds("enter"):
            self.guard.watch("enter")
            self._filling.entered(self.value)

    def action_step_back(self) -> None:
        """Clear the line, or with an empty one go back by a step."""
        if self.value:
            self.value = ""
        elif self._filling is not None:
            self._filling.stepped_back()

    def action_move(self, by: int) -> None:
        """Go to the option above or below."""
        if self._filling is not None:
            self._filling.moved(by)

    def action_copy(self) -> None:
        """Copy what is marked, unless it is a secret."""
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        """Cut what is marked, unless it is a secret."""
        if not self.password:
            super().action_cut()

    @property
    def _value(self) -> Text:
        if self.password:
            return Text("•" * len(self.value), no_wrap=True, overflow="ignore", end="")
        return super()._value
