"""The order of the questions: the protocol's, or what brings the decision nearest first."""

from functools import partial

import pytest

from screener.engine.remaining import Remaining
from screener.interview.sitting import Sitting
from screener.record.events import EventKind, Order
from screener.settings_file import order_for, orders, settings_data
from tests.interview.setting import DOCTOR, NURSE, RULES, answer_until, missing

#: The glucose turns most away, and is the cheapest but consent; visits are dear.
PLANNED = (
    RULES.replace("text: Normal glucose,", "text: Normal glucose, expected_failure: 0.4,")
    .replace("ask: Which visits?", "ask: Which visits?\n    effort: 50")
    .replace("text: Adults,", "text: Adults, expected_failure: 0.01,")
)

#: Which of the worse grades it is does not matter, and so the scan does not.
GRADED = """\
screener: 1
protocol: {id: G, version: "1", title: Grades}
questions:
  scan: {type: boolean, ask: Does a scan show it?, effort: 1}
  grade: {type: choice, ask: Which grade?, effort: 9, ordered: yes, options: {a: A, b: B, c: C}}
exclusion:
  - id: E1
    text: Grade B or C
    rule: {any: [{grade: {at_least: b}}, {all: [{grade: c}, {scan: yes}]}]}
"""


@pytest.fixture
def by_effort(store):
    def open_as(person):
        number = store.new_screening(
            PLANNED.encode(), "DL-018", NURSE, "en", order=lambda protocol: Order.EFFORT
        )
        return Sitting.open(store, number, person, "en")

    return open_as


def test_a_screening_keeps_the_order_with_which_it_began(by_effort, store):
    sitting = by_effort(NURSE)
    assert sitting.state.order is Order.EFFORT
    assert sitting.state.opened.body["order"] == "effort"
    again = Sitting.open(store, sitting.number, NURSE, "en")
    assert again.state.order is Order.EFFORT


def test_consent_comes_first_whatever_the_order(by_effort):
    assert by_effort(NURSE).upcoming() == ("consent",)


def test_what_brings_the_decision_nearest_comes_first_and_what_is_dear_last(by_effort):
    asked = answer_until(by_effort(NURSE))
    assert asked[0] == "consent"
    assert asked.index("glucose") < asked.index("born")
    assert asked[-1] == "visits"


def test_what_is_for_the_record_comes_before_the_talk_leaves_its_section(by_effort):
    asked = answer_until(by_effort(NURSE))
    assert asked[:2] == ["consent", "form"]


def test_the_same_is_asked_in_either_order(by_effort, store):
    number = store.new_screening(PLANNED.encode(), "DL-019", NURSE, "en")
    in_order = answer_until(Sitting.open(store, number, NURSE, "en"))
    assert sorted(answer_until(by_effort(NURSE))) == sorted(in_order)


@pytest.mark.parametrize("order", Order)
def test_what_can_change_nothing_is_not_asked_nor_lacking_in_either_order(store, order):
    number = store.new_screening(GRADED.encode(), "DL-020", NURSE, "en", order=lambda _: order)
    sitting = Sitting.open(store, number, NURSE, "en")
    assert sitting.upcoming() == ("grade",)
    sitting.give("grade", missing("pending"))
    assert sitting.upcoming() == ()
    assert [lack.question for lack in sitting.lacks()] == ["grade"]
    assert sitting.why("grade").remaining == Remaining(1, 1, to_decide=True)


def test_what_is_awaited_or_skipped_is_not_in_the_way(by_effort):
    sitting = by_effort(NURSE)
    answer_until(sitting, "glucose")
    sitting.skip("glucose")
    assert sitting.current() != "glucose"
    assert sitting.upcoming()[-1] == "glucose"


def test_an_investigator_who_joins_is_asked_the_judgement_first(by_effort, store):
    sitting = by_effort(NURSE)
    answer_until(sitting, "born")
    joined = Sitting.open(store, sitting.number, DOCTOR, "en")
    assert joined.current() == "suitable"


def test_the_order_can_be_switched_in_the_middle_and_back(sitting):
    answer_until(sitting, "born")
    sitting.switch_order()
    assert sitting.state.order == "effort"
    assert sitting.state.last.kind is EventKind.ORDER_SET
    sitting.switch_order()
    assert sitting.state.order == "protocol"
    assert sitting.current() == "born"


def test_switching_the_order_voids_no_decision(sitting):
    answer_until(sitting)
    before = sitting.state.changed
    sitting.switch_order()
    assert sitting.state.changed == before


# The settings.


def set_to(tmp_path, text):
    path = tmp_path / "settings.toml"
    problems: list[str] = []
    path.write_text(text, encoding="utf-8")
    return partial(order_for, orders(settings_data(path, problems), problems)), problems


def test_new_screenings_ask_by_effort_where_nothing_is_set(tmp_path):
    order, problems = set_to(tmp_path, "")
    assert (order("P1"), problems) == (Order.EFFORT, [])


def test_the_order_is_set_for_each_protocol(tmp_path):
    order, problems = set_to(tmp_path, '[order]\nP1 = "protocol"\n')
    assert (order("P1"), order("P2"), problems) == (Order.PROTOCOL, Order.EFFORT, [])


def test_the_order_is_set_for_all_others_at_once(tmp_path):
    order, _problems = set_to(tmp_path, '[order]\nP1 = "effort"\ndefault = "protocol"\n')
    assert (order("P1"), order("P2")) == (Order.EFFORT, Order.PROTOCOL)


@pytest.mark.parametrize(
    "text", ['order = "protocol"\n', '[order]\nP1 = "random"\n', "order = 1\n"]
)
def test_an_order_that_there_is_not_is_told_and_left_alone(tmp_path, text):
    order, problems = set_to(tmp_path, text)
    assert order("P1") is Order.EFFORT
    assert len(problems) == 1
    assert "[order]" in problems[0]


def test_by_line_the_order_is_switched_and_said(talk, state):
    said = talk("/new DL-017", "/order", "/order")
    assert "nearest for the least effort" in said
    assert "The questions come in the protocol's order." in said
    assert state().order is Order.PROTOCOL
