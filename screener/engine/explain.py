"""Why each criterion stands where it does, in words of the reader's language, from the rules alone.

What the rule asks, what was answered, and why it follows: of a rule that is decided, the tests that
decided it; of one that is open, those that are unknown, what is missing for them, and what each
answer would do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screener.engine.cell_words import cells_told
from screener.engine.cells import Cell
from screener.engine.supposed import supposed, tested
from screener.engine.truth import Truth
from screener.joining import aside, clauses, labelled
from screener.language import N_, _, in_language, ngettext
from screener.prose.rules import (
    criterion_told,
    duration_in_words,
    in_words,
    test_in_words,
    value_name,
)
from screener.prose.spans import days_text
from screener.prose.values import STALE, UNANSWERED, answer_text, day_text, derived_text
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
from screener.protocol.model import Kind, QuestionType
from screener.protocol.reads import questions_read, roots
from screener.protocol.values import DateRange, Entry, NumberRange

if TYPE_CHECKING:
    from screener.engine.decide import Result, Status

_ASKS = {
    Kind.INCLUSION: N_("It passes where {condition}."),
    Kind.EXCLUSION: N_("It fails where {condition}."),
}
_CAME_OUT: dict[Truth, str] = {
    True: N_("so"),
    False: N_("not so"),
    None: N_("not known"),
}
#: Answers that may turn out to be one or another; rows may be followed by others.
_INEXACT = (DateRange, NumberRange, tuple)
_FOLLOWS = {
    "pass": N_("So it passes."),
    "fail": N_("So it fails."),
    "open": N_("So it stays open."),
}
_WOULD = {
    "pass": N_("it would pass"),
    "fail": N_("it would fail"),
    "open": N_("it would stay open"),
}


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
class Lacking:
    """A question for which a criterion waits: why it has no answer, and what each would do.

    `line` says it all.
    """

    question: str
    text: str
    reason: str
    effects: tuple[str, ...]
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
        #: The questions whose answers were told.
        self._told: set[str] = set()

    def criterion(self, id: str) -> Explanation:
        found, status = self._protocol.criteria[id], self._result.criteria[id].status
        asks = in_words(self._protocol, found.rule, self._language)
        return Explanation(
            criterion=id,
            name=criterion_told(found),
            text=found.text.in_language(self._language),
            asks=_(_ASKS[found.kind]).format(condition=asks),
            steps=(*self._steps(found.rule, 0), *self._behind(id)),
            follows=_(_FOLLOWS[status]),
            missing=tuple(self._lacking(id, one) for one in self._waited_for(id)),
        )

    # Why it follows.

    def _steps(self, rule: Condition, depth: int) -> Iterator[Step]:
        """Give the tests that decided a condition; of one that is unknown, those that are."""
        together: dict[tuple[str, ...], list[Leaf]] = {}
        for leaf in self._deciding(rule):
            together.setdefault(questions_read(self._protocol.questions, leaf), []).append(leaf)
        for read, leaves in together.items():
            findings = tuple(filter(None, map(self._finding, leaves)))
            if findings or self._result.truth(leaves[0]) is not None:
                # What has no answer is said where it is told what is missing.
                answers = tuple(self._read(read))
                yield Step(depth, answers, findings, clauses((*answers, *findings)))
            when = self._protocol.questions[read[0]].when
            if when is not None and self._result.applies(read[0]) is not True:
                yield from self._steps(when, depth + 1)

    def _behind(self, criterion: str) -> Iterator[Step]:
        """Give the answers that the tests rest on besides: by a `when`, or by a case."""
        for id in self._result.criteria[criterion].because:
            if id not in self._told:
                said = labelled(self._name(id), self._answer(id))
                yield Step(0, (said,), (), said)

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
        """Give the members to which a condition owes the truth it has."""
        truth = self._result.truth(condition)
        if isinstance(condition, NoneOf) and truth is not None:
            truth = not truth
        return [one for one in condition.members if self._result.truth(one) is truth]

    def _finding(self, leaf: Leaf) -> str | None:
        """Say how a test came out; nothing where the answer says it, or there is none."""
        truth = self._result.truth(leaf)
        plain = isinstance(leaf, BooleanTest | ChoiceTest | ChoicesTest)
        if plain or self._result.value(leaf.question) is None:
            return None
        said = test_in_words(self._protocol, leaf, self._language)
        return labelled(said, _(_CAME_OUT[truth]))

    # What was answered.

    def _read(self, questions: Iterable[str]) -> Iterator[str]:
        """Say the values that a test reads, derived ones behind the answers they come from."""
        for id in questions:
            question = self._protocol.questions[id]
            if self._result.applies(id) is False:
                yield labelled(self._name(id), _("does not apply"))
                continue
            for root in roots(self._protocol.questions, id):
                self._told.add(root)
                applies = self._result.applies(root) is not False
                told = self._answer(root) if applies else _("does not apply")
                yield labelled(self._name(root), told)
            value = self._result.value(id)
            if question.derive is not None and value is not None:
                yield labelled(self._name(id), derived_text(question, value, self._language))

    def _answer(self, id: str) -> str:
        """Say the answer to a question, or why there is none."""
        answer = self._result.answer(id)
        if answer is None:
            return _(UNANSWERED)
        if isinstance(answer.value, tuple) and answer.value:
            return self._rows(answer.value)
        question = self._protocol.questions[id]
        said = answer_text(question, answer, self._language)
        if question.valid_for is not None and answer.observed_on is not None:
            observed = _("observed on {date}, counts for {duration}").format(
                date=day_text(answer.observed_on, self._language),
                duration=duration_in_words(question.valid_for),
            )
            said = aside(said, observed)
        return aside(said, _(STALE)) if id in self._result.stale else said

    def _rows(self, entries: tuple[Entry, ...]) -> str:
        said = ngettext("{count} row, of {days}", "{count} rows, {days}", len(entries))
        days = days_text(entries[0].date, entries[-1].date, self._language)
        return said.format(count=len(entries), days=days)

    def _name(self, id: str) -> str:
        return value_name(self._protocol.questions[id], self._language)

    # What is missing, and what each answer would do.

    def _waited_for(self, criterion: str) -> tuple[str, ...]:
        """Give the questions without an answer, then those whose answer is not enough."""
        questions = self._protocol.questions
        missing = self._result.open_because(criterion)
        behind = (
            root
            for test in self._result.open_tests(criterion)
            for id in questions_read(questions, test)
            for root in roots(questions, id)
        )
        inexact = (id for id in behind if isinstance(self._result.value(id), _INEXACT))
        return tuple(dict.fromkeys((*missing, *inexact)))

    def _lacking(self, criterion: str, id: str) -> Lacking:
        effects = tuple(self._effects(criterion, id))
        name, reason = self._name(id), self._answer(id)
        return Lacking(id, name, reason, effects, clauses((labelled(name, reason), *effects)))

    def _effects(self, criterion: str, id: str) -> Iterator[str]:
        asked = self._protocol.questions[id]
        if asked.type is QuestionType.SERIES:
            yield from self._by_test(criterion, id)
            return
        told: dict[Status, list[Cell]] = {}
        for one in supposed(self._result, id, criterion):
            told.setdefault(one.criteria[criterion], []).append(one.cell)
        for status, said in cells_told(asked, told, self._language).items():
            yield labelled(said, _(_WOULD[status]))

    def _by_test(self, criterion: str, id: str) -> Iterator[str]:
        for one in tested(self._result, id, criterion):
            said = test_in_words(self._protocol, one.test, self._language)
            denied = _("if not") if one.if_so else _("if it is not so that {test}")
            for told, status in ((_("if {test}"), one.if_so), (denied, one.if_not)):
                if status is not None:
                    yield labelled(told.format(test=said), _(_WOULD[status]))
