"""What of the record an audit trail tells: read when it is opened, and again as others record."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work

from screener.interview.audit import PART, ScreeningAudit, StoreAudit
from screener.language import _
from screener.record.errors import Replaced, StoreError
from screener.record.trail import Sought
from screens.base import refused_lines
from screens.company import Following
from screens.line_screen import LineScreen
from screens.prompts import Line, Tone

if TYPE_CHECKING:
    from screener.interview.timeline import Happened
    from screener.record.events import Event


class AuditReading(LineScreen, Following):
    """The part of an audit trail that reads; what it tells is laid out by `fill`."""

    if TYPE_CHECKING:

        def fill(self) -> None: ...
        def _remember(self) -> None: ...

    def __init__(self, source: ScreeningAudit | StoreAudit, mark: int) -> None:
        super().__init__()
        self.source = source
        self.sought = Sought()
        self._told: list[Happened] = []
        #: The sequence of the event that is marked.
        self._mark = mark
        #: Whether the store holds more, earlier events that are looked for.
        self._more = False
        #: The last event of all that is told, as it was read.
        self._last: Event | None = None
        #: Whether what is told is being read again.
        self._reading = False

    def look(self) -> None:
        """Tell the events that are looked for."""
        if isinstance(self.source, ScreeningAudit):
            self._last = self.source.last
            self.loaded(self.source.happened(self.sought), [], more=False)
            return
        self.tell(Line(_("Reading the record …"), Tone.QUIET))
        self.read(self.source, self.sought, [])

    @work(thread=True, exclusive=True, group="load")
    def read(self, source: StoreAudit, sought: Sought, before: "Sequence[Happened]") -> None:
        """Read some more events of the store, beside the screen."""
        past = before[-1].event.sequence if before else None
        try:
            if past is None:
                # First: what is recorded while it is read is told with the next look.
                self._last = source.last()
            found = source.newest(sought, past)
        except StoreError as error:
            self.app.call_from_thread(self._not_read, error)
            return
        self.app.call_from_thread(self.loaded, found, before, more=len(found) == PART)

    def loaded(
        self, found: "Sequence[Happened]", before: "Sequence[Happened]", *, more: bool
    ) -> None:
        """Show what was found, behind what was there before."""
        if before and before is not self._told and isinstance(self.source, StoreAudit):
            # It was read anew meanwhile: what was there before may be there no more.
            self.read(self.source, self.sought, self._told)
            return
        self._told, self._more = [*before, *found], more
        if before and found:
            self._mark = found[0].event.sequence
        self._reading = False
        self.tell(*self._meanwhile, *self._problem())
        self.fill()

    def _problem(self) -> tuple[Line, ...]:
        """Say why a screening cannot be followed; nothing where it can."""
        if not isinstance(self.source, ScreeningAudit) or not self.source.problem:
            return ()
        told = _("So it is told without texts, and how it stood is not.")
        return Line(self.source.problem, Tone.FAIL), Line(told, Tone.QUIET)

    def read_now(self, *, asked: bool) -> tuple[Line, ...]:
        """Read what was recorded since, and show it; nothing is done here that it could disturb."""
        source = self.source
        try:
            if isinstance(source, StoreAudit):
                return self._follow_store(source)
            source.read_on()
        except Replaced as error:
            return refused_lines(error)
        except StoreError:
            # Whoever reads on is told.
            return self._meanwhile
        if source.last is not self._last:
            self.show_now()
            if source.travel is not None:
                self.show_above()
        return self._problem()

    def _follow_store(self, source: StoreAudit) -> tuple[Line, ...]:
        if self._last is None or self._reading:
            return self._meanwhile
        if (last := source.last()) == self._last:
            return ()
        try:
            source.check_read(self._last)
        except Replaced as error:
            self.source, self._reading = StoreAudit(source.store, source.language), True
            self.look()
            return (Line(error.message, Tone.FAIL),)
        self._reading = True
        self.read_anew(source, self.sought, self._told, last)
        return ()

    @work(thread=True, exclusive=True, group="follow")
    def read_anew(
        self, source: StoreAudit, sought: Sought, told: "list[Happened]", last: "Event | None"
    ) -> None:
        """Read again, beside the screen, what is told: something may have been taken out of it."""
        try:
            found = source.newest_until(sought, told[-1].event.sequence if told else 0)
        except StoreError:
            found = None
        self.app.call_from_thread(self._read_anew, told, found, last)

    def _read_anew(
        self,
        told: "list[Happened]",
        found: "tuple[list[Happened], bool] | None",
        last: "Event | None",
    ) -> None:
        self._reading = False
        # What was asked for meanwhile comes with all that is recorded by then.
        if found is not None and told is self._told:
            (self._told, self._more), self._last = found, last
            self._remember()
            self.fill()

    def show_now(self) -> None:
        """Show what has been read, at the event that is marked."""
        if isinstance(self.source, ScreeningAudit):
            self._remember()
            self._last = self.source.last
            self._told = self.source.happened(self.sought)
            self.fill()

    def _not_read(self, error: StoreError) -> None:
        self._reading = False
        self.tell(*refused_lines(error))
