"""What a prompt needs of whoever leads an entry: the shape that the two flows share."""

from typing import Protocol

from screener.protocol.answers import Missing
from screens.prompts import Line, Prompt, Step


class Flow(Protocol):
    """Leads one entry from the first key to the record; knows no widgets."""

    question: str
    #: What is wrong with the last entry; empty once it is mended.
    complaint: tuple[Line, ...]

    @property
    def begun(self) -> bool:
        """Whether something was entered that is not in the record yet."""

    @property
    def met(self) -> bool:
        """Whether it offers anew what was entered, beside what someone else wrote meanwhile."""

    @property
    def kept(self) -> str:
        """What was typed and is not recorded, to stand on the line again."""

    @property
    def offered(self) -> str:
        """What was typed of which the readings are offered now; else nothing."""

    def meets(self) -> bool:
        """Offer what was entered beside what someone else has recorded to the same question.

        False where there is nothing to offer, or it cannot be given any more.
        """

    def prompt(self) -> Prompt:
        """Give what is asked now."""

    def echo(self, text: str) -> tuple[Line, ...]:
        """Say what the text on the line would be taken as."""

    def key(self, character: str) -> Step | None:
        """Take a key on an empty line; None where it is text."""

    def enter(self, text: str) -> Step:
        """Take what was entered."""

    def choose(self, index: int) -> Step:
        """Take the option at a place of the list shown."""

    def back(self) -> Step:
        """Take the entry back by a step; `LEFT` where there is nothing to take back."""

    def command(self, name: str, argument: str) -> Step | None:
        """Take a slash command that is about this entry; None where it is not."""

    def no_answer(self, reason: Missing, note: str) -> Step | None:
        """Take a missing reason and the note that it carries; None where none can be taken now.

        A note stays a note, also where it could be read as a date.
        """

    def holds(self) -> bool:
        """Whether the entry can go on where it is, as the record is now."""

    def speak(self, language: str) -> None:
        """Go on in another language."""

    def leave(self) -> None:
        """Give up what is not in the record; what was shown to fail a criterion stays there."""
