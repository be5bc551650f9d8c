"""Asking for a due date in a box; where it is not clear which day is meant, one is picked."""

from collections.abc import Callable
from datetime import date

from textual.app import App

from screener.interview.readings import Ambiguous, Reading, Refused, Understood
from screener.joining import advised
from screener.language import _
from screens.asking import reading_lines
from screens.dialogs import Ask, Item, Pick
from screens.prompts import Line, Tone

#: Gives the day; tells why it cannot be written.
_Give = Callable[[date], str]


async def ask_due(
    app: App[int], title: str, typed: str, read: Callable[[str], Reading], give: _Give
) -> None:
    """Ask for a day until it is given, or left; Escape at the readings leads to what was typed."""

    def check(text: str) -> str:
        match read(text):
            case Understood(data=day, certain=True):
                return give(date.fromisoformat(str(day)))
            case Refused(message=message, hint=hint):
                return advised(message, hint)
        return ""

    def echo(text: str) -> tuple[Line, ...]:
        return reading_lines(read(text)) if text.strip() else ()

    while True:
        ask = Ask(title, value=typed, check=check, echo=echo)
        said = await app.push_screen_wait(ask)
        if said is None or await _is_given(app, read(said), give):
            return
        typed = said


async def _is_given(app: App[int], reading: Reading, give: _Give) -> bool:
    """Have a doubtful reading picked and give it; False where Escape leaves them all."""
    match reading:
        case Ambiguous(readings=readings):
            days = readings
        case Understood(certain=False):
            days = (reading,)
        case _:
            return True
    items, wrong = [Item(str(day.data), day.echo) for day in days], ""
    while True:
        lines = (Line(wrong, Tone.FAIL),) if wrong else ()
        picked = await app.push_screen_wait(Pick(_("Which is meant?"), items, lines))
        if picked is None:
            return False
        if not (wrong := give(date.fromisoformat(picked))):
            return True
