"""What is awaited, as a calendar: iCalendar, RFC 5545.

Each is an event that takes the whole day on which it is due, and no task: most calendars show
events alone, and tasks nowhere. It takes up nobody's time. A calendar is seen by many and kept in
many places, so it names the screening, and never the test, the question or the candidate.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from screener import __version__
from screener.interview.awaited_list import AwaitedRow
from screener.interview.refusals import Refused
from screener.interview.training import training_mark
from screener.joining import aside
from screener.language import _

_DAY = timedelta(days=1)
_PRODUCT = f"-//Screener//Screener {__version__}//EN"


def written(rows: Iterable[AwaitedRow], made: datetime) -> bytes:
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
    for row in rows:
        due = row.awaited.due
        if due is None:
            continue
        event = Event()
        event.add("uid", f"{row.awaited.key}@screener")
        event.add("dtstamp", made.astimezone(UTC).replace(microsecond=0))
        event.add("sequence", row.awaited.version)
        event.add("dtstart", due)
        event.add("dtend", due + _DAY)
        event.add("transp", "TRANSPARENT")
        event.add("summary", _summary(row))
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _summary(row: AwaitedRow) -> str:
    said = _("Result awaited for screening {number}").format(number=row.number)
    return aside(said, training_mark()) if row.training else said
