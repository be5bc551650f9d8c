"""The screening log: every screening in one line, and nobody's identifier."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from screener.interview.exporting import digest, write_export
from screener.interview.listing import decision_ways, void_ways
from screener.interview.outcomes_told import code_word
from screener.interview.told import stage_told
from screener.joining import labelled, listed, phrases
from screener.language import N_, _
from screener.record.events import Event, EventKind, Person
from screener.record.rights import Right, require
from screener.record.store import Store
from screener.record.summary import ScreeningSummary, Stage


class LogRow(NamedTuple):
    """One screening in the log. Days are the site's, as ISO dates; empty where there is none.

    `episode` counts the screenings of a candidate that follow one another, from 1; one for training
    is none, and has 0. `not_assessed` counts the criteria that were open when the interview ended:
    they may have failed too. `last` is the day of the last event by which something was entered,
    corrected or taken back. `signature_void` says that it was signed and no signature stands;
    `by_time` and `anew` that the recorded decision is not what the answers come to any more, or has
    to be recorded anew, as `ScreeningSummary` has it.
    """

    number: str
    episode: int
    consent: str
    begun: str
    decided: str
    enrolled: str
    last: str
    outcome: Stage
    failed: tuple[str, ...]
    not_assessed: int
    code: str | None
    training: bool
    signature_void: bool = False
    by_time: bool = False
    anew: bool = False


#: The columns, in the order of `cells`.
HEADS = (
    N_("Number"),
    N_("Episode"),
    N_("Consent"),
    N_("Begun"),
    N_("Decision"),
    N_("Enrolled on"),
    N_("Last entry"),
    N_("Outcome"),
    # Translators: heads what must not be missed beside an outcome, as that a signature is void.
    N_("Caution"),
    N_("Failed criteria"),
    N_("Not assessed"),
    N_("Reason"),
    N_("Training"),
)
#: The columns that hold a day; that of consent may hold a month or a year.
_DAYS = range(2, 7)
#: The columns that hold a whole number.
_NUMBERS = (1, 10)


def read_log(store: Store, person: Person) -> tuple[LogRow, ...]:
    """Read the log, the first screening first.

    Raises:
        NotAllowed: The person may not see it.
        StoreError: The store cannot be read.
    """
    require(person.role, Right.LOG)
    zone, episodes = store.time_zone, dict[str, int]()
    rows = []
    for one in store.screenings():
        before = episodes.get(one.earlier or "", 0)
        episodes[one.number] = before if one.training else before + 1
        rows.append(_row(one, 0 if one.training else episodes[one.number], zone))
    return tuple(rows)


def _row(summary: ScreeningSummary, episode: int, zone: ZoneInfo) -> LogRow:
    entry = summary.log
    if entry is None:
        return LogRow(
            summary.number, episode, "", "", "", "", "", summary.stage, (), 0, None, False
        )
    return LogRow(
        number=summary.number,
        episode=episode,
        consent=entry.consent,
        begun=_day(summary.opened_at, zone),
        decided=_day(entry.decided_at, zone) if entry.decided_at else "",
        enrolled=entry.enrolled.isoformat() if entry.enrolled else "",
        last=_day(summary.last_at, zone),
        outcome=entry.stage,
        failed=entry.failed,
        not_assessed=entry.not_assessed,
        code=entry.code,
        training=summary.training,
        signature_void=summary.signed is False,
        by_time=summary.by_time,
        anew=summary.anew,
    )


def _day(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).date().isoformat()


def heads() -> tuple[str, ...]:
    """Head the columns in the language of now."""
    return tuple(_(head) for head in HEADS)


def cells(row: LogRow) -> tuple[str, ...]:
    """Give a row's cells in the language of now."""
    return (
        row.number,
        str(row.episode or ""),
        row.consent,
        row.begun,
        row.decided,
        row.enrolled,
        row.last,
        stage_told(row.outcome),
        phrases(_cautions(row)),
        listed(row.failed),
        str(row.not_assessed or ""),
        code_word(row.code) if row.code else "",
        _("training") if row.training else "",
    )


def _cautions(row: LogRow) -> Iterator[str]:
    """Say, as the list of screenings does, what the outcome alone would leave unsaid."""
    if row.signature_void:
        yield void_ways()[0]
    yield from decision_ways(by_time=row.by_time, anew=row.anew)[:1]


def _typed(row: LogRow) -> list[str | int | date]:
    """Give a row's cells with its days as days, and its numbers as numbers."""
    return [_as_typed(at, cell) for at, cell in enumerate(cells(row))]


def _as_typed(column: int, cell: str) -> str | int | date:
    if column in _NUMBERS and cell:
        return int(cell)
    return _as_day(cell) if column in _DAYS else cell


def _as_day(cell: str) -> str | date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return cell


def log_lines(rows: Sequence[LogRow]) -> Iterator[str]:
    """Say the log by line: of each screening its number, then each cell by its head."""
    for row in rows:
        named = zip(heads()[1:], cells(row)[1:], strict=True)
        yield phrases((row.number, *(labelled(head, cell) for head, cell in named if cell)))
    if not rows:
        yield _("There are none yet.")


def log_data(rows: Sequence[LogRow]) -> list[Mapping[str, object]]:
    """Give the log as data, in codes."""
    return [
        {
            "screening": row.number,
            "episode": row.episode or None,
            "consent": row.consent or None,
            "begun": row.begun or None,
            "decided": row.decided or None,
            "enrolled": row.enrolled or None,
            "last_entry": row.last or None,
            "outcome": row.outcome.value,
            "signature_void": row.signature_void,
            "changed_by_time": row.by_time,
            "to_be_recorded_anew": row.anew,
            "failed": list(row.failed),
            "not_assessed": row.not_assessed,
            "reason": row.code,
            "training": row.training,
        }
        for row in rows
    ]


def export_log(store: Store, person: Person, path: Path, format: str) -> Event:
    """Write the log as `csv` or `xlsx` to a new file that its owner alone can read; recorded.

    The export is recorded, and sealed, before the file says anything.

    Raises:
        Refused: There is no such format, the file's name says another one, or what writes it is not
            installed.
        NotAllowed: The person may not export it.
        StoreError: The file is there already or cannot be written, or the store cannot.
    """
    rows = read_log(store, person)
    # A spreadsheet's library is long to bring in, and may not be there.
    from screener.interview.log_files import check_name, written

    check_name(path, format)
    table = heads(), list(map(_typed, rows))
    content = written(format, _("Screening log"), *table, store.now())
    return write_export(
        path, content, lambda: record_export(store, person, format, path.name, len(rows), content)
    )


def record_export(
    store: Store, person: Person, format: str, file: str, screenings: int, content: bytes
) -> Event:
    """Record that the log leaves the store; `-` stands for standard output."""
    body = {
        "format": format,
        "screenings": screenings,
        "sha256": digest(content),
        "file": file,
    }
    return store.record(EventKind.LOG_EXPORTED, body, person)
