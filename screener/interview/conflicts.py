"""What someone else wrote in between: what is in nobody's way, and what is to be looked at."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from screener.interview.moments import moment
from screener.joining import clauses, labelled, phrases, unended
from screener.language import N_, _, ngettext
from screener.protocol.model import Protocol
from screener.record.bearing import touches
from screener.record.errors import Conflict
from screener.record.events import Act, Event, EventKind
from screener.sanitise import visible

if TYPE_CHECKING:
    from screener.interview.event_words import EventWords, Finder

#: So many of the last things that someone else recorded are told in full.
_MOST_TOLD = 3

#: What happened to a question.
_ABOUT = {
    EventKind.ANSWERED: N_("answered “{question}”"),
    EventKind.SERIES_COMPLETED: N_("answered “{question}”"),
    EventKind.SERIES_AWAITED: N_("answered “{question}”"),
    EventKind.ROW_ENTERED: N_("entered a row “{question}”"),
    EventKind.ROW_SAVED: N_("entered a row “{question}”"),
    EventKind.ROW_LEFT: N_("left a row “{question}”"),
    EventKind.ROW_REMOVED: N_("removed a row “{question}”"),
    EventKind.SERIES_REOPENED: N_("opened the table again “{question}”"),
    EventKind.SERIES_PUT_BACK: N_("put the table back “{question}”"),
}
_DONE = {
    EventKind.ANSWER_UNDONE: N_("took an answer back"),
    EventKind.DUE_SET: N_("set a due date"),
    EventKind.SOURCE_SET: N_("set where answers come from"),
    EventKind.AWAITED_CLOSED: N_("closed an awaited result"),
    EventKind.NOTE_ADDED: N_("added a note"),
    EventKind.STOPPED: N_("stopped the interview"),
    EventKind.CONTINUED_AFTER_FAILURE: N_("went on after the failed criterion"),
    EventKind.ENDED_AT_FAILURE: N_("ended the interview at the failed criterion"),
    EventKind.WITHDRAWN: N_("recorded a withdrawal"),
    EventKind.WITHDRAWAL_CORRECTED: N_("corrected a withdrawal"),
    EventKind.OUTCOME_RECORDED: N_("recorded the outcome"),
    EventKind.CANDIDATE_CORRECTED: N_("corrected the candidate's code"),
    EventKind.SCREENED_AGAIN: N_("began to screen the candidate again"),
    EventKind.DECISION_RECORDED: N_("recorded the decision"),
    EventKind.CLOSED_UNDETERMINED: N_("closed it as undetermined"),
    EventKind.CRITERION_AGREED: N_("agreed with a criterion"),
    EventKind.QUERY_RAISED: N_("raised a query"),
    EventKind.QUERY_ANSWERED: N_("answered a query"),
    EventKind.QUERY_CLOSED: N_("closed a query"),
    EventKind.SIGNED: N_("signed the decision"),
    EventKind.REDACTED: N_("redacted what was typed by mistake"),
}


def only_openings(events: Iterable[Event]) -> bool:
    """Tell whether people merely sat down or took a copy, which is in nobody's way."""
    return all(map(_is_opening, events))


def is_beside(conflict: Conflict, kind: EventKind, body: object) -> bool:
    """Tell whether what others wrote touches nothing of what is to be written.

    That an entry was taken back stays as true as it was, whatever they wrote.
    """
    if kind is EventKind.ENTRY_TAKEN_BACK:
        return True
    question = body.get("question") if isinstance(body, Mapping) else None
    return isinstance(question, str) and not any(
        touches(event, question) for event in conflict.events
    )


def told(conflict: Conflict, protocol: Protocol, language: str) -> Conflict:
    """Give the conflict with what was changed, where that can be said in a few words."""
    changed = [event for event in conflict.events if not _is_opening(event)]
    what = dict.fromkeys(filter(None, (_what(event, protocol, language) for event in changed)))
    last = [*what][-_MOST_TOLD:]
    if rest := len(what) - len(last):
        last.append(ngettext("and {count} more", "and {count} more", rest).format(count=rest))
    return Conflict(conflict.number, changed or conflict.events, conflict.zone, last)


class Sides(NamedTuple):
    """Tells the two sides of a conflict in full, as the rules of one screening have it."""

    protocol: Protocol
    language: str
    find: "Finder"

    def of(self, conflict: Conflict, kind: EventKind, mine: Event | None) -> Conflict:
        """Give the conflict with what the others recorded, and with what is not recorded.

        That is `mine`, or nothing but its `kind` where the record alone would have said it.
        """
        # Long to bring in, for what is rare.
        from screener.interview.event_names import kind_told
        from screener.interview.event_words import EventWords

        words = EventWords(self.language, conflict.zone, lambda number: self.protocol, self.find)
        recorded = _("Recorded: {theirs}.")
        kept = _("You entered, and it is not recorded: {mine}.")
        return Conflict(
            conflict.number,
            conflict.events,
            conflict.zone,
            conflict.what,
            theirs=recorded.format(theirs=clauses(map(unended, _recorded(conflict, words)))),
            mine=kept.format(mine=unended(words.said(mine) if mine else kind_told(kind))),
        )


def _recorded(conflict: Conflict, words: "EventWords") -> Sequence[str]:
    """Say in full what was recorded last; who did what, where it was not one person alone."""
    last = conflict.events[-_MOST_TOLD:]
    told = [words.said(event) for event in last]
    if len({event.person for event in last}) > 1:
        told = [
            labelled(phrases((event.person.name, moment(event.at, conflict.zone))), said)
            for event, said in zip(last, told, strict=True)
        ]
    if rest := len(conflict.events) - len(last):
        said = ngettext(
            "and {count} more before, which the audit trail shows",
            "and {count} more before, which the audit trail shows",
            rest,
        )
        told.append(said.format(count=rest))
    return told


def _is_opening(event: Event) -> bool:
    sat_down = event.kind is EventKind.RESUMED and not event.body["stop_lifted"]
    return sat_down or event.kind in (EventKind.COPY_WRITTEN, EventKind.PACKET_WRITTEN)


def _what(event: Event, protocol: Protocol, language: str) -> str:
    if event.kind in _DONE:
        return _(_DONE[event.kind])
    asked = protocol.questions.get(str(event.body.get("question")))
    if event.kind not in _ABOUT or asked is None or asked.ask is None:
        return ""
    text = visible(asked.ask.in_language(language).strip())
    said = _ABOUT[event.kind]
    if event.body.get("act") == Act.CORRECTION:
        said = N_("corrected “{question}”")
    return _(said).format(question=text)
