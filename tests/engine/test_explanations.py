"""Each criterion explained from the rules alone: what it asks, what was answered, what follows."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from screener.engine.decide import decide, decide_checked
from screener.protocol.loading.loader import load, load_bytes

ON = date(2026, 1, 31)
HERE = Path(__file__).parent
RULES = HERE.parents[1] / "rules" / "criteria.yaml"
HEAD = "screener: 1\nprotocol: {id: P, version: 1, title: P}\n"


def explained(rules, criterion, **answers):
    protocol = load_bytes((HEAD + dedent(rules)).encode(), "rules.yaml")
    return decide(protocol, answers, ON).explain("en")[criterion]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_criterion_of_the_protocol_is_explained(language, snapshot):
    """One candidate who passes all, each who fails one, and one of whom nothing is known."""
    snapshot.snapshot_dir = HERE / "snapshots" / "explanations"
    protocol, told = load(RULES), []
    for example in protocol.examples:
        result = decide_checked(protocol, example.answers, example.on)
        whole = example is protocol.examples[0]
        shown = [id for id, one in result.criteria.items() if whole or one.status == "fail"]
        explanations = result.explain(language)
        told += [f"== {example.name}", *(str(explanations[id]) for id in shown)] if shown else []
    told += ["== Consent is given, and nothing else is known"]
    consent = {"consent": "signed", "consent_date": "2026-01-30", "ethics_approval": "approved"}
    told += map(str, decide(protocol, consent, ON).explain(language).values())
    snapshot.assert_match("\n\n".join(told) + "\n", f"{language}.txt")


def test_only_the_tests_that_decided_are_told():
    told = explained(
        """
        questions:
          a: {type: boolean, ask: A?}
          b: {type: boolean, ask: B?}
        exclusion:
          - {id: E1, text: E1, rule: {any: [{a: yes}, {b: yes}]}}
        """,
        "E1",
        a=False,
        b=True,
    )
    assert [step.line for step in told.steps] == ["“B?”: yes"]
    assert told.follows == "So it fails."
    assert told.missing == ()


def test_a_question_that_does_not_apply_says_why():
    told = explained(
        """
        questions:
          sex: {type: choice, ask: Sex?, options: {f: Female, m: Male}}
          pregnant: {type: boolean, ask: Pregnant?, when: {sex: f}}
        exclusion:
          - {id: E1, text: E1, rule: {pregnant: yes}}
        """,
        "E1",
        sex="m",
    )
    lines = [(step.depth, step.line) for step in told.steps]
    assert lines == [(0, "“Pregnant?”: does not apply"), (1, "“Sex?”: Male")]


def test_of_a_number_the_test_is_told_beside_the_answer():
    rules = """
        questions:
          glucose: {type: quantity, ask: Glucose?, unit: mmol/L}
        inclusion:
          - {id: I1, text: I1, rule: {glucose: {at_least: 4, below: 7}}}
        """
    told = explained(rules, "I1", glucose="<5")
    assert [step.line for step in told.steps] == [
        "“Glucose?”: <5 mmol/L; this is at least 4 mmol/L: not known"
    ]
    told = explained(rules, "I1")
    (lacking,) = told.missing
    assert lacking.effects == (
        "below 4 mmol/L, 7 mmol/L or more: it would fail",
        "from 4 mmol/L, below 7 mmol/L: it would pass",
    )


def test_what_each_answer_to_a_missing_question_would_do_is_told():
    told = explained(
        """
        questions:
          born: {type: date, ask: Born?, max: reference}
          drugs: {type: choices, ask: Drugs?, options: {x: X, y: Y}}
          age: {type: integer, derive: {age: born}}
        inclusion:
          - {id: I1, text: I1, rule: {all: [{age: {at_least: 18}}, {drugs: {none_of: [x]}}]}}
        """,
        "I1",
    )
    assert [one.line for one in told.missing] == [
        "“Born?”: not answered yet; before 1 February 2008: it would stay open;"
        " on or after 1 February 2008: it would fail",
        "“Drugs?”: not answered yet; none of these: X: it would stay open; X: it would fail",
    ]
