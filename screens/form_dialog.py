"""A box that asks one thing after another, and does something with all of it beside the screen."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical

from screener.language import N_, _
from screens.dialogs import Dialog
from screens.prompts import Line
from screens.widgets.form import Form, Given, Step
from screens.widgets.plain_text import PlainText, lines_content

if TYPE_CHECKING:
    from screener.record.errors import StoreError


class FormDialog(Dialog[bool]):
    """Gives True once it is done.

    What `act` refuses is told, and the step that it is about is asked for again, as is `refused`
    where nothing else is said of the kind of refusal.
    """

    VERTICAL_BREAKPOINTS = [(0, "-flat"), (20, "-low"), (30, "-high")]
    keys = (
        N_("Enter goes on; Escape goes back by a step, and from the first one leaves."),
        N_("Where options are offered, a number or a space ticks them. A password is never shown."),
    )

    def __init__(
        self,
        title: str,
        steps: Sequence[Step],
        act: Callable[[Given], object],
        refused: Callable[["StoreError"], str],
        lines: Iterable[Line] = (),
    ) -> None:
        super().__init__(title, lines)
        self._steps = tuple(steps)
        self._act = act
        self._refused_at = refused

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield PlainText(self._title, classes="title")
            if self._lines:
                yield PlainText(lines_content(self._lines), classes="lines")
            yield Form(id="form")
            yield PlainText(_("Enter goes on, Escape goes back or leaves"), classes="hint")

    def on_mount(self) -> None:
        self.form.ask(self._steps, self._filled, self.action_leave)

    @property
    def form(self) -> Form:
        """What is asked."""
        return self.query_one("#form", Form)

    def _filled(self, given: Given) -> None:
        self.form.wait(_("One moment …"))
        self.carry_out(given)

    @work(thread=True, group="sign")
    def carry_out(self, given: Given) -> None:
        """Do it, beside the screen: Argon2 takes some tenths of a second."""
        from screener.record.errors import StoreError

        try:
            self._act(given)
        except StoreError as error:
            self.app.call_from_thread(self._refused, error)
        else:
            self.app.call_from_thread(self.dismiss, True)

    def _refused(self, error: "StoreError") -> None:
        self.form.refuse(self._refused_at(error), error)
