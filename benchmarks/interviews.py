"""Interviews with simulated candidates: what the planner's order saves to the sections' order."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from benchmarks.candidates import Answers, simulated
from benchmarks.timing import target
from screener.cli.options import DEFAULT_RULES
from screener.engine.decide import Result, decide_checked
from screener.protocol.answers import Answer
from screener.protocol.loading.loader import load
from screener.protocol.model import Decision, Protocol

CANDIDATES = 10_000
#: Tells one answer from another.
id_of = id
#: Gives the next question, by what came out so far and the section in which the talk is.
Policy = Callable[[Result, str | None], str | None]


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview up to its decision: the questions that were asked for it, in order."""

    decision: Decision
    asked: Sequence[str]


def orders(count: int = CANDIDATES) -> None:
    """Compare the two orders on the same candidates."""
    protocol = load(DEFAULT_RULES)
    on, candidates = simulated(protocol, count)
    policies: dict[str, Policy] = {
        "sections": lambda result, section: result.needed()[0],
        "planner": lambda result, section: result.best(result.needed(), section),
    }
    efforts: dict[str, float] = {}
    print(f"{count:,} simulated candidates of {protocol.id}, to the decision")
    for name, policy in policies.items():
        held = held_interviews(protocol, on, candidates, policy)
        for decision in (Decision.INELIGIBLE, Decision.ELIGIBLE):
            asked = [one.asked for one in held if one.decision is decision]
            effort = statistics.mean(_effort(protocol, one) for one in asked)
            questions = statistics.mean(map(len, asked))
            jumps = statistics.mean(_jumps(protocol, one) for one in asked)
            print(
                f"  {name:<10}{decision:<12}{len(asked):>6,}  effort {effort:6.1f}"
                f"  questions {questions:4.1f}  sections entered {jumps:4.1f}"
            )
            efforts.setdefault(f"{name} {decision}", effort)
    saved = efforts["sections ineligible"] / efforts["planner ineligible"]
    target("effort of the sections' order to the planner's, who fail", saved, least=1 / 0.6)


def held_interviews(
    protocol: Protocol, on: date, candidates: Sequence[Answers], policy: Policy
) -> list[Interview]:
    """Ask each candidate in the order of a policy, up to the decision."""
    asking = _Asking(protocol, on, policy)
    return [asking.hold(one) for one in candidates]


class _Asking:
    """What comes next, worked out once for all who answered the same so far."""

    def __init__(self, protocol: Protocol, on: date, policy: Policy) -> None:
        self._protocol = protocol
        self._on = on
        self._policy = policy
        self._known: dict[tuple[tuple[str, int], ...], tuple[str | None, Decision]] = {}

    def hold(self, candidate: Answers) -> Interview:
        answers: dict[str, Answer] = {}
        # Candidates share the very answers of the examples.
        way: tuple[tuple[str, int], ...] = ()
        while True:
            if way not in self._known:
                self._known[way] = self._next(answers)
            id, decision = self._known[way]
            if id is None:
                return Interview(decision, list(answers))
            answers[id] = candidate[id]
            way = (*way, (id, id_of(candidate[id])))

    def _next(self, answers: Answers) -> tuple[str | None, Decision]:
        result = decide_checked(self._protocol, answers, self._on)
        if result.decision is not Decision.UNDETERMINED:
            return None, result.decision
        section = self._protocol.questions[[*answers][-1]].section if answers else None
        return self._policy(result, section), result.decision


def _effort(protocol: Protocol, asked: Sequence[str]) -> float:
    return float(sum(protocol.questions[id].effort for id in asked))


def _jumps(protocol: Protocol, asked: Sequence[str]) -> int:
    """Count how often the talk enters a section, the first one among them."""
    sections = [protocol.questions[id].section for id in asked]
    return 1 + sum(one != other for one, other in pairwise(sections))
