"""A signature that was put where it does not belong is found."""

import pytest

from screener.interview.sitting import Sitting
from screener.record.errors import BadEvent
from screener.record.events import EventKind
from screener.record.redaction import held_by
from screener.record.replays import Replay
from screener.record.signatures import check_signatures
from screener.record.state import fold
from tests.interview.setting import (
    RULES,
    answer_until,
)
from tests.interview.signing import (
    SIGNER,
    agree_with_all,
    events_of,
    sign,
)

pytestmark = pytest.mark.usefixtures("quick_passwords")


# Copied elsewhere.


def test_a_signature_copied_into_another_screening_does_not_verify(doctor, store):
    # record 15
    signed = sign(doctor)
    number = store.new_screening(RULES.encode(), "DL-018", SIGNER, "en")
    other = Sitting.open(store, number, SIGNER, "en")
    answer_until(other)
    decision = other.record_decision()
    shown = agree_with_all(other)
    with pytest.raises(BadEvent, match="is not the last one"):
        store.append(number, other.version, EventKind.SIGNED, signed.body, SIGNER, as_folded(other))
    criteria = [{"id": id, "agreed": one.version} for id, one in shown.agreed.items()]
    body = {**signed.body, "decision": decision.sequence, "criteria": criteria}
    store.append(number, other.version, EventKind.SIGNED, body, SIGNER)
    (checked,) = check_signatures(other.protocol, store.events(number))
    assert (checked.found, checked.problem) == (
        Replay.DIFFERS,
        "what was signed is not what the record shows",
    )


def as_folded(sitting: Sitting):
    """Check as a sitting does before an event is written for good."""

    def check(event):
        fold([*events_of(sitting), event])

    return check


def test_a_signature_whose_screening_was_changed_beneath_it_does_not_verify(doctor):
    # record 15
    sign(doctor)
    events = events_of(doctor)
    at = next(at for at, event in enumerate(events) if event.body.get("question") == "born")
    answer = {**events[at].body["answer"], "value": "1980-05-18"}
    body = {**events[at].body, "answer": answer}
    # What an event says is in its hash.
    events[at] = events[at]._replace(body=body, head="0" * 64)
    (checked,) = check_signatures(doctor.protocol, events)
    assert checked.found is Replay.DIFFERS


def test_a_signature_without_agreement_or_with_an_open_query_is_found_in_the_record(doctor, store):
    # record 17
    signed = sign(doctor)
    events = events_of(doctor)
    body = {**signed.body, "criteria": signed.body["criteria"][1:]}
    (checked,) = check_signatures(doctor.protocol, [*events[:-1], signed._replace(body=body)])
    assert "not those that were agreed with" in checked.problem


def test_what_was_redacted_before_a_signature_excuses_no_forged_one(doctor):
    # record 4, record 15
    doctor.add_note("another patient's")
    held = next(h for event in events_of(doctor) for h in held_by(event) if h.path == "text")
    doctor.redact((held,), "typed by mistake")
    signed = sign(doctor)
    assert check_signatures(doctor.protocol, events_of(doctor))[0].found is Replay.SAME
    body = {**signed.body, "seen": "0" * 64}
    events = [*events_of(doctor)[:-1], signed._replace(body=body)]
    (checked,) = check_signatures(doctor.protocol, events)
    assert checked.found is Replay.DIFFERS
