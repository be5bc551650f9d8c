"""What is awaited, as a calendar: iCalendar, RFC 5545.

Each is an event that takes the whole day on which it is due, and no task: most calendars show
events alone, and tasks nowhere. It takes up nobody's time. A calendar is seen by many and kept in
many places, so it names the screening and who brings the result, and never the test, the question
or the candidate. Results of one screening and day are told apart by a number.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from screener import __version__
from screener.interview.awaited_list import AwaitedRow
from screener.interview.refusals import Refused
from screener.interview.training import training_mark
from screener.joining import aside, clauses, phrases
from screener.language import _
from screener.record.rights import role_told
from screener.sanitise import visible

_DAY = timedelta(days=1)
_PRODUCT = f"-//Screener//Screener {__version__}//EN"


def written(rows: Sequence[AwaitedRow], made: datetime) -> bytes:
    """Write those that have a date; `made` is when.

    Each keeps its own identifier from one export to the next, so that a calendar that has it
    already moves it to a new date.

    Raises:
        Refused: What writes it is not installed.
    """
    try:
        from icalendar import Calendar, Event
    except ImportError:
        raise Refused(
            _("What writes calendars is not installed."),
            _("Install it with pip install 'screener[calendar]'."),
        ) from None
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    together = Counter((row.number, row.awaited.due) for row in rows)
    so_far: Counter[tuple[str, date | None]] = Counter()
    for row in rows:
        due = row.awaited.due
        if due is None:
            continue
        so_far[row.number, due] += 1
        event = Event()
        event.add("uid", f"{row.awaited.key}@screener")
        event.add("dtstamp", made.astimezone(UTC).replace(microsecond=0))
        event.add("sequence", row.awaited.version)
        event.add("dtstart", due)
        event.add("dtend", due + _DAY)
        event.add("transp", "TRANSPARENT")
        event.add("summary", _summary(row, so_far[row.number, due], together[row.number, due]))
        event.add("description", _description(row))
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _summary(row: AwaitedRow, at: int, count: int) -> str:
    """Name a result, the one of `count` of its screening and day that comes `at` this place."""
    named = _("Result awaited for screening {number}").format(number=row.number)
    if row.training:
        named = aside(named, training_mark())
    # Translators: one of the results that a screening awaits on a day, by its number.
    among = _("{at} of {count}").format(at=at, count=count) if count > 1 else ""
    brought = _("to be brought by: {role}").format(role=role_told(row.awaited.who))
    return clauses((phrases(filter(None, (named, among))), brought))


def _description(row: AwaitedRow) -> str:
    """Say who entered that it is awaited, and can be asked."""
    by = row.awaited.by
    said = _("That it is awaited was entered by {person}.")
    return said.format(person=phrases((visible(by.name), role_told(by.role))))
