"""What is asked before a copy of a decision is written: as what, and into which file."""

from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screener.interview.copies import ENDINGS
from screener.interview.copy_path import copy_path
from screener.interview.copying import copy_name, last_decision
from screener.interview.moments import moment
from screener.interview.refusals import Refused
from screener.interview.told import format_told, recorded_told
from screener.language import _
from screens.dialogs import Ask, Item, Pick
from screens.paths import not_written, path_lines
from screens.prompts import Line, Tone

if TYPE_CHECKING:
    from textual.app import App

    from screener.record.state import ScreeningState


async def write_asked(
    app: "App[Any]",
    argument: str,
    state: "ScreeningState",
    zone: tzinfo,
    write: Callable[[Path, str], object],
) -> Path | None:
    """Ask for what the argument does not say, and `write` the copy into a path, in a format.

    What is refused is asked again; None where whoever is asked leaves.

    Raises:
        Refused: No decision is recorded, or the argument is no format.
    """
    last_decision(state)
    format = argument.strip().lower() or await _ask_format(app)
    if format is None:
        return None
    if format not in ENDINGS:
        raise Refused(_("A copy is text, markdown or json."))
    path = await app.push_screen_wait(_ask_path(format, state, zone, write))
    return None if path is None else copy_path(path)


async def _ask_format(app: "App[Any]") -> str | None:
    items = [
        Item("text", format_told("text")),
        Item("markdown", format_told("markdown")),
        Item("json", format_told("json"), _("for another program")),
    ]
    about = (_("Each holds the whole recorded decision, with every answer behind it."),)
    return await app.push_screen_wait(Pick(_("Write a copy as"), items, about=about))


def _ask_path(
    format: str,
    state: "ScreeningState",
    zone: tzinfo,
    write: Callable[[Path, str], object],
) -> Ask:
    event = last_decision(state)
    of = _("Of the decision recorded {time}: {decision}.").format(
        time=moment(event.at, zone), decision=recorded_told(event.body)
    )
    lines = [Line(of), Line(_("A new file; its owner alone can read it."), Tone.QUIET)]
    if state.changed > event.version:
        lines.insert(1, Line(_("What was entered after that is not in it."), Tone.AWAITED))
    return Ask(
        _("Into which file?"),
        lines=lines,
        value=str(Path.home() / copy_name(event, format)),
        check=lambda text: not_written(text, lambda path: write(path, format)),
        echo=path_lines,
    )
