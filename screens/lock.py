"""What covers everything while the screen is locked, and asks for the password."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Center, Vertical

from screener.language import _
from screens.account_steps import PASSWORD, password_step
from screens.base import PlaceScreen
from screens.commands import LOCK, bindings_for, with_keys
from screens.prompts import Line, Tone
from screens.widgets.form import Form, Given
from screens.widgets.key_bar import KeyBar
from screens.widgets.plain_text import PlainText

if TYPE_CHECKING:
    from screener.record.errors import StoreError
    from screener.record.events import Person


class Lock(PlaceScreen):
    """Covers what stood there; only the password of the same person uncovers it."""

    place = LOCK
    CSS_PATH = ["dialogs.tcss", "sign_in.tcss"]
    BINDINGS = bindings_for(LOCK)

    def __init__(self, person: "Person") -> None:
        super().__init__()
        self._person = person

    def compose(self) -> ComposeResult:
        with Center(id="middle"), Vertical(classes="box"):
            yield PlainText(classes="title")
            yield PlainText(id="about", classes="lines")
            yield Form(id="form")
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.retranslate()
        self.query_one("#form", Form).ask((password_step(self._person.name),), self._filled)

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self.query_one(".title", PlainText).show(_("Locked"))
        said = _("Everything is as it was left. {signout} signs {name} out, for somebody else.")
        told = with_keys(said.replace("{name}", self._person.name))
        self.query_one("#about", PlainText).show_lines((Line(told, Tone.QUIET),))

    def tell(self, *lines: Line) -> None:
        """Show something that stays until the next thing is said."""
        self.query_one("#form", Form).tell(*lines)

    def _filled(self, given: Given) -> None:
        self.query_one("#form", Form).wait(_("Checking …"))
        self.unlock(given[PASSWORD])

    @work(thread=True, group="sign")
    def unlock(self, password: str) -> None:
        """Check the password, beside the screen: Argon2 takes some tenths of a second."""
        from screener.record.errors import StoreError
        from screener.record.sign_in import SignIn

        try:
            signed = SignIn(self.screener.open_store).unlock(self._person, password)
        except StoreError as error:
            self.app.call_from_thread(self._refused, error)
        else:
            self.app.call_from_thread(self.screener.idle_lock.unlocked, signed)

    def _refused(self, error: "StoreError") -> None:
        self.query_one("#form", Form).refuse(PASSWORD, error)
