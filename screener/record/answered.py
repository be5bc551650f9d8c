"""Answers, folded: given, put on top of what stood there before, taken back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from screener.record.closings import closing_of
from screener.record.events import Act, Event, EventKind
from screener.record.fields import answer_of, bad, maybe_text_of, text_of, texts_of
from screener.record.history import (
    AnswerRecord,
    AwaitedClosed,
    Entry,
    EntryStanding,
    RawAnswer,
    TakenBack,
    rows_of,
    stood,
)
from screener.record.rows import settled

if TYPE_CHECKING:
    from screener.record.state import ScreeningState


def answered(state: "ScreeningState", event: Event) -> "ScreeningState":
    """A question was answered."""
    question = text_of(event, "question")
    rows = state.rows(question)
    return settled(_enter(state, event, question, answer_of(event)), question, rows)


def series_completed(state: "ScreeningState", event: Event) -> "ScreeningState":
    """A series is complete, and has its rows as its value."""
    question, answer = text_of(event, "question"), answer_of(event)
    if rows_of(answer) != state.rows(question):
        raise bad(event, "the rows are not those that were saved")
    if question in state.entering:
        raise bad(event, "a row is being entered")
    if state.completed_rows(question) is not None and question not in state.reopened:
        raise bad(event, "the series is complete already")
    return settled(_enter(state, event, question, answer), question, ())


def series_awaited(state: "ScreeningState", event: Event) -> "ScreeningState":
    """More rows of a series are to come; it has no value."""
    question, answer = text_of(event, "question"), answer_of(event)
    if answer.get("missing") != "pending":
        raise bad(event, "an awaited series is pending")
    rows = state.rows(question)
    return settled(_enter(state, event, question, answer), question, rows)


def due_set(state: "ScreeningState", event: Event) -> "ScreeningState":
    """Several questions are awaited, by a day."""
    answer = {"missing": "pending"}
    if event.redacted is None:
        answer["due"] = text_of(event, "due")
    for question in texts_of(event, "questions"):
        current = state.current(question)
        if current is not None and not current.missing:
            raise bad(event, f"{question} has a value")
        rows = state.rows(question)
        state = settled(_enter(state, event, question, answer), question, rows)
    return state


def awaited_closed(state: "ScreeningState", event: Event) -> "ScreeningState":
    """A result is waited for no more; why there is no answer stays as it was said."""
    question, closing = text_of(event, "question"), closing_of(event)
    current = state.current(question)
    if current is None or not current.awaited:
        raise bad(event, f"{question} is not awaited")
    if state.no_longer_awaited(question) is not None:
        raise bad(event, f"{question} is closed already")
    if closing.reason is None:
        raise bad(event, "it does not say why")
    closed = AwaitedClosed(question, current.version, closing)
    return replace(state, awaited_closed=(*state.awaited_closed, closed))


def _enter(
    state: "ScreeningState", event: Event, question: str, answer: RawAnswer
) -> "ScreeningState":
    """Put a new answer on top of a question's history."""
    current = state.current(question)
    act = _act(event, current)
    allowed = {
        Act.ANSWER: current is None,
        Act.FILL_IN: current is not None and current.missing,
        Act.NEWER: current is not None and current.kind is not EventKind.SERIES_COMPLETED,
        Act.CORRECTION: current is not None and bool(event.body.get("reason")),
    }
    if not allowed[act]:
        raise bad(event, f"{act} cannot be done to the answer to {question}")
    entry = Entry(
        version=event.version,
        kind=event.kind,
        act=act,
        answer=answer,
        language=str(event.body.get("language", state.language)),
        typed=maybe_text_of(event, "typed"),
        reason=maybe_text_of(event, "reason"),
        person=event.person,
        at=event.at,
        on=event.on,
        head=event.head,
        makers=state.makers.get(question, ()) if event.kind is EventKind.SERIES_COMPLETED else (),
        taken_over=_taken_over(state, event),
        redacted=event.redacted,
    )
    before = state.answers.get(question)
    history = (*(before.history if before else ()), entry)
    return replace(
        state,
        answers={**state.answers, question: AnswerRecord(question, stood(history))},
        skipped=tuple(q for q in state.skipped if q != question),
    )


def _taken_over(state: "ScreeningState", event: Event) -> Mapping[str, object] | None:
    """Read where an answer was taken over from; only what follows a screening takes any over."""
    found = event.body.get("taken_over")
    if found is None:
        return None
    if state.earlier is None or not isinstance(found, Mapping):
        raise bad(event, "there is no screening from which it could be taken over")
    if not {"screening", "event", "on", "by"} <= found.keys() or event.body["act"] != Act.ANSWER:
        raise bad(event, "it does not say from where it was taken over")
    return found


def _act(event: Event, current: Entry | None) -> Act:
    if event.kind is EventKind.DUE_SET:
        return Act.ANSWER if current is None else Act.FILL_IN
    try:
        return Act(text_of(event, "act"))
    except ValueError:
        raise bad(event, f"there is no act {event.body['act']}") from None


def answer_undone(state: "ScreeningState", event: Event) -> "ScreeningState":
    """The last answer was taken back at once."""
    version = event.body["undoes"]
    touched = [
        record
        for record in state.answers.values()
        if (e := record.current) and e.version == version
    ]
    if not touched:
        raise bad(event, f"event {version} is no answer that counts")
    for record in touched:
        rows = state.rows(record.question)
        history = stood([_without(entry, event) for entry in record.history])
        answers = {**state.answers, record.question: AnswerRecord(record.question, history)}
        state = replace(state, answers=answers)
        # The rows stay, and so does why they were changed, where there was an answer before.
        changed = rows != state.completed_rows(record.question)
        reason = record.current.reason if record.current and changed else None
        state = settled(state, record.question, rows, reason)
    return state


def _without(entry: Entry, undo: Event) -> Entry:
    if entry.version != undo.body["undoes"]:
        return entry
    return entry._replace(standing=EntryStanding.TAKEN_BACK)


def entry_taken_back(state: "ScreeningState", event: Event) -> "ScreeningState":
    """An entry was shown to fail a criterion, and was taken back before it counted."""
    entry = TakenBack(
        event.version,
        text_of(event, "question"),
        answer_of(event),
        maybe_text_of(event, "typed"),
        event.person,
        event.at,
    )
    return replace(state, taken_back=(*state.taken_back, entry))
