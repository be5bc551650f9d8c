"""Travel in time: one screening as it stood after any of its events, replayed from them.

The events are read once. A step folds one event more, or goes on from a state kept on the way; the
rules are compiled. So a step takes as long in a store of one screening as in one of ten thousand.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from screener.interview.effects import Change, changes
from screener.interview.moments import moment
from screener.interview.refusals import Refused
from screener.interview.typed_moments import read_said
from screener.interview.view import View
from screener.joining import listed
from screener.language import _, ngettext
from screener.prose.values import day_text
from screener.protocol.model import Protocol
from screener.record.events import Event
from screener.record.standing import Standing
from screener.record.state import ScreeningState, advance
from screener.record.tombstones import redacted_later, takes_answer

#: A state is kept after each so many events, so that going back folds fewer than these anew.
_KEEP_EVERY = 32
#: So many moments that were looked at are remembered with all that was worked out of them.
_REMEMBERED = 16
#: No screening has more events than this has digits for; a year is no event's number.
_NUMBER_DIGITS = 7


class Outside(Refused):
    """What was typed is a place in time, but lies outside of what has happened."""


class Stood(View):
    """How a screening stood after some of its events, as the app showed it then.

    It is seen by whoever acted last, and judged as of the day of that event, or of a later one.
    """

    def __init__(
        self,
        protocol: Protocol,
        before: ScreeningState | None,
        state: ScreeningState,
        language: str,
        on: date,
    ) -> None:
        super().__init__(state.last.person, language, protocol, state)
        self._before = before
        if on != state.on:
            self._look(on)

    @property
    def event(self) -> Event:
        """The last event."""
        return self._state.last

    @cached_property
    def changed(self) -> tuple[Change, ...]:
        """The criteria that this event, and the days before it, brought to stand elsewhere.

        None of an event whose answer was redacted: what it brought about is not known.
        """
        redacted = self.event.redacted
        if self._before is None or (redacted is not None and takes_answer(redacted.gone)):
            # What is left of it brought nothing about.
            return ()
        then = Standing(self._protocol, self._before, self._before.on)
        return changes(then, self._standing)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in time: after so many events; judged on a day, which may be a later one.

    `to_come` is the day that was asked for, where it is still to come.
    """

    count: int
    on: date
    to_come: date | None = None


def redacted_later_told(versions: Sequence[int]) -> str:
    """Say which later events took an answer out of what had been recorded; nothing for none."""
    if not versions:
        return ""
    said = ngettext(
        "An answer was redacted later, in event {events}. What the others come to is shown, not"
        " all that stood then.",
        "Answers were redacted later, in events {events}. What the others come to is shown, not"
        " all that stood then.",
        len(versions),
    )
    return said.format(events=listed(map(str, versions)))


def to_come_told(spot: Spot, language: str) -> str:
    """Say that the day that was asked for is still to come; nothing where it is not."""
    if spot.to_come is None:
        return ""
    said = _("{asked} is still to come, so it is judged as of {date}.")
    return said.format(asked=day_text(spot.to_come, language), date=day_text(spot.on, language))


class Travel:
    """Goes through one screening's events; nothing is read of the store once this is made."""

    def __init__(
        self, protocol: Protocol, events: Sequence[Event], language: str, zone: ZoneInfo
    ) -> None:
        self.protocol = protocol
        self.events = tuple(events)
        self.language = language
        self.zone = zone
        self._kept: list[ScreeningState] = []
        self._stood: OrderedDict[Spot, Stood] = OrderedDict()

    @property
    def end(self) -> Spot:
        """The place after the last event."""
        return self.after(len(self.events))

    def after(self, count: int) -> Spot:
        """Give the place after so many events, on the day of the last of them."""
        return Spot(count, self.events[count - 1].on)

    def stood(self, spot: Spot) -> Stood:
        """Tell how the screening stood there.

        Raises:
            BadEvent: The events up to there cannot be followed.
        """
        if spot in self._stood:
            self._stood.move_to_end(spot)
            return self._stood[spot]
        before = self._state(spot.count - 1) if spot.count > 1 else None
        state = advance(before, self.events[spot.count - 1])
        stood = Stood(self.protocol, before, state, self.language, spot.on)
        self._stood[spot] = stood
        if len(self._stood) > _REMEMBERED:
            self._stood.popitem(last=False)
        return stood

    def redacted_later(self, spot: Spot) -> tuple[int, ...]:
        """Give the events after a place in time that took an answer out of those up to it."""
        return redacted_later(self.events[: spot.count])

    def find(self, text: str, now: datetime) -> Spot:
        """Find the place of an event's number or of a date and time, as they are typed.

        Raises:
            Refused: It is neither, or lies outside of what has happened.
        """
        if text.strip().isdecimal() and len(text.strip()) <= _NUMBER_DIGITS:
            return self._numbered(int(text))
        today = now.astimezone(self.zone).date()
        typed = read_said(text, now, self.zone, last=True, day_of=self._day_of)
        # The order is that of the record: an event counts for itself and for all before it, even
        # where the clock was set back in between.
        until = [count for count, event in enumerate(self.events, 1) if event.at <= typed]
        if not until:
            began = moment(self.events[0].at, self.zone)
            raise Outside(
                _("The screening began later: {time}.").format(time=began),
                _("Give a later date or time."),
            )
        asked = typed.astimezone(self.zone).date()
        on = max(min(asked, today), self.events[until[-1] - 1].on)
        return Spot(until[-1], on, asked if asked > on else None)

    def _numbered(self, number: int) -> Spot:
        count = len(self.events)
        if 1 <= number <= count:
            return self.after(number)
        said = ngettext("There is {count} event.", "There are {count} events.", count)
        raise Outside(said.format(count=count), _("Give the number of one of them."))

    def _day_of(self, clock: time) -> date:
        """Give the last day with an event at a time, to the minute; else the last event's."""
        times = [event.at.astimezone(self.zone) for event in self.events]
        wanted = (clock.hour, clock.minute)
        at_it = [at for at in times if (at.hour, at.minute) == wanted]
        return (at_it or times)[-1].date()

    def _state(self, count: int) -> ScreeningState:
        """Fold the first events, from the last state that was kept of them."""
        kept = min(count // _KEEP_EVERY, len(self._kept))
        state = self._kept[kept - 1] if kept else None
        for done in range(kept * _KEEP_EVERY, count):
            state = advance(state, self.events[done])
            if done + 1 == (len(self._kept) + 1) * _KEEP_EVERY:
                self._kept.append(state)
        assert state is not None, "a screening has a first event"
        return state
