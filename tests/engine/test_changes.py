"""What would have to change: the minimal sets of answers, over one answer for each cell."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain, product
from math import prod
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from screener.engine.cells import Days, cells
from screener.engine.changes import MOST_WAYS, changes
from screener.engine.compiler import compiled
from screener.engine.decide import decide, decide_checked
from screener.engine.minimal_true_sets import minimal_true_sets
from screener.engine.values import as_of
from screener.protocol.answering.answer_checks import check_answers
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import Changes as MayChange
from screener.protocol.model import Criterion, Decision, Kind, Question, QuestionType
from screener.protocol.text import Text
from screener.protocol.values import NumberRange, Value
from tests.engine.protocols import (
    HERE,
    ON,
    VALUES,
    Names,
    conditions,
    evaluate,
    protocols,
)

_QUIET = (
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
    HealthCheck.filter_too_much,
)
#: Brute force tries no more assignments than this.
_MOST = 1000


@st.composite
def changing(draw):
    """A protocol and answers of which a few are missing and a few can change."""
    protocol = draw(protocols())
    asked = [id for id, one in protocol.questions.items() if one.derive is None]
    varying = draw(st.lists(st.sampled_from(asked), min_size=1, max_size=4, unique=True))
    missing = draw(st.sets(st.sampled_from(varying)))
    values = {id: draw(VALUES[protocol.questions[id].type]) for id in asked}
    values = {id: value for id, value in values.items() if id not in missing}
    can = {
        id: replace(one, changes=MayChange.CAN if id in varying else MayChange.NEVER)
        for id, one in protocol.questions.items()
    }
    return replace(protocol, questions=can), values


def _tried(protocol, values, variable, within):
    """Give every answer that is tried for each variable question, the present one first."""
    known = dict.fromkeys(protocol.questions) | values
    return {
        id: [
            values.get(id),
            *(
                as_of(cell.value, ON)
                for cell in cells(protocol, known, ON, id, variable, within.get(id))
            ),
        ]
        for id in variable
    }


def _incomplete(rules, evaluation, can):
    """Give the series that are there, do not change, and leave a test unknown."""
    leaves = zip(rules.outline.leaves, evaluation.leaves, strict=True)
    unknown = {leaf.question for leaf, truth in leaves if truth is None}
    asked = rules.outline.protocol.questions
    return {
        id
        for id in unknown - can
        if asked[id].type is QuestionType.SERIES and evaluation.values[id] is not None
    }


def _by_force(rules, values, tried):
    """Try every choice of answers; give the minimal sets of questions whose answers change."""
    found: set[frozenset[str]] = set()
    for chosen in product(*tried.values()):
        given_ = dict(zip(tried, chosen, strict=True))
        if evaluate(rules, {**values, **given_}).decision is Decision.ELIGIBLE:
            found.add(frozenset(id for id, one in given_.items() if one != values.get(id)))
    return {one for one in found if not any(other < one for other in found)}


def _whole(found):
    """Choose a way from each group, in every way."""
    if found.stuck:
        return set()
    ways = [[frozenset(way.questions) for way in group.ways] for group in found.groups]
    return {frozenset(chain(*chosen)) for chosen in product(*ways)}


def _check(case):
    protocol, values = case
    rules = compiled(protocol)
    evaluation = evaluate(rules, values)
    found = changes(rules, evaluation.values, ON)
    can = {id for id in values if protocol.questions[id].changes is MayChange.CAN}
    asked = set(rules.outline.asked)
    lacking = found.inexact | _incomplete(rules, evaluation, can)
    variable = (asked - values.keys()) | can | lacking
    tried = _tried(protocol, evaluation.values, variable, {id: values[id] for id in lacking})
    assume(prod(map(len, tried.values())) <= _MOST)
    assume(all(group.complete for group in found.groups))
    assert _whole(found) == _by_force(rules, values, tried)
    for group in found.groups:
        for way in group.ways:
            _check_working(rules, values, found, group, way)


def _check_working(rules, values, found, group, way):
    """What works of one group makes its criteria pass where all other groups are solved."""
    others: dict[str, Value] = {}
    for one in found.groups:
        if one is not group and one.ways:
            others |= one.ways[0].answers
    for id, working in way.working.items():
        assert any(cell.value == way.answers[id] or cell.span for cell in working)
        for cell in working:
            answers = {**others, **way.answers, id: cell.value}
            then = evaluate(rules, {**values, **{k: as_of(v, ON) for k, v in answers.items()}})
            if not found.stuck:
                assert then.decision is Decision.ELIGIBLE


@settings(max_examples=30, suppress_health_check=_QUIET)
@given(changing())
def test_the_ways_are_what_trying_every_answer_finds(case) -> None:
    _check(case)


@st.composite
def _findings(draw):
    """A protocol about five findings, any of which may be missing or change."""
    asked = [Question(id, QuestionType.BOOLEAN, HERE, changes=MayChange.CAN) for id in "abcde"]
    whole = draw(protocols())
    names = Names(asked)
    criteria = {
        id: Criterion(id, kind, Text.plain(id), draw(conditions(names, depth=2)), HERE)
        for id, kind in (("I1", Kind.INCLUSION), ("E1", Kind.EXCLUSION))
    }
    protocol = replace(
        whole,
        questions={one.id: one for one in asked},
        sections={},
        definitions={},
        criteria=criteria,
    )
    return protocol, draw(st.dictionaries(st.sampled_from("abcde"), st.booleans()))


@settings(max_examples=60, suppress_health_check=_QUIET)
@given(_findings())
def test_findings_that_hang_together_have_every_minimal_way(case) -> None:
    _check(case)


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1), max_size=5))
@settings(max_examples=100)
def test_the_minimal_sets_of_what_only_grows_are_found(family) -> None:
    def enough(free):
        return free if any(one <= free for one in family) else None

    found = minimal_true_sets("abcdef", enough, 100)
    assert found.complete
    minimal = {one for one in family if not any(other < one for other in family)}
    assert set(found.sets) == minimal
    assert len(found.sets) == len(minimal)


@pytest.mark.slow
@settings(max_examples=600, suppress_health_check=_QUIET)
@given(changing())
def test_the_ways_are_what_trying_every_answer_finds_in_a_long_search(case) -> None:
    _check(case)


# The protocol that ships, and what its readers would ask.


@pytest.fixture(scope="module")
def injury_protocol():
    rules = Path(__file__).parents[2] / "rules" / "criteria.yaml"
    return load_bytes(rules.read_bytes(), rules.name)


@pytest.fixture(scope="module")
def worked(injury_protocol):
    return {one.name: one for one in injury_protocol.examples}


def _told(found):
    """Write each group as its criteria and, way by way, the questions."""
    return [
        ("+".join(group.criteria), [" & ".join(way.questions) for way in group.ways])
        for group in found.groups
    ]


def _after(protocol, example, **answers):
    checked = check_answers(protocol.questions, answers, example.on)
    return decide_checked(protocol, {**example.answers, **checked}, example.on).changes


def test_an_abnormal_urine_would_have_to_be_normal(injury_protocol, worked) -> None:
    found = _after(injury_protocol, worked["An eligible man"], urine_routine="abnormal")
    assert _told(found) == [("I7", ["urine_routine"])]
    assert found.possible
    assert found.must_change(found.groups[0])
    assert [one.value for one in found.groups[0].ways[0].working["urine_routine"]] == ["normal"]


def test_of_two_failures_each_would_have_to_change(injury_protocol, worked) -> None:
    found = _after(
        injury_protocol,
        worked["An eligible man"],
        urine_routine="abnormal",
        lumbosacral_infection=True,
    )
    assert _told(found) == [("I7", ["urine_routine"]), ("E1", ["lumbosacral_infection"])]


def test_what_never_changes_is_told_to_stand_in_the_way(injury_protocol, worked) -> None:
    man = worked["An eligible man"]
    found = _after(injury_protocol, man, caused_by_trauma=False, urine_routine="abnormal")
    assert not found.possible
    assert [(one.criterion, one.questions) for one in found.stuck] == [
        ("I5", ("caused_by_trauma",))
    ]
    assert _told(found) == [("I7", ["urine_routine"])]


def test_what_is_tested_comes_before_whether_it_applies(injury_protocol, worked) -> None:
    steel = worked["E5, stainless steel"]
    assert _told(_after(injury_protocol, steel)) == [("E5", ["fixator_materials", "metal_fixator"])]


def test_no_operation_is_named_that_would_make_a_pregnant_woman_eligible(
    injury_protocol, worked
) -> None:
    found = _after(injury_protocol, worked["E3, pregnant"])
    assert _told(found) == [("E3", ["pregnancy_test"])]


def test_a_disease_that_stays_is_told_to_stand_in_the_way(injury_protocol, worked) -> None:
    found = _after(injury_protocol, worked["An eligible man"], diabetes_mellitus=True)
    assert [(one.criterion, one.questions) for one in found.stuck] == [
        ("E3", ("diabetes_mellitus",))
    ]


def test_a_series_that_grows_with_time_may_get_another_entry(injury_protocol, worked) -> None:
    found = worked["I3 and I7, the eligible man decided seven weeks later"]
    group = _after(injury_protocol, found).groups[0]
    assert _told(_after(injury_protocol, found))[0] == ("I3", ["neurological_examinations"])
    (rows,) = group.ways[0].answers.values()
    assert [one.date for one in rows[:3]] == [
        date(2019, 5, 20),
        date(2019, 9, 5),
        date(2019, 12, 12),
    ]
    assert rows[3].date == found.on


def test_who_is_eligible_has_nothing_to_change(injury_protocol, worked) -> None:
    found = _after(injury_protocol, worked["An eligible man"])
    assert (found.groups, found.stuck, found.possible) == ((), (), True)


def test_answers_still_to_be_given_are_no_answers_to_change(injury_protocol) -> None:
    found = decide(injury_protocol, {}, date(2019, 12, 30)).changes
    assert found.possible
    assert not any(found.must_change(group) for group in found.groups)
    assert {id for group in found.groups for id in group.criteria} == set(injury_protocol.criteria)


def _protocol(text):
    head = "screener: 1\nprotocol: {id: P, version: 1, title: P}\n"
    return load_bytes((head + dedent(text)).encode(), "rules.yaml")


def test_all_that_works_is_given_as_intervals() -> None:
    protocol = _protocol(
        """
        questions:
          hb: {type: quantity, unit: g/L, ask: Hb?, min: 0, max: 300, changes: can}
        inclusion:
          - {id: I1, text: Hb, rule: {hb: {at_least: 80, below: 160}}}
          - {id: I2, text: Not hundred, rule: {not: {hb: 100}}}
        """
    )
    (group,) = decide(protocol, {"hb": 70}, date(2026, 1, 31)).changes.groups
    assert [one.span for one in group.ways[0].working["hb"]] == [
        NumberRange(Decimal(80), Decimal(100), open_high=True),
        NumberRange(Decimal(100), Decimal(160), open_low=True, open_high=True),
    ]


def test_a_date_known_by_its_month_may_turn_out_to_be_one_of_its_days() -> None:
    protocol = _protocol(
        """
        questions: {born: {type: date, ask: Born?}, age: {type: integer, derive: {age: born}}}
        inclusion: [{id: I1, text: Age, rule: {age: {at_least: 20}}}]
        """
    )
    found = decide(protocol, {"born": "2006-01"}, date(2026, 1, 20)).changes
    (working,) = found.groups[0].ways[0].working["born"]
    assert working.span == Days(date(2006, 1, 1), date(2006, 1, 20))
    assert not found.must_change(found.groups[0])
    never = decide(protocol, {"born": "2006-02"}, date(2026, 1, 20)).changes
    assert [one.questions for one in never.stuck] == [("born",)]


def test_parts_that_cannot_all_come_out_stand_in_the_way_together() -> None:
    protocol = _protocol(
        """
        questions: {a: {type: boolean, ask: A?, changes: can}}
        inclusion: [{id: I1, text: A, rule: {a: yes}}, {id: I2, text: Not A, rule: {a: no}}]
        """
    )
    assert [one.criterion for one in decide(protocol, {}, ON).changes.stuck] == ["I1", "I2"]
    assert [one.criterion for one in decide(protocol, {"a": True}, ON).changes.stuck] == ["I2"]


def test_more_ways_than_are_listed_are_said_to_be_more() -> None:
    findings = "".join(f"  q{n}: {{type: boolean, ask: Q?}}\n" for n in range(40))
    members = ", ".join(f"{{q{n}: yes}}" for n in range(40))
    protocol = _protocol(
        f"questions:\n{findings}"
        f"inclusion: [{{id: I1, text: Half, rule: {{at_least: 20, of: [{members}]}}}}]\n"
    )
    (group,) = decide(protocol, {}, ON).changes.groups
    assert not group.complete
    assert 0 < len(group.ways) <= MOST_WAYS
    assert {len(way.questions) for way in group.ways} == {20}
