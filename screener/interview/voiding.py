"""Saying beforehand that what is about to be recorded makes a signature void."""

from collections.abc import Iterator

from screener.language import _
from screener.record.state import ScreeningState


def voids_told(state: ScreeningState) -> Iterator[str]:
    """Say whose signatures what bears on the decision, or corrects the code, makes void."""
    for one in state.signatures:
        if one.voided is None:
            yield _("This makes the signature of {name} void.").format(name=one.event.body["name"])
