"""The commands of the plain mode, in a screening and in the list of screenings."""

from datetime import timedelta

import pytest

from screener.interview.commands import COMMANDS
from screener.interview.plain_commands import HANDLERS
from screener.interview.plain_slash import IN_THE_LIST
from screener.interview.plain_worklist import _HANDLERS as LIST_HANDLERS
from screener.protocol.roles import Role
from screener.record.events import Person
from tests.interview.setting import BODY, DOCTOR, OPEN, OTHER_NURSE, REAL_RULES, SERIES, value


def test_a_code_that_cannot_be_used_is_told(talk, store):
    assert "is empty" in talk("/new", "")
    assert store.numbers() == []


def test_in_the_list_what_was_said_last_stays_in_sight_until_enter_asks_for_the_list(talk):
    talk(OPEN, "y", "/quit")
    said = talk("/log", "S-0009", "", "/quit")
    assert said.count("\nScreenings\n") == 2
    answered = said[said.index("> S-0001, Begun") : said.rindex("\nScreenings\n")]
    assert "There is no screening S-0009" in answered
    assert answered.count("Enter alone shows the list again.") == 2


def test_checking_says_the_answers_and_what_is_missing(talk):
    said = talk(OPEN, "y", "2.0", "/check", "")
    assert "  1. Consented? yes" in said
    assert "Enter alone leaves it as it is." in talk("S-0001", "/check", "1")
    assert "Who can supply it: investigator\nSuitable? not answered yet" in said


def test_what_is_missing_names_each_question_by_who_can_supply_it(talk):
    screener = ("Born when?", "Sex?", "Glucose?", "Which visits?")
    for said in (talk(OPEN, "y", "2.0", "/check", ""), talk("S-0001", "/sign", "no")):
        missing = said.partition("What is missing, why, and who can supply it: 5\n")[2]
        first, _, second = missing.partition("Who can supply it: investigator\n")
        assert first.startswith("Who can supply it: screener\n")
        assert all(f"{question} not answered yet\nCriteria: " in first for question in screener)
        assert second.startswith("Suitable? not answered yet\nCriteria: E3 (exclusion 3)\n")


def test_what_the_interview_still_asks_is_counted_where_it_is_much_and_named_to_be_signed(
    talk, rules
):
    rules.write_bytes(REAL_RULES.read_bytes())
    said = talk(OPEN, "1", "/check", "")
    assert "Not answered yet, and still asked in this interview: 44.\n" in said
    assert "What is the candidate's date of birth?" not in said
    assert "Who can supply it: investigator\nHas the recovery of neurological function" in said
    said = talk("S-0001", "/sign", "no")
    assert "What is the candidate's date of birth? not answered yet\nCriteria: I1" in said
    assert said.count(" not answered yet\n") == 53
    assert "Record this decision: cannot be determined yet? Type yes or no.\n" in said


def test_why_is_answered_in_words(talk):
    said = talk(OPEN, "/why")
    assert "I2 (inclusion 2), open: Informed consent" in said
    assert "What each answer would do:\nyes: I2 (inclusion 2) passes" in said


def test_why_tells_which_answers_would_do_what_and_how_much_is_left(talk):
    said = talk(*BODY[:3], "/why")
    assert "\nbefore 3 March 2008: I1 (inclusion 1) passes\n" in said
    assert "\non or after 3 March 2008: I1 (inclusion 1) fails\n" in said
    assert "\nAt least 1, at most 6 questions are left until a decision.\n" in said


def test_every_command_of_the_common_table_can_be_given_by_line_under_its_name(talk):
    by_line = [c for c in COMMANDS if c.id in HANDLERS]
    assert LIST_HANDLERS.keys() - HANDLERS.keys() == IN_THE_LIST
    full_screen = {c.id for c in COMMANDS} - HANDLERS.keys() - LIST_HANDLERS.keys()
    assert full_screen == {
        *("theme", "palette", "accounts", "lock", "filter", "export"),
        # What the review offers by number.
        *("agree", "close_query"),
    }
    said = talk("/help", OPEN, "/help")
    for command in by_line:
        assert f"{command.slash}{' ' + command.argument if command.argument else ''}: " in said


def test_the_name_of_one_command_is_never_taken_for_the_beginning_of_another(talk):
    said = talk("/help", "/sign")
    assert "/sign does nothing here" in said
    assert "Nobody has signed in" not in said


def test_an_empty_list_offers_only_what_can_be_done(talk):
    said = talk("/new DL-017", "/list")
    some = said.partition("There are none yet.\n")[2]
    assert some.startswith("Type /new to begin a screening, or /help.\n> ")
    assert said.count("Type a screening's number to open it, /new to begin one, or /help.") == 1


def test_the_list_has_its_own_commands_and_says_where_the_others_belong(talk):
    said = talk(
        *("/help", "/sign", "/export"),
        *(OPEN, "/theme", "/new DL-018", "/log", "/export csv", "/sou"),
    )
    assert "\n/new code: Starts a screening" in said
    assert "/sign does nothing here. Open a screening first." in said
    assert "/theme does nothing here. It is for the full screen." in said
    assert "/new does nothing here. /list leads to the list first." in said
    assert "/log does nothing here. /list leads to the list first." in said
    export = "By line, /log FILE.csv and /awaited FILE.ics write a file, in the list."
    assert said.count(f"/export does nothing here. {export}") == 2
    assert "Where do the answers come from now?" in said


def test_the_beginning_of_several_commands_names_them(talk):
    assert "They are: /search, /source, /sign, /skip, /stop." in talk(OPEN, "/s")


def test_a_correction_to_the_same_value_is_refused_before_anything_is_asked_of_it(talk, state):
    same = "This is the answer already."
    said = talk(OPEN, "y", "/back", "1", "y", "/list")
    assert same in said
    assert "Why was it wrong?" not in said
    assert same not in talk(
        "S-0001", "/source", "4", "K-1", "/back", "1", "y", "in the file", "/list"
    )
    assert state("S-0001").current("consent").answer["source"]["reference"] == "K-1"
    assert same in talk("S-0001", "/back", "1", "y", "/list"), "no source was said since"


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ((OPEN, "y", "/check"), "Type the number of an answer to change it"),
        ((OPEN, "y", "/stop"), "Why does the interview end here?"),
        ((*BODY, "5"), "When was it observed?"),
        ((OPEN, "/pending"), "By when is it awaited?"),
        ((OPEN, "y", "/back", "1", "n", ""), "Why was it wrong?"),
        ((OPEN, "/note"), "What is the note about?"),
        ((OPEN, "/note", ""), "Type the note"),
        ((OPEN, "/source"), "Where do the answers come from now?"),
        ((*SERIES, "1 Feb 2026"), "Score"),
    ],
)
def test_a_command_typed_where_something_else_is_asked_is_never_taken_for_text(
    talk, state, before, asked
):
    said = talk(*before, "/criteria", "/nonsense", "/list", "/quit")
    tail = said[said.rindex("I1 (inclusion 1), ") :]
    assert asked in tail
    assert "There is no command /nonsense. /help lists them." in tail
    assert "\nScreenings\n" in tail
    assert state().stopped is None
    assert state().notes == ()
    for record in state().answers.values():
        assert all(entry.reason is None for entry in record.history)


def test_a_command_in_place_of_the_confirmation_leaves_the_entry_taken_back(talk, state):
    said = talk(OPEN, "n", "/why", "/skip")
    assert said.count("Enter records it; or type the answer anew.") == 2
    assert "Taken back. That it was entered is in the record." in said
    assert (state().current("consent"), len(state().taken_back)) == (None, 1)
    assert state().skipped == ("consent",)


@pytest.mark.parametrize("command", ["/complete", "/row 1", "/remove 1"])
def test_a_command_for_rows_says_so_where_there_are_none(talk, command):
    assert "This question has no rows. /help lists the commands." in talk(OPEN, command)


def test_a_text_may_begin_with_a_slash(talk, state):
    talk(OPEN, "y", "//5 of the form", "/back", "2", "//6", "//misread")
    assert state().current("form").answer["value"] == "/6"
    assert state().current("form").reason == "/misread"


def test_a_command_that_there_is_not_is_told(talk):
    assert "There is no command /dance. /help lists them." in talk(OPEN, "/dance")


def test_by_line_undo_is_said_to_take_back_answers_and_fields_and_no_typing(talk):
    said = talk(OPEN, "/help")
    undo = "/undo: Takes back the last answer of this sitting, or the last field of a row being"
    assert undo in said
    assert "undoes typing" not in said


def test_undo_stop_resume_and_withdraw(talk, state):
    said = talk(OPEN, "y", "/undo", "y", "/stop", "tired", "y", "/resume", "/withdraw", "yes", "")
    assert "Taken back: Consented?" in said
    assert "The interview was stopped. /resume takes it up again." in said
    assert "The candidate has withdrawn. Nothing more is asked." in said
    assert state().withdrawn is not None


def test_a_withdrawal_recorded_by_mistake_is_corrected(talk, state):
    lines = (OPEN, "y", "/withdraw", "yes", "", "/resume", "")
    said = talk(*lines, "/resume", "wrong screening", "/sign", "no")
    assert "Why was the withdrawal recorded by mistake?" in said
    assert "The withdrawal is corrected: the screening is as before it." in said
    assert "A withdrawal was recorded by mistake, and corrected." in said
    assert "because: wrong screening" in said
    assert state().withdrawn is None


def test_a_screener_is_refused_where_an_investigators_answer_is_picked(talk):
    talk(OPEN, "y", "5")
    talk("y", person=DOCTOR, number="S-0001")
    said = talk("/back", "3", number="S-0001")
    assert "This is the investigator's judgement. An investigator corrects it." in said


def test_a_decision_is_shown_confirmed_recorded_and_copied(talk, state, tmp_path):
    path = tmp_path / "decision.md"
    typed = [OPEN, "n", "", "/sign", "no", "/sign", "yes", "/sign", "/copy", f"/copy {path}"]
    said = talk(*typed, f"/copy {tmp_path / 'x.pdf'}")
    assert "Decision: not eligible" in said
    assert "Record this decision: not eligible? Type yes or no." in said
    recorded = state().decisions[0]
    place = f"event {recorded.version} of S-0001, {recorded.sequence} of the store"
    assert f"The decision is recorded: {place}. /copy writes a copy.\n" in said
    assert f"Place in the record: {place}\n" in said
    assert "This decision is recorded already." in said
    assert "Eligibility decision" in said
    assert "End it in one of: .txt, .md, .json." in said
    assert path.exists()
    assert len(state().decisions) == 1


def test_a_copy_takes_its_kind_and_its_file_on_one_line(talk, state, tmp_path):
    json, folder = tmp_path / "a copy.json", tmp_path / "none"
    said = talk(OPEN, "n", "", "/sign", "yes", f"/copy json {json}", f"/copy text {folder}/x")
    assert f"Written to {json}." in said
    assert json.read_text(encoding="utf-8").startswith("{")
    assert f"There is no folder {folder}." in said
    assert len(state().copies) == 1


def test_a_command_where_the_name_of_a_copy_is_asked_writes_no_file(talk, state, tmp_path):
    said = talk(OPEN, "n", "", "/sign", "yes", "/copy text", "/copy", "/list")
    assert "/copy is a command, and no file. Give the name of a file." in said
    assert state().copies == ()


def test_a_screening_is_opened_by_the_candidates_code_where_it_is_clear(talk):
    lines = (OPEN, "/list", "dl-017", "/stop tired", "/list", "/new DL-017", "2", "/list", "DL-017")
    said = talk(*lines)
    assert said.count("Screening S-0001, candidate DL-017.") == 2
    both = "DL-017 has S-0001 (stopped, training), S-0002 (new, training) already."
    assert f"{both} Type the number of one." in said


def test_a_code_in_use_is_told_and_no_second_screening_is_begun_by_accident(talk, store, state):
    said = talk(OPEN, "/list", "/new  dl-017 ", "", "/new ＤＬ-017", "2", "DL-018", "/list")
    told = "DL-017 has S-0001 (new, training) already. S-0001 has not ended."
    assert said.count(told) == 2
    assert "Screen the candidate again" not in said
    assert "No screening was begun." in said
    assert store.numbers() == ["S-0001", "S-0002"]
    assert (state("S-0002").candidate, state("S-0002").earlier) == ("DL-018", None)


def test_of_a_code_in_use_the_newest_screening_can_be_opened_first_as_on_the_screen(talk, store):
    talk(OPEN, "/stop tired", "/list", "/new DL-017", "2", "/list")
    said = talk("/new DL-017", "1", "/list")
    assert "  1. Open S-0002\n  2. Open S-0001\n" in said
    assert "Screening S-0002, candidate DL-017." in said


def test_an_outcome_and_its_coded_reason_are_recorded_by_line(talk, state, store):
    said = talk(
        OPEN, "n", "", "/outcome", "/sign", "yes", "/outcome", "1", "3", "/outcome", "2", "slip"
    )
    assert "No decision is recorded yet. Record the decision first." in said
    assert "  3. worries about risks or side effects" in said
    assert "So far: declined to take part" in said
    assert [given.outcome for given in state().outcomes] == ["declined", None]
    assert state().outcomes[0].closing.code == "risk"
    assert state().outcomes[1].why == "slip"


def test_a_withdrawal_has_a_coded_reason_and_words_of_ones_own_are_another_one(talk, state):
    talk(OPEN, "/withdraw", "yes", "6")
    assert (state().withdrawn.code, state().withdrawn.reason) == ("moved", None)
    talk("S-0001", "/resume a slip", "/withdraw", "yes", "the dog is ill")
    assert (state().withdrawn.code, state().withdrawn.reason) == ("other", "the dog is ill")


def test_a_mistyped_code_is_corrected_and_both_stay_readable(talk, state):
    talk("/new DL-018", "/list")
    said = talk(OPEN, "/candidate DL-018", "yes", "the 8 was read as a 7", "/sign", "no", "/list")
    assert "DL-018 has S-0001 (new, training) already.\nThe screenings are not linked" in said
    assert state("S-0002").candidate == "DL-018"
    assert "The candidate's code was mistyped, and corrected; it was: DL-017." in said
    assert "because: the 8 was read as a 7" in said
    assert "\nS-0002, DL-018, new" in said


def test_the_list_says_what_is_overdue_and_which_words_match_nothing(talk, clock):
    talk(OPEN, "/pending in 2 weeks", "")
    clock.advance(timedelta(days=20))
    for typed in ("dl017", "DL.017", "s0001", "017 dl"):
        assert "No screening holds" not in talk(f"/search {typed}", "/quit")
    assert "No screening holds “dl018”." in talk("/search dl018", "/quit")
    said = talk("/search zebra", "/search", "/quit")
    awaited = "S-0001, DL-017, waits for results, 0 of 6 criteria closed, overdue since 16 Mar"
    assert awaited in said
    assert "No screening holds “zebra”.\n/search alone shows the newest again." in said


def test_a_due_date_is_said_before_it_counts(talk, state):
    said = talk(*BODY[:3], "/pending", "next Friday", "1", "/pending", "soon", "14 March", "")
    assert "`soon` is not understood as a date" in said
    assert "Understood: `14 March` = 14 March 2026\nEnter takes it; or type it anew." in said
    assert state().current("born").answer["due"] == "2026-03-06"
    assert state().current("sex").answer["due"] == "2026-03-14"
    talk("S-0001", "/due 4 weeks", "5 weeks", "")
    assert {state().current(q).answer["due"] for q in ("born", "sex")} == {"2026-04-06"}


def test_the_source_is_not_kept_for_the_next_person(talk, state):
    talk(OPEN, "/source", "2", "wife", "1", "/source", "4", "K-1")
    assert state().source == {"kind": "chart", "reference": "K-1"}
    said = talk("S-0001", "y", person=OTHER_NURSE)
    lapsed = "Where the answers come from is not said any more; it was: the chart, K-1.\n"
    assert lapsed + "/source says it.\n" in said
    assert state().current("consent").answer == {"value": True}
    assert lapsed not in talk("S-0001")
    talk("S-0001", "/source", "2", "wife", "1", "/source", "7")
    assert state().source is None


def test_rules_that_cannot_be_used_are_named_and_stop_nothing_under_way(talk, rules):
    talk(OPEN)
    rules.write_text("screener: 1\n", encoding="utf-8")
    said = talk("/new DL-018", "S-0001", "y")
    assert f"{rules}:1" in said
    assert "Understood: yes" in said
    rules.unlink()
    assert f"{rules} cannot be read: No such file or directory." in talk("/new DL-018")


def test_the_language_is_switched_for_the_questions(talk, state):
    said = talk(OPEN, "/language", "是", "/interface", "1.0", "/interface xx")
    assert "同意吗？" in said
    assert state().current("consent").language == "zh"
    assert state().language == "zh"
    assert state().current("form").language == "zh"


def test_another_language_is_that_of_one_question_by_line_too(talk):
    said = talk(OPEN, "/language", "perhaps", "/stop pause", "/resume")
    before, after = said.split("Stopped.")
    assert "同意吗？" in before
    assert "`perhaps` is neither yes nor no" in before
    assert "同意吗？" not in after


def test_a_screening_that_is_not_there_leads_back_to_the_list(talk):
    said = talk("S-0099", "S-0099", "/quit")
    assert said.count("There is no screening S-0099") == 2


def test_what_was_typed_by_mistake_is_taken_out_by_line(talk, state):
    talk(OPEN, "y", "/note Maria Gonzalez", person=DOCTOR)
    said = talk("/redact", "1", "a name", "yes", person=DOCTOR, number="S-0001")
    assert "  1. event 3, note, Which form?, text: Maria Gonzalez" in said
    assert "It is taken out for good, from: 3." in said
    assert [note.text for note in state().notes] == ["█████"]


def test_who_may_not_redact_is_told_so_before_anything_is_asked(talk, sitting):
    sitting.give("consent", value(True))
    said = talk("/redact", "1", "a name", "yes", number=sitting.number)
    assert "As screener you may not redact what was typed by mistake." in said
    assert "What is to be taken out for good?" not in said


@pytest.mark.parametrize(
    ("role", "asked"),
    [
        (Role.AUDITOR, "Type /audit and a screening's number for its trail, or /help."),
        (Role.AUTHOR, "Type /help for what can be done here."),
        (Role.SCREENER, "Type a screening's number to open it, /new to begin one, or /help."),
    ],
)
def test_the_list_by_line_asks_for_what_the_role_may_do(talk, number, role, asked):
    assert asked in talk("/quit", person=Person("A. Person", role))


@pytest.mark.parametrize(
    "typed", [("",), ("1", ""), ("1", "it was Maria Gonzalez"), ("1", "a name", "no")]
)
def test_nothing_is_taken_out_where_that_is_left_by_line(talk, state, typed):
    talk(OPEN, "y", "/note Maria Gonzalez", person=DOCTOR)
    said = talk("/redact", *typed, person=DOCTOR, number="S-0001")
    assert "Nothing was taken out." in said or "repeats what is to be taken out" in said
    assert [note.text for note in state().notes] == ["Maria Gonzalez"]


def test_the_audit_trail_of_a_screening_is_said_with_why_it_came_out_so(talk):
    talk(OPEN, "n", "", "/sign", "yes", person=DOCTOR)
    said = talk("/audit 1", person=DOCTOR)
    assert "Audit trail of S-0001" in said
    assert "Consented? no" in said
    assert "Why was this candidate excluded?" in said
    assert "✗" not in said.split("Failed criteria")[1].split("Who decided")[0]
    then = talk("/audit 1 1", person=DOCTOR)
    assert "Why can this not be determined yet?" in then
    assert "is no date and time" in talk("/audit 1 soon", person=DOCTOR)


def test_the_audit_trail_is_not_the_screeners(talk):
    talk(OPEN)
    assert "you may not see the audit trail" in talk("/audit 1")
