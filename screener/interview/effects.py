"""What an answer would do: shown before it counts, and when someone asks why."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from screener.engine.decide import Status
from screener.protocol.answers import Answer
from screener.protocol.model import Question
from screener.protocol.roles import Role
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
