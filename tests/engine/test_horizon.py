"""What time alone does to a decision: the same as looking at every day, one by one."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings

from screener.engine.breakpoints import breakpoints
from screener.engine.compiler import compiled
from screener.engine.decide import Status, decide, decide_checked, statuses
from screener.engine.horizon import Horizon, RunsOut, horizon
from screener.engine.values import as_of, current_values, is_stale
from screener.protocol.answering.answer_checks import check_answers
from screener.protocol.loading.loader import load, load_bytes
from screener.protocol.model import Decision, Protocol
from screener.protocol.values import DateRange, Ongoing
from tests.engine import protocols as anything
from tests.engine.dated import (
    ON,
    answers,
    days_until,
    evaluated,
    exact_answers,
    hopeful,
    protocols,
)
from tests.engine.protocols import cases

_QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
DAY = timedelta(days=1)


def _stretch(decisions):
    """Give the first stretch of eligible days; its end is None where it goes on."""
    first = None
    for day, decision in decisions:
        if decision is Decision.ELIGIBLE:
            first = first or day
        elif first is not None:
            return first, day - DAY
    return first, None


def _without_aging(rules, given_answers, day: date):
    """Decide on a day where no result has become too old since the first."""
    protocol = rules.outline.protocol
    young = {
        id: replace(one, observed_on=None)
        for id, one in given_answers.items()
        if not is_stale(protocol.questions[id], one, ON, ON)
    }
    values, _stale = current_values(protocol, young, day, {})
    return rules.evaluate(values, day).decision


def _check_dates(protocol, given_answers, end: date) -> None:
    rules = compiled(protocol)
    found = horizon(rules, given_answers, ON, {}, end)
    by_day = [(day, evaluated(rules, given_answers, day)) for day in days_until(end)]
    decisions = [(day, one.decision) for day, one in by_day]
    assert (found.eligible_from, found.eligible_until) == _stretch(decisions)
    turns: dict[tuple[date, str], tuple[Status, Status]] = {}
    for (_before, was), (day, now) in pairwise(by_day):
        before, after = statuses(protocol, was.criteria), statuses(protocol, now.criteria)
        turns |= {
            (day, id): (before[id], after[id]) for id in before if before[id] is not after[id]
        }
    assert {(one.day, one.criterion): (one.before, one.after) for one in found.turns} == turns
    assert all(one.tests or one.stale for one in found.turns)
    failing = decisions[0][1] is Decision.INELIGIBLE
    better = [
        day
        for day, decision in decisions
        if Decision.INELIGIBLE not in (decision, _without_aging(rules, given_answers, day))
    ]
    assert found.not_failing_from == (better[0] if failing and better else None)
    if found.not_failing_from is not None:
        again = [
            day
            for day, decision in decisions
            if day > found.not_failing_from and decision is Decision.INELIGIBLE
        ]
        assert found.not_failing_until == (again[0] - DAY if again else None)
    assert found.possible_until == _possible(rules, given_answers, decisions)


def _possible(rules, given_answers, decisions):
    """Give the last day before it fails, which what became too old does not do of itself."""
    if decisions[0][1] is not Decision.UNDETERMINED:
        return None
    fails = [
        day
        for day, decision in decisions
        if decision is Decision.INELIGIBLE is _without_aging(rules, given_answers, day)
    ]
    return fails[0] - DAY if fails else None


@settings(max_examples=50, suppress_health_check=_QUIET)
@given(protocols(), answers(inexact=2))
def test_the_dates_are_those_found_day_by_day(protocol, given_answers) -> None:
    _check_dates(protocol, given_answers, ON + timedelta(days=400))


@pytest.mark.slow
@settings(max_examples=400, suppress_health_check=_QUIET)
@given(protocols(), answers(inexact=2))
def test_the_dates_are_those_found_day_by_day_in_a_long_search(protocol, given_answers) -> None:
    _check_dates(protocol, given_answers, ON + timedelta(days=700))


def _bears(id, given_answers, exactly, stretch) -> bool:
    """Tell whether it matters which day an inexact date is, or that it is known exactly."""
    found: dict[str, set[object]] = {}
    for exact, one in exactly:
        others = exact | {id: given_answers[id]}
        found.setdefault(repr(others), {stretch(others)}).add(one)
    return any(len(alike) > 1 for alike in found.values())


def _check_perhaps(case) -> None:
    protocol, given_answers = case
    end = ON + timedelta(days=70)
    rules = compiled(protocol)
    found = horizon(rules, given_answers, ON, {}, end)
    if not found.inexact:
        assert (found.perhaps_from, found.perhaps_until) == (None, None)

    def stretch(some_answers):
        days = days_until(end)
        return _stretch((day, evaluated(rules, some_answers, day).decision) for day in days)

    exactly = [(exact, stretch(exact)) for exact in exact_answers(given_answers)]
    stretches = {one for _exact, one in exactly}
    some = [one for one in stretches if one[0] is not None]
    bearing = [id for id in given_answers if _bears(id, given_answers, exactly, stretch)]
    if bearing or not found.inexact:
        assert set(found.inexact) == set(bearing)
    else:
        assert {stretch(given_answers)} != stretches
    if not found.inexact:
        assert len(stretches) == 1
        return
    lasts = [last for _first, last in some]
    assert found.perhaps_from == min((first for first, _last in some), default=None)
    assert found.perhaps_until == (max(lasts) if some and None not in lasts else None)


@settings(max_examples=60, suppress_health_check=_QUIET)
@given(hopeful(inexact=1))
def test_the_earliest_and_the_latest_day_are_those_over_all_days_of_a_date(case) -> None:
    _check_perhaps(case)


@pytest.mark.slow
@settings(max_examples=400, suppress_health_check=_QUIET)
@given(hopeful(inexact=2))
def test_the_earliest_and_the_latest_day_are_those_over_all_days_of_two_dates(case) -> None:
    _check_perhaps(case)


def _check_leaves(protocol, values, on: date, end: date) -> None:
    """Compare every test on each day with the day before: it turns on a day found alone."""
    rules = compiled(protocol)
    values = dict.fromkeys(protocol.questions) | values
    days = breakpoints(protocol).days(values, on, end)
    was = None
    for count in range((end - on).days + 1):
        day = on + timedelta(days=count)
        then = {id: None if value is None else as_of(value, day) for id, value in values.items()}
        leaves = rules.evaluate(then, day).leaves
        assert was is None or day in days or leaves == was
        was = leaves


@settings(max_examples=60, suppress_health_check=_QUIET)
@given(protocols(), answers(inexact=2))
def test_no_test_turns_between_two_of_the_days_that_are_looked_at(protocol, given_answers) -> None:
    values = {id: one.value for id, one in given_answers.items()}
    _check_leaves(protocol, values, ON, ON + timedelta(days=400))


@settings(max_examples=40, suppress_health_check=_QUIET)
@given(cases())
def test_nor_does_one_of_any_other_kind(case) -> None:
    _check_other(case, 150)


@pytest.mark.slow
@settings(max_examples=400, suppress_health_check=_QUIET)
@given(cases())
def test_nor_does_one_of_any_other_kind_in_a_long_search(case) -> None:
    _check_other(case, 500)


def _check_other(case, days: int) -> None:
    protocol, values = case
    on = anything.ON
    lasting = {
        id: Ongoing() if value == DateRange(on, None) else value for id, value in values.items()
    }
    _check_leaves(protocol, lasting, on, on + timedelta(days=days))


# Cases by hand.


def _protocol(text: str) -> Protocol:
    head = "screener: 1\nprotocol: {id: P, version: 1, title: P}\n"
    return load_bytes((head + dedent(text)).encode(), "rules.yaml")


def _ahead(text: str, on: str, **given_answers: object) -> Horizon:
    return decide(_protocol(text), given_answers, date.fromisoformat(on)).horizon


INJURY = """
    questions:
      injury: {type: date, ask: When?}
      urine: {type: boolean, ask: Normal?, valid_for: 28 days}
    inclusion:
      - {id: I1, text: A year, rule: {injury: {ago: {above: 1 year}}}}
      - {id: I2, text: Urine, rule: {urine: yes}}
"""


def test_a_candidate_becomes_eligible_when_a_year_is_over_and_stays_so_while_a_result_counts():
    urine = {"value": True, "observed_on": "2027-04-20"}
    found = _ahead(INJURY, "2027-04-25", injury="2026-05-01", urine=urine)
    assert (found.eligible_from, found.eligible_until) == (date(2027, 5, 2), date(2027, 5, 18))
    (year, result) = found.turns
    (turned,) = year.tests
    assert (year.criterion, year.before, year.after) == ("I1", "fail", "pass")
    assert (turned.test.question, turned.after, year.stale) == ("injury", True, ())
    assert (result.day, result.criterion, result.after) == (date(2027, 5, 19), "I2", "open")
    assert (result.tests, result.stale) == ((), ("urine",))
    assert found.runs_out == RunsOut(date(2027, 5, 19), ("urine",), (result,))


def test_what_lasts_beyond_ten_years_has_no_last_day():
    lasting = INJURY.replace(", valid_for: 28 days", "")
    found = _ahead(lasting, "2027-04-25", injury="2026-05-01", urine=True)
    assert (found.eligible_from, found.eligible_until) == (date(2027, 5, 2), None)
    assert found.runs_out is None


def test_a_year_since_29_february_is_over_on_1_march():
    found = _ahead(INJURY, "2024-03-01", injury="2024-02-29", urine=True)
    assert found.turns_on(date(2025, 3, 1))[0].criterion == "I1"


def test_an_answer_that_names_no_day_is_of_the_reference_date():
    found = _ahead(INJURY, "2026-01-31", injury="2020", urine=True)
    assert found.eligible_from == date(2026, 1, 31)
    assert found.eligible_until == date(2026, 2, 28)


def test_a_month_of_injury_gives_the_earliest_and_the_latest_day():
    urine = {"value": True, "observed_on": "2027-04-20"}
    found = _ahead(INJURY, "2027-04-25", injury="2026-05", urine=urine)
    assert (found.eligible_from, found.eligible_until) == (None, None)
    assert (found.perhaps_from, found.perhaps_until) == (date(2027, 5, 2), date(2027, 5, 18))
    assert found.inexact == ("injury",)


def test_days_within_an_inexact_date_are_found_between_which_months_and_days_change_places():
    # A month is shorter than 30 days from 31 January to 29 February alone.
    rules = """
        questions: {injury: {type: date, ask: When?}}
        inclusion:
          - {id: I1, text: I, rule: {injury: {ago: {above: 1 month, at_most: 30 days}}}}
    """
    found = _ahead(rules, "2024-01-31", injury="2024-01-20/2024-03-10")
    assert (found.perhaps_from, found.perhaps_until) == (date(2024, 3, 1), date(2024, 3, 30))


def test_a_day_within_one_inexact_date_is_found_by_another_with_which_it_is_compared() -> None:
    rules = """
        questions: {one: {type: date, ask: One?}, other: {type: date, ask: Other?}}
        inclusion:
          - {id: I1, text: I, rule: {one: {on_or_after: {question: other}}}}
          - {id: I2, text: I, rule: {other: {ago: {below: 28 days}}}}
    """
    inexact = {"one": "2023-12-29/2024-01-03", "other": "2023-12-29/2024-01-06"}
    found = _ahead(rules, "2024-01-20", **inexact)
    assert found.inexact == ("one", "other")
    assert (found.perhaps_from, found.perhaps_until) == (date(2024, 1, 20), date(2024, 1, 30))


def test_a_date_of_which_every_day_does_the_same_is_not_named():
    rules = """
        questions:
          born: {type: date, ask: Born?}
          scan: {type: date, ask: Scan?}
          age: {type: integer, derive: {age: born}}
        inclusion:
          - {id: I1, text: Age, rule: {age: {at_least: 18, below: 66}}}
          - {id: I2, text: Scan, rule: {scan: {ago: {above: 1 year}}}}
          - {id: I3, text: Scan, rule: {scan: {ago: {below: 2 years}}}}
    """
    found = _ahead(rules, "2026-01-31", born="2008-01", scan="2025-02/2025-03")
    assert found.inexact == ("scan",)
    assert (found.perhaps_from, found.perhaps_until) == (date(2026, 2, 2), date(2027, 3, 30))
    known = _ahead(rules, "2026-01-31", born="2008-01", scan="2025-02-01")
    assert (known.inexact, known.perhaps_from) == ((), None)
    assert known.eligible_from == date(2026, 2, 2)
    # Both ages come out otherwise by its days: it bears.
    assert _ahead(rules, "2026-01-30", born="2008-02", scan="2025-01").inexact == ("born", "scan")


def test_an_age_turns_on_the_birthday_of_the_bound_alone():
    rules = """
        questions:
          born: {type: date, ask: Born?}
          age: {type: integer, derive: {age: born}}
        inclusion: [{id: I1, text: Age, rule: {age: {at_least: 20, at_most: 22}}}]
    """
    found = _ahead(rules, "2026-01-31", born="2008-02-29")
    assert (found.eligible_from, found.eligible_until) == (date(2028, 2, 29), date(2031, 2, 27))
    assert found.not_failing_from == date(2028, 2, 29)


def test_a_result_that_becomes_too_old_makes_nothing_better():
    rules = """
        questions:
          hiv: {type: choice, ask: HIV?, options: {pos: P, neg: N}, valid_for: 90 days}
        inclusion: [{id: I1, text: HIV, rule: {hiv: neg}}]
    """
    found = _ahead(rules, "2026-01-31", hiv={"value": "pos", "observed_on": "2026-01-30"})
    assert [one.after for one in found.turns] == [Status.OPEN]
    assert found.not_failing_from is None


def test_a_window_of_a_series_turns_when_an_entry_leaves_it():
    rules = """
        questions:
          tests: {type: series, ask: Tests?, fields: {ok: {type: boolean, ask: OK?}}}
        inclusion: [{id: I1, text: T, rule: {tests: {latest: {ok: yes}, within: 1 month}}}]
    """
    found = _ahead(rules, "2026-01-31", tests=[{"date": "2026-01-15", "ok": True}])
    assert found.eligible_until == date(2026, 2, 15)
    assert found.runs_out is not None
    assert found.runs_out.day == date(2026, 2, 16)


def test_what_is_not_over_yet_moves_with_the_reference_date():
    rules = """
        questions: {drug: {type: date, ask: Until when?, ongoing: yes}}
        exclusion: [{id: E1, text: E, rule: {drug: {before: 2026-06-01}}}]
    """
    found = _ahead(rules, "2026-01-31", drug="ongoing")
    assert found.eligible_from == date(2026, 6, 1)
    assert found.inexact == ()


def test_a_failure_that_time_ends_leaves_open_what_was_never_asked():
    found = _ahead(INJURY, "2027-04-25", injury="2026-05-01")
    assert found.eligible_from is None
    assert found.not_failing_from == date(2027, 5, 2)
    assert found.open_then == ("I2",)


AGE = """
    questions:
      born: {type: date, ask: Born?}
      age: {type: integer, derive: {age: born}}
      urine: {type: boolean, ask: Normal?, valid_for: 28 days}
      blood: {type: boolean, ask: Normal?, valid_for: 28 days}
    inclusion:
      - {id: I1, text: Age, rule: {age: {at_most: 65}}}
      - {id: I2, text: Urine, rule: {urine: yes, blood: yes}}
"""


@pytest.mark.parametrize(
    ("born", "last"),
    [
        ("1960-12-01", date(2026, 11, 30)),
        ("1960-11", date(2026, 11, 29)),
        ("1960", date(2026, 12, 30)),
        ("1960-11-23/1960-11-24", date(2026, 11, 23)),
    ],
)
def test_while_a_result_is_awaited_the_day_is_known_before_the_age_fails_for_sure(born, last):
    awaited = {"missing": "pending", "due": "2026-12-09"}
    found = _ahead(AGE, "2026-11-23", born=born, urine=awaited, blood=True)
    assert found.possible_until == last
    assert found.runs_out is not None
    assert (found.runs_out.stale, found.runs_out.last_day) == (("blood",), date(2026, 12, 21))


def test_no_last_day_is_named_where_it_fails_already_or_only_if_a_result_were_still_valid():
    assert _ahead(AGE, "2026-11-23", born="1960-01-01").possible_until is None
    rules = """
        questions:
          born: {type: date, ask: Born?}
          creatinine: {type: decimal, ask: Creatinine?, valid_for: 28 days}
          age: {type: integer, derive: {age: born}}
          urine: {type: boolean, ask: Normal?}
        inclusion: [{id: I2, text: Urine, rule: {urine: yes}}]
        exclusion: [{id: E1, text: E, rule: {age: {above: 40}, creatinine: {above: 3}}}]
    """
    born = {"born": "1985-12-01"}
    assert _ahead(rules, "2026-11-23", **born, creatinine=4).possible_until == date(2026, 11, 30)
    aged = {"value": 4, "observed_on": "2026-11-01"}
    assert _ahead(rules, "2026-11-23", born="1986-01-01", creatinine=aged).possible_until is None


def test_a_result_that_no_rule_needs_any_more_does_not_run_out():
    rules = """
        questions:
          sex: {type: boolean, ask: Female?}
          test: {type: boolean, ask: Pregnant?, valid_for: 7 days, when: {sex: yes}}
        exclusion: [{id: E1, text: E, rule: {test: yes}}]
    """
    assert _ahead(rules, "2026-01-31", sex=False, test=False).runs_out is None
    runs_out = _ahead(rules, "2026-01-31", sex=True, test=False).runs_out
    assert runs_out is not None
    assert runs_out.stale == ("test",)


@pytest.fixture(scope="module")
def trial() -> Protocol:
    return load("rules/criteria.yaml")


def _man(trial: Protocol, **changed: object) -> Horizon:
    example = trial.examples[0]
    checked = check_answers(trial.questions, changed, example.on)
    return decide_checked(trial, {**example.answers, **checked}, example.on).horizon


def test_the_trial_tells_until_when_its_results_serve(trial) -> None:
    found = _man(trial)
    assert (found.eligible_from, found.eligible_until) == (found.on, date(2020, 1, 7))
    assert found.runs_out is not None
    assert "blood_routine" in found.runs_out.stale
    assert "stool_routine" not in found.runs_out.stale


def test_the_trial_tells_when_a_year_since_the_injury_is_over(trial) -> None:
    found = _man(trial, date_of_injury="2019-01-03")
    assert (found.eligible_from, found.eligible_until) == (date(2020, 1, 4), date(2020, 1, 7))


def test_the_trial_tells_the_earliest_day_where_the_month_of_injury_is_known(trial) -> None:
    found = _man(trial, date_of_injury="2019-01")
    assert (found.eligible_from, found.perhaps_from) == (None, date(2020, 1, 2))
    assert found.perhaps_until == date(2020, 1, 7)
