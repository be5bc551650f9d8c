"""Which events enter something: the day of the last of them is what the list and the log have."""

from datetime import timedelta

import pytest

from screener.record.events import EventKind
from tests.record.setting import DECISION

COPY = {"format": "text", "decision": 2, "sha256": "0" * 64, "file": "copy.txt"}
PACKET = {"format": 1, "file": "packet.json", "events": 1, "sha256": "0" * 64}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (EventKind.RESUMED, {"language": "en", "stop_lifted": False}),
        (EventKind.SKIPPED, {"question": "age"}),
        (EventKind.LANGUAGE_SWITCHED, {"language": "en"}),
        (EventKind.ORDER_SET, {"order": "protocol"}),
        (EventKind.SCREENED_AGAIN, {"screening": "S-0002"}),
        (EventKind.COPY_WRITTEN, COPY),
        (EventKind.PACKET_WRITTEN, PACKET),
    ],
)
def test_who_looks_on_copies_or_asks_otherwise_enters_nothing(
    store, number, nurse, doctor, clock, kind, body
):
    decision = store.append(number, 1, EventKind.DECISION_RECORDED, DECISION, nurse)
    clock.advance(timedelta(days=3))
    event = store.append(number, 2, kind, body, doctor)
    (after,) = store.screenings()
    assert (after.last_at, after.last_by) == (decision.at, nurse.name)
    assert after.version == event.version


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (EventKind.RESUMED, {"language": "en", "stop_lifted": True}),
        (EventKind.NOTE_ADDED, {"text": "called the ward"}),
        (EventKind.SOURCE_SET, {"source": {"kind": "chart"}}),
        (EventKind.CONTINUED_AFTER_FAILURE, {}),
    ],
)
def test_what_somebody_says_of_the_screening_is_an_entry(store, number, doctor, clock, kind, body):
    store.append(number, 1, EventKind.STOPPED, {"reason": "called away"}, doctor)
    clock.advance(timedelta(days=3))
    event = store.append(number, 2, kind, body, doctor)
    (after,) = store.screenings()
    assert (after.last_at, after.last_by) == (event.at, doctor.name)
