"""Sections 3 and 4: conditions in three values, and what `when` does to a question."""

from itertools import product

import pytest

import screener
from tests.contract.rules import ON as DAY
from tests.contract.rules import (
    because,
    faults,
    protocol,
    statuses,
    truth,
    written,
)

T, F, U = True, False, None
VALUES = (T, F, U)
THREE = {"a": "type: boolean", "b": "type: boolean", "c": "type: boolean"}
MEMBERS = "[{a: yes}, {b: yes}, {c: yes}]"


def given(**values):
    """Leave out what is unknown."""
    return {id: value for id, value in values.items() if value is not None}


def conjunction(*values):
    if F in values:
        return F
    return U if U in values else T


def disjunction(*values):
    if T in values:
        return T
    return U if U in values else F


def negation(value):
    return None if value is None else not value


def threshold(n, *values):
    if values.count(T) >= n:
        return T
    return F if values.count(T) + values.count(U) < n else U


def test_all_any_none_and_at_least_follow_kleene():
    for a, b, c in product(VALUES, repeat=3):
        answers = given(a=a, b=b, c=c)
        assert truth(THREE, f"{{all: {MEMBERS}}}", answers) is conjunction(a, b, c)
        assert truth(THREE, f"{{any: {MEMBERS}}}", answers) is disjunction(a, b, c)
        assert truth(THREE, f"{{none: {MEMBERS}}}", answers) is negation(disjunction(a, b, c))
        for n in (1, 2, 3):
            rule = f"{{at_least: {n}, of: {MEMBERS}}}"
            assert truth(THREE, rule, answers) is threshold(n, a, b, c)
            assert truth(THREE, f"{{not: {rule}}}", answers) is negation(threshold(n, a, b, c))
    for a in VALUES:
        assert truth(THREE, "{not: {a: yes}}", given(a=a)) is negation(a)
        assert truth(THREE, "{not: {not: {a: yes}}}", given(a=a)) is a
        assert truth(THREE, "{all: [{a: yes}]}", given(a=a)) is a
        assert truth(THREE, "{none: [{a: yes}]}", given(a=a)) is negation(a)


def test_at_least_counts_members_that_are_alike_as_often_as_they_stand():
    rule = "{at_least: 2, of: [{a: yes}, {a: yes}, {b: yes}]}"
    assert truth(THREE, rule, {"a": True}) is T
    assert truth(THREE, rule, {"a": False}) is F
    assert truth(THREE, rule, {"b": True}) is U


@pytest.mark.parametrize(
    "rule",
    [
        "{all: []}",
        "{any: []}",
        "{none: []}",
        "{not: []}",
        "{not: [{a: yes}]}",
        "{all: {a: yes}}",
        "{at_least: 0, of: [{a: yes}]}",
        "{at_least: 2, of: [{a: yes}]}",
        "{at_least: -1, of: [{a: yes}]}",
        "{at_least: 1.5, of: [{a: yes}, {b: yes}]}",
        "{at_least: 1}",
        "{of: [{a: yes}]}",
        "{all: [{a: yes}], any: [{b: yes}]}",
        "{all: [{a: yes}], b: yes}",
        "{not: {a: yes}, b: yes}",
        "{criterion: I1}",
        "{criterion: nobody}",
        "{definition: nothing}",
        "{criterion: [I1]}",
        "{}",
        "[]",
        "yes",
        "~",
        "{nobody: yes}",
        "{not: yes}",
    ],
)
def test_a_condition_of_another_shape_is_an_error(rule):
    assert faults(written(THREE, inclusion={"I1": rule}))


def test_a_definition_is_its_condition_wherever_it_is_used():
    more = "definitions:\n  low: {any: [{a: yes}, {definition: other}]}\n  other: {b: yes}\n"
    for a, b in product(VALUES, repeat=2):
        answers = given(a=a, b=b)
        assert truth(THREE, "{definition: low}", answers, more=more) is disjunction(a, b)
        assert truth(THREE, "{not: {definition: low}}", answers, more=more) is negation(
            disjunction(a, b)
        )


def test_a_criterion_stands_for_its_rule_and_not_for_its_status():
    rules = protocol(
        THREE,
        inclusion={"I1": "{criterion: E1}", "I2": "{not: {criterion: I1}}"},
        exclusion={"E1": "{a: yes}", "E2": "{criterion: I2}"},
    )
    for value, expected in (
        (T, {"I1": "pass", "I2": "fail", "E1": "fail", "E2": "pass"}),
        (F, {"I1": "fail", "I2": "pass", "E1": "pass", "E2": "fail"}),
        (U, {"I1": "open", "I2": "open", "E1": "open", "E2": "open"}),
    ):
        result = screener.decide(rules, given(a=value), on=DAY)
        assert statuses(result) == expected
        assert list(result.criteria) == ["I1", "I2", "E1", "E2"]


@pytest.mark.parametrize(
    "more",
    [
        "definitions: {x: {definition: x}}",
        "definitions: {x: {definition: y}, y: {not: {definition: x}}}",
        "definitions: {x: {all: [{a: yes}, {criterion: I1}]}}",
    ],
)
def test_what_leads_back_to_itself_is_an_error(more):
    assert faults(written(THREE, inclusion={"I1": "{definition: x}"}, more=more))


def test_derivations_and_whens_that_lead_back_to_themselves_are_errors():
    loops = [
        {"q": "type: integer, derive: {sum: [q, 1]}"},
        {
            "q": "type: integer, derive: {sum: [r, 1]}",
            "r": "type: integer, derive: {sum: [q, 1]}",
        },
        {"q": "type: integer, when: {q: {at_least: 1}}"},
        {"q": "type: integer, when: {r: 1}", "r": "type: integer, when: {q: 1}"},
        {"q": "type: integer, when: {criterion: I1}"},
        {"q": "type: integer, derive: {sum: [r, 1]}", "r": "type: integer, when: {q: 1}"},
        {
            "q": "type: integer, derive: {case: [{when: {criterion: I1}, value: 1}]}",
        },
    ]
    for questions in loops:
        assert faults(written(questions, inclusion={"I1": "{q: 1}"}))


def test_a_decision_follows_the_table():
    rules = protocol(
        THREE, inclusion={"I1": "{a: yes}", "I2": "{b: yes}"}, exclusion={"E1": "{c: yes}"}
    )
    inclusion = {T: "pass", F: "fail", U: "open"}
    exclusion = {T: "fail", F: "pass", U: "open"}
    for a, b, c in product(VALUES, repeat=3):
        result = screener.decide(rules, given(a=a, b=b, c=c), on=DAY)
        expected = {"I1": inclusion[a], "I2": inclusion[b], "E1": exclusion[c]}
        assert statuses(result) == expected
        if "fail" in expected.values():
            assert result.decision == "ineligible"
        elif "open" in expected.values():
            assert result.decision == "undetermined"
        else:
            assert result.decision == "eligible"
        assert [str(one.kind.value) for one in result.criteria.values()] == [
            "inclusion",
            "inclusion",
            "exclusion",
        ]


def test_an_exclusion_is_the_dual_of_the_inclusion_of_its_negation():
    rule = "{at_least: 2, of: [{a: yes}, {not: {b: yes}}, {c: no}]}"
    rules = protocol(THREE, inclusion={"I1": f"{{not: {rule}}}"}, exclusion={"E1": rule})
    for a, b, c in product(VALUES, repeat=3):
        result = screener.decide(rules, given(a=a, b=b, c=c), on=DAY)
        assert result.criteria["I1"].status == result.criteria["E1"].status
        assert because(result, "I1") == because(result, "E1")


# `when`: in each place where a question may stand.

GATED = {"w": "type: boolean", "q": "type: boolean, when: {w: yes}"}


def test_a_question_with_when_adds_it_to_every_test():
    for w, q in product(VALUES, repeat=2):
        answers = given(w=w, q=q)
        assert truth(GATED, "{q: yes}", answers) is conjunction(w, q)
        assert truth(GATED, "{q: no}", answers) is conjunction(w, negation(q))
        assert truth(GATED, "{not: {q: yes}}", answers) is negation(conjunction(w, q))


@pytest.mark.parametrize(
    ("keys", "rule", "answer"),
    [
        ("type: choice, options: {x: X, y: Y}", "{q: {not: x}}", "y"),
        ("type: choices, options: {x: X, y: Y}", "{q: {none_of: [x]}}", []),
        ("type: decimal", "{q: {at_most: 5}}", "<1"),
        ("type: decimal", "{q: 5}", 5),
        ("type: date", "{q: {before: reference}}", "2020"),
        ("type: date", "{q: {ago: {at_least: 1 month}}}", "2020"),
    ],
)
def test_what_does_not_apply_makes_every_test_false(keys, rule, answer):
    questions = {"w": "type: boolean", "q": f"{keys}, when: {{w: yes}}"}
    assert truth(questions, rule, {"w": True, "q": answer}) is T
    assert truth(questions, rule, {"w": False, "q": answer}) is F
    assert truth(questions, rule, {"w": False}) is F
    assert truth(questions, rule, {"q": answer}) is U
    assert truth(questions, f"{{not: {rule}}}", {"w": False}) is T


@pytest.mark.parametrize(
    "rule",
    [
        "{s: {latest: {f: yes}}}",
        "{s: {any: {f: yes}}}",
        "{s: {every: {f: yes}}}",
        "{s: {count: {at_most: 5}}}",
        "{s: {unchanged: [f], for: 1 day}}",
    ],
)
def test_a_series_that_does_not_apply_makes_every_form_false(rule):
    questions = {
        "w": "type: boolean",
        "s": "type: series, when: {w: yes}, fields: {f: {type: boolean, ask: F}}",
    }
    rows = [{"date": "2024-01-01", "f": True}, {"date": "2024-01-05", "f": True}]
    assert truth(questions, rule, {"w": True, "s": rows}) is T
    assert truth(questions, rule, {"w": False, "s": rows}) is F
    assert truth(questions, rule, {"w": False}) is F
    assert truth(questions, rule, {"s": rows}) is U


def test_a_chain_of_whens_ends_with_its_first_that_does_not_hold():
    chain = {
        "a": "type: boolean",
        "b": "type: boolean, when: {a: yes}",
        "c": "type: boolean, when: {b: yes}",
    }
    for a, b, c in product(VALUES, repeat=3):
        assert truth(chain, "{c: yes}", given(a=a, b=b, c=c)) is conjunction(a, b, c)


def test_a_when_on_a_negative_test_of_what_does_not_apply_is_false():
    chain = {
        "a": "type: boolean",
        "b": "type: boolean, when: {a: yes}",
        "c": "type: boolean, when: {b: no}",
    }
    assert truth(chain, "{c: yes}", {"a": False, "b": False, "c": True}) is F
    assert truth(chain, "{c: yes}", {"a": True, "b": False, "c": True}) is T


def test_a_bound_that_does_not_apply_has_no_value():
    questions = {
        "w": "type: boolean",
        "q": "type: decimal",
        "b": "type: decimal, when: {w: yes}",
    }
    for w, expected in ((T, T), (F, U), (U, U)):
        rule = "{q: {at_least: {question: b}}}"
        assert truth(questions, rule, given(w=w, q=5, b=5)) is expected
        assert truth(questions, f"{{not: {rule}}}", given(w=w, q=5, b=5)) is negation(expected)


def test_an_end_date_that_does_not_apply_has_no_value():
    questions = {
        "w": "type: boolean",
        "q": "type: date",
        "b": "type: date, when: {w: yes}",
        "n": "type: integer, derive: {days: {from: q, until: b}}",
        "s": "type: series, fields: {f: {type: boolean, ask: F}}",
    }
    answers = {"q": "2024-01-01", "b": "2024-02-01", "s": []}
    for rule in (
        "{q: {before: {question: b}}}",
        "{q: {ago: {at_least: 1 week, until: b}}}",
        "{n: 31}",
        "{s: {count: {at_most: 3}, within: 1 week, until: b}}",
        "{not: {s: {any: {f: yes}, within: 1 week, until: b}}}",
    ):
        assert truth(questions, rule, {**answers, "w": True}) is T
        assert truth(questions, rule, {**answers, "w": False}) is U
        assert truth(questions, rule, answers) is U


def test_an_input_that_does_not_apply_gives_no_derived_value():
    questions = {
        "w": "type: boolean",
        "x": "type: decimal, when: {w: yes}",
        "y": "type: decimal, derive: {sum: [x, 1]}",
        "z": "type: decimal, derive: {case: [{when: {x: {above: 0}}, value: 1}, {value: 2}]}",
        "u": "type: decimal, derive: {case: [{value: x}]}",
    }
    assert truth(questions, "{y: 2}", {"w": True, "x": 1}) is T
    assert truth(questions, "{y: 2}", {"w": False, "x": 1}) is U
    assert truth(questions, "{y: 2}", {"x": 1}) is U
    # A test in a case is a test: false where the question does not apply.
    assert truth(questions, "{z: 2}", {"w": False, "x": 1}) is T
    assert truth(questions, "{z: 1}", {"w": True, "x": 1}) is T
    assert truth(questions, "{z: 2}", {"x": 1}) is U
    assert truth(questions, "{z: 2}", {"x": -1}) is T
    assert truth(questions, "{u: 1}", {"w": True, "x": 1}) is T
    assert truth(questions, "{u: 1}", {"w": False, "x": 1}) is U


def test_an_item_of_a_score_that_does_not_apply_gives_no_points():
    questions = {
        "w": "type: boolean",
        "x": "type: boolean, when: {w: yes}",
        "y": "type: boolean",
        "s": "type: integer, derive: {score: {x: 2, y: 1}}",
    }
    assert truth(questions, "{s: 3}", {"w": True, "x": True, "y": True}) is T
    assert truth(questions, "{s: 1}", {"w": False, "x": True, "y": True}) is T
    assert truth(questions, "{s: 1}", {"w": False, "y": True}) is T
    assert truth(questions, "{s: 0}", {"w": False, "y": False}) is T
    assert truth(questions, "{s: 1}", {"x": False, "y": True}) is U
    assert truth(questions, "{s: 1}", {"y": True, "w": True}) is U


def test_a_derived_question_may_have_a_when_too():
    questions = {
        "w": "type: boolean",
        "x": "type: decimal",
        "y": "type: decimal, when: {w: yes}, derive: {sum: [x, 1]}",
        "z": "type: decimal, derive: {sum: [y, 1]}",
    }
    for w, y, z in ((T, T, T), (F, F, U), (U, U, U)):
        assert truth(questions, "{y: 2}", given(w=w, x=1)) is y
        assert truth(questions, "{z: 3}", given(w=w, x=1)) is z
    assert truth(questions, "{y: 2}", {"w": False}) is F
    assert truth(questions, "{y: 2}", {"x": 5}) is F


def test_a_field_with_when_works_as_a_question_does():
    questions = {
        "uln": "type: decimal",
        "s": (
            "type: series, fields: {w: {type: boolean, ask: W}, "
            "q: {type: decimal, ask: F, when: {w: yes}}, r: {type: decimal, ask: R}}"
        ),
    }

    def latest(test, **fields):
        rows = [{"date": "2024-07-01", **fields}]
        return truth(questions, f"{{s: {{latest: {test}}}}}", {"s": rows})

    assert latest("{q: 1}", w=True, q=1) is T
    assert latest("{q: 1}", w=False, q=1) is F
    assert latest("{q: 1}", w=False) is F
    assert latest("{q: 1}", q=1) is U
    assert latest("{q: 2}", q=1) is F
    assert latest("{not: {q: 1}}", w=False) is T
    assert latest("{r: {at_least: {question: q}}}", w=True, q=1, r=1) is T
    assert latest("{r: {at_least: {question: q}}}", w=False, q=1, r=1) is U
    assert latest("{r: {at_least: {question: q}}}", q=1, r=1) is U


def test_an_answer_to_what_does_not_apply_has_no_effect():
    rules = protocol(
        {**GATED, "d": "type: integer, derive: {score: {q: 1}}"},
        inclusion={"I1": "{not: {q: yes}}", "I2": "{d: 0}"},
    )
    without = screener.decide(rules, {"w": False}, on=DAY)
    for value in (True, False, {"missing": "pending"}):
        result = screener.decide(rules, {"w": False, "q": value}, on=DAY)
        assert result.decision == without.decision == "eligible"
        assert because(result, "I1") == because(without, "I1") == ("w",)
        assert because(result, "I2") == because(without, "I2") == ("w",)


def test_a_criterion_may_gate_a_question():
    rules = protocol(
        {"a": "type: boolean", "q": "type: boolean, when: {criterion: E1}"},
        inclusion={"I1": "{q: yes}"},
        exclusion={"E1": "{a: yes}"},
    )
    result = screener.decide(rules, {"a": False}, on=DAY)
    assert statuses(result) == {"I1": "fail", "E1": "pass"}
    result = screener.decide(rules, {"a": True, "q": True}, on=DAY)
    assert statuses(result) == {"I1": "pass", "E1": "fail"}


@pytest.mark.parametrize("reason", ["pending", "unknown", "not_done", "refused"])
def test_every_missing_reason_leaves_a_test_unknown(reason):
    answer = {"missing": reason}
    for rule in ("{a: yes}", "{a: no}", "{not: {a: yes}}"):
        assert truth(THREE, rule, {"a": answer}) is U
    assert truth(THREE, "{all: [{a: yes}, {b: yes}]}", {"a": answer, "b": False}) is F
    assert truth(GATED, "{q: yes}", {"w": answer, "q": False}) is F
    assert truth(GATED, "{q: yes}", {"w": False, "q": answer}) is F
