"""A few series that stand for what tests on a series ask for.

There is no end of series, and no order among them; so these are made from the tests, not found as
the boundaries of all there are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import islice, product

from screener.engine.calendar import add
from screener.engine.cuts import tests_by_question
from screener.engine.quantities import first_where
from screener.protocol.conditions import (
    Condition,
    Count,
    SeriesTest,
    Test,
    Unchanged,
    entry_conditions,
    operand,
    walk,
)
from screener.protocol.durations import Duration
from screener.protocol.model import Criterion, Kind, Protocol, Question, QuestionType
from screener.protocol.text import Text
from screener.protocol.values import FIRST_YEAR, Entry, Value

#: Combinations of fields' values that are tried in an entry.
_MOST_ENTRIES = 48
#: A count of more entries than this is not tried.
_MOST_ROWS = 12

#: Gives the answers that represent the cells of a question of a protocol.
Representing = Callable[[Protocol, str], Sequence[Value]]
Series = tuple[Entry, ...]
_Fields = Mapping[str, Value]


def series_values(
    protocol: Protocol,
    question: str,
    present: Series | None,
    on: date,
    representing: Representing,
) -> tuple[Series, ...]:
    """Give series made from the tests on a question.

    They are: none; one entry on the reference date for each combination of its fields' cells, or as
    many as a test counts; one on a day of each interval that tests on an entry's date tell apart;
    two as far apart as fields have to stay unchanged, alike and different; and the present ones
    with an entry added. At most 48 combinations are tried.
    """
    asked = protocol.questions[question]
    tests = _tests(protocol, question)
    inside = _as_protocol(protocol, question)
    latest = present[-1].fields if present else {}
    each = {id: _field_values(inside, id, latest, representing) for id in _used(asked, tests)}
    choices = [
        {id: value for id, value in zip(each, chosen, strict=True) if value is not None}
        for chosen in islice(product(*each.values()), _MOST_ENTRIES)
    ]
    days = [day for day in representing(inside, "date") if isinstance(day, date)]
    found: list[Series] = [()]
    for series in _made(asked, tests, choices, days, on):
        _add(found, series)
    for fields in (latest, *choices) if present else ():
        _add(found, (*(present or ()), Entry(on, fields)))
    return tuple(found)


def _add(found: list[Series], series: Series) -> None:
    if series not in found:
        found.append(series)


def _tests(protocol: Protocol, question: str) -> list[SeriesTest]:
    read = tests_by_question(protocol).get(question, ())
    return [test for test in read if isinstance(test, SeriesTest) and test.question == question]


def _used(asked: Question, tests: Sequence[SeriesTest]) -> list[str]:
    """Give the fields that tests read, in the file's order."""
    names = {id for test in tests if isinstance(test.form, Unchanged) for id in test.form.fields}
    for condition in _conditions(asked, tests):
        for node in walk(condition):
            if isinstance(node, Test):
                other = operand(node)
                names |= {node.question} | ({other.question} if other and other.field else set())
    return [id for id in asked.fields if id in names]


def _conditions(asked: Question, tests: Sequence[SeriesTest]) -> list[Condition]:
    whens = [field.when for field in asked.fields.values() if field.when is not None]
    return [one for test in tests for one in entry_conditions(test)] + whens


@lru_cache(maxsize=64)
def _as_protocol(protocol: Protocol, question: str) -> Protocol:
    """Give a protocol that asks for the fields of one entry, with its conditions as criteria."""
    asked = protocol.questions[question]
    fields = {id: replace(field, when=None) for id, field in asked.fields.items()}
    day = Question("date", QuestionType.DATE, asked.place)
    criteria = {
        f"{question} {place}": Criterion(
            str(place), Kind.INCLUSION, Text.plain(question), condition, asked.place
        )
        for place, condition in enumerate(_conditions(asked, _tests(protocol, question)))
    }
    return replace(
        protocol,
        questions={**protocol.questions, **fields, "date": day},
        criteria={**protocol.criteria, **criteria},
    )


def _field_values(
    inside: Protocol, field: str, latest: _Fields, representing: Representing
) -> Sequence[Value | None]:
    """Give a field's values to try, the latest entry's first; None where there is nothing to say.

    A number that no test compares with anything gets a second value, to tell entries apart.
    """
    asked = inside.questions[field]
    found = list(representing(inside, field))
    if asked.type.is_number and len(found) == 1 and isinstance(found[0], Decimal):
        found += [one for one in (found[0] + 1, found[0] - 1) if _allowed(asked, one)][:1]
    if field in latest:
        found = [latest[field], *(one for one in found if one != latest[field])]
    return found or [None]


def _allowed(asked: Question, number: Decimal) -> bool:
    least, most = asked.minimum, asked.maximum
    above = not isinstance(least, Decimal) or number >= least
    return above and (not isinstance(most, Decimal) or number <= most)


def _made(
    asked: Question,
    tests: Sequence[SeriesTest],
    choices: Sequence[_Fields],
    days: Sequence[date],
    on: date,
) -> Iterator[Series]:
    for fields in choices:
        yield (Entry(on, fields),)
    for count in sorted({rows for test in tests for rows in _counts(test)}):
        for fields in choices:
            yield (Entry(on, fields),) * count
    for day in days:
        for fields in choices:
            yield (Entry(day, fields),)
    for test in tests:
        if isinstance(test.form, Unchanged):
            start = _before(on, test.form.duration)
            for fields in choices:
                yield Entry(start, fields), Entry(on, fields)
            for fields in choices[1:]:
                yield Entry(start, choices[0]), Entry(on, fields)


def _counts(test: SeriesTest) -> Iterator[int]:
    """Give the numbers of entries on both sides of what a test counts."""
    if isinstance(test.form, Count):
        limit = int(test.form.limit)
        yield from (rows for rows in (limit, limit + 1) if 1 < rows <= _MOST_ROWS)


def _before(on: date, duration: Duration) -> date:
    """Give the last day that lies a duration, or more, before another."""
    later = first_where(lambda ordinal: add(date.fromordinal(ordinal), duration) > on)
    if later is None:
        return date(FIRST_YEAR, 1, 1)
    return date.fromordinal(later) - timedelta(days=1)
