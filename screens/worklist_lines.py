"""How a screening reads as one line of the worklist."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from screener.joining import listed, sentences
from screener.language import N_, _, ngettext
from screens.prompts import Line, Tone
from screens.widgets.plain_text import STYLES, content, one_line, padded

if TYPE_CHECKING:
    from pathlib import Path

    from screener.record.ahead import Ahead
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
    ahead: "Ahead | None" = None,
) -> Content:
    """Write one screening in the width there is; below 60 columns on two lines.

    `cells` is the width of the column of the numbers, `here` who else has the screening open,
    `ahead` what time does to it.
    """
    _glyph, _word, tone = _STAGES[summary.stage]
    if summary.by_time:
        tone = Tone.AWAITED
    state, closed = state_words(summary), f"{summary.closed}/{summary.total}"
    number = (padded(summary.number, cells - 1) + " ", "bold")
    if summary.problem:
        return content(number, (one_line(summary.problem, width - cells), "$fail"))
    if width < 60:
        waits = _waits(summary, language, today, width - 4 - cell_len(state), here, ahead)
        return content(
            number,
            padded(summary.candidate, max(8, width - cells - 8)),
            f" {closed}\n  ",
            (f"{state}  {waits}", STYLES[tone]),
        )
    room = width - cells - _CANDIDATE - _STATE - _CLOSED
    waits = _waits(summary, language, today, room, here, ahead)
    state = one_line(state, _STATE - 1)
    beside = _training_beside(summary, today, ahead, _STATE - 1 - cell_len(state), waits)
    if beside:
        waits = _waits(summary._replace(training=False), language, today, room, here, ahead)
    return content(
        number,
        padded(summary.candidate, _CANDIDATE - 1) + " ",
        (state, STYLES[tone]),
        (beside + " " * (_STATE - cell_len(state + beside)), "$quiet"),
        padded(closed, _CLOSED),
        (waits, "$quiet"),
    )


def _training_beside(
    summary: "ScreeningSummary", today: date, ahead: "Ahead | None", room: int, waits: str
) -> str:
    """Give the mark of training where it stands beside the state: a date needs its place.

    `waits` is what the last column says with the mark in it, `room` what is free beside the state.
    """
    if not summary.training:
        return ""
    from screener.interview.training import training_mark

    mark = _BETWEEN + training_mark()
    crowded = any(ways[0] not in waits for ways in _dated(summary, today, ahead))
    return mark if crowded and cell_len(mark) <= room else ""


def _dated(
    summary: "ScreeningSummary", today: date, ahead: "Ahead | None"
) -> tuple[tuple[str, ...], ...]:
    """Give what is awaited and what time does, each in its ways: what is more pressing, first.

    That is the earlier day, but that one after which nothing helps any more goes before all.
    """
    from screener.interview.listing import ahead_ways, awaited_ways, only_until, results_until

    awaited, dates = awaited_ways(summary, today), ahead_ways(ahead, today)
    due = min((one.due for one in summary.awaited if one.due is not None), default=None)
    last = results_until(ahead, today) or date.max
    first = only_until(ahead, today) is None and due is not None and due <= last
    return tuple(filter(None, (awaited, dates) if first else (dates, awaited)))


def more_told(count: int) -> str:
    """Say that there are screenings beyond those shown."""
    told = ngettext(
        "… {count} more: ↓ goes on, words find it",
        "… {count} more: ↓ goes on, words find them",
        count,
    )
    return told.format(count=count)


def nothing_listed(read: "Sequence[ScreeningSummary]", total: int, words: str, begins: str) -> str:
    """Say why nothing is listed of those read, and what would do; `begins` says how to begin."""
    if not read:
        return sentences(_("No screening yet."), begins)
    from screener.interview.listing import unmatched

    if len(read) < total:
        said = _("Looking through {count} of {total} screenings …")
        return said.format(count=len(read), total=total)
    nowhere = unmatched([(one, state_words(one)) for one in read], words)
    return sentences(nowhere, _("Escape clears the words."), begins)


def needless_told(copy: "Path") -> Line:
    """Say that a copy of the record, kept when the store was gone, need not lie about."""
    said = _(
        "{copy} was kept when the store was gone from its place. "
        "The store holds all of it again, so that the copy can be deleted."
    )
    return Line(said.format(copy=copy), Tone.AWAITED)


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
    summary: "ScreeningSummary",
    language: str,
    today: date,
    room: int,
    here: Sequence[str],
    ahead: "Ahead | None",
) -> str:
    """Say what is to be known besides as fully as has room: what is most pressing, first."""
    from screener.interview.listing import episode_told, marks

    at = _in_use(here)
    musts = queries, signed, decision, training = marks(summary)
    dated = _dated(summary, today, ahead)

    def fitted(dated: Sequence[tuple[str, ...]], wanted: int) -> list[str]:
        ways = (queries, signed, decision, *dated, training, at, (episode_told(summary),))
        return _fitted([(one in musts, one) for one in ways if any(one)], room, dated[:wanted])

    told = fitted(dated, 1)
    if (brief := _hardly(summary, today)) and not any(set(told) & set(one) for one in dated):
        told = fitted(((brief,),), 1)
    left = room - cell_len(_BETWEEN.join(told)) - len(_BETWEEN)
    if summary.awaited and left >= _LEAST_QUESTION and summary.protocol is not None:
        told.append(one_line(_due_first(summary, language), left))
    return one_line(_BETWEEN.join(told), room)


def _in_use(here: Sequence[str]) -> tuple[str, ...]:
    """Say who has it open, the fullest way first; nothing where nobody has."""
    if not here:
        return ()
    said, more = _("in use: {names}"), _("{name} +{count}")
    first = more.format(name=here[0], count=len(here) - 1)
    several = (said.format(names=first),) if len(here) > 1 else ()
    return said.format(names=listed(here)), *several, _("in use")


def _fitted(
    pieces: Sequence[tuple[bool, Sequence[str]]], room: int, wanted: Sequence[Sequence[str]]
) -> list[str]:
    """Choose of each piece the fullest way that has room; one that must be said is never left out.

    Each comes with whether it must, and its ways, the fullest first. Where a `wanted` one has room
    beside those in their shortest, they are shortened for it.
    """
    between = len(_BETWEEN)
    least = [min(map(cell_len, ways)) + between if must else 0 for must, ways in pieces]
    left = room + between - sum(least)
    for at, (must, ways) in enumerate(pieces):
        shortest = min(map(cell_len, ways)) + between
        if not must and ways in wanted and shortest <= left:
            least[at] = shortest
            left -= shortest
    told = []
    for (must, ways), kept in zip(pieces, least, strict=True):
        fits = (way for way in ways if cell_len(way) + between - kept <= left)
        way = next(fits, ways[-1] if must else "")
        if way:
            left -= cell_len(way) + between - kept
            told.append(way)
    return told


def _hardly(summary: "ScreeningSummary", today: date) -> str:
    """Say in a few cells that something is awaited, where the state does not: its day, or a sign.

    A day that is over says by itself that it is.
    """
    from screener.prose.values import short_day

    if not summary.awaited or summary.stage == "awaiting":
        return ""
    due = min((one.due for one in summary.awaited if one.due is not None), default=None)
    glyph, _word, _tone = _STAGES["awaiting"]
    return short_day(due, today) if due else f"{glyph} {len(summary.awaited)}"


def _due_first(summary: "ScreeningSummary", language: str) -> str:
    """Give the question that is due first."""
    first = min(summary.awaited, key=lambda lack: lack.due or date.max)
    asked = summary.protocol.questions[first.question].ask if summary.protocol else None
    return asked.in_language(language) if asked else first.question


_BETWEEN = " · "
#: With less room a question says nothing.
_LEAST_QUESTION = 16
