"""Sections 6 and 9: what is an answer and what is none, in Python data."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

import screener
from tests.contract.questions import QUESTIONS
from tests.contract.rules import protocol, refused, truth


class Odd:
    """Something that no file can hold."""


GOOD = {
    "b": [True, False, None],
    "c": ["g1", "g2"],
    "m": [[], ["x"], ["y", "x"]],
    "i": [5, 5.0, Decimal("5.00"), -3, 0, "<5", ">5", Decimal("1e3"), 10**39],
    "n": [5, 0.1, Decimal("0.10"), "<0.2", ">1000", "> 1000", "<-1.5e3", Decimal("1e40"),
          Decimal("1e-40"), Decimal("9" * 40), Decimal("-0"), -0.0, "<.5"],
    "r": [1, 10, 1.0, "<2", ">9", "<1000", ">0"],
    "q": [5.55, "100 mg/dL", "5.55 mmol/L", "<0.2", ">1000 mg/dL", "<100 mg/dL", "-1 mg/dL"],
    "k": [1, "19 mg/dL", "20 mmol/L", "<1.01"],
    "d": ["2024-02-29", "2024-02", "2024", "2020/2021-03", "1850", "1850-01-01", date(2024, 2, 29),
          "2024-07-15", "2024-07", "2024-07-15/2024-12", "2020-05-01/2020-05-01"],
    "f": ["2200-12-31", "2200", "2024-08"],
    "o": ["ongoing", "2020", "2024-07-15"],
    "l": ["2020-01-01", "2019-12-31/2020", "2024-07-15", "2024-07", "2020"],
    "t": ["", "yes", "5", "漢字", "two\nlines"],
    "s": [[], [{"date": "2024-01-01"}], [{"date": date(2024, 7, 15), "a": 5, "u": [], "w": "2023",
          "v": "<5"}], [{"date": "2024-01-01", "a": None}]],
}  # fmt: skip

BAD = {
    "b": ["yes", "true", 1, 0, 1.0, [], ["yes"], "", date(2024, 1, 1), Odd()],
    "c": ["g3", "One", "G1", True, 1, ["g1"], [], "", Odd(), {"g1": True}],
    "m": ["x", ["z"], ["x", "x"], [True], [["x"]], [None], {"x": True}, 5, True, Odd()],
    "i": [True, False, 5.5, "5", "five", float("nan"), float("inf"), float("-inf"), Decimal("NaN"),
          Decimal("sNaN"), Decimal("Infinity"), [5], "5 kg", "<5 kg", "<=5", ">=5", "~5", "<",
          "5-6",
          10**41, 10**5000, -(10**5000), Decimal("5.0000001"), 1e300, 5j, Odd(), "", "<NaN",
          "<inf"],
    "n": ["0.1", Decimal("1e41"), Decimal("1e-41"), Decimal("1" * 41), Decimal("0." + "1" * 41),
          "<" + "1" * 41, "<1e41", "<1e-41", "<1e999999999", Decimal("1e999999"), 1e41, 1e-41, True,
          "<0,2", "<1_000", "<0x10", "<١", "<５", "<1 000", "1e3", "--5", "<<5", "5<", "<5>"],
    "r": [0, 11, 0.999, 10.0000001, "<1", ">10", "<0.5", ">1e3", -5],
    "q": ["100", "100 mg/dl", "100 MG/DL", "100 g/L", "mg/dL", "100 mg/dL extra", "1,000 mg/dL",
          "1_000 mg/dL", "NaN mg/dL", "inf mg/dL", "0x10 mg/dL", "<100 g/L", "100 mmol", True,
          "1e41 mg/dL", "1" * 41 + " mg/dL", {"unit": "mg/dL"}, ["100 mg/dL"], "１００ mg/dL"],
    "k": [0.99, 20.01, "18 mg/dL", "361 mg/dL", "<1", ">20", "<18 mg/dL", ">361 mg/dL"],
    "d": ["2024-02-30", "2023-02-29", "2024-13-01", "2024-00-01", "2024-01-00", "2024-13",
          "2024-00",
          "2024-2-3", "20240203", "2024-02-03T00:00:00", "2024-02-03 00:00", "03.02.2024",
          "2/3/2024",
          "1849-12-31", "1849", "2201", "2201-01-01", "2024-07-16", "2024-08", "2025", 2024, 2024.0,
          Decimal(2024), datetime(2024, 1, 1, tzinfo=UTC), "ongoing", "reference", "", "24",
          "2024/2023", "2024-05-10/2024-05-09", "2020/2021/2022", "2020/", "/2020", "2020/ongoing",
          "2025/2026", date(2024, 7, 16), date(1849, 1, 1), True, ["2024"], "２０２４", "2024-W05",
          "2024-07-16/2024-08", " ", "+2024", "-2024", "02024", "2024-1", "1850/2300", Odd()],
    "f": ["2201-01-01", "2201", "2024-02-30", "ongoing"],
    "o": ["2024-07-16", "ONGOING", "ongoing/2024", "2024/ongoing", "not over"],
    "l": ["2019", "2019-12-31", "2024-07-16", "2010/2019-12", date(2019, 12, 31)],
    "t": [5, 5.5, True, [], ["a"], date(2024, 1, 1), Odd()],
    "s": [{}, {"date": "2024-01-01"}, "none", True, ["2024-01-01"], [[]], [{}], [{"a": 1}],
          [{"date": None}], [{"date": "2024-01"}], [{"date": "2024"}], [{"date": "2024-07-16"}],
          [{"date": "ongoing"}], [{"date": "2024-01-01/2024-01-01"}], [{"date": "1849-01-01"}],
          [{"date": datetime(2024, 1, 1, tzinfo=UTC)}], [{"date": "2024-01-01", "zz": 1}],
          [{"date": "2024-01-01", "a": 1.5}], [{"date": "2024-01-01", "a": "5"}],
          [{"date": "2024-01-01", "a": -1}], [{"date": "2024-01-01", "u": ["x", "x"]}],
          [{"date": "2024-01-01", "u": "x"}], [{"date": "2024-01-01", "w": "2024-08"}],
          [{"date": "2024-01-01", "v": "5 g"}], [{"date": "2024-01-01", "a": {"value": 1}}],
          [{"date": "2024-01-01", "a": {"missing": "unknown"}}], [{"date": 20240101}],
          [{"date": "2024-02-30"}], [None], 5, Odd()],
    "z": [1, {"missing": "unknown"}, {"value": 1}],
}  # fmt: skip


def cases(table):
    return [
        pytest.param(id, value, id=f"{id}-{place}")
        for id, values in table.items()
        for place, value in enumerate(values)
    ]


@pytest.mark.parametrize(("id", "value"), cases(GOOD))
def test_an_answer_of_the_type_is_taken_plain_and_wrapped(id, value):
    assert refused(QUESTIONS, {id: value}) == []
    if value is not None:
        assert refused(QUESTIONS, {id: {"value": value}}) == []


@pytest.mark.parametrize(("id", "value"), cases(BAD))
def test_anything_else_is_refused_with_the_question_the_value_and_what_would_do(id, value):
    problems = refused(QUESTIONS, {id: value})
    assert problems
    assert {one.question for one in problems} == {id}
    for one in problems:
        assert one.message
        assert len(str(one)) < 2000
    if not isinstance(value, Mapping):
        assert refused(QUESTIONS, {id: {"value": value}})


@pytest.mark.parametrize(
    ("id", "value"), [("c", "g3"), ("b", "yes"), ("r", 11), ("q", "1 g"), ("d", "2024-02-30")]
)
def test_the_value_is_told_as_it_was_given(id, value):
    (problem,) = refused(QUESTIONS, {id: value})
    assert problem.value == value
    assert str(value) in problem.message


def test_every_bad_answer_is_told_and_nothing_is_decided():
    problems = refused(QUESTIONS, {"b": "yes", "i": 5.5, "t": "fine", "nobody": 1, "z": 3})
    assert {one.question for one in problems} == {"b", "i", "nobody", "z"}


@pytest.mark.parametrize("id", ["nobody", "B", "", "b ", "I1", 5, None, True, ("a",), "é"])
def test_an_answer_to_a_question_that_does_not_exist_is_refused(id):
    (problem,) = refused(QUESTIONS, {id: True})
    assert problem.question == id or not isinstance(id, str)
    assert problem.hint


@pytest.mark.parametrize("answers", [[], "b", 5, [("b", True)], None, True])
def test_answers_are_a_mapping(answers):
    assert refused(QUESTIONS, answers)


GOOD_WRAPPERS = [
    {"missing": "pending"},
    {"missing": "pending", "due": "2024-08-01"},
    {"missing": "pending", "due": date(2024, 8, 1)},
    {"missing": "not_done", "source": "chart", "note": "postponed"},
    {"value": True, "observed_on": "2024-07-15"},
    {"value": True, "observed_on": "2024-07"},
    {"value": True, "observed_on": "2024"},
    {"value": True, "observed_on": date(2024, 7, 15)},
    {"value": True, "note": "seen"},
    *({"value": True, "source": kind} for kind in (
        "candidate", "relative", "examination", "chart", "laboratory_report", "other_document")),
    {"value": True, "source": {"kind": "chart", "reference": "p. 3"}},
    {"value": True, "source": {"kind": "candidate", "through": "professional"}},
    {"value": True, "source": {"kind": "candidate", "reference": "call", "through": "staff"}},
    {"value": True, "source": {"kind": "candidate", "through": "relative"}},
    {"value": True, "source": None, "note": None, "observed_on": None, "due": None},
]  # fmt: skip
BAD_WRAPPERS = [
    {},
    {"missing": "forgotten"},
    {"missing": ""},
    {"missing": True},
    {"missing": "unknown", "value": True},
    {"note": "only"},
    {"value": True, "remark": "no such key"},
    {"value": True, "observed_on": "2024-07-16"},
    {"value": True, "observed_on": "2024-08"},
    {"value": True, "observed_on": "2025"},
    {"value": True, "observed_on": 2024},
    {"value": True, "observed_on": "2024-06/2024-07"},
    {"value": True, "observed_on": "ongoing"},
    {"value": True, "observed_on": "2024-02-30"},
    {"value": True, "observed_on": "1849"},
    {"value": True, "observed_on": datetime(2024, 1, 1, tzinfo=UTC)},
    {"missing": "pending", "due": "2024-08"},
    {"missing": "pending", "due": "2024"},
    {"missing": "pending", "due": "soon"},
    {"missing": "pending", "due": 5},
    {"missing": "pending", "due": "2024-08-01/2024-08-02"},
    {"value": True, "source": "neighbour"},
    {"value": True, "source": 5},
    {"value": True, "source": {"kind": "neighbour"}},
    {"value": True, "source": {"reference": "p. 3"}},
    {"value": True, "source": {"kind": "chart", "page": 3}},
    {"value": True, "source": {"kind": "candidate", "through": "friend"}},
    {"value": True, "source": ["chart"]},
    {"value": True, "note": 5},
    {"value": True, "note": ["a"]},
    {"value": {"value": True}},
    {1: True},
]


@pytest.mark.parametrize("answer", GOOD_WRAPPERS)
def test_an_answer_may_say_where_and_when_it_is_from(answer):
    assert refused(QUESTIONS, {"b": answer}) == []


@pytest.mark.parametrize("answer", BAD_WRAPPERS)
def test_a_wrapper_of_another_shape_is_refused(answer):
    problems = refused(QUESTIONS, {"b": answer})
    assert [one.question for one in problems][:1] == ["b"]


def test_answers_count_as_written():
    assert truth(QUESTIONS, "{i: 5}", {"i": 5.0}) is True
    assert truth(QUESTIONS, "{i: 5}", {"i": Decimal("5.0")}) is True
    assert truth(QUESTIONS, "{n: 0.1}", {"n": 0.1}) is True
    assert truth(QUESTIONS, "{q: {above: 55.4}}", {"q": ">1000 mg/dL"}) is True
    assert truth(QUESTIONS, "{n: 0}", {"n": Decimal("-0.0")}) is True
    big = Decimal("1234567890123456789012345678901234567890")
    assert truth(QUESTIONS, "{n: 1234567890123456789012345678901234567890}", {"n": big}) is True
    assert truth(QUESTIONS, "{n: {above: 1234567890123456789012345678901234567889}}", {"n": big})


@pytest.mark.parametrize("on", [datetime(2024, 1, 1, tzinfo=UTC), "2024-01-01", None, 5])
def test_the_reference_date_is_a_date(on):
    rules = protocol(QUESTIONS, inclusion={"I1": "{b: yes}"})
    with pytest.raises((TypeError, ValueError)):
        screener.decide(rules, {}, on=on)


@pytest.mark.parametrize("on", [date.min, date(1850, 1, 1), date(2200, 12, 31), date.max])
def test_any_reference_date_can_be_decided_on(on):
    questions = {
        **QUESTIONS,
        "age": "type: integer, derive: {age: f}",
        "ended": "type: boolean, valid_for: 100 years",
    }
    rule = (
        "{any: [{age: {at_least: 18}}, {f: {ago: {at_least: 300 years}}}, {ended: yes}, "
        "{s: {count: {at_least: 1}, within: 300 years, until: f}}]}"
    )
    assert truth(questions, rule, {"f": "2150"}, on=on) in (True, False, None)
