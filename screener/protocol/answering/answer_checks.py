"""Raw answers become checked ones, or an error that lists everything wrong with them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from screener.language import _
from screener.protocol.answering.answer_faults import (
    Fault,
    Unfit,
    did_you_mean,
    listed,
    shown,
    unfit,
)
from screener.protocol.answering.date_answers import days_of, read_full, read_partial
from screener.protocol.answering.value_checks import check_value
from screener.protocol.answers import ANSWER_KEYS, Answer, Missing, Source, SourceKind, Through
from screener.protocol.model import Question
from screener.protocol.problems import AnswerError, AnswerProblem
from screener.protocol.values import DateRange

_SOURCE_KEYS = ("kind", "reference", "through")
#: Looking for a similar id takes time, and answers with more errors are for other questions.
_MOST_HINTS = 20
_Word = TypeVar("_Word", bound=StrEnum)


def check_answers(
    questions: Mapping[str, Question], raw: Mapping[str, object], on: date
) -> dict[str, Answer]:
    """Check plain answers, question id → answer, as of the reference date `on`.

    An answer of None counts as left out.

    Raises:
        AnswerError: with every bad answer; nothing may be decided from the others.
    """
    if not isinstance(raw, Mapping):
        message = _("the answers are {value}").format(value=shown(raw))
        hint = _("give a mapping from question id to answer")
        raise AnswerError([AnswerProblem("", raw, message, hint)])
    answers: dict[str, Answer] = {}
    problems: list[AnswerProblem] = []
    for name, given in raw.items():
        question = questions.get(name)
        if question is None:
            problems.append(_no_such_question(questions, name, given, len(problems) < _MOST_HINTS))
            continue
        try:
            answer = check_answer(question, given, on)
        except AnswerError as error:
            problems += error.problems
            continue
        if answer is not None:
            answers[question.id] = answer
    if problems:
        raise AnswerError(problems)
    return answers


def check_answer(question: Question, raw: object, on: date) -> Answer | None:
    """Check one plain answer as of the reference date `on`; None is an answer left out.

    Raises:
        AnswerError: with everything wrong with it.
    """
    try:
        return checked_answer(question, raw, on)
    except Unfit as bad:
        problems = [AnswerProblem(question.id, f.value, f.message, f.hint) for f in bad.faults]
        raise AnswerError(problems) from None


def checked_answer(question: Question, raw: object, on: date) -> Answer | None:
    """Check one plain answer as `check_answer` does; raises `Unfit`, by part of the answer."""
    if raw is None:
        return None
    if question.derive is not None:
        message = _("this is worked out from other answers, and is never answered itself")
        raise unfit(raw, message, _("leave it out"))
    if isinstance(raw, Mapping):
        return _wrapped(question, raw, on)
    return Answer(check_value(question, raw, on))


def _no_such_question(
    questions: Mapping[str, Question], name: object, given: object, search: bool
) -> AnswerProblem:
    if not isinstance(name, str):
        message = _("{value} is not a question's id").format(value=shown(name))
        return AnswerProblem(shown(name), given, message, _("an id is text"))
    asked = (question.id for question in questions.values() if question.derive is None)
    nearest = did_you_mean(name, asked) if search else None
    message = _("there is no such question")
    return AnswerProblem(str(name), given, message, nearest or _("leave it out"))


def _wrapped(question: Question, raw: Mapping[object, object], on: date) -> Answer | None:
    """Check an answer written as a mapping; None where its value is null."""
    given = {key: value for key, value in raw.items() if value is not None}
    faults = list(_unknown_keys(raw, ANSWER_KEYS))
    parts = _Parts(given, faults)
    answer = Answer(
        value=parts.read("value", lambda value: check_value(question, value, on)),
        missing=parts.read("missing", _missing),
        due=parts.read("due", read_full),
        observed_on=parts.read("observed_on", lambda value: _observed_on(value, on)),
        source=parts.read("source", _source),
        note=parts.read("note", _note),
    )
    faults += _misfits(raw, given)
    if faults:
        raise Unfit(*faults)
    return answer if "value" in given or "missing" in given else None


_Part = TypeVar("_Part")


class _Parts:
    """The parts of an answer, each checked by itself so that all that is wrong is told."""

    def __init__(self, given: Mapping[object, object], faults: list[Fault]) -> None:
        self._given = given
        self._faults = faults

    def read(self, key: str, check: Callable[[object], _Part]) -> _Part | None:
        """Check what is given under `key`; None where nothing is, or nothing good."""
        if key not in self._given:
            return None
        try:
            return check(self._given[key])
        except Unfit as bad:
            where = "" if key == "value" else f"`{key}`: "
            self._faults += (Fault(f.value, where + f.message, f.hint, key) for f in bad.faults)
            return None


def _misfits(raw: Mapping[object, object], given: Mapping[object, object]) -> Iterator[Fault]:
    """Tell which of the keys do not go together."""
    if "value" in given and "missing" in given:
        message = _("an answer has `value` or `missing`, not both")
        yield Fault(given["missing"], message, _("remove one of the two"), "missing")
    elif "value" not in given and "missing" not in given and "value" not in raw:
        hint = _("give one of them, or leave the question out")
        yield Fault(dict(raw), _("the answer has neither `value` nor `missing`"), hint)
    if "due" in given and given.get("missing") != Missing.PENDING:
        message = _("`due` stands only beside `missing: pending`")
        yield Fault(given["due"], message, _("remove it"), "due")


def _unknown_keys(given: Mapping[object, object], known: tuple[str, ...]) -> Iterator[Fault]:
    for key, value in given.items():
        if key not in known:
            message = _("there is no key {key}").format(key=shown(key))
            keys = _("the keys: {keys}").format(keys=listed(known))
            yield Fault(value, message, did_you_mean(key, known) or keys, _part(key))


def _part(key: object) -> str | None:
    return key if isinstance(key, str) else None


def _word(raw: object, words: type[_Word]) -> _Word:
    if isinstance(raw, str) and raw in words.__members__.values():
        return words(raw)
    message = _("{value} is none of the words for this").format(value=shown(raw))
    one_of = _("one of {words}").format(words=listed(words))
    raise unfit(raw, message, did_you_mean(raw, words) or one_of)


def _missing(raw: object) -> Missing:
    return _word(raw, Missing)


def _observed_on(raw: object, on: date) -> date | DateRange:
    day = read_partial(raw)
    if days_of(day, on)[0] > on:
        message = _("{value} lies after the reference date, {on}")
        raise unfit(raw, message.format(value=shown(raw), on=on), _("give a date up to that day"))
    return day


def _source(raw: object) -> Source:
    if not isinstance(raw, Mapping):
        return Source(_word(raw, SourceKind))
    given = {key: value for key, value in raw.items() if value is not None}
    faults = list(_unknown_keys(raw, _SOURCE_KEYS))
    parts = _Parts(given, faults)
    kind = parts.read("kind", lambda value: _word(value, SourceKind))
    reference = parts.read("reference", _note)
    through = parts.read("through", lambda value: _word(value, Through))
    if "kind" not in given:
        one_of = _("one of {words}").format(words=listed(SourceKind))
        faults.append(Fault(dict(raw), _("the source needs its `kind`"), one_of))
    if faults or kind is None:
        raise Unfit(*faults)
    return Source(kind, reference, through)


def _note(raw: object) -> str:
    if isinstance(raw, str):
        return str.__str__(raw)
    message = _("{value} is not text").format(value=shown(raw))
    raise unfit(raw, message, _("put it in quotes"))
