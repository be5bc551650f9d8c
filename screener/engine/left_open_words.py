"""Why an answer that is there leaves criteria open, and what would close them, in words."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from screener.engine.compiler import compiled_leaf
from screener.engine.left_open import Gap, TooOld, TooShort, gaps, series_cause
from screener.engine.truth import Truth
from screener.joining import clauses, listed
from screener.language import _
from screener.prose.rules import duration_in_words, value_name
from screener.prose.values import answer_text, day_text
from screener.protocol.conditions import Answered, SeriesTest
from screener.protocol.model import Question
from screener.protocol.values import DateRange, Entry, NumberRange, Value

if TYPE_CHECKING:
    from screener.engine.decide import Result


def left_open_said(result: "Result", question: str, criteria: Iterable[str], language: str) -> str:
    """Say why the answer to a question leaves criteria open."""
    asked, value = result.protocol.questions[question], result.value(question)
    if isinstance(value, tuple):
        return clauses(_of_rows(result, asked, value, criteria, language))
    said = _("“{answer}” leaves this open: a newer or more exact answer is needed")
    if isinstance(value, DateRange | NumberRange):
        said = _("“{answer}” is not exact enough to tell: a more exact answer is needed")
    answer = result.answer(question)
    return said.format(answer="" if answer is None else answer_text(asked, answer, language))


def _of_rows(
    result: "Result",
    asked: Question,
    entries: tuple[Entry, ...],
    criteria: Iterable[str],
    language: str,
) -> Iterator[str]:
    tests = [
        test
        for criterion in criteria
        for test in result.open_tests(criterion)
        if isinstance(test, SeriesTest) and test.question == asked.id
    ]
    causes = {series_cause(test, entries, _until(result, test)) for test in tests}
    too_old = [cause for cause in causes if isinstance(cause, TooOld)]
    too_short = [cause for cause in causes if isinstance(cause, TooShort)]
    lacking = dict.fromkeys(gap for test in tests for gap in _gaps(result, test, entries))
    if too_old:
        # A row that is new enough for the shortest time is so for every other.
        yield _too_old(min(too_old, key=lambda cause: cause.until), language)
    for short in sorted(too_short, key=lambda cause: cause.first):
        yield _too_short(short, language)
    for gap in sorted(lacking, key=lambda gap: gap.entry):
        yield from _gap(asked, gap, language)
    if not too_old and not too_short and not lacking:
        yield _otherwise(entries, language)


def _gaps(result: "Result", test: SeriesTest, entries: tuple[Entry, ...]) -> tuple[Gap, ...]:
    values = {
        id: result.value(id) if result.applies(id) is True else None
        for id in result.protocol.questions
    }
    alone = compiled_leaf(result.protocol, test)

    def evaluate(rows: tuple[Entry, ...]) -> Truth:
        return alone({**values, test.question: rows}, result.on)

    return gaps(test, entries, _until(result, test), evaluate)


def _until(result: "Result", test: SeriesTest) -> Value | None:
    """Give the end of a test's window."""
    if isinstance(test.until, Answered):
        applies = result.applies(test.until.question) is True
        return result.value(test.until.question) if applies else None
    return result.on


def _gap(asked: Question, gap: Gap, language: str) -> Iterator[str]:
    """Say what a row lacks."""
    day = day_text(gap.entry, language)
    for fields, said in (
        (gap.left_out, _("the row of {day} has no {fields}")),
        (gap.inexact, _("in the row of {day} this is not exact enough: {fields}")),
    ):
        if names := listed(value_name(asked.fields[one], language) for one in fields):
            yield said.format(day=day, fields=names)


def _too_old(cause: TooOld, language: str) -> str:
    said = _(
        "the newest row, of {day}, counted for {duration}, until {until}: a newer one is needed"
    )
    return said.format(
        day=day_text(cause.latest, language),
        duration=duration_in_words(cause.within),
        until=day_text(cause.until, language),
    )


def _too_short(cause: TooShort, language: str) -> str:
    said = _(
        "the rows that count, from {first} to {latest}, lie less than {duration} apart: a later "
        "or an earlier one is needed"
    )
    if cause.first == cause.latest:
        said = _("the rows that count are all of {first}: one {duration} apart from them is needed")
    return said.format(
        first=day_text(cause.first, language),
        latest=day_text(cause.latest, language),
        duration=duration_in_words(cause.duration),
    )


def _otherwise(entries: tuple[Entry, ...], language: str) -> str:
    if not entries:
        return _("no row was entered: one is needed")
    said = _("the rows leave this open, the newest of {day}: a newer or more exact one is needed")
    return said.format(day=day_text(entries[-1].date, language))
