"""From when and until when a candidate is eligible, and what time does to that, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from screener.engine.calendar import add
from screener.engine.decide import Result, Status
from screener.engine.horizon import Turn
from screener.engine.truth import Truth
from screener.engine.turning import Turned
from screener.interview.said import Said
from screener.joining import listed, sentences
from screener.language import N_, _, in_language, ngettext
from screener.prose.rules import criterion_told, duration_in_words, in_words, value_name
from screener.prose.values import day_text
from screener.protocol.conditions import REFERENCE, AgoTest, Comparison, SeriesTest
from screener.protocol.durations import Duration
from screener.protocol.model import Decision
from screener.record.ahead import looks_ahead

if TYPE_CHECKING:
    from screener.interview.account import Account

#: The heading of what time does to a decision.
DATES = N_("What time changes")
#: So many questions, or causes, are named of one day; the others are counted.
_MOST_NAMED = 3
_DAY = timedelta(days=1)
#: What is so on the first day, by what a test was before and what it is then.
_TURNED: Mapping[tuple[Truth, Truth], str] = {
    (False, True): "{condition}",
    (None, True): N_("it is sure that {condition}"),
    (True, None): N_("it is no longer sure that {condition}"),
    (False, None): N_("it may be that {condition}"),
    (True, False): N_("it is no longer so that {condition}"),
    (None, False): N_("it can no longer be that {condition}"),
}
#: What is so on the last day before, by what a test is then and what it is on the next.
_TURNS_NEXT: Mapping[tuple[Truth, Truth], str] = {
    (True, False): N_("for the last day {condition}"),
    (True, None): N_("for the last day it is sure that {condition}"),
    (None, False): N_("for the last day it may be that {condition}"),
    (False, True): N_("from the next day on {condition}"),
    (False, None): N_("from the next day on it may be that {condition}"),
    (None, True): N_("from the next day on it is sure that {condition}"),
}


def dates_said(account: "Account") -> Iterator[Said]:
    """Say from when and until when a candidate is eligible; nothing where that is over."""
    if account.result is not None and looks_ahead(account.state):
        yield from (Said(0, told) for told in dates_told(account.result, account.language))


def dates_of(account: "Account") -> Mapping[str, str | None]:
    """Give the same dates as data, and until when an undetermined candidate can be eligible."""
    result = account.result if looks_ahead(account.state) else None
    last = None if result is None else result.horizon.possible_until
    return {**dates_data(result), "possible_until": last.isoformat() if last else None}


def dates_data(result: Result | None) -> Mapping[str, str | None]:
    """Give the dates as data, null where there are none; all null without a result.

    The earliest and the latest day, `perhaps`, are those over all days that inexact dates may be.
    """
    ahead = None if result is None else result.horizon
    days = {
        "eligible_from": ahead and ahead.eligible_from,
        "eligible_until": ahead and ahead.eligible_until,
        "eligible_perhaps_from": ahead and ahead.perhaps_from,
        "eligible_perhaps_until": ahead and ahead.perhaps_until,
    }
    return {name: day.isoformat() if day else None for name, day in days.items()}


def dates_told(result: Result, language: str) -> Iterator[str]:
    """Say in sentences from when and until when the candidate is eligible, and why.

    Of what fails now, from when on nothing does; where it cannot be determined yet, until when it
    can become eligible, and the results count. Nothing where time makes no difference.
    """
    with in_language(language):
        yield from _Dates(result, language).said()


class _Dates:
    """The dates of one result, in one language."""

    def __init__(self, result: Result, language: str) -> None:
        self._result = result
        self._ahead = result.horizon
        self._language = language

    def said(self) -> Iterator[str]:
        """Give the sentences."""
        ahead = self._ahead
        if ahead.eligible_from is not None:
            yield from self._from(ahead.eligible_from)
            if ahead.eligible_until is not None:
                yield from self._until(ahead.eligible_until)
        elif ahead.perhaps_from is not None:
            yield self._perhaps(ahead.perhaps_from, ahead.perhaps_until)
        elif ahead.not_failing_from is not None:
            yield self._not_failing(ahead.not_failing_from)
        last = ahead.possible_until
        if last is not None and last not in (ahead.eligible_until, ahead.perhaps_until):
            yield self._possible(last)
        if self._result.decision is Decision.UNDETERMINED and ahead.eligible_from is None:
            yield from self._counting()

    def _from(self, first: date) -> Iterator[str]:
        ahead = self._ahead
        if first > ahead.on:
            causes = self._causes(one for one in ahead.turns_on(first) if one.after is Status.PASS)
            said = _("Eligible from {day}, when {causes}.")
            yield said.format(day=self._day(first), causes=causes)
        if ahead.perhaps_from is not None and ahead.perhaps_from < first:
            said = _("The first day may lie between {first} and {last}, {why}.")
            yield self._by_dates(said, ahead.perhaps_from, first)

    def _until(self, last: date) -> Iterator[str]:
        turns, latest = self._ahead.turns_on(last + _DAY), self._ahead.perhaps_until
        causes = self._last_causes(one for one in turns if one.before is Status.PASS)
        said = _("Eligible until {day}, when {causes}.")
        yield said.format(day=self._day(last), causes=causes)
        if self._ahead.inexact and latest is None:
            yield self._by_dates(_("The last day may lie after {first}, {why}."), last)
        elif latest is not None and last < latest:
            said = _("The last day may lie between {first} and {last}, {why}.")
            yield self._by_dates(said, last, latest)

    def _perhaps(self, first: date, last: date | None) -> str:
        if last is None:
            return self._by_dates(_("Perhaps eligible from {first}, {why}."), first)
        return self._by_dates(_("Perhaps eligible from {first} to {last}, {why}."), first, last)

    def _by_dates(self, said: str, first: date, last: date | None = None) -> str:
        inexact = self._ahead.inexact
        why = ngettext(
            "by {questions}, which is not known exactly",
            "by {questions}, which are not known exactly",
            len(inexact),
        )
        return said.format(
            first=self._day(first),
            last=self._day(last) if last else "",
            why=why.format(questions=self._named(inexact)),
        )

    def _not_failing(self, first: date) -> str:
        ahead, then = self._ahead, ""
        causes = self._causes(one for one in ahead.turns_on(first) if one.before is Status.FAIL)
        if count := len(ahead.open_then):
            told = ngettext(
                "{count} criterion is to be assessed then.",
                "{count} criteria are to be assessed then.",
                count,
            )
            if count <= _MOST_NAMED:
                told = ngettext(
                    "{criteria} is to be assessed then.",
                    "{criteria} are to be assessed then.",
                    count,
                )
            criteria = self._result.protocol.criteria
            named = _and([criterion_told(criteria[id]) for id in ahead.open_then])
            then = told.format(count=count, criteria=named)
        said = _("From {day} on nothing fails any more, when {causes}.")
        last = ahead.not_failing_until
        if last is not None:
            said = _("From {day} until {last} nothing fails, when {causes}.")
        until = "" if last is None else self._day(last)
        return sentences(said.format(day=self._day(first), last=until, causes=causes), then)

    def _possible(self, last: date) -> str:
        ahead = self._ahead
        fails = [one for one in ahead.turns_on(last + _DAY) if one.after is Status.FAIL]
        # That a result is too old by then fails nothing.
        causes = self._last_causes(replace(one, stale=()) for one in fails)
        said = _("Can become eligible only until {day}, when {causes}.")
        later = (one for one in ahead.turns if one.day > last + _DAY)
        if any(one.before is Status.FAIL and not one.stale for one in later):
            said = _("For now, can become eligible only until {day}, when {causes}.")
        return said.format(day=self._day(last), causes=causes)

    def _counting(self) -> Iterator[str]:
        """Say until when the results count that do now: not all may that are there."""
        if runs_out := self._ahead.runs_out:
            causes = self._last_causes(runs_out.turns, runs_out.stale)
            said = _("The results that count now all do so until {day}, when {causes}.")
            yield said.format(day=self._day(runs_out.last_day), causes=causes)

    # Why on that day.

    def _causes(self, turns: Iterable[Turn]) -> str:
        """Say what is so from a day on."""
        turns = tuple(turns)
        told = [self._turned(one) for turn in turns for one in turn.tests]
        stale = [id for turn in turns for id in turn.stale]
        return self._together([*told, *self._too_old(stale, past=True)])

    def _last_causes(self, turns: Iterable[Turn], outdated: Sequence[str] = ()) -> str:
        """Say what makes a day the last one."""
        turns = tuple(turns)
        told = [self._turns_next(one, turn.day) for turn in turns for one in turn.tests]
        stale = [*outdated, *(id for turn in turns for id in turn.stale)]
        return self._together([*told, *self._too_old(stale, past=False)])

    def _together(self, causes: Sequence[str]) -> str:
        named = list(dict.fromkeys(causes))[:_MOST_NAMED]
        return _(" and ").join(named)

    def _too_old(self, questions: Sequence[str], *, past: bool) -> Iterator[str]:
        """Say which answers are as old as they may be, or older; those of one age together."""
        asked = self._result.protocol.questions
        ages: dict[Duration, list[str]] = {}
        for id in dict.fromkeys(questions):
            valid = asked[id].valid_for
            assert valid is not None
            ages.setdefault(valid, []).append(id)
        for age, ids in ages.items():
            said = ngettext("{questions} is {age} old", "{questions} are {age} old", len(ids))
            if past:
                said = ngettext(
                    "{questions} is more than {age} old",
                    "{questions} are more than {age} old",
                    len(ids),
                )
            yield said.format(questions=self._named(ids), age=duration_in_words(age))

    def _turned(self, turned: Turned) -> str:
        """Say what is so on the day on which a test turns."""
        test = turned.test
        if isinstance(test, AgoTest) and test.until is REFERENCE:
            return self._ago(_ago_turned(turned, test), test)
        return self._said(_TURNED, turned)

    def _turns_next(self, turned: Turned, day: date) -> str:
        """Say what is so on the last day, the one before `day`."""
        test = turned.test
        if isinstance(test, AgoTest) and test.until is REFERENCE:
            return self._ago(_ago_turns_next(turned, test), test)
        if isinstance(test, SeriesTest) and (row := self._leaving(test, day)):
            return row
        return self._said(_TURNS_NEXT, turned)

    def _said(self, words: Mapping[tuple[Truth, Truth], str], turned: Turned) -> str:
        condition = in_words(self._result.protocol, turned.test, self._language)
        return _(words[turned.before, turned.after]).format(condition=condition)

    def _ago(self, said: str, test: AgoTest) -> str:
        duration = duration_in_words(test.duration)
        return said.format(duration=duration, question=self._name(test.question))

    def _leaving(self, test: SeriesTest, day: date) -> str:
        """Say which row is as old as its window reaches; nothing where none leaves it then."""
        rows = self._result.value(test.question)
        if test.within is None or test.until is not REFERENCE or not isinstance(rows, tuple):
            return ""
        for row in rows:
            if add(row.date, test.within) + _DAY == day:
                return _("the row of {day} in {question} is {age} old").format(
                    day=self._day(row.date),
                    question=self._name(test.question),
                    age=duration_in_words(test.within),
                )
        return ""

    # Names.

    def _day(self, day: date) -> str:
        return day_text(day, self._language)

    def _name(self, question: str) -> str:
        return value_name(self._result.protocol.questions[question], self._language)

    def _named(self, questions: Sequence[str]) -> str:
        names = [self._name(id) for id in questions]
        if len(names) > _MOST_NAMED:
            count = len(names) - _MOST_NAMED + 1
            others = ngettext("{count} other", "{count} others", count).format(count=count)
            names = [*names[: _MOST_NAMED - 1], others]
        return _and(names)


def _and(names: Sequence[str]) -> str:
    *first, last = names
    if not first:
        return last
    # Translators: names of criteria or questions, the last of them behind the others
    return _("{names} and {last}").format(names=listed(first), last=last)


def _ago_turned(turned: Turned, test: AgoTest) -> str:
    """Give the words for the first day; of an inexact date it is its earliest, or its latest."""
    if _passes_the_day(test):
        if turned.after is None:
            return _("{duration} since {question} may be over")
        return _("{duration} since {question} is over")
    if turned.after is None:
        return _("it may be {duration} since {question}")
    if turned.before is None:
        return _("it is at least {duration} since {question}")
    return _("it is {duration} since {question}")


def _ago_turns_next(turned: Turned, test: AgoTest) -> str:
    """Give the words for the day before."""
    if _passes_the_day(test):
        if turned.after is None:
            return _("it may be {duration} since {question}")
        if turned.before is None:
            return _("for the last day it may be {duration} since {question}")
        return _("it is {duration} since {question}")
    if turned.after is None:
        return _("on the next day it may be {duration} since {question}")
    if turned.before is None:
        return _("on the next day it is at least {duration} since {question}")
    return _("on the next day it is {duration} since {question}")


def _passes_the_day(test: AgoTest) -> bool:
    """Tell whether the test turns on the day after the one to which its duration leads."""
    return test.comparison in (Comparison.ABOVE, Comparison.AT_MOST)
