"""Copying a store while it is open: the copy is one file, and a store itself."""

from pathlib import Path

from screener.language import _
from screener.record.errors import StoreError
from screener.record.events import EventKind, Person
from screener.record.store import Store
from screener.record.verification import Verified, verify
from screener.sanitise import visible


def back_up(store: Store, target: Path, person: Person) -> Verified:
    """Copy all that is recorded to a new file, sealed, and verify the copy; others may go on.

    That the backup was made is recorded once it is whole.

    Raises:
        StoreError: It cannot be written, something is there already, or what is recorded does
            not verify; no backup is left then.
    """
    target = target.expanduser().absolute()
    # First of all: what was touched stays as it is, and is not signed.
    _sound(store.path, store)
    store.seal()
    store.copy_to(target)
    try:
        checked = _sound(target, store)
    except StoreError:
        target.unlink()
        raise
    body = {"file": target.name, "events": checked.events, "head": checked.head}
    store.record(EventKind.BACKED_UP, body, person)
    return checked


def _sound(path: Path, store: Store) -> Verified:
    """Verify a file that holds what the store does."""
    checked = verify(path)
    if checked.findings:
        said = _("What {path} holds has been touched, or is damaged: {finding}.")
        raise StoreError(
            said.format(path=visible(str(store.path)), finding=checked.findings[0].text),
            _("No backup was made. Keep the store as it is, and an earlier backup."),
        )
    return checked
