"""A series in the plain mode: its rows said by number, each entered field by field.

The same as in the app, by line: every field is in the record before the next one is asked, and a
row that was begun goes on wherever it was left.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from screener.interview.plain_conflicts import insist, recorded, say_both
from screener.interview.plain_questions import ask_text, hints
from screener.interview.plain_sources import recorded_source
from screener.interview.readings import Understood
from screener.interview.refusals import Refused
from screener.interview.rows import DATE, NOTHING, of_the_same_day, row_parts, row_told, twins
from screener.interview.sitting import Given, Sitting
from screener.interview.told import value_told
from screener.interview.voiding import voids_told
from screener.joining import before, labelled, phrases, sentences
from screener.language import _
from screener.protocol.model import Question
from screener.record.errors import Conflict

if TYPE_CHECKING:
    from screener.interview.plain_answers import Asking


class SeriesAsking:
    """Asks a series by line; `asking` reads what is typed."""

    def __init__(self, asking: "Asking") -> None:
        self.asking = asking
        self.sitting: Sitting = asking.sitting
        self.lines = asking.lines
        #: The rows whose going on has been said.
        self._said: set[str] = set()
        #: The fields whose help has been said: not anew in every row.
        self._helped: set[tuple[str, str]] = set()

    # What is said.

    def put(self, id: str) -> None:
        """Say the rows, and the field of the row being entered."""
        rows, question = self.sitting.state.rows(id), self.sitting.question(id)
        entry = self.sitting.row_entry(id)
        if entry is None:
            for number, row in enumerate(rows, 1):
                self.lines.say(f"  {number}. {self._told(question, row)}")
            self._standing(id, len(rows))
            return
        if id not in self._said and self.sitting.row_taken_up(id) is not None:
            self._said.add(id)
            begun = entry.begun.astimezone(self.sitting.time_zone)
            said = _("Row {number}, begun at {time} by {name}, goes on.").format(
                number=self._number(id), time=f"{begun:%Y-%m-%d %H:%M}", name=entry.person.name
            )
            self.lines.say(said)
        self._put_field(id, question)

    def _standing(self, id: str, count: int) -> None:
        """Say whether the table is complete, and each time what can be typed."""
        if reason := self.sitting.state.reopened.get(id):
            said = _(
                "The table is open again ({reason}). "
                "Nothing is decided from it until it is complete; /complete completes it."
            )
            self.lines.say(said.format(reason=reason))
        elif self.sitting.is_complete(id):
            self.lines.say(_("The table is complete; a change asks first why."))
            self.lines.say(_("A date adds a row, /row 1 changes one, /remove 1 takes one out."))
            return
        if count:
            said = _(
                "Type the date of row {number}, or /complete where these are all; "
                "/row 1 changes, /remove 1 removes, /pending awaits more."
            )
            self.lines.say(said.format(number=count + 1))
        else:
            self.lines.say(_("There are no rows yet."))
            self.lines.say(
                _(
                    "Type the date of the first one; "
                    "none where there were none, /pending where they are awaited."
                )
            )

    def _put_field(self, id: str, question: Question) -> None:
        entry = self.sitting.row_entry(id)
        name = self.sitting.field_asked(id)
        if entry is None:
            return
        if name is None:
            self.lines.say(_("There is a row that says the very same."))
            self.lines.say(sentences(_("Is it another examination?"), _("Type yes or no.")))
            return
        if name == DATE:
            self.lines.say(_("Date of row {number}").format(number=self._number(id)))
            self.lines.say(_("Answer with a full date, such as 17 May 2019."))
        else:
            field = question.fields[name]
            self.lines.say(labelled(self._heading(id), ask_text(field, self._language)))
            if (id, name) not in self._helped:
                self._helped.add((id, name))
                self.asking.putting.help(field)
            self.lines.say(*hints(field, self._language))
        kept = entry.row.get(name)
        if kept is not None and name == DATE:
            self.lines.say(_("An empty line keeps {value}.").format(value=kept))
        elif kept is not None:
            value = self._value(question.fields[name], kept)
            self.lines.say(_("An empty line keeps {value}; - empties it.").format(value=value))
        elif name != DATE:
            self.lines.say(_("An empty line leaves it out."))

    def _heading(self, id: str) -> str:
        """Name the row being entered, by its number and its date."""
        entry = self.sitting.row_entry(id)
        day = entry.row.get(DATE, "") if entry else ""
        said = (
            _("Row {number} anew, {date}")
            if entry and entry.index is not None
            else _("Row {number}, {date}")
        )
        return said.format(number=self._number(id), date=day)

    def _told(self, question: Question, row: Mapping[str, object]) -> str:
        parts = [
            f"{before(label)}{said}" for label, said in row_parts(question, row, self._language)
        ]
        return phrases([str(row.get(DATE, "")), *parts])

    def _value(self, field: Question, value: object) -> str:
        return value_told(field, value, self._language)

    @property
    def _language(self) -> str:
        return self.asking.language

    def _number(self, id: str) -> int:
        entry = self.sitting.row_entry(id)
        rows = len(self.sitting.state.rows(id))
        return (rows if entry is None or entry.index is None else entry.index) + 1

    # What is heard.

    def hear(self, id: str, text: str) -> None:
        """Take a line: a field of the row being entered, else a date, or why there are no rows."""
        if self.sitting.row_entry(id) is not None:
            self._hear_field(id, text)
            return
        reading = self.sitting.understand(id, text)
        if not isinstance(reading, Understood):
            self._hear_date(id, text)
        elif isinstance(reading.data, dict):
            self.reopen(id)
            self.asking.hear(id, text)
        elif self.sitting.state.rows(id):
            raise Refused(_("There are rows."), _("/remove takes one out."))
        else:
            self.complete(id)

    def _hear_field(self, id: str, text: str) -> None:
        entry, name = self.sitting.row_entry(id), self.sitting.field_asked(id)
        if entry is None:
            return
        if name is None:
            self._hear_save(id, text)
        elif not text:
            kept = entry.row.get(name)
            if kept is None and name == DATE:
                raise Refused(_("A row needs its date."), _("/undo leaves the row."))
            self._give(id, kept, None)
        elif text in NOTHING and name != DATE:
            self._give(id, None, text)
        elif name == DATE:
            self._hear_date(id, text)
        else:
            understood = self.asking.understood(self.sitting.question(id).fields[name], text)
            if understood is None:
                self.lines.say(_("Nothing was recorded."))
            if understood is not None and isinstance(understood.data, dict):
                raise Refused(_("A field has a value, or is left empty with an empty line."))
            if understood is not None:
                self._give(id, understood.data, text)

    def _hear_date(self, id: str, text: str) -> None:
        day = self.asking.full_day(text).isoformat()
        self.reopen(id)
        entry = self.sitting.row_entry(id)
        rows, index = self.sitting.state.rows(id), entry.index if entry else None
        changed = index is None or rows[index].get(DATE) != day
        if changed and of_the_same_day(rows, day, index):
            asked = _("There is a row of this date already. Is it another examination?")
            if not self.lines.agreed(asked):
                raise Refused(_("Nothing was recorded."))
        self._give(id, day, text)

    def _hear_save(self, id: str, text: str) -> None:
        if self.lines.is_yes(text):
            self._save(id)
        else:
            self.sitting.step_back(id)

    def _give(self, id: str, value: object, typed: str | None) -> None:
        name = self._asked(id)
        while True:
            try:
                self.sitting.enter_field(id, value, typed=typed)
                break
            except Conflict as error:
                say_both(self.lines, error)
                self._beside_theirs(id, name)
        entry = self.sitting.row_entry(id)
        same = entry and twins(self.sitting.state.rows(id), entry.entered, entry.index)
        if self.sitting.field_asked(id) is None and not same:
            self._save(id)

    def _asked(self, id: str) -> str | None:
        return DATE if self.sitting.row_entry(id) is None else self.sitting.field_asked(id)

    def _beside_theirs(self, id: str, name: str | None) -> None:
        """Go where a field can be given, beside what someone else wrote, if that is wanted."""
        self.sitting.may_change(id)
        entry = self.sitting.row_entry(id)
        if entry is not None and name in entry.passed:
            said = _("{name} is entering row {number}.")
            self.lines.say(said.format(name=entry.person.name, number=self._number(id)))
            insist(
                self.lines, _("Enter puts yours in the place of theirs; anything else leaves it.")
            )
            while self._asked(id) != name:
                self.sitting.step_back(id)
        elif self._asked(id) != name:
            raise Refused(_("The row is not being entered any more."), _("/row 1 changes a row."))
        else:
            insist(self.lines)
            self.reopen(id)

    def _save(self, id: str) -> None:
        if self.sitting.is_row_unchanged(id):
            self.sitting.leave_row(id)
            self.lines.say(_("Nothing has changed: the row stays as it was."))
            return
        number = self._number(id)
        recorded(self.lines, lambda: self.sitting.save_row(id))
        said = _("Row {number} is saved. It counts once the table is complete.")
        self.lines.say(said.format(number=number))

    # Commands.

    def change(self, id: str, index: int) -> None:
        """Enter a row anew."""
        self.reopen(id)
        self.sitting.begin_row(id, index)

    def remove(self, id: str, index: int) -> None:
        """Take a row out."""
        self.reopen(id)
        rows, question = self.sitting.state.rows(id), self.sitting.question(id)
        self.sitting.remove_row(id, index)
        gone = row_told(question, rows[index], index + 1, self._language)
        self.lines.say(labelled(_("Removed"), gone))

    def step_back(self, id: str) -> bool:
        """Go back by a field, into the row just saved, or bring back the one just removed.

        False where there is nothing of that.
        """
        if self.sitting.row_entry(id) is not None:
            self.sitting.step_back(id)
            return True
        if self.sitting.reenter_last_row(id) is not None:
            return True
        if self.sitting.bring_back_row(id) is None:
            return False
        rows = self.sitting.state.rows(id)
        told = row_told(self.sitting.question(id), rows[-1], len(rows), self._language)
        self.lines.say(labelled(_("Brought back"), told))
        return True

    def leave(self, id: str) -> None:
        """Leave a series: one that is open again is put back as it was, or left open."""
        if id not in self.sitting.state.reopened or self.sitting.row_entry(id) is not None:
            return
        if not self.sitting.is_unchanged(id):
            options = (_("put it back as it was"), _("leave it open for later"))
            asked = _("The changed table is not complete. What becomes of it? Type a number.")
            if self.lines.choose(asked, options) != 0:
                return
        self.sitting.put_back_series(id)
        self.lines.say(_("The table is put back as it was, complete."))

    def reopen(self, id: str) -> None:
        """Ask why a complete series is changed; raises `Refused` where nobody says so."""
        if self.sitting.is_complete(id):
            self.lines.say(*voids_told(self.sitting.state))
            reason = self.lines.ask(_("Why is the table changed?"))
            recorded(self.lines, lambda: self.sitting.reopen_series(id, reason))

    def complete(self, id: str) -> None:
        """Mark a series complete, once what that does has been shown."""
        with self.asking.shown.kept():
            self._complete(id)

    def _complete(self, id: str) -> None:
        rows, shown = self.sitting.state.rows(id), self.asking.shown
        given = Given({"value": list(rows)})
        preview = self.sitting.preview(id, given)
        self.asking.tell(preview)
        shown.waits(id, given, preview)
        if preview.fails and not self.asking.agreed_to_fail():
            shown.take_back()
            self.lines.say(_("The table is not complete."))
            return

        def counts() -> None:
            with shown.counting():
                self.sitting.complete_series(id)

        if not recorded(self.lines, counts, lambda: self.sitting.state.rows(id) != rows):
            raise Refused(_("The table has changed."), _("Look at it, then complete it."))
        source = recorded_source(self.sitting, id)
        complete, sourced = _("The table is complete."), _("The table is complete, from {source}.")
        self.lines.say(sourced.format(source=source) if source else complete)
