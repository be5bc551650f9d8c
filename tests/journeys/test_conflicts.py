"""Two people at one question: both entries are shown, and none is lost or counts by itself."""

import pytest

from screener.interview.redacting import going, offered
from screener.interview.sitting import Given, Sitting
from screener.protocol.roles import Role
from screener.record.events import Person
from screens.widgets.notice import Notice
from tests.journeys.test_series import to_the_walks

pytestmark = pytest.mark.slow

OTHER = Person("B. Wu", Role.SCREENER)
CHANGED = "S-0001 was changed by B. Wu at 2026-01-31"


def kinds(person):
    return [event.kind.value for event in person.app.store.events("S-0001")]


def other_at(nurse, person=OTHER):
    return Sitting.open(nurse.app.store, "S-0001", person, "en")


def line(nurse):
    return nurse.interview.exchange.line.value


async def at_the_glucose(nurse):
    await nurse.begin()
    await nurse.press("y")
    await nurse.type("17 May 1980")
    await nurse.press("2")
    assert nurse.question == "glucose"


async def test_ones_own_answer_beside_that_of_another_is_shown_with_its_day_and_corrects_it(
    at_work,
):
    async with at_work() as nurse:
        await at_the_glucose(nurse)
        theirs = Given({"value": "5 mmol/L", "observed_on": "2026-01-20"}, "5 mmol/L")
        other_at(nurse).give("glucose", theirs)
        await nurse.type("6")
        await nurse.type("2026-01-19")
        assert CHANGED in nurse.shown
        recorded = "Recorded: 5 mmol/L; observed on 20 January 2026 (B. Wu, screener, 2026-01-31"
        assert recorded in nurse.shown
        assert "You entered, not recorded yet: 6 mmol/L; observed on 19 January" in nurse.shown
        assert nurse.answer("glucose")["value"] == "5 mmol/L"
        # What is typed right behind it counts for nothing.
        await nurse.type("250")
        assert "Enter alone" in nurse.shown
        await nurse.press("escape", "enter")
        await nurse.type("read from another sheet")
        assert nurse.answer("glucose") == {"value": 6, "observed_on": "2026-01-19"}
        assert nurse.state.current("glucose").reason == "read from another sheet"
        assert "5 mmol/L; observed on 20 January 2026" in nurse.talk


async def test_a_later_result_of_ones_own_may_be_newer_than_that_of_another(at_work):
    async with at_work() as nurse:
        await at_the_glucose(nurse)
        theirs = Given({"value": "5 mmol/L", "observed_on": "2026-01-18"}, "5 mmol/L")
        other_at(nurse).give("glucose", theirs)
        await nurse.type("6")
        await nurse.type("2026-01-19")
        assert "a newer observation" in nurse.shown
        await nurse.type("2")
        assert nurse.answer("glucose")["value"] == 6
        assert nurse.state.current("glucose").act == "newer"
        assert nurse.state.current("glucose").reason is None


async def test_a_later_result_of_ones_own_may_be_said_to_correct_that_of_another(at_work):
    async with at_work() as nurse:
        await at_the_glucose(nurse)
        theirs = Given({"value": "5 mmol/L", "observed_on": "2026-01-18"}, "5 mmol/L")
        other_at(nurse).give("glucose", theirs)
        await nurse.type("6")
        await nurse.type("2026-01-19")
        await nurse.type("1")
        await nurse.type("another candidate's")
        assert nurse.state.current("glucose").reason == "another candidate's"


def redact_the_glucose(nurse):
    """Have a doctor take out what was answered."""
    doctor = other_at(nurse, Person("Dr. Sun", Role.INVESTIGATOR))
    value = next(held for held in offered(doctor) if held.path == "answer.value")
    doctor.redact(going(doctor, value).held, "another candidate's")


@pytest.mark.parametrize("reason", ["", "misread"])
async def test_where_anothers_answer_is_redacted_ones_own_counts_and_corrects_nothing(
    at_work, reason
):
    # record 4
    async with at_work() as nurse:
        await at_the_glucose(nurse)
        theirs = Given({"value": "5 mmol/L", "observed_on": "2026-01-18"}, "5 mmol/L")
        other_at(nurse).give("glucose", theirs)
        await nurse.type("6")
        await nurse.type("2026-01-19")
        if reason:
            await nurse.type("1")
        redact_the_glucose(nurse)
        if not reason:
            nurse.interview.look_at_the_record()
            assert "5 mmol/L" not in nurse.shown
        await nurse.type(reason or "1")
        assert "Recorded now: no answer; the earlier one was redacted." in nurse.shown
        assert ("it is not recorded: misread" in nurse.shown) is bool(reason)
        assert "5 mmol/L" not in nurse.shown
        assert "You entered, not recorded yet: 6 mmol/L" in nurse.shown
        await nurse.press("enter")
        if not reason:
            assert "S-0001 was changed by Dr. Sun" in nurse.shown
            await nurse.press("enter")
        assert nurse.answer("glucose") == {"value": 6, "observed_on": "2026-01-19"}
        assert nurse.state.current("glucose").reason is None
        assert nurse.question != "glucose"


@pytest.mark.parametrize("key", ["y", "u"])
async def test_a_single_key_is_offered_beside_what_another_answered_and_can_be_let_go(at_work, key):
    async with at_work() as nurse:
        await nurse.begin()
        other_at(nurse).give("consent", Given({"value": False}, "n"))
        await nurse.press(key)
        assert CHANGED in nurse.shown
        assert "Recorded: no (B. Wu, screener" in nurse.shown
        mine = {"y": "yes", "u": "unknown"}[key]
        assert f"You entered, not recorded yet: {mine}" in nurse.shown
        before = kinds(nurse)
        await nurse.press("escape")
        assert kinds(nurse) == before
        assert nurse.question is None
        assert nurse.answer("consent") == {"value": False}


async def test_the_same_answer_as_anothers_asks_for_nothing_more(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        other_at(nurse).give("consent", Given({"value": True}, "y"))
        await nurse.press("y")
        assert "You entered, and it is not recorded: Has the candidate signed? yes" in nurse.shown
        assert nurse.question == "born"


async def test_what_another_wrote_about_something_else_leaves_ones_own_to_one_enter(at_work):
    async with at_work() as nurse:
        await at_the_glucose(nurse)
        other = other_at(nurse)
        await nurse.type("6")
        other.give("born", Given({"value": "1981"}, "1981"), reason="misheard")
        await nurse.type("2026-01-19")
        assert CHANGED in nurse.shown
        assert "corrected “When was the candidate born?”" in nurse.shown
        assert "misheard" in nurse.talk
        assert "You entered, not recorded yet: 6 mmol/L; observed on 19 January" in nurse.shown
        await nurse.press("enter")
        assert nurse.answer("glucose") == {"value": 6, "observed_on": "2026-01-19"}


async def test_what_touches_nothing_of_a_correction_holds_it_up_no_more(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("f4", "enter")
        await nurse.type("17 May 1981")
        await nurse.press("enter")
        other_at(nurse).add_note("the form is in the binder", "consent")
        await nurse.type("misread")
        assert nurse.answer("born") == {"value": "1981-05-17"}
        assert nurse.state.current("born").reason == "misread"
        assert CHANGED in nurse.shown
        assert "added a note" in nurse.shown
        assert "the form is in the binder" in nurse.talk


async def test_escape_takes_back_at_once_what_fails_also_where_another_has_answered(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("n")
        assert "This fails a criterion" in nurse.shown
        other_at(nurse).give("consent", Given({"value": True}, "y"))
        await nurse.press("escape")
        assert nurse.question == "born"
        assert nurse.answer("consent") == {"value": True}
        assert CHANGED in nurse.shown
        assert "not recorded" not in nurse.shown
        assert kinds(nurse)[-2:] == ["answered", "entry_taken_back"]


async def test_what_else_was_to_be_done_waits_where_another_wrote_before_the_entry_was_left(
    at_work,
):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("n")
        other_at(nurse).give("consent", Given({"value": True}, "y"))
        await nurse.type("/stop it is late")
        assert CHANGED in nurse.shown
        assert nurse.state.stopped is None
        assert nurse.question == "born"


async def test_a_missing_reason_keeps_its_due_date_beside_anothers_answer(at_work):
    async with at_work() as nurse:
        await at_the_glucose(nurse)
        theirs = Given({"value": "5 mmol/L", "observed_on": "2026-01-20"}, "5 mmol/L")
        other_at(nurse).give("glucose", theirs)
        await nurse.type("/pending 2026-02-10")
        assert "You entered, not recorded yet: awaited, due 10 February 2026" in nurse.shown
        assert line(nurse) == ""
        await nurse.press("enter")
        await nurse.type("of another visit")
        assert nurse.answer("glucose") == {"missing": "pending", "due": "2026-02-10"}


async def test_an_entry_that_cannot_be_given_any_more_is_told_and_not_taken_back(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1950")
        other_at(nurse).withdraw("moved away")
        await nurse.press("enter")
        assert "You entered, and it is not recorded: When was the candidate born?" in nurse.shown
        assert "17 May 1950" in nurse.shown
        assert nurse.question is None
        assert "entry_taken_back" not in kinds(nurse)


async def test_a_judgement_keeps_its_rationale_beside_anothers(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
    async with at_work(role="investigator", name="Dr. Zhao", number="S-0001") as doctor:
        await doctor.press("n", "enter")
        other = other_at(doctor, Person("Dr. Sun", Role.INVESTIGATOR))
        other.give("suitable", Given({"value": True}, "y"))
        await doctor.type("cannot lie flat")
        assert "Recorded: yes (Dr. Sun, investigator" in doctor.shown
        assert "You entered, not recorded yet: no; note: cannot lie flat" in doctor.shown
        await doctor.press("enter")
        await doctor.type("seen by me today")
        assert doctor.answer("suitable") == {"value": False, "note": "cannot lie flat"}
        assert "entry_taken_back" not in kinds(doctor)


async def test_two_corrections_of_one_answer_keep_the_reason_that_was_given(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("f4", "enter")
        await nurse.type("17 May 1981")
        await nurse.press("enter")
        other_at(nurse).give("born", Given({"value": "1982"}, "1982"), reason="misheard")
        await nurse.type("misread")
        assert "So far: 1982" in nurse.shown
        assert "You entered, not recorded yet: 17 May 1981" in nurse.shown
        # The reason stands there again.
        await nurse.press("enter", "enter")
        assert nurse.answer("born") == {"value": "1981-05-17"}
        assert nurse.state.current("born").reason == "misread"


async def test_what_another_takes_back_is_not_said_to_stand_and_the_reason_typed_is_kept(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        other = other_at(nurse)
        other.give("consent", Given({"value": True}, "y"))
        await nurse.press("u", "enter")
        assert "Why is the earlier answer corrected?" in nurse.shown
        other.undo()
        await nurse.type("the form is not there")
        assert "Recorded now: no answer; the earlier one was taken back." in nurse.shown
        assert "it is not recorded: the form is not there" in nurse.shown
        assert "Recorded: yes" not in nurse.shown
        assert "in its place" not in nurse.shown
        assert nurse.answer("consent") is None
        # Answered again, it is corrected again, and the reason stands there.
        other.give("consent", Given({"value": True}, "y"))
        await nurse.press("enter", "enter")
        assert "Recorded: yes (B. Wu, screener" in nurse.shown
        await nurse.press("enter")
        assert nurse.answer("consent") == {"missing": "unknown"}
        assert nurse.state.current("consent").reason == "the form is not there"


async def test_what_was_entered_beside_what_another_takes_back_stays_to_be_confirmed(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        other = other_at(nurse)
        other.give("consent", Given({"value": True}, "y"))
        await nurse.press("u")
        other.undo()
        await nurse.press("f8", "escape")
        assert "Recorded now: no answer" in nurse.shown
        assert "You entered, not recorded yet: unknown" in nurse.shown
        await nurse.press("enter")
        assert nurse.answer("consent") == {"missing": "unknown"}


async def test_an_entry_begun_before_anothers_answer_is_read_goes_on_beside_it(at_work):
    async with at_work() as nurse:
        await at_the_glucose(nurse)
        await nurse.type("6")
        theirs = Given({"value": "5 mmol/L", "observed_on": "2026-01-20"}, "5 mmol/L")
        other_at(nurse).give("glucose", theirs)
        await nurse.press("f8", "escape")
        assert nurse.question == "glucose"
        assert "Recorded: 5 mmol/L" in nurse.shown
        assert "You entered, not recorded yet: 6 mmol/L" in nurse.shown


async def test_a_rows_date_beside_anothers_row_comes_again_with_the_next_row(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        other = other_at(nurse)
        other.enter_field("walks", "2026-01-17", typed="2026-01-17")
        await nurse.type("2026-01-18")
        assert "a row is being entered · 2026-01-17" in nurse.shown
        assert "B. Wu is entering row 1. Do you go on with it?" in nurse.shown
        assert "You entered, not recorded yet: 2026-01-18" in nurse.shown
        # What was to be of the other row does not get into theirs.
        await nurse.type("300")
        assert nurse.state.entering["walks"].row == {"date": "2026-01-17"}
        await nurse.press("escape", "enter")
        await nurse.type("250")
        await nurse.press("n")
        assert line(nurse) == "2026-01-18"
        await nurse.press("enter")
        assert nurse.state.entering["walks"].row == {"date": "2026-01-18"}
        assert "not recorded yet" not in nurse.shown


async def test_a_field_that_another_has_entered_is_entered_anew_after_a_step_back(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("2026-01-17")
        other = other_at(nurse)
        other.enter_field("walks", 250, typed="250")
        await nurse.type("300")
        assert "You entered, not recorded yet: Metres: 300" in nurse.shown
        # It is one's own row: nobody is asked whether to go on with it.
        assert "Do you go on" not in nurse.shown
        assert "Recorded: Metres: 250 (B. Wu, screener, 2026-01-31" in nurse.shown
        await nurse.press("escape")
        assert line(nurse) == "300"
        await nurse.press("enter")
        assert nurse.state.entering["walks"].row["metres"] == 300


async def test_a_field_by_its_key_is_offered_in_words_beside_anothers(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("2026-01-17")
        await nurse.type("300")
        other_at(nurse).enter_field("walks", True, typed="y")
        await nurse.press("n")
        assert "You entered, not recorded yet: With help: no" in nurse.shown


async def test_a_row_beside_a_table_that_another_completed_is_given_with_a_reason(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        other_at(nurse).complete_series("walks")
        await nurse.type("2026-01-18")
        assert nurse.question == "walks"
        assert line(nurse) == "2026-01-18"
        await nurse.press("enter")
        assert "Why is the table changed?" in nurse.shown
        await nurse.type("one was left out")
        assert nurse.state.entering["walks"].row == {"date": "2026-01-18"}


async def test_a_field_by_a_single_key_stands_on_the_line_where_another_wrote_a_note_to_the_table(
    at_work,
):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("2026-01-17")
        await nurse.type("300")
        other_at(nurse).add_note("asked", "walks")
        await nurse.press("y")
        assert line(nurse) == "y"
        await nurse.press("enter")
        assert nurse.state.rows("walks")[0]["helped"] is True


async def test_rows_that_another_changed_are_shown_before_they_are_said_to_be_all(at_work):
    async with at_work() as nurse:
        await to_the_walks(nurse)
        await nurse.type("2026-01-10")
        await nurse.type("40")
        await nurse.press("n", "enter")
        assert "This fails a criterion" in nurse.shown
        other_at(nurse).save_row("walks", {"date": "2026-01-12", "metres": 200})
        await nurse.press("enter")
        assert "You entered, and it is not recorded: Walking tests" in nurse.shown
        assert "2026-01-12 · Metres: 200" in nurse.shown
        assert "entry_taken_back" not in kinds(nurse)


async def test_a_note_stays_with_the_question_it_is_about_where_another_has_answered_that(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        other_at(nurse).give("consent", Given({"value": True}, "y"))
        await nurse.type("/note signed in pencil")
        assert CHANGED in nurse.shown
        assert "You entered, and it is not recorded: Note to “Has the candidate" in nurse.shown
        await nurse.press("enter")
        (note,) = nurse.state.notes
        assert (note.question, note.text) == ("consent", "signed in pencil")


async def test_a_source_is_said_by_one_enter_beside_what_another_wrote(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("f7", "down", "down")
        other_at(nurse).set_source("chart")
        await nurse.press("enter")
        assert CHANGED in nurse.shown
        assert "Recorded: From here, answers come from: the chart" in nurse.shown
        assert "not recorded: From here, answers come from: an examination" in nurse.shown
        await nurse.press("enter")
        assert nurse.state.source == "examination"


async def test_an_answer_to_a_query_stays_with_its_query_where_another_has_answered_it(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
    async with at_work(role="investigator", name="Dr. Zhao", number="S-0001") as doctor:
        await doctor.press("y")
        doctor.interview.sitting.record_decision()
        for criterion in ("I1", "I2"):
            doctor.interview.sitting.raise_query(criterion, f"where is the form of {criterion}?")
    async with at_work(number="S-0001") as nurse:
        await nurse.press(*"/query", "enter", "enter")
        other = other_at(nurse)
        first = other.unanswered_queries()[0]
        other.answer_query(first.version, "in the binder")
        await nurse.type("in the folder")
        assert CHANGED in nurse.shown
        assert "answered: in the binder" in nurse.shown
        assert "not recorded: Query to" in nurse.shown
        await nurse.press("enter")
        assert [len(query.answers) for query in nurse.state.queries] == [2, 0]


async def test_what_was_typed_and_not_entered_is_told_where_another_has_answered_it(at_work):
    async with at_work() as nurse:
        await at_the_glucose(nurse)
        await nurse.type("6", enter=False)
        theirs = Given({"value": "5 mmol/L", "observed_on": "2026-01-20"}, "5 mmol/L")
        other_at(nurse).give("glucose", theirs)
        await nurse.press("f8", "escape")
        assert nurse.question == "walks"
        assert line(nurse) == ""
        assert "Typed before, and not entered: 6" in nurse.shown


async def test_what_becomes_of_ones_own_entry_comes_first_and_the_rest_is_read_by_pages(at_work):
    async with at_work(size=(80, 24)) as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1950")
        other = other_at(nurse)
        for count in range(4):
            other.add_note(f"call {count} about the identity card that was not to be found", "born")
        other.withdraw("moved away")
        await nurse.press("enter")
        notice = nurse.interview.query_one(Notice)
        assert notice.shown.startswith("You entered, and it is not recorded: When was the")
        assert "and 2 more before, which the audit trail shows" in notice.shown
        read = str(notice.render())
        assert "1 of 2: PageDown reads on" in read
        await nurse.press("pagedown")
        read += str(notice.render())
        assert "call 3" in read
        assert "which the audit trail shows" in " ".join(read.split())
        await nurse.press("pageup")
        assert "You entered" in str(notice.render())
