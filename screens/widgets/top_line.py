"""The line at the top: what is open, how far it is, and who is there."""

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from screener.interview.training import training_mark
from screener.joining import aside
from screener.language import _
from screener.record.events import Person
from screener.record.rights import role_told
from screens.widgets.plain_text import PlainText, content, one_line
from screens.widgets.progress import Progress

if TYPE_CHECKING:
    from screener.interview.view import View

#: Columns below which the short form is shown, as in the style sheets.
_NARROW = 60
#: Cells of space around the three parts, as in the style sheet.
_PADDING, _PADDING_NARROW = 8, 4


class TopLine(Horizontal):
    """What, how far, who; in short form where there is little room."""

    def __init__(self) -> None:
        super().__init__()
        self._what = ""
        self._person: Person | None = None
        self._done: tuple[int, int] | None = None
        self._mark = ""

    def compose(self) -> ComposeResult:
        yield PlainText(classes="what")
        yield Progress(classes="progress")
        yield PlainText(classes="who")

    def bind_place(
        self,
        what: str,
        person: Person,
        closed: tuple[int, int] | None = None,
        *,
        mark: str = "",
    ) -> None:
        """Show the place; a person whom no account vouches for is shown so.

        `mark` says of a screening what has to be seen wherever it is.
        """
        self._what, self._person, self._done = what, person, closed
        self._mark = f" {mark}" if mark else ""
        self._fit(self.size.width or self.app.size.width)

    def bind_sitting(self, view: "View", what: str = "") -> None:
        """Show the place of somebody who looks at a screening: `what`, or whose it is."""
        what = what or f"{view.number} · {view.candidate}"
        mark = training_mark() if view.training else ""
        self.bind_place(what, view.person, view.progress(), mark=mark)

    def on_resize(self) -> None:
        self._fit(self.size.width)

    def _fit(self, width: int) -> None:
        if self._person is None:
            return
        narrow = width < _NARROW
        self.query_one(".what", PlainText).show(
            content((self._what, "bold"), (self._mark, "$awaited"))
        )
        progress = self.query_one(Progress)
        progress.display = self._done is not None
        taken = cell_len(self._what + self._mark) + (_PADDING_NARROW if narrow else _PADDING)
        if self._done is not None:
            progress.bind_progress(*self._done, short=narrow)
            taken += cell_len(progress.shown)
        self.query_one(".who", PlainText).show(_who(self._person, width - taken))


def _who(person: Person, room: int) -> Content:
    """Name the person in the longest form that has room; a name is cut last."""
    role = _(", {role}").format(role=role_told(person.role))
    long = "" if person.authenticated else aside("", _("not authenticated"))
    short = "" if person.authenticated else _(" (not auth.)")
    for beside, unsure in ((role, long), (role, short), ("", short)):
        left = room - cell_len(beside + unsure)
        if left >= cell_len(person.name):
            break
    return content(one_line(person.name, max(4, left)) + beside, (unsure, "$awaited"))
