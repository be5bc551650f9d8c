"""Due dates as people say them: one day ahead, and never a guess where two are meant."""

from datetime import date

import pytest

from screener.interview.readings import Ambiguous, Refused, Understood
from screener.interview.typed import understand_due

#: A Wednesday.
ON = date(2026, 11, 25)


def days(text, on=ON):
    reading = understand_due(text, on)
    if isinstance(reading, Ambiguous):
        return [one.data for one in reading.readings]
    assert isinstance(reading, Understood), reading
    return [reading.data]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2027-02-14", "2027-02-14"),
        ("14 Feb 2027", "2027-02-14"),
        ("14 Feb", "2027-02-14"),
        ("Feb 14", "2027-02-14"),
        ("14.2.", "2027-02-14"),
        ("25 November", "2026-11-25"),
        ("24 November", "2027-11-24"),
        ("29 Feb", "2028-02-29"),
        ("12月14日", "2026-12-14"),
        ("十二月十四日", "2026-12-14"),
        ("today", "2026-11-25"),
        ("tomorrow", "2026-11-26"),
        ("明天", "2026-11-26"),
        ("后天", "2026-11-27"),
        ("in 2 weeks", "2026-12-09"),
        ("2 weeks", "2026-12-09"),
        ("Two weeks", "2026-12-09"),
        ("14天后", "2026-12-09"),
        ("两周后", "2026-12-09"),
        ("２周", "2026-12-09"),
        ("3 days", "2026-11-28"),
        ("in a month", "2026-12-25"),
        ("3个月后", "2027-02-25"),
        ("Monday", "2026-11-30"),
        ("next Monday", "2026-11-30"),
        ("Wednesday", "2026-12-02"),
        ("下周一", "2026-11-30"),
        ("周五", "2026-11-27"),
    ],
)
def test_a_due_date_is_the_next_such_day(typed, day):
    assert days(typed) == [day]


def test_a_month_later_is_the_last_day_of_a_shorter_month():
    assert days("in a month", date(2027, 1, 31)) == ["2027-02-28"]


@pytest.mark.parametrize(
    ("typed", "both"),
    [
        ("next Friday", ["2026-11-27", "2026-12-04"]),
        ("3/4", ["2027-04-03", "2027-03-04"]),
        ("10/1", ["2027-01-10", "2027-10-01"]),
        ("1/10", ["2027-10-01", "2027-01-10"]),
        ("1/12", ["2026-12-01", "2027-01-12"]),
        ("03/04/2027", ["2027-04-03", "2027-03-04"]),
    ],
)
def test_where_two_days_may_be_meant_both_are_shown_that_read_day_first_before(typed, both):
    assert days(typed) == both


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("soon", "not understood"),
        ("30 Feb", "`30 Feb` is no date of the calendar"),
        ("11月31日", "`11月31日` is no date of the calendar"),
        ("32 Dec", "`32 Dec` is no date of the calendar"),
        ("12月32日", "`12月32日` is no date of the calendar"),
        ("next week", "one day of the calendar"),
        ("Feb 2027", "one day of the calendar"),
        ("3月", "one day of the calendar"),
        ("2026-11-24", "is over"),
        ("about 2 weeks", "not understood"),
        ("400 years", "`400 years` is too far off for a due date"),
        ("in 999 weeks", "`in 999 weeks` is too far off for a due date"),
        ("1000天", "`1000天` is too far off for a due date"),
        ("14 Feb -", "leaves the date open"),
        ("14 Feb...", "not understood: ..."),
        ("before 14 Feb", "leaves the date open"),
    ],
)
def test_what_is_no_day_ahead_is_refused_with_what_would_do(typed, told):
    reading = understand_due(typed, ON)
    assert isinstance(reading, Refused)
    assert told in reading.message
    assert reading.hint


def test_where_one_of_two_days_is_over_the_other_is_confirmed():
    reading = understand_due("03/12/2026", ON)
    assert isinstance(reading, Understood)
    assert (reading.data, reading.certain) == ("2026-12-03", False)


@pytest.mark.parametrize("typed", ["17 May 2027 or so", "next Monday or so"])
def test_a_due_date_said_to_be_inexact_is_confirmed_and_says_what_does_not_count(typed):
    reading = understand_due(typed, ON)
    assert isinstance(reading, Understood)
    assert not reading.certain
    assert reading.echo.endswith("(`or so` does not count)")


def test_what_was_understood_is_said_beside_what_was_typed():
    reading = understand_due("in 2 weeks", ON)
    assert isinstance(reading, Understood)
    assert reading.echo == "`in 2 weeks` = 9 December 2026"
