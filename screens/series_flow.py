"""A series, entered as rows in one place: each with its date, then its fields one after another.

Each row is on disk once its last field is entered. The series has no value until it is said to be
complete; until then its rows are kept and shown.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from screener.interview.readings import Ambiguous, Refused, Understood
from screener.interview.sitting import Given, Preview, Sitting
from screener.interview.typed import understand as understand_text
from screener.language import _, ngettext
from screener.protocol.answers import Missing
from screener.protocol.model import Question, QuestionType
from screens import asking
from screens.commands import with_keys
from screens.effects import preview_lines, would_fail
from screens.prompts import Line, Prompt, Step, Tone
from screens.rows import field_applies
from screens.single_keys import NoAnswer, Value, read_key
from screens.widgets.series import row_words, table_lines


class Stage(StrEnum):
    """What is asked now."""

    ROWS = "rows"
    FIELD = "field"
    COMPLETE = "complete"
    DUE = "due"
    MISSING = "missing"
    REASON = "reason"


class SeriesFlow:
    """Leads the entry of a series."""

    def __init__(
        self, sitting: Sitting, question: str, language: str, *, correcting: bool = False
    ) -> None:
        self.sitting = sitting
        self.question = question
        self.language = language
        self.correcting = correcting
        self.complaint: tuple[Line, ...] = ()
        self.stage = Stage.ROWS
        self._q = sitting.protocol.questions[question]
        self._index: int | None = None
        self._row: dict[str, object] = {}
        self._fields: list[str] = []
        self._reason: str | None = None

    @property
    def rows(self) -> tuple[Mapping[str, object], ...]:
        """The rows saved so far."""
        return self.sitting.state.rows(self.question)

    @property
    def begun(self) -> bool:
        """Whether something was entered that is not in the record yet."""
        return self.stage is not Stage.ROWS

    # What is asked.

    def prompt(self) -> Prompt:
        """Give what is asked now."""
        match self.stage:
            case Stage.ROWS:
                return self._rows_prompt()
            case Stage.FIELD:
                return self._field_prompt()
            case Stage.COMPLETE:
                return self._complete_prompt()
            case Stage.DUE:
                return self._beside(_("When is it due?"), _("a full date; Enter alone for none"))
            case _:
                return self._beside(
                    _("Why is the earlier answer corrected?"), _("the reason, then Enter")
                )

    def _rows_prompt(self) -> Prompt:
        count = len(self.rows)
        if count:
            hint = with_keys(
                _(
                    "the date of the next row; Enter alone when these are all · /row 1 changes, "
                    "/remove 1 removes · {missing} awaited"
                )
            )
        else:
            hint = with_keys(_("the date of the first row, then Enter · {missing} no answer …"))
        return Prompt(
            text=asking.ask_text(self._q, self.language),
            heading=self._heading(),
            help="" if count else asking.short_help(self._q, self.language),
            lines=(*self._table(), *self._standing()),
            hint=hint,
        )

    def _heading(self) -> str:
        section = self.sitting.protocol.sections.get(self._q.section or "")
        return section.title.in_language(self.language) if section else ""

    def _standing(self) -> tuple[Line, ...]:
        count = len(self.rows)
        if not count or self.question not in self.sitting.state.drafts:
            return ()
        said = ngettext(
            "{count} row saved; not complete yet, so nothing is decided from it.",
            "{count} rows saved; not complete yet, so nothing is decided from them.",
            count,
        )
        return (Line(said.format(count=count), Tone.AWAITED),)

    def _table(self) -> tuple[Line, ...]:
        told = [row_words(self._q, row, self.language) for row in self.rows]
        return table_lines(self._q, told, self.language)

    def _field_prompt(self) -> Prompt:
        field = self._field()
        at = len(self.rows) + 1 if self._index is None else self._index + 1
        asked = _("Date of row {number}").format(number=at)
        if field is not asking.ROW_DATE:
            asked = asking.ask_text(field, self.language)
        head = _("{question} · row {number}, {date}").format(
            question=asking.ask_text(self._q, self.language),
            number=at,
            date=self._row.get("date", "…"),
        )
        hint = asking.field_hint(field)
        if field is not asking.ROW_DATE:
            skip = _("Enter alone leaves it out; Escape drops the row")
            hint = " · ".join(filter(None, (hint, skip)))
        return Prompt(
            text=asked,
            heading=head,
            help=asking.short_help(field, self.language),
            options=asking.options(field, self.language),
            keys=asking.keys(field),
            hint=hint,
            single=asking.takes_keys(field),
        )

    def _complete_prompt(self) -> Prompt:
        preview = self._preview()
        count = len(self.rows)
        asked = ngettext(
            "Is this {count} row all there is?", "Are these {count} rows all there are?", count
        ).format(count=count)
        if not count:
            asked = _("Were there none at all?")
        return Prompt(
            text=asked,
            heading=asking.ask_text(self._q, self.language),
            lines=(*self._table(), *preview_lines(self.sitting, preview, self.language)),
            hint=_("Enter says that the table is complete; Escape goes back to it"),
        )

    def _beside(self, text: str, hint: str) -> Prompt:
        return Prompt(text=text, heading=asking.ask_text(self._q, self.language), hint=hint)

    # What is entered.

    def echo(self, text: str) -> tuple[Line, ...]:
        """Say what the text on the line would be taken as."""
        if not text.strip():
            return self.complaint
        asked = {Stage.ROWS: asking.ROW_DATE, Stage.FIELD: self._field(), Stage.DUE: asking.DUE}
        question = asked.get(self.stage)
        return asking.reading_lines(self._read(question, text)) if question else ()

    def key(self, character: str) -> Step | None:
        """Take a key on an empty line; a field is given or left out, never missing."""
        field = self._field()
        if self.stage is not Stage.FIELD or field is asking.ROW_DATE:
            return None
        read = read_key(field, character, asking.labels(field, self.language))
        match read:
            case Value(data=data):
                return self._take(data)
            case NoAnswer():
                return self._complain(_("Enter alone leaves a field out."))
        return None

    def choose(self, index: int) -> Step:
        """Take the option at a place of the list shown."""
        field = self._field()
        if field.type is QuestionType.BOOLEAN:
            return self._take(index == 0)
        if field.type is QuestionType.CHOICE:
            return self._take(tuple(field.options)[index])
        return Step.STAYED

    def enter(self, text: str) -> Step:
        """Take what was entered."""
        self.complaint = ()
        return _ENTRIES[self.stage](self, text.strip())

    def _enter_rows(self, text: str) -> Step:
        if not text:
            return self._go(Stage.COMPLETE)
        match self._read(asking.ROW_DATE, text):
            case Understood(data={"missing": str(reason)}):
                return self.missing(Missing(reason))
        self._start(None)
        step = self._enter_field(text)
        if self.complaint:
            self.stage = Stage.ROWS
        return step

    def _enter_field(self, text: str) -> Step:
        field = self._field()
        if not text:
            if field is asking.ROW_DATE:
                return self._complain(_("A row needs its date."))
            return self._next_field()
        match self._read(field, text):
            case Understood(data=dict()):
                return self._complain(_("Enter alone leaves a field out."))
            case Understood(data=data, certain=True):
                return self._take(data)
            case Understood(echo=said):
                return self._complain(_("Type it exactly: {reading}").format(reading=said))
            case Ambiguous(readings=readings, message=message):
                return self._complain(message, " / ".join(one.echo for one in readings))
            case Refused(message=message, hint=hint):
                return self._complain(message, hint or "")

    def _take(self, data: object) -> Step:
        field = self._field()
        if field is asking.ROW_DATE and not asking.is_full(data):
            return self._complain(_("A row needs a full date: 2026-01-31."))
        self._row[self._fields[0]] = data
        return self._next_field()

    def _next_field(self) -> Step:
        self._fields.pop(0)
        while self._fields and not self._applies(self._fields[0]):
            self._fields.pop(0)
        if self._fields:
            return self._go(Stage.FIELD)
        self.sitting.save_row(self.question, self._row, self._index)
        self._start(None)
        return self._go(Stage.ROWS)

    def _applies(self, field: str) -> bool:
        return field_applies(self.sitting.protocol, self._q, field, self._row, self.sitting.on)

    def _start(self, index: int | None) -> None:
        self._index = index
        self._row = {}
        self._fields = ["date", *self._q.fields]
        self.stage = Stage.FIELD

    def _field(self) -> Question:
        name = self._fields[0] if self._fields else "date"
        return asking.ROW_DATE if name == "date" else self._q.fields[name]

    def _enter_complete(self, text: str) -> Step:
        if text:
            return self._complain(_("Enter alone completes the table, Escape goes back to it."))
        preview = self._preview()
        if preview.needs_reason and self._reason is None:
            return self._go(Stage.REASON)
        self.sitting.complete_series(self.question, reason=self._reason)
        return Step.DONE

    def _enter_reason(self, text: str) -> Step:
        self._reason = text or None
        if not text:
            return self._complain(_("A correction needs a reason."))
        return self._enter_complete("")

    def _enter_due(self, text: str) -> Step:
        due: date | None = None
        if text:
            read = asking.read_due(text, self.sitting.on, self.language)
            if isinstance(read, Line):
                self.complaint = (read,)
                return Step.STAYED
            due = date.fromisoformat(read)
        self.sitting.await_series(self.question, due)
        return Step.DONE

    def back(self) -> Step:
        """Leave the row, or go back to the table; with nothing begun, leave."""
        self.complaint = ()
        if self.stage is Stage.ROWS:
            return Step.LEFT
        if self.stage is Stage.COMPLETE and would_fail(self._preview()):
            self.sitting.take_back_entry(self.question, self._given())
        return self._go(Stage.ROWS)

    def missing(self, reason: Missing) -> Step:
        """Say that the series is awaited, or that there is no answer."""
        if reason is Missing.PENDING:
            return self._go(Stage.DUE)
        given = Given(raw={"missing": reason.value}, typed=None, language=self.language)
        self.sitting.give(self.question, given, reason=self._reason)
        return Step.DONE

    def command(self, name: str, argument: str) -> Step | None:
        """Take `/row`, `/remove`, `/complete` and the missing reasons."""
        if name in {reason.value for reason in Missing}:
            return self.missing(Missing(name))
        if name == "complete":
            return self._go(Stage.COMPLETE)
        if name not in ("row", "remove"):
            return None
        if not (argument.isascii() and argument.isdigit() and 1 <= int(argument) <= len(self.rows)):
            return self._complain(_("Which row? Such as {example}").format(example=f"/{name} 1"))
        at = int(argument) - 1
        if name == "remove":
            self.sitting.remove_row(self.question, at)
            return self._go(Stage.ROWS)
        self._start(at)
        return Step.MOVED

    def _preview(self) -> Preview:
        return self.sitting.preview(self.question, self._given())

    def _given(self) -> Given:
        return Given({"value": [dict(row) for row in self.rows]}, language=self.language)

    def _read(self, field: Question, text: str) -> Understood | Ambiguous | Refused:
        return understand_text(field, text, self.sitting.on, self.language)

    def _complain(self, message: str, hint: str = "") -> Step:
        self.complaint = (Line("; ".join(part for part in (message, hint) if part), Tone.FAIL),)
        return Step.STAYED

    def _go(self, stage: Stage) -> Step:
        self.stage = stage
        return Step.MOVED


_ENTRIES: dict[Stage, Callable[[SeriesFlow, str], Step]] = {
    Stage.ROWS: SeriesFlow._enter_rows,
    Stage.FIELD: SeriesFlow._enter_field,
    Stage.COMPLETE: SeriesFlow._enter_complete,
    Stage.DUE: SeriesFlow._enter_due,
    Stage.REASON: SeriesFlow._enter_reason,
}
