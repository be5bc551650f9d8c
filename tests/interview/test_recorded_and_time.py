"""What was recorded of a screening stays so in log and list, whatever time does to it."""

from datetime import timedelta
from itertools import product

import pytest

from screener.interview.rescreening import why_not_again
from screener.interview.screening_log import read_log
from screener.interview.sitting import Sitting
from screener.record.outcomes import Code, Outcome
from screener.record.store import Seen
from tests.interview.setting import DOCTOR, NURSE, value

RULES = b"""\
screener: 1
protocol: {id: P1, version: "1", title: A small protocol}
questions:
  born: {type: date, ask: Born when?}
  age: {type: integer, derive: {age: born}}
  glucose: {type: quantity, ask: Glucose?, unit: mmol/L, min: 1, max: 40, valid_for: 60 days}
inclusion:
  - {id: I1, text: Adults up to 65, rule: {age: {at_least: 18, at_most: 65}}}
  - {id: I2, text: Normal glucose, rule: {glucose: {below: 7}}}
"""
GOOD, HIGH = value("5 mmol/L", "2026-03-01"), value("9 mmol/L", "2026-03-01")
#: What was answered; what it comes to on 2 March 2026, and once time has passed: how much.
TURNS = {
    "grows too old": (("1960-06-01", GOOD), "eligible", (), "ineligible", 200),
    "a result becomes too old": (("1980-06-01", GOOD), "eligible", (), "undetermined", 70),
    "comes of age": (("2008-03-20", GOOD), "ineligible", ("I1",), "eligible", 20),
    "what failed becomes too old": (
        ("1980-06-01", HIGH),
        "ineligible",
        ("I2",),
        "undetermined",
        60,
    ),
    "was perhaps of age, and is": (("2008-03", GOOD), "undetermined", (), "eligible", 35),
    "was perhaps too old, and is": (("1960-03", GOOD), "undetermined", (), "ineligible", 300),
}
ENDS = {
    "enrolled": lambda s: s.record_outcome(Outcome.ENROLLED, on=s.on),
    "not_enrolled": lambda s: s.record_outcome(Outcome.NOT_ENROLLED, code=Code.LOST),
    "declined": lambda s: s.record_outcome(Outcome.DECLINED, code=Code.RISK),
    "withdrawn": lambda s: s.withdraw(),
    "stopped": lambda s: s.stop("no time"),
    "undetermined": lambda s: s.close_undetermined("nobody knows the day of birth"),
}
#: Which decisions can come to which end.
LEADS = {
    "eligible": ("enrolled", "not_enrolled", "withdrawn", "stopped"),
    "ineligible": ("declined", "withdrawn", "stopped"),
    "undetermined": ("undetermined", "withdrawn", "stopped"),
}
#: With a recorded decision or, where the end needs none, without.
ENDED = [
    (turn, end, decides)
    for turn, end, decides in product(TURNS, ENDS, (True, False))
    if end in LEADS[TURNS[turn][1]] and (decides or end not in list(Outcome))
]


@pytest.fixture
def answered(store):
    """Answer both questions in a new screening, by the investigator."""

    def answered(born, glucose):
        number = store.new_screening(RULES, "DL-017", NURSE, "en")
        sitting = Sitting.open(store, number, DOCTOR, "en")
        sitting.give("born", value(born))
        sitting.give("glucose", glucose)
        return sitting

    return answered


def seen(store):
    """Give the log's row and the list's line of the first screening."""
    return read_log(store, NURSE)[0], store.screenings()[0]


@pytest.mark.parametrize("turn", TURNS)
def test_a_recorded_decision_stays_in_log_and_list_and_the_list_says_that_time_changed_it(
    turn, answered, store, clock
):
    answers, decided, failed, later, days = TURNS[turn]
    answered(*answers).record_decision()
    row, summary = seen(store)
    assert (row.outcome, row.failed, summary.by_time) == (decided, failed, False)
    clock.advance(timedelta(days=days))
    then, now = seen(store)
    assert then == row._replace(by_time=True)
    assert (now.stage, now.decision, now.by_time) == (summary.stage, later, True)


@pytest.mark.parametrize(("turn", "end", "decides"), ENDED)
def test_an_ended_screening_stays_what_it_came_to_whatever_time_does_to_it(
    turn, end, decides, answered, store, clock
):
    answers, _decided, failed, later, days = TURNS[turn]
    sitting = answered(*answers)
    if decides:
        sitting.record_decision()
    ENDS[end](sitting)
    row, summary = seen(store)
    assert (row.outcome, row.failed, summary.stage) == (end, failed, end)
    clock.advance(timedelta(days=days))
    then, now = seen(store)
    assert then == row
    assert (now.stage, now.decision, now.by_time) == (end, later, False)


@pytest.mark.parametrize("turn", TURNS)
def test_a_withdrawal_long_after_the_decision_leaves_what_was_decided(turn, answered, store, clock):
    answers, _decided, failed, _later, days = TURNS[turn]
    sitting = answered(*answers)
    sitting.record_decision()
    clock.advance(timedelta(days=days))
    Sitting.open(store, sitting.number, DOCTOR, "en").withdraw()
    row, _summary = seen(store)
    assert (row.outcome, row.failed) == ("withdrawn", failed)


@pytest.mark.parametrize("turn", ["comes of age", "what failed becomes too old"])
def test_a_screen_failure_that_another_screening_follows_stays_one(turn, answered, store, clock):
    answers, _decided, failed, _later, days = TURNS[turn]
    sitting = answered(*answers)
    sitting.record_decision()
    clock.advance(timedelta(days=days))
    after = Seen(sitting.number, len(store.events(sitting.number)))
    store.new_screening(RULES, "DL-017", NURSE, "en", after=after)
    row, summary = seen(store)
    assert (row.outcome, row.failed, summary.stage) == ("ineligible", failed, "ineligible")


def test_an_answer_that_is_changed_counts_in_the_place_of_the_decision_as_time_leaves_it(
    answered, store, clock
):
    sitting = answered("1960-06-01", GOOD)
    sitting.record_decision()
    sitting.give("born", value("1960-06-02"), reason="misread")
    row, summary = seen(store)
    assert (row.outcome, row.failed, summary.stage) == ("eligible", (), "eligible")
    clock.advance(timedelta(days=200))
    row, summary = seen(store)
    assert (row.outcome, row.failed) == ("ineligible", ("I1",))
    assert (summary.stage, summary.by_time) == ("ineligible", False)


@pytest.mark.parametrize(
    ("born", "outcome", "failed"),
    [("1960-06-02", "enrolled", ()), ("1959-06-01", "ineligible", ("I1",))],
)
def test_of_an_enrolment_a_changed_answer_says_what_it_would_have_said_when_it_was_decided(
    born, outcome, failed, answered, store, clock
):
    sitting = answered("1960-06-01", GOOD)
    sitting.record_decision()
    sitting.record_outcome(Outcome.ENROLLED, on=sitting.on)
    clock.advance(timedelta(days=200))
    later = Sitting.open(store, sitting.number, DOCTOR, "en")
    later.give("born", value(born), reason="misread")
    row, summary = seen(store)
    assert (row.outcome, row.failed, summary.stage) == (outcome, failed, outcome)
    assert row.enrolled == "2026-03-02"


def test_an_enrolment_against_a_later_decision_is_shown_as_that_decision(answered, store, clock):
    sitting = answered("1960-06-01", GOOD)
    sitting.record_decision()
    sitting.record_outcome(Outcome.ENROLLED, on=sitting.on)
    clock.advance(timedelta(days=200))
    Sitting.open(store, sitting.number, DOCTOR, "en").record_decision()
    row, summary = seen(store)
    assert (row.outcome, row.failed, summary.stage) == ("ineligible", ("I1",), "ineligible")


def test_a_corrected_code_that_voids_a_signature_leaves_what_was_decided(answered, store, clock):
    sitting = answered("1960-06-01", GOOD)
    sitting.record_decision()
    sitting.correct_candidate("DL-071", "digits swapped")
    clock.advance(timedelta(days=200))
    row, summary = seen(store)
    assert (row.outcome, row.failed, summary.stage) == ("eligible", (), "eligible")


def test_whoever_time_has_made_ineligible_is_screened_again_once_that_is_recorded(
    answered, store, clock
):
    sitting = answered("1960-06-01", GOOD)
    sitting.record_decision()
    assert "has not ended" in why_not_again(store.screenings()[0])
    clock.advance(timedelta(days=200))
    assert "Open it and record the decision." in why_not_again(store.screenings()[0])
    Sitting.open(store, sitting.number, DOCTOR, "en").record_decision()
    assert why_not_again(store.screenings()[0]) == ""


def test_whoever_is_screened_again_after_a_correction_is_told_that_the_decision_was_recorded(
    answered, store
):
    sitting = answered("1960-06-01", HIGH)
    sitting.record_decision()
    sitting.give("glucose", value("8 mmol/L", "2026-03-01"), reason="misread")
    said = why_not_again(store.screenings()[0])
    assert "not recorded yet" not in said
    assert "it is to be recorded anew. Open it and record the decision." in said


# Before an outcome is recorded.


@pytest.mark.parametrize(
    ("turn", "today"),
    [
        ("grows too old", "As of 18 September 2026 {} It would be: not eligible."),
        ("a result becomes too old", "As of 11 May 2026 {} It would be: cannot be determined yet."),
    ],
)
def test_an_enrolment_is_told_beforehand_that_time_has_changed_the_decision(
    turn, today, answered, store, clock
):
    answers, *_more, days = TURNS[turn]
    sitting = answered(*answers)
    sitting.record_decision()
    unsigned = sitting.outcome_doubts()
    clock.advance(timedelta(days=days))
    told = today.format("the recorded decision does not hold any more: time has changed it.")
    training, signature = unsigned
    # The sitting that is open since then knows of the new day too.
    for one in (sitting, Sitting.open(store, sitting.number, DOCTOR, "en")):
        assert one.outcome_doubts() == (training, told, signature)
    assert Outcome.ENROLLED in sitting.outcomes()


def test_by_line_it_is_said_too_before_the_enrolment_is_asked_for(answered, clock, talk):
    sitting = answered("1960-06-01", GOOD)
    sitting.record_decision()
    clock.advance(timedelta(days=200))
    said = talk("/outcome", "1", "2026-09-18", "/quit", person=DOCTOR, number=sitting.number)
    told = "As of 18 September 2026 the recorded decision does not hold any more"
    assert said.index(told) < said.index("On which day was the candidate enrolled?")
    assert said.index("On which day") < said.index("Recorded.")
