"""Checking the seals of a chain: whose they are, and whether any is missing."""

from collections.abc import Iterator
from typing import NamedTuple

from screener.language import _
from screener.record.chain_check import Chain, Finding, Link, Wrong, seals_head
from screener.record.events import EventKind
from screener.record.keys import holds, is_public


class Seals(NamedTuple):
    """The seals of a chain: up to which event they reach, whose keys sealed, and what is wrong.

    `since` is the event in which the last of the keys was made known.
    """

    reach: int
    keys: tuple[str, ...]
    since: int
    findings: tuple[Finding, ...]


def read_seals(chain: Chain, *, each: bool = False) -> Seals:
    """Check the seals of a chain.

    Each says of which event it is. It vouches for all that stands before it, so that of each key
    the last signature is enough, where not `each` is asked for: a chain with gaps. Those may hold
    what tells where a key came in.
    """
    keys: list[str] = []
    made, listed = "", False
    reach, migrated, came, since = 0, 0, 0, 0
    findings: list[Finding] = []
    asked: dict[object, tuple[bytes, Link]] = {}
    for before, link in chain.own:
        body = link.said
        match link.kind:
            case EventKind.KEY_MADE:
                made, listed, came = str(body.get("public")), False, link.sequence
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
                    listed, since = True, came
    found = {finding.sequence for finding in findings}
    findings += [
        _foreign(link)
        for before, link in asked.values()
        if link.sequence not in found and not is_sound(before, link)
    ]
    findings += _unsealed(chain, migrated)
    if not each:
        findings += [*_sealing_nothing(chain), *_returned(chain)]
    return Seals(reach, tuple(keys), since, tuple(findings))


def is_sound(before: bytes, link: Link) -> bool:
    """Tell whether a seal is its key's, and of the event that stands before it."""
    key, signature = str(link.said.get("key")), str(link.said.get("signature"))
    return seals_head(before, link) and holds(key, link.sequence - 1, before.hex(), signature)


def _unsealed(chain: Chain, migrated: int) -> Iterator[Finding]:
    """Say which events are not sealed that are at once; before a store had a chain none was."""
    for sequence in chain.to_seal:
        after = sequence + 1 + (sequence + 1 in chain.keyed)
        if sequence > migrated and after not in chain.sealed and _was_read(chain, after):
            said = _(
                "event {sequence} is sealed at once, and no seal follows it: what stood there was"
                " cut off or taken out"
            )
            yield Finding(Wrong.UNSEALED, sequence, said.format(sequence=sequence))


def _sealing_nothing(chain: Chain) -> Iterator[Finding]:
    """Say which keys were made known and did not seal that at once; other than `_unsealed` says."""
    for sequence in sorted(chain.keyed - {one + 1 for one in chain.to_seal}):
        if sequence + 1 not in chain.sealed and _was_read(chain, sequence + 1):
            said = _("event {sequence} makes a key known, which does not seal it")
            yield Finding(Wrong.UNSEALED, sequence, said.format(sequence=sequence))


def _was_read(chain: Chain, sequence: int) -> bool:
    """Tell whether an event would be known: behind where the chain breaks nothing was read."""
    return chain.finding is None or sequence <= chain.count


def _returned(chain: Chain) -> Iterator[Finding]:
    """Say which keys came between two times of another, which was not lost then.

    Only a backup that was restored may bring a key back.
    """
    made: list[int] = []
    last: dict[str, int] = {}
    restored = 0
    for _before, link in chain.own:
        if link.kind == EventKind.RESTORED:
            restored = link.sequence
        elif link.kind == EventKind.KEY_MADE:
            public = str(link.said.get("public"))
            behind = last.get(public, len(made)) + 1
            if behind < len(made) and restored != link.sequence - 1:
                said = _(
                    "from event {sequence} on another key sealed, until that of before came back in"
                    " event {back}: it was not lost, and something else than the program has sealed"
                )
                text = said.format(sequence=made[behind], back=link.sequence)
                yield Finding(Wrong.FOREIGN_KEY, made[behind], text)
            last[public] = len(made)
            made.append(link.sequence)


def _foreign(link: Link) -> Finding:
    said = _("the seal in {event} is not that of the store's key")
    return Finding(Wrong.FOREIGN_KEY, link.sequence, said.format(event=link.named))
