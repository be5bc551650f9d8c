"""Why a criterion stays open though its question was answered, and what would close it."""

from collections.abc import Iterable, Iterator
from datetime import date

from screener.engine.left_open import TooOld, TooShort, series_cause
from screener.interview.told import lack_told, not_awaited_told
from screener.joining import clauses
from screener.language import _
from screener.prose.rules import duration_in_words
from screener.prose.values import answer_text, day_text
from screener.protocol.conditions import Answered, SeriesTest
from screener.protocol.values import DateRange, Entry, NumberRange, Value
from screener.record.standing import LackReason, Standing


def lack_said(
    standing: Standing,
    question: str,
    reason: str,
    due: date | None,
    criteria: Iterable[str],
    language: str,
) -> str:
    """Say why something is missing; of what was answered, why that leaves the criteria open."""
    if reason == LackReason.INEXACT:
        return _left_open(standing, question, criteria, language)
    closed = standing.not_awaited(question)
    if closed is not None:
        return not_awaited_told(closed)
    return lack_told(reason, due, standing.on)


def _left_open(standing: Standing, question: str, criteria: Iterable[str], language: str) -> str:
    asked, value = standing.protocol.questions[question], standing.result.value(question)
    if isinstance(value, tuple):
        return clauses(_of_rows(standing, question, value, criteria, language))
    said = _("“{answer}” leaves this open: a newer or more exact answer is needed")
    if isinstance(value, DateRange | NumberRange):
        said = _("“{answer}” is not exact enough to tell: a more exact answer is needed")
    return said.format(answer=answer_text(asked, standing.answers[question], language))


def _of_rows(
    standing: Standing,
    question: str,
    entries: tuple[Entry, ...],
    criteria: Iterable[str],
    language: str,
) -> Iterator[str]:
    causes = {
        series_cause(test, entries, _until(standing, test))
        for criterion in criteria
        for test in standing.result.open_tests(criterion)
        if isinstance(test, SeriesTest) and test.question == question
    }
    too_old = [cause for cause in causes if isinstance(cause, TooOld)]
    too_short = [cause for cause in causes if isinstance(cause, TooShort)]
    if too_old:
        # A row that is new enough for the shortest time is so for every other.
        yield _too_old(min(too_old, key=lambda cause: cause.until), language)
    for short in sorted(too_short, key=lambda cause: cause.first):
        yield _too_short(short, language)
    if not too_old and not too_short:
        yield _otherwise(entries, language)


def _until(standing: Standing, test: SeriesTest) -> Value | None:
    """Give the end of a test's window."""
    if isinstance(test.until, Answered):
        applies = standing.result.applies(test.until.question) is True
        return standing.result.value(test.until.question) if applies else None
    return standing.on


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
