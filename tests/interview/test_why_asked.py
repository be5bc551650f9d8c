"""Why a question is asked: what each answer would do to each criterion, true of every answer."""

from itertools import combinations

import pytest

from screener.interview.sitting import Sitting
from tests.interview.setting import NURSE, REAL_RULES, missing, value

RULES = b"""\
screener: 1
protocol: {id: P, version: 1, title: P, on_failure: continue}
questions:
  metals:
    type: choices
    ask: Metals?
    options: {titanium: Titanium, steel: Steel, cobalt: Cobalt, other: Another}
  ill: {type: boolean, ask: Ill?}
  scan: {type: choice, ask: Scan?, options: {clear: Clear, not_clear: Not clear}, when: {metals: {any_of: [steel]}}}
  visits: {type: series, ask: Visits?, fields: {score: {type: integer, ask: Score}}}
inclusion:
  - id: I1
    text: Kept
    rule:
      all:
        - visits: {unchanged: [score], for: 6 months}
        - visits: {latest: {date: {on_or_before: reference}}, within: 1 month}
  - {id: I2, text: Scan, rule: {any: [{scan: clear}, {ill: no}]}}
exclusion:
  - id: E1
    text: Metal
    rule:
      any:
        - metals: {any_of: [cobalt, other]}
        - metals: {none_of: [titanium, steel, cobalt, other]}
"""  # noqa: E501


@pytest.fixture
def sit(store):
    def sit(rules=RULES):
        return Sitting.open(store, store.new_screening(rules, "DL-1", NURSE, "en"), NURSE, "en")

    return sit


def told(why):
    return [
        (effect.label, [(one.criterion, one.after) for one in effect.changes])
        for effect in why.effects
    ]


def test_every_set_of_options_stands_under_what_it_does(sit):
    assert told(sit().why("metals")) == [
        ("any with Cobalt or Another; or none of them", [("E1", "fail")]),
        (
            "any with Steel and with none of Cobalt, Another; or any with Titanium and with none "
            "of Cobalt, Another",
            [("E1", "pass")],
        ),
    ]


def test_that_a_criterion_waits_for_a_result_is_told_only_of_the_answers_with_which_it_does(sit):
    sitting = sit()
    sitting.give("metals", value(["steel"]))
    sitting.give("scan", missing("pending"))
    assert told(sitting.why("metals")) == [
        (
            "any with Cobalt or Another and without Steel; or none of them",
            [("I2", "open"), ("E1", "fail")],
        ),
        ("Titanium alone", [("I2", "open")]),
        ("any with Steel and with none of Cobalt, Another", []),
        ("any with Steel and with Cobalt or Another", [("E1", "fail")]),
    ]


def test_of_rows_it_is_told_what_they_do_together(sit):
    why = sit().why("visits")
    lately = "this, in the 1 month up to the day of the decision: there is a row"
    assert [(one.label, one.criterion, one.if_so, one.if_not) for one in why.effects] == [
        ("this: unchanged for 6 months are “Score”", "I1", None, "fail"),
        (f"this: unchanged for 6 months are “Score”, and also {lately}", "I1", "pass", None),
    ]
    assert why.beyond == "Rows that do not tell yet leave it open."


def test_what_each_set_of_materials_does_in_the_protocol_is_what_is_told(sit):
    """As it is decided of each of the sixteen sets."""
    sitting = sit(REAL_RULES.read_bytes())
    sitting.give("consent", value("signed"))
    sitting.give("consent_date", value("2026-03-01"))
    sitting.give("ethics_approval", value("approved"))
    sitting.give("metal_fixator", value(True))
    sitting.give("pacemaker", value(False))
    options = sitting.protocol.questions["fixator_materials"].options
    labels = {id: text.in_language("en") for id, text in options.items()}
    metals = [one for one in labels if one != "titanium"]
    sets = [set(one) for n in range(5) for one in combinations(labels, n)]
    came_to: dict[str, list[set[str]]] = {}
    for one in sets:
        status = sitting.result.supposing("fixator_materials", frozenset(one))[1]["E5"]
        came_to.setdefault(status, []).append(one)
    assert came_to["pass"] == [{"titanium"}]
    assert all(one in came_to["fail"] for one in sets if one & set(metals))
    said = {dict(found).get("E5"): label for label, found in told(sitting.why("fixator_materials"))}
    assert said["pass"] == f"{labels['titanium']} alone"
    named = f"any with {labels['steel']}, {labels['cobalt_chromium']} or {labels['other']}"
    assert named in said["fail"]
