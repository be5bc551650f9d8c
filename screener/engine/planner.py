"""Which question comes next: the one that brings the decision nearest for the least effort.

Each open criterion has an outlook: what finding out about it costs on the average, and how likely
it fails. The one that fails soonest for its effort comes first, and in it what settles it soonest.
The members of a conjunction are gone through by their effort to the chance of being false, those of
a disjunction to that of being true, the best order there is where no two of them share a question:
R. Greiner et al., Finding optimal satisficing strategies for and-or trees, Artificial Intelligence
170 (2006).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from screener.engine.depth import room_for
from screener.engine.likelihoods import likelihoods, some_of
from screener.engine.parts import Part, parts, passing
from screener.engine.truths import Truths
from screener.protocol.conditions import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    CriterionRef,
    DefinitionRef,
    Leaf,
    NoneOf,
    Not,
)
from screener.protocol.derivations import conditions, inputs
from screener.protocol.model import Protocol
from screener.protocol.reads import questions_read

#: What it costs to leave a section in the middle, in efforts: the talk jumps there, and back again.
LEAVING = 4.0
#: The chance of what no author says anything about.
_EVEN = 0.5
#: The least chance by which an effort is divided.
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Situation:
    """Where an interview stands, as far as the next question depends on it.

    `known` have a value; `askable` may be asked now, by whoever is there. `barred` are those whose
    answer nobody there can give, as it is awaited or another's to give. `section` is the one in
    which the talk is, where something is left to ask in it.
    """

    truths: Truths
    known: Collection[str]
    askable: Collection[str]
    barred: Collection[str]
    section: str | None


def choose(protocol: Protocol, now: Situation) -> str | None:
    """Give the question to ask next; None where nothing that may be asked bears on a criterion."""
    outlooks = _Outlooks(protocol, now)
    depth = len(protocol.questions) + len(protocol.definitions) + len(protocol.criteria)
    best, least = None, inf
    with room_for(depth):
        for criterion in protocol.criteria.values():
            # Eligible is who passes every part of every criterion: the parts are gone through as
            # one conjunction, whichever criterion they are of.
            for part in outlooks.parts(passing(criterion)):
                fails = max(1 - part.true, _TINY)
                if part.first is not None and part.effort < least * fails:
                    best, least = part.first, part.effort / fails
    return best


class _Outlook(NamedTuple):
    """What finding out about a condition would cost, on the average, and how likely it is true.

    `first` is the question to begin with; None where nothing can be asked for it now.
    """

    effort: float
    true: float
    first: str | None


class _Asking(NamedTuple):
    """What it costs to get the value of a question, and the question to begin with."""

    effort: float
    first: str | None


_NOTHING = _Asking(0.0, None)


class _Outlooks:
    """The outlook of every condition that is unknown, each worked out once."""

    def __init__(self, protocol: Protocol, now: Situation) -> None:
        self._protocol = protocol
        self._now = now
        self._likely = likelihoods(protocol)
        self._askable = frozenset(now.askable)
        self._found: dict[Condition, _Outlook] = {}
        self._asked: dict[str, _Asking] = {}

    def of(self, condition: Condition) -> _Outlook:
        """Give the outlook of a condition that is unknown."""
        if condition not in self._found:
            self._found[condition] = self._work_out(condition)
        return self._found[condition]

    def parts(self, whole: Part) -> list[_Outlook]:
        """Give the outlooks of what has to come out so that a condition has this truth."""
        found = parts(self._protocol, self._now.truths, whole)
        return [self.of(one) if truth else _denied(self.of(one)) for one, truth in found]

    def _work_out(self, condition: Condition) -> _Outlook:
        match condition:
            case Not(member=member):
                return _denied(self.of(member))
            case CriterionRef(criterion=id):
                return self.of(self._protocol.criteria[id].rule)
            case DefinitionRef(definition=id):
                return self.of(self._protocol.definitions[id])
            case All() | NoneOf():
                return _all_of(self.parts(Part(condition, True)))
            case AnyOf():
                return _denied(_all_of(self.parts(Part(condition, False))))
            case AtLeast(least=least, members=members):
                return self._several(members, least)
            case _:
                return self._test(condition)

    def _several(self, members: Sequence[Condition], least: int) -> _Outlook:
        """Give the outlook of so many members being true, of those that are unknown."""
        truths = [(one, self._now.truths.of(one)) for one in members]
        least -= sum(truth is True for _one, truth in truths)
        parts = [self.of(one) for one, truth in truths if truth is None]
        if least == len(parts):
            return _all_of(parts)
        if least == 1:
            return _denied(_all_of([_denied(part) for part in parts]))
        return _several_of(parts, least)

    def _test(self, test: Leaf) -> _Outlook:
        effort, first = 0.0, None
        for question in questions_read(self._protocol.questions, test):
            asking = self._asking(question)
            effort += asking.effort
            first = first or asking.first
        return _Outlook(effort, self._likely.get(test, _EVEN), first)

    def _asking(self, id: str) -> _Asking:
        if id not in self._asked:
            # Where sections wait for each other, each is looked at once.
            self._asked[id] = _NOTHING
            self._asked[id] = self._work_out_asking(id)
        return self._asked[id]

    def _work_out_asking(self, id: str) -> _Asking:
        now, question = self._now, self._protocol.questions[id]
        applies = now.truths.applies(id)
        if applies is False or (applies and id in now.known):
            return _NOTHING
        effort, first, chance = 0.0, None, 1.0
        if applies is None and question.when is not None:
            effort, chance, first = self.of(question.when)
        if id in now.known:
            return _Asking(effort, first)
        own = self._own(id) if question.derive is None else self._inputs(id)
        return _Asking(effort + chance * own.effort, first or own.first)

    def _inputs(self, id: str) -> _Asking:
        effort, first = 0.0, None
        derive = self._protocol.questions[id].derive
        assert derive is not None
        for condition in conditions(derive):
            if self._now.truths.of(condition) is None:
                found = self.of(condition)
                effort, first = effort + found.effort, first or found.first
        for input in inputs(derive):
            asking = self._asking(input)
            effort, first = effort + asking.effort, first or asking.first
        return _Asking(effort, first)

    def _own(self, id: str) -> _Asking:
        """Give what the question itself costs, and what opens its section."""
        now, question = self._now, self._protocol.questions[id]
        if id in now.barred:
            return _NOTHING
        effort, first = float(question.effort), id if id in self._askable else None
        if now.section is not None and question.section != now.section:
            effort += LEAVING
        if question.section is not None and now.truths.after(question.section) is None:
            after = self._protocol.sections[question.section].after
            assert after is not None
            opening = self.of(after)
            effort, first = effort + opening.effort, first or opening.first
        return _Asking(effort, first)


def _denied(outlook: _Outlook) -> _Outlook:
    return outlook._replace(true=1 - outlook.true)


def _all_of(parts: Sequence[_Outlook]) -> _Outlook:
    """Give the outlook of all parts being true: asked until one is false."""
    effort, chance, first = 0.0, 1.0, None
    for part in sorted(
        parts, key=lambda one: (one.first is None, one.effort / max(1 - one.true, _TINY))
    ):
        effort += chance * part.effort
        chance *= part.true
        first = first or part.first
    return _Outlook(effort, chance, first)


def _several_of(parts: Sequence[_Outlook], least: int) -> _Outlook:
    """Give the outlook of so many parts being true: asked until enough are true, or false."""
    ordered = sorted(parts, key=lambda one: (one.first is None, one.effort))
    # The chances that so many were true before, and it is not decided yet.
    effort, chances = 0.0, {0: 1.0}
    for done, part in enumerate(ordered):
        effort += sum(chances.values()) * part.effort
        after: dict[int, float] = {}
        for count, chance in chances.items():
            for so_far, own in ((count + 1, part.true), (count, 1 - part.true)):
                if so_far < least <= so_far + len(ordered) - done - 1:
                    after[so_far] = after.get(so_far, 0.0) + chance * own
        chances = after
    true = some_of(least, [part.true for part in parts])
    return _Outlook(effort, true, next((one.first for one in ordered if one.first), None))
