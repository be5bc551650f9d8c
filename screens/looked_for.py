"""What is typed on a trail's line: words that its events hold, or a place in time."""

from typing import TYPE_CHECKING, NamedTuple

from screener.interview.refusals import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from screener.interview.timeline import Happened
    from screener.interview.travel import Spot, Travel
    from screener.record.events import Event


class LookedFor(NamedTuple):
    """Words; where they are an event's number or a moment, `spot` is the place in time there.

    Where that lies outside of what has happened, `outside` says so.
    """

    words: str = ""
    spot: "Spot | None" = None
    outside: str = ""

    def holds(self, one: "Happened") -> bool:
        """Tell whether an event holds the words, or is the one that they lead to."""
        return one.holds(self.words) or self.leads_to(one.event)

    def leads_to(self, event: "Event") -> bool:
        """Tell whether the place in time is after this event."""
        return self.spot is not None and event.version == self.spot.count


def looked_for(words: str, travel: "Travel | None", now: "datetime") -> LookedFor:
    """Read what was typed; `travel` goes through the trail's time, where it is one screening's."""
    from screener.interview.travel import Outside

    try:
        return LookedFor(words, travel.find(words, now) if travel else None)
    except Outside as error:
        return LookedFor(words, outside=error.message)
    except Refused:
        return LookedFor(words)
