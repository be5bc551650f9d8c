"""Answers are filled in, followed by newer ones, corrected and taken back, each told apart."""

from datetime import timedelta

import pytest

from screener.interview.sitting import Act, Refused
from screener.record.state import EntryStanding, fold
from tests.interview.setting import (
    OTHER_NURSE,
    answer_until,
    missing,
    standings,
    value,
)

# Changing an answer.


def test_filling_in_a_missing_answer_needs_no_reason(sitting):
    """record 3"""
    answer_until(sitting, "born")
    sitting.give("born", missing("pending", due="2026-04-01"))
    sitting.give("born", value("1980"))
    assert standings(sitting, "born") == [EntryStanding.FILLED_IN, EntryStanding.CURRENT]


def test_a_correction_without_a_reason_is_refused(sitting):
    """record 3"""
    answer_until(sitting, "sex")
    assert sitting.preview("born", value("1981")).needs_reason
    for reason in (None, "", "  "):
        with pytest.raises(Refused, match="needs its reason"):
            sitting.give("born", value("1981"), reason=reason)
    sitting.give("born", value("1981"), reason="misread")
    entry = sitting.state.current("born")
    assert (entry.act, entry.reason) == (Act.CORRECTION, "misread")
    assert sitting.state.answers["born"].history[0].struck


def test_a_newer_observation_is_no_correction(sitting):
    """record 3"""
    answer_until(sitting, "visits")
    sitting.give("glucose", value(6, "2026-03-01"))
    assert standings(sitting, "glucose") == [EntryStanding.EARLIER, EntryStanding.CURRENT]
    assert not sitting.state.answers["glucose"].history[0].struck


@pytest.mark.parametrize("day", ["2026-02-20", "2026-02-19"])
def test_an_observation_of_the_same_day_or_before_is_a_correction_unless_said(sitting, day):
    answer_until(sitting, "visits")
    with pytest.raises(Refused, match="needs its reason"):
        sitting.give("glucose", value(6, day))


def test_what_is_of_an_earlier_day_is_never_newer(sitting):
    answer_until(sitting, "visits")
    with pytest.raises(Refused, match="earlier answer is of 20 February 2026; what is of a day"):
        sitting.give("glucose", value(6, "2026-02-19"), act=Act.NEWER)
    with pytest.raises(Refused, match="needs its date"):
        sitting.give("form", value("3.0"), act=Act.NEWER)


def test_what_is_of_the_same_day_is_newer_where_the_person_says_so(sitting, store, number):
    sitting.give("consent", value(False))
    sitting.give("consent", value(True, "2026-03-02"), act=Act.NEWER)
    assert sitting.state.current("consent").act is Act.NEWER
    assert standings(sitting, "consent") == ["earlier", "current"]
    assert sitting.result.criteria["I2"].status == "pass"
    assert fold(store.events(number)) == sitting.state
    with pytest.raises(Refused, match="what is of a day before that is not newer"):
        sitting.give("consent", value(False, "2026-03-01"), act=Act.NEWER)


def test_a_later_value_may_still_be_called_a_correction(sitting):
    answer_until(sitting, "visits")
    sitting.give("glucose", value(6, "2026-03-01"), act=Act.CORRECTION, reason="wrong report")
    assert sitting.state.answers["glucose"].history[0].struck


def test_replacing_a_value_by_a_missing_reason_is_a_correction(sitting):
    answer_until(sitting, "sex")
    with pytest.raises(Refused, match="needs its reason"):
        sitting.give("born", missing("unknown"))


def test_what_became_too_old_may_be_awaited_again_without_a_reason(sitting, sit, clock):
    answer_until(sitting)
    clock.advance(timedelta(days=30))
    later = sit()
    assert later.current() == "pregnant", "it is stale and asked again"
    later.give("pregnant", missing("pending", due="2026-04-10"))
    assert standings(later, "pregnant") == [EntryStanding.EARLIER, EntryStanding.CURRENT]


def test_the_same_answer_again_is_refused(sitting):
    sitting.give("consent", value(True))
    with pytest.raises(Refused, match="already"):
        sitting.give("consent", value(True), reason="again")


def test_correcting_shows_what_it_touches_before_it_counts(sitting):
    answer_until(sitting)
    preview = sitting.preview("sex", value("male"))
    assert preview.falls_away == ("pregnant",)
    assert (preview.needs_reason, preview.fails, preview.changes) == (True, (), ())
    failing = sitting.preview("born", value("2015"))
    assert [(c.criterion, str(c.before), str(c.after)) for c in failing.changes] == [
        ("I1", "pass", "fail")
    ]
    assert failing.fails == ("I1",)


def test_an_entry_taken_back_is_in_the_record_and_does_not_count(sitting):
    answer_until(sitting, "born")
    event = sitting.take_back_entry("born", value("2015"))
    assert event.body["fails"] == ["I1"]
    assert sitting.state.current("born") is None
    assert sitting.state.taken_back[0].typed == "2015"


# Undo.


def test_a_slip_is_taken_back_at_once_with_its_reason(sitting, store, number):
    answer_until(sitting, "sex")
    assert sitting.undo() == "born"
    assert sitting.current() == "born"
    assert store.events(number)[-1].body["reason"] == "slip, taken back at once"
    assert sitting.undo() == "form"


def test_only_ones_own_answers_of_this_sitting_are_taken_back(sitting, sit):
    answer_until(sitting, "sex")
    assert sit().undo() is None, "another sitting of the same person"
    other = sit(OTHER_NURSE)
    assert other.undo() is None
    other.give("sex", value("male"))
    assert other.undo() == "sex"
    assert other.undo() is None


def test_an_answer_that_a_decision_rests_on_is_not_taken_back(sitting):
    sitting.give("consent", value(False))
    sitting.record_decision()
    assert sitting.undo() is None
