"""The commands about a store's record, outside the app."""

import argparse
import re
from pathlib import Path

from screener.cli.output import DONE, NEGATIVE, Unusable, tell, tell_json
from screener.cli.packet_commands import verify_packet
from screener.cli.signing_in import signed_in
from screener.cli.verified import events_told, found_data, tell_findings, tell_vouched
from screener.interview.copy_path import copy_path
from screener.interview.refusals import Refused
from screener.joining import listed
from screener.language import _
from screener.record.backups import back_up
from screener.record.chain_check import Wrong
from screener.record.database import is_database
from screener.record.errors import StoreError
from screener.record.keys import beside
from screener.record.replays_check import ReplaysFound, check_all_replays
from screener.record.restoring import restore as restore_store
from screener.record.restoring import restore_new
from screener.record.rights import Right
from screener.record.store import Store, default_path
from screener.record.verification import Verified
from screener.record.verification import verify as verify_store

_HEAD = re.compile(r"[0-9a-fA-F]{64}\Z")


def verify(options: argparse.Namespace) -> int:
    """Check whether anyone has touched what a store or a packet holds."""
    head = _head(options.head)
    if options.file is not None and options.store is not None:
        raise Unusable(_("Name a file or a store, not both."))
    if options.file is not None and not is_database(options.file):
        return verify_packet(options, head)
    path = options.file or options.store or default_path()
    try:
        found = verify_store(path, head)
        # Where the chain breaks, nothing can be said of what stands in it.
        again = check_all_replays(path) if found.head is not None else ReplaysFound()
    except StoreError as error:
        raise Unusable(str(error)) from None
    found = found._replace(findings=(*found.findings, *again.findings))
    if options.json:
        tell_json({**found_data(found), "unchecked": [*again.unchecked, *again.without_rules]})
    else:
        _tell(path, found)
        if again.unchecked:
            said = _(
                "The decisions and signatures of {numbers} were not checked: this version of"
                " Screener cannot use the rules."
            )
            tell(said.format(numbers=listed(again.unchecked)))
        if again.without_rules:
            said = _(
                "The decisions and signatures of {numbers} were not checked: their rules are not as"
                " they were kept."
            )
            tell(said.format(numbers=listed(again.without_rules)))
    return NEGATIVE if found.findings else DONE


def backup(options: argparse.Namespace) -> int:
    """Copy a store to a new file, also while the app is open."""
    try:
        with Store.open(options.store or default_path(), create=False) as store:
            person = signed_in(options, store, Right.BACKUP)
            target = copy_path(str(options.file))
            made = back_up(store, target, person)
    except (Refused, StoreError) as error:
        raise Unusable(str(error)) from None
    _tell(options.file, made)
    return DONE


def restore(options: argparse.Namespace) -> int:
    """Go back to a backup, also while the app is open; where there is no store, make one of it."""
    path = options.store or default_path()
    try:
        if path.exists():
            with Store.open(path, create=False) as store:
                person = signed_in(options, store, Right.RESTORE)
                done = restore_store(store, options.file, person, anyway=options.anyway)
        else:
            done = restore_new(
                path, options.file, lambda store: signed_in(options, store, Right.RESTORE)
            )
    except StoreError as error:
        raise Unusable(str(error)) from None
    said = _("{path} is as it was when {backup} was made.")
    tell(said.format(path=path, backup=options.file))
    if done.kept is not None:
        tell(_("What it held besides is kept in {path}.").format(path=done.kept))
    _tell(path, done.verified)
    return DONE


def _head(given: str | None) -> str | None:
    if given is not None and not _HEAD.match(given.strip()):
        raise Unusable(_("--head: a head has 64 hexadecimal digits; give it whole"))
    return given and given.strip().lower()


def _tell(path: Path, found: Verified) -> None:
    tell_findings(found)
    count = events_told(found.events)
    if any(finding.wrong is not Wrong.TRUNCATED for finding in found.findings):
        said = _("{path} was touched, or is damaged; keep it as it is, and an earlier backup.")
        tell(said.format(path=path))
    if found.head is None:
        tell(_("{events} before that fit; the rest was not read.").format(events=count))
        return
    if not found.findings:
        tell(_("{path}: nothing was changed. {events}, each fits.").format(path=path, events=count))
    whose = _("compare the last key with one that was noted elsewhere")
    own = beside(path)
    if own is not None and own.key is not None and own.key.public in found.keys[-1:]:
        whose = _("the last key is the one beside the store")
    tell_vouched(found, whose)
