"""Lines in, lines out: what the plain mode says and hears, for screen readers and pipes."""

from collections.abc import Sequence
from typing import Protocol, TextIO

from screener.language import _
from screener.sanitise import visible

_YES = frozenset({"y", "yes", "是", "是的"})
_PROMPT = "> "


class Source(Protocol):
    """Where lines come from."""

    def readline(self) -> str:
        """Give the next line with its end; an empty text once there is none."""


class InputEnded(Exception):
    """Nobody is there any more; what was confirmed is on the disk."""


class Lines:
    """Speaks in plain lines, without a single escape sequence."""

    def __init__(self, source: Source, output: TextIO) -> None:
        self._source = source
        self._output = output

    def say(self, *paragraphs: str) -> None:
        """Say some lines; every text passes the sanitiser."""
        for paragraph in paragraphs:
            self._write(visible(paragraph, newlines=True) + "\n")

    def ask(self, prompt: str = "") -> str:
        """Say a prompt and hear one line, without the space around it; raises `InputEnded`."""
        if prompt:
            self.say(prompt)
        self._write(_PROMPT)
        line = self._source.readline()
        if not line:
            raise InputEnded
        return line.strip()

    def agreed(self, prompt: str) -> bool:
        """Ask for a yes; an empty line is none."""
        return self.ask(f"{prompt} {_('Type yes or no.')}").casefold() in {*_YES, _("yes")}

    def choose(self, prompt: str, options: Sequence[str]) -> int | None:
        """Offer numbered lines and hear a number; None where it is another, or nothing."""
        for number, option in enumerate(options, 1):
            self.say(f"  {number}. {option}")
        heard = self.ask(prompt)
        # Full-width digits count as the plain ones, and `isdecimal` holds for both.
        chosen = int(heard) if heard.isdecimal() and len(heard) < 5 else 0
        return chosen - 1 if 1 <= chosen <= len(options) else None

    def _write(self, text: str) -> None:
        try:
            self._output.write(text)
        except UnicodeEncodeError:
            encoding = self._output.encoding or "ascii"
            self._output.write(text.encode(encoding, "backslashreplace").decode(encoding))
        self._output.flush()
