"""The app: opens the store beside the first paint, and leads from screen to screen."""

import gc
import traceback
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text as RichText
from textual import events, work
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.worker import WorkerFailed

from screener.ended import ended_by_signals
from screener.interview.named import Named
from screener.language import ENGLISH, _, available_languages, set_language
from screener.record.events import Person
from screener.record.rights import Right, may, require
from screener.sanitise import visible
from screener.settings_file import settings_path
from screens import wrapping
from screens.commands import Command, key_name, key_of, use_keys, with_keys
from screens.people import PeopleApp
from screens.prompts import Line, Tone
from screens.settings import Settings, read_settings
from screens.themes import DARK, LIGHT, THEMES
from screens.too_small import TooSmall, too_small

if TYPE_CHECKING:
    from screener.record.clock import Clock
    from screener.record.errors import StoreError
    from screener.record.store import Store
    from screens.base import PlaceScreen
    from screens.interview import Interview


#: Seconds.
WARM_UP_AFTER = 0.4
#: Between two looks whether something redacted, here or elsewhere, still lies in the files.
WIPE_EVERY = 5.0


class ScreenerApp(PeopleApp):
    """People at one store, one after the other.

    A `Person` has signed in already; whoever is only `Named` is asked to. `number` opens that
    screening at once.
    """

    TITLE = "Screener"
    #: What every screen needs; each names its own besides, with all that its widgets need.
    CSS_PATH = "app.tcss"
    #: Ours is made from the table of commands; Textual's would write screenshots of patient data.
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        store_path: Path,
        person: Person | Named,
        language: str,
        rules_path: Path,
        *,
        number: str | None = None,
        clock: "Clock | None" = None,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(person)
        wrapping.install()
        self.store_path = store_path
        self.rules_path = rules_path
        self.language = set_language(language)
        self.settings = settings or read_settings(settings_path())
        # Style sheets are read before anything is mounted, and name these themes' colours.
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = self.settings.theme
        self._coloured = False
        #: Why the store could not be opened.
        self.store_failure: StoreError | None = None
        self._number = number
        #: The store at `store_path`, where it is open already.
        self.opened: Store | None = None
        self._clock = clock

    def on_mount(self) -> None:
        self.set_keymap(self.settings.keys)
        use_keys(self.settings.keys)
        self.idle_lock.begin()
        if self.someone is None:
            from screens.sign_in import SignInScreen

            self.push_screen(SignInScreen(self._named))
            self.call_after_refresh(self.bring_in_store)
            return
        if self._number is not None:
            # The list would be laid out only to be covered.
            self.bring_in_store()
            return
        self.push_screen(self.worklist)
        # Paint first: the store, the rules and what reads them come in beside it.
        self.call_after_refresh(self.bring_in_store)

    @work(thread=True, exclusive=True, group="open")
    def bring_in_store(self) -> None:
        """Open the store, and look whether it has accounts where somebody is to sign in."""
        from screener.record.errors import StoreError
        from screener.record.store import Store

        try:
            store = self.opened or Store.open(self.store_path, clock=self._clock)
            accounts = self.someone is not None or any_accounts(store)
        except StoreError as error:
            self.store_failure = error
            self.call_from_thread(self._not_opened, error)
            return
        self.call_from_thread(self._opened, store, accounts)

    def _opened(self, store: "Store", accounts: bool) -> None:
        self.store = store
        # Not at once: it would hold up the first screen that shows something.
        self.set_timer(WARM_UP_AFTER, self.warm_up)
        self.set_interval(WIPE_EVERY, self.look_for_redacted)
        if (sign_in := self.sign_in_screen) is not None:
            sign_in.bind_accounts(accounts)
        else:
            self.begin()

    def begin(self) -> None:
        """Go where whoever has signed in wants to be: to a screening, or to the list."""
        number, self._number = self._number, None
        if number is not None:
            self.open_screening(number)
        else:
            self.worklist.load()

    def _not_opened(self, error: "StoreError") -> None:
        collect_again()
        if (sign_in := self.sign_in_screen) is not None:
            sign_in.show_failure(error.message, error.hint)
            return
        self._show_list()
        self.worklist.call_later(self.worklist.show_failure, error.message, error.hint)

    def open_screening(self, number: str, question: str = "") -> None:
        """Sit down to a screening, at a question perhaps; whoever may only look sees its trail."""
        if self.someone is None:
            # They signed out while it was begun.
            return
        if may(self.person.role, Right.AUDIT) and not may(self.person.role, Right.SCREEN):
            from screens.auditing import show_audit

            show_audit(self, number)
        else:
            self.sit_down(number, question)

    @work(thread=True, exclusive=True, group="sit")
    def sit_down(self, number: str, question: str = "") -> None:
        """Read a screening and its rules beside the screen, then show its interview.

        With a `question`, its answer is asked for at once, before anything else can be typed.
        """
        from screener.interview.sitting import Sitting
        from screener.protocol.problems import ProtocolError
        from screener.record.errors import StoreError
        from screens.interview import Interview

        store, person = self.store, self.someone
        if store is None or person is None:
            return
        try:
            require(person.role, Right.SCREEN)
            sitting = Sitting.open(store, number, person, self.language)
            events = store.events(sitting.number)
        except (StoreError, ProtocolError) as error:
            self.call_from_thread(self._not_sat_down, str(error))
            return
        interview = Interview(sitting, store, events)
        self.call_from_thread(self._sat_down, person, interview, question)

    def _sat_down(self, person: Person, interview: "Interview", question: str) -> None:
        """Show an interview to whoever wanted it, not to whom has signed in since."""
        if person is self.someone:
            self.show_screen(interview)
            if question and self.idle_lock.screen is None:
                interview.bring(question)

    def _not_sat_down(self, said: str) -> None:
        if self.someone is None:
            return
        self._show_list()
        self.worklist.call_later(self.worklist.tell, Line(said, Tone.FAIL))

    def leave_screening(self, number: str) -> None:
        """Go from an interview to the list, which may not have been shown yet, and mark it."""
        self.worklist.come_from(number)
        if self.worklist in self.screen_stack:
            self.pop_screen()
        else:
            self.switch_screen(self.worklist)

    def show_awaited(self) -> None:
        """Show what is awaited over all screenings, unless that is what stands there."""
        from screens.awaited import AwaitedScreen

        if not isinstance(self.screen, AwaitedScreen):
            self.show_screen(AwaitedScreen())

    def _show_list(self) -> None:
        if self.worklist not in self.screen_stack:
            self.show_screen(self.worklist)

    @work(thread=True, group="warm")
    def warm_up(self) -> None:
        """Bring in what the interview needs before it is wanted; reading dates starts slowly."""
        import screens.interview
        import screens.worklist  # noqa: F401
        from screener.interview.dates_beside import ROW_DATE
        from screener.interview.typed import understand

        understand(ROW_DATE, "17 May 2019", date(2026, 1, 31), ENGLISH)
        collect_again()

    def look_for_redacted(self) -> None:
        """Wipe from the store's files what was redacted, once whatever was in the way is over."""
        if self.store is not None and self.store.to_be_wiped:
            self.wipe(self.store)

    @work(thread=True, exclusive=True, group="wipe")
    def wipe(self, store: "Store") -> None:
        """Wipe them, from beside the screen: a large store takes a second or so."""
        store.wipe_on()

    def on_unmount(self) -> None:
        if self.store is not None:
            self.store.close()

    def on_resize(self, event: events.Resize) -> None:
        """Say so calmly where the terminal is too small to work in, and only there."""
        small = too_small(event.size)
        shown = isinstance(self.screen, TooSmall)
        if small and not shown:
            self.push_screen(TooSmall())
        elif shown and not small:
            self.pop_screen()

    def format_title(self, title: str, sub_title: str) -> Content:
        """Titles are text."""
        return Content(visible(title))

    def _handle_exception(self, error: Exception) -> None:
        """End with the place of a defect and no value; Textual's report shows local variables."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self.panic(RichText(defect_told(error)))

    def action_help_quit(self) -> None:
        """Say how to leave, where it stays; Textual would say it in passing."""
        self.place_screen().tell(Line(with_keys(_("{quit} leaves the app."))))

    # Commands that every screen has.

    def do_help(self, argument: str) -> None:
        """Help for what has the focus."""
        from screens.dialogs import Reading
        from screens.help import help_lines

        place = self.place_screen()
        lines = help_lines(place.place, place.commands())
        self.push_screen(Reading(_("Help"), [*place.context_help(), *lines]))

    def do_palette(self, argument: str) -> None:
        """Every command of the place, to choose from."""
        place = self.place_screen()
        self.pick_command(place.commands(), place.carry_out)

    def pick_command(
        self, commands: Iterable[Command], carry_out: Callable[[str, str], None]
    ) -> None:
        """Show commands to choose from, with their keys and slash names; carry out the chosen."""
        from screens.dialogs import Item, Pick

        items = [
            Item(
                command.id,
                _(command.title),
                "  ".join(filter(None, (key_name(key_of(command)), command.slash))),
            )
            for command in commands
            if command.id != "palette"
        ]

        def chosen(name: str | None) -> None:
            if name is not None:
                carry_out(name, "")

        self.push_screen(Pick(_("Commands"), items), chosen)

    def refresh_css(self, animate: bool = True) -> None:
        """Take on the colours of a theme; at the start nothing is read yet that would be again.

        Textual would read every style sheet twice then, a twentieth of the whole start.
        """
        if self._coloured:
            super().refresh_css(animate)
            return
        self._coloured = True
        self.stylesheet.set_variables(self.get_css_variables())
        self.stylesheet.update(self, animate)

    def _get_screen(self, screen: Screen[Any] | str) -> tuple[Screen[Any], AwaitMount]:
        """Read what a screen names of style sheets once it is first shown.

        Textual would do that after it has styled the screen, and read every style sheet anew.
        """
        if isinstance(screen, Screen):
            new = [path for path in screen.css_path if not self.stylesheet.has_source(str(path))]
            if new:
                self.stylesheet.read_all(new)
                self.stylesheet.parse()
        return super()._get_screen(screen)

    def do_theme(self, argument: str) -> None:
        """Change between dark and light."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def do_quit(self, argument: str) -> None:
        """Leave; everything recorded is on the disk, and what was entered and shown is left."""
        if self.leave_screens():
            self.exit(0)

    async def action_quit(self) -> None:
        """Leave, from where no command is bound."""
        self.do_quit("")

    def do_interface(self, argument: str) -> None:
        """Switch the app and the protocol's texts to the next language."""
        known = available_languages()
        at = known.index(self.language) if self.language in known else -1
        self.language = set_language(known[(at + 1) % len(known)])
        for screen in self.screen_stack:
            retranslate = getattr(screen, "retranslate", None)
            if retranslate is not None:
                retranslate()

    def show_screen(self, screen: Screen[Any]) -> None:
        """Open a screen, from a worker too; none comes up over the lock, or once one has left."""
        if self.someone is not None and not self.idle_lock.keeps(screen):
            self.beneath_too_small(lambda: self.push_screen(screen))

    def beneath_too_small(self, change: Callable[[], object]) -> None:
        """Change the screens beneath what says that the terminal is too small."""
        covered = isinstance(self.screen, TooSmall)
        if covered:
            self.pop_screen()
        change()
        if covered:
            self.push_screen(TooSmall())

    def place_screen(self) -> "PlaceScreen":
        """Give the screen beneath any dialog."""
        from screens.base import PlaceScreen

        return next(s for s in reversed(self.screen_stack) if isinstance(s, PlaceScreen))


def any_accounts(store: "Store") -> bool:
    """Tell whether anybody can sign in to a store."""
    from screener.record.accounts import Accounts

    return Accounts(store).any()


def collect_again() -> None:
    """Collect what is not used any more, after a start that left that out."""
    if not gc.isenabled():
        # What the start brought in stays to the end, and is not looked at again.
        gc.freeze()
        gc.enable()


def defect_told(error: BaseException) -> str:
    """Name the place of a defect without any value: a value may be a candidate's answer."""
    cause = error.error if isinstance(error, WorkerFailed) else error
    frames = traceback.extract_tb(cause.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    text = _("this is a defect of the program ({error} at {place}); nothing recorded is lost")
    return text.format(error=type(cause).__name__, place=place)


def run(
    store: "Store",
    person: Person | Named,
    language: str,
    rules_path: Path,
    number: str | None = None,
) -> int:
    """Open the app; gives its exit status."""
    app = ScreenerApp(store.path, person, language, rules_path, number=number)
    app.opened = store
    with ended_by_signals(app.end):
        app.run()
    return app.return_value if app.return_value is not None else app.return_code or 0
