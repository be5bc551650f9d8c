"""Which questions come next: in the protocol's order, or what brings the decision nearest first."""

from collections.abc import Sequence
from typing import NamedTuple

from screener.protocol.roles import Role
from screener.record.events import Order
from screener.record.standing import Standing


class Plan(NamedTuple):
    """What would be asked now, in order; `held` waits for the investigator.

    `after` are those of an investigator's `upcoming` that are left for the screener who works on
    it too; they come behind the investigator's own.
    """

    upcoming: tuple[str, ...]
    held: tuple[str, ...]
    after: tuple[str, ...] = ()


def plan(standing: Standing, role: Role) -> Plan:
    """Plan the rest of the interview for a person in this role.

    Asked is every question that can still change an open criterion, and every one for the record
    whose section is open. A skipped question comes again at the end. An investigator who joins a
    screener's screening is asked first what only investigators answer; one who leads the interview
    alone is asked everything in its order, so that a judgement comes after the findings.
    """
    left = () if standing.ended else standing.askable
    questions = standing.protocol.questions
    theirs = tuple(id for id in left if questions[id].answered_by is Role.INVESTIGATOR)
    others = tuple(id for id in left if id not in theirs)
    if role is Role.SCREENER:
        return Plan(_ordered(others, standing), theirs)
    if not _shared(standing):
        return Plan(_ordered(left, standing), ())
    return Plan((*_ordered(theirs, standing), *_ordered(others, standing)), (), others)


def _shared(standing: Standing) -> bool:
    """Tell whether a screener works on this screening too."""
    state = standing.state
    entries = (entry for record in state.answers.values() for entry in record.history)
    people = (state.opened.person, *(entry.person for entry in entries))
    return any(person.role is Role.SCREENER for person in people)


def _ordered(left: Sequence[str], standing: Standing) -> tuple[str, ...]:
    skipped = [id for id in standing.state.skipped if id in left]
    asked = [id for id in left if id not in skipped]
    if standing.state.order is Order.EFFORT:
        asked = _best_first(asked, standing)
    return (*asked, *skipped)


def _best_first(asked: list[str], standing: Standing) -> list[str]:
    """Put first what brings the decision nearest for the least effort.

    What is for the record alone comes before the talk leaves its section: nobody goes back for it.
    """
    needed, questions = frozenset(standing.result.needed()), standing.protocol.questions
    section = _section(standing)
    best = standing.result.best([id for id in asked if id in needed], section)
    if best is None:
        return asked
    here = [id for id in asked if id not in needed and questions[id].section == section]
    first = [best] if questions[best].section == section else [*here, best]
    return [*first, *(id for id in asked if id not in first)]


def _section(standing: Standing) -> str | None:
    """Give the section in which the talk is: that of the last answer."""
    last = [(record.history[-1].version, id) for id, record in standing.state.answers.items()]
    return standing.protocol.questions[max(last)[1]].section if last else None
