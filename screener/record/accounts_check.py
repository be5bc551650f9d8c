"""Whether the passwords' table is what the trail of the accounts says."""

import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import sha256

from screener.language import _
from screener.record.chain_check import Finding, Wrong
from screener.record.events import Event, EventKind
from screener.sanitise import visible

_OF_PASSWORDS = {EventKind.ACCOUNT_ADDED, EventKind.PASSWORD_CHANGED, EventKind.ACCOUNT_CLOSED}


def passwords_altered(connection: sqlite3.Connection, trail: Iterable[Event]) -> Iterator[Finding]:
    """Say which accounts' passwords were put there, changed or taken out by something else.

    `trail` has the events of the accounts among it, in order.
    """
    told: dict[str, tuple[int, object]] = {}
    for event in trail:
        if event.kind in _OF_PASSWORDS:
            told[str(event.body["account"])] = event.sequence, event.body.get("secret")
    for account, secret in connection.execute("SELECT account, secret FROM credentials"):
        sequence, hashed = told.pop(account, (None, None))
        if hashed is None:
            said = _("there is a password of {name}, who has no account or a closed one")
            yield Finding(Wrong.INSERTED, sequence, said.format(name=visible(str(account))))
        elif sha256(str(secret).encode(errors="surrogateescape")).hexdigest() != hashed:
            said = _("the password of {name} is not the one that was given last")
            yield Finding(Wrong.ALTERED, sequence, said.format(name=visible(str(account))))
    for account, (sequence, hashed) in told.items():
        if hashed is not None:
            said = _("the password of {name} is gone")
            yield Finding(Wrong.REMOVED, sequence, said.format(name=visible(str(account))))
