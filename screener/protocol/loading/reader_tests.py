"""Tests of one question, by its type; each operator becomes a test of its own."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from screener.protocol.conditions import (
    REFERENCE,
    AgoTest,
    Answered,
    BooleanTest,
    ChoicesTest,
    ChoiceTest,
    Comparison,
    Condition,
    DateComparison,
    DateTest,
    NumberTest,
    OrderTest,
    Reference,
    SetComparison,
)
from screener.protocol.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from screener.protocol.loading.notes import all_of, describe, hidden, listed, quoted
from screener.protocol.loading.quantities import read_bound_text
from screener.protocol.loading.reader_scalars import (
    Pair,
    is_null,
    read_day,
    read_duration,
    read_number,
)
from screener.protocol.loading.scope import Scope
from screener.protocol.model import Question, QuestionType

_COMPARISONS = {
    comparison.value: comparison for comparison in Comparison if comparison is not Comparison.EQUAL
}
_DATE_COMPARISONS = {comparison.value: comparison for comparison in DateComparison}
_SET_COMPARISONS = {comparison.value: comparison for comparison in SetComparison}
#: Every key that some type's test has. Another key is an error of the shape.
TEST_KEYS = frozenset(
    {*_COMPARISONS, *_DATE_COMPARISONS, *_SET_COMPARISONS, "not", "ago"}
    | {"latest", "any", "every", "count", "unchanged", "for", "within", "until", "where"}
)
_BOOLEANS = {"yes": True, "true": True, "no": False, "false": False}
_TESTS = {
    QuestionType.BOOLEAN: "yes or no",
    QuestionType.CHOICE: "an option, a list of options, or {not: option}",
    QuestionType.CHOICES: "{any_of: […], all_of: […], none_of: […]}",
    QuestionType.INTEGER: "a number, or {at_least, at_most, above, below: BOUND}",
    QuestionType.DECIMAL: "a number, or {at_least, at_most, above, below: BOUND}",
    QuestionType.QUANTITY: "a number, or {at_least, at_most, above, below: BOUND}",
    QuestionType.DATE: "{before, after, on_or_before, on_or_after: DATE} or {ago: …}",
    QuestionType.SERIES: "latest, any, every, count or unchanged",
}


def operators(question: Question, node: Node, allowed: Iterable[str], scope: Scope) -> list[Pair]:
    """Give the operators of a test that its question's type has; refuse any other."""
    if not isinstance(node, MappingNode):
        refuse_test(question, node, scope)
        return []
    if not node.pairs:
        scope.notes.unsound(node)
    known: list[Pair] = []
    for key, value in node.pairs:
        if key.text in allowed:
            known.append((key, value))
        elif key.text in TEST_KEYS:
            message = f"`{key.text}` is no test of {quoted(question.id)}, {_kind(question)}"
            hint = f"its test is {_TESTS[question.type]}"
            if question.type is QuestionType.CHOICE and key.text in _COMPARISONS:
                hint = "set `ordered: yes` where its options are given from lowest to highest"
            scope.notes.error("test-type", key.place, message, hint)
        else:
            scope.notes.unsound(node)
            hint = _operator_hint(question, key.text, allowed, scope)
            message = f"{quoted(key.text)} is no test of {quoted(question.id)}, {_kind(question)}"
            scope.notes.error("unknown-key", key.place, message, hint)
    return known


#: What stands elsewhere for an operator → the operators here, of which a type has one.
_SYNONYMS = {
    ">=": ("at_least", "on_or_after"),
    "<=": ("at_most", "on_or_before"),
    ">": ("above", "after"),
    "<": ("below", "before"),
    "min": ("at_least", "on_or_after"),
    "max": ("at_most", "on_or_before"),
    "gte": ("at_least", "on_or_after"),
    "lte": ("at_most", "on_or_before"),
    "gt": ("above", "after"),
    "lt": ("below", "before"),
    "in": ("any_of",),
}


def _operator_hint(question: Question, word: str, allowed: Iterable[str], scope: Scope) -> str:
    """Say which operator was probably meant, or what there is for the question's type."""
    for synonym in _SYNONYMS.get(word, ()):
        if synonym in allowed:
            return f"write `{synonym}`"
    if word in question.fields:
        return f"it is a field: test it as {{latest: {{{word}: …}}}}, or `any`, `every`"
    if found := scope.notes.closest(word, allowed):
        return f"did you mean `{found}`?"
    return f"its test is {_TESTS[question.type]}"


def refuse_test(question: Question, node: Node, scope: Scope) -> None:
    """Report that this is no test of a question of this type."""
    message = f"{describe(node)} is no test of {quoted(question.id)}, {_kind(question)}"
    hint = f"its test is {_TESTS[question.type]}"
    if isinstance(node, ScalarNode):
        hint = hidden(node.text) or hint
    if question.type is QuestionType.CHOICES and (meant := _options_alone(question, node)):
        hint = f"write {{any_of: [{', '.join(meant)}]}}, or all_of, or none_of"
    for part in all_of(node):
        if part is not node:
            scope.notes.alone.add(part.place)
    scope.notes.error("test-type", node.place, message, hint)


def _options_alone(question: Question, node: Node) -> list[str]:
    """Give the options that stand where their operator is missing; none where others stand too."""
    members: Sequence[Node] = node.items if isinstance(node, SequenceNode) else (node,)
    named = [member.text for member in members if isinstance(member, ScalarNode)]
    known = len(named) == len(members) and all(name in question.options for name in named)
    return named if known else []


def _kind(question: Question) -> str:
    if question.type is QuestionType.CHOICES:
        return "a question of `choices`"
    article = "an" if question.type is QuestionType.INTEGER else "a"
    return f"{article} {question.type.value}"


def read_boolean_test(question: Question, pair: Pair, scope: Scope) -> list[Condition]:
    """Read `yes` or `no`."""
    key, node = pair
    wanted = None
    if isinstance(node, ScalarNode):
        wanted = _BOOLEANS.get(node.text.casefold())
    if wanted is None:
        refuse_test(question, node, scope)
        return []
    if isinstance(node, ScalarNode) and not node.plain:
        message = f"the text {quoted(node.text)} is no test of {quoted(question.id)}, a boolean"
        hint = "write it without quotes"
        scope.notes.error("test-type", node.place, message, hint)
        return []
    return [BooleanTest(key.place, question.id, wanted)]


def read_choice_test(question: Question, pair: Pair, scope: Scope) -> list[Condition]:
    """Read an option, a list of options, `{not: …}`, or comparisons of an ordered choice."""
    key, node = pair
    if not isinstance(node, MappingNode):
        options = _options(question, node, scope)
        return [ChoiceTest(key.place, question.id, options)] if options else []
    allowed = ["not", *_COMPARISONS] if question.ordered else ["not"]
    known = operators(question, node, allowed, scope)
    negation = next((name for name, _ in node.pairs if name.text == "not"), None)
    if len(node.pairs) > 1 and negation is not None:
        hint = "put each into a condition of its own, under `all`"
        scope.notes.error("not-alone", negation.place, "`not` stands alone in a test", hint)
    tests: list[Condition] = []
    for name, value in known:
        options = _options(question, value, scope)
        if not options:
            continue
        if name.text == "not":
            tests.append(ChoiceTest(name.place, question.id, options, negated=True))
        elif isinstance(value, ScalarNode):
            comparison = _COMPARISONS[name.text]
            tests.append(OrderTest(name.place, question.id, comparison, options[0]))
        else:
            message = f"`{name.text}` takes one option of {quoted(question.id)}, not a list"
            scope.notes.error("test-type", value.place, message)
    return tests


def read_choices_test(question: Question, pair: Pair, scope: Scope) -> list[Condition]:
    """Read `any_of`, `all_of` and `none_of`, each with a list of options."""
    tests: list[Condition] = []
    for name, value in operators(question, pair[1], _SET_COMPARISONS, scope):
        if not isinstance(value, SequenceNode):
            scope.notes.unsound(value)
        elif options := _options(question, value, scope):
            comparison = _SET_COMPARISONS[name.text]
            tests.append(ChoicesTest(name.place, question.id, comparison, options))
    return tests


def _options(question: Question, node: Node, scope: Scope) -> tuple[str, ...]:
    """Read an option or a list of them; each must be one of the question's."""
    if isinstance(node, MappingNode):
        refuse_test(question, node, scope)
        return ()
    members: Sequence[Node] = node.items if isinstance(node, SequenceNode) else (node,)
    if not members:
        scope.notes.unsound(node)
    options: dict[str, None] = {}
    for member in members:
        if not isinstance(member, ScalarNode):
            scope.notes.unsound(member)
        elif member.text in options:
            message = f"the option {quoted(member.text)} is listed twice"
            scope.notes.warn("listed-twice", member.place, message, "remove one of the two")
        elif _is_option(question, member, scope):
            options[member.text] = None
    return tuple(options)


def _is_option(question: Question, node: ScalarNode, scope: Scope) -> bool:
    if node.text in question.options:
        return True
    if not question.options:
        return False  # its options could not be read, and that was told
    hint = scope.notes.did_you_mean(node.text, question.options)
    if is_null(node):
        message = f"no option of {quoted(question.id)} stands here"
    else:
        message = f"{quoted(node.text)} is no option of {quoted(question.id)}"
    scope.notes.error("unknown-option", node.place, message, hint)
    return False


def read_number_test(question: Question, pair: Pair, scope: Scope) -> list[Condition]:
    """Read a number that the answer equals, or bounds in the question's canonical unit."""
    key, node = pair
    if isinstance(node, ScalarNode):
        number = _equal_number(question, node, scope)
        if number is None:
            return []
        return [NumberTest(key.place, question.id, Comparison.EQUAL, number)]
    tests: list[Condition] = []
    for name, value in operators(question, node, _COMPARISONS, scope):
        bound = _bound(question, value, scope)
        if bound is not None:
            comparison = _COMPARISONS[name.text]
            tests.append(NumberTest(name.place, question.id, comparison, bound))
    return tests


def _equal_number(question: Question, node: ScalarNode, scope: Scope) -> Decimal | None:
    if node.text.strip()[:1].isdigit() and (set(node.text) & set(" /%") or not node.plain):
        message = f"a test for equality takes a number, and {quoted(node.text)} is a text"
        hint = "write the number alone, without quotes and in the canonical unit"
        scope.notes.error("equality-number", node.place, message, hint)
        return None
    return read_number(node, scope.notes)


def _bound(question: Question, node: Node, scope: Scope) -> Decimal | Answered | None:
    if isinstance(node, ScalarNode):
        if _names_another(node, scope):
            return None
        return read_bound_text(question, node, scope.notes)
    if not isinstance(node, MappingNode) or (name := node.get("question")) is None:
        scope.notes.unsound(node)
        return None
    factor: Decimal | None = Decimal(1)
    if (times := node.get("times")) is not None:
        factor = read_number(times, scope.notes)
        if factor == 0:
            message = "0 times an answer is 0, whatever is answered"
            scope.notes.warn("times-zero", times.place, message, "write the bound as a number: 0")
    found = scope.other(name, Decimal(1) if factor is None else factor)
    if found is None:
        return None
    answered, other = found
    if not _comparable(question, answered, other, name, scope):
        return None
    if not other.type.is_number:
        scope.notes.meant.add(other.id)
        message = f"{quoted(other.id)} is {_kind(other)}, and a bound is a number"
        scope.notes.error("bound-type", name.place, message)
        return None
    if other.unit != question.unit and _units_known(question, other):
        scope.notes.meant.add(other.id)
        units = [quoted(unit) if unit else "no unit" for unit in (other.unit, question.unit)]
        message = f"{quoted(other.id)} is in {units[0]}, and {quoted(question.id)} in {units[1]}"
        hint = "a bound has the canonical unit of what it bounds"
        scope.notes.error("bound-unit", name.place, message, hint)
        return None
    return answered


def _names_another(node: ScalarNode, scope: Scope) -> bool:
    """Refuse the bare id of a question where a bound is expected."""
    if node.text not in scope.questions and node.text not in scope.fields:
        return False
    scope.notes.meant.add(node.text)
    message = f"{quoted(node.text)} is the id of a question, not a bound"
    scope.notes.error("bare-question", node.place, message, f"write {{question: {node.text}}}")
    return True


def _units_known(*questions: Question) -> bool:
    """Tell whether no quantity lacks its unit, which was told already."""
    return all(
        question.unit is not None or question.type is not QuestionType.QUANTITY
        for question in questions
    )


def _comparable(
    question: Question, answered: Answered, other: Question, name: Node, scope: Scope
) -> bool:
    if other.id != question.id or answered.field != (scope.entries_of is not None):
        return True
    message = f"{quoted(question.id)} is compared with itself"
    scope.notes.error("self-comparison", name.place, message, "name another question")
    return False


def read_date_test(question: Question, pair: Pair, scope: Scope) -> list[Condition]:
    """Read comparisons with dates, and `ago`."""
    tests: list[Condition] = []
    for name, value in operators(question, pair[1], [*_DATE_COMPARISONS, "ago"], scope):
        if name.text == "ago":
            tests += _ago(question, value, scope)
            continue
        bound = _date_bound(question, value, scope)
        if bound is not None:
            comparison = _DATE_COMPARISONS[name.text]
            tests.append(DateTest(name.place, question.id, comparison, bound))
    return tests


def _date_bound(question: Question, node: Node, scope: Scope) -> date | Answered | Reference | None:
    if isinstance(node, ScalarNode):
        return None if _names_another(node, scope) else read_day(node, scope.notes)
    if not isinstance(node, MappingNode) or (name := node.get("question")) is None:
        scope.notes.unsound(node)
        return None
    return other_date(question, name, scope)


def other_date(question: Question, name: Node, scope: Scope) -> Answered | None:
    """Give the date question or field that a test of `question` compares with."""
    found = scope.other(name)
    if found is None:
        return None
    answered, other = found
    if not _comparable(question, answered, other, name, scope):
        return None
    if other.type is not QuestionType.DATE:
        scope.notes.meant.add(other.id)
        message = f"{quoted(other.id)} is {_kind(other)}, and a date is needed"
        dates = [each.id for each in scope.questions.values() if each and _is_date(each)]
        hint = f"the questions for a date: {listed(dates)}" if 0 < len(dates) <= 8 else None
        scope.notes.error("bound-type", name.place, message, hint)
        return None
    return answered


def _is_date(question: Question) -> bool:
    return question.type is QuestionType.DATE


def _ago(question: Question, node: Node, scope: Scope) -> list[Condition]:
    if not isinstance(node, MappingNode):
        scope.notes.unsound(node)
        return []
    until: Answered | Reference | None = REFERENCE
    if (name := node.get("until")) is not None:
        until = other_date(question, name, scope)
    tests: list[Condition] = []
    compared = [pair for pair in node.pairs if pair[0].text in _COMPARISONS]
    for key, value in compared:
        duration = read_duration(value, scope.notes)
        if duration is not None and until is not None:
            comparison = _COMPARISONS[key.text]
            tests.append(AgoTest(key.place, question.id, comparison, duration, until))
    if not compared and all(key.text == "until" for key, _ in node.pairs):
        message = "`ago` compares with nothing"
        hint = f"give {listed(_COMPARISONS, 'or')} with a duration"
        scope.notes.error("missing-operator", node.place, message, hint)
    return tests
