"""Requirement 4: a signature binds to what was entered, and is no key to what was redacted."""

import re

from screener.protocol.exact_json import dumps
from screener.record.decision import decision_body
from screener.record.events import EventKind
from screener.record.redaction import held_by, redact, together
from screener.record.shown import criterion_shown, decision_shown, hash_of
from screener.record.standing import Standing
from screener.record.state import fold

ENTERED = "Maria Gonzalez"


def append(store, number, person, kind, body):
    return store.append(number, len(store.events(number)), kind, body, person)


def standing(store, number):
    state = fold(store.events(number))
    return Standing(store.protocol(state.rules_sha256), state, store.today())


def screened(store, rules, nurse):
    """Enter the same wherever something can be typed that is shown to whoever signs."""
    number = store.new_screening(rules, ENTERED, nurse, "en")
    asked = {"question": "age", "language": "en"}
    source = {"kind": "other_document", "reference": ENTERED}
    answer = {"value": 44, "note": ENTERED, "source": source}
    unknown = {**asked, "act": "answer", "answer": {"missing": "unknown", "note": ENTERED}}
    given = {**asked, "act": "correction", "answer": answer, "reason": ENTERED, "typed": ENTERED}
    row = {"question": "visits", "row": {"date": "1911-11-11", "score": 73}, "language": "en"}
    for kind, body in (
        (EventKind.ANSWERED, unknown),
        (EventKind.ANSWERED, given),
        (EventKind.ROW_SAVED, row),
        (EventKind.NOTE_ADDED, {"text": ENTERED, "question": "age"}),
        (EventKind.STOPPED, {"reason": ENTERED}),
    ):
        append(store, number, nurse, kind, body)
    decided = decision_body(standing(store, number))
    return number, append(store, number, nurse, EventKind.DECISION_RECORDED, decided)


def test_nothing_that_was_entered_can_be_found_by_trying_it_on_the_hash_of_what_was_shown(
    store, rules, nurse
):
    """# record 4"""
    number, decision = screened(store, rules, nurse)
    shown = dumps(decision_shown(standing(store, number), decision, 99))
    for entered in (ENTERED, "1911-11-11", "73", "44"):
        assert not re.search(f'[:"]{entered}["}},]', shown)
    heads = [event.head for event in store.events(number)]
    # Every event but the answer that was corrected.
    assert [head in shown for head in heads] == [True, False, True, True, True, True, True]


def test_what_was_shown_is_the_same_after_a_note_was_taken_out_and_another_after_an_answer(
    store, rules, nurse, doctor
):
    """# record 4"""
    number = store.new_screening(rules, "DL-1", nurse, "en")
    answer = {"question": "age", "act": "answer", "answer": {"value": 44}, "language": "en"}
    append(store, number, nurse, EventKind.ANSWERED, answer)
    note = {"text": ENTERED, "question": "age"}
    append(store, number, nurse, EventKind.NOTE_ADDED, note)
    before = hash_of(criterion_shown(standing(store, number), "I1", 99))
    for path, same in (("text", True), ("answer.value", False)):
        events = store.events(number)
        held = next(one for event in events for one in held_by(event) if one.path == path)
        redact(store, events[-1], together(events, held), "typed by mistake", doctor)
        now = hash_of(criterion_shown(standing(store, number), "I1", 99))
        assert (now == before) is same
