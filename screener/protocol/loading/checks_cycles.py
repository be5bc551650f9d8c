"""What leads back to itself: definitions, criteria, derivations, `when`, and `after`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from screener.protocol.conditions import (
    Condition,
    CriterionRef,
    DefinitionRef,
    Place,
    SeriesTest,
    Test,
    entry_conditions,
    operand,
    walk,
)
from screener.protocol.derivations import conditions as derivation_conditions
from screener.protocol.derivations import inputs
from screener.protocol.loading.notes import Notes
from screener.protocol.loading.reader import Parts
from screener.protocol.model import Question


class Item(NamedTuple):
    """Something that others may depend on."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind} `{self.id}`"


_Named = tuple[Item, Place]
#: More steps than this of a path are cut out of a message.
_MOST_STEPS = 20


def check_cycles(parts: Parts, notes: Notes) -> None:
    """Report everything that depends on itself, with the whole path.

    What leads back to itself without a section makes many sections do so: it is told alone.
    """
    graph = dependencies(parts)
    without = {
        item: {other: place for other, place in others.items() if other.kind != "section"}
        for item, others in graph.items()
        if item.kind != "section"
    }
    cycles = list(_cycles(without))
    told = {item for path in cycles for item in path}
    cycles += [
        path
        for path in _cycles(graph)
        if any(item.kind == "section" for item in path) and told.isdisjoint(path)
    ]
    for path in cycles:
        sections = [item for item in path if item.kind == "section"]
        first = min(sections or path, key=lambda item: _place_key(parts, item))
        turned = [*path[path.index(first) :], *path[: path.index(first)], first]
        steps = [str(item) for item in turned]
        if len(steps) > _MOST_STEPS:
            steps[_MOST_STEPS // 2 : -_MOST_STEPS // 2] = ["…"]
        route = " → ".join(steps)
        place = graph[first][turned[1]]
        if sections:
            message = f"the `after` of {first} depends on its own section: {route}"
            hint = "nothing of the section could ever be asked; ask that question before it"
            notes.error("section-after", place, message, hint)
        else:
            message = f"{first} leads back to itself: {route}"
            notes.error("cycle", place, message, "take one of these steps out")


def dependencies(parts: Parts) -> dict[Item, dict[Item, Place]]:
    """Give what each item depends on, and where it first names that.

    An asked question depends on its section where that has an `after`, since it waits for it.
    """
    graph: dict[Item, dict[Item, Place]] = {}
    for name, definition in parts.definitions.items():
        graph[Item("definition", name)] = _first_places(_named_in(definition))
    for name, criterion in parts.criteria.items():
        graph[Item("criterion", name)] = _first_places(_named_in(criterion.rule))
    for name, question in parts.known_questions.items():
        graph[Item("question", name)] = _first_places(_named_by_question(question))
        for field in question.fields.values():
            own = _named_by_field(question, field)
            graph[Item("field", f"{name}.{field.id}")] = _first_places(own)
    for name, section in parts.sections.items():
        if section.after is not None:
            graph[Item("section", name)] = _first_places(_named_in(section.after))
    return graph


def _first_places(named: Iterable[_Named]) -> dict[Item, Place]:
    found: dict[Item, Place] = {}
    for item, place in named:
        found.setdefault(item, place)
    return found


def read_by(condition: Condition) -> Iterator[Item]:
    """Give what a condition depends on by itself."""
    return (item for item, _place in _named_in(condition))


def _named_in(condition: Condition) -> Iterator[_Named]:
    for node in walk(condition):
        match node:
            case DefinitionRef():
                yield Item("definition", node.definition), node.place
            case CriterionRef():
                yield Item("criterion", node.criterion), node.place
            case Test():
                yield Item("question", node.question), node.place
                other = operand(node)
                if other is not None and not other.field:
                    yield Item("question", other.question), node.place
                if isinstance(node, SeriesTest):
                    for inner in entry_conditions(node):
                        yield from _named_outside(inner)


def compared_outside(condition: Condition) -> Iterator[Item]:
    """Give the questions that a condition over an entry's fields compares with."""
    return (item for item, _place in _named_outside(condition))


def _named_outside(condition: Condition) -> Iterator[_Named]:
    for node in walk(condition):
        other = operand(node) if isinstance(node, Test) else None
        if other is not None and not other.field:
            yield Item("question", other.question), node.place


def _named_by_question(question: Question) -> Iterator[_Named]:
    """Give what a question depends on; the inputs of a derived value have no place of their own."""
    if question.when is not None:
        yield from _named_in(question.when)
    if question.derive is not None:
        for condition in derivation_conditions(question.derive):
            yield from _named_in(condition)
        for name in inputs(question.derive):
            yield Item("question", name), question.place
    elif question.section is not None:
        yield Item("section", question.section), question.place
    for field in question.fields.values():
        if field.when is not None:
            yield from _named_outside(field.when)


def _named_by_field(series: Question, field: Question) -> Iterator[_Named]:
    for node in walk(field.when) if field.when is not None else ():
        if isinstance(node, Test):
            yield Item("field", f"{series.id}.{node.question}"), node.place
            other = operand(node)
            if other is not None and other.field:
                yield Item("field", f"{series.id}.{other.question}"), node.place


def _cycles(graph: Mapping[Item, Iterable[Item]]) -> Iterator[list[Item]]:
    """Walk the graph in depth, in a loop since chains may be long; give each cycle met."""
    done: set[Item] = set()
    for start in graph:
        if start in done:
            continue
        path = [start]
        at = {start: 0}
        waiting = [iter(graph[start])]
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                left = path.pop()
                del at[left]
                done.add(left)
            elif following in at:
                yield path[at[following] :]
            elif following in graph and following not in done:
                at[following] = len(path)
                path.append(following)
                waiting.append(iter(graph[following]))


def _place_of(parts: Parts, item: Item) -> Place:
    match item.kind:
        case "definition":
            return parts.definition_places[item.id]
        case "criterion":
            return parts.criteria[item.id].place
        case "section":
            return parts.sections[item.id].place
        case "field":
            series, _, field = item.id.partition(".")
            return parts.known_questions[series].fields[field].place
    return parts.known_questions[item.id].place


def _place_key(parts: Parts, item: Item) -> tuple[int, int]:
    place = _place_of(parts, item)
    return place.line, place.column
