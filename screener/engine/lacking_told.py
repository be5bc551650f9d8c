"""What an open criterion waits for, in words: why it is missing, and what each answer would do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screener.engine.answers_told import AnswersTold, gated_by
from screener.engine.cell_words import cells_told
from screener.engine.decide import Status
from screener.engine.left_open_words import left_open_said
from screener.engine.rows_supposed import rows_effects
from screener.engine.rows_words import rows_told
from screener.engine.supposed import alike, supposed
from screener.joining import clauses, joined, labelled, listed
from screener.language import N_, _, ngettext
from screener.protocol.model import QuestionType, Section
from screener.protocol.reach import reach, reached_from
from screener.protocol.reads import questions_read, roots
from screener.protocol.values import DateRange, NumberRange

if TYPE_CHECKING:
    from screener.engine.decide import Result

_WOULD = {
    Status.PASS: N_("it would pass"),
    Status.FAIL: N_("it would fail"),
    Status.OPEN: N_("it would stay open"),
}
#: Answers that may turn out to be one or another; rows may be followed by others.
_INEXACT = (DateRange, NumberRange, tuple)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A question for which a criterion waits: why it has no answer, and what each would do.

    Where there is an answer, `reason` is that, and `not_enough` says why it does not do. `line`
    says it all.
    """

    question: str
    text: str
    reason: str
    not_enough: str
    effects: tuple[str, ...]
    line: str


def lacking(result: "Result", criterion: str, language: str) -> Iterator[Lacking]:
    """Say what an open criterion waits for; nothing where it is closed."""
    told = AnswersTold(result, language)
    for id in _waited_for(result, criterion):
        effects = tuple(_effects(result, criterion, id, told))
        name, reason, not_enough = told.name(id), told.answer(id), ""
        if result.value(id) is not None:
            not_enough = left_open_said(result, id, (criterion,), language)
        # Of what is not exact, what it may turn out to be says so.
        rows = not_enough if isinstance(result.value(id), tuple) else None
        line = clauses((labelled(name, reason), rows, *effects))
        yield Lacking(id, name, reason, not_enough, effects, line)


def _waited_for(result: "Result", criterion: str) -> tuple[str, ...]:
    """Give the questions without an answer, then those whose answer is not enough."""
    questions = result.protocol.questions
    behind = (
        root
        for test in result.open_tests(criterion)
        for id in questions_read(questions, test)
        for root in roots(questions, id)
    )
    inexact = (id for id in behind if isinstance(result.value(id), _INEXACT))
    waited_for = tuple(dict.fromkeys((*result.open_because(criterion), *inexact)))
    return waited_for or _empty_sets(result, criterion)


def _empty_sets(result: "Result", criterion: str) -> tuple[str, ...]:
    """Give the sets of nothing that a criterion rests on, where no other answer is wanting."""
    reached = reach(result.protocol)[criterion] if result.open_tests(criterion) else ()
    return tuple(
        id for id in result.protocol.questions if id in reached and result.value(id) == frozenset()
    )


def _effects(result: "Result", criterion: str, id: str, told: AnswersTold) -> Iterator[str]:
    """Say what answers would do; of what the rule does not read, what it opens."""
    opened = _opened(result, criterion, id)
    if opened and id not in reach(result.protocol)[criterion]:
        said = ngettext(
            "it decides whether this section opens: {sections}",
            "it decides whether these sections open: {sections}",
            len(opened),
        )
        titles = (one.title.in_language(told.language) for one in opened)
        quoted = (_("“{section}”").format(section=title) for title in titles)
        yield said.format(sections=listed(quoted))
        return
    if result.protocol.questions[id].type is QuestionType.SERIES:
        yield from _of_rows(result, criterion, id, told)
        return
    gated = _in_doubt(result, criterion, id)
    found = alike(supposed(result, id, gated), lambda one: (one.criteria[criterion], one.applies))
    for (status, applies), said in cells_told(result.protocol, id, found, told.language).items():
        if said == told.answer(id):
            # A set of nothing that is there leaves it as it is.
            continue
        would = [_(_WOULD[status])]
        for question, truth in zip(gated, applies, strict=True):
            if status is Status.OPEN and truth is not None:
                then = _("{question} would apply") if truth else _("{question} would not apply")
                would.append(then.format(question=told.name(question)))
        yield labelled(said, joined(_("{first}, and {next}"), would))
    if len(found) == 1:
        yield from told.choosing(criterion, id)


def _opened(result: "Result", criterion: str, id: str) -> tuple[Section, ...]:
    """Give the sections in which a criterion waits for something and which wait for a question."""
    protocol = result.protocol
    asked_in = {protocol.questions[one].section for one in result.open_because(criterion)}
    return tuple(
        section
        for section in protocol.sections.values()
        if section.id in asked_in
        and section.after is not None
        and not result.section_open(section.id)
        and id in reached_from(protocol, section.after)
    )


def _in_doubt(result: "Result", criterion: str, id: str) -> tuple[str, ...]:
    """Give the questions that may apply by an answer, where nobody can tell now."""
    gated = gated_by(result.protocol, criterion, id)
    return tuple(one for one in gated if result.applies(one) is None)


def _of_rows(result: "Result", criterion: str, id: str, told: AnswersTold) -> Iterator[str]:
    found = rows_effects(result, id, criterion, completing=True)
    each = tuple(rows_told(result, found, told.language))
    for one in each:
        so, not_so = _("if {test}"), _("if not")
        if one.if_so is None:
            not_so = _("if it is not so that {test}")
        for condition, status in ((so, one.if_so), (not_so, one.if_not)):
            if status is not None:
                yield labelled(condition.format(test=one.condition), _(_WOULD[status]))
    if not found.complete:
        yield _("what other rows would do was not worked out")
    elif not each:
        yield labelled(_("any answer"), _(_WOULD[found.effects[0].status]))
    if in_doubt := _in_doubt(result, criterion, id):
        said = _("it decides whether this applies: {questions}")
        yield said.format(questions=listed(map(told.name, in_doubt)))
