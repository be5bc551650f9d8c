"""The whole file: from nodes to the parts of a protocol.

Tolerant: it builds on what is sound, so that one run tells every problem of shape and of meaning.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from screener.protocol.conditions import Condition, Place
from screener.protocol.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from screener.protocol.loading.notes import Notes, is_id, quoted
from screener.protocol.loading.reader_conditions import read_condition
from screener.protocol.loading.reader_derivations import DerivationReader
from screener.protocol.loading.reader_questions import FIELD_KEYS, QUESTION_KEYS, QuestionReader
from screener.protocol.loading.reader_scalars import (
    Pair,
    doubled_keys,
    items,
    pairs,
    pairs_as_meant,
    read_date,
    read_number,
    read_string,
    read_text,
)
from screener.protocol.loading.scope import Scope
from screener.protocol.model import Criterion, Kind, OnFailure, Question, QuestionType, Section
from screener.protocol.numbers import parse_number
from screener.protocol.text import Text

_TOP = (
    *("screener", "protocol", "questions", "sections", "definitions"),
    *("inclusion", "exclusion", "examples"),
)
#: The parts whose members others name; those of the first two by their keys.
_BY_KEY = ("questions", "definitions")
_NAMED = (*_BY_KEY, "sections", "inclusion", "exclusion")
#: The keys of a section, and of a criterion.
_SECTION = ("id", "title", "after")
_CRITERION = (
    *("id", "text", "help", "label", "source", "supersedes"),
    *("rule", "expected_failure"),
)
_PROTOCOL = ("id", "version", "title", "date", "sponsor", "source", "languages", "on_failure")


@dataclass(slots=True)
class Parts:
    """What a rules file holds, as far as it could be read; examples apart."""

    id: str = ""
    version: str = ""
    title: Text = field(default_factory=lambda: Text.plain(""))
    day: date | None = None
    #: Whether a date stands there that could not be read.
    day_lost: bool = False
    sponsor: Text | None = None
    source: str | None = None
    languages: tuple[str, ...] = ("en",)
    on_failure: OnFailure = OnFailure.STOP
    questions: dict[str, Question | None] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    definitions: dict[str, Condition] = field(default_factory=dict)
    definition_places: dict[str, Place] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    #: Every id there is, also of a criterion whose rule could not be read.
    criterion_ids: dict[str, None] = field(default_factory=dict)
    #: Questions of which some part could not be read; their answers are not looked at.
    partial: set[str] = field(default_factory=set)
    #: Whether there are no questions to be read at all.
    no_questions: bool = False

    @property
    def known_questions(self) -> dict[str, Question]:
        """The questions that could be read."""
        return {name: found for name, found in self.questions.items() if found is not None}


def read_parts(root: Node, notes: Notes) -> Parts:
    """Read everything but the examples."""
    top = pairs_as_meant(root, _TOP, notes)
    parts = Parts()
    _unread(root, top, notes)
    _version(top, notes)
    _protocol(top, parts, notes)
    section_nodes = _identified(top, "sections", notes, _SECTION)
    _questions(top, list(section_nodes), parts, notes)
    criterion_nodes = {
        kind: _identified(top, kind.value, notes, _CRITERION, _ids(top, Kind.INCLUSION, kind))
        for kind in Kind
    }
    ids = (name for nodes in criterion_nodes.values() for name in nodes)
    parts.criterion_ids = dict.fromkeys(name for name in ids if not name.startswith(" "))
    definitions = pairs(top["definitions"][1], notes) if "definitions" in top else {}
    known = parts.questions or None
    parts.no_questions = known is None
    notes.lost = notes.lost or known is None
    scope = Scope(notes, known, definitions, parts.criterion_ids, parts.partial)
    _conditions_of_questions(top, parts, scope)
    for name, (key, node) in definitions.items():
        condition = read_condition(node, scope)
        parts.definition_places[name] = key.place
        if condition is not None:
            parts.definitions[name] = condition
    for name, given in section_nodes.items():
        _section(name, given, parts, scope)
    for kind, nodes in criterion_nodes.items():
        for name, given in nodes.items():
            _criterion(name, kind, given, parts, scope)
    return parts


def _unread(root: Node, top: Mapping[str, Pair], notes: Notes) -> None:
    """Take account of what is told by its shape, and makes what others name unknown."""
    doubled = doubled_keys(root)
    for name in _NAMED:
        if name in doubled or (name in top and not _names_any(name, top[name][1])):
            notes.unread(name)
    if not any(kind.value in top for kind in Kind):
        notes.unread(Kind.INCLUSION.value)
    for name in _BY_KEY:
        if name in top and doubled_keys(top[name][1]):
            notes.nameless.add(name)


def _names_any(name: str, node: Node) -> bool:
    """Tell whether a part of the file is of its kind and has members; definitions need none."""
    if name in _BY_KEY:
        return isinstance(node, MappingNode) and (bool(node.pairs) or name == "definitions")
    return isinstance(node, SequenceNode) and bool(node.items)


#: One mapping of a list: its pairs, and the place of its id.
Given = tuple[dict[str, Pair], Place]


def _value(top: Mapping[str, Pair], name: str) -> Node | None:
    return top[name][1] if name in top else None


def _version(top: Mapping[str, Pair], notes: Notes) -> None:
    if "screener" not in top:
        notes.unsound(ScalarNode("", True, Place(1, 1)))
        return
    node = top["screener"][1]
    if isinstance(node, ScalarNode) and node.plain and node.text.lstrip("+").strip("0") == "1":
        number = parse_number(node.text)
        if number == 1:
            return
    notes.unsound(node)
    if isinstance(node, ScalarNode):
        message = f"this program reads version 1 of the rule language, not {quoted(node.text)}"
        notes.error("language-version", node.place, message, "write `screener: 1`, without quotes")


def _protocol(top: Mapping[str, Pair], parts: Parts, notes: Notes) -> None:
    node = top["protocol"][1] if "protocol" in top else None
    given = pairs_as_meant(node, _PROTOCOL, notes)
    if "languages" in given:
        # None of them: which are lacking, or too many, cannot be told.
        parts.languages = _languages(given["languages"][1], notes)
    for name in ("id", "version", "source"):
        if name in given and (text := read_string(given[name][1], notes)) is not None:
            setattr(parts, name, text)
    for name in ("title", "sponsor"):
        if name in given and (found := read_text(given[name], parts.languages, notes)):
            setattr(parts, name, found)
    if "date" in given:
        parts.day = read_date(given["date"][1], notes)
        parts.day_lost = parts.day is None
    if "on_failure" in given:
        node = given["on_failure"][1]
        if isinstance(node, ScalarNode) and node.text in OnFailure.__members__.values():
            parts.on_failure = OnFailure(node.text)
        else:
            notes.unsound(node)


def _languages(node: Node, notes: Notes) -> tuple[str, ...]:
    tags: dict[str, None] = {}
    sound = True
    for item in items(node, notes):
        tag = read_string(item, notes)
        if tag is None:
            continue
        if not _is_language(tag):
            sound = False
            message = f"{quoted(tag)} is no language tag"
            notes.error("language-tag", item.place, message, "write en, zh or zh-Hans, for example")
        elif tag in tags:
            notes.warn("listed-twice", item.place, f"the language {quoted(tag)} is listed twice")
        tags[tag] = None
    return tuple(tags) if sound else ()


def _is_language(tag: str) -> bool:
    first, *others = tag.split("-")
    if not (2 <= len(first) <= 8 and first.isascii() and first.isalpha()):
        return False
    return all(part.isascii() and part.isalnum() and len(part) <= 8 for part in others)


def _ids(top: Mapping[str, Pair], first: Kind, kind: Kind) -> dict[str, int]:
    """Give the ids of the first list with their lines, for the second: ids are unique over both."""
    if kind is first or first.value not in top:
        return {}
    lines: dict[str, int] = {}
    node = top[first.value][1]
    for item in getattr(node, "items", ()):
        name = item.get("id") if isinstance(item, MappingNode) else None
        if isinstance(name, ScalarNode):
            lines.setdefault(name.text, name.place.line)
    return lines


def _identified(
    top: Mapping[str, Pair],
    key: str,
    notes: Notes,
    keys: Iterable[str],
    known: Mapping[str, int] | None = None,
) -> dict[str, Given]:
    """Give the mappings of a list by their `id`; one without is read for its problems alone."""
    lines = dict(known or {})
    found: dict[str, Given] = {}
    for number, item in enumerate(items(top[key][1], notes) if key in top else ()):
        given = pairs_as_meant(item, keys, notes)
        node = given["id"][1] if "id" in given else None
        if not isinstance(node, ScalarNode) or not is_id(node.text):
            notes.nameless.add(key)
            notes.unsound(item)
            found[f" {number}"] = (given, item.place)
            continue
        if node.text in lines:
            message = f"the id {quoted(node.text)} is given twice"
            hint = f"it stands on line {lines[node.text]} already"
            notes.error("duplicate-id", node.place, message, hint)
            notes.nameless.add(key)
            found[f" {number}"] = (given, node.place)
            continue
        lines[node.text] = node.place.line
        found[node.text] = (given, node.place)
    return found


def _questions(top: Mapping[str, Pair], sections: list[str], parts: Parts, notes: Notes) -> None:
    reader = QuestionReader(notes, parts.languages, sections, parts.day)
    given = pairs(top["questions"][1], notes) if "questions" in top else {}
    doubled = doubled_keys(top["questions"][1]) if given else frozenset()
    for name, (key, node) in given.items():
        question = reader.question(key, node)
        if name in doubled or doubled_keys(node):
            # Which of the two is meant is not known; what either uses is not lost.
            notes.unsound(node)
            question = None
        parts.questions[name] = question
        if question is None or _is_partial(question, node):
            parts.partial.add(name)


def _is_partial(question: Question, node: Node) -> bool:
    match question.type:
        case QuestionType.CHOICE | QuestionType.CHOICES:
            return not question.options
        case QuestionType.QUANTITY:
            return not question.units
        case QuestionType.SERIES:
            fields = node.get("fields") if isinstance(node, MappingNode) else None
            if not isinstance(fields, MappingNode) or fields.doubled:
                return True
            return len(fields.pairs) != len(question.fields)
    return False


def _conditions_of_questions(top: Mapping[str, Pair], parts: Parts, scope: Scope) -> None:
    given = pairs(top["questions"][1], scope.notes) if "questions" in top else {}
    for name, (_, node) in given.items():
        inner = pairs_as_meant(node, QUESTION_KEYS, scope.notes)
        question = parts.questions[name]
        when = read_condition(inner["when"][1], scope) if "when" in inner else None
        if question is None:
            continue  # its type is not known, and that was told
        derive = None
        if "derive" in inner:
            derive = DerivationReader(question, scope).read(inner["derive"][1])
            _warn_idle(question, inner, scope.notes)
        fields = _conditions_of_fields(question, inner, scope)
        if when is not None or derive is not None or fields is not question.fields:
            parts.questions[name] = replace(question, when=when, derive=derive, fields=fields)


def _warn_idle(question: Question, given: Mapping[str, Pair], notes: Notes) -> None:
    """Warn of what only an asked question has a use for."""
    for name in ("min", "max", "answered_by", "effort"):
        if name in given:
            message = f"`{name}` has no effect: {quoted(question.id)} is computed, never asked"
            notes.warn("idle-key", given[name][0].place, message, "remove it")


def _conditions_of_fields(
    question: Question, given: Mapping[str, Pair], scope: Scope
) -> Mapping[str, Question]:
    if not question.fields or "fields" not in given:
        return question.fields
    nodes = pairs(given["fields"][1], scope.notes)
    known = {name: question.fields.get(name) for name in nodes}
    inside = scope.inside_fields(question.id, question, known)
    fields = dict(question.fields)
    for name, one in question.fields.items():
        inner = pairs_as_meant(nodes[name][1], FIELD_KEYS, scope.notes)
        if "when" in inner and (when := read_condition(inner["when"][1], inside)) is not None:
            fields[name] = replace(one, when=when)
    return fields


def _section(name: str, given: Given, parts: Parts, scope: Scope) -> None:
    inner, place = given
    title = read_text(inner["title"], parts.languages, scope.notes) if "title" in inner else None
    after = read_condition(inner["after"][1], scope) if "after" in inner else None
    if not name.startswith(" "):
        parts.sections[name] = Section(name, title or Text.plain(name), place, after)


def _criterion(name: str, kind: Kind, given: Given, parts: Parts, scope: Scope) -> None:
    inner, place = given
    texts = {
        key: read_text(inner[key], parts.languages, scope.notes)
        for key in ("text", "help")
        if key in inner
    }
    strings = {
        key: read_string(inner[key][1], scope.notes)
        for key in ("label", "source", "supersedes")
        if key in inner
    }
    rule = read_condition(inner["rule"][1], scope) if "rule" in inner else None
    expected = _share(inner, scope.notes)
    if rule is None:
        if "rule" not in inner or not getattr(inner["rule"][1], "pairs", True):
            scope.notes.lost = True
        return
    parts.criteria[name] = Criterion(
        id=name,
        kind=kind,
        text=texts.get("text") or Text.plain(name),
        rule=rule,
        place=place,
        label=strings.get("label"),
        source=strings.get("source"),
        help=texts.get("help"),
        supersedes=strings.get("supersedes"),
        expected_failure=expected,
    )


def _share(given: Mapping[str, Pair], notes: Notes) -> Decimal | None:
    if "expected_failure" not in given:
        return None
    node = given["expected_failure"][1]
    share = read_number(node, notes)
    if share is not None and not 0 <= share <= 1:
        message = f"`expected_failure` is {quoted(str(share))}, and a share is from 0 to 1"
        percent = f"{share} percent is written {share / 100}" if 1 < share <= 100 else None
        hint = percent or "one candidate in ten is 0.1"
        notes.error("number-range", node.place, message, hint)
    return share
