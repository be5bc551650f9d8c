"""Which single key answers what: on a boolean or a choice question, while the input is empty."""

import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from screener.protocol.answers import Missing
from screener.protocol.model import Question, QuestionType

YES = frozenset("y是")
NO = frozenset("n否")
MISSING: Mapping[str, Missing] = {
    "u": Missing.UNKNOWN,
    "d": Missing.NOT_DONE,
    "p": Missing.PENDING,
    "x": Missing.REFUSED,
}
#: From the tenth option on one digit begins another number, so digits are text there.
MOST_NUMBERED = 9


class Value(NamedTuple):
    """The key is an answer."""

    data: bool | str


class NoAnswer(NamedTuple):
    """The key is a missing reason."""

    reason: Missing


class TwoReadings(NamedTuple):
    """The key is a missing reason and begins options: it answers nothing."""

    reason: Missing
    options: tuple[str, ...]


Key = Value | NoAnswer | TwoReadings


def plain_key(character: str) -> str:
    """Take a full-width digit or letter, or a capital, as the plain one."""
    return unicodedata.normalize("NFKC", character).lower()


def option_number(typed: str, count: int) -> int | None:
    """Give the place, from 0, of the option whose number was typed; None where it is none's."""
    number = plain_key(typed.strip())
    return next((at for at in range(count) if number == str(at + 1)), None)


def read_key(question: Question, character: str, labels: Mapping[str, str]) -> Key | None:
    """Say what a single key means on a question; None where it is text.

    `labels` are the options' texts as shown, by option id.
    """
    key = plain_key(character)
    if question.type is QuestionType.BOOLEAN:
        if key in YES or key in NO:
            return Value(key in YES)
        return NoAnswer(MISSING[key]) if key in MISSING else None
    if question.type is not QuestionType.CHOICE:
        return None
    if key in MISSING:
        begun = tuple(option for option in labels if _begins(option, labels[option], key))
        return TwoReadings(MISSING[key], begun) if begun else NoAnswer(MISSING[key])
    options = tuple(question.options)
    if key.isascii() and key.isdigit() and len(options) <= MOST_NUMBERED:
        at = int(key) - 1
        return Value(options[at]) if 0 <= at < len(options) else None
    return None


def _begins(option: str, label: str, key: str) -> bool:
    return plain_key(option[:1]) == key or plain_key(label[:1]) == key
