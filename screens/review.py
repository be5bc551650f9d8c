"""Check your answers: all of them by section, who gave each and when, changed in place."""

from collections.abc import Iterator

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screener.interview.course_told import course_said
from screener.interview.history_told import Given, by_section, has_history, history_of
from screener.interview.moments import moment, zone_told
from screener.interview.redacting import done_said
from screener.interview.refusals import Refused
from screener.interview.rows import makers_told
from screener.interview.sitting import Sitting
from screener.interview.told import redaction_told
from screener.joining import labelled
from screener.language import _
from screener.record.state import Entry
from screens import asking, redacting
from screens.base import refusal, refused_lines
from screens.commands import REVIEW, bindings_for
from screens.company import AtSitting, read_meanwhile
from screens.line_screen import LineScreen, fill_again
from screens.notes import SCREENING, keep_note, notes_to
from screens.prompts import Line, Tone
from screens.trail import answer_style, fate_style, who_and_when
from screens.widgets.key_bar import KeyBar
from screens.widgets.plain_text import PlainText, content, indented
from screens.widgets.series import answer_words, open_rows_words
from screens.widgets.top_line import TopLine

#: Cells of indent beneath a question, and beneath an answer.
_INDENT = 3
_DEEPER = 5
#: Cells beside the list: its padding, that of an option, the scroll bar.
_BESIDE = 6
_Line = tuple[int, str, str]


class Review(LineScreen, AtSitting):
    """Every answer by section: who, when, on what it rests, and what stood there before."""

    place = REVIEW
    CSS_PATH = "review.tcss"
    body = "#answers"
    BINDINGS = bindings_for(REVIEW)

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield PlainText(id="zone")
        yield OptionList(id="answers", markup=False)
        yield PlainText(id="notice", classes="notice -empty")
        yield self.make_line()
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(OptionList).can_focus = False
        told = read_meanwhile(self.sitting)
        self.fill()
        self.tell(*told)
        self.follow()

    def on_resize(self) -> None:
        """Wrap the lines anew."""
        self.fill()

    def fill(self) -> None:
        """Write the list anew, staying at the answer that was marked."""
        sitting, here = self.sitting, _("check your answers")
        top = self.query_one(TopLine)
        top.bind_screening(sitting, sitting.person, sitting.progress(), here)
        zone = (zone_told(self.sitting.time_zone), "$quiet")
        self.query_one("#zone", PlainText).show(content(zone))
        self._shown = self.sitting.state
        options = self.query_one(OptionList)
        marked = options.highlighted_option.id if options.highlighted_option else None
        fill_again(options, self._options(), marked)

    def show_now(self) -> None:
        """Show what has been read, at the answer that is marked."""
        self.fill()

    # What is listed.

    def _options(self) -> Iterator[Option]:
        protocol, language = self.sitting.protocol, self.sitting.language
        told_of = [id for id in protocol.questions if self._has(id)]
        for title, members in by_section(protocol, told_of, language):
            yield Option(content((title, "bold $link")), disabled=True)
            for id in members:
                yield Option(self._question(id), id=id)
        if not told_of:
            yield Option(content(_("There is no answer yet.")), disabled=True)
        yield Option(self._screening(), id=SCREENING)

    def _has(self, question: str) -> bool:
        state = self.sitting.state
        noted = any(note.question == question for note in state.notes)
        return noted or has_history(state, question)

    def _question(self, question: str) -> Content:
        sitting, history = self.sitting, history_of(self.sitting.standing, question)
        asked = asking.ask_text(sitting.protocol.questions[question], sitting.language)
        lines: list[_Line] = [(0, asked, "")]
        rows = open_rows_words(sitting, question, self._width - _INDENT)
        if history.now is not None:
            lines += self._answer(question, history.now)
        elif not rows:
            lines.append((_INDENT, _("no answer now"), "$quiet"))
        if rows:
            lines.append((_INDENT, rows, "$awaited"))
        lines += self._notes(question)
        for heading, others in history.others():
            lines.append((_INDENT, heading, "$quiet"))
            for given in others:
                lines += self._answer(question, given)
        return indented(lines, self._width)

    @property
    def _width(self) -> int:
        """How many cells a line of the list has."""
        return max(30, self.size.width - _BESIDE)

    def _screening(self) -> Content:
        notes = list(self._notes(None)) or [(_INDENT, _("no note yet"), "$quiet")]
        lines = [(0, _("The whole screening"), "bold $link"), *notes, *self._course()]
        return indented(lines, self._width)

    def _course(self) -> Iterator[_Line]:
        """Say what it led to, and what was corrected of the screening as a whole."""
        zone = self.sitting.time_zone
        for said in course_said(self.sitting.state, lambda at: moment(at, zone)):
            text = labelled(said.label, said.text) if said.label else said.text
            yield _DEEPER if said.depth else _INDENT, text, "$quiet"

    def _notes(self, question: str | None) -> Iterator[_Line]:
        for line in notes_to(self.sitting, question):
            yield _INDENT, line, "$quiet"

    def _answer(self, question: str, given: Given) -> Iterator[_Line]:
        """Give an answer, what became of it, and beneath it who gave it, when and how."""
        asked, entry = self.sitting.protocol.questions[question], given.entry
        makers = makers_told(entry.makers, entry.person) if isinstance(entry, Entry) else ()
        width = self._width - _INDENT
        said = answer_words(asked, entry.answer, self.sitting.language, width, makers)
        yield _INDENT, said, answer_style(given.became)
        who = who_and_when(entry.person, entry.at, self.sitting.time_zone)
        beside = " · ".join(filter(None, (who, given.beside(asked, said))))
        yield _DEEPER, beside, "$quiet"
        if given.became.words:
            yield _DEEPER, given.became.told, fate_style(given.became)
        if isinstance(entry, Entry) and entry.redacted is not None:
            zone = self.sitting.time_zone
            yield _DEEPER, redaction_told(entry.redacted, lambda at: moment(at, zone)), "$quiet"

    # What can be done.

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        from screens.change import Change

        if event.option.id == SCREENING:
            self.do_note("")
        elif event.option.id:
            try:
                self.sitting.may_change(event.option.id)
            except Refused as error:
                self.tell(*refused_lines(error))
                return
            self.tell()
            self.app.push_screen(Change(self.sitting, event.option.id), lambda changed: self.fill())

    @work
    async def do_redact(self, argument: str) -> None:
        """Take out for good what was typed by mistake to the answer that is marked."""
        marked = self.query_one(OptionList).highlighted_option
        id = marked.id if marked else None
        about = "" if id == SCREENING else id
        going = await redacting.pick(self.screener, self.sitting, about)
        if going is None:
            return
        held, seen = going
        reason = await redacting.agree(self.screener, self.sitting, held)
        if not reason:
            return
        if wrong := refusal(lambda: self.sitting.redact(held, reason, seen)):
            self.tell(Line(wrong, Tone.FAIL))
            return
        self.fill()
        self.tell(*map(Line, done_said(self.sitting, held)))

    @work
    async def do_note(self, argument: str) -> None:
        """Keep a note to the answer that is marked, or to the screening."""
        marked = self.query_one(OptionList).highlighted_option
        id = marked.id if marked else None
        question = None if id == SCREENING else id
        if not argument:
            await keep_note(self.app, self.sitting, question)
        elif wrong := refusal(lambda: self.sitting.add_note(argument, question)):
            self.line.value = f"/note {argument}"
            self.line.cursor_position = len(self.line.value)
            self.tell(Line(wrong, Tone.FAIL))
            return
        self.tell()
        self.fill()

    def chosen(self) -> None:
        """Enter changes the answer that is marked."""
        self.query_one(OptionList).action_select()

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self.fill()
