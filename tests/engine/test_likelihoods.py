"""How likely a test is, by the shares of candidates that authors expect to turn away."""

from datetime import date
from itertools import product
from math import isclose, prod
from textwrap import dedent

import pytest

from screener.engine.decide import decide
from screener.engine.likelihoods import likelihoods, some_of
from screener.protocol.loading.loader import load_bytes

HEAD = "screener: 1\nprotocol: {id: P, version: 1, title: P}\n"
QUESTIONS = "questions:\n" + "".join(
    f"  {id}: {{type: boolean, ask: Asked?}}\n" for id in ("a", "b", "c", "d")
)


def protocol_of(text):
    return load_bytes((HEAD + QUESTIONS + dedent(text)).encode(), "rules.yaml")


def share_of(protocol):
    """Give the share of candidates with a yes, by question."""
    return {test.question: share for test, share in likelihoods(protocol).items()}


@pytest.mark.parametrize(
    ("kind", "rule", "expected"),
    [
        ("exclusion", "{a: yes}", 0.2),
        ("inclusion", "{a: yes}", 0.8),
        ("inclusion", "{not: {a: yes}}", 0.2),
    ],
)
def test_a_criterion_of_one_test_is_as_likely_as_its_author_says(kind, rule, expected):
    rules = f"{kind}:\n  - {{id: X, text: X, expected_failure: 0.2, rule: {rule}}}\n"
    assert isclose(share_of(protocol_of(rules))["a"], expected)


@pytest.mark.parametrize("kind", ["inclusion", "exclusion"])
@pytest.mark.parametrize(
    "rule",
    [
        "{all: [{a: yes}, {b: yes}, {c: yes}]}",
        "{any: [{a: yes}, {b: yes}, {c: yes}, {d: yes}]}",
        "{none: [{a: yes}, {all: [{b: yes}, {c: yes}]}]}",
        "{at_least: 2, of: [{a: yes}, {b: yes}, {c: yes}]}",
        "{any: [{all: [{a: yes}, {b: yes}]}, {not: {any: [{c: yes}, {d: yes}]}}]}",
        "{all: [{definition: shared}, {d: yes}]}",
    ],
)
def test_the_tests_together_turn_away_the_share_that_their_author_says(kind, rule):
    protocol = protocol_of(
        f"""
        definitions:
          shared: {{any: [{{a: yes}}, {{b: yes}}]}}
        {kind}:
          - {{id: X, text: X, expected_failure: 0.15, rule: {rule}}}
        """
    )
    assert isclose(failing(protocol, kind), 0.15, abs_tol=1e-4)


def failing(protocol, kind):
    """Add up the shares of all candidates whom the criterion turns away."""
    shares = share_of(protocol)
    total = 0.0
    for said in product((True, False), repeat=len(shares)):
        answers = dict(zip(shares, said, strict=True))
        if decide(protocol, answers, date(2026, 1, 31)).decision == "ineligible":
            total += prod(shares[id] if yes else 1 - shares[id] for id, yes in answers.items())
    return total


def test_each_finding_of_a_criterion_is_as_likely_as_any_other():
    rule = "{any: [{a: yes}, {any: [{b: yes}, {c: yes}]}, {d: yes}]}"
    protocol = protocol_of(f"exclusion:\n  - {{id: X, text: X, rule: {rule}}}\n")
    one, *others = share_of(protocol).values()
    assert all(isclose(one, other) for other in others)


def test_two_criteria_with_one_question_agree_on_the_mean():
    protocol = protocol_of(
        """
        inclusion:
          - {id: I1, text: I1, expected_failure: 0.1, rule: {a: no}}
        exclusion:
          - {id: E1, text: E1, expected_failure: 0.3, rule: {a: yes}}
        """
    )
    assert sorted(likelihoods(protocol).values()) == pytest.approx([0.2, 0.8])


def test_nothing_is_certain_before_it_is_asked():
    protocol = protocol_of(
        "exclusion:\n  - {id: X, text: X, expected_failure: 0, rule: {a: yes}}\n"
        "  - {id: Y, text: Y, expected_failure: 1, rule: {b: yes}}\n"
    )
    shares = share_of(protocol)
    assert 0 < shares["a"] < 0.01
    assert 0.99 < shares["b"] < 1


def test_definitions_that_refer_to_one_another_many_times_take_no_longer():
    lines = ["definitions:", "  d0: {a: yes}"]
    for place in range(60):
        twice = f"{{definition: d{place}}}, {{definition: d{place}}}"
        lines.append(f"  d{place + 1}: {{any: [{twice}]}}")
    lines += ["exclusion:", "  - {id: X, text: X, rule: {definition: d60}}"]
    protocol = protocol_of("\n".join(lines))
    assert 0 < share_of(protocol)["a"] < 1


def test_some_of_independent_events_happen_as_often_as_counting_says():
    shares = (0.1, 0.5, 0.7)
    for least in range(5):
        counted = sum(
            prod(
                share if happens else 1 - share for share, happens in zip(shares, one, strict=True)
            )
            for one in product((True, False), repeat=3)
            if sum(one) >= least
        )
        assert isclose(some_of(least, shares), counted, abs_tol=1e-12)
