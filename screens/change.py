"""One earlier answer, corrected on a screen of its own: what stood, and what a new one would do."""

from functools import partial
from typing import TYPE_CHECKING, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from screener.interview.commands import read_slash
from screener.interview.refusals import Refused
from screener.interview.sitting import Sitting
from screener.language import _, ngettext
from screener.prose.values import help_text
from screener.record.errors import StoreError
from screens import asking
from screens.base import conflicting, no_command, not_here, refused_lines, show_notice
from screens.commands import CHANGE, INTERVIEW, bindings_elsewhere, bindings_for, commands_for, told
from screens.company import with_replaced
from screens.dialogs import Reading
from screens.effects import answers_behind, criterion_lines_of, why_lines
from screens.notes import choose_missing, keep_note
from screens.prompts import Line, Prompt, Step, Tone
from screens.source_dialogs import say_source
from screens.trail import who_and_when
from screens.widgets.exchange import Exchange
from screens.widgets.key_bar import KeyBar
from screens.widgets.notice import Notice
from screens.widgets.plain_text import PlainText, lines_content

if TYPE_CHECKING:
    from screens.app import ScreenerApp


class Change(ModalScreen[bool]):
    """Corrects one answer; comes back with whether it was changed."""

    VERTICAL_BREAKPOINTS = [(0, "-flat"), (20, "-low"), (30, "-high")]
    CSS_PATH = ["interview.tcss", "change.tcss"]
    BINDINGS = [
        *bindings_for(CHANGE),
        *bindings_elsewhere(CHANGE, INTERVIEW),
        Binding("pageup", "read(-1)", show=False, priority=True),
        Binding("pagedown", "read(1)", show=False, priority=True),
    ]

    def __init__(self, sitting: Sitting, question: str) -> None:
        super().__init__()
        self.sitting = sitting
        self.question = question

    def compose(self) -> ComposeResult:
        with Vertical(classes="change"):
            stood = self.sitting.state.current(self.question)
            answered = stood is not None and not stood.awaited
            title = _("Correct an answer") if answered else _("Answer a question")
            yield PlainText(title, classes="title")
            yield PlainText(lines_content(self._standing()), classes="standing")
            yield Notice()
            yield Exchange(commands_for(CHANGE), id="exchange")
            yield KeyBar()

    def on_mount(self) -> None:
        from screens.interview import make_flow

        app = cast("ScreenerApp", self.app)
        exchange = self.query_one(Exchange)
        exchange.line.guard.clock = app.monotonic
        flow = make_flow(self.sitting, self.question, self.sitting.language, correcting=True)
        exchange.bind_flow(flow, Prompt(""), self)
        exchange.line.focus()
        self.query_one(KeyBar).bind_commands(CHANGE, commands_for(CHANGE))

    def _stood_in_words(self) -> str:
        """Give the earlier answer; of a series the number of rows, which the prompt shows."""
        rows = self.sitting.state.completed_rows(self.question)
        if rows:
            said = ngettext("{count} row, complete", "{count} rows, complete", len(rows))
            if self.question in self.sitting.state.reopened:
                said = ngettext(
                    "{count} row, complete until the table was opened again",
                    "{count} rows, complete until the table was opened again",
                    len(rows),
                )
            return said.format(count=len(rows))
        return answers_behind(self.sitting, self.question, self.sitting.language)

    def _standing(self) -> list[Line]:
        sitting, lines = self.sitting, []
        stood = sitting.state.current(self.question)
        if stood is not None:
            said = self._stood_in_words()
            who = who_and_when(stood.person, stood.at, sitting.time_zone)
            lines = [Line(_("So far: {answer} ({who})").format(answer=said, who=who))]
        return [*lines, *criterion_lines_of(sitting, self.question)]

    def advanced(self, step: Step) -> None:
        """Done, left as it was, or a step further; what was said of the step before is over."""
        self._notice()
        self.show_anew()
        if step is not Step.MOVED:
            self.dismiss(step is Step.DONE)

    def show_anew(self) -> None:
        """Show what stands, as the record is now; what is asked and typed stays."""
        self.query_one(".standing", PlainText).show_lines(self._standing())

    def failed(self, error: Exception) -> None:
        """Say what was refused, beside what stands there by now."""
        self.show_anew()
        if isinstance(error, Refused | StoreError):
            self._notice(*refused_lines(error, self.query_one(Exchange).flow))
        else:
            self._notice(Line(str(error), Tone.FAIL))

    def said(self, text: str) -> bool:
        """There is always an entry under way here."""
        return False

    def emptied(self) -> None:
        """What was said of the line is over."""
        self._notice()

    def leave(self) -> bool:
        """Give the entry up, to leave the app; False, and said why, where it cannot be written."""
        return self.query_one(Exchange).give_up()

    def slash(self, text: str) -> None:
        """Carry out a slash command."""
        spoken = read_slash(text, commands_for(CHANGE))
        if spoken is None:
            self._notice(no_command(text, CHANGE))
        else:
            self.carry_out(spoken.command.id, spoken.argument)

    def action_command(self, name: str) -> None:
        """Carry out a command without an argument."""
        self.carry_out(name, "")

    def action_elsewhere(self, name: str) -> None:
        """Say that a key of the screening does nothing here, and what leads back to it."""
        self._notice(not_here(told(name)))

    def action_read(self, by: int) -> None:
        """Read on, or back, in what is said above the line."""
        self.query_one(Notice).turn(by)

    def carry_out(self, name: str, argument: str) -> None:
        """Carry out a command."""
        exchange = self.query_one(Exchange)
        match name:
            case "undo":
                if not exchange.line.undo_typing() and not exchange.command("undo", argument):
                    exchange.stepped_back()
            case "why":
                why = why_lines(self.sitting, self.question, self.sitting.language)
                lines = [*exchange.more, *why]
                self.app.push_screen(Reading(_("Why this is asked"), lines))
            case "help":
                self._help()
            case "palette":
                app = cast("ScreenerApp", self.app)
                app.pick_command(commands_for(CHANGE), self.carry_out)
            case "missing":
                self._missing()
            case "note":
                self._note(argument)
            case "source":
                self._source()
            case "lock":
                cast("ScreenerApp", self.app).do_lock(argument)
            case _:
                if not exchange.command(name, argument):
                    self._notice(Line(_("That means nothing for what is asked now."), Tone.QUIET))

    @work
    async def _missing(self) -> None:
        chosen = await choose_missing(self.app)
        if chosen is not None:
            self.query_one(Exchange).no_answer(*chosen)

    @work
    async def _note(self, argument: str) -> None:
        """Keep a note to the answer; the answer itself stays as it is."""
        wrong = ""
        if argument:
            try:
                add = partial(self.sitting.add_note, argument, self.question)
                wrong = conflicting(add)
            except (Refused, StoreError) as error:
                self.failed(error)
                self.query_one(Exchange).put_back(f"/note {argument}")
                return
        asks = bool(wrong) or not argument
        if asks and not await keep_note(self.app, self.sitting, self.question, argument, wrong):
            return
        self._notice(Line(_("The note is kept."), Tone.PASS))

    @work
    async def _source(self) -> None:
        """Ask where the answer comes from; what was entered of it stays."""
        if await say_source(self.app, self.sitting):
            self._note("")
        exchange = self.query_one(Exchange)
        if exchange.flow is not None:
            exchange.go_on(exchange.flow)

    def _help(self) -> None:
        question = self.sitting.protocol.questions[self.question]
        language = self.sitting.language
        lines = [Line(line) for line in help_text(question, language).split("\n")]
        keys = [f"{one.slash or told(one.id)}  {_(one.help)}" for one in commands_for(CHANGE)]
        lines += [Line(""), *(Line(line, Tone.QUIET) for line in keys)]
        self.app.push_screen(Reading(asking.ask_text(question, language), lines))

    def _notice(self, *lines: Line) -> None:
        show_notice(self, *with_replaced(self.sitting, lines))
