"""The events: what happened, who did it, when. The record is made of nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from screener.joining import listed
from screener.language import _
from screener.protocol.roles import Role

MOST_NAME = 100
MOST_CODE = 64


class EventKind(StrEnum):
    """What happened."""

    STORE_CREATED = "store_created"
    STORE_MIGRATED = "store_migrated"
    KEY_MADE = "key_made"
    SEALED = "sealed"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    LOG_EXPORTED = "log_exported"
    TRAIL_EXPORTED = "trail_exported"
    AWAITED_EXPORTED = "awaited_exported"
    CLOCK_SET_BACK = "clock_set_back"
    RULES_APPROVED = "rules_approved"
    ACCOUNT_ADDED = "account_added"
    ROLES_CHANGED = "roles_changed"
    PASSWORD_CHANGED = "password_changed"
    ACCOUNT_CLOSED = "account_closed"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    SCREENING_OPENED = "screening_opened"
    RESUMED = "resumed"
    ANSWERED = "answered"
    ENTRY_TAKEN_BACK = "entry_taken_back"
    ANSWER_UNDONE = "answer_undone"
    ROW_ENTERED = "row_entered"
    ROW_LEFT = "row_left"
    ROW_SAVED = "row_saved"
    ROW_REMOVED = "row_removed"
    SERIES_REOPENED = "series_reopened"
    SERIES_PUT_BACK = "series_put_back"
    SERIES_COMPLETED = "series_completed"
    SERIES_AWAITED = "series_awaited"
    SOURCE_SET = "source_set"
    NOTE_ADDED = "note_added"
    DUE_SET = "due_set"
    AWAITED_CLOSED = "awaited_closed"
    SKIPPED = "skipped"
    STOPPED = "stopped"
    CONTINUED_AFTER_FAILURE = "continued_after_failure"
    ENDED_AT_FAILURE = "ended_at_failure"
    WITHDRAWN = "withdrawn"
    WITHDRAWAL_CORRECTED = "withdrawal_corrected"
    OUTCOME_RECORDED = "outcome_recorded"
    CANDIDATE_CORRECTED = "candidate_corrected"
    SCREENED_AGAIN = "screened_again"
    LANGUAGE_SWITCHED = "language_switched"
    ORDER_SET = "order_set"
    CLOSED_UNDETERMINED = "closed_undetermined"
    DECISION_RECORDED = "decision_recorded"
    CRITERION_AGREED = "criterion_agreed"
    QUERY_RAISED = "query_raised"
    QUERY_ANSWERED = "query_answered"
    QUERY_CLOSED = "query_closed"
    SIGNED = "signed"
    COPY_WRITTEN = "copy_written"
    PACKET_WRITTEN = "packet_written"
    REDACTED = "redacted"


#: What belongs to the store as a whole, and to no screening.
OF_THE_STORE = frozenset(
    {
        EventKind.STORE_CREATED,
        EventKind.STORE_MIGRATED,
        EventKind.KEY_MADE,
        EventKind.SEALED,
        EventKind.BACKED_UP,
        EventKind.RESTORED,
        EventKind.LOG_EXPORTED,
        EventKind.TRAIL_EXPORTED,
        EventKind.AWAITED_EXPORTED,
        EventKind.CLOCK_SET_BACK,
        EventKind.RULES_APPROVED,
        EventKind.ACCOUNT_ADDED,
        EventKind.ROLES_CHANGED,
        EventKind.PASSWORD_CHANGED,
        EventKind.ACCOUNT_CLOSED,
        EventKind.SIGNED_IN,
        EventKind.SIGN_IN_FAILED,
        EventKind.LOCKED,
        EventKind.UNLOCKED,
    }
)

#: After these the chain is sealed at once, in the same transaction.
SEALED_AFTER = frozenset(
    {
        EventKind.DECISION_RECORDED,
        EventKind.SIGNED,
        EventKind.COPY_WRITTEN,
        EventKind.PACKET_WRITTEN,
        EventKind.LOG_EXPORTED,
        EventKind.TRAIL_EXPORTED,
        EventKind.AWAITED_EXPORTED,
        EventKind.RESTORED,
        EventKind.REDACTED,
    }
)
#: Say who may do what, and under which rules. They are sealed at once, too, and nobody signs in
#: where one is not: whoever can write the file, and has no key, gives nobody a right. In records of
#: earlier versions the seal may come later.
GIVES_RIGHTS = frozenset(
    {
        EventKind.RULES_APPROVED,
        EventKind.ACCOUNT_ADDED,
        EventKind.ROLES_CHANGED,
        EventKind.PASSWORD_CHANGED,
        EventKind.ACCOUNT_CLOSED,
    }
)


class Order(StrEnum):
    """In which order the questions come."""

    #: That of the sections, then of the file.
    PROTOCOL = "protocol"
    #: What brings the decision nearest for the least effort comes first.
    EFFORT = "effort"


class Act(StrEnum):
    """What giving an answer does to the one before it."""

    ANSWER = "answer"
    #: There was a missing reason; it needs no explanation.
    FILL_IN = "fill_in"
    #: Observed later; the earlier one stays true of its day.
    NEWER = "newer"
    #: The earlier one was wrong; refused without a reason.
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is there, and in which role; whether a password showed it."""

    name: str
    role: Role
    authenticated: bool = False

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > MOST_NAME or not self.name.isprintable():
            raise ValueError(
                _("A person's name has 1 to {most} printable characters.").format(most=MOST_NAME)
            )


#: Who acts where nobody does.
PROGRAM = Person("Screener", Role.PROGRAM)


class Redaction(NamedTuple):
    """That something an event said was taken out: by whom, when and why.

    `version` is that of the event that took it out, `on` its date at the site; `gone` are the
    places of what went, as `answer.note`.
    """

    version: int
    person: Person
    at: datetime
    on: date
    reason: str
    gone: tuple[str, ...]


class Event(NamedTuple):
    """One event. `sequence` is its place in the store, `version` its place in its screening.

    `number` is empty for the store's own events. `at` is the system's time in UTC, `on` the
    calendar date at the site, which is the reference date of whatever the event evaluates.
    `head` is the hash of the chain up to this event, in hex. Of a `redacted` event `body` is what
    remains.
    """

    sequence: int
    number: str
    version: int
    kind: EventKind
    at: datetime
    on: date
    person: Person
    program: str
    body: Mapping[str, object]
    head: str
    redacted: Redaction | None = None


#: What each event's body holds, and all that it may hold.
BODIES: Mapping[EventKind, tuple[frozenset[str], frozenset[str]]] = {
    kind: (frozenset(needed.split()), frozenset((needed + " " + optional).split()))
    for kind, needed, optional in (
        (EventKind.STORE_CREATED, "time_zone", ""),
        (EventKind.STORE_MIGRATED, "from to events head", ""),
        (EventKind.KEY_MADE, "public", ""),
        (EventKind.SEALED, "sequence head key signature", ""),
        (EventKind.BACKED_UP, "file events head", ""),
        (EventKind.RESTORED, "file events head before kept", ""),
        (EventKind.LOG_EXPORTED, "format screenings sha256 file", ""),
        (EventKind.TRAIL_EXPORTED, "format screening", ""),
        (EventKind.AWAITED_EXPORTED, "format results sha256 file", ""),
        (EventKind.CLOCK_SET_BACK, "from to", ""),
        (EventKind.RULES_APPROVED, "rules protocol version", ""),
        (EventKind.ACCOUNT_ADDED, "account roles secret", ""),
        (EventKind.ROLES_CHANGED, "account roles", ""),
        (EventKind.PASSWORD_CHANGED, "account secret", ""),
        (EventKind.ACCOUNT_CLOSED, "account", ""),
        (EventKind.SIGNED_IN, "", ""),
        (EventKind.SIGN_IN_FAILED, "account", ""),
        (EventKind.LOCKED, "", ""),
        (EventKind.UNLOCKED, "", ""),
        (EventKind.SCREENING_OPENED, "candidate rules language", "approved earlier order"),
        (EventKind.RESUMED, "language stop_lifted", ""),
        (EventKind.ANSWERED, "question act answer language", "typed reason taken_over"),
        (EventKind.ENTRY_TAKEN_BACK, "question answer language", "typed fails"),
        (EventKind.ANSWER_UNDONE, "undoes reason", ""),
        (EventKind.ROW_ENTERED, "question row passed language", "index typed"),
        (EventKind.ROW_LEFT, "question", ""),
        (EventKind.ROW_SAVED, "question row language", "index"),
        (EventKind.ROW_REMOVED, "question index", ""),
        (EventKind.SERIES_REOPENED, "question reason", ""),
        (EventKind.SERIES_PUT_BACK, "question", ""),
        (EventKind.SERIES_COMPLETED, "question act answer language", "reason"),
        (EventKind.SERIES_AWAITED, "question act answer language", "reason"),
        (EventKind.SOURCE_SET, "source", ""),
        (EventKind.NOTE_ADDED, "text", "question"),
        (EventKind.DUE_SET, "questions due", ""),
        (EventKind.AWAITED_CLOSED, "question reason", ""),
        (EventKind.SKIPPED, "question", ""),
        (EventKind.STOPPED, "reason", ""),
        (EventKind.CONTINUED_AFTER_FAILURE, "", ""),
        (EventKind.ENDED_AT_FAILURE, "failed not_assessed", ""),
        (EventKind.WITHDRAWN, "", "code reason"),
        (EventKind.WITHDRAWAL_CORRECTED, "reason", ""),
        (EventKind.OUTCOME_RECORDED, "outcome", "on code reason why"),
        (EventKind.CANDIDATE_CORRECTED, "from to reason", ""),
        (EventKind.SCREENED_AGAIN, "screening", ""),
        (EventKind.LANGUAGE_SWITCHED, "language", ""),
        (EventKind.ORDER_SET, "order", ""),
        (EventKind.CLOSED_UNDETERMINED, "reason", ""),
        (
            EventKind.DECISION_RECORDED,
            "decision finish protocol program criteria answers missing withdrawn stopped",
            "",
        ),
        (EventKind.CRITERION_AGREED, "criterion seen", ""),
        (EventKind.QUERY_RAISED, "criterion text", ""),
        (EventKind.QUERY_ANSWERED, "query text", ""),
        (EventKind.QUERY_CLOSED, "query", ""),
        (EventKind.SIGNED, "decision seen meaning criteria name", "form"),
        (EventKind.COPY_WRITTEN, "format decision sha256 file", ""),
        (EventKind.PACKET_WRITTEN, "format file events sha256", ""),
        (EventKind.REDACTED, "events tombstones reason", ""),
    )
}


def check_body(kind: EventKind, body: Mapping[str, object]) -> str | None:
    """Say what is wrong with an event's body: a key that it lacks, or has too many."""
    needed, allowed = BODIES[kind]
    if not needed <= body.keys():
        lacking = needed - body.keys()
        return _("{kind} lacks {keys}").format(kind=kind, keys=listed(sorted(lacking)))
    if not body.keys() <= allowed:
        unknown = body.keys() - allowed
        return _("{kind} does not hold {keys}").format(kind=kind, keys=listed(sorted(unknown)))
    return None


def check_candidate(code: str) -> str:
    """Give the site's code for a candidate without the space around it.

    Raises:
        ValueError: It is empty, too long, or holds what cannot be printed.
    """
    code = code.strip()
    if not code:
        raise ValueError(_("The candidate's code is empty. Enter the site's own code, no name."))
    if len(code) > MOST_CODE:
        raise ValueError(
            _("The candidate's code has {count} characters; at most {most} are kept.").format(
                count=len(code), most=MOST_CODE
            )
        )
    if not code.isprintable():
        raise ValueError(
            _("The candidate's code holds characters that cannot be printed. Type it again.")
        )
    return code
