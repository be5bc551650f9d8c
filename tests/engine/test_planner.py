"""The planner: the question that brings the decision nearest for the least effort."""

from datetime import date
from itertools import product
from random import Random
from statistics import mean
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.optimum import efforts, protocols
from screener.engine.decide import decide
from screener.protocol.loading.loader import load_bytes

ON = date(2026, 1, 31)


def protocol_of(*parts):
    head = "screener: 1\nprotocol: {id: P, version: 1, title: P}\n"
    return load_bytes((head + "".join(map(dedent, parts))).encode(), "rules.yaml")


def best(protocol, section=None, **answers):
    result = decide(protocol, answers, ON)
    return result.best(result.needed(), section)


def asked(**efforts):
    """Write boolean questions with these efforts."""
    lines = (f"  {id}: {{type: boolean, ask: Q, effort: {one}}}" for id, one in efforts.items())
    return "\n".join(["questions:", *lines, ""])


def test_of_two_criteria_as_likely_to_fail_the_cheaper_comes_first():
    protocol = protocol_of(
        asked(scan=50, age=1),
        """
        exclusion:
          - {id: E1, text: E1, expected_failure: 0.2, rule: {scan: yes}}
          - {id: E2, text: E2, expected_failure: 0.2, rule: {age: yes}}
        """,
    )
    assert best(protocol) == "age"


def test_of_two_as_dear_the_one_that_fails_more_often_comes_first():
    protocol = protocol_of(
        asked(rare=5, common=5),
        """
        exclusion:
          - {id: E1, text: E1, expected_failure: 0.01, rule: {rare: yes}}
          - {id: E2, text: E2, expected_failure: 0.3, rule: {common: yes}}
        """,
    )
    assert best(protocol) == "common"


def test_a_dear_question_may_come_first_where_it_mostly_settles_the_case():
    protocol = protocol_of(
        asked(scan=10, chat=1),
        """
        exclusion:
          - {id: E1, text: E1, expected_failure: 0.9, rule: {scan: yes}}
          - {id: E2, text: E2, expected_failure: 0.01, rule: {chat: yes}}
        """,
    )
    assert best(protocol) == "scan"


def test_the_parts_of_criteria_are_gone_through_as_one():
    """The cheap half of a dear criterion does not wait for the dear half."""
    protocol = protocol_of(
        asked(scan=100, symptom=1, middling=10),
        """
        exclusion:
          - {id: E1, text: E1, expected_failure: 0.2, rule: {any: [{scan: yes}, {symptom: yes}]}}
          - {id: E2, text: E2, expected_failure: 0.2, rule: {middling: yes}}
        """,
    )
    assert best(protocol) == "symptom"


def test_what_decides_whether_a_question_applies_comes_before_it():
    protocol = protocol_of(
        """
        questions:
          sex: {type: choice, ask: Sex?, options: {f: Female, m: Male}}
          pregnant: {type: boolean, ask: Pregnant?, when: {sex: f}}
        exclusion:
          - {id: E1, text: E1, rule: {pregnant: yes}}
        """
    )
    assert best(protocol) == "sex"
    assert best(protocol, sex="f") == "pregnant"
    assert best(protocol, sex="m") is None


def test_an_answer_that_may_not_apply_has_the_planner_ask_whether_it_does():
    protocol = protocol_of(
        """
        questions:
          scan: {type: boolean, ask: Scan?, effort: 9}
          sex: {type: choice, ask: Sex?, options: {f: Female, m: Male}}
          pregnant: {type: boolean, ask: Pregnant?, when: {sex: f}}
        exclusion:
          - {id: E1, text: E1, rule: {scan: yes}}
          - {id: E2, text: E2, rule: {pregnant: yes}}
        """
    )
    assert best(protocol, scan=False, pregnant=True) == "sex"
    assert best(protocol, pregnant=True) == "sex", "it is weighed, and costs less"


def test_what_opens_a_section_comes_before_it_and_its_effort_counts():
    protocol = protocol_of(
        """
        sections:
          - {id: consent, title: Consent}
          - {id: tests, title: Tests, after: {signed: yes}}
        questions:
          scan: {type: boolean, ask: Scan?, section: tests, effort: 1}
          signed: {type: boolean, ask: Signed?, section: consent, effort: 1}
        inclusion:
          - {id: I1, text: I1, expected_failure: 0.01, rule: {signed: yes}}
        exclusion:
          - {id: E1, text: E1, expected_failure: 0.5, rule: {scan: yes}}
        """
    )
    assert best(protocol) == "signed"
    assert best(protocol, signed=True) == "scan"


SECTIONS = """
        sections:
          - {id: here, title: Here}
          - {id: there, title: There}
        questions:
          first: {type: boolean, ask: Q, section: here}
          second: {type: boolean, ask: Q, section: here, effort: 4}
          other: {type: boolean, ask: Q, section: there, effort: 3}
        exclusion:
          - {id: E1, text: E1, expected_failure: 0.1, rule: {first: yes}}
          - {id: E2, text: E2, expected_failure: 0.1, rule: {second: yes}}
          - {id: E3, text: E3, expected_failure: 0.1, rule: {other: yes}}
        """


def test_leaving_a_section_in_the_middle_costs_effort_too():
    protocol = protocol_of(SECTIONS)
    assert best(protocol, first=False) == "other"
    assert best(protocol, "here", first=False) == "second"


def test_a_section_in_which_nothing_is_left_keeps_nobody():
    protocol = protocol_of(SECTIONS.replace("effort: 4", "effort: 90"))
    assert best(protocol, "here", first=False, second=False) == "other"


def test_it_never_gives_what_is_not_offered():
    """An awaited result, or a question that is another person's to answer."""
    protocol = protocol_of(
        asked(scan=1, chat=50),
        """
        exclusion:
          - {id: E1, text: E1, rule: {scan: yes}}
          - {id: E2, text: E2, rule: {chat: yes}}
        """,
    )
    assert best(protocol) == "scan"
    assert best(protocol, scan={"missing": "pending"}) == "chat"
    assert decide(protocol, {}, ON).best(["chat"]) == "chat"
    assert decide(protocol, {}, ON).best([]) is None


def test_the_order_of_the_answers_does_not_matter():
    chance = Random(7)
    for protocol in protocols(20, seed=3):
        ids = list(protocol.questions)
        said = {id: chance.random() < 0.3 for id in chance.sample(ids, 3)}
        turned = dict(reversed(said.items()))
        assert best(protocol, **said) == best(protocol, **turned)


def test_definitions_that_reach_deep_are_gone_through():
    lines = [asked(a=1).rstrip(), "definitions:", "  d0: {a: yes}"]
    for place in range(3_000):
        lines.append(f"  d{place + 1}: {{any: [{{definition: d{place}}}]}}")
    lines += ["exclusion:", "  - {id: X, text: X, rule: {definition: d3000}}"]
    assert best(protocol_of("\n".join(lines))) == "a"


def completions(protocol, said):
    left = [id for id in protocol.questions if id not in said]
    for values in product((True, False), repeat=len(left)):
        yield {**said, **dict(zip(left, values, strict=True))}


def statuses(protocol, answers):
    return [one.status for one in decide(protocol, answers, ON, finish=True).criteria.values()]


def can_change(protocol, said, question):
    """Tell by trying every completion whether an answer changes what its absence would leave."""
    for whole in completions(protocol, said):
        without = {id: value for id, value in whole.items() if id != question}
        if statuses(protocol, whole) != statuses(protocol, without):
            return True
    return False


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.data())
def test_it_never_asks_what_cannot_change_an_open_criterion(seed, data):
    (protocol,) = protocols(1, seed)
    ids = list(protocol.questions)
    said = {
        id: data.draw(st.booleans())
        for id in data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=len(ids)))
    }
    question = best(protocol, **said)
    if question is not None:
        assert question not in said
        assert can_change(protocol, said, question)
    elif decide(protocol, said, ON).decision == "undetermined":
        raise AssertionError("something is left to ask")


def test_it_stays_near_the_best_policy_there_is():
    found = [efforts(protocol) for protocol in protocols(10)]
    assert mean(one.planned / one.least for one in found) <= 1.05
    assert mean(one.in_order / one.least for one in found) > 1.2, "any order would do"


@pytest.mark.slow
def test_it_stays_near_the_best_policy_on_many_protocols():
    found = [efforts(protocol) for protocol in protocols(300, seed=11)]
    assert mean(one.planned / one.least for one in found) <= 1.05
