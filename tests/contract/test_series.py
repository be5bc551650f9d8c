"""Section 3: the forms of a series, and a plain reading of the contract beside them."""

import random
from datetime import date, timedelta
from itertools import product

import pytest

from tests.contract.rules import ON, faults, truth, written
from tests.contract.series import VISITS, form, row

T, F, U = True, False, None


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
