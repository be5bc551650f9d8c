"""Whether the passwords' table is what the trail of the accounts says."""

import sqlite3
from collections.abc import Iterator
from hashlib import sha256

from screener.language import _
from screener.record.chain_check import READABLE, Finding, Wrong
from screener.record.events import EventKind
from screener.sanitise import visible

_ACCOUNTS = f"""
SELECT sequence, header ->> 'kind', body ->> 'account', body ->> 'secret'
FROM events JOIN bodies USING (sequence)
WHERE screening = 0 AND {READABLE} AND header ->> 'kind' IN (
    '{EventKind.ACCOUNT_ADDED}', '{EventKind.PASSWORD_CHANGED}', '{EventKind.ACCOUNT_CLOSED}'
) ORDER BY sequence
"""


def passwords_altered(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Say which accounts' passwords were put there, changed or taken out by something else."""
    told: dict[str, tuple[int, str | None]] = {}
    for sequence, kind, account, secret in connection.execute(_ACCOUNTS):
        told[str(account)] = sequence, None if kind == EventKind.ACCOUNT_CLOSED else secret
    for account, secret in connection.execute("SELECT account, secret FROM credentials"):
        sequence, hashed = told.pop(account, (None, None))
        if hashed is None:
            said = _("there is a password of {name}, who has no account or a closed one")
            yield Finding(Wrong.INSERTED, sequence, said.format(name=visible(str(account))))
        elif sha256(str(secret).encode()).hexdigest() != hashed:
            said = _("the password of {name} is not the one that was given last")
            yield Finding(Wrong.ALTERED, sequence, said.format(name=visible(str(account))))
    for account, (sequence, hashed) in told.items():
        if hashed is not None:
            said = _("the password of {name} is gone")
            yield Finding(Wrong.REMOVED, sequence, said.format(name=visible(str(account))))
