"""Section 5: which answers settled a criterion."""

import random
from itertools import combinations

import pytest

import screener
from tests.contract.rules import ON, because, protocol, statuses

FOUR = dict.fromkeys("abcd", "type: boolean")
YES = dict.fromkeys("abcd", True)
NO = dict.fromkeys("abcd", False)


def reasons(rule, answers, questions=FOUR, kind="exclusion", on=ON, **parts):
    rules = protocol(questions, **{kind: {"C": rule}}, **parts)
    return because(screener.decide(rules, answers, on=on), "C")


@pytest.mark.parametrize(
    ("rule", "answers", "expected"),
    [
        ("{any: [{a: yes}, {all: [{a: yes}, {b: yes}]}]}", YES, "a"),
        ("{any: [{a: yes}, {b: yes}]}", YES, "ab"),
        ("{any: [{b: yes}, {a: yes}]}", YES, "ab"),
        ("{any: [{a: yes}, {b: yes}]}", {"a": True, "b": False}, "a"),
        ("{any: [{a: yes}, {b: yes}]}", NO, "ab"),
        ("{all: [{a: yes}, {b: yes}]}", YES, "ab"),
        ("{all: [{a: yes}, {b: yes}]}", NO, "ab"),
        ("{all: [{a: yes}, {b: yes}]}", {"a": False, "b": True}, "a"),
        ("{all: [{a: yes}, {b: yes}]}", {"a": False}, "a"),
        ("{all: [{a: yes}, {b: yes}]}", {"a": True}, ""),
        ("{none: [{a: yes}, {b: yes}]}", {"a": True, "b": True}, "ab"),
        ("{at_least: 2, of: [{a: yes}, {b: yes}, {c: yes}]}", YES, "abc"),
        ("{at_least: 2, of: [{a: yes}, {b: yes}, {c: yes}]}", {**YES, "c": False}, "ab"),
        ("{at_least: 2, of: [{a: yes}, {b: yes}, {c: yes}]}", {**NO, "c": True}, "ab"),
        ("{at_least: 2, of: [{a: yes}, {b: yes}, {c: yes}]}", NO, "abc"),
        ("{at_least: 2, of: [{a: yes}, {a: yes}, {c: yes}]}", YES, "a"),
        ("{any: [{a: yes}, {not: {a: yes}}]}", YES, "a"),
        ("{any: [{all: [{a: yes}, {b: yes}]}, {all: [{a: yes}, {c: yes}]}]}", YES, "abc"),
        # {a, b} alone settles it; what else {a, b} and c say together is no smaller.
        (
            "{any: [{all: [{a: yes}, {b: yes}]}, {all: [{a: yes}, {b: yes}, {c: yes}]}]}",
            YES,
            "ab",
        ),
        ("{all: [{any: [{a: yes}, {b: yes}]}, {any: [{a: yes}, {c: yes}]}]}", YES, "abc"),
        (
            "{all: [{any: [{a: yes}, {b: yes}]}, {any: [{a: yes}, {c: yes}]}]}",
            {**YES, "c": False},
            "a",
        ),
        ("{any: [{a: yes}, {all: [{b: yes}, {not: {a: yes}}]}]}", NO, "ab"),
    ],
)
def test_because_is_every_answer_of_a_smallest_set_that_suffices(rule, answers, expected):
    assert reasons(rule, answers) == tuple(expected)
    assert reasons(rule, answers, kind="inclusion") == tuple(expected)
    assert reasons(f"{{not: {rule}}}", answers) == tuple(expected)
    more = f"definitions:\n  x: {rule}"
    assert reasons("{definition: x}", answers, more=more) == tuple(expected)


def test_because_is_empty_while_a_criterion_is_open():
    assert reasons("{all: [{a: yes}, {b: yes}]}", {"a": True}) == ()
    assert reasons("{a: yes}", {}) == ()
    assert reasons("{a: yes}", {"a": {"missing": "refused"}}) == ()


def test_because_leaves_out_missing_and_stale_answers():
    rule = "{any: [{a: yes}, {b: yes}]}"
    assert reasons(rule, {"a": {"missing": "pending"}, "b": True}) == ("b",)
    questions = {**FOUR, "a": "type: boolean, valid_for: 1 month"}
    stale = {"value": True, "observed_on": "2024-06-01"}
    assert reasons(rule, {"a": stale, "b": True}, questions) == ("b",)
    assert reasons(rule, {"a": {**stale, "observed_on": "2024-07-01"}, "b": True}, questions) == (
        "a",
        "b",
    )


def test_because_stands_in_the_order_of_the_file():
    questions = {"z": "type: boolean", "a": "type: boolean", "m": "type: boolean"}
    answers = {"a": True, "m": True, "z": True}
    assert reasons("{all: [{a: yes}, {m: yes}, {z: yes}]}", answers, questions) == ("z", "a", "m")


def test_because_names_the_asked_questions_behind_a_derived_one():
    questions = {
        "born": "type: date",
        "visit": "type: date",
        "w": "type: quantity, unit: kg",
        "h": "type: quantity, unit: m",
        "age": "type: integer, derive: {age: born}",
        "at_visit": "type: integer, derive: {years: {from: born, until: visit}}",
        "more": "type: integer, derive: {sum: [age, 1]}",
        "bmi": "type: quantity, unit: kg/m2, derive: {bmi: {weight: w, height: h}}",
    }
    answers = {"born": "1990-01-01", "visit": "2020-01-01", "w": 70, "h": 2}
    assert reasons("{more: {at_least: 18}}", answers, questions) == ("born",)
    assert reasons("{at_visit: {at_least: 18}}", answers, questions) == ("born", "visit")
    assert reasons("{bmi: {at_least: 30}}", answers, questions) == ("w", "h")
    assert reasons("{bmi: {at_least: 10}, age: {at_least: 18}}", answers, questions) == (
        "born",
        "w",
        "h",
    )


def test_because_of_a_case_names_the_whens_that_led_to_the_value_and_the_value():
    questions = {
        **FOUR,
        "n": "type: decimal",
        "x": "type: decimal, derive: {case: [{when: {a: yes}, value: 1}, "
        "{when: {b: yes}, value: n}, {value: 3}]}",
    }
    rule = "{x: {at_least: 1}}"
    assert reasons(rule, {"a": True, "b": True, "n": 5}, questions) == ("a",)
    assert reasons(rule, {"a": False, "b": True, "n": 5}, questions) == ("a", "b", "n")
    assert reasons(rule, {"a": False, "b": False, "n": 5}, questions) == ("a", "b")


def test_because_of_a_score_names_its_items_and_the_gate_of_one_that_does_not_apply():
    questions = {
        "w": "type: boolean",
        "p": "type: boolean, when: {w: yes}",
        "q": "type: boolean",
        "s": "type: integer, derive: {score: {p: 1, q: 2}}",
    }
    rule = "{s: {at_least: 2}}"
    assert reasons(rule, {"w": False, "p": True, "q": True}, questions) == ("w", "q")
    assert reasons(rule, {"w": True, "p": False, "q": True}, questions) == ("w", "p", "q")


def test_because_names_both_sides_of_a_comparison():
    questions = {
        "x": "type: decimal",
        "y": "type: decimal",
        "from": "type: date",
        "to": "type: date",
    }
    answers = {"x": 5, "y": 3, "from": "2024-01-01", "to": "2024-06-01"}
    assert reasons("{x: {above: {question: y}}}", answers, questions) == ("x", "y")
    assert reasons("{x: {above: {question: y}, at_most: 9}}", answers, questions) == ("x", "y")
    assert reasons("{x: {above: 9, at_most: {question: y}}}", answers, questions) == ("x",)
    assert reasons("{x: {above: 9, at_least: {question: y}}}", answers, questions) == ("x",)
    rule = "{from: {ago: {at_least: 1 month, until: to}}}"
    assert reasons(rule, answers, questions) == ("from", "to")


GATED = {"w": "type: boolean", "q": "type: boolean, when: {w: yes}", "a": "type: boolean"}


def test_because_of_what_does_not_apply_is_its_gate():
    for value in (True, False, {"missing": "unknown"}, None):
        assert reasons("{q: yes}", {"w": False, "q": value}, GATED) == ("w",)
        assert reasons("{q: no}", {"w": False, "q": value}, GATED) == ("w",)


def test_because_of_a_gated_answer_that_is_false_by_itself_is_that_answer_alone():
    # With the gate taken away `when AND test` is still false.
    assert reasons("{q: yes}", {"w": True, "q": False}, GATED) == ("q",)
    assert reasons("{q: yes}", {"w": True, "q": True}, GATED) == ("w", "q")
    assert reasons("{q: yes}", {"q": False}, GATED) == ("q",)


def test_because_of_a_gated_bound_needs_the_gate():
    questions = {"w": "type: boolean", "x": "type: decimal", "y": "type: decimal, when: {w: yes}"}
    answers = {"w": True, "x": 1, "y": 2}
    assert reasons("{x: {above: {question: y}}}", answers, questions) == ("w", "x", "y")


def test_a_derived_question_that_does_not_apply_reads_nothing():
    questions = {
        "w": "type: boolean",
        "n": "type: integer",
        "x": "type: integer, when: {w: yes}, derive: {sum: [n, 1]}",
    }
    assert reasons("{x: {at_least: 9}}", {"w": False, "n": 1}, questions) == ("w",)
    assert reasons("{x: {at_least: 9}}", {"w": True, "n": 1}, questions) == ("n",)
    assert reasons("{x: {at_least: 1}}", {"w": True, "n": 1}, questions) == ("w", "n")


def test_answers_that_do_not_apply_are_taken_away_before_the_sets_are_sought():
    # b would suffice alone if its answer stood: c does not apply, whatever it was answered.
    questions = {
        "a": "type: boolean",
        "b": "type: boolean, when: {a: yes}",
        "c": "type: boolean, when: {b: yes}",
    }
    assert reasons("{c: yes}", {"a": False, "b": False, "c": False}, questions) == ("a",)
    assert reasons("{c: yes}", {"a": True, "b": False, "c": False}, questions) == ("b",)
    assert reasons("{c: yes}", {"a": True, "b": True, "c": False}, questions) == ("c",)


def test_a_criterion_that_no_answer_settles_has_no_because():
    questions = {"a": "type: boolean", "x": "type: integer, derive: {days: {from: 2024-07-10}}"}
    rules = protocol(questions, inclusion={"I1": "{x: {at_least: 5}}", "I2": "{a: yes}"})
    result = screener.decide(rules, {}, on=ON)
    assert statuses(result) == {"I1": "pass", "I2": "open"}
    assert because(result, "I1") == ()


def test_a_series_is_one_answer():
    questions = {
        "s": "type: series, fields: {f: {type: decimal, ask: F}}",
        "limit": "type: decimal",
        "until": "type: date",
    }
    rows = [{"date": "2024-06-01", "f": 5}, {"date": "2024-07-01", "f": 6}]
    answers = {"s": rows, "limit": 5, "until": "2024-07-10"}
    rule = "{s: {any: {f: {above: {question: limit}}}}}"
    assert reasons(rule, answers, questions) == ("s", "limit")
    rule = "{s: {any: {f: {above: 5}}, within: 1 month, until: until}}"
    assert reasons(rule, answers, questions) == ("s", "until")
    rule = "{s: {any: {any: [{f: 6}, {f: {above: {question: limit}}}]}}}"
    assert reasons(rule, answers, questions) == ("s",)


def test_ranges_count_as_answers_too():
    questions = {"x": "type: decimal", "y": "type: decimal"}
    rule = "{any: [{x: {below: 5}}, {x: {below: {question: y}}}]}"
    assert reasons(rule, {"x": "<3", "y": ">3"}, questions) == ("x",)
    assert reasons(rule, {"x": ">3", "y": "<4"}, questions) == ()
    assert reasons("{x: {above: {question: y}}}", {"x": ">3", "y": "<3"}, questions) == ("x", "y")


def test_a_criterion_shares_the_answers_of_another():
    rules = protocol(
        FOUR,
        inclusion={"I1": "{all: [{a: yes}, {b: yes}]}"},
        exclusion={"E1": "{all: [{criterion: I1}, {c: yes}]}"},
    )
    result = screener.decide(rules, YES, on=ON)
    assert because(result, "I1") == ("a", "b")
    assert because(result, "E1") == ("a", "b", "c")


# Random protocols: `because`, and that answers only ever settle, by deciding on every subset.


def _rule(chance, depth=3):
    if depth == 0 or chance.random() < 0.3:
        return chance.choice(
            [
                "{a: yes}",
                "{b: no}",
                "{c: yes}",
                "{n: {at_least: 2}}",
                "{n: {below: {question: m}}}",
                "{n: {above: 0, at_most: {question: m}}}",
                "{m: 2}",
                "{x: {at_least: 3}}",
                "{y: {at_most: 2}}",
                "{z: {above: 1}}",
                "{p: {not: o1}}",
                "{d: {ago: {at_least: 1 month}}}",
                "{r: {any: {f: {at_least: {question: m}}}}}",
                "{a: yes, n: {at_most: 2}}",
            ]
        )
    kind = chance.choice(["all", "any", "none", "not", "at_least"])
    if kind == "not":
        return f"{{not: {_rule(chance, depth - 1)}}}"
    number = chance.randint(1, 3)
    members = ", ".join(_rule(chance, depth - 1) for _ in range(number))
    if kind == "at_least":
        return f"{{at_least: {chance.randint(1, number)}, of: [{members}]}}"
    return f"{{{kind}: [{members}]}}"


def _gate(chance, *whens):
    return f", when: {chance.choice(whens)}" if chance.random() < 0.5 else ""


def _questions(chance):
    return {
        "a": "type: boolean",
        "b": f"type: boolean{_gate(chance, '{a: yes}', '{a: no}')}",
        "n": f"type: integer{_gate(chance, '{b: yes}', '{any: [{a: yes}, {b: no}]}')}",
        "m": f"type: integer{_gate(chance, '{a: no}', '{n: {above: 1}}')}",
        "c": f"type: boolean{_gate(chance, '{m: {above: 0}}', '{not: {n: 2}}')}",
        "p": f"type: choice, options: {{o1: A, o2: B}}{_gate(chance, '{c: yes}')}",
        "d": f"type: date{_gate(chance, '{p: o1}', '{a: yes}')}",
        "r": f"type: series, fields: {{f: {{type: integer, ask: F}}}}{_gate(chance, '{b: yes}')}",
        "x": f"type: integer{_gate(chance, '{c: no}', '{a: yes}')}, derive: {{sum: [n, m]}}",
        "y": "type: integer, derive: {score: {a: 1, b: 2, c: 1}}",
        "z": f"type: integer{_gate(chance, '{b: no}')}, derive: "
        "{case: [{when: {a: yes}, value: n}, {when: {x: {above: 2}}, value: m}, {value: 3}]}",
    }


def _answers(chance):
    values = {
        "a": chance.random() < 0.6,
        "b": chance.random() < 0.5,
        "n": chance.choice([0, 1, 2, 3, "<2", ">1"]),
        "m": chance.choice([0, 1, 2, 3, "<3"]),
        "c": chance.random() < 0.5,
        "p": chance.choice(["o1", "o2"]),
        "d": chance.choice(["2024-07-01", "2024-06", "2024-05-01"]),
        "r": chance.choice([[], [{"date": "2024-01-01", "f": 2}], [{"date": "2024-01-01"}]]),
    }
    return {id: value for id, value in values.items() if chance.random() < 0.8}


def _does_not_apply(questions, answers):
    """Tell which questions do not apply, by a protocol in which each gate is a criterion."""
    gates = {
        f"gate_{id}": keys.partition(", derive")[0].partition(", when: ")[2]
        for id, keys in questions.items()
        if ", when: " in keys.partition(", derive")[0]
    }
    rules = protocol(questions, inclusion={"anchor": "{a: yes}", **gates})
    result = screener.decide(rules, answers, on=ON)
    return {id[5:] for id in gates if result.criteria[id].status == "fail"}


def _reading_nothing(keys):
    """Derive from a question that is never answered, and keep the gate."""
    gated = keys.partition(", derive")[0]
    return f"{gated}, derive: {{sum: [never, 1]}}"


@pytest.mark.parametrize("seed", range(25))
def test_because_agrees_with_deciding_on_every_subset_of_the_answers(seed):
    chance = random.Random(seed)
    for _ in range(6):
        questions, answers, rule = _questions(chance), _answers(chance), _rule(chance)
        whole = screener.decide(protocol(questions, exclusion={"C": rule}), answers, on=ON)
        status = whole.criteria["C"].status
        idle = _does_not_apply(questions, answers)
        left = {"never": "type: integer"} | {
            id: _reading_nothing(keys) if id in idle and "derive" in keys else keys
            for id, keys in questions.items()
        }
        rules = protocol(left, exclusion={"C": rule})
        applying = [id for id in answers if id not in idle]
        smallest: list[set[str]] = []
        for size in range(len(applying) + 1):
            for subset in map(set, combinations(applying, size)):
                if any(found <= subset for found in smallest):
                    continue
                part = screener.decide(rules, {id: answers[id] for id in subset}, on=ON)
                if part.criteria["C"].status == status:
                    smallest.append(subset)
                assert part.criteria["C"].status in (status, "open")
        expected = set().union(*smallest) if status != "open" else set()
        found = because(whole, "C")
        assert set(found) == expected
        assert list(found) == [id for id in questions if id in expected]


@pytest.mark.parametrize("seed", range(40))
def test_more_answers_only_ever_settle(seed):
    chance = random.Random(1000 + seed)
    rules = protocol(
        _questions(chance), exclusion={"C": _rule(chance)}, inclusion={"I": _rule(chance)}
    )
    answers = list(_answers(chance).items())
    before = screener.decide(rules, {}, on=ON)
    for size in range(len(answers) + 1):
        after = screener.decide(rules, dict(answers[:size]), on=ON)
        for id, one in before.criteria.items():
            assert one.status in ("open", after.criteria[id].status)
        assert before.decision in ("undetermined", after.decision)
        before = after
    chance.shuffle(answers)
    again = screener.decide(rules, dict(answers), on=ON)
    assert statuses(again) == statuses(before)
    assert again.next == before.next
    assert [one.because for one in again.criteria.values()] == [
        one.because for one in before.criteria.values()
    ]
