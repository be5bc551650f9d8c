"""What someone else wrote in between, by line: both sides are said, and one's own is offered."""

from collections.abc import Callable

from screener.interview.plain_lines import Lines
from screener.interview.refusals import Refused
from screener.language import _
from screener.record.errors import Conflict


def insist(lines: Lines, asked: str = "") -> None:
    """Ask whether one's own is recorded beside what someone else wrote; raises `Refused` if not."""
    heard = lines.ask(asked or _("Enter records yours all the same; anything else leaves it."))
    if heard and not lines.is_yes(heard):
        raise Refused(_("Nothing was recorded."))


def say_both(lines: Lines, error: Conflict) -> None:
    """Say who wrote in between, what is recorded and what is not, each in a line."""
    sides = (error.theirs, error.mine) if error.mine else (error.hint,)
    lines.say(error.message, *sides)


def recorded(
    lines: Lines,
    act: Callable[[], object],
    changed: Callable[[], bool] = lambda: False,
) -> bool:
    """Do something to the record; where someone else wrote in between, all the same if so asked.

    False, with both sides said, where what it is about has `changed`; raises `Refused` where it is
    left.
    """
    while True:
        try:
            act()
        except Conflict as error:
            say_both(lines, error)
            if changed():
                return False
            insist(lines)
        else:
            return True
