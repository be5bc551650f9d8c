"""Checks a packet of Screener, written from docs/packet.md alone.

    python verify_packet.py FILE [HEAD]

Needs Python 3.11 and `cryptography`. Ends with status 0 where the packet is whole and sealed, and
one of its events has the hash HEAD if it is given; with 1 where not, and says why. It replays no
decision.
"""

import json
import os
import re
import sys
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SEALED_AT_ONCE = {"decision_recorded", "signed", "copy_written", "packet_written", "redacted"}
OF_THE_STORE = {"store_created", "store_migrated", "key_made", "sealed"}
#: What the members are, by name: of what the file holds, then of what an event says, by its kind.
FORMS = {
    "packet": "events:list format:str rules:str screening:str",
    "header": "at:str authenticated:int kind:str on:str person:str program:str role:str"
    " screening:int sequence:int version:int",
    "tombstone": "content:str gone:list kept:dict sequence:int version:int",
    "store_created": "time_zone:str",
    "store_migrated": "events:int from:int head:str to:int",
    "key_made": "public:str",
    "sealed": "head:str key:str sequence:int signature:str",
    "packet_written": "events:int file:str format:str sha256:str",
    "redacted": "events:list reason:str tombstones:list",
}
AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
ROLES = {"screener", "investigator", "author", "auditor", "administrator", "program"}


class Wrong(Exception):
    """Something that is wrong with a packet."""


def need(holds: object, what: str) -> None:
    if not holds:
        raise Wrong(what)


def written(said: Any, ascii: bool) -> str:
    """Write JSON in its one form; Python writes a Decimal as docs/record.md says of numbers."""
    if isinstance(said, dict):
        members = (f"{written(name, ascii)}:{written(said[name], ascii)}" for name in sorted(said))
        return f"{{{','.join(members)}}}"
    if isinstance(said, list):
        return f"[{','.join(written(one, ascii) for one in said)}]"
    if isinstance(said, Decimal):
        return str(said)
    return json.dumps(said, ensure_ascii=ascii, allow_nan=False)


def read(text: str, kind: str) -> dict[str, Any]:
    """Read a JSON object; in any other than its one form, or with other members, it is none."""
    said = json.loads(text, parse_float=Decimal)
    need(written(said, kind != "header") == text, f"a {kind} is not in canonical form")
    form = " ".join(f"{name}:{type(value).__name__}" for name, value in said.items())
    need(FORMS.get(kind, form) == form, f"a {kind} has other members")
    return dict(said)


def from_hex(text: object, count: int) -> bytes:
    need(isinstance(text, str) and re.fullmatch(f"[0-9a-f]{{{2 * count}}}", text), "no hex")
    return bytes.fromhex(str(text))


def read_header(text: str) -> dict[str, Any]:
    header = read(text, "header")
    name, at, on = header["person"], header["at"], header["on"]
    dated = str(datetime.fromisoformat(at).date()) == at[:10] and AT.fullmatch(at)
    need(dated and str(date.fromisoformat(on)) == on, "a header has no date")
    need(name.strip() and name.isprintable() and len(name) <= 100, "a header names nobody")
    need(header["role"] in ROLES and header["authenticated"] in (0, 1), "a header has no role")
    return header


def verify(content: bytes, known: str | None = None) -> list[str]:
    """Give what vouches for a packet, its head and then the keys that sealed; raises `Wrong`."""
    need(content.endswith(b"\n"), "it is not in canonical form")
    packet = read(content[:-1].decode("ascii"), "packet")
    need(packet["format"] == "screener packet 1", "it is of another format")
    place = int(packet["screening"].removeprefix("S-"))
    need(packet["screening"] == f"S-{place:04}" and place > 0, "it has no number")
    head, last, stood, chained_from, versions = "00" * 32, 0, 0, 0, {0: 0, place: 0}
    key, keys, rules, at_end = "", list[str](), None, 0
    headers: list[dict[str, Any]] = []
    hashes: list[str] = []
    gone: dict[int, tuple[int, str]] = {}
    for event in packet["events"]:
        header = read_header(event["header"])
        sequence, kind, name = header["sequence"], header["kind"], f"event {header['sequence']}"
        # First of all, that it is what was recorded.
        if redacted := event.keys() == {"header", "previous", "hash", "content"}:
            says, body = from_hex(event["content"], 32), {}
            gone[sequence] = (header["version"], event["content"])
        else:
            need(event.keys() == {"header", "previous", "hash", "salt", "body"}, f"{name} is none")
            says = sha256(from_hex(event["salt"], 16) + event["body"].encode()).digest()
            body = read(event["body"], kind)
        previous, own = event["previous"], event["hash"]
        worked_out = sha256(from_hex(previous, 32) + says + event["header"].encode()).hexdigest()
        need(worked_out == own, f"{name} is not as it was recorded")
        # Then, where it stands: in the store, and in its screening.
        follows = sequence > last + 1 or (sequence == last + 1 and previous == head)
        need(follows, f"{name} does not follow the one before it")
        need(header["screening"] in versions, f"{name} does not belong here")
        step = header["version"] - versions[header["screening"]]
        versions[header["screening"]] = header["version"]
        if header["screening"] == 0:
            fits = kind in OF_THE_STORE and not redacted and 1 <= step <= sequence - stood
            stood = sequence
        else:
            fits = kind not in OF_THE_STORE and step == 1
            fits = fits and (kind == "screening_opened") == (header["version"] == 1)
            at_end = len(hashes)
        need(fits, f"{name} is misplaced")
        # Then, what it says of keys, seals and rules.
        if kind == "screening_opened":
            rules = body.get("rules")
        elif kind == "redacted":
            stones = [read(written(stone, True), "tombstone") for stone in body["tombstones"]]
            named = [stone["sequence"] for stone in stones]
            whole = all(type(one) is int for one in body["events"])
            fits = named and named == body["events"] and whole
            need(fits, f"{name} does not say what it redacts")
            for stone in stones:
                fits = gone.pop(stone["sequence"], None) == (stone["version"], stone["content"])
                fits = fits and all(isinstance(one, str) for one in stone["gone"])
                need(fits and stone["gone"], f"{name} redacts what is not gone, or gone before")
                rules = stone["kept"].get("rules") if stone["version"] == 1 else rules
        elif kind == "store_migrated" and body["from"] == 1:
            chained_from = sequence
        elif kind == "key_made":
            key = from_hex(body["public"], 32).hex()
        elif kind == "sealed":
            before = (sequence - 1, previous)
            need((body["sequence"], body["head"]) == before, f"{name} seals another event")
            need(body["key"] == key, f"{name} is not sealed with the store's key")
            text, signature = "screener head 1\n{}\n{}\n".format(*before), body["signature"]
            try:
                public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
                public.verify(from_hex(signature, 64), text.encode())
            except Exception:
                raise Wrong(f"{name} has a false signature") from None
            # Only now: a key that sealed nothing vouches for nothing.
            keys += [key] if keys[-1:] != [key] else []
        headers.append(header)
        hashes.append(own)
        head, last = own, sequence
    kinds = {header["sequence"]: header["kind"] for header in headers}
    for sequence, kind in kinds.items():
        seal = sequence + 1 + (kinds.get(sequence + 1) == "key_made")
        sealed = kinds.get(seal) == "sealed" or sequence < chained_from
        need(sealed or kind not in SEALED_AT_ONCE, f"event {sequence} is not sealed")
    need(not gone, f"what these events said is gone without a word: {list(gone)}")
    need(sha256(packet["rules"].encode()).hexdigest() == rules, "the rules are other ones")
    # At last, that nothing is missing: the packet's own event vouches for all that stand before it.
    vouching, *behind = headers[at_end:]
    need(vouching["kind"] == "packet_written", "the packet's own event is missing")
    ending = [header["kind"] for header in behind]
    need(ending in (["sealed"], ["key_made", "sealed"]), "it does not end with its seal")
    said = json.loads(packet["events"][at_end]["body"])
    stated = sha256(bytes.fromhex("".join(hashes[:at_end]))).hexdigest()
    need((said["events"], said["sha256"]) == (at_end, stated), "events are missing")
    need(said["format"] == packet["format"], "the packet's own event is of another format")
    # Nothing seals the last seal; of its header all but its version follows from what it seals.
    same = {name: vouching[name] for name in ("at", "on", "program")}
    same |= {"authenticated": 0, "person": "Screener", "role": "program"}
    need(all(one | same == one for one in behind), "its seal says otherwise")
    need(known is None or known in hashes, "no event has the known hash")
    return [hashes[at_end], *keys]


def main(path: str, known: str | None = None) -> int:
    try:
        head, *keys = verify(Path(path).read_bytes(), known)
        told = [f"{path}: every event fits", f"head: {head}", *(f"key: {key}" for key in keys)]
    except Exception as error:
        told = [f"{path}: {error if isinstance(error, Wrong) else 'it is no packet'}"]
    try:
        print(*told, sep="\n", flush=True)
    except BrokenPipeError:
        # Whoever read it has gone; what was found stays so.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return int(len(told) == 1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
