"""Requirement 4: what was typed by mistake is taken out for good, and the trail still verifies."""

import pytest

from screener.protocol.roles import Role
from screener.record.backups import back_up
from screener.record.decision import decision_body
from screener.record.errors import StoreError
from screener.record.events import EventKind, Person
from screener.record.expected import Expected
from screener.record.packet import write_packet
from screener.record.packet_check import check_packet, evaluate, read_packet
from screener.record.redaction import left, redact, staying, together
from screener.record.replays import Replay, replays
from screener.record.standing import Standing
from screener.record.state import fold
from screener.record.tombstones import MARK
from screener.record.verification import verify
from tests.record.redacting import (
    SECRET,
    answer,
    append,
    decide,
    note,
    pick,
    raw,
    standing,
    take_out,
)


def test_a_tombstone_says_who_took_out_what_when_and_why(store, number, nurse, doctor):
    """# record 4"""
    written = note(store, number, nurse)
    event = take_out(store, number, "text", doctor)
    assert (event.kind, event.person) == (EventKind.REDACTED, doctor)
    told = store.events(number)[1]
    assert told.body == {"text": MARK}
    assert (told.head, told.person, told.at) == (written.head, nurse, written.at)
    assert told.redacted is not None
    assert (told.redacted.person, told.redacted.reason) == (doctor, "typed by mistake")
    assert told.redacted.gone == ("text",)


def test_what_is_not_personal_stays(store, number, nurse, doctor):
    answer(store, number, nurse, {"value": 44, "note": SECRET}, typed=f"44 {SECRET}")
    take_out(store, number, "answer.note", doctor)
    event = store.events(number)[1]
    assert event.body == {
        "question": "age",
        "act": "answer",
        "answer": {"value": 44},
        "language": "en",
    }
    assert set(event.redacted.gone) == {"answer.note", "typed"}
    assert standing(store, number).answers["age"].value == 44


def test_the_same_text_goes_wherever_it_stands_in_the_screening(store, number, nurse, doctor, path):
    answer(store, number, nurse, {"value": 44, "note": SECRET})
    decide(store, number, nurse)
    body = {"question": "smokes", "answer": {"value": True}, "language": "en", "typed": SECRET}
    append(store, number, EventKind.ENTRY_TAKEN_BACK, body, nurse)
    note(store, number, nurse, f"the {SECRET.upper()} again")
    file = {"format": "text", "decision": 3, "sha256": "", "file": f"{SECRET}.txt"}
    append(store, number, EventKind.COPY_WRITTEN, file, nurse)
    take_out(store, number, "answer.note", doctor)
    assert SECRET.lower().encode() not in raw(path).lower()
    gone = {e.version: e.redacted.gone for e in store.events(number) if e.redacted}
    assert gone == {
        2: ("answer.note",),
        3: ("answers.age",),
        4: ("typed",),
        5: ("text",),
        6: ("file",),
    }
    fold(store.events(number))
    assert verify(path).findings == ()


OTHER = "Wolfgang Petersen"
#: A name as typed, with its accents apart, with more space, in full width, with a soft hyphen, its
#: parts held together, and separated by nothing.
TYPED_ANYHOW = (
    "Zoë Müller",
    "Zoe\u0308 Mu\u0308ller",
    "ZOË \n MÜLLER",
    "Ｚoë Müller",
    "Zoë Mül\u00adler",
    "Zoë-Müller",
    "zoë\u2011müller",
    "zoe\u0308.müller",
)


@pytest.mark.parametrize("picked", range(len(TYPED_ANYHOW)))
def test_it_goes_however_it_was_typed_elsewhere(store, number, nurse, doctor, picked):
    """# record 4"""
    for name in TYPED_ANYHOW:
        note(store, number, nurse, name)
    note(store, number, nurse, "Zoë Miller")
    take_out(store, number, "text", doctor, version=picked + 2)
    texts = [event.body["text"] for event in store.events(number)[1:-1]]
    assert texts == [MARK] * len(TYPED_ANYHOW) + ["Zoë Miller"]


def test_a_name_goes_also_where_it_was_written_in_one_word(store, number, nurse, doctor):
    for name in ("Zhou Enlai", "the son of ZhouEnlai", "Zhou-Enlai's", "Enlai"):
        note(store, number, nurse, name)
    take_out(store, number, "text", doctor, version=2)
    assert [event.body["text"] for event in store.events(number)[1:-1]] == [MARK] * 3 + ["Enlai"]


def test_no_word_goes_as_its_letters_alone_are_those_of_what_was_picked(
    store, number, nurse, doctor
):
    stays = ["can name", "3.1 mmol/L, 31 mmol/L", "ab-c", "2025112"]
    for text in ["Anna", "abc", "2025-11", *stays]:
        note(store, number, nurse, text)
    for version in (2, 3, 4):
        take_out(store, number, "text", doctor, version=version)
    assert [event.body["text"] for event in store.events(number)[4:8]] == stays


def test_a_short_code_goes_however_its_parts_are_separated(store, rules, nurse, doctor):
    number = store.new_screening(rules, "A1", nurse, "en")
    codes = {"from": "A1", "to": "A-1", "reason": "as the site writes it"}
    append(store, number, EventKind.CANDIDATE_CORRECTED, codes, nurse)
    take_out(store, number, "to", doctor)
    assert [event.redacted is not None for event in store.events(number)[:2]] == [True, True]


def test_a_reason_that_repeats_it_in_another_spelling_is_refused(store, number, nurse, doctor):
    note(store, number, nurse, "zhou enlai")
    with pytest.raises(StoreError, match="repeats what is to be taken out"):
        take_out(store, number, "text", doctor, reason="a note on zhou-enlai")


def test_what_is_found_later_in_a_decision_redacted_before_is_not_there_any_more(
    store, number, nurse, doctor, path
):
    """Nothing is taken out of an event twice. # record 4"""
    answer(store, number, nurse, {"value": 44, "note": SECRET})
    smokes = {"value": True, "note": OTHER}
    answer(store, number, nurse, smokes, question="smokes")
    decide(store, number, nurse)
    decided = store.events(number)[-1].body
    take_out(store, number, "answer.note", doctor, version=2)
    take_out(store, number, "answer.note", doctor, version=3)
    assert OTHER.encode() not in raw(path)
    remains = store.events(number)[3].body
    gone = {"missing": "redacted"}
    assert remains == {**decided, "answers": {"age": gone, "smokes": gone}}
    assert verify(path).findings == ()


def test_what_was_typed_beside_what_goes_goes_too_and_what_was_decided_upon_it(
    store, number, nurse, doctor, path
):
    """Nothing is taken out of an event twice. # record 4"""
    source = {"kind": "other_document", "reference": f"letter of {OTHER}"}
    said = {"value": 44, "note": f"as {OTHER} said", "source": source}
    answer(store, number, nurse, {"missing": "unknown"})
    answer(
        store, number, nurse, said, typed=f"44 {SECRET}", act="correction", reason=f"for {OTHER}"
    )
    decide(store, number, nurse)
    take_out(store, number, "typed", doctor)
    assert OTHER.encode() not in raw(path)
    event = store.events(number)[2]
    assert event.body["answer"] == {"value": 44, "source": {"kind": "other_document"}}
    assert standing(store, number).answers["age"].value == 44
    assert verify(path).findings == ()


def test_a_value_that_stays_beside_a_redacted_note_is_told_and_later_too(
    store, number, nurse, doctor
):
    answer(store, number, nurse, {"value": f"of {OTHER}", "note": SECRET}, question="form")
    events = store.events(number)
    held = together(events, pick(store, number, "answer.note"))
    assert [one.path for one in staying(events, held)] == ["answer.value"]
    assert left(events, held) == ()
    redact(store, events[-1], held, "a name", doctor)
    note(store, number, nurse, OTHER)
    events = store.events(number)
    held = together(events, pick(store, number, "text"))
    assert [(one.event.version, one.path) for one in left(events, held)] == [(2, "answer.value")]


def test_another_screenings_same_text_stays(store, number, rules, nurse, doctor, path):
    note(store, number, nurse)
    other = store.new_screening(rules, "DL-2", nurse, "en")
    note(store, other, nurse)
    take_out(store, number, "text", doctor)
    assert store.events(other)[1].body == {"text": SECRET}
    assert verify(path).findings == ()


def test_a_number_is_looked_for_in_the_answers_to_its_question_alone(store, number, nurse, doctor):
    answer(store, number, nurse, {"value": 44}, typed="44")
    append(store, number, EventKind.NOTE_ADDED, {"text": "44"}, nurse)
    decide(store, number, nurse)
    held = together(store.events(number), pick(store, number, "answer.value"))
    places = [(one.event.version, one.path) for one in held]
    assert places == [(2, "answer.value"), (2, "typed"), (4, "answers")]


def test_an_answer_that_was_taken_out_leaves_its_question_open(store, number, nurse, doctor):
    answer(store, number, nurse, {"value": 44}, typed="44")
    assert "age" not in standing(store, number).askable
    take_out(store, number, "answer.value", doctor)
    assert "age" not in standing(store, number).answers
    assert "age" in standing(store, number).askable
    body = {"question": "age", "act": "fill_in", "answer": {"value": 45}, "language": "en"}
    append(store, number, EventKind.ANSWERED, body, nurse)
    assert standing(store, number).answers["age"].value == 45


def row(store, number, person, kind, date, score, **more):
    said = {"question": "visits", "row": {"date": date, "score": score}, "language": "en", **more}
    append(store, number, kind, said, person)


def complete(store, number, person):
    rows = list(fold(store.events(number)).rows("visits"))
    body = {"question": "visits", "act": "answer", "answer": {"value": rows}, "language": "en"}
    append(store, number, EventKind.SERIES_COMPLETED, body, person)


def test_a_table_of_which_a_part_went_keeps_the_rest_and_is_open(store, number, nurse, doctor):
    for date, score in (("2026-01-01", 11), ("2026-01-02", 73)):
        row(store, number, nurse, EventKind.ROW_ENTERED, date, score, passed=["date", "score"])
        row(store, number, nurse, EventKind.ROW_SAVED, date, score)
    complete(store, number, nurse)
    decide(store, number, nurse)
    take_out(store, number, "answer.value.1.score", doctor)
    state = fold(store.events(number))
    assert state.rows("visits") == ({"date": "2026-01-01", "score": 11}, {"date": "2026-01-02"})
    assert "visits" not in standing(store, number).answers
    row(store, number, nurse, EventKind.ROW_SAVED, "2026-01-02", 74, index=1)
    rows = list(fold(store.events(number)).rows("visits"))
    body = {"question": "visits", "act": "fill_in", "answer": {"value": rows}, "language": "en"}
    append(store, number, EventKind.SERIES_COMPLETED, body, nurse)
    assert len(standing(store, number).answers["visits"].value) == 2


def test_a_correction_after_it_still_follows(store, number, nurse, doctor):
    answer(store, number, nurse, {"value": 44, "note": SECRET})
    body = {"question": "age", "act": "correction", "answer": {"value": 45}, "language": "en"}
    append(store, number, EventKind.ANSWERED, {**body, "reason": f"was {SECRET}"}, nurse)
    take_out(store, number, "answer.note", doctor)
    entries = fold(store.events(number)).answers["age"].history
    assert [entry.redacted is not None for entry in entries] == [True, True]
    assert entries[1].reason == MARK


def test_the_candidates_code_can_be_a_mistake_too(store, rules, nurse, doctor, path):
    number = store.new_screening(rules, SECRET, nurse, "en")
    take_out(store, number, "candidate", doctor)
    assert fold(store.events(number)).candidate == MARK
    assert store.screenings()[0].candidate == MARK
    assert SECRET.encode() not in raw(path)
    assert verify(path).findings == ()


def test_a_short_code_goes_with_its_correction(store, rules, nurse, doctor, path):
    number = store.new_screening(rules, "MG", nurse, "en")
    body = {"from": "MG", "to": "DL-17", "reason": "initials"}
    append(store, number, EventKind.CANDIDATE_CORRECTED, body, nurse)
    take_out(store, number, "candidate", doctor)
    state = fold(store.events(number))
    assert (state.candidate, state.mistyped_codes[0].code) == ("DL-17", MARK)


def test_the_right_code_is_found_after_the_mistyped_one_was_taken_out(store, rules, nurse, doctor):
    number = store.new_screening(rules, SECRET, nurse, "en")
    body = {"from": SECRET, "to": "DL-17", "reason": "a name"}
    append(store, number, EventKind.CANDIDATE_CORRECTED, body, nurse)
    take_out(store, number, "candidate", doctor)
    assert store.codes()[number] == "DL-17"
    assert [one.number for one in store.screenings_of("dl-17")] == [number]
    with pytest.raises(StoreError, match="DL-17 has just come into use"):
        store.new_screening(rules, "DL-17", nurse, "en", expected=Expected(unused=True))


def test_a_code_that_was_taken_out_itself_is_nobodys(store, rules, nurse, doctor):
    number = store.new_screening(rules, "DL-17", nurse, "en")
    body = {"from": "DL-17", "to": SECRET, "reason": "mistyped"}
    append(store, number, EventKind.CANDIDATE_CORRECTED, body, nurse)
    take_out(store, number, "to", doctor)
    assert store.codes() == {}


def test_how_it_stood_before_a_part_of_a_table_went_can_still_be_looked_at(
    store, number, nurse, doctor
):
    row(store, number, nurse, EventKind.ROW_SAVED, "2026-01-01", 11)
    complete(store, number, nurse)
    answer(store, number, nurse, {"value": 44})
    before = len(store.events(number))
    take_out(store, number, "answer.value.0.score", doctor)
    then = fold(store.events(number)[:before])
    answers = Standing(store.protocol(then.rules_sha256), then, store.today()).answers
    assert list(answers) == ["age"]


def test_a_backup_made_after_it_does_not_hold_it(store, number, nurse, doctor, tmp_path):
    note(store, number, nurse)
    take_out(store, number, "text", doctor)
    back_up(store, tmp_path / "backup.db", Person("Ada", Role.ADMINISTRATOR))
    assert SECRET.encode() not in (tmp_path / "backup.db").read_bytes()


# What rested on it.


def test_a_decision_that_rests_on_it_verifies_and_cannot_be_replayed(
    store, number, nurse, doctor, path
):
    answer(store, number, nurse, {"value": 44, "note": SECRET})
    decide(store, number, nurse)
    take_out(store, number, "answer.note", doctor)
    events = store.events(number)
    protocol = store.protocol(fold(events).rules_sha256)
    assert [one.found for one in replays(protocol, events)] == [Replay.REDACTED]
    assert verify(path).findings == ()


def test_it_is_told_so_also_of_a_moment_before_the_redaction(store, number, nurse, doctor):
    answer(store, number, nurse, {"value": 44, "note": SECRET})
    decide(store, number, nurse)
    before = len(store.events(number))
    take_out(store, number, "answer.note", doctor)
    events = store.events(number)[:before]
    protocol = store.protocol(fold(events).rules_sha256)
    assert [one.found for one in replays(protocol, events)] == [Replay.REDACTED]


def test_a_decision_that_does_not_is_replayed_as_ever(store, number, nurse, doctor):
    answer(store, number, nurse, {"value": 44}, typed=f"44 {SECRET}")
    note(store, number, nurse)
    decide(store, number, nurse)
    take_out(store, number, "text", doctor)
    events = store.events(number)
    protocol = store.protocol(fold(events).rules_sha256)
    assert [one.found for one in replays(protocol, events)] == [Replay.SAME]


def forged(store, number, person):
    """Record a decision that the answers do not come to."""
    body = {**decision_body(standing(store, number)), "decision": "eligible"}
    return append(store, number, EventKind.DECISION_RECORDED, body, person)


def test_what_was_redacted_before_a_decision_excuses_no_forged_one(store, number, nurse, doctor):
    """# record 4, record 22"""
    note(store, number, nurse)
    take_out(store, number, "text", doctor)
    answer(store, number, nurse, {"value": 17})
    decide(store, number, nurse)
    forged(store, number, doctor)
    events = store.events(number)
    protocol = store.protocol(fold(events).rules_sha256)
    assert [one.found for one in replays(protocol, events)] == [Replay.SAME, Replay.DIFFERS]


def test_what_was_entered_and_redacted_after_a_decision_excuses_no_forged_one(
    store, number, nurse, doctor
):
    """# record 4, record 22"""
    answer(store, number, nurse, {"value": 17})
    forged(store, number, doctor)
    note(store, number, nurse)
    take_out(store, number, "text", doctor)
    events = store.events(number)
    protocol = store.protocol(fold(events).rules_sha256)
    assert [one.found for one in replays(protocol, events)] == [Replay.DIFFERS]


def test_a_packet_holds_the_tombstone_and_nothing_of_what_went(
    store, number, nurse, doctor, tmp_path
):
    answer(store, number, nurse, {"value": 44, "note": SECRET})
    decide(store, number, nurse)
    take_out(store, number, "answer.note", doctor)
    write_packet(store, number, tmp_path / "p.json", doctor)
    content = (tmp_path / "p.json").read_bytes()
    assert SECRET.encode() not in content
    read = read_packet(content, "p.json")
    assert check_packet(read).findings == ()
    assert [one.found for one in evaluate(read).decisions] == [Replay.REDACTED]
