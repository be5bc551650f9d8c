"""Deciding: the compiled rules, the plain reading of the same tree, and a rule engine in Rust."""

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import zen

from benchmarks import zen_rules
from benchmarks.flat import ON, candidates, flatten, leaves
from benchmarks.timing import compare, target
from screener.engine.compiler import compiled
from screener.engine.decide import decide, decide_checked
from screener.engine.interpreter import interpret
from screener.engine.values import current_values
from screener.protocol.answering.answer_data import answer_to_data
from screener.protocol.loading.loader import load
from screener.protocol.model import Decision, Kind, Protocol

RULES = Path(__file__).parents[1] / "rules" / "criteria.yaml"
CANDIDATES = 10_000


def _each(work: Callable[..., object], *things: Iterable[object]) -> Callable[[], object]:
    """Do a piece of work on each thing; what comes of it is let go at once."""
    kept = [list(one) for one in things]
    return lambda: deque(map(work, *kept), maxlen=0)


def real_protocol() -> None:
    """Compare on NCT04213131 with its series and partial dates, on the answers of its examples."""
    protocol = load(RULES)
    rules = compiled(protocol)
    examples = protocol.examples
    on = {example.name: example.on for example in examples}
    values = {one.name: current_values(protocol, one.answers, one.on, {})[0] for one in examples}
    plain = {
        one.name: {id: answer_to_data(protocol.questions[id], a) for id, a in one.answers.items()}
        for one in examples
    }

    def explained() -> None:
        for one in examples:
            for criterion in decide_checked(protocol, one.answers, one.on).criteria.values():
                _because = criterion.because

    everyone, days = list(values.values()), list(on.values())
    compare(
        f"NCT04213131 whole, its {len(examples)} examples; each",
        {
            "compiled rules": _each(rules.evaluate, everyone, days),
            "plain reading": _each(partial(interpret, rules.outline), everyone, days),
            "screener.decide, from plain answers": _each(
                partial(decide, protocol), plain.values(), days
            ),
            "decision, from checked answers": _each(
                partial(decide_checked, protocol), (one.answers for one in examples), days
            ),
            "decision and every reason": explained,
        },
        units=len(examples),
    )


def peer() -> None:
    """Compare on the flat rules that zen-engine can state too, decisions checked equal."""
    protocol = flatten(load(RULES))
    rules = compiled(protocol)
    people = candidates(protocol, CANDIDATES)
    everything = [dict.fromkeys(protocol.questions) | one for one in people]
    rows = [rules.row(values) for values in everything]
    facts = [zen_rules.facts(one) for one in people]
    whole = zen.compile_expression(f"[{', '.join(zen_rules.criteria(protocol))}]")
    graph = zen.ZenEngine().create_decision(zen_rules.graph(protocol))
    for row, values, fact in zip(rows, everything, facts, strict=True):
        decision, criteria, _leaves, _derived = rules.function(row, ON)
        assert rules.evaluate(values, ON).decision is decision
        truths = whole.evaluate(fact)
        assert truths == list(criteria)
        assert _decided(protocol, truths) is decision
    answer = graph.evaluate(facts[0], {"trace": True})["result"]
    assert [answer.get(id) for id in protocol.criteria] == whole.evaluate(facts[0])

    day = [ON] * CANDIDATES
    medians = compare(
        f"flat NCT04213131: {len(protocol.criteria)} criteria, {leaves(protocol)} tests, "
        f"{CANDIDATES} candidates with 5 % of facts missing; each",
        {
            "compiled rules, from a row": _each(rules.function, rows, day),
            "compiled rules, from a mapping": _each(rules.evaluate, everything, day),
            "zen-engine, one expression": _each(whole.evaluate, facts),
            "zen-engine, decision graph with trace": _each(
                graph.evaluate, facts, [{"trace": True}] * CANDIDATES
            ),
        },
        units=CANDIDATES,
        rounds=5,
    )
    ours, _mapping, expression, traced = medians
    target("zen-engine's expression takes", expression / ours, least=4)
    target("its decision graph takes", traced / ours, least=40)


def _decided(protocol: Protocol, truths: list[bool | None]) -> Decision:
    """Derive the decision from zen-engine's criteria, as the language says."""
    passed = [
        truth if truth is None else truth is (criterion.kind is Kind.INCLUSION)
        for criterion, truth in zip(protocol.criteria.values(), truths, strict=True)
    ]
    if False in passed:
        return Decision.INELIGIBLE
    return Decision.UNDETERMINED if None in passed else Decision.ELIGIBLE
