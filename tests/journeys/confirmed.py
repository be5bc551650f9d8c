"""What the plain mode says once something is recorded, for good."""

import re

from screener.record.events import EventKind

_SAID = {
    "Recorded.": EventKind.ANSWERED,
    " is saved.": EventKind.ROW_SAVED,
    "The table is complete.": EventKind.SERIES_COMPLETED,
    "The note is kept.": EventKind.NOTE_ADDED,
    "The decision is recorded: ": EventKind.DECISION_RECORDED,
    "It is taken out for good, ": EventKind.REDACTED,
}
KINDS = frozenset(_SAID.values())


def confirmed(said: str) -> list[EventKind]:
    """Give the kinds of the events that were said to be recorded, in order."""
    return [_SAID[one] for one in re.findall("|".join(map(re.escape, _SAID)), said)]
