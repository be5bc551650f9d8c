"""A file of answers, JSON or YAML, becomes plain data for `check_answers`."""

import json
from collections.abc import Iterator, Mapping

from screener.language import _
from screener.protocol import exact_json
from screener.protocol.answering.answer_faults import shown
from screener.protocol.answering.answer_nodes import coerce_answers, is_null
from screener.protocol.answering.json_places import (
    DoubledKey,
    doubled_keys,
    place_deeper_than,
)
from screener.protocol.conditions import Place
from screener.protocol.exact_json import DuplicateKeyError
from screener.protocol.loading.decoding import MOST_BYTES
from screener.protocol.loading.nodes import (
    MOST_LEVELS,
    MappingNode,
    ScalarNode,
    read_nodes,
)
from screener.protocol.model import Question
from screener.protocol.problems import AnswerError, AnswerProblem, Problem


def read_answers_file(
    data: bytes, name: str, questions: Mapping[str, Question]
) -> dict[str, object]:
    """Read a file of answers: JSON where it parses as JSON, else YAML.

    In JSON a value is what it is; in YAML a scalar without quotes is read by what its question
    expects. A file without content holds no answers. The answers are still to be checked.

    Raises:
        AnswerError: where the file cannot be read. The `question` of such a problem is the file's
            `name`, with line and column where they are known: ``answers.yaml:3:5``.
    """
    not_json: ValueError | None = None
    if len(data) <= MOST_BYTES:
        try:
            return _from_json(data.decode("utf-8-sig"), name)
        except ValueError as error:
            not_json = error
    return _from_yaml(data, name, questions, not_json)


def _from_json(text: str, name: str) -> dict[str, object]:
    try:
        answers = exact_json.loads(text)
    except DuplicateKeyError:
        raise AnswerError([_told_twice(name, one) for one in doubled_keys(text)]) from None
    except RecursionError:
        raise _too_deep(text, name) from None
    if answers is None:
        return {}
    if not isinstance(answers, dict):
        raise _no_mapping(name)
    if _is_too_deep(answers):
        raise _too_deep(text, name)
    return answers


def _from_yaml(
    data: bytes, name: str, questions: Mapping[str, Question], not_json: ValueError | None
) -> dict[str, object]:
    node, problems = read_nodes(data, name)
    if [problem.code for problem in problems] == ["empty-file"]:
        return {}
    if problems and isinstance(not_json, json.JSONDecodeError) and name.lower().endswith(".json"):
        where = f"{name}:{not_json.lineno}:{not_json.colno}"
        message = _("the file is not JSON here: {what}").format(what=not_json.msg)
        raise _unreadable(where, message)
    if problems:
        raise AnswerError([_told(name, problem) for problem in problems])
    if isinstance(node, ScalarNode) and is_null(node):
        return {}
    if not isinstance(node, MappingNode):
        raise _no_mapping(name)
    return dict(coerce_answers(node, questions).answers)


def _told(name: str, problem: Problem) -> AnswerProblem:
    hint = problem.hint
    if hint is None and "block scalar" in problem.message:
        hint = _('put a limit in quotes: ">5"')
    where = _at(name, Place(problem.line, problem.column))
    return AnswerProblem(where, None, problem.message, hint)


def _is_too_deep(data: object) -> bool:
    level = [data]
    for _level in range(MOST_LEVELS):
        level = [inner for outer in level for inner in _collections_inside(outer)]
    return bool(level)


def _collections_inside(data: object) -> Iterator[object]:
    inside = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return (one for one in inside if isinstance(one, dict | list))


def _told_twice(name: str, doubled: DoubledKey) -> AnswerProblem:
    message = _("the key {key} is given twice in one mapping").format(key=shown(doubled.key))
    return AnswerProblem(_at(name, doubled.place), None, message, _("remove one of the two"))


def _at(name: str, place: Place) -> str:
    return f"{name}:{place.line}:{place.column}"


def _unreadable(where: str, message: str, hint: str | None = None) -> AnswerError:
    return AnswerError([AnswerProblem(where, None, message, hint)])


def _no_mapping(name: str) -> AnswerError:
    hint = _("write one line for each answer: the question's id, a colon, the answer")
    return _unreadable(name, _("the file holds no mapping from question id to answer"), hint)


def _too_deep(text: str, name: str) -> AnswerError:
    where = _at(name, place_deeper_than(text, MOST_LEVELS))
    message = _("the file is nested deeper than {most} levels").format(most=MOST_LEVELS)
    return _unreadable(where, message, _("an answer needs four levels at most"))
