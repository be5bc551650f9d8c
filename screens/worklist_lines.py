"""How a screening reads as one line of the worklist."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from screener.joining import listed, phrases
from screener.language import N_, _, ngettext
from screens.prompts import Tone
from screens.widgets.plain_text import STYLES, content, one_line, padded

if TYPE_CHECKING:
    from screener.record.summary import ScreeningSummary

_STAGES = {
    "new": (" ", N_("new"), Tone.OPEN),
    "in_progress": ("…", N_("in progress"), Tone.OPEN),
    "investigator": ("…", N_("for the investigator"), Tone.OPEN),
    "awaiting": ("◌", N_("awaited"), Tone.AWAITED),
    "undetermined": ("?", N_("cannot be determined yet"), Tone.AWAITED),
    "eligible": ("✓", N_("eligible"), Tone.PASS),
    "ineligible": ("✗", N_("not eligible"), Tone.FAIL),
    "enrolled": ("✓", N_("enrolled"), Tone.PASS),
    "not_enrolled": ("■", N_("eligible, not enrolled"), Tone.QUIET),
    "declined": ("■", N_("declined"), Tone.QUIET),
    "stopped": ("■", N_("stopped"), Tone.QUIET),
    "withdrawn": ("■", N_("withdrawn"), Tone.QUIET),
    "unreadable": ("!", N_("unreadable"), Tone.FAIL),
}


def stage_words(stage: str) -> str:
    """Give glyph and word of what a screening waits for, or came to."""
    glyph, word, _tone = _STAGES[stage]
    return f"{glyph} {_(word)}"


#: The cells of a row from 60 columns up: number, candidate, state, closed; the rest is awaited.
_CANDIDATE, _STATE, _CLOSED = 12, 27, 7
_LEAST_NUMBER = 7


def state_words(summary: "ScreeningSummary") -> str:
    """Say where a screening stands."""
    return stage_words(summary.stage)


def number_cells(summaries: "Sequence[ScreeningSummary]") -> int:
    """Tell how wide the column of the numbers is."""
    return max((_LEAST_NUMBER, *(len(one.number) + 1 for one in summaries)))


def summary_line(
    summary: "ScreeningSummary",
    width: int,
    language: str,
    today: date,
    cells: int = _LEAST_NUMBER,
    here: Sequence[str] = (),
) -> Content:
    """Write one screening in the width there is; below 60 columns on two lines.

    `cells` is the width of the column of the numbers, `here` who else has the screening open.
    """
    _glyph, _word, tone = _STAGES[summary.stage]
    state, closed = state_words(summary), f"{summary.closed}/{summary.total}"
    number = (padded(summary.number, cells - 1) + " ", "bold")
    if summary.problem:
        return content(number, (one_line(summary.problem, width - cells), "$fail"))
    if width < 60:
        waits = _waits(summary, language, today, width - 4 - cell_len(state), here)
        return content(
            number,
            padded(summary.candidate, max(8, width - cells - 8)),
            f" {closed}\n  ",
            (f"{state}  {waits}", STYLES[tone]),
        )
    room = width - cells - _CANDIDATE - _STATE - _CLOSED
    return content(
        number,
        padded(summary.candidate, _CANDIDATE - 1) + " ",
        (padded(state, _STATE - 1) + " ", STYLES[tone]),
        padded(closed, _CLOSED),
        (_waits(summary, language, today, room, here), "$quiet"),
    )


def more_told(count: int) -> str:
    """Say that there are screenings beyond those shown."""
    told = ngettext(
        "… {count} more: ↓ goes on, words find it",
        "… {count} more: ↓ goes on, words find them",
        count,
    )
    return told.format(count=count)


def column_heads(width: int, cells: int = _LEAST_NUMBER) -> str:
    """Head the columns; where there are two lines a screening, there are none."""
    if width < 60:
        return ""
    heads = (
        *((_("Number"), cells), (_("Candidate"), _CANDIDATE)),
        *((_("State"), _STATE), (_("Closed"), _CLOSED)),
    )
    return "".join(padded(head, cells) for head, cells in heads) + _("Awaited")


def _waits(
    summary: "ScreeningSummary", language: str, today: date, room: int, here: Sequence[str]
) -> str:
    """Say what is awaited, and what else is to be known, as fully as has room."""
    from screener.interview.listing import beside_told

    at = _("open: {names}").format(names=listed(here)) if here else ""
    known = phrases(filter(None, (at, beside_told(summary))))
    left = room - cell_len(known + _BETWEEN) if known else room
    awaited = _awaited(summary, language, today, left)
    return one_line(_BETWEEN.join(filter(None, (known, awaited))), room)


def _awaited(summary: "ScreeningSummary", language: str, today: date, room: int) -> str:
    """Say what is awaited as fully as has room, and then the question that is due first."""
    from screener.interview.listing import awaited_ways

    told = next((way for way in awaited_ways(summary, today) if cell_len(way) <= room), "")
    beside = room - cell_len(told) - len(_BETWEEN)
    if not told or beside < _LEAST_QUESTION or summary.protocol is None:
        return told
    first = min(summary.awaited, key=lambda lack: lack.due or date.max)
    asked = summary.protocol.questions[first.question].ask
    text = asked.in_language(language) if asked else first.question
    return told + _BETWEEN + one_line(text, beside)


_BETWEEN = " · "
#: With less room a question says nothing.
_LEAST_QUESTION = 16
