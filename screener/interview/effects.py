"""What an answer would do: shown before it counts, and when someone asks why."""

from collections.abc import Collection
from typing import NamedTuple

from screener.engine.decide import Status
from screener.protocol.answers import Answer
from screener.protocol.model import Decision, Question
from screener.protocol.roles import Role
from screener.record.standing import Standing


class Change(NamedTuple):
    """A criterion that would stand, or has come to stand, elsewhere: as it is said everywhere."""

    criterion: str
    before: str
    after: str


class Preview(NamedTuple):
    """What an answer would do.

    `decision` is what it is and what it would be, where that changes. `falls_away` are answered
    questions that would no longer apply; `applies_again` those that do not and then would, so that
    their answers count without being asked. `awaited_again` are results that were closed and would
    be awaited again, `closed_again` those that would be closed again. `appears` are those that
    would be asked then and are not asked as it stands, `not_asked` those of which it is the other
    way round: what ends at a failed criterion asks nothing. `ends` says that it would, and could go
    on all the same. `replaces` tells a change of what was answered from a first answer, `decided`
    that a decision is recorded and holds till then.
    """

    changes: tuple[Change, ...]
    fails: tuple[str, ...]
    decision: tuple[Decision, Decision] | None
    falls_away: tuple[str, ...]
    applies_again: tuple[str, ...]
    awaited_again: tuple[str, ...]
    closed_again: tuple[str, ...]
    appears: tuple[str, ...]
    not_asked: tuple[str, ...]
    ends: bool
    replaces: bool
    decided: bool
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
    before = standing.before_reopening(question.id)
    supposed = standing.supposing(question.id, answer)
    now, then = before.result, supposed.result
    failed = fails(supposed, question.id)
    asked, asked_then = _asked(before), _asked(supposed)
    others = (id for id in (*asked, *asked_then) if id != question.id)
    differing = tuple(id for id in others if (id in asked) is not (id in asked_then))
    answered = [id for id in standing.answers if id != question.id]
    decisions = standing.state.decisions
    closed, closed_then = _closed(before, question.id), _closed(supposed, question.id)
    return Preview(
        changes=changes(before, supposed),
        fails=failed,
        decision=(now.decision, then.decision) if now.decision is not then.decision else None,
        falls_away=tuple(
            id for id in answered if now.applies(id) is not False and then.applies(id) is False
        ),
        applies_again=tuple(
            id
            for id in answered
            if now.applies(id) is False and then.applies(id) is not False and id not in asked_then
        ),
        awaited_again=tuple(id for id in closed if id not in closed_then),
        closed_again=tuple(id for id in closed_then if id not in closed),
        appears=tuple(id for id in differing if id in asked_then),
        not_asked=tuple(id for id in differing if id in asked),
        ends=then.stops and not now.stops and bool(supposed.askable),
        replaces=question.id in before.answers,
        decided=bool(decisions) and standing.state.changed <= decisions[-1].version,
        needs_reason=needs_reason,
        needs_note=needs_note(question, answer, failed),
    )


def _closed(standing: Standing, but: str) -> tuple[str, ...]:
    """Give the results that are not awaited any more, without an answer, but for one question."""
    found = dict.fromkeys(one.question for one in standing.state.awaited_closed)
    return tuple(id for id in found if id != but and standing.not_awaited(id) is not None)


def _asked(standing: Standing) -> tuple[str, ...]:
    """Give the questions that are asked as it stands, whosever they are."""
    return () if standing.ended else standing.askable
