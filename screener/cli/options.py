"""The options of every command, and which function carries it out."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from screener import __version__
from screener.cli.output import UNUSABLE, tell_error
from screener.language import _, available_languages

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


def parser() -> argparse.ArgumentParser:
    """Make the parser; texts are in the active language.

    `run` names the function that carries a command out, for its module to be imported then: asking
    for help must not load what only another command needs.
    """
    whole = _Parser(prog="screener", description=_("Screens candidates for a clinical trial."))
    version, told = f"screener {__version__}", _("show program's version number and exit")
    whole.add_argument("--version", action="version", version=version, help=told)
    _language(whole, None)
    _app(whole, given_before=False)
    whole.set_defaults(run="app_commands.open_app")
    commands = whole.add_subparsers(title=_("commands"), metavar=_("COMMAND"))

    def command(name: str, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        _language(added, argparse.SUPPRESS)
        return added

    decide = command("decide", _("decide one file of answers"))
    decide.set_defaults(run="rules_commands.decide")
    _rules(decide)
    answers = _("the answers, YAML or JSON; - reads standard input")
    decide.add_argument("answers", metavar=_("ANSWERS"), help=answers)
    on = _("the reference date, YYYY-MM-DD; today by default")
    decide.add_argument("--on", metavar=_("DATE"), help=on)
    check = command("check", _("list every problem in a rules file"))
    check.set_defaults(run="rules_commands.check")
    _rules(check)
    test = command("test", _("run the examples of a rules file"))
    test.set_defaults(run="rules_commands.test")
    _rules(test)
    for one in (decide, check, test):
        one.add_argument("--json", action="store_true", help=_("print one JSON document"))
    resume = command("resume", _("open a screening by its number"))
    resume.set_defaults(run="app_commands.open_screening")
    number = _("the screening's number: S-0001, or 1 for short")
    resume.add_argument("number", metavar=_("NUMBER"), help=number)
    _app(resume, given_before=True)
    demo = command("demo", _("open the app on made-up screenings in every state"))
    demo.set_defaults(run="app_commands.open_demo")
    verify = command("verify", _("check whether anyone has touched what a store holds"))
    verify.set_defaults(run="record_commands.verify")
    kept = _("where the screenings are kept")
    verify.add_argument(
        "--store", type=Path, metavar=_("PATH"), help=kept, default=argparse.SUPPRESS
    )
    head = _("a head that a copy or an earlier check gave: it must be in the record still")
    verify.add_argument("--head", metavar=_("HASH"), help=head)
    verify.add_argument("--json", action="store_true", help=_("print one JSON document"))
    return whole


def _rules(command: argparse.ArgumentParser) -> None:
    command.add_argument("rules", metavar=_("RULES"), help=_("the rules file"))


def _language(command: argparse.ArgumentParser, default: str | None) -> None:
    command.add_argument(
        "--lang",
        choices=available_languages(),
        default=default,
        help=_("the language of the program and of the protocol's texts"),
    )


def _app(command: argparse.ArgumentParser, *, given_before: bool) -> None:
    """Add the options of the app; those of a command leave alone what was given before it."""
    path = _("PATH")
    roles = ("screener", "investigator")

    def option(name: str, default: object = None, **more: Any) -> None:
        kept = argparse.SUPPRESS if given_before else default
        command.add_argument(name, default=kept, **more)

    option("--store", type=Path, metavar=path, help=_("where the screenings are kept"))
    rules = _("the rules file for new screenings")
    option("--rules", DEFAULT_RULES, dest="new_rules", type=Path, metavar=path, help=rules)
    name = _("who is there; your login name by default")
    option("--as", dest="name", metavar=_("NAME"), help=name)
    option("--role", roles[0], choices=roles, help=_("in which role"))
    zone = _("the site's time zone, such as Asia/Shanghai, for a new store")
    option("--time-zone", metavar=_("ZONE"), help=zone)
    plain = _("ask by line, without a full screen, for screen readers")
    option("--plain", False, action="store_true", help=plain)
