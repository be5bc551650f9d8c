"""Taking out for good what was typed by mistake: picked, shown wherever it stands, confirmed."""

from typing import TYPE_CHECKING

from screener.interview import redacting
from screener.language import _
from screener.record.redaction import without_saying
from screens.dialogs import Ask, Confirm, Item, Pick
from screens.prompts import Line, Tone

if TYPE_CHECKING:
    from screener.interview.redacting import Going
    from screener.interview.sitting import Sitting
    from screener.record.redaction import Held
    from screens.app import ScreenerApp


async def pick(app: "ScreenerApp", sitting: "Sitting", about: str | None = None) -> "Going | None":
    """Ask what is to go; give all places where it stands, or None where nothing was picked.

    `about` is a question, to offer only what was entered to it; empty, what is to none.
    """
    offered = redacting.offered(sitting)
    if about is not None:
        offered = tuple(held for held in offered if held.question == about)
    items = [
        Item(str(at), redacting.shown(sitting, held), redacting.place_said(sitting, held))
        for at, held in enumerate(offered)
    ]
    told = (_("The same text goes wherever it stands in this screening."),)
    picked = await app.push_screen_wait(
        Pick(_("What is to be taken out for good?"), items, (), told)
    )
    return None if picked is None else redacting.going(sitting, offered[int(picked)])


async def agree(app: "ScreenerApp", sitting: "Sitting", held: "tuple[Held, ...]") -> str | None:
    """Show what goes, ask why and whether; give the reason, or None where it shall stay."""
    places = [Line(said) for said in redacting.going_said(sitting, held)]
    kept = Line(
        _("The reason stays in the record: do not say in it what is taken out."), Tone.QUIET
    )
    reason = await app.push_screen_wait(
        Ask(
            _("Why is it taken out?"),
            lines=(*places, kept),
            check=lambda text: without_saying(text, held),
        )
    )
    if not reason:
        return None
    lines = (
        *places,
        Line(_("reason: {reason}").format(reason=reason)),
        Line(_("It is gone for good then, and nobody can undo it."), Tone.FAIL),
        *([Line(_("The answer is asked again."))] if redacting.asked_again(held) else []),
        Line(_("Who did it, when and why is recorded.")),
    )
    hint = _("Enter takes it out for good, Escape leaves it")
    agreed = await app.push_screen_wait(Confirm(_("Take this out?"), lines, hint))
    return reason if agreed else None
