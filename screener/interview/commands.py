"""Every command, once: its slash name, words and help, whichever face of the program hears it.

The app adds keys and places to this table, the plain mode what each does by line, so that a command
has one name everywhere. Texts are marked here and translated when they are shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from screener.interview.refusals import Refused
from screener.language import N_, _
from screener.record.events import Person
from screener.record.rights import Right, may, require


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can tell the program to do.

    `argument` names what may follow the slash name; what has no slash name is given by key alone.
    `by_line` is its help in the plain mode, where that is not what the full screen's says.
    `right` is what the role must permit; `own` is about one's own account, which takes having one.
    """

    id: str
    slash: str
    title: str
    help: str
    argument: str = ""
    right: Right | None = None
    own: bool = False
    by_line: str = ""


AnyCommand = TypeVar("AnyCommand", bound=Command)

COMMANDS: tuple[Command, ...] = (
    Command("help", "/help", N_("Help"), N_("Explains what is asked now, and lists the commands.")),
    Command(
        "why",
        "/why",
        N_("Why"),
        N_("Why this is asked, and what each answer does; of what is over, why it came out so."),
    ),
    Command(
        "new",
        "/new",
        N_("New screening"),
        N_("Starts a screening with the site's own code for the candidate."),
        N_("code"),
        Right.SCREEN,
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
    Command(
        "check",
        "/check",
        N_("Check"),
        N_("All answers by section, with their history; in an interview, change one in place."),
    ),
    Command(
        "continue",
        "/continue",
        N_("Go on"),
        N_("Goes on after a failed criterion, to record every reason."),
    ),
    Command(
        "end",
        "/end",
        N_("End here"),
        N_("Ends the interview at a failed criterion; what is open then is not assessed."),
    ),
    Command(
        "sign",
        "/sign",
        N_("Decide and sign"),
        N_("Shows the decision and records it in your name; an investigator reviews and signs it."),
    ),
    Command(
        "agree",
        "/agree",
        N_("Agree"),
        N_("Agrees with the criterion that is shown, as it stands, and goes on to the next."),
        right=Right.SIGN,
    ),
    Command(
        "query",
        "/query",
        N_("Query"),
        N_("Answers an investigator's query; in the review, sends the criterion back with one."),
        N_("text"),
        Right.SCREEN,
    ),
    Command(
        "close_query",
        "/closequery",
        N_("Close a query"),
        N_("Closes a query to the criterion that is shown: its answer will do."),
        right=Right.QUERY,
    ),
    Command(
        "close",
        "/close",
        N_("Close undetermined"),
        N_("Closes what cannot be determined, with a reason, so that it can be signed."),
        N_("reason"),
        Right.DECIDE,
    ),
    Command(
        "undo",
        "/undo",
        N_("Undo"),
        N_("With an empty line, takes back the last answer of this sitting; else undoes typing."),
        by_line=N_(
            "Takes back the last answer of this sitting, or the last field of a row being entered; "
            "where an answer is being changed, leaves that as it was."
        ),
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
        by_line=N_(
            "Adds a note to the question being asked; without a text it first asks what the note "
            "is about: this question, an earlier answer or the whole screening."
        ),
    ),
    Command(
        "language",
        "/language",
        N_("Other language"),
        N_("Shows this question in the other language; which one was asked is recorded."),
    ),
    Command(
        "order",
        "/order",
        N_("Order of the questions"),
        N_("Asks in the protocol's order, or what brings the decision nearest first."),
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
        "earlier",
        "/earlier",
        N_("Since the last one"),
        N_("What has changed since the candidate's earlier screening: rules, criteria, answers."),
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
        "redact",
        "/redact",
        N_("Redact"),
        N_("Takes out for good what was typed by mistake, wherever it stands, with a reason."),
        right=Right.REDACT,
    ),
    Command(
        "copy",
        "/copy",
        N_("Write a copy"),
        N_("Writes the decision as text, Markdown or JSON into a file."),
        "text | markdown | json",
        Right.COPY,
    ),
    Command(
        "log",
        "/log",
        N_("Screening log"),
        N_("Every screening in one line, without identifiers: dates, outcome, failed criteria."),
        right=Right.LOG,
    ),
    Command(
        "export",
        "/export",
        N_("Export"),
        N_("Writes what is listed to a file: the log as CSV or XLSX, the awaited as a calendar."),
        "csv | xlsx",
        Right.LOG,
    ),
    Command(
        "awaited",
        "/awaited",
        N_("Results due"),
        N_("Every result that is awaited, over all screenings: what is overdue comes first."),
        right=Right.AWAITED,
    ),
    Command(
        "close_awaited",
        "/closeawaited",
        N_("Close without it"),
        N_("Closes an awaited result that will not come, with a reason; it leaves the list."),
        N_("reason"),
        Right.SCREEN,
    ),
    Command(
        "filter",
        "/filter",
        N_("Filter"),
        N_("Shows only what one person did, of one kind, or between two moments."),
    ),
    Command(
        "audit",
        "/audit",
        N_("Audit trail"),
        N_("The life of a screening, or of all: every event, and how it stood at any moment."),
        N_("number | all"),
        Right.AUDIT,
    ),
    Command("list", "/list", N_("Screenings"), N_("Leaves this screening and shows the list.")),
    Command(
        "theme",
        "/theme",
        N_("Light or dark"),
        N_("Changes between the dark and the light theme."),
    ),
    Command(
        "accounts",
        "/accounts",
        N_("Accounts"),
        N_("Who may use this store: adds and closes accounts, changes roles and passwords."),
        right=Right.ACCOUNTS,
    ),
    Command("password", "/password", N_("My password"), N_("Changes your password."), own=True),
    Command(
        "lock",
        "/lock",
        N_("Lock"),
        N_("Locks the screen; your password brings back what stood there."),
        own=True,
    ),
    Command(
        "signout",
        "/signout",
        N_("Sign out"),
        N_("Makes room for the next person; everything recorded is kept."),
        own=True,
    ),
    Command("palette", "", N_("Commands"), N_("Every command, to choose from.")),
    Command("quit", "/quit", N_("Quit"), N_("Leaves the app; everything recorded is kept.")),
)
#: What a command is called for whoever lacks the right to all of it.
_LESS: Mapping[str, tuple[Right, str]] = {"sign": (Right.SIGN, N_("Decide"))}
BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A slash command as typed: which one, and what followed it."""

    command: Command
    argument: str


def offered(command: Command, person: Person) -> bool:
    """Tell whether somebody can use a command at all."""
    if command.own and not person.authenticated:
        return False
    return command.right is None or may(person.role, command.right)


def in_words_of(person: Person, command: AnyCommand) -> AnyCommand:
    """Give a command by the name that is true for the role of whoever is there."""
    right, title = _LESS.get(command.id, (None, ""))
    if right is None or may(person.role, right):
        return command
    return replace(command, title=title)


def permit(command: Command, person: Person) -> None:
    """Refuse a command that somebody cannot use.

    Raises:
        NotAllowed: Their role does not permit it.
        Refused: It is about one's own account, and nobody signed in here.
    """
    if command.right is not None:
        require(person.role, command.right)
    if command.own and not person.authenticated:
        raise Refused(
            _("Nobody has signed in here, so there is no account for this."),
            _("The demo asks for no password."),
        )


def is_slash(text: str) -> bool:
    """Tell whether a line is a slash command; two slashes begin a text with one."""
    return text.startswith("/") and not text.startswith("//")


def completions(typed: str, commands: Iterable[AnyCommand]) -> tuple[AnyCommand, ...]:
    """Give the commands whose slash name begins as typed; an exact name stands alone."""
    name = typed.split(" ", 1)[0].lower()
    found = tuple(c for c in commands if c.slash and c.slash.startswith(name))
    exact = tuple(c for c in found if c.slash == name)
    return exact or found


def command_named(typed: str) -> Command | None:
    """Give the command with whose whole name a text begins; None where it begins with none."""
    name = typed.strip().partition(" ")[0].lower()
    return next((command for command in COMMANDS if command.slash and command.slash == name), None)


def read_slash(typed: str, commands: Iterable[Command]) -> Spoken | None:
    """Read a slash command; None where the name is none's, or the beginning of several.

    A whole name that is not among them is none's: /sign must not be taken for /signout.
    """
    name, _space, argument = typed.strip().partition(" ")
    found, whole = completions(name, commands), command_named(typed)
    if whole is not None and whole.id not in [command.id for command in found]:
        return None
    return Spoken(found[0], argument.strip()) if len(found) == 1 else None
