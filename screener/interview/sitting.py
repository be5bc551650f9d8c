"""A sitting: one person working on one screening, one pass from key to record."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from screener.interview import conflicts, effects
from screener.interview.acts import Given, act_of, as_said, check_act, check_newer
from screener.interview.awaiting_acts import AwaitingActs
from screener.interview.checks import (
    checked,
    checked_due,
    checked_source,
    may_act,
    may_answer,
    may_ask,
)
from screener.interview.course_acts import CourseActs
from screener.interview.earlier import EarlierAnswers
from screener.interview.effects import Preview
from screener.interview.refusals import Refused
from screener.interview.series_acts import SeriesActs
from screener.interview.signing_acts import SigningActs
from screener.language import _
from screener.protocol.answers import Source
from screener.protocol.model import Protocol, Question, QuestionType
from screener.record.decision import RecordedDecision, decision_body, recorded_decisions
from screener.record.errors import Conflict
from screener.record.events import Act, Event, EventKind, Order, Person
from screener.record.standing import Standing
from screener.record.state import ScreeningState, advance, fold
from screener.record.store import Body, Store
from screener.sanitise import visible

if TYPE_CHECKING:
    from screener.record.database import Hindered
    from screener.record.redaction import Held

__all__ = [
    "Act",
    "Given",
    "Preview",
    "Refused",
    "Sitting",
]

#: The recorded reason of an answer taken back at once.
SLIP = "slip, taken back at once"
#: How often an event is written anew because someone sat down in between.
_TRIES = 8


class Sitting(SeriesActs, CourseActs, AwaitingActs, EarlierAnswers, SigningActs):
    """One person working on one screening.

    Every acting method appends exactly one event, then all that is read here follows from it. They
    raise `Refused` where it may not be done, `Conflict` where someone else wrote in between (what
    they wrote is then read), `StoreError` where it cannot be written; nothing is recorded then.
    """

    def __init__(
        self, store: Store, person: Person, language: str, protocol: Protocol, state: ScreeningState
    ) -> None:
        super().__init__(person, language, protocol, state)
        self._store = store

    @classmethod
    def open(cls, store: Store, number: str, person: Person, language: str) -> Self:
        """Sit down to a screening; recorded, unless this person has just opened it."""
        state = fold(store.events(number))
        protocol = store.protocol(state.rules_sha256, state.opened.program)
        sitting = cls(store, person, language, protocol, state)
        just_opened = state.version == 1 and state.opened.person == person
        if not just_opened or store.today() != state.on:
            sitting._append(EventKind.RESUMED, {"language": language, "stop_lifted": False})
            sitting.ahead = state.last.at if state.last.at > sitting.state.last.at else None
            sitting.lapsed_source = None if sitting.state.source_set else state.source
        return sitting

    @property
    def time_zone(self) -> ZoneInfo:
        """The site's time zone, in which people are told when something happened."""
        return self._store.time_zone

    def meanwhile(self) -> Conflict | None:
        """Look whether others have changed the screening since it was read here; it is not read.

        Raises:
            Replaced: What was read here is not in the record any more.
            StoreError: The record cannot be read.
        """
        self._check_read()
        return self._in_the_way(self._store.events(self.number, self.version))

    def refresh(self) -> Conflict | None:
        """Read what others wrote since, and give what of it changed the screening.

        Raises as `meanwhile`.
        """
        self._check_read()
        seen, events = self.version, self._store.events(self.number)
        self._read(events)
        return self._in_the_way(events[seen:])

    def forget_redacted(self) -> None:
        """Read again what was read here, without what was redacted since; nothing later is read.

        Raises as `meanwhile`.
        """
        self._check_read()
        self._read(self._store.events(self.number, most=self.version))

    # Answers.

    def give(
        self, question: str, given: Given, *, reason: str | None = None, act: Act | None = None
    ) -> Event:
        """Answer a question, or change its answer; a correction needs a reason."""
        asked = self.question(question)
        if asked.type is QuestionType.SERIES and "value" in given.raw:
            raise Refused(
                _("A table is entered row by row."), _("Save each row, then mark it complete.")
            )
        raw = self._raw(given)
        self._may_change(asked)
        self._nothing_entered(question)
        if given.taken_over is not None:
            self.check_offered(question, given)
        answer = checked(asked, raw, self.on)
        entry = self._state.current(question)
        if self.is_the_answer(question, given):
            raise Refused(_("This is the answer already."))
        stale = question in self.result.stale
        before = self._standing.answers.get(question)
        fitting = act_of(entry, before, answer, stale)
        if act is Act.NEWER and fitting is Act.CORRECTION and entry and not answer.missing:
            check_newer(answer, before, entry.on)
            fitting = Act.NEWER
        check_act(act or fitting, fitting, reason)
        may_act(act or fitting, self._state, entry)
        failed = effects.fails(self._standing.supposing(question, answer), question)
        if effects.needs_note(asked, answer, failed):
            raise Refused(
                _("A judgement that fails a criterion needs a note."),
                _("Say on what it rests."),
            )
        body = {
            "question": question,
            "act": act or fitting,
            "answer": raw,
            "language": given.language,
            "typed": given.typed,
            "reason": reason,
            "taken_over": given.taken_over,
        }
        return self._append(EventKind.ANSWERED, as_said(body))

    def may_change(self, question: str) -> None:
        """Raise `Refused` where this person may not give or change the answer to a question."""
        self._may_change(self.question(question))

    def can_change(self, question: str) -> bool:
        """Tell whether this person may give or change the answer to a question now."""
        try:
            self.may_change(question)
        except Refused:
            return False
        return True

    def take_back_entry(
        self, question: str, given: Given, shown: Sequence[str] | None = None
    ) -> Event:
        """Record that an answer was entered, what it would do was shown, and it was taken back.

        `shown` are the criteria that it was shown to fail, where it may do something else by now.
        """
        asked = self.question(question)
        may_answer(asked, self.person.role)
        raw = self._raw(given)
        answer = checked(asked, raw, self.on)
        fails = effects.fails(self._standing.supposing(question, answer), question)
        body = {
            "question": question,
            "answer": raw,
            "language": given.language,
            "typed": given.typed,
            "fails": list(fails if shown is None else shown),
        }
        return self._append(EventKind.ENTRY_TAKEN_BACK, as_said(body))

    def undo(self) -> str | None:
        """Take back the last answer, if this person gave it in this sitting; else None."""
        found = self._undoable()
        if found is None or self.can_undo_once_resumed:
            return None
        last, question = found
        self._append(EventKind.ANSWER_UNDONE, {"undoes": last, "reason": SLIP})
        return question

    @property
    def can_undo_once_resumed(self) -> bool:
        """Whether there is an answer to take back as soon as the stopped interview goes on."""
        stopped, found = self._state.stopped, self._undoable()
        # What was awaited can be answered after the stop, and that taken back.
        return stopped is not None and found is not None and found[0] < stopped.version

    def _undoable(self) -> tuple[int, str] | None:
        """Give the last answer, by version and question, if it is this person's in this sitting."""
        state = self._state
        entries = [
            (entry, record.question)
            for record in state.answers.values()
            if (entry := record.current) is not None
        ]
        ends = (decision.version for decision in state.decisions[-1:])
        if not entries or state.withdrawn:
            return None
        last, question = max(entries, key=lambda found: found[0].version)
        if last.version <= max((state.sitting_from, *ends)) or last.person != self.person:
            return None
        return last.version, question

    def give_due(self, questions: Sequence[str], due: date) -> Event:
        """Say of several questions that they are awaited, and by when."""
        for id in questions:
            self._may_change(self.question(id))
            entry = self._state.current(id)
            if entry is not None and not entry.missing:
                raise Refused(_("“{id}” has an answer already.").format(id=visible(id)))
        if not questions:
            raise Refused(_("No question was named."))
        body = {"questions": list(dict.fromkeys(questions)), "due": checked_due(due, self.on)}
        return self._append(EventKind.DUE_SET, body)

    # The interview.

    def set_source(self, source: Source | Mapping[str, object] | str | None) -> Event:
        """Set where answers come from until it is changed; those that say so themselves keep it."""
        return self._append(EventKind.SOURCE_SET, {"source": checked_source(source)})

    def add_note(self, text: str, question: str | None = None) -> Event:
        """Keep a note, to a question or to the screening."""
        if not text.strip():
            raise Refused(_("The note is empty."))
        if question is not None:
            self.question(question)
        body = {"text": text, "question": question}
        return self._append(EventKind.NOTE_ADDED, as_said(body))

    def skip(self, question: str) -> Event:
        """Put a question behind the others; it comes again at the end."""
        if question not in self.upcoming():
            raise Refused(_("This question is not being asked now."))
        return self._append(EventKind.SKIPPED, {"question": question})

    def switch_language(self, language: str) -> Event:
        """Ask in another language from now on."""
        event = self._append(EventKind.LANGUAGE_SWITCHED, {"language": language})
        self.language = language
        return event

    def switch_order(self) -> Event:
        """Ask in the other order from now on."""
        by_effort = self._state.order is Order.EFFORT
        order = Order.PROTOCOL if by_effort else Order.EFFORT
        return self._append(EventKind.ORDER_SET, {"order": order})

    # The decision.

    def recorded_decisions(self) -> tuple[RecordedDecision, ...]:
        """Give every recorded decision, the newest first, with what came after each.

        Raises as `meanwhile`.
        """
        if not self._state.decisions:
            return ()
        self._check_read()
        before_first = self._state.decisions[0].version - 1
        # What others wrote since is read with all the rest, or the two would not fit.
        count = self.version - before_first
        events = self._store.events(self.number, before_first, count)
        return recorded_decisions(events, decision_body(self._standing))

    def record_decision(self) -> Event:
        """Record what the answers come to on the day, with everything behind it."""
        return self._append(
            EventKind.DECISION_RECORDED,
            lambda on: decision_body(Standing(self._protocol, self._state, on)),
        )

    def copy(self, format: str) -> str:
        """Give a copy of the last recorded decision: `text`, `markdown` or `json`."""
        # Long to bring in, for what a sitting ends with.
        from screener.interview.copying import copied

        zone = self._store.time_zone
        return copied(self._protocol, self.events(), zone, format, self.language)

    def write_copy(self, path: Path, format: str) -> Event:
        """Write a copy to a new file that its owner alone can read; recorded."""
        from screener.interview.copying import last_decision, write_recorded

        copy, decision = self.copy(format), last_decision(self._state)
        record = partial(self._append, EventKind.COPY_WRITTEN)
        return write_recorded(copy, decision, path, format, record)

    # What was typed by mistake.

    def events(self) -> list[Event]:
        """Give all that happened in the screening, in order."""
        return self._store.events(self.number)

    def redact(self, held: "Sequence[Held]", reason: str, seen: Event | None = None) -> Event:
        """Take out what events hold, of which `seen` was the last; it is gone here too then."""
        from screener.record.redaction import redact

        try:
            event = redact(self._store, seen or self._state.last, held, reason, self.person)
        except Conflict as error:
            raise self.refresh() or self._told(error) from None
        # What others wrote since the redaction is still to be told.
        self._read(self._store.events(self.number, most=event.version))
        return event

    @property
    def hindered(self) -> "Hindered | None":
        """What keeps what was redacted in the store's files; see `Store`."""
        return self._store.hindered

    # Behind it all.

    def _check_read(self) -> None:
        self._store.check_read(self.number, self.version, self._state.last.head)

    def _read(self, events: Sequence[Event]) -> None:
        self._state = fold(events)
        self._look(self._state.on)

    def _in_the_way(self, theirs: Sequence[Event]) -> Conflict | None:
        """Give the conflict with what others wrote, unless they merely sat down, say."""
        if conflicts.only_openings(theirs):
            return None
        return self._told(Conflict(self.number, theirs, self.time_zone))

    def _told(self, conflict: Conflict) -> Conflict:
        return conflicts.told(conflict, self._protocol, self.language)

    def _append(
        self,
        kind: EventKind,
        body: Body | Callable[[date], Body],
        also: Callable[[], Mapping[str, Body]] = dict,
    ) -> Event:
        seen, source, self.came_between = self._standing, self._state.source, None
        event, after = self._written(kind, body, also)
        if event.on != seen.on:
            later = Standing(self._protocol, self._state, event.on)
            self.time_changes = effects.changes(seen, later)
            gone = later.result.stale - seen.result.stale
            self.became_stale = tuple(id for id in self._protocol.questions if id in gone)
        if self._state.source_set is after.source_set is None and source is not None:
            self.lapsed_source = source
        self._state = after
        self._look(event.on)
        return event

    def _written(
        self,
        kind: EventKind,
        body: Body | Callable[[date], Body],
        also: Callable[[], Mapping[str, Body]],
        tries: int = _TRIES,
    ) -> tuple[Event, ScreeningState]:
        """Write an event, and give the state after it; what is beside it is not in its way."""
        after = self._state

        def check(event: Event) -> Mapping[str, Body]:
            # What the fold refuses could never be read again, so it is not written either.
            nonlocal after
            after = advance(self._state, event)
            return also()

        try:
            event = self._store.append(
                self.number, self.version, kind, body, self.person, check, self._state.last.head
            )
        except Conflict as error:
            # More may have been written by now than at the conflict: all that is read counts.
            changed = self.refresh()
            if tries and (changed is None or conflicts.is_beside(changed, kind, body)):
                self.came_between = changed or self.came_between
                return self._written(kind, body, also, tries - 1)
            # What the record alone would have said, it says otherwise by now.
            mine = None if callable(body) else self._not_recorded(kind, body)
            raise self._sides().of(changed or self._told(error), kind, mine) from None
        return event, after

    def _not_recorded(self, kind: EventKind, body: Body) -> Event:
        """Give an event that was not written, to be told of."""
        last = self._state.last
        return last._replace(version=last.version + 1, kind=kind, person=self.person, body=body)

    def _sides(self) -> conflicts.Sides:
        def find(number: str, version: int) -> Event | None:
            return next(iter(self._store.events(number, version - 1, 1)), None)

        return conflicts.Sides(self._protocol, self.language, find)

    def _may_change(self, asked: Question) -> None:
        may_answer(asked, self.person.role, self._state.current(asked.id) is not None)
        may_ask(asked, self._standing)
