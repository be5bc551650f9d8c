"""A copy is complete: every answer by section, with all that stood before it."""

import json
import re
from datetime import timedelta

import pytest

from tests.interview.setting import DOCTOR, NURSE, OTHER_NURSE, answer_until, missing, value


def all_answers(copy):
    """The part of a text copy that tells all answers, as lines."""
    part = copy.partition("\nAll answers\n")[2]
    return part.partition("\nRecorded decisions\n")[0].splitlines()[1:]


@pytest.fixture
def corrected(sit):
    """A recorded decision after a correction, a slip and an entry taken back."""
    sit().take_back_entry("consent", value(False))
    nurse = sit()
    nurse.give("consent", value(True))
    nurse.give("form", value("2.0", source="chart"))
    nurse.give("born", value("1970-05-17"))
    nurse.give("sex", value("male"))
    nurse.undo()
    nurse.give("sex", value("female"))
    doctor = sit(DOCTOR)
    doctor.give("born", value("1980-05-17"), reason="misread")
    doctor.record_decision()
    doctor.give("born", value("1990-05-17"), reason="later, so not in the copy")
    return doctor


def test_a_copy_tells_every_answer_by_section_with_all_that_stood_before(corrected):
    assert all_answers(corrected.copy("text")) == [
        "Consent",
        "  Consented? yes",
        "    Ana Nurse, screener, 2026-03-02 09:00:50+08:00 (01:00:50 UTC) · typed: True",
        "    Before:",
        "      no",
        "        Ana Nurse, screener, 2026-03-02 09:00:30+08:00 (01:00:30 UTC) · typed:",
        "          False",
        "        ✗ entered and taken back, not counted",
        "  Which form? 2.0; from the chart",
        "    Ana Nurse, screener, 2026-03-02 09:01:00+08:00 (01:01:00 UTC)",
        "The body",
        "  Born when? 17 May 1980",
        "    Ben Doctor, investigator, 2026-03-02 09:02:00+08:00 (01:02:00 UTC) ·",
        "      correction: misread",
        "    Before:",
        "      17 May 1970",
        "        Ana Nurse, screener, 2026-03-02 09:01:10+08:00 (01:01:10 UTC)",
        "        ✗ corrected: misread",
        "  Sex? Female",
        "    Ana Nurse, screener, 2026-03-02 09:01:40+08:00 (01:01:40 UTC) · typed:",
        "      female",
        "    Before:",
        "      Male",
        "        Ana Nurse, screener, 2026-03-02 09:01:20+08:00 (01:01:20 UTC) · typed:",
        "          male",
        "        ✗ taken back at once",
    ]


def test_a_markdown_copy_tells_all_answers_too(corrected):
    part = corrected.copy("markdown").partition("## All answers\n")[2]
    assert "  - **Which form?** 2.0; from the chart\n" in part
    assert "✗ corrected: misread" in part


def test_a_json_copy_holds_the_history_of_every_answer_and_what_was_taken_back(corrected):
    copy = json.loads(corrected.copy("json"))
    assert copy["history"]["born"] == [
        {
            "value": "1970-05-17",
            "typed": "1970-05-17",
            "act": "answer",
            "reason": None,
            "event": 6,
            "by": "Ana Nurse",
            "role": "screener",
            "at": "2026-03-02T01:01:10.000000Z",
            "standing": "corrected",
        },
        {
            "value": "1980-05-17",
            "typed": "1980-05-17",
            "act": "correction",
            "reason": "misread",
            "event": 11,
            "by": "Ben Doctor",
            "role": "investigator",
            "at": "2026-03-02T01:02:00.000000Z",
            "standing": "current",
        },
    ]
    assert [entry["standing"] for entry in copy["history"]["sex"]] == ["taken_back", "current"]
    assert copy["history"]["form"][0]["value"] == "2.0"
    assert copy["taken_back"] == [
        {
            "question": "consent",
            "value": False,
            "typed": "False",
            "event": 2,
            "by": "Ana Nurse",
            "role": "screener",
            "at": "2026-03-02T01:00:30.000000Z",
        }
    ]


def test_a_copy_of_a_withdrawn_candidate_tells_all_that_was_answered(sitting):
    answer_until(sitting, "glucose")
    sitting.save_row("visits", {"date": "2026-02-01", "score": 50})
    sitting.withdraw("too far")
    sitting.record_decision()
    told = all_answers(sitting.copy("text"))
    assert "  Which form? 2.0" in told
    assert "  Pregnant? no; observed on 1 March 2026" in told
    at = told.index("  Which visits? 1 row, not complete")
    assert told[at + 1] == "    Row 1, 2026-02-01: Score: 50 · entered by Ana Nurse"
    rows = json.loads(sitting.copy("json"))["open_rows"]["visits"]
    assert rows["rows"] == [{"date": "2026-02-01", "score": 50}]


def test_a_row_that_was_being_entered_is_in_the_copy(sitting):
    answer_until(sitting, "visits")
    sitting.enter_field("visits", "2026-02-01")
    sitting.withdraw()
    sitting.record_decision()
    told = all_answers(sitting.copy("text"))
    at = told.index("    a row is being entered; begun by Ana Nurse, 2026-03-02 09:01:30+08:00")
    assert told[at + 1 : at + 3] == ["      (01:01:30 UTC)", "      Row 1, 2026-02-01: Score: –"]
    entered = json.loads(sitting.copy("json"))["row_being_entered"]["visits"]
    assert (entered["row"], entered["begun_by"]) == ({"date": "2026-02-01"}, "Ana Nurse")


def test_rows_have_one_number_everywhere_whatever_the_order_of_their_dates(sit):
    nurse = sit()
    answer_until(nurse, "visits")
    for day, score in (("2026-02-05", 70), ("2026-02-01", 50)):
        nurse.save_row("visits", {"date": day, "score": score})
    other = sit(OTHER_NURSE)
    other.save_row("visits", {"date": "2026-02-03", "score": 60})
    other.complete_series("visits")
    other.record_decision()
    parts = other.copy("text").partition("\nAll answers\n")
    for part in (parts[0], parts[2]):
        at = part.index("Row 1, 2026-02-05: Score: 70 · entered by Ana Nurse\n")
        assert at < part.index("Row 2, 2026-02-01: Score: 50 · entered by Ana Nurse\n")
        assert "Row 3, 2026-02-03: Score: 60\n" in part


def test_a_row_that_one_began_and_another_finished_names_both(sit):
    nurse = sit()
    answer_until(nurse, "visits")
    nurse.enter_field("visits", "2026-02-01")
    other = sit(OTHER_NURSE)
    other.enter_field("visits", 50)
    other.save_row("visits")
    other.save_row("visits", {"date": "2026-02-03", "score": 60})
    doctor = sit(DOCTOR)
    doctor.save_row("visits", {"date": "2026-02-05", "score": 70})
    doctor.complete_series("visits")
    doctor.record_decision()
    copy = doctor.copy("text")
    both = "Row 1, 2026-02-01: Score: 50 · begun by Ana Nurse, finished by Eva Nurse\n"
    criteria, _heading, answers = copy.partition("\nAll answers\n")
    for part in (criteria, answers):
        assert both in part
        assert "Row 2, 2026-02-03: Score: 60 · entered by Eva Nurse\n" in part
        assert "Row 3, 2026-02-05: Score: 70\n" in part
    entered = json.loads(doctor.copy("json"))["history"]["visits"][0]["entered"]
    assert [row["begun_by"] for row in entered] == [NURSE.name, OTHER_NURSE.name, DOCTOR.name]
    assert entered[0]["saved_by"] == OTHER_NURSE.name


def test_who_entered_a_row_stays_with_it_when_rows_are_removed_and_put_back(sit):
    nurse = sit()
    answer_until(nurse, "visits")
    nurse.save_row("visits", {"date": "2026-02-01", "score": 50})
    other = sit(OTHER_NURSE)
    other.save_row("visits", {"date": "2026-02-03", "score": 60})
    other.complete_series("visits")
    other.reopen_series("visits", "one too many")
    other.remove_row("visits", 0)
    assert [maker.saved_by for maker in other.state.makers["visits"]] == [OTHER_NURSE]
    other.put_back_series("visits")
    assert [maker.saved_by for maker in other.state.makers["visits"]] == [NURSE, OTHER_NURSE]


def test_another_due_date_is_no_filling_in(sitting):
    answer_until(sitting, "glucose")
    sitting.give("glucose", missing("pending", due="2026-03-05"))
    sitting.give("glucose", missing("pending", due="2026-04-05"))
    sitting.give("glucose", missing("not_done"))
    sitting.give("glucose", value(5, "2026-02-20"))
    sitting.record_decision()
    told = all_answers(sitting.copy("text"))
    at = told.index("      awaited, due 5 March 2026")
    assert told[at + 2 :: 3] == [
        "        due date changed",
        "        another reason was given later",
        "        filled in later",
    ]
    assert told[at + 3] == "      awaited, due 5 April 2026"


def test_a_question_that_every_criterion_rests_on_says_all_criteria(sitting):
    sitting.record_decision()
    copy = sitting.copy("text")
    assert "    Criteria: all criteria\n" in copy
    assert "I1 (inclusion 1), I2 (inclusion 2)" not in copy


def test_what_was_taken_back_after_the_answer_that_counts_does_not_stand_before_it(sitting):
    sitting.take_back_entry("consent", value(False))
    sitting.give("consent", value(True))
    sitting.give("form", value("2.0"))
    sitting.take_back_entry("consent", value(False))
    sitting.record_decision()
    told = [line.strip() for line in all_answers(sitting.copy("text")) if "    " in line]
    told = [line for line in told if not line.startswith(("Ana Nurse", "False"))]
    assert told == [
        "Entered later and taken back:",
        "no",
        "✗ entered and taken back, not counted",
        "Before:",
        "no",
        "✗ entered and taken back, not counted",
    ]


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_every_time_in_a_copy_is_the_sites_with_utc_beside_it(sitting, clock, format):
    clock.advance(timedelta(hours=22))
    sitting.give("consent", value(True))
    sitting.add_note("called the family")
    sitting.record_decision()
    copy = " ".join(sitting.copy(format).split())
    assert "Asia/Shanghai (UTC in brackets)" in copy
    both = re.findall(r"[0-9:]{8}[+]08:00 \([-0-9: ]+ UTC\)", copy)
    assert len(re.findall("[0-9]{2}:[0-9]{2}:[0-9]{2}", copy)) == 2 * len(both)
    assert "2026-03-03 07:00:30+08:00 (2026-03-02 23:00:30 UTC)" in copy


# Every decision.


@pytest.fixture
def decided_thrice(sitting, sit, clock):
    """Undetermined; not eligible after an answer; the interview went on; then withdrawn."""
    sitting.give("consent", value(True))
    sitting.record_decision()
    sitting.give("born", value("2015-01-01"))
    sitting.continue_after_failure()
    doctor = sit(DOCTOR)
    doctor.record_decision()
    doctor.withdraw("too far")
    doctor.record_decision()
    return doctor


def test_a_copy_tells_every_recorded_decision_and_what_came_after_each(decided_thrice):
    told = decided_thrice.copy("text").partition("\nRecorded decisions\n")[2].splitlines()
    part = told[1 : told.index("")]
    at = [n for n, line in enumerate(part) if line.startswith("Recorded")]
    assert len(at) == 3
    assert part[0].startswith("Recorded: the candidate has withdrawn, by Ben Doctor, investigator")
    assert part[at[1]].startswith("Recorded before that: not eligible, by Ben Doctor")
    assert part[at[2]].startswith("Recorded before that: cannot be determined yet, by Ana Nurse")
    said = " ".join(" ".join(part[at[1] : at[2]]).split())
    assert "the interview went on after the failed criterion" in said
    assert "the failed" not in " ".join([*part[: at[1]], *part[at[2] :]])
    after = [line.strip() for line in part if line.strip().endswith("after that")]
    assert after == [
        "the candidate withdrew after that",
        "a question was answered after that",
        "the interview went on after that",
    ]
    markdown = decided_thrice.copy("markdown")
    assert "## Recorded decisions" in markdown
    assert markdown.count("**Recorded before that:**") == 2


def test_a_json_copy_holds_the_decisions_that_were_recorded_before(decided_thrice):
    document = json.loads(decided_thrice.copy("json"))
    assert document["recorded"]["by"] == "Ben Doctor"
    newest, first = document["recorded_before"]
    assert [newest["decision"], first["decision"]] == ["ineligible", "undetermined"]
    assert [newest["finish"], first["finish"]] == [True, False]
    assert (first["by"], first["role"]) == ("Ana Nurse", "screener")
    assert [event["kind"] for event in first["after"]] == ["answered", "continued_after_failure"]
    assert first["after"][0]["question"] == "born"
    assert first["changed_by_time_alone"] is False


def test_a_decision_that_time_alone_changed_before_the_next_says_so(sit, clock):
    doctor = sit(DOCTOR)
    answer_until(doctor)
    doctor.record_decision()
    clock.advance(timedelta(days=60))
    sit(DOCTOR).record_decision()
    copy = sit(DOCTOR).copy("text")
    assert "Recorded before that: eligible" in copy
    assert copy.count("  time alone has changed it after that") == 1
