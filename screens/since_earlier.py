"""What has changed since the candidate's earlier screening, to be read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from screener.interview.compared import since_earlier
from screener.joining import labelled
from screener.language import _
from screens.dialogs import Page, Reading
from screens.prompts import Line, Tone

if TYPE_CHECKING:
    from screener.interview.sitting import Sitting


def since_earlier_screen(sitting: "Sitting") -> Reading:
    """Make the screen that says what differs; raises `Refused` where nothing can be compared."""

    def page() -> Page:
        return _("Since the earlier screening"), list(_lines(sitting))

    return Reading(*page(), page)


def _lines(sitting: "Sitting") -> Iterator[Line]:
    for said in since_earlier(sitting):
        text = labelled(said.label, said.text) if said.label else said.text
        yield Line(f"  · {text}") if said.depth else Line(text, Tone.QUIET)
