"""Lines in, lines out: what the plain mode says and hears, for screen readers and pipes."""

import math
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol, TextIO, runtime_checkable

from screener.interview.commands import is_slash
from screener.interview.folding import fold_case
from screener.interview.said import Said
from screener.interview.told import status_word
from screener.joining import labelled, sentences
from screener.language import _
from screener.sanitise import visible

_YES = frozenset({"y", "yes", "是", "是的"})
_NO = frozenset({"n", "no", "否", "不", "不是"})
_PROMPT = "> "
#: So many paragraphs are said again after a rest: the question, and what comes of the answer.
_SAID_AGAIN = 8


class Source(Protocol):
    """Where lines come from."""

    def readline(self) -> str:
        """Give the next line with its end; an empty text once there is none."""


@runtime_checkable
class Terminal(Source, Protocol):
    """Where somebody types, and a password need not be shown."""

    def readline_hidden(self) -> str:
        """Give the next line, which was not shown, with its end; as `readline`."""


def said_plainly(said: Said) -> str:
    """Write a line of an account for those who hear it: without a glyph, and not indented."""
    told = said.heard or said.text
    if said.status and said.depth == 0:
        told = status_word(said.status)
    return labelled(said.label, told) if said.label else told


class InputEnded(Exception):
    """Nobody is there any more; what was confirmed is on the disk."""


class Unheard(Exception):
    """The lines cannot be read."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


class Unsaid(Exception):
    """The lines cannot be written."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


class CommandTyped(Exception):
    """A slash command was typed where something else was asked: what was begun is left for it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class AnswerChosen(Exception):
    """An answer was chosen to be changed where something else was asked, which is left for it."""

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.question = question


class Lines:
    """Speaks in plain lines, without a single escape sequence.

    `look` carries out a slash command that only looks, and says whether it did; what was asked is
    then asked again. Any other command ends what was begun.
    """

    def __init__(self, source: Source, output: TextIO) -> None:
        self._source = source
        self._output = output
        self.look: Callable[[str], bool] = lambda text: False
        self.clock: Callable[[], float] = time.monotonic
        #: Seconds that a line may be waited for; after that, `unlock` comes, and what was asked is
        #: said again before the line counts: somebody else may have typed it.
        self.patience = math.inf
        self.unlock: Callable[[], None] = lambda: None
        #: What was said last, since something was heard.
        self._asked: deque[str] = deque(maxlen=_SAID_AGAIN)

    @property
    def on_terminal(self) -> bool:
        """Whether somebody types, who can be asked again."""
        return isinstance(self._source, Terminal)

    def say(self, *paragraphs: str) -> None:
        """Say some lines; every text passes the sanitiser."""
        for paragraph in paragraphs:
            self._asked.append(paragraph)
            self._write(visible(paragraph, newlines=True) + "\n")

    def hear(self) -> str:
        """Hear one line, whatever it is, without the space around it; raises `InputEnded`."""
        asked, heard = list(self._asked), ""
        while True:
            began = self.clock()
            line = self._read(self._source.readline).strip()
            heard = line or heard
            if self.clock() - began <= self.patience:
                self._asked.clear()
                return heard
            self.unlock()
            self.say(*asked)
            if heard:
                said = _("Before the password “{text}” was typed. Enter takes it, or type another.")
                self.say(said.format(text=heard))

    def hear_hidden(self) -> str:
        """Hear a password, with every space; a terminal does not show it; raises `InputEnded`."""
        source = self._source
        hidden = source.readline_hidden if isinstance(source, Terminal) else source.readline
        heard = self._read(hidden).rstrip("\r\n")
        self._asked.clear()
        return heard

    def _read(self, readline: Callable[[], str]) -> str:
        self._write(_PROMPT)
        try:
            line = readline()
        except OSError as error:
            raise Unheard(error) from None
        if not line:
            raise InputEnded
        return line

    def ask(self, prompt: str) -> str:
        """Say a prompt and hear a line that is no command; raises `CommandTyped` where it is."""
        while True:
            self.say(prompt)
            heard = self.hear()
            if not is_slash(heard):
                return without_slash(heard)
            if not self.look(heard):
                raise CommandTyped(heard)

    def agreed(self, prompt: str) -> bool:
        """Ask for a yes or a no; an empty line is a no."""
        while True:
            heard = self.ask(sentences(prompt, _("Type yes or no.")))
            if self.is_yes(heard):
                return True
            if not heard or fold_case(heard) in {*_NO, fold_case(_("no"))}:
                return False

    def is_yes(self, text: str) -> bool:
        """Tell whether a line says yes."""
        return fold_case(text) in {*_YES, fold_case(_("yes"))}

    def choose(self, prompt: str, options: Sequence[str]) -> int | None:
        """Offer numbered lines and hear a number; None where Enter alone chooses none."""
        for number, option in enumerate(options, 1):
            self.offer(number, option)
        return self.chosen(prompt, len(options))

    def offer(self, number: int, option: str) -> None:
        """Say one of what can be chosen, with its number."""
        self.say(f"  {number}. {option}")

    def chosen(self, prompt: str, count: int) -> int | None:
        """Hear which of so many is chosen, from 0 on; None where Enter alone chooses none."""
        while heard := self.ask(prompt):
            chosen = self.number(heard, count)
            if chosen is not None:
                return chosen
        return None

    def number(self, heard: str, count: int) -> int | None:
        """Read which of so many is chosen, from 0 on; None, and said so, where it is none."""
        # Full-width digits count as the plain ones, and `isdecimal` holds for both.
        chosen = int(heard) if heard.isdecimal() and len(heard) < 5 else 0
        if 1 <= chosen <= count:
            return chosen - 1
        said = _("“{text}” is none of these. Type a number from 1 to {count}.")
        self.say(said.format(text=visible(heard), count=count))
        return None

    def _write(self, text: str) -> None:
        try:
            try:
                self._output.write(text)
            except UnicodeEncodeError:
                encoding = self._output.encoding or "ascii"
                self._output.write(text.encode(encoding, "backslashreplace").decode(encoding))
            self._output.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Unsaid(error) from None


def without_slash(text: str) -> str:
    """Take the first of two slashes away, with which a text begins that is no command."""
    return text.removeprefix("/") if text.startswith("//") else text
