"""The commands that open the app, or the same interview by line."""

import argparse
import gc
import getpass
import sys
import tempfile
from pathlib import Path

from screener.cli.asked import Keyboard
from screener.cli.options import DEFAULT_RULES
from screener.cli.output import DONE, Unusable, unreadable, unwritable, why_not
from screener.ended import ended_by_signals, interrupt
from screener.interview.named import Named
from screener.language import _, active_language
from screener.protocol.roles import Role
from screener.record.errors import StoreError
from screener.record.events import Person
from screener.record.store import Store, default_path
from screener.record.time_zones import zone_named


def open_app(options: argparse.Namespace) -> int:
    """Open the app on a store; what is wrong with the store is told before the screen is taken."""
    with opened_store(options) as store:
        return open_on(options, store, None)


def open_screening(options: argparse.Namespace) -> int:
    """Open one screening at once; a number that there is not is told before the screen is taken."""
    with opened_store(options, create=False) as store:
        try:
            number = store.number(options.number)
        except StoreError as error:
            raise Unusable(str(error)) from None
        return open_on(options, store, None, number)


def open_demo(options: argparse.Namespace) -> int:
    """Open the app on made-up screenings, in a store that goes when the app is left."""
    from screener.interview.demo import build_demo

    person = _unasked(options)
    with tempfile.TemporaryDirectory(prefix="screener-demo-") as folder:
        path = Path(folder) / "demo.db"
        build_demo(path, _rules(DEFAULT_RULES))
        with Store.open(path) as store:
            return open_on(options, store, person)


def opened_store(options: argparse.Namespace, *, create: bool = True) -> Store:
    """Open the store that the call names.

    Raises:
        Unusable: There is none, or it cannot be used.
    """
    path = named_path(options, create=create)
    try:
        if options.time_zone is not None:
            zone_named(options.time_zone)  # before there is a new file
        return Store.open(path, create=create, time_zone=options.time_zone)
    except StoreError as error:
        raise Unusable(str(error)) from None


def named_path(options: argparse.Namespace, *, create: bool) -> Path:
    """Give where the store is that the call names.

    Raises:
        Unusable: It may have to be made there, and there is no such folder.
    """
    path: Path = options.store or default_path()
    if options.store is not None and create and _is_nowhere(path.parent):
        told = _("{path}: there is no folder {folder} (make it, or look at the path)")
        raise Unusable(told.format(path=path, folder=path.parent))
    return path


def _is_nowhere(folder: Path) -> bool:
    """Tell whether there is no such folder: a path that was named may have a slip in it."""
    try:
        return not folder.is_dir()
    except OSError:
        return False  # it may not be looked into; opening the store says so


def _unasked(options: argparse.Namespace) -> Person:
    """Give who is there where no account is needed, as the call or else the system names them."""
    name = options.name
    if name is None:
        try:
            name = getpass.getuser()
        except (KeyError, OSError):
            raise Unusable(_("who is there is not known (say it with --as NAME)")) from None
    try:
        return Person(name, Role(options.role or Role.SCREENER))
    except ValueError as error:
        raise Unusable(f"--as: {error}") from None


def _named(options: argparse.Namespace) -> Named:
    return Named(options.name or "", Role(options.role) if options.role else None)


def _rules(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, why_not(error)) from None


def open_on(
    options: argparse.Namespace, store: Store, person: Person | None, number: str | None = None
) -> int:
    """Open the app, or the interview by line, on a store; without a person, it asks for one.

    Raises:
        Unusable: Nobody can be asked here, or nobody was signed in.
    """
    if sys.stdin is None:
        raise unreadable(_("standard input"), _("it is closed"))
    if options.plain:
        return _open_plain(options, store, person, number)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Unusable(_("the app needs a terminal (--plain asks by line)"))
    # Nothing of what the start brings in can be collected, and looking for it costs a tenth of it.
    # The app collects again once it is warm.
    gc.disable()
    from screens.app import run

    return run(store, person or _named(options), active_language(), options.new_rules, number)


def _open_plain(
    options: argparse.Namespace, store: Store, person: Person | None, number: str | None
) -> int:
    from screener.interview.plain import run_plain
    from screener.interview.plain_lines import Unheard, Unsaid

    source = Keyboard() if sys.stdin.isatty() else sys.stdin
    try:
        with ended_by_signals(interrupt):
            run_plain(
                store,
                person or _named(options),
                options.new_rules,
                source,
                sys.stdout,
                active_language(),
                number=number,
            )
    except StoreError as error:
        raise Unusable(str(error)) from None
    except Unheard as lost:
        raise unreadable(_("standard input"), why_not(lost.error)) from None
    except Unsaid as lost:
        raise unwritable(why_not(lost.error)) from None
    return DONE
