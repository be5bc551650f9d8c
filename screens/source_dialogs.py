"""Asking where the answers come from: kind, reference, interpreter; Escape goes back by a step.

What cannot be written is said in the box in which it was typed or picked.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual.app import App

from screener.interview.sources import SPOKEN, reference_asked, written
from screener.interview.told import source_told
from screener.language import _
from screener.protocol.answers import SourceKind, Through
from screens.base import refusal
from screens.dialogs import Ask, Item, Pick
from screens.prompts import Line, Tone

if TYPE_CHECKING:
    from screener.interview.sitting import Sitting

_NOT_SAID, _NOTE = "", "note"
Source = Mapping[str, str] | str
#: Says a source; gives why it cannot be written.
_Write = Callable[[Source | None], str]


async def say_source(app: App[int], sitting: "Sitting") -> bool:
    """Ask where the answers come from now, and say it; True where a note is wanted instead."""

    def write(source: Source | None) -> str:
        return refusal(lambda: sitting.set_source(source))

    kind, wrong = None, ""
    while (kind := await _ask_kind(app, sitting.state.source, wrong, kind)) is not None:
        wrong = ""
        if kind == _NOTE:
            return True
        if kind != _NOT_SAID and (kind in SPOKEN or reference_asked(kind)):
            if await _say(app, kind, write):
                return False
        elif not (wrong := write(kind or None)):
            return False
    return False


async def _ask_kind(app: App[int], now: object, wrong: str, before: str | None) -> str | None:
    items = [Item(kind, source_told(kind)) for kind in SourceKind]
    items += [Item(_NOT_SAID, _("not said")), Item(_NOTE, _("add a note instead"))]
    if wrong:
        # What was picked and could not be written is taken by one Enter.
        items.sort(key=lambda item: item.id != before)
    title = _("Where do the answers come from now? (so far: {source})")
    so_far = source_told(now) if now else _("not said")
    about = (_("Every answer from here on carries it, until it is set again."),)
    pick = Pick(title.format(source=so_far), items, _wrong_lines(wrong), about)
    return await app.push_screen_wait(pick)


async def _say(app: App[int], kind: str, write: _Write) -> bool:
    """Ask what belongs to a kind of source, and say it; False where Escape leads to the kinds."""
    reference = ""
    while True:
        if reference_asked(kind) is not None:
            said = await _ask_reference(app, kind, reference, write)
            if said is None:
                return False
            reference = said
        if kind not in SPOKEN or await _say_through(app, kind, reference, write):
            return True
        if reference_asked(kind) is None:
            return False


async def _ask_reference(app: App[int], kind: str, so_far: str, write: _Write) -> str | None:
    """Ask for the reference, which says the source where nothing is asked after it."""
    title, said = reference_asked(kind) or ("", "")

    def say(text: str) -> str:
        return write(written(kind, text, "")) if kind not in SPOKEN else ""

    lines = (Line(said, Tone.QUIET),)
    ask = Ask(title, lines=lines, value=so_far, check=say, optional=True)
    return await app.push_screen_wait(ask)


async def _say_through(app: App[int], kind: str, reference: str, write: _Write) -> bool:
    names = {
        Through.PROFESSIONAL: _("a professional interpreter"),
        Through.STAFF: _("a member of staff"),
        Through.RELATIVE: _("a relative"),
    }
    items = [Item("", _("no interpreter")), *(Item(one, name) for one, name in names.items())]
    title, wrong = _("Through which interpreter?"), ""
    while True:
        pick = Pick(title, items, _wrong_lines(wrong))
        through = await app.push_screen_wait(pick)
        if through is None:
            return False
        if not (wrong := write(written(kind, reference, through))):
            return True


def _wrong_lines(wrong: str) -> tuple[Line, ...]:
    return (Line(wrong, Tone.FAIL),) if wrong else ()
