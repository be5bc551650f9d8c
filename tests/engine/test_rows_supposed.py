"""What is told of rows is true of all rows, by trying all that a few days and scores can make."""

from datetime import date
from decimal import Decimal
from itertools import combinations_with_replacement

from hypothesis import given, settings
from hypothesis import strategies as st

from screener.engine.cells import cells
from screener.engine.decide import Status, decide, decide_checked
from screener.engine.rows_supposed import rows_effects
from screener.engine.rows_words import rows_told
from screener.protocol.answers import Answer
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import QuestionType
from screener.protocol.values import Entry
from tests.engine.protocols import ON as TODAY
from tests.engine.protocols import cases

ON = date(2026, 1, 31)
HEAD = """\
screener: 1
protocol: {id: P, version: 1, title: P}
questions:
  visits: {type: series, ask: Visits?, fields: {score: {type: integer, ask: Score, min: 0, max: 9}}}
  ill: {type: boolean, ask: Ill?}
  drug: {type: boolean, ask: Drug?, when: {visits: {any: {score: {above: 2}}}}}
  limit:
    type: integer
    derive: {case: [{when: {visits: {count: {at_least: 2}}}, value: 1}, {value: 5}]}
"""
ATOMS = (
    "{visits: {latest: {score: {above: 2}}}}",
    "{visits: {latest: {date: {on_or_before: reference}}, within: 1 month}}",
    "{visits: {any: {score: {above: 2}}}}",
    "{visits: {every: {score: {below: 7}}}}",
    "{visits: {count: {at_least: 2}}}",
    "{visits: {unchanged: [score], for: 6 months}}",
    "{ill: yes}",
    "{drug: yes}",
    "{limit: {above: 3}}",
)
ROWS = [
    Entry(day, {} if score is None else {"score": Decimal(score)})
    for day in (date(2025, 6, 1), date(2026, 1, 20))
    for score in (None, 0, 4, 8)
]
ALL_ROWS = [
    tuple(some) for count in range(4) for some in combinations_with_replacement(ROWS, count)
]


@st.composite
def conditions(draw, depth=2):
    if depth == 0 or draw(st.booleans()):
        atom = draw(st.sampled_from(ATOMS))
        return draw(st.sampled_from([atom, atom, f"{{not: {atom}}}"]))
    members = draw(st.lists(conditions(depth - 1), min_size=2, max_size=3))
    return f"{{{draw(st.sampled_from(['all', 'any', 'none']))}: [{', '.join(members)}]}}"


def decided(rule, **answers):
    rules = f"{HEAD}inclusion:\n  - {{id: I1, text: I1, rule: {rule}}}\n"
    return decide(load_bytes(rules.encode(), "rules.yaml"), answers, ON)


def check(result, found, series, question="visits", criterion="I1"):
    """Hold what was told against what each of these series comes to."""
    for rows in series:
        status = result.supposing(question, rows)[1][criterion]
        truths = result.tests_supposing(question, rows)
        told = [
            one.status
            for one in found.effects
            if all(truths.of(test) is truth for test, truth in one.tests)
        ]
        assert set(told) <= {status}
        if found.complete and status is not Status.OPEN:
            assert told


answers = st.fixed_dictionaries({}, optional={"ill": st.booleans(), "drug": st.booleans()})


@settings(max_examples=80, deadline=None)
@given(conditions(), answers)
def test_whatever_rows_there_are_they_do_what_was_told(rule, given_answers) -> None:
    result = decided(rule, **given_answers)
    check(result, rows_effects(result, "visits", "I1"), ALL_ROWS)


@settings(max_examples=80, deadline=None)
@given(conditions(), answers, st.sampled_from([one for one in ALL_ROWS if one]))
def test_however_rows_that_are_there_are_completed_it_is_as_was_told(
    rule, given_answers, present
) -> None:
    rows = [{"date": one.date, **one.fields} for one in present]
    result = decided(rule, visits=rows, **given_answers)
    found = rows_effects(result, "visits", "I1", completing=True)
    tests = {test for one in found.effects for test, _truth in one.tests}
    now = {leaf: result.truth(leaf) for leaf in tests}
    completed = [
        series
        for series in ALL_ROWS
        if len(series) == len(present)
        and all(
            new.date == old.date and old.fields.items() <= new.fields.items()
            for new, old in zip(series, present, strict=True)
        )
    ]
    assert all(
        result.tests_supposing("visits", series).of(leaf) is truth
        for series in completed
        for leaf, truth in now.items()
        if truth is not None
    )
    check(result, found, completed)


@settings(max_examples=50, deadline=None)
@given(cases())
def test_in_any_protocol_rows_do_what_was_told(case) -> None:
    protocol, values = case
    asked = {id: Answer(one) for id, one in values.items() if protocol.questions[id].derive is None}
    result = decide_checked(protocol, asked, TODAY)
    every = {id: result.value(id) for id in protocol.questions}
    for id, question in protocol.questions.items():
        if question.type is QuestionType.SERIES:
            series = [cell.value for cell in cells(protocol, every, TODAY, id)]
            for criterion in protocol.criteria:
                check(result, rows_effects(result, id, criterion), series, id, criterion)


def test_of_two_tests_that_both_have_to_be_so_neither_is_said_to_do_it_alone() -> None:
    result = decided(f"{{all: [{ATOMS[5]}, {ATOMS[1]}, {ATOMS[6]}]}}", ill=True)
    told = list(rows_told(result, rows_effects(result, "visits", "I1"), "en"))
    assert [(one.condition, one.if_so, one.if_not) for one in told] == [
        ("this: unchanged for 6 months are “Score”", None, "fail"),
        (
            "this: unchanged for 6 months are “Score”, and also this, in the 1 month up to the day "
            "of the decision: there is a row",
            "pass",
            None,
        ),
    ]


def test_rows_say_what_they_do_to_whether_another_question_applies() -> None:
    result = decided("{not: {drug: yes}}")
    (told,) = rows_told(result, rows_effects(result, "visits", "I1"), "en")
    assert told.condition == "this: in some row “Score” is above 2"
    assert (told.if_so, told.if_not) == ("open", "pass")


def test_of_very_many_tests_it_is_said_that_not_all_was_worked_out() -> None:
    tests = [f"{{visits: {{any: {{score: {number}}}}}}}" for number in range(9)]
    either = decided(f"{{any: [{', '.join(tests)}]}}")
    found = rows_effects(either, "visits", "I1")
    assert [one.status for one in found.effects] == ["pass"] * 9
    assert not found.complete
