"""What may be asked with some answers, where others are missing: what counting the rest asks."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from datetime import date

from screener.engine.cells import cells
from screener.engine.compiler import Compiled
from screener.engine.needs import Needs, in_order, needs_of, record_needs
from screener.engine.relevance import without_effect
from screener.engine.truths import Truths
from screener.engine.values import as_of
from screener.protocol.conditions import Condition
from screener.protocol.reach import reached_from
from screener.protocol.values import Value


class At:
    """The rules, evaluated with some answers, where others are known to be missing.

    `awaited` are those of them that may still come.
    """

    def __init__(
        self,
        rules: Compiled,
        values: Mapping[str, Value | None],
        missing: frozenset[str],
        awaited: frozenset[str],
        on: date,
    ) -> None:
        self._protocol = rules.outline.protocol
        self._on = on
        self._never = missing - awaited
        self.values = values
        self.missing = missing
        self.evaluation = rules.evaluate(values, on)
        self.truths = Truths(rules, self.evaluation)

    @property
    def unknown_rules(self) -> Sequence[Condition]:
        """The rules of the criteria that are open."""
        rules = (one.rule for one in self._protocol.criteria.values())
        return [rule for rule in rules if self.truths.of(rule) is None]

    def asking(self, conditions: Sequence[Condition]) -> tuple[str, ...]:
        """Give what may be asked next for these conditions."""
        needs = self._needs(conditions)
        return self._worth({*needs.askable, *needs.in_doubt} - self.missing)

    def lacking(self, conditions: Sequence[Condition]) -> tuple[str, ...]:
        """Give all that these conditions wait for, missing or held back as it may be."""
        return self._worth(self._needs(conditions).all)

    def own(self, conditions: Sequence[Condition]) -> tuple[str, ...]:
        """Give what may be asked next for these conditions, were every section open."""
        return self._worth(self._needs(conditions, through_sections=False).all - self.missing)

    def read(self, condition: Condition) -> set[str]:
        """Give every question behind a condition, what is decided aside."""
        tests = self._needs([condition], through_sections=False).tests
        return {id for test in tests for id in reached_from(self._protocol, test)}

    def for_the_record(self) -> Set[str]:
        """Give what is for the record alone and may be asked now."""
        return set(record_needs(self._protocol, self.evaluation, self.truths)) - self.missing

    def without(self, questions: Collection[str]) -> set[str]:
        """Give those without a value that may apply, in sections that are or may be open."""
        protocol = self._protocol
        return {
            id
            for id in questions
            if protocol.questions[id].derive is None
            and self.values.get(id) is None
            and self.truths.applies(id) is not False
            and self.truths.section_open(protocol, id) is not False
        }

    def waits(self, question: str) -> bool:
        """Tell whether what is missing has to come before a question can be asked.

        Without it nothing opens its section, or nobody can say yet whether it applies.
        """
        if not self.missing:
            return False
        protocol, asked = self._protocol, self._protocol.questions[question]
        after = protocol.sections[asked.section].after if asked.section is not None else None
        for condition in (after, asked.when):
            if condition is None or self.truths.of(condition) is not None:
                continue
            needed = self._needs([condition]).all
            in_doubt = condition is asked.when and needed <= self._never
            if needed <= self.missing and not in_doubt:
                return True
        return False

    def answers(self, question: str) -> Iterator[Value]:
        """Give an answer to a question for each cell."""
        for cell in cells(self._protocol, self.evaluation.values, self._on, question):
            yield as_of(cell.value, self._on)

    def _needs(self, conditions: Sequence[Condition], *, through_sections: bool = True) -> Needs:
        return needs_of(
            self._protocol,
            self.evaluation,
            self.truths,
            conditions,
            self._never,
            through_sections=through_sections,
        )

    def _worth(self, questions: Set[str]) -> tuple[str, ...]:
        if not questions:
            return ()
        idle = without_effect(
            self._protocol, self.evaluation, self.truths, questions, self._never, self._on
        )
        return in_order(self._protocol, questions - idle)
