"""The commands about a store's record, outside the app."""

import argparse

from screener.cli.app_commands import named_person
from screener.cli.output import DONE, NEGATIVE, Unusable, tell, tell_json
from screener.language import N_, _, ngettext
from screener.record.backups import back_up
from screener.record.chain_check import Wrong
from screener.record.errors import StoreError
from screener.record.store import Store, default_path
from screener.record.verification import Verified
from screener.record.verification import verify as verify_store

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
    try:
        found = verify_store(path, options.head)
    except StoreError as error:
        raise Unusable(str(error)) from None
    if options.json:
        tell_json(_data(found))
    else:
        _tell(found)
    return NEGATIVE if found.findings else DONE


def backup(options: argparse.Namespace) -> int:
    """Copy a store to a new file, also while the app is open."""
    person = named_person(options)
    try:
        with Store.open(options.store or default_path(), create=False) as store:
            made = back_up(store, options.file, person)
    except StoreError as error:
        raise Unusable(str(error)) from None
    tell(_("{path} holds all that is recorded, and verifies.").format(path=options.file))
    _tell(made)
    return DONE


def _tell(found: Verified) -> None:
    for finding in found.findings:
        tell(f"{_(_WRONG[finding.wrong])}: {finding.text}")
    if found.findings:
        tell(_("This record has been touched, or is damaged. Keep it as it is."))
    said = ngettext(
        "{count} event fits.", "{count} events fit, each to the one before.", found.events
    )
    tell(said.format(count=found.events))
    tell(_("head: {head}").format(head=found.head))
    if not found.keys:
        tell(_("Nothing is sealed yet."))
        return
    tell(_("sealed up to event {sequence}").format(sequence=found.sealed))
    for key in found.keys:
        tell(_("key: {key}").format(key=key))


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
