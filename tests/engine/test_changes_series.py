"""What would change: a series may be completed, and what is only open is never hopeless."""

from collections import Counter
from datetime import date
from itertools import combinations_with_replacement, product
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.engine.decide import decide, decide_checked
from screener.engine.series_growth import growth
from screener.protocol.answering.answer_checks import check_answers
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import Decision
from screener.protocol.values import Entry

ON = date(2026, 11, 23)
SCORES = {"asia_motor": 50, "asia_light_touch": 76, "asia_pin_prick": 74, "ais_grade": "B"}


@pytest.fixture(scope="module")
def after():
    """Give what would change for the eligible man of the shipped protocol with other rows."""
    rules = Path(__file__).parents[2] / "rules" / "criteria.yaml"
    protocol = load_bytes(rules.read_bytes(), rules.name)
    (man,) = [one for one in protocol.examples if one.name == "An eligible man"]
    again = {"spinal_imaging", "urine_routine", "blood_routine", "pregnancy_test"}

    def after(*rows):
        checked = check_answers(protocol.questions, {"neurological_examinations": list(rows)}, ON)
        answers = {id: one for id, one in man.answers.items() if id not in again}
        result = decide_checked(protocol, {**answers, **checked}, ON)
        return str(result.criteria["I3"].status), result.changes

    return after


def _exam(day, *left_out, **scores):
    fields = {id: one for id, one in (SCORES | scores).items() if id not in left_out}
    return {"date": day, "examiner": "Examiner A", **fields}


@pytest.mark.parametrize(
    "rows",
    [
        [_exam("2026-06-20"), _exam("2026-11-12")],
        [_exam("2026-04-20"), _exam("2026-11-12", "asia_pin_prick")],
        [_exam("2026-04-20", "asia_pin_prick"), _exam("2026-11-12")],
        [_exam("2026-04-20", "ais_grade"), _exam("2026-11-12", "asia_motor")],
        [_exam("2024-01-20")],
        [_exam("2026-11-12")],
        [],
    ],
    ids=["too close", "a late gap", "an early gap", "two gaps", "too old", "one", "none"],
)
def test_examinations_that_leave_it_open_can_be_completed(after, rows) -> None:
    status, found = after(*rows)
    assert status == "open"
    assert "I3" not in [one.criterion for one in found.stuck]
    (group,) = [group for group in found.groups if "I3" in group.criteria]
    (way,) = group.ways
    assert way.questions == ("neurological_examinations",)
    (completed,) = way.answers.values()
    assert _holds_all(rows, completed)


def _holds_all(rows, completed):
    given_ = [(row["date"], row.keys() - {"date"}) for row in rows]
    left = [(row.date.isoformat(), row.fields.keys()) for row in completed]
    return all(any(day == other and ids <= more for other, more in left) for day, ids in given_)


def test_no_row_is_made_up_that_would_undo_a_change_that_was_found(after) -> None:
    status, found = after(_exam("2026-04-20"), _exam("2026-11-12", asia_motor=40))
    assert status == "fail"
    assert [one.criterion for one in found.stuck] == ["I3"]


# Small protocols.


def _protocol(rules, changes="never"):
    text = f"""
        screener: 1
        protocol: {{id: P, version: 1, title: P}}
        questions:
          visits:
            type: series
            ask: Visits?
            changes: {changes}
            fields: {{score: {{type: integer, ask: Score?, min: 0, max: 9}}}}
          a: {{type: boolean, ask: A?}}
        inclusion:
    """
    criteria = [f"  - {{id: I{n}, text: T, rule: {rule}}}" for n, rule in enumerate(rules, 1)]
    return load_bytes("\n".join([dedent(text).strip(), *criteria]).encode(), "rules.yaml")


RULES = (
    "{visits: {latest: {score: {at_least: 5}}, within: 1 month}}",
    "{visits: {any: {score: {at_least: 5}}, within: 2 months}}",
    "{visits: {every: {score: {below: 5}}}}",
    "{visits: {unchanged: [score], for: 3 months, within: 6 months}}",
    "{not: {visits: {unchanged: [score], for: 3 months}}}",
    "{visits: {count: {at_least: 2}, where: {score: {at_least: 5}}}}",
    "{visits: {count: {at_most: 1}, where: {score: {at_least: 5}}}}",
)
DAYS = ("2025-11-23", "2026-07-12", "2026-08-12", "2026-08-23", "2026-11-12", "2026-11-23")


def _row(day, score):
    return {"date": day, "score": score} if score is not None else {"date": day}


def _raw(series):
    return [{"date": row.date.isoformat(), **row.fields} for row in series]


def _completions(rows):
    """Give every way to fill the gaps and to put in up to two rows, on a few days."""
    scores = [[row["score"]] if "score" in row else [3, 6] for row in rows]
    new = [_row(day, score) for day in DAYS for score in (3, 6)]
    for filled in product(*scores):
        old = [_row(row["date"], score) for row, score in zip(rows, filled, strict=True)]
        for size in range(3):
            for more in combinations_with_replacement(new, size):
                yield sorted([*old, *more], key=lambda row: row["date"])


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(RULES),
    st.lists(
        st.tuples(st.sampled_from(DAYS), st.sampled_from([None, 3, 6])), min_size=1, max_size=3
    ),
)
def test_what_some_completion_decides_is_found(rule, drawn) -> None:
    protocol = _protocol([rule])
    rows = [_row(*one) for one in sorted(drawn, key=lambda one: one[0])]
    now = decide(protocol, {"visits": rows}, ON)
    if now.decision is not Decision.UNDETERMINED:
        return
    works = any(
        decide(protocol, {"visits": series}, ON).decision is Decision.ELIGIBLE
        for series in _completions(rows)
    )
    assert not now.changes.stuck
    assert not works or now.changes.possible
    for group in now.changes.groups:
        for way in group.ways:
            then = decide(protocol, {"visits": _raw(way.answers["visits"])}, ON)
            assert then.decision is Decision.ELIGIBLE


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(RULES),
    st.sampled_from(["never", "with_time"]),
    st.lists(
        st.tuples(st.sampled_from(DAYS), st.sampled_from([None, 3, 6])), min_size=1, max_size=3
    ),
)
def test_what_a_series_would_gain_at_least_does_and_nothing_in_it_can_be_left_out(
    rule, changes, drawn
):
    protocol = _protocol([rule], changes)
    rows = [_row(*one) for one in sorted(drawn, key=lambda one: one[0])]
    now = decide(protocol, {"visits": rows}, ON)
    present = _series(now.value("visits"))
    for way in (way for group in now.changes.groups for way in group.ways):
        assert way.least["visits"]
        gained = [one for series in way.least["visits"] if (one := growth(present, series))]
        assert len(gained) == len(way.least["visits"])
        for series in way.least["visits"]:
            assert decide(protocol, {"visits": _raw(series)}, ON).decision is Decision.ELIGIBLE
            for less in _with_less(rows, _raw(series)):
                assert decide(protocol, {"visits": less}, ON).decision is not Decision.ELIGIBLE
        for cell in way.working["visits"]:
            whole = growth(present, _series(cell.value))
            assert whole is not None
            assert any(one.more <= whole.more and one.filled <= whole.filled for one in gained)


def _series(value: object) -> tuple[Entry, ...]:
    assert isinstance(value, tuple)
    return value


def _with_less(rows, series):
    """Give a series that keeps these rows without one of the rows, or scores, that it gained."""
    kept = Counter(row["date"] for row in rows)
    for place, row in enumerate(series):
        if sum(other["date"] == row["date"] for other in series[:place]) >= kept[row["date"]]:
            yield [*series[:place], *series[place + 1 :]]
    for place, row in enumerate(series):
        of_day = [other for other in rows if other["date"] == row["date"]]
        before = sum(other["date"] == row["date"] for other in series[:place])
        if before < len(of_day) and "score" in row and "score" not in of_day[before]:
            yield [*series[:place], {"date": row["date"]}, *series[place + 1 :]]


def test_a_gap_is_filled_beside_a_further_row_or_two_rows_leave_it_behind(after) -> None:
    _status, found = after(_exam("2026-05-17", "ais_grade"))
    (group,) = [group for group in found.groups if "I3" in group.criteria]
    (way,) = group.ways
    (series,) = way.least.values()
    filled = [[row.fields.get("ais_grade") for row in one] for one in series]
    assert filled == [["A", "A"], [None, "A", "A"]]
    assert [one[0].date.isoformat() for one in series] == ["2026-05-17"] * 2


def test_what_no_series_that_was_tried_passes_is_said_not_to_be_worked_out() -> None:
    every = ("{at_least: 9}", "{at_least: 4, below: 6}", "{below: 2}")
    rules = [f"{{visits: {{any: {{score: {one}}}}}}}" for one in every]
    found = decide(_protocol(rules), {"visits": [{"date": "2026-11-12"}]}, ON).changes
    assert found.stuck == ()
    assert not found.possible
    (group,) = [group for group in found.groups if not group.ways]
    assert not group.complete


def test_as_many_rows_as_are_counted_may_come_on_this_day() -> None:
    rule = "{visits: {count: {at_least: 4}}}"
    rows = {"visits": [{"date": "2026-11-12", "score": 3}]}
    (group,) = decide(_protocol([rule], "with_time"), rows, ON).changes.groups
    given_ = _raw(group.ways[0].answers["visits"])
    assert [row["date"] for row in given_] == ["2026-11-12", *[ON.isoformat()] * 3]
    stays = decide(_protocol([rule]), rows, ON).changes
    assert [one.questions for one in stays.stuck] == [("visits",)]


def test_one_of_two_limits_of_a_count_is_kept_while_the_other_is_reached() -> None:
    rule = "{visits: {count: {at_least: 3, at_most: 3}}}"
    rows = {"visits": [{"date": "2026-11-12", "score": 3}]}
    (group,) = decide(_protocol([rule], "with_time"), rows, ON).changes.groups
    assert [len(_raw(way.answers["visits"])) for way in group.ways] == [3]
    rows["visits"] *= 4
    stays = decide(_protocol([rule], "with_time"), rows, ON).changes
    assert [one.questions for one in stays.stuck] == [("visits",)]


def test_what_is_open_beside_a_conflict_is_not_called_hopeless() -> None:
    rules = ["{a: yes}", "{a: no}", "{any: [{a: yes}, {visits: {latest: {score: 5}}}]}"]
    found = decide(_protocol(rules), {}, ON).changes
    assert [one.criterion for one in found.stuck] == ["I1", "I2"]
    assert [group.criteria for group in found.groups] == [("I3",)]
