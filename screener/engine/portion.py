"""A portion of a protocol, compiled by itself, for whoever evaluates little of it many times."""

from dataclasses import replace
from functools import lru_cache

from screener.engine.compiler import Compiled, compile_rules
from screener.protocol import derivations
from screener.protocol.conditions import Condition, CriterionRef, DefinitionRef, walk
from screener.protocol.model import Criterion, Kind, Protocol
from screener.protocol.reach import reached_from
from screener.protocol.text import Text


@lru_cache(maxsize=512)
def compiled_portion(protocol: Protocol, conditions: tuple[Condition, ...]) -> Compiled:
    """Compile some conditions with all that they rest on, and nothing else.

    In it they are criteria by their place, and no section is held back.
    """
    reached = set().union(*(reached_from(protocol, one) for one in conditions))
    definitions, criteria = _referred(protocol, conditions, reached)
    own = {
        str(place): Criterion(str(place), Kind.INCLUSION, Text.plain(""), one, one.place)
        for place, one in enumerate(conditions)
    }
    kept = {id: one for id, one in protocol.criteria.items() if id in criteria}
    return compile_rules(
        replace(
            protocol,
            questions={id: one for id, one in protocol.questions.items() if id in reached},
            sections={id: replace(one, after=None) for id, one in protocol.sections.items()},
            definitions={id: one for id, one in protocol.definitions.items() if id in definitions},
            criteria={**kept, **own},
        )
    )


def _referred(
    protocol: Protocol, conditions: tuple[Condition, ...], reached: set[str]
) -> tuple[set[str], set[str]]:
    """Give the definitions and the criteria that conditions refer to, whatever stands between."""
    waiting = list(conditions)
    for id in reached:
        question = protocol.questions[id]
        if question.when is not None:
            waiting.append(question.when)
        if question.derive is not None:
            waiting += derivations.conditions(question.derive)
    definitions, criteria = set[str](), set[str]()
    while waiting:
        for node in walk(waiting.pop()):
            if isinstance(node, DefinitionRef) and node.definition not in definitions:
                definitions.add(node.definition)
                waiting.append(protocol.definitions[node.definition])
            elif isinstance(node, CriterionRef) and node.criterion not in criteria:
                criteria.add(node.criterion)
                waiting.append(protocol.criteria[node.criterion].rule)
    return definitions, criteria
