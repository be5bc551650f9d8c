"""Every event in words: what was done, in one text.

Who did it and when stand beside that. The conversation, the audit trail and its copies tell an
event from here.
"""

from collections.abc import Callable, Mapping
from datetime import date, tzinfo

from screener.interview.event_names import kind_told
from screener.interview.history_told import act_told, taken_over_told, typed_told
from screener.interview.moments import moment
from screener.interview.outcomes_told import outcome_told, reason_told
from screener.interview.rows import DATE, row_parts
from screener.interview.told import (
    answer_told,
    format_told,
    language_told,
    not_assessed_told,
    order_told,
    recorded_told,
    redacted_told,
    redaction_told,
    source_told,
)
from screener.joining import aside, before, clauses, labelled, listed, sentences
from screener.language import _
from screener.prose.rules import criterion_told
from screener.prose.values import day_text
from screener.protocol.exact_json import dumps
from screener.protocol.model import Protocol, Question
from screener.protocol.problems import AnswerError
from screener.record.closings import closing_of, outcome_of
from screener.record.errors import BadEvent
from screener.record.events import OF_THE_STORE, Act, Event, EventKind, check_body
from screener.record.fields import order_of, texts_of
from screener.record.tombstones import MARK

#: Gives the event of a screening at a version, or nothing where it is not to be had.
Finder = Callable[[str, int], Event | None]
Teller = Callable[["EventWords", Event], str]

#: These may say why, in a code, in words, or in both.
_WITH_REASON = frozenset(
    {
        EventKind.WITHDRAWN,
        EventKind.WITHDRAWAL_CORRECTED,
        EventKind.OUTCOME_RECORDED,
        EventKind.CANDIDATE_CORRECTED,
        EventKind.AWAITED_CLOSED,
    }
)


class EventWords:
    """Tells events in one language, as of the rules of each one's screening.

    `protocol_of` gives a screening's rules, None where they cannot be used: then ids stand for the
    texts. `find` gives an earlier event that another one is about.
    """

    def __init__(
        self,
        language: str,
        zone: tzinfo,
        protocol_of: Callable[[str], Protocol | None],
        find: Finder,
    ) -> None:
        self.language = language
        self.zone = zone
        self._protocol_of = protocol_of
        self._find = find

    def said(self, event: Event) -> str:
        """Say what an event did and why, as far as it says so, and what was taken out of it."""
        told = (self.text(event), self.because(event), self.redaction(event))
        return " · ".join(filter(None, told))

    def redaction(self, event: Event) -> str:
        """Say who took something out of an event, when and why; nothing where nobody did."""
        if event.redacted is None:
            return ""
        return redaction_told(event.redacted, lambda at: moment(at, self.zone))

    def because(self, event: Event) -> str:
        """Give the reason of an event that ends or corrects something; else nothing."""
        if event.kind not in _WITH_REASON or check_body(event.kind, event.body):
            return ""
        try:
            told, wrong = reason_told(closing_of(event)), _wrong_before(event)
        except (BadEvent, KeyError):
            return ""
        return clauses((_("reason: {reason}").format(reason=told) if told else "", wrong))

    def text(self, event: Event) -> str:
        """Say what an event did; a damaged one is told as such, and nothing else suffers by it."""
        if problem := check_body(event.kind, event.body):
            return _damaged(event, problem)
        try:
            if event.kind in OF_THE_STORE:
                # No screening's own conversation holds one.
                from screener.interview.store_words import store_words

                return store_words(event, self.zone)
            return _TELLERS[event.kind](self, event)
        except (AnswerError, BadEvent, AttributeError, KeyError, TypeError, ValueError) as error:
            return _damaged(event, str(error))

    # What events are about.

    def ask(self, event: Event, question: object) -> str:
        """Give a question's text."""
        asked = self._question(event, question)
        if asked is None or asked.ask is None:
            return str(question)
        return asked.ask.in_language(self.language).strip()

    def _question(self, event: Event, question: object) -> Question | None:
        protocol = self._protocol_of(event.number)
        return protocol.questions.get(str(question)) if protocol else None

    def _answer(self, event: Event) -> str:
        """Say the answer that an event holds."""
        asked, answer = self._question(event, event.body["question"]), event.body["answer"]
        if asked is None or not isinstance(answer, Mapping):
            return dumps(answer)
        return answer_told(asked, answer, self.language)

    def _about(self, event: Event, said: str) -> str:
        return labelled(self.ask(event, event.body["question"]), said)

    def _criteria(self, event: Event, ids: object) -> str:
        protocol = self._protocol_of(event.number)
        known = protocol.criteria if protocol else {}
        named = ids if isinstance(ids, list) else []
        return listed(criterion_told(known[id]) if id in known else str(id) for id in named)

    # One teller a kind.

    def _opened(self, event: Event) -> str:
        said = _("Screening {number} of candidate {candidate} begins.")
        if event.body.get("earlier"):
            said = _("Screening {number} of candidate {candidate} begins, after {earlier}.")
        return said.format(
            number=event.number,
            candidate=event.body["candidate"],
            earlier=event.body.get("earlier"),
        )

    def _resumed(self, event: Event) -> str:
        if event.body["stop_lifted"]:
            return _("Taken up again.")
        return _("Sat down to the screening.")

    def _answered(self, event: Event) -> str:
        said = self._answer(event)
        return " · ".join(filter(None, (self._about(event, said), self.beside(event, said))))

    def beside(self, event: Event, said: str) -> str:
        """Say what was typed, what the answer did to the one before, and how it was asked.

        `said` is the answer as it is shown.
        """
        body, asked = event.body, self._question(event, event.body["question"])
        answer, typed, asked_in = body["answer"], body.get("typed"), str(body["language"])
        parts = []
        if isinstance(answer, Mapping):
            if asked is not None:
                parts.append(typed_told(asked, answer, str(typed) if typed else None, said))
            parts.append(act_told(Act(str(body["act"])), answer, body.get("reason")))
            if isinstance(origin := body.get("taken_over"), Mapping):
                parts.append(taken_over_told(origin))
        if asked_in != self.language:
            parts.append(_("asked in {language}").format(language=language_told(asked_in)))
        return " · ".join(filter(None, parts))

    def _taken_back(self, event: Event) -> str:
        failed = self._criteria(event, event.body.get("fails"))
        fate = _("entered and taken back, not counted")
        if failed:
            shown = _("it was shown to fail {criteria}").format(criteria=failed)
            fate = clauses((shown, fate))
        return " · ".join((self._about(event, self._answer(event)), fate))

    def _undone(self, event: Event) -> str:
        undone = self._find(event.number, int(str(event.body["undoes"])))
        if undone is None:
            said = _("Event {version} was taken back at once.")
            return said.format(version=event.body["undoes"])
        named = undone.body.get("questions", [undone.body.get("question")])
        questions = [self.ask(event, one) for one in named] if isinstance(named, list) else []
        return _("Taken back at once: {question}").format(question=listed(questions))

    def _row_entered(self, event: Event) -> str:
        return self._row(event, _("a row is being entered"), only=event.body["passed"])

    def _row_saved(self, event: Event) -> str:
        index = event.body.get("index")
        said = _("row saved")
        if index is not None:
            said = _("row {number} anew").format(number=int(str(index)) + 1)
        return self._row(event, said)

    def _row(self, event: Event, said: str, only: object = None) -> str:
        row, asked = event.body["row"], self._question(event, event.body["question"])
        if not isinstance(row, Mapping):
            raise TypeError("the row is none")
        names = only if isinstance(only, list) else row
        kept = {name: row[name] for name in names if name in row}
        if asked is None:
            return self._about(event, aside(said, dumps(kept)))
        parts = row_parts(asked, kept, self.language)
        fields = zip(asked.fields, parts, strict=True)
        told = [str(kept[DATE])] if DATE in kept else []
        told += [f"{before(label)}{value}" for name, (label, value) in fields if name in kept]
        return self._about(event, " · ".join((said, *told)))

    def _row_left(self, event: Event) -> str:
        return self._about(event, _("row left, not saved"))

    def _row_removed(self, event: Event) -> str:
        number = int(str(event.body["index"])) + 1
        return self._about(event, _("row {number} removed").format(number=number))

    def _reopened(self, event: Event) -> str:
        said = _("The table is open again, to be corrected: {reason}")
        return self._about(event, said.format(reason=event.body["reason"]))

    def _put_back(self, event: Event) -> str:
        return self._about(event, _("The table is put back as it was, complete."))

    def _source_set(self, event: Event) -> str:
        source = event.body["source"]
        said = source_told(source) if source else _("not said")
        return _("From here, answers come from: {source}").format(source=said)

    def _noted(self, event: Event) -> str:
        text, about = event.body["text"], event.body.get("question")
        if not about:
            return _("Note: {text}").format(text=text)
        asked = self.ask(event, about)
        return _("Note to “{question}”: {text}").format(question=asked, text=text)

    def _due(self, event: Event) -> str:
        named = event.body["questions"]
        asked = [self.ask(event, one) for one in named] if isinstance(named, list) else []
        said = event.body["due"]
        due = day_text(date.fromisoformat(str(said)), self.language) if said else MARK
        return "\n  ".join((_("Awaited until {due}:").format(due=due), *asked))

    def _awaited_closed(self, event: Event) -> str:
        question = self.ask(event, event.body["question"])
        return _("Not awaited any more, without an answer: {question}").format(question=question)

    def _skipped(self, event: Event) -> str:
        question = self.ask(event, event.body["question"])
        return _("Left for later: {question}").format(question=question)

    def _stopped(self, event: Event) -> str:
        return _("Stopped: {reason}").format(reason=event.body["reason"])

    def _continued(self, event: Event) -> str:
        return _("Going on after the failed criterion, to record every reason.")

    def _ended(self, event: Event) -> str:
        failed = self._criteria(event, event.body["failed"])
        said = _("The interview ends here, at what fails: {criteria}.").format(criteria=failed)
        return sentences(said, not_assessed_told(len(texts_of(event, "not_assessed"))))

    def _withdrawn(self, event: Event) -> str:
        return _("The candidate withdraws. Nothing more is asked; what was recorded stays.")

    def _withdrawal_corrected(self, event: Event) -> str:
        return _("The withdrawal was recorded by mistake. The screening is as before it.")

    def _outcome(self, event: Event) -> str:
        return _("Outcome: {outcome}.").format(outcome=outcome_told(outcome_of(event)))

    def _code_corrected(self, event: Event) -> str:
        said = _("The candidate's code is corrected: {code}. It was mistyped as {mistyped}.")
        return said.format(code=event.body["to"], mistyped=event.body["from"])

    def _screened_again(self, event: Event) -> str:
        said = _("The candidate was screened again, in {number}.")
        return said.format(number=event.body["screening"])

    def _switched(self, event: Event) -> str:
        name = language_told(str(event.body["language"]))
        return _("From here in {language}.").format(language=name)

    def _ordered(self, event: Event) -> str:
        return order_told(order_of(event))

    def _decided(self, event: Event) -> str:
        said = _("Decision recorded: {decision}").format(decision=recorded_told(event.body))
        # Whoever works it out again has not all that it rests on.
        return clauses((said, _("not replayable: redacted") if event.redacted else None))

    def _copied(self, event: Event) -> str:
        body = event.body
        said = _("Copy written: {file} ({format})")
        return said.format(file=body["file"], format=format_told(str(body["format"])))

    def _packet(self, event: Event) -> str:
        return _("Packet written: {file}").format(file=event.body["file"])

    def _redacted(self, event: Event) -> str:
        return redacted_told(event)

    # What the investigator does about a decision.

    def _closed(self, event: Event) -> str:
        return _("Closed undetermined: {reason}").format(reason=event.body["reason"])

    def _agreed(self, event: Event) -> str:
        named = self._criteria(event, [event.body["criterion"]])
        return _("Agreed with {criterion}.").format(criterion=named)

    def _query_raised(self, event: Event) -> str:
        named = self._criteria(event, [event.body["criterion"]])
        said = _("Query to {criterion}: {text}")
        return said.format(criterion=named, text=event.body["text"])

    def _query_answered(self, event: Event) -> str:
        said = _("Query to {criterion} answered: {text}")
        return said.format(criterion=self._asked_of(event), text=event.body["text"])

    def _query_closed(self, event: Event) -> str:
        return _("Query to {criterion} closed.").format(criterion=self._asked_of(event))

    def _asked_of(self, event: Event) -> str:
        """Name the criterion of the query that an event is about."""
        query = self._find(event.number, int(str(event.body["query"])))
        if query is None or "criterion" not in query.body:
            return _("event {version}").format(version=event.body["query"])
        return self._criteria(event, [query.body["criterion"]])

    def _signed(self, event: Event) -> str:
        said = _("Signed by {name}: {meaning}")
        return said.format(name=event.body["name"], meaning=event.body["meaning"])


def _wrong_before(event: Event) -> str:
    """Say why the outcome before an outcome was wrong, where it corrects one."""
    why = outcome_of(event).why if event.kind is EventKind.OUTCOME_RECORDED else None
    return _("the outcome before was wrong: {reason}").format(reason=why) if why else ""


def _damaged(event: Event, problem: str) -> str:
    said = _("{kind}: what it says cannot be told: {problem}")
    return said.format(kind=kind_told(event.kind), problem=problem)


_TELLERS: Mapping[EventKind, Teller] = {
    EventKind.SCREENING_OPENED: EventWords._opened,
    EventKind.RESUMED: EventWords._resumed,
    EventKind.ANSWERED: EventWords._answered,
    EventKind.SERIES_COMPLETED: EventWords._answered,
    EventKind.SERIES_AWAITED: EventWords._answered,
    EventKind.ENTRY_TAKEN_BACK: EventWords._taken_back,
    EventKind.ANSWER_UNDONE: EventWords._undone,
    EventKind.ROW_ENTERED: EventWords._row_entered,
    EventKind.ROW_LEFT: EventWords._row_left,
    EventKind.ROW_SAVED: EventWords._row_saved,
    EventKind.ROW_REMOVED: EventWords._row_removed,
    EventKind.SERIES_REOPENED: EventWords._reopened,
    EventKind.SERIES_PUT_BACK: EventWords._put_back,
    EventKind.SOURCE_SET: EventWords._source_set,
    EventKind.NOTE_ADDED: EventWords._noted,
    EventKind.DUE_SET: EventWords._due,
    EventKind.AWAITED_CLOSED: EventWords._awaited_closed,
    EventKind.SKIPPED: EventWords._skipped,
    EventKind.STOPPED: EventWords._stopped,
    EventKind.CONTINUED_AFTER_FAILURE: EventWords._continued,
    EventKind.ENDED_AT_FAILURE: EventWords._ended,
    EventKind.WITHDRAWN: EventWords._withdrawn,
    EventKind.WITHDRAWAL_CORRECTED: EventWords._withdrawal_corrected,
    EventKind.OUTCOME_RECORDED: EventWords._outcome,
    EventKind.CANDIDATE_CORRECTED: EventWords._code_corrected,
    EventKind.SCREENED_AGAIN: EventWords._screened_again,
    EventKind.LANGUAGE_SWITCHED: EventWords._switched,
    EventKind.ORDER_SET: EventWords._ordered,
    EventKind.CLOSED_UNDETERMINED: EventWords._closed,
    EventKind.DECISION_RECORDED: EventWords._decided,
    EventKind.CRITERION_AGREED: EventWords._agreed,
    EventKind.QUERY_RAISED: EventWords._query_raised,
    EventKind.QUERY_ANSWERED: EventWords._query_answered,
    EventKind.QUERY_CLOSED: EventWords._query_closed,
    EventKind.SIGNED: EventWords._signed,
    EventKind.COPY_WRITTEN: EventWords._copied,
    EventKind.PACKET_WRITTEN: EventWords._packet,
    EventKind.REDACTED: EventWords._redacted,
}
