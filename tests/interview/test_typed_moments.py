"""A date and time as it is typed: exact, at the site unless it says otherwise."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from screener.interview.refusals import Refused
from screener.interview.typed_moments import read_moment, read_said

SITE = ZoneInfo("Asia/Shanghai")


def at(year, month, day, hour=0, minute=0, second=0, microsecond=0):
    return datetime(year, month, day, hour, minute, second, microsecond, UTC)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-01-31", at(2026, 1, 30, 16), at(2026, 1, 31, 15, 59, 59, 999999)),
        ("2026-01-31 10:15", at(2026, 1, 31, 2, 15), at(2026, 1, 31, 2, 15, 59, 999999)),
        ("2026-01-31T10:15:20", at(2026, 1, 31, 2, 15, 20), at(2026, 1, 31, 2, 15, 20, 999999)),
        ("2026-01-31 10:15:20.5", at(2026, 1, 31, 2, 15, 20, 500000), None),
        ("2026-01-31T02:15:20.000001Z", at(2026, 1, 31, 2, 15, 20, 1), None),
        ("2026-01-31 02:15 UTC", at(2026, 1, 31, 2, 15), at(2026, 1, 31, 2, 15, 59, 999999)),
        ("2026-01-31 03:15+01:00", at(2026, 1, 31, 2, 15), at(2026, 1, 31, 2, 15, 59, 999999)),
        (" ２０２６-01-31  9:05 ", at(2026, 1, 31, 1, 5), at(2026, 1, 31, 1, 5, 59, 999999)),
    ],
)
def test_a_day_a_minute_and_a_second_last_to_their_end(text, first, last):
    assert read_moment(text, SITE, last=False) == first
    assert read_moment(text, SITE, last=True) == (last or first)


@pytest.mark.parametrize(
    "text",
    [
        *("", "now", "31.1.2026", "2026-02-30", "2026-01-31 24:00", "2026-01-31 10"),
        *("2026-01-31Z", "2026-01-31 10:60", "10:15", "2026-01-31 10:15:20.1234567"),
        *("0001-01-01", "\x1b[2J"),
    ],
)
def test_anything_else_is_refused_and_says_what_would_do(text):
    with pytest.raises(Refused) as refused:
        read_moment(text, SITE, last=True)
    assert "Write 2026-01-31" in str(refused.value)
    assert "\x1b" not in str(refused.value)


def test_an_hour_that_the_clocks_ran_through_twice_is_whole():
    berlin = ZoneInfo("Europe/Berlin")
    day = [read_moment("2026-10-25", berlin, last=last) for last in (False, True)]
    assert (day[1] - day[0]).total_seconds() == pytest.approx(25 * 3600, abs=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *((" Today ", "2026-03-01"), ("yesterday", "2026-02-28"), ("昨天", "2026-02-28")),
        *(("yesterday 9:05", "2026-02-28 9:05"), ("昨天9:05", "2026-02-28 9:05")),
        *(("28Feb", "2026-02-28"), ("28 Feb", "2026-02-28"), ("2月28日 9:05", "2026-02-28 9:05")),
        *(("2 Mar", "2025-03-02"), ("29 Feb", "2024-02-29"), ("29 February 2024", "2024-02-29")),
    ],
)
def test_a_day_may_be_typed_as_it_is_said_and_is_counted_from_the_day_at_the_site(text, said):
    # Already the first of March at the site.
    now = at(2026, 2, 28, 23)
    assert read_said(text, now, SITE, last=False) == read_moment(said, SITE, last=False)
