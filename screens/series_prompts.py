"""What is put to the person at each stage of a series."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from screener.interview.dates_beside import ROW_DATE
from screener.interview.rows import DATE, of_the_same_day, row_told, twins
from screener.interview.sitting import Given, Preview, Sitting
from screener.interview.told import value_told
from screener.joining import labelled, sentences
from screener.language import _, ngettext
from screener.prose.values import short_help
from screener.protocol.model import Question
from screener.record.state import RowEntry
from screens import asking
from screens.commands import with_keys
from screens.effects import preview_lines, voids_lines, whole_preview, would_fail
from screens.headings import question_heading, source_said
from screens.prompts import Line, Prompt, TableRow, Tone
from screens.trail import who_and_when
from screens.widgets.series import table_row, table_rows


class Stage(StrEnum):
    """What is asked now."""

    ROWS = "rows"
    FIELD = "field"
    #: There is a row of this date already.
    DAY = "day"
    #: There is a row that says the very same.
    SAVE = "save"
    #: Someone else is entering a row, which can be gone on with.
    THEIRS = "theirs"
    COMPLETE = "complete"
    DUE = "due"
    REASON = "reason"
    #: The table was changed and is not complete: put back, or left open.
    LEAVE = "leave"


class Unrecorded(NamedTuple):
    """What was entered of a table, and not recorded because someone else wrote.

    `name` is the field, or the date, that it was typed for, `row` the row's place; `told` says it.
    """

    name: str
    typed: str
    told: str
    row: int


class SeriesPrompts:
    """The prompts of one series, in one language."""

    #: What is not recorded, where someone else wrote before it could be.
    unrecorded: tuple[Unrecorded, ...] = ()

    def __init__(self, sitting: Sitting, question: str, language: str) -> None:
        self.sitting = sitting
        self.question = question
        self.language = language
        self._q = sitting.protocol.questions[question]
        #: A row that was being entered before; it is said once that it goes on.
        self._resumed = sitting.row_taken_up(question)

    def of(self, stage: Stage, day: object) -> Prompt:
        """Give what is asked at a stage; `day` is the date of which there is a row already."""
        prompt = _PROMPTS[stage](self, day)
        return prompt._replace(lines=(*self._not_recorded(stage), *prompt.lines))

    def _not_recorded(self, stage: Stage) -> tuple[Line, ...]:
        """Say what was entered and is not recorded, and how it comes to be."""
        entry = self.sitting.row_entry(self.question)
        told = _("You entered, not recorded yet: {answer}")
        lines = [
            Line(said, Tone.AWAITED)
            for left in self.unrecorded
            for said in (*self._theirs(entry, left), told.format(answer=left.told))
        ]
        names = {left.name for left in self.unrecorded}
        if stage is not Stage.FIELD or entry is None or names.isdisjoint(entry.passed):
            return tuple(lines)
        how = _("Escape steps back to it.")
        if names == {DATE}:
            how = _("It comes again with the next row; Escape steps back to the date of this one.")
        return (*lines, Line(how, Tone.QUIET))

    def _theirs(self, entry: RowEntry | None, left: Unrecorded) -> Iterator[str]:
        """Say what someone else has entered in the place of what is not recorded."""
        if entry is None or left.row != self._number(entry) - 1 or left.name not in entry.makers:
            return
        made, said = entry.makers[left.name], str(entry.row.get(left.name, ""))
        if left.name != DATE:
            field, value = self._q.fields[left.name], entry.row.get(left.name)
            said = _("left empty") if value is None else value_told(field, value, self.language)
            said = labelled(asking.ask_text(field, self.language), said)
        who = who_and_when(made.person, made.at, self.sitting.time_zone)
        yield _("Recorded: {answer} ({who})").format(answer=said, who=who)

    def preview(self) -> Preview:
        """Tell what the rows would do as they stand."""
        return self.sitting.preview(self.question, self.given())

    def given(self) -> Given:
        """Give the rows as an answer."""
        rows = [dict(row) for row in self._rows]
        return Given({"value": rows}, language=self.language)

    def row_line(self, done: str, row: Mapping[str, object], number: int) -> Line:
        """Say what was done to a row, by its number."""
        told = row_told(self._q, row, number, self.language)
        return Line(labelled(done, told), Tone.AWAITED)

    @property
    def _rows(self) -> tuple[Mapping[str, object], ...]:
        return self.sitting.state.rows(self.question)

    @property
    def _ask(self) -> str:
        return asking.ask_text(self._q, self.language)

    def _table(self, only: tuple[int, ...] | None = None) -> tuple[TableRow, ...]:
        rows = table_rows(self._q, self._rows, self.language)
        return rows if only is None else tuple(rows[at] for at in only)

    # The table.

    def _rows_prompt(self, _day: object) -> Prompt:
        return Prompt(
            text=self._ask,
            heading=question_heading(self.sitting, self.question, self.language),
            help="" if self._rows else short_help(self._q, self.language),
            table=self._table(),
            lines=tuple(self._standing()),
            hint=with_keys(self._rows_hint()),
        )

    def _rows_hint(self) -> str:
        if self.sitting.is_complete(self.question):
            return _(
                "a date adds a row · /row 1 changes, /remove 1 removes; "
                "a change asks first why · Escape leaves"
            )
        if not self._rows:
            return _("the date of the first row, then Enter · {missing} no answer …")
        said = _(
            "the date of the next row; Enter alone when these are all · /row 1 changes, "
            "/remove 1 removes · {missing} awaited"
        )
        return " · ".join((said, _("↑ earlier rows"))) if len(self._rows) > 2 else said

    def _standing(self) -> list[Line]:
        state, count = self.sitting.state, len(self._rows)
        if reason := state.reopened.get(self.question):
            said = _(
                "The table is open again ({reason}). "
                "Nothing is decided from it until it is complete; Enter alone completes it."
            )
            return [Line(said.format(reason=reason), Tone.AWAITED)]
        if self.sitting.is_complete(self.question):
            return [Line(_("The table is complete."), Tone.QUIET)]
        if not count:
            return []
        said = ngettext(
            "{count} row saved; not complete yet, so nothing is decided from it.",
            "{count} rows saved; not complete yet, so nothing is decided from them.",
            count,
        )
        return [Line(said.format(count=count), Tone.AWAITED)]

    # A row.

    def _field_prompt(self, _day: object) -> Prompt:
        entry = self._entry()
        name = self.sitting.field_asked(self.question) or DATE
        field = ROW_DATE if name == DATE else self._q.fields[name]
        asked = _("Date of row {number}").format(number=self._number(entry))
        if name != DATE:
            asked = asking.ask_text(field, self.language)
        proposed = self._proposed(entry, field, name)
        return Prompt(
            text=asked,
            heading=self._heading(entry),
            help=short_help(field, self.language),
            options=asking.options(field, self.language),
            keys=asking.keys(field),
            table=self._so_far(entry),
            lines=self._goes_on(entry),
            hint=self._field_hint(field, name, proposed),
            proposed=proposed,
            single=asking.takes_keys(field),
        )

    def _entry(self) -> RowEntry:
        entry = self.sitting.row_entry(self.question)
        assert entry is not None, "a field is asked of a row"
        return entry

    def _number(self, entry: RowEntry) -> int:
        return (len(self._rows) if entry.index is None else entry.index) + 1

    def _heading(self, entry: RowEntry) -> str:
        said = _("{question} · row {number}, {date}")
        if entry.index is not None:
            said = _("{question} · row {number} anew, {date}")
        told = said.format(
            question=self._ask, number=self._number(entry), date=entry.row.get(DATE, "…")
        )
        return _beside(told, source_said(self.sitting))

    def _so_far(self, entry: RowEntry) -> tuple[TableRow, ...]:
        """Show what was entered of the row, and nothing that was not."""
        if len(entry.passed) < 2:
            return ()
        number = self._number(entry)
        return (table_row(self._q, entry.entered, number, self.language, entry.passed),)

    def _proposed(self, entry: RowEntry, field: Question, name: str) -> str:
        kept = entry.row.get(name)
        if kept is None or name == DATE:
            return str(kept or "")
        return value_told(field, kept, self.language)

    def _goes_on(self, entry: RowEntry) -> tuple[Line, ...]:
        if self._resumed is None or self._resumed.passed != entry.passed:
            return ()
        zone = self.sitting.time_zone
        begun = entry.begun.astimezone(zone)
        today = begun.date() == self.sitting.on
        said = _("Row {number}, begun at {time} by {name}, goes on.").format(
            number=self._number(entry),
            time=f"{begun:%H:%M}" if today else f"{begun:%Y-%m-%d %H:%M}",
            name=entry.person.name,
        )
        return (Line(said, Tone.AWAITED),)

    def _field_hint(self, field: Question, name: str, proposed: str) -> str:
        back = _("Escape leaves the row") if name == DATE else _("Escape steps back")
        leave = _("Enter alone leaves it empty")
        if proposed:
            leave = _("Enter keeps {value}").format(value=proposed)
            if name != DATE:
                leave += " · " + _("- empties it")
        elif name == DATE:
            leave = ""
        return " · ".join(filter(None, (asking.field_hint(field), leave, back)))

    def _day_prompt(self, day: object) -> Prompt:
        entry = self.sitting.row_entry(self.question)
        index = entry.index if entry else None
        return Prompt(
            text=_("There is a row of this date already. Is it another examination?"),
            heading=self._ask,
            table=self._table(of_the_same_day(self._rows, day, index)),
            hint=_("Enter says that it is another one; Escape goes back; or type another date"),
        )

    def _save_prompt(self, _day: object) -> Prompt:
        entry = self._entry()
        same = twins(self._rows, entry.entered, entry.index)
        asked = _("Save this row?")
        if same:
            asked = _("There is a row that says the very same. Is it another examination?")
        return Prompt(
            text=asked,
            heading=self._heading(entry),
            table=(*self._table(same), *self._so_far(entry)),
            lines=self._goes_on(entry),
            hint=_("Enter saves it as another one; Escape goes back into the row"),
        )

    def _theirs_prompt(self, _day: object) -> Prompt:
        entry = self._entry()
        said = _("{name} is entering row {number}. Do you go on with it?")
        return Prompt(
            text=said.format(name=entry.last_by.name, number=self._number(entry)),
            heading=self._heading(entry),
            table=self._so_far(entry),
            hint=_("Enter goes on with that row; Escape leaves the table, and lets yours go"),
        )

    # Around the rows.

    def _complete_prompt(self, _day: object) -> Prompt:
        count = len(self._rows)
        asked = ngettext(
            "Is this {count} row all there is?", "Are these {count} rows all there are?", count
        ).format(count=count)
        if not count:
            asked = _("Were there none at all?")
        preview = self.preview()
        hint = _("Enter says that the table is complete; Escape goes back to it")
        if would_fail(preview):
            asked = sentences(asked, _("This fails a criterion. Shall it count?"))
            hint = _(
                "Enter says that the table is complete; "
                "Escape goes back to it, which the record keeps"
            )
        return Prompt(
            text=asked,
            heading=_beside(self._ask, source_said(self.sitting)),
            table=self._table(),
            lines=preview_lines(self.sitting, preview, self.language),
            more=whole_preview(self.sitting, preview, self.language),
            hint=hint,
        )

    def _due_prompt(self, _day: object) -> Prompt:
        return Prompt(
            text=_("When is it due?"),
            heading=self._ask,
            hint=asking.due_hint(),
        )

    def _reason_prompt(self, _day: object) -> Prompt:
        said = _(
            "The table is complete. With the reason it is open again, "
            "and nothing is decided from it until it is complete."
        )
        return Prompt(
            text=_("Why is the table changed?"),
            heading=self._ask,
            lines=(Line(said, Tone.AWAITED), *voids_lines(self.sitting)),
            hint=_("the reason, then Enter; Escape leaves everything as it was"),
        )

    def _leave_prompt(self, _day: object) -> Prompt:
        return Prompt(
            text=_("The changed table is not complete. What becomes of it?"),
            heading=self._ask,
            options=(
                _("put it back as it was; the changed rows stay readable in the record"),
                _("leave it open for later; nothing is decided from it until then"),
            ),
            hint=_("its number, or the arrows, then Enter; Escape goes back to the table"),
        )


def _beside(*parts: str) -> str:
    return " · ".join(filter(None, parts))


_PROMPTS: Mapping[Stage, Callable[[SeriesPrompts, object], Prompt]] = {
    Stage.ROWS: SeriesPrompts._rows_prompt,
    Stage.FIELD: SeriesPrompts._field_prompt,
    Stage.DAY: SeriesPrompts._day_prompt,
    Stage.SAVE: SeriesPrompts._save_prompt,
    Stage.THEIRS: SeriesPrompts._theirs_prompt,
    Stage.COMPLETE: SeriesPrompts._complete_prompt,
    Stage.DUE: SeriesPrompts._due_prompt,
    Stage.REASON: SeriesPrompts._reason_prompt,
    Stage.LEAVE: SeriesPrompts._leave_prompt,
}
