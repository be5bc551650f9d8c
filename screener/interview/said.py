"""One line of what is said about a screening, for whoever lays it out; and how its end is said."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from screener.interview.outcomes_told import reason_told
from screener.language import _
from screener.protocol.model import Question
from screener.record.history import Closing, Row
from screener.record.outcomes import Code
from screener.record.rights import role_told


class Table(NamedTuple):
    """The rows of a series, for whoever lays them out; `makers` say who entered each.

    That is told where it is not the person who gave the whole answer. The rows stand in the order
    in which they were entered, since that is how they are numbered everywhere, from `first` on.
    """

    question: Question
    rows: tuple[Row, ...]
    makers: tuple[str, ...] = ()
    first: int = 1


class Said(NamedTuple):
    """One line: how deep it stands, its label and its text.

    `status` is set where the line says where something stands: a criterion (`pass`, `fail`, `open`,
    `awaited`, `not_assessed`), or what lacks (`open`, `awaited`). What is `struck` was wrong, or no
    longer applies. `heard` stands for a text with a glyph where somebody hears it.
    """

    depth: int
    text: str
    label: str = ""
    status: str = ""
    table: Table | None = None
    struck: bool = False
    heard: str = ""


def closing_lines(closing: Closing, moment: Callable[[datetime], str]) -> Iterator[Said]:
    """Say who recorded a withdrawal or a stop, when, and why if a reason was given."""
    yield from said_by(_("recorded by {name}, {role}, {time}"), closing, moment)


def said_by(said: str, closing: Closing, moment: Callable[[datetime], str]) -> Iterator[Said]:
    """Fill in who did it and when, and give the reason behind it."""
    person = closing.person
    yield Said(
        1, said.format(name=person.name, role=role_told(person.role), time=moment(closing.at))
    )
    why = reason_told(closing)
    if why and closing.code != Code.NO_REASON:
        why = _("because: {reason}").format(reason=why)
    if why:
        yield Said(1, why)
