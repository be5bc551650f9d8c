"""Help for what has the focus, made from the table of commands."""

from collections.abc import Iterable, Mapping

from screener.interview.commands import completions
from screener.language import N_, _
from screens.commands import Command, key_name, key_of
from screens.prompts import Line, Tone
from screens.widgets.plain_text import padded

#: What each place is for, and the keys that are no commands.
_PLACES: Mapping[str, tuple[str, ...]] = {
    "worklist": (
        N_("The screenings of this store. Type to narrow the list; Enter opens the one marked."),
        N_("↑ ↓ mark another; a line that begins with / is a command."),
    ),
    "interview": (
        N_("One question at a time. y and n answer yes and no, a number takes the option."),
        N_("u unknown, d not done, p awaited, x refused: alone, where y n or options are asked."),
        N_(
            "Anything else is typed, and Enter gives it; below the line stands what it is taken as."
        ),
        N_("Escape takes an entry back by a step. Page Up and Page Down scroll the conversation."),
        N_("A pasted text only fills the line. // begins a text with a slash."),
    ),
    "decision": (
        N_(
            "What the answers come to: each criterion, in the protocol's words, and what is behind."
        ),
        N_("Recording is asked about first, and only Enter does it; Escape there leaves it."),
        N_("↑ ↓ Page Up Page Down Home End scroll; Escape goes back to the conversation."),
        N_("A line that begins with / is a command."),
    ),
    "audit": (
        N_("What happened, who did it and when. Type to narrow the list to what holds the words."),
        N_("↑ ↓ Page Up Page Down mark another; Enter shows how the screening stood after it."),
        N_("What was wrong or no longer applies is struck through, with ✗ and why."),
        N_("Nothing is recorded by looking. A line that begins with / is a command."),
    ),
    "travel": (
        N_("The conversation, the criteria and the decision as they stood after one event."),
        N_("← → step to the event before or behind it, Home and End to the first or the last."),
        N_("↑ ↓ Page Up Page Down scroll the conversation."),
        N_("An event's number, or a date and time (2026-01-31 10:15), leads there once entered."),
        N_("Times are those of the site; with Z at the end, UTC. Nothing is recorded by looking."),
    ),
    "sign_in": (
        N_("Enter goes on; Escape goes back by a step. A password is never shown."),
        N_("After three failed sign-ins each further one has to wait longer."),
    ),
    "accounts": (
        N_("Who may use this store. Enter changes the account that is marked; Escape goes back."),
        N_("A role that is given counts from the next sign-in on; one taken away is gone at once."),
        N_("A name that had an account is never used again."),
    ),
    "lock": (
        N_("Nothing was typed for a while, or the screen was locked on purpose."),
        N_("The password of the same person brings back what stood there, as it was left."),
    ),
    "review": (
        N_("Every answer by section. Enter changes the one marked, in place; Escape goes back."),
    ),
}


def help_lines(place: str, commands: Iterable[Command]) -> list[Line]:
    """Explain a place, and list its commands with their keys and slash names."""
    lines = [Line(_(text)) for text in _PLACES.get(place, ())]
    lines.append(Line(""))
    for command in commands:
        key = key_name(key_of(command))
        lines.append(Line(f"{padded(key, 6)} {padded(_slash(command), 18)} {_(command.title)}"))
        lines.append(Line(f"{' ' * 7}{_(command.help)}", Tone.QUIET))
    return lines


def slash_lines(text: str, commands: Iterable[Command]) -> tuple[Line, ...]:
    """Say which commands begin as typed."""
    found = completions(text, commands)
    if not found:
        return (Line(_("There is no such command."), Tone.FAIL),)
    if len(found) == 1:
        return (Line(f"{_slash(found[0])}  {_(found[0].help)}", Tone.QUIET),)
    return (Line("  ".join(command.slash for command in found), Tone.QUIET),)


def _slash(command: Command) -> str:
    return f"{command.slash} {_(command.argument)}" if command.argument else command.slash
