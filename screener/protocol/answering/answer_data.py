"""Checked answers as plain data again: what events store and files of answers hold."""

from datetime import date
from decimal import Context, Decimal

from screener.protocol.answering.date_answers import written_day
from screener.protocol.answers import Answer, Source
from screener.protocol.model import Question
from screener.protocol.numbers import within_limits
from screener.protocol.values import DateRange, Entry, NumberRange, Ongoing, Value

#: Digits enough for a number within the limits times a factor within them.
_EXACT = Context(prec=100)


def answer_to_data(question: Question, answer: Answer) -> dict[str, object]:
    """Give an answer as a file of answers holds it: the exact inverse of `check_answer`.

    Numbers are `int` or `Decimal`, in the canonical unit; where they have more digits there than an
    answer may have, they are text in a unit that was answered. `exact_json` keeps them exact.
    """
    data: dict[str, object] = {}
    if answer.missing is not None:
        data["missing"] = answer.missing.value
    elif answer.value is not None:
        data["value"] = _value(question, answer.value)
    if answer.due is not None:
        data["due"] = answer.due.isoformat()
    if answer.observed_on is not None:
        data["observed_on"] = written_day(answer.observed_on)
    if answer.source is not None:
        data["source"] = _source(answer.source)
    if answer.note is not None:
        data["note"] = answer.note
    return data


def _value(question: Question, value: Value) -> object:
    """Give a value as a file of answers holds it."""
    match value:
        case Decimal():
            return _number(value) if within_limits(value) else _in_answered_unit(question, value)
        case NumberRange():
            return _limit(question, value)
        case date() | DateRange() | Ongoing():
            return written_day(value)
        case frozenset():
            return [option for option in question.options if option in value]
        case tuple():
            return [_entry(question, entry) for entry in value]
    return value


def _entry(question: Question, entry: Entry) -> dict[str, object]:
    """Give one entry of a series as a file of answers holds it."""
    fields = {name: _value(question.fields[name], value) for name, value in entry.fields.items()}
    return {"date": entry.date.isoformat(), **fields}


def _number(number: Decimal) -> int | Decimal:
    return int(number) if number.as_tuple().exponent == 0 else number


def _in_answered_unit(question: Question, number: Decimal) -> str:
    """Write a number that only a conversion can have given, as it can have been answered."""
    for unit, factor in question.units.items():
        answered = _EXACT.divide(number, factor).normalize(_EXACT)
        if within_limits(answered) and _EXACT.multiply(answered, factor) == number:
            return f"{answered} {unit}"
    raise ValueError("no answer in an accepted unit comes to this number")


def _limit(question: Question, value: NumberRange) -> str:
    if value.low is None and value.high is not None and value.open_high:
        sign, number = "<", value.high
    elif value.high is None and value.low is not None and value.open_low:
        sign, number = ">", value.low
    else:
        raise ValueError("only a limit is ever answered; other ranges are worked out")
    if within_limits(number):
        return f"{sign}{number}"
    return f"{sign}{_in_answered_unit(question, number)}"


def _source(source: Source) -> object:
    if source.reference is None and source.through is None:
        return source.kind.value
    data = {"kind": source.kind.value}
    if source.reference is not None:
        data["reference"] = source.reference
    if source.through is not None:
        data["through"] = source.through.value
    return data
