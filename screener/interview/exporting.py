"""What leaves the store as a file: recorded and sealed before the file says anything."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from screener.language import _
from screener.record.copying import new_file
from screener.record.errors import StoreError
from screener.record.events import Event
from screener.record.files import fill_private
from screener.sanitise import visible

#: What stands for standard output in the record.
STANDARD_OUTPUT = "-"


def write_export(path: Path, content: bytes, record: Callable[[], Event]) -> Event:
    """Write a new file that its owner alone can read; `record` says in the record that it leaves.

    Raises:
        StoreError: The file is there already or cannot be written, or the store cannot.
    """
    new_file(path)
    try:
        event = record()
        fill_private(path, content)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StoreError(
            _("{path} cannot be written: {error}.").format(
                path=visible(str(path)), error=error.strerror or type(error).__name__
            ),
            _("The record says that it was exported; it was not. Make room, then try again."),
        ) from None
    except StoreError:
        path.unlink(missing_ok=True)
        raise
    return event


def digest(content: bytes) -> str:
    """Give the hash of what leaves, in hex, by which the record knows it again."""
    return sha256(content).hexdigest()
