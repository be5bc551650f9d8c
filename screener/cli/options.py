"""The options of every command, and which function carries it out."""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from screener import __version__
from screener.cli.output import UNUSABLE, tell_error
from screener.language import _, available_languages
from screener.protocol.roles import Role

#: Adds a command: its name, what carries it out, what it is told as, which options it takes.
_AddCommand = Callable[[str, str, str, Sequence[str]], argparse.ArgumentParser]
if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction["_Parser"]

DEFAULT_RULES = Path(__file__).resolve().parents[2] / "rules" / "criteria.yaml"


class _Help(argparse.HelpFormatter):
    """Begins the usage in the language of everything else."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        begun = _("usage: ") if prefix is None else prefix
        super().add_usage(usage, actions, groups, begun)


class _Parser(argparse.ArgumentParser):
    """Tells a wrong call in one line; its own texts come in the active language too."""

    def __init__(self, *, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, formatter_class=_Help, add_help=False)
        self._positionals.title = _("positional arguments")
        self._optionals.title = _("options")
        shown = _("show this help message and exit")
        self.add_argument("-h", "--help", action="help", help=shown)

    def error(self, message: str) -> NoReturn:
        hint = _("see {command} --help").format(command=self.prog)
        tell_error(f"{self.prog}: {message} ({hint})")
        sys.exit(UNUSABLE)


#: Every option of the app → where it is kept, and what holds where it is not given.
_APP: Mapping[str, tuple[str, object]] = {
    "--store": ("store", None),
    "--rules": ("new_rules", DEFAULT_RULES),
    "--as": ("name", None),
    "--role": ("role", None),
    "--time-zone": ("time_zone", None),
    "--plain": ("plain", False),
}
_FORMATS = ("text", "markdown", "json")
_ROLES = tuple(role.value for role in Role if role is not Role.PROGRAM)


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Read a call. `run` names the function that carries it out.

    An option of the app may stand before the command or after it. One that means nothing for the
    command ends the program, as any wrong call does: passed over in silence it would mislead.
    """
    options, unknown = parser().parse_known_args(arguments)
    behind = {argument.split("=", 1)[0] for argument in unknown}
    for option, (kept, default) in _APP.items():
        given = getattr(options, kept) is not None or option in behind
        if given and option not in options.takes:
            options.command.error(options.idle.format(option=option))
        if not given:
            setattr(options, kept, default)
    # `-` alone is no option, but what stands for a file elsewhere.
    if (
        len(unknown) == 1
        and getattr(options, "file", unknown) is None
        and (unknown[0] == "-" or not unknown[0].startswith("-"))
    ):
        # Python 3.11 takes a file that may be left out for left out where an option stands before
        # it, as in `copy 1 --format text FILE`.
        options.file = Path(unknown.pop())
    if hasattr(options, "roles"):
        _gather_roles(options, unknown)
    if unknown:
        told = _("unrecognized arguments: {arguments}")
        options.command.error(told.format(arguments=" ".join(unknown)))
    return options


def parser() -> argparse.ArgumentParser:
    """Make the parser; texts are in the active language.

    `run` names the function that carries a command out, for its module to be imported then: asking
    for help must not load what only another command needs.
    """
    whole = _Parser(prog="screener", description=_("Screens candidates for a clinical trial."))
    version, told = f"screener {__version__}", _("show program's version number and exit")
    whole.add_argument("--version", action="version", version=version, help=told)
    _language(whole, None, _("the language of the program and of the protocol's texts"))
    _app(whole, None, tuple(_APP))
    whole.set_defaults(run="app_commands.open_app")
    commands = whole.add_subparsers(title=_("commands"), metavar=_("COMMAND"))
    _about_rules(commands)
    _about_screenings(commands)
    _about_accounts(commands)
    return whole


def _about_rules(commands: "_Commands") -> None:
    """Add the commands that work on a rules file alone."""
    language = _("the language of the program; problems of a rules file are told in English")
    for name, told in (
        ("decide", _("decide one file of answers")),
        ("check", _("list every problem in a rules file")),
        ("test", _("run the examples of a rules file")),
    ):
        one = commands.add_parser(name, help=told, description=told)
        one.set_defaults(run=f"rules_commands.{name}")
        _language(one, argparse.SUPPRESS, language)
        _app(one, argparse.SUPPRESS, ())
        one.add_argument("rules", metavar=_("RULES"), help=_("the rules file"))
        if name == "decide":
            answers = _("the answers, YAML or JSON; - reads standard input")
            one.add_argument("answers", metavar=_("ANSWERS"), help=answers)
            on = _("the reference date, YYYY-MM-DD; today by default")
            one.add_argument("--on", metavar=_("DATE"), help=on)
        way = one.add_mutually_exclusive_group()
        way.add_argument("--json", action="store_true", help=_("print one JSON document"))
        if name == "decide":
            explain = _("explain each criterion: what it asks, what was answered, why it follows")
            way.add_argument("--explain", action="store_true", help=explain)


def _about_screenings(commands: "_Commands") -> None:
    """Add the commands that open the app, or look into its store."""

    def command(
        name: str, run: str, told: str, takes: Sequence[str], idle: str | None = None
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=told, description=told)
        added.set_defaults(run=run)
        language = _("the language of the program and of the protocol's texts")
        _language(added, argparse.SUPPRESS, language)
        _app(added, argparse.SUPPRESS, takes, idle)
        return added

    told = _("open a screening by its number")
    resume = command("resume", "app_commands.open_screening", told, tuple(_APP))
    number = _("the screening's number: S-0001, or 1 for short")
    resume.add_argument("number", metavar=_("NUMBER"), help=number)
    told = _("open the app on made-up screenings in every state")
    takes = ("--rules", "--as", "--role", "--plain")
    idle = _("{option} means nothing here: the demo keeps its screenings in a store of its own")
    command("demo", "app_commands.open_demo", told, takes, idle)
    _about_the_record(command, number)
    told = _("print the screening log, or write it to a file: every screening, no identifiers")
    log = command("log", "log_command.log", told, ("--store", "--as", "--role"))
    way = log.add_mutually_exclusive_group()
    way.add_argument("--csv", metavar=_("FILE"), help=_("write it as CSV to this new file"))
    way.add_argument("--xlsx", metavar=_("FILE"), help=_("write it as XLSX to this new file"))
    way.add_argument("--json", action="store_true", help=_("print one JSON document"))
    told = _("print every awaited result, what is overdue first, or write it as a calendar")
    due = command("awaited", "awaited_command.awaited", told, ("--store", "--as", "--role"))
    way = due.add_mutually_exclusive_group()
    way.add_argument("--ics", metavar=_("FILE"), help=_("write it as iCalendar to this new file"))
    way.add_argument("--json", action="store_true", help=_("print one JSON document"))
    told = _("tell what happened, who did it and when: in a screening, or in all of them")
    _audit(command("audit", "audit_commands.audit", told, ("--store", "--as", "--role")))


def _about_the_record(command: _AddCommand, number: str) -> None:
    """Add the commands about what is kept: checked, taken out, taken elsewhere, gone back to."""
    told = _("check whether anyone has touched what a store holds")
    verify = command("verify", "record_commands.verify", told, ("--store",))
    head = _("a head that a copy or an earlier check gave: it must be in the record still")
    file = _("a packet, or a store that is kept elsewhere")
    verify.add_argument("file", metavar=_("FILE"), type=Path, nargs="?", help=file)
    verify.add_argument("--head", metavar=_("HASH"), help=head)
    verify.add_argument("--json", action="store_true", help=_("print one JSON document"))
    told = _("take out for good what was typed into a screening by mistake")
    redact = command("redact", "redaction_commands.redact", told, ("--store", "--as", "--role"))
    redact.add_argument("number", metavar=_("NUMBER"), help=number)
    event = _("the event's place in its screening, as screener audit gives it")
    redact.add_argument("--event", metavar=_("EVENT"), type=int, required=True, help=event)
    field = _("the field of the event, such as typed or answer.note; all of them by default")
    redact.add_argument("--field", metavar=_("FIELD"), help=field)
    why = _("why it is taken out; it stays, so it must not repeat it")
    redact.add_argument("--reason", metavar=_("REASON"), required=True, help=why)
    yes = _("take it out; without this, only what would go is shown")
    redact.add_argument("--yes", action="store_true", help=yes)
    told = _("write a copy of a screening's last recorded decision to a file")
    copy = command("copy", "copy_command.copy", told, ("--store", "--as", "--role"))
    copy.add_argument("number", metavar=_("NUMBER"), help=number)
    new = _("the new file; by the screening's number and the day in this folder by default")
    copy.add_argument("file", metavar=_("FILE"), type=Path, nargs="?", help=new)
    written_as = _("for people, or for another program")
    copy.add_argument("--format", choices=_FORMATS, required=True, help=written_as)
    told = _("write a screening as one file that anyone can check without the store")
    packet = command("packet", "packet_commands.packet", told, ("--store", "--as", "--role"))
    packet.add_argument("number", metavar=_("NUMBER"), help=number)
    new = _("the new file; by the screening's number in this folder by default")
    packet.add_argument("file", metavar=_("FILE"), type=Path, nargs="?", help=new)
    told = _("copy all that is recorded to a new file, also while the app is open")
    backup = command("backup", "record_commands.backup", told, ("--store", "--as", "--role"))
    backup.add_argument("file", metavar=_("FILE"), type=Path, help=_("the new file"))
    told = _("go back to a backup, also while the app is open; nothing recorded is lost")
    restore = command("restore", "record_commands.restore", told, ("--store", "--as", "--role"))
    restore.add_argument("file", metavar=_("FILE"), type=Path, help=_("the backup"))
    anyway = _("also where the store holds what the backup does not; it is kept in a copy")
    restore.add_argument("--anyway", action="store_true", help=anyway)


def _about_accounts(commands: "_Commands") -> None:
    """Add the commands about who may use a store."""
    told = _("add and change the accounts of a store, as an administrator")
    user = commands.add_parser("user", help=told, description=told)
    _language(user, argparse.SUPPRESS, _("the language of the program"))
    acts = user.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True)
    account, role = _("the full name, as it is printed"), _("one of: {roles}")
    roles = role.format(roles=", ".join(_ROLES))
    for name, run, told in (
        ("add", "add", _("make an account; in a store without any, the first administrator's")),
        ("close", "close", _("close an account for good")),
        ("role", "role", _("give an account these roles, from its next sign-in on")),
        ("password", "password", _("give an account a new password; everybody may for their own")),
        ("list", "list_accounts", _("list the accounts")),
    ):
        one = acts.add_parser(name, help=told, description=told)
        one.set_defaults(run=f"user_commands.{run}")
        _language(one, argparse.SUPPRESS, _("the language of the program"))
        takes = ("--store", "--as", "--time-zone") if name == "add" else ("--store", "--as")
        idle = _("{option} means nothing here: accounts take signing in as an administrator")
        _app(one, argparse.SUPPRESS, takes, idle)
        if name != "list":
            one.add_argument("account", metavar=_("NAME"), help=account)
        if name in ("add", "role"):
            role = _("ROLE")
            one.add_argument("roles", metavar=role, type=_role, nargs="*", help=roles)
            also = _("a role, too; may be given more than once")
            one.add_argument(
                "--role", metavar=role, type=_role, dest="named", action="append", help=also
            )


def _gather_roles(options: argparse.Namespace, unknown: list[str]) -> None:
    """Put together the roles that a call names, as `--role author` or as `author` alone.

    Those that stand alone behind an option are taken out of `unknown`, where Python 3.11 leaves
    them as it does a file.
    """
    behind = [text for text in unknown if not text.startswith("-")]
    unknown[:] = [text for text in unknown if text.startswith("-")]
    try:
        roles = [*options.roles, *(options.named or ()), *map(_role, behind)]
    except argparse.ArgumentTypeError as error:
        options.command.error(str(error))
    if not roles and not unknown:
        told = _("which roles? Name one or several of: {roles}")
        options.command.error(told.format(roles=", ".join(_ROLES)))
    options.roles = roles


def _role(text: str) -> str:
    """Read a role that somebody can have."""
    if text in _ROLES:
        return text
    told = _("there is no role {role}; there are: {roles}")
    raise argparse.ArgumentTypeError(told.format(role=text, roles=", ".join(_ROLES)))


def _audit(command: argparse.ArgumentParser) -> None:
    """Add what is looked for, and of which moment."""
    number = _("the screening's number; without one, of all screenings and the store itself")
    command.add_argument("number", metavar=_("NUMBER"), nargs="?", help=number)
    moment = _("MOMENT")
    at = _("as it stood after this event, or at this date and time at the site")
    command.add_argument("--at", metavar=moment, help=at)
    person = _("only what this person did, or about their account; a part of the name will do")
    command.add_argument("--person", metavar=_("NAME"), default="", help=person)
    kind = _("only events of this kind; may be given more than once")
    command.add_argument("--kind", metavar=_("KIND"), action="append", default=[], help=kind)
    since = _("only from this date and time on: 2026-01-31, or 2026-01-31 10:15")
    command.add_argument("--from", dest="since", metavar=moment, help=since)
    until = _("only up to this date and time, the day or the minute included")
    command.add_argument("--to", dest="until", metavar=moment, help=until)
    command.add_argument("--json", action="store_true", help=_("print one JSON document"))


def _language(command: argparse.ArgumentParser, default: str | None, told: str) -> None:
    command.add_argument("--lang", choices=available_languages(), default=default, help=told)


def _app(
    command: argparse.ArgumentParser,
    default: str | None,
    takes: Sequence[str],
    idle: str | None = None,
) -> None:
    """Add those options of the app that mean something for this command.

    `idle` says of any other why it is refused. Those of a command leave alone what was given before
    it.
    """
    idle = idle or _("{option} means nothing for this command: it opens no screening")
    command.set_defaults(takes=takes, idle=idle, command=command)

    def option(name: str, told: str, **more: Any) -> None:
        if name in takes:
            command.add_argument(name, dest=_APP[name][0], default=default, help=told, **more)

    path = _("PATH")
    option("--store", _("where the screenings are kept"), type=Path, metavar=path)
    option("--rules", _("the rules file for new screenings"), type=Path, metavar=path)
    option("--as", _("who is there; asked for where signing in is"), metavar=_("NAME"))
    option("--role", _("in which role"), choices=_ROLES)
    zone = _("the site's time zone, such as Asia/Shanghai, for a new store")
    option("--time-zone", zone, metavar=_("ZONE"))
    plain = _("ask by line, without a full screen, for screen readers")
    option("--plain", plain, action="store_true")
