"""NCT04213131 without series and dates, so that a two-valued engine can state it too.

A test of a series becomes a yes or no, a test of a date a number of days; what is derived is asked.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from screener.engine.outline import outline
from screener.protocol.conditions import (
    AgoTest,
    All,
    AnyOf,
    AtLeast,
    BooleanTest,
    ChoiceTest,
    Comparison,
    Condition,
    DateTest,
    DefinitionRef,
    NoneOf,
    Not,
    NumberTest,
    Place,
    SeriesTest,
)
from screener.protocol.model import Kind, Protocol, Question, QuestionType
from screener.protocol.values import Value

ON = date(2026, 1, 31)
MISSING = 0.05
#: How often a fact of a made-up candidate is the one that passes.
FITTING = 0.995
_HERE = Place(1, 1)
_DAYS_A_MONTH = 30


def flatten(protocol: Protocol) -> Protocol:
    """Give the same criteria on facts that are yes or no, options, sets and numbers."""
    flat = _Flat(protocol)
    criteria = {
        id: replace(one, rule=flat.condition(one.rule)) for id, one in protocol.criteria.items()
    }
    definitions = {id: flat.condition(one) for id, one in protocol.definitions.items()}
    questions = {question.id: question for question in flat.questions()}
    return replace(
        protocol,
        questions=questions,
        sections={},
        definitions=definitions,
        criteria=criteria,
        examples=(),
    )


class _Flat:
    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self._added: dict[str, Question] = {}

    def condition(self, node: Condition) -> Condition:
        match node:
            case All() | AnyOf() | NoneOf() | AtLeast():
                return replace(node, members=tuple(map(self.condition, node.members)))
            case Not():
                return replace(node, member=self.condition(node.member))
            case SeriesTest():
                return BooleanTest(_HERE, self._new(f"{node.question}_fits", "boolean"), True)
            case AgoTest(question=question, comparison=comparison, duration=duration):
                days = duration.months * _DAYS_A_MONTH + duration.days
                asked = self._new(f"days_since_{question}", "integer")
                return NumberTest(_HERE, asked, comparison, Decimal(days))
            case DateTest(question=question):
                asked = self._new(f"days_since_{question}", "integer")
                return NumberTest(_HERE, asked, Comparison.AT_LEAST, Decimal(0))
        return node

    def _new(self, id: str, type: str) -> str:
        while id in self._added:
            id += "_too"
        self._added[id] = Question(id, QuestionType(type), _HERE)
        return id

    def questions(self) -> Iterator[Question]:
        """Give the questions that rules read, and those added."""
        dropped = {QuestionType.SERIES, QuestionType.DATE, QuestionType.TEXT}
        for question in self._protocol.questions.values():
            if question.type not in dropped and not question.for_record:
                when = self.condition(question.when) if question.when else None
                yield replace(question, section=None, derive=None, valid_for=None, when=when)
        yield from self._added.values()


def candidates(protocol: Protocol, count: int) -> list[dict[str, Value]]:
    """Make up candidates of whom most fit, with some facts missing; the same ones each time."""
    chance = random.Random(4213131)
    fitting = _fitting(protocol)
    return [
        {
            id: value if chance.random() < FITTING else _other(question, value, chance)
            for id, question in protocol.questions.items()
            if chance.random() >= MISSING
            for value in [fitting[id]]
        }
        for _one in range(count)
    ]


def _fitting(protocol: Protocol) -> dict[str, Value]:
    """Give for each question a value that passes what rests on it."""
    facts = {id: _values(question)[0] for id, question in protocol.questions.items()}
    for criterion in protocol.criteria.values():
        facts |= _making(protocol, criterion.rule, criterion.kind is Kind.INCLUSION)
    return facts


def _making(protocol: Protocol, node: Condition, wanted: bool) -> dict[str, Value]:
    """Give the facts that make every test of a condition come out as wanted."""
    match node:
        case All(members=members) | AnyOf(members=members):
            return {k: v for one in members for k, v in _making(protocol, one, wanted).items()}
        case NoneOf(members=members):
            return {k: v for one in members for k, v in _making(protocol, one, not wanted).items()}
        case DefinitionRef(definition=name):
            return _making(protocol, protocol.definitions[name], wanted)
        case BooleanTest(question=id, wanted=value):
            return {id: value is wanted}
        case ChoiceTest(question=id, options=options):
            values = _values(protocol.questions[id])
            return {id: next(one for one in values if (one in options) is wanted)}
        case NumberTest(question=id, bound=Decimal() as bound):
            return {id: bound + 1 if node.comparison is Comparison.ABOVE else bound}
    return {}


def _values(question: Question) -> list[Value]:
    match question.type:
        case QuestionType.BOOLEAN:
            return [False, True]
        case QuestionType.CHOICE:
            return list(question.options)
        case QuestionType.CHOICES:
            return [frozenset({option}) for option in question.options]
        case _:
            return [Decimal(days) for days in (30, 10, 70, 400)]


def _other(question: Question, value: Value, chance: random.Random) -> Value:
    return chance.choice([one for one in _values(question) if one != value])


def leaves(protocol: Protocol) -> int:
    """Count the tests."""
    return len(outline(protocol).leaves)
