"""Whether what was understood is just what was typed, or has to be confirmed before it counts."""

import re
from collections.abc import Mapping

from screener.interview.folding import fold_case
from screener.interview.readings import Understood
from screener.protocol.model import Question, QuestionType

_FULL_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_SEPARATORS = re.compile(r"[,;]")
_NUMBERS = re.compile(r"[0-9]+(?: [0-9]+)*")


def is_literal(question: Question, text: str, reading: Understood) -> bool:
    """Tell whether a reading says what the text says, and nothing else.

    It does not where a unit was converted, a date has no day or was counted from today, or an
    option was named by its first letters.
    """
    if not reading.certain or reading.said is not None:
        return False
    words, data = fold_case(text), reading.data
    if isinstance(data, Mapping):
        return "due" not in data or _is_day(words, data["due"])
    match question.type:
        case QuestionType.DATE:
            return _is_day(words, data)
        case QuestionType.CHOICE | QuestionType.CHOICES:
            return not data or all(
                _NUMBERS.fullmatch(part) or part in _names(question)
                for part in map(str.strip, _SEPARATORS.split(words))
                if part
            )
    return True


def _is_day(words: str, data: object) -> bool:
    """Tell whether a full day is meant, and its year was typed."""
    return bool(_FULL_DAY.match(str(data))) and str(data)[:4] in words


def _names(question: Question) -> set[str]:
    return {
        fold_case(name)
        for option, label in question.options.items()
        for name in (option, *label.by_language.values())
    }
