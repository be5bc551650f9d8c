"""What is awaited, on its way out of the store; each way out is recorded."""

from pathlib import Path

from screener.interview.awaited_list import AwaitedRead, all_awaited
from screener.interview.exporting import digest, write_export
from screener.interview.refusals import Refused
from screener.language import _, ngettext
from screener.record.events import Event, EventKind, Person
from screener.record.store import Store
from screener.sanitise import visible

#: How the name of a calendar ends.
ENDING = ".ics"


def check_name(path: Path) -> None:
    """Refuse the name of a file that no calendar would take."""
    if path.suffix.lower() != ENDING:
        raise Refused(
            _("{file} would be a calendar, whatever its name says.").format(
                file=visible(path.name)
            ),
            _("Give a name that ends in {ending}.").format(ending=ENDING),
        )


def export_awaited(store: Store, person: Person, path: Path) -> AwaitedRead:
    """Write what is awaited, with a date, as a calendar to a new file; gives all that was read.

    Raises:
        Refused: The name is none of a calendar, there is nothing to write, or what writes it is not
            installed.
        NotAllowed: The person may not export it.
        StoreError: The file is there already or cannot be written, or the store cannot.
    """
    read = all_awaited(store, person)
    check_name(path)
    dated = [row for row in read.rows if row.awaited.due is not None]
    if not dated:
        raise Refused(
            _("No result is awaited until a day, so a calendar has nothing to show."),
            _("/due gives due dates, in the screening."),
        )
    from screener.interview.calendar_file import written

    content = written(dated, store.now())
    write_export(
        path, content, lambda: record_export(store, person, "ics", path.name, len(dated), content)
    )
    return read


def record_export(
    store: Store, person: Person, format: str, file: str, results: int, content: bytes
) -> Event:
    """Record that what is awaited leaves the store; `-` stands for standard output."""
    body = {"format": format, "results": results, "sha256": digest(content), "file": file}
    return store.record(EventKind.AWAITED_EXPORTED, body, person)


def left_out_told(read: AwaitedRead) -> str:
    """Say how many of what was read have no date, and so are in no calendar; nothing where none."""
    count = sum(row.awaited.due is None for row in read.rows)
    if not count:
        return ""
    said = ngettext(
        "{count} result has no due date, and is not in it.",
        "{count} results have no due date, and are not in it.",
        count,
    )
    return said.format(count=count)
