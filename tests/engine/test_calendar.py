"""Calendar years and months, as rules count them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.engine.calendar import add, completed
from screener.protocol.derivations import CalendarUnit
from screener.protocol.durations import Duration, parse_duration

_days = st.dates(date(1850, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-29"),
        ("2025-01-31", "1 month", "2025-02-28"),
        ("2025-08-31", "6 months", "2026-02-28"),
        ("2025-01-31", "P1M1D", "2025-03-01"),
        ("2025-12-31", "2 weeks", "2026-01-14"),
        ("2025-05-05", "0 days", "2025-05-05"),
    ],
)
def test_a_duration_keeps_the_day_or_takes_the_last_of_a_shorter_month(
    start, duration, end
) -> None:
    parsed = parse_duration(duration)
    assert parsed is not None
    assert add(date.fromisoformat(start), parsed) == date.fromisoformat(end)


def test_a_duration_beyond_the_calendar_is_its_end() -> None:
    assert add(date(2200, 1, 1), Duration(999_999_999, 999_999_999)) == date.max


@pytest.mark.parametrize(
    ("unit", "start", "until", "count"),
    [
        ("years", "2000-02-29", "2001-02-28", 1),
        ("years", "2000-02-29", "2001-02-27", 0),
        ("years", "2000-06-15", "2020-06-14", 19),
        ("years", "2000-06-15", "2020-06-15", 20),
        ("months", "2025-01-31", "2025-02-28", 1),
        ("months", "2025-03-31", "2025-03-30", -1),
        ("weeks", "2025-01-01", "2025-01-14", 1),
        ("weeks", "2025-01-02", "2025-01-01", -1),
        ("days", "2025-01-02", "2025-01-01", -1),
    ],
)
def test_completed_units_are_counted(unit, start, until, count) -> None:
    found = completed(CalendarUnit(unit), date.fromisoformat(start), date.fromisoformat(until))
    assert found == count


@given(_days, _days, st.sampled_from(["years", "months"]))
def test_completed_units_are_the_greatest_that_fit(start: date, until: date, unit: str) -> None:
    count = completed(CalendarUnit(unit), start, until)
    months = 12 if unit == "years" else 1
    assert add(start, Duration(count * months, 0)) <= until
    assert add(start, Duration((count + 1) * months, 0)) > until
