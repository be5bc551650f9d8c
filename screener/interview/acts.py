"""What giving an answer does to the one before it: fill a gap, follow it, or correct it."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from screener.interview.refusals import Refused
from screener.language import _, active_language
from screener.prose.values import day_text
from screener.protocol.answers import Answer
from screener.protocol.model import Changes, Question
from screener.protocol.values import DateRange
from screener.record.events import Act
from screener.record.state import Entry


class Given(NamedTuple):
    """An answer as given: as an answers file has it, as typed, and the language of the question.

    `taken_over` says from which event of an earlier screening it comes; see `Entry`.
    """

    raw: Mapping[str, object]
    typed: str | None = None
    language: str = "en"
    taken_over: Mapping[str, object] | None = None


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


def may_be_newer(question: Question, entry: Entry) -> bool:
    """Tell whether another answer may be a newer observation, as well as a correction."""
    changing = question.changes is not Changes.NEVER or question.valid_for is not None
    return changing and not entry.missing


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


def act_of_rows(entry: Entry | None) -> Act:
    """Work out what a series does to what stood there: a change of a complete one corrects it."""
    if entry is None:
        return Act.ANSWER
    return Act.FILL_IN if entry.missing else Act.CORRECTION


def is_later(answer: Answer, before: Answer | None, recorded: date) -> bool:
    """Tell whether an answer was observed after the one before, which else counts from its day."""
    if answer.missing is not None or answer.observed_on is None:
        return False
    return first_day(answer.observed_on) > _day_of(before, recorded)


def check_newer(answer: Answer, before: Answer | None, recorded: date) -> None:
    """Make sure that what is said to be a newer observation is of no earlier day.

    Of the same day it may be, as it is entered later: declined in the morning, signed after noon.

    Raises:
        Refused: It is of an earlier day, or of none.
    """
    if answer.observed_on is None:
        raise Refused(
            _("A newer observation needs its date."), _("Give the day on which it was made.")
        )
    earlier = _day_of(before, recorded)
    if first_day(answer.observed_on) < earlier:
        raise Refused(
            _("The earlier answer is of {day}; what is of a day before that is not newer.").format(
                day=day_text(earlier, active_language())
            ),
            _("Give a later date, or correct the earlier answer and say why."),
        )


def _day_of(before: Answer | None, recorded: date) -> date:
    """Give the day of the earlier answer: observed, or recorded where that was not said."""
    observed = before.observed_on if before else None
    return recorded if observed is None else first_day(observed)


def first_day(day: object) -> date:
    """Give the day of an observation, the first one where it is not known to the day."""
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


def as_said(body: Mapping[str, object]) -> dict[str, object]:
    """Leave out what was not said: no text, no reason."""
    return {key: value for key, value in body.items() if value is not None and value != ""}
