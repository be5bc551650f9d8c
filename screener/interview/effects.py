"""What an answer would do: shown before it counts, and when someone asks why."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from screener.engine.decide import Status
from screener.language import _
from screener.prose.rules import about, in_words
from screener.protocol.answers import Answer
from screener.protocol.model import Decision, Question, QuestionType
from screener.protocol.reach import reach
from screener.protocol.roles import Role
from screener.protocol.values import Value
from screener.record.standing import Standing


class Change(NamedTuple):
    """A criterion that would stand, or has come to stand, elsewhere: as it is said everywhere."""

    criterion: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an answer would do. `falls_away` are answered questions that would no longer apply."""

    changes: tuple[Change, ...]
    fails: tuple[str, ...]
    falls_away: tuple[str, ...]
    needs_reason: bool
    needs_note: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What one answer would do, or how a criterion tests it.

    With a `value` (an option, or yes and no) it is that answer; without, `label` is the test in
    words, `criterion` the one that it stands in, and `if_so` and `if_not` what the criterion would
    then be, all other answers being as they are.
    """

    label: str
    value: bool | str | None = None
    changes: tuple[Change, ...] = ()
    decision: Decision | None = None
    criterion: str | None = None
    if_so: Status | None = None
    if_not: Status | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why a question is asked: the criteria that rest on it, and what each answer would do."""

    criteria: tuple[str, ...]
    effects: tuple[Effect, ...]
    for_record: bool


#: Both are open to the decision.
_OPEN = {"open", "awaited"}


def changes(before: Standing, after: Standing) -> tuple[Change, ...]:
    """Give the criteria that stand elsewhere; that others are not assessed for it is no change."""
    now, then = before.result.criteria, after.result.criteria
    return tuple(
        Change(id, before.stands[id], after.stands[id])
        for id, found in now.items()
        if found.status is not then[id].status or {before.stands[id], after.stands[id]} == _OPEN
    )


def fails(then: Standing, question: str) -> tuple[str, ...]:
    """Give the criteria that an answer to a question fails."""
    return tuple(
        id
        for id, found in then.result.criteria.items()
        if found.status is Status.FAIL and question in found.because
    )


def needs_note(question: Question, answer: Answer, failed: Collection[str]) -> bool:
    """Tell whether an answer must say on what it rests: a judgement that fails a criterion."""
    judged = question.answered_by is Role.INVESTIGATOR
    return judged and bool(failed) and not (answer.note or "").strip()


def preview(standing: Standing, question: Question, answer: Answer, needs_reason: bool) -> Preview:
    """Tell what an answer would do."""
    supposed = standing.supposing(question.id, answer)
    now, then = standing.result, supposed.result
    failed = fails(supposed, question.id)
    return Preview(
        changes=changes(standing.before_reopening(question.id), supposed),
        fails=failed,
        falls_away=tuple(
            id
            for id in standing.answers
            if id != question.id and now.applies(id) is not False and then.applies(id) is False
        ),
        needs_reason=needs_reason,
        needs_note=needs_note(question, answer, failed),
    )


def why(standing: Standing, question: Question, language: str) -> Why:
    """Tell which criteria rest on a question, and what its answers would do."""
    reached = reach(standing.protocol)
    criteria = tuple(id for id in standing.protocol.criteria if question.id in reached[id])
    options = _options(question, language)
    if options:
        effects = tuple(_effect(standing, question, value, label) for value, label in options)
    else:
        effects = tuple(_tests(standing, question, criteria, language))
    return Why(criteria, effects, question.for_record)


def _options(question: Question, language: str) -> list[tuple[bool | str, str]]:
    match question.type:
        case QuestionType.BOOLEAN:
            return [(True, _("yes")), (False, _("no"))]
        case QuestionType.CHOICE:
            return [(id, text.in_language(language)) for id, text in question.options.items()]
    return []


def _effect(standing: Standing, question: Question, value: Value, label: str) -> Effect:
    answer = Answer(value, observed_on=standing.on if question.valid_for else None)
    then = standing.supposing(question.id, answer)
    plain = value if isinstance(value, bool | str) else None
    return Effect(label, plain, changes(standing, then), then.result.decision)


def _tests(
    standing: Standing, question: Question, criteria: tuple[str, ...], language: str
) -> Iterator[Effect]:
    protocol, result = standing.protocol, standing.result
    for id in criteria:
        told = {
            in_words(protocol, test, language): test
            for test in about(protocol, protocol.criteria[id].rule, question.id)
        }
        for label, test in told.items():
            if_so, if_not = (result.assuming(test, truth)[id] for truth in (True, False))
            yield Effect(label, criterion=id, if_so=if_so, if_not=if_not)
