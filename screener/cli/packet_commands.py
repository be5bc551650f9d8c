"""Packets: writing one, and checking one where it is found."""

import argparse
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from screener.cli.output import DONE, NEGATIVE, Unusable, tell, tell_json, unreadable, why_not
from screener.cli.signing_in import signed_in
from screener.cli.verified import found_data, tell_findings, tell_vouched
from screener.interview.account import Account
from screener.interview.all_answers import exact
from screener.interview.copy_path import copy_path
from screener.interview.moments import moment_in_full
from screener.interview.pages import said_text, with_rows
from screener.interview.refusals import Refused
from screener.interview.said import Said
from screener.interview.told import decision_told
from screener.interview.training import training_told
from screener.joining import phrases
from screener.language import N_, _, active_language
from screener.protocol.problems import ProtocolError
from screener.record.chain_check import Finding, Wrong
from screener.record.decision import criteria_decided
from screener.record.errors import BadEvent, StoreError
from screener.record.packet import write_packet
from screener.record.packet_check import Evaluated, Packet, check_packet, evaluate, read_packet
from screener.record.replays import Replay, Replayed
from screener.record.rights import Right, role_told
from screener.record.signatures import CheckedSignature
from screener.record.state import fold
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
            target = copy_path(str(options.file or f"{number}.packet.json"))
            write_packet(store, number, target, person)
    except (Refused, StoreError) as error:
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
    found, again = check_packet(read, head), None
    if not found.findings:
        try:
            again = _evaluated(read)
        except BadEvent as error:
            # Each event is as it was recorded, and one of them says what no program records.
            finding = Finding(Wrong.ALTERED, None, error.message)
            found = found._replace(findings=(finding,))
    if json:
        tell_json(_data(read, found, again))
    else:
        _tell(path, read, found, again)
    return NEGATIVE if again is None or again.differs else DONE


def _evaluated(read: Packet) -> Evaluated | None:
    """Evaluate all again; None where this version of the program cannot use the rules.

    Raises:
        BadEvent: The events say what cannot be.
    """
    try:
        return evaluate(read)
    except ProtocolError:
        return None


def _tell(path: Path, read: Packet, found: Verified, again: Evaluated | None) -> None:
    tell_findings(found)
    if found.findings:
        if any(finding.wrong is not Wrong.TRUNCATED for finding in found.findings):
            tell(_("{path} was touched, or is damaged.").format(path=path))
        tell(_("Nothing was replayed."))
        return
    if again is None:
        whole = _("{path}: the packet of {number}. Each event fits.")
    elif again.differs:
        whole = _(
            "{path}: the packet of {number}. Each event fits, but not all that was decided or"
            " signed follows from them."
        )
    else:
        whole = _("{path}: the packet of {number}. Nothing was changed.")
    tell(whole.format(path=path, number=read.number))
    if again is None:
        tell(_("This version of Screener cannot use its rules, so that nothing was replayed."))
    else:
        _tell_replayed(again)
    tell_vouched(found, _("compare the last key with the one that the store's own check prints"))


def _tell_replayed(again: Evaluated) -> None:
    for one in again.decisions:
        said = _("decision of {on} (event {version}): {decision}").format(
            on=one.on, version=one.version, decision=decision_told(one.decision)
        )
        tell(phrases((said, _(_REPLAYS[one.found]))))
        for line in _why(again, one):
            tell(line)
    if not again.decisions:
        tell(_("No decision is recorded in it."))


def _why(again: Evaluated, one: Replayed) -> Iterator[str]:
    """Say of a decision which criteria failed, on which answers, and who signed it."""
    if _training(again):
        yield from said_text(Said(1, training_told(), _("Training")))
    # What does not follow from the answers is not to be explained by them.
    if one.found is not Replay.DIFFERS:
        before, body = again.events[: one.version - 1], again.events[one.version - 1].body
        moment = partial(moment_in_full, zone=again.zone)
        account = Account(again.protocol, fold(before), one.on, body, active_language(), moment)
        for said in with_rows(account.failed(), account.language):
            yield from said_text(said._replace(depth=said.depth + 1))
    for signature in again.signatures:
        if signature.event.body["decision"] == one.sequence:
            yield from said_text(Said(1, _signed(signature, again.zone)))
            yield from said_text(Said(2, str(signature.event.body["meaning"])))


def _signed(signature: CheckedSignature, zone: ZoneInfo) -> str:
    event = signature.event
    said = _("signed by {name}, {role}, {time} (event {version})").format(
        name=event.person.name,
        role=role_told(event.person.role),
        time=moment_in_full(event.at, zone),
        version=event.version,
    )
    void = _("void since event {version}")
    since = void.format(version=signature.voided.version) if signature.voided else None
    parts = (said, _(_REPLAYS[signature.found]), signature.problem, since)
    return phrases(filter(None, parts))


def _training(again: Evaluated) -> bool:
    return fold(again.events[:1]).training


def _data(read: Packet, found: Verified, again: Evaluated | None) -> dict[str, object]:
    decisions = None if again is None else [_decision(again, one) for one in again.decisions]
    signatures = None
    if again is not None:
        signatures = [_signature(one, again.zone) for one in again.signatures]
    return {
        "screening": read.number,
        **found_data(found),
        "decisions": decisions,
        "signatures": signatures,
    }


def _decision(again: Evaluated, one: Replayed) -> dict[str, object]:
    stood = criteria_decided(again.events[one.version - 1])
    criteria = again.protocol.criteria.values()
    failed = [criterion for criterion in criteria if stood.get(criterion.id) == "fail"]
    return {
        "event": one.sequence,
        "version": one.version,
        "on": one.on.isoformat(),
        "decision": one.decision,
        "training": _training(again),
        "failed": [
            {
                "id": one.id,
                "kind": one.kind.value,
                "printed": one.printed,
                "text": dict(one.text.by_language),
            }
            for one in failed
        ],
        "replayed": one.found,
    }


def _signature(one: CheckedSignature, zone: ZoneInfo) -> dict[str, object]:
    event = one.event
    return {
        "event": event.sequence,
        "version": event.version,
        "name": event.person.name,
        "role": event.person.role,
        "at": exact(event.at),
        "local": event.at.astimezone(zone).isoformat(timespec="microseconds"),
        "meaning": event.body["meaning"],
        "decision": event.body["decision"],
        "replayed": one.found,
        "problem": one.problem or None,
        "void_since": one.voided.version if one.voided else None,
    }
