"""Writing a copy of a decision to a file: at a sitting, and for whoever only looks."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from screener.interview.copies import ENDINGS, Decided, last_told, write
from screener.interview.refusals import Refused
from screener.language import _
from screener.protocol.model import Protocol
from screener.record.decision import recorded_decisions
from screener.record.events import Event, EventKind, Person
from screener.record.files import fill_private, holds, write_private
from screener.record.state import ScreeningState, fold
from screener.record.store import Store
from screener.sanitise import visible


def copied(
    protocol: Protocol, events: Sequence[Event], zone: ZoneInfo, format: str, language: str
) -> str:
    """Give a copy of the last recorded decision: `text`, `markdown` or `json`.

    `events` are all of its screening's.

    Raises:
        Refused: No decision is recorded, or there is no such format.
    """
    now = fold(events)
    decision = last_decision(now)
    until = events[: decision.version]
    decided = Decided(
        protocol,
        fold(until[:-1]),
        decision,
        zone,
        now,
        recorded_decisions(until, decision.body),
        last_told(decision, events, now),
    )
    return write(format, decided, language)


def last_decision(state: ScreeningState) -> Event:
    """Give the decision that a copy is of; raises `Refused` where none is recorded."""
    if not state.decisions:
        raise Refused(_("No decision is recorded yet."), _("Record the decision first."))
    return state.decisions[-1]


def copy_name(decision: Event, format: str) -> str:
    """Give the name of a copy's file where nobody names it."""
    return f"{decision.number}-{decision.on.isoformat()}.{ENDINGS[format]}"


def write_recorded(
    copy: str,
    decision: Event,
    path: Path,
    format: str,
    record: Callable[[Mapping[str, object]], Event],
) -> Event:
    """Write a copy to a new file that its owner alone can read, and have it recorded.

    It is recorded, and sealed, before the file says anything: no copy leaves that the record does
    not know of. The room for it is taken before that: where there is none, nothing is recorded.

    Raises:
        Refused: The file cannot be written, or is there already with other content.
    """
    content = copy.encode("utf-8", "backslashreplace")
    made = _make_room(path, content)
    body = {
        "format": format,
        "decision": decision.version,
        "sha256": sha256(content).hexdigest(),
        "file": path.name,
    }
    try:
        event = record(body)
    except BaseException:
        if made:
            path.unlink(missing_ok=True)
        raise
    if made:
        _fill(path, content)
    return event


def _make_room(path: Path, content: bytes) -> bool:
    """Make a file that is as long, and says nothing yet; False where the very copy is there."""
    try:
        if holds(path, content):
            return False
        if not write_private(path, bytes(len(content))):
            raise FileExistsError
    except FileExistsError:
        raise Refused(
            _("{path} is there already, with other content.").format(path=visible(str(path))),
            _("It was left as it is. Give another name."),
        ) from None
    except OSError as error:
        raise _unwritable(path, error, _("Give a folder in which you may write.")) from None
    return True


def _fill(path: Path, content: bytes) -> None:
    try:
        fill_private(path, content)
    except OSError as error:
        path.unlink(missing_ok=True)
        hint = _(
            "The record says that a copy was written; there is none. Make room, then try again."
        )
        raise _unwritable(path, error, hint) from None


def _unwritable(path: Path, error: OSError, hint: str) -> Refused:
    said = _("{path} cannot be written: {error}.").format(
        path=visible(str(path)), error=error.strerror or type(error).__name__
    )
    return Refused(said, hint)


def write_copy(
    store: Store, number: str, path: Path, format: str, person: Person, language: str
) -> Event:
    """Write a copy of a screening's last decision without sitting down to it; recorded.

    Raises:
        Refused: No decision is recorded, or the file cannot be written.
        StoreError: There is no such screening, or the copy cannot be recorded.
        ProtocolError: This program cannot use its rules.
    """
    events = store.events(number)
    opened, last = events[0], events[-1]
    protocol = store.protocol(str(opened.body["rules"]), opened.program)
    copy = copied(protocol, events, store.time_zone, format, language)

    def record(body: Mapping[str, object]) -> Event:
        kind = EventKind.COPY_WRITTEN
        return store.append(last.number, last.version, kind, body, person, head=last.head)

    return write_recorded(copy, last_decision(fold(events)), path, format, record)
