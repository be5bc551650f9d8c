"""Conditions as sentences."""

import pytest

from screener.prose.rules import about, duration_in_words, in_words
from screener.protocol.durations import parse_duration
from screener.protocol.loading.loader import load_bytes
from tests.interview.setting import REAL_RULES

RULES = """\
screener: 1
protocol: {{id: P, version: "1", title: T, languages: [en, zh]}}
questions:
  smokes: {{type: boolean, ask: {{en: Smokes?, zh: 吸烟吗？}}}}
  grade: {{type: choice, ordered: yes, ask: Grade?, options: {{a: A, b: B, c: C}}}}
  kinds: {{type: choices, ask: Kinds?, options: {{x: X, y: Y}}}}
  weight: {{type: quantity, ask: Weight?, unit: kg}}
  limit: {{type: quantity, ask: Limit?, unit: kg}}
  born: {{type: date, ask: Born?}}
  hurt: {{type: date, ask: Hurt?}}
  age: {{type: integer, derive: {{age: born}}}}
  visits:
    type: series
    ask: Visits?
    fields:
      score: {{type: integer, ask: Score}}
      mood: {{type: choice, ask: Mood, options: {{good: Good, bad: Bad}}}}
definitions:
  heavy: {{weight: {{above: 100}}}}
exclusion:
  - {{id: E1, text: One, rule: {rule}}}
  - {{id: E2, label: "2", text: Two, rule: {{smokes: yes}}}}
"""


def protocol(rule):
    return load_bytes(RULES.format(rule=rule).encode(), "rules.yaml")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{smokes: yes}", "“Smokes?” is answered yes"),
        ("{smokes: no}", "“Smokes?” is answered no"),
        ("{grade: [a, b]}", "“Grade?” is A or B"),
        ("{grade: {not: c}}", "“Grade?” is not C"),
        ("{grade: {at_least: b}}", "“Grade?” is at least B"),
        ("{kinds: {any_of: [x, y]}}", "“Kinds?” has any of X, Y"),
        ("{kinds: {none_of: [x]}}", "“Kinds?” has none of X"),
        ("{weight: {below: 50}}", "“Weight?” is below 50 kg"),
        (
            "{weight: {above: {question: limit, times: 2.5}}}",
            "“Weight?” is above 2.5 times “Limit?”",
        ),
        (
            "{age: {at_least: 20, at_most: 65}}",
            "age (from “Born?”) is at least 20 and age is at most 65",
        ),
        ("{born: {before: 2000-01-31}}", "“Born?” is before 31 January 2000"),
        ("{hurt: {on_or_after: {question: born}}}", "“Hurt?” is on or after “Born?”"),
        ("{hurt: {before: reference}}", "“Hurt?” is before the day of the decision"),
        (
            "{hurt: {ago: {above: 1 year}}}",
            "“Hurt?” is more than 1 year before the day of the decision",
        ),
        (
            "{born: {ago: {at_least: P1Y6M, until: hurt}}}",
            "“Born?” is 18 months or more before “Hurt?”",
        ),
        (
            "{any: [{smokes: yes}, {kinds: {any_of: [x, y]}}, {grade: [a, b]}, {grade: c}]}",
            "“Smokes?” is answered yes or (“Kinds?” has any of X, Y) or (“Grade?” is A or B) or "
            "“Grade?” is C",
        ),
        ("{definition: heavy}", "“Weight?” is above 100 kg"),
        ("{criterion: E2}", "what E2 (exclusion 2) describes is so"),
        (
            "{any: [{smokes: yes}, {all: [{grade: a}, {kinds: {all_of: [x]}}]}]}",
            "“Smokes?” is answered yes or (“Grade?” is A and “Kinds?” has all of X)",
        ),
        ("{not: {smokes: yes}}", "it is not so that “Smokes?” is answered yes"),
        (
            "{none: [{smokes: yes}, {grade: a}]}",
            "none of these: “Smokes?” is answered yes or “Grade?” is A",
        ),
        (
            "{at_least: 2, of: [{smokes: yes}, {grade: a}, {definition: heavy}]}",
            "at least 2 of these: “Smokes?” is answered yes; “Grade?” is A; "
            "“Weight?” is above 100 kg",
        ),
        (
            "{visits: {latest: {score: {below: 10}}, within: 2 weeks}}",
            "“Visits?”, in the 2 weeks up to the day of the decision: "
            "in the latest row “Score” is below 10",
        ),
        (
            "{visits: {latest: {date: {on_or_before: reference}}, within: 1 month}}",
            "“Visits?”, in the 1 month up to the day of the decision: there is a row",
        ),
        (
            "{all: [{visits: {unchanged: [score, mood], for: 6 months}}, {smokes: no}]}",
            "(“Visits?”: unchanged for 6 months are “Score”, “Mood”) and “Smokes?” is answered no",
        ),
        ("{visits: {any: {mood: bad}}}", "“Visits?”: in some row “Mood” is Bad"),
        (
            "{visits: {every: {date: {after: 2020-01-01}}}}",
            "“Visits?”: in every row the date is after 1 January 2020",
        ),
        (
            "{visits: {count: {at_least: 2}, where: {mood: good}}}",
            "“Visits?”, of the rows where “Mood” is Good: the number of rows is at least 2",
        ),
        (
            "{visits: {count: {at_most: 1}}}",
            "“Visits?”: the number of rows is at most 1",
        ),
        (
            "{visits: {count: {at_least: 1, at_most: 3}, within: 10 days, until: hurt}}",
            "“Visits?”, in the 10 days up to “Hurt?”: "
            "the number of rows is at least 1 and at most 3",
        ),
        (
            "{visits: {unchanged: [score, mood], for: 6 months}}",
            "“Visits?”: unchanged for 6 months are “Score”, “Mood”",
        ),
    ],
)
def test_a_condition_reads_as_a_sentence(rule, said):
    rules = protocol(rule)
    assert in_words(rules, rules.criteria["E1"].rule, "en") == said


def test_the_protocols_own_words_come_in_the_language_asked_for():
    rules = protocol("{smokes: yes}")
    assert "吸烟吗？" in in_words(rules, rules.criteria["E1"].rule, "zh")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1 year", "1 year"),
        ("P1Y6M", "18 months"),
        ("P14D", "2 weeks"),
        ("10 days", "10 days"),
        ("P1M3D", "1 month and 3 days"),
        ("0 days", "0 days"),
    ],
)
def test_a_duration_reads_in_calendar_units(written, said):
    duration = parse_duration(written)
    assert duration is not None
    assert duration_in_words(duration) == said


def test_the_tests_about_a_question_are_found_behind_definitions_and_derived_values():
    rules = protocol("{any: [{age: {above: 65}}, {definition: heavy}, {criterion: E2}]}")
    rule = rules.criteria["E1"].rule

    def tested(question):
        return [test.question for test in about(rules, rule, question)]

    assert tested("born") == ["age"]
    assert tested("weight") == ["weight"]
    assert tested("smokes") == ["smokes"]
    assert tested("hurt") == []


def test_every_rule_of_the_protocol_can_be_said_in_both_languages():
    rules = load_bytes(REAL_RULES.read_bytes(), "criteria.yaml")
    for criterion in rules.criteria.values():
        for language in rules.languages:
            said = in_words(rules, criterion.rule, language)
            assert said
            assert "{" not in said


def test_a_derived_value_is_named_by_the_questions_it_rests_on():
    rules = load_bytes(
        b"""\
screener: 1
protocol: {id: P, version: "1", title: T}
questions:
  height: {type: quantity, ask: Height?, unit: m}
  weight: {type: quantity, ask: Weight?, unit: kg}
  body_mass: {type: decimal, derive: {ratio: [weight, height]}}
  mass_index: {type: decimal, derive: {ratio: [body_mass, height]}}
  a: {type: integer, ask: A?}
  b: {type: integer, ask: B?}
  half: {type: decimal, derive: {sum: [a, b]}}
  whole: {type: decimal, derive: {sum: [half, mass_index]}}
exclusion:
  - {id: E1, text: One, rule: {mass_index: {above: 30}}}
  - {id: E2, text: Two, rule: {whole: {above: 30}}}
""",
        "rules.yaml",
    )

    def said(id):
        return in_words(rules, rules.criteria[id].rule, "en")

    assert said("E1") == "mass index (from “Weight?”, “Height?”) is above 30"
    assert said("E2") == "whole (from 4 answers) is above 30"
