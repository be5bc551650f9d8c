"""What a typed answer says: one reading, several to choose from, or why there is none.

Readers propose; every proposal passes the checks of answers before it is offered, so nothing that
is understood here is refused later.
"""

import re
from datetime import date

from screener.interview.counted_dates import range_around
from screener.interview.date_refusals import not_full
from screener.interview.dates_beside import DUE, OBSERVED, ROW_DATE
from screener.interview.due_dates import read_due
from screener.interview.folding import fold_case
from screener.interview.missing_words import LETTERS, missing_reason, pending_until
from screener.interview.observed_dates import read_observed
from screener.interview.readings import (
    Ambiguous,
    Proposal,
    Proposed,
    Reading,
    Refused,
    Understood,
    only,
)
from screener.interview.row_dates import read_row_date
from screener.interview.told import given_told
from screener.interview.typed_dates import read_date
from screener.interview.typed_numbers import read_number
from screener.interview.typed_options import begun_by, read_boolean, read_choice, read_choices
from screener.joining import aside, clauses, labelled
from screener.language import _, active_language
from screener.protocol.answering.answer_checks import check_answer
from screener.protocol.answers import Missing
from screener.protocol.model import Question, QuestionType
from screener.protocol.problems import AnswerError, AnswerProblem

__all__ = ["Ambiguous", "Reading", "Refused", "Understood", "understand", "understand_due"]

_MOST_CHARACTERS = 200
_MOST_CHARACTERS_OF_TEXT = 20_000
_FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NO_ENTRIES = frozenset({"none", "no", "nothing", "0", "无", "没有", "都没有"})


def understand(question: Question, text: str, on: date, language: str) -> Reading:
    """Read the text as an answer to the question, as of the reference date `on`.

    Option labels are read in every language, those in `language` first, and said in `language`, as
    the question is; all else is said in the interface's language. Missing reasons are read too
    (`not done`, `pending 2026-12-01`). The dates that are asked beside an answer are held to what
    they may be.
    """
    is_text = question.type is QuestionType.TEXT
    if len(text) > (_MOST_CHARACTERS_OF_TEXT if is_text else _MOST_CHARACTERS):
        return Refused(_("this is too long for an answer"), _("give the answer alone"))
    if not text.strip():
        return Refused(_("nothing was typed"))
    reading = _settled(question, _read(question, text, on, language), on, language)
    return _held(question, reading)


def understand_due(text: str, on: date) -> Reading:
    """Read the text as the day on which something is due, as of the reference date `on`."""
    if not text.strip() or len(text) > _MOST_CHARACTERS:
        return _nothing()
    return _settled(DUE, read_due(text, on), on, active_language())


def _read(question: Question, text: str, on: date, language: str) -> Proposed | Refused:
    due = pending_until(text)
    if due is not None:
        pending = _read_pending(due, on)
        if question.type is QuestionType.TEXT and isinstance(pending, Proposed):
            return Proposed((*pending.proposals, Proposal(text.strip())), _either_an_answer())
        # An option may be called "Pending approval".
        value = _read_value(question, text, on, language)
        is_value = isinstance(pending, Refused) and isinstance(value, Proposed)
        return value if is_value else pending
    reason = missing_reason(text)
    letter = fold_case(text)
    if reason is None and question.type in (QuestionType.BOOLEAN, QuestionType.CHOICE):
        reason = LETTERS.get(letter)
    if reason is None:
        return _read_value(question, text, on, language)
    if letter in LETTERS:
        values = tuple(map(Proposal, begun_by(question, letter)))
    else:
        value = _read_value(question, text, on, language)
        values = value.proposals if isinstance(value, Proposed) else ()
    return Proposed((Proposal({"missing": reason.value}), *values), _either_an_answer())


def _either_an_answer() -> str:
    return _("this may be an answer, or the reason why there is none")


def _read_pending(due: str, on: date) -> Proposed | Refused:
    read = read_due(due, on)
    if isinstance(read, Refused):
        return read
    return Proposed(
        tuple(
            proposal._replace(data={"missing": Missing.PENDING.value, "due": proposal.data})
            for proposal in read.proposals
        ),
        read.message,
    )


def _read_value(question: Question, text: str, on: date, language: str) -> Proposed | Refused:
    match question.type:
        case QuestionType.BOOLEAN:
            return read_boolean(text)
        case QuestionType.CHOICE:
            return read_choice(question, text, language)
        case QuestionType.CHOICES:
            return read_choices(question, text, language)
        case QuestionType.DATE:
            return _read_day(question, text, on)
        case QuestionType.TEXT:
            return only(text.strip())
        case QuestionType.SERIES:
            return _read_series(text)
    return read_number(question, text)


def _read_day(question: Question, text: str, on: date) -> Proposed | Refused:
    if question is ROW_DATE:
        return read_row_date(text, on)
    return read_observed(text, on) if question is OBSERVED else read_date(text, on)


def _read_series(text: str) -> Proposed | Refused:
    if fold_case(text) in _NO_ENTRIES:
        return only([])
    message = _("the rows are given one by one, each with its date")
    return Refused(message, _("none, where there were none"))


def _settled(question: Question, read: Proposed | Refused, on: date, language: str) -> Reading:
    """Keep the readings that pass the checks; one that is left of several must be confirmed."""
    if isinstance(read, Refused):
        return read
    readings: list[Understood] = []
    error: AnswerError | None = None
    said: str | None = None
    as_typed = False
    for proposal in read.proposals:
        try:
            readings.append(_reading(question, proposal, on, language))
            as_typed = proposal.as_typed
        except AnswerError as refused:
            error = error or refused
            said = said or proposal.said
    if len(readings) > 1:
        return Ambiguous(tuple(readings), read.message)
    if not readings:
        problems = error.problems if error else []
        return _refused(question, problems[0], said) if problems else _nothing()
    (reading,) = readings
    if len(read.proposals) > 1 and not as_typed:
        return reading._replace(certain=False)
    return reading


def _held(question: Question, reading: Reading) -> Reading:
    """Refuse a reading that a date asked beside an answer must not have."""
    if not isinstance(reading, Understood):
        return reading
    if question is OBSERVED and isinstance(reading.data, dict):
        return Refused(_("only a date is taken here"), _date_observed())
    if question is OBSERVED and "/" in str(reading.data):
        return Refused(labelled(reading.echo, _("a range is not taken here")), _date_observed())
    if (
        question is ROW_DATE
        and isinstance(reading.data, str)
        and not _FULL_DATE.match(reading.data)
    ):
        return not_full()
    return reading


def _date_observed() -> str:
    return _("give the day, the month or the year it was observed")


def _refused(question: Question, problem: AnswerProblem, said: str | None) -> Refused:
    """Say what is wrong; of a date that was said in other words, which one is meant."""
    words = f"{said} = " if said and question.type is QuestionType.DATE else ""
    return Refused(f"{words}{problem.message}", problem.hint)


def _reading(question: Question, proposal: Proposal, on: date, language: str) -> Understood:
    answer = check_answer(question, proposal.data, on)
    echo = "" if answer is None else given_told(question, answer, language)
    if proposal.said:
        echo = f"{proposal.said} = {echo}"
    doubt = clauses((proposal.doubt, _unused(question, proposal, on))) or None
    if doubt:
        # One pair of brackets behind another reads badly.
        echo = clauses((echo, doubt)) if echo.endswith((")", "）")) else aside(echo, doubt)
    return Understood(proposal.data, echo, proposal.certain, proposal.said, doubt)


def _unused(question: Question, proposal: Proposal, on: date) -> str | None:
    """Say which words of a date do not count, and what would where a range is taken."""
    if proposal.unused is None:
        return None
    said, read = f"`{proposal.unused}`", str(proposal.data)
    takes_range = question.type is QuestionType.DATE and question not in (OBSERVED, ROW_DATE, DUE)
    if not takes_range or "/" in read:
        return _("{words} does not count").format(words=said)
    told = _("{words} does not count; a range would, such as {range}")
    return told.format(words=said, range=range_around(read, on))


def _nothing() -> Refused:
    return Refused(_("this is not understood"))
