"""The conversation as it stood: read, never added to, and changed as a whole at each step.

A widget a message, as in the transcript, would be taken away and mounted at every step, each of
which is laid out and painted anew. Here all that is shown is one text.
"""

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from screens.widgets.plain_text import PlainText
from screens.widgets.transcript import Message, Speaker, message_content

#: Messages that are laid out, more than any screen has room for; and how many more are, if wanted.
_SHOWN = 30
_MORE = 60
#: These begin with an empty line.
_APART = frozenset({Speaker.APP, Speaker.DECISION, Speaker.ERROR, Speaker.SITTING})
_MARGIN = Content(" ")


class PastTalk(VerticalScroll, can_focus=False):
    """The end of a conversation; page up shows what was said before."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._messages: Sequence[Message] = ()
        self._first = 0
        self._text = PlainText()

    def compose(self) -> ComposeResult:
        yield self._text

    @property
    def messages(self) -> Sequence[Message]:
        """All messages, shown or not."""
        return self._messages

    def show(self, messages: Sequence[Message], *, stay: bool = False) -> None:
        """Show another conversation, at its end; with `stay` where it was read."""
        self._messages = messages
        if stay:
            self._write()
            return
        self._first = max(0, len(messages) - _SHOWN)
        self._write()
        self.anchor()

    def page(self, by: int) -> None:
        """Scroll by pages; at the top show what was said before."""
        if by < 0 and self.scroll_y <= 0 and self._first:
            height = self.virtual_size.height
            self._first = max(0, self._first - _MORE)
            self._write()
            self.call_after_refresh(self._stay, height)
        elif by < 0:
            self.scroll_page_up(animate=False)
        else:
            self.scroll_page_down(animate=False)

    def _stay(self, height: int) -> None:
        """Stay where it was read, now that more stands above, and go a page up from there."""
        above = self.virtual_size.height - height
        self.scroll_to(y=max(0, above - self.size.height), animate=False)

    def _write(self) -> None:
        self._text.show(Content("\n").join(self._parts()))

    def _parts(self) -> Iterator[Content]:
        for message in self._messages[self._first :]:
            if message.speaker in _APART:
                yield Content("")
            said = message_content(message)
            if message.speaker is Speaker.PERSON:
                yield from (_MARGIN + line for line in said.split("\n"))
            else:
                yield said
