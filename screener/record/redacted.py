"""A redaction, folded: what it took out of the answers that count."""

from dataclasses import replace
from typing import TYPE_CHECKING

from screener.record.events import Event
from screener.record.fields import bad
from screener.record.history import AnswerRecord
from screener.record.rows import settled
from screener.record.tombstones import REDACTED, tombstones_of

if TYPE_CHECKING:
    from screener.record.state import ScreeningState


def redacted(state: "ScreeningState", event: Event) -> "ScreeningState":
    """Something was taken out of earlier events, which are read without it from the first on.

    A table of which a part went keeps its other rows, and has no value until it is complete again.
    """
    try:
        stones = tombstones_of(event.body)
    except ValueError as error:
        raise bad(event, str(error)) from None
    for stone in stones:
        for question in stone.opens:
            state = _opened(state, question, stone.version)
    return replace(state, redactions=(*state.redactions, event))


def _opened(state: "ScreeningState", question: str, version: int) -> "ScreeningState":
    record, rows = state.answers.get(question), state.rows(question)
    if record is None:
        return state
    counts = record.current is not None and record.current.version == version
    history = tuple(
        entry._replace(answer={"missing": REDACTED}) if entry.version == version else entry
        for entry in record.history
    )
    answers = {**state.answers, question: AnswerRecord(question, history)}
    state = replace(state, answers=answers)
    return settled(state, question, rows) if counts else state
