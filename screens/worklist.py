"""The worklist: every screening, where it stands and what it waits for."""

from datetime import date
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screener.language import _
from screens.approving import Approving
from screens.beginning import Beginning
from screens.commands import WORKLIST, bindings_for, told, with_keys
from screens.prompts import Line, Tone
from screens.widgets.composer import Composer
from screens.widgets.key_bar import KeyBar
from screens.widgets.plain_text import PlainText, content
from screens.widgets.top_line import TopLine
from screens.worklist_lines import (
    column_heads,
    more_told,
    needless_told,
    nothing_listed,
    number_cells,
    state_words,
    summary_line,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from screener.interview.finding import Read
    from screener.record.ahead import Ahead
    from screener.record.errors import StoreError
    from screener.record.presence import Here
    from screener.record.summary import ScreeningSummary


#: Seconds between two looks whether someone else has written, while nothing is done in the list.
LOOK_EVERY = 5.0
#: Rows above and below the list, and what is said where it is empty.
_AROUND_THE_LIST = 7


class Worklist(Beginning, Approving):
    """Screenings to open, and new ones to begin."""

    place = WORKLIST
    CSS_PATH = "worklist.tcss"
    BINDINGS = bindings_for(WORKLIST)

    def __init__(self) -> None:
        super().__init__()
        #: The screenings that were read, the newest first, and how many there are.
        self.summaries: tuple[ScreeningSummary, ...] = ()
        self._total = 0
        #: How many are shown; it grows where the mark goes on beyond them.
        self._most = 0
        #: Who has which screening open elsewhere.
        self._here: tuple[Here, ...] = ()
        #: What time does to those shown; read once the list is there.
        self._ahead: dict[str, Ahead | None] = {}
        self._words = ""
        self._today = date.min
        #: What is wrong with the rules file, as it was seen last.
        self.rules_problems: tuple[str, ...] = ()
        #: Whether the list could not be read the last time.
        self._unread = False
        #: The screening that is marked, or was when it went from the list.
        self._marked = ""
        #: The screening just left, until the list was read after that.
        self._left = ""
        #: The words with which the list was read last; only of these is said that nothing holds
        #: them, since someone else may have begun what is looked for.
        self._read_with: str | None = None
        self._looking = False
        #: Whether it was said that the words leave no screening to be marked.
        self._none_marked = False
        self._copies_told = False
        #: What is said first.
        self._greeting: tuple[Line, ...] = ()

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield PlainText(id="columns")
        yield OptionList(id="screenings", markup=False)
        yield PlainText(id="empty")
        yield PlainText(id="notice", classes="notice -empty")
        yield Composer(self.commands(), id="line")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#screenings", OptionList).can_focus = False
        line = self.query_one("#line", Composer)
        line.bind_listener(self)
        line.focus()
        self.retranslate()
        problems = (Line(problem, Tone.FAIL) for problem in self.screener.settings.problems)
        self.tell(*self._greeting, *problems)
        self.set_interval(LOOK_EVERY, self._look)

    def on_resize(self) -> None:
        self._fill()
        if self.rules_problems:
            self._tell_rules()

    def on_screen_resume(self) -> None:
        if self.screener.store is not None and self.screener.someone is not None:
            self.load()

    def greet(self, *said: str) -> None:
        """Say something first, once the list is there."""
        self._greeting = tuple(Line(one, Tone.AWAITED) for one in said)

    def come_from(self, number: str) -> None:
        """Mark the screening just left; words that would hide it are cleared.

        Others stay, and what is typed next takes their place.
        """
        self._marked = self._left = number
        if self.is_mounted:
            self._fill()
            self.query_one("#line", Composer).select_all()

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self.query_one(TopLine).bind_place(_("Screenings"), self.screener.person)
        self.query_one("#line", Composer).placeholder = _("type to search, / for a command")
        self._fill()

    def show_failure(self, message: str, hint: str) -> None:
        """Say why the store cannot be used."""
        key = told("quit")
        self.query_one("#empty", PlainText).show_lines(
            (Line(message, Tone.FAIL), Line(hint), Line(_("{key} leaves the app.").format(key=key)))
        )

    @work(thread=True, exclusive=True, group="load")
    def load(self) -> None:
        """Read the list, and look whether the rules file can begin new screenings."""
        from screener.interview.rules_file import rules_problems
        from screener.record.in_place import needless_copies

        if self.read():
            problems = rules_problems(self.screener.rules_path)
            self.app.call_from_thread(self.look_at_rules, problems)
            store = self.screener.store
            if store is not None and not problems:
                copies = () if self._copies_told else needless_copies(store.path)
                self.app.call_from_thread(self._tell_once, copies)

    def _look(self) -> None:
        """Look whether someone else has written, where the list is what is looked at."""
        if self.is_current and self.screener.store is not None and not self._looking:
            self._looking = True
            self.look()

    @work(thread=True, group="look")
    def look(self) -> None:
        """Read the list alone; the rules file takes longer, and is read anew to begin."""
        self.read()

    def read(self) -> bool:
        """Read the list, from beside the screen; False, and said why, where it cannot be read."""
        from screener.interview.finding import read_list
        from screener.interview.training import unapproved
        from screener.record.errors import StoreError

        store, words = self.screener.store, self._words
        if store is None:
            return False
        self._most = max(self._most, self.screener.size.height)
        known = {*(one.number for one in self.summaries), self._marked, self._left}
        try:
            today, here = store.today(), store.presence.others()
            self.unapproved = unapproved(store, self.screener.rules_path)
            for read in read_list(store, words, self._most, state_words, known):
                self.app.call_from_thread(self._loaded, read, today, words, here)
                if words != self._words:
                    break
            shown = [one.number for one in self._shown()[0]]
            self.app.call_from_thread(self._looked_ahead, store.ahead(shown))
        except StoreError as error:
            self.app.call_from_thread(self._not_loaded, error, words)
            return False
        self._looking = False
        return True

    def _loaded(self, read: "Read", today: date, words: str, here: "tuple[Here, ...]") -> None:
        """Show the list as it was read just now; what is the same is not laid out anew."""
        seen = self.summaries, self._total, self._today, self._read_with, self._here
        self.summaries, self._total, self._today = read.summaries, read.total, today
        self._here = here
        self.approval_followed()
        self._read_with = words if read.over else None
        if self._unread:
            self._unread = False
            self.tell()
            self._fill()
        elif seen != (self.summaries, self._total, today, self._words, here):
            self._fill()
        if self._left in [one.number for one in self.summaries]:
            hidden = self._left not in [one.number for one in self._found()]
            self._left = ""
            if hidden:
                self.query_one("#line", Composer).clear_line()

    def _looked_ahead(self, ahead: "Mapping[str, Ahead | None]") -> None:
        """Say beside the screenings what time does to them."""
        if self._ahead != (known := self._ahead | dict(ahead)):
            self._ahead = known
            self._fill()

    def _not_loaded(self, error: "StoreError", words: str) -> None:
        """Say why the list cannot be read; what was read of it before stays."""
        if not (self._looking and self._unread):
            self.tell(Line(error.message, Tone.FAIL), Line(error.hint))
        self._looking, self._unread = False, True
        self._read_with, self._left = words, ""
        self._fill()

    def _tell_once(self, copies: "tuple[Path, ...]") -> None:
        """Say once which copies of the record, kept when it was gone, need not lie about.

        And ask once for the approval of the rules, whoever may give it.
        """
        greeting = () if self._copies_told else self._greeting
        self._copies_told = True
        asked = self.approval_asked()
        if copies or asked:
            self.tell(*greeting, *map(needless_told, copies), *asked)

    def look_at_rules(self, problems: tuple[str, ...]) -> None:
        told, self.rules_problems = self.rules_problems, problems
        if problems:
            self._tell_rules()
        elif told:
            self.tell()

    def _tell_rules(self) -> None:
        """Say what is wrong with the rules file, in half the screen, or what the list leaves."""
        from screens.rules_notice import rules_notice

        width, height = self.size
        listed = len(self.summaries) * (1 if width >= 60 else 2)
        rows = max(height // 2, min(height * 4 // 5, height - _AROUND_THE_LIST - listed))
        path = self.screener.rules_path
        self.tell(*rules_notice(self.rules_problems, path, width - 2, rows))

    # The list.

    def _fill(self, *, typed: bool = False) -> None:
        """List what holds the words; words just `typed` mark the first that does.

        What happens elsewhere never moves the mark to another screening: Enter may be on its way.
        """
        if not self.is_mounted:
            return
        width = max(20, self.size.width - 4)
        options = self.query_one("#screenings", OptionList)
        shown, more = self._shown()
        cells = number_cells(shown)
        options.set_options(Option(self._line(one, width, cells), id=one.number) for one in shown)
        if more:
            options.add_option(Option(content((more_told(more), "$quiet")), disabled=True))
        ids = [one.number for one in shown]
        if self._marked not in ids and (typed or not self._marked):
            self._marked = ids[0] if ids else ""
        options.highlighted = ids.index(self._marked) if self._marked in ids else None
        self.query_one("#columns", PlainText).show(content((column_heads(width, cells), "$quiet")))
        empty = self.query_one("#empty", PlainText)
        options.display = bool(shown)
        empty.display = not shown
        if not shown:
            empty.show(self._why_empty())
        if self._read_with != self._words and (not shown or len(self.summaries) < self._total):
            self._look()

    def _line(self, one: "ScreeningSummary", width: int, cells: int) -> Content:
        here = tuple(other.name for other in self._here if other.number == one.number)
        language, ahead = self.screener.language, self._ahead.get(one.number)
        return summary_line(one, width, language, self._today, cells, here, ahead)

    def _shown(self) -> "tuple[Sequence[ScreeningSummary], int]":
        """Give as many of those found as are shown, the marked one among them; and how many not."""
        found = self._found()
        marked = [one for one in found[self._most :] if one.number == self._marked]
        shown = [*found[: self._most], *marked]
        all_of_them = len(found) if self._words.split() else self._total
        return shown, all_of_them - len(shown)

    def _found(self) -> "list[ScreeningSummary]":
        if not self.summaries:
            return []
        from screener.interview.listing import matches

        return [one for one in self.summaries if matches(one, self._words, state_words(one))]

    def _why_empty(self) -> str:
        """Say why nothing is listed, and what would do."""
        if self.screener.store is None:
            return _("Opening the store …")
        if self._unread or (self._read_with != self._words and len(self.summaries) == self._total):
            return ""
        begins = with_keys(_("{new} begins one.")) if self.can("new") else ""
        return nothing_listed(self.summaries, self._total, self._words, begins)

    # What the line says.

    def key_alone(self, character: str) -> bool:
        """No key alone means anything here."""
        return False

    def typed(self, text: str) -> None:
        """Narrow the list; what was said of other words is over."""
        if self._none_marked:
            self._none_marked = False
            self.tell()
        self._words = "" if text.startswith("/") else text
        self._fill(typed=True)

    def entered(self, text: str) -> None:
        """Open the screening that is marked; where the one that was is gone, mark the first."""
        if self.in_hand:
            self.open_screening(self.in_hand)
        else:
            self._fill(typed=True)

    def stepped_back(self) -> None:
        """Nothing lies behind the list; Escape clears the words before it comes here."""

    def held_back(self) -> None:
        """No key alone answers here, so none is held back."""

    def moved(self, by: int) -> None:
        """Mark another screening."""
        options = self.query_one("#screenings", OptionList)
        ids = [option.id for option in options.options if option.id is not None]
        if not ids:
            return
        at = 0 if options.highlighted is None else options.highlighted + by
        options.highlighted = max(0, min(len(ids) - 1, at))
        self._marked, self._left = ids[options.highlighted], ""
        if at >= len(ids) and len(ids) < options.option_count:
            self._most += self.size.height
            self._look()

    def slash(self, text: str) -> None:
        """Carry out a slash command."""
        self.query_one("#line", Composer).clear_line()
        super().slash(text)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option.id:
            self.open_screening(event.option.id)

    # Commands.

    def do_search(self, argument: str) -> None:
        """Narrow the list to what holds the words."""
        line = self.query_one("#line", Composer)
        line.value = argument
        line.focus()

    @property
    def in_hand(self) -> str:
        """The screening that is marked, where one is shown so, or was just left."""
        options = self.query_one("#screenings", OptionList)
        marked = self._left or (options.display and options.highlighted is not None)
        return self._marked if marked else ""

    def do_audit(self, argument: str) -> None:
        """Show what happened in the screening that is marked; words that hide all mark none."""
        if self._words and not (argument or self.in_hand):
            said = _("No screening is marked. Escape clears the words; /audit all shows all.")
            self.tell(Line(said, Tone.AWAITED))
            self._none_marked = True
            return
        super().do_audit(argument)
        self.query_one("#line", Composer).select_all()

    def open_screening(self, number: str) -> None:
        """Open a screening."""
        self.tell()
        self.screener.open_screening(number)

    def do_awaited(self, argument: str) -> None:
        """Show what is awaited, over all screenings."""
        self.screener.show_awaited()

    def do_log(self, argument: str) -> None:
        """Show the screening log."""
        from screens.log import Log

        self.app.push_screen(Log())
