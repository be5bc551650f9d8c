"""Random protocols in which time matters: dates, ages, windows, and answers that become too old."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from hypothesis import strategies as st

from screener.engine.compiler import Compiled, Evaluation, compiled
from screener.engine.values import current_values
from screener.protocol import conditions as c
from screener.protocol import derivations as d
from screener.protocol.answers import Answer
from screener.protocol.durations import Duration
from screener.protocol.model import (
    Criterion,
    Kind,
    OnFailure,
    Protocol,
    Question,
    QuestionType,
)
from screener.protocol.text import Text
from screener.protocol.values import DateRange, Entry, Ongoing, Value
from tests.engine.protocols import HERE, Names, conditions

#: A month before the 29th of February, so that months and years of every length are met.
ON = date(2024, 1, 20)
T = QuestionType

_spans = st.sampled_from(
    [
        *(Duration(0, 0), Duration(0, 1), Duration(0, 28), Duration(0, 30)),
        *(Duration(1, 0), Duration(1, 0), Duration(6, 0), Duration(12, 0), Duration(1, 3)),
    ]
)
#: Days from which one of these spans leads to the weeks that are looked at.
_days = st.builds(
    lambda back, days: ON - timedelta(days=back) + timedelta(days=days),
    st.sampled_from([0, 0, 30, 30, 180, 365]),
    st.integers(0, 16).map(lambda n: (n * 7 + 5) % 17 - 4),
)
_marks = st.one_of(_days, st.just(c.REFERENCE))


@st.composite
def _date_tests(draw, name: str, others: Sequence[str], inside: bool = False):
    other = draw(st.sampled_from(others)) if others and draw(st.booleans()) else None
    bound = None if other is None else c.Answered(other, field=inside)
    if draw(st.booleans()):
        comparison = draw(st.sampled_from([one for one in c.Comparison if one != "equal"]))
        return c.AgoTest(HERE, name, comparison, draw(_spans), bound or c.REFERENCE)
    comparison = draw(st.sampled_from(c.DateComparison))
    return c.DateTest(HERE, name, comparison, bound or draw(_marks))


@st.composite
def _series_tests(draw):
    inner = draw(
        st.one_of(
            _date_tests("date", ["f"], inside=True),
            _date_tests("f", ["date"], inside=True),
            _date_tests("f", ["a"]),
        )
    )
    form = draw(
        st.one_of(
            st.sampled_from([c.Latest(inner), c.AnyEntry(inner), c.EveryEntry(inner)]),
            st.builds(c.Count, st.none() | st.integers(1, 2), st.integers(1, 2)),
            st.builds(c.Count, st.integers(1, 2)),
        )
    )
    within = draw(st.none() | _spans)
    until = c.REFERENCE if within is None else draw(st.sampled_from([c.REFERENCE, _B]))
    return c.SeriesTest(HERE, "rows", form, within, until, draw(st.sampled_from([None, inner])))


_B = c.Answered("b")
_number_tests = st.builds(
    lambda name, comparison, bound: c.NumberTest(HERE, name, comparison, bound),
    st.sampled_from(["span", "twice"]),
    st.sampled_from(c.Comparison),
    st.one_of(
        st.sampled_from([Decimal(n) for n in ("-1", "0", "0.5", "1", "2", "6", "12")]),
        st.just(c.Answered("n")),
    ),
)
_leaves = st.one_of(
    _date_tests("a", ["b"]),
    _date_tests("b", ["a"]),
    _series_tests(),
    _number_tests,
    st.builds(lambda wanted: c.BooleanTest(HERE, "flag", wanted), st.booleans()),
)


@st.composite
def _rules(draw):
    members = tuple(draw(st.lists(_leaves, min_size=1, max_size=2)))
    return draw(st.sampled_from([c.All, c.AnyOf]))(HERE, members)


@st.composite
def protocols(draw):
    """Two dates, a series with a date, completed units, what comes of these, and a result."""
    end = st.one_of(st.sampled_from(["a", "b"]), st.just(c.REFERENCE), _days)
    ends = draw(st.tuples(end, end))
    span = d.Completed(draw(st.sampled_from(d.CalendarUnit)), *ends)
    if draw(st.integers(0, 2)):
        span = d.Completed(span.unit, "a", c.REFERENCE)
    twice = d.Calculation(d.Arithmetic.PRODUCT, ("span", Decimal(2)))
    field = Question("f", T.DATE, HERE, ongoing=True)
    valid = draw(st.none() | _spans)
    flag = Question("flag", T.BOOLEAN, HERE, valid_for=valid)
    when = draw(st.none() | conditions(Names([flag]), depth=0))
    questions = [
        flag,
        Question("a", T.DATE, HERE, valid_for=draw(st.none() | _spans)),
        Question("b", T.DATE, HERE, ongoing=True, when=when),
        Question("n", T.DECIMAL, HERE),
        Question("rows", T.SERIES, HERE, fields={"f": field}),
        Question("span", T.DECIMAL, HERE, derive=span),
        Question("twice", T.DECIMAL, HERE, derive=twice),
    ]
    kinds = {"I1": Kind.INCLUSION}
    if draw(st.booleans()):
        kinds["E1"] = Kind.EXCLUSION
    criteria = {
        id: Criterion(id, kind, Text.plain(id), draw(_rules()), HERE) for id, kind in kinds.items()
    }
    return Protocol(
        id="P",
        version="1",
        title=Text.plain("P"),
        languages=("en",),
        on_failure=OnFailure.STOP,
        questions={one.id: one for one in questions},
        sections={},
        definitions={},
        criteria=criteria,
        examples=(),
        sha256="",
        source_bytes=b"",
        path="random",
    )


@st.composite
def answers(draw, inexact: int):
    """Answers, of whose dates up to `inexact` are not exact: these span a few days."""
    left = inexact

    def day(*, ongoing: bool = False) -> Value:
        nonlocal left
        first: date = draw(_days)
        if ongoing and draw(st.integers(0, 4)) == 0:
            return Ongoing()
        if left and draw(st.integers(0, 3)):
            left -= 1
            return DateRange(first, first + timedelta(days=draw(st.sampled_from([5, 8, 3, 1]))))
        return first

    dates = sorted(draw(st.lists(_days.map(lambda one: min(one, ON)), max_size=2)))
    rows = tuple(Entry(one, {"f": day(ongoing=True)}) for one in dates)
    given = {
        "flag": draw(st.booleans()),
        "a": day(),
        "b": day(ongoing=True),
        "n": Decimal(draw(st.integers(-1, 12))),
        "rows": rows,
    }
    observed = st.none() | _days.map(lambda one: min(one, ON))
    left_out = draw(st.sampled_from([None] * 7 + sorted(given)))
    return {
        id: Answer(value=value, observed_on=draw(observed))
        for id, value in given.items()
        if id != left_out
    }


_few_days = st.builds(
    lambda first, days: DateRange(first, first + timedelta(days=days)),
    _days,
    st.sampled_from([5, 8, 3]),
)


@st.composite
def hopeful(draw, inexact: int):
    """A protocol and answers with which some day is eligible, for some days of inexact dates.

    Where two are inexact, they are those that tests compare with each other.
    """
    protocol, given = draw(protocols()), dict(draw(answers(inexact)))
    tests = _leaves
    if inexact == 2:
        given |= {"a": Answer(draw(_few_days)), "b": Answer(draw(_few_days)), "rows": Answer(())}
        tests = st.one_of(_date_tests("a", ["b"]), _date_tests("b", ["a"]))
    day = ON + timedelta(days=draw(st.sampled_from([9, 14, 4, 20, 2, 6, 33, 0])))
    exact = {id: draw(st.sampled_from(_exact_values(answer))) for id, answer in given.items()}
    held = []
    for leaf in draw(st.lists(tests, min_size=inexact, max_size=3)):
        (truth,) = evaluated(compiled(_asking(protocol, leaf)), exact, day).criteria
        if truth is not None:
            held.append(leaf if truth else c.Not(HERE, leaf))
    always = c.AnyOf(HERE, (_FLAG, c.Not(HERE, _FLAG)))
    return _asking(protocol, c.All(HERE, tuple(held) or (always,))), given


_FLAG = c.BooleanTest(HERE, "flag", True)


def _asking(protocol: Protocol, rule: c.Condition) -> Protocol:
    criterion = Criterion("I1", Kind.INCLUSION, Text.plain("I1"), rule, HERE)
    return replace(protocol, criteria={"I1": criterion})


def evaluated(rules: Compiled, given: Mapping[str, Answer], day: date) -> Evaluation:
    """Evaluate on a day, as answers that were recorded on `ON` count then."""
    recorded = dict.fromkeys(given, ON)
    values, _stale = current_values(rules.outline.protocol, given, day, recorded)
    return rules.evaluate(values, day)


def days_until(end: date) -> Iterator[date]:
    """Give every day from the reference date to the end."""
    return (ON + timedelta(days=count) for count in range((end - ON).days + 1))


def exact_answers(given: Mapping[str, Answer]) -> Iterator[Mapping[str, Answer]]:
    """Give the answers with each of the days that inexact dates may be."""
    ways = [[(id, one) for one in _exact_values(answer)] for id, answer in given.items()]
    return (dict(way) for way in product(*ways))


def _exact_values(answer: Answer) -> list[Answer]:
    match answer.value:
        case DateRange() as span:
            return [Answer(one, observed_on=answer.observed_on) for one in _each(span)]
        case tuple() as rows:
            fields = [_exact_fields(entry) for entry in rows]
            return [Answer(value=way) for way in product(*fields)]
    return [answer]


def _exact_fields(entry: Entry) -> list[Entry]:
    value = entry.fields["f"]
    if not isinstance(value, DateRange):
        return [entry]
    return [Entry(entry.date, {"f": one}) for one in _each(value)]


def _each(span: DateRange) -> list[date]:
    assert span.last is not None
    return [
        span.first + timedelta(days=count) for count in range((span.last - span.first).days + 1)
    ]
