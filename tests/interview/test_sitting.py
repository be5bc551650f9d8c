"""One person at one screening: every answer on the disk before the next question."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from screener.interview.sitting import Act, Given, LackReason, Refused, Sitting
from screener.interview.told import change_told
from screener.protocol.answers import Source, SourceKind, Through
from screener.protocol.exact_json import dumps
from screener.protocol.roles import Role
from screener.record.decision import changes_after, replay
from screener.record.errors import Conflict
from screener.record.events import EventKind
from screener.record.state import EntryStanding, fold
from tests.interview.setting import (
    ANSWERS,
    DOCTOR,
    NURSE,
    OTHER_NURSE,
    RULES,
    answer_until,
    missing,
    value,
)


def kinds(store, number):
    return [event.kind for event in store.events(number)]


def raw_of(sitting, id):
    return sitting.state.current(id).answer


def standings(sitting, id):
    return [entry.standing for entry in sitting.state.answers[id].history]


# The order of questions.


def test_questions_come_in_the_order_of_sections_and_go_around_the_investigators(sitting):
    asked = answer_until(sitting)
    assert asked == ["consent", "form", "born", "sex", "pregnant", "glucose", "visits"]
    assert (sitting.current(), sitting.held()) == (None, ("suitable",))


def test_nothing_of_the_study_is_asked_before_consent(sitting):
    assert sitting.upcoming() == ("consent",)
    with pytest.raises(Refused, match="may not be asked yet"):
        sitting.give("born", value("1980"))


def test_a_question_that_can_no_longer_change_a_criterion_is_not_asked(sitting):
    answer_until(sitting, "sex")
    sitting.give("sex", value("male"))
    assert "pregnant" not in sitting.upcoming()


def test_an_investigator_may_answer_everything(sit):
    sitting = sit(DOCTOR)
    assert set(answer_until(sitting)) == set(ANSWERS) | {"visits"}
    assert sitting.held() == ()
    assert sitting.result.decision == "eligible"


def test_an_investigator_who_joins_a_screener_is_asked_the_investigators_questions_first(sit):
    sit().give("consent", value(True))
    theirs = sit(DOCTOR)
    assert theirs.upcoming() == ("suitable", "form", "born", "sex", "glucose", "visits")
    assert theirs.left_for_screener() == ("form", "born", "sex", "glucose", "visits")
    theirs.skip("suitable")
    assert theirs.current() == "suitable", "skipped among the investigator's own, they come first"


def test_an_investigator_alone_is_asked_in_the_order_of_the_file(store):
    number = store.new_screening(RULES.encode(), "DL-018", DOCTOR, "en")
    alone = Sitting.open(store, number, DOCTOR, "en")
    assert answer_until(alone)[-1] == "suitable"
    assert alone.left_for_screener() == ()


def test_going_on_is_refused_where_it_could_ask_nothing_and_says_what_all_waits_for(sitting):
    sitting.give("consent", value(False))
    version = sitting.version
    with pytest.raises(Refused, match=r"Nothing more is asked: .* wait for “Consented\?”"):
        sitting.continue_after_failure()
    assert sitting.version == version
    assert set(sitting.standing.stands.values()) == {"fail", "not_assessed"}


def test_only_what_bears_on_a_decision_counts_as_coming_after_it(sitting, sit):
    sitting.give("consent", value(True))
    sitting.record_decision()
    sitting.add_note("called the family")
    sitting.set_source("chart")
    sitting.skip("born")
    again = sit()
    assert again.changes_after() == ()
    again.save_row("visits", {"date": "2026-02-01", "score": 50})
    again.give("born", value("1980"))
    again.give("born", value("1981"), reason="misread")
    again.give_due(["glucose"], date(2026, 4, 1))
    again.stop("tired")
    again.resume()
    again.withdraw()
    assert [change_told(event) for event in again.changes_after()] == [
        "rows of a table were changed after that",
        "a question was answered after that",
        "an answer was changed after that",
        "a due date was given after that",
        "the interview was stopped after that",
        "the interview was taken up again after that",
        "the candidate withdrew after that",
    ]


@pytest.mark.parametrize(
    "kind", sorted(set(EventKind) - {EventKind.STORE_CREATED, EventKind.SCREENING_OPENED})
)
def test_whatever_bears_on_a_decision_is_said_in_words(sitting, kind):
    decision = sitting.record_decision()
    body: dict[str, object] = {"stop_lifted": True}
    if kind in (EventKind.ANSWERED, EventKind.SERIES_COMPLETED, EventKind.SERIES_AWAITED):
        body["act"] = Act.ANSWER
    event = replace(decision, version=decision.version + 1, kind=kind, body=body)
    for bearing in changes_after((decision, event), decision):
        assert change_told(bearing).endswith("after that")


def test_declined_consent_ends_the_interview(sitting):
    sitting.give("consent", value(False))
    assert (sitting.current(), sitting.result.decision) == (None, "ineligible")


def test_going_on_after_a_failure_asks_for_every_other_reason(sitting):
    answer_until(sitting, "born")
    with pytest.raises(Refused, match="has not ended"):
        sitting.continue_after_failure()
    sitting.give("born", value("2015"))
    assert sitting.current() is None
    sitting.continue_after_failure()
    assert sitting.current() == "sex"


def test_a_skipped_question_comes_again_at_the_end(sitting):
    answer_until(sitting, "born")
    sitting.skip("born")
    assert (sitting.current(), sitting.upcoming()[-1]) == ("sex", "born")
    sitting.skip("sex")
    assert sitting.upcoming()[-2:] == ("born", "sex")
    with pytest.raises(Refused, match="not being asked"):
        sitting.skip("consent")


def test_progress_counts_criteria(sitting):
    assert sitting.progress() == (0, 6)
    sitting.give("consent", value(True))
    assert sitting.progress() == (1, 6)


# Events.


def test_every_act_appends_one_event(sitting, store, number):
    acts = [
        lambda: sitting.give("consent", value(True)),
        lambda: sitting.set_source("chart"),
        lambda: sitting.add_note("his wife is present"),
        lambda: sitting.skip("form"),
        lambda: sitting.take_back_entry("born", value("2015")),
        lambda: sitting.save_row("visits", {"date": "2026-02-01"}),
        lambda: sitting.remove_row("visits", 0),
        lambda: sitting.await_series("visits", date(2026, 4, 1)),
        lambda: sitting.give_due(["born", "sex"], date(2026, 4, 1)),
        sitting.undo,
        lambda: sitting.switch_language("zh"),
        lambda: sitting.stop("tired"),
        sitting.resume,
        sitting.record_decision,
        sitting.withdraw,
    ]
    for place, act in enumerate(acts, 2):
        act()
        events = store.events(number)
        assert len(events) == place
        assert fold(events) == sitting.state


def test_sitting_down_is_recorded_unless_the_screening_was_just_opened(sit, store, number):
    sit()
    assert kinds(store, number) == [EventKind.SCREENING_OPENED]
    sit(OTHER_NURSE)
    assert kinds(store, number)[-1] is EventKind.RESUMED
    assert store.events(number)[-1].person == OTHER_NURSE


def test_what_was_typed_and_in_which_language_is_kept(sitting):
    sitting.give("consent", Given({"value": True}, "是", "zh"))
    entry = sitting.state.current("consent")
    assert (entry.typed, entry.language, entry.person) == ("是", "zh", NURSE)


def test_an_interview_goes_on_where_it_stood(sitting, sit):
    answer_until(sitting, "glucose")
    assert sit(OTHER_NURSE).current() == "glucose"


def test_two_people_at_one_screening_are_told_of_each_other(sit):
    mine, theirs = sit(), sit(OTHER_NURSE)
    with pytest.raises(Conflict, match="Eva Nurse"):
        mine.give("consent", value(True))
    assert mine.version == theirs.version, "what they wrote has been read"
    mine.give("consent", value(True))


def test_a_rules_file_changed_later_does_not_touch_a_screening(sit, store, number):
    digest = store.events(number)[0].body["rules"]
    assert sit().protocol.source_bytes == store.rules(digest)


# Who may answer, and what an answer needs.


def test_an_investigators_question_refuses_a_screener(sitting):
    sitting.give("consent", value(True))
    with pytest.raises(Refused, match="investigator's judgement"):
        sitting.give("suitable", value(True))


def test_a_judgement_that_fails_a_criterion_needs_a_note(sit):
    sitting = sit(DOCTOR)
    sitting.give("consent", value(True))
    assert sitting.preview("suitable", value(False)).needs_note
    with pytest.raises(Refused, match="needs a note"):
        sitting.give("suitable", value(False))
    sitting.give("suitable", value(False, note="cannot lie flat"))
    assert sitting.result.criteria["E3"].status == "fail"


def test_what_counts_for_a_limited_time_says_when_it_was_observed(sitting):
    answer_until(sitting, "pregnant")
    sitting.set_source("examination")
    with pytest.raises(Refused, match="limited time"):
        sitting.give("pregnant", value(False))
    sitting.give("pregnant", missing("pending"))


def test_the_source_set_once_is_put_into_answers_that_bring_none(sitting):
    sitting.set_source(Source(SourceKind.CANDIDATE, through=Through.STAFF))
    sitting.give("consent", value(True))
    sitting.give("form", value("2.0", source="chart"))
    assert raw_of(sitting, "consent")["source"] == {"kind": "candidate", "through": "staff"}
    assert raw_of(sitting, "form")["source"] == "chart"
    assert "observed_on" not in raw_of(sitting, "consent")
    sitting.give("born", missing("unknown"))
    assert "source" not in raw_of(sitting, "born")


@pytest.mark.parametrize("source", ["hearsay", {"reference": "B-1"}, {"kind": "chart", "by": "x"}])
def test_a_source_that_is_none_is_refused(sitting, source):
    with pytest.raises(Refused):
        sitting.set_source(source)


@pytest.mark.parametrize(
    ("id", "given", "words"),
    [
        ("consent", value("yes"), "neither yes nor no"),
        ("sex", value("other"), "none of the options"),
        ("glucose", value("94 mg/l", "2026-02-20"), "unit"),
        ("glucose", value(900, "2026-02-20"), "plausible range"),
        ("born", value("1980-02-30"), "no date of the calendar"),
        ("born", value("2027-01-01"), "after the reference date"),
        ("age", value(40), "no question"),
        ("nothing", value(40), "no question"),
        ("born", Given({}), "neither `value` nor `missing`"),
        ("born", Given({"value": None}), "neither `value` nor `missing`"),
        ("visits", value([]), "row by row"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_and_not_recorded(sitting, id, given, words):
    answer_until(sitting, "born")
    before = sitting.version
    with pytest.raises(Refused, match=words):
        sitting.give(id, given)
    assert sitting.version == before


def test_hostile_text_is_kept_as_it_was_typed(sitting, store, number):
    text = "Smith [/] O'Neil \x1b]0;x\x07 \u202e \ud800 😀"
    sitting.give("consent", value(True))
    sitting.give("form", value(text))
    sitting.add_note(text)
    kept = fold(store.events(number))
    assert [entry.answer["value"] for entry in kept.answers["form"].history] == [text]
    assert [note.text for note in kept.notes] == [text]


# Changing an answer.


def test_filling_in_a_missing_answer_needs_no_reason(sitting):
    answer_until(sitting, "born")
    sitting.give("born", missing("pending", due="2026-04-01"))
    sitting.give("born", value("1980"))
    assert standings(sitting, "born") == [EntryStanding.FILLED_IN, EntryStanding.CURRENT]


def test_a_correction_without_a_reason_is_refused(sitting):
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
    answer_until(sitting, "visits")
    sitting.give("glucose", value(6, "2026-03-01"))
    assert standings(sitting, "glucose") == [EntryStanding.EARLIER, EntryStanding.CURRENT]
    assert not sitting.state.answers["glucose"].history[0].struck


def test_an_observation_of_the_same_day_or_before_is_a_correction(sitting):
    answer_until(sitting, "visits")
    for day in ("2026-02-20", "2026-02-19"):
        with pytest.raises(Refused, match="needs its reason"):
            sitting.give("glucose", value(6, day))
        with pytest.raises(Refused, match="not observed later"):
            sitting.give("glucose", value(6, day), act=Act.NEWER)


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


# Series.


def test_a_series_has_no_value_until_it_is_complete(sitting):
    answer_until(sitting, "visits")
    sitting.save_row("visits", {"date": "2026-02-01", "score": 5})
    assert sitting.result.criteria["E2"].status == "open"
    assert [lack.reason for lack in sitting.lacks() if lack.question == "visits"] == ["incomplete"]
    sitting.complete_series("visits")
    assert sitting.result.criteria["E2"].status == "fail"


def test_each_row_is_checked_when_it_is_saved(sitting):
    answer_until(sitting, "visits")
    for row, words in [
        ({"date": "2026-02-01", "score": 101}, "plausible range"),
        ({"score": 50}, "needs its date"),
        ({"date": "2026-02"}, "not a full date"),
        ({"date": "2026-03-03"}, "after the reference date"),
        ({"date": "2026-02-01", "mood": 1}, "no field"),
    ]:
        with pytest.raises(Refused, match=words):
            sitting.save_row("visits", row)
    with pytest.raises(Refused, match="no row 1"):
        sitting.save_row("visits", {"date": "2026-02-01"}, 0)
    with pytest.raises(Refused, match="no row 1"):
        sitting.remove_row("visits", 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda sitting: sitting.save_row("visits", {"date": "2026-03-12", "score": 70}),
        lambda sitting: sitting.save_row("visits", {"date": "2026-02-01", "score": 60}, 0),
        lambda sitting: sitting.enter_field("visits", "2026-02-02"),
        lambda sitting: sitting.begin_row("visits", 0),
        lambda sitting: sitting.remove_row("visits", 0),
        lambda sitting: sitting.await_series("visits"),
    ],
)
def test_a_complete_series_keeps_its_value_until_it_is_said_why_it_changes(sitting, clock, change):
    answer_until(sitting)
    clock.advance(timedelta(days=10))
    with pytest.raises(Refused, match="Say first why"):
        change(sitting)
    assert sitting.result.criteria["E2"].status == "pass"
    with pytest.raises(Refused, match="needs its reason"):
        sitting.reopen_series("visits", " ")
    sitting.reopen_series("visits", "misread")
    assert sitting.result.criteria["E2"].status == "open", "open again: nothing is decided"
    change(sitting)


def test_a_changed_series_is_a_correction_with_the_reason_given_once(sitting):
    answer_until(sitting)
    sitting.reopen_series("visits", "one was forgotten")
    with pytest.raises(Refused, match="as it was"):
        sitting.complete_series("visits")
    sitting.save_row("visits", {"date": "2026-02-20", "score": 70})
    sitting.complete_series("visits")
    assert standings(sitting, "visits") == [EntryStanding.CORRECTED, EntryStanding.CURRENT]
    assert sitting.state.current("visits").reason == "one was forgotten"
    with pytest.raises(Refused, match="complete already"):
        sitting.complete_series("visits")


def test_a_changed_series_is_put_back_as_it_was(sitting):
    answer_until(sitting)
    before = sitting.state.rows("visits")
    sitting.reopen_series("visits", "misread")
    sitting.remove_row("visits", 0)
    sitting.put_back_series("visits")
    assert sitting.state.completed_rows("visits") == before
    assert sitting.result.criteria["E2"].status == "pass"
    with pytest.raises(Refused, match="not opened again"):
        sitting.put_back_series("visits")


def test_awaiting_more_of_a_complete_series_corrects_it_and_filling_it_in_needs_no_reason(sitting):
    answer_until(sitting)
    sitting.reopen_series("visits", "one is still to come")
    sitting.await_series("visits", date(2026, 4, 1))
    sitting.save_row("visits", {"date": "2026-03-01", "score": 70})
    sitting.complete_series("visits")
    acts = [(entry.act, entry.reason) for entry in sitting.state.answers["visits"].history]
    assert acts == [
        (Act.ANSWER, None),
        (Act.CORRECTION, "one is still to come"),
        (Act.FILL_IN, None),
    ]


def test_each_field_of_a_row_is_recorded_before_the_next_is_asked(sitting, sit, store):
    answer_until(sitting, "visits")
    sitting.enter_field("visits", "2026-02-01", typed="1 Feb 2026", language="zh")
    again = sit(OTHER_NURSE)
    assert again.field_asked("visits") == "score"
    assert again.row_entry("visits").person == NURSE
    again.enter_field("visits", 50)
    again.save_row("visits")
    assert again.state.rows("visits") == ({"date": "2026-02-01", "score": 50},)
    (first, *_rest) = [e for e in store.events(sitting.number) if e.kind == "row_entered"]
    assert (first.body["typed"], first.body["language"]) == ("1 Feb 2026", "zh")


def test_a_row_steps_back_by_one_field_and_from_its_date_is_left(sitting):
    answer_until(sitting, "visits")
    sitting.enter_field("visits", "2026-02-01")
    sitting.enter_field("visits", 50)
    for field in ("score", "date"):
        sitting.step_back("visits")
        assert sitting.field_asked("visits") == field
    assert sitting.row_entry("visits").row == {"date": "2026-02-01", "score": 50}
    sitting.step_back("visits")
    assert sitting.row_entry("visits") is None
    with pytest.raises(Refused, match="No row"):
        sitting.step_back("visits")


def test_a_row_that_was_just_saved_is_gone_back_into_by_whoever_saved_it(sitting, sit):
    answer_until(sitting, "visits")
    sitting.save_row("visits", {"date": "2026-02-01", "score": 50})
    sitting.reenter_last_row("visits")
    assert (sitting.field_asked("visits"), sitting.row_entry("visits").index) == ("score", 0)
    sitting.enter_field("visits", 60)
    sitting.save_row("visits")
    assert sitting.state.rows("visits") == ({"date": "2026-02-01", "score": 60},)
    other = sit(OTHER_NURSE)
    assert other.reenter_last_row("visits") is None


def test_a_row_being_entered_comes_to_its_end_before_anything_else(sitting):
    answer_until(sitting, "visits")
    sitting.save_row("visits", {"date": "2026-02-01"})
    sitting.enter_field("visits", "2026-02-02")
    for act in (
        lambda: sitting.save_row("visits", {"date": "2026-02-03"}),
        lambda: sitting.remove_row("visits", 0),
        lambda: sitting.begin_row("visits", 0),
        lambda: sitting.complete_series("visits"),
        lambda: sitting.await_series("visits"),
        lambda: sitting.give("visits", missing("unknown")),
    ):
        with pytest.raises(Refused, match="Row 2 is being entered"):
            act()
    with pytest.raises(Refused, match="not whole"):
        sitting.save_row("visits")


def test_an_awaited_series_keeps_its_rows_and_is_not_asked(sitting):
    answer_until(sitting, "visits")
    sitting.save_row("visits", {"date": "2026-02-01", "score": 50})
    sitting.await_series("visits", date(2026, 4, 1))
    assert "visits" not in sitting.upcoming()
    (lack,) = [lack for lack in sitting.lacks() if lack.question == "visits"]
    assert (lack.reason, lack.due, lack.criteria) == ("pending", date(2026, 4, 1), ("E2",))
    assert len(sitting.state.rows("visits")) == 1


def test_a_series_that_is_no_series_has_no_rows(sitting):
    sitting.give("consent", value(True))
    with pytest.raises(Refused, match="no rows"):
        sitting.save_row("born", {"date": "2026-02-01"})


# What is missing.


def test_what_is_missing_says_why_and_who_can_supply_it(sitting):
    answer_until(sitting, "glucose")
    sitting.give("glucose", missing("not_done"))
    answer_until(sitting)
    lacks = {lack.question: lack for lack in sitting.lacks()}
    assert (lacks["glucose"].reason, lacks["glucose"].who) == (LackReason.NOT_DONE, Role.SCREENER)
    assert lacks["glucose"].criteria == ("I3",)
    assert lacks["suitable"].who is Role.INVESTIGATOR


def test_an_answer_too_inexact_to_tell_is_named(sitting):
    answer_until(sitting, "born")
    sitting.give("born", value("2008"))
    answer_until(sitting)
    lacks = {lack.question: lack for lack in sitting.lacks()}
    assert (lacks["born"].reason, lacks["born"].criteria) == (LackReason.INEXACT, ("I1",))


def test_what_is_awaited_is_not_due_on_a_day_that_is_over(sitting):
    answer_until(sitting, "born")
    with pytest.raises(Refused, match="is over"):
        sitting.give("born", missing("pending", due="2026-03-01"))


def test_several_due_dates_are_given_at_once(sitting):
    answer_until(sitting, "born")
    sitting.give("born", missing("pending"))
    sitting.give_due(["born", "glucose"], date(2026, 4, 1))
    assert {sitting.state.current(id).answer["due"] for id in ("born", "glucose")} == {"2026-04-01"}
    with pytest.raises(Refused, match="is over"):
        sitting.give_due(["born"], date(2026, 1, 1))
    with pytest.raises(Refused, match="answer already"):
        sitting.give_due(["consent"], date(2026, 4, 1))
    with pytest.raises(Refused, match="No question"):
        sitting.give_due([], date(2026, 4, 1))
    with pytest.raises(Refused, match="investigator"):
        sitting.give_due(["suitable"], date(2026, 4, 1))


# Stopping, withdrawing, time.


def test_after_withdrawal_nothing_more_is_asked_and_a_wrong_answer_can_be_mended(sitting):
    answer_until(sitting, "glucose")
    sitting.withdraw("  ")
    assert (sitting.current(), sitting.state.withdrawn.reason) == (None, None)
    with pytest.raises(Refused, match="has withdrawn"):
        sitting.give("glucose", value(5, "2026-02-20"))
    with pytest.raises(Refused, match="has withdrawn"):
        sitting.save_row("visits", {"date": "2026-02-01"})
    with pytest.raises(Refused, match="already"):
        sitting.withdraw()
    sitting.give("born", value("1981"), reason="misread")


def test_a_stopped_interview_is_taken_up_again(sitting, sit):
    answer_until(sitting, "sex")
    with pytest.raises(Refused, match="reason"):
        sitting.stop(" ")
    sitting.stop("tired")
    assert (sitting.current(), sitting.undo()) == (None, None)
    with pytest.raises(Refused, match="was stopped"):
        sitting.give("sex", value("male"))
    again = sit()
    assert again.current() is None, "sitting down does not lift a stop"
    again.resume()
    assert again.current() == "sex"
    with pytest.raises(Refused, match="not stopped"):
        again.resume()


def test_on_a_later_day_the_criteria_that_time_changed_are_listed(sitting, sit, clock):
    answer_until(sitting)
    clock.advance(timedelta(days=30))
    later = sit()
    assert [(c.criterion, str(c.before), str(c.after)) for c in later.time_changes] == [
        ("I3", "pass", "open"),
        ("E1", "pass", "open"),
    ]
    assert later.on == date(2026, 4, 1)


def test_midnight_during_a_sitting_changes_its_day_with_the_next_event(sitting, clock):
    answer_until(sitting)
    clock.advance(timedelta(days=30))
    sitting.add_note("next morning")
    assert [change.criterion for change in sitting.time_changes] == ["I3", "E1"]


# The decision.


def test_a_decision_records_every_criterion_the_answers_and_the_rules(sit, store, number):
    sitting = sit(DOCTOR)
    answer_until(sitting)
    body = sitting.record_decision().body
    assert body["decision"] == "eligible"
    assert [found["id"] for found in body["criteria"]] == ["I1", "I2", "I3", "E1", "E2", "E3"]
    assert body["criteria"][0]["because"] == ["born"]
    assert body["protocol"] == {"id": "P1", "version": "2", "sha256": sitting.protocol.sha256}
    assert body["program"] == "0.1.0"
    assert body["missing"] == []


def test_replaying_the_events_gives_the_same_decision_to_the_byte(sit, store, number, clock):
    sitting = sit(DOCTOR)
    answer_until(sitting, "glucose")
    sitting.record_decision()
    clock.advance(timedelta(days=3))
    answer_until(sitting)
    sitting.record_decision()
    clock.advance(timedelta(days=60))
    events = store.events(number)
    decisions = [event for event in events if event.kind is EventKind.DECISION_RECORDED]
    assert [event.body["decision"] for event in decisions] == ["undetermined", "eligible"]
    for decision in decisions:
        assert replay(sitting.protocol, events, decision) == dumps(decision.body)
    with pytest.raises(ValueError, match="no decision"):
        replay(sitting.protocol, events, events[0])


def test_a_decision_can_be_decided_again_from_its_own_answers(sit):
    from screener.engine.decide import decide

    sitting = sit(DOCTOR)
    answer_until(sitting)
    event = sitting.record_decision()
    again = decide(sitting.protocol, event.body["answers"], event.on)
    assert [(id, found.status, list(found.because)) for id, found in again.criteria.items()] == [
        (f["id"], f["status"], f["because"]) for f in event.body["criteria"]
    ]


def test_a_decision_is_of_the_day_on_which_it_is_recorded(sit, clock):
    sitting = sit(DOCTOR)
    answer_until(sitting)
    assert sitting.result.decision == "eligible"
    clock.advance(timedelta(days=30))
    event = sitting.record_decision()
    assert (event.on, event.body["decision"]) == (date(2026, 4, 1), "undetermined")


# Why.


def test_why_tells_what_each_answer_would_do(sitting):
    sitting.give("consent", value(True))
    why = sitting.why("sex")
    assert why.criteria == ("E1",)
    told = [(e.label, [(c.criterion, str(c.after)) for c in e.changes]) for e in why.effects]
    assert told == [("Female", []), ("Male", [("E1", "pass")])]


def test_why_tells_the_tests_of_other_questions_in_prose(sitting):
    why = sitting.why("born")
    assert why.criteria == ("I1",)
    assert [(e.criterion, e.label) for e in why.effects] == [("I1", "age is at least 18")]
    (glucose,) = sitting.why("glucose").effects
    assert glucose.label == "“Glucose?” is below 7 mmol/L"


def test_why_of_a_question_for_the_record_says_so(sitting):
    why = sitting.why("form")
    assert (why.criteria, why.for_record) == ((), True)


def test_why_is_told_in_the_language_of_the_question(sitting):
    assert [effect.label for effect in sitting.why("sex", "zh").effects] == ["女", "男"]


def test_typed_text_is_understood_and_recorded_nowhere(sitting):
    before = sitting.version
    reading = sitting.understand("glucose", "94 mg/dL")
    assert reading.echo.startswith("94 mg/dL = 5.217")
    assert sitting.version == before


def test_in_the_list_only_what_bears_on_a_decision_makes_it_outdated(sitting, sit, store):
    answer_until(sitting)
    sitting.record_decision()
    again = sit()
    again.add_note("called the family")
    assert not store.screenings()[0].outdated
    again.withdraw()
    assert store.screenings()[0].outdated


def test_in_the_list_nothing_is_awaited_once_the_interview_has_ended(sitting, store):
    answer_until(sitting, "glucose")
    sitting.give("glucose", missing("pending", due="2026-04-01"))
    assert [lack.question for lack in store.screenings()[0].awaited] == ["glucose"]
    sitting.withdraw()
    assert store.screenings()[0].awaited == ()
