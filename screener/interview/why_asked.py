"""Why a question is asked: what rests on it, what each answer would do, and how much is left."""

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from screener.engine.cell_words import cell_text, cells_told
from screener.engine.decide import Status
from screener.engine.remaining import Remaining
from screener.engine.rows_supposed import rows_effects
from screener.engine.rows_words import rows_told
from screener.engine.supposed import Supposed, alike, runs, supposed
from screener.interview.effects import Change, changes
from screener.language import _
from screener.protocol.answers import Answer
from screener.protocol.model import Decision, Question, QuestionType
from screener.protocol.reach import reach
from screener.record.standing import Standing

#: Of more answers than these it is not looked for which of them leave a criterion awaited.
_MOST_COMPARED = 64


class Effect(NamedTuple):
    """What an answer would do, or answers that come to the same; or what rows would do.

    `label` says which answers. Of rows it says what may be so of them; `criterion` is then the one
    that turns on it, and `if_so` and `if_not` where that would stand whatever else the rows hold,
    all other answers being as they are; None for what that alone does not decide.
    """

    label: str
    changes: tuple[Change, ...] = ()
    decision: Decision | None = None
    criterion: str | None = None
    if_so: Status | None = None
    if_not: Status | None = None


class Why(NamedTuple):
    """Why a question is asked: the criteria that rest on it, and what each answer would do.

    Of rows, `beyond` is a sentence on those of which `effects` say nothing, else empty.
    `remaining` counts the questions until a decision, this one among them where a rule needs it;
    None where nothing more is asked.
    """

    criteria: tuple[str, ...]
    effects: tuple[Effect, ...]
    beyond: str
    for_record: bool
    remaining: Remaining | None


def why(standing: Standing, question: Question, language: str) -> Why:
    """Tell which criteria rest on a question, and what its answers would do."""
    reached = reach(standing.protocol)
    criteria = tuple(id for id in standing.protocol.criteria if question.id in reached[id])
    if question.type is QuestionType.SERIES:
        effects, beyond = _rows(standing, question, criteria, language)
    else:
        effects, beyond = tuple(_answers(standing, question, language)), ""
    remaining = _remaining(standing, question.id)
    return Why(criteria, effects, beyond, question.for_record, remaining)


def _remaining(standing: Standing, question: str) -> Remaining | None:
    """Count the questions until a decision, from this one on where it can be asked."""
    if standing.ended:
        return None
    result = standing.result
    lacks = (lack.question for lack in standing.lacks)
    asked = {*result.worth_asking(), *result.record_questions(), *lacks}
    lacking = result.value(question) is None and question in asked
    return result.remaining(question if lacking else None)


def _answers(standing: Standing, question: Question, language: str) -> Iterator[Effect]:
    found = tuple(supposed(standing.result, question.id))
    outcomes = _Outcomes(standing, question, awaited=len(found) <= _MOST_COMPARED)
    if question.type is QuestionType.CHOICES:
        together = alike(found, outcomes.of)
        told = cells_told(standing.protocol, question.id, together, language)
        yield from (Effect(label, *outcome) for outcome, label in told.items())
        return
    for outcome, cell in runs(found, outcomes.of):
        yield Effect(cell_text(question, cell, language), *outcome)


class _Outcomes:
    """What answers to a question come to: the criteria that then stand elsewhere, the decision.

    `awaited` tells an open criterion that waits for a result from one that does not.
    """

    def __init__(self, standing: Standing, question: Question, *, awaited: bool) -> None:
        self._standing = standing
        self._question = question
        self._awaited = awaited
        self._known: dict[Hashable, tuple[Change, ...]] = {}

    def of(self, one: Supposed) -> tuple[tuple[Change, ...], Decision]:
        """Give what one answer comes to."""
        key: Hashable = one.cell if self._awaited else tuple(one.criteria.values())
        if key not in self._known:
            self._known[key] = self._changes(one)
        return self._known[key], one.decision

    def _changes(self, one: Supposed) -> tuple[Change, ...]:
        observed_on = self._standing.on if self._question.valid_for else None
        answer = Answer(one.cell.value, observed_on=observed_on)
        found = changes(self._standing, self._standing.supposing(self._question.id, answer))
        if self._awaited:
            return found
        now = self._standing.result.criteria
        return tuple(
            change
            for change in found
            if now[change.criterion].status is not one.criteria[change.criterion]
        )


def _rows(
    standing: Standing, question: Question, criteria: tuple[str, ...], language: str
) -> tuple[tuple[Effect, ...], str]:
    """Say what rows would do, by how the tests on them come out: they are too many to tell."""
    found = {id: rows_effects(standing.result, question.id, id) for id in criteria}
    told = tuple(
        Effect(one.condition, criterion=id, if_so=one.if_so, if_not=one.if_not)
        for id, effects in found.items()
        for one in rows_told(standing.result, effects, language)
    )
    if not all(effects.complete for effects in found.values()):
        return told, _("What other rows would do was not worked out.")
    if not told and criteria:
        return (Effect(_("any answer")),), ""
    return told, _("Rows that do not tell yet leave it open.") if told else ""
