"""What changed in rows that should have stayed alike: which field, from what to what, and when."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from screener.engine.calendar import add
from screener.engine.decide import Status, decide
from screener.protocol.durations import Duration
from screener.protocol.loading.loader import load_bytes

ON = date(2026, 11, 23)
_RULES = """\
screener: 1
protocol: {{id: P, version: 1, title: P}}
questions:
  visits:
    type: series
    ask: Visits
    fields:
      score: {{type: integer, ask: Score}}
      grade: {{type: choice, ask: Grade, options: {{a: A, b: B}}}}
      sure: {{type: boolean, ask: Sure}}
inclusion:
  - {{id: I1, text: T, rule: {{visits: {{unchanged: [score, grade], for: 2 months{more}}}}}}}
"""


def _step(rows, more=""):
    protocol = load_bytes(_RULES.format(more=more).encode(), "rules.yaml")
    result = decide(protocol, {"visits": rows}, ON, finish=True)
    return result.criteria["I1"].status, result.explain("en")["I1"].steps


def _changes(rows, more=""):
    status, steps = _step(rows, more)
    assert status is Status.FAIL
    return steps[0].findings[1:]


def _row(day, **fields):
    return {"date": day, "score": 50, "grade": "a"} | fields


def test_each_change_is_told_with_its_days() -> None:
    rows = [_row("2026-09-30"), _row("2026-10-01", score=51), _row("2026-11-10", grade="b")]
    assert _changes(rows) == (
        "“Score” changed from 50 on 30 September 2026 to 51 on 1 October 2026",
        "“Score” changed from 51 on 1 October 2026 to 50 on 10 November 2026",
        "“Grade” changed from A on 1 October 2026 to B on 10 November 2026",
    )


def test_of_many_changes_of_a_field_some_are_told_and_the_others_counted() -> None:
    rows = [_row(f"2026-11-{day:02}", score=day) for day in range(1, 8)]
    told = _changes(rows)
    assert told[:-1] == tuple(
        f"“Score” changed from {day} on {day} November 2026 to {day + 1} on {day + 1} November 2026"
        for day in (1, 2, 3)
    )
    assert told[-1] == "“Score”: changed 3 more times"


def test_numbers_known_by_a_limit_changed_where_they_have_none_in_common() -> None:
    rows = [_row("2026-11-01", score="<3"), {"date": "2026-11-05", "grade": "a"}]
    assert _changes([*rows, _row("2026-11-09", score=4)]) == (
        "“Score” changed from <3 on 1 November 2026 to 4 on 9 November 2026",
    )


def test_rows_that_do_not_count_changed_nothing() -> None:
    rows = [_row("2026-08-01", score=1), _row("2026-11-01"), _row("2026-11-09", grade="b")]
    assert _changes(rows, ", within: 1 month") == (
        "“Grade” changed from A on 1 November 2026 to B on 9 November 2026",
    )
    unsure = [{**row, "sure": row["score"] != 1} for row in rows]
    assert _changes(unsure, ", where: {sure: yes}") == (
        "“Grade” changed from A on 1 November 2026 to B on 9 November 2026",
    )
    # Which rows count is not known of all, and what changed would be a guess.
    unsaid = [unsure[0], *({k: v for k, v in row.items() if k != "sure"} for row in unsure[1:])]
    assert _step(unsaid, ", where: {sure: yes}")[0] is Status.OPEN


_ROWS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 1) | st.none(), st.sampled_from("ab")),
    min_size=1,
    max_size=5,
    unique_by=lambda one: one[0],
)


@settings(max_examples=80)
@given(_ROWS)
def test_what_is_told_to_have_changed_did_and_all_of_it_is_told(drawn) -> None:
    rows = [(ON - timedelta(days=less), score, grade) for less, score, grade in drawn]
    rows.sort()
    bases = [day for day, *_ in rows if add(day, Duration(2, 0)) <= rows[-1][0]]
    looked_at = [row for row in rows if not bases or row[0] >= bases[-1]]
    scores = [score for _day, score, _grade in looked_at if score is not None]
    grades = [grade for _day, _score, grade in looked_at]
    changes = [sum(a != b for a, b in pairwise(one)) for one in (scores, grades)]
    given_ = [
        {"date": day.isoformat(), "grade": grade} | ({} if score is None else {"score": score})
        for day, score, grade in rows
    ]
    status, steps = _step(given_)
    assert (status is Status.FAIL) is (sum(changes) > 0)
    told = [one for step in steps for one in step.findings if " changed from " in one]
    counted = [sum(one.startswith(name) for one in told) for name in ("“Score”", "“Grade”")]
    assert counted == [min(3, count) for count in changes]
