"""A rules file becomes a protocol: complete, exact, and only if nothing in it is wrong."""

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from screener.protocol.answers import Missing
from screener.protocol.conditions import (
    REFERENCE,
    AgoTest,
    All,
    Answered,
    AnyEntry,
    AtLeast,
    BooleanTest,
    ChoicesTest,
    ChoiceTest,
    Comparison,
    Count,
    CriterionRef,
    DateComparison,
    DateTest,
    DefinitionRef,
    EveryEntry,
    Latest,
    NoneOf,
    Not,
    NumberTest,
    OrderTest,
    SeriesTest,
    SetComparison,
    Unchanged,
)
from screener.protocol.derivations import (
    Arithmetic,
    Calculation,
    CalendarUnit,
    Case,
    Completed,
    Formula,
    FormulaCall,
    Score,
)
from screener.protocol.durations import Duration
from screener.protocol.loading.loader import load, load_bytes
from screener.protocol.model import Changes, Decision, Kind, OnFailure, QuestionType
from screener.protocol.problems import ProtocolError, Severity
from screener.protocol.roles import Role
from screener.protocol.values import NumberRange

WHOLE = Path(__file__).parent / "good" / "whole.yaml"
CRITERIA = Path(__file__).parents[2] / "rules" / "criteria.yaml"

HEAD = "screener: 1\nprotocol: {id: P, version: 1, title: T, date: 2026-01-31}\n"
QUESTIONS = "questions:\n  age: {type: integer, ask: How old?}\n"
RULE = "inclusion:\n  - {id: I1, text: Adult, rule: {age: {at_least: 18}}}\n"


@pytest.fixture(scope="module")
def whole():
    return load(WHOLE)


def is_a(node, kind):
    return isinstance(node, kind)


def rule_of(text, questions="  age: {type: integer, ask: How old?}\n"):
    """The rule that `text` is read as, on these questions."""
    file = f"{HEAD}questions:\n{questions}inclusion:\n  - id: I1\n    text: T\n    rule: {text}\n"
    return load_bytes(file.encode(), "rules.yaml").criteria["I1"].rule


def problems_of(text):
    with pytest.raises(ProtocolError) as caught:
        load_bytes(text.encode() if isinstance(text, str) else text, "rules.yaml")
    return caught.value.problems


def test_the_protocol_that_is_shipped_has_neither_errors_nor_warnings():
    protocol = load(CRITERIA)
    assert protocol.problems == ()
    assert [kind.value for kind in Kind] == ["inclusion", "exclusion"]
    assert len(protocol.criteria) == 15


def test_a_file_with_everything_the_language_has_loads_without_a_problem(whole):
    assert whole.problems == ()


def test_the_protocol_keeps_the_bytes_it_came_from_and_their_hash(whole):
    data = WHOLE.read_bytes()
    assert whole.source_bytes == data
    assert whole.sha256 == hashlib.sha256(data).hexdigest()
    assert whole.path == str(WHOLE)


def test_the_header_is_read_as_written(whole):
    assert (whole.id, whole.version) == ("TEST-1", "1.10")
    assert whole.title.in_language("no") == "En studie"
    assert whole.languages == ("en", "zh", "no")
    assert whole.on_failure is OnFailure.CONTINUE
    assert whole.date == date(2026, 1, 31)
    assert whole.source == "https://example.org/protocol"


def test_questions_keep_the_order_of_the_file_and_what_was_left_out_has_its_default(whole):
    assert list(whole.questions)[:3] == ["consent_given", "born", "sex"]
    falls = whole.questions["falls"]
    assert (falls.effort, falls.changes, falls.answered_by) == (1, Changes.NEVER, Role.SCREENER)
    assert falls.when is None
    assert falls.section is None


def test_options_and_labels_are_text_whatever_they_look_like(whole):
    grade = whole.questions["grade"]
    assert list(grade.options) == ["A", "B", "C", "D", "No"]
    assert grade.ordered
    assert grade.options["No"].in_language("no") == "Nei"


def test_units_are_exact_with_the_canonical_one_first(whole):
    sugar = whole.questions["sugar"]
    assert list(sugar.units.items()) == [
        ("mmol/L", Decimal(1)),
        ("mg/dL", Decimal("0.0555")),
        ("1", Decimal("0.5")),
    ]
    assert (sugar.minimum, sugar.maximum) == (Decimal(0), Decimal(100))
    assert sugar.valid_for == Duration(0, 28, "28 days")
    assert sugar.help.in_language("en") == "From the report of the laboratory."


def test_dates_may_be_bounded_by_the_reference_date(whole):
    born = whole.questions["born"]
    assert (born.minimum, born.maximum) == (date(1900, 1, 1), REFERENCE)
    operated = whole.questions["operated"]
    assert operated.future
    assert operated.ongoing


def test_a_series_has_fields_that_may_depend_on_each_other(whole):
    exams = whole.questions["exams"]
    assert exams.type is QuestionType.SERIES
    assert list(exams.fields) == ["motor", "level", "pain", "where", "seen", "remark"]
    assert is_a(exams.fields["where"].when, BooleanTest)


def test_one_operator_stands_alone_and_several_are_joined_by_all():
    alone = rule_of("{age: {at_least: 18}}")
    assert is_a(alone, NumberTest)
    assert (alone.comparison, alone.bound) == (Comparison.AT_LEAST, Decimal(18))
    both = rule_of("{age: {at_least: 18, at_most: 65}}")
    assert is_a(both, All)
    assert [test.comparison for test in both.members] == [Comparison.AT_LEAST, Comparison.AT_MOST]


def test_several_questions_in_one_mapping_are_joined_by_all():
    rule = rule_of(
        "{age: 40, fit: yes}",
        "  age: {type: integer, ask: A?}\n  fit: {type: boolean, ask: F?}\n",
    )
    assert is_a(rule, All)
    assert [test.question for test in rule.members] == ["age", "fit"]
    assert rule.members[0].comparison is Comparison.EQUAL


def test_tests_have_the_form_their_question_has(whole):
    tests = whole.criteria["I2"].rule.members
    assert is_a(tests[0], BooleanTest)
    single, listed, negated = tests[1].members
    assert (single.options, single.negated) == (("female",), False)
    assert listed.options == ("male", "female")
    assert is_a(negated, ChoiceTest)
    assert negated.negated
    assert tests[2].negated
    assert all(is_a(test, OrderTest) for test in tests[3].members)
    assert is_a(tests[4], NoneOf)
    first = tests[4].members[0].members[0]
    assert is_a(first, ChoicesTest)
    assert first.comparison is SetComparison.ANY_OF
    assert tests[6].bound == Answered("sugar_limit", Decimal("1.5"))


def test_a_bound_with_a_unit_is_converted_exactly(whole):
    bound = whole.criteria["I2"].rule.members[7].bound
    assert bound == Decimal("5.55")


def test_a_long_bound_times_a_long_factor_is_not_rounded():
    number, factor = "1." + "3" * 39, "0." + "7" * 40
    question = f"  q: {{type: quantity, unit: a, units: {{b: {factor}}}, ask: Q?}}\n"
    bound = rule_of(f"{{q: {{above: {number} b}}}}", question).bound
    assert bound.as_tuple().digits == Decimal(int("1" + "3" * 39) * int("7" * 40)).as_tuple().digits


def test_dates_compare_with_days_questions_and_the_reference_date(whole):
    tests = whole.criteria["I2"].rule.members
    before, after, on_or_before = tests[8].members
    assert (before.comparison, before.bound) == (DateComparison.BEFORE, date(2025, 6, 1))
    assert after.bound == Answered("born")
    assert is_a(on_or_before, DateTest)
    assert on_or_before.bound is REFERENCE
    above, at_most = tests[9].members
    assert is_a(above, AgoTest)
    assert (above.until, above.duration.months) == (REFERENCE, 12)
    assert at_most.duration.months == 126
    assert tests[10].until == Answered("operated")


def test_series_forms_carry_their_limits(whole):
    rule = whole.criteria["I3"].rule
    assert is_a(rule, AtLeast)
    assert rule.least == 2
    unchanged, latest, some, every, counts = rule.members
    assert unchanged.form == Unchanged(("motor", "level", "where"), Duration(6, 0, "6 months"))
    assert unchanged.within.months == 12
    assert is_a(latest.form, Latest)
    assert latest.until == Answered("operated")
    assert is_a(some.form, AnyEntry)
    assert is_a(every.form, EveryEntry)
    assert is_a(every.where, BooleanTest)
    assert is_a(counts, SeriesTest)
    assert counts.form == Count(least=2, most=5)


def test_inside_an_entry_a_name_is_a_field_before_it_is_a_question(whole):
    some = whole.criteria["I3"].rule.members[2].form.condition
    assert some.members[1].bound == Answered("date", field=True)
    where = whole.criteria["I3"].rule.members[4].where
    assert where.bound == Answered("falls", field=False)


def test_references_to_criteria_and_definitions_are_kept_as_such(whole):
    rule = whole.criteria["E1"].rule
    assert is_a(rule, Not)
    criterion, definition = rule.member.members
    assert is_a(criterion, CriterionRef)
    assert is_a(definition, DefinitionRef)
    assert is_a(whole.definitions["adult"], All)


def test_derivations_are_read_with_their_defaults(whole):
    derive = {name: question.derive for name, question in whole.questions.items()}
    assert derive["age"] == Completed(CalendarUnit.YEARS, "born", REFERENCE)
    assert derive["months_since"] == Completed(CalendarUnit.MONTHS, "injured", REFERENCE)
    assert derive["weeks_from"] == Completed(CalendarUnit.WEEKS, date(2025, 1, 1), REFERENCE)
    assert derive["total"] == Calculation(Arithmetic.SUM, ("falls", Decimal(2), "months_since"))
    assert derive["points"] == Score({"fertile": Decimal(2), "consent_given": Decimal(-1)})
    assert derive["qtc"] == FormulaCall(Formula.QTC_FRIDERICIA, {"qt": "qt", "rr": "rr"})
    assert is_a(derive["limit"], Case)
    assert [branch.value for branch in derive["limit"].branches] == [
        Decimal(7),
        "sugar_limit",
        Decimal("6.5"),
    ]
    assert derive["limit"].branches[2].when is None


def test_criteria_keep_the_words_and_numbers_of_the_protocol(whole):
    criterion = whole.criteria["I1"]
    assert (criterion.label, criterion.source, criterion.supersedes) == ("1", "4.1", "I0")
    assert criterion.expected_failure == Decimal("0.25")
    assert criterion.printed == "1"
    assert [criterion.kind for criterion in whole.criteria.values()] == [
        Kind.INCLUSION,
        Kind.INCLUSION,
        Kind.INCLUSION,
        Kind.EXCLUSION,
    ]


def test_examples_have_checked_answers_with_those_they_are_based_on(whole):
    adult, later, unknown = whole.examples
    assert adult.on == date(2026, 1, 31)
    assert adult.answers["sugar"].value == NumberRange(None, Decimal("0.2"), open_high=True)
    assert adult.answers["sugar_limit"].due == date(2026, 2, 15)
    assert adult.answers["notes"].value == "007"
    assert adult.expect.open == ("I2",)
    assert adult.expect.fails == ()
    assert (later.on, later.expect.fails) == (date(2026, 3, 1), None)
    assert later.answers["born"] == adult.answers["born"]
    assert unknown.on == date(2026, 1, 31)
    assert "consent_given" not in unknown.answers
    assert unknown.answers["sex"].missing is Missing.UNKNOWN
    assert unknown.expect.decision is Decision.UNDETERMINED


def test_all_problems_of_shape_and_meaning_are_told_in_one_run_in_their_order():
    problems = problems_of(
        "screener: 1\n"
        "protocol: {id: P, version: 1, title: T, date: 2026-02-30}\n"
        "questions:\n"
        "  age: {type: integer, ask: How old?, efort: 2}\n"
        "  sex: {type: choise, ask: Sex?}\n"
        "  weight: {type: quantity, unit: kg, ask: Weight?}\n"
        "  spare: {type: text, ask: Else?}\n"
        "inclusion:\n"
        "  - {id: I1, text: Adult, rule: {agee: {at_least: 18}}}\n"
        "  - {id: I2, txt: Light, rule: {weight: {below: 90 lb}}}\n"
        "  - {id: I3, text: Sex, rule: {sex: male, weight: heavy}}\n"
    )
    assert [(problem.line, problem.column, problem.code) for problem in problems] == [
        (2, 47, "impossible-date"),
        (4, 39, "unknown-key"),
        (5, 15, "unknown-word"),
        (7, 3, "unused-question"),
        (9, 34, "unknown-question"),
        (10, 14, "unknown-key"),
        (10, 49, "unknown-unit"),
        (11, 51, "not-a-number"),
    ]
    assert [p.severity for p in problems].count(Severity.WARNING) == 1


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_editors_count_them(separator, line_end):
    text = f"""\
screener: 1
protocol: {{id: P, version: 1, title: "A{separator}trial{separator}"}}{separator}
questions:
  age: {{type: integer, ask: How{separator}old?, wrong: yes}}
inclusion: [{{id: I1, text: Adult, rule: {{age: {{at_least: 18}}}}}}]
"""
    with pytest.raises(ProtocolError) as caught:
        load_bytes(text.replace("\n", line_end).encode(), "rules.yaml")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.code) == (4, 39, "unknown-key")


def test_a_text_may_hold_what_ends_a_line_for_yaml_alone():
    text = """\
screener: 1
protocol: {id: P, version: 1, title: A trial}
questions:
  age: {type: integer, ask: "How\u2028old?", help: How\u2028old}
inclusion: [{id: I1, text: Adult, rule: {age: {at_least: 18}}}]
"""
    age = load_bytes(text.encode(), "rules.yaml").questions["age"]
    assert age.ask
    assert age.help
    assert age.ask.in_language("en") == "How\u2028old?"
    assert age.help.in_language("en") == "How\u2028old"


def test_a_problem_reads_as_one_line_with_file_place_code_and_hint():
    problem = problems_of(HEAD + QUESTIONS + RULE.replace("{age:", "{aeg:"))[0]
    assert str(problem) == (
        "rules.yaml:6:34: error[unknown-question]: there is no question `aeg` (did you mean `age`?)"
    )


def test_a_file_with_warnings_alone_loads_and_keeps_them():
    file = HEAD + QUESTIONS + "  spare: {type: text, ask: Else?}\n" + RULE
    protocol = load_bytes(file.encode(), "rules.yaml")
    assert [problem.code for problem in protocol.problems] == ["unused-question"]


def test_a_definition_that_nothing_in_use_refers_to_does_not_use_its_questions():
    file = (
        HEAD
        + QUESTIONS
        + "  fit: {type: boolean, ask: Fit?}\n"
        + "definitions:\n  a: {definition: b}\n  b: {fit: yes}\n"
        + RULE
    )
    protocol = load_bytes(file.encode(), "rules.yaml")
    assert [problem.code for problem in protocol.problems] == [
        "unused-question",
        "unused-definition",
        "unused-definition",
    ]


@pytest.mark.parametrize(
    "place",
    [
        "definitions:\n  unused: {fit: yes}\n  used: {not: {fit: yes}}\n"
        "exclusion:\n  - {id: E1, text: T, rule: {definition: used}}\n",
        "sections:\n  - {id: s, title: S, after: {fit: yes}}\n",
        "exclusion:\n  - id: E1\n    text: T\n"
        "    rule: {exams: {any: {date: {after: {question: day}}}}}\n",
    ],
)
def test_rules_definitions_in_use_and_afters_use_a_question(place):
    questions = (
        "  fit: {type: boolean, ask: Fit?}\n  day: {type: date, ask: Day?, when: {fit: yes}}\n"
        "  exams: {type: series, ask: E?, fields: {}, for_record: yes}\n"
    )
    protocol = load_bytes((HEAD + QUESTIONS + questions + place + RULE).encode(), "rules.yaml")
    unused = [p.message for p in protocol.problems if p.code == "unused-question"]
    assert not any("fit" in message for message in unused)


def test_negative_tests_are_warned_of_in_inclusions_alone():
    questions = QUESTIONS + "  fertile: {type: boolean, ask: F?, when: {age: {below: 50}}}\n"
    exclusion = "exclusion:\n  - {id: E1, text: T, rule: {fertile: no}}\n"
    assert load_bytes((HEAD + questions + RULE + exclusion).encode(), "r").problems == ()
    positive = "  - {id: I2, text: T, rule: {not: {fertile: yes}}}\n"
    assert load_bytes((HEAD + questions + RULE + positive).encode(), "r").problems == ()


def test_a_misspelt_name_does_not_make_what_it_meant_look_unused():
    codes = [
        problem.code for problem in problems_of(HEAD + QUESTIONS + RULE.replace("age:", "agg:"))
    ]
    assert codes == ["unknown-question"]


def test_a_path_may_be_given_as_text_and_a_missing_file_is_an_os_error(tmp_path):
    assert load(str(WHOLE)).path == str(WHOLE)
    with pytest.raises(OSError, match="nothing"):
        load(tmp_path / "nothing.yaml")
    with pytest.raises(OSError, match=str(tmp_path.name)):
        load(tmp_path)
