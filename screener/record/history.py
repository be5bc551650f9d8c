"""What a screening remembers of its answers and notes, with all that came before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from screener.protocol.answers import Missing
from screener.record.events import Act, Event, EventKind, Person, Redaction
from screener.record.outcomes import Outcome
from screener.record.tombstones import REDACTED

#: An answer in the form of an answers file: `value` or `missing`, `due`, `observed_on`, …
RawAnswer = Mapping[str, object]
Row = Mapping[str, object]


class EntryStanding(StrEnum):
    """What became of an answer."""

    CURRENT = "current"
    #: A newer observation counts now; this one stays true of its day.
    EARLIER = "earlier"
    #: There was a missing reason, and it has been filled in.
    FILLED_IN = "filled_in"
    CORRECTED = "corrected"
    TAKEN_BACK = "taken_back"


class RowMaker(NamedTuple):
    """Who began a row of a series and who saved it, which may be someone else, and when.

    `head` is the hash of the event that saved it.
    """

    begun_by: Person
    begun: datetime
    saved_by: Person
    saved: datetime
    head: str


class Entry(NamedTuple):
    """One answer as it was given; `on` is the day it was recorded at the site.

    `head` is the hash of its event. `makers` say who entered each row, of a series that is
    complete. `taken_over` says of an answer of an earlier screening, confirmed here, which `event`
    of which `screening` gave it first, `on` which day, `by` whom, and with which `source` and
    `observed_on`.
    """

    version: int
    kind: EventKind
    act: Act
    answer: RawAnswer
    language: str
    typed: str | None
    reason: str | None
    person: Person
    at: datetime
    on: date
    head: str
    standing: EntryStanding = EntryStanding.CURRENT
    makers: tuple[RowMaker, ...] = ()
    taken_over: Mapping[str, object] | None = None
    redacted: Redaction | None = None

    @property
    def missing(self) -> bool:
        """Tell whether a reason stands here instead of a value."""
        return "missing" in self.answer

    @property
    def awaited(self) -> bool:
        """Tell whether the result was still to come when this was said."""
        return self.answer.get("missing") == Missing.PENDING

    @property
    def taken_out(self) -> bool:
        """Tell whether there was a value, which was redacted."""
        return self.answer.get("missing") == REDACTED

    @property
    def struck(self) -> bool:
        """Tell whether the answer was wrong from the start, and is shown struck through."""
        return self.standing in (EntryStanding.CORRECTED, EntryStanding.TAKEN_BACK)


class AnswerRecord(NamedTuple):
    """All that was answered to one question, the oldest first."""

    question: str
    history: tuple[Entry, ...]

    @property
    def current(self) -> Entry | None:
        """Give the answer that counts; None once all were taken back."""
        return next(
            (e for e in reversed(self.history) if e.standing is EntryStanding.CURRENT), None
        )


@dataclass(frozen=True, slots=True)
class RowEntry:
    """A row that is being entered, field by field.

    `passed` are the fields that were entered or left empty; what `row` holds besides is proposed.
    With `index` it takes the place of an earlier row. `person` began it; `makers` are the events
    that entered each field as it stands.
    """

    row: Row
    passed: tuple[str, ...]
    index: int | None
    begun: datetime
    person: Person
    makers: Mapping[str, Event] = field(default_factory=dict)

    @property
    def last_by(self) -> Person:
        """Whoever entered the last field; before any is, whoever began the row."""
        return self.makers[self.passed[-1]].person if self.makers else self.person

    @property
    def entered(self) -> Row:
        """What was entered of the row."""
        return {name: self.row[name] for name in self.passed if name in self.row}


class Note(NamedTuple):
    """A note, to a question or to the screening; `head` is the hash of its event."""

    version: int
    text: str
    question: str | None
    person: Person
    at: datetime
    head: str


class TakenBack(NamedTuple):
    """An entry that would have failed a criterion, and was taken back before it counted."""

    version: int
    question: str
    answer: RawAnswer
    typed: str | None
    person: Person
    at: datetime


class Closing(NamedTuple):
    """Why something ended or was corrected, by whom and when: a withdrawal, a stop, an outcome.

    `head` is the hash of its event.
    """

    version: int
    reason: str | None
    person: Person
    at: datetime
    head: str
    #: One of `outcomes.Code`; None where no reason was coded.
    code: str | None = None


class EndedAtFailure(NamedTuple):
    """That the interview ends at the criteria that `failed`, as somebody said; `closing` says who.

    `not_assessed` are the criteria that were open then.
    """

    failed: tuple[str, ...]
    not_assessed: tuple[str, ...]
    closing: Closing


class AwaitedClosed(NamedTuple):
    """That an awaited result is waited for no more, without an answer, and why.

    `entry` is the version of the event that said it is awaited: any later answer or due date is
    another entry, and what was closed then is not.
    """

    question: str
    entry: int
    closing: Closing


class MistakenWithdrawal(NamedTuple):
    """A withdrawal that was recorded by mistake, and its correction with the reason."""

    recorded: Closing
    corrected: Closing


class OutcomeGiven(NamedTuple):
    """What the screening led to; `closing` says why and by whom it was recorded.

    `outcome` is None where an earlier one was taken back. `on` is the day of an enrolment; `why`
    says why the outcome before this one was wrong.
    """

    outcome: Outcome | None
    on: date | None
    why: str | None
    closing: Closing


class MistypedCode(NamedTuple):
    """A code of the candidate that was mistyped, and its correction with the reason."""

    code: str
    corrected: Closing


def rows_of(answer: RawAnswer) -> tuple[Row, ...]:
    """Give the rows of a series from its answer; none where it has no value."""
    rows = answer.get("value")
    return tuple(rows) if isinstance(rows, list) else ()


_BECOMES = {
    Act.NEWER: EntryStanding.EARLIER,
    Act.FILL_IN: EntryStanding.FILLED_IN,
    Act.CORRECTION: EntryStanding.CORRECTED,
}


def stood(history: Sequence[Entry]) -> tuple[Entry, ...]:
    """Say of each answer what became of it: by the next one that was not taken back."""
    told: list[Entry] = []
    following: Entry | None = None
    for entry in reversed(history):
        if entry.standing is EntryStanding.TAKEN_BACK:
            told.append(entry)
            continue
        standing = EntryStanding.CURRENT if following is None else _BECOMES[following.act]
        # Of a long history all but the last stay as they are.
        told.append(entry if entry.standing is standing else entry._replace(standing=standing))
        following = entry
    return tuple(reversed(told))
