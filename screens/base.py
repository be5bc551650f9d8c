"""What every screen of the app shares: its commands, its line of keys, its way to other screens."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.screen import Screen

from screener.interview.commands import COMMANDS, in_words_of, offered, permit, read_slash
from screener.interview.refusals import Refused
from screener.language import _
from screener.record.errors import Conflict, StoreError
from screener.record.rights import NotAllowed
from screens.commands import BY_ID, LEFT_BY_ESCAPE, Command, commands_for, told, way_to
from screens.prompts import Line, Tone
from screens.widgets.key_bar import KeyBar
from screens.widgets.plain_text import PlainText

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from screens.app import ScreenerApp
    from screens.flow import Flow


def not_here(name: str) -> Line:
    """Say that a command or its key is none of a place which Escape leaves."""
    said = _("{name} is not for this place. Escape goes back; {help} lists what is.")
    return Line(said.format(name=name, help=told("help")), Tone.FAIL)


def no_command(text: str, place: str) -> Line:
    """Say that what was typed is no command, or none of this place, and what leads to its own."""
    spoken, way = read_slash(text, COMMANDS), None
    name = text.split(maxsplit=1)[0]
    if spoken is None:
        said = _("There is no command {name}. {help} lists them.")
    elif place in LEFT_BY_ESCAPE:
        return not_here(name)
    elif (way := way_to(spoken.command.id, place)) is not None:
        said = _("{name} is not for this place; {way} leads to where it is.")
    else:
        said = _("{name} is not for this place; {help} lists what is.")
    return Line(said.format(name=name, help=told("help"), way=way), Tone.FAIL)


def show_notice(screen: Screen[Any], *lines: Line) -> None:
    """Show lines above a screen's line of input, or with none take away what was said there."""
    notice = screen.query_one("#notice", PlainText)
    notice.show_lines(lines)
    notice.set_class(not lines, "-empty")


def refused_lines(error: "Refused | StoreError", flow: "Flow | None" = None) -> tuple[Line, ...]:
    """Say what was refused, and what would do; first what becomes of what was entered.

    What met something that someone else wrote stands in what the `flow` asks now; said is theirs.
    """
    if isinstance(error, Conflict) and error.mine:
        sides = Line(error.message, Tone.FAIL), Line(error.theirs, Tone.QUIET)
        return sides if flow is not None and flow.met else (Line(error.mine, Tone.FAIL), *sides)
    return Line(error.message, Tone.FAIL), Line(error.hint or "", Tone.QUIET)


def refusal(act: "Callable[[], object]") -> str:
    """Do something to the record; gives why it cannot be done, nothing once it is."""
    from screener.protocol.problems import AnswerError

    try:
        act()
    except (Refused, StoreError, AnswerError, ValueError) as error:
        return str(error)
    return ""


def conflicting(act: "Callable[[], object]") -> str:
    """Do something to the record; gives both sides where someone else wrote in between."""
    try:
        act()
    except Conflict as error:
        return str(error)
    return ""


class PlaceScreen(Screen[None]):
    """A screen with commands. `place` says which ones of the table are its own.

    A command `id` is carried out by the method `do_id(argument)`; one that a screen does not have
    itself is looked for here, then handed to the app.
    """

    place: ClassVar[str] = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (100, "-wide"), (120, "-broad")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (20, "-low"), (30, "-high")]

    @property
    def screener(self) -> "ScreenerApp":
        """The app."""
        return cast("ScreenerApp", self.app)

    def commands(self) -> tuple[Command, ...]:
        """Give the commands of this screen that whoever is there can use."""
        known, person = commands_for(self.place), self.screener.someone
        if person is None:
            return known
        return tuple(in_words_of(person, c) for c in known if offered(c, person))

    def can(self, name: str) -> bool:
        """Tell whether a command is for whoever is there."""
        return any(command.id == name for command in self.commands())

    def on_mount(self) -> None:
        """Write the line of keys."""
        self.bind_keys()

    def bind_keys(self) -> None:
        """Write the line of keys, as they are now and in the language of now."""
        for bar in self.query(KeyBar):
            bar.bind_commands(self.place, self.commands())

    def action_command(self, name: str) -> None:
        """Carry out a command without an argument."""
        self.carry_out(name, "")

    def carry_out(self, name: str, argument: str) -> None:
        """Carry out a command, unless whoever is there may not."""
        if (person := self.screener.someone) is not None:
            try:
                permit(BY_ID[name], person)
            except (NotAllowed, Refused) as error:
                self.tell(*refused_lines(error))
                return
        method = getattr(self, f"do_{name}", None) or getattr(self.screener, f"do_{name}")
        method(argument)

    def slash(self, text: str) -> None:
        """Carry out a slash command, or say which there are."""
        # One that is not for the role is refused in so many words.
        spoken = read_slash(text, self.commands()) or read_slash(text, commands_for(self.place))
        if spoken is None:
            self.tell(no_command(text, self.place))
        else:
            self.carry_out(spoken.command.id, spoken.argument)

    @property
    def in_hand(self) -> str:
        """The number of the screening that a command is about where none is named; or nothing."""
        return ""

    def do_audit(self, argument: str) -> None:
        """Show what happened in a screening, or in all of them."""
        from screens.auditing import show_audit

        show_audit(self.screener, argument or self.in_hand)

    def context_help(self) -> list[Line]:
        """Give the help for what stands on the screen, above the list of keys."""
        return []

    def tell(self, *lines: Line) -> None:
        """Show something that stays until the next thing is said."""
        show_notice(self, *lines)

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        self.bind_keys()


def shown_at(app: "App[Any]", place: str) -> PlaceScreen | None:
    """Give the screen of a place, where it is there; it need not be brought in to look for it."""
    found = (one for one in app.screen_stack if isinstance(one, PlaceScreen))
    return next((one for one in found if one.place == place), None)
