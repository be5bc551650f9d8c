"""The chain: what binds each event to what it says, and to the event before it.

    content = SHA-256(salt, body)
    hash    = SHA-256(previous, content, header)

Joined as bytes, in this order. `salt` is 16 random bytes, `body` the event's canonical JSON; both
are in a table of their own: when they go, the tombstone keeps `content`, and the chain is whole.
`previous` is the hash of the event before, 32 zero bytes for the first. `header` is everything else
that is recorded of the event, as the canonical JSON of RFC 8785.
"""

from hashlib import sha256
from json.encoder import encode_basestring as _quoted

#: What stands before the first event.
GENESIS = bytes(32)
SALT_BYTES = 16

#: As the table has them: sequence, screening, version, kind, at, on, person, role, authenticated,
#: program.
Columns = tuple[int, int, int, str, str, str, str, str, int, str]


def content_hash(salt: bytes, body: str) -> bytes:
    """Give the hash of what an event says."""
    return sha256(salt + body.encode()).digest()


def header(columns: Columns) -> bytes:
    """Write what is recorded of an event beside what it says."""
    sequence, screening, version, kind, at, on, person, role, authenticated, program = columns
    return (
        f'{{"at":{_quoted(at)},"authenticated":{authenticated},"kind":{_quoted(kind)},'
        f'"on":{_quoted(on)},"person":{_quoted(person)},"program":{_quoted(program)},'
        f'"role":{_quoted(role)},"screening":{screening},"sequence":{sequence},'
        f'"version":{version}}}'
    ).encode()


def event_hash(previous: bytes, content: bytes, header: bytes) -> bytes:
    """Give the hash of an event, which the next one takes up."""
    return sha256(previous + content + header).digest()
