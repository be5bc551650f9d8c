"""Searching one screening by line: everything that was done in it, as the conversation tells it."""

from screener.interview.event_words import EventWords
from screener.interview.moments import moment
from screener.interview.plain_telling import Telling
from screener.interview.timeline import Happened, happened
from screener.joining import phrases
from screener.language import _
from screener.record.events import Event


def say_found(telling: Telling, words: str) -> None:
    """Say every event that holds the words, with what became of it, who did it and when."""
    sitting, events = telling.sitting, telling.sitting.events()

    def find(number: str, version: int) -> Event | None:
        return events[version - 1] if 0 < version <= len(events) else None

    def told(one: Happened) -> str:
        who = phrases((one.event.person.name, moment(one.event.at, sitting.time_zone)))
        return " · ".join(filter(None, (one.said, one.became.words, who)))

    event_words = EventWords(
        telling.language, sitting.time_zone, lambda number: sitting.protocol, find
    )
    all_told = happened(
        events, event_words, lambda event: events[event.version :], sitting.standing
    )
    found = [told(one) for one in all_told if one.holds(words)]
    telling.lines.say(*(found or [_("Nowhere: {words}").format(words=words)]))
