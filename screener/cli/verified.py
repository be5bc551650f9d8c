"""What a verification found, of a store or of a packet, told and as data."""

from screener.cli.output import tell
from screener.joining import clauses
from screener.language import N_, _, ngettext
from screener.record.chain_check import Wrong
from screener.record.verification import Verified

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


def events_told(count: int) -> str:
    """Give a number of events in words."""
    return ngettext("{count} event", "{count} events", count).format(count=count)


def tell_findings(found: Verified) -> None:
    """Print what is wrong, one thing a line."""
    for finding in found.findings:
        tell(f"{_(_WRONG[finding.wrong])}: {finding.text}")


def tell_vouched(found: Verified, whose: str) -> None:
    """Print the head, the keys and how far the seals reach; `whose` says whose the last key is."""
    tell(_("head: {head}").format(head=found.head))
    tell(_("Note the head elsewhere: --head HASH tells later whether it is in the record still."))
    if not found.keys:
        if not found.findings:
            tell(_("Nothing is sealed yet."))
        return
    for key in found.keys:
        tell(_("key: {key}").format(key=key))
    sealed = _("sealed up to event {sequence}").format(sequence=found.sealed)
    tell(clauses([sealed, whose]))


def found_data(found: Verified) -> dict[str, object]:
    """Give what was found as plain data."""
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
