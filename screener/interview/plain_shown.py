"""What was shown to fail a criterion by line, and waits: left in whatever way, it is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from screener.interview.effects import Preview
from screener.interview.plain_lines import AnswerChosen, CommandTyped, Lines
from screener.interview.refusals import Refused
from screener.interview.sitting import Given, Sitting
from screener.language import _
from screener.record.errors import Conflict, StoreError


class _Entry(NamedTuple):
    question: str
    given: Given
    fails: tuple[str, ...]


class Shown:
    """An answer that was shown to fail a criterion, until it is recorded or taken back."""

    def __init__(self, sitting: Sitting, lines: Lines) -> None:
        self._sitting = sitting
        self._lines = lines
        self._waits: _Entry | None = None

    def waits(self, question: str, given: Given, preview: Preview) -> None:
        """An answer was shown with what it would do, and waits if that fails a criterion."""
        self._waits = _Entry(question, given, tuple(preview.fails)) if preview.fails else None

    def take_back(self) -> None:
        """Keep in the record that it was entered, and say so."""
        waits, self._waits = self._waits, None
        if waits is not None:
            self._sitting.take_back_entry(waits.question, waits.given, waits.fails)
            self._lines.say(_("Taken back. That it was entered is in the record."))

    def let_go(self) -> None:
        """It waits no more, and was not taken back."""
        self._waits = None

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Record what was confirmed; it waits on where someone else wrote in between.

        What breaks in may come once it is on the disk: it is not taken back from then on.
        """
        waits, self._waits = self._waits, None
        try:
            yield
        except Conflict:
            self._waits = waits
            raise

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Take it back where it is left: by a command, by a refusal, or because nobody is there."""
        try:
            yield
        except BaseException as left:
            try:
                self.take_back()
            except (Refused, StoreError) as error:
                if isinstance(left, AnswerChosen | CommandTyped | Refused | StoreError):
                    raise
                # Nobody can be asked any more, so this is said beside the end.
                self._lines.say(str(error))
            raise
