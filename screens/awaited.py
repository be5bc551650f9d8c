"""What is awaited over all screenings: a list to bring it from, to close it on, and to export."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from screener.interview.awaited_files import check_name, export_awaited, left_out_told
from screener.interview.awaited_list import (
    AwaitedRead,
    AwaitedRow,
    awaited_counted,
    matches,
    nothing_awaited,
    read_awaited,
    unreadable_told,
    withdrawn_told,
)
from screener.interview.awaiting_acts import goes_on
from screener.interview.checks import may_answer
from screener.interview.copy_path import copy_path
from screener.interview.refusals import Refused
from screener.joining import labelled
from screener.language import _
from screener.record.errors import StoreError
from screener.record.rights import Right, may
from screens.awaited_lines import Columns, column_heads, row_line, whole_row
from screens.base import refusal, refused_lines
from screens.commands import AWAITED, bindings_for, with_keys
from screens.dialogs import Ask, Confirm
from screens.line_screen import LineScreen
from screens.paths import not_written, path_lines
from screens.prompts import Line, Tone
from screens.widgets.key_bar import KeyBar
from screens.widgets.plain_text import PlainText, content
from screens.widgets.top_line import TopLine

#: Seconds between two looks whether anything was recorded, while nothing is done in the list.
LOOK_EVERY = 5.0
#: Cells beside a line: the screen's margin and the scrollbar.
_BESIDE = 4
_LEAST = 20


class AwaitedScreen(LineScreen):
    """Every awaited result, the most pressing first."""

    place = AWAITED
    CSS_PATH = "awaited.tcss"
    body = "#awaited"
    BINDINGS = bindings_for(AWAITED)

    def __init__(self) -> None:
        super().__init__()
        self._read: AwaitedRead | None = None
        self._today = date.min
        self._words = ""
        #: The row that is marked, and its place in the list: what comes there is marked once it
        #: is brought.
        self._marked, self._at = "", 0
        self._looking = False
        self._unread = False

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield PlainText(id="columns")
        yield OptionList(id="awaited", markup=False)
        yield PlainText(id="empty")
        yield PlainText(id="marked")
        yield PlainText(id="notice", classes="notice -empty")
        yield self.make_line()
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#awaited", OptionList).can_focus = False
        self._fill()
        self.set_interval(LOOK_EVERY, self._look)

    def on_resize(self) -> None:
        if self.query("#awaited"):
            self._fill()

    def on_screen_resume(self) -> None:
        self._look()

    def asked(self) -> str:
        """Say on the empty line what can be typed there."""
        return _("type to search, / for a command")

    # The list, read beside the screen.

    def _look(self) -> None:
        if self.is_current and not self._looking and self.screener.someone is not None:
            self._looking = True
            self.load()

    @work(thread=True, group="load")
    def load(self) -> None:
        """Read what is awaited, and show it a part at a time."""
        app, store = self.screener, self.screener.open_store
        worker = get_current_worker()
        try:
            for read in read_awaited(store, app.person):
                if worker.is_cancelled:
                    return
                app.call_from_thread(self._loaded, read, store.today())
        except StoreError as error:
            app.call_from_thread(self._not_loaded, error)
        finally:
            self._looking = False

    def _loaded(self, read: AwaitedRead, today: date) -> None:
        """Show what was read; until all is read anew, what was shown before stays."""
        first = self._read is None or not self._read.over
        if self._left or not (first or read.over):
            return
        if (read, today) != (self._read, self._today):
            self._read, self._today = read, today
            self._fill()
        if self._unread:
            self._unread = False
            self.tell()
        if first and (told := unreadable_told(read)):
            self.tell(Line(told, Tone.FAIL))

    @property
    def _left(self) -> bool:
        """Whether the list was left while it was being read."""
        return self not in self.screener.screen_stack

    def _not_loaded(self, error: StoreError) -> None:
        if not (self._unread or self._left):
            self.tell(*refused_lines(error))
        self._unread = True

    def _fill(self, *, typed: bool = False) -> None:
        """List what holds the words; words just `typed` mark the first that does."""
        if not self.is_mounted:
            return
        found = self._found()
        self._mark(found, typed=typed)
        width = max(_LEAST, self.size.width - _BESIDE)
        language, options = self.screener.language, self.query_one("#awaited", OptionList)
        columns = Columns.of(found, width, self._today)
        options.set_options(
            Option(row_line(row, columns, language, self._today), id=row.id) for row in found
        )
        options.highlighted = self._at if found else None
        options.display = bool(found)
        heads = column_heads(columns) if found else ""
        self.query_one("#columns", PlainText).show(content((heads, "$quiet")))
        empty = self.query_one("#empty", PlainText)
        empty.display = not found
        empty.show(self._why_empty())
        self._show_marked()
        title = _("Results due")
        if self._read is not None and self._read.rows:
            title = awaited_counted(self._read.rows, self._today)
        self.query_one(TopLine).bind_place(title, self.screener.person)

    def _show_marked(self) -> None:
        """Show the marked result in full: in the list its question may be cut."""
        row, marked = self._row, self.query_one("#marked", PlainText)
        marked.display = row is not None
        if row is not None:
            marked.show(whole_row(row, self.screener.language, self._today))

    def _mark(self, found: list[AwaitedRow], *, typed: bool) -> None:
        """Keep the mark on its result; where that is gone, on what stands in its place."""
        ids = [row.id for row in found]
        if typed or not self._marked:
            self._at = 0
        elif self._marked in ids:
            self._at = ids.index(self._marked)
        self._at = max(0, min(self._at, len(ids) - 1))
        if ids and (typed or self._marked not in ids):
            self._marked = ids[self._at]

    def _found(self) -> list[AwaitedRow]:
        rows = () if self._read is None else self._read.rows
        language = self.screener.language
        return [row for row in rows if matches(row, self._words, language, self._today)]

    def _why_empty(self) -> str:
        """Say why nothing is listed."""
        if self._read is None or not self._read.over:
            return _("Looking for what is awaited …")
        if not self._read.rows:
            return nothing_awaited()
        said = _("No awaited result holds all of “{words}”. Escape clears the words.")
        return said.format(words=" ".join(self._words.split()))

    @property
    def _row(self) -> AwaitedRow | None:
        """The result that is marked."""
        return next((row for row in self._found() if row.id == self._marked), None)

    # What the line says.

    def typed(self, text: str) -> None:
        """Narrow the list, or say which commands begin so."""
        super().typed(text)
        words = "" if text.startswith("/") else text
        if words != self._words:
            self._words = words
            self._fill(typed=True)

    def entered(self, text: str) -> None:
        """Bring the result that is marked: its question is asked in its screening."""
        self.chosen()

    def chosen(self) -> None:
        """Open the screening of the marked result at its question."""
        row, person = self._row, self.screener.person
        if row is None:
            return
        if may(person.role, Right.SCREEN):
            if row.withdrawn:
                closes = with_keys(_("{close_awaited} closes it, with a reason."))
                self.tell(Line(withdrawn_told(row), Tone.AWAITED), Line(closes))
                return
            try:
                may_answer(row.asked, person.role)
            except Refused as error:
                self.tell(*refused_lines(error))
                return
        self.tell()
        self.screener.open_screening(row.number, row.asked.id)

    def action_go(self, by: int) -> None:
        """Mark another result."""
        super().action_go(by)
        self._moved()

    def action_go_to_end(self, last: bool) -> None:
        """Mark the first or the last result; with text on the line, go to an end of that."""
        super().action_go_to_end(last)
        self._moved()

    def _moved(self) -> None:
        options = self.query_one("#awaited", OptionList)
        marked = options.highlighted_option
        if marked is not None and marked.id is not None:
            self._marked, self._at = marked.id, options.highlighted or 0
            self._show_marked()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._moved()
        self.chosen()

    # Commands.

    @property
    def in_hand(self) -> str:
        """The screening of the result that is marked."""
        row = self._row
        return row.number if row else ""

    def do_search(self, argument: str) -> None:
        """Narrow the list to what holds the words."""
        self.line.value = argument
        self.line.focus()

    @work
    async def do_close_awaited(self, argument: str) -> None:
        """Close the marked result without an answer, with a reason."""
        row = self._row
        if row is None:
            return
        if not row.awaited.closable:
            self.tell(*refused_lines(goes_on()))
            return
        ask = self._ask_why(row, argument)
        while (reason := await self.app.push_screen_wait(ask)) is not None:
            wrong = ""
            if await self.app.push_screen_wait(self._confirm(row, reason)):
                wrong = refusal(partial(self._close, row, reason))
                if not wrong:
                    said = _("{number}: “{question}” is not awaited any more.")
                    self.tell(Line(self._named(said, row), Tone.PASS))
                    self._look()
                    return
            ask = self._ask_why(row, reason, wrong)

    def _ask_why(self, row: AwaitedRow, reason: str, wrong: str = "") -> Ask:
        title = _("{number}: why is “{question}” not awaited any more?")
        kept = Line(_("It leaves the list without an answer; no decision changes by it."))
        refused = (Line(wrong, Tone.FAIL),) if wrong else ()
        return Ask(self._named(title, row), lines=(kept, *refused), value=reason)

    def _confirm(self, row: AwaitedRow, reason: str) -> Confirm:
        """Show what is closed and why: words meant for the list must not become a reason."""
        asked = row.ask(self.screener.language)
        title = _("Close it without an answer?")
        lines = (
            Line(labelled(row.number, asked)),
            Line(_("reason: {reason}").format(reason=reason)),
        )
        return Confirm(title, lines, _("Enter closes it, Escape goes back to the reason"))

    def _named(self, said: str, row: AwaitedRow) -> str:
        return said.format(number=row.number, question=row.ask(self.screener.language))

    def _close(self, row: AwaitedRow, reason: str) -> None:
        from screener.interview.sitting import Sitting

        store = self.screener.store
        if store is not None:
            language = self.screener.language
            sitting = Sitting.open(store, row.number, self.screener.person, language)
            sitting.close_awaited(row.asked.id, reason)

    @work
    async def do_export(self, argument: str) -> None:
        """Write what has a due date as a calendar to a new file."""
        store = self.screener.store
        if store is None:
            return
        read: list[AwaitedRead] = []

        def write(path: Path) -> None:
            check_name(path)
            read.append(export_awaited(store, self.screener.person, path))

        path = await self.app.push_screen_wait(self._ask_path(write))
        if path is None:
            return
        lines = [Line(_("Written: {path}").format(path=copy_path(path)), Tone.PASS)]
        if left_out := left_out_told(read[-1]):
            lines.append(Line(left_out, Tone.AWAITED))
        self.tell(*lines)

    def _ask_path(self, write: Callable[[Path], object]) -> Ask:
        lines = (
            _("It names the screenings and who brings each result."),
            _("It names no test, question or candidate."),
            _("A new file; its owner alone can read it. That it was exported is recorded."),
        )
        return Ask(
            _("Into which calendar file?"),
            lines=[Line(said, Tone.QUIET) for said in lines],
            value=str(Path.home() / f"awaited-{self._today.isoformat()}.ics"),
            check=lambda text: not_written(text, write),
            echo=path_lines,
        )

    def context_help(self) -> list[Line]:
        """Say what the list is."""
        said = (
            _("Every result that is still to come, what is overdue first, over all screenings."),
            _("Type to narrow the list to what holds these words. Enter asks for the result."),
            _("{close_awaited} closes one that will not come, {export} writes a calendar."),
        )
        return [*(Line(with_keys(line)) for line in said), Line("")]

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self._fill()
