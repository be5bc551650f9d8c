"""Checking and searching the answers by line: as the full screen shows and finds them."""

from tests.interview.setting import BODY, DOCTOR, OPEN, SERIES

PROMPT = "Type the number of an answer to change it; Enter alone changes none."


def checked(said):
    """Give what is said of the answers, from their first section on."""
    return said.rpartition("\nTimes are those of the site: Asia/Shanghai\n")[2].partition(PROMPT)[0]


def test_every_answer_is_said_under_its_section_with_who_gave_it_and_when(talk):
    said = talk(*BODY[:3], "17 May 1980", "/check", "")
    assert checked(said) == (
        "Consent\n"
        "  1. Consented? yes\n"
        "     Ana Nurse, screener, 2026-03-02 09:01\n"
        "  2. Which form? 2.0\n"
        "     Ana Nurse, screener, 2026-03-02 09:01\n"
        "The body\n"
        "  3. Born when? 17 May 1980\n"
        "     Ana Nurse, screener, 2026-03-02 09:01\n"
    )


def test_a_correction_stands_with_its_reason_above_what_was_wrong(talk):
    talk(*BODY[:3], "17 May 1981", "/back", "3", "17 May 1980", "misread")
    assert (
        "  3. Born when? 17 May 1980\n"
        "     Ana Nurse, screener, 2026-03-02 09:01 · correction: misread\n"
        "     Before:\n"
        "     17 May 1981\n"
        "     Ana Nurse, screener, 2026-03-02 09:01\n"
        "     corrected: misread\n"
    ) in checked(talk("S-0001", "/check", ""))


def test_what_was_entered_and_taken_back_is_in_the_review_in_words(talk):
    said = checked(talk(OPEN, "n", "/skip", "/check", "", person=DOCTOR))
    assert said == (
        "Consent\n"
        "  1. Consented? no answer now\n"
        "     Before:\n"
        "     no\n"
        "     Ben Doctor, investigator, 2026-03-02 09:01\n"
        "     entered and taken back, not counted\n"
    )
    assert "taken back at once" in checked(talk("S-0001", "y", "/undo", "/check", ""))


def test_no_glyph_is_said_where_the_answers_are_heard(talk):
    talk(OPEN, "y", "2.0", "/back", "1", "n", "", "misread")
    said = talk("S-0001", "/check", "", "/sign", "no")
    assert said.count("no longer applies\n") == 2
    assert "✗" not in said


def test_rows_and_the_row_being_entered_stand_with_their_table(talk):
    said = checked(talk(*SERIES, "1 Feb 2026", "50", "5 Feb 2026", "/check", ""))
    assert "Which visits? 1 row, not complete\n     Row 1, 2026-02-01: Score: 50" in said
    assert "     a row is being entered; begun by Ana Nurse" in said


def test_a_note_is_said_once_with_what_it_is_about(talk):
    talk(OPEN, "/note in haste", "y", "2.0", "/note not sure", "/list")
    said = talk("S-0001", "/check", "")
    assert "     Note by Ana Nurse, screener, 2026-03-02 09:01: in haste\n" in checked(said)
    # What is missing is said with its notes already.
    assert said.count("not sure") == 1
    assert "Born when?" not in checked(said)


def test_what_concerns_the_whole_screening_is_said_last(talk):
    talk("/new DL-018", "y", "/candidate DL-019", "yes", "misread")
    said = checked(talk("S-0001", "/check", ""))
    whole = said.partition("The whole screening\n")[2]
    assert whole.startswith("The candidate's code was mistyped, and corrected; it was: DL-018.")


def test_any_number_that_is_said_chooses_its_question(talk, state):
    talk(*BODY[:3], "17 May 1980")
    talk("S-0001", "/check", "3", "17 May 1981", "misread")
    assert state().current("born").answer["value"] == "1981-05-17"
    talk("/new DL-018", "n", "/skip", "/check", "1", "y")
    assert state("S-0002").current("consent").answer == {"value": True}


def test_before_the_first_answer_checking_says_so(talk):
    said = talk(OPEN, "/check")
    assert "Nothing has been answered yet." in said
    assert "Times are those of the site" not in said


def test_a_search_finds_what_was_corrected_and_what_was_taken_back(talk):
    talk(OPEN, "n", "y", "/source", "4", "K-1", "2.0", "17 May 1981")
    talk("S-0001", "/back", "3", "17 May 1980", "misread")
    said = talk("S-0001", "/search taken back", "/search corrected", "/search chart K-1 2.0")
    fails = "it was shown to fail I2 (inclusion 2); entered and taken back, not counted"
    assert f"> Consented? no · {fails} · Ana Nurse, 2026-03-02 09:01\n" in said
    assert "> Born when? 17 May 1981; from the chart, K-1 · corrected: misread · Ana" in said
    assert "> Which form? 2.0; from the chart, K-1 · Ana Nurse, 2026-03-02 09:01\n" in said


def test_a_search_that_finds_nothing_says_so(talk):
    assert "> Nowhere: zebra\n" in talk(OPEN, "y", "/search zebra")


def test_looking_at_the_answers_keeps_the_entry_that_waits(talk, state):
    said = talk(*BODY[:3], "1 May 2010", "/check", "", "")
    prompt = "Enter records it; or type the answer anew."
    assert said.count(prompt) == 2
    assert "What was begun here is not recorded." not in said
    assert "Taken back." not in said
    assert (state().current("born").answer["value"], state().taken_back) == ("2010-05-01", ())


def test_looking_at_the_answers_keeps_what_was_understood_otherwise(talk, state):
    said = talk(*BODY[:3], "1985年5月", "/check", "", "")
    assert said.count("Enter records it; or type the answer anew.") == 2
    assert state().current("born").answer["value"] == "1985-05"


def test_an_answer_chosen_while_an_entry_waits_leaves_that_taken_back(talk, state):
    said = talk(*BODY[:3], "1 May 2010", "/check", "2", "3.0", "misread", "17 May 1980")
    assert "What was begun here is not recorded.\nTaken back. That it was entered is in" in said
    assert said.count("Type the number of an answer to change it") == 1
    assert [entry.question for entry in state().taken_back] == ["born"]
    assert state().current("form").answer["value"] == "3.0"
    assert state().current("born").answer["value"] == "1980-05-17"


def test_a_command_typed_among_the_answers_leaves_the_entry_that_waits(talk, state):
    said = talk(*BODY[:3], "1 May 2010", "/check", "/skip")
    assert "What was begun here is not recorded.\nTaken back." in said
    assert state().skipped == ("born",)


def test_where_nothing_was_begun_no_command_says_that_it_is_not_recorded(talk):
    begun = "What was begun here"
    for prompt in ("/search", "/back", "/check"):
        said = talk(OPEN, "y", prompt, "/order", "/list")
        assert begun not in said
    said = talk("S-0001", "/back", "/undo", "/list")
    assert begun not in said
    assert "Nothing was taken back." in said
