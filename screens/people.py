"""Who is there: signing in, signing out, the lock, and what somebody does with accounts."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.app import App

from screener.ended import interrupt
from screener.interview.named import Named
from screener.language import _
from screener.record.events import Person
from screens import terminal_input
from screens.base import shown_at
from screens.commands import SIGN_IN
from screens.locking import IdleLock
from screens.prompts import Line, Tone

if TYPE_CHECKING:
    from textual.screen import Screen

    from screener.record.sign_in import SignedIn
    from screener.record.store import Store
    from screens.base import PlaceScreen
    from screens.settings import Settings
    from screens.sign_in import SignInScreen
    from screens.worklist import Worklist


class PeopleApp(App[int]):
    """An app with a store, which one person after the other signs in to."""

    settings: "Settings"
    #: The number of the screening that the call named, until it is opened.
    _number: str | None

    if TYPE_CHECKING:

        def begin(self) -> None: ...
        def place_screen(self) -> PlaceScreen: ...
        def show_screen(self, screen: Screen[Any]) -> None: ...
        def beneath_too_small(self, change: Callable[[], object]) -> None: ...

    def __init__(self, person: Person | Named) -> None:
        super().__init__(driver_class=terminal_input.driver())
        self.monotonic: Callable[[], float] = time.monotonic
        self.store: Store | None = None
        #: Who has signed in; nobody at first, and between two people.
        self.someone = person if isinstance(person, Person) else None
        self._named = person if isinstance(person, Named) else Named()
        self._worklist: Worklist | None = None
        self.idle_lock = IdleLock(self)

    @property
    def person(self) -> Person:
        """Who has signed in; no screen that asks this is there before."""
        assert self.someone is not None
        return self.someone

    @property
    def open_store(self) -> "Store":
        """The store, for what is done only once it is open."""
        assert self.store is not None
        return self.store

    @property
    def worklist(self) -> "Worklist":
        """The list of whoever has signed in."""
        if self._worklist is None:
            from screens.worklist import Worklist

            self._worklist = Worklist()
        return self._worklist

    @property
    def sign_in_screen(self) -> "SignInScreen | None":
        """The screen on which somebody signs in, where it is there."""
        return cast("SignInScreen | None", shown_at(self, SIGN_IN))

    def enter(self, signed: "SignedIn") -> None:
        """Somebody has signed in: show the list, or the screening that the call named."""
        from screener.interview.sign_in_told import failures_told

        self.someone = signed.person
        self.idle_lock.pressed()
        self.worklist.greet(*failures_told(signed, self.open_store.time_zone))
        self.beneath_too_small(lambda: self.switch_screen(self.worklist))
        if self._number is not None:
            self.begin()

    def do_signout(self, argument: str) -> None:
        """Make room for the next person; what was entered and not confirmed is left."""
        from screens.sign_in import SignInScreen

        if not self.leave_screens():
            return
        # First, so that no screen that comes to the top for a moment reads anything more.
        self.someone, self._worklist = None, None
        while len(self.screen_stack) > 2:
            self.pop_screen()
        screen = SignInScreen(Named(), any_accounts=True)
        self.switch_screen(screen)

    def leave_screens(self) -> bool:
        """Leave what was entered and shown; False, and said why, where that cannot be recorded."""
        for screen in reversed(self.screen_stack):
            leave = getattr(screen, "leave", None)
            if leave is not None and not leave():
                self.idle_lock.tell_not_left()
                return False
        return True

    def end(self) -> None:
        """Leave as `do_quit` does, from outside of the app: nobody can be asked any more."""
        if self._loop is None:
            interrupt()
        else:
            self._loop.call_soon_threadsafe(self.call_later, self._leave_at_once)

    def _leave_at_once(self) -> None:
        # Each screen may be asked twice: what cannot be recorded is said, then let go.
        any(self.leave_screens() for _time in range(2 * len(self.screen_stack)))
        self.exit(0)

    def do_accounts(self, argument: str) -> None:
        """Show who may use the store, and change it."""
        from screens.accounts import AccountsScreen

        self.push_screen(AccountsScreen())

    def do_password(self, argument: str) -> None:
        """Change one's own password."""
        from screens.own_password import own_password

        def changed(done: bool | None) -> None:
            if done:
                self.place_screen().tell(Line(_("Your password was changed."), Tone.PASS))

        self.push_screen(own_password(self.open_store, self.person), changed)

    def do_lock(self, argument: str) -> None:
        """Lock the screen at once."""
        self.action_lock()

    def action_lock(self) -> None:
        """Lock the screen at once, whatever lies over it."""
        self.idle_lock.lock()

    async def on_event(self, event: events.Event) -> None:
        """Let a key that comes after a long rest lock the screen, and do nothing else."""
        if not self.idle_lock.takes(event):
            await super().on_event(event)
