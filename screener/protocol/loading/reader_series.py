"""Tests of a series: one form over its entries, limited by `within` and `where`."""

from collections.abc import Callable

from screener.protocol.conditions import (
    REFERENCE,
    Answered,
    AnyEntry,
    Condition,
    Count,
    EveryEntry,
    Form,
    Latest,
    Reference,
    SeriesTest,
    Unchanged,
)
from screener.protocol.durations import Duration
from screener.protocol.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from screener.protocol.loading.notes import listed, quoted
from screener.protocol.loading.reader_scalars import Pair, read_duration, read_whole_number
from screener.protocol.loading.reader_tests import operators, other_date
from screener.protocol.loading.scope import Scope
from screener.protocol.model import Question, QuestionType

_FORMS = ("latest", "any", "every", "count", "unchanged")
_LIMITS = ("within", "until", "where", "for")
_COUNTS = {"at_least": "least", "at_most": "most"}
_ReadCondition = Callable[[Node, Scope], Condition | None]


def read_series_test(
    question: Question, pair: Pair, scope: Scope, read_condition: _ReadCondition
) -> list[Condition]:
    """Read one form with its limits."""
    _, node = pair
    given = {
        key.text: (key, value)
        for key, value in operators(question, node, (*_FORMS, *_LIMITS), scope)
    }
    if not isinstance(node, MappingNode) or not node.pairs:
        return []
    entry = scope.inside(question)
    within = _duration(given, "within", scope)
    until = _until(question, given, scope)
    where = read_condition(given["where"][1], entry) if "where" in given else None
    forms = [name for name in _FORMS if name in given]
    unknown = any(key.text not in (*_FORMS, *_LIMITS) for key, _ in node.pairs)
    if len(forms) > 1 or (not forms and not unknown):
        _refuse_forms(question, node, forms, scope)
    if "for" in given and "unchanged" not in given:
        message = "`for` stands only beside `unchanged`"
        hint = "did you mean `within`?"
        scope.notes.error("misplaced-key", given["for"][0].place, message, hint)
    tests: list[Condition] = []
    for name in forms:
        key, value = given[name]
        form = _read_form(question, key, value, given, entry, read_condition)
        if form is not None:
            until = until or REFERENCE
            tests.append(SeriesTest(key.place, question.id, form, within, until, where))
    return tests


def _refuse_forms(question: Question, node: Node, forms: list[str], scope: Scope) -> None:
    if forms:
        message = f"a test of {quoted(question.id)} has one form, and here stand {listed(forms)}"
        hint = "put each into a condition of its own, under `all`"
    else:
        message = f"this test of {quoted(question.id)} has no form"
        hint = f"give {listed(_FORMS, 'or')}"
    scope.notes.error("series-form", node.place, message, hint)


def _duration(given: dict[str, Pair], name: str, scope: Scope) -> Duration | None:
    return read_duration(given[name][1], scope.notes) if name in given else None


def _until(question: Question, given: dict[str, Pair], scope: Scope) -> Answered | Reference | None:
    if "until" not in given:
        return REFERENCE
    key, value = given["until"]
    if "within" not in given:
        message = "`until` stands only beside `within`"
        scope.notes.error("misplaced-key", key.place, message, "add `within`, or remove it")
    return other_date(question, value, scope)


def _read_form(
    question: Question,
    key: ScalarNode,
    value: Node,
    given: dict[str, Pair],
    entry: Scope,
    read_condition: _ReadCondition,
) -> Form | None:
    match key.text:
        case "count":
            return _count(value, entry)
        case "unchanged":
            return _unchanged(question, key, value, given, entry)
    condition = read_condition(value, entry)
    if condition is None:
        return None
    forms: dict[str, Callable[[Condition], Form]]
    forms = {"latest": Latest, "any": AnyEntry, "every": EveryEntry}
    return forms[key.text](condition)


def _count(node: Node, entry: Scope) -> Form | None:
    if not isinstance(node, MappingNode) or not node.pairs:
        entry.notes.unsound(node)
        return None
    limits: dict[str, int] = {}
    for key, value in node.pairs:
        if key.text not in _COUNTS:
            entry.notes.unsound(node)
        elif (limit := read_whole_number(value, 0, entry.notes)) is not None:
            limits[_COUNTS[key.text]] = limit
    return Count(**limits) if limits else None


def _unchanged(
    question: Question, key: ScalarNode, node: Node, given: dict[str, Pair], entry: Scope
) -> Form | None:
    duration = _duration(given, "for", entry)
    if "for" not in given:
        message = "`unchanged` needs `for`: how long the fields kept their values"
        entry.notes.error("missing-key", key.place, message, "add `for: 6 months`, for example")
    if not isinstance(node, SequenceNode) or not node.items:
        entry.notes.unsound(node)
        return None
    names: dict[str, None] = {}
    for item in node.items:
        if not isinstance(item, ScalarNode):
            entry.notes.unsound(item)
        elif item.text in names:
            message = f"the field {quoted(item.text)} is listed twice"
            entry.notes.warn("listed-twice", item.place, message, "remove one of the two")
        elif (field := entry.tested(item)) is not None:
            names[item.text] = None
            if field.type in (QuestionType.DATE, QuestionType.TEXT):
                kind = field.type.value
                message = f"{quoted(item.text)} is a {kind}, which `unchanged` does not compare"
                hint = "list fields of another type"
                entry.notes.error("unchanged-field", item.place, message, hint)
    return None if duration is None or not names else Unchanged(tuple(names), duration)
