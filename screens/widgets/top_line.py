"""The line at the top: what is open, how far it is, and who is there."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal

from screener.interview.training import training_mark
from screener.joining import aside
from screener.language import _
from screener.record.events import Person
from screener.record.rights import role_told
from screener.sanitise import visible
from screens.widgets.plain_text import PlainText, content, one_line

#: Columns below which the short form is shown, as in the style sheets.
_NARROW = 60
#: Cells that a code and a name keep as long as something else can give way.
_LEAST_CODE, _LEAST_NAME = 8, 4


class OneScreening(Protocol):
    """What is shown of a screening wherever it is looked at."""

    @property
    def number(self) -> str: ...
    @property
    def candidate(self) -> str: ...
    @property
    def training(self) -> bool: ...


class TopLine(Horizontal):
    """What, how far, who; in short form where there is little room."""

    def __init__(self) -> None:
        super().__init__()
        self._place = Place()
        self._person: Person | None = None
        self._done: tuple[int, int] | None = None

    def compose(self) -> ComposeResult:
        yield PlainText(classes="what")
        yield PlainText(classes="progress")
        yield PlainText(classes="who")

    def bind_place(self, title: str, person: Person) -> None:
        """Show a place that is of no screening, and who is there."""
        self._bind(Place(title=title), person, None)

    def bind_screening(
        self,
        screening: OneScreening,
        person: Person,
        closed: tuple[int, int] | None = None,
        title: str = "",
    ) -> None:
        """Show whose screening it is, and in which place; one for training is marked whole.

        `closed` are the criteria that are closed, and how many there are.
        """
        mark = training_mark() if screening.training else ""
        place = Place(screening.number, visible(screening.candidate), title, mark)
        self._bind(place, person, closed)

    def on_resize(self) -> None:
        self._fit(self.size.width)

    def _bind(self, place: "Place", person: Person, closed: tuple[int, int] | None) -> None:
        self._place, self._person, self._done = place, person, closed
        self._fit(self.size.width or self.app.size.width)

    def _fit(self, width: int) -> None:
        if self._person is None:
            return
        shown = fitted(self._place, self._person, self._done, width)
        mark = f" {shown.place.mark}" if shown.place.mark else ""
        what = content((shown.place.named, "bold"), (mark, "$awaited"))
        self.query_one(".what", PlainText).show(what)
        progress = self.query_one(".progress", PlainText)
        progress.display = bool(shown.progress)
        progress.show(shown.progress)
        who = content(shown.name + shown.role, (shown.unsure, "$awaited"))
        self.query_one(".who", PlainText).show(who)


class Place(NamedTuple):
    """Where one is: in a screening with its candidate's code and its mark, or in none."""

    number: str = ""
    code: str = ""
    title: str = ""
    mark: str = ""

    @property
    def named(self) -> str:
        return " · ".join(filter(None, (self.number, self.code, self.title)))


class Shown(NamedTuple):
    """What the line says, before it is known whether there is room."""

    place: Place
    progress: str
    name: str
    role: str
    unsure: str
    narrow: bool

    @property
    def cells(self) -> int:
        """How many cells it takes, with the space around its parts as the style sheet has it."""
        between = (4 if self.progress else 3) if self.narrow else (8 if self.progress else 4)
        mark = f" {self.place.mark}" if self.place.mark else ""
        said = (self.place.named, mark, self.progress, self.name, self.role, self.unsure)
        return between + sum(map(cell_len, said))

    def cut_to(self, width: int) -> "Shown":
        """Cut the code, then the name, each from its end, and neither to nothing."""
        code = _cut(self.place.code, self.cells - width, _LEAST_CODE)
        shown = self._replace(place=self.place._replace(code=code))
        return shown._replace(name=_cut(shown.name, shown.cells - width, _LEAST_NAME))


def fitted(place: Place, person: Person, closed: tuple[int, int] | None, width: int) -> Shown:
    """Say as much as has room: a screening's number and its mark whole, whatever else gives way."""
    for way in _ways(place, person, closed, width):
        if way.cells <= width:
            return way
    title = _cut(way.place.title, way.cells - width, 1)
    return way._replace(place=way.place._replace(title=title))


def _ways(
    place: Place, person: Person, closed: tuple[int, int] | None, width: int
) -> Iterator[Shown]:
    """Say it in ever shorter ways; whoever is not authenticated is shown so in all of them."""
    narrow = width < _NARROW
    long = short = ""
    if closed is not None:
        short = _progress_told(*closed, short=True)
        long = short if narrow else _progress_told(*closed)
    role = _(", {role}").format(role=role_told(person.role))
    unsure = "" if person.authenticated else aside("", _("not authenticated"))
    shown = Shown(place, long, visible(person.name), role, unsure, narrow)
    yield shown
    shown = shown._replace(unsure="" if person.authenticated else _(" (not auth.)"))
    yield shown
    shown = shown._replace(role="")
    yield shown
    shown = shown._replace(progress=short)
    yield shown
    without = shown._replace(place=place._replace(code=""))
    for one in (shown, without):
        yield one.cut_to(width)
        yield one._replace(progress="").cut_to(width)


def _cut(text: str, over: int, least: int) -> str:
    """Cut so many cells from the end of a text, as far as it keeps the least."""
    cells = cell_len(text)
    return one_line(text, max(min(least, cells), cells - max(0, over)))


def _progress_told(closed: int, total: int, *, short: bool = False) -> str:
    """Say how many criteria are closed: never a share of the questions."""
    if short:
        return f"{closed}/{total}"
    return _("{closed} of {total} criteria").format(closed=closed, total=total)
