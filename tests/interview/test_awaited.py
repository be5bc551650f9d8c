"""Awaited results: brought after a decision, closed where they do not come, listed, exported."""

import json
import sys
from datetime import date, timedelta
from hashlib import sha256

import pytest
from icalendar import Calendar

from screener.interview.account import Account
from screener.interview.awaited_files import export_awaited, left_out_told
from screener.interview.awaited_list import all_awaited, awaited_data, awaited_lines, matches
from screener.interview.calendar_file import written
from screener.interview.copying import copied
from screener.interview.event_words import EventWords
from screener.interview.history_told import Fate, fate
from screener.interview.sitting import Refused, Sitting
from screener.interview.timeline import happened
from screener.protocol.roles import Role
from screener.record.decision import decision_that_holds
from screener.record.errors import StoreError
from screener.record.events import EventKind, Person
from screener.record.rights import NotAllowed
from screener.record.summary import Stage
from tests.interview.setting import (
    DOCTOR,
    NURSE,
    RULES,
    START,
    answer_until,
    missing,
    value,
)

TODAY = date(2026, 3, 2)
LATE, SOON, LATER = date(2026, 2, 27), date(2026, 3, 9), date(2027, 1, 4)
#: What a calendar would take for lines of its own, and a terminal for commands.
HOSTILE = "DL-017;X:1,2"
EVIL_RULES = RULES.replace(
    "ask: Glucose?", 'ask: "Glucose?\\nEND:VEVENT\\r\\nSUMMARY:HIV positive"'
)


def awaiting(store, code="DL-017", rules=RULES, **dues):
    """A screening that awaits results, each until a day, or without one."""
    number = store.new_screening(rules.encode(), code, NURSE, "en")
    sitting = Sitting.open(store, number, NURSE, "en")
    sitting.give("consent", value(True))
    for question, due in dues.items():
        until = {"due": due.isoformat()} if due else {}
        sitting.give(question, missing("pending", **until))
    return sitting


@pytest.fixture
def decided(sitting):
    """A screening that was decided while one result was awaited."""
    sitting.give("consent", value(True))
    sitting.give("glucose", missing("pending", due=SOON.isoformat()))
    sitting.record_decision()
    return sitting


@pytest.fixture
def listed(store):
    return lambda: [(row.number, row.asked.id) for row in all_awaited(store, NURSE).rows]


# After a decision, a stop, a withdrawal.


def test_a_result_stays_awaited_after_a_decision_and_once_it_is_brought_that_is_to_be_made_anew(
    decided, listed
):
    assert listed() == [("S-0001", "glucose")]
    decided.give("glucose", value("5 mmol/L", "2026-03-01"))
    assert listed() == []
    assert decision_that_holds(decided.standing) is None


def test_after_a_stop_a_result_is_brought_and_nothing_else_is_answered(sitting, listed):
    sitting.give("consent", value(True))
    sitting.give("glucose", missing("pending"))
    sitting.give("sex", missing("unknown"))
    sitting.stop("called away")
    for question in ("sex", "born"):
        with pytest.raises(Refused, match="The interview was stopped"):
            sitting.give(question, value("female" if question == "sex" else "1980"))
    sitting.give("glucose", value("5 mmol/L", "2026-03-01"))
    assert (listed(), sitting.state.stopped is not None) == ([], True)
    assert sitting.undo() == "glucose", "a slip is taken back at once there too"
    assert sitting.undo() is None, "what stood before the stop is not"


def test_a_table_that_is_awaited_is_brought_after_a_stop_row_by_row(sitting, listed):
    sitting.give("consent", value(True))
    sitting.await_series("visits", SOON)
    sitting.stop("called away")
    sitting.save_row("visits", {"date": "2026-02-01", "score": 50})
    assert listed() == [("S-0001", "visits")]
    sitting.complete_series("visits")
    assert listed() == []


def test_after_a_withdrawal_no_result_is_entered_and_it_is_closed_with_a_reason(decided, listed):
    decided.withdraw()
    assert listed() == [("S-0001", "glucose")]
    with pytest.raises(Refused, match="The candidate has withdrawn"):
        decided.give("glucose", value("5 mmol/L", "2026-03-01"))
    with pytest.raises(Refused, match="needs its reason"):
        decided.close_awaited("glucose", "  ")
    decided.close_awaited("glucose", "the laboratory has destroyed the sample")
    assert listed() == []


def test_closing_changes_no_decision_and_is_undone_by_a_new_due_date(decided, listed):
    decided.close_awaited("glucose", "lost")
    assert decision_that_holds(decided.standing) is not None
    assert not decided._store.screenings()[0].anew
    lacks = (Account.of_now(decided.standing, "en", str).lack(one) for one in decided.lacks())
    assert "not awaited any more: lost · screener" in [said.text for said in lacks]
    decided.give_due(["glucose"], LATER)
    assert listed() == [("S-0001", "glucose")]


def test_in_the_list_nothing_waits_for_results_that_were_closed(sitting, store, sit):
    answer_until(sitting, "glucose")
    sitting.give("glucose", missing("pending"))
    answer_until(sitting)
    doctor = sit(DOCTOR)
    answer_until(doctor)
    doctor.record_decision()
    assert store.screenings()[0].stage is Stage.AWAITING
    doctor.close_awaited("glucose", "lost")
    assert store.screenings()[0].stage is Stage.UNDETERMINED


def test_while_the_interview_goes_on_nothing_is_closed_and_it_says_what_would_do(sitting):
    sitting.give("consent", value(True))
    sitting.give("glucose", missing("pending"))
    with pytest.raises(Refused, match="say why there is no answer: not done, unknown, refused"):
        sitting.close_awaited("glucose", "lost")
    with pytest.raises(Refused, match="This result is not awaited"):
        sitting.close_awaited("born", "lost")


def test_a_copy_says_what_is_not_awaited_any_more_by_whom_and_why(decided, store):
    decided.close_awaited("glucose", "the sample was lost")
    protocol, zone = decided.protocol, store.time_zone
    text = copied(protocol, decided.events(), zone, "text", "en")
    assert "Not awaited any more: Glucose?" in text
    assert "closed by Ana Nurse, screener, 2026-03-02" in text
    assert "the sample was lost" in text
    data = json.loads(copied(protocol, decided.events(), zone, "json", "en"))
    (closed,) = data["awaited_closed"]
    assert (closed["question"], closed["reason"]) == ("glucose", "the sample was lost")


@pytest.fixture
def closed(sitting):
    """Not eligible as recorded, and a result that was awaited then is closed."""
    sitting.give("consent", value(True))
    sitting.give("glucose", missing("pending", due=SOON.isoformat()))
    sitting.give("born", value("2015"))
    sitting.record_decision()
    sitting.close_awaited("glucose", "sample lost")
    return sitting


def test_a_correction_that_takes_the_decision_away_says_which_closed_results_are_awaited_again(
    closed, listed, store
):
    closing = closed.state.last.version
    became = Fate("undone: awaited again, as the decision does not stand any more", struck=True)
    assert closed.preview("born", value("1980")).awaited_again == ("glucose",)
    assert (listed(), fate(closed.standing, "glucose", closing)) == ([], Fate())
    closed.give("born", value("1980"), reason="misread")
    assert listed() == [("S-0001", "glucose")]
    assert fate(closed.standing, "glucose", closing) == became
    words = EventWords("en", store.time_zone, lambda _: closed.protocol, lambda *_: None)
    told = happened(closed.events(), words, lambda _: (), closed.standing)
    assert [one.became for one in told if one.event.version == closing] == [became]
    assert "Not awaited any more" not in copied(
        closed.protocol, closed.events(), store.time_zone, "text", "en"
    )
    with pytest.raises(Refused, match="say why there is no answer: not done, unknown, refused"):
        closed.close_awaited("glucose", "lost again")
    preview = closed.preview("born", value("2015"))
    assert (preview.awaited_again, preview.closed_again) == ((), ("glucose",))
    closed.give("born", value("2015"), reason="was right")
    assert (listed(), fate(closed.standing, "glucose", closing)) == ([], Fate())


def test_by_line_it_is_said_before_the_correction_counts_that_a_result_is_awaited_again(
    closed, talk
):
    said = talk("S-0001", "/back", "3", "1980", "", "misread", "/list")
    assert "1 closed result is then awaited again: “Glucose?”" in said
    said = talk("S-0001", "/back", "3", "2015", "", "was right", "/list")
    assert "1 result that was closed is then awaited no more: “Glucose?”" in said


# The list.


def test_what_is_overdue_comes_first_then_by_day_and_what_has_no_day_last(store, clock):
    clock.moment -= timedelta(days=10)
    awaiting(store, "A", glucose=LATER, sex=None)
    awaiting(store, "B", glucose=SOON, born=LATE)
    awaiting(store, "C", glucose=SOON)
    clock.moment += timedelta(days=10)
    read = all_awaited(store, NURSE)
    assert read.over
    said = [line.split(";")[0] for line in awaited_lines(read, "en", TODAY)]
    assert said == [
        "27 Feb, overdue, S-0002, B",
        "9 Mar, S-0002, B",
        "9 Mar, S-0003, C",
        "4 Jan 2027, S-0001, A",
        "no date, S-0001, A",
        "5 results awaited, 1 overdue",
    ]


def test_each_row_says_who_brings_it_and_who_said_so_when_and_with_which_note(store):
    sitting = awaiting(store)
    sitting.give("glucose", missing("pending", due=TODAY.isoformat(), note="ask Dr. Wu"))
    doctor = Sitting.open(store, sitting.number, DOCTOR, "en")
    doctor.give("suitable", missing("pending"))
    lines = list(awaited_lines(all_awaited(store, NURSE), "en", TODAY))
    assert lines[0] == (
        "2 Mar, today, S-0001, DL-017; Glucose?; screener, Ana Nurse;"
        " awaited since 2 Mar; training; note: ask Dr. Wu"
    )
    assert "; Suitable?; investigator, Ben Doctor;" in lines[1]


@pytest.mark.parametrize(
    ("words", "held"),
    [("overdue", True), ("gluc", True), ("s-1", False), ("S-0001 dl017", True), ("nurse x", False)],
)
def test_words_narrow_the_list_to_what_holds_each_of_them(store, clock, words, held):
    clock.moment -= timedelta(days=10)
    awaiting(store, glucose=LATE)
    (row,) = all_awaited(store, NURSE).rows
    assert matches(row, words, "en", TODAY) is held


def test_a_screening_that_cannot_be_read_is_named_and_the_others_are_listed(store):
    awaiting(store, glucose=SOON)
    bad = awaiting(store, "DL-018", glucose=SOON)
    body = {"question": "nothing", "reason": "x"}
    store.append(bad.number, bad.version, EventKind.AWAITED_CLOSED, body, NURSE)
    *lines, last = awaited_lines(all_awaited(store, NURSE), "en", TODAY)
    assert [line[:14] for line in lines] == ["9 Mar, S-0001,", "1 result await"]
    assert last == "Cannot be read, and may await results: S-0002"


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.ADMINISTRATOR])
def test_who_may_not_see_screenings_sees_nothing_of_it(store, role):
    with pytest.raises(NotAllowed, match="you may not see and export the awaited results"):
        all_awaited(store, Person("Eva Author", role))


# The calendar.


def test_each_awaited_result_with_a_day_is_an_event_of_that_whole_day(store):
    awaiting(store, glucose=SOON, sex=LATER, born=None)
    content = written(all_awaited(store, NURSE).rows, START)
    calendar = Calendar.from_ical(content)
    assert (calendar["version"], calendar.get("method")) == ("2.0", None)
    events = calendar.walk("VEVENT")
    days = [(one.decoded("dtstart"), one.decoded("dtend")) for one in events]
    assert days == [(day, day + timedelta(days=1)) for day in (SOON, LATER)]
    assert {str(one["summary"]) for one in events} == {
        "Result awaited for screening S-0001 (training); to be brought by: screener"
    }
    assert all(one.decoded("dtstamp") == START for one in events)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert [one.errors for one in events] == [[], []]


def test_nothing_of_the_test_the_question_or_the_candidate_is_in_it_whatever_they_are_called(store):
    sitting = awaiting(store, HOSTILE, EVIL_RULES, glucose=SOON)
    note = "HIV\r\nEND:VCALENDAR"
    sitting.give("glucose", missing("pending", due=SOON.isoformat(), note=note))
    content = written(all_awaited(store, NURSE).rows, store.now())
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert set(event) == {
        *("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "TRANSP", "DESCRIPTION"),
    }
    assert not any(word in content.lower() for word in (b"gluc", b"hiv", b"dl-017"))


def test_a_calendar_says_who_brings_each_result_and_numbers_those_of_one_screening_and_day(store):
    sitting = awaiting(store, glucose=SOON, sex=SOON, born=LATER)
    doctor = Sitting.open(store, sitting.number, DOCTOR, "en")
    doctor.give("suitable", missing("pending", due=SOON.isoformat()))
    awaiting(store, "DL-018", glucose=SOON)
    content = written(all_awaited(store, NURSE).rows, START)
    events = Calendar.from_ical(content).walk("VEVENT")
    said = "Result awaited for screening {} (training){}; to be brought by: {}"
    assert [str(one["summary"]) for one in events] == [
        said.format("S-0001", ", 1 of 3", "investigator"),
        said.format("S-0001", ", 2 of 3", "screener"),
        said.format("S-0001", ", 3 of 3", "screener"),
        said.format("S-0002", "", "screener"),
        said.format("S-0001", "", "screener"),
    ]
    first, *others = [str(one["description"]) for one in events]
    assert first == "That it is awaited was entered by Ben Doctor, investigator."
    assert set(others) == {"That it is awaited was entered by Ana Nurse, screener."}


def test_a_result_keeps_its_identifier_and_every_other_has_another_one(store):
    def identifiers():
        content = written(all_awaited(store, NURSE).rows, store.now())
        events = Calendar.from_ical(content).walk("VEVENT")
        return {str(one["uid"]): one["sequence"] for one in events}

    sitting = awaiting(store, glucose=SOON, sex=SOON)
    awaiting(store, "DL-018", glucose=SOON)
    before = identifiers()
    assert len(before) == 3
    sitting.give("glucose", missing("pending", due=LATER.isoformat()))
    after = identifiers()
    assert before.keys() == after.keys()
    (moved,) = (uid for uid in before if before[uid] != after[uid])
    assert after[moved] > before[moved], "a calendar takes the later one"


def test_an_export_is_a_private_file_and_recorded_as_it_was_written(store, tmp_path, posix_mode):
    awaiting(store, glucose=SOON, sex=None)
    path = tmp_path / "due.ics"
    read = export_awaited(store, NURSE, path)
    assert posix_mode(path) == 0o600
    assert left_out_told(read) == "1 result has no due date, and is not in it."
    (event,) = store.store_events([EventKind.AWAITED_EXPORTED])
    digest = sha256(path.read_bytes()).hexdigest()
    assert dict(event.body) == {"format": "ics", "results": 1, "sha256": digest, "file": "due.ics"}
    with pytest.raises(StoreError, match="is there already"):
        export_awaited(store, NURSE, path)


def test_what_could_be_no_calendar_is_not_written_and_it_says_what_would_do(store, tmp_path):
    awaiting(store, glucose=None)
    for name, said in (("due.csv", "ends in .ics"), ("due.ics", "/due gives due dates")):
        with pytest.raises(Refused, match=said):
            export_awaited(store, NURSE, tmp_path / name)
    assert list(tmp_path.glob("due*")) == []
    assert store.store_events([EventKind.AWAITED_EXPORTED]) == []


def test_without_what_writes_calendars_it_says_how_to_install_it(store, tmp_path, monkeypatch):
    awaiting(store, glucose=SOON)
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(Refused, match=r"pip install 'screener\[calendar\]'"):
        export_awaited(store, NURSE, tmp_path / "due.ics")
    assert store.store_events([EventKind.AWAITED_EXPORTED]) == []


def test_as_data_it_has_the_codes_that_a_program_needs(store):
    awaiting(store, glucose=SOON)
    (row,) = json.loads(json.dumps(awaited_data(all_awaited(store, NURSE), TODAY)))["awaited"]
    assert (row["screening"], row["question"], row["due"]) == ("S-0001", "glucose", "2026-03-09")
    assert (row["overdue"], row["who"], row["since"]) == (False, "screener", "2026-03-02")


# By line.


def test_by_line_the_number_of_a_result_leads_to_its_question_and_leaving_back_to_the_list(
    talk, store, state
):
    awaiting(store, glucose=SOON)
    said = talk("/awaited", "1", "5", "2026-03-01", "/list", "")
    assert said.index("  1. 9 Mar, S-0001, DL-017; Glucose?") < said.index("Screening S-0001,")
    assert state().current("glucose").answer["value"] == 5
    assert said.index("Screening S-0001,") < said.index("No result is awaited.")


def test_by_line_a_result_that_will_not_come_is_closed_with_a_reason(talk, store, state):
    awaiting(store, glucose=SOON).withdraw()
    said = talk("/awaited", "1", "the sample was lost", "yes", "/awaited")
    assert "the candidate has withdrawn, so no result is entered any more." in said
    assert state().no_longer_awaited("glucose").reason == "the sample was lost"
    awaiting(store, "DL-018", glucose=SOON).stop("called away")
    said = talk("/closeawaited", "1", "lost", "yes")
    assert "It is not awaited any more." in said
    assert state("S-0002").no_longer_awaited("glucose").reason == "lost"


def test_by_line_a_result_that_was_closed_says_so_among_the_answers(talk, store):
    awaiting(store, glucose=SOON).withdraw()
    said = talk("/awaited", "1", "the sample was lost", "yes", "/list", "1", "/back", "")
    assert "Glucose? awaited, due 9 March 2026 (not awaited any more: the sample was lost)" in said


def test_by_line_nothing_is_closed_before_it_is_named_with_the_reason_and_agreed(
    talk, store, state
):
    awaiting(store, glucose=SOON).stop("called away")
    told = "S-0001: Glucose?\nreason: words for the list\nClose it without an answer?"
    for answer in ("no", ""):
        said = talk("/closeawaited words for the list", "1", answer)
        assert f"{told} Type yes or no.\n" in said
        assert "Nothing was recorded." in said
        assert "It is not awaited any more." not in said
        assert state().no_longer_awaited("glucose") is None
    talk("/closeawaited words for the list", "1", "yes")
    assert state().no_longer_awaited("glucose").reason == "words for the list"


def test_by_line_a_screening_is_left_for_what_is_awaited_and_the_list_is_behind_it(talk, store):
    awaiting(store, glucose=SOON)
    for before in ((), ("5",)):
        said = talk("S-0001", *before, "/awaited", "", "/quit")
        assert "Screening S-0001," in said
        after = said[said.index("Screening S-0001,") :]
        assert after.index("  1. 9 Mar, S-0001, DL-017; Glucose?") < after.index("\nScreenings\n")
    said = talk("S-0001", "/awaited zebra", "/quit")
    assert "No awaited result holds all of “zebra”." in said


def test_by_line_the_awaited_results_hear_the_commands_of_the_list_after_one_was_brought(
    talk, store
):
    awaiting(store, glucose=SOON)
    said = talk("/awaited", "1", "/list", "/log", "/quit")
    assert "does nothing here" not in said
    assert "S-0001, Begun: 2026-03-02, Last entry: 2026-03-02, " in said


def test_by_line_the_name_of_a_calendar_writes_it(talk, store, tmp_path):
    awaiting(store, glucose=SOON)
    path = tmp_path / "due.ics"
    assert f"Written to {path}." in talk(f"/awaited {path}")
    assert b"BEGIN:VEVENT" in path.read_bytes()
