"""Which questions each criterion rests on, whatever stands between."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from screener.protocol import derivations
from screener.protocol.conditions import Condition, CriterionRef, DefinitionRef, Test, walk
from screener.protocol.model import Protocol
from screener.protocol.reads import questions_read

#: A handful of protocols at most are in use at one site.
_KEPT = 8


@lru_cache(maxsize=_KEPT)
def reach(protocol: Protocol) -> Mapping[str, frozenset[str]]:
    """Give for each criterion every question its rule depends on.

    Followed are definitions, other criteria, derived values and `when`s; derived questions are
    among the result.
    """
    return {
        id: frozenset(reached_from(protocol, criterion.rule))
        for id, criterion in protocol.criteria.items()
    }


def reached_from(protocol: Protocol, rule: Condition) -> set[str]:
    """Give every question a condition depends on, whatever stands between."""
    found: set[str] = set()
    seen: set[Condition] = set()
    waiting = [rule]
    while waiting:
        condition = waiting.pop()
        if condition in seen:
            continue
        seen.add(condition)
        for node in walk(condition):
            match node:
                case DefinitionRef(definition=name):
                    waiting.append(protocol.definitions[name])
                case CriterionRef(criterion=id):
                    waiting.append(protocol.criteria[id].rule)
                case Test():
                    for question in questions_read(protocol.questions, node):
                        waiting += _behind(protocol, question, found)
    return found


def _behind(protocol: Protocol, question: str, found: set[str]) -> Iterator[Condition]:
    """Note a question and those it is derived from; give the conditions they depend on."""
    waiting = [question]
    while waiting:
        id = waiting.pop()
        if id in found:
            continue
        found.add(id)
        asked = protocol.questions[id]
        if asked.when is not None:
            yield asked.when
        if asked.derive is not None:
            yield from derivations.conditions(asked.derive)
            waiting += derivations.inputs(asked.derive)
