"""The lock that comes when nobody types: nothing of the screening stays to be seen."""

from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.screen import Screen

from screener.language import _
from screens.base import shown_at
from screens.commands import LOCK
from screens.prompts import Line, Tone
from screens.widgets.composer import RepeatGuard

if TYPE_CHECKING:
    from screener.record.events import Person
    from screener.record.sign_in import SignedIn
    from screens.lock import Lock
    from screens.people import PeopleApp

#: Seconds between two looks whether it is time.
_LOOK_EVERY = 5.0
#: What shows that somebody is there.
_PRESENCE = (
    events.Key,
    events.Paste,
    events.MouseDown,
    events.MouseScrollDown,
    events.MouseScrollUp,
)


class IdleLock:
    """Locks the screen of whoever has signed in, once nothing was pressed for long enough."""

    def __init__(self, app: "PeopleApp") -> None:
        self._app = app
        self._last = 0.0
        self._guard = RepeatGuard(self._now)
        #: What came up while the screen was locked, to be shown after that.
        self._kept: list[Screen[Any]] = []

    def begin(self) -> None:
        """Look from now on."""
        self.pressed()
        self._app.set_interval(_LOOK_EVERY, self.look)

    @property
    def screen(self) -> "Lock | None":
        """The lock, where it is there."""
        return cast("Lock | None", shown_at(self._app, LOCK))

    def pressed(self) -> None:
        """Somebody is there: the time counts anew."""
        self._last = self._now()

    def takes(self, event: events.Event) -> bool:
        """Note that somebody is there; True where it is too late, or still about the lock."""
        if not isinstance(event, _PRESENCE) or not self._watched:
            return False
        if self.screen is None and self.look():
            return True
        self.pressed()
        if isinstance(event, events.Key):
            self._guard.pressed(event.key)
            return self.screen is None and self._guard.holds(event.key)
        return False

    def look(self) -> bool:
        """Lock where nothing was pressed for too long; tell whether that is so."""
        if not self._watched or self.screen is not None:
            return False
        if self._now() - self._last < 60 * self._app.settings.lock_after:
            return False
        self.lock()
        return True

    def lock(self) -> None:
        """Cover everything until the password is given."""
        if not self._watched or self.screen is not None:
            return
        from screens.lock import Lock

        lock = Lock(self._app.person)
        self._app.beneath_too_small(lambda: self._app.push_screen(lock))
        self._record(self._app.person)

    def unlocked(self, signed: "SignedIn") -> None:
        """Show again what stood there, as it stood."""
        from screener.interview.sign_in_told import failures_told

        self.pressed()
        # An Enter that is still held down must not go to what comes up.
        self._guard.watch("enter")
        self._app.beneath_too_small(self._app.pop_screen)
        self._app.call_after_refresh(self._guard.painted)
        kept, self._kept = self._kept, []
        for screen in kept:
            self._app.show_screen(screen)
        told = list(failures_told(signed, self._app.open_store.time_zone))
        if told:
            self._app.place_screen().tell(*(Line(said, Tone.AWAITED) for said in told))

    def keeps(self, screen: Screen[Any]) -> bool:
        """Keep a screen for later, where it would come up over the lock."""
        if self.screen is None:
            return False
        self._kept.append(screen)
        return True

    def tell_not_left(self) -> None:
        """Say on the lock what was said beneath it: what was entered cannot be recorded as left."""
        if (lock := self.screen) is not None:
            said = _("What was entered and not confirmed cannot be recorded as left now.")
            lock.tell(Line(said, Tone.FAIL), Line(_("Once more leaves all the same.")))

    def _now(self) -> float:
        return self._app.monotonic()

    @property
    def _watched(self) -> bool:
        """Whether there is somebody with a password."""
        return self._app.someone is not None and self._app.someone.authenticated

    def _record(self, person: "Person") -> None:
        """Put it in the trail, beside the screen: it is locked whether or not that can be."""
        from contextlib import suppress

        from screener.record.errors import StoreError
        from screener.record.events import EventKind

        store = self._app.open_store

        def write() -> None:
            with suppress(StoreError):
                store.record(EventKind.LOCKED, {}, person)

        self._app.run_worker(write, thread=True, group="sign")
