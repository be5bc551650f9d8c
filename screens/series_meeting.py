"""What was entered of a table while someone else wrote: kept, and on the line where it is asked.

A table is entered into the record field by field, so another person may have moved the row on, or
saved it, by the time. Nothing takes the place of theirs by itself: one's own is given by Enter.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from screener.interview.dates_beside import ROW_DATE
from screener.interview.rows import DATE
from screener.interview.told import value_told
from screener.joining import labelled
from screener.record.errors import Conflict
from screens import asking
from screens.offers import Offering
from screens.prompts import Step
from screens.series_prompts import SeriesPrompts, Stage, Unrecorded
from screens.single_keys import Value, read_key

if TYPE_CHECKING:
    from screener.interview.sitting import Given, Sitting
    from screener.protocol.model import Question
    from screener.record.history import Row


class SeriesMeeting(Offering):
    """The part of a series' entry that keeps what could not be recorded."""

    sitting: "Sitting"
    question: str
    language: str
    stage: Stage
    _q: "Question"
    _prompts: SeriesPrompts
    _seen: object
    _shown: "tuple[Given, tuple[str, ...]] | None"
    _then: "Callable[[], Step] | None"

    def __init__(self) -> None:
        super().__init__()
        #: What was typed of the entry under way; nothing once it is in the record.
        self._typed = ""
        #: What stood on the line when someone else wrote, to stand there again.
        self._line = ""
        self._unrecorded: tuple[Unrecorded, ...] = ()
        self._met = False

    @property
    def rows(self) -> "tuple[Row, ...]":
        """The rows saved so far."""
        return self.sitting.state.rows(self.question)

    @property
    def met(self) -> bool:
        """Whether it offers anew what was entered, beside what someone else wrote meanwhile."""
        return self._met

    @property
    def kept(self) -> str:
        """What was typed and is not recorded, where it can be entered; or what leads there."""
        if self._line or self.stage not in (Stage.ROWS, Stage.FIELD):
            return self._line
        for left in self._unrecorded:
            if left.name == self._asked:
                return left.typed
        saved = range(len(self.rows))
        rows = (left.row for left in self._unrecorded if left.row in saved)
        row = next(rows, None) if self.stage is Stage.ROWS else None
        return "" if row is None else f"/row {row + 1}"

    def meets(self) -> bool:
        """Go on with what could not be recorded, as the table is now; False where nothing is."""
        return bool(self._unrecorded) and self._go_on_beside_theirs()

    def keeping(self, line: str, act: Callable[[], Step]) -> Step:
        """Enter something; where someone else wrote in between, it is kept."""
        before = self._kept_as(self._typed)
        self._line, self._met = "", False
        try:
            return act()
        except Conflict:
            self._meet(line, before)
            raise

    def is_recorded(self, name: str) -> None:
        """Let go of what was typed of a field: it is in the record."""
        self._typed, self._seen = "", self._recorded()
        left = (one for one in self._unrecorded if one.name == name)
        if (given := next(left, None)) is not None:
            self._unrecorded = tuple(one for one in self._unrecorded if one is not given)

    def _kept_as(self, typed: str) -> Unrecorded:
        field, name, index = self._field(), self._asked, self._index
        told = typed
        if name != DATE:
            told = labelled(asking.ask_text(field, self.language), self._meant(field, typed))
        rows = self.sitting.state.rows(self.question)
        return Unrecorded(name, typed, told, len(rows) if index is None else index)

    def _meant(self, field: "Question", typed: str) -> str:
        """Say what a field was to be: an option in its words, however it was typed."""
        options = asking.labels(field, self.language)
        key = read_key(field, typed, options) if len(typed) == 1 else None
        if isinstance(key, Value):
            return value_told(field, key.data, self.language)
        return typed

    def _meet(self, line: str, entered: Unrecorded) -> None:
        if self._recorded() == self._seen:
            # What they wrote is about something else: it goes on where it is.
            self._met = self.sitting.can_change(self.question)
            in_the_record = self.stage in (Stage.ROWS, Stage.FIELD) and not self._typed
            self._line = "" if in_the_record or self.offer else line
            self.stage = self._here() if in_the_record else self.stage
            return
        if self._typed:
            others = (one for one in self._unrecorded if one.typed != entered.typed)
            self._unrecorded = (*others, entered)
        self._go_on_beside_theirs()

    def _go_on_beside_theirs(self) -> bool:
        """Go on where the table is now; False where it cannot be changed any more."""
        # Nobody took back what was shown to fail: it was to count.
        self._shown = self._then = self.offer = None
        if not self.sitting.can_change(self.question):
            self._unrecorded = ()
            return False
        self.complaint, self.stage = (), self._here()
        entry = self.sitting.row_entry(self.question)
        theirs = entry is not None and entry.person != self.sitting.person
        if theirs and all(left.name != self._asked for left in self._unrecorded):
            # What is typed right behind it was not meant for their row.
            self.stage = Stage.THEIRS
        self._seen = self._recorded()
        self._prompts = SeriesPrompts(self.sitting, self.question, self.language)
        self._met = bool(self._unrecorded)
        return self._met

    # Where the record says that the entry stands.

    @property
    def _index(self) -> int | None:
        entry = self.sitting.row_entry(self.question)
        return entry.index if entry else None

    def _here(self) -> Stage:
        """Where the record says that the entry stands."""
        if self.sitting.row_entry(self.question) is None:
            return Stage.ROWS
        return Stage.FIELD if self.sitting.field_asked(self.question) else Stage.SAVE

    def _recorded(self) -> object:
        """Give all that the record holds of the table."""
        state, id = self.sitting.state, self.question
        entry = state.current(id)
        version = None if entry is None else entry.version
        return version, state.rows(id), state.reopened.get(id), self.sitting.row_entry(id)

    @property
    def _asked(self) -> str:
        """The field that is asked, or the date of a row."""
        if self.sitting.row_entry(self.question) is None:
            return DATE
        return self.sitting.field_asked(self.question) or DATE

    def _field(self) -> "Question":
        name = self._asked
        return ROW_DATE if name == DATE else self._q.fields[name]
