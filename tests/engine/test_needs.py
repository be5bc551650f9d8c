"""Which question comes next, and which are left out."""

from datetime import date
from textwrap import dedent

import pytest

from screener.engine.decide import Result, decide
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import Protocol

ON = date(2026, 1, 31)


def _protocol(text: str) -> Protocol:
    head = "screener: 1\nprotocol: {id: P, version: 1, title: P}\n"
    return load_bytes((head + dedent(text)).encode(), "rules.yaml")


@pytest.fixture(scope="module")
def visit() -> Protocol:
    return _protocol(
        """
        sections:
          - {id: consent, title: Consent}
          - {id: history, title: History, after: {signed: yes}}
        questions:
          sex: {type: choice, ask: Sex?, options: {female: Female, male: Male}, section: history}
          pregnant: {type: boolean, ask: Pregnant?, section: history, when: {sex: female}}
          form: {type: text, ask: Version?, section: consent, for_record: yes}
          signed: {type: boolean, ask: Signed?, section: consent}
          smoker: {type: boolean, ask: Smoker?, section: history}
        inclusion:
          - {id: I1, text: Consent, rule: {signed: yes}}
        exclusion:
          - {id: E1, text: Pregnant smoker, rule: {all: [{pregnant: yes}, {smoker: yes}]}}
        """
    )


def _after(protocol: Protocol, finish: bool = False, **answers: object) -> Result:
    return decide(protocol, answers, ON, finish)


def test_what_holds_a_section_back_is_asked_before_it(visit) -> None:
    assert _after(visit).next == "signed"
    assert _after(visit).needed() == ("signed",)


def test_what_decides_whether_a_question_applies_is_asked_before_it(visit) -> None:
    assert _after(visit, signed=True).needed() == ("sex", "smoker")
    assert _after(visit, signed=True, sex="female").next == "pregnant"


def test_a_question_that_can_change_nothing_is_not_asked(visit) -> None:
    assert _after(visit, signed=True, sex="male").needed() == ()
    assert _after(visit, signed=True, smoker=False).needed() == ()


def test_the_record_comes_after_the_rules(visit) -> None:
    assert _after(visit, signed=True, smoker=False).next == "form"
    assert _after(visit, signed=True, smoker=False, form="2.1").next is None


def test_an_answer_that_is_awaited_is_not_asked_again_but_is_lacking(visit) -> None:
    result = _after(visit, signed=True, sex={"missing": "pending"}, form="2.1")
    assert result.next == "smoker"
    assert result.lacking() == ("sex", "smoker")
    assert result.open_because("E1") == ("sex", "smoker")


def test_a_section_that_stays_closed_is_not_asked(visit) -> None:
    result = _after(visit, finish=True, signed=False)
    assert result.next == "form"
    assert result.needed() == ()
    assert result.lacking() == ("sex", "smoker")


def test_the_interview_stops_at_a_failure_unless_it_goes_on(visit) -> None:
    assert _after(visit, signed=False).next is None
    assert _after(visit, signed=False, finish=True).next == "form"


def test_a_stale_answer_is_asked_again() -> None:
    protocol = _protocol(
        """
        questions:
          lab: {type: boolean, ask: Normal?, valid_for: 28 days}
        inclusion: [{id: I1, text: Lab, rule: {lab: yes}}]
        """
    )
    fresh = {"lab": {"value": True, "observed_on": "2026-01-03"}}
    old = {"lab": {"value": True, "observed_on": "2026-01-02"}}
    assert decide(protocol, fresh, ON).decision == "eligible"
    assert decide(protocol, old, ON).next == "lab"
    assert decide(protocol, old, ON).stale == {"lab"}


def test_a_limit_by_sex_asks_for_the_sex_and_then_for_one_limit() -> None:
    protocol = _protocol(
        """
        questions:
          for_men: {type: decimal, ask: Limit for men?}
          for_women: {type: decimal, ask: Limit for women?}
          female: {type: boolean, ask: Female?}
          value: {type: decimal, ask: Value?}
          limit:
            type: decimal
            derive: {case: [{when: {female: yes}, value: for_women}, {value: for_men}]}
        inclusion: [{id: I1, text: Value, rule: {value: {at_most: {question: limit}}}}]
        """
    )
    assert decide(protocol, {}, ON).needed() == ("female", "value")
    assert decide(protocol, {"female": True}, ON).needed() == ("for_women", "value")
    assert decide(protocol, {"female": False, "value": 1}, ON).next == "for_men"


def test_a_value_of_constants_alone_needs_no_answer_to_fail_a_test() -> None:
    protocol = _protocol(
        """
        questions:
          flag: {type: boolean, ask: Flag?}
          span: {type: decimal, when: {flag: yes}, derive: {difference: [3, 1]}}
        inclusion: [{id: I1, text: Span, rule: {span: {above: 5}}}]
        """
    )
    assert decide(protocol, {}, ON).criteria["I1"].status == "fail"
    assert decide(protocol, {"flag": False}, ON).criteria["I1"].because == ()


PREGNANCY = """
    questions:
      sex: {type: choice, ask: Sex?, options: {f: Female, m: Male}}
      test: {type: choice, ask: Test?, options: {pos: P, neg: N}, when: {sex: f}}
    exclusion:
      - {id: E1, text: E1, rule: {test: pos}}
"""


def test_where_nobody_can_say_whether_a_question_applies_it_is_asked_itself() -> None:
    """A negative test is enough, whether pregnancy is possible or not."""
    protocol = _protocol(PREGNANCY)
    assert decide(protocol, {}, ON).needed() == ("sex",)
    unknown = {"sex": {"missing": "unknown"}}
    in_doubt = decide(protocol, unknown, ON)
    assert (in_doubt.needed(), in_doubt.in_doubt()) == ((), ("test",))
    assert in_doubt.lacking() == in_doubt.open_because("E1") == ("sex", "test")
    awaited = decide(protocol, {**unknown, "test": {"missing": "pending"}}, ON)
    assert (awaited.in_doubt(), awaited.lacking()) == ((), ("sex", "test"))
    assert decide(protocol, {"sex": {"missing": "pending"}}, ON).in_doubt() == ()
    answered = decide(protocol, {"sex": {"missing": "unknown"}, "test": "neg"}, ON)
    assert answered.decision == "eligible"
    assert decide(protocol, {"sex": "m"}, ON).in_doubt() == ()


def test_an_answer_that_is_not_exact_leaves_what_depends_on_it_in_doubt() -> None:
    """Whatever else is answered, or missing."""
    protocol = _protocol("""
    questions:
      operated: {type: date, ask: Operated when?}
      bleeding: {type: boolean, ask: Bleeding?, when: {operated: {before: 2020-06-01}}}
      other: {type: boolean, ask: Other?}
    exclusion:
      - {id: E1, text: E1, rule: {bleeding: yes}}
      - {id: E2, text: E2, rule: {other: yes}}
""")
    for other in (False, {"missing": "refused"}):
        in_doubt = decide(protocol, {"operated": "2020", "other": other}, ON)
        assert (in_doubt.needed(), in_doubt.in_doubt()) == ((), ("bleeding",))
    exact = decide(protocol, {"operated": "2020-03-01", "other": False}, ON)
    assert (exact.needed(), exact.in_doubt()) == (("bleeding",), ())
