"""Checks a packet of Screener, written from docs/packet.md alone.

    python verify_packet.py FILE [HEAD]

Needs Python 3.11 and `cryptography`. Ends with status 0 where the packet is whole and sealed, and
one of its events has the hash HEAD if it is given; with 1 where not, and says why. It replays no
decision.
"""

import json
import re
import sys
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SEALED_AT_ONCE = {"decision_recorded", "signed", "copy_written", "packet_written", "redacted"}
FORM = {"header", "previous", "hash"}
TEXTS = ("at", "kind", "on", "person", "program", "role")
HEADER = dict.fromkeys(TEXTS, str) | dict.fromkeys(
    ("authenticated", "screening", "sequence", "version"), int
)
AT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"
ENDINGS = (["sealed"], ["key_made", "sealed"])
OF_THE_STORE = {"store_created", "store_migrated", "key_made", "sealed"}


class Wrong(Exception):
    """Something that is wrong with a packet."""


def need(holds: object, what: str) -> None:
    if not holds:
        raise Wrong(what)


def read_json(text: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len(dict(pairs)) == len(pairs), "a member is given twice")
        return dict(pairs)

    return json.loads(text, object_pairs_hook=once)


def from_hex(text: object, count: int) -> bytes:
    need(isinstance(text, str) and re.fullmatch(f"[0-9a-f]{{{2 * count}}}", text), "no hex")
    return bytes.fromhex(str(text))


def signed(key: object, signature: object, sequence: int, head: str) -> bool:
    public = Ed25519PublicKey.from_public_bytes(from_hex(key, 32))
    try:
        public.verify(from_hex(signature, 64), f"screener head 1\n{sequence}\n{head}\n".encode())
    except InvalidSignature:
        return False
    return True


def read_header(text: str) -> dict[str, Any]:
    header = read_json(text)
    canonical = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    need(canonical == text, "a header is not in canonical form")
    need({name: type(said) for name, said in header.items()} == HEADER, "a header says otherwise")
    need(header["authenticated"] in (0, 1), "a header says otherwise")
    date = header["at"][:10], header["on"]
    need(re.fullmatch(AT, header["at"], re.ASCII), "a header has no time")
    need(all(str(datetime.fromisoformat(day).date()) == day for day in date), "it has no date")
    return header


def verify(content: bytes, known: str | None = None) -> list[str]:
    """Give what vouches for a packet, its head and then the keys that sealed; raises `Wrong`."""
    packet = read_json(content.decode("ascii"))
    canonical = json.dumps(packet, sort_keys=True, separators=(",", ":"))
    need(f"{canonical}\n".encode() == content, "it is not in canonical form")
    need(packet.keys() == {"format", "screening", "rules", "events"}, "its members are others")
    need(packet["format"] == "screener packet 1", "it is of another format")
    place = int(packet["screening"].removeprefix("S-"))
    need(packet["screening"] == f"S-{place:04}" and place > 0, "it has no number")
    head, last, version, chained_from, at_end = bytes(32), 0, 0, 0, 0
    key, fresh = "", False
    keys: list[str] = []
    rules = None
    kinds: dict[int, str] = {}
    hashes: list[bytes] = []
    gone: dict[int, tuple[int, str]] = {}
    for event in packet["events"]:
        redacted = event.keys() == FORM | {"content"}
        need(redacted or event.keys() == FORM | {"salt", "body"}, f"after {last}: no event")
        header, body = read_header(event["header"]), read_json(event.get("body", "{}"))
        sequence, kind, name = header["sequence"], header["kind"], f"event {header['sequence']}"
        # First of all, that it is what was recorded.
        previous, own = from_hex(event["previous"], 32), from_hex(event["hash"], 32)
        if redacted:
            says = from_hex(event["content"], 32)
            gone[sequence] = (header["version"], event["content"])
        else:
            says = sha256(from_hex(event["salt"], 16) + event["body"].encode()).digest()
        worked_out = sha256(previous + says + event["header"].encode()).digest()
        need(worked_out == own, f"{name} is not as it was recorded")
        # Then, where it stands: in the store, and in its screening.
        need(sequence > last, f"{name} is out of order")
        need(sequence > last + 1 or previous == head, f"{name} does not follow the one before it")
        if header["screening"] == 0:
            need(kind in OF_THE_STORE, f"{name} does not belong here")
        else:
            version += 1
            stands = (header["screening"], header["version"]) == (place, version)
            need(stands and (kind == "screening_opened") == (version == 1), f"{name} is misplaced")
            at_end = len(hashes)
        # Then, what it says of keys, seals and rules.
        if kind == "screening_opened":
            rules = body.get("rules")
        elif kind == "redacted":
            named = [stone["sequence"] for stone in body["tombstones"]]
            need(named and named == body["events"], f"{name} does not say what it redacts")
            for stone in body["tombstones"]:
                fits = gone.pop(stone["sequence"], None) == (stone["version"], stone["content"])
                need(fits, f"{name} redacts what is there, or another event")
                rules = rules or stone["kept"].get("rules")
        elif kind == "store_migrated" and body["from"] == 1:
            chained_from = sequence
        elif kind == "key_made":
            key, fresh = from_hex(body["public"], 32).hex(), True
        elif kind == "sealed":
            before = (sequence - 1, event["previous"])
            need((body["sequence"], body["head"]) == before, f"{name} seals another event")
            need(body["key"] == key, f"{name} is not sealed with the store's key")
            need(signed(key, body["signature"], *before), f"{name} has a false signature")
            # A key that sealed nothing vouches for nothing.
            keys += [key] if fresh else []
            fresh = False
        kinds[sequence] = kind
        hashes.append(own)
        head, last = own, sequence
    for sequence, kind in kinds.items():
        seal = sequence + 1 + (kinds.get(sequence + 1) == "key_made")
        sealed = kinds.get(seal) == "sealed" or sequence < chained_from
        need(sealed or kind not in SEALED_AT_ONCE, f"event {sequence} is not sealed")
    need(not gone, f"what these events said is gone without a word: {list(gone)}")
    fits = sha256(packet["rules"].encode()).hexdigest() == rules
    need(fits, "the rules are not those with which the screening began")
    # At last, that nothing is missing: the packet's own event vouches for all that stand before it.
    need(list(kinds.values())[at_end] == "packet_written", "the packet's own event is missing")
    need(list(kinds.values())[at_end + 1 :] in ENDINGS, "it does not end with its seal")
    vouched = read_json(packet["events"][at_end]["body"])
    need(vouched["format"] == packet["format"], "the packet's own event is of another format")
    whole = (at_end, sha256(b"".join(hashes[:at_end])).hexdigest())
    need((vouched["events"], vouched["sha256"]) == whole, "events are missing")
    need(known is None or known in {own.hex() for own in hashes}, "no event has the known hash")
    return [head.hex(), *keys]


def main(path: str, known: str | None = None) -> int:
    try:
        head, *keys = verify(Path(path).read_bytes(), known)
    except Exception as error:
        print(f"{path}: {error if isinstance(error, Wrong) else 'it is no packet'}")
        return 1
    print(f"{path}: every event fits\nhead: {head}", *(f"key: {key}" for key in keys), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
