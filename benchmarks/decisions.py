"""Deciding: the compiled rules, the plain reading of the same tree, and a rule engine in Rust."""

from decimal import Decimal
from pathlib import Path

import zen

from benchmarks.timing import compare
from screener.engine.compiler import compiled
from screener.engine.decide import decide_checked
from screener.engine.interpreter import interpret
from screener.engine.values import current_values
from screener.protocol.loading.loader import load, load_bytes
from screener.protocol.values import NumberRange

RULES = Path(__file__).parents[1] / "rules" / "criteria.yaml"
CRITERIA, TESTS = 15, 4


def real_protocol() -> None:
    """Compare on NCT04213131, with the answers of its first example."""
    protocol = load(RULES)
    rules = compiled(protocol)
    example = protocol.examples[0]
    values, _stale = current_values(protocol, example.answers, example.on, {})

    def explained() -> None:
        result = decide_checked(protocol, example.answers, example.on)
        for criterion in result.criteria.values():
            _because = criterion.because

    compare(
        "NCT04213131, one candidate",
        {
            "compiled rules": lambda: rules.evaluate(values, example.on),
            "plain reading": lambda: interpret(rules.outline, values, example.on),
            "decision, from checked answers": lambda: decide_checked(
                protocol, example.answers, example.on
            ),
            "decision and every reason": explained,
        },
        calls=50,
    )


def peer() -> None:
    """Compare on criteria that a two-valued engine can express too: numbers, all answered."""
    names = [f"x{n}" for n in range(CRITERIA * TESTS)]
    lines = [
        "screener: 1",
        "protocol: {id: P, version: 1, title: P, date: 2026-01-01}",
        "questions:",
    ]
    lines += [f"  {name}: {{type: decimal, ask: '{name}?'}}" for name in names]
    lines.append("inclusion:")
    expressions = []
    for n in range(CRITERIA):
        group = names[n * TESTS : (n + 1) * TESTS]
        tests = ", ".join(f"{{{name}: {{at_least: 3, below: 7.5}}}}" for name in group)
        lines.append(f"  - {{id: I{n}, text: I{n}, rule: {{all: [{tests}]}}}}")
        expressions.append(" and ".join(f"{name} >= 3 and {name} < 7.5" for name in group))
    protocol = load_bytes("\n".join(lines).encode(), "benchmark")
    rules = compiled(protocol)
    on = protocol.date
    assert on is not None
    exact = dict.fromkeys(names, Decimal(5))
    ranges = dict.fromkeys(names, NumberRange(Decimal(4), Decimal(6)))
    whole = zen.compile_expression("[" + ", ".join(expressions) + "]")
    numbers = dict.fromkeys(names, 5)
    assert whole.evaluate(numbers) == [True] * CRITERIA
    compare(
        f"{CRITERIA} criteria of {2 * TESTS} comparisons, all answered",
        {
            "compiled rules": lambda: rules.evaluate(exact, on),
            "compiled rules, every value a range": lambda: rules.evaluate(ranges, on),
            "zen-engine, two-valued": lambda: whole.evaluate(numbers),
        },
        calls=200,
    )
