"""The lines of an account as a screen shows them: each in its tone, tables row by row."""

from collections.abc import Iterable, Iterator

from rich.cells import cell_len

from screener.interview.account import Account
from screener.interview.all_answers import beside_criteria
from screener.interview.said import Said
from screener.interview.since_signed import ChangesTold, SinceSigned
from screener.joining import labelled
from screens.prompts import Line, Tone
from screens.widgets.criteria import Standing, status_tone
from screens.widgets.series import table_rows, table_text

#: How far to the right a line stands, by its depth.
_INDENTS = ("", *(" " * cells for cells in (4, 6, 8, 10)))
#: What stands beneath a line of an answer: a long answer, the rows of a table.
_BELOW = _INDENTS[2]
_LEAST_TABLE = 20


def account_lines(lines: Iterable[Said], language: str, width: int) -> Iterator[Line]:
    """Write an account as lines, on a screen of so many cells across."""
    for said in lines:
        yield from _lines_of(said, width)
        if said.table is not None:
            table = said.table
            rows = table_rows(table.question, table.rows, language, table.makers, table.first)
            room = max(_LEAST_TABLE, width - len(_BELOW))
            for row in table_text(rows, room).split("\n"):
                yield Line(f"{_BELOW}{row}", Tone.STRUCK if said.struck else Tone.PLAIN)


def since_signed_lines(
    since: SinceSigned | None, changes: ChangesTold, width: int
) -> Iterator[Line]:
    """Say what has changed since a signature that is void, before all else; nothing without one."""
    if since is not None:
        yield Line(changes.heading(since), Tone.AWAITED)
        yield from account_lines(changes.since(since), changes.language, width)
        yield Line("")


def beside_lines(account: Account, width: int) -> Iterator[Line]:
    """Give what stands with no criterion."""
    for part in beside_criteria(account):
        yield Line("")
        yield Line(part.heading, Tone.QUIET)
        yield from account_lines(part.lines, account.language, width)


def _lines_of(said: Said, width: int) -> Iterator[Line]:
    """Write a line in its tone; a long answer stands beneath its question."""
    indent, tone = _INDENTS[min(said.depth, len(_INDENTS) - 1)], Tone.PLAIN
    if said.struck:
        tone = Tone.STRUCK
    elif said.status:
        tone = status_tone(Standing(said.status))
    if said.depth == 0 and said.status:
        yield Line(f"{said.text}  {said.label}", tone)
    elif said.depth == 1 and said.label:
        whole = f"{indent}· {said.label}  {said.text}"
        if cell_len(whole) <= width:
            yield Line(whole, tone)
        else:
            yield Line(f"{indent}· {said.label}", tone)
            yield Line(f"{_BELOW}{said.text}", tone)
    else:
        told = labelled(said.label, said.text) if said.label else said.text
        told_of = said.depth == 1 or said.status or said.struck
        yield Line(f"{indent}{told}", tone if told_of else Tone.QUIET)
