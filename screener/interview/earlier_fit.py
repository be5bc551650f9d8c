"""Which question of an earlier version asked for the same fact, and whether its answer fits now."""

from datetime import date

from screener.language import N_, _
from screener.protocol.answering.answer_checks import check_answer
from screener.protocol.answering.number_answers import written_unit
from screener.protocol.model import Protocol, Question, QuestionType
from screener.protocol.problems import AnswerError
from screener.record.history import RawAnswer

#: What makes a question another one, where no concept says that the fact is the same.
_SAME = ("type", "ask", "options", "ordered", "unit", "units", "answered_by")

_ANOTHER = N_("the question is another one now")
_KIND = N_("the question takes another kind of answer now")
_ROLE = N_("the question is for another role now")
_OPTION = N_("there is no such option now")
_UNIT = N_("its unit is not accepted now")
_OUTSIDE = N_("it lies outside of what is accepted now")


def same_fact(asked: Question, now: Protocol, then: Protocol) -> Question | None:
    """Give the question of an earlier version that asked for the same fact; None where none did.

    It has the same id, unless the two name different concepts; else the same concept, which no
    other question of either version names: of several nobody could tell which one is meant.
    """
    before = then.questions.get(asked.id)
    if before is not None and before.derive is None and not _other_concept(asked, before):
        return before
    if asked.concept is None:
        return None
    named = [
        [one for one in version.questions.values() if one.concept == asked.concept]
        for version in (now, then)
    ]
    if any(len(found) != 1 for found in named):
        return None
    (found,) = named[1]
    return found if found.derive is None else None


def why_unfit(asked: Question, before: Question, raw: RawAnswer, on: date) -> str:
    """Say why an earlier answer does not fit the question as it is asked now; nothing if it does.

    Where both name the concept, other words are no other question.
    """
    if asked.concept is None or asked.concept != before.concept:
        differs = any(getattr(before, part) != getattr(asked, part) for part in _SAME)
        if differs:
            return _(_ANOTHER)
    elif before.type is not asked.type:
        return _(_KIND)
    elif before.answered_by is not asked.answered_by:
        return _(_ROLE)
    value = raw["value"]
    if asked.options and not {*_members(value)}.issubset(asked.options):
        return _(_OPTION)
    fitting = fitted(asked, before, raw)
    unit = written_unit(str(fitting["value"])) if asked.type is QuestionType.QUANTITY else ""
    if unit and unit not in asked.units:
        return _(_UNIT)
    try:
        check_answer(asked, fitting, on)
    except AnswerError:
        return _(_OUTSIDE)
    return ""


def fitted(asked: Question, before: Question, raw: RawAnswer) -> RawAnswer:
    """Give an earlier answer as it is given now: a number with its unit, where that was not said.

    What converts it are the factors of now.
    """
    value = raw["value"]
    same = asked.type is not QuestionType.QUANTITY or before.unit == asked.unit
    if same or written_unit(str(value)):
        return raw
    return {**raw, "value": f"{value} {before.unit}"}


def _other_concept(one: Question, other: Question) -> bool:
    return None not in (one.concept, other.concept) and one.concept != other.concept


def _members(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
