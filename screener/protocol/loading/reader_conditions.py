"""Conditions: the shapes that join tests, and tests by the type of their question."""

from collections.abc import Callable, Sequence

from screener.protocol.conditions import (
    All,
    AnyOf,
    AtLeast,
    BooleanTest,
    Condition,
    CriterionRef,
    DefinitionRef,
    NoneOf,
    Not,
    Place,
)
from screener.protocol.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from screener.protocol.loading.notes import all_of, quoted
from screener.protocol.loading.reader_scalars import Pair, read_number
from screener.protocol.loading.reader_series import read_series_test
from screener.protocol.loading.reader_tests import (
    read_boolean_test,
    read_choice_test,
    read_choices_test,
    read_date_test,
    read_number_test,
)
from screener.protocol.loading.scope import GRAMMAR, Scope
from screener.protocol.model import Kind, Question, QuestionType


def read_condition(node: Node, scope: Scope) -> Condition | None:
    """Read a condition; None where nothing of it can be used.

    Members that cannot be read are left out, after saying so: what is returned then serves the
    other checks alone, since a file with errors becomes no protocol.
    """
    if not isinstance(node, MappingNode) or not node.pairs:
        scope.notes.unsound(node)
        if isinstance(node, ScalarNode):
            _refuse_word(node, scope)
        return None
    shapes = [(key, value) for key, value in node.pairs if key.text in GRAMMAR]
    if not shapes:
        tests = [read_tests_of(key, value, scope) for key, value in node.pairs]
        return joined([test for test in tests if test is not None], node.place)
    if len(node.pairs) > (2 if any(key.text in ("at_least", "of") for key, _ in shapes) else 1):
        scope.notes.unsound(node)
        for key, value in node.pairs:
            if key.text not in GRAMMAR:
                read_tests_of(key, value, scope)
    elif len(node.pairs) > len(shapes):
        _refuse_beside(node, shapes[0][0], scope)
    found = [read_shape(key, value, node, scope) for key, value in shapes]
    return next((condition for condition in found if condition is not None), None)


def _refuse_beside(node: MappingNode, shape: ScalarNode, scope: Scope) -> None:
    """Say of the key beside `at_least`, or `of`, that it is not the other one."""
    wanted = "of" if shape.text == "at_least" else "at_least"
    names = scope.questions if scope.entries_of is None else scope.fields
    for key, value in node.pairs:
        if key is not shape and key.text not in names:
            message = f"{quoted(key.text)} is no key beside `{shape.text}`"
            scope.notes.error("unknown-key", key.place, message, f"did you mean `{wanted}`?")
            scope.notes.unsound(value)
            scope.notes.passed_over(value)


def _refuse_word(node: ScalarNode, scope: Scope) -> None:
    """Say what a single word would be as a condition, where it names something."""
    names = scope.questions if scope.entries_of is None else scope.fields
    if node.text in names:
        message = f"{quoted(node.text)} is the id of a question, not a condition"
        scope.notes.error("wrong-value", node.place, message, f"write {{{node.text}: TEST}}")
    elif node.text in scope.definitions and scope.entries_of is None:
        message = f"{quoted(node.text)} is the name of a definition, not a condition"
        scope.notes.error("wrong-value", node.place, message, f"write {{definition: {node.text}}}")
    else:
        scope.notes.lost = True  # what it would have used cannot be told


def joined(conditions: Sequence[Condition], place: Place) -> Condition | None:
    """Join conditions by `All`; one alone stands by itself."""
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    return All(place, tuple(conditions))


def read_shape(key: ScalarNode, value: Node, whole: MappingNode, scope: Scope) -> Condition | None:
    """Read the shape that `key` names."""
    match key.text:
        case "all":
            return All(key.place, _members(value, scope))
        case "any":
            return AnyOf(key.place, _members(value, scope))
        case "none":
            return NoneOf(key.place, _members(value, scope))
        case "not":
            member = read_condition(value, scope)
            return None if member is None else Not(key.place, member)
        case "criterion":
            return _criterion(key, value, scope)
        case "definition":
            return _definition(key, value, scope)
        case "of":
            return _at_least(key, value, whole, scope)
    if whole.get("of") is None:
        scope.notes.unsound(whole)
    return None


def _members(node: Node, scope: Scope) -> tuple[Condition, ...]:
    if not isinstance(node, SequenceNode) or not node.items:
        scope.notes.unsound(node)
        return ()
    read = (read_condition(item, scope) for item in node.items)
    return tuple(member for member in read if member is not None)


def _at_least(key: ScalarNode, node: Node, whole: MappingNode, scope: Scope) -> Condition | None:
    members = _members(node, scope)
    least = whole.get("at_least")
    if least is None:
        scope.notes.unsound(whole)
        return AnyOf(key.place, members)
    number = read_number(least, scope.notes, "a number of members")
    most = len(node.items) if isinstance(node, SequenceNode) else None
    if number is None or most is None:
        return AnyOf(key.place, members)
    if number != number.to_integral_value() or not 1 <= number <= most:
        has = f"{most} members" if most != 1 else "1 member"
        message = f"`at_least` is {quoted(str(number))}, and `of` has {has}"
        hint = f"give a whole number from 1 to {most}" if most > 1 else "write 1, or add members"
        scope.notes.error("at-least-members", least.place, message, hint)
        return AnyOf(key.place, members)
    return AtLeast(key.place, int(number), members)


def _reference(node: Node, scope: Scope) -> str | None:
    if not isinstance(node, ScalarNode):
        scope.notes.unsound(node)
        return None
    if scope.entries_of is not None:
        message = "`criterion` and `definition` do not stand inside an entry's condition"
        hint = "write the tests of its fields out"
        scope.notes.error("reference-in-entry", node.place, message, hint)
        scope.notes.meant.add(node.text)
        return None
    return node.text


def _criterion(key: ScalarNode, node: Node, scope: Scope) -> Condition | None:
    name = _reference(node, scope)
    if name is None:
        return None
    if name not in scope.criteria:
        if scope.notes.any_nameless(*Kind):
            return None
        hint = scope.notes.did_you_mean(name, scope.criteria)
        message = f"there is no criterion {quoted(name)}"
        scope.notes.error("unknown-criterion", node.place, message, hint)
        return None
    return CriterionRef(key.place, name)


def _definition(key: ScalarNode, node: Node, scope: Scope) -> Condition | None:
    name = _reference(node, scope)
    if name is None:
        return None
    if name not in scope.definitions:
        if scope.notes.any_nameless("definitions"):
            scope.notes.lost = True
            return None
        found = scope.notes.closest(name, scope.definitions)
        if found:
            scope.notes.meant.add(found)
        else:
            scope.notes.lost = True
        hint = f"did you mean `{found}`?" if found else None
        message = f"there is no definition {quoted(name)}"
        scope.notes.error("unknown-definition", node.place, message, hint)
        return None
    return DefinitionRef(key.place, name)


def read_tests_of(key: ScalarNode, node: Node, scope: Scope) -> Condition | None:
    """Read `QUESTION: test`; each operator is a test of its own, all joined by `All`."""
    question = scope.tested(key)
    if question is None:
        _mention(node, scope)
        if key.text not in (scope.questions if scope.entries_of is None else scope.fields):
            scope.notes.passed_over(node)
        return None
    tests = _READERS[question.type](question, (key, node), scope)
    if tests:
        return joined(tests, key.place)
    _mention(node, scope)
    # Nothing of the test can be used, but the question is: that much the checks should see.
    return BooleanTest(key.place, key.text, wanted=True)


def _mention(node: Node, scope: Scope) -> None:
    """Count what an unreadable test names as used, so that one mistake is told once."""
    scope.notes.meant.update(part.text for part in all_of(node) if isinstance(part, ScalarNode))


def _read_series_test(question: Question, pair: Pair, scope: Scope) -> list[Condition]:
    return read_series_test(question, pair, scope, read_condition)


def _refuse_text_test(question: Question, pair: Pair, scope: Scope) -> list[Condition]:
    key, _ = pair
    message = f"{quoted(question.id)} is a text, and a text is never part of a rule"
    hint = "ask a question of another type for what the rule needs"
    scope.notes.error("text-test", key.place, message, hint)
    return []


_Reader = Callable[[Question, Pair, Scope], list[Condition]]
_READERS: dict[QuestionType, _Reader] = {
    QuestionType.BOOLEAN: read_boolean_test,
    QuestionType.CHOICE: read_choice_test,
    QuestionType.CHOICES: read_choices_test,
    QuestionType.INTEGER: read_number_test,
    QuestionType.DECIMAL: read_number_test,
    QuestionType.QUANTITY: read_number_test,
    QuestionType.DATE: read_date_test,
    QuestionType.TEXT: _refuse_text_test,
    QuestionType.SERIES: _read_series_test,
}
