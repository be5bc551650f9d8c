"""What is wrong, or suspicious, about the parts of a protocol taken together."""

from screener.protocol.conditions import (
    BooleanTest,
    ChoicesTest,
    ChoiceTest,
    Condition,
    DefinitionRef,
    Place,
    SeriesTest,
    SetComparison,
    Test,
    entry_conditions,
    walk,
)
from screener.protocol.loading.checks_cycles import check_cycles
from screener.protocol.loading.checks_sense import check_sense
from screener.protocol.loading.checks_use import check_use
from screener.protocol.loading.notes import Notes, quoted
from screener.protocol.loading.reader import Parts
from screener.protocol.model import Kind, Question


def check_parts(parts: Parts, notes: Notes) -> None:
    """Check references for cycles, and warn of what is unused, contradictory or backwards."""
    check_cycles(parts, notes)
    check_use(parts, notes)
    check_sense(parts, notes)
    _check_negative_tests(parts, notes)


def _check_negative_tests(parts: Parts, notes: Notes) -> None:
    """Warn of a negative test in an inclusion on a question with `when`, or in its definitions.

    Where the question does not apply the test is false, so that the criterion fails.
    """
    waiting: list[Condition] = [
        criterion.rule for criterion in parts.criteria.values() if criterion.kind is Kind.INCLUSION
    ]
    seen: set[str] = set()
    while waiting:
        for node in walk(waiting.pop()):
            if isinstance(node, DefinitionRef) and node.definition not in seen:
                seen.add(node.definition)
                if node.definition in parts.definitions:
                    waiting.append(parts.definitions[node.definition])
            elif isinstance(node, Test):
                question = parts.questions.get(node.question)
                if question is not None:
                    _check_test(node, question, notes)


def _check_test(test: Test, question: Question, notes: Notes) -> None:
    if question.when is not None and _is_negative(test):
        _warn(question.id, test.place, notes)
    if isinstance(test, SeriesTest):
        for condition in entry_conditions(test):
            for node in walk(condition):
                field = question.fields.get(node.question) if isinstance(node, Test) else None
                if field is not None and field.when is not None and _is_negative(node):
                    _warn(field.id, node.place, notes)


def _is_negative(node: Condition | Test) -> bool:
    match node:
        case BooleanTest(wanted=False) | ChoiceTest(negated=True):
            return True
        case ChoicesTest(comparison=SetComparison.NONE_OF):
            return True
    return False


def _warn(question: str, place: Place, notes: Notes) -> None:
    message = f"a negative test in an inclusion, and {quoted(question)} has a `when`"
    hint = "where it does not apply the test is false and the criterion fails; write `not: {…}`"
    notes.warn("negative-test", place, message, hint)
