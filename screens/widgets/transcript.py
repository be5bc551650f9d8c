"""The conversation so far: a window over all of its messages.

Every mounted widget is laid out at each keystroke, so only the last messages are mounted; page up
mounts more, and going back to the end lets go of them again.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content

from screener.interview.history_told import Fate
from screens.prompts import Tone
from screens.trail import answer_style, fate_style
from screens.widgets.plain_text import STYLES, PlainText, content

MOUNTED = 60
MORE = 40
#: Of a conversation that is there at once these come first, so that it shows sooner.
AT_ONCE = 16


NO_FATE = Fate()


class Speaker(StrEnum):
    """Whose message it is."""

    APP = "app"
    PERSON = "person"
    #: Who sits there from here on, and since when.
    SITTING = "sitting"
    RECORD = "record"
    DECISION = "decision"
    ERROR = "error"


class Message(NamedTuple):
    """One message.

    `question` and `version` are those of the answer it shows, or of the closing of an awaited one;
    `fate` says what became of it.
    """

    speaker: Speaker
    text: str
    detail: str = ""
    question: str = ""
    version: int = 0
    fate: Fate = NO_FATE
    tone: Tone = Tone.PLAIN


_MARKS = {
    Speaker.APP: "",
    Speaker.PERSON: "› ",
    Speaker.SITTING: "",
    Speaker.RECORD: "· ",
    Speaker.DECISION: "",
    Speaker.ERROR: "! ",
}


def message_content(message: Message) -> Content:
    """Write a message; an answer that does not count says in words why not.

    All lines of a text stand behind its mark, so that the columns of a table stay beneath theirs.
    """
    style = STYLES[message.tone]
    if message.speaker is Speaker.PERSON or message.fate.struck:
        style = answer_style(message.fate)
    elif message.speaker in (Speaker.RECORD, Speaker.SITTING):
        style = "$quiet"
    elif message.speaker is Speaker.ERROR:
        style = "bold $fail"
    parts = _behind_mark(_MARKS[message.speaker], message.text, style)
    if message.detail:
        parts.append((f"\n  {message.detail}", "$quiet"))
    if message.fate.words:
        parts.append((f"\n  {message.fate.told}", fate_style(message.fate)))
    return content(*parts)


def _behind_mark(mark: str, text: str, style: str) -> list[str | tuple[str, str]]:
    first, *others = text.split("\n")
    parts: list[str | tuple[str, str]] = [mark, (first, style)]
    for line in others:
        parts += ["\n" + " " * cell_len(mark), (line, style)]
    return parts


class MessageText(PlainText):
    """One message of the transcript."""

    def __init__(self, message: Message, index: int) -> None:
        super().__init__(message_content(message), classes=f"message -{message.speaker}")
        self.index = index


class Transcript(VerticalScroll):
    """All messages, the last of them mounted. `post` is the only way to add one."""

    BINDINGS = [
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._messages: list[Message] = []
        self._first = 0
        self._batch: list[Message] | None = None

    @property
    def messages(self) -> Sequence[Message]:
        """All messages, mounted or not."""
        return self._messages

    @property
    def mounted(self) -> list[MessageText]:
        """The messages that are mounted, in order."""
        return list(self.query(MessageText))

    def post(self, *messages: Message) -> None:
        """Add messages at the end and show them."""
        start = len(self._messages)
        self._messages.extend(messages)
        if not self.is_mounted:
            self._first = max(0, len(self._messages) - MOUNTED)
            return
        end = len(self._messages)
        first = max(start, end - AT_ONCE)
        self.mount_all(MessageText(self._messages[at], at) for at in range(first, end))
        self._prune(max(self._first, end - MOUNTED, first if first > start else 0))
        if first > start:
            self.call_after_refresh(self._mount_from, max(0, end - MOUNTED))
        self.scroll_end(animate=False)

    def clear(self) -> None:
        """Forget every message, as when they are told anew in another language."""
        self._messages.clear()
        self._first = 0
        self.remove_children(MessageText)

    def compose(self) -> ComposeResult:
        self._first = max(0, len(self._messages) - MOUNTED)
        for at in range(self._first, len(self._messages)):
            yield MessageText(self._messages[at], at)

    def on_mount(self) -> None:
        # Stays at the end, also where the question below takes more or less room.
        self.anchor()

    def tell_fates(self, fate: Callable[[Message], Fate]) -> None:
        """Say of each answer what has become of it by now."""
        shown = {widget.index: widget for widget in self.mounted}
        for at, message in enumerate(self._messages):
            if not message.version:
                continue
            became = fate(message)
            if became != message.fate:
                self._messages[at] = message._replace(fate=became)
                if at in shown:
                    shown[at].show(message_content(self._messages[at]))

    def find(self, words: str, before: int | None = None) -> int | None:
        """Give the last message, before a place, that holds the words; None where none does."""
        wanted = words.casefold()
        end = len(self._messages) if before is None else before
        for at in range(end - 1, -1, -1):
            message = self._messages[at]
            if wanted in f"{message.text} {message.detail} {message.fate.words}".casefold():
                return at
        return None

    def go_to(self, index: int) -> None:
        """Mount a message, if it is not, and scroll to it."""
        if index < self._first:
            self._mount_from(max(0, index - 5))
        for widget in self.mounted:
            widget.set_class(widget.index == index, "-found")
            if widget.index == index:
                self.call_after_refresh(self.scroll_to_widget, widget, animate=False)

    def unmark(self) -> None:
        """Take the mark off a message that was found."""
        for widget in self.query(".-found"):
            widget.remove_class("-found")

    def action_page_up(self) -> None:
        """Scroll up; at the top mount earlier messages."""
        if self.scroll_y <= 0 and self._first:
            self.load_more()
        self.scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """Scroll down; at the end let go of earlier messages."""
        self.scroll_page_down(animate=False)
        if self.scroll_y >= self.max_scroll_y:
            self._prune(len(self._messages) - MOUNTED)

    def load_more(self) -> None:
        """Mount earlier messages above those that are mounted."""
        anchor = self.mounted[0] if self._first else None
        self._mount_from(max(0, self._first - MORE))
        if anchor is not None:
            self.call_after_refresh(self.scroll_to_widget, anchor, animate=False, top=True)

    def _mount_from(self, first: int) -> None:
        if first >= self._first:
            return
        earlier = [MessageText(self._messages[at], at) for at in range(first, self._first)]
        self._first = first
        self.mount_all(earlier, before=0)

    def _prune(self, first: int) -> None:
        if first <= self._first:
            return
        gone = [widget for widget in self.mounted if widget.index < first]
        self._first = first
        with self.app.batch_update():
            for widget in gone:
                widget.remove()
