"""Why a test on an answered series is unknown: said only where it is exact."""

from datetime import date
from decimal import Decimal

import pytest

from screener.engine.left_open import TooOld, TooShort, series_cause
from screener.protocol.conditions import (
    All,
    AnyEntry,
    Latest,
    Place,
    SeriesTest,
    Unchanged,
)
from screener.protocol.durations import Duration
from screener.protocol.values import DateRange, Entry

PLACE = Place(1, 1)
ON = date(2026, 11, 23)
MONTH, HALF, YEAR = Duration(1, 0), Duration(6, 0), Duration(12, 0)
LATEST = Latest(All(PLACE, ()))
SAME = Unchanged(("score",), HALF)


def entries(*days):
    return tuple(Entry(date.fromisoformat(day), {"score": Decimal(1)}) for day in days)


def series(form, within=None, where=None):
    return SeriesTest(PLACE, "exams", form, within, where=where)


@pytest.mark.parametrize("form", [LATEST, SAME, AnyEntry(All(PLACE, ()))])
def test_entries_that_all_lie_before_the_window_are_too_old(form):
    cause = series_cause(series(form, MONTH), entries("2026-01-02", "2026-10-22"), ON)
    assert cause == TooOld(date(2026, 10, 22), MONTH, date(2026, 11, 22))


def test_on_its_last_day_an_entry_is_not_too_old():
    assert series_cause(series(LATEST, MONTH), entries("2026-10-23"), ON) is None


def test_entries_too_close_together_are_too_short_by_those_in_the_window():
    exams = entries("2025-06-01", "2026-06-01", "2026-11-01")
    cause = series_cause(series(SAME, YEAR), exams, ON)
    assert cause == TooShort(date(2026, 6, 1), date(2026, 11, 1), HALF)
    assert series_cause(series(SAME), exams, ON) is None


def test_no_exact_reason_is_given_where_there_is_none():
    exams = entries("2026-10-01")
    assert series_cause(series(LATEST), exams, ON) is None
    assert series_cause(series(LATEST, MONTH), (), ON) is None
    assert series_cause(series(LATEST, MONTH), exams, None) is None
    assert series_cause(series(LATEST, MONTH), exams, DateRange(ON, None)) is None
    assert series_cause(series(SAME, where=All(PLACE, ())), exams, ON) is None
    assert series_cause(series(LATEST, MONTH), entries("2026-12-01"), ON) is None
