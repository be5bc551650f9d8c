"""What is put to the person now: a question of the protocol, or what has to be asked beside it."""

from enum import StrEnum
from typing import NamedTuple


class Tone(StrEnum):
    """How a line is meant; the words say it too."""

    PLAIN = "plain"
    QUIET = "quiet"
    PASS = "pass"
    FAIL = "fail"
    OPEN = "open"
    AWAITED = "awaited"
    STRUCK = "struck"


class Line(NamedTuple):
    """One line of text and how it is meant."""

    text: str
    tone: Tone = Tone.PLAIN


class TableRow(NamedTuple):
    """One row of a table: its number, and its parts, each a label, which may be empty, and a value.

    It is laid out once the width is known. `heads` are those of its columns, where it stands in
    any; what is said of it behind the last one has none.
    """

    head: str
    parts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]


class Prompt(NamedTuple):
    """One thing asked for.

    `options` are numbered as shown, unless each has its own of the `keys`. Between the text and the
    options stand the `table`, its last rows first seen, and the `lines`: what an answer would do,
    how the table stands; where these leave something out, `more` has all of it. `proposed` is what
    Enter takes on an empty line. With `single`, keys alone answer. No text here is ever markup.
    """

    text: str
    heading: str = ""
    help: str = ""
    options: tuple[str, ...] = ()
    keys: str = ""
    table: tuple[TableRow, ...] = ()
    lines: tuple[Line, ...] = ()
    more: tuple[Line, ...] = ()
    hint: str = ""
    proposed: str = ""
    single: bool = False


class Step(StrEnum):
    """What came of an entry."""

    STAYED = "stayed"
    MOVED = "moved"
    DONE = "done"
    LEFT = "left"
