"""What others record meanwhile: shown within seconds on every screen that shows the record."""

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from screener.interview.moments import moment
from screener.language import _
from screener.record.errors import Replaced, StoreError
from screener.record.events import EventKind
from screens.base import PlaceScreen, refused_lines
from screens.commands import with_keys
from screens.prompts import Line, Tone

if TYPE_CHECKING:
    from pathlib import Path

    from textual.screen import Screen

    from screener.interview.sitting import Sitting
    from screener.record.errors import Conflict
    from screener.record.presence import Here
    from screener.record.state import ScreeningState
    from screener.record.store import Store

#: Seconds between two looks.
LOOK_EVERY = 5.0


def read_meanwhile(sitting: "Sitting") -> tuple[Line, ...]:
    """Read what others wrote since, and say what they changed, or why it cannot be read."""
    try:
        theirs = sitting.refresh()
    except StoreError as error:
        return refused_lines(error)
    return () if theirs is None else (Line(theirs.message, Tone.AWAITED),)


def with_replaced(sitting: "Sitting", lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Add, where what was read here is not in the record any more, that it is so."""
    try:
        sitting.meanwhile()
    except Replaced as error:
        told = any(line.text == error.message for line in lines)
        return lines if told else (*lines, *refused_lines(error))
    except StoreError:
        # Whoever acts is told.
        return lines
    return lines


@runtime_checkable
class ToldOfRecord(Protocol):
    """A box that tells something of the record."""

    def show_anew(self) -> None:
        """Tell it as the record is now."""


class Following(PlaceScreen):
    """A screen that shows the record, and follows what others record while it is in front."""

    #: What was said last of what others have done.
    _meanwhile: tuple[Line, ...] = ()

    if TYPE_CHECKING:

        def read_now(self, *, asked: bool) -> tuple[Line, ...]:
            """Read and show what others recorded; give what is to be said of it.

            `asked` says that a dialog asks something about what is shown.
            """

        def show_now(self) -> None:
            """Show what has been read, where the reader is, whatever stands on the line."""

    def follow(self) -> None:
        """Look every few seconds from now on."""
        self.set_interval(LOOK_EVERY, self.look_at_the_record)

    def on_screen_resume(self) -> None:
        # What a dialog comes back with is done first: it was about what stood beneath it.
        self.call_after_refresh(self.look_at_the_record)

    def look_at_the_record(self) -> None:
        """Show what others have recorded, and say once what it is."""
        above = self._above()
        if above is None:
            return
        lines = self.read_now(asked=any(map(_asks, above)))
        if lines and lines != self._meanwhile:
            self.tell(*lines)
        self._meanwhile = lines

    def show_read(self) -> None:
        """Show what has been read, here and in what stands above."""
        self.show_now()
        self.show_above()

    def show_above(self) -> None:
        """Have what stands above tell the record as it is now."""
        for screen in self._above() or ():
            if isinstance(screen, ToldOfRecord):
                screen.show_anew()

    def _above(self) -> "list[Screen[object]] | None":
        """Give the boxes above this screen; None where it is not to be seen beneath them."""
        if self.screener.someone is None or self not in (stack := self.screener.screen_stack):
            return None
        above = stack[stack.index(self) + 1 :]
        return None if any(isinstance(one, PlaceScreen) for one in above) else above


class AtSitting(Following):
    """A screen that shows the screening of a sitting."""

    sitting: "Sitting"
    #: What of the sitting is shown.
    _shown: "ScreeningState | None" = None
    #: The last redaction, by its hash, that was heeded before it was read with all the rest.
    _heeded = ""

    @property
    def busy(self) -> bool:
        """Whether something is asked here, beneath which nothing may change."""
        return False

    def tell(self, *lines: Line) -> None:
        """Show what is said; of what the record does not hold any more that stays said."""
        super().tell(*with_replaced(self.sitting, lines))

    def read_now(self, *, asked: bool) -> tuple[Line, ...]:
        """Read and show what others recorded, unless something is asked that it would change."""
        try:
            theirs = self.sitting.meanwhile()
            if theirs is not None and (asked or self.busy):
                self._heed_redactions(theirs)
        except Replaced as error:
            return refused_lines(error)
        except StoreError:
            # Whoever acts is told.
            return self._meanwhile
        if asked:
            return self._meanwhile
        if theirs is None:
            if not self.busy and self.sitting.state is not self._shown:
                self.show_read()
            return ()
        if self.busy:
            # Another question must not come beneath the fingers.
            shows = with_keys(_("{check} shows it. What is asked here stays."))
            return Line(theirs.message, Tone.AWAITED), Line(shows, Tone.QUIET)
        lines = read_meanwhile(self.sitting)
        self.show_read()
        return lines

    def show_without_redacted(self) -> None:
        """Show what was shown, without what was taken out of it."""
        self.show_now()

    def _heed_redactions(self, theirs: "Conflict") -> None:
        """Take from the screen what was redacted; what else was recorded waits."""
        heads = [event.head for event in theirs.events if event.kind is EventKind.REDACTED]
        if heads and heads[-1] != self._heeded:
            self._heeded = heads[-1]
            self.sitting.forget_redacted()
            self.show_without_redacted()
            self.show_above()


class Company(AtSitting):
    """A screen at which somebody sits: others are told so, and they are told here."""

    store: "Store"
    _seat: "Path | None" = None
    _with: "tuple[Here, ...]" = ()

    def keep_company(self) -> None:
        """Say from now on that the screening is open here, and who comes besides."""
        presence, sitting = self.store.presence, self.sitting
        self._seat = presence.enter(sitting.number, sitting.person, self.store.now())
        self._look_around()
        self.set_interval(LOOK_EVERY, self._look_around)
        self.follow()

    def on_unmount(self) -> None:
        """Leave."""
        self.store.presence.leave(self._seat)

    def _look_around(self) -> None:
        number = self.sitting.number
        found = tuple(one for one in self.store.presence.others() if one.number == number)
        new = [one for one in found if one not in self._with]
        self._with = found
        if new:
            self.tell(*map(self._told_of, new))

    def _told_of(self, here: "Here") -> Line:
        said = _(
            "{name} has this screening open too, since {time}. What you both enter is told to you; "
            "nothing is lost."
        )
        time = moment(here.since, self.sitting.time_zone)
        return Line(said.format(name=here.name, time=time), Tone.AWAITED)


def _asks(screen: "Screen[object]") -> bool:
    """Tell whether a box above asks something; what is only read waits for nothing."""
    from screens.dialogs import Reading
    from screens.too_small import TooSmall

    return not isinstance(screen, Reading | TooSmall)
