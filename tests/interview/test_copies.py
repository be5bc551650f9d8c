"""Copies of a decision: complete, readable by their owner alone, and safe to open."""

import errno
import json
import os
import re
import stat
from datetime import timedelta
from hashlib import sha256
from unicodedata import east_asian_width

import pytest

from screener.interview.copying import write_copy
from screener.interview.sitting import Given, Refused, Sitting
from screener.record.events import EventKind
from screener.record.verification import verify
from tests.interview.setting import (
    DOCTOR,
    NURSE,
    OTHER_NURSE,
    REAL_RULES,
    answer_until,
    missing,
    value,
)

HOSTILE = "Smith [/] <b>O'Neil</b> | `x` \x1b]0;x\x07 \u202egnp.exe\ud800 # 1\n- item"


@pytest.fixture
def decided(sit):
    """The investigator's sitting at a recorded decision, eligible."""
    sitting = sit(DOCTOR)
    answer_until(sitting)
    sitting.record_decision()
    return sitting


@pytest.mark.parametrize(
    ("format", "ending"), [("text", "txt"), ("markdown", "md"), ("json", "json")]
)
def test_a_copy_of_an_eligible_candidate_is_as_agreed(decided, snapshot, format, ending):
    """record 21"""
    snapshot.assert_match(as_agreed(decided, decided.copy(format)), f"decision.{ending}")


def as_agreed(sitting, copy):
    """Take the hashes out: those of two records that say the same are never the same."""
    for event in sitting.state.decisions:
        copy = copy.replace(event.head, f"(hash of event {event.sequence})")
    return copy


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_a_copy_gives_a_head_against_which_the_record_can_be_verified(decided, store, format):
    """record 22"""
    heads = set(re.findall(r"[0-9a-f]{64}", decided.copy(format))) - {decided.protocol.sha256}
    assert [verify(store.path, head).findings for head in heads] == [()]


@pytest.mark.parametrize(("format", "ending"), [("text", "txt"), ("markdown", "md")])
def test_a_copy_says_what_is_missing_what_failed_and_what_was_not_assessed(
    sitting, snapshot, format, ending
):
    answer_until(sitting, "glucose")
    sitting.give("glucose", missing("pending", due="2026-04-01"))
    sitting.record_decision()
    undetermined = sitting.copy(format)
    sitting.give("born", value("2015"), reason="misread")
    sitting.record_decision()
    sitting.withdraw()
    sitting.record_decision()
    copies = as_agreed(sitting, undetermined + "\n\n" + sitting.copy(format))
    snapshot.assert_match(copies, f"decisions.{ending}")


def test_a_copy_says_awaited_as_the_screen_does_and_marks_what_is_overdue(sitting, clock):
    answer_until(sitting, "glucose")
    sitting.give("glucose", missing("pending", due="2026-03-05"))
    sitting.record_decision()
    assert "I3 (inclusion 3): ◌ awaited" in sitting.copy("text")
    clock.advance(timedelta(days=9))
    sitting.record_decision()
    assert "Glucose? awaited, due 5 March 2026: overdue" in sitting.copy("text")


@pytest.mark.parametrize("format", ["text", "markdown"])
@pytest.mark.parametrize(
    ("end", "outcome"),
    [("withdraw", "the candidate has withdrawn"), ("stop", "the interview was stopped")],
)
def test_a_copy_leads_with_a_withdrawal_or_a_stop_and_lists_nothing_as_missing(
    sitting, format, end, outcome
):
    sitting.give("consent", value(True))
    getattr(sitting, end)("too far")
    sitting.record_decision()
    copy = sitting.copy(format)
    head = copy.split("riteria")[0]
    assert outcome in head
    assert "recorded by Ana Nurse, screener, 2026-03-02 09:00:40+08:00 (01:00:40 UTC)" in head
    assert "because: too far" in head
    assert "What the answers came to until then: not determined" in head
    assert "issing" not in copy
    assert copy.count("not assessed") == 5


@pytest.mark.parametrize("end", ["withdrawn", "stopped"])
def test_a_json_copy_keeps_the_decision_and_says_what_ended_the_interview(sitting, end):
    sitting.give("consent", value(True))
    {"withdrawn": sitting.withdraw, "stopped": sitting.stop}[end]("too far")
    sitting.record_decision()
    copy = json.loads(sitting.copy("json"))
    assert copy["decision"] == "undetermined"
    assert copy[end] == {
        "by": "Ana Nurse",
        "role": "screener",
        "at": "2026-03-02T01:00:40.000000Z",
        "reason": "too far",
        **({"code": "other"} if end == "withdrawn" else {}),
    }
    assert copy[({"withdrawn", "stopped"} - {end}).pop()] is None


def test_a_copy_is_of_the_screening_as_it_was_when_the_decision_was_recorded(sitting):
    sitting.give("consent", value(True))
    sitting.stop("tired")
    sitting.record_decision()
    before = {format: sitting.copy(format) for format in ("text", "markdown", "json")}
    sitting.resume()
    sitting.give("consent", value(False), reason="misread")
    sitting.withdraw("too far")
    assert {format: sitting.copy(format) for format in before} == before


def test_a_json_copy_says_who_gave_each_answer_and_when(decided):
    """record 21"""
    entered = json.loads(decided.copy("json"))["entered"]
    assert entered["born"]["by"] == "Ben Doctor"
    assert entered["born"]["at"].startswith("2026-03-02T01:")
    assert entered["glucose"]["typed"] == "94 mg/dL"


def test_a_copy_names_who_entered_what_counted_not_what_was_taken_back(sit):
    sit(DOCTOR).give("consent", value(True))
    nurse = sit(OTHER_NURSE)
    nurse.give("consent", value(False), reason="misread")
    nurse.undo()
    nurse.record_decision()
    copy = nurse.copy("text")
    assert "Consented? yes\n    entered by Ben Doctor" in copy
    assert "a correction" not in copy


def test_a_copy_without_a_decision_is_refused(sitting):
    with pytest.raises(Refused, match="No decision is recorded"):
        sitting.copy("text")


def test_a_format_that_there_is_not_is_refused_with_those_that_there_are(decided):
    with pytest.raises(Refused, match="text, markdown, json"):
        decided.copy("pdf")


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_hostile_text_is_shown_and_does_nothing(sit, format):
    sitting = sit(DOCTOR)
    sitting.give("consent", value(True, note=HOSTILE))
    sitting.record_decision()
    copy = sitting.copy(format)
    assert not {"\x1b", "\x07", "\u202e", "\ud800"} & set(copy)
    assert "gnp" in copy


def test_hostile_text_is_no_markup_in_markdown(sit):
    sitting = sit(DOCTOR)
    sitting.give("consent", value(True, note=HOSTILE))
    sitting.record_decision()
    copy = sitting.copy("markdown")
    assert "<b>" not in copy.replace("\\<b\\>", "")
    assert "\n- item" not in copy


def test_a_json_copy_holds_what_the_event_holds(decided, store, number):
    event = store.events(number)[-1]
    copy = json.loads(decided.copy("json"))
    assert copy["decision"] == "eligible"
    assert copy["protocol"]["sha256"] == decided.protocol.sha256
    assert copy["recorded"]["by"] == "Ben Doctor"
    assert copy["recorded"]["authenticated"] is False
    assert copy["recorded"]["time_zone"] == "Asia/Shanghai"
    assert copy["recorded"]["at_site"].endswith("+08:00")
    assert set(copy["answers"]) == set(event.body["answers"])
    assert [found["status"] for found in copy["criteria"]] == ["pass"] * 6


def test_writing_a_copy_is_recorded_and_the_file_is_the_owners_alone(
    decided, store, number, tmp_path
):
    before = os.umask(0)
    try:
        decided.write_copy(tmp_path / "decision.txt", "text")
    finally:
        os.umask(before)
    path = tmp_path / "decision.txt"
    assert path.read_text("utf-8") == decided.copy("text")
    event = store.events(number)[-1]
    assert (event.kind, event.body["file"]) == (EventKind.COPY_WRITTEN, "decision.txt")
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_copy_never_overwrites_anything_else(decided, tmp_path):
    path = tmp_path / "decision.txt"
    path.write_text("my thesis")
    version = decided.version
    with pytest.raises(Refused, match="is there already"):
        decided.write_copy(path, "text")
    assert (path.read_text(), decided.version) == ("my thesis", version)


def test_the_same_copy_may_be_written_again(decided, tmp_path):
    for _ in range(2):
        decided.write_copy(tmp_path / "decision.txt", "text")
    assert len(decided.state.copies) == 2


def test_a_copy_does_not_follow_a_link(decided, tmp_path):
    target = tmp_path / "elsewhere.txt"
    (tmp_path / "decision.txt").symlink_to(target)
    with pytest.raises(Refused, match="is there already"):
        decided.write_copy(tmp_path / "decision.txt", "text")
    assert not target.exists()


def test_a_copy_into_a_folder_that_is_not_there_is_refused(decided, tmp_path):
    with pytest.raises(Refused, match="cannot be written"):
        decided.write_copy(tmp_path / "none" / "decision.txt", "text")


def test_a_copy_that_cannot_be_recorded_does_not_stay(decided, store, tmp_path):
    store.close()
    with pytest.raises(Exception, match="cannot be used"):
        decided.write_copy(tmp_path / "decision.txt", "text")
    assert not (tmp_path / "decision.txt").exists()


@pytest.mark.parametrize("sitting", [True, False])
def test_a_copy_is_in_the_record_before_the_file_says_anything(
    decided, store, number, tmp_path, monkeypatch, sitting
):
    path, append, found = tmp_path / "decision.txt", store.append, []

    def look(*arguments, **named):
        found.append(path.read_bytes().strip(b"\0"))
        event = append(*arguments, **named)
        found.append(path.read_bytes().strip(b"\0"))
        return event

    monkeypatch.setattr(store, "append", look)
    if sitting:
        decided.write_copy(path, "text")
    else:
        write_copy(store, number, path, "text", NURSE, "en")
    assert found == [b"", b""]
    written = path.read_bytes()
    assert written.decode() == decided.copy("text")
    assert store.events(number)[-1].body["sha256"] == sha256(written).hexdigest()


def test_a_copy_for_which_there_is_no_room_is_not_recorded(decided, tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    version = decided.version
    monkeypatch.setattr("screener.record.files.os.fsync", full)
    with pytest.raises(Refused, match="cannot be written: No space left"):
        decided.write_copy(tmp_path / "decision.txt", "text")
    assert (decided.version, list(tmp_path.glob("decision*"))) == (version, [])


def test_a_copy_that_cannot_be_written_after_all_leaves_no_part_and_says_what_is_recorded(
    decided, tmp_path, monkeypatch
):
    def torn(path, content):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("screener.interview.copying.fill_private", torn)
    with pytest.raises(Refused, match="The record says that a copy was written; there is none"):
        decided.write_copy(tmp_path / "decision.txt", "text")
    assert len(decided.state.copies) == 1
    assert not (tmp_path / "decision.txt").exists()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_text_copy_fits_a_terminal_in_either_script(store, language):
    rules = REAL_RULES.read_bytes()
    number = store.new_screening(rules, "DL-1", NURSE, language)
    sitting = Sitting.open(store, number, NURSE, language)
    sitting.give("consent", Given({"value": "declined", "note": "太远了" * 40 + " too far" * 20}))
    sitting.record_decision()
    lines = sitting.copy("text").splitlines()
    assert max(map(cells, lines)) <= 79
    assert sum(map(cells, lines)) > 2000


def cells(line):
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


def test_a_chinese_copy_uses_the_protocols_chinese_texts(sit):
    sitting = sit(DOCTOR, "zh")
    sitting.give("consent", value(True))
    sitting.record_decision()
    assert "小方案" in sitting.copy("text")
    assert "同意吗？" in sitting.copy("markdown")


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_a_note_to_a_question_stands_with_its_answer_and_one_to_the_screening_on_its_own(
    sit, format
):
    sitting = sit(DOCTOR)
    answer_until(sitting)
    sitting.add_note("a second sample was taken", "glucose")
    sitting.add_note("the form lies in the safe", "form")
    sitting.add_note("came with her son")
    sitting.record_decision()
    sitting.add_note("telephoned since", "glucose")
    sitting.add_note("archived")
    copy = " ".join(sitting.copy(format).replace("**", "").split())
    criteria, notes = copy.split("Notes ")
    with_answer = criteria[criteria.index("Glucose?") :]
    assert "Note by Ben Doctor, investigator, 2026-03-02" in with_answer
    assert "a second sample was taken" in with_answer
    assert "Note after the decision, by Ben Doctor, investigator, 2026-03-02" in with_answer
    assert "telephoned since" in with_answer
    assert "came with her son" in notes
    assert "Note after the decision" in notes.partition("archived")[0].rpartition("came")[2]
    # No criterion rests on the form, so its note stands with its question there.
    assert "Which form?" in notes.partition("the form lies in the safe")[0]
    assert copy.count("the form lies in the safe") == 1


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_a_missing_answers_note_and_those_to_its_question_are_in_the_copy(sitting, format):
    answer_until(sitting, "glucose")
    sitting.give("glucose", missing("pending", note="the centrifuge is broken"))
    sitting.add_note("asked for another sample", "glucose")
    sitting.record_decision()
    copy = " ".join(sitting.copy(format).split())
    assert "the centrifuge is broken" in copy
    assert copy.count("asked for another sample") == 1


def test_a_json_copy_holds_every_note_with_who_when_and_whether_it_came_later(sit):
    sitting = sit(DOCTOR)
    answer_until(sitting)
    sitting.add_note("taken twice", "glucose")
    sitting.record_decision()
    sitting.add_note("archived")
    first, second = json.loads(sitting.copy("json"))["notes"]
    assert first == {
        "question": "glucose",
        "text": "taken twice",
        "by": "Ben Doctor",
        "role": "investigator",
        "at": first["at"],
        "after_decision": False,
    }
    assert first["at"].startswith("2026-03-02T01:")
    assert (second["question"], second["after_decision"]) == (None, True)


def test_a_copy_without_notes_has_no_part_for_them(decided):
    assert "Notes" not in decided.copy("text")


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_a_copy_gives_a_head_that_pins_what_it_tells_of_after_the_decision(decided, store, format):
    """record 22"""
    decided.add_note("seen again the day after")
    noted = decided.state.last
    content = decided.copy(format)
    assert noted.head in content
    decided.write_copy(store.path.with_name("copy"), format)
    assert decided.copy(format) == content, "that a copy was taken is told in none"
