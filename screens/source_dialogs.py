"""Asking where the answers come from: kind, reference, interpreter; Escape goes back by a step."""

from collections.abc import Mapping

from textual.app import App

from screener.interview.sources import SPOKEN, reference_asked, written
from screener.interview.told import source_told
from screener.language import _
from screener.protocol.answers import SourceKind, Through
from screens.dialogs import Ask, Item, Pick
from screens.prompts import Line, Tone

NOT_SAID, NOTE = "", "note"


async def ask_kind(app: App[int], now: object) -> str | None:
    """Ask what kind of source it is, or `NOT_SAID`, or `NOTE`; None where Escape leaves."""
    items = [Item(kind, source_told(kind)) for kind in SourceKind]
    items += [Item(NOT_SAID, _("not said")), Item(NOTE, _("add a note instead"))]
    title = _("Where do the answers come from now? (so far: {source})")
    so_far = source_told(now) if now else _("not said")
    about = (_("Every answer from here on carries it, until it is set again."),)
    return await app.push_screen_wait(Pick(title.format(source=so_far), items, about=about))


async def ask_source(app: App[int], kind: str) -> Mapping[str, str] | str | None:
    """Ask what belongs to a kind of source; None where Escape leads back to the kinds."""
    while True:
        reference = await _ask_reference(app, kind)
        if reference is None or kind not in SPOKEN:
            return None if reference is None else written(kind, reference, "")
        through = await _ask_through(app)
        if through is not None:
            return written(kind, reference, through)
        if reference_asked(kind) is None:
            return None


async def _ask_reference(app: App[int], kind: str) -> str | None:
    asked = reference_asked(kind)
    if asked is None:
        return ""
    title, said = asked
    return await app.push_screen_wait(Ask(title, lines=(Line(said, Tone.QUIET),), optional=True))


async def _ask_through(app: App[int]) -> str | None:
    names = {
        Through.PROFESSIONAL: _("a professional interpreter"),
        Through.STAFF: _("a member of staff"),
        Through.RELATIVE: _("a relative"),
    }
    items = [Item("", _("no interpreter")), *(Item(one, name) for one, name in names.items())]
    return await app.push_screen_wait(Pick(_("Through which interpreter?"), items))
