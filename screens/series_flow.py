"""A series, entered as rows in one place: each with its date, then its fields one after another.

Each field is in the record before the next one is asked, so the row being entered is read from
there, and goes on wherever it was left. The series has no value until it is said to be complete;
whoever changes it after that says first why.
"""

from collections.abc import Callable, Mapping
from datetime import date

from screener.interview.dates_beside import ROW_DATE
from screener.interview.readings import Reading, Refused, Understood
from screener.interview.rows import DATE, NOTHING, of_the_same_day, twins
from screener.interview.sitting import Given, Sitting
from screener.language import _
from screener.protocol.answers import Missing
from screener.protocol.model import Question, QuestionType
from screener.record.events import EventKind
from screens import asking
from screens.commands import BY_ID
from screens.prompts import Line, Prompt, Step
from screens.series_meeting import SeriesMeeting
from screens.series_prompts import SeriesPrompts, Stage
from screens.single_keys import NoAnswer, Value, option_number, read_key


class SeriesFlow(SeriesMeeting):
    """Leads the entry of a series."""

    def __init__(self, sitting: Sitting, question: str, language: str) -> None:
        super().__init__()
        self.sitting = sitting
        self.question = question
        self.language = language
        self._q = sitting.protocol.questions[question]
        self._prompts = SeriesPrompts(sitting, question, language)
        #: What is done once it is said why the complete table is changed.
        self._then: Callable[[], Step] | None = None
        #: A date of which there is a row already, and how it was typed.
        self._day: tuple[object, str] = (None, "")
        self._note: str | None = None
        #: The rows as they were shown to fail criteria, and which ones; until they are complete.
        self._shown: tuple[Given, tuple[str, ...]] | None = None
        self.stage = self._here()
        self._seen = self._recorded()

    @property
    def begun(self) -> bool:
        """Whether something is under way that a step back leads out of."""
        return self.stage is not Stage.ROWS or self.offer is not None

    # What is asked.

    def prompt(self) -> Prompt:
        """Give what is asked now, and keep in mind what it shows."""
        self._seen = self._recorded()
        self._prompts.unrecorded = self._unrecorded
        if self.offer is not None:
            return self.offer.prompt(self._prompts.of(self.stage, self._day[0]).text)
        if self.stage is Stage.COMPLETE and (fails := self._prompts.preview().fails):
            self._shown = self._prompts.given(), fails
        return self._prompts.of(self.stage, self._day[0])

    def echo(self, text: str) -> tuple[Line, ...]:
        """Say what the text on the line would be taken as."""
        if not text.strip():
            return self.complaint
        if self.offer is not None:
            return self.offer.echo(text)
        if self.stage is Stage.LEAVE and (at := self._numbered(text)) is not None:
            return (Line(f"→ {self.prompt().options[at]}"),)
        if self.stage is Stage.FIELD and text.strip() in NOTHING:
            return (Line("→ " + _("left empty")),)
        match self.stage:
            case Stage.ROWS | Stage.DAY:
                return asking.reading_lines(self._read(ROW_DATE, text))
            case Stage.FIELD:
                return asking.reading_lines(self._read_field(text))
            case Stage.DUE:
                return asking.reading_lines(self._read_due(text))
        return ()

    # What is entered.

    def key(self, character: str) -> Step | None:
        """Take a key on an empty line; a field is given or left out, never missing."""
        field = self._field()
        if self.stage is not Stage.FIELD or field is ROW_DATE or self.offer is not None:
            return None
        match read_key(field, character, asking.labels(field, self.language)):
            case Value(data=data):
                self._typed = character
                return self.keeping(character, lambda: self._record(data, character))
            case NoAnswer():
                return self.complain(_("A field has a value, or is left empty with Enter."))
        return None

    def choose(self, index: int) -> Step:
        """Take the option at a place of the list shown."""
        if self.offer is not None:
            return self.choose_offer(self.offer, index)
        if self.stage is Stage.LEAVE:
            return (self._put_back, self._leave_open)[index]()
        field = self._field()
        value: object = index == 0
        if field.type is QuestionType.CHOICE:
            value = tuple(field.options)[index]
        elif field.type is not QuestionType.BOOLEAN:
            return Step.STAYED
        self._typed = asking.options(field, self.language)[index]
        return self.keeping(self._typed, lambda: self._record(value, None))

    def enter(self, text: str) -> Step:
        """Take what was entered."""
        self.complaint = ()
        typed = text.strip()
        if (offer := self.offer) is not None:
            return self.keeping(self._typed, lambda: self.enter_offer(offer, typed))
        if self.stage in (Stage.ROWS, Stage.FIELD):
            self._typed = typed
        return self.keeping(typed, lambda: _ENTRIES[self.stage](self, typed))

    def _enter_rows(self, text: str) -> Step:
        if not text:
            return self._complete()

        def take(meant: Understood) -> Step:
            match meant.data:
                case {"missing": str(reason), **beside}:
                    return self.missing(Missing(reason), str(beside.get("due", "")))
            return self._with_reason(lambda: self._record(meant.data, text))

        return self.settle(text, lambda: self._read(ROW_DATE, text), take)

    def _enter_field(self, text: str) -> Step:
        field = self._field()
        if not text:
            entry = self.sitting.row_entry(self.question)
            kept = entry.row.get(self._asked) if entry else None
            if kept is None and field is ROW_DATE:
                return self.complain(_("A row needs its date."))
            return self._record(kept, None)
        if text in NOTHING and field is not ROW_DATE:
            return self._record(None, text)
        return self.settle(
            text, lambda: self._read_field(text), lambda meant: self._record(meant.data, text)
        )

    def _enter_day(self, text: str) -> Step:
        if text:
            self.stage = self._here()
            return self.enter(text)
        return self._give(*self._day)

    def _enter_save(self, text: str) -> Step:
        if text:
            return self.complain(_("Enter alone saves the row, Escape goes back into it."))
        self.sitting.save_row(self.question)
        return self._go(Stage.ROWS)

    def _enter_theirs(self, text: str) -> Step:
        if text:
            return self.complain(_("Enter alone goes on with it; Escape leaves the table."))
        return self._go(self._here())

    def _enter_complete(self, text: str) -> Step:
        if text:
            return self.complain(_("Enter alone completes the table, Escape goes back to it."))
        self.sitting.complete_series(self.question)
        return Step.DONE

    def _enter_reason(self, text: str) -> Step:
        if not text:
            return self.complain(_("A correction needs a reason."))
        self.sitting.reopen_series(self.question, text)
        self.stage = self._here()
        then, self._then = self._then, None
        return then() if then else Step.MOVED

    def _enter_due(self, text: str) -> Step:
        if not text:
            return self._await()
        return self.settle(text, lambda: self._read_due(text), self._await)

    def _await(self, until: Understood | None = None) -> Step:
        due = date.fromisoformat(str(until.data)) if until else None
        self.sitting.await_series(self.question, due, self._note)
        return Step.DONE

    def _enter_leave(self, text: str) -> Step:
        if (at := self._numbered(text)) is not None:
            return self.choose(at)
        return self.complain(_("Type the number of one of these; Escape goes back."))

    # A row.

    def _read_field(self, text: str) -> Reading:
        """Read a field's value; a reason why there is none is no such value."""
        read = self._read(self._field(), text)
        if isinstance(read, Understood) and isinstance(read.data, dict):
            return Refused(_("A field has a value, or is left empty with Enter."))
        return read

    def _record(self, data: object, typed: str | None) -> Step:
        """Keep a field, unless it is a date of which there is another row already."""
        if self._field() is ROW_DATE and of_the_same_day(self.rows, data, self._index):
            self._day = (data, typed or "")
            kept = self._index is not None and self.rows[self._index].get(DATE) == data
            if not kept:
                return self._go(Stage.DAY)
        return self._give(data, typed)

    def _give(self, data: object, typed: str | None) -> Step:
        sitting, question = self.sitting, self.question
        name = self._asked
        sitting.enter_field(question, data, typed=typed, language=self.language)
        self.is_recorded(name)
        entry = sitting.row_entry(question)
        whole = sitting.field_asked(question) is None
        if whole and entry and not twins(self.rows, entry.entered, entry.index):
            sitting.save_row(question)
        return self._go(self._here())

    # Around the rows.

    def back(self) -> Step:
        """Step back by one field, or to the table; an open table is put back or left open."""
        if self.offer is not None:
            return self._go(self.stage)
        self.complaint = ()
        sitting, question = self.sitting, self.question
        if self.stage is Stage.THEIRS:
            return self._leave_open()
        if self.stage in (Stage.FIELD, Stage.SAVE):
            sitting.step_back(question, self.language)
        elif self.stage is Stage.ROWS and question in sitting.state.reopened:
            return self._put_back() if sitting.is_unchanged(question) else self._go(Stage.LEAVE)
        elif self.stage is Stage.ROWS:
            return Step.LEFT
        self.leave()
        return Step.MOVED

    def leave(self) -> None:
        """Go back to where the record stands: rows that were shown to fail a criterion stay in it.

        What else was entered of the table is in the record field by field.
        """
        if self._shown:
            self.sitting.take_back_entry(self.question, *self._shown)
        self._shown = self._then = None
        self._go(self._here())

    def holds(self) -> bool:
        """Whether the table is as it was shown."""
        return self._recorded() == self._seen

    def speak(self, language: str) -> None:
        """Go on in another language."""
        before, self.language = self.language, language
        # The interface may speak another language by now although the question does not.
        self.offer_anew()
        if language != before:
            self._prompts = SeriesPrompts(self.sitting, self.question, language)

    def _put_back(self) -> Step:
        self.sitting.put_back_series(self.question)
        return Step.DONE

    def _leave_open(self) -> Step:
        """Ask what else there is to ask before this table."""
        upcoming = self.sitting.upcoming()
        if self.question in upcoming and len(upcoming) > 1:
            self.sitting.skip(self.question)
        return Step.LEFT

    def _complete(self) -> Step:
        if self.sitting.is_complete(self.question):
            return self.complain(_("The table is complete. Escape leaves it as it is."))
        if self.question in self.sitting.state.reopened and self.sitting.is_unchanged(
            self.question
        ):
            return self._put_back()
        return self._go(Stage.COMPLETE)

    def missing(self, reason: Missing, beside: str = "", *, noted: bool = False) -> Step:
        """Say that the series is awaited, with its due date or a note, or that none is known."""
        self._typed = f"{BY_ID[reason].slash} {beside}".rstrip()
        self._note, awaited = None, reason is Missing.PENDING
        if awaited and not noted and not isinstance(self._read_due(beside), Refused):
            return self.settle(
                self._typed,
                lambda: self._read_due(beside),
                lambda until: self._with_reason(lambda: self._await(until)),
            )
        self._note = beside or None
        if awaited:
            return self._with_reason(lambda: self._go(Stage.DUE))
        return self._with_reason(lambda: self._give_missing(reason))

    def no_answer(self, reason: Missing, note: str) -> Step | None:
        """Take a missing reason and its note; of what is awaited the due date is asked next."""
        if self.stage is Stage.FIELD:
            return self._row_first()
        if self.stage is not Stage.ROWS:
            return None
        return self.keeping("", lambda: self.missing(reason, note, noted=True))

    def _row_first(self) -> Step:
        return self.complain(_("Enter the row to its end first; Escape steps out of it."))

    def _give_missing(self, reason: Missing) -> Step:
        raw = {"missing": reason.value, **({"note": self._note} if self._note else {})}
        given = Given(raw=raw, typed=None, language=self.language)
        why = self.sitting.state.reopened.get(self.question)
        self.sitting.give(self.question, given, reason=why)
        return Step.DONE

    def _with_reason(self, then: Callable[[], Step]) -> Step:
        """Change the table, once it is said why where it is complete."""
        if not self.sitting.is_complete(self.question):
            return then()
        self._then = then
        return self._go(Stage.REASON)

    def command(self, name: str, argument: str) -> Step | None:
        """Take `/row`, `/remove`, `/complete`, the missing reasons, and undoing a saved row."""
        if self.stage is Stage.FIELD and name in {*Missing, "row", "remove", "complete"}:
            return self._row_first()
        if self.stage is not Stage.ROWS:
            return None
        if name in set(Missing):
            return self.keeping("", lambda: self.missing(Missing(name), argument))
        self._typed = ""
        if name == "complete":
            return self._complete()
        if name == "undo":
            return self._undo()
        if name not in ("row", "remove"):
            return None
        if (at := option_number(argument.lstrip("0"), len(self.rows))) is None:
            return self.complain(_("Which row? Such as {example}").format(example=f"/{name} 1"))
        change = self._change if name == "row" else self._remove
        return self._with_reason(lambda: change(at))

    def _undo(self) -> Step | None:
        """Go back into the row just saved; never past a row to the question before."""
        if self.offer is not None:
            return self.back()
        if self.sitting.reenter_last_row(self.question, self.language) is not None:
            return self._go(self._here())
        if self.sitting.bring_back_row(self.question) is not None:
            return self._tell_row(_("Brought back"), self.rows[-1], len(self.rows))
        last = self.sitting.state.last
        if last.kind not in _ROW_GONE or last.body["question"] != self.question:
            return None
        return self.complain(_("Enter the row anew; the record keeps the one that is gone."))

    def _change(self, at: int) -> Step:
        self.sitting.begin_row(self.question, at, self.language)
        return self._go(self._here())

    def _remove(self, at: int) -> Step:
        gone = self.rows[at]
        self.sitting.remove_row(self.question, at)
        return self._tell_row(_("Removed"), gone, at + 1)

    def _tell_row(self, done: str, row: Mapping[str, object], number: int) -> Step:
        """Go back to the table, and say what was done to a row."""
        self._go(Stage.ROWS)
        self.complaint = (self._prompts.row_line(done, row, number),)
        return Step.MOVED

    def _numbered(self, text: str) -> int | None:
        return option_number(text, len(self.prompt().options))

    def _read(self, field: Question, text: str) -> Reading:
        return asking.read_text(field, text, self.sitting.on, self.language)

    def _read_due(self, text: str) -> Reading:
        return asking.read_due(text, self.sitting.on)

    def _go(self, stage: Stage) -> Step:
        self.complaint, self.offer = (), None
        self.stage = stage
        return Step.MOVED


_ROW_GONE = (EventKind.ROW_REMOVED, EventKind.ROW_LEFT)
_ENTRIES: dict[Stage, Callable[[SeriesFlow, str], Step]] = {
    Stage.ROWS: SeriesFlow._enter_rows,
    Stage.FIELD: SeriesFlow._enter_field,
    Stage.DAY: SeriesFlow._enter_day,
    Stage.SAVE: SeriesFlow._enter_save,
    Stage.THEIRS: SeriesFlow._enter_theirs,
    Stage.COMPLETE: SeriesFlow._enter_complete,
    Stage.DUE: SeriesFlow._enter_due,
    Stage.REASON: SeriesFlow._enter_reason,
    Stage.LEAVE: SeriesFlow._enter_leave,
}
