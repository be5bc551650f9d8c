"""The truth of every condition of a protocol, folded from the truth of its leaves."""

from screener.engine.compiler import Compiled, Evaluation
from screener.engine.outline import Item, ItemKind
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
        self._items: dict[Item, Truth] = {}
        for item in rules.outline.items:
            truths = [self.of(condition) for condition in rules.outline.conditions(item)]
            if item.kind is not ItemKind.VALUE:
                self._items[item] = truths[0]

    def of(self, condition: Condition) -> Truth:
        """Give the truth of a condition anywhere in the protocol but inside an entry."""
        if condition not in self._known:
            self._known[condition] = self._fold(condition)
        return self._known[condition]

    def applies(self, question: str) -> Truth:
        """Give the truth of a question's `when`; true where it has none."""
        return self._items.get(Item(ItemKind.WHEN, question), True)

    def section_open(self, protocol: Protocol, question: str) -> Truth:
        """Give the truth of the `after` of a question's section; true where there is none."""
        section = protocol.questions[question].section
        return True if section is None else self.after(section)

    def after(self, section: str) -> Truth:
        """Give the truth of a section's `after`; true where there is none."""
        return self._items.get(Item(ItemKind.AFTER, section), True)

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
                return self._items[Item(ItemKind.CRITERION, id)]
            case DefinitionRef(definition=id):
                return self._items[Item(ItemKind.DEFINITION, id)]
            case _:
                raise KeyError(condition)
