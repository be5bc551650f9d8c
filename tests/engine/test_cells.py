"""The cells of a question: answers that no rule tells apart, with one that stands for them."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.engine.cells import Days, cells
from screener.engine.compiler import compiled
from screener.engine.decide import decide_checked
from screener.engine.values import as_of
from screener.protocol.answering.answer_checks import check_answers
from screener.protocol.loading.loader import load_bytes
from tests.engine.protocols import ON, cases, evaluate

_QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
HEAD = "screener: 1\nprotocol: {id: P, version: 1, title: P}\n"
TODAY = date(2026, 1, 31)


def _protocol(text):
    return load_bytes((HEAD + dedent(text)).encode(), "rules.yaml")


def _cells(protocol, question, on=TODAY, free=(), **answers):
    checked = check_answers(protocol.questions, answers, on)
    result = decide_checked(protocol, checked, on)
    values = {id: result.value(id) for id in protocol.questions}
    return cells(protocol, values, on, question, free)


def _spans(found):
    """Write intervals as mathematicians do."""
    return [_written(one.span) for one in found]


def _written(span):
    if isinstance(span, Days):
        return f"{span.first or ''}..{span.last or ''}"
    left = "(" if span.open_low or span.low is None else "["
    right = ")" if span.open_high or span.high is None else "]"
    low, high = ("" if end is None else f"{end}" for end in (span.low, span.high))
    return f"{left}{low},{high}{right}"


def _others_of(cell, draw):
    """Draw answers from the interval of a cell: near its ends, and anywhere within."""
    span = cell.span
    if isinstance(span, Days):
        first = span.first or date(1900, 1, 1)
        last = span.last or (ON if cell.question != "end" else date(2030, 1, 1))
        last = min(last, ON)
        inside = draw(st.dates(first, last)) if first <= last else None
        return [day for day in (first, last, inside) if day is not None and first <= day <= last]
    low = span.low if span.low is not None else (span.high or Decimal(0)) - 50
    high = span.high if span.high is not None else (span.low or Decimal(0)) + 50
    parts = draw(st.lists(st.integers(1, 999), min_size=2, max_size=4))
    found = [low + (high - low) * part / 1000 for part in parts if low < high]
    found += [low] if not span.open_low else []
    return found + ([high] if not span.open_high else [])


def _check(case, data) -> None:
    protocol, values = case
    rules = compiled(protocol)
    evaluation = evaluate(rules, values, ON)
    for id in rules.outline.asked:
        found = cells(protocol, evaluation.values, ON, id)
        assert found
        for cell in found:
            own = evaluate(rules, {**values, id: as_of(cell.value, ON)}, ON)
            if cell.span is None:
                continue
            for value in _others_of(cell, data.draw):
                other = evaluate(rules, {**values, id: value}, ON)
                assert own[:2] == other[:2], (id, cell, value)


@settings(max_examples=40, suppress_health_check=_QUIET)
@given(cases(), st.data())
def test_any_answer_of_an_interval_decides_as_the_one_that_stands_for_it(case, data) -> None:
    _check(case, data)


@pytest.mark.slow
@settings(max_examples=600, suppress_health_check=_QUIET)
@given(cases(), st.data())
def test_any_answer_of_an_interval_decides_so_in_a_long_search(case, data) -> None:
    _check(case, data)


@pytest.fixture(scope="module")
def clinic():
    return _protocol(
        """
        questions:
          born: {type: date, ask: Born?, max: reference}
          age: {type: integer, derive: {age: born}}
          hb: {type: quantity, unit: g/L, ask: Haemoglobin?, min: 0, max: 300}
          weight: {type: quantity, unit: kg, ask: Weight?, min: 1, max: 400}
          height: {type: quantity, unit: m, ask: Height?, min: 0.3, max: 3}
          bmi: {type: quantity, unit: kg/m2, derive: {bmi: {weight: weight, height: height}}}
          limit: {type: quantity, unit: U/L, ask: Upper limit?, min: 1}
          alt: {type: quantity, unit: U/L, ask: ALT?, min: 0}
          falls: {type: integer, ask: Falls?, min: 0}
          signed: {type: date, ask: Signed?}
          injured: {type: date, ask: Injured?, ongoing: yes}
          visit: {type: date, ask: Next visit?, future: yes}
          grade: {type: choice, ask: Grade?, options: {low: L, mid: M, high: H}}
          metals: {type: choices, ask: Metals?, options: {titanium: T, steel: S, gold: G, other: O}}
          smoker: {type: boolean, ask: Smoker?}
          remark: {type: text, ask: Remark?, for_record: yes}
        inclusion:
          - {id: I1, text: Age, rule: {age: {at_least: 20, at_most: 65}}}
          - {id: I2, text: Hb, rule: {hb: {at_least: 80, below: 160}}}
          - {id: I3, text: BMI, rule: {bmi: {below: 30}}}
          - {id: I4, text: ALT, rule: {alt: {at_most: {question: limit, times: 3}}}}
          - {id: I5, text: Falls, rule: {falls: {above: 2.5}}}
          - {id: I6, text: Injury, rule: {injured: {ago: {above: 1 year, until: signed}}}}
          - {id: I7, text: Visit, rule: {visit: {after: reference}}}
          - {id: I8, text: Exactly, rule: {not: {hb: 100}}}
        exclusion:
          - {id: E1, text: Metal, rule: {metals: {any_of: [steel, other], none_of: [titanium]}}}
          - {id: E2, text: Grade, rule: {grade: high, smoker: yes}}
        """
    )


def test_the_age_that_is_asked_for_gives_two_birthdays(clinic) -> None:
    assert _spans(_cells(clinic, "born")) == [
        "..1960-01-31",
        "1960-02-01..2006-01-31",
        "2006-02-01..",
    ]


def test_bounds_part_numbers_and_belong_where_their_test_puts_them(clinic) -> None:
    assert _spans(_cells(clinic, "hb")) == [
        "(,80)",
        "[80,100)",
        "[100,100]",
        "(100,160)",
        "[160,)",
    ]


def test_what_only_the_plausible_range_ends_has_no_end(clinic) -> None:
    assert _spans(_cells(clinic, "alt", limit=40))[0] == "(,120]"
    assert _spans(_cells(clinic, "weight", height=3)) == ["(,270)", "[270,270]", "(270,)"]
    small = _protocol(
        """
        questions:
          x: {type: decimal, ask: X?, min: 0, max: 10}
          twice: {type: decimal, derive: {product: [x, 2]}}
        inclusion: [{id: I1, text: X, rule: {twice: {below: 30}}}]
        """
    )
    assert _spans(_cells(small, "x")) == ["(,)"]


def test_whole_numbers_stand_for_intervals_of_integers(clinic) -> None:
    found = _cells(clinic, "falls")
    assert _spans(found) == ["(,2]", "[3,)"]
    assert all(cell.value == int(cell.value) for cell in found)


def test_a_bound_from_another_answer_stands_where_that_answer_puts_it(clinic) -> None:
    assert _spans(_cells(clinic, "alt", limit=40)) == ["(,120]", "(120,)"]
    lower, upper = _cells(clinic, "limit", alt=90)
    assert (_written(lower.span), _written(upper.span)) == ("(,30)", "[30,)")


def test_a_bound_without_an_answer_is_tried_with_answers_that_stand_for_it(clinic) -> None:
    assert len(_cells(clinic, "alt")) > 1
    free = _spans(_cells(clinic, "alt", limit=40, free={"limit"}))
    assert "120" in "".join(free)
    assert len(free) > 2


def test_what_feeds_a_derived_value_is_parted_where_that_value_passes_its_bound(clinic) -> None:
    below, at, above = _cells(clinic, "weight", height=2)
    assert [_written(one.span) for one in (below, at, above)] == ["(,120)", "[120,120]", "(120,)"]
    short, tall = _cells(clinic, "height", weight=70)
    assert short.span.high < tall.span.low < short.span.high + Decimal("1e-15")


def test_a_duration_before_another_date_gives_the_day_that_it_turns(clinic) -> None:
    assert _spans(_cells(clinic, "injured", signed="2025-06-30")[:-1]) == [
        "..2024-06-29",
        "2024-06-30..",
    ]
    assert str(_cells(clinic, "injured")[-1].value) == "Ongoing()"
    assert _spans(_cells(clinic, "signed", injured="2024-02-29")) == [
        "..2025-02-28",
        "2025-03-01..",
    ]


def test_a_day_after_the_reference_date_stands_only_for_a_question_of_the_future(clinic) -> None:
    assert all(cell.value <= TODAY for cell in _cells(clinic, "signed"))
    assert _spans(_cells(clinic, "visit")) == ["..2026-01-31", "2026-02-01.."]


def test_options_stand_in_the_order_of_the_file_and_yes_before_no(clinic) -> None:
    assert [one.value for one in _cells(clinic, "grade")] == ["low", "mid", "high"]
    assert [one.value for one in _cells(clinic, "smoker")] == [True, False]
    assert _cells(clinic, "remark") == ()


def test_only_the_sets_are_given_that_some_test_tells_apart(clinic) -> None:
    found = [sorted(one.value) for one in _cells(clinic, "metals")]
    assert found == [[], ["titanium"], ["steel"], ["steel", "titanium"]]


def test_a_series_is_tried_alike_and_different_as_far_apart_as_its_test_asks() -> None:
    protocol = _protocol(
        """
        questions:
          visits:
            type: series
            ask: Visits?
            fields: {score: {type: integer, ask: Score?}, by: {type: text, ask: By?}}
        inclusion:
          - id: I1
            text: Unchanged
            rule: {visits: {unchanged: [score], for: 6 months, within: 12 months}}
        """
    )
    rules = compiled(protocol)
    truths = {
        (len(one.value), rules.evaluate({"visits": one.value}, TODAY).criteria[0])
        for one in _cells(protocol, "visits")
    }
    assert truths == {(0, None), (1, None), (2, True), (2, False)}
    rows = [{"date": date(2025, 7, 1), "score": 4}]
    assert (True, 2) in {
        (rules.evaluate({"visits": one.value}, TODAY).criteria[0], len(one.value))
        for one in _cells(protocol, "visits", visits=rows)
        if one.value[:1] and one.value[0].date == date(2025, 7, 1)
    }


@pytest.mark.parametrize(
    "chain",
    [
        "value: {type: decimal, derive: {product: [x, x, 2]}}",
        "less: {type: decimal, derive: {difference: [x, 2]}}\n"
        "  value: {type: decimal, derive: {product: [x, less, less]}}",
        "part: {type: decimal, derive: {ratio: [1, x]}}\n"
        "  value: {type: decimal, derive: {sum: [x, part]}}",
    ],
)
def test_boundaries_of_arithmetic_that_rises_and_falls_are_found(chain) -> None:
    protocol = load_bytes(
        f"{HEAD}questions:\n  x: {{type: decimal, ask: X?}}\n  {chain}\n"
        "inclusion:\n  - {id: I1, text: X, rule: {value: {at_most: 1}}}\n".encode(),
        "rules.yaml",
    )
    rules = compiled(protocol)
    found = _cells(protocol, "x")
    assert len(found) > 2
    ends = [(one.span, two.span) for one, two in pairwise(found)]
    assert all(one.high <= two.low for one, two in ends)
    for cell in found:
        low = cell.span.low if cell.span.low is not None else Decimal(-60)
        high = cell.span.high if cell.span.high is not None else Decimal(60)
        own = rules.evaluate({"x": cell.value}, TODAY).criteria
        for part in range(1, 200):
            value = low + (high - low) * part / 200
            assert rules.evaluate({"x": value}, TODAY).criteria == own
