"""The worklist: every screening, where it stands and what it waits for."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screener.language import N_, _
from screener.record.events import check_candidate
from screens.base import PlaceScreen
from screens.commands import WORKLIST, bindings_for, commands_for, told, with_keys
from screens.prompts import Line, Tone
from screens.widgets.composer import Composer
from screens.widgets.key_bar import KeyBar
from screens.widgets.plain_text import STYLES, PlainText, content, one_line, padded
from screens.widgets.top_line import TopLine

if TYPE_CHECKING:
    from screener.record.summary import ScreeningSummary

_STAGES = {
    "new": (" ", N_("new"), Tone.OPEN),
    "in_progress": ("…", N_("in progress"), Tone.OPEN),
    "investigator": ("…", N_("for the investigator"), Tone.OPEN),
    "awaiting": ("◌", N_("awaited"), Tone.AWAITED),
    "undetermined": ("?", N_("cannot be determined yet"), Tone.AWAITED),
    "eligible": ("✓", N_("eligible"), Tone.PASS),
    "ineligible": ("✗", N_("not eligible"), Tone.FAIL),
    "stopped": ("■", N_("stopped"), Tone.QUIET),
    "withdrawn": ("■", N_("withdrawn"), Tone.QUIET),
    "unreadable": ("!", N_("unreadable"), Tone.FAIL),
}


class Worklist(PlaceScreen):
    """Screenings to open, and new ones to begin."""

    place = WORKLIST
    CSS_PATH = "worklist.tcss"
    BINDINGS = bindings_for(WORKLIST)

    def __init__(self) -> None:
        super().__init__()
        self._summaries: tuple[ScreeningSummary, ...] = ()
        self._words = ""
        self._busy = False
        self._rules_told = False

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield PlainText(id="columns")
        yield OptionList(id="screenings", markup=False)
        yield PlainText(id="empty")
        yield PlainText(id="notice", classes="notice -empty")
        yield Composer(commands_for(WORKLIST), id="line")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#screenings", OptionList).can_focus = False
        line = self.query_one("#line", Composer)
        line.bind_listener(self)
        line.focus()
        self.retranslate()
        for problem in self.screener.settings.problems:
            self.tell(Line(problem, Tone.FAIL))

    def on_resize(self) -> None:
        self._fill()

    def on_screen_resume(self) -> None:
        if self.screener.store is not None:
            self.load()

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self.query_one(TopLine).bind_place(_("Screenings"), self.screener.person)
        self.query_one("#line", Composer).placeholder = _("type to search, / for a command")
        self._fill()

    def tell(self, *lines: Line) -> None:
        """Show something that stays."""
        notice = self.query_one("#notice", PlainText)
        notice.show_lines(lines)
        notice.set_class(not lines, "-empty")

    def show_failure(self, message: str, hint: str) -> None:
        """Say why the store cannot be used."""
        key = told("quit")
        self.query_one("#empty", PlainText).show_lines(
            (Line(message, Tone.FAIL), Line(hint), Line(_("{key} leaves the app.").format(key=key)))
        )

    @work(thread=True, exclusive=True, group="load")
    def load(self) -> None:
        """Read the list, and look whether the rules file can begin new screenings."""
        from screener.record.errors import StoreError

        store = self.screener.store
        if store is None:
            return
        try:
            found = tuple(store.screenings())
        except StoreError as error:
            self.app.call_from_thread(self.show_failure, error.message, error.hint)
            return
        self.app.call_from_thread(self._loaded, found)
        self.app.call_from_thread(self._look_at_rules, _rules_problems(self.screener.rules_path))

    def _loaded(self, found: "tuple[ScreeningSummary, ...]") -> None:
        self._summaries = tuple(reversed(found))
        self._fill()

    def _look_at_rules(self, lines: tuple[Line, ...]) -> None:
        if not lines:
            if self._rules_told:
                self.tell()
            self._rules_told = False
            return
        self._rules_told = True
        self.tell(
            Line(_("No new screening can begin until the rules file is mended:"), Tone.FAIL),
            *lines[:4],
            Line(_("Screenings under way go on with the rules they began with."), Tone.QUIET),
        )

    # The list.

    def _fill(self) -> None:
        if not self.is_mounted:
            return
        width = max(20, self.size.width - 4)
        options = self.query_one("#screenings", OptionList)
        marked = options.highlighted_option.id if options.highlighted_option else None
        shown = [one for one in self._summaries if _matches(one, self._words)]
        options.set_options(
            Option(summary_line(one, width, self.screener.language), id=one.number) for one in shown
        )
        ids = [one.number for one in shown]
        if ids:
            options.highlighted = ids.index(marked) if marked in ids else 0
        self.query_one("#columns", PlainText).show(content((_columns(width), "$quiet")))
        empty = self.query_one("#empty", PlainText)
        options.display = bool(shown)
        empty.display = not shown
        if not shown and self.screener.store is None:
            empty.show(_("Opening the store …"))
        elif not shown:
            begins = with_keys(_("{new} begins one."))
            none = _("No screening matches.") if self._words else _("No screening yet.")
            empty.show(f"{none} {begins}")

    # What the line says.

    def key_alone(self, character: str) -> bool:
        """No key alone means anything here."""
        return False

    def typed(self, text: str) -> None:
        """Narrow the list."""
        self._words = "" if text.startswith("/") else text
        self._fill()

    def entered(self, text: str) -> None:
        """Open the screening that is marked."""
        marked = self.query_one("#screenings", OptionList).highlighted_option
        if marked is not None and marked.id and self.query_one("#screenings").display:
            self.open_screening(marked.id)

    def stepped_back(self) -> None:
        """Nothing lies behind the list."""

    def held_back(self) -> None:
        """No key alone answers here, so none is held back."""

    def moved(self, by: int) -> None:
        """Mark another screening."""
        options = self.query_one("#screenings", OptionList)
        if options.option_count:
            at = (options.highlighted or 0) + by
            options.highlighted = max(0, min(options.option_count - 1, at))

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

    def do_new(self, argument: str) -> None:
        """Begin a screening with the site's code for the candidate."""
        from screens.dialogs import Ask

        if self.screener.store is None:
            return

        def entered(code: str | None) -> None:
            if code is not None and not self._busy:
                self._busy = True
                self.begin(code)

        self.app.push_screen(
            Ask(
                _("New screening"),
                lines=(
                    Line(_("The site's own code for the candidate, such as DL-007. No name.")),
                    Line(_("Rules: {path}").format(path=self.screener.rules_path), Tone.QUIET),
                ),
                value=argument,
                check=_wrong_code,
            ),
            entered,
        )

    @work(thread=True, exclusive=True, group="begin")
    def begin(self, code: str) -> None:
        """Read the rules file anew and open a screening under it."""
        from screener.protocol.problems import ProtocolError
        from screener.record.errors import StoreError

        app, store = self.screener, self.screener.store
        number = None
        try:
            rules = app.rules_path.read_bytes()
            if store is not None:
                number = store.new_screening(rules, code, app.person, app.language)
        except ProtocolError:
            app.call_from_thread(self._look_at_rules, _rules_problems(app.rules_path))
        except StoreError as error:
            app.call_from_thread(
                self.tell, Line(error.message, Tone.FAIL), Line(error.hint or "", Tone.QUIET)
            )
        except (OSError, ValueError) as error:
            app.call_from_thread(self.tell, Line(str(error), Tone.FAIL))
        finally:
            self._busy = False
        if number is not None:
            app.call_from_thread(self.open_screening, number)

    def open_screening(self, number: str) -> None:
        """Sit down to a screening."""
        self.tell()
        self.screener.sit_down(number)

    def do_points(self, argument: str) -> None:
        """Show what the protocol leaves open, as the rules file stands now."""
        self.read_points()

    @work(thread=True, exclusive=True, group="points")
    def read_points(self) -> None:
        """Read the rules file for its open points."""
        from screener.protocol.loading.loader import load_bytes
        from screener.protocol.problems import ProtocolError
        from screens.dialogs import Reading
        from screens.open_points import open_point_lines

        app = self.screener
        try:
            protocol = load_bytes(app.rules_path.read_bytes(), str(app.rules_path))
        except (ProtocolError, OSError) as error:
            app.call_from_thread(self.tell, Line(str(error), Tone.FAIL))
            return
        lines = open_point_lines(protocol, app.language)
        app.call_from_thread(app.show_screen, Reading(_("Open points"), lines))


def _rules_problems(path: Path) -> tuple[Line, ...]:
    """Say what is wrong with the rules file; nothing where it can begin screenings."""
    from screener.protocol.loading.loader import load_bytes
    from screener.protocol.problems import ProtocolError, Severity

    try:
        load_bytes(path.read_bytes(), str(path))
    except ProtocolError as error:
        errors = [one for one in error.problems if one.severity is Severity.ERROR]
        return tuple(Line(str(one), Tone.FAIL) for one in errors)
    except OSError as error:
        return (Line(str(error), Tone.FAIL),)
    return ()


def _wrong_code(text: str) -> str:
    try:
        check_candidate(text)
    except ValueError as error:
        return str(error)
    return ""


def stage_words(stage: str) -> str:
    """Give glyph and word of what a screening waits for, or came to."""
    glyph, word, _tone = _STAGES[stage]
    return f"{glyph} {_(word)}"


def summary_line(summary: "ScreeningSummary", width: int, language: str) -> Content:
    """Write one screening in the width there is; below 60 columns on two lines."""
    _glyph, _word, tone = _STAGES[summary.stage]
    state = stage_words(summary.stage)
    closed = f"{summary.closed}/{summary.total}"
    if summary.problem:
        return content(
            (padded(summary.number, 8), "bold"), (one_line(summary.problem, width - 9), "$fail")
        )
    waits = _waits(summary, language)
    if width < 60:
        return content(
            (padded(summary.number, 8), "bold"),
            padded(summary.candidate, max(8, width - 16)),
            f" {closed}\n  ",
            (one_line(f"{state}  {waits}", width - 2), STYLES[tone]),
        )
    code, room = 14, width - 8 - 14 - 27 - 8
    return content(
        (padded(summary.number, 8), "bold"),
        padded(summary.candidate, code - 1) + " ",
        (padded(state, 26) + " ", STYLES[tone]),
        padded(closed, 8),
        (one_line(waits, max(0, room)), "$quiet"),
    )


def _columns(width: int) -> str:
    if width < 60:
        return ""
    heads = ((_("Number"), 8), (_("Candidate"), 14), (_("State"), 27), (_("Closed"), 8))
    return "  " + "".join(padded(head, cells) for head, cells in heads) + _("Awaited")


def _waits(summary: "ScreeningSummary", language: str) -> str:
    """Say what is awaited: how much, the earliest due date, the question it is for."""
    if not summary.awaited:
        return ""
    first = min(summary.awaited, key=lambda lack: (lack.due is None, lack.due or date.max))
    asked = summary.protocol.questions[first.question].ask if summary.protocol else None
    text = asked.in_language(language) if asked else first.question
    due = first.due.isoformat() if first.due else ""
    return " ".join(filter(None, (f"{len(summary.awaited)}:", due, text)))


def _matches(summary: "ScreeningSummary", words: str) -> bool:
    text = f"{summary.number} {summary.candidate} {stage_words(summary.stage)}".casefold()
    return all(word in text for word in words.casefold().split())
