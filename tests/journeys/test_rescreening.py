"""A candidate screened again: from a code in use, over earlier answers, to what has changed."""

import io
from datetime import timedelta

import pytest

from screener.interview.plain import run_plain
from screener.record.store import Store
from screens.dialogs import Reading
from screens.widgets.lines import Lines
from tests.journeys.conftest import RULES, approve_rules, on_worklist

pytestmark = pytest.mark.slow


async def screen_failure(nurse, code="DL-007"):
    """Screen a candidate who is too young, record that, and go back to the list."""
    await nurse.begin(code)
    await nurse.press("y")
    await nurse.type("17 May 2008")
    await nurse.press("enter")  # it shall count
    await nurse.press("f10", "f10", "enter", "escape")
    await nurse.type("/list")


async def screened_again(nurse, clock):
    await screen_failure(nurse)
    clock.advance(timedelta(days=1000))
    await nurse.type("/new dl-007")
    await nurse.press("down", "enter")


def rows(person):
    options = person.app.screen.query_one("#screenings").options
    return [str(option.prompt) for option in options]


def read(nurse):
    return "\n".join(line.text for line in nurse.app.screen.query_one(Lines).lines)


async def test_a_screen_failure_is_screened_again_and_enter_takes_over_what_never_changes(
    at_work, clock
):
    async with at_work() as nurse:
        await screened_again(nurse, clock)
        assert (nurse.state.number, nurse.state.earlier) == ("S-0002", "S-0001")
        assert nurse.state.candidate == "DL-007"
        assert nurse.question == "consent"
        assert "begins, after S-0001." in nurse.talk
        assert "/earlier says what has changed since the screening before." in nurse.talk
        await nurse.press("enter")
        assert nurse.answer("consent") is None
        await nurse.press("y")
        assert "Earlier: 17 May 2008 (S-0001, event 3: answered 31 January 2026" in nurse.shown
        assert "Enter takes over the earlier answer" in nurse.shown
        assert nurse.answer("born") is None
        await nurse.press("enter")
        assert nurse.answer("born") == {"value": "2008-05-17"}
        assert nurse.state.current("born").taken_over["screening"] == "S-0001"
        assert "taken over from S-0001, event 3" in nurse.talk
        await nurse.type("/earlier")
        assert isinstance(nurse.app.screen, Reading)
        assert "I2: fails then, passes now" in read(nurse)
        assert "No answer differs." in read(nurse)
        await nurse.press("escape")
        await nurse.type("/list")
        assert "after S-0001" in rows(nurse)[0]
        assert "again: S-0002" in rows(nurse)[1]
        await nurse.type("S-0001")
        assert "The candidate was screened again, in S-0002." in nurse.shown
        assert nurse.question is None
        await nurse.type("/continue")
        assert nurse.question is None


async def test_after_practice_the_same_code_begins_a_real_screening_that_knows_nothing_of_it(
    at_work, tmp_path, rules_file, clock, quick_passwords
):
    # record 24
    async with at_work() as nurse:
        await screen_failure(nurse)
        await nurse.type("/new DL-007")
        assert "DL-007 has S-0001 (not eligible, training) already." in nurse.shown
        await nurse.press("escape")
        approve_rules(tmp_path / "store.db", rules_file, clock)
        await nurse.type("/new DL-007")
        assert "this screening will be real, not for training" in nurse.shown
        await nurse.press("enter")
        assert (nurse.state.number, nurse.state.training) == ("S-0002", False)
        assert nurse.state.earlier is None
        await nurse.press("y")
        assert "Earlier:" not in nurse.shown


async def test_an_earlier_answer_that_still_fails_is_shown_before_it_counts(at_work):
    async with at_work() as nurse:
        await screen_failure(nurse)
        await nurse.type("/new DL-007")
        await nurse.press("down", "enter")
        await nurse.press("y", "enter")
        assert "This fails a criterion. Shall it count?" in nurse.shown
        assert "taken over from S-0001" in nurse.shown
        assert nurse.answer("born") is None
        await nurse.press("escape")
        await nurse.type("17 May 1980")
        assert "It differs from what cannot have changed: 17 May 2008 (S-0001" in nurse.shown
        assert nurse.answer("born") is None
        await nurse.press("enter")
        assert nurse.answer("born") == {"value": "1980-05-17"}
        assert nurse.state.current("born").taken_over is None
        assert [taken.question for taken in nurse.state.taken_back] == ["born"]


async def test_the_date_of_the_earlier_consent_counts_again_only_once_it_is_confirmed(
    at_work, rules_file
):
    asked = "  consent_date: {type: date, section: first, ask: Signed on?, for_record: yes}\n"
    rules_file.write_text(RULES.replace("  born:\n", f"{asked}  born:\n"), encoding="utf-8")
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("2026-01-20")
        await nurse.type("/stop moved away")
        await nurse.type("/list")
        await nurse.type("/new DL-007")
        await nurse.press("down", "enter")
        await nurse.press("y")
        await nurse.type("2026-01-20")
        assert "It is the date of the consent of the earlier screening: 20 January" in nurse.shown
        assert "(S-0001, event 3: answered 31 January 2026, entered by A. Li)" in nurse.shown
        assert "Shall it count?" in nurse.shown
        assert nurse.answer("consent_date") is None
        await nurse.press("escape")
        await nurse.type("2026-01-30")
        assert nurse.answer("consent_date") == {"value": "2026-01-30"}


async def test_a_day_of_enrolment_that_is_typed_takes_the_place_of_the_one_proposed(at_work):
    async with at_work(role="investigator") as doctor:
        await doctor.begin()
        await doctor.answer_all()
        await doctor.press("y")
        await doctor.press("f10", "f10", "enter", "escape")
        await doctor.type("/outcome")
        await doctor.press("enter")
        assert doctor.app.screen.query_one("Input").value == "2026-01-31"
        await doctor.type("today", enter=False)
        assert doctor.app.screen.query_one("Input").value == "today"
        await doctor.press("enter")
        assert "The outcome is recorded: enrolled (31 January 2026)." in doctor.shown


async def test_an_outcome_is_recorded_with_its_day_and_shown_in_the_list(at_work):
    async with at_work(role="investigator") as doctor:
        await doctor.begin()
        await doctor.answer_all()
        await doctor.press("y")
        assert doctor.question is None
        await doctor.press("f10", "f10", "enter", "escape")
        assert "/outcome records whether the candidate is enrolled." in doctor.shown
        await doctor.type("/outcome")
        assert "No investigator has signed the decision." in doctor.shown
        await doctor.press("enter", "enter")  # enrolled, today
        assert "The outcome is recorded: enrolled (31 January 2026)." in doctor.shown
        await doctor.type("/outcome")
        await doctor.type("not enrolled")
        await doctor.type("the form was another one's")
        await doctor.type("lost")
        assert "eligible, not enrolled" in doctor.shown
        reason = "reason: lost to follow-up: cannot be reached"
        wrong = "the outcome before was wrong: the form was another one's"
        # One line tells why, beneath the outcome.
        assert f"Outcome: eligible, not enrolled. {reason}; {wrong} · " in doctor.talk
        # Who recorded the outcome stands with it, not with the decision.
        told = doctor.shown
        assert told.index("The outcome is recorded") < told.index("recorded by")
        assert told.index("because: lost to follow-up") < told.index("Recorded: eligible")
        await doctor.type("/list")
        assert "■ eligible, not enrolled" in rows(doctor)[0]


async def test_a_mistyped_code_is_corrected_and_the_earlier_one_stays_in_sight(at_work):
    async with at_work() as nurse:
        await nurse.begin("DL-007")
        await nurse.type("/candidate DL-008")
        await nurse.type("misread")
        assert nurse.state.candidate == "DL-008"
        header = " ".join(str(w.content) for w in nurse.app.screen.query("TopLine PlainText"))
        assert "S-0001 · DL-008" in header
        assert "DL-008. It was mistyped as DL-007." in nurse.talk
        await nurse.press("f10")
        assert "was mistyped, and corrected; it was: DL-007." in read(nurse)


async def test_by_line_a_candidate_is_screened_again_and_the_outcome_is_told(
    at_work, clock, tmp_path, rules_file
):
    async with at_work() as nurse:
        await screen_failure(nurse)
        assert on_worklist(nurse)
        person = nurse.app.person
    clock.advance(timedelta(days=1000))
    typed = "/new DL-007\n2\ny\n\n/withdraw\nyes\n2\n/list\n/quit\n"
    said = io.StringIO()
    with Store.open(tmp_path / "store.db", clock=clock) as store:
        run_plain(store, person, rules_file, io.StringIO(typed), said, "en")
    told = said.getvalue()
    assert "DL-007 has S-0001 (not eligible, training) already." in told
    assert "Enter alone takes that answer over." in told
    assert "The withdrawal is recorded." in told
    assert "S-0002, DL-007, withdrawn, 2 of 6 criteria closed" in told
    assert "after S-0001\n" in told


async def test_the_log_shows_on_a_screen_and_leaves_as_a_file(at_work, tmp_path):
    async with at_work(size=(80, 24)) as nurse:
        await screen_failure(nurse)
        await nurse.press("ctrl+g")
        row = "S-0001            2026-01-31 2026-01-31 2026-01-31 not eligible"
        assert row in nurse.shown
        assert "Failed criteria: I2" in nurse.shown
        assert "DL-007" not in nurse.shown
        await nurse.type("/export csv")
        await nurse.press("ctrl+u")
        await nurse.type(str(tmp_path / "log.xlsx"))
        assert "log.xlsx would be CSV, whatever its name says." in nurse.shown
        await nurse.press("ctrl+u")
        await nurse.type(str(tmp_path / "log.csv"))
        assert f"Written: {tmp_path / 'log.csv'}" in nurse.shown
        assert b"DL-007" not in (tmp_path / "log.csv").read_bytes()
        await nurse.press("escape")
        assert on_worklist(nurse)


async def test_a_withdrawal_is_corrected_once_it_was_told_that_another_screening_follows(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/withdraw")
        await nurse.press("enter", "enter")
        await nurse.type("/list")
        await nurse.type("/new DL-007")
        await nurse.press("down", "enter")
        assert nurse.state.earlier == "S-0001"
        await nurse.type("/list")
        await nurse.type("S-0001")
        told = "The candidate was screened again, in S-0002. Nothing more is asked here."
        assert nurse.state.number == "S-0001"
        assert told not in nurse.shown
        # Typed with its reason it is told too.
        await nurse.type("/resume wrong screening")
        assert told in nurse.shown
        assert nurse.state.withdrawn is not None
        await nurse.press("enter")
        assert nurse.state.withdrawn is None
        assert nurse.state.mistaken_withdrawals[0].corrected.reason == "wrong screening"


async def test_where_consent_was_not_refused_no_outcome_is_offered(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 2008")
        await nurse.press("enter")  # it shall count
        await nurse.press("f10", "f10", "enter", "escape")
        assert "where the candidate declined" not in nurse.shown
        await nurse.type("/outcome")
        assert "Consent is not recorded as refused: the candidate fails I2." in nurse.shown
        assert nurse.state.outcome is None
