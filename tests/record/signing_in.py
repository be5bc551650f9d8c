"""Who signs in with which password, and what the trail tells of it."""

from screener.record.events import EventKind

ADA, LI = "Ada Byron", "A. Li"
GOOD, OTHER = "correct horse battery", "staple in the morning"


def told(store):
    """What is in the trail besides the keys and the seals."""
    by_itself = (EventKind.KEY_MADE, EventKind.SEALED)
    return [event for event in store.store_events() if event.kind not in by_itself]


def kinds(store):
    return [event.kind for event in told(store)]
