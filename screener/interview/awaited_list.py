"""What is awaited over all screenings, as a list of what is to be brought: the most pressing first.

Which screenings have something awaited is found without working any of them out; those are then
read a few at a time, by what is due first, so that the list is there at once and grows at its end.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from screener.interview.listing import code_holds
from screener.interview.training import training_mark
from screener.joining import clauses, labelled, listed, phrases
from screener.language import _, ngettext
from screener.prose.values import short_day
from screener.record.rights import Right, require, role_told

if TYPE_CHECKING:
    from screener.protocol.model import Question
    from screener.record.awaiting import Awaited
    from screener.record.events import Person
    from screener.record.reading import StoreReader
    from screener.record.summary import ScreeningSummary

#: Screenings that are worked out before what was read so far is told; then so many more.
_AT_FIRST, _AT_ONCE = 30, 200


class AwaitedRow(NamedTuple):
    """One result that is still to come, of one screening.

    `asked` is its question. After a withdrawal no result may be entered any more.
    """

    number: str
    candidate: str
    asked: "Question"
    awaited: "Awaited"
    training: bool
    withdrawn: bool

    @property
    def id(self) -> str:
        """What tells it from every other row of the list."""
        return f"{self.number} {self.asked.id}"

    def ask(self, language: str) -> str:
        """Give the question's text."""
        ask = self.asked.ask
        return ask.in_language(language).strip() if ask else self.asked.id


class AwaitedRead(NamedTuple):
    """The rows read so far, what is due first before all; `over` when no more are read.

    `unreadable` are screenings of which it cannot be said what is awaited there.
    """

    rows: tuple[AwaitedRow, ...]
    unreadable: tuple[str, ...]
    over: bool


def read_awaited(store: "StoreReader", person: "Person") -> Iterator[AwaitedRead]:
    """Read what is awaited; gives what was read after each part of it.

    Raises:
        NotAllowed: The person may not see it.
        StoreError: The store cannot be read.
    """
    require(person.role, Right.AWAITED)
    left = store.awaiting()
    rows: list[AwaitedRow] = []
    unreadable: list[str] = []
    at_once = _AT_FIRST
    while True:
        some, left = store.screenings(left[:at_once]), left[at_once:]
        at_once = _AT_ONCE
        rows += (row for one in some for row in _rows(one))
        unreadable += (one.number for one in some if one.problem)
        rows.sort(key=_pressing)
        yield AwaitedRead(tuple(rows), tuple(sorted(unreadable)), not left)
        if not left:
            return


def all_awaited(store: "StoreReader", person: "Person") -> AwaitedRead:
    """Read all that is awaited; raises as `read_awaited`."""
    *_parts, read = read_awaited(store, person)
    return read


def _pressing(row: AwaitedRow) -> tuple[date, int, str]:
    """Give the order: by the day, then by the screening; questions stay in the protocol's order."""
    return row.awaited.due or date.max, len(row.number), row.number


def _rows(summary: "ScreeningSummary") -> Iterator[AwaitedRow]:
    for one in summary.awaited:
        if summary.protocol is not None:
            yield AwaitedRow(
                summary.number,
                summary.candidate,
                summary.protocol.questions[one.question],
                one,
                summary.training,
                summary.withdrawn,
            )


def matches(row: AwaitedRow, words: str, language: str, today: date) -> bool:
    """Tell whether every word stands in a row: in its codes, question, day, note, or with whom."""
    said = (row.ask(language), due_told(row, today), who_told(row), row.awaited.note)
    text = " ".join(said).casefold()
    return all(
        word.casefold() in text or code_holds(row.number, row.candidate, word)
        for word in words.split()
    )


def is_overdue(row: AwaitedRow, today: date) -> bool:
    """Tell whether a result should have come before today."""
    return row.awaited.due is not None and row.awaited.due < today


def due_told(row: AwaitedRow, today: date) -> str:
    """Say until when it is awaited, and in words where it is overdue."""
    if row.awaited.due is None:
        return _("no date")
    day = short_day(row.awaited.due, today)
    if is_overdue(row, today):
        return _("{day}, overdue").format(day=day)
    return _("{day}, today").format(day=day) if row.awaited.due == today else day


def who_told(row: AwaitedRow) -> str:
    """Say who brings it: in which role, and who said that it is to come."""
    return phrases((role_told(row.awaited.who), row.awaited.by.name))


def beside_told(row: AwaitedRow, today: date) -> str:
    """Say what else is known of it: since when, what nobody may overlook, and the note to it.

    The note, which may be long, comes last: where there is too little room it is cut alone.
    """
    since = _("awaited since {day}").format(day=short_day(row.awaited.since, today))
    note = _("note: {text}").format(text=row.awaited.note) if row.awaited.note else ""
    withdrawn = _("withdrawn") if row.withdrawn else ""
    applies = "" if row.awaited.applies else _("no longer applies")
    return clauses((since, applies, withdrawn, training_mark() if row.training else "", note))


def awaited_counted(rows: Sequence[AwaitedRow], today: date) -> str:
    """Say how many results are awaited, and how many of them are overdue."""
    late = sum(is_overdue(row, today) for row in rows)
    said = ngettext("{count} result awaited", "{count} results awaited", len(rows))
    told = said.format(count=len(rows))
    if not late:
        return told
    overdue = ngettext("{count} overdue", "{count} overdue", late).format(count=late)
    return phrases((told, overdue))


def unreadable_told(read: AwaitedRead) -> str:
    """Say which screenings cannot be read; nothing where all can."""
    if not read.unreadable:
        return ""
    return labelled(_("Cannot be read, and may await results"), listed(read.unreadable))


def row_line(row: AwaitedRow, language: str, today: date) -> str:
    """Say a row in one line."""
    told = (due_told(row, today), row.number, row.candidate, row.ask(language), who_told(row))
    return clauses((phrases(told[:3]), *told[3:], beside_told(row, today)))


def awaited_lines(read: AwaitedRead, language: str, today: date) -> Iterator[str]:
    """Say the list by line."""
    for row in read.rows:
        yield row_line(row, language, today)
    yield awaited_counted(read.rows, today) if read.rows else nothing_awaited()
    if told := unreadable_told(read):
        yield told


def nothing_awaited() -> str:
    """Say that there is nothing on the list."""
    return _("No result is awaited.")


def withdrawn_told(row: AwaitedRow) -> str:
    """Say why the result cannot be entered any more."""
    said = _("{number}: the candidate has withdrawn, so no result is entered any more.")
    return said.format(number=row.number)


def awaited_data(read: AwaitedRead, today: date) -> Mapping[str, object]:
    """Give the list as data, in codes."""
    return {
        "on": today.isoformat(),
        "awaited": [
            {
                "screening": row.number,
                "candidate": row.candidate,
                "question": row.asked.id,
                "due": row.awaited.due.isoformat() if row.awaited.due else None,
                "overdue": is_overdue(row, today),
                "who": row.awaited.who.value,
                "since": row.awaited.since.isoformat(),
                "by": row.awaited.by.name,
                "note": row.awaited.note or None,
                "withdrawn": row.withdrawn,
                "training": row.training,
            }
            for row in read.rows
        ],
        "unreadable": list(read.unreadable),
    }
