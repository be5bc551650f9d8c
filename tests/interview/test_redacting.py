"""What can be redacted is told so that it can be found; what was redacted says so everywhere."""

from datetime import date

import pytest

from screener.interview.redacting import done_said, going, going_said, offered, place_said, shown
from screener.interview.refusals import Refused
from screener.interview.sitting import Sitting
from screener.record.database import Hindered
from screener.record.errors import Conflict
from screener.record.events import EventKind
from screener.record.rights import NotAllowed
from tests.interview.setting import DOCTOR, OTHER_NURSE, RULES, answer_until, value

SECRET = "Maria Gonzalez"
IN_OTHER_WORDS = (
    "The same written in another way is not found: look for it in the notes and in what was typed."
)


@pytest.fixture
def doctor(sit):
    doctor = sit(DOCTOR)
    doctor.give("consent", value(True))
    return doctor


def take_out(sitting, text, reason="another patient's"):
    picked = next(held for held in offered(sitting) if text in shown(sitting, held))
    held, _seen = going(sitting, picked)
    sitting.redact(held, reason)
    return held


def test_what_a_colleague_recorded_goes_too_where_it_was_shown_and_later_things_refuse_it(
    doctor, sit
):
    doctor.add_note(SECRET)
    nurse = sit(OTHER_NURSE)
    nurse.add_note(f"called {SECRET}")
    picked = next(held for held in offered(doctor) if shown(doctor, held) == SECRET)
    held, seen = going(doctor, picked)
    assert [one.event.person for one in held] == [DOCTOR, OTHER_NURSE]
    nurse.add_note("called again")
    with pytest.raises(Conflict):
        doctor.redact(held, "a name", seen)
    nurse.add_note("once more")
    held, seen = going(doctor, picked)
    doctor.redact(held, "a name", seen)
    assert not [note for note in doctor.state.notes if SECRET in note.text]


def test_each_place_is_told_by_its_event_its_question_and_its_part(doctor):
    doctor.save_row("visits", {"date": "2026-02-01", "score": 73})
    doctor.complete_series("visits")
    doctor.add_note(f"saw {SECRET}", "visits")
    told = [place_said(doctor, held) for held in offered(doctor)]
    assert told[:5] == [
        "event 6, note, Which visits?, text",
        "event 5, table complete, Which visits?, date",
        "event 5, table complete, Which visits?, Score",
        "event 4, row saved, Which visits?, date",
        "event 4, row saved, Which visits?, Score",
    ]


def test_a_row_is_taken_out_wherever_it_was_entered_and_the_table_is_open(doctor):
    doctor.save_row("visits", {"date": "2026-02-01", "score": 73})
    doctor.complete_series("visits")
    held = take_out(doctor, "73")
    assert [one.event.kind for one in held] == [
        EventKind.ROW_SAVED,
        EventKind.SERIES_COMPLETED,
    ]
    assert doctor.state.drafts["visits"] == ({"date": "2026-02-01"},)
    doctor.save_row("visits", {"date": "2026-02-01", "score": 37}, index=0)
    doctor.complete_series("visits")
    assert doctor.standing.answers["visits"].value is not None


def test_a_day_said_beside_an_answer_is_told_as_what_it_is(doctor):
    answer_until(doctor, "glucose")
    doctor.give("glucose", value("5 mmol/L", "1981-07-13"))
    doctor.give_due(["visits"], date(2081, 7, 13))
    told = {shown(doctor, held): place_said(doctor, held) for held in offered(doctor)}
    version = doctor.state.version
    assert told["1981-07-13"] == f"event {version - 1}, answered, Glucose?, day of the observation"
    assert told["2081-07-13"] == f"event {version}, due date given, due date"


def test_what_was_chosen_is_told_in_the_protocols_words(doctor):
    answer_until(doctor, "glucose")
    given = [held for held in offered(doctor) if held.path == "answer.value"]
    told = {held.question: shown(doctor, held) for held in given}
    assert told["consent"] == "yes"
    assert told["sex"] not in doctor.protocol.questions["sex"].options


def test_the_codes_of_a_candidate_are_told_apart(doctor):
    doctor.correct_candidate("DL-71", "digits swapped")
    places = [place_said(doctor, held) for held in offered(doctor)]
    assert len({*places}) == len(places)


def test_an_answer_of_a_day_that_was_taken_out_is_asked_again_however_long_it_counts(doctor):
    """Nobody is to guess that it is of the day on which it was entered."""
    answer_until(doctor, "glucose")
    doctor.give("glucose", value("5 mmol/L", "2026-02-20"))
    assert doctor.standing.result.criteria["I3"].status == "pass"
    take_out(doctor, "2026-02-20")
    assert doctor.standing.result.criteria["I3"].status == "open"
    assert "glucose" in doctor.standing.askable
    doctor.give("glucose", value("5 mmol/L", "2026-02-21"))
    assert doctor.standing.result.criteria["I3"].status == "pass"


def test_the_date_of_a_row_is_taken_out_and_the_row_stays_until_it_has_another(doctor):
    doctor.save_row("visits", {"date": "2026-02-01", "score": 73})
    doctor.complete_series("visits")
    take_out(doctor, "2026-02-01")
    assert doctor.state.drafts["visits"] == ({"score": 73},)
    with pytest.raises(Refused):
        doctor.complete_series("visits")
    doctor.save_row("visits", {"date": "2026-02-02", "score": 73}, index=0)
    doctor.complete_series("visits")
    assert doctor.standing.answers["visits"].value is not None


def test_many_places_are_counted(doctor):
    for _time in range(10):
        doctor.add_note(f"saw {SECRET}")
    held, _seen = going(doctor, offered(doctor)[0])
    assert going_said(doctor, held)[8] == "and 2 more"
    assert going_said(doctor, held)[9:] == [IN_OTHER_WORDS]


def test_where_texts_stay_it_is_said_that_the_same_in_other_words_is_not_found(store, doctor):
    number = store.new_screening(RULES.encode(), "DL-018", DOCTOR, "en")
    alone = Sitting.open(store, number, DOCTOR, "en")
    alone.add_note(SECRET)
    held, _seen = going(alone, offered(alone)[0])
    assert IN_OTHER_WORDS not in going_said(alone, held)
    alone.add_note("called M. G.")
    assert going_said(alone, held)[-1] == IN_OTHER_WORDS


def test_a_decision_that_rested_on_it_is_told_as_changed_and_its_copy_says_by_whom(doctor):
    doctor.give("form", value(SECRET))
    doctor.record_decision()
    take_out(doctor, SECRET)
    (recorded,) = doctor.recorded_decisions()
    assert [event.kind for event in recorded.after] == [EventKind.REDACTED]
    for format in ("text", "markdown", "json"):
        copy = doctor.copy(format)
        assert SECRET not in copy
        assert "another patient's" in copy


def test_what_is_left_to_do_is_said(doctor):
    doctor.add_note(SECRET)
    said = done_said(doctor, take_out(doctor, SECRET))
    assert said == [
        "It is taken out for good, from: 4.",
        "Copies, packets and backups made before still hold it: find and destroy them.",
    ]


def test_what_stays_beside_it_for_good_is_said_before_and_where_it_stays_later(doctor):
    doctor.give("form", value("Wolfgang Petersen", note=SECRET))
    said = "What stays there beside it cannot be taken out later: {}."
    place = "event 4, answered, Which form?, the answer"
    held, _seen = going(
        doctor, next(held for held in offered(doctor) if shown(doctor, held) == SECRET)
    )
    assert going_said(doctor, held)[-1] == said.format(place)
    doctor.redact(held, "a name")
    doctor.add_note("Wolfgang Petersen")
    left = "It stays in what an earlier redaction left, where nothing can be taken out: {}."
    held, _seen = going(doctor, offered(doctor)[0])
    assert going_said(doctor, held)[-1] == left.format(place)
    doctor.redact(held, "a name")
    assert left.format(place) in done_said(doctor, held)


def test_what_a_decision_rested_on_goes_with_it_and_is_told_as_one(doctor):
    doctor.give("form", value("a", note=SECRET))
    doctor.record_decision()
    held = take_out(doctor, SECRET)
    assert place_said(doctor, held[-1]) == "event 5, decision recorded, all answers"


def test_somebody_else_who_sits_there_reads_it_no_more(doctor, sit):
    doctor.add_note(SECRET)
    other = sit(DOCTOR)
    take_out(other, SECRET)
    doctor.refresh()
    assert [note.text for note in doctor.state.notes] == ["█████"]


def test_what_is_written_right_after_a_redaction_is_told_to_whoever_redacted(
    doctor, sit, store, monkeypatch
):
    other, append = sit(), store.append
    doctor.add_note(SECRET)

    def then_another(*arguments, **named):
        event = append(*arguments, **named)
        if event.kind is EventKind.REDACTED:
            other.refresh()
            other.add_note("seen")
        return event

    monkeypatch.setattr(store, "append", then_another)
    take_out(doctor, SECRET)
    with pytest.raises(Conflict, match="added a note"):
        doctor.record_decision()


@pytest.mark.parametrize(
    ("hindered", "said"),
    [
        (Hindered.BY_OTHERS, "Another program is at work in the store, so that it may still lie"),
        (Hindered.BY_DISK, "The disk is full, so that it may still lie"),
        (Hindered.BY_ERROR, "The store's files cannot be written now, so that it may still lie"),
    ],
)
def test_what_keeps_it_in_the_files_is_said_as_what_it_is(doctor, monkeypatch, hindered, said):
    doctor.add_note(SECRET)
    monkeypatch.setattr("screener.record.wiping.write_anew", lambda *_, patient: hindered)
    assert done_said(doctor, take_out(doctor, SECRET))[-1].startswith(said)


def test_a_nurse_takes_nothing_out(sit, doctor):
    doctor.add_note(SECRET)
    with pytest.raises(NotAllowed):
        take_out(sit(), SECRET)
