"""What is put to the person now: a question of the protocol, or what has to be asked beside it."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a line is meant; the words say it too."""

    PLAIN = "plain"
    QUIET = "quiet"
    PASS = "pass"
    FAIL = "fail"
    OPEN = "open"
    AWAITED = "awaited"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and how it is meant."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing asked for.

    `options` are numbered as shown, unless each has its own of the `keys`. `lines` stand between
    the text and the options: what an answer would do, a table. `proposed` is what Enter takes on
    an empty line. With `single`, keys alone answer. No text here is ever markup.
    """

    text: str
    heading: str = ""
    help: str = ""
    options: tuple[str, ...] = ()
    keys: str = ""
    lines: tuple[Line, ...] = ()
    hint: str = ""
    proposed: str = ""
    single: bool = False


class Step(StrEnum):
    """What came of an entry."""

    STAYED = "stayed"
    MOVED = "moved"
    DONE = "done"
    LEFT = "left"
