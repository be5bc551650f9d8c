"""Every recorded decision evaluated again, from what was recorded before it."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from screener.protocol.exact_json import dumps
from screener.protocol.model import Protocol
from screener.record.decision import replay
from screener.record.errors import BadEvent
from screener.record.events import Event, EventKind
from screener.record.tombstones import taken_out_since


class Replay(StrEnum):
    """What became of evaluating a decision again."""

    SAME = "same"
    #: Something that it rests on was redacted, so that it cannot be worked out again.
    REDACTED = "redacted"
    DIFFERS = "differs"


class Replayed(NamedTuple):
    """A recorded decision: where it stands, the day it was made for, and what a replay gave."""

    sequence: int
    version: int
    on: date
    decision: str
    found: Replay


def replays(protocol: Protocol, events: Sequence[Event]) -> Iterator[Replayed]:
    """Evaluate each recorded decision of a screening again, the first one first."""
    for event in events:
        if event.kind is EventKind.DECISION_RECORDED:
            found = _replayed(protocol, events, event)
            decision = str(event.body["decision"])
            yield Replayed(event.sequence, event.version, event.on, decision, found)


def _replayed(protocol: Protocol, events: Sequence[Event], decision: Event) -> Replay:
    if decision.redacted:
        # There is nothing whole to compare with.
        return Replay.REDACTED
    try:
        again = replay(protocol, events, decision)
    except BadEvent:
        again = ""
    if again == dumps(decision.body):
        return Replay.SAME
    return Replay.REDACTED if taken_out_since(events, decision) else Replay.DIFFERS
