"""Every command, once: its slash name, words and help, whichever face of the program hears it.

The app adds keys and places to this table, the plain mode what each does by line, so that a command
has one name everywhere. Texts are marked here and translated when they are shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from screener.language import N_


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can tell the program to do.

    `argument` names what may follow the slash name; what has no slash name is given by key alone.
    """

    id: str
    slash: str
    title: str
    help: str
    argument: str = ""


AnyCommand = TypeVar("AnyCommand", bound=Command)

COMMANDS: tuple[Command, ...] = (
    Command("help", "/help", N_("Help"), N_("Explains what is asked now, and lists the commands.")),
    Command(
        "why",
        "/why",
        N_("Why"),
        N_("Why this is asked: the criteria, in the protocol's words, and what each answer does."),
    ),
    Command(
        "new",
        "/new",
        N_("New screening"),
        N_("Starts a screening with the site's own code for the candidate."),
        N_("code"),
    ),
    Command(
        "search",
        "/search",
        N_("Search"),
        N_("Searches the conversation, or the list."),
        N_("words"),
    ),
    Command(
        "back",
        "/back",
        N_("Correct"),
        N_("Goes to an earlier answer to correct it; the correction needs a reason."),
    ),
    Command("criteria", "/criteria", N_("Criteria"), N_("Every criterion and how it stands.")),
    Command(
        "missing",
        "/missing",
        N_("No answer"),
        N_("No answer because: unknown, not done, awaited (with a due date) or refused."),
    ),
    Command(
        "source",
        "/source",
        N_("Source"),
        N_("Where the answers come from now, through which interpreter, in which document."),
    ),
    Command("check", "/check", N_("Check"), N_("All answers by section; change one in place.")),
    Command(
        "continue",
        "/continue",
        N_("Go on"),
        N_("Goes on after a failed criterion, to record every reason."),
    ),
    Command(
        "sign",
        "/sign",
        N_("Decide and sign"),
        N_("Shows the decision with every criterion; once you confirm, it is kept in your name."),
    ),
    Command(
        "undo",
        "/undo",
        N_("Undo"),
        N_("With an empty line, takes back the last answer of this sitting; else undoes typing."),
    ),
    Command("unknown", "/unknown", N_("Unknown"), N_("Nobody knows and no source says.")),
    Command("not_done", "/notdone", N_("Not done"), N_("It has not been done.")),
    Command(
        "pending", "/pending", N_("Awaited"), N_("The result is awaited; asks when it is due.")
    ),
    Command("refused", "/refused", N_("Refused"), N_("The candidate refused to say.")),
    Command(
        "skip",
        "/skip",
        N_("Later"),
        N_("Leaves this question for the end; that it was passed over is recorded."),
    ),
    Command(
        "due",
        "/due",
        N_("Due dates"),
        N_("Gives one due date to several awaited questions of a section."),
        N_("date"),
    ),
    Command(
        "note",
        "/note",
        N_("Note"),
        N_("Adds a note: to a question, to its answer or to the whole screening."),
        N_("text"),
    ),
    Command(
        "language",
        "/language",
        N_("Other language"),
        N_("Shows this question in the other language; which one was asked is recorded."),
    ),
    Command(
        "interface",
        "/interface",
        N_("Language of the app"),
        N_("Switches the app and the protocol's texts to the next language."),
    ),
    Command("row", "/row", N_("Change a row"), N_("Enters a row of the table anew."), N_("number")),
    Command(
        "remove",
        "/remove",
        N_("Remove a row"),
        N_("Takes a row out of the table; the record keeps it."),
        N_("number"),
    ),
    Command(
        "complete",
        "/complete",
        N_("Table complete"),
        N_("Says that the table has all its rows, so that it counts."),
    ),
    Command(
        "approve",
        "/approve",
        N_("Approve rules"),
        N_("Approves the rules file for new screenings; under any other they are for training."),
    ),
    Command(
        "points",
        "/points",
        N_("Open points"),
        N_("What the protocol leaves open: what is ours, and the questions to its author."),
    ),
    Command(
        "withdraw",
        "/withdraw",
        N_("Candidate withdraws"),
        N_("Records that the candidate withdraws; nothing more is asked, what was recorded stays."),
    ),
    Command(
        "stop",
        "/stop",
        N_("Stop"),
        N_("Stops the interview with a reason; it can be taken up again."),
    ),
    Command(
        "resume",
        "/resume",
        N_("Take up again"),
        N_("Takes up a stopped screening again; corrects a withdrawal recorded by mistake."),
    ),
    Command(
        "outcome",
        "/outcome",
        N_("Outcome"),
        N_("What the screening led to: enrolled, eligible and not enrolled, or consent declined."),
    ),
    Command(
        "candidate",
        "/candidate",
        N_("Correct the code"),
        N_("Corrects a mistyped code of the candidate, with a reason; the earlier one is kept."),
        N_("code"),
    ),
    Command(
        "copy",
        "/copy",
        N_("Write a copy"),
        N_("Writes the decision as text, Markdown or JSON into a file."),
        "text | markdown | json",
    ),
    Command("list", "/list", N_("Screenings"), N_("Leaves this screening and shows the list.")),
    Command(
        "theme",
        "/theme",
        N_("Light or dark"),
        N_("Changes between the dark and the light theme."),
    ),
    Command("palette", "", N_("Commands"), N_("Every command, to choose from.")),
    Command("quit", "/quit", N_("Quit"), N_("Leaves the app; everything recorded is kept.")),
)
BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A slash command as typed: which one, and what followed it."""

    command: Command
    argument: str


def is_slash(text: str) -> bool:
    """Tell whether a line is a slash command; two slashes begin a text with one."""
    return text.startswith("/") and not text.startswith("//")


def completions(typed: str, commands: Iterable[AnyCommand]) -> tuple[AnyCommand, ...]:
    """Give the commands whose slash name begins as typed; an exact name stands alone."""
    name = typed.split(" ", 1)[0].lower()
    found = tuple(c for c in commands if c.slash and c.slash.startswith(name))
    exact = tuple(c for c in found if c.slash == name)
    return exact or found


def read_slash(typed: str, commands: Iterable[Command]) -> Spoken | None:
    """Read a slash command; None where the name is none's, or the beginning of several."""
    name, _, argument = typed.strip().partition(" ")
    found = completions(name, commands)
    return Spoken(found[0], argument.strip()) if len(found) == 1 else None
