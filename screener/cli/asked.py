"""What a command asks: on a terminal in so many words, else a line of standard input each."""

import getpass
import sys

from screener.cli.output import Unusable, unreadable, why_not
from screener.language import _


class Keyboard:
    """A terminal's lines, for the interview by line."""

    def readline(self) -> str:
        """Give the next line with its end; an empty text once there is none."""
        return sys.stdin.readline()

    def readline_hidden(self) -> str:
        """Give the next line, which the terminal does not show; as `readline`."""
        try:
            return f"{getpass.getpass('')}\n"
        except EOFError:
            return ""


def on_terminal() -> bool:
    """Tell whether somebody is there to answer.

    Raises:
        Unusable: Standard input is closed.
    """
    if sys.stdin is None:
        raise unreadable(_("standard input"), _("it is closed"))
    return sys.stdin.isatty()


def ask_line(prompt: str) -> str:
    """Ask for one line; it comes without the space around it.

    Raises:
        Unusable: There is none.
    """
    if on_terminal():
        # Standard output is for what the command gives.
        print(prompt, end="", file=sys.stderr, flush=True)
    return _line(prompt).strip()


def ask_hidden(prompt: str) -> str:
    """Ask for a password, which a terminal does not show; as `ask_line`, with every space."""
    if not on_terminal():
        return _line(prompt)
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise _ended(prompt) from None


def ask_new_password(name: str) -> str:
    """Ask for a new password; on a terminal twice, since nobody sees what is typed.

    Raises:
        Unusable: There is none, or the two differ.
    """
    new = ask_hidden(_("New password of {name}: ").format(name=name))
    if on_terminal() and ask_hidden(_("The same once more: ")) != new:
        raise Unusable(_("the two passwords differ; nothing was changed"))
    return new


def refuse_more() -> None:
    """Refuse lines that nothing asks for: the one before may have been meant for something else.

    Raises:
        Unusable: Standard input is no terminal and goes on.
    """
    if not on_terminal() and sys.stdin.readline():
        told = _("standard input: more lines than were asked for; nothing was changed")
        raise Unusable(told)


def _line(prompt: str) -> str:
    try:
        line = sys.stdin.readline()
    except (OSError, UnicodeDecodeError) as error:
        reason = why_not(error) if isinstance(error, OSError) else _("it is not UTF-8")
        raise unreadable(_("standard input"), reason) from None
    if not line:
        raise _ended(prompt)
    return line.rstrip("\r\n")


def _ended(prompt: str) -> Unusable:
    told = _("standard input: it ended where this was asked: {prompt}")
    return Unusable(told.format(prompt=prompt.strip(" :：")))
