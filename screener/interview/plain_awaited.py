"""What is awaited over all screenings, by line: brought from here, closed, or written to a file."""

from collections.abc import Sequence

from screener.interview.awaited_files import ENDING, export_awaited, left_out_told
from screener.interview.awaited_list import (
    AwaitedRow,
    all_awaited,
    awaited_counted,
    matches,
    nothing_awaited,
    row_line,
    unreadable_told,
    withdrawn_told,
)
from screener.interview.checks import may_answer
from screener.interview.copy_path import copy_path
from screener.interview.plain_lines import Lines
from screener.interview.plain_screening import interview
from screener.interview.refusals import Refused
from screener.interview.sitting import Sitting
from screener.joining import labelled
from screener.language import _, active_language
from screener.record.events import Person
from screener.record.rights import Right, require
from screener.record.store import Store
from screener.sanitise import visible

#: Results that are said at once, the most pressing.
_MOST = 30


class PlainAwaited:
    """The list of what is awaited; raises `Refused` or `StoreError` where something cannot be."""

    def __init__(self, store: Store, person: Person, lines: Lines) -> None:
        self.store = store
        self.person = person
        self.lines = lines

    def show(self, argument: str) -> None:
        """Say the list, or of it what holds the words, until no result is chosen any more.

        With the name of a calendar, write it there.
        """
        if argument.lower().endswith(ENDING):
            self._export(argument)
            return
        said = _("/awaited and the name of a file that ends in {ending} writes a calendar.")
        self.lines.say(said.format(ending=ENDING))
        asked = _("Type the number of a result to enter it; Enter alone leaves.")
        while (row := self._choose(asked, self._listed(argument))) is not None:
            self._bring(row)

    def close(self, argument: str) -> None:
        """Choose a result that will not come, and close it with a reason."""
        listed = self._listed("")
        rows = [row for row in listed if row.awaited.closable]
        if listed and not rows:
            raise Refused(_("None of them can be closed: their screenings go on."))
        asked = _("Type the number of the result that will not come; Enter alone leaves.")
        if (row := self._choose(asked, rows)) is not None:
            self._close(row, argument)

    def _listed(self, words: str) -> Sequence[AwaitedRow]:
        """Give the rows that hold the words, and say how many there are of all."""
        read, today = all_awaited(self.store, self.person), self.store.today()
        self.lines.say("", awaited_counted(read.rows, today) if read.rows else nothing_awaited())
        if told := unreadable_told(read):
            self.lines.say(told)
        found = [row for row in read.rows if matches(row, words, active_language(), today)]
        if read.rows and not found:
            self.lines.say(_("No awaited result holds all of “{words}”.").format(words=words))
        return found

    def _choose(self, asked: str, rows: Sequence[AwaitedRow]) -> AwaitedRow | None:
        if not rows:
            return None
        today, language = self.store.today(), active_language()
        if len(rows) > _MOST:
            said = _("These are the most pressing; /awaited with words finds others.")
            self.lines.say(said)
        chosen = self.lines.choose(asked, [row_line(row, language, today) for row in rows[:_MOST]])
        return None if chosen is None else rows[chosen]

    def _bring(self, row: AwaitedRow) -> None:
        """Lead to the question, in its screening; after a withdrawal it can be closed alone."""
        require(self.person.role, Right.SCREEN)
        if row.withdrawn:
            self.lines.say(withdrawn_told(row))
            self._close(row, "")
            return
        may_answer(row.asked, self.person.role)
        interview(self.store, self.person, row.number, self.lines, row.asked.id)

    def _close(self, row: AwaitedRow, reason: str) -> None:
        asked = _("Why is it not awaited any more? Enter alone leaves it on the list.")
        if not (reason := reason or self.lines.ask(asked)):
            return
        if not self._agreed(row, reason):
            self.lines.say(_("Nothing was recorded."))
            return
        sitting = Sitting.open(self.store, row.number, self.person, active_language())
        sitting.close_awaited(row.asked.id, reason)
        self.lines.say(_("It is not awaited any more."))

    def _agreed(self, row: AwaitedRow, reason: str) -> bool:
        """Say what is closed and why, and ask whether it is: a number is soon mistyped."""
        self.lines.say(
            labelled(row.number, row.ask(active_language())),
            _("reason: {reason}").format(reason=reason),
        )
        return self.lines.agreed(_("Close it without an answer?"))

    def _export(self, name: str) -> None:
        path = copy_path(name)
        read = export_awaited(self.store, self.person, path)
        self.lines.say(_("Written to {path}.").format(path=visible(str(path))))
        if left_out := left_out_told(read):
            self.lines.say(left_out)
