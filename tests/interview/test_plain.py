"""The interview by line: for screen readers, for pipes, and for whoever closes the terminal."""

import io

import pytest

from screener.interview.plain import run_plain, run_screening
from screener.record.state import fold
from tests.interview.setting import DOCTOR, NURSE, RULES

OPEN = "/new DL-017"


@pytest.fixture
def talk(store):
    """Type lines at the program, and give all that it says."""

    def talk(*typed, person=NURSE, language="en", encoding="utf-8"):
        said = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        source = io.StringIO("".join(f"{line}\n" for line in typed))
        run_plain(store, person, RULES.encode(), source, said, language)
        said.seek(0)
        return said.read()

    return talk


@pytest.fixture
def state(store):
    return lambda number="S-0001": fold(store.events(number))


def test_a_new_screening_begins_with_the_candidates_code(talk, state):
    said = talk("/new", "DL-017")
    assert "no name" in said
    assert "Consented?" in said
    assert state().candidate == "DL-017"


def test_a_code_that_cannot_be_used_is_told(talk, store):
    assert "is empty" in talk("/new", "")
    assert store.numbers() == []


@pytest.mark.parametrize("lines", range(9))
def test_the_input_may_end_at_any_line(talk, state, lines):
    typed = [OPEN, "yes", "2.0", "17.5.1980", "1", "no", "2026-03-01", "/note", "tired"][:lines]
    said = talk(*typed)
    assert said.endswith("The input has ended. Everything that was confirmed is recorded.\n")


class Leaving(io.StringIO):
    """A keyboard or a screen that someone leaves."""

    def __init__(self, error):
        super().__init__()
        self.error = error

    def readline(self, *_):
        raise self.error

    def write(self, text):
        raise self.error


def test_an_interrupt_ends_as_the_end_of_input_does(store):
    said = io.StringIO()
    run_plain(store, NURSE, RULES.encode(), Leaving(KeyboardInterrupt()), said, "en")
    assert said.getvalue().endswith("Everything that was confirmed is recorded.\n")


def test_nobody_listening_is_the_end_too(store):
    run_plain(store, NURSE, RULES.encode(), io.StringIO(), Leaving(BrokenPipeError()), "en")
    assert store.numbers() == []


def test_what_was_understood_is_said_before_it_is_recorded(talk, state):
    said = talk(OPEN, "y", "2.0", "May 1980")
    change = "inclusion 1: open becomes passes"
    assert f"Understood: May 1980 (day not known)\n{change}\nRecorded.\n" in said
    assert state().current("born").typed == "May 1980"


def test_what_is_asked_again_because_it_is_too_old_says_so(talk):
    said = talk(OPEN, "y", "2.0", "1980", "2", "5", "1 Feb 2026")
    assert "observed on 1 February 2026\nThat is too long ago; it is asked again." in said


def test_an_order_of_day_and_month_that_matters_is_asked_about(talk, state):
    said = talk(OPEN, "y", "2.0", "03/04/1980", "2")
    assert "Which one? Type its number." in said
    assert state().current("born").answer["value"] in ("1980-04-03", "1980-03-04")


def test_an_answer_that_would_fail_a_criterion_is_shown_and_may_be_taken_back(talk, state):
    said = talk(OPEN, "y", "2.0", "2015", "no", "2015", "yes")
    assert "With this answer inclusion 1 fails: Adults" in said
    assert "Taken back. That it was entered is in the record." in said
    assert len(state().taken_back) == 1
    assert state().current("born").answer["value"] == "2015"
    assert "/continue goes on, to record every reason" in said


def test_what_is_not_understood_is_told_and_asked_again(talk, state):
    said = talk(OPEN, "perhaps", "y")
    assert said.count("Consented?") == 2
    assert state().current("consent") is not None


def test_the_date_of_an_observation_is_asked_for_and_today_proposed_only_for_what_is_seen_now(
    talk, state
):
    typed = [OPEN, "y", "2.0", "1980", "2"]
    said = talk(*typed, "94 mg/dL", "", "/quit", "/quit")
    assert "Without its date the answer was not recorded." in said
    assert state().current("glucose") is None
    said = talk("S-0001", "/source", "3", "", "1", "94 mg/dL", "")
    assert "An empty line means today, 2026-03-02." in said
    assert state().current("glucose").answer["observed_on"] == "2026-03-02"


def test_a_series_is_entered_row_by_row(talk, state):
    typed = [OPEN, "y", "2.0", "1980", "2", "5", "2026-02-20"]
    said = talk(*typed, "1 Feb 2026", "50", "yes", "5 Feb 2026", "", "yes", "/remove 2", "/done")
    assert "1. 1 February 2026, Score 50" in said
    assert "The series is complete." in said
    assert state().completed_rows("visits") == ({"date": "2026-02-01", "score": 50},)


def test_a_series_without_entries_is_none(talk, state):
    talk(OPEN, "y", "2.0", "1980", "2", "5", "2026-02-20", "none")
    assert state().completed_rows("visits") == ()


def test_an_awaited_series_keeps_its_rows(talk, state):
    typed = [OPEN, "y", "2.0", "1980", "2", "5", "2026-02-20", "1 Feb 2026", "50", "yes"]
    talk(*typed, "/pending 1 April 2026")
    assert state().current("visits").answer == {"missing": "pending", "due": "2026-04-01"}
    assert len(state().rows("visits")) == 1


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (["/unknown"], "unknown"),
        (["/notdone"], "not_done"),
        (["/refused"], "refused"),
        (["/pending 2026-04-01"], "pending"),
        (["/pending", ""], "pending"),
        (["/missing", "2"], "not_done"),
        (["p", ""], "pending"),
        (["x"], "refused"),
    ],
)
def test_every_reason_for_no_answer_can_be_given(talk, state, typed, reason):
    talk(OPEN, *typed)
    assert state().current("consent").answer["missing"] == reason


def test_an_earlier_answer_is_corrected_with_a_reason(talk, state):
    said = talk(OPEN, "y", "2.0", "1980", "/back", "3", "1981", "misread")
    assert "Answered now: 1980" in said
    assert state().current("born").reason == "misread"


def test_checking_says_the_answers_and_what_is_missing(talk):
    said = talk(OPEN, "y", "2.0", "/check", "")
    assert "  1. Consented? yes" in said
    assert "Suitable? not answered yet (investigator)" in said


def test_why_is_answered_in_words(talk):
    said = talk(OPEN, "/why")
    assert "inclusion 2 (open): Informed consent" in said
    assert "yes: inclusion 2 passes" in said


def test_help_lists_every_command(talk):
    said = talk(OPEN, "/help")
    commands = "why back check missing source note continue stop withdraw language decide copy quit"
    for command in commands.split():
        assert f"\n/{command}: " in said


def test_a_command_that_there_is_not_is_told(talk):
    assert "There is no command /dance. /help lists them." in talk(OPEN, "/dance")


def test_undo_stop_resume_and_withdraw(talk, state):
    said = talk(OPEN, "y", "/undo", "y", "/stop", "tired", "y", "/resume", "/withdraw", "yes", "")
    assert "Taken back: Consented?" in said
    assert "The interview was stopped. /resume takes it up again." in said
    assert "The candidate has withdrawn. Nothing more is asked." in said
    assert state().withdrawn is not None


def test_the_investigators_questions_wait(talk, state):
    typed = ["y", "2.0", "1980", "2", "5", "2026-02-20", "none"]
    said = talk(OPEN, *typed)
    assert "Questions that wait for the investigator: 1." in said
    said = talk("S-0001", "no", "yes", "cannot lie flat", person=DOCTOR)
    assert "On what does this judgement rest?" in said
    assert state().current("suitable").answer["note"] == "cannot lie flat"


def test_a_decision_is_shown_confirmed_recorded_and_copied(talk, state, tmp_path):
    path = tmp_path / "decision.md"
    typed = [OPEN, "n", "yes", "/decide", "no", "/decide", "yes", "/copy", f"/copy {path}"]
    said = talk(*typed, f"/copy {tmp_path / 'x.pdf'}")
    assert "Decision: not eligible" in said
    assert "Eligibility decision" in said
    assert "End it in one of: .txt, .md, .json." in said
    assert path.exists()
    assert len(state().decisions) == 1


def test_the_language_is_switched_for_the_questions(talk, state):
    said = talk(OPEN, "/language", "zh", "是")
    assert "同意吗？" in said
    assert state().current("consent").language == "zh"


def test_a_screening_that_is_not_there_leads_back_to_the_list(talk):
    said = talk("S-0099", "S-0099", "/quit")
    assert said.count("There is no screening S-0099") == 2


def test_someone_elses_answer_is_told_and_nothing_is_lost(store, state, monkeypatch):
    number = store.new_screening(RULES.encode(), "DL-017", NURSE, "en")

    class Typing(io.StringIO):
        def readline(self, *_):
            from screener.interview.sitting import Sitting

            line = super().readline()
            if line.startswith("y"):
                Sitting.open(store, number, DOCTOR, "en")
            return line

    said = io.StringIO()
    run_screening(store, NURSE, number, Typing("y\n"), said, "en")
    assert "S-0001 was changed by Ben Doctor" in said.getvalue()
    assert state().current("consent") is None


def test_nothing_that_is_typed_reaches_the_terminal_as_it_is(talk):
    said = talk("/new A\x1b[2J", OPEN, "y", "\x1b]0;title\x07\u202e<form>[bold]", "/back", "")
    assert not {"\x1b", "\x07", "\u202e"} & set(said)
    assert "␛]0;title" in said


def test_no_line_holds_an_escape_sequence(talk):
    said = talk(OPEN, "y", "/help", "/why", "/criteria", "/check", "", "/decide", "yes", "/copy")
    assert all(character == "\n" or character.isprintable() for character in said)


def test_a_terminal_without_unicode_still_hears_everything(talk):
    said = talk(OPEN, "/language", "zh", encoding="ascii")
    assert "\\u540c\\u610f" in said
