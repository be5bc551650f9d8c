"""Why a question is asked: what rests on it, what each answer would do, and how much is left."""

from collections.abc import Iterator
from dataclasses import dataclass

from screener.engine.cell_words import cell_text
from screener.engine.decide import Status
from screener.engine.remaining import Remaining
from screener.engine.supposed import TOLD_BY_TEST, supposed
from screener.interview.effects import Change, changes
from screener.prose.rules import about, test_in_words
from screener.protocol.answers import Answer
from screener.protocol.model import Decision, Question
from screener.protocol.reach import reach
from screener.record.standing import Standing


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer would do, or answers that come to the same; or how a criterion tests it.

    `label` says which answers. Where they are too many to be told (rows, sets of options), it is a
    test in words, `criterion` the one that it stands in, and `if_so` and `if_not` what the
    criterion would then be, all other answers being as they are.
    """

    label: str
    changes: tuple[Change, ...] = ()
    decision: Decision | None = None
    criterion: str | None = None
    if_so: Status | None = None
    if_not: Status | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why a question is asked: the criteria that rest on it, and what each answer would do.

    `remaining` counts the questions until a decision, this one among them where a rule needs it;
    None where nothing more is asked.
    """

    criteria: tuple[str, ...]
    effects: tuple[Effect, ...]
    for_record: bool
    remaining: Remaining | None


def why(standing: Standing, question: Question, language: str) -> Why:
    """Tell which criteria rest on a question, and what its answers would do."""
    reached = reach(standing.protocol)
    criteria = tuple(id for id in standing.protocol.criteria if question.id in reached[id])
    if question.type in TOLD_BY_TEST:
        effects = tuple(_tests(standing, question, criteria, language))
    else:
        effects = tuple(_answers(standing, question, language))
    return Why(criteria, effects, question.for_record, _remaining(standing, question.id))


def _remaining(standing: Standing, question: str) -> Remaining | None:
    """Count the questions until a decision, from this one on where a rule needs it."""
    if standing.ended:
        return None
    first = question if question in standing.result.needed() else None
    return standing.result.remaining(first)


def _answers(standing: Standing, question: Question, language: str) -> Iterator[Effect]:
    observed_on = standing.on if question.valid_for else None
    for one in supposed(standing.result, question.id):
        then = standing.supposing(question.id, Answer(one.cell.value, observed_on=observed_on))
        label = cell_text(question, one.cell, language)
        yield Effect(label, changes(standing, then), one.decision)


def _tests(
    standing: Standing, question: Question, criteria: tuple[str, ...], language: str
) -> Iterator[Effect]:
    protocol, result = standing.protocol, standing.result
    for id in criteria:
        told = {
            test_in_words(protocol, test, language): test
            for test in about(protocol, protocol.criteria[id].rule, question.id)
        }
        for label, test in told.items():
            if_so, if_not = (result.assuming(test, truth)[id] for truth in (True, False))
            yield Effect(label, criterion=id, if_so=if_so, if_not=if_not)
