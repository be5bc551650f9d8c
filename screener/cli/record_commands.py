"""The commands about a store's record, outside the app."""

import argparse
import re
from pathlib import Path

from screener.cli.app_commands import named_person
from screener.cli.output import DONE, NEGATIVE, Unusable, tell, tell_json
from screener.language import N_, _, ngettext
from screener.record.backups import back_up
from screener.record.chain_check import Wrong
from screener.record.errors import StoreError
from screener.record.store import Store, default_path
from screener.record.verification import Verified
from screener.record.verification import verify as verify_store

_HEAD = re.compile(r"[0-9a-fA-F]{64}\Z")
_WRONG = {
    Wrong.ALTERED: N_("altered"),
    Wrong.REMOVED: N_("removed"),
    Wrong.INSERTED: N_("inserted"),
    Wrong.REORDERED: N_("reordered"),
    Wrong.FOREIGN_KEY: N_("foreign key"),
    Wrong.UNSEALED: N_("not sealed"),
    Wrong.TRUNCATED: N_("truncated"),
    Wrong.DAMAGED: N_("damaged"),
}


def verify(options: argparse.Namespace) -> int:
    """Check whether anyone has touched what a store holds."""
    path = options.store or default_path()
    head = _head(options.head)
    try:
        found = verify_store(path, head)
    except StoreError as error:
        raise Unusable(str(error)) from None
    if options.json:
        tell_json(_data(found))
    else:
        _tell(path, found)
    return NEGATIVE if found.findings else DONE


def backup(options: argparse.Namespace) -> int:
    """Copy a store to a new file, also while the app is open."""
    person = named_person(options)
    try:
        with Store.open(options.store or default_path(), create=False) as store:
            made = back_up(store, options.file, person)
    except StoreError as error:
        raise Unusable(str(error)) from None
    _tell(options.file, made)
    return DONE


def _head(given: str | None) -> str | None:
    if given is not None and not _HEAD.match(given.strip()):
        raise Unusable(_("--head: a head has 64 hexadecimal digits; give it whole"))
    return given and given.strip().lower()


def _tell(path: Path, found: Verified) -> None:
    for finding in found.findings:
        tell(f"{_(_WRONG[finding.wrong])}: {finding.text}")
    count = ngettext("{count} event", "{count} events", found.events).format(count=found.events)
    if any(finding.wrong is not Wrong.TRUNCATED for finding in found.findings):
        said = _("{path} was touched, or is damaged; keep it as it is, and an earlier backup.")
        tell(said.format(path=path))
    if found.head is None:
        tell(_("{events} before that fit; the rest was not read.").format(events=count))
        return
    if not found.findings:
        tell(_("{path}: nothing was changed. {events}, each fits.").format(path=path, events=count))
    tell(_("head: {head}").format(head=found.head))
    tell(_("Note the head elsewhere: --head HASH tells later whether it is in the record still."))
    if not found.keys:
        tell(_("Nothing is sealed yet."))
        return
    for key in found.keys:
        tell(_("key: {key}").format(key=key))
    said = _("sealed up to event {sequence}; the last key is that of the store now")
    tell(said.format(sequence=found.sealed))


def _data(found: Verified) -> dict[str, object]:
    return {
        "events": found.events,
        "head": found.head,
        "sealed": found.sealed,
        "keys": list(found.keys),
        "findings": [
            {"wrong": one.wrong, "event": one.sequence, "message": one.text}
            for one in found.findings
        ],
    }
