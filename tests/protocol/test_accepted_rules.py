"""Rules that were accepted once are read as they were, without what screens nobody."""

from dataclasses import replace
from pathlib import Path

import pytest

from screener.protocol.loading.loader import load_bytes

CRITERIA = Path(__file__).parents[2] / "rules" / "criteria.yaml"
HEAD = "screener: 1\nprotocol: {id: P, version: 1, title: T, date: 2026-01-31}\n"
QUESTIONS = "questions:\n  age: {type: integer, ask: How old?}\n"
RULE = "inclusion:\n  - {id: I1, text: Adult, rule: {age: {at_least: 18}}}\n"
EXAMPLES = """examples:
  - name: examples
    answers: {age: 20}
    expect: {decision: eligible}
  - {name: Young, answers: {age: 17}, expect: {decision: ineligible, fails: [I1]}}
"""


def same_but_for_examples(file):
    """Whether the accepted file is the protocol that it was, and has examples no more."""
    whole, accepted = (load_bytes(file, "r.yaml", accepted=known) for known in (False, True))
    assert whole.examples
    return not accepted.examples and repr(accepted) == repr(replace(whole, examples=()))


def test_the_rules_of_the_real_protocol_are_the_same_without_their_examples():
    assert same_but_for_examples(CRITERIA.read_bytes())


@pytest.mark.parametrize(
    "file",
    [
        HEAD + QUESTIONS + RULE + EXAMPLES,
        HEAD + EXAMPLES + QUESTIONS + RULE,
        EXAMPLES + HEAD + RULE + QUESTIONS,
    ],
)
def test_examples_are_left_out_wherever_they_stand(file):
    assert same_but_for_examples(file.encode())


def test_a_key_of_that_name_deeper_down_is_left_where_it_is():
    question = "  examples: {type: boolean, ask: 'Has it examples?'}\n"
    rule = "inclusion:\n  - {id: I1, text: T, rule: {examples: yes, age: {at_least: 18}}}\n"
    file = HEAD + QUESTIONS + question + rule
    assert "examples" in load_bytes(file.encode(), "r.yaml", accepted=True).questions


def test_where_a_character_in_an_example_ends_a_line_for_yaml_alone_all_of_it_is_read():
    file = HEAD + QUESTIONS + RULE + EXAMPLES.replace("Young", '"Very\u2028young"')
    assert "I1" in load_bytes(file.encode(), "r.yaml", accepted=True).criteria


def test_what_the_rules_take_from_an_example_by_an_alias_is_read():
    example = "examples:\n  - {name: &name Old, answers: {age: 20}, expect: {decision: eligible}}\n"
    rule = RULE.replace("Adult", "*name")
    protocol = load_bytes((HEAD + QUESTIONS + example + rule).encode(), "r.yaml", accepted=True)
    assert protocol.criteria["I1"].text.in_language("en") == "Old"


def test_what_an_example_gives_another_meaning_by_an_anchor_has_that_meaning():
    example = "examples:\n  - {name: A, answers: {age: &bound 17}, expect: {decision: eligible}}\n"
    question = QUESTIONS.replace("?}", "?, max: &bound 65}")
    file = (HEAD + question + example + RULE.replace("18", "*bound")).encode()
    whole, accepted = (load_bytes(file, "r.yaml", accepted=known) for known in (False, True))
    assert repr(accepted) == repr(whole)
