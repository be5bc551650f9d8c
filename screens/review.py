"""Check your answers: all of them by section, changed in place."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screener.interview.sitting import Sitting
from screener.interview.told import answer_told
from screener.language import _
from screens.base import PlaceScreen
from screens.commands import REVIEW, bindings_for
from screens.effects import answers_behind
from screens.prompts import Line
from screens.widgets.key_bar import KeyBar
from screens.widgets.plain_text import PlainText, content
from screens.widgets.top_line import TopLine


class Review(PlaceScreen):
    """Every answered question by section, with what was taken back or no longer applies."""

    place = REVIEW
    CSS_PATH = "review.tcss"
    BINDINGS = [*bindings_for(REVIEW), Binding("escape", "leave", show=False)]

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield OptionList(id="answers", markup=False)
        yield PlainText(_("Enter changes the answer, Escape goes back"), id="hint")
        yield PlainText(id="notice", classes="notice -empty")
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.fill()
        self.query_one(OptionList).focus()

    def fill(self) -> None:
        """Write the list anew, staying at the answer that was marked."""
        what = _("{number} · check your answers").format(number=self.sitting.number)
        self.query_one(TopLine).bind_place(what, self.sitting.person, self.sitting.progress())
        options = self.query_one(OptionList)
        marked = options.highlighted_option.id if options.highlighted_option else None
        options.set_options(self._options())
        ids = [option.id for option in options.options]
        first = next((at for at, option in enumerate(options.options) if not option.disabled), None)
        options.highlighted = ids.index(marked) if marked and marked in ids else first

    def _options(self) -> Iterator[Option]:
        protocol, language = self.sitting.protocol, self.sitting.language
        sections = {id: s.title.in_language(language) for id, s in protocol.sections.items()}
        answered = [id for id in protocol.questions if self._has(id)]
        for section in ("", *sections):
            members = [id for id in answered if (protocol.questions[id].section or "") == section]
            if members:
                title = sections.get(section, _("Without a section"))
                yield Option(content((title, "bold $link")), disabled=True)
            for id in members:
                yield Option(self._answer(id), id=id)
        if not answered:
            yield Option(content(_("There is no answer yet.")), disabled=True)

    def _has(self, question: str) -> bool:
        state = self.sitting.state
        return state.current(question) is not None or bool(state.rows(question))

    def _answer(self, question: str) -> Content:
        sitting, language = self.sitting, self.sitting.language
        asked = sitting.protocol.questions[question]
        text = asked.ask.in_language(language) if asked.ask else question
        parts: list[str | tuple[str, str]] = [text, "\n   "]
        told = answers_behind(sitting, question, language)
        if not told:
            count = len(sitting.state.rows(question))
            told = _("{count} rows, not complete").format(count=count)
        applies = sitting.result.applies(question) is not False
        parts.append((told, "bold $person" if applies else "$quiet strike"))
        if not applies:
            parts.append((f"  ({_('no longer applies')})", "$quiet"))
        if question in sitting.result.stale:
            parts.append((f"  ({_('too old, to be asked again')})", "$awaited"))
        for was, why in self._before(question):
            parts += ["\n   ", (was, "$quiet strike"), (f"  ({why})", "$quiet")]
        for note in sitting.state.notes:
            if note.question == question:
                parts.append((f"\n   {_('note: {text}').format(text=note.text)}", "$quiet"))
        return content(*parts)

    def _before(self, question: str) -> Iterator[tuple[str, str]]:
        """Give the earlier answers, and those entered and taken back, with what became of them."""
        state, language = self.sitting.state, self.sitting.language
        asked = self.sitting.protocol.questions[question]
        record = state.answers.get(question)
        words = {"corrected": _("corrected"), "taken_back": _("taken back")}
        words |= {"earlier": _("earlier observation"), "filled_in": _("filled in")}
        for entry in record.history if record else ():
            if entry.standing.value in words:
                why = words[entry.standing.value]
                yield answer_told(asked, entry.answer, language), why
        for taken in state.taken_back:
            if taken.question == question:
                told = answer_told(asked, taken.answer, language)
                yield told, _("entered and taken back")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        from screens.change import Change

        if event.option.id:
            self.app.push_screen(Change(self.sitting, event.option.id), lambda changed: self.fill())

    def tell(self, *lines: Line) -> None:
        """Show something that stays."""
        notice = self.query_one("#notice", PlainText)
        notice.show_lines(lines)
        notice.set_class(not lines, "-empty")

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self.fill()

    def action_leave(self) -> None:
        """Go back to the conversation."""
        self.dismiss()
