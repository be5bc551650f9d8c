"""What giving an answer does to the one before it: fill a gap, follow it, or correct it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from screener.interview.refusals import Refused
from screener.language import _
from screener.protocol.answers import Answer
from screener.protocol.values import DateRange
from screener.record.events import Act
from screener.record.state import Entry, Row


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as given: as an answers file has it, as typed, and the language of the question."""

    raw: Mapping[str, object]
    typed: str | None = None
    language: str = "en"


def recordable(data: object) -> object:
    """Turn plain Python data into what JSON holds: dates as text, sets as sorted lists."""
    match data:
        case date():
            return data.isoformat()
        case Mapping():
            return {str(key): recordable(value) for key, value in data.items() if value is not None}
        case set() | frozenset():
            return sorted(map(str, data))
        case list() | tuple():
            return [recordable(member) for member in data]
    return data


def act_of(entry: Entry | None, before: Answer | None, answer: Answer, stale: bool) -> Act:
    """Work out what an answer does to the current one.

    A value observed later than the one before is newer; so is asking again what became too old.
    """
    if entry is None:
        return Act.ANSWER
    if entry.missing:
        return Act.FILL_IN
    if (stale and answer.missing is not None) or is_later(answer, before, entry.on):
        return Act.NEWER
    return Act.CORRECTION


def act_of_rows(entry: Entry | None, before: Sequence[Row] | None, rows: Sequence[Row]) -> Act:
    """Work out what completing a series does to the one that was complete.

    It is newer where nothing changed but for entries that came later; anything else corrects it.
    """
    if entry is None:
        return Act.ANSWER
    if entry.missing or before is None:
        return Act.FILL_IN
    latest = max((str(row["date"]) for row in before), default="")
    since = max(latest, entry.on.isoformat())
    added = rows[len(before) :]
    only_added = list(rows[: len(before)]) == list(before) and bool(added)
    later = all(latest < str(row["date"]) >= since for row in added)
    return Act.NEWER if only_added and later else Act.CORRECTION


def is_later(answer: Answer, before: Answer | None, recorded: date) -> bool:
    """Tell whether an answer was observed after the one before, which else counts from its day."""
    if answer.missing is not None or answer.observed_on is None:
        return False
    earlier = before.observed_on if before else None
    return _first(answer.observed_on) > (recorded if earlier is None else _first(earlier))


def _first(day: object) -> date:
    if isinstance(day, DateRange):
        return day.first
    if isinstance(day, date):
        return day
    raise TypeError(f"{day!r} is no day of an observation")


def check_act(act: Act, fitting: Act, reason: str | None) -> None:
    """Make sure that the act asked for is one that can be, and that a correction says why.

    Raises:
        Refused: It is not.
    """
    if act is not fitting and not (act is Act.CORRECTION and fitting is Act.NEWER):
        message = {
            Act.NEWER: _("The answer was not observed later than the one before."),
            Act.FILL_IN: _("There is an answer already."),
            Act.ANSWER: _("There is an answer already."),
            Act.CORRECTION: _("There is no answer to correct."),
        }[act]
        raise Refused(message, _("Correct the answer and say why, or give the later date."))
    if act is Act.CORRECTION and not (reason and reason.strip()):
        raise Refused(
            _("A correction needs its reason."), _("Say why the earlier answer was wrong.")
        )
