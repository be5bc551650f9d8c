"""Simulated candidates of NCT04213131, at the rates that its authors expect.

Each criterion turns away its share (`expected_failure`), independently of the others and through
one of its findings, all equally likely. Everything else is answered as by the examples that are
eligible.
"""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from screener.engine.compiler import compiled
from screener.engine.decide import Result, decide_checked
from screener.engine.values import current_values
from screener.protocol.answers import Answer
from screener.protocol.model import Decision, Example, Protocol, Question, QuestionType
from screener.protocol.reach import reach

Answers = Mapping[str, Answer]
#: The share of men; what is asked of women does not apply to them.
_MEN = 0.75
_ELIGIBLE = ("An eligible man", "An eligible woman who could become pregnant")


@dataclass(frozen=True, slots=True)
class Kind:
    """Candidates of one kind: an answer to whatever is asked, so that one of them is eligible.

    `findings` are those of each criterion; a finding is the answers that differ.
    """

    answers: Answers
    findings: Mapping[str, Sequence[Answers]]


def simulated(protocol: Protocol, count: int, seed: int = 20261123) -> tuple[date, list[Answers]]:
    """Make so many candidates' answers, and the reference date on which they hold."""
    chance = random.Random(seed)
    examples = [one for name in _ELIGIBLE for one in protocol.examples if one.name == name]
    # A finding may have something asked that is asked of nobody who is eligible.
    spare = {id: answer for one in protocol.examples for id, answer in one.answers.items()}
    for one in reversed(examples):
        spare |= one.answers
    men, women = (_kind(protocol, one, spare) for one in examples)
    everybody = [
        _candidate(protocol, men if chance.random() < _MEN else women, chance)
        for _one in range(count)
    ]
    return examples[0].on, everybody


def _candidate(protocol: Protocol, kind: Kind, chance: random.Random) -> Answers:
    """Draw which criteria turn a candidate away, again where two of the findings contradict."""
    while True:
        drawn: dict[str, Answer] = {}
        for id, criterion in protocol.criteria.items():
            if chance.random() < float(criterion.expected_failure or 0):
                finding = chance.choice(kind.findings[id])
                if any(drawn.get(question, one) != one for question, one in finding.items()):
                    break
                drawn |= finding
        else:
            return {**kind.answers, **drawn}


def _kind(protocol: Protocol, example: Example, spare: Answers) -> Kind:
    search = _Search(protocol, example)
    findings = {id: search.findings(id) for id in protocol.criteria}
    return Kind({**spare, **example.answers}, findings)


class _Search:
    """Looks for the answers by which a criterion alone fails."""

    def __init__(self, protocol: Protocol, example: Example) -> None:
        self._protocol = protocol
        self._eligible = example.answers
        self._on = example.on
        assert self._decide(self._eligible).decision is Decision.ELIGIBLE
        self._values: dict[str, list[Answer]] = defaultdict(list)
        for one in protocol.examples:
            for id, answer in one.answers.items():
                if one.on == example.on and answer.missing is None:
                    self._add(id, answer)
        for id, question in protocol.questions.items():
            for answer in _choices(question):
                self._add(id, answer)

    def findings(self, criterion: str) -> list[Answers]:
        """Give the answers by which a criterion fails, each time through other tests of it."""
        found: dict[object, Answers] = {}
        behind = reach(self._protocol)[criterion]
        for id in (one for one in self._protocol.questions if one in behind):
            for answer in self._values[id]:
                answers = {**self._eligible, id: answer}
                result = self._decide(answers)
                failed = [one.id for one in result.criteria.values() if one.status == "fail"]
                # What has more asked than of whoever is eligible makes another kind of candidate.
                if failed == [criterion] and not result.needed():
                    found.setdefault(self._way(answers), {id: answer})
        return list(found.values())

    def _way(self, answers: Answers) -> object:
        """Tell one way to fail from another: by how each test came out."""
        values, _stale = current_values(self._protocol, answers, self._on, {})
        return compiled(self._protocol).evaluate(values, self._on).leaves

    def _add(self, id: str, answer: Answer) -> None:
        if all(answer.value != one.value for one in self._values[id]):
            self._values[id].append(answer)

    def _decide(self, answers: Answers) -> Result:
        return decide_checked(self._protocol, answers, self._on, finish=True)


def _choices(question: Question) -> list[Answer]:
    """Give each answer to a question of which there are a few."""
    if question.derive is None and question.type is QuestionType.BOOLEAN:
        return [Answer(value=said) for said in (True, False)]
    if question.derive is None and question.type is QuestionType.CHOICE:
        return [Answer(value=option) for option in question.options]
    return []
