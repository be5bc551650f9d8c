"""Choosing the next question: in NCT04213131, and in a protocol of 500 questions."""

import time
from collections.abc import Callable, Mapping
from datetime import date

from benchmarks.timing import in_turn, p95, table
from screener.cli.options import DEFAULT_RULES
from screener.engine.decide import decide_checked
from screener.protocol.answers import Answer
from screener.protocol.loading.loader import load, load_bytes
from screener.protocol.model import Protocol

QUESTIONS = 500
ROUNDS = 200
#: How many questions a section has, and a criterion rests on.
_IN_SECTION, _BEHIND = 20, 10
_ON = date(2026, 1, 31)


def choices(rounds: int = ROUNDS) -> None:
    """Time the choice once consent is given, when nearly everything is open."""
    real, large = load(DEFAULT_RULES), load_bytes(_large().encode(), "large.yaml")
    example = real.examples[0]
    consent = {
        id: answer
        for id, answer in example.answers.items()
        if real.questions[id].section == next(iter(real.sections))
    }
    times = in_turn(
        {
            f"{real.id}, {len(real.questions)} questions": _choosing(real, consent, example.on),
            f"a protocol of {len(large.questions)} questions": _choosing(
                large, {"q0": Answer(value=True)}, _ON
            ),
        },
        rounds,
    )
    table("the next question, from a decision", times)
    for (name, found), most in zip(times.items(), (1, 10), strict=True):
        took = p95(found) * 1e3
        met = "met" if took < most else "MISSED"
        print(f"  p95, {name}: {took:.2f} ms; target under {most} ms: {met}")
    print()


def _choosing(protocol: Protocol, answers: Mapping[str, Answer], on: date) -> Callable[[], float]:
    def once() -> float:
        result = decide_checked(protocol, answers, on)
        start = time.perf_counter()
        assert result.best(result.needed()) is not None
        return time.perf_counter() - start

    return once


def _large() -> str:
    """Write a protocol whose sections wait for consent; a third of its questions may not apply."""
    lines = ["screener: 1", 'protocol: {id: L, version: "1", title: Large}', "questions:"]
    for place in range(QUESTIONS):
        when = f", when: {{q{place - 1}: yes}}" if place % 3 == 2 else ""
        section = f"s{place // _IN_SECTION}"
        asked = f"type: boolean, ask: Asked?, effort: {1 + place % 7}, section: {section}"
        lines.append(f"  q{place}: {{{asked}{when}}}")
    lines.append("sections:")
    for place in range(QUESTIONS // _IN_SECTION):
        after = ", after: {q0: yes}" if place else ""
        lines.append(f"  - {{id: s{place}, title: Section{after}}}")
    lines.append("exclusion:")
    for place in range(1, QUESTIONS // _BEHIND):
        ids = [f"q{place * _BEHIND + one}" for one in range(_BEHIND)]
        pairs = zip(ids[::2], ids[1::2], strict=True)
        rule = ", ".join(f"{{all: [{{{one}: yes}}, {{{other}: yes}}]}}" for one, other in pairs)
        lines.append(f"  - {{id: E{place}, text: E{place}, rule: {{any: [{rule}]}}}}")
    return "\n".join(lines)
