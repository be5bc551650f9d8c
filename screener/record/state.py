"""The state of a screening: a pure fold over its events, tolerant of nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from screener.protocol.model import Decision
from screener.record.answered import (
    answer_undone,
    answered,
    awaited_closed,
    due_set,
    entry_taken_back,
    series_awaited,
    series_completed,
)
from screener.record.assessing import (
    Agreement,
    Query,
    Signature,
    after,
    agreed,
    closed_undetermined,
    query_answered,
    query_closed,
    query_raised,
    signed,
)
from screener.record.closings import (
    candidate_corrected,
    continued_after_failure,
    ended_at_failure,
    outcome_recorded,
    screened_again,
    stopped,
    withdrawal_corrected,
    withdrawn,
)
from screener.record.errors import BadEvent
from screener.record.events import Event, EventKind, Order, check_body
from screener.record.fields import bad, flag_of, maybe_text_of, order_of, text_of
from screener.record.history import (
    AnswerRecord,
    AwaitedClosed,
    Closing,
    EndedAtFailure,
    Entry,
    EntryStanding,
    MistakenWithdrawal,
    MistypedCode,
    Note,
    OutcomeGiven,
    Row,
    RowEntry,
    RowMaker,
    TakenBack,
    rows_of,
)
from screener.record.redacted import redacted
from screener.record.rows import (
    row_entered,
    row_left,
    row_removed,
    row_saved,
    series_put_back,
    series_reopened,
)

__all__ = [
    "Entry",
    "EntryStanding",
    "RowEntry",
    "ScreeningState",
    "advance",
    "fold",
    "source_lapses",
]


#: What a recorded decision says of each criterion at least.
_OF_CRITERION = frozenset({"id", "status"})


@dataclass(frozen=True, slots=True)
class ScreeningState:
    """Where a screening stands after its events.

    `sitting_from` is the version of the event with which the present sitting began; `on` and `at`
    are the last event's. `drafts` are the rows of series that are not complete, `reopened` says why
    some of them, which were complete, are open again; `entering` are the rows being entered.
    `makers` say who entered each row of a series, complete or not. `earlier` is the screening of
    the same candidate that this one follows, `again` the one that follows it. `closed` says why
    what cannot be determined is closed. `changed` is the version of the last event that bears on a
    decision.
    """

    number: str
    version: int
    candidate: str
    rules_sha256: str
    language: str
    order: Order
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
    awaited_closed: tuple[AwaitedClosed, ...] = ()
    skipped: tuple[str, ...] = ()
    continued: bool = False
    ended_at_failure: EndedAtFailure | None = None
    stopped: Closing | None = None
    withdrawn: Closing | None = None
    mistaken_withdrawals: tuple[MistakenWithdrawal, ...] = ()
    outcomes: tuple[OutcomeGiven, ...] = ()
    mistyped_codes: tuple[MistypedCode, ...] = ()
    earlier: str | None = None
    again: str | None = None
    decisions: tuple[Event, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    queries: tuple[Query, ...] = ()
    signatures: tuple[Signature, ...] = ()
    closed: Closing | None = None
    changed: int = 0
    copies: tuple[Event, ...] = ()
    redactions: tuple[Event, ...] = ()

    @property
    def on(self) -> date:
        """The last event's reference date."""
        return self.last.on

    @property
    def training(self) -> bool:
        """Tell whether it began under rules that were not approved then; later is too late."""
        return self.opened.body.get("approved") is not True

    @property
    def code_head(self) -> str:
        """The hash of the event that gave the candidate's code."""
        corrected = self.mistyped_codes[-1].corrected if self.mistyped_codes else self.opened
        return corrected.head

    @property
    def source(self) -> object:
        """Where answers come from that do not say so themselves; None where nobody said."""
        return self.source_set.body["source"] if self.source_set else None

    @property
    def outcome(self) -> OutcomeGiven | None:
        """What the screening led to, as it was said last; None where that was taken back."""
        last = self.outcomes[-1] if self.outcomes else None
        return last if last is not None and last.outcome is not None else None

    @property
    def over(self) -> bool:
        """Whether nothing more is decided in it: it was ended, or another one has followed it."""
        closings = (self.withdrawn, self.stopped, self.closed, self.again)
        return any(closing is not None for closing in closings)

    @property
    def ended(self) -> bool:
        """Whether somebody has recorded its end: from then on time does nothing to it."""
        return self.over or self.outcome is not None

    def current(self, question: str) -> Entry | None:
        """Give the answer that counts to a question."""
        record = self.answers.get(question)
        return record.current if record else None

    def no_longer_awaited(self, question: str) -> Closing | None:
        """Say why a result that did not come is waited for no more; None where that is not so."""
        entry = self.current(question)
        if entry is None:
            return None
        place = question, entry.version
        closed = (one for one in self.awaited_closed if (one.question, one.entry) == place)
        return next((one.closing for one in closed), None)

    def completed_rows(self, question: str) -> tuple[Row, ...] | None:
        """Give the rows with which a series was last complete; None where it has no value."""
        entry = self.current(question)
        if entry is None or entry.kind is not EventKind.SERIES_COMPLETED or entry.missing:
            return None
        return rows_of(entry.answer)

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
    return replace(after(handle(state, event), event), version=event.version, last=event)


def _open(event: Event) -> ScreeningState:
    return ScreeningState(
        number=event.number,
        version=event.version,
        candidate=text_of(event, "candidate"),
        earlier=maybe_text_of(event, "earlier"),
        rules_sha256=text_of(event, "rules"),
        language=text_of(event, "language"),
        order=order_of(event),
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
        event.head,
    )
    return replace(state, notes=(*state.notes, note))


def _skipped(state: ScreeningState, event: Event) -> ScreeningState:
    question = text_of(event, "question")
    return replace(state, skipped=(*(q for q in state.skipped if q != question), question))


def _switched(state: ScreeningState, event: Event) -> ScreeningState:
    return replace(state, language=text_of(event, "language"))


def _ordered(state: ScreeningState, event: Event) -> ScreeningState:
    return replace(state, order=order_of(event))


def _decided(state: ScreeningState, event: Event) -> ScreeningState:
    criteria = event.body["criteria"]
    if (
        event.body["decision"] not in list(Decision)
        or not isinstance(criteria, list)
        or not all(isinstance(one, Mapping) and one.keys() >= _OF_CRITERION for one in criteria)
    ):
        raise bad(event, "it is no decision")
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
    EventKind.ANSWERED: answered,
    EventKind.ENTRY_TAKEN_BACK: entry_taken_back,
    EventKind.ANSWER_UNDONE: answer_undone,
    EventKind.ROW_ENTERED: row_entered,
    EventKind.ROW_LEFT: row_left,
    EventKind.ROW_SAVED: row_saved,
    EventKind.ROW_REMOVED: row_removed,
    EventKind.SERIES_REOPENED: series_reopened,
    EventKind.SERIES_PUT_BACK: series_put_back,
    EventKind.SERIES_COMPLETED: series_completed,
    EventKind.SERIES_AWAITED: series_awaited,
    EventKind.SOURCE_SET: _source_set,
    EventKind.NOTE_ADDED: _noted,
    EventKind.DUE_SET: due_set,
    EventKind.AWAITED_CLOSED: awaited_closed,
    EventKind.SKIPPED: _skipped,
    EventKind.STOPPED: stopped,
    EventKind.CONTINUED_AFTER_FAILURE: continued_after_failure,
    EventKind.ENDED_AT_FAILURE: ended_at_failure,
    EventKind.WITHDRAWN: withdrawn,
    EventKind.WITHDRAWAL_CORRECTED: withdrawal_corrected,
    EventKind.OUTCOME_RECORDED: outcome_recorded,
    EventKind.CANDIDATE_CORRECTED: candidate_corrected,
    EventKind.SCREENED_AGAIN: screened_again,
    EventKind.LANGUAGE_SWITCHED: _switched,
    EventKind.ORDER_SET: _ordered,
    EventKind.CLOSED_UNDETERMINED: closed_undetermined,
    EventKind.DECISION_RECORDED: _decided,
    EventKind.CRITERION_AGREED: agreed,
    EventKind.QUERY_RAISED: query_raised,
    EventKind.QUERY_ANSWERED: query_answered,
    EventKind.QUERY_CLOSED: query_closed,
    EventKind.SIGNED: signed,
    EventKind.COPY_WRITTEN: _copied,
    EventKind.PACKET_WRITTEN: _kept_as_it_is,
    EventKind.REDACTED: redacted,
}
