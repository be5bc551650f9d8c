"""Tests that can never be true, alone or together with another under the same `all`.

Only what is certain is told: answers inside the plausible range, bounds written in the rules.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from screener.protocol.conditions import (
    REFERENCE,
    AgoTest,
    All,
    BooleanTest,
    ChoicesTest,
    ChoiceTest,
    Comparison,
    Condition,
    Count,
    DateComparison,
    DateTest,
    NumberTest,
    OrderTest,
    SeriesTest,
    SetComparison,
    Test,
    entry_conditions,
    walk,
)
from screener.protocol.derivations import conditions as derivation_conditions
from screener.protocol.durations import Duration
from screener.protocol.loading.notes import Notes, quoted
from screener.protocol.loading.reader import Parts
from screener.protocol.loading.scope import DATE
from screener.protocol.model import Question, QuestionType

_DAY = timedelta(days=1)
#: The span that a duration of so many months can have, in days a month.
_SHORTEST_MONTH = Decimal("30.4")
_LONGEST_MONTH = Decimal("30.5")


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers from `low` to `high`; None is no end on that side."""

    low: Decimal | None = None
    high: Decimal | None = None
    open_low: bool = False
    open_high: bool = False

    def meet(self, other: "Span") -> "Span":
        """Give the numbers that lie in both."""
        low, open_low = self.low, self.open_low
        if other.low is not None and (low is None or other.low >= low):
            open_low = other.open_low or (open_low and other.low == low)
            low = other.low
        high, open_high = self.high, self.open_high
        if other.high is not None and (high is None or other.high <= high):
            open_high = other.open_high or (open_high and other.high == high)
            high = other.high
        return Span(low, high, open_low, open_high)

    def is_empty(self, *, whole: bool) -> bool:
        """Tell whether no number, or with `whole` no whole number, lies in it."""
        if self.low is None or self.high is None:
            return False
        low, high = self.low, self.high
        if whole and abs(low) < 10**20 and abs(high) < 10**20:
            first, last = (
                low.to_integral_value("ROUND_CEILING"),
                high.to_integral_value("ROUND_FLOOR"),
            )
            first += first == low and self.open_low
            last -= last == high and self.open_high
            return first > last
        return low > high or (low == high and (self.open_low or self.open_high))


def check_sense(parts: Parts, notes: Notes) -> None:
    """Warn of tests, and of pairs of tests, that no answer can satisfy."""
    known = parts.known_questions
    for condition in _conditions(parts):
        _check(condition, known, notes)
    for question in known.values():
        for field in question.fields.values():
            if field.when is not None:
                _check(field.when, _fields(question), notes)


def _conditions(parts: Parts) -> Iterator[Condition]:
    yield from parts.definitions.values()
    for criterion in parts.criteria.values():
        yield criterion.rule
    for section in parts.sections.values():
        if section.after is not None:
            yield section.after
    for question in parts.known_questions.values():
        if question.when is not None:
            yield question.when
        if question.derive is not None:
            yield from derivation_conditions(question.derive)


def _fields(series: Question) -> dict[str, Question]:
    return {**series.fields, DATE: Question(DATE, QuestionType.DATE, series.place)}


def _check(condition: Condition, questions: Mapping[str, Question], notes: Notes) -> None:
    told: set[int] = set()
    for node in walk(condition):
        if isinstance(node, Test):
            question = questions.get(node.question)
            if question is not None:
                _check_test(node, question, questions, notes)
        elif isinstance(node, All) and id(node) not in told:
            told.update(id(inner) for inner in _nested(node))
            _check_together(list(_tests(node)), questions, notes)


def _check_test(
    test: Test, question: Question, questions: Mapping[str, Question], notes: Notes
) -> None:
    if _never(question, [test]):
        message = f"this test of {quoted(question.id)} can never be true"
        crossed = isinstance(test, SeriesTest) and "`at_least` is above `at_most`"
        notes.warn("never-true", test.place, message, crossed or _why(question))
    if isinstance(test, SeriesTest):
        for condition in entry_conditions(test):
            _check(condition, _fields(question), notes)


def _why(question: Question) -> str | None:
    ends = [
        f"`{name}` is {'reference' if value is REFERENCE else value}"
        for name, value in (("min", question.minimum), ("max", question.maximum))
        if value is not None
    ]
    return " and ".join(ends) or None


def _nested(node: All) -> Iterator[All]:
    for member in node.members:
        if isinstance(member, All):
            yield member
            yield from _nested(member)


def _tests(node: All) -> Iterator[Test]:
    for member in node.members:
        if isinstance(member, All):
            yield from _tests(member)
        elif isinstance(member, Test):
            yield member


def _check_together(tests: Iterable[Test], questions: Mapping[str, Question], notes: Notes) -> None:
    by_question: dict[str, list[Test]] = {}
    for test in tests:
        by_question.setdefault(test.question, []).append(test)
    for name, group in by_question.items():
        question = questions.get(name)
        if question is None or len(group) < 2:
            continue
        if any(_never(question, [test]) for test in group) or not _never(question, group):
            continue
        message = f"these {len(group)} tests of {quoted(name)} are never true together"
        notes.warn("never-true", group[-1].place, message, _others_told(group))


def _others_told(group: list[Test]) -> str:
    """Say where the other tests stand, of which the last is told at its own place."""
    own = group[-1].place.line
    lines = dict.fromkeys(test.place.line for test in group if test.place.line != own)
    if not lines:
        return f"look at the whole of line {own}"
    return f"compare with line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}"


def _never(question: Question, tests: list[Test]) -> bool:
    """Tell whether no answer satisfies all of these tests of one question."""
    match question.type:
        case QuestionType.BOOLEAN:
            return len({test.wanted for test in tests if isinstance(test, BooleanTest)}) > 1
        case QuestionType.CHOICE:
            return bool(question.options) and not _options_left(question, tests)
        case QuestionType.CHOICES:
            return _sets_clash([test for test in tests if isinstance(test, ChoicesTest)])
        case QuestionType.DATE:
            return _no_day(question, tests) or _no_span(tests)
        case QuestionType.SERIES:
            return _counts_clash([test for test in tests if isinstance(test, SeriesTest)])
    return question.type.is_number and _no_number(question, tests)


def _options_left(question: Question, tests: list[Test]) -> list[str]:
    left = list(question.options)
    ranks = {option: rank for rank, option in enumerate(question.options)}
    for test in tests:
        match test:
            case ChoiceTest():
                left = [option for option in left if (option in test.options) != test.negated]
            case OrderTest():
                span = _span(test.comparison, Decimal(ranks[test.option]))
                left = [option for option in left if _holds(span, Decimal(ranks[option]))]
    return left


def _holds(span: Span, number: Decimal) -> bool:
    return not span.meet(Span(number, number)).is_empty(whole=False)


def _sets_clash(tests: list[ChoicesTest]) -> bool:
    barred: set[str] = set()
    for test in tests:
        if test.comparison is SetComparison.NONE_OF:
            barred.update(test.options)
    for test in tests:
        if test.comparison is SetComparison.ALL_OF and barred & set(test.options):
            return True
        if test.comparison is SetComparison.ANY_OF and barred >= set(test.options):
            return True
    return False


def _span(comparison: Comparison, bound: Decimal) -> Span:
    match comparison:
        case Comparison.AT_LEAST:
            return Span(low=bound)
        case Comparison.ABOVE:
            return Span(low=bound, open_low=True)
        case Comparison.AT_MOST:
            return Span(high=bound)
        case Comparison.BELOW:
            return Span(high=bound, open_high=True)
    return Span(bound, bound)


def _no_number(question: Question, tests: list[Test]) -> bool:
    span = Span()
    # A derived value is computed, and its plausible range refuses nothing.
    if question.derive is None:
        low, high = question.minimum, question.maximum
        span = Span(
            low if isinstance(low, Decimal) else None, high if isinstance(high, Decimal) else None
        )
    for test in tests:
        if isinstance(test, NumberTest) and isinstance(test.bound, Decimal):
            span = span.meet(_span(test.comparison, test.bound))
    return span.is_empty(whole=question.type is QuestionType.INTEGER)


def _no_day(question: Question, tests: list[Test]) -> bool:
    """Tell whether no day lies between the bounds: fixed days, and the reference date."""
    first = question.minimum if isinstance(question.minimum, date) else date.min
    last = question.maximum if isinstance(question.maximum, date) else date.max
    # In days from the reference date, for the bounds that are `reference`.
    soonest = 0 if question.minimum is REFERENCE else -1
    latest = 1 if question.future and question.maximum is not REFERENCE else 0
    for test in tests:
        if not isinstance(test, DateTest):
            continue
        low, high = _days(test.comparison)
        if isinstance(test.bound, date):
            first = first if low is None else max(first, test.bound + low * _DAY)
            last = last if high is None else min(last, test.bound + high * _DAY)
        elif test.bound is REFERENCE:
            soonest = soonest if low is None else max(soonest, low)
            latest = latest if high is None else min(latest, high)
    return first > last or soonest > latest


def _days(comparison: DateComparison) -> tuple[int | None, int | None]:
    """Give the first and the last day that pass, counted from the bound."""
    return {
        DateComparison.BEFORE: (None, -1),
        DateComparison.AFTER: (1, None),
        DateComparison.ON_OR_BEFORE: (None, 0),
        DateComparison.ON_OR_AFTER: (0, None),
    }[comparison]


def _no_span(tests: list[Test]) -> bool:
    """Tell whether the time that went by would have to be both longer and shorter."""
    ago = [test for test in tests if isinstance(test, AgoTest) and test.until is REFERENCE]
    longer = [test for test in ago if test.comparison in (Comparison.ABOVE, Comparison.AT_LEAST)]
    shorter = [test for test in ago if test.comparison in (Comparison.BELOW, Comparison.AT_MOST)]
    return any(_clash(low, high) for low in longer for high in shorter)


def _clash(low: AgoTest, high: AgoTest) -> bool:
    one, other = low.duration, high.duration
    if (one.months, one.days) == (other.months, other.days):
        return Comparison.ABOVE is low.comparison or Comparison.BELOW is high.comparison
    return _length(one, _SHORTEST_MONTH) - 3 > _length(other, _LONGEST_MONTH)


def _length(duration: Duration, month: Decimal) -> Decimal:
    return duration.months * month + duration.days


def _counts_clash(tests: list[SeriesTest]) -> bool:
    """Compare the operators of counts that the same limits go with."""
    least: dict[tuple[object, ...], int] = {}
    most: dict[tuple[object, ...], int] = {}
    for test in tests:
        if not isinstance(test.form, Count):
            continue
        limits = (test.within, test.until, None if test.where is None else id(test.where))
        if test.form.least is not None:
            least[limits] = max(test.form.least, least.get(limits, 0))
        if test.form.most is not None:
            most[limits] = min(test.form.most, most.get(limits, test.form.most))
    return any(limits in most and number > most[limits] for limits, number in least.items())
