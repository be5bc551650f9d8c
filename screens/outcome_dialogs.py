"""Asking for a coded reason, for what a screening led to, and for the candidate's right code."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from textual.app import App

from screener.interview.dates_beside import ROW_DATE
from screener.interview.outcomes_told import codes_offered, outcome_told, outcome_word
from screener.interview.readings import Reading
from screener.interview.rescreening import whose_told
from screener.language import _
from screener.record.outcomes import Code, Outcome
from screens import asking
from screens.base import refusal
from screens.dialogs import Ask, Confirm, Item, Pick
from screens.due_dialog import ask_due
from screens.prompts import Line, Tone

if TYPE_CHECKING:
    from screener.interview.sitting import Sitting

#: Stands for taking an outcome back; no outcome has this id.
_NONE = "none"


class Reason(NamedTuple):
    """A coded reason, and its words where it has any."""

    code: Code
    words: str | None


async def ask_reason(
    app: App[int], of: str, title: str, lines: Sequence[Line] = (), words: str = ""
) -> Reason | None:
    """Ask for a coded reason; None where it was left. `words` were typed for it already."""
    items = [Item(code.value, word) for code, word in codes_offered(of)]
    about = (_("The screening log counts these reasons; words of your own stay in the record."),)
    picked = await app.push_screen_wait(Pick(title, items, lines, about))
    if picked is None:
        return None
    code = Code(picked)
    if code is Code.OTHER or words:
        note = Line(_("The words stay in the record; the log has the code alone."), Tone.QUIET)
        ask = Ask(
            _("Which reason is it?"), lines=(note,), value=words, optional=code is not Code.OTHER
        )
        said = await app.push_screen_wait(ask)
        if said is None:
            return None
        words = said
    return Reason(code, words or None)


async def say_outcome(
    app: App[int], sitting: "Sitting", outcomes: Sequence[Outcome], record: Callable[..., object]
) -> None:
    """Ask what the screening led to, and `record` it; an earlier outcome needs why it was wrong."""
    now = sitting.state.outcome
    items = [Item(outcome.value, outcome_word(outcome)) for outcome in outcomes]
    lines = tuple(Line(doubt, Tone.AWAITED) for doubt in sitting.outcome_doubts())
    if now is not None:
        lines = (
            *lines,
            Line(_("So far: {outcome}").format(outcome=outcome_told(now)), Tone.AWAITED),
        )
        items.append(Item(_NONE, _("none yet: it was recorded by mistake")))
    picked = await app.push_screen_wait(Pick(_("What did the screening lead to?"), items, lines))
    if picked is None:
        return
    why = None
    if now is not None:
        why = await app.push_screen_wait(Ask(_("Why was the outcome before wrong?")))
        if why is None:
            return
    if picked == _NONE:
        record(sitting.take_back_outcome, why)
    elif picked == Outcome.ENROLLED:
        await _enrol(app, sitting, why)
    else:
        title = _("Why? {outcome}").format(outcome=outcome_word(picked))
        reason = await ask_reason(app, picked, title)
        if reason is not None:
            code, words = reason
            record(sitting.record_outcome, Outcome(picked), code=code, words=words, why=why)


async def _enrol(app: App[int], sitting: "Sitting", why: str | None) -> None:
    def read(text: str) -> Reading:
        return asking.read_text(ROW_DATE, text, sitting.on, sitting.language)

    def give(day: date) -> str:
        return refusal(lambda: sitting.record_outcome(Outcome.ENROLLED, on=day, why=why))

    today = sitting.on.isoformat()
    asked = _("On which day was the candidate enrolled?")
    await ask_due(app, asked, today, read, give, proposed=True)


async def ask_code(app: App[int], sitting: "Sitting", typed: str) -> str | None:
    """Ask for the candidate's right code; one that others have is confirmed. None where left."""

    def wrong(text: str) -> str:
        return refusal(lambda: sitting.check_code(text))

    code: str | None = typed
    if not typed or wrong(typed):
        lines = (
            Line(_("So far: {code}").format(code=sitting.candidate)),
            Line(_("The site's own code for the candidate, such as DL-007. No name.")),
        )
        ask = Ask(_("The candidate's right code"), lines=lines, value=typed, check=wrong)
        code = await app.push_screen_wait(ask)
    if code is None:
        return None
    told = whose_told(await asyncio.to_thread(sitting.others, code), code)
    if told:
        linked = Line(_("The screenings are not linked to one another."), Tone.QUIET)
        hint = _("Enter takes this code all the same; Escape leaves")
        agreed = await app.push_screen_wait(
            Confirm(_("The candidate's right code"), (Line(told, Tone.AWAITED), linked), hint)
        )
        if not agreed:
            return None
    return code
