"""From checked answers to the values the engine evaluates, for one reference date."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from screener.engine.calendar import add
from screener.protocol.answers import Answer
from screener.protocol.model import Protocol, Question
from screener.protocol.values import DateRange, Day, Entry, Ongoing, Value


def current_values(
    protocol: Protocol,
    answers: Mapping[str, Answer],
    on: date,
    recorded: Mapping[str, date],
) -> tuple[dict[str, Value | None], frozenset[str]]:
    """Give each question's value, None where there is none, and the stale questions.

    `recorded` gives the day an answer was recorded, which counts where it lacks `observed_on`;
    where that is not known either, it is the reference date.
    """
    values: dict[str, Value | None] = dict.fromkeys(protocol.questions)
    stale: set[str] = set()
    for id, answer in answers.items():
        question = protocol.questions[id]
        if answer.value is None:
            continue
        if is_stale(question, answer, on, recorded.get(id, on)):
            stale.add(id)
        else:
            values[id] = as_of(answer.value, on)
    return values, frozenset(stale)


def is_stale(question: Question, answer: Answer, on: date, recorded: date) -> bool:
    """Tell whether an observation is too old to count on the reference date."""
    last = counts_until(question, answer, on, recorded)
    return last is not None and last < on


def counts_until(question: Question, answer: Answer, on: date, recorded: date) -> date | None:
    """Give the last reference date on which an observation counts; None where it always does."""
    if question.valid_for is None:
        return None
    return add(_first_day(answer.observed_on, on, recorded), question.valid_for)


def _first_day(observed_on: Day | None, on: date, recorded: date) -> date:
    match observed_on:
        case None:
            return recorded
        case DateRange(first=first):
            return first
        case Ongoing():
            return on
        case date():
            return observed_on


def as_of(value: Value, on: date) -> Value:
    """Give a value as it stands on the reference date: what is ongoing is a range from there."""
    if isinstance(value, Ongoing):
        return DateRange(on, None)
    if isinstance(value, tuple):
        return tuple(_entry_as_of(entry, on) for entry in value)
    return value


def _entry_as_of(entry: Entry, on: date) -> Entry:
    if not any(isinstance(value, Ongoing) for value in entry.fields.values()):
        return entry
    fields = {name: as_of(value, on) for name, value in entry.fields.items()}
    return replace(entry, fields=fields)
