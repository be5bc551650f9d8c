"""How a date that is typed is read: for certain, in doubt, or not at all."""

from datetime import date

from screener.interview.typed import Reading, Refused, Understood, understand
from screener.protocol.conditions import Place
from screener.protocol.model import Question, QuestionType

ON = date(2026, 1, 31)
PLACE = Place(1, 1)
DATE = Question("q", QuestionType.DATE, PLACE, ongoing=True)
ANY = Question("q", QuestionType.DATE, PLACE, future=True)


def read(text: str, on: date = ON, language: str = "en") -> Reading:
    return understand(ANY if on != ON else DATE, text, on, language)


def certain(text: str, on: date = ON) -> object:
    reading = read(text, on)
    assert isinstance(reading, Understood), reading
    assert reading.certain
    return reading.data


def doubtful(text: str, on: date = ON) -> Understood:
    reading = read(text, on)
    assert isinstance(reading, Understood), reading
    assert not reading.certain
    return reading


def refused(text: str) -> str:
    reading = read(text)
    assert isinstance(reading, Refused), reading
    return f"{reading.message} ({reading.hint})"
