"""Saying who else has a screening open while somebody sits at it."""

from typing import TYPE_CHECKING

from screener.interview.moments import moment
from screener.language import _
from screens.base import PlaceScreen
from screens.prompts import Line, Tone

if TYPE_CHECKING:
    from pathlib import Path

    from screener.interview.sitting import Sitting
    from screener.record.presence import Here
    from screener.record.store import Store

#: Seconds between two looks.
LOOK_EVERY = 5.0


class Company(PlaceScreen):
    """A screen at which somebody sits: others are told so, and they are told here."""

    sitting: "Sitting"
    store: "Store"
    _seat: "Path | None" = None
    _with: "tuple[Here, ...]" = ()

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

    def _told_of(self, here: "Here") -> Line:
        said = _(
            "{name} has this screening open too, since {time}. What you both enter is told to you; "
            "nothing is lost."
        )
        time = moment(here.since, self.sitting.time_zone)
        return Line(said.format(name=here.name, time=time), Tone.AWAITED)
