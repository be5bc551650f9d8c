"""Sections 5, 6 and 9: which question comes next, and when an answer has grown old."""

from datetime import date

import pytest

import screener
from tests.contract.rules import HEAD, ON, faults, protocol, statuses, truth, written

ABC = dict.fromkeys("abc", "type: boolean")


def asked(questions, rule, answers=None, *, finish=False, on=ON, **parts):
    rules = protocol(questions, inclusion={"I1": rule}, **parts)
    return screener.decide(rules, answers or {}, on=on, finish=finish).next


def in_turn(rules, answers, *, finish=False):
    """Answer each question as told, until none is asked; give the order."""
    given: dict[str, object] = {}
    order: list[str] = []
    while (id := screener.decide(rules, given, on=ON, finish=finish).next) is not None:
        assert id not in given
        order.append(id)
        given[id] = answers[id]
    return order


def test_the_first_question_of_the_file_that_is_needed_comes_next():
    rule = "{all: [{c: yes}, {a: yes}, {b: yes}]}"
    assert asked(ABC, rule) == "a"
    assert asked(ABC, rule, {"a": True}) == "b"
    assert asked(ABC, rule, {"a": True, "c": True}) == "b"
    assert asked(ABC, rule, {"a": True, "b": True, "c": True}) is None
    assert asked(ABC, "{c: yes}") == "c"


def test_what_a_decided_member_would_need_is_not_asked():
    assert asked(ABC, "{all: [{any: [{a: yes}, {b: yes}]}, {c: yes}]}", {"a": True}) == "c"
    assert asked(ABC, "{all: [{any: [{a: yes}, {b: yes}]}, {c: yes}]}", {"a": False}) == "b"
    assert asked(ABC, "{any: [{all: [{a: yes}, {b: yes}]}, {c: yes}]}", {"a": False}) == "c"
    assert asked(ABC, "{any: [{none: [{a: yes}, {b: yes}]}, {c: yes}]}", {"a": True}) == "c"
    rule = "{any: [{at_least: 2, of: [{a: yes}, {b: yes}]}, {c: yes}]}"
    assert asked(ABC, rule, {"a": False}) == "c"
    assert asked(ABC, rule, {"a": True}) == "b"


def test_what_only_closed_criteria_would_need_is_not_asked():
    rules = protocol(ABC, inclusion={"I1": "{any: [{a: yes}, {b: yes}]}", "I2": "{c: yes}"})
    assert screener.decide(rules, {"a": True}, on=ON).next == "c"


def test_the_interview_ends_at_the_first_failure_unless_it_is_to_finish():
    criteria = {"I1": "{a: yes}", "I2": "{b: yes}"}
    stop = protocol(ABC, inclusion=criteria)
    answers = {"a": False, "b": True}
    assert in_turn(stop, answers) == ["a"]
    assert in_turn(stop, answers, finish=True) == ["a", "b"]
    result = screener.decide(stop, {"a": False}, on=ON)
    assert (result.decision, result.next) == ("ineligible", None)
    head = HEAD.replace("title: T", "title: T, on_failure: {}")
    for word, order in (("continue", ["a", "b"]), ("stop", ["a"])):
        rules = protocol(ABC, inclusion=criteria, head=head.replace("{}", word))
        assert in_turn(rules, answers) == order
        assert in_turn(rules, answers, finish=True) == ["a", "b"]


@pytest.mark.parametrize("reason", ["pending", "unknown", "not_done", "refused"])
def test_a_missing_answer_is_not_asked_again(reason):
    answers = {"a": {"missing": reason}}
    assert asked(ABC, "{all: [{a: yes}, {b: yes}]}", answers) == "b"
    assert asked(ABC, "{all: [{a: yes}, {b: yes}]}", {**answers, "b": True}) is None
    assert asked(ABC, "{a: yes}", {"a": None}) == "a"


def test_both_sides_of_a_comparison_are_needed():
    questions = {"x": "type: decimal", "y": "type: decimal", "f": "type: date", "t": "type: date"}
    rule = "{x: {above: {question: y}}}"
    assert asked(questions, rule) == "x"
    assert asked(questions, rule, {"x": 1}) == "y"
    assert asked(questions, rule, {"y": 1}) == "x"
    assert asked(questions, "{f: {ago: {above: 1 day, until: t}}}", {"f": "2024"}) == "t"
    assert asked(questions, "{f: {before: {question: t}}}", {"f": "2024"}) == "t"
    # A range leaves the test unknown, but nothing more can be asked.
    assert asked(questions, "{x: {above: 1}}", {"x": "<2"}) is None
    assert asked(questions, "{x: {above: 1, below: {question: y}}}", {"x": 1}) is None


def test_the_inputs_of_a_derived_value_are_needed():
    questions = {
        "sex": "type: choice, options: {f: F, m: M}",
        "low_f": "type: decimal",
        "low_m": "type: decimal",
        "hb": "type: decimal",
        "low": "type: decimal, derive: {case: [{when: {sex: f}, value: low_f}, {value: low_m}]}",
    }
    rule = "{hb: {at_least: {question: low}}}"
    assert asked(questions, rule) == "sex"
    assert asked(questions, rule, {"sex": "f"}) == "low_f"
    assert asked(questions, rule, {"sex": "m"}) == "low_m"
    assert asked(questions, rule, {"sex": "m", "low_m": 1}) == "hb"
    score = {
        **ABC,
        "b": "type: boolean, when: {a: yes}",
        "s": "type: integer, derive: {score: {b: 1, c: 1}}",
    }
    assert asked(score, "{s: {at_least: 1}}") == "a"
    assert asked(score, "{s: {at_least: 1}}", {"a": True}) == "b"
    assert asked(score, "{s: {at_least: 1}}", {"a": False}) == "c"


# Gates and sections


GATED = {
    "q": "type: boolean, when: {w: yes}",
    "w": "type: boolean, when: {v: yes}",
    "v": "type: boolean",
}


def test_what_a_gate_needs_comes_before_what_it_gates():
    assert asked(GATED, "{q: yes}") == "v"
    assert asked(GATED, "{q: yes}", {"v": True}) == "w"
    assert asked(GATED, "{q: yes}", {"v": True, "w": True}) == "q"
    assert asked(GATED, "{not: {q: yes}}", {"v": False}) is None
    assert asked(GATED, "{not: {q: yes}}", {"v": True, "w": False}) is None


def test_what_waits_for_a_missing_gate_is_not_asked():
    assert asked(GATED, "{q: yes}", {"v": {"missing": "pending"}}) is None
    assert asked(GATED, "{q: yes}", {"v": True, "w": {"missing": "unknown"}}) is None


def test_an_answered_question_whose_gate_is_open_needs_the_gate():
    assert asked(GATED, "{q: yes}", {"q": True}) == "v"
    # Its test is false whatever the gate turns out to be.
    assert asked(GATED, "{not: {q: yes}}", {"q": False}) is None


SECTIONS = """
sections:
  - {id: talk, title: Talk}
  - {id: exam, title: Exam, after: {consent: yes}}
  - {id: lab, title: Lab, after: {exam_ok: yes}}
"""
SECTIONED = {
    "lab_value": "type: decimal, section: lab",
    "exam_ok": "type: boolean, section: exam",
    "consent": "type: boolean, section: talk",
    "age": "type: integer, section: talk",
    "loose": "type: boolean",
}
LAB = "{lab_value: {at_least: 1}}"


def test_questions_come_in_the_order_of_their_sections_those_without_one_first():
    rule = (
        "{all: [{lab_value: {above: 0}}, {exam_ok: yes}, {consent: yes}, {age: {above: 1}}, "
        "{loose: yes}]}"
    )
    rules = protocol(SECTIONED, inclusion={"I1": rule}, more=SECTIONS)
    answers = {"lab_value": 1, "exam_ok": True, "consent": True, "age": 2, "loose": True}
    assert in_turn(rules, answers) == ["loose", "consent", "age", "exam_ok", "lab_value"]


def test_what_a_held_section_waits_for_is_asked_first():
    rules = protocol(SECTIONED, inclusion={"I1": LAB}, more=SECTIONS)
    answers = {"lab_value": 1, "exam_ok": True, "consent": True}
    assert in_turn(rules, answers) == ["consent", "exam_ok", "lab_value"]


def test_a_section_held_back_for_good_asks_nothing():
    assert asked(SECTIONED, LAB, {"consent": False}, more=SECTIONS) is None
    assert asked(SECTIONED, LAB, {"consent": {"missing": "refused"}}, more=SECTIONS) is None
    assert asked(SECTIONED, LAB, {"consent": True, "exam_ok": False}, more=SECTIONS) is None
    rule = "{all: [{lab_value: {above: 0}}, {age: {above: 1}}]}"
    assert asked(SECTIONED, rule, {"consent": False}, more=SECTIONS) == "age"


def test_an_answer_in_a_held_section_counts():
    rules = protocol(SECTIONED, inclusion={"I1": LAB}, more=SECTIONS)
    for consent in ({}, {"consent": False}, {"consent": {"missing": "refused"}}):
        result = screener.decide(rules, {"lab_value": 1, **consent}, on=ON)
        assert result.decision == "eligible"
        assert result.next is None


def test_a_section_may_not_wait_for_itself():
    more = "sections: [{id: s, title: S, after: {a: yes}}]"
    questions = {"a": "type: boolean, section: s"}
    assert faults(written(questions, inclusion={"I1": "{a: yes}"}, more=more))
    questions = {"a": "type: boolean, section: s", "d": "type: integer, derive: {score: {a: 1}}"}
    more = "sections: [{id: s, title: S, after: {d: 1}}]"
    assert faults(written(questions, inclusion={"I1": "{a: yes}"}, more=more))


def test_sections_may_be_opened_by_what_is_derived():
    questions = {
        "q": "type: boolean, section: s",
        "born": "type: date",
        "age": "type: integer, derive: {age: born}",
    }
    more = "sections: [{id: s, title: S, after: {age: {at_least: 18}}}]"
    assert asked(questions, "{q: yes}", more=more) == "born"
    assert asked(questions, "{q: yes}", {"born": "2000"}, more=more) == "q"
    assert asked(questions, "{q: yes}", {"born": "2020"}, more=more) is None


def test_an_investigators_question_is_among_them():
    questions = {**ABC, "a": "type: boolean, answered_by: investigator"}
    assert asked(questions, "{all: [{a: yes}, {b: yes}]}") == "a"


# For the record


RECORD = {
    "form": "type: text, for_record: yes",
    "why": "type: text, for_record: yes, when: {a: no}",
    "late": "type: text, for_record: yes, section: exam",
    "both": "type: boolean, for_record: yes",
    "a": "type: boolean",
}
EXAM = "sections: [{id: exam, title: E, after: {a: yes}}]"


def test_what_is_for_the_record_comes_after_what_a_rule_needs():
    rules = protocol(RECORD, inclusion={"I1": "{any: [{a: yes}, {both: yes}]}"}, more=EXAM)
    answers = {"form": "v1", "why": "x", "late": "y", "both": True, "a": True}
    # No rule needs `a` any more, so it is not asked, and what waits for it is not either.
    assert in_turn(rules, answers) == ["both", "form"]
    result = screener.decide(rules, {"a": True}, on=ON)
    assert (result.decision, result.next) == ("eligible", "form")
    result = screener.decide(rules, {"a": True, "form": "v1", "both": True}, on=ON)
    assert result.next == "late"
    result = screener.decide(rules, {"a": False, "both": True, "form": "v1"}, on=ON)
    assert (result.decision, result.next) == ("eligible", "why")
    missing = {"form": {"missing": "unknown"}, "late": {"missing": "pending"}}
    assert screener.decide(rules, {"a": True, "both": True, **missing}, on=ON).next is None


def test_what_is_for_the_record_is_asked_while_a_rule_waits_for_what_is_missing():
    rules = protocol(RECORD, inclusion={"I1": "{a: yes}"}, more=EXAM)
    result = screener.decide(rules, {"a": {"missing": "pending"}}, on=ON)
    assert (result.decision, result.next) == ("undetermined", "form")


def test_what_is_for_the_record_is_not_asked_after_a_failure_unless_going_on():
    rules = protocol(RECORD, inclusion={"I1": "{a: yes}"}, more=EXAM)
    assert screener.decide(rules, {"a": False}, on=ON).next is None
    assert screener.decide(rules, {"a": False}, on=ON, finish=True).next == "form"


# Stale answers


FRESH = {"q": "type: boolean, valid_for: 1 month", "b": "type: boolean"}


@pytest.mark.parametrize(
    ("observed", "on", "stale"),
    [
        ("2024-06-15", "2024-07-15", False),
        ("2024-06-14", "2024-07-15", True),
        ("2024-01-31", "2024-02-29", False),
        ("2024-01-31", "2024-03-01", True),
        ("2024-01-29", "2024-02-29", False),
        ("2024-06", "2024-07-01", False),
        ("2024-06", "2024-07-02", True),
        ("2024", "2024-02-01", False),
        ("2024", "2024-02-02", True),
        ("2024-07", "2024-07-15", False),
        ("2024-07-15", "2024-07-15", False),
    ],
)
def test_an_answer_is_stale_from_the_day_after_its_time_is_over(observed, on, stale):
    on = date.fromisoformat(on)
    answers = {"q": {"value": True, "observed_on": observed}}
    assert truth(FRESH, "{q: yes}", answers, on=on) is (None if stale else True)
    assert asked(FRESH, "{all: [{q: yes}, {b: yes}]}", {**answers, "b": True}, on=on) == (
        "q" if stale else None
    )


def test_a_stale_answer_counts_as_missing_everywhere():
    questions = {
        **FRESH,
        "n": "type: decimal, valid_for: 1 week",
        "x": "type: decimal, derive: {sum: [n, 1]}",
        "g": "type: boolean, when: {q: yes}",
        "m": "type: decimal",
    }
    old = {"observed_on": "2020-01-01"}
    answers = {"q": {"value": False, **old}, "n": {"value": 5, **old}, "g": True, "m": 1}
    for rule in (
        "{q: yes}",
        "{q: no}",
        "{n: 9}",
        "{x: 6}",
        "{m: {above: {question: n}}}",
        "{g: yes}",
    ):
        assert truth(questions, rule, answers) is None
    assert asked(questions, "{g: yes}", answers) == "q"
    assert asked(questions, "{x: 6}", answers) == "n"


def test_without_observed_on_an_answer_in_a_file_is_of_the_reference_date():
    assert truth(FRESH, "{q: yes}", {"q": True}) is True
    assert truth(FRESH, "{q: yes}", {"q": {"value": True}}) is True
    assert truth(FRESH, "{b: yes}", {"b": {"value": True, "observed_on": "1900"}}) is True


def test_a_stale_answer_is_asked_again_though_a_missing_one_is_not():
    old = {"value": True, "observed_on": "2020"}
    rules = protocol(FRESH, inclusion={"I1": "{all: [{b: yes}, {q: yes}]}"})
    result = screener.decide(rules, {"q": old, "b": {"missing": "pending"}}, on=ON)
    assert statuses(result) == {"I1": "open"}
    assert result.next == "q"


@pytest.mark.parametrize(
    "question",
    [
        "q: {type: series, ask: Q, valid_for: 1 day, fields: {f: {type: boolean, ask: F}}}",
        "q: {type: integer, valid_for: 1 day, derive: {sum: [1, 2]}}",
        "q: {type: boolean, ask: Q, valid_for: soon}",
        "q: {type: boolean, ask: Q, valid_for: 30}",
    ],
)
def test_valid_for_that_does_not_fit_is_an_error(question):
    questions = f"{question}\nb: {{type: boolean, ask: B}}"
    assert faults(written(questions, inclusion={"I1": "{b: yes}"}))


def test_a_series_needs_what_its_entries_are_compared_with():
    questions = {
        "s": "type: series, fields: {f: {type: decimal, ask: F}}",
        "limit": "type: decimal",
        "until": "type: date",
    }
    rule = "{s: {any: {f: {above: {question: limit}}}, within: 1 year, until: until}}"
    rows = [{"date": "2024-01-01", "f": 5}]
    assert asked(questions, rule) == "s"
    assert asked(questions, rule, {"s": rows}) == "limit"
    assert asked(questions, rule, {"s": rows, "limit": 1}) == "until"
    assert asked(questions, rule, {"s": {"missing": "pending"}, "limit": 1}) == "until"
    assert asked(questions, rule, {"s": [], "limit": 1, "until": "2024-02-01"}) is None
