"""Where the time comes from: a clock handed in once; no caller sets the time of an event."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> datetime:
        """Give the moment, with UTC as its zone."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Give the moment, in UTC."""
        return datetime.now(UTC)


class SteppingClock:
    """A clock for demonstrations and tests: it goes on by one step each time it is read."""

    def __init__(self, start: datetime, step: timedelta = timedelta(0)) -> None:
        self.moment = start.astimezone(UTC)
        self.step = step

    def now(self) -> datetime:
        """Give the moment, then go on by the step."""
        moment = self.moment
        self.moment += self.step
        return moment

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.moment += by
