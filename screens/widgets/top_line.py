"""The line at the top: what is open, how far it is, and who is there."""

from textual.app import ComposeResult
from textual.containers import Horizontal

from screener.language import _
from screener.protocol.model import Role
from screener.record.events import Person
from screens.widgets.plain_text import PlainText, content
from screens.widgets.progress import Progress


def role_name(role: Role) -> str:
    """Name a role."""
    return _("investigator") if role is Role.INVESTIGATOR else _("screener")


class TopLine(Horizontal):
    """What, how far, who."""

    def compose(self) -> ComposeResult:
        yield PlainText(classes="what")
        yield Progress(classes="progress")
        yield PlainText(classes="who")

    def bind_place(self, what: str, person: Person, closed: tuple[int, int] | None = None) -> None:
        """Show the place; a person whom no account vouches for is shown so."""
        self.query_one(".what", PlainText).show(content((what, "bold")))
        progress = self.query_one(Progress)
        progress.display = closed is not None
        if closed is not None:
            progress.bind_progress(*closed)
        who = _("{name}, {role}").format(name=person.name, role=role_name(person.role))
        unsure = _("not authenticated")
        self.query_one(".who", PlainText).show(content(who, (f" ({unsure})", "$awaited")))
