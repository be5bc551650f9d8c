"""Answers written in YAML become plain data, each scalar read by what its question expects."""

from collections.abc import Mapping
from dataclasses import dataclass

from screener.protocol.answers import ANSWER_KEYS
from screener.protocol.conditions import Place
from screener.protocol.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from screener.protocol.model import Question, QuestionType
from screener.protocol.numbers import parse_number

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class AnswersRead:
    """Plain answers by question id, still to be checked, and where each stands.

    `part_places` are those of what stands under each key of an answer that is a mapping.
    """

    answers: Mapping[str, object]
    places: Mapping[str, Place]
    part_places: Mapping[tuple[str, str], Place]


def coerce_answers(node: MappingNode, questions: Mapping[str, Question]) -> AnswersRead:
    """Give the answers as plain data, for `check_answers`.

    A scalar without quotes is read as a number, a boolean or a date where its question expects one;
    where it is none, it stays text for the check to refuse. The place is the answer's; that of
    the key where there is no such question.
    """
    answers: dict[str, object] = {}
    places: dict[str, Place] = {}
    parts: dict[tuple[str, str], Place] = {}
    for key, value in node.pairs:
        question = questions.get(key.text)
        answers[key.text] = _as_written(value) if question is None else _answer(question, value)
        places[key.text] = key.place if question is None else value.place
        for part, inner in value.pairs if isinstance(value, MappingNode) else ():
            parts[key.text, part.text] = inner.place if part.text in ANSWER_KEYS else part.place
    return AnswersRead(answers, places, parts)


def is_null(node: ScalarNode) -> bool:
    """Tell whether a scalar is YAML's null: the same as leaving it out."""
    return node.plain and node.text in _NULLS


def _answer(question: Question, node: Node) -> object:
    if not isinstance(node, MappingNode):
        return _value(question, node)
    return {
        key.text: _value(question, part) if key.text == "value" else _as_written(part)
        for key, part in node.pairs
    }


def _value(question: Question, node: Node) -> object:
    if isinstance(node, ScalarNode):
        return _scalar(question, node)
    if isinstance(node, SequenceNode) and question.type is QuestionType.SERIES:
        return [_entry(question, item) for item in node.items]
    return _as_written(node)


def _entry(question: Question, node: Node) -> object:
    if not isinstance(node, MappingNode):
        return _as_written(node)
    return {
        key.text: _value(question.fields[key.text], part)
        if key.text in question.fields
        else _as_written(part)
        for key, part in node.pairs
    }


def _scalar(question: Question, node: ScalarNode) -> object:
    if not node.plain:
        return node.text
    if is_null(node) and node.text not in question.options:
        return None
    if question.type is QuestionType.BOOLEAN:
        return _TRUTHS.get(node.text.lower(), node.text)
    if question.type.is_number:
        number = parse_number(node.text)
        return node.text if number is None else number
    return node.text


def _as_written(node: Node) -> object:
    """Give a node as text, lists and mappings; the reader has limited how deep they go."""
    match node:
        case ScalarNode():
            return None if is_null(node) else node.text
        case SequenceNode():
            return [_as_written(item) for item in node.items]
        case MappingNode():
            return {key.text: _as_written(value) for key, value in node.pairs}
