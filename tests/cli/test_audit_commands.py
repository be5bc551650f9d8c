"""`screener audit`: what happened, who did it and when, for a person and for a program."""

import json
from datetime import timedelta

import pytest

from screener.cli import main
from screener.interview.sitting import Given, Sitting
from screener.record.clock import SteppingClock
from screener.record.events import EventKind
from screener.record.store import Store
from tests.interview.setting import DOCTOR, NURSE, RULES, START, answer_until, value


@pytest.fixture
def path(tmp_path):
    """Two screenings; the first candidate is excluded, after a correction."""
    path = tmp_path / "store.db"
    clock = SteppingClock(START, timedelta(seconds=10))
    with Store.open(path, clock=clock, time_zone="Asia/Shanghai") as store:
        number = store.new_screening(RULES.encode(), "DL-017", NURSE, "en")
        nurse = Sitting.open(store, number, NURSE, "en")
        answer_until(nurse, "glucose")
        given = {"value": "5 mmol/L", "observed_on": "2026-02-20", "source": "chart"}
        nurse.give("glucose", Given(given, "5", "en"))
        given = {"value": "9 mmol/L", "observed_on": "2026-02-20", "source": "laboratory_report"}
        nurse.give("glucose", Given(given, "9", "en"), reason="the chart had a slip")
        clock.advance(timedelta(days=1))
        doctor = Sitting.open(store, number, DOCTOR, "en")
        doctor.record_decision()
        other = store.new_screening(RULES.encode(), "DL-018", NURSE, "en")
        Sitting.open(store, other, NURSE, "en").give("consent", value(True))
    return path


@pytest.fixture
def run(capsys, path, monkeypatch):
    # Who may, and that they sign in, is shown for every command in test_user_commands.py.
    monkeypatch.setattr("screener.cli.audit_commands.signed_in", lambda *who: DOCTOR)

    def run(*arguments, status=0):
        assert main(["audit", "--store", str(path), *arguments]) == status
        out, err = capsys.readouterr()
        assert "\x1b" not in out + err
        return err if status else out

    return run


def section(text, heading):
    """Give the lines beneath a heading, up to the next one."""
    lines = text.splitlines()
    start = lines.index(heading) + 2
    ends = (at - 1 for at in range(start, len(lines)) if set(lines[at]) in ({"-"}, {"="}))
    return "\n".join(lines[start : next(ends, len(lines))])


def test_a_screening_is_told_event_by_event_with_who_and_when(run):
    # record 1
    timeline = section(run("S-0001"), "Timeline")
    assert timeline.startswith(
        "Ana Nurse, screener, not authenticated\n"
        "  1 · 2026-03-02 09:00:10+08:00 (01:00:10 UTC)\n"
        "    Screening S-0001 of candidate DL-017 begins.\n"
    )
    assert "Ben Doctor, investigator, not authenticated\n" in timeline
    assert "Decision recorded: not eligible" in timeline


def test_an_answer_that_was_corrected_stays_readable_with_the_reason(run):
    # record 2
    # record 3
    out = run("1")
    for heading in ("Timeline", "All answers"):
        told = section(out, heading)
        assert "5 mmol/L; observed on 20 February 2026; from the chart" in told
        assert "✗ corrected: the chart had a slip" in told
        assert "9 mmol/L" in told


def test_why_the_candidate_was_excluded_is_told_on_one_page(run):
    out = run("1")
    page = out[out.index("Why was this candidate excluded?") :]
    assert "Decision: not eligible" in page
    failed = section(page, "Failed criteria")
    assert "I3 (inclusion 3): ✗ fails" in failed
    assert "Normal glucose" in failed
    assert "Glucose? 9 mmol/L" in failed
    assert "from a laboratory report" in failed
    assert "entered by Ana Nurse, screener, 2026-03-02" in failed
    decided = section(page, "Who decided")
    assert "not eligible, by Ben Doctor, investigator, 2026-03-03" in decided
    assert "replayed from the events before it: the same, to the byte" in decided
    rules = section(page, "Under which rules")
    assert "P1, A small protocol" in rules
    assert "SHA-256 of the rules file" in rules


def test_it_is_told_as_it_stood_after_an_event_or_at_a_time(run):
    out = run("1", "--at", "2")
    assert "begins" in section(out, "Timeline")
    assert "glucose" not in out.lower().split("why can this not")[0]
    assert "No decision was recorded." in out
    at_noon = run("1", "--at", "2026-03-02 12:00")
    assert "No decision was recorded." in at_noon
    assert "Normal glucose" in section(at_noon, "Failed criteria")
    assert "Ben Doctor" not in at_noon


def test_as_it_stood_the_candidate_has_the_code_of_then(run, path):
    with Store.open(path) as store:
        corrected = Sitting.open(store, "S-0001", NURSE, "en")
        before = corrected.state.version
        corrected.correct_candidate("K-77", "read from another tube")
    assert "Candidate: K-77" in run("1")
    assert json.loads(run("1", "--json"))["candidate"] == "K-77"
    then = ("1", "--at", str(before))
    assert "K-77" not in run(*then)
    assert "Candidate: DL-017" in run(*then).splitlines()
    assert json.loads(run(*then, "--json"))["candidate"] == "DL-017"


def test_a_timeline_is_narrowed_by_person_kind_and_time(run):
    told = run("1", "--person", "doctor")
    assert "Ana" not in told
    assert "All answers" not in told, "who narrows the timeline asks for that alone"
    told = section(run("1", "--kind", "answered", "--to", "2026-03-02 09:00:30"), "Timeline")
    assert "Consented?" in told
    assert "Which form?" not in told
    assert "begins" not in told
    told = run("1", "--from", "2026-03-04")
    assert "No event is as it is looked for." in told


def test_without_a_screening_all_of_them_are_told_and_the_store_itself(run):
    out = run()
    assert "1 · the store · 2026-03-02 09:00:00+08:00 (01:00:00 UTC)" in out
    assert "The store was made, for the time zone Asia/Shanghai." in out
    assert "S-0001, event 2" in out
    assert "S-0002, event 2" in out
    assert "Sealed up to event" in out
    assert "Consented? yes" in out
    sealed = run("--kind", "sealed", "--kind", "key_made")
    assert "the program" in sealed
    assert "S-000" not in sealed


FIELDS = {
    *("sequence", "screening", "version", "kind", "at", "on", "person", "role"),
    *("authenticated", "training", "program", "body", "head", "redacted"),
}


def test_json_holds_everything_that_an_event_holds(run, path):
    # record 7
    document = json.loads(run("1", "--json"))
    assert (document["screening"], document["candidate"]) == ("S-0001", "DL-017")
    assert document["stood"]["decision"] == "ineligible"
    assert all(set(event) == FIELDS for event in document["events"])
    with Store.open(path) as store:
        events = store.events("S-0001")
    assert [one["head"] for one in document["events"]] == [event.head for event in events]
    opened = document["events"][0]
    assert opened["at"] == "2026-03-02T01:00:10.000000Z"
    assert opened["person"] == "Ana Nurse"
    assert opened["authenticated"] is False
    assert document["training"] is True
    assert {event["training"] for event in document["events"]} == {True}
    assert opened["body"]["candidate"] == "DL-017"


def test_json_of_all_screenings_is_one_document_with_the_stores_own_events(run):
    document = json.loads(run("--json"))
    sequences = [event["sequence"] for event in document["events"]]
    assert sequences == list(range(1, len(sequences) + 1))
    assert {event["screening"] for event in document["events"]} == {None, "S-0001", "S-0002"}
    assert all(
        (one["training"] is None) == (one["screening"] is None) for one in document["events"]
    )
    nothing = json.loads(run("--json", "--person", "nobody"))
    assert nothing["events"] == []
    assert nothing["sought"]["person"] == "nobody"


def test_of_a_day_still_to_come_it_is_said_as_of_when_it_is_judged(run):
    assert "31 December 2999 is still to come, so it is judged as of " in run(
        "1", "--at", "2999-12-31"
    )


def test_json_of_a_moment_says_how_it_stood_then(run):
    document = json.loads(run("1", "--json", "--at", "3"))
    assert len(document["events"]) == 3
    assert (document["stood"]["after"], document["stood"]["decision"]) == (3, "undetermined")


def test_that_a_trail_was_printed_is_recorded_with_whose_and_by_whom(run, path):
    """record 1"""
    before = json.loads(run("1", "--json"))["events"]
    run("1", "--at", "3")
    run()
    with Store.open(path) as store:
        events = store.store_events((EventKind.TRAIL_EXPORTED,))
    assert [(event.body["screening"], event.body["format"]) for event in events] == [
        ("S-0001", "json"),
        ("S-0001", "text"),
        (None, "text"),
    ]
    assert {event.person.name for event in events} == {DOCTOR.name}
    assert json.loads(run("1", "--json"))["events"] == before, "the screening stays as it was"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("7",), "There is no screening S-0007"),
        (("1", "--at", "1000"), "There are"),
        (("1", "--at", "soon"), "is no date and time"),
        (("1", "--at", "2020-01-01"), "The screening began later"),
        (("--at", "3"), "--at goes with one screening"),
        (("--kind", "answred"), "there is no kind answred"),
        (("--from", "March"), "“March” is no date and time. Write 2026-01-31"),
        (("--to", "10:15"), "“10:15” is no date and time. Write 2026-01-31"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_what_would_do(run, arguments, said):
    assert said in run(*arguments, status=2)


def test_no_store_is_made(tmp_path, capsys):
    assert main(["audit", "--store", str(tmp_path / "none.db")]) == 2
    assert "There is no store at" in capsys.readouterr().err
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("number", [(), ("1",)])
def test_where_nothing_is_as_it_is_looked_for_that_is_said(run, number):
    assert "No event is as it is looked for." in run(*number, "--person", "Nobody")
    data = json.loads(run(*number, "--person", "Nobody", "--json"))
    assert data["events"] == []


@pytest.mark.parametrize("number", [(), ("1",)])
def test_a_day_is_read_as_it_is_said_also_where_a_trail_is_narrowed(run, number):
    """Issue 3, point 4: as the audit screen reads it."""
    in_figures = run(*number, "--from", "2026-03-03", "--to", "2026-03-03 09:30", "--person", "Ben")
    said = run(*number, "--from", "3 March 2026", "--to", "Mar 3 2026 9:30", "--person", "Ben")
    assert "Decision recorded" in said
    assert said == in_figures


@pytest.mark.parametrize("number", [(), ("1",)])
def test_a_stretch_of_time_that_ends_before_it_begins_is_refused_as_what_it_is(run, number, path):
    told = run(*number, "--from", "2026-11-24", "--to", "2026-11-20", status=2)
    assert told == (
        "It would begin at 2026-11-24 00:00, and end before that, at 2026-11-20 23:59."
        " The earlier of the two is the beginning.\n"
    )
    with Store.open(path) as store:
        assert store.store_events((EventKind.TRAIL_EXPORTED,)) == []
    assert "No event is" not in run(*number, "--from", "2026-03-02", "--to", "2026-03-02")
