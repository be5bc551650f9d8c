"""A rules file becomes a protocol, or a list of everything that is wrong with it."""

import hashlib
from pathlib import Path

from screener.protocol.conditions import Place
from screener.protocol.loading.checks import check_parts
from screener.protocol.loading.decoding import MOST_BYTES
from screener.protocol.loading.nodes import Node, read_nodes
from screener.protocol.loading.notes import Notes, in_order
from screener.protocol.loading.reader import Parts, read_parts
from screener.protocol.model import Example, Protocol
from screener.protocol.problems import Problem, ProtocolError, Severity

#: What a rules file holds beside what candidates are screened by.
_ASIDE = frozenset({"examples"})


def load(path: str | Path) -> Protocol:
    """Read a rules file; its warnings are in `Protocol.problems`.

    Raises:
        ProtocolError: with every problem found, warnings too, in the order of their places.
        OSError: where the file cannot be read.
    """
    with Path(path).open("rb") as file:
        # One byte more tells that the file is too large, however large it is.
        data = file.read(MOST_BYTES + 1)
    return load_bytes(data, str(path))


def load_bytes(data: bytes, path: str, *, accepted: bool = False) -> Protocol:
    """Read the bytes of a rules file; `path` is its name for messages. See `load`.

    `accepted` says that this version of the program has loaded these very bytes before, and that
    somebody is screened by them: the schema is not asked again what it answered then, and the
    examples, which are half of many files and screen nobody, are left out. All else is read and
    checked as ever.
    """
    root, problems = read_nodes(data, path, _ASIDE if accepted else frozenset())
    if accepted and (root is None or problems):
        # What was left out bears on the rest, by an anchor.
        return load_bytes(data, path)
    if root is None:
        raise ProtocolError(in_order(problems))
    notes = Notes(path)
    if problems:
        # A key that is given twice is among them.
        notes.doubled(root)
    parts = read_parts(root, notes)
    examples = () if accepted else _examples(root, parts, notes)
    check_parts(parts, notes)
    problems += _together([] if accepted else _shape(root, path), notes, problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ProtocolError(in_order(problems))
    return _protocol(parts, examples, in_order(problems), data, path)


def _examples(root: Node, parts: Parts, notes: Notes) -> tuple[Example, ...]:
    # Who screens by a kept rules file needs none of this.
    from screener.protocol.loading.reader_examples import ExampleReader

    return ExampleReader(parts, notes).read(root)


def _shape(root: Node, path: str) -> list[Problem]:
    # The schema's validator takes longer to import than a kept rules file to read.
    from screener.protocol.loading.shape import check_shape

    return check_shape(root, path)


#: What the shape's check says of a scalar or a key, and the reader may know better.
_OF_ONE_SCALAR = frozenset({"wrong-value", "missing-value", "unknown-key"})


def _together(shape: list[Problem], notes: Notes, before: list[Problem]) -> list[Problem]:
    """Join what the shape's check and the reader found, each problem once.

    `before` was found before anything was read. Of one scalar both may say something; the reader
    knows better what was expected there.
    """
    told = {(problem.line, problem.column) for problem in notes.problems}
    shape = [
        problem
        for problem in shape
        if Place(problem.line, problem.column) not in notes.alone
        and (problem.code not in _OF_ONE_SCALAR or (problem.line, problem.column) not in told)
    ]
    unread = notes.first_unsound()
    if unread is not None and not before and not shape and not notes.has_errors:
        message = "this part of the file could not be read"
        notes.error("unreadable", unread, message, "compare it with the rule reference")
    return shape + notes.problems


def _protocol(
    parts: Parts, examples: tuple[Example, ...], problems: list[Problem], data: bytes, path: str
) -> Protocol:
    return Protocol(
        id=parts.id,
        version=parts.version,
        title=parts.title,
        languages=parts.languages,
        on_failure=parts.on_failure,
        questions=parts.known_questions,
        sections=parts.sections,
        definitions=parts.definitions,
        criteria=parts.criteria,
        examples=examples,
        sha256=hashlib.sha256(data).hexdigest(),
        source_bytes=data,
        path=path,
        date=parts.day,
        sponsor=parts.sponsor,
        source=parts.source,
        problems=tuple(problems),
    )
