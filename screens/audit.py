"""The audit trail: the life of one screening, or of all of them, as a timeline that is looked at.

Nothing here is recorded, and nobody sits down to a screening by looking at it.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screener.interview.audit import ScreeningAudit, StoreAudit
from screener.interview.moments import zone_told
from screener.interview.refusals import Refused
from screener.interview.told import person_told
from screener.joining import phrases, sentences
from screener.language import _
from screener.record.errors import StoreError
from screens.audit_filter import choose_filter, filter_told
from screens.audit_pages import answers_page, why_page
from screens.audit_reading import AuditReading
from screens.auditing import show_audit
from screens.base import refused_lines
from screens.commands import AUDIT, bindings_for
from screens.line_screen import fill_again
from screens.looked_for import LookedFor, looked_for
from screens.prompts import Line, Tone
from screens.trail import answer_style, fate_style
from screens.widgets.key_bar import KeyBar
from screens.widgets.plain_text import PlainText, content, indented, padded
from screens.widgets.top_line import TopLine

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from screener.interview.timeline import Happened
    from screener.interview.travel import Spot, Travel
    from screener.record.events import Event, Person

#: Cells beside the list: its padding, that of an option, the scroll bar.
_BESIDE = 6
#: So many events are laid out at once: all of them are laid out anew at each key that narrows them.
_ON_A_PAGE = 100
#: The options that lead to the page above, to the one below, and to what was not read yet.
_ABOVE, _BELOW, _MORE = "above", "below", "more"


class Audit(AuditReading):
    """Events as a timeline: of one screening, in their order; of all, the newest first."""

    place = AUDIT
    CSS_PATH = "audit.tcss"
    body = "#events"
    BINDINGS = bindings_for(AUDIT)

    def __init__(self, source: ScreeningAudit | StoreAudit, mark: int = 0) -> None:
        """Show a trail; `mark` is the sequence of the event that is marked to begin with."""
        super().__init__(source, mark)
        self._wanted = LookedFor()

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield PlainText(id="about")
        yield OptionList(id="events", markup=False)
        yield PlainText(id="notice", classes="notice -empty")
        yield self.make_line()
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self.look()
        self.follow()

    def on_resize(self) -> None:
        self.fill()

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self.fill()

    def asked(self) -> str:
        """Say on the empty line what can be typed there."""
        if self._travel is None:
            return _("type to search, / for a command")
        return _("words, an event's number, a date, a date and time; / for a command")

    # What is shown.

    def fill(self) -> None:
        """Write the list anew, staying at the event that was marked."""
        source = self.source
        top, person = self.query_one(TopLine), self.screener.person
        if isinstance(source, ScreeningAudit):
            top.bind_screening(source, person, title=_("audit trail"))
        else:
            top.bind_place(_("all screenings · audit trail"), person)
        about = (zone_told(source.zone), filter_told(self.sought, source.zone))
        self.query_one("#about", PlainText).show(
            content((" · ".join(filter(None, about)), "$quiet"))
        )
        fill_again(self.query_one(OptionList), self._options(), str(self._mark))

    @property
    def _shown(self) -> "list[Happened]":
        """The events that are looked for on the line, on all pages."""
        return [one for one in self._told if self._wanted.holds(one)]

    def _options(self) -> Iterator[Option]:
        """Give the page with the event that is marked."""
        shown = self._shown
        at = next((n for n, one in enumerate(shown) if one.event.sequence == self._mark), 0)
        start = at - at % _ON_A_PAGE
        end = start + _ON_A_PAGE
        if start:
            yield _leads(_("{count} more above …").format(count=start), _ABOVE)
        yield from self._rows(shown[start:end])
        if not shown:
            none = sentences(_("No event is as it is looked for."), self._wanted.outside)
            yield Option(content((none, "$quiet")), disabled=True)
        if end < len(shown):
            yield _leads(_("{count} more below …").format(count=len(shown) - end), _BELOW)
        elif self._more:
            yield _leads(_("Earlier events …"), _MORE)

    def _rows(self, told: "Sequence[Happened]") -> Iterator[Option]:
        """Give events under whoever did them, and the day."""
        width = max(30, self.size.width - _BESIDE)
        head: tuple[date, Person] | None = None
        for one in told:
            event = one.event
            if head != (event.on, event.person):
                head = event.on, event.person
                said = phrases((event.on.isoformat(), person_told(event.person)))
                yield Option(content((said, "bold $link")), disabled=True)
            yield Option(self._row(one, width), id=str(event.sequence))

    def _row(self, one: "Happened", width: int) -> Content:
        """Write one event: which, when, what it did, and what has become of it."""
        event = one.event
        name = f"{event.version:>4}"
        if isinstance(self.source, StoreAudit):
            place = event.number or _("the store")
            name = f"{event.sequence:>7}  {padded(place, 9)}"
        head = f"{name}  {event.at.astimezone(self.source.zone):%H:%M:%S}  "
        struck = answer_style(one.became) if one.became.struck else ""
        said = [(0, one.said, struck)]
        if one.became.words:
            said.append((0, one.became.told, fate_style(one.became)))
        lines = indented(said, max(20, width - cell_len(head)))
        rest = Content("\n" + " " * cell_len(head)).join(lines.split("\n"))
        return Content("").join((content((head, "$quiet")), rest))

    # What the line says.

    def typed(self, text: str) -> None:
        """Narrow the list, and mark where the words lead to; or say which commands begin so."""
        super().typed(text)
        words = "" if text.startswith("/") else text
        if words != self._wanted.words:
            self._wanted = looked_for(words, self._travel, self.screener.open_store.now())
            self._remember()
            there = (one.event.sequence for one in self._told if self._wanted.leads_to(one.event))
            self._mark = next(there, self._mark)
            self.fill()

    @property
    def _travel(self) -> "Travel | None":
        return self.source.travel if isinstance(self.source, ScreeningAudit) else None

    def entered(self, text: str) -> None:
        """Step to the event that is marked; where none is, say what can be typed."""
        spot = self._wanted.spot
        if spot and not any(self._wanted.leads_to(one.event) for one in self._told):
            # The filter leaves it out.
            self._travel_to(spot)
        elif self.query_one(OptionList).highlighted_option is not None:
            self.chosen()
        elif text and (source := self._one()) is not None and source.travel is not None:
            try:
                source.travel.find(text, self.screener.open_store.now())
            except Refused as error:
                self.tell(*refused_lines(error))

    def chosen(self) -> None:
        """Enter steps to the event that is marked."""
        self.query_one(OptionList).action_select()

    def action_go(self, by: int) -> None:
        """Mark another event."""
        super().action_go(by)
        self._remember()

    def action_go_to_end(self, last: bool) -> None:
        """Mark the first event or the last, on whichever page; with text on the line, go along."""
        if shown := self._shown if not self.line.value else []:
            self._mark = shown[-1 if last else 0].event.sequence
            self.fill()
        else:
            super().action_go_to_end(last)

    def _remember(self) -> None:
        marked = self.query_one(OptionList).highlighted_option
        if marked is not None and marked.id is not None and marked.id.isdecimal():
            self._mark = int(marked.id)

    def _turn(self, id: str) -> None:
        """Go to the page above, to that below, or read more."""
        ids = [option.id for option in self.query_one(OptionList).options]
        here = [int(one) for one in ids if one is not None and one.isdecimal()]
        shown = [one.event.sequence for one in self._shown]
        if id == _MORE and isinstance(self.source, StoreAudit):
            self.tell(Line(_("Reading the record …"), Tone.QUIET))
            self.read(self.source, self.sought, self._told)
            return
        self._mark = shown[shown.index(here[0]) - 1 if id == _ABOVE else shown.index(here[-1]) + 1]
        self.fill()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option.id in (_ABOVE, _BELOW, _MORE):
            self._turn(event.option.id)
        elif event.option.id:
            self._mark = int(event.option.id)
            chosen = next(o.event for o in self._told if o.event.sequence == self._mark)
            self.step_to(chosen)

    def step_to(self, event: "Event") -> None:
        """Show how the screening stood after an event; of all screenings, its own trail first."""
        if isinstance(self.source, StoreAudit):
            if event.number:
                show_audit(self.screener, event.number, event.sequence)
            else:
                said = _("This is the store's own: no screening changed by it.")
                self.tell(Line(said, Tone.QUIET))
        elif self.source.travel is not None:
            spot = self._wanted.spot if self._wanted.leads_to(event) else None
            self._travel_to(spot or self.source.travel.after(event.version))

    def _travel_to(self, spot: "Spot") -> None:
        """Show how the screening stood at a place in time; words that led there are done with."""
        from screens.travel import TravelScreen

        if isinstance(self.source, StoreAudit) or self.source.travel is None:
            return
        if spot == self._wanted.spot:
            self.line.clear_line()
        self.app.push_screen(TravelScreen(self.source, self.source.travel, spot))

    # Commands.

    @work
    async def do_filter(self, argument: str) -> None:
        """Choose what is looked for."""
        events = self.source.events if isinstance(self.source, ScreeningAudit) else ()
        zone, now = self.source.zone, self.screener.open_store.now()
        sought = await choose_filter(self.app, self.sought, events, zone, now)
        if sought is not None and sought != self.sought:
            self.sought = sought
            self.look()

    def do_search(self, argument: str) -> None:
        """Narrow the list to what holds the words."""
        self.line.value = argument

    def do_why(self, argument: str) -> None:
        """Say why the screening came out as it did."""
        if (source := self._one()) is not None and source.travel is not None:
            self.app.push_screen(why_page(partial(_end_of, source), self.size.width))

    def do_check(self, argument: str) -> None:
        """Give every answer with its history."""
        if (source := self._one()) is not None and source.travel is not None:
            self.app.push_screen(answers_page(partial(_end_of, source), self.size.width))

    @work
    async def do_copy(self, argument: str) -> None:
        """Write a copy of the screening's last recorded decision into a new file."""
        from screener.interview.copying import write_copy
        from screens.copying import write_asked

        source, store = self._one(), self.screener.store
        if source is None or store is None:
            return
        if source.travel is None:
            self.tell(Line(source.problem, Tone.FAIL))
            return
        state = source.travel.stood(source.travel.end).state

        def write(path: "Path", format: str) -> None:
            write_copy(store, source.number, path, format, self.screener.person, source.language)

        try:
            path = await write_asked(self.app, argument, state, source.zone, write)
            if path is None:
                return
            source.read_on()
        except (Refused, StoreError) as error:
            self.tell(*refused_lines(error))
            return
        self.look()
        self.tell(Line(_("Written: {path}").format(path=path), Tone.PASS))

    def _one(self) -> ScreeningAudit | None:
        """Give the screening; of all of them, say that one has to be chosen first."""
        if isinstance(self.source, ScreeningAudit):
            return self.source
        self.tell(Line(_("Choose a screening first: Enter on one of its events."), Tone.AWAITED))
        return None


def _end_of(source: ScreeningAudit) -> "tuple[Travel, Spot]":
    """Give the end of a screening's events, as they were read last."""
    assert source.travel is not None, "what could be followed before can be followed now"
    return source.travel, source.travel.end


def _leads(said: str, id: str) -> Option:
    """Make an option that leads to other events."""
    return Option(content((said, "$link")), id=id)
