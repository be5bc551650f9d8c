"""Section 3: a series in time: `within` and `until`, `unchanged`, and thousands of entries."""

from datetime import date, timedelta

import pytest

from screener import decide
from tests.contract.rules import ON, because, protocol, statuses
from tests.contract.series import form, row

T, F, U = True, False, None


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
