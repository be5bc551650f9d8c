"""Who gave an answer and when, in the site's time, and how what became of it looks."""

from datetime import datetime, tzinfo

from screener.interview.history_told import Fate
from screener.interview.moments import moment
from screener.joining import phrases
from screener.record.events import Person
from screener.record.rights import role_told
from screens.prompts import Tone
from screens.widgets.plain_text import STYLES


def who_and_when(person: Person, at: datetime, zone: tzinfo) -> str:
    """Name a person, the role and the moment in the site's time."""
    return phrases((person.name, role_told(person.role), moment(at, zone)))


def fate_style(fate: Fate) -> str:
    """Give how the words of what became of an answer look."""
    return STYLES[Tone.AWAITED if fate.waits else Tone.QUIET]


def answer_style(fate: Fate) -> str:
    """Give how an answer itself looks, by what became of it."""
    if fate.struck:
        return STYLES[Tone.STRUCK]
    return "bold $person" if fate.counts or not fate.words else STYLES[Tone.QUIET]
