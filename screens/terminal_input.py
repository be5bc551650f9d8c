"""A terminal as it is: bytes that are no UTF-8 end nothing, pastes stay whole, and it may be gone.

The terminal library stops at such a byte, and acts on the escape sequences inside a paste, so that
what stands behind one arrives before what stands in front of it. Where a terminal is gone it waits
for ever to write.
"""

import os
import sys
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO, cast

from textual import events
from textual._xterm_parser import XTermParser

from screener.language import _

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.message import Message

#: How a terminal marks a paste; xterm's control sequences, "Bracketed Paste Mode".
PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
#: Stands for bytes that are no UTF-8.
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_BYTES_AT_ONCE = 4096
#: Seconds between two looks at whether the app has ended.
_LOOK = 0.1
#: A mark may come in two pieces; two characters alone may be the Escape key and what follows it.
_LEAST_OF_A_MARK = 3


def not_utf8() -> str:
    """Say why characters are missing; a guess at them must not be recorded."""
    said = _("The terminal does not send UTF-8: {sign} stands for what it sent. Set it to UTF-8.")
    return said.format(sign=UNREADABLE)


class Piece(NamedTuple):
    """A piece of what came: keys, or a whole paste."""

    text: str
    pasted: bool = False


class Pastes:
    """Takes the pastes out of what a terminal sends."""

    def __init__(self) -> None:
        self._pasted: str | None = None
        self._kept = ""

    def feed(self, text: str) -> Iterator[Piece]:
        """Give the pieces that are complete; the beginning of a paste waits for its end."""
        text = self._kept + text
        self._kept = ""
        while text:
            if self._pasted is not None:
                self._pasted, mark, text = (self._pasted + text).partition(PASTE_ENDS)
                if mark:
                    yield Piece(self._pasted, pasted=True)
                    self._pasted = None
                continue
            keys, mark, text = text.partition(PASTE_BEGINS)
            if mark:
                self._pasted = ""
            else:
                keys, self._kept = _without_half_a_mark(keys)
            if keys:
                yield Piece(keys)


def _without_half_a_mark(text: str) -> tuple[str, str]:
    for length in range(len(PASTE_BEGINS) - 1, _LEAST_OF_A_MARK - 1, -1):
        if text.endswith(PASTE_BEGINS[:length]):
            return text[:-length], text[-length:]
    return text, ""


class Output:
    """Writes to a terminal; once it is gone, what is written is for nobody."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    def write(self, text: str) -> None:
        """Write a text."""
        with suppress(OSError):
            self._terminal.write(text)

    def flush(self) -> None:
        """Have what was written shown."""
        with suppress(OSError):
            self._terminal.flush()

    def fileno(self) -> int:
        """Give the number of the terminal's file."""
        return self._terminal.fileno()


def _come(terminal: int) -> bytes:
    """Give what has come; nothing where the terminal is gone."""
    try:
        return os.read(terminal, _BYTES_AT_ONCE)
    except OSError:
        return b""


def _messages(text: str, pastes: Pastes, parser: XTermParser) -> "Iterator[Message]":
    """Give what was typed and pasted with a text that came."""
    for piece in pastes.feed(text):
        if piece.pasted:
            yield events.Paste(piece.text)
        else:
            yield from parser.feed(piece.text)


def driver() -> "type[Driver] | None":
    """Give the driver for a terminal; None where the library's own serves."""
    if sys.platform == "win32":
        return None
    from textual.drivers.linux_driver import LinuxDriver

    class TerminalDriver(LinuxDriver):
        """Reads the keys and pastes of a POSIX terminal, and writes to it while it is there."""

        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            terminal: Any = self._file
            self._file = cast("Any", Output(terminal))

        def _sigcont_application(self, *_signal: Any) -> None:
            # A closed terminal sends this too. A second thread that reads it would not be ended.
            if os.isatty(self.fileno):
                super()._sigcont_application()

        def run_input_thread(self) -> None:
            """Hand on what comes until the app ends."""
            decode = getincrementaldecoder("utf-8")("replace").decode
            parser, pastes = XTermParser(self._debug), Pastes()
            with DefaultSelector() as selector:
                selector.register(self.fileno, EVENT_READ)
                while not self.exit_event.is_set():
                    if selector.select(_LOOK):
                        data = _come(self.fileno)
                        for message in _messages(decode(data), pastes, parser):
                            self.process_message(message)
                        if not data:
                            # The terminal has gone; the signal that ends the app is on its way.
                            self.exit_event.wait(_LOOK)
                    for message in parser.tick():
                        self.process_message(message)

    return TerminalDriver
