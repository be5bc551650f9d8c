"""The name of every kind of event, as it is listed and looked for."""

from collections.abc import Mapping

from screener.language import N_, _
from screener.record.events import EventKind

#: The name of each kind of event.
NAMES: Mapping[EventKind, str] = {
    EventKind.STORE_CREATED: N_("store made"),
    EventKind.STORE_MIGRATED: N_("store brought to a new version"),
    EventKind.KEY_MADE: N_("key made"),
    EventKind.SEALED: N_("sealed"),
    EventKind.BACKED_UP: N_("backed up"),
    EventKind.RESTORED: N_("restored from a backup"),
    EventKind.LOG_EXPORTED: N_("screening log exported"),
    EventKind.TRAIL_EXPORTED: N_("audit trail printed"),
    EventKind.AWAITED_EXPORTED: N_("awaited results exported"),
    EventKind.CLOCK_SET_BACK: N_("clock set back"),
    EventKind.ACCOUNT_ADDED: N_("account added"),
    EventKind.ROLES_CHANGED: N_("roles changed"),
    EventKind.PASSWORD_CHANGED: N_("password changed"),
    EventKind.RULES_APPROVED: N_("rules approved"),
    EventKind.ACCOUNT_CLOSED: N_("account closed"),
    EventKind.SIGNED_IN: N_("signed in"),
    EventKind.SIGN_IN_FAILED: N_("sign-in failed"),
    EventKind.LOCKED: N_("locked"),
    EventKind.UNLOCKED: N_("unlocked"),
    EventKind.SCREENING_OPENED: N_("screening opened"),
    EventKind.RESUMED: N_("sat down, or took up again"),
    EventKind.ANSWERED: N_("answered"),
    EventKind.ENTRY_TAKEN_BACK: N_("entered and taken back"),
    EventKind.ANSWER_UNDONE: N_("answer taken back at once"),
    EventKind.ROW_ENTERED: N_("row being entered"),
    EventKind.ROW_LEFT: N_("row left, not saved"),
    EventKind.ROW_SAVED: N_("row saved"),
    EventKind.ROW_REMOVED: N_("row removed"),
    EventKind.SERIES_REOPENED: N_("table opened again"),
    EventKind.SERIES_PUT_BACK: N_("table put back"),
    EventKind.SERIES_COMPLETED: N_("table complete"),
    EventKind.SERIES_AWAITED: N_("table awaited"),
    EventKind.SOURCE_SET: N_("source set"),
    EventKind.NOTE_ADDED: N_("note"),
    EventKind.DUE_SET: N_("due date given"),
    EventKind.AWAITED_CLOSED: N_("awaited result closed"),
    EventKind.SKIPPED: N_("left for later"),
    EventKind.STOPPED: N_("stopped"),
    EventKind.CONTINUED_AFTER_FAILURE: N_("went on after a failed criterion"),
    EventKind.ENDED_AT_FAILURE: N_("ended at a failed criterion"),
    EventKind.WITHDRAWN: N_("withdrawn"),
    EventKind.WITHDRAWAL_CORRECTED: N_("withdrawal corrected"),
    EventKind.OUTCOME_RECORDED: N_("outcome recorded"),
    EventKind.CANDIDATE_CORRECTED: N_("candidate's code corrected"),
    EventKind.SCREENED_AGAIN: N_("screened again"),
    EventKind.LANGUAGE_SWITCHED: N_("language switched"),
    EventKind.ORDER_SET: N_("order of the questions set"),
    EventKind.CLOSED_UNDETERMINED: N_("closed undetermined"),
    EventKind.DECISION_RECORDED: N_("decision recorded"),
    EventKind.CRITERION_AGREED: N_("criterion agreed"),
    EventKind.QUERY_RAISED: N_("query raised"),
    EventKind.QUERY_ANSWERED: N_("query answered"),
    EventKind.QUERY_CLOSED: N_("query closed"),
    EventKind.SIGNED: N_("signed"),
    EventKind.COPY_WRITTEN: N_("copy written"),
    EventKind.PACKET_WRITTEN: N_("packet written"),
    EventKind.REDACTED: N_("redacted"),
}


def kind_told(kind: EventKind) -> str:
    """Name a kind of event."""
    return _(NAMES[kind])
