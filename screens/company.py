"""Saying who else has a screening open while somebody sits at it."""

from typing import TYPE_CHECKING

from screener.interview.moments import moment
from screener.language import _
from screener.record.errors import Replaced, StoreError
from screens.base import PlaceScreen, refused_lines
from screens.commands import with_keys
from screens.prompts import Line, Tone

if TYPE_CHECKING:
    from pathlib import Path

    from screener.interview.sitting import Sitting
    from screener.record.presence import Here
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


class Company(PlaceScreen):
    """A screen at which somebody sits: others are told so, and they are told here."""

    sitting: "Sitting"
    store: "Store"
    _seat: "Path | None" = None
    _with: "tuple[Here, ...]" = ()
    _meanwhile: tuple[Line, ...] = ()

    if TYPE_CHECKING:

        @property
        def busy(self) -> bool: ...
        def catch_up(self) -> None: ...

    def keep_company(self) -> None:
        """Say from now on that the screening is open here, and who comes besides."""
        presence, sitting = self.store.presence, self.sitting
        self._seat = presence.enter(sitting.number, sitting.person, self.store.now())
        self._look_around()
        self.set_interval(LOOK_EVERY, self._look_around)

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
        if self.is_current:
            self._look_at_the_record()

    def _look_at_the_record(self) -> None:
        """Say once what others have changed; it is shown, unless something is asked here."""
        lines = self._read_now()
        if lines and lines != self._meanwhile:
            self.tell(*lines)
        self._meanwhile = lines

    def _read_now(self) -> tuple[Line, ...]:
        sitting = self.sitting
        try:
            theirs = sitting.meanwhile()
        except Replaced as error:
            return refused_lines(error)
        except StoreError:
            # Whoever acts is told.
            return self._meanwhile
        if theirs is None:
            return ()
        said = Line(theirs.message, Tone.AWAITED)
        if self.busy:
            # Another question must not come beneath the fingers.
            return said, Line(
                with_keys(_("{check} shows it. What is asked here stays.")), Tone.QUIET
            )
        lines = read_meanwhile(sitting)
        self.catch_up()
        return lines

    def _told_of(self, here: "Here") -> Line:
        said = _(
            "{name} has this screening open too, since {time}. What you both enter is told to you; "
            "nothing is lost."
        )
        time = moment(here.since, self.sitting.time_zone)
        return Line(said.format(name=here.name, time=time), Tone.AWAITED)
