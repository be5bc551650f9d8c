"""By line: taking out for good what was typed by mistake."""

from screener.interview.plain_lines import Lines
from screener.interview.redacting import (
    done_said,
    going,
    going_said,
    offered,
    place_said,
    with_text,
)
from screener.interview.refusals import Refused
from screener.interview.sitting import Sitting
from screener.language import _
from screener.record.redaction import without_saying
from screener.record.rights import Right, require


def redact(sitting: Sitting, lines: Lines) -> None:
    """Ask what is to go, show everything that goes with it, ask why and whether; take it out."""
    require(sitting.person.role, Right.REDACT)
    held = offered(sitting)
    asked = _("What is to be taken out for good? Type its number; Enter alone leaves.")
    at = lines.choose(asked, [with_text(sitting, one, place_said(sitting, one)) for one in held])
    if at is None:
        raise Refused(_("Nothing was taken out."))
    together, seen = going(sitting, held[at])
    lines.say(_("This goes:"), *going_said(sitting, together))
    reason = lines.ask(_("Why is it taken out? The reason stays. Enter alone leaves."))
    if not reason:
        raise Refused(_("Nothing was taken out."))
    if wrong := without_saying(reason, together):
        raise Refused(wrong, _("Say why without saying what."))
    if not lines.agreed(_("Take it out for good? Nobody can undo it.")):
        raise Refused(_("Nothing was taken out."))
    sitting.redact(together, reason, seen)
    lines.say(*done_said(sitting, together))
