"""Ticking several of a list, all of which are ticked to begin with."""

from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import SelectionList
from textual.widgets.selection_list import Selection

from screener.language import N_, _
from screens.dialogs import Dialog, Item
from screens.widgets.plain_text import PlainText


class Ticks(Dialog[list[str]]):
    """Several of a list; all are ticked to begin with."""

    keys = (
        N_("↑ ↓ go to another; Space ticks it, or takes the tick away."),
        N_("Enter goes on with those that are ticked. Escape leaves, and nothing is done."),
    )

    def __init__(self, title: str, items: Iterable[Item], about: Iterable[str] = ()) -> None:
        super().__init__(title, about=about)
        self._items = tuple(items)

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield PlainText(self._title, classes="title")
            yield SelectionList[str](
                *(Selection(item.shown(), item.id, True) for item in self._items)
            )
            yield PlainText(_("Space ticks, Enter goes on, Escape leaves"), classes="hint")

    def on_mount(self) -> None:
        self.query_one(SelectionList).focus()

    async def on_event(self, event: events.Event) -> None:
        """Enter goes on; the list itself would take it for a tick."""
        if isinstance(event, events.Key) and event.key == "enter":
            event.stop()
            if not self._guard.holds("enter"):
                self.dismiss(list(self.query_one(SelectionList).selected))
            return
        await super().on_event(event)
