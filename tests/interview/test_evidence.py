"""Which answers are enough, and which of them somebody only said: told with every decision."""

import json

import pytest

from screener.engine.causes import Causes
from screener.engine.monotone import answer, conjunction, disjunction, threshold
from screener.interview.account import Account
from screener.interview.causes_told import causes_told
from screener.interview.evidence_told import evidence, rests_said
from screener.interview.redacting import going, offered, shown
from screener.interview.sitting import Sitting
from screener.interview.travel import Travel
from screener.interview.why_told import Why
from tests.interview.setting import DOCTOR, NURSE, missing, value

ASKED = tuple("abcdefgh")
RULES = """\
screener: 1
protocol: {id: P, version: 1, title: P, on_failure: continue}
questions:
  a: {type: boolean, ask: A?}
  b: {type: boolean, ask: B?}
  c: {type: boolean, ask: C?}
  born: {type: date, ask: Born?}
  age: {type: integer, derive: {age: born}}
"""
EITHER_AND_AGE = """\
inclusion:
  - {id: I1, text: One of two, rule: {any: [{a: yes}, {b: yes}]}}
  - {id: I2, text: Adults, rule: {age: {at_least: 18}}}
"""
TWO_FAIL = """\
exclusion:
  - {id: E1, text: One, rule: {a: yes}}
  - {id: E2, text: Two, rule: {all: [{b: yes}, {c: yes}]}}
"""
ALL_THREE = "inclusion:\n  - {id: I1, text: All, rule: {all: [{a: yes}, {b: yes}, {c: yes}]}}\n"


def told(formula):
    return list(causes_told(Causes(formula, ASKED), lambda id: f"{id}?"))


def leaf(letters):
    return [answer(ASKED.index(letter)) for letter in letters]


def test_nothing_is_told_of_a_single_cause():
    assert told(conjunction(leaf("abc"))) == []


def test_of_two_answers_either_of_which_is_enough_that_is_said():
    assert told(disjunction(leaf("ab"))) == ["Either of these is enough:", "“a?”", "“b?”"]


def test_an_answer_that_all_need_is_said_once():
    formula = conjunction([*leaf("a"), disjunction([*leaf("b"), conjunction(leaf("cd"))])])
    assert told(formula) == [
        "With “a?”, either of these is enough:",
        "“b?”",
        "“c?”, “d?”, together",
    ]


def test_where_many_answers_are_needed_in_any_case_they_are_counted():
    formula = conjunction([*leaf("abcde"), disjunction(leaf("fgh"))])
    assert told(formula) == [
        "5 answers are needed in any case; besides, any one of these is enough:",
        "“f?”",
        "“g?”",
        "“h?”",
    ]


@pytest.mark.parametrize(
    ("letters", "last"),
    [
        ("abcd", "“d?”"),
        ("abcde", "or 1 other set of answers"),
        ("abcdef", "or one of 2 other sets of answers"),
    ],
)
def test_four_are_listed_and_of_the_others_how_many_they_are(letters, last):
    lines = told(disjunction(leaf(letters)))
    assert lines[0] == "Any one of these is enough:"
    assert lines[5 if len(letters) > 4 else 4] == lines[-1] == last


def test_of_more_than_anybody_would_read_no_number_is_told():
    asked = tuple(f"q{at}" for at in range(40))
    half = Causes(threshold(20, map(answer, range(40))), asked)
    *listed, last = causes_told(half, str.upper)
    assert listed[1] == "“Q0”, “Q1”, “Q2”, “Q3” and 16 others, together"
    assert last == "or one of over 999 other sets of answers"


# With a decision.


@pytest.fixture
def decided(store):
    """Answer under rules: each as (value, source); no source where that is None."""

    def decided(criteria, answers, person=NURSE):
        number = store.new_screening((RULES + criteria).encode(), "DL-1", person, "en")
        sitting = Sitting.open(store, number, person, "en")
        for id, (given, source) in answers.items():
            sitting.give(id, value(given, **({"source": source} if source else {})))
        return sitting

    return decided


def account(sitting):
    return Account.of_now(sitting.standing, "en", str)


def rests(sitting):
    return [(said.depth, said.text) for said in rests_said(account(sitting))]


def test_a_criterion_that_two_answers_pass_says_that_either_is_enough(decided):
    sitting = decided(EITHER_AND_AGE, {"a": (True, "chart"), "b": (True, "chart")})
    lines = [(said.depth, said.text) for said in account(sitting).criterion("I1")]
    assert lines[-3:] == [(1, "Either of these is enough:"), (2, "“A?”"), (2, "“B?”")]


def test_of_two_failed_criteria_the_answers_of_either_are_enough(decided):
    yes = (True, "chart")
    sitting = decided(TWO_FAIL, {"a": yes, "b": yes, "c": yes})
    assert rests(sitting) == [
        (0, "Either of these is enough:"),
        (1, "“A?”"),
        (1, "“B?”, “C?”, together"),
    ]


def test_what_one_criterion_says_of_its_answers_is_not_said_again_of_the_case(decided):
    yes = (True, "chart")
    sitting = decided(EITHER_AND_AGE, {"a": yes, "b": yes, "born": ("1980-01-01", "chart")})
    assert account(sitting).decision == "eligible"
    assert rests(sitting) == []


@pytest.mark.parametrize(
    ("sources", "lines"),
    [
        (("chart", "examination", "laboratory_report"), []),
        (
            ("candidate", "chart", "candidate"),
            [
                "2 of them only the candidate reported: “A?”, “C?”. "
                "Without them, the decision would not stand."
            ],
        ),
        (
            ({"kind": "candidate", "through": "staff"}, "chart", "relative"),
            [
                "1 of them only the candidate reported: “A?”. "
                "Without it, the decision would not stand.",
                "1 of them only a relative reported: “C?”. "
                "Without it, the decision would not stand.",
            ],
        ),
        (("candidate",) * 3, ["Only the candidate reported all of them."]),
        (("relative",) * 3, ["Only a relative reported all of them."]),
        ((None, None, None), ["No source was given for any of them."]),
        (
            (None, "chart", "other_document"),
            ["For 1 of them no source was given: “A?”. Without it, the decision would not stand."],
        ),
    ],
)
def test_answers_that_somebody_only_said_are_told_and_that_the_decision_hinges_on_them(
    decided, sources, lines
):
    given = {id: (True, source) for id, source in zip("abc", sources, strict=True)}
    sitting = decided(ALL_THREE, given)
    for id, source in zip("abc", sources, strict=True):
        assert sitting.state.current(id).answer.get("source") == source
    head = [(0, "The decision rests on 3 answers.")] if lines else []
    assert rests(sitting) == head + [(1, line) for line in lines]


def test_a_single_answer_that_somebody_only_said_is_told_as_such(decided):
    assert rests(decided(TWO_FAIL, {"a": (True, "candidate")})) == [
        (0, "The decision rests on 1 answer."),
        (1, "Only the candidate reported it: “A?”."),
    ]


def test_many_answers_of_one_kind_are_counted_and_not_named(decided):
    asked = "".join(f"  q{at}: {{type: boolean, ask: Q{at}?}}\n" for at in range(8))
    every = ", ".join(f"{{q{at}: yes}}" for at in range(8))
    rule = f"{asked}inclusion:\n  - {{id: I1, text: All, rule: {{all: [{every}]}}}}\n"
    sources = [None] * 7 + ["chart"]
    given = {f"q{at}": (True, source) for at, source in enumerate(sources)}
    assert rests(decided(rule, given))[1:] == [
        (
            1,
            "For 7 of them no source was given. Without them, the decision would not stand.",
        )
    ]


def test_a_decision_that_stands_without_what_was_only_said_says_so(decided):
    sitting = decided(
        EITHER_AND_AGE,
        {"a": (True, "candidate"), "b": (True, "chart"), "born": ("1980-01-01", "chart")},
    )
    assert rests(sitting) == [
        (0, "The decision rests on 3 answers."),
        (
            1,
            "1 of them only the candidate reported: “A?”. The decision stands without it too.",
        ),
    ]


@pytest.mark.parametrize(
    ("third", "last"),
    [
        ("chart", "The decision stands without all of these at once, too."),
        (None, "Without all of these at once, the decision would not stand."),
    ],
)
def test_answers_that_can_each_be_spared_are_told_apart_from_those_that_all_can(
    decided, third, last
):
    either = "inclusion:\n  - {id: I1, text: T, rule: {any: [{a: yes}, {b: yes}, {c: yes}]}}\n"
    answers = {"a": (True, "candidate"), "b": (True, "relative"), "c": (True, third)}
    lines = rests(decided(either, answers))
    assert lines[-1] == (1, last)
    assert all("The decision stands without it too." in text for _, text in lines[1:-1])


def test_a_derived_value_counts_by_the_answer_below_it(decided):
    sitting = decided(EITHER_AND_AGE, {"a": (True, "chart"), "born": ("1980", "relative")})
    found = evidence(account(sitting).result, sitting.state)
    assert [(one.kind, one.answers, one.spare) for one in found] == [
        ("chart", ("a",), False),
        ("relative", ("born",), False),
    ]


def test_of_what_is_undetermined_or_ended_otherwise_nothing_is_told(decided):
    sitting = decided(EITHER_AND_AGE, {"a": (True, "candidate")})
    assert rests(sitting) == []
    sitting.give("born", missing("unknown"))
    assert rests(sitting) == []
    failed = decided(TWO_FAIL, {"a": (True, "candidate")})
    failed.withdraw("too far")
    assert rests(failed) == []


def test_a_copy_and_the_page_of_reasons_have_a_part_of_what_the_decision_rests_on(decided, store):
    sitting = decided(TWO_FAIL, {"a": (True, "candidate"), "b": (True, None), "c": (True, None)})
    sitting.record_decision()
    expected = (
        "What the decision rests on -------------------------- "
        "Either of these is enough: “A?” “B?”, “C?”, together "
        "The decision rests on 3 answers. "
        "1 of them only the candidate reported: “A?”. The decision stands without it too. "
        "For 2 of them no source was given: “B?”, “C?”. The decision stands without them too. "
        "Without all of these at once, the decision would not stand."
    )
    assert expected in " ".join(sitting.copy("text").split())
    travel = Travel(sitting.protocol, store.events(sitting.state.number), "en", store.time_zone)
    why = Why(travel, travel.end)
    (part,) = [part for part in why.parts() if part.heading == "What the decision rests on"]
    assert [said.text for said in part.lines] == [text for _, text in rests(sitting)]
    copy = json.loads(sitting.copy("json"))
    assert copy["causes"] == {"count": 2, "in_all": [], "smallest": [["a"], ["b", "c"]]}
    assert [one["causes"]["smallest"] for one in copy["criteria"]] == [[["a"]], [["b", "c"]]]
    assert copy["evidence"] == [
        {"source": "candidate", "answers": ["a"], "stands_without": True},
        {"source": None, "answers": ["b", "c"], "stands_without": True},
    ]


def test_a_copy_lists_every_set_of_answers_though_the_screen_lists_a_few(decided):
    asked = "".join(f"  q{at}: {{type: boolean, ask: Q{at}?}}\n" for at in range(6))
    any_ = ", ".join(f"{{q{at}: yes}}" for at in range(6))
    rule = f"{asked}inclusion:\n  - {{id: I1, text: One, rule: {{any: [{any_}]}}}}\n"
    sitting = decided(rule, {f"q{at}": (True, "chart") for at in range(6)})
    sitting.record_decision()
    on_screen = [said.text for said in account(sitting).criterion("I1")]
    assert on_screen[-1] == "or one of 2 other sets of answers"
    for format in ("text", "markdown"):
        copied = sitting.copy(format)
        assert [f"“Q{at}?”" for at in range(6) if f"“Q{at}?”" not in copied] == []
        assert "other sets of answers" not in copied
    (criterion,) = json.loads(sitting.copy("json"))["criteria"]
    assert criterion["causes"] == {
        "count": 6,
        "in_all": [],
        "smallest": [[f"q{at}"] for at in range(6)],
    }


def test_of_a_decision_whose_answers_were_redacted_since_no_causes_are_made_up(decided):
    sitting = decided(EITHER_AND_AGE, {"born": ("2015-06-07", "candidate")}, DOCTOR)
    sitting.record_decision()
    assert "What the decision rests on" in sitting.copy("text")
    picked = next(one for one in offered(sitting) if "2015-06-07" in shown(sitting, one))
    held, _seen = going(sitting, picked)
    sitting.redact(held, "another patient's")
    copy = json.loads(sitting.copy("json"))
    assert (copy["causes"], copy["evidence"]) == (None, None)
    assert copy["criteria"][0]["causes"] is None
    assert "What the decision rests on" not in sitting.copy("text")
