"""A few series that stand for what tests on a series ask for.

There is no end of series, and no order among them; so these are made from the tests, not found as
the boundaries of all there are. That none of them makes a test come out is no proof that none does.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from itertools import islice, product
from typing import NamedTuple

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
from screener.protocol.values import FIRST_YEAR, DateRange, Entry, NumberRange, Value

#: Combinations of fields' values that are tried in an entry.
_MOST_ENTRIES = 48
#: A count of more entries than this is not tried.
_MOST_ROWS = 12

#: Gives the answers that represent the cells of a question of a protocol, or those in a range.
Representing = Callable[[Protocol, str, NumberRange | DateRange | None], Sequence[Value]]
Series = tuple[Entry, ...]


class Asked(NamedTuple):
    """What the tests on a series ask for.

    `fields` are those that tests read, each with its values to try; `choices` up to 48 combinations
    of them; `days` one of each interval that tests on an entry's date tell apart. `exactly` gives
    the values of a field within a range, one for each that tests tell apart.
    """

    question: Question
    tests: Sequence[SeriesTest]
    fields: Mapping[str, Sequence[Value]]
    choices: Sequence[Mapping[str, Value]]
    days: Sequence[date]
    exactly: Callable[[str, NumberRange | DateRange], Sequence[Value]]


def asked_for(
    protocol: Protocol, question: str, present: Series | None, representing: Representing
) -> Asked:
    """Find what the tests on a series ask for; values of its latest entry are tried first."""
    asked = protocol.questions[question]
    tests = _tests(protocol, question)
    inside = _as_protocol(protocol, question)
    latest = present[-1].fields if present else {}
    each = {id: _field_values(inside, id, latest, representing) for id in _used(asked, tests)}
    given = {id: values for id, values in each.items() if values}
    choices = [
        dict(zip(given, chosen, strict=True))
        for chosen in islice(product(*given.values()), _MOST_ENTRIES)
    ]
    days = [day for day in representing(inside, "date", None) if isinstance(day, date)]
    return Asked(asked, tests, each, choices, days, partial(representing, inside))


def made_series(asked: Asked, on: date) -> Iterator[Series]:
    """Give series made from the tests alone; the same one may come twice.

    They are: none; one entry on the reference date for each combination of its fields' values, or
    as many as a test counts; one on each of the days; two as far apart as fields have to stay
    unchanged, alike and different.
    """
    yield ()
    for fields in asked.choices:
        yield (Entry(on, fields),)
    for count in counts(asked):
        for fields in asked.choices:
            yield (Entry(on, fields),) * count
    for day in asked.days:
        for fields in asked.choices:
            yield (Entry(day, fields),)
    for test in asked.tests:
        if isinstance(test.form, Unchanged):
            start = before(on, test.form.duration)
            for fields in asked.choices:
                yield Entry(start, fields), Entry(on, fields)
            for fields in asked.choices[1:]:
                yield Entry(start, asked.choices[0]), Entry(on, fields)


def counts(asked: Asked) -> list[int]:
    """Give the numbers of entries on both sides of what the tests count, the least first."""
    found: set[int] = set()
    for test in asked.tests:
        if isinstance(test.form, Count):
            limits = [one for one in (test.form.least, test.form.most) if one is not None]
            beside = (rows for limit in limits for rows in (limit, limit + 1))
            found.update(rows for rows in beside if 1 < rows <= _MOST_ROWS)
    return sorted(found)


def before(on: date, duration: Duration) -> date:
    """Give the last day that lies a duration, or more, before another."""
    later = first_where(lambda ordinal: add(date.fromordinal(ordinal), duration) > on)
    if later is None:
        return date(FIRST_YEAR, 1, 1)
    return date.fromordinal(later) - timedelta(days=1)


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
    inside: Protocol, field: str, latest: Mapping[str, Value], representing: Representing
) -> Sequence[Value]:
    """Give a field's values to try, the latest entry's first; none where there is nothing to say.

    A number that no test compares with anything gets a second value, to tell entries apart.
    """
    asked = inside.questions[field]
    found = list(representing(inside, field, None))
    if asked.type.is_number and len(found) == 1 and isinstance(found[0], Decimal):
        found += [one for one in (found[0] + 1, found[0] - 1) if _allowed(asked, one)][:1]
    if field in latest:
        found = [latest[field], *(one for one in found if one != latest[field])]
    return found


def _allowed(asked: Question, number: Decimal) -> bool:
    least, most = asked.minimum, asked.maximum
    above = not isinstance(least, Decimal) or number >= least
    return above and (not isinstance(most, Decimal) or number <= most)
