"""The truth of every condition of a protocol, folded from the truth of its leaves."""

from screener.engine.compiler import Compiled, Evaluation
from screener.engine.outline import ItemKind
from screener.engine.truth import Truth, at_least, every, negate, some
from screener.protocol.conditions import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    CriterionRef,
    DefinitionRef,
    NoneOf,
    Not,
)
from screener.protocol.model import Protocol


class Truths:
    """Looks up what a condition came to in one evaluation."""

    def __init__(self, rules: Compiled, evaluation: Evaluation) -> None:
        self._known: dict[Condition, Truth] = dict(
            zip(rules.outline.leaves, evaluation.leaves, strict=True)
        )
        # By id alone: these are looked up for every question and section, time and again.
        self._when: dict[str, Truth] = {}
        self._after: dict[str, Truth] = {}
        self._definitions: dict[str, Truth] = {}
        self._criteria: dict[str, Truth] = {}
        kept = {
            ItemKind.WHEN: self._when,
            ItemKind.AFTER: self._after,
            ItemKind.DEFINITION: self._definitions,
            ItemKind.CRITERION: self._criteria,
        }
        for item in rules.outline.items:
            truths = [self.of(condition) for condition in rules.outline.conditions(item)]
            if item.kind is not ItemKind.VALUE:
                kept[item.kind][item.id] = truths[0]

    def of(self, condition: Condition) -> Truth:
        """Give the truth of a condition anywhere in the protocol but inside an entry."""
        if condition not in self._known:
            self._known[condition] = self._fold(condition)
        return self._known[condition]

    def applies(self, question: str) -> Truth:
        """Give the truth of a question's `when`; true where it has none."""
        return self._when.get(question, True)

    def section_open(self, protocol: Protocol, question: str) -> Truth:
        """Give the truth of the `after` of a question's section; true where there is none."""
        section = protocol.questions[question].section
        return True if section is None else self.after(section)

    def after(self, section: str) -> Truth:
        """Give the truth of a section's `after`; true where there is none."""
        return self._after.get(section, True)

    def _fold(self, condition: Condition) -> Truth:
        match condition:
            case All(members=members):
                return every([self.of(one) for one in members])
            case AnyOf(members=members):
                return some([self.of(one) for one in members])
            case NoneOf(members=members):
                return negate(some([self.of(one) for one in members]))
            case Not(member=member):
                return negate(self.of(member))
            case AtLeast(least=least, members=members):
                return at_least(least, [self.of(one) for one in members])
            case CriterionRef(criterion=id):
                return self._criteria[id]
            case DefinitionRef(definition=id):
                return self._definitions[id]
            case _:
                raise KeyError(condition)
