"""Section 3: the forms of a series, and a plain reading of the contract beside them."""

import random
from datetime import date, timedelta
from itertools import product

import pytest

from screener import decide
from tests.contract.rules import ON, because, faults, protocol, statuses, truth, written

T, F, U = True, False, None

VISITS = {
    "s": "type: series, fields: {ok: {type: boolean, ask: A}, n: {type: decimal, ask: B}, "
    "k: {type: choice, ask: C, options: {x: X, y: Y, z: Z}}, "
    "m: {type: choices, ask: D, options: {x: X, y: Y, z: Z}}, "
    "v: {type: quantity, ask: E, unit: mmol/L, units: {mg/dL: 0.0555}}, "
    "t: {type: date, ask: F, ongoing: yes}, "
    "g: {type: boolean, ask: G, when: {ok: yes}}}",
    "stop": "type: date, future: yes, ongoing: yes",
    "limit": "type: decimal",
    "n2": "type: decimal",
}


def row(day, **fields):
    return {"date": day, **fields}


def form(text, rows, on=ON, **answers):
    given = dict(answers) if rows is None else {"s": rows, **answers}
    return truth(VISITS, f"{{s: {{{text}}}}}", given, on=on)


@pytest.mark.parametrize(
    ("text", "without_rows"),
    [
        ("latest: {ok: yes}", U),
        ("every: {ok: yes}", U),
        ("any: {ok: yes}", F),
        ("any: {not: {ok: yes}}", F),
        ("count: {at_least: 1}", F),
        ("count: {at_most: 0}", T),
        ("count: {at_least: 0}", T),
        ("unchanged: [ok], for: 1 day", U),
    ],
)
def test_no_entries_are_something_else_than_no_answer(text, without_rows):
    assert form(text, []) is without_rows
    assert form(text, None) is U
    for missing in ("pending", "unknown", "not_done", "refused"):
        assert truth(VISITS, f"{{s: {{{text}}}}}", {"s": {"missing": missing}}) is U
    # Rows outside `within`, or left out by `where`, are no rows.
    old = [row("2020-01-01", ok=True)]
    assert form(f"{text}, within: 1 month", old) is without_rows
    assert form(f"{text}, where: {{ok: no}}", old) is without_rows


def test_latest_any_and_every_look_at_their_entries():
    rows = [row("2024-03-01", ok=True), row("2024-01-01", ok=False), row("2024-02-01", ok=False)]
    assert form("latest: {ok: yes}", rows) is T
    assert form("any: {ok: yes}", rows) is T
    assert form("every: {ok: yes}", rows) is F
    assert form("latest: {n: 1}", rows) is U
    assert form("any: {n: 1}", rows) is U
    rows[1]["n"] = 1
    assert form("any: {n: 1}", rows) is T
    assert form("every: {n: 1}", rows) is U
    assert form("every: {n: 2}", rows) is F
    assert form("latest: {ok: no}", rows) is F


def test_of_two_entries_on_one_date_the_one_given_later_is_the_later():
    one, other = row("2024-03-01", ok=True), row("2024-03-01", ok=False)
    older = row("2024-01-01", ok=False)
    assert form("latest: {ok: yes}", [one, other]) is F
    assert form("latest: {ok: yes}", [other, one]) is T
    assert form("latest: {ok: yes}", [other, one, older]) is T
    assert form("latest: {ok: yes}", [older, other, one]) is T


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{at_least: 2}", (F, F, T, T)),
        ("{at_most: 1}", (T, T, F, F)),
        ("{at_least: 1, at_most: 2}", (F, T, T, F)),
        ("{at_least: 3, at_most: 1}", (F, F, F, F)),
    ],
)
def test_count_compares_the_number_of_entries(text, expected):
    for number, truth_of_it in enumerate(expected):
        rows = [row("2024-01-01", ok=True)] * number
        assert form(f"count: {text}", rows) is truth_of_it


@pytest.mark.parametrize(
    ("duration", "on", "inside"),
    # The first day from which an entry still counts.
    [
        ("1 month", "2024-03-31", "2024-03-01"),
        ("1 year", "2025-02-28", "2024-02-28"),
        ("1 month", "2023-02-28", "2023-01-28"),
        ("1 month", "2023-03-01", "2023-02-01"),
        ("2 weeks", "2024-03-10", "2024-02-25"),
        ("10 days", "2024-03-05", "2024-02-24"),
        ("P1M1D", "2024-03-30", "2024-02-29"),
        ("0 days", "2024-03-30", "2024-03-30"),
    ],
)
def test_within_reaches_back_to_the_day_whose_duration_ends_now(duration, on, inside):
    now, first = date.fromisoformat(on), date.fromisoformat(inside)
    before = first - timedelta(days=1)
    text = f"count: {{at_least: 1}}, within: {duration}"
    assert form(text, [row(first.isoformat())], on=now) is T
    assert form(text, [row(before.isoformat())], on=now) is F
    assert form(text, [row(now.isoformat())], on=now) is T
    until = f"{text}, until: stop"
    for day, expected in ((first, T), (before, F), (now, T), (now + timedelta(days=1), F)):
        assert form(until, [row(day.isoformat())], stop=now, on=date(2026, 1, 1)) is expected


def test_the_days_at_the_end_of_a_long_month_all_reach_the_end_of_a_short_one():
    for day in (28, 29, 30, 31):
        rows = [row(f"2023-01-{day}")]
        text = "count: {at_least: 1}, within: 1 month"
        assert form(text, rows, on=date(2023, 2, 28)) is T
        assert form(text, rows, on=date(2023, 3, 1)) is F


def test_until_without_a_value_makes_the_form_unknown():
    for text in ("any: {ok: yes}", "count: {at_most: 9}", "latest: {ok: yes}"):
        assert form(f"{text}, within: 1 year, until: stop", [row("2024-01-01", ok=True)]) is U
        assert form(f"{text}, within: 1 year, until: stop", []) is U


def test_a_form_until_a_range_is_judged_for_each_of_its_days():
    rows = [row("2024-05-10", ok=True)]
    text = "any: {ok: yes}, within: 3 days, until: stop"
    assert form(text, rows, stop="2024-05-10/2024-05-13") is T
    assert form(text, rows, stop="2024-05-10/2024-05-14") is U
    assert form(text, rows, stop="2024-05-01/2024-05-09") is F
    # At both ends there is none, in the middle there is one.
    assert form(text, rows, stop="2024-05") is U
    assert form(text, rows, stop="2024") is U
    assert form("count: {at_most: 0}, within: 3 days, until: stop", rows, stop="2024-05") is U
    # At both ends there is one, in the middle there is none.
    rows = [row("2024-05-01", ok=True), row("2024-05-30", ok=True)]
    assert form(text, rows, stop="2024-05-01/2024-05-31") is U
    # The latest changes in the middle.
    rows = [row("2024-05-01", ok=True), row("2024-05-10", ok=False), row("2024-05-20", ok=True)]
    text = "latest: {ok: yes}, within: 1 year, until: stop"
    assert form(text, rows, stop="2024-05") is U
    assert form(text, rows, stop="2024-05-20/2024-06") is T
    assert form(text, rows, stop="2024-05-10/2024-05-19") is F
    assert form(text, rows, stop="2024-04-30/2024-05-05") is U


def test_a_form_until_what_is_not_over_yet():
    recent, old = [row("2024-07-10", ok=True)], [row("2024-01-01", ok=True)]
    text = "any: {ok: yes}, within: 1 month, until: stop"
    assert form(text, recent, stop="ongoing") is U
    assert form(text, old, stop="ongoing") is F
    assert form("count: {at_most: 1}, within: 1 month, until: stop", recent, stop="ongoing") is T
    assert form("count: {at_most: 0}, within: 1 month, until: stop", recent, stop="ongoing") is U
    assert form("count: {at_most: 0}, within: 1 month, until: stop", old, stop="ongoing") is T
    text = "every: {ok: yes}, within: 1 month, until: stop"
    assert form(text, recent, stop="ongoing") is U
    assert form(text, old, stop="ongoing") is U
    assert form("latest: {ok: yes}, within: 99 years, until: stop", recent, stop="ongoing") is U


def test_a_count_with_two_operators_is_judged_as_a_whole_for_each_day_of_until():
    exactly_one = "count: {at_least: 1, at_most: 1}, within: 10 days, until: stop"
    rows = [row("2024-05-10"), row("2024-05-10")]
    # No visit on the first day, two on the second: on none of them there is one.
    assert form(exactly_one, rows, stop="2024-05-09/2024-05-10") is F
    assert form(exactly_one, rows[:1], stop="2024-05-09/2024-05-10") is U
    assert form(exactly_one, rows[:1], stop="2024-05-10/2024-05-20") is T
    rows = [row("2024-05-10"), row("2024-05-20")]
    assert form("count: {at_most: 1, at_least: 1}, within: 5 days, until: stop",
                rows, stop="2024-05-16/2024-05-19") is F  # fmt: skip
    questions = {"s": "type: series, fields: {}", "stop": "type: date"}
    rules = protocol(
        questions, exclusion={"E1": f"{{s: {{{exactly_one.replace('most: 1', 'most: 2')}}}}}"}
    )
    answers = {"s": [row("2024-05-10")] * 3, "stop": "2024-05-08/2024-05-12"}
    result = decide(rules, answers, on=ON)
    assert statuses(result) == {"E1": "pass"}
    assert because(result, "E1") == ("s", "stop")


def test_beside_where_each_operator_of_a_count_is_judged_by_itself_on_each_day():
    text = "count: {at_least: 1, at_most: 1}, within: 10 days, until: stop, where: {ok: yes}"
    rows = [row("2024-05-10", ok=True)] * 2
    assert form(text, rows, stop="2024-05-09/2024-05-10") is F
    assert form(text, [*rows, row("2024-05-10")], stop="2024-05-09/2024-05-10") is F
    assert form(text, [rows[0], row("2024-05-10")], stop="2024-05-10/2024-05-11") is U
    never = text.replace("at_least: 1", "at_least: 2")
    assert form(never, [row("2024-05-10")] * 2, stop="2024-05-10/2024-05-11") is U
    assert form(never, rows, stop="2024-05-10/2024-05-11") is F


def test_where_leaves_out_entries():
    rows = [row("2024-01-01", ok=True, n=1), row("2024-02-01", ok=False, n=2)]
    assert form("latest: {n: 1}, where: {ok: yes}", rows) is T
    assert form("every: {n: {at_most: 1}}, where: {ok: yes}", rows) is T
    assert form("any: {n: 2}, where: {ok: yes}", rows) is F
    assert form("count: {at_most: 1}, where: {ok: yes}", rows) is T


@pytest.mark.parametrize(
    ("text", "rows", "expected"),
    [
        # (ok, n), where ok
        ("any: {n: 1}", [(T, 1), (U, 0)], T),
        ("any: {n: 1}", [(T, 0), (U, 1)], U),
        ("any: {n: 1}", [(T, 0), (U, 0)], F),
        ("any: {n: 1}", [(U, 0)], F),
        ("any: {n: 1}", [(U, 1)], U),
        ("any: {n: 1}", [(U, None)], U),
        ("any: {n: 1}", [(T, None), (U, 1)], U),
        ("every: {n: 1}", [(T, 1), (U, 1)], T),
        ("every: {n: 1}", [(U, 1)], U),
        ("every: {n: 1}", [(T, 1), (U, 0)], U),
        ("every: {n: 1}", [(T, 0), (U, 1)], F),
        ("every: {n: 1}", [(U, 0)], U),
        ("latest: {n: 1}", [(T, 1), (U, 1)], T),
        ("latest: {n: 1}", [(T, 1), (U, 0)], U),
        ("latest: {n: 1}", [(T, 0), (U, 0)], F),
        ("latest: {n: 1}", [(T, 0), (U, 1), (U, 0)], U),
        ("latest: {n: 1}", [(T, 1), (U, 1), (U, 1)], T),
        ("latest: {n: 1}", [(U, 1)], U),
        ("latest: {n: 1}", [(U, 0), (T, 1)], T),
        ("count: {at_least: 1}", [(T, 0), (U, 0)], T),
        ("count: {at_least: 2}", [(T, 0), (U, 0)], U),
        ("count: {at_least: 3}", [(T, 0), (U, 0)], F),
        ("count: {at_most: 1}", [(T, 0), (U, 0)], U),
        ("count: {at_most: 2}", [(T, 0), (U, 0)], T),
        ("count: {at_most: 0}", [(T, 0), (U, 0)], F),
        # Never both, but each operator is judged by itself.
        ("count: {at_least: 2, at_most: 1}", [(U, 0), (U, 0)], U),
        ("count: {at_least: 2, at_most: 0}", [(T, 0), (U, 0)], F),
        ("count: {at_least: 1, at_most: 2}", [(T, 0), (U, 0)], T),
    ],
)
def test_where_that_is_unknown_is_decided_with_every_choice(text, rows, expected):
    given = []
    for place, (ok, n) in enumerate(rows):
        fields = {"ok": ok, "n": n}
        given.append(
            row(f"2024-01-0{place + 1}", **{k: v for k, v in fields.items() if v is not U})
        )
    assert form(f"{text}, where: {{ok: yes}}", given) is expected


def test_inside_an_entry_names_are_fields_and_other_questions_are_reached_by_question():
    rows = [row("2024-01-01", n=5)]
    rule = "latest: {n: {at_least: {question: limit}}}"
    assert form(rule, rows, limit=5) is T
    assert form(rule, rows, limit=6) is F
    assert form(rule, rows) is U
    assert form("latest: {n: {at_least: {question: limit, times: 2}}}", rows, limit=2.5) is T
    dates = "latest: {t: {before: {question: stop}}}"
    assert form(dates, [row("2024-01-01", t="2023-05")], stop="2023-06-01") is T
    assert form("latest: {t: {before: {question: date}}}", [row("2024-01-01", t="2023")]) is T
    assert form("latest: {date: {before: {question: t}}}", [row("2024-01-01", t="2023")]) is F
    assert form("latest: {date: {after: {question: stop}}}", rows, stop="2023") is T
    assert form("latest: {date: {ago: {at_most: 1 year}}}", rows) is T
    assert form("latest: {date: {ago: {at_least: 1 month, until: t}}}",
                [row("2024-01-01", t="2024-02-01")]) is T  # fmt: skip
    assert form("latest: {t: {ago: {at_least: 1 month, until: date}}}",
                [row("2024-03-01", t="2024-02")]) is U  # fmt: skip
    assert form("latest: {date: {ago: {at_least: 1 month, until: stop}}}", rows, stop="2024") is U


def test_a_field_hides_a_question_of_its_name():
    questions = {
        "s": "type: series, fields: {a: {type: decimal, ask: A}, b: {type: decimal, ask: B}}",
        "b": "type: decimal",
    }
    rule = "{s: {latest: {a: {at_least: {question: b}}}}}"
    rows = [{"date": "2024-01-01", "a": 5, "b": 9}]
    assert truth(questions, rule, {"s": rows, "b": 1}) is F
    assert truth(questions, rule, {"s": [{"date": "2024-01-01", "a": 5}], "b": 1}) is U


def test_the_conditions_of_an_entry_follow_kleene():
    rows = [row("2024-01-01", ok=True)]
    assert form("latest: {any: [{ok: yes}, {n: 1}]}", rows) is T
    assert form("latest: {all: [{ok: yes}, {n: 1}]}", rows) is U
    assert form("latest: {none: [{ok: no}, {n: 1}]}", rows) is U
    assert form("latest: {at_least: 1, of: [{ok: yes}, {n: 1}]}", rows) is T
    assert form("latest: {ok: yes, k: [x, y]}", [row("2024-01-01", ok=True, k="y")]) is T
    assert form("latest: {m: {all_of: [x], none_of: [z]}}", [row("2024-01-01", m=["x"])]) is T
    assert form("latest: {v: 5.55}", [row("2024-01-01", v="100 mg/dL")]) is T
    assert form("latest: {v: {below: 5.55}}", [row("2024-01-01", v="<100 mg/dL")]) is T
    assert form("latest: {t: {on_or_after: reference}}", [row("2024-01-01", t="ongoing")]) is T


@pytest.mark.parametrize(
    "text",
    [
        "latest: {nobody: yes}",
        "latest: {limit: 1}",
        "latest: {definition: x}",
        "latest: {criterion: I1}",
        "latest: {}",
        "latest: {ok: yes}, any: {ok: yes}",
        "latest: {ok: yes}, until: stop",
        "latest: {ok: yes}, for: 1 day",
        "latest: {ok: yes}, within: 1 day, until: limit",
        "latest: {ok: yes}, within: 1 day, until: t",
        "unchanged: [ok]",
        "unchanged: [], for: 1 day",
        "unchanged: [t], for: 1 day",
        "unchanged: [date], for: 1 day",
        "unchanged: [nobody], for: 1 day",
        "unchanged: ok, for: 1 day",
        "count: {}",
        "count: 3",
        "count: {above: 1}",
        "count: {at_least: -1}",
        "count: {at_least: 1.5}",
        "within: 1 day",
        "where: {ok: yes}",
        "latest: {n: {at_least: {question: n}}}",
        "latest: {t: {before: {question: t}}}",
        "latest: {date: {before: {question: date}}}",
        "latest: {t: {ago: {at_least: 1 day, until: t}}}",
        "latest: {s: {any: {ok: yes}}}",
    ],
)
def test_a_form_that_does_not_fit_is_an_error(text):
    assert faults(written(VISITS, inclusion={"I1": f"{{s: {{{text}}}}}"}))


def test_a_question_that_is_no_series_has_no_forms():
    assert faults(written(VISITS, inclusion={"I1": "{limit: {latest: {ok: yes}}}"}))
    assert faults(written(VISITS, inclusion={"I1": "{s: yes}"}))


# unchanged


def unchanged(rows, fields="n", lasting="1 month", more="", on=ON):
    return form(f"unchanged: [{fields}], for: {lasting}{more}", rows, on=on)


def test_unchanged_looks_back_to_the_latest_entry_that_is_old_enough():
    old, base, last = "2023-12-01", "2024-01-31", "2024-02-29"
    assert unchanged([row(base, n=1), row(last, n=1)]) is T
    assert unchanged([row(base, n=1), row(last, n=2)]) is F
    assert unchanged([row(old, n=2), row(base, n=1), row(last, n=1)]) is T
    assert unchanged([row(base, n=1), row("2024-02-10", n=2), row(last, n=1)]) is F
    # One day short of the duration there is no B.
    assert unchanged([row(base, n=1), row("2024-02-28", n=1)]) is U
    assert unchanged([row(base, n=1), row("2024-02-28", n=2)]) is F
    assert unchanged([row(base, n=1)]) is U
    assert unchanged([row(base)]) is U


def test_unchanged_needs_each_listed_field_in_each_entry():
    base, middle, last = "2024-01-31", "2024-02-10", "2024-02-29"
    assert unchanged([row(base, n=1), row(middle), row(last, n=1)]) is U
    assert unchanged([row(base, n=1), row(middle), row(last, n=2)]) is F
    assert unchanged([row("2024-01-01"), row(base, n=1), row(last, n=1)]) is T
    assert unchanged([row(base, n=1, ok=True), row(last, n=1)], "n, ok") is U
    assert unchanged([row(base, n=1, ok=True), row(last, n=2)], "n, ok") is F
    assert unchanged([row(base), row(last)]) is U


def test_unchanged_takes_every_entry_of_the_day_of_b():
    base, last = "2024-01-31", "2024-02-29"
    assert unchanged([row(base, n=2), row(base, n=1), row(last, n=1)]) is F
    assert unchanged([row(base, n=1), row(base, n=2), row(last, n=1)]) is F
    assert unchanged([row(base, n=1), row(last, n=2), row(last, n=1)]) is F
    assert unchanged([row(base, n=1), row(base), row(last, n=1)]) is U


def test_unchanged_for_no_time_at_all_looks_at_the_last_day():
    last = "2024-02-29"
    assert unchanged([row("2024-01-01", n=1), row(last, n=2)], lasting="0 days") is T
    assert unchanged([row(last, n=1), row(last, n=2)], lasting="0 days") is F


def test_unchanged_compares_canonical_values():
    def pair(field, one, other):
        rows = [row("2024-01-01", **{field: one}), row("2024-06-01", **{field: other})]
        return unchanged(rows, field)

    assert pair("v", "100 mg/dL", 5.55) is T
    assert pair("v", "100 mg/dL", "5.55 mmol/L") is T
    assert pair("n", 5, 5.0) is T
    assert pair("m", ["x", "y"], ["y", "x"]) is T
    assert pair("m", ["x", "y"], ["x"]) is F
    assert pair("m", [], []) is T
    assert pair("k", "x", "x") is T
    assert pair("k", "x", "y") is F
    assert pair("ok", False, False) is T
    assert pair("n", 0, 0) is T


def test_unchanged_is_unknown_of_ranges_that_may_differ_and_false_of_those_that_must():
    def pair(one, other):
        return unchanged([row("2024-01-01", n=one), row("2024-06-01", n=other)])

    assert pair("<5", "<5") is U
    assert pair("<5", 4) is U
    assert pair(4, "<5") is U
    assert pair("<5", 5) is F
    assert pair("<5", 6) is F
    assert pair("<5", ">5") is F
    assert pair("<5", ">4") is U
    assert pair(">5", 5) is F
    rows = [row("2024-01-01", n="<5"), row("2024-03-01", n=4), row("2024-06-01", n=3)]
    assert unchanged(rows, lasting="5 months") is F


def test_in_unchanged_a_field_that_does_not_apply_is_missing():
    rows = [row("2024-01-01", ok=True, g=True), row("2024-06-01", ok=True, g=True)]
    assert unchanged(rows, "g") is T
    rows[1]["ok"] = False
    assert unchanged(rows, "g") is U
    rows[1]["g"] = False
    assert unchanged(rows, "g") is U
    del rows[1]["ok"]
    assert unchanged(rows, "g") is U


def test_unchanged_within_and_where():
    rows = [row("2024-01-01", n=1), row("2024-05-01", n=2), row("2024-07-01", n=2)]
    assert unchanged(rows, lasting="6 months") is F
    assert unchanged(rows, lasting="6 months", more=", within: 3 months") is U
    assert unchanged(rows, lasting="2 months", more=", within: 3 months") is T
    # The entry that would differ may be left out; then the same stay.
    rows = [
        row("2024-01-01", n=1, ok=True),
        row("2024-05-01", n=2),
        row("2024-07-01", n=1, ok=True),
    ]
    assert unchanged(rows, lasting="6 months", more=", where: {ok: yes}") is U
    rows[1]["n"] = 1
    assert unchanged(rows, lasting="6 months", more=", where: {ok: yes}") is T
    # An entry that may be left out may be B, or the latest.
    rows = [
        row("2024-01-01", n=1, ok=True),
        row("2024-05-01", n=2),
        row("2024-07-01", n=2, ok=True),
    ]
    assert unchanged(rows, lasting="2 months", more=", where: {ok: yes}") is U
    assert unchanged([*rows[:1], row("2024-07-01", n=1)], more=", where: {ok: yes}") is U


# A plain reading of sections 3 and 4, for every day and every choice.


def _add_months(day, months):
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    for last in (31, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


def _plus(day, duration):
    count, unit = duration.split()
    if unit.startswith("month"):
        return _add_months(day, int(count))
    return day + timedelta(days=int(count))


def _test_n(entry):
    return None if "n" not in entry else entry["n"] == 1


def _judge(kind, chosen, test, lasting):
    """Judge a form on exactly these entries, in order."""
    match kind:
        case "latest":
            return test(chosen[-1]) if chosen else U
        case "any":
            truths = [test(one) for one in chosen]
            return T if T in truths else U if U in truths else F
        case "every":
            truths = [test(one) for one in chosen]
            return F if F in truths else U if U in truths or not chosen else T
        case "unchanged":
            return _judge_unchanged(chosen, lasting)
    return all(
        len(chosen) >= n if operator == "at_least" else len(chosen) <= n for operator, n in kind
    )


def _judge_unchanged(chosen, lasting):
    if not chosen:
        return U
    latest = chosen[-1]
    bases = [one for one in chosen if _plus(one["date"], lasting) <= latest["date"]]
    looked_at = [one for one in chosen if not bases or one["date"] >= bases[-1]["date"]]
    values = [one["n"] for one in looked_at if "n" in one]
    if len(set(values)) > 1:
        return F
    return T if bases and len(values) == len(looked_at) else U


def _reading(kind, rows, *, within, days, lasting, where):
    rows = sorted(rows, key=lambda one: one["date"])
    found = set()
    for day in days:
        inside = [
            one
            for one in rows
            if within is None or (_plus(one["date"], within) >= day and one["date"] <= day)
        ]
        choices = []
        for one in inside:
            kept = T if not where else one.get("ok")
            choices.append((T, F) if kept is U else (kept,))
        chosen = [
            [one for one, kept in zip(inside, choice, strict=True) if kept]
            for choice in product(*choices)
        ]
        # The operators of a count by themselves, whatever else is chosen.
        parts = [(one,) for one in kind] if isinstance(kind, tuple) else [kind]
        each = [_agreed({_judge(one, some, _test_n, lasting) for some in chosen}) for one in parts]
        found.add(F if F in each else U if U in each else T)
    return _agreed(found)


def _agreed(found):
    return next(iter(found)) if len(found) == 1 else U


_TEXTS = {
    "latest": "latest: {n: 1}",
    "any": "any: {n: 1}",
    "every": "every: {n: 1}",
    "unchanged": "unchanged: [n], for: {lasting}",
}


_COUNTS = [
    *(((operator, n),) for operator, n in product(("at_least", "at_most"), range(4))),
    *((("at_least", n), ("at_most", most)) for n, most in product(range(4), range(4))),
]


def _count_text(kind):
    return f"count: {{{', '.join(f'{operator}: {n}' for operator, n in kind)}}}"


def _random_case(chance):
    rows = []
    for _ in range(chance.randint(0, 6)):
        one = {"date": ON - timedelta(days=chance.choice([0, 1, 5, 14, 15, 28, 30, 31, 45, 60]))}
        if chance.random() < 0.8:
            one["n"] = chance.choice([1, 1, 2])
        if chance.random() < 0.6:
            one["ok"] = chance.random() < 0.7
        rows.append(one)
    kind = chance.choice([*_TEXTS, *_COUNTS])
    durations = ("2 weeks", "1 month", "0 days", "45 days")
    lasting, within = chance.choice(durations[1:]), chance.choice((None, *durations))
    return rows, kind, lasting, within, chance.random() < 0.6


def _days(duration):
    return "14 days" if duration == "2 weeks" else duration


@pytest.mark.parametrize("seed", range(30))
def test_every_form_agrees_with_the_plain_reading(seed):
    chance = random.Random(seed)
    for _ in range(60):
        rows, kind, lasting, within, where = _random_case(chance)
        text = _count_text(kind) if isinstance(kind, tuple) else _TEXTS[kind]
        text = text.replace("{lasting}", lasting)
        days, answers = [ON], {}
        if within:
            text += f", within: {within}"
            if chance.random() < 0.6:
                text += ", until: stop"
                first = ON - timedelta(days=chance.randint(0, 70))
                last = first + timedelta(days=chance.choice([0, 1, 7, 30, 60]))
                days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
                answers["stop"] = f"{first}/{last}"
        if where:
            text += ", where: {ok: yes}"
        expected = _reading(
            kind,
            rows,
            within=within and _days(within),
            days=days,
            lasting=_days(lasting),
            where=where,
        )
        given = [{**one, "date": one["date"].isoformat()} for one in rows]
        assert form(text, given, **answers) is expected, (text, given, answers)


FORMS = (
    "latest: {n: 1}",
    "unchanged: [n], for: 1 month",
    "every: {n: 1}",
    "count: {at_most: 9999}",
    "count: {at_least: 0, at_most: 9999}",
)


@pytest.mark.parametrize("text", FORMS)
def test_a_series_of_thousands_of_entries_is_decided(text):
    start = ON - timedelta(days=2999)
    rows = [row((start + timedelta(days=n)).isoformat(), n=1) for n in range(3000)]
    assert form(text, rows) is T
    sure = T if text.startswith("count") else U
    assert form(f"{text}, where: {{ok: yes}}", rows) is sure
    for within in ("1 year", "300 years"):
        windowed = f"{text}, where: {{ok: yes}}, within: {within}, until: stop"
        assert form(windowed, rows, stop="1850/2200") is sure
        assert form(f"{text}, within: {within}, until: stop", rows, stop=f"{ON}") is T
    rows[0]["ok"] = rows[-1]["ok"] = True
    assert form(f"{text}, where: {{ok: yes}}", rows) is T
    assert form(f"{text}, where: {{ok: yes}}, within: 99 years, until: stop",
                rows, stop=f"{ON}/2030") is T  # fmt: skip


def test_thousands_of_limits_are_compared():
    rows = [row((ON - timedelta(days=n)).isoformat(), n="<5") for n in range(3000)]
    assert unchanged(rows) is U
    rows[1]["n"] = 5
    assert unchanged(rows) is F
    rows[1]["n"] = ">4"
    assert unchanged(rows) is U
