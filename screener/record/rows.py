"""The rows of a series, folded: entered field by field, saved, changed, removed, put back.

A series is one answer. Once it is complete its rows change only after it was said why; from then
on it is open again and has no value, until it is complete or put back as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from screener.record.events import Event
from screener.record.fields import bad, text_of, texts_of
from screener.record.history import Row, RowEntry, RowMaker

if TYPE_CHECKING:
    from screener.record.state import ScreeningState


def settled(
    state: "ScreeningState", question: str, rows: tuple[Row, ...], reason: str | None = None
) -> "ScreeningState":
    """Keep the rows of a series that is not complete; `reason` says why one that was is open."""
    drafts = {id: kept for id, kept in state.drafts.items() if id != question}
    reopened = {id: why for id, why in state.reopened.items() if id != question}
    if state.completed_rows(question) is None:
        drafts |= {question: rows} if rows else {}
    elif reason is not None:
        drafts[question] = rows
        reopened[question] = reason
    return replace(state, drafts=drafts, reopened=reopened)


def row_entered(state: "ScreeningState", event: Event) -> "ScreeningState":
    """A field of a row was entered, or the row stepped back by one."""
    question, row, passed = text_of(event, "question"), _row(event), texts_of(event, "passed")
    rows, index = _open_rows(state, event, question), event.body.get("index")
    if index is not None:
        _index(event, rows)
    dated = "date" in row or event.redacted is not None
    if passed and (not dated or len(set(passed)) < len(passed)):
        raise bad(event, "the fields that were entered are not those of a row")
    if event.redacted is not None:
        # What was taken out is asked again.
        passed = tuple(name for name in passed if f"row.{name}" not in event.redacted.gone)
    before = state.entering.get(question)
    if before is not None and before.index != index:
        raise bad(event, "another row is being entered")
    begun, person = (before.begun, before.person) if before else (event.at, event.person)
    at = index if isinstance(index, int) else None
    makers = dict.fromkeys(passed, event) | _still_made(before, row, passed)
    entering = {**state.entering, question: RowEntry(row, passed, at, begun, person, makers)}
    return replace(state, entering=entering)


def _still_made(before: RowEntry | None, row: Row, passed: Sequence[str]) -> dict[str, Event]:
    """Give the events that entered those fields that are as they were."""
    if before is None:
        return {}
    same = (name for name in passed if before.row.get(name) == row.get(name))
    return {name: before.makers[name] for name in same if name in before.makers}


def row_left(state: "ScreeningState", event: Event) -> "ScreeningState":
    """A row that was being entered was left; it is not saved."""
    question = text_of(event, "question")
    if question not in state.entering:
        raise bad(event, "no row is being entered")
    return _without_entry(state, question)


def row_saved(state: "ScreeningState", event: Event) -> "ScreeningState":
    """A row is whole: a new one, or another in the place of an earlier one."""
    question, row, index = text_of(event, "question"), _row(event), event.body.get("index")
    rows = list(_open_rows(state, event, question))
    entry = state.entering.get(question)
    if entry is not None and (entry.index != index or entry.entered != row):
        raise bad(event, "the row is not the one that was entered")
    if index is None:
        rows.append(row)
    else:
        rows[_index(event, rows)] = row
    begun, begun_by = (entry.begun, entry.person) if entry else (event.at, event.person)
    maker = RowMaker(begun_by, begun, event.person, event.at, event.head)
    makers = list(state.makers.get(question, ()))
    at = len(makers) if not isinstance(index, int) else index
    makers[at : at + 1] = [maker]
    state = _with_makers(_without_entry(state, question), question, makers)
    return _with_rows(state, question, rows)


def row_removed(state: "ScreeningState", event: Event) -> "ScreeningState":
    """A row was taken out."""
    question = text_of(event, "question")
    rows = list(_open_rows(state, event, question))
    if question in state.entering:
        raise bad(event, "a row is being entered")
    at = _index(event, rows)
    del rows[at]
    makers = list(state.makers.get(question, ()))
    del makers[at]
    return _with_rows(_with_makers(state, question, makers), question, rows)


def series_reopened(state: "ScreeningState", event: Event) -> "ScreeningState":
    """A complete series is to be corrected, for a reason."""
    question = text_of(event, "question")
    rows = state.completed_rows(question)
    if rows is None or question in state.reopened:
        raise bad(event, "the series is not complete")
    return settled(state, question, rows, text_of(event, "reason"))


def series_put_back(state: "ScreeningState", event: Event) -> "ScreeningState":
    """A series that was opened again is as it was, complete."""
    question = text_of(event, "question")
    if question not in state.reopened:
        raise bad(event, "the series was not opened again")
    current = state.current(question)
    state = _with_makers(state, question, current.makers if current else ())
    return settled(_without_entry(state, question), question, ())


def _with_rows(state: "ScreeningState", question: str, rows: Sequence[Row]) -> "ScreeningState":
    return settled(state, question, tuple(rows), state.reopened.get(question))


def _with_makers(
    state: "ScreeningState", question: str, makers: Sequence[RowMaker]
) -> "ScreeningState":
    return replace(state, makers={**state.makers, question: tuple(makers)})


def _without_entry(state: "ScreeningState", question: str) -> "ScreeningState":
    kept = {id: entry for id, entry in state.entering.items() if id != question}
    return replace(state, entering=kept)


def _open_rows(state: "ScreeningState", event: Event, question: str) -> tuple[Row, ...]:
    if state.completed_rows(question) is not None and question not in state.reopened:
        raise bad(event, "the series is complete, and nobody said why it is changed")
    return state.rows(question)


def _row(event: Event) -> Row:
    row = event.body["row"]
    if not isinstance(row, Mapping):
        raise bad(event, "the row is none")
    return row


def _index(event: Event, rows: Sequence[Row]) -> int:
    index = event.body.get("index")
    if not isinstance(index, int) or not 0 <= index < len(rows):
        raise bad(event, f"there is no row {index}")
    return index
