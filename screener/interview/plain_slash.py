"""Slash commands by line: which one was typed, and where those belong that mean nothing here."""

from collections.abc import Callable, Container, Mapping

from screener.interview.commands import COMMANDS, Command, completions, read_slash
from screener.interview.refusals import Refused
from screener.joining import labelled, listed
from screener.language import _
from screener.sanitise import visible

#: What the list of screenings alone carries out.
IN_THE_LIST = frozenset({"new", "approve", "log", "close_awaited", "audit", "password", "signout"})


class Left(Exception):
    """The person leaves this screening, for the list, where the command `then` is carried out."""

    def __init__(self, then: str = "") -> None:
        super().__init__(then)
        self.then = then


class SignedOut(Exception):
    """The person makes room for the next one."""


class Quit(Exception):
    """The person leaves the program."""


def spoken(
    text: str, handled: Mapping[str, object], elsewhere: Callable[[str], str]
) -> tuple[str, str]:
    """Read a slash command: its id and what followed it.

    Raises:
        Refused: There is none of this name, or several, or it means nothing here; then `elsewhere`
            says of its id where it does.
    """
    name = text.split(" ", 1)[0]
    if found := read_slash(text, [c for c in COMMANDS if c.id in handled]):
        return found.command.id, found.argument
    if found := read_slash(text, COMMANDS):
        raise Refused(
            _("{name} does nothing here.").format(name=found.command.slash),
            elsewhere(found.command.id),
        )
    several = completions(name, [c for c in COMMANDS if c.id in handled])
    if several:
        slashes = listed(command.slash for command in several)
        raise Refused(
            _("{name} may be more than one command.").format(name=visible(name)),
            _("They are: {commands}.").format(commands=slashes),
        )
    raise Refused(
        _("There is no command {name}.").format(name=visible(name)), _("/help lists them.")
    )


def instead_by_line(command: str) -> str:
    """Say of a command that means nothing by line what does the same there, if anything."""
    if command == "export":
        return _("By line, /log FILE.csv and /awaited FILE.ics write a file, in the list.")
    return _("It is for the full screen.")


def command_lines(handled: Container[str]) -> list[str]:
    """Give each command with what it does, a line each."""
    return [
        labelled(_slash(command), _(command.by_line or command.help))
        for command in COMMANDS
        if command.id in handled
    ]


def _slash(command: Command) -> str:
    return f"{command.slash} {_(command.argument)}" if command.argument else command.slash
