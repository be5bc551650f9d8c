"""Every command, once: its key, slash name, words and help.

Bindings, the palette, the slash commands, the key bar and the help are all made from this table, so
that they cannot drift apart. Texts are marked here and translated when they are shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from screener.language import N_

WORKLIST = "worklist"
INTERVIEW = "interview"
DECISION = "decision"
REVIEW = "review"
CHANGE = "change"
EVERYWHERE = frozenset({WORKLIST, INTERVIEW, DECISION, REVIEW})


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can tell the app to do.

    `key` is empty where there is no key by default; it can be given one in the settings by `id`.
    `argument` names what may follow the slash name.
    """

    id: str
    key: str
    slash: str
    title: str
    help: str
    where: frozenset[str]
    footer: bool = False
    argument: str = ""


def _c(
    names: str, title: str, help_text: str, *where: str, footer: bool = False, argument: str = ""
) -> Command:
    """Make a command from `id key slash`, a dash standing for none."""
    name, key, slash = ("" if part == "-" else part for part in names.split())
    places = frozenset(where) or EVERYWHERE
    return Command(name, key, slash, title, help_text, places, footer, argument)


COMMANDS: tuple[Command, ...] = (
    _c(
        "help f1 /help",
        N_("Help"),
        N_("Explains what has the focus, and lists the keys."),
        WORKLIST,
        INTERVIEW,
        DECISION,
        REVIEW,
        CHANGE,
        footer=True,
    ),
    _c(
        "why f2 /why",
        N_("Why"),
        N_("Why this is asked: the criteria, in the protocol's words, and what each answer does."),
        INTERVIEW,
        CHANGE,
        footer=True,
    ),
    _c(
        "new ctrl+n /new",
        N_("New screening"),
        N_("Starts a screening with the site's own code for the candidate."),
        WORKLIST,
        footer=True,
    ),
    _c(
        "search f3 /search",
        N_("Search"),
        N_("Searches the conversation, or the list."),
        INTERVIEW,
        WORKLIST,
        argument=N_("words"),
    ),
    _c(
        "back f4 /back",
        N_("Correct"),
        N_("Goes to an earlier answer to correct it; the correction needs a reason."),
        INTERVIEW,
        footer=True,
    ),
    _c(
        "criteria f5 /criteria",
        N_("Criteria"),
        N_("Shows or hides the criteria beside the conversation."),
        INTERVIEW,
    ),
    _c(
        "missing f6 /missing",
        N_("No answer"),
        N_("No answer because: unknown, not done, awaited (with a due date) or refused."),
        INTERVIEW,
        CHANGE,
        footer=True,
    ),
    _c(
        "source f7 /source",
        N_("Source"),
        N_("Where the answers come from now, through which interpreter, in which document."),
        INTERVIEW,
    ),
    _c(
        "check f8 /check",
        N_("Check"),
        N_("All answers by section; change one in place."),
        INTERVIEW,
        footer=True,
    ),
    _c(
        "continue f9 /continue",
        N_("Go on"),
        N_("Goes on after a failed criterion, to record every reason."),
        INTERVIEW,
    ),
    _c(
        "sign f10 /sign",
        N_("Decide"),
        N_("Shows the decision with every criterion, and records it."),
        INTERVIEW,
        DECISION,
        footer=True,
    ),
    _c(
        "undo ctrl+z /undo",
        N_("Undo"),
        N_("Undoes typing; with an empty line, takes back the last answer of this sitting."),
        INTERVIEW,
        CHANGE,
    ),
    _c("unknown - /unknown", N_("Unknown"), N_("Nobody knows and no source says."), INTERVIEW),
    _c("not_done - /notdone", N_("Not done"), N_("It has not been done."), INTERVIEW),
    _c(
        "pending - /pending",
        N_("Awaited"),
        N_("The result is awaited; asks when it is due."),
        INTERVIEW,
    ),
    _c("refused - /refused", N_("Refused"), N_("The candidate refused to say."), INTERVIEW),
    _c(
        "skip - /skip",
        N_("Later"),
        N_("Leaves this question for the end; that it was passed over is recorded."),
        INTERVIEW,
    ),
    _c(
        "due - /due",
        N_("Due dates"),
        N_("Gives one due date to several awaited questions of a section."),
        INTERVIEW,
    ),
    _c(
        "note - /note",
        N_("Note"),
        N_("Adds a note: to the question that is asked, else to the screening."),
        INTERVIEW,
        argument=N_("text"),
    ),
    _c(
        "language - /language",
        N_("Other language"),
        N_("Shows this question in the other language; which one was asked is recorded."),
        INTERVIEW,
    ),
    _c(
        "interface - /interface",
        N_("Language of the app"),
        N_("Switches the app and the protocol's texts to the next language."),
        WORKLIST,
        INTERVIEW,
    ),
    _c(
        "row - /row",
        N_("Change a row"),
        N_("Enters a row of the table anew."),
        INTERVIEW,
        CHANGE,
        argument=N_("number"),
    ),
    _c(
        "remove - /remove",
        N_("Remove a row"),
        N_("Takes a row out of the table; the record keeps it."),
        INTERVIEW,
        CHANGE,
        argument=N_("number"),
    ),
    _c(
        "complete - /complete",
        N_("Table complete"),
        N_("Says that the table has all its rows, so that it counts."),
        INTERVIEW,
        CHANGE,
    ),
    _c(
        "points - /points",
        N_("Open points"),
        N_("What the protocol leaves open: what is ours, and the questions to its author."),
        WORKLIST,
        INTERVIEW,
    ),
    _c(
        "withdraw - /withdraw",
        N_("Candidate withdraws"),
        N_("Records that the candidate withdraws; nothing more is asked, what was recorded stays."),
        INTERVIEW,
    ),
    _c(
        "stop - /stop",
        N_("Stop"),
        N_("Stops the interview with a reason; it can be taken up again."),
        INTERVIEW,
    ),
    _c(
        "resume - /resume",
        N_("Take up again"),
        N_("Takes up a stopped screening again."),
        INTERVIEW,
    ),
    _c(
        "copy - /copy",
        N_("Write a copy"),
        N_("Writes the decision as text, Markdown or JSON into a file."),
        DECISION,
        argument="text | markdown | json",
    ),
    _c(
        "list - /list",
        N_("Screenings"),
        N_("Leaves this screening and shows the list."),
        INTERVIEW,
    ),
    _c("theme - /theme", N_("Light or dark"), N_("Changes between the dark and the light theme.")),
    _c(
        "palette ctrl+p -",
        N_("Commands"),
        N_("Every command, to choose from."),
        WORKLIST,
        INTERVIEW,
        DECISION,
        REVIEW,
        footer=True,
    ),
    _c("quit ctrl+q /quit", N_("Quit"), N_("Leaves the app; everything recorded is kept.")),
)
BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}


def commands_for(place: str) -> tuple[Command, ...]:
    """Give the commands of a screen, in the table's order."""
    return tuple(command for command in COMMANDS if place in command.where)


def bindings_for(place: str) -> list[BindingType]:
    """Make the bindings of a screen; a command without a key waits for one from the settings."""
    return [
        Binding(
            command.key or f"unset_{command.id}",
            f"command('{command.id}')",
            command.title,
            show=False,
            priority=True,
            id=command.id,
        )
        for command in commands_for(place)
    ]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A slash command as typed: which one, and what followed it."""

    command: Command
    argument: str


def completions(typed: str, commands: Iterable[Command]) -> tuple[Command, ...]:
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


_NAMES = {"ctrl": "^", "escape": "Esc", "enter": "Enter", "pageup": "PgUp", "pagedown": "PgDn"}


#: The keys that the settings have rebound, by command; one person uses one process.
_rebound: dict[str, str] = {}


def use_keys(rebound: Mapping[str, str]) -> None:
    """Take over the keys that the settings rebind."""
    _rebound.clear()
    _rebound.update(rebound)


def key_of(command: Command) -> str:
    """Give the key of a command that is in force; empty where it has none."""
    return _rebound.get(command.id, command.key)


def told(name: str) -> str:
    """Say how a command is given: by its key, or where it has none by its slash name."""
    command = BY_ID[name]
    return key_name(key_of(command)) or command.slash


class _Keys(dict[str, str]):
    """Each command's key, by id, as `told` says it."""

    def __missing__(self, name: str) -> str:
        return told(name)


def with_keys(text: str) -> str:
    """Fill in keys, in a text that names commands by id: `{sign} records the decision`."""
    return text.format_map(_Keys())


def key_name(key: str) -> str:
    """Write a key as people know it: `f1` is F1, `ctrl+z` is ^Z; nothing where there is none."""
    if not key:
        return ""
    *modifiers, last = key.split(",", maxsplit=1)[0].split("+")
    name = _NAMES.get(last) or (last.upper() if len(last) <= 3 else last.capitalize())
    return "".join(_NAMES.get(part, part.capitalize() + "-") for part in modifiers) + name
