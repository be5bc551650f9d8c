"""What a person does to a series: row by row, field by field, until it is said to be complete."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from screener.interview import effects
from screener.interview.acts import Given, act_of_rows, as_said, recordable
from screener.interview.checks import checked, checked_due, may_act
from screener.interview.refusals import Refused
from screener.interview.rows import DATE, next_field
from screener.interview.view import View
from screener.language import _
from screener.protocol.model import Question, QuestionType
from screener.record.events import Act, Event, EventKind
from screener.record.history import Row, RowEntry

if TYPE_CHECKING:
    from screener.record.store import Body


class SeriesActs(View):
    """The part of a sitting that is about series; the same promises hold."""

    #: The row that was removed last in this sitting, and the event that did it.
    _removed: tuple[int, Row] | None = None

    if TYPE_CHECKING:

        def _append(self, kind: EventKind, body: Body | Callable[[date], Body]) -> Event: ...
        def _may_change(self, asked: Question) -> None: ...

    def row_entry(self, question: str) -> RowEntry | None:
        """Give the row that is being entered."""
        return self._state.entering.get(question)

    def row_taken_up(self, question: str) -> RowEntry | None:
        """Give the row being entered, unless this person began it in this sitting."""
        entry = self.row_entry(question)
        if entry is None or (question, entry.begun, entry.person) in self._begun_here:
            return None
        return entry

    def field_asked(self, question: str) -> str | None:
        """Give the field that is asked now of the row being entered; None once it is whole."""
        entry = self._entry(question)
        return next_field(self._protocol, self.question(question), entry, self.on)

    def begin_row(self, question: str, index: int, language: str | None = None) -> Event:
        """Enter a saved row anew, from its date on; what stands in it is proposed."""
        self._open_series(question)
        self._check_index(question, index)
        self._nothing_entered(question)
        row = self._state.rows(question)[index]
        return self._enter(question, row, (), index, language=language)

    def enter_field(
        self,
        question: str,
        value: object,
        *,
        typed: str | None = None,
        language: str | None = None,
    ) -> Event:
        """Enter the field that is asked now, or leave it empty; without a row, a new one begins."""
        asked = self._open_series(question)
        before = self.row_entry(question)
        field = self.field_asked(question) if before else DATE
        if field is None:
            raise Refused(_("The row is whole."), _("Save it."))
        row, passed, index = (before.row, before.passed, before.index) if before else ({}, (), None)
        row = {name: kept for name, kept in row.items() if name != field}
        if value is not None:
            row[field] = recordable(value)
        passed = (*passed, field)
        self._check_row(asked, {name: row[name] for name in passed if name in row}, index)
        return self._enter(question, row, passed, index, typed=typed, language=language)

    def step_back(self, question: str, language: str | None = None) -> Event:
        """Go back by one field of the row being entered; from its date, leave the row."""
        self._series(question)
        entry = self._entry(question)
        if not entry.passed:
            return self.leave_row(question)
        return self._enter(question, entry.row, entry.passed[:-1], entry.index, language=language)

    def leave_row(self, question: str) -> Event:
        """Leave the row that is being entered; a saved one stays as it was."""
        self._series(question)
        self._entry(question)
        return self._append(EventKind.ROW_LEFT, {"question": question})

    def is_row_unchanged(self, question: str) -> bool:
        """Tell whether a saved row that is entered anew says what it said before."""
        entry = self._entry(question)
        rows = self._state.rows(question)
        return entry.index is not None and rows[entry.index] == entry.entered

    def reenter_last_row(self, question: str, language: str | None = None) -> Event | None:
        """Go back into the row that this person has just saved, to its last field; else None."""
        last = self._state.last
        saved = last.kind is EventKind.ROW_SAVED and last.body["question"] == question
        if not saved or last.person != self.person:
            return None
        self._open_series(question)
        rows, at = self._state.rows(question), last.body.get("index")
        index = at if isinstance(at, int) else len(rows) - 1
        entry = RowEntry(rows[index], (), index, last.at, last.person)
        passed: tuple[str, ...] = (DATE,)
        while (field := self._field_after(question, entry, passed)) is not None:
            passed = (*passed, field)
        return self._enter(question, rows[index], passed[:-1], index, language=language)

    def save_row(
        self, question: str, row: Mapping[str, object] | None = None, index: int | None = None
    ) -> Event:
        """Keep the row that was entered, or a whole one; it counts once the series is complete."""
        asked = self._open_series(question)
        if row is None:
            if self.field_asked(question) is not None:
                raise Refused(_("The row is not whole yet."), _("Enter its other fields."))
            entry = self._entry(question)
            kept, index = entry.entered, entry.index
        else:
            self._nothing_entered(question)
            kept = {str(name): recordable(v) for name, v in row.items() if v is not None}
        self._check_row(asked, kept, index)
        body = {"question": question, "row": kept, "language": self.language, "index": index}
        return self._append(EventKind.ROW_SAVED, as_said(body))

    def remove_row(self, question: str, index: int) -> Event:
        """Take a row out of a series; it stays readable in the record."""
        self._open_series(question)
        self._nothing_entered(question)
        self._check_index(question, index)
        row = self._state.rows(question)[index]
        removed = self._append(EventKind.ROW_REMOVED, {"question": question, "index": index})
        self._removed = removed.version, row
        return removed

    def bring_back_row(self, question: str) -> Event | None:
        """Save the row that was removed just now once more, as the last one; else None."""
        last = self._state.last
        if self._removed is None or last.version != self._removed[0]:
            return None
        if last.body["question"] != question:
            return None
        return self.save_row(question, self._removed[1])

    def reopen_series(self, question: str, reason: str) -> Event:
        """Open a complete series to correct it; it has no value until it is complete again."""
        self._series(question)
        if not self.is_complete(question):
            raise Refused(_("The table is not complete."))
        if not reason.strip():
            raise Refused(_("A correction needs its reason."), _("Say why the table is changed."))
        return self._append(EventKind.SERIES_REOPENED, {"question": question, "reason": reason})

    def put_back_series(self, question: str) -> Event:
        """Leave a series that was opened again as it was, complete; the changes stay readable."""
        self._series(question)
        if question not in self._state.reopened:
            raise Refused(_("The table was not opened again."))
        return self._append(EventKind.SERIES_PUT_BACK, {"question": question})

    def is_complete(self, question: str) -> bool:
        """Tell whether a series is complete, so that a change of it needs its reason first."""
        state = self._state
        return state.completed_rows(question) is not None and question not in state.reopened

    def is_unchanged(self, question: str) -> bool:
        """Tell whether a series that was opened again is still as it was."""
        state = self._state
        return state.completed_rows(question) == state.rows(question)

    def complete_series(self, question: str) -> Event:
        """Mark a series complete with the rows saved; from now on it has a value."""
        asked = self._series(question)
        state = self._state
        if self.is_complete(question):
            raise Refused(_("The table is complete already."))
        self._nothing_entered(question)
        if self.is_unchanged(question):
            raise Refused(_("The table is as it was."), _("Put it back, or change it."))
        raw = self._raw(Given({"value": list(state.rows(question))}))
        answer = checked(asked, raw, self.on)
        current = state.current(question)
        act = act_of_rows(current)
        may_act(act, state, current)
        if effects.preview(self._standing, asked, answer, False).needs_note:
            raise Refused(_("A judgement that fails a criterion needs a note."))
        return self._append(EventKind.SERIES_COMPLETED, self._series_body(question, act, raw))

    def await_series(
        self, question: str, due: date | None = None, note: str | None = None
    ) -> Event:
        """Say that a series is awaited; its rows are kept, and it has no value until complete."""
        self._open_series(question)
        self._nothing_entered(question)
        raw: dict[str, object] = {"missing": "pending"}
        if due is not None:
            raw["due"] = checked_due(due, self.on)
        if note:
            raw["note"] = note
        current = self._state.current(question)
        act = act_of_rows(current)
        may_act(act, self._state, current)
        return self._append(EventKind.SERIES_AWAITED, self._series_body(question, act, raw))

    def _series(self, id: str) -> Question:
        asked = self.question(id)
        if asked.type is not QuestionType.SERIES:
            raise Refused(_("This question has no rows."))
        self._may_change(asked)
        return asked

    def _open_series(self, id: str) -> Question:
        asked = self._series(id)
        if self.is_complete(id):
            raise Refused(
                _("The table is complete."), _("Say first why it is changed; it is a correction.")
            )
        return asked

    def _nothing_entered(self, question: str) -> None:
        entry = self.row_entry(question)
        if entry is not None:
            at = len(self._state.rows(question)) if entry.index is None else entry.index
            raise Refused(
                _("Row {number} is being entered.").format(number=at + 1),
                _("Enter the rest of it, or leave it, first."),
            )

    def _entry(self, question: str) -> RowEntry:
        entry = self.row_entry(question)
        if entry is None:
            raise Refused(_("No row is being entered."))
        return entry

    def _field_after(self, question: str, entry: RowEntry, passed: tuple[str, ...]) -> str | None:
        begun = RowEntry(entry.row, passed, entry.index, entry.begun, entry.person)
        return next_field(self._protocol, self.question(question), begun, self.on)

    def _check_index(self, question: str, index: int) -> None:
        if not 0 <= index < len(self._state.rows(question)):
            raise Refused(_("There is no row {number}.").format(number=index + 1))

    def _check_row(self, asked: Question, row: Row, index: int | None) -> None:
        rows = list(self._state.rows(asked.id))
        if index is None:
            rows.append(row)
        else:
            self._check_index(asked.id, index)
            rows[index] = row
        checked(asked, {"value": rows}, self.on)

    def _enter(
        self,
        question: str,
        row: Row,
        passed: tuple[str, ...],
        index: int | None,
        *,
        typed: str | None = None,
        language: str | None = None,
    ) -> Event:
        body = {
            "question": question,
            "row": dict(row),
            "passed": list(passed),
            "index": index,
            "typed": typed,
            "language": language or self.language,
        }
        begins = self.row_entry(question) is None
        event = self._append(EventKind.ROW_ENTERED, as_said(body))
        if begins:
            self._begun_here.add((question, event.at, event.person))
        return event

    def _series_body(self, question: str, act: Act, raw: Mapping[str, object]) -> "Body":
        body = {
            "question": question,
            "act": act,
            "answer": raw,
            "language": self.language,
            "reason": self._state.reopened.get(question),
        }
        return as_said(body)
