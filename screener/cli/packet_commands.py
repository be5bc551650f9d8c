"""Packets: writing one, and checking one where it is found."""

import argparse
from pathlib import Path

from screener.cli.output import DONE, NEGATIVE, Unusable, tell, tell_json, unreadable, why_not
from screener.cli.signing_in import signed_in
from screener.cli.verified import found_data, tell_findings, tell_vouched
from screener.language import N_, _
from screener.protocol.problems import ProtocolError
from screener.record.chain_check import Wrong
from screener.record.errors import StoreError
from screener.record.packet import write_packet
from screener.record.packet_check import Packet, check_packet, read_packet, replayed
from screener.record.replays import Replay, Replayed
from screener.record.rights import Right
from screener.record.store import Store, default_path
from screener.record.verification import Verified

#: Bytes; a screening of a hundred thousand answers takes less.
_MOST = 256 * 1024 * 1024
_REPLAYS = {
    Replay.SAME: N_("replayed: the same"),
    Replay.REDACTED: N_("not replayable: redacted"),
    Replay.DIFFERS: N_("replayed: it comes to something else"),
}


def packet(options: argparse.Namespace) -> int:
    """Write one screening as one file that anyone can check."""
    try:
        with Store.open(options.store or default_path(), create=False) as store:
            person = signed_in(options, store, Right.COPY)
            number = store.number(options.number)
            target = options.file or Path(f"{number}.packet.json")
            write_packet(store, number, target, person)
    except StoreError as error:
        raise Unusable(str(error)) from None
    return _verified(target, None, json=False)


def verify_packet(options: argparse.Namespace, head: str | None) -> int:
    """Check a packet, and evaluate its decisions again."""
    return _verified(options.file, head, json=options.json)


def _verified(path: Path, head: str | None, *, json: bool) -> int:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST + 1)
    except OSError as error:
        raise unreadable(path, why_not(error)) from None
    if len(content) > _MOST:
        raise Unusable(_("{path}: is too large for a packet").format(path=path))
    try:
        read = read_packet(content, str(path))
    except StoreError as error:
        raise Unusable(str(error)) from None
    found = check_packet(read, head)
    again = None if found.findings else _replayed(read)
    if json:
        tell_json(_data(read, found, again))
    else:
        _tell(path, read, found, again)
    if again is None or any(one.found is Replay.DIFFERS for one in again):
        return NEGATIVE
    return DONE


def _replayed(read: Packet) -> tuple[Replayed, ...] | None:
    """Replay the decisions; None where this version of the program cannot use the rules."""
    try:
        return replayed(read)
    except ProtocolError:
        return None


def _tell(path: Path, read: Packet, found: Verified, again: tuple[Replayed, ...] | None) -> None:
    tell_findings(found)
    if found.findings:
        if any(finding.wrong is not Wrong.TRUNCATED for finding in found.findings):
            tell(_("{path} was touched, or is damaged.").format(path=path))
        tell(_("Nothing was replayed."))
        return
    whole = _("{path}: the packet of {number}. Nothing was changed.")
    tell(whole.format(path=path, number=read.number))
    for one in again or ():
        said = _("decision of {on} (event {version}): {decision} · {replayed}")
        told = said.format(
            on=one.on, version=one.version, decision=one.decision, replayed=_(_REPLAYS[one.found])
        )
        tell(told)
    if again is None:
        tell(_("This version of Screener cannot use its rules, so that nothing was replayed."))
    elif not again:
        tell(_("No decision is recorded in it."))
    tell_vouched(found, _("compare the last key with the one that the store's own check prints"))


def _data(read: Packet, found: Verified, again: tuple[Replayed, ...] | None) -> dict[str, object]:
    return {
        "screening": read.number,
        **found_data(found),
        "decisions": None if again is None else [_decision(one) for one in again],
    }


def _decision(one: Replayed) -> dict[str, object]:
    return {
        "event": one.sequence,
        "version": one.version,
        "on": one.on.isoformat(),
        "decision": one.decision,
        "replayed": one.found,
    }
