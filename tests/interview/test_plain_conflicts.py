"""Two people at one screening, by line: both sides are said, and one's own is given or let go."""

import io

import pytest

from screener.interview.conflicts import Sides
from screener.interview.plain import run_plain
from screener.interview.redacting import going, offered
from screener.interview.sitting import Sitting
from screener.protocol.roles import Role
from screener.record.errors import Conflict
from screener.record.events import EventKind, Person
from screener.record.state import fold
from tests.interview.setting import BODY, DOCTOR, NURSE, OPEN, OTHER_NURSE, RULES, SERIES, value

SECOND_DOCTOR = Person("Cy Doctor", Role.INVESTIGATOR)


@pytest.fixture
def beside(store, rules):
    """Type lines, somebody else acting as one of them is typed; give what was said, and the state.

    `acts` says what the other does, by the line before whose entry it is done.
    """

    def beside(before, typed, acts, person=NURSE, other=OTHER_NURSE):
        run_plain(store, NURSE, rules, io.StringIO("\n".join(before) + "\n"), io.StringIO(), "en")
        left = dict(acts)

        class Typing(io.StringIO):
            def readline(self, *_):
                line = super().readline()
                if (act := left.pop(line.strip(), None)) is not None:
                    act(Sitting.open(store, "S-0001", other, "en"))
                return line

        said = io.StringIO()
        lines = Typing("".join(f"{line}\n" for line in typed))
        run_plain(store, person, rules, lines, said, "en", number="S-0001")
        return said.getvalue(), fold(store.events("S-0001"))

    return beside


def five(sitting):
    sitting.give("glucose", value("5 mmol/L", "2026-02-20"))


def noted(sitting):
    sitting.add_note("asked the laboratory", "glucose")


def test_ones_own_answer_beside_anothers_is_said_and_corrects_it_with_a_reason(beside):
    said, state = beside(BODY, ["6", "2026-02-19", "read from another sheet"], {"2026-02-19": five})
    assert "S-0001 was changed by Eva Nurse at 2026-03-02" in said
    assert "Recorded: Glucose? 5 mmol/L; observed on 20 February 2026." in said
    mine = "You entered, and it is not recorded: Glucose? 6 mmol/L; observed on 19 February 2026."
    assert mine in said
    current = state.current("glucose")
    assert (current.answer["value"], current.answer["observed_on"]) == (6, "2026-02-19")
    assert current.reason == "read from another sheet"


def test_where_anothers_answer_is_redacted_ones_own_counts_and_corrects_nothing(beside, store):
    # record 4
    def redacted(sitting):
        doctor = Sitting.open(store, "S-0001", DOCTOR, "en")
        value = next(held for held in offered(doctor) if held.path == "answer.value")
        doctor.redact(going(doctor, value).held, "another candidate's")

    acts = {"2026-02-19": five, "misread": redacted}
    typed = ["6", "2026-02-19", "misread", ""]
    said, state = beside(BODY, typed, acts)
    assert "There is no answer to correct" not in said
    current = state.current("glucose")
    assert (current.answer["value"], current.answer["observed_on"]) == (6, "2026-02-19")
    assert current.reason is None


def test_a_later_one_may_be_newer_than_anothers(beside):
    said, state = beside(BODY, ["6", "2026-02-21", "2"], {"2026-02-21": five})
    assert said.count("When was it observed?") == 1
    assert (state.current("glucose").answer["value"], state.current("glucose").act) == (6, "newer")


def test_ones_own_answer_can_be_let_go_by_an_empty_line(beside):
    said, state = beside(BODY, ["6", "2026-02-19", ""], {"2026-02-19": five})
    assert "Without it nothing was recorded." in said
    assert state.current("glucose").answer["value"] == "5 mmol/L"


def test_what_another_did_that_is_told_in_a_sentence_ends_in_one_full_stop(store):
    number = store.new_screening(RULES.encode(), "DL-017", NURSE, "en")
    sitting = Sitting.open(store, number, NURSE, "en")
    sides = Sides(sitting.protocol, "en", lambda number, version: None)
    seen = {"criterion": next(iter(sitting.protocol.criteria)), "seen": "0" * 64}
    event = sitting.state.last._replace(kind=EventKind.CRITERION_AGREED, body=seen)
    told = sides.of(Conflict("S-0001", [event], store.time_zone), EventKind.NOTE_ADDED, event)
    assert "not recorded: Agreed with I1 (inclusion 1). Recorded: Agreed" in told.hint
    assert told.hint.endswith("Recorded: Agreed with I1 (inclusion 1).")


def test_a_note_of_another_to_the_question_leaves_ones_own_to_enter(beside):
    said, state = beside(BODY, ["6", "2026-02-19", ""], {"2026-02-19": noted})
    assert "Recorded: Note to “Glucose?”: asked the laboratory." in said
    assert "Enter records yours all the same; anything else leaves it." in said
    assert state.current("glucose").answer["observed_on"] == "2026-02-19"


def test_a_note_of_another_to_the_question_lets_one_leave_it(beside):
    _said, state = beside(BODY, ["6", "2026-02-19", "leave it"], {"2026-02-19": noted})
    assert state.current("glucose") is None


def test_what_another_wrote_beside_an_answer_is_said_and_holds_nothing_up(beside):
    def called(sitting):
        sitting.add_note("called", "born")

    said, state = beside(BODY, ["6", "2026-02-19"], {"2026-02-19": called})
    assert "S-0001 was changed by Eva Nurse" in said
    assert "not recorded" not in said
    assert state.current("glucose").answer["value"] == 6


def test_a_missing_reason_with_its_due_date_can_be_given_beside_anothers(beside):
    def unknown(sitting):
        sitting.give("glucose", value(None, missing="unknown"))

    said, state = beside(BODY, ["/pending 2026-04-01", ""], {"/pending 2026-04-01": unknown})
    assert "You entered, and it is not recorded: Glucose? awaited, due 1 April 2026." in said
    assert state.current("glucose").answer == {"missing": "pending", "due": "2026-04-01"}


def test_an_entry_that_was_confirmed_was_not_taken_back_where_the_candidate_withdrew(beside):
    said, state = beside(BODY[:3], ["2015-03-02", ""], {"": lambda one: one.withdraw("moved")})
    assert "You entered, and it is not recorded: Born when? 2 March 2015" in said
    assert "The candidate has withdrawn. Nothing more is asked." in said
    assert state.taken_back == ()


def test_a_judgement_keeps_its_rationale_beside_anothers(beside):
    def suitable(sitting):
        sitting.give("suitable", value(True))

    typed = ["no", "", "cannot lie flat", "", "seen by me"]
    said, state = beside(
        (OPEN, "y"), typed, {"cannot lie flat": suitable}, person=DOCTOR, other=SECOND_DOCTOR
    )
    assert "not recorded: Suitable? no; note: cannot lie flat" in said
    current = state.current("suitable")
    assert (current.answer["note"], current.reason) == ("cannot lie flat", "seen by me")
    assert state.taken_back == ()


@pytest.mark.parametrize(
    ("typed", "told", "held"),
    [
        (["/note tired", ""], "Note to “Glucose?”: tired", lambda state: state.notes[-1].text),
        (["/stop later", ""], "Stopped: later", lambda state: state.stopped.reason),
        (
            ["/source", "3", ""],
            "From here, answers come from: an examination",
            lambda state: state.source,
        ),
    ],
)
def test_what_else_one_enters_is_said_and_can_be_given_by_enter(beside, typed, told, held):
    said, state = beside(BODY, typed, {typed[-2]: noted})
    assert f"You entered, and it is not recorded: {told}." in said
    assert held(state)


@pytest.mark.parametrize(("answer", "date"), [("", "2026-02-18"), ("no", "2026-02-17")])
def test_a_rows_date_takes_the_place_of_anothers_or_leaves_it(beside, answer, date):
    def begun(sitting):
        sitting.enter_field("visits", "2026-02-17", typed="2026-02-17")

    said, state = beside(SERIES, ["2026-02-18", answer], {"2026-02-18": begun})
    assert "not recorded: Which visits? a row is being entered · 2026-02-18." in said
    assert "Eva Nurse is entering row 1." in said
    assert state.entering["visits"].row["date"] == date


def test_a_row_beside_one_that_another_saved_is_begun_by_enter(beside):
    def saved(sitting):
        sitting.save_row("visits", {"date": "2026-02-17", "score": 40})

    _said, state = beside(SERIES, ["2026-02-18", "", "50"], {"2026-02-18": saved})
    assert [row["date"] for row in state.rows("visits")] == ["2026-02-17", "2026-02-18"]


def test_rows_that_another_changed_are_looked_at_before_they_are_complete(beside):
    def saved(sitting):
        sitting.save_row("visits", {"date": "2026-02-17", "score": 40})

    typed = ["2026-02-18", "50", "/complete"]
    said, state = beside(SERIES, typed, {"/complete": saved})
    assert "The table has changed. Look at it, then complete it." in said
    assert state.current("visits") is None
