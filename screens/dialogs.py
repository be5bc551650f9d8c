"""Small screens that ask one thing beside the conversation: a list to pick from, a line, a text."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from screener.interview.commands import command_named
from screener.joining import sentences
from screener.language import N_, _
from screens.base import PlaceScreen
from screens.commands import BY_ID, lock_binding
from screens.prompts import Line, Tone
from screens.widgets.composer import RepeatGuard, SafeInput
from screens.widgets.lines import Lines
from screens.widgets.plain_text import PlainText, content, lines_content, one_line

if TYPE_CHECKING:
    from screens.app import ScreenerApp

T = TypeVar("T")
#: Cells of what stands beside an item, some two lines: the list is there to find one.
_MOST_DETAIL = 160
_HAN = re.compile("[\u3400-\u9fff]")
#: What is to be read: its title and its lines.
Page = tuple[str, Iterable[Line]]


class Item(NamedTuple):
    """One item to pick: what comes back, the text, and what stands beside it."""

    id: str
    text: str
    detail: str = ""

    def shown(self) -> Content:
        """Write the item; its detail is quiet."""
        detail = one_line(self.detail, _MOST_DETAIL)
        return content(self.text, (f"  {detail}", "$quiet") if detail else "")

    def matches(self, words: str) -> bool:
        """Tell whether every word stands in it."""
        text = f"{self.text} {self.detail}".casefold()
        return all(word in text for word in words.casefold().split())

    def has_phrase(self, words: str) -> bool:
        """Tell whether the words stand in its text together, from the beginning of a word on."""
        phrase, text = (" ".join(said.casefold().split()) for said in (words, self.text))
        # Where no space parts the words, any of them may begin where it is found.
        begins = "" if _HAN.match(phrase) else r"(?<!\w)"
        return re.search(begins + re.escape(phrase), text) is not None


class Dialog(ModalScreen[T]):
    """A box over the screen; Escape leaves it without a result.

    An Enter that is still held down from what opened it takes nothing. `keys` says what can be
    pressed in it, for its help; `about`, what it is for.
    """

    CSS_PATH = "dialogs.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (120, "-broad")]
    BINDINGS = [
        Binding("escape", "leave", show=False),
        Binding(BY_ID["help"].key, "help", show=False, priority=True, id="help"),
        lock_binding(),
    ]
    keys: ClassVar[tuple[str, ...]] = ()
    #: Whether it is about something else than what was said last on the screen beneath it.
    asks: ClassVar[bool] = True

    def __init__(self, title: str, lines: Iterable[Line] = (), about: Iterable[str] = ()) -> None:
        super().__init__()
        self._title = title
        self._lines = tuple(lines)
        self._about = tuple(about)
        self._guard = RepeatGuard()
        # Already now: a key can come before the dialog is there.
        self._guard.watch("enter")

    def on_mount(self) -> None:
        """Wait for the Enter that opened this to be let go; what was said before is over."""
        beneath = self.app.screen_stack[-2]
        if self.asks and isinstance(beneath, PlaceScreen):
            beneath.tell()
        self._guard.clock = cast("ScreenerApp", self.app).monotonic
        self._guard.watch("enter")
        self.call_after_refresh(self._guard.painted)

    def action_help(self) -> None:
        """Say what the dialog asks, and which keys it takes."""
        about = [Line(said) for said in self._about]
        keys = [Line(_(said), Tone.QUIET) for said in self.keys]
        lines = [Line(self._title, Tone.PASS), *self._lines, *about, Line(""), *keys]
        self.app.push_screen(Reading(_("Help"), lines))

    def action_leave(self) -> None:
        """Leave without a result."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the box leaves it."""
        if event.widget is self:
            self.action_leave()


class Pick(Dialog[str]):
    """A list to pick from; typing narrows it."""

    BINDINGS = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move(-8)", show=False, priority=True),
        Binding("pagedown", "move(8)", show=False, priority=True),
        Binding("home", "to_end(False)", show=False, priority=True),
        Binding("end", "to_end(True)", show=False, priority=True),
    ]

    keys = (
        N_("Type to narrow the list to what holds these words."),
        N_("↑ ↓ Page Up Page Down Home End mark another; Enter takes the one marked."),
        N_("Escape leaves, and nothing is done."),
    )

    def __init__(
        self,
        title: str,
        items: Iterable[Item],
        lines: Iterable[Line] = (),
        about: Iterable[str] = (),
    ) -> None:
        super().__init__(title, lines, about)
        self._items = tuple(items)

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield PlainText(self._title, classes="title")
            if self._lines:
                yield PlainText(lines_content(self._lines))
            yield SafeInput(placeholder=_("type to narrow the list"))
            yield OptionList(markup=False)
            yield PlainText(_("Nothing matches; Escape leaves."), classes="none")
            yield PlainText(_("Enter takes it, Escape leaves"), classes="hint")

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self._fill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        self._guard.pressed("text")
        self._fill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if not self._guard.holds("enter"):
            self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    def action_move(self, by: int) -> None:
        """Mark another item."""
        self._guard.pressed("arrow")
        options = self.query_one(OptionList)
        if options.option_count:
            at = (options.highlighted or 0) + by
            options.highlighted = max(0, min(options.option_count - 1, at))

    def action_to_end(self, last: bool) -> None:
        """Mark the first or the last item; with text typed, go to an end of that."""
        typed = self.query_one(SafeInput)
        if typed.value:
            typed.cursor_position = len(typed.value) if last else 0
        else:
            self.action_move(len(self._items) if last else -len(self._items))

    def _fill(self, words: str) -> None:
        options = self.query_one(OptionList)
        found = [item for item in self._items if item.matches(words)]
        if named := words.strip().casefold():
            # "other" is another reason before it is a part of another treatment; and "date of b"
            # is the date of birth before it is a candidate with an infection of the back.
            found.sort(key=lambda item: (item.id != named, not item.has_phrase(words)))
        options.set_options(Option(item.shown(), id=item.id) for item in found)
        options.display = bool(found)
        self.query_one(".none").display = not found
        if found:
            options.highlighted = 0


class Ask(Dialog[str]):
    """One line of text.

    `check` gives what is wrong with it, or why what it is for cannot be done, and the text then
    stays where it was typed; else nothing. `echo` says, as it is typed, what it would be taken as.
    """

    keys = (
        N_("Type it, then Enter takes it. A pasted text only fills the line."),
        N_("Escape leaves, and nothing is done."),
    )

    def __init__(
        self,
        title: str,
        *,
        lines: Sequence[Line] = (),
        value: str = "",
        check: Callable[[str], str] | None = None,
        echo: Callable[[str], tuple[Line, ...]] | None = None,
        optional: bool = False,
        about: Iterable[str] = (),
    ) -> None:
        super().__init__(title, lines, about)
        self._value = value
        self._check = check
        self._echo = echo
        self._optional = optional

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield PlainText(self._title, classes="title")
            yield PlainText(lines_content(self._lines), classes="lines")
            yield SafeInput(self._value)
            yield PlainText(classes="complaint")
            yield PlainText(_("Enter takes it, Escape leaves"), classes="hint")

    def on_input_changed(self, event: Input.Changed) -> None:
        self._guard.pressed("text")
        self._show(self._echo(event.value) if self._echo else ())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self._guard.holds("enter"):
            return
        text = event.value.strip()
        if not text and not self._optional:
            left = _("Escape leaves, and nothing is done.")
            self._complain(sentences(_("Nothing was entered."), left))
            return
        wrong = _not_text(text) or (self._check(text) if self._check else "")
        if wrong:
            self._complain(wrong)
        else:
            self.dismiss(text)

    def _complain(self, message: str) -> None:
        self._show((Line(message, Tone.FAIL),))

    def _show(self, lines: Sequence[Line]) -> None:
        self.query_one(".complaint", PlainText).show_lines(lines)


def _not_text(text: str) -> str:
    """Say of a command that it is none here: it is never taken for a reason or a note."""
    command = command_named(text)
    if command is None:
        return ""
    said = _("{name} is a command, and not taken here. Escape leaves this; then it can be typed.")
    return said.format(name=command.slash)


class Confirm(Dialog[bool]):
    """Asks for a deliberate Enter."""

    BINDINGS = [Binding("enter", "agree", show=False, priority=True)]
    keys = (N_("Enter agrees. Escape leaves, and nothing is done."),)

    def __init__(self, title: str, lines: Iterable[Line], hint: str) -> None:
        super().__init__(title, lines)
        self._hint = hint

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield PlainText(self._title, classes="title")
            yield PlainText(lines_content(self._lines), classes="lines")
            yield PlainText(self._hint, classes="hint")

    def action_agree(self) -> None:
        """Agree."""
        if not self._guard.holds("enter"):
            self.dismiss(True)


class Reading(Dialog[None]):
    """Lines to read, scrolled with the arrows; `anew` gives them as the record is by then."""

    asks = False

    BINDINGS = [
        Binding("enter,f2", "leave", show=False, priority=True),
        Binding("up", "scroll(-1)", show=False, priority=True),
        Binding("down", "scroll(1)", show=False, priority=True),
        Binding("pageup", "scroll(-10)", show=False, priority=True),
        Binding("pagedown,space", "scroll(10)", show=False, priority=True),
        Binding("home", "to_end(False)", show=False, priority=True),
        Binding("end", "to_end(True)", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        lines: Iterable[Line],
        anew: Callable[[], Page] | None = None,
    ) -> None:
        super().__init__(title, lines)
        self._anew = anew

    def compose(self) -> ComposeResult:
        with Vertical(classes="box -tall"):
            yield PlainText(self._title, classes="title")
            yield Lines(self._lines)
            yield PlainText(_("↑ ↓ scroll, Escape leaves"), classes="hint")

    def show_anew(self) -> None:
        """Tell it as the record is now, where it tells of that."""
        if self._anew is not None:
            title, lines = self._anew()
            self.query_one(".title", PlainText).show(title)
            self.query_one(Lines).show_lines(lines)

    def action_help(self) -> None:
        """There is no help on reading; the key that opened help leaves it again."""
        self.action_leave()

    def action_to_end(self, last: bool) -> None:
        """Go to the beginning or the end."""
        lines = self.query_one(Lines)
        lines.scroll_to(y=lines.max_scroll_y if last else 0, animate=False)

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one(Lines).scroll_relative(y=by, animate=False)
