"""Which events bear on what was decided or is being answered, and by which anything is entered."""

from screener.record.events import Event, EventKind
from screener.record.tombstones import tombstones_of

#: What changes nothing of an answer to another question, nor of what one would do. A query may well
#: be about the question, and a decision or a signature becomes void by an answer.
_BESIDE = frozenset(
    {
        EventKind.ENTRY_TAKEN_BACK,
        EventKind.ROW_ENTERED,
        EventKind.ROW_LEFT,
        EventKind.SOURCE_SET,
        EventKind.NOTE_ADDED,
        EventKind.AWAITED_CLOSED,
        EventKind.SKIPPED,
        EventKind.ENDED_AT_FAILURE,
        EventKind.LANGUAGE_SWITCHED,
        EventKind.ORDER_SET,
        EventKind.CRITERION_AGREED,
        EventKind.COPY_WRITTEN,
        EventKind.PACKET_WRITTEN,
    }
)
#: What a decision does not rest on: what never counted, notes, copies, the course of the asking,
#: and what the investigator says of it.
_NO_BEARING = _BESIDE | {
    EventKind.OUTCOME_RECORDED,
    EventKind.CANDIDATE_CORRECTED,
    EventKind.SCREENED_AGAIN,
    EventKind.CLOSED_UNDETERMINED,
    EventKind.DECISION_RECORDED,
    EventKind.QUERY_RAISED,
    EventKind.QUERY_ANSWERED,
    EventKind.QUERY_CLOSED,
    EventKind.SIGNED,
}
#: By these nothing is entered, corrected or taken back: it is asked in another way, what is there
#: leaves as a file, another screening follows.
_NOTHING_ENTERED = frozenset(
    {
        EventKind.SKIPPED,
        EventKind.LANGUAGE_SWITCHED,
        EventKind.ORDER_SET,
        EventKind.SCREENED_AGAIN,
        EventKind.COPY_WRITTEN,
        EventKind.PACKET_WRITTEN,
    }
)


def bears(event: Event) -> bool:
    """Tell whether an event can change a decision.

    Of the resumptions those that lift a stop can, of the redactions those that take an answer away.
    """
    if event.kind is EventKind.RESUMED:
        return event.body["stop_lifted"] is True
    if event.kind is EventKind.REDACTED:
        return any(stone.opens for stone in tombstones_of(event.body))
    return event.kind not in _NO_BEARING


def enters(event: Event) -> bool:
    """Tell whether something was entered by an event, corrected, or taken back.

    Of the resumptions by those that lift a stop; by the others somebody only sat down.
    """
    if event.kind is EventKind.RESUMED:
        return bears(event)
    return event.kind not in _NOTHING_ENTERED


def touches(event: Event, question: str) -> bool:
    """Tell whether an event bears on a question, or on what an answer to it would do."""
    if event.kind is EventKind.RESUMED:
        return bears(event)
    return event.kind not in _BESIDE or event.body.get("question") == question
