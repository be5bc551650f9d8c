"""Small random protocols, and the least effort that any order of their questions takes.

A candidate's answers are independent of one another, each a yes as often as the planner expects it.
The best policy is found by dynamic programming over all that may have been answered.
"""

import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from benchmarks.timing import target
from screener.engine.decide import Result, decide_checked
from screener.engine.likelihoods import likelihoods
from screener.protocol.answers import Answer
from screener.protocol.conditions import BooleanTest
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import Decision, Protocol

PROTOCOLS = 200
_ON = date(2026, 1, 31)
_SEED = 20261123
_EFFORTS = (1, 1, 1, 3, 3, 10, 15, 20, 30, 40)
_RATES = (0.03, 0.05, 0.1, 0.15, 0.2, 0.3)
_MOST_QUESTIONS = 10
#: What was answered, question by question; None where nothing was.
_Answered = tuple[bool | None, ...]
#: Gives the next question, by what came out so far.
Policy = Callable[[Result], str | None]


def planner() -> None:
    """Compare the planner, and the order of the file, with the best policy there is."""
    found = [efforts(protocol) for protocol in protocols(PROTOCOLS)]
    for name, taken in (
        ("the planner", [one.planned / one.least for one in found]),
        ("the order of the file", [one.in_order / one.least for one in found]),
    ):
        mean, most = statistics.mean(taken), max(taken)
        print(f"  {name:<24}x{mean:.3f} of the least effort on the average, x{most:.2f} at most")
    ratio = statistics.mean([one.planned / one.least for one in found])
    target(f"the planner, {len(found)} protocols", ratio, most=1.05)


@dataclass(frozen=True, slots=True)
class Efforts:
    """What a decision takes, on the average over all candidates."""

    least: float
    planned: float
    in_order: float


def protocols(count: int, seed: int = _SEED) -> Iterator[Protocol]:
    """Make so many protocols, of 5 to 10 questions, which their criteria share."""
    chance = random.Random(seed)
    for _one in range(count):
        yield load_bytes(_rules(chance).encode(), "random.yaml")


def efforts(protocol: Protocol) -> Efforts:
    """Work out what the best policy takes, what the planner does, and the order of the file."""
    odds = _Odds(protocol)
    planned = odds.effort(lambda result: result.best(result.needed()))
    return Efforts(odds.least(), planned, odds.effort(lambda result: result.needed()[0]))


class _Odds:
    """Every way in which an interview about one protocol can go, and how likely each is."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self._ids = tuple(protocol.questions)
        self._yes = [_yes(protocol, id) for id in self._ids]
        self._result = cache(self._decide)

    def least(self) -> float:
        """Give the effort of the best policy."""

        @cache
        def least(answered: _Answered) -> float:
            result = self._result(answered)
            if result.decision is not Decision.UNDETERMINED:
                return 0.0
            return min(self._asking(id, answered, least) for id in result.needed())

        return least((None,) * len(self._ids))

    def effort(self, policy: Policy) -> float:
        """Give the effort of a policy."""

        @cache
        def effort(answered: _Answered) -> float:
            result = self._result(answered)
            if result.decision is not Decision.UNDETERMINED:
                return 0.0
            id = policy(result)
            assert id is not None
            return self._asking(id, answered, effort)

        return effort((None,) * len(self._ids))

    def _asking(self, id: str, answered: _Answered, then: Callable[[_Answered], float]) -> float:
        place = self._ids.index(id)
        yes, no = ((*answered[:place], one, *answered[place + 1 :]) for one in (True, False))
        odds = self._yes[place]
        own = float(self._protocol.questions[id].effort)
        return own + odds * then(yes) + (1 - odds) * then(no)

    def _decide(self, answered: _Answered) -> Result:
        given = zip(self._ids, answered, strict=True)
        answers = {id: Answer(value=said) for id, said in given if said is not None}
        return decide_checked(self._protocol, answers, _ON)


def _yes(protocol: Protocol, id: str) -> float:
    """Give the share of candidates of whom a question is answered by yes."""
    for test, share in likelihoods(protocol).items():
        if isinstance(test, BooleanTest) and test.question == id:
            return share if test.wanted else 1 - share
    # No criterion rests on it: it is never asked.
    return 0.5


def _rules(chance: random.Random) -> str:
    ids = [f"q{place}" for place in range(chance.randint(5, _MOST_QUESTIONS))]
    lines = ["screener: 1", 'protocol: {id: R, version: "1", title: Random}', "questions:"]
    lines += [
        f"  {id}: {{type: boolean, ask: Asked?, effort: {chance.choice(_EFFORTS)}}}" for id in ids
    ]
    parted = chance.randint(1, len(ids) - 1)
    # What has to be there, and what must not be.
    for kind, own in (("inclusion", ids[:parted]), ("exclusion", ids[parted:])):
        lines.append(f"{kind}:")
        for place in range(chance.randint(1, 4)):
            asked = chance.sample(own, chance.randint(1, min(4, len(own))))
            rate, rule = chance.choice(_RATES), _condition(chance, asked)
            id = f"{kind[0].upper()}{place + 1}"
            lines.append(f"  - {{id: {id}, text: {id}, expected_failure: {rate}, rule: {rule}}}")
    return "\n".join(lines)


def _condition(chance: random.Random, asked: Sequence[str]) -> str:
    """Write a condition that asks each question once."""
    if len(asked) == 1:
        return f"{{{asked[0]}: yes}}"
    if len(asked) > 2 and chance.random() < 0.2:
        members = ", ".join(f"{{{id}: yes}}" for id in asked)
        return f"{{at_least: {chance.randint(2, len(asked) - 1)}, of: [{members}]}}"
    parted = chance.randint(1, len(asked) - 1)
    one, other = _condition(chance, asked[:parted]), _condition(chance, asked[parted:])
    return f"{{{chance.choice(('all', 'any'))}: [{one}, {other}]}}"
