"""The rules file with which new screenings begin: read anew each time, since people mend it."""

from pathlib import Path

from screener.language import _
from screener.protocol.loading.loader import load_bytes
from screener.protocol.problems import ProtocolError, Severity
from screener.sanitise import visible


def rules_problems(path: Path) -> tuple[str, ...]:
    """Say what is wrong with a rules file, by file and line; nothing where it can be used."""
    try:
        load_bytes(path.read_bytes(), str(path))
    except ProtocolError as error:
        return tuple(str(one) for one in error.problems if one.severity is Severity.ERROR)
    except OSError as error:
        return (unreadable(path, error),)
    return ()


def unreadable(path: Path, error: OSError) -> str:
    """Say that a rules file cannot be read, and why."""
    reason = error.strerror or type(error).__name__
    return _("{path} cannot be read: {reason}.").format(path=visible(str(path)), reason=reason)
