"""Checked answers as plain data again: what events store and files of answers hold."""

from datetime import date
from decimal import Decimal

from screener.protocol.answers import Answer, Source
from screener.protocol.date_answers import written_day
from screener.protocol.model import Question
from screener.protocol.values import DateRange, Entry, NumberRange, Ongoing, Value


def answer_to_data(question: Question, answer: Answer) -> dict[str, object]:
    """Give an answer as a file of answers holds it: the exact inverse of `check_answer`.

    Numbers are `int` or `Decimal`, in the canonical unit; `exact_json` keeps them exact.
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
            return _number(value)
        case NumberRange():
            return _limit(value)
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


def _limit(value: NumberRange) -> str:
    if value.low is None and value.high is not None and value.open_high:
        return f"<{value.high}"
    if value.high is None and value.low is not None and value.open_low:
        return f">{value.low}"
    raise ValueError("only a limit is ever answered; other ranges are worked out")


def _source(source: Source) -> object:
    if source.reference is None and source.through is None:
        return source.kind.value
    data = {"kind": source.kind.value}
    if source.reference is not None:
        data["reference"] = source.reference
    if source.through is not None:
        data["through"] = source.through.value
    return data
