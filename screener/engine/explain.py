"""Why each criterion stands where it does, in words of the reader's language, from the rules alone.

What the rule asks, what was answered, and why it follows: of a rule that is decided, the tests that
decided it; of one that is open, all that was answered, what is missing, and what each answer would
do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screener.engine.answers_told import AnswersTold, gated_by
from screener.engine.changed_told import changed_told
from screener.engine.lacking_told import Lacking, lacking
from screener.engine.truth import Truth
from screener.joining import aside, clauses, labelled, listed
from screener.language import N_, _, in_language
from screener.prose.rules import criterion_told, in_words, test_in_words
from screener.prose.values import derived_text
from screener.protocol.conditions import (
    All,
    AnyOf,
    AtLeast,
    BooleanTest,
    ChoicesTest,
    ChoiceTest,
    Condition,
    CriterionRef,
    DefinitionRef,
    Leaf,
    NoneOf,
    Not,
)
from screener.protocol.model import Kind, Question
from screener.protocol.reach import reach
from screener.protocol.reads import questions_read, roots

if TYPE_CHECKING:
    from screener.engine.decide import Result

_ASKS = {
    Kind.INCLUSION: N_("It passes where {condition}."),
    Kind.EXCLUSION: N_("It fails where {condition}."),
}
_CAME_OUT: dict[Truth, str] = {
    True: N_("so"),
    False: N_("not so"),
    None: N_("not known"),
}
_FOLLOWS = {
    "pass": N_("So it passes."),
    "fail": N_("So it fails."),
    "open": N_("So it stays open."),
}
#: Of what is open where the interview ends at a failure.
_NOT_ASSESSED = N_("It is not assessed: the interview ends at what fails.")


@dataclass(frozen=True, slots=True)
class Step:
    """Answers, and how the tests of the rule came out that read them; all in words.

    `depth` is 1 where it tells why what stands before does not apply, and so on. A test that asks
    for the very answer has no finding. `line` says it all.
    """

    depth: int
    answers: tuple[str, ...]
    findings: tuple[str, ...]
    line: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a criterion stands where it does. `missing` is empty where it is closed."""

    criterion: str
    name: str
    text: str
    asks: str
    steps: tuple[Step, ...]
    follows: str
    missing: tuple[Lacking, ...]

    def __str__(self) -> str:
        """Say all of it, a thing a line."""
        lines = [f"{self.name}  {self.text}", self.asks]
        lines += [f"{'  ' * step.depth}- {step.line}" for step in self.steps]
        lines += [self.follows, *(f"- {one.line}" for one in self.missing)]
        return "\n".join(lines)


def explain(result: "Result", criterion: str, language: str) -> Explanation:
    """Explain one criterion in a language."""
    with in_language(language):
        return _Explaining(result, language).criterion(criterion)


class _Explaining:
    def __init__(self, result: "Result", language: str) -> None:
        self._result = result
        self._protocol = result.protocol
        self._language = language
        self._answers = AnswersTold(result, language)
        #: The questions whose answers were told.
        self._told: set[str] = set()

    def criterion(self, id: str) -> Explanation:
        found, status = self._protocol.criteria[id], self._result.criteria[id].status
        not_assessed = status == "open" and self._result.stops
        asks = in_words(self._protocol, found.rule, self._language)
        return Explanation(
            criterion=id,
            name=criterion_told(found),
            text=found.text.in_language(self._language),
            asks=_(_ASKS[found.kind]).format(condition=asks),
            steps=(*self._steps(found.rule, 0), *self._behind(id)),
            follows=_(_NOT_ASSESSED if not_assessed else _FOLLOWS[status]),
            missing=tuple(lacking(self._result, id, self._language)),
        )

    # Why it follows.

    def _steps(self, rule: Condition, depth: int) -> Iterator[Step]:
        """Give the tests that decided a condition; of one that is unknown, all that were answered.

        What has no answer, and waits for none but its own, is said where it is told what is
        missing.
        """
        together: dict[tuple[str, ...], list[Leaf]] = {}
        for leaf in self._deciding(rule):
            together.setdefault(questions_read(self._protocol.questions, leaf), []).append(leaf)
        for read, leaves in together.items():
            findings = tuple(one for leaf in leaves for one in self._findings(leaf))
            decided = any(self._result.truth(leaf) is not None for leaf in leaves)
            if findings or decided or self._result.applies(read[0]) is None:
                answers = tuple(self._read(read))
                yield Step(depth, answers, findings, clauses((*answers, *findings)))
            when = self._protocol.questions[read[0]].when
            if when is not None and self._result.applies(read[0]) is not True:
                yield from self._steps(when, depth + 1)

    def _behind(self, criterion: str) -> Iterator[Step]:
        """Give the answers that the tests rest on besides, and how they count."""
        closed_by = self._result.criteria[criterion].because
        for id in closed_by or self._answered(criterion):
            if id in self._told:
                continue
            counting = tuple(self._counting(criterion, id))
            if closed_by or counting:
                said = labelled(self._answers.name(id), self._answers.answer(id))
                yield Step(0, (said,), (), clauses((said, *counting)))

    def _answered(self, criterion: str) -> Iterator[str]:
        """Give what was answered of all that is behind a criterion, in the file's order."""
        reached = reach(self._protocol)[criterion]
        answered = (id for id in self._protocol.questions if self._result.answer(id) is not None)
        return (id for id in answered if id in reached)

    def _counting(self, criterion: str, id: str) -> Iterator[str]:
        """Say which questions apply by an answer, and which values are chosen by it."""
        gated = gated_by(self._protocol, criterion, id)
        applying = [one for one in gated if self._result.applies(one) is True]
        if applying:
            said = _("it makes this apply: {questions}")
            yield said.format(questions=listed(map(self._answers.name, applying)))
        yield from self._answers.choosing(criterion, id)

    def _deciding(self, rule: Condition) -> Iterator[Leaf]:
        waiting, seen = [rule], set[Condition]()
        while waiting:
            condition = waiting.pop()
            if condition in seen:
                continue
            seen.add(condition)
            match condition:
                case CriterionRef(criterion=id):
                    waiting.append(self._protocol.criteria[id].rule)
                case DefinitionRef(definition=name):
                    waiting.append(self._protocol.definitions[name])
                case Not(member=member):
                    waiting.append(member)
                case All() | AnyOf() | NoneOf() | AtLeast():
                    waiting += reversed(self._members(condition))
                case _:
                    yield condition

    def _members(self, condition: All | AnyOf | NoneOf | AtLeast) -> list[Condition]:
        """Give the members to which a condition owes the truth it has; all where it has none."""
        truth = self._result.truth(condition)
        if truth is None:
            return list(condition.members)
        if isinstance(condition, NoneOf):
            truth = not truth
        return [one for one in condition.members if self._result.truth(one) is truth]

    def _findings(self, leaf: Leaf) -> Iterator[str]:
        """Say how a test came out; nothing where the answer says it, or there is none."""
        truth = self._result.truth(leaf)
        plain = isinstance(leaf, BooleanTest | ChoiceTest | ChoicesTest)
        if plain or self._result.value(leaf.question) is None:
            return
        yield labelled(test_in_words(self._protocol, leaf, self._language), _(_CAME_OUT[truth]))
        yield from changed_told(self._result, leaf, self._language)

    # What was answered.

    def _read(self, questions: Iterable[str]) -> Iterator[str]:
        """Say the values that a test reads, derived ones behind the answers they come from."""
        for id in questions:
            question = self._protocol.questions[id]
            if self._result.applies(id) is False:
                yield self._applying(id)
                continue
            for root in roots(self._protocol.questions, id):
                self._told.add(root)
                yield self._applying(root)
            if question.derive is not None:
                yield from self._derived(question)

    def _derived(self, question: Question) -> Iterator[str]:
        """Say a derived value, and where so, that it is not known whether it applies."""
        value = self._result.value(question.id)
        told = None if value is None else derived_text(question, value, self._language)
        if self._result.applies(question.id) is None:
            unknown = _("not known whether it applies")
            told = unknown if told is None else aside(told, unknown)
        if told is not None:
            yield labelled(self._answers.name(question.id), told)

    def _applying(self, id: str) -> str:
        """Say the answer to a question, or that it does not apply, or that this is not known."""
        applies, told = self._result.applies(id), self._answers.answer(id)
        if applies is False:
            told = _("does not apply")
        elif applies is None:
            unknown = _("not known whether it applies")
            there = self._result.answer(id) is not None
            told = self._answers.answer(id, unknown) if there else unknown
        return labelled(self._answers.name(id), told)
