"""The state of a screening: a pure fold over its events, tolerant of nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from screener.record.closings import (
    candidate_corrected,
    outcome_recorded,
    screened_again,
    stopped,
    withdrawal_corrected,
    withdrawn,
)
from screener.record.errors import BadEvent
from screener.record.events import Act, Event, EventKind, check_body
from screener.record.fields import answer_of, bad, flag_of, maybe_text_of, text_of, texts_of
from screener.record.history import (
    AnswerRecord,
    Closing,
    Entry,
    EntryStanding,
    MistakenWithdrawal,
    MistypedCode,
    Note,
    OutcomeGiven,
    RawAnswer,
    Row,
    RowEntry,
    RowMaker,
    TakenBack,
    stood,
)
from screener.record.rows import (
    row_entered,
    row_left,
    row_removed,
    row_saved,
    series_put_back,
    series_reopened,
    settled,
)

__all__ = [
    "AnswerRecord",
    "Closing",
    "Entry",
    "EntryStanding",
    "MistakenWithdrawal",
    "Note",
    "RawAnswer",
    "Row",
    "RowEntry",
    "ScreeningState",
    "TakenBack",
    "advance",
    "fold",
    "source_lapses",
]


@dataclass(frozen=True, slots=True)
class ScreeningState:
    """Where a screening stands after its events.

    `sitting_from` is the version of the event with which the present sitting began; `on` and `at`
    are the last event's. `drafts` are the rows of series that are not complete, `reopened` says why
    some of them, which were complete, are open again; `entering` are the rows being entered.
    `makers` say who entered each row of a series, complete or not. `earlier` is the screening of
    the same candidate that this one follows, `again` the one that follows it.
    """

    number: str
    version: int
    candidate: str
    rules_sha256: str
    language: str
    opened: Event
    last: Event
    sitting_from: int
    answers: Mapping[str, AnswerRecord] = field(default_factory=dict)
    drafts: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    reopened: Mapping[str, str] = field(default_factory=dict)
    entering: Mapping[str, RowEntry] = field(default_factory=dict)
    makers: Mapping[str, tuple[RowMaker, ...]] = field(default_factory=dict)
    source_set: Event | None = None
    notes: tuple[Note, ...] = ()
    taken_back: tuple[TakenBack, ...] = ()
    skipped: tuple[str, ...] = ()
    continued: bool = False
    stopped: Closing | None = None
    withdrawn: Closing | None = None
    mistaken_withdrawals: tuple[MistakenWithdrawal, ...] = ()
    outcomes: tuple[OutcomeGiven, ...] = ()
    mistyped_codes: tuple[MistypedCode, ...] = ()
    earlier: str | None = None
    again: str | None = None
    decisions: tuple[Event, ...] = ()
    copies: tuple[Event, ...] = ()

    @property
    def on(self) -> date:
        """The last event's reference date."""
        return self.last.on

    @property
    def training(self) -> bool:
        """Tell whether it began under rules that were not approved then; later is too late."""
        return self.opened.body.get("approved") is not True

    @property
    def source(self) -> object:
        """Where answers come from that do not say so themselves; None where nobody said."""
        return self.source_set.body["source"] if self.source_set else None

    @property
    def outcome(self) -> OutcomeGiven | None:
        """What the screening led to, as it was said last; None where that was taken back."""
        last = self.outcomes[-1] if self.outcomes else None
        return last if last is not None and last.outcome is not None else None

    def current(self, question: str) -> Entry | None:
        """Give the answer that counts to a question."""
        record = self.answers.get(question)
        return record.current if record else None

    def completed_rows(self, question: str) -> tuple[Row, ...] | None:
        """Give the rows with which a series was last complete; None where it has no value."""
        entry = self.current(question)
        if entry is None or entry.kind is not EventKind.SERIES_COMPLETED:
            return None
        return _rows(entry.answer)

    def rows(self, question: str) -> tuple[Row, ...]:
        """Give the rows saved so far, complete or not."""
        draft = self.drafts.get(question)
        return draft if draft is not None else self.completed_rows(question) or ()


def fold(events: Iterable[Event]) -> ScreeningState:
    """Work out where a screening stands.

    Raises:
        BadEvent: An event says something that cannot be; it is named by its place.
    """
    state: ScreeningState | None = None
    for event in events:
        state = advance(state, event)
    if state is None:
        raise BadEvent("", 0, "a screening without events")
    return state


def advance(state: ScreeningState | None, event: Event) -> ScreeningState:
    """Give the state after one more event.

    Raises:
        BadEvent: The event cannot follow.
    """
    expected = state.version + 1 if state else 1
    if event.version != expected:
        raise BadEvent(event.number, event.version, f"event {expected} was expected here")
    if problem := check_body(event.kind, event.body):
        raise BadEvent(event.number, event.version, problem)
    if state is None:
        if event.kind is not EventKind.SCREENING_OPENED:
            raise BadEvent(event.number, event.version, "it comes before the screening is opened")
        return _open(event)
    handle = _HANDLERS.get(event.kind)
    if handle is None or event.number != state.number:
        raise BadEvent(event.number, event.version, f"{event.kind} does not belong here")
    return replace(handle(state, event), version=event.version, last=event)


def _open(event: Event) -> ScreeningState:
    return ScreeningState(
        number=event.number,
        version=event.version,
        candidate=text_of(event, "candidate"),
        earlier=maybe_text_of(event, "earlier"),
        rules_sha256=text_of(event, "rules"),
        language=text_of(event, "language"),
        opened=event,
        last=event,
        sitting_from=event.version,
    )


def _resumed(state: ScreeningState, event: Event) -> ScreeningState:
    lifted = flag_of(event, "stop_lifted")
    if lifted and state.stopped is None:
        raise bad(event, "it was not stopped")
    return replace(
        state,
        language=text_of(event, "language"),
        stopped=None if lifted else state.stopped,
        source_set=None if source_lapses(state.source_set, event) else state.source_set,
        sitting_from=state.sitting_from if lifted else event.version,
    )


def source_lapses(said: Event | None, event: Event) -> bool:
    """Tell whether a source that was said does not hold in the sitting that an event begins.

    It holds for whoever said it, on that day: nobody else's answers, and none of another day, may
    carry a source that was not said of them.
    """
    if said is None or event.kind is not EventKind.RESUMED:
        return False
    return event.person != said.person or event.on != said.on


def _answered(state: ScreeningState, event: Event) -> ScreeningState:
    question = text_of(event, "question")
    rows = state.rows(question)
    return settled(_enter(state, event, question, answer_of(event)), question, rows)


def _completed(state: ScreeningState, event: Event) -> ScreeningState:
    question, answer = text_of(event, "question"), answer_of(event)
    if _rows(answer) != state.rows(question):
        raise bad(event, "the rows are not those that were saved")
    if question in state.entering:
        raise bad(event, "a row is being entered")
    if state.completed_rows(question) is not None and question not in state.reopened:
        raise bad(event, "the series is complete already")
    return settled(_enter(state, event, question, answer), question, ())


def _awaited(state: ScreeningState, event: Event) -> ScreeningState:
    question, answer = text_of(event, "question"), answer_of(event)
    if answer.get("missing") != "pending":
        raise bad(event, "an awaited series is pending")
    rows = state.rows(question)
    return settled(_enter(state, event, question, answer), question, rows)


def _due_set(state: ScreeningState, event: Event) -> ScreeningState:
    answer = {"missing": "pending", "due": text_of(event, "due")}
    for question in texts_of(event, "questions"):
        current = state.current(question)
        if current is not None and not current.missing:
            raise bad(event, f"{question} has a value")
        rows = state.rows(question)
        state = settled(_enter(state, event, question, answer), question, rows)
    return state


def _enter(state: ScreeningState, event: Event, question: str, answer: RawAnswer) -> ScreeningState:
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
        makers=state.makers.get(question, ()) if event.kind is EventKind.SERIES_COMPLETED else (),
    )
    before = state.answers.get(question)
    history = (*(before.history if before else ()), entry)
    return replace(
        state,
        answers={**state.answers, question: AnswerRecord(question, stood(history))},
        skipped=tuple(q for q in state.skipped if q != question),
    )


def _act(event: Event, current: Entry | None) -> Act:
    if event.kind is EventKind.DUE_SET:
        return Act.ANSWER if current is None else Act.FILL_IN
    try:
        return Act(text_of(event, "act"))
    except ValueError:
        raise bad(event, f"there is no act {event.body['act']}") from None


def _undone(state: ScreeningState, event: Event) -> ScreeningState:
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
    return replace(entry, standing=EntryStanding.TAKEN_BACK)


def _taken_back(state: ScreeningState, event: Event) -> ScreeningState:
    entry = TakenBack(
        event.version,
        text_of(event, "question"),
        answer_of(event),
        maybe_text_of(event, "typed"),
        event.person,
        event.at,
    )
    return replace(state, taken_back=(*state.taken_back, entry))


def _source_set(state: ScreeningState, event: Event) -> ScreeningState:
    said = event.body["source"] is not None
    return replace(state, source_set=event if said else None)


def _noted(state: ScreeningState, event: Event) -> ScreeningState:
    note = Note(
        event.version,
        text_of(event, "text"),
        maybe_text_of(event, "question"),
        event.person,
        event.at,
    )
    return replace(state, notes=(*state.notes, note))


def _skipped(state: ScreeningState, event: Event) -> ScreeningState:
    question = text_of(event, "question")
    return replace(state, skipped=(*(q for q in state.skipped if q != question), question))


def _continued(state: ScreeningState, event: Event) -> ScreeningState:
    return replace(state, continued=True)


def _switched(state: ScreeningState, event: Event) -> ScreeningState:
    return replace(state, language=text_of(event, "language"))


def _decided(state: ScreeningState, event: Event) -> ScreeningState:
    return replace(state, decisions=(*state.decisions, event))


def _copied(state: ScreeningState, event: Event) -> ScreeningState:
    if event.body["decision"] not in [decision.version for decision in state.decisions]:
        raise bad(event, "the decision that was copied is not there")
    return replace(state, copies=(*state.copies, event))


def _kept_as_it_is(state: ScreeningState, event: Event) -> ScreeningState:
    """Nothing about the screening itself changes by it."""
    return state


_HANDLERS = {
    EventKind.RESUMED: _resumed,
    EventKind.ANSWERED: _answered,
    EventKind.ENTRY_TAKEN_BACK: _taken_back,
    EventKind.ANSWER_UNDONE: _undone,
    EventKind.ROW_ENTERED: row_entered,
    EventKind.ROW_LEFT: row_left,
    EventKind.ROW_SAVED: row_saved,
    EventKind.ROW_REMOVED: row_removed,
    EventKind.SERIES_REOPENED: series_reopened,
    EventKind.SERIES_PUT_BACK: series_put_back,
    EventKind.SERIES_COMPLETED: _completed,
    EventKind.SERIES_AWAITED: _awaited,
    EventKind.SOURCE_SET: _source_set,
    EventKind.NOTE_ADDED: _noted,
    EventKind.DUE_SET: _due_set,
    EventKind.SKIPPED: _skipped,
    EventKind.STOPPED: stopped,
    EventKind.CONTINUED_AFTER_FAILURE: _continued,
    EventKind.WITHDRAWN: withdrawn,
    EventKind.WITHDRAWAL_CORRECTED: withdrawal_corrected,
    EventKind.OUTCOME_RECORDED: outcome_recorded,
    EventKind.CANDIDATE_CORRECTED: candidate_corrected,
    EventKind.SCREENED_AGAIN: screened_again,
    EventKind.LANGUAGE_SWITCHED: _switched,
    EventKind.DECISION_RECORDED: _decided,
    EventKind.COPY_WRITTEN: _copied,
    EventKind.PACKET_WRITTEN: _kept_as_it_is,
}


def _rows(answer: RawAnswer) -> tuple[Row, ...]:
    rows = answer.get("value")
    return tuple(rows) if isinstance(rows, list) else ()
