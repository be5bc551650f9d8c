"""The rows of series, told as they were entered, changed, left and removed."""

from collections.abc import Iterator, Mapping
from datetime import tzinfo

from screener.interview.history_told import Fate
from screener.interview.moments import moment
from screener.interview.rows import begun_by_told
from screener.language import _
from screener.protocol.model import Protocol
from screener.record.events import Event, EventKind, Person
from screens.asking import ask_text
from screens.widgets.series import TABLE_WIDTH, row_text, table_row, table_text
from screens.widgets.transcript import Message, Speaker

Row = Mapping[str, object]


class SeriesStory:
    """Tells the row events of one screening; the numbers are those that the rows had then."""

    def __init__(self, protocol: Protocol, language: str, zone: tzinfo) -> None:
        self.protocol = protocol
        self.language = language
        self.zone = zone
        self._rows: dict[str, list[Row]] = {}
        #: With which rows each series was complete, by the event that said so.
        self._complete: dict[str, dict[int, list[Row]]] = {}
        #: The series whose rows were told last.
        self._about = ""
        #: What was entered of the row being entered, its fields passed, and its number.
        self._entered: dict[str, dict[str, object]] = {}
        self._passed: dict[str, tuple[str, ...]] = {}
        self._number: dict[str, int] = {}
        #: Who began the row being entered.
        self._begun_by: dict[str, Person] = {}

    def tell(self, event: Event) -> Iterator[Message]:
        """Give the messages of an event, if it is about rows, the question before the first."""
        question = str(event.body.get("question", ""))
        messages = tuple(self._messages(event, question))
        if messages and question != self._about:
            asked = ask_text(self.protocol.questions[question], self.language)
            yield Message(Speaker.APP, asked)
        if messages or event.kind is not EventKind.ROW_ENTERED:
            self._about = question if messages else ""
        yield from messages

    def _messages(self, event: Event, question: str) -> Iterator[Message]:
        match event.kind:
            case EventKind.ROW_ENTERED:
                yield from self._row_entered(event, question)
            case EventKind.ROW_LEFT:
                yield from self._row_left(event, question)
            case EventKind.ROW_SAVED:
                yield self._row_saved(event, question)
            case EventKind.ROW_REMOVED:
                yield self._row_removed(event, question)
            case EventKind.SERIES_REOPENED:
                said = _("The table is open again, to be corrected: {reason}")
                yield Message(Speaker.RECORD, said.format(reason=event.body["reason"]))
            case EventKind.SERIES_PUT_BACK:
                self._over(question)
                self._rows[question] = list([*self._complete[question].values()][-1])
                yield Message(Speaker.RECORD, _("The table is put back as it was, complete."))
            case EventKind.SERIES_COMPLETED:
                rows = list(self._rows_of(question))
                self._complete.setdefault(question, {})[event.version] = rows
            case EventKind.ANSWER_UNDONE:
                for complete in self._complete.values():
                    complete.pop(_whole(event.body["undoes"]), None)

    def _row_entered(self, event: Event, question: str) -> Iterator[Message]:
        row, index, passed = _row(event), event.body.get("index"), _names(event.body["passed"])
        rows = self._rows_of(question)
        begun = question not in self._passed
        before = self._passed.get(question, ())
        self._passed[question] = passed
        self._begun_by.setdefault(question, event.person)
        self._number[question] = (_whole(index) if index is not None else len(rows)) + 1
        if len(passed) <= len(before) or (begun and index is not None):
            # A step back, or a saved row that is gone into again: nothing was entered.
            return
        field, entered = passed[-1], self._entered.setdefault(question, {})
        if entered.get(field) not in (None, row.get(field)):
            was = self._told(question, {field: entered[field]})
            fate = Fate(_("entered anew before the row was saved"), struck=True)
            yield Message(Speaker.PERSON, was, fate=fate)
        entered[field] = row.get(field)

    def _row_left(self, event: Event, question: str) -> Iterator[Message]:
        entered, begun = self._over(question)
        if any(value is not None for value in entered.values()):
            fate = Fate(_("row left, not saved"), struck=True)
            detail = self._beside(event, begun_by_told(begun, event.person))
            yield Message(Speaker.PERSON, self._told(question, entered), detail, fate=fate)

    def _row_saved(self, event: Event, question: str) -> Message:
        row, index, rows = _row(event), event.body.get("index"), self._rows_of(question)
        begun = begun_by_told(self._over(question)[1], event.person)
        if index is None:
            rows.append(row)
            return Message(Speaker.PERSON, self._whole(question, row, len(rows)), begun)
        at = _whole(index)
        rows[at] = row
        said = " · ".join(filter(None, (_("row {number} anew").format(number=at + 1), begun)))
        return Message(Speaker.PERSON, self._whole(question, row, at + 1), said)

    def _row_removed(self, event: Event, question: str) -> Message:
        at = _whole(event.body["index"])
        row = self._rows_of(question).pop(at)
        fate = Fate(_("row {number} removed").format(number=at + 1), struck=True)
        text = self._whole(question, row, at + 1)
        return Message(Speaker.PERSON, text, self._beside(event), fate=fate)

    def _beside(self, event: Event, more: str = "") -> str:
        return " · ".join(filter(None, (moment(event.at, self.zone), more)))

    def _over(self, question: str) -> tuple[dict[str, object], Person | None]:
        """Give what was entered of the row, which is not being entered any more, and who began."""
        self._passed.pop(question, None)
        return self._entered.pop(question, {}), self._begun_by.pop(question, None)

    def _rows_of(self, question: str) -> list[Row]:
        return self._rows.setdefault(question, [])

    def _whole(self, question: str, row: Row, number: int) -> str:
        series = self.protocol.questions[question]
        return row_text(table_row(series, row, number, self.language), TABLE_WIDTH)

    def _told(self, question: str, entered: Mapping[str, object]) -> str:
        series = self.protocol.questions[question]
        number = self._number.get(question, len(self._rows_of(question)) + 1)
        row = table_row(series, entered, number, self.language, set(entered))
        return table_text((row,), TABLE_WIDTH)


def _row(event: Event) -> Row:
    row = event.body["row"]
    assert isinstance(row, Mapping), "the record was read, so a row is one"
    return row


def _whole(number: object) -> int:
    assert isinstance(number, int), "the record was read, so a place is a number"
    return number


def _names(passed: object) -> tuple[str, ...]:
    assert isinstance(passed, list), "the record was read, so these are fields"
    return tuple(passed)
