"""Checking a packet where it is found: nothing but the file itself is asked."""

from collections.abc import Iterator, Mapping, MutableMapping
from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

from screener.language import _
from screener.protocol.exact_json import dumps
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import Protocol
from screener.record.buried import Buried, stones_in
from screener.record.chain import GENESIS, SALT_BYTES, content_hash, event_hash
from screener.record.chain import header as header_of
from screener.record.chain_check import Chain, Finding, Link, Wrong, rules_of
from screener.record.errors import BadEvent, StoreError
from screener.record.events import PROGRAM, SEALED_AFTER, Event, EventKind, check_body
from screener.record.numbering import numbered, place_of
from screener.record.packet import FORMAT, KEPT, Linked, statement
from screener.record.replays import Replay, Replayed, replays
from screener.record.seals_check import read_seals
from screener.record.signatures import CheckedSignature, check_signatures
from screener.record.stored import STORE, body_of, event_of, written
from screener.record.time_zones import zone_named
from screener.record.verification import Verified
from screener.sanitise import visible

#: What reading raises where something is not of its form.
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
#: How a format's name begins, whatever its number.
_ANY_FORMAT = FORMAT.rpartition(" ")[0]
#: What vouches for all else says just this, of just these types.
_FORMS: Mapping[object, Mapping[str, type]] = {
    EventKind.STORE_CREATED: {"time_zone": str},
    EventKind.STORE_MIGRATED: {"from": int, "to": int, "events": int, "head": str},
    EventKind.KEY_MADE: {"public": str},
    EventKind.SEALED: {"sequence": int, "head": str, "key": str, "signature": str},
    EventKind.PACKET_WRITTEN: {"format": str, "file": str, "events": int, "sha256": str},
    EventKind.REDACTED: {"events": list, "tombstones": list, "reason": str},
}


class Packet(NamedTuple):
    """A packet as it was read; `whole` tells whether every event could be."""

    number: str
    rules: bytes
    events: tuple[Linked, ...]
    whole: bool

    @property
    def redactions(self) -> tuple[Link, ...]:
        """Give the redactions in it."""
        return tuple(one.link for one in self.events if one.link.kind == EventKind.REDACTED)

    @property
    def buried(self) -> Buried:
        """Give the tombstones in it."""
        return Buried((link.place, link.sequence, link.body or "") for link in self.redactions)


def read_packet(content: bytes, named: str) -> Packet:
    """Read a packet; `named` is what its file is told as.

    Raises:
        StoreError: It is none, or of a newer version of the format, or cannot be read as one.
    """
    hint = _("Check the path. A packet is left as it was written.")
    try:
        data = body_of(content.decode("ascii"))
        if not str(data["format"]).startswith(_ANY_FORMAT):
            raise ValueError
        if data["format"] != FORMAT:
            said = _("{path} was written by a newer version of Screener.")
            raise StoreError(said.format(path=named), _("Update Screener."))
        return _packet(data, content)
    except _UNREADABLE:
        said = _("{path} is neither a store nor a packet, or is damaged.")
        raise StoreError(said.format(path=named), hint) from None


def check_packet(packet: Packet, head: str | None = None) -> Verified:
    """Check a packet's events, seals and rules; `head` as for a store.

    What is wrong is told of the first event alone where the events do not follow one another.
    """
    chain = _chain(packet)
    seals = read_seals(chain, each=True)
    findings = [chain.finding] if chain.finding else [*_incomplete(packet), *_unsaid(packet)]
    findings += [*seals.findings, *_rules(packet, chain)]
    if head is not None and not _has(packet, head):
        said = _(
            "no event has the hash {head}: the record was written anew, or the hash is mistyped, or"
            " is that of an event that the packet does not hold"
        )
        findings.append(Finding(Wrong.TRUNCATED, None, said.format(head=visible(head[:64]))))
    own = [one.link.own.hex() for one in packet.events if one.link.place != STORE]
    if chain.finding is not None or not own:
        return Verified(chain.count, None, None, (), tuple(findings))
    # The head is what the last seal signs: its own hash is signed by nothing.
    return Verified(len(packet.events), own[-1], seals.reach, seals.keys, tuple(findings))


class Evaluated(NamedTuple):
    """What became of evaluating a packet's decisions and signatures again.

    `protocol` are the rules that it holds, `events` those of its screening, the first one first,
    `zone` the site's.
    """

    protocol: Protocol
    zone: ZoneInfo
    events: tuple[Event, ...]
    decisions: tuple[Replayed, ...]
    signatures: tuple[CheckedSignature, ...]

    @property
    def differs(self) -> bool:
        """Tell whether one of them comes to something else."""
        found = [one.found for one in self.decisions]
        return Replay.DIFFERS in [*found, *(one.found for one in self.signatures)]


def evaluate(packet: Packet) -> Evaluated:
    """Evaluate each decision and each signature of a packet again, with the rules that it holds.

    Raises:
        ProtocolError: This program cannot use the rules.
        BadEvent: The events say what cannot be.
    """
    protocol = load_bytes(packet.rules, "rules.yaml")
    links = [one.link for one in packet.events if one.link.place != STORE]
    redacted = {
        stone.sequence: f"{link.header}\n{link.body}"
        for link in packet.redactions
        for stone in stones_in(link.body or "")
    }
    events = [event_of(x.header, x.body, x.own, redacted.get(x.sequence)) for x in links]
    decisions, signatures = tuple(replays(protocol, events)), check_signatures(protocol, events)
    return Evaluated(protocol, _zone(packet), tuple(events), decisions, signatures)


def _zone(packet: Packet) -> ZoneInfo:
    """Give the site's time zone, as it was recorded when the store was made."""
    created = (one.link for one in packet.events if one.link.kind == EventKind.STORE_CREATED)
    try:
        return zone_named(next(str(link.said.get("time_zone")) for link in created))
    except (StopIteration, StoreError):
        # Whoever made it left it out, or named none.
        return ZoneInfo("UTC")


def _packet(data: Mapping[str, object], content: bytes) -> Packet:
    number, rules, events = data["screening"], data["rules"], data["events"]
    if (
        data.keys() != {"format", "screening", "rules", "events"}
        or f"{dumps(data)}\n".encode("ascii") != content
        or not isinstance(rules, str)
        or not isinstance(events, list)
        or numbered(place_of(str(number)) or 0) != number
    ):
        raise ValueError
    linked: list[Linked] = []
    for one in events:
        try:
            linked.append(_linked(one))
        except (*_UNREADABLE, BadEvent):
            return Packet(number, rules.encode(), tuple(linked), whole=False)
    return Packet(number, rules.encode(), tuple(linked), whole=True)


def _linked(data: Mapping[str, str]) -> Linked:
    """Read one event; raises one of `_UNREADABLE` where it is none."""
    header, before, own = data["header"], _bytes(data["previous"]), _bytes(data["hash"])
    said = data.keys() - {"header", "previous", "hash"}
    salt = body = None
    if said == {"salt", "body"}:
        salt, body = _bytes(data["salt"], SALT_BYTES), data["body"]
        content = content_hash(salt, body)
    elif said == {"content"}:
        content = _bytes(data["content"])
    else:
        raise ValueError
    # It is relied on from here on, so that it must be what a store writes.
    event = event_of(header, "{}", own)
    place = (place_of(event.number) or STORE) if event.number else STORE
    if header != _written(event, place):
        raise ValueError
    link = Link(event.sequence, place, event.version, header, own, salt, body)
    return Linked(before, content, link)


def _written(event: Event, place: int) -> str:
    """Give an event's header as it is written: a reader that is not as strict reads others so."""
    who = event.person
    return header_of(
        (
            event.sequence,
            place,
            event.version,
            event.kind.value,
            written(event.at),
            event.on.isoformat(),
            who.name,
            who.role.value,
            int(who.authenticated),
            event.program,
        )
    )


def _bytes(text: str, count: int = len(GENESIS)) -> bytes:
    found = bytes.fromhex(text)
    if len(found) != count or found.hex() != text:
        raise ValueError
    return found


def _chain(packet: Packet) -> Chain:
    """Follow the events, as far as they stand next to one another in the store."""
    chain, place, buried = Chain(), place_of(packet.number), packet.buried
    stood = 0
    for at, one in enumerate(packet.events):
        link = one.link
        problem = _altered(one) or _misplaced(chain, place, one, stood)
        if problem is not None:
            text = problem.format(event=link.named)
            chain.finding = Finding(Wrong.ALTERED, link.sequence, text)
            chain.count = at
            return chain
        _note(chain, one, buried)
        chain.versions[link.place] = link.version
        stood = link.sequence if link.place == STORE else stood
        chain.count, chain.head = link.sequence, link.own
    if not packet.whole:
        said = _("event {place} of the packet cannot be read").format(place=len(packet.events) + 1)
        chain.finding = Finding(Wrong.ALTERED, None, said)
        chain.count = len(packet.events)
    return chain


def _altered(one: Linked) -> str | None:
    """Say whether an event says something else than was recorded, or what no event says."""
    link = one.link
    if event_hash(one.before, one.content, link.header) != link.own:
        return _("{event} is not as it was recorded")
    if link.body is not None and not _is_said(link.kind, link.body):
        return _("{event} does not say what an event of its kind says")
    return None


def _is_said(kind: object, text: str) -> bool:
    """Tell whether an event of a kind may say this, in the one form of it."""
    try:
        body = body_of(text)
        types = {name: type(value) for name, value in body.items()}
        return (
            dumps(body) == text
            and check_body(EventKind(str(kind)), body) is None
            and _FORMS.get(kind, types) == types
        )
    except _UNREADABLE:
        return False


def _misplaced(chain: Chain, place: int | None, one: Linked, stood: int) -> str | None:
    """Say whether an event does not stand where it was recorded.

    `stood` is the place of the last of the store's own before it, or 0.
    """
    link = one.link
    step = link.version - chain.versions.get(link.place, 0)
    of_the_store = link.kind in {*KEPT, EventKind.SEALED}
    if link.place == STORE:
        # Between two of the store's own there may be others, but no more than there is room for.
        stands = of_the_store and link.body is not None and 1 <= step <= link.sequence - stood
    else:
        opens = link.kind == EventKind.SCREENING_OPENED
        stands = (link.place == place and not of_the_store and step == 1) and (
            opens == (link.version == 1)
        )
    follows = link.sequence > chain.count + 1 or (
        link.sequence == chain.count + 1 and one.before == chain.head
    )
    return None if stands and follows else _("{event} does not follow the one before it")


def _note(chain: Chain, one: Linked, buried: Buried) -> None:
    """Keep what bears on seals and on the rules."""
    link = one.link
    match link.kind:
        case EventKind.SEALED:
            chain.sealed.add(link.sequence)
            chain.own.append((one.before, link))
        case EventKind.KEY_MADE:
            chain.keyed.add(link.sequence)
            chain.own.append((one.before, link))
        case EventKind.STORE_MIGRATED:
            chain.own.append((one.before, link))
        case EventKind.SCREENING_OPENED:
            chain.rules.add(str(rules_of(link, buried)))
        case kind if kind in SEALED_AFTER:
            chain.to_seal.append(link.sequence)


def _incomplete(packet: Packet) -> Iterator[Finding]:
    """Say where a packet is not whole: its own event vouches for all that stand before it."""
    own = [at for at, one in enumerate(packet.events) if one.link.place != STORE]
    last = packet.events[own[-1]].link if own else None
    if last is None or last.kind != EventKind.PACKET_WRITTEN:
        yield Finding(Wrong.REMOVED, None, _("the packet's own event is missing"))
        return
    body = body_of(last.body or "{}")
    before, behind = packet.events[: own[-1]], packet.events[own[-1] + 1 :]
    said = {
        "format": FORMAT,
        "events": len(before),
        "sha256": statement(one.link.own for one in before),
    }
    if not said.items() <= body.items():
        text = _("the events are not those of which {event} says that they are in the packet")
        yield Finding(Wrong.ALTERED, last.sequence, text.format(event=last.named))
    if [one.link.kind for one in behind] not in (
        [EventKind.SEALED],
        [EventKind.KEY_MADE, EventKind.SEALED],
    ):
        text = _("the packet does not end with the seal of its own event")
        yield Finding(Wrong.UNSEALED, last.sequence, text)
    for one in behind:
        if not _is_sealed_with(last, one.link):
            text = _("{event} does not say what an event of its kind says")
            named = text.format(event=one.link.named)
            yield Finding(Wrong.ALTERED, one.link.sequence, named)


def _is_sealed_with(event: Link, seal: Link) -> bool:
    """Tell whether the header of a seal is that which is written with the event.

    Nothing signs the last seal itself, so that all of it that is known is compared.
    """
    header, found = body_of(event.header), body_of(seal.header)
    wanted = {name: header[name] for name in ("at", "on", "program")} | {
        "person": PROGRAM.name,
        "role": PROGRAM.role,
        "authenticated": int(PROGRAM.authenticated),
    }
    return wanted.items() <= found.items()


def _unsaid(packet: Packet) -> Iterator[Finding]:
    """Say where what is gone and the tombstones are not each other's, one for one."""
    own = [one for one in packet.events if one.link.place != STORE]
    there = {one.link.sequence: one.link for one in own if one.link.body is not None}
    gone = {one.link.sequence: one for one in own if one.link.body is None}
    for link in packet.redactions:
        finding = _misnamed(link, there, gone)
        if finding is not None:
            # What it should have named is not blamed.
            yield finding
            return
    for one in gone.values():
        said = _("what {event} said is gone").format(event=one.link.named)
        yield Finding(Wrong.ALTERED, one.link.sequence, said)


def _misnamed(
    link: Link, there: Mapping[int, Link], gone: MutableMapping[int, Linked]
) -> Finding | None:
    """Say what is wrong with a redaction's tombstones; what they name is taken out of `gone`."""
    stones = stones_in(link.body or "")
    for stone in stones:
        if stone.sequence in there:
            again = _("what {event} said was redacted, and is there again")
            text = again.format(event=there[stone.sequence].named)
            return Finding(Wrong.ALTERED, stone.sequence, text)
        one = gone.pop(stone.sequence, None)
        named = (stone.version, stone.content) if stone.sequence < link.sequence else None
        if one is None or (one.link.version, one.content.hex()) != named:
            said = _("event {sequence} redacts what is not gone, or what was gone before it")
            return Finding(Wrong.ALTERED, link.sequence, said.format(sequence=link.sequence))
    if stones:
        return None
    said = _("event {sequence} is a redaction, and does not say of what")
    return Finding(Wrong.ALTERED, link.sequence, said.format(sequence=link.sequence))


def _rules(packet: Packet, chain: Chain) -> Iterator[Finding]:
    digest = sha256(packet.rules).hexdigest()
    if chain.finding is None and chain.rules != {digest}:
        said = _("the rules file {digest} is not that with which the screening began")
        yield Finding(Wrong.ALTERED, None, said.format(digest=digest[:12]))


def _has(packet: Packet, head: str) -> bool:
    """Tell whether a hash is that of an event in the packet; what stood in a gap is said alone."""
    return head in {one.link.own.hex() for one in packet.events}
