"""The chain: what binds each event to what it says, and to the event before it.

    content = SHA-256(salt, body)
    hash    = SHA-256(previous, content, header)

Joined as bytes, in this order. `salt` is 16 random bytes, `body` the event's canonical JSON; both
are in a table of their own, so that they can go one day while `content` keeps the chain whole.
`previous` is the hash of the event before, 32 zero bytes for the first. `header` is everything else
that is recorded of the event, as the canonical JSON of RFC 8785.
"""

import re
from collections.abc import Iterable
from hashlib import sha256
from json.encoder import encode_basestring as _quoted

#: What stands before the first event.
GENESIS = bytes(32)
SALT_BYTES = 16
#: Sequence, screening, version, kind, at, on, person, role, authenticated, program.
Particulars = tuple[int, int, int, str, str, str, str, str, int, str]
#: Where a header has the event's time, and where what happened begins: it is written with both
#: first, and the time is always as long.
AT = slice(len('{"at":"'), len('{"at":"2026-01-31T09:30:00.000000Z'))
KIND = len('{"at":"2026-01-31T09:30:00.000000Z","authenticated":0,"kind":"')
#: How a header ends: with the event's screening, its sequence and its version.
_PLACE = ',"screening":%s,"sequence":%s,"version":%s}'
#: As it is stored; a number stands as it is written in JSON, and what is no whole one as none is.
_PLACE_STORED = _PLACE.replace("%s", "%a").encode()
_SEQUENCE = re.compile(r'"sequence":[0-9]+(?=,"version":[0-9]+}\Z)')


def header(particulars: Particulars) -> str:
    """Write what is recorded of an event beside what it says."""
    sequence, screening, version, kind, at, on, person, role, authenticated, program = particulars
    return (
        f'{{"at":{_quoted(at)},"authenticated":{authenticated},"kind":{_quoted(kind)},'
        f'"on":{_quoted(on)},"person":{_quoted(person)},"program":{_quoted(program)},'
        f'"role":{_quoted(role)}{_PLACE % (screening, sequence, version)}'
    )


def is_of(header: str, screening: int, sequence: int, version: int) -> bool:
    """Tell whether a header is of the event at this place."""
    return header.endswith(_PLACE % (screening, sequence, version))


def are_of(headers: Iterable[bytearray], places: Iterable[tuple[int, int, int]]) -> bool:
    """Tell of many headers whether each is of its event: by screening, sequence and version.

    Raises:
        TypeError: A header is no text.
    """
    return all(map(bytearray.endswith, headers, map(_PLACE_STORED.__mod__, places)))


def are_texts(stored: Iterable[bytearray]) -> bool:
    """Tell of many texts that each is UTF-8; raises `UnicodeDecodeError` where one is not."""
    # Apart: the end of one and the beginning of the next may be a letter together.
    b"\n".join(stored).decode()
    return True


def numbered_anew(header: str, sequence: int) -> str:
    """Give the header as it was if the event was recorded as event `sequence`."""
    return _SEQUENCE.sub(f'"sequence":{sequence}', header)


def content_hash(salt: bytes, body: str) -> bytes:
    """Give the hash of what an event says."""
    return sha256(salt + body.encode()).digest()


def event_hash(previous: bytes, content: bytes, header: str) -> bytes:
    """Give the hash of an event, which the next one takes up."""
    return sha256(previous + content + header.encode()).digest()


def event_hashes(
    previous: Iterable[bytes],
    salts: Iterable[bytes],
    bodies: Iterable[bytearray],
    headers: Iterable[bytearray],
) -> list[bytes]:
    """Give the hashes of many events, each with the hash before it; texts as they are stored.

    They are those of `content_hash` and `event_hash`, without a call of ours for each event.

    Raises:
        TypeError: A salt is not of bytes.
    """
    contents = [sha256(said).digest() for said in map(bytes.__add__, salts, bodies)]
    events = zip(previous, contents, headers, strict=True)
    return [sha256(event).digest() for event in map(b"".join, events)]
