"""Copying a store while it is open: the copy is one file, and a store itself."""

from pathlib import Path

from screener.language import _
from screener.record.errors import StoreError
from screener.record.events import EventKind, Person
from screener.record.sound import sound
from screener.record.store import Store
from screener.record.verification import Verified


def back_up(store: Store, target: Path, person: Person) -> Verified:
    """Copy all that is recorded to a new file, sealed, and verify the copy; others may go on.

    That the backup was made is recorded once it is whole.

    Raises:
        StoreError: It cannot be written, something is there already, or what is recorded does
            not verify; no backup is left then.
    """
    target = target.expanduser().absolute()
    # First of all: what was touched stays as it is, and is not signed.
    hint = _("No backup was made. Keep the store as it is, and an earlier backup.")
    sound(store.path, store.path, hint)
    store.seal()
    store.copy_to(target)
    try:
        checked = sound(target, store.path, hint)
    except StoreError:
        target.unlink()
        raise
    body = {"file": target.name, "events": checked.events, "head": checked.head}
    store.record(EventKind.BACKED_UP, body, person)
    return checked
