"""Why a question is asked: what rests on it, what each answer would do, and how much is left."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from screener.engine.cell_words import cell_text, cells_told
from screener.engine.decide import Status
from screener.engine.remaining import Remaining
from screener.engine.supposed import Supposed, supposed, tested
from screener.interview.effects import Change, changes
from screener.prose.rules import test_in_words
from screener.protocol.answers import Answer
from screener.protocol.model import Decision, Question, QuestionType
from screener.protocol.reach import reach
from screener.record.standing import Standing


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer would do, or answers that come to the same; or how a criterion tests it.

    `label` says which answers. Of rows it is a test in words, `criterion` the one that it stands
    in, and `if_so` and `if_not` what the criterion would then be, all other answers being as they
    are; None for what no rows can make of the test.
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
    if question.type is QuestionType.SERIES:
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
    together: dict[Hashable, list[Supposed]] = {}
    for place, one in enumerate(supposed(standing.result, question.id)):
        # Of sets of options there may be many: those that come to the same are told as one.
        sets = question.type is QuestionType.CHOICES
        key: Hashable = (one.decision, *one.criteria.values()) if sets else place
        together.setdefault(key, []).append(one)
    labels = (
        cells_told(question, {k: [s.cell for s in some] for k, some in together.items()}, language)
        if question.type is QuestionType.CHOICES
        else {key: cell_text(question, one.cell, language) for key, (one,) in together.items()}
    )
    observed_on = standing.on if question.valid_for else None
    for outcome, (one, *_more) in together.items():
        then = standing.supposing(question.id, Answer(one.cell.value, observed_on=observed_on))
        yield Effect(labels[outcome], changes(standing, then), one.decision)


def _tests(
    standing: Standing, question: Question, criteria: tuple[str, ...], language: str
) -> Iterator[Effect]:
    for id in criteria:
        for one in tested(standing.result, question.id, id):
            label = test_in_words(standing.protocol, one.test, language)
            yield Effect(label, criterion=id, if_so=one.if_so, if_not=one.if_not)
