"""What an auditor reads of a screening, and of a store: by whichever rules, damaged ones too."""

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest

from screener.interview.audit import PART, ScreeningAudit, StoreAudit
from screener.interview.audit_told import NOTHING_SOUGHT, audit_text, event_record, stood_record
from screener.interview.why_told import REPLAYED, Why
from screener.protocol.exact_json import dumps
from screener.record.errors import StoreError
from screener.record.events import EventKind
from screener.record.redaction import held_by, redact, together
from screener.record.replays import Replay
from screener.record.store import Store
from screener.record.trail import Sought
from tests.interview.setting import DOCTOR, NURSE, RULES, answer_until, missing, value
from tests.people import approved


def why(store, number, count=None):
    travel = ScreeningAudit(store, number, "en").travel
    assert travel is not None
    return Why(travel, travel.end if count is None else travel.after(count))


def told(page):
    return "\n".join(f"{one.label}: {one.text}" for part in page.parts() for one in part.lines)


def test_an_answer_is_struck_through_from_the_moment_at_which_it_was_corrected(store, sitting):
    answer_until(sitting, "sex")
    born = sitting.state.current("born").version
    correction = sitting.give("born", value("1981-05-17"), reason="misread")
    audit = ScreeningAudit(store, sitting.number, "en")
    travel = audit.travel
    assert travel is not None

    def became(spot):
        return next(
            one.became for one in audit.happened(Sought(), spot) if one.event.version == born
        )

    assert not became(travel.after(correction.version - 1)).struck
    assert became(travel.after(correction.version)).struck
    assert became(None).words == "corrected: misread"


def test_what_was_entered_and_taken_back_is_struck_through_among_all_screenings_too(store, sitting):
    entered = sitting.take_back_entry("consent", value(False))
    for audit in (
        ScreeningAudit(store, sitting.number, "en").happened,
        StoreAudit(store, "en").newest,
    ):
        (told,) = [one for one in audit(Sought()) if one.event.version == entered.version]
        assert told.became.struck
        assert "entered and taken back, not counted" in told.said


@pytest.mark.parametrize(
    ("answers", "question"),
    [
        ({"consent": False}, "Why was this candidate excluded?"),
        ({"consent": True}, "Why can this not be determined yet?"),
    ],
)
def test_the_page_answers_the_question_that_is_asked(store, sitting, answers, question):
    for id, answer in answers.items():
        sitting.give(id, value(answer))
    assert why(store, sitting.number).question == question


def test_an_eligible_candidate_has_reasons_too(store, sit):
    doctor = sit(DOCTOR)
    answer_until(doctor)
    doctor.record_decision()
    page = why(store, doctor.number)
    assert page.question == "Why is this candidate eligible?"
    assert "I3 (inclusion 3): ✓ passes" in told(page)


def test_a_screening_that_ended_before_its_end_says_who_ended_it_and_why(store, sitting):
    sitting.stop("moved away")
    page = why(store, sitting.number)
    assert page.question == "Why did this screening end?"
    assert "because: moved away" in told(page)


def test_a_decision_is_told_as_it_was_recorded_whatever_came_after_it(store, sit, clock):
    doctor = sit(DOCTOR)
    doctor.give("consent", value(False))
    decided = doctor.record_decision()
    clock.advance(timedelta(days=1))
    doctor.give("consent", value(True), reason="the wrong form")
    page = told(why(store, doctor.number))
    assert "Decision: not eligible" in page
    assert "Consented?: no" in page
    assert "an answer was changed after that" in page
    assert "What the answers came to after that: cannot be determined yet" in page
    before = why(store, doctor.number, decided.version - 1)
    assert "No decision was recorded." in told(before)


def test_where_who_was_eligible_is_not_any_more_the_page_says_so_first(store, sit, clock):
    doctor = sit(DOCTOR)
    answer_until(doctor, None)
    assert doctor.record_decision().body["decision"] == "eligible"
    clock.advance(timedelta(days=1))
    doctor.give("consent", value(False), reason="the wrong form")
    head, failed, *_more = why(store, doctor.number).parts()
    assert head.heading == "Why was this candidate excluded?"
    said = [f"{one.label}: {one.text}" for one in head.lines]
    assert "Decision: not eligible" in said
    assert "Recorded: eligible; it does not hold any more, and is to be recorded anew" in said
    assert failed.heading == "Failed criteria"
    assert "Eligible until" not in told(why(store, doctor.number))


def test_every_way_in_which_a_replay_can_end_has_words():
    assert set(REPLAYED) == set(Replay)


def test_a_decision_that_is_not_replayed_the_same_is_told_as_such(store, sit, monkeypatch):
    doctor = sit(DOCTOR)
    doctor.give("consent", value(False))
    doctor.record_decision()
    monkeypatch.setattr("screener.record.replays.replay", lambda *_arguments: "{}")
    assert "NOT the same" in told(why(store, doctor.number))


def spoiled(path, statement):
    """Change a store behind its back."""
    with closing(sqlite3.connect(path)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        dropped = "".join(f"DROP TRIGGER {name};" for name, _sql in guards)
        connection.executescript(
            f"{dropped} {statement}; {';'.join(sql for _name, sql in guards)};"
        )


def test_where_the_rules_are_gone_the_events_are_told_all_the_same(store, sitting):
    answer_until(sitting, "sex")
    number = sitting.number
    spoiled(store.path, "DELETE FROM rules")
    with Store.open(store.path) as opened:
        audit = ScreeningAudit(opened, number, "en")
        assert audit.travel is None
        text = audit_text(audit, NOTHING_SOUGHT, None)
        assert "missing or damaged" in " ".join(text.split())
        assert 'born: {"value":"1980-05-17"}' in text
        assert stood_record(audit, None) is None
        everything = StoreAudit(opened, "en").newest(Sought())
        assert any("born" in one.said for one in everything)


def test_where_an_event_cannot_follow_the_others_are_told_all_the_same(store, sitting):
    sitting.give("consent", value(True))
    sitting.add_note("seen")
    spoiled(
        store.path,
        """UPDATE bodies SET body = '{"undoes":1,"reason":"x"}' WHERE sequence = 3;
        UPDATE events SET header = replace(header, '"answered"', '"answer_undone"')""",
    )
    with Store.open(store.path) as opened:
        audit = ScreeningAudit(opened, sitting.number, "en")
        assert audit.travel is None
        assert "is no answer that counts" in audit.problem
        assert "Note: seen" in audit_text(audit, NOTHING_SOUGHT, None)


def test_an_event_that_cannot_be_read_is_named(store, sitting):
    sitting.add_note("seen")
    spoiled(store.path, "UPDATE bodies SET body = 'no JSON' WHERE sequence = 3")
    with Store.open(store.path) as opened, pytest.raises(StoreError, match="S-0001"):
        ScreeningAudit(opened, sitting.number, "en")


def test_all_events_are_read_part_by_part_and_none_twice(store, sitting):
    for count in range(PART + 10):
        store.append(sitting.number, sitting.version + count, EventKind.NOTE_ADDED, note(), NURSE)
    audit = StoreAudit(store, "en")
    newest = audit.newest(Sought())
    assert len(newest) == PART
    rest = audit.newest(Sought(), newest[-1].event.sequence)
    every = [one.event.sequence for one in (*newest, *rest)]
    assert every == sorted(every, reverse=True)
    assert [event.sequence for event in audit.events(Sought())] == every[::-1]


def note():
    return {"text": "looked at"}


def test_what_was_taken_back_is_named_among_all_screenings_too(store, sitting):
    sitting.give("consent", missing("unknown"))
    sitting.undo()
    other = store.new_screening(RULES.encode(), "DL-2", NURSE, "en")
    assert other != sitting.number
    said = [one.said for one in StoreAudit(store, "en").newest(Sought())]
    assert "Training: Taken back at once: Consented?" in said


def test_among_all_screenings_each_event_of_one_for_training_says_so(store, quick_passwords):
    # record 24
    approved(store, RULES.encode())
    real = store.new_screening(RULES.encode(), "DL-3", NURSE, "en")
    practice = store.new_screening(RULES.encode() + b"# another\n", "DL-4", NURSE, "en")
    audit = StoreAudit(store, "en")
    said = {one.event.number: one.said for one in audit.newest(Sought())}
    assert not said[real].startswith("Training: ")
    assert said[practice].startswith("Training: ")
    assert not said[""].startswith("Training: ")


def test_what_was_redacted_is_nowhere_and_every_moment_can_be_looked_at(store, sit):
    # record 4
    doctor = sit(DOCTOR)
    answer_until(doctor, "glucose")
    secret = "Maria of Elm Street"
    doctor.give("glucose", value("9 mmol/L", "2026-02-20", note=secret))
    doctor.add_note(secret)
    doctor.record_decision()
    events = store.events(doctor.number)
    picked = next(held for event in events for held in held_by(event) if held.text == secret)
    redact(store, events[-1], together(events, picked), "a name", DOCTOR)
    audit = ScreeningAudit(store, doctor.number, "en")
    assert audit.travel is not None
    for count in range(1, len(audit.events) + 1):
        spot = audit.travel.after(count)
        assert secret not in audit_text(audit, NOTHING_SOUGHT, spot)
        assert secret not in dumps(stood_record(audit, spot))
    records = [event_record(event, lambda _event: (), training=True) for event in audit.events]
    assert secret not in dumps(records)
    gone = [one["redacted"] for one in records if isinstance(one["redacted"], dict)]
    assert [one["reason"] for one in gone] == ["a name"] * 3
    text = audit_text(audit, NOTHING_SOUGHT, None)
    assert "redacted by Ben Doctor, investigator" in " ".join(text.split())
    assert "Redacted in events" in text


def says(text, year):
    """Whether a text has a year: by chance any hash may hold its digits."""
    return re.search(f"(?<![0-9a-f]){year}(?![0-9a-f])", text) is not None


@pytest.mark.parametrize(
    ("text", "day"),
    [("1981-07-13", "1981"), ("2081-07-13", "2081"), ("1982-08-14", "1982")],
    ids=["a day of observation", "a day until which it is awaited", "the date of a row"],
)
def test_a_redacted_day_is_nowhere_and_every_moment_can_be_looked_at(store, sit, text, day):
    # record 4
    doctor = sit(DOCTOR)
    answer_until(doctor, "glucose")
    doctor.give("glucose", value("5 mmol/L", "1981-07-13"))
    doctor.give_due(["visits"], date(2081, 7, 13))
    doctor.record_decision()
    doctor.enter_field("visits", "1982-08-14")
    doctor.enter_field("visits", 50)
    doctor.save_row("visits")
    doctor.complete_series("visits")
    doctor.record_decision()
    events = store.events(doctor.number)
    picked = next(held for event in events for held in held_by(event) if held.text == text)
    doctor.redact(together(events, picked), "another patient's")
    audit = ScreeningAudit(store, doctor.number, "en")
    assert audit.travel is not None
    for count in range(1, len(audit.events) + 1):
        spot = audit.travel.after(count)
        assert not says(audit_text(audit, NOTHING_SOUGHT, spot), day)
        assert not says(dumps(stood_record(audit, spot)), day)
    records = [event_record(event, lambda _event: (), training=True) for event in audit.events]
    assert not says(dumps(records), day)
    assert "not replayable: redacted" in told(why(store, doctor.number))
    assert not any(says(doctor.copy(format), day) for format in ("text", "markdown", "json"))


def excluded_twice(doctor):
    """Record a decision that glucose and a row of a table exclude."""
    answer_until(doctor, "glucose")
    doctor.give("glucose", value("9 mmol/L", "2026-02-20"))
    doctor.continue_after_failure()
    for field in ("2026-02-14", 5):
        doctor.enter_field("visits", field)
    doctor.save_row("visits")
    doctor.complete_series("visits")
    doctor.record_decision()


def take_out(doctor, text):
    events = doctor.events()
    picked = next(held for event in events for held in held_by(event) if held.text == text)
    doctor.redact(together(events, picked), "another patient's")


def version_of(doctor, question):
    return doctor.state.answers[question].history[-1].version


def test_only_what_was_redacted_is_told_as_redacted_of_why_somebody_was_excluded(store, sit):
    """What went out of the decision with it stands in the events still. # record 4"""
    doctor = sit(DOCTOR)
    excluded_twice(doctor)
    take_out(doctor, "2026-02-14")
    told_now = told(why(store, doctor.number))
    text = " ".join(
        audit_text(ScreeningAudit(store, doctor.number, "en"), NOTHING_SOUGHT, None).split()
    )
    copied = " ".join(doctor.copy("text").split())
    assert "not replayable: redacted" in told_now
    from_events = f"as event {version_of(doctor, 'glucose')} says; the decision's own answers were"
    for page in (text, copied):
        assert "Glucose? 9 mmol/L; observed on 20 February 2026" in page
        assert from_events in page
        assert "Born when? 17 May 1980" in page
        # Of the table the day alone was taken out.
        assert "Which visits? 1 row Row 1, █████: Score: 5" in page
        assert f"as event {version_of(doctor, 'visits')} says without what was redacted" in page
    assert "2026-02-14" not in text + copied


def test_an_answer_that_was_redacted_itself_is_told_as_such_beside_the_others(store, sit):
    # record 4
    doctor = sit(DOCTOR)
    excluded_twice(doctor)
    picked = next(
        held
        for event in doctor.events()
        for held in held_by(event)
        if (held.question, held.path) == ("glucose", "answer.value")
    )
    doctor.redact(together(doctor.events(), picked), "a slip")
    page = told(why(store, doctor.number))
    assert "Glucose?: redacted" in page
    assert "9 mmol/L" not in page
    assert "Which visits?: 1 row" in page


def test_a_decision_that_rested_on_a_redacted_answer_is_told_as_not_replayable(store, sit):
    # record 4
    doctor = sit(DOCTOR)
    answer_until(doctor, "glucose")
    doctor.give("glucose", value("9 mmol/L", "2026-02-20"))
    doctor.record_decision()
    events = store.events(doctor.number)
    held = [held for event in events for held in held_by(event)]
    picked = next(h for h in held if h.question == "glucose" and h.path == "answer.value")
    redact(store, events[-1], together(events, picked), "a slip", DOCTOR)
    page = told(why(store, doctor.number))
    assert "not replayable: redacted" in page
    assert "Decision: not eligible" in page


def redacted_after_it_counted(doctor):
    """Record a decision, redact an answer behind it; give the events of both."""
    answer_until(doctor, "glucose")
    doctor.give("glucose", value("9 mmol/L", "2026-02-20"))
    doctor.record_decision()
    decided = doctor.state.version
    held = [held for event in doctor.events() for held in held_by(event)]
    picked = next(h for h in held if h.question == "glucose" and h.path == "answer.value")
    doctor.redact(together(doctor.events(), picked), "a slip")
    redaction = doctor.state.version
    return decided, redaction


def page_at(store, number, count):
    audit = ScreeningAudit(store, number, "en")
    assert audit.travel is not None
    return " ".join(audit_text(audit, NOTHING_SOUGHT, audit.travel.after(count)).split())


def test_of_a_moment_before_a_redaction_nothing_is_said_that_follows_from_what_is_left(store, sit):
    # record 4
    doctor = sit(DOCTOR)
    decided, redaction = redacted_after_it_counted(doctor)
    page = page_at(store, doctor.number, decided)
    assert f"An answer was redacted later, in event {redaction}." in page
    assert "Decision: not eligible" in page
    for untrue in ("time alone has changed", "not answered yet", "stays open", "after that: "):
        assert untrue not in page, untrue
    assert "whether time alone changed it after that is not known: redacted" in page
    for then in (decided - 1, decided):
        assert "What would change it" not in page_at(store, doctor.number, then)
    assert "What would change it" in page_at(store, doctor.number, decided - 2)


def test_how_it_stood_before_a_redaction_says_as_data_that_answers_are_gone(store, sit):
    # record 4
    doctor = sit(DOCTOR)
    decided, redaction = redacted_after_it_counted(doctor)
    audit = ScreeningAudit(store, doctor.number, "en")
    assert audit.travel is not None
    then = stood_record(audit, audit.travel.after(decided))
    now = stood_record(audit, audit.travel.after(redaction))
    assert then is not None
    assert now is not None
    assert (then["redacted_later"], now["redacted_later"]) == ([redaction], [])


def test_an_event_of_which_the_answer_was_redacted_is_not_said_to_open_a_criterion(store, sit):
    # record 4
    doctor = sit(DOCTOR)
    redacted_after_it_counted(doctor)
    answered = version_of(doctor, "glucose")
    audit = ScreeningAudit(store, doctor.number, "en")
    assert audit.travel is not None
    assert audit.travel.stood(audit.travel.after(answered)).changed == ()


def test_of_a_decision_whose_answers_were_redacted_no_reason_is_worked_out_of_the_rest(store, sit):
    # record 4
    doctor = sit(DOCTOR)
    _decided, redaction = redacted_after_it_counted(doctor)
    page = page_at(store, doctor.number, redaction)
    assert "Answers behind it were redacted: its reasons cannot be worked out." in page
    assert "Why these criteria" not in page


def test_a_criterion_that_waits_for_a_redacted_answer_says_that_there_was_one(store, sit):
    # record 4
    doctor = sit(DOCTOR)
    answer_until(doctor, "glucose")
    doctor.give("glucose", value("5 mmol/L", "2026-02-20"))
    take_out(doctor, "5 mmol/L")
    page = page_at(store, doctor.number, doctor.state.version)
    assert "“Glucose?”: what was answered was redacted" in page
