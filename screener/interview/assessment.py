"""What an investigator has before their eyes to agree with and to sign."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from screener.interview import effects
from screener.interview.effects import Change
from screener.protocol.model import Protocol
from screener.protocol.values import Value
from screener.record.assessing import Agreement
from screener.record.events import Event, Person
from screener.record.shown import criterion_shown, decision_shown, hash_of
from screener.record.signatures import Obstacle, agreements, last_agreements, obstacles
from screener.record.standing import Standing
from screener.record.state import ScreeningState


class Derived(NamedTuple):
    """A derived question that has another value by time alone."""

    question: str
    before: Value | None
    after: Value | None


class Assessment(NamedTuple):
    """What an investigator has before their eyes on the day, and how far they have come.

    `agreed` are the criteria agreed with as they stand; `lapsed` are the last agreements with those
    that have changed since. `time_changes` and `became_stale` are what time alone has done since
    the decision was recorded, `derived` the derived questions that have another value by it.
    """

    standing: Standing
    recorded: Event | None
    agreed: Mapping[str, Agreement]
    lapsed: Mapping[str, Agreement]
    hindered: tuple[Obstacle, ...]
    time_changes: tuple[Change, ...]
    became_stale: tuple[str, ...]
    derived: tuple[Derived, ...]

    def seen_of(self, criterion: str) -> str:
        """Give the hash of what a criterion shows."""
        return hash_of(criterion_shown(self.standing, criterion, self.standing.state.version + 1))

    @property
    def seen(self) -> str:
        """The hash of all that is shown with the recorded decision."""
        if self.recorded is None:
            return ""
        until = self.standing.state.version + 1
        return hash_of(decision_shown(self.standing, self.recorded, until))


def assess(protocol: Protocol, state: ScreeningState, person: Person, on: date) -> Assessment:
    """Evaluate for a day, and tell how far a person's assessment has come."""
    standing = Standing(protocol, state, on)
    agreed, last = agreements(standing, person), last_agreements(state, person)
    recorded = state.decisions[-1] if state.decisions else None
    then = Standing(protocol, state, recorded.on if recorded else on)
    gone = standing.result.stale - then.result.stale
    before, now = then.result.value, standing.result.value
    derived = [
        Derived(id, before(id), now(id))
        for id, question in protocol.questions.items()
        if question.derive
    ]
    return Assessment(
        standing=standing,
        recorded=recorded,
        agreed=agreed,
        lapsed={id: one for id, one in last.items() if id not in agreed},
        hindered=obstacles(standing, person),
        time_changes=effects.changes(then, standing),
        became_stale=tuple(id for id in protocol.questions if id in gone),
        derived=tuple(one for one in derived if one.before != one.after),
    )
