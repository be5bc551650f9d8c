"""Checking the seals of a chain: whose they are, and whether any is missing."""

from collections.abc import Iterator
from typing import NamedTuple

from screener.language import _
from screener.record.chain_check import Chain, Finding, Link, Wrong, seals_head
from screener.record.events import EventKind
from screener.record.keys import holds, is_public


class Seals(NamedTuple):
    """The seals of a chain: up to which event they reach, whose keys sealed, and what is wrong."""

    reach: int
    keys: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_seals(chain: Chain, *, each: bool = False) -> Seals:
    """Check the seals of a chain.

    Each says of which event it is. It vouches for all that stands before it, so that of each key
    the last signature is enough, where not `each` is asked for: a chain with gaps.
    """
    keys: list[str] = []
    made, listed = "", False
    reach, migrated = 0, 0
    findings: list[Finding] = []
    asked: dict[object, tuple[bytes, Link]] = {}
    for before, link in chain.own:
        body = link.said
        match link.kind:
            case EventKind.KEY_MADE:
                made, listed = str(body.get("public")), False
                if not is_public(made):
                    said = _("the key in {event} is none")
                    text = said.format(event=link.named)
                    findings.append(Finding(Wrong.FOREIGN_KEY, link.sequence, text))
            case EventKind.STORE_MIGRATED:
                # Only the first version had no chain to seal.
                migrated = link.sequence if body.get("from") == 1 else migrated
            case EventKind.SEALED:
                reach = link.sequence - 1
                asked[link.sequence if each else str(body.get("key"))] = (before, link)
                if body.get("key") != made or not seals_head(before, link):
                    findings.append(_foreign(link))
                elif not listed and is_public(made):
                    # A key that sealed nothing vouches for nothing.
                    keys.append(made)
                    listed = True
    found = {finding.sequence for finding in findings}
    findings += [
        _foreign(link)
        for before, link in asked.values()
        if link.sequence not in found and not is_sound(before, link)
    ]
    findings += _unsealed(chain, migrated)
    return Seals(reach, tuple(keys), tuple(findings))


def is_sound(before: bytes, link: Link) -> bool:
    """Tell whether a seal is its key's, and of the event that stands before it."""
    key, signature = str(link.said.get("key")), str(link.said.get("signature"))
    return seals_head(before, link) and holds(key, link.sequence - 1, before.hex(), signature)


def _unsealed(chain: Chain, migrated: int) -> Iterator[Finding]:
    """Say which events are not sealed that are at once; before a store had a chain none was."""
    for sequence in chain.to_seal:
        after = sequence + 1 + (sequence + 1 in chain.keyed)
        if sequence > migrated and after not in chain.sealed:
            said = _(
                "event {sequence} is sealed at once, and no seal follows it: what stood there was"
                " cut off or taken out"
            )
            yield Finding(Wrong.UNSEALED, sequence, said.format(sequence=sequence))


def _foreign(link: Link) -> Finding:
    said = _("the seal in {event} is not that of the store's key")
    return Finding(Wrong.FOREIGN_KEY, link.sequence, said.format(event=link.named))
