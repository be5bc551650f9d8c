"""The interview by line: for screen readers, for pipes, and for whoever closes the terminal."""

import io

import pytest

from screener.interview.plain import run_plain
from screener.protocol.roles import Role
from screener.record.backups import back_up
from screener.record.events import Person
from screener.record.restoring import restore
from screener.record.state import fold
from tests.interview.setting import BODY, DOCTOR, NURSE, OPEN, RULES, SERIES, value

ADMIN = Person("Ada", Role.ADMINISTRATOR)


def test_a_new_screening_begins_with_the_candidates_code(talk, state):
    said = talk("/new", "DL-017")
    assert "no name" in said
    assert "Consented?" in said
    assert state().candidate == "DL-017"


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


def test_an_interrupt_ends_as_the_end_of_input_does(store, rules):
    said = io.StringIO()
    run_plain(store, NURSE, rules, Leaving(KeyboardInterrupt()), said, "en")
    assert said.getvalue().endswith("Everything that was confirmed is recorded.\n")


def test_nobody_listening_is_the_end_too(store, rules):
    run_plain(store, NURSE, rules, io.StringIO(), Leaving(BrokenPipeError()), "en")
    assert store.numbers() == []


def test_what_was_understood_is_said_before_it_is_recorded(talk, state):
    said = talk(*BODY)
    change = "I1 (inclusion 1): open becomes passes"
    assert f"Understood: 17 May 1980\n{change}\nRecorded.\n" in said
    assert state().current("born").typed == "17.5.1980"


@pytest.mark.parametrize(
    ("before", "typed", "echo"),
    [
        (BODY[:3], "May 1980", "May 1980 (day not known)"),
        (BODY[:3], "1980", "1980 (day and month not known)"),
        (BODY[:3], "30 years ago", "`30 years ago` = between March 1993 and March 1999"),
        (BODY[:4], "fem", "Female"),
        ((*BODY, "5", "2026-02-20"), "pending in 2 weeks", "`in 2 weeks` = awaited, due 16 March"),
    ],
)
def test_what_was_not_literally_typed_is_recorded_with_enter_alone(
    talk, store, before, typed, echo
):
    said = talk(*before, typed)
    assert f"Understood: {echo}" in said
    assert "Enter records it; or type the answer anew.\n" in said
    answers = len(fold(store.events("S-0001")).answers)
    talk("1", typed, "")
    assert len(fold(store.events("S-0001")).answers) == answers + 1


def test_a_converted_unit_is_recorded_with_enter_alone(talk, state):
    said = talk(*BODY, "94 mg/dL", "2026-02-20")
    assert "Understood: 94 mg/dL = 5.217 mmol/L" in said
    assert state().current("glucose") is None
    talk("S-0001", "94 mg/dL", "2026-02-20", "")
    assert state().current("glucose").typed == "94 mg/dL"


def test_an_answer_can_be_typed_anew_instead_of_confirmed(talk, state):
    said = talk(*BODY[:3], "May 1980", "June 1981", "")
    assert said.count("Enter records it; or type the answer anew.") == 2
    assert state().current("born").answer["value"] == "1981-06"
    assert state().taken_back == ()


def test_what_is_asked_again_because_it_is_too_old_says_so(talk):
    said = talk(*BODY, "5", "1 Feb 2026")
    assert "observed on 1 February 2026\nThat is too long ago; it is asked again." in said


def test_another_result_of_the_same_day_may_be_newer_or_a_correction(talk, state):
    old = (*BODY, "5", "1 Feb 2026")
    said = talk(*old, "5.4", "1 Feb 2026", "2")
    assert "What is it beside the earlier answer?" in said
    assert "Why was it wrong?" not in said
    assert state().current("glucose").act == "newer"
    said = talk("S-0001", "5.6", "1 Feb 2026", "1", "misread")
    assert state().current("glucose").act == "correction"


def test_a_result_of_an_earlier_day_is_said_to_be_a_correction_and_why(talk, state):
    said = talk(*BODY, "5", "1 Feb 2026", "5.4", "30 Jan 2026", "another's report")
    assert "what is of a day before that is not newer. So it can only be a correction.\n" in said
    assert "What is it beside the earlier answer?" not in said
    assert state().current("glucose").reason == "another's report"


def test_an_order_of_day_and_month_that_matters_is_asked_about(talk, state):
    said = talk(OPEN, "y", "2.0", "03/04/1980", "3", "2")
    assert "Which one? Type its number" in said
    assert "“3” is none of these. Type a number from 1 to 2." in said
    assert state().current("born").answer["value"] in ("1980-04-03", "1980-03-04")


def test_an_answer_that_would_fail_a_criterion_is_shown_and_may_be_taken_back(talk, state):
    said = talk(OPEN, "y", "2.0", "2015-03-02", "2015-03-02", "")
    assert said.count("With this answer I1 (inclusion 1) fails: Adults") == 2
    assert "open becomes fails" not in said
    assert "Taken back. That it was entered is in the record." in said
    assert len(state().taken_back) == 1
    assert state().current("born").answer["value"] == "2015-03-02"
    assert "2. go on, to record every reason" in said


def test_what_is_not_understood_is_told_and_asked_again(talk, state):
    said = talk(OPEN, "perhaps", "y")
    assert said.count("Consented?") == 2
    assert state().current("consent") is not None


def test_the_date_of_an_observation_is_asked_for_and_today_proposed_only_for_what_is_seen_now(
    talk, state
):
    said = talk(*BODY, "94 mg/dL", "", "/quit")
    assert "Nothing was recorded." in said
    assert state().current("glucose") is None
    said = talk("S-0001", "/source", "3", "94 mg/dL", "", "")
    assert "Enter alone takes today, 2 March 2026." in said
    assert state().current("glucose").answer["observed_on"] == "2026-03-02"


def test_a_series_is_entered_row_by_row(talk, state):
    said = talk(*SERIES, "1 Feb 2026", "50", "5 Feb 2026", "", "/remove 2", "/complete")
    assert "1. 2026-02-01, Score: 50" in said
    assert "The table is complete." in said
    assert state().completed_rows("visits") == ({"date": "2026-02-01", "score": 50},)


def test_a_table_without_rows_is_none(talk, state):
    talk(*SERIES, "none")
    assert state().completed_rows("visits") == ()


def test_a_question_says_what_can_be_typed_a_text_too_and_a_number_its_range(talk):
    assert "Which form?\nAnswer in words, on one line.\n> " in talk(OPEN, "y")
    said = talk("S-0001", *BODY[2:])
    number = "Answer with a number and its unit: mmol/L, mg/dL. Range: 1 to 40 mmol/L."
    assert f"Glucose?\n{number}\n> " in said


def test_an_awaited_series_keeps_its_rows(talk, state):
    talk(*SERIES, "1 Feb 2026", "50", "/pending 1 April 2026")
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
    said = talk(*BODY[:4], "/back", "3", "17.5.1981", "misread")
    assert "Answered now: 17 May 1980" in said
    assert state().current("born").reason == "misread"


def test_what_waits_for_an_awaited_answer_is_said_to_wait_for_it(talk):
    said = talk(OPEN, "pending in 2 weeks", "")
    assert "Until “Consented?” is answered, nothing more may be asked." in said
    assert "Nothing is left to ask now." not in said


def test_a_range_is_no_day_of_an_observation_and_is_refused_before_it_is_confirmed(talk, state):
    said = talk(*BODY, "5", "about a week ago", "2026-02-20")
    assert "a range is not taken here; give the day, the month or the year it was observed" in said
    assert "`about a week ago` = between 20 February 2026 and 26 February 2026\n" not in said
    assert state().current("glucose").answer["observed_on"] == "2026-02-20"


def test_a_day_of_an_observation_that_may_be_read_two_ways_is_picked_by_its_number(talk, state):
    said = talk(*BODY, "5", "1/2/2026", "1", "")
    assert "which is the day, and which the month?\n  1. 1 February 2026" in said
    assert state().current("glucose").answer["observed_on"] == "2026-02-01"


def test_the_investigators_questions_wait(talk, state):
    said = talk(*SERIES, "none")
    assert "Questions that wait for the investigator: 1." in said
    said = talk("S-0001", "no", "", "cannot lie flat", person=DOCTOR)
    assert "On what does this judgement rest?" in said
    assert state().current("suitable").answer["note"] == "cannot lie flat"


def test_a_correction_without_its_reason_changes_nothing(talk, state):
    said = talk(*BODY[:4], "/back", "3", "17.5.1981", "", "/back", "3", "2015-03-02", "", "/why")
    assert "Without it nothing was recorded." in said
    assert state().current("born").answer["value"] == "1980-05-17"
    # What was shown to fail a criterion, and was then left, is in the record.
    assert [entry.answer["value"] for entry in state().taken_back] == ["2015-03-02"]
    talk("S-0001", "/back", "3", "2015-03-03", "", "")
    assert [entry.answer["value"] for entry in state().taken_back] == ["2015-03-02", "2015-03-03"]


def test_a_changed_value_may_be_a_newer_observation(talk, state):
    said = talk(*SERIES, "/back", "5", "6", "2", "2026-03-01")
    assert "a newer observation: the earlier answer was right on its day" in said
    assert [str(entry.standing) for entry in state().answers["glucose"].history] == [
        "earlier",
        "current",
    ]


def test_someone_elses_answer_is_told_and_nothing_is_lost(store, state, rules):
    number = store.new_screening(RULES.encode(), "DL-017", NURSE, "en")

    class Typing(io.StringIO):
        def readline(self, *_):
            from screener.interview.sitting import Sitting

            line = super().readline()
            if line.startswith("y"):
                Sitting.open(store, number, DOCTOR, "en").give("consent", value(True))
            return line

    said = io.StringIO()
    run_plain(store, NURSE, rules, Typing("y\n"), said, "en", number=number)
    assert "S-0001 was changed by Ben Doctor at 2026-03-02 09:0" in said.getvalue()
    assert state().current("consent").person == DOCTOR
    assert len(state().answers["consent"].history) == 1


def test_someone_who_merely_opens_the_screening_is_in_nobodys_way(store, state, rules):
    number = store.new_screening(RULES.encode(), "DL-017", NURSE, "en")

    class Typing(io.StringIO):
        def readline(self, *_):
            from screener.interview.sitting import Sitting

            line = super().readline()
            if line.startswith("y"):
                Sitting.open(store, number, DOCTOR, "en")
            return line

    said = io.StringIO()
    run_plain(store, NURSE, rules, Typing("/source\n3\ny\n"), said, "en", number=number)
    assert "was changed by" not in said.getvalue()
    assert "Where the answers come from is not said any more" in said.getvalue()
    assert state().current("consent").answer["value"] is True


def test_a_day_before_the_earlier_observation_is_refused_and_the_date_asked_again(talk, state):
    said = talk(*SERIES, "/back", "5", "6", "2", "2026-02-19", "2026-02-20")
    assert "The earlier answer is of 20 February 2026" in said
    assert [str(entry.act) for entry in state().answers["glucose"].history] == ["answer", "newer"]


def test_nothing_that_is_typed_reaches_the_terminal_as_it_is(talk):
    said = talk("/new A\x1b[2J", OPEN, "y", "\x1b]0;title\x07\u202e<form>[bold]", "/back", "")
    assert not {"\x1b", "\x07", "\u202e"} & set(said)
    assert "␛]0;title" in said


def test_no_line_holds_an_escape_sequence(talk):
    said = talk(OPEN, "y", "/help", "/why", "/criteria", "/check", "", "/sign", "yes", "/copy")
    assert all(character == "\n" or character.isprintable() for character in said)


def test_a_terminal_without_unicode_still_hears_everything(talk):
    said = talk(OPEN, "/language", encoding="ascii")
    assert "\\u540c\\u610f" in said


def test_a_withdrawal_leads_and_lists_nothing_as_missing(talk):
    said = talk(OPEN, "y", "/withdraw", "yes", "too far", "/sign", "no")
    end = said.split("The withdrawal is recorded.")[1]
    assert "recorded by Ana Nurse, screener, 2026-03-02 09:0" in end
    assert "because: too far" in end
    assert "What the answers came to until then: not determined" in end
    assert "Decision: the candidate has withdrawn" in end
    assert "E1 (exclusion 1): not assessed\nPregnant women" in end
    assert "missing" not in end
    assert "cannot be determined" not in end


def test_going_on_is_not_offered_where_it_could_ask_nothing(talk):
    said = talk(OPEN, "n", "", "/continue", "/sign", "no")
    end = said.partition("wait for “Consented?”")[2]
    assert end
    assert "/continue goes on" not in said
    assert "Nothing more is asked: the other questions all wait" in end
    assert "The interview ended before 5 other criteria were assessed." in end
    assert "not answered yet" not in end


def test_an_investigator_who_joins_is_asked_the_investigators_questions_first(talk):
    talk(OPEN, "y")
    said = talk("S-0001", person=DOCTOR)
    assert "come first; 5 others that can be asked now are left for the screener." in said
    assert said.index("Suitable?") > said.index("come first")
    assert "Which form?" not in said


def test_a_store_gone_from_its_place_is_told_at_the_answer_and_in_the_list(store, rules):
    class Typing(io.StringIO):
        def readline(self, *_):
            line = super().readline()
            if line == "y\n":
                store.path.unlink()
            return line

    said = io.StringIO()
    run_plain(store, NURSE, rules, Typing(f"{OPEN}\ny\n/list\n"), said, "en")
    assert said.getvalue().count("is gone from its place") == 2
    assert "Recorded." not in said.getvalue()


def test_a_slip_at_the_date_of_an_observation_keeps_the_value(talk, state):
    said = talk(*BODY, "94 mg/dL", "20 Feb 2O26", "2099-01-01", "unknown", "2026-02-20", "")
    assert "`20 Feb 2O26` is not understood as a date" in said
    assert said.count("When was it observed? Give the date.") == 4
    assert said.count("Glucose?") == 1
    assert state().current("glucose").answer == {"value": "94 mg/dL", "observed_on": "2026-02-20"}


def test_a_slip_at_the_date_of_an_observation_keeps_what_the_answer_is_beside_the_earlier(
    talk, state
):
    said = talk(*SERIES, "/back", "5", "6", "2", "2026-02-31", "2026-03-01")
    assert said.count("What is it beside the earlier answer?") == 1
    assert [str(entry.standing) for entry in state().answers["glucose"].history] == [
        "earlier",
        "current",
    ]


def test_an_empty_line_at_the_date_of_an_observation_gives_the_answer_up(talk, state):
    said = talk(*BODY, "94 mg/dL", "soon", "")
    assert said.endswith(
        "> Nothing was recorded.\n\nGlucose?\n> \n"
        "The input has ended. Everything that was confirmed is recorded.\n"
    )
    assert state().current("glucose") is None


@pytest.mark.parametrize(
    ("before", "waiting"),
    [
        (BODY[:3], ["May 1980"]),
        (BODY[:3], ["2015-03-02"]),
        (BODY, ["94 mg/dL"]),
        (BODY[:3], ["/pending", "14 March"]),
        (BODY, ["/stop"]),
    ],
)
def test_undo_while_something_waits_drops_that_alone(talk, state, before, waiting):
    talk(*before)
    answered = set(state().answers)
    said = talk("S-0001", *waiting, "/undo")
    assert "What was begun here is dropped. What was recorded before stays." in said
    assert set(state().answers) == answered
    assert all(state().current(id) is not None for id in answered - {"born"})
    assert state().stopped is None


@pytest.mark.parametrize("yes", ["y", "yes", "Yes"])
def test_a_yes_where_enter_is_asked_for_keeps_what_waits(talk, state, yes):
    said = talk(*BODY[:3], "May 1980", yes, "")
    assert "\n> Enter alone records it.\nEnter records it; or type the answer anew.\n" in said
    assert state().current("born").answer["value"] == "1980-05"
    said = talk("S-0001", "/pending", "14 March", yes, "")
    assert "\n> Enter alone takes it.\nEnter takes it; or type it anew.\n" in said
    assert state().current("sex").answer["due"] == "2026-03-14"


def test_a_yes_that_is_an_answer_is_the_answer_typed_anew(talk, state):
    talk(OPEN, "n", "y")
    assert state().current("consent").answer["value"] is True
    assert [entry.answer["value"] for entry in state().taken_back] == [False]


def test_what_a_restored_backup_took_away_is_said_and_the_screening_opened_again(
    store, sitting, rules, tmp_path
):
    back_up(store, tmp_path / "backup.db", ADMIN)
    sitting.give("consent", value(False))
    sitting.record_decision()

    class Restoring(io.StringIO):
        def readline(self, size=-1):
            line = super().readline(size)
            if line == "/criteria\n":
                restore(store, tmp_path / "backup.db", ADMIN, anyway=True)
            return line

    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    typed = Restoring("/criteria\n/sign\n/list\n1\n/list\n")
    run_plain(store, NURSE, rules, typed, said, "en", number=sitting.number)
    said.seek(0)
    told = said.read()
    assert "Ada restored the store from a backup" in told
    assert "Leave the screening and open it again: it stands as it is in the backup." in told
    assert "Consented?" in told.partition("Leave the screening")[2]
