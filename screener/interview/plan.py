"""Which questions come next: the sections' order, what a rule needs and what the record needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from screener.protocol.roles import Role
from screener.record.standing import Standing


@dataclass(frozen=True, slots=True)
class Plan:
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
    alone is asked everything in the file's order, so that a judgement comes after the findings.
    """
    left = () if standing.ended else standing.askable
    questions = standing.protocol.questions
    theirs = tuple(id for id in left if questions[id].answered_by is Role.INVESTIGATOR)
    others = tuple(id for id in left if id not in theirs)
    if role is Role.SCREENER:
        return Plan(_skipped_last(others, standing), theirs)
    if not _shared(standing):
        return Plan(_skipped_last(left, standing), ())
    upcoming = (*_skipped_last(theirs, standing), *_skipped_last(others, standing))
    return Plan(upcoming, (), others)


def _shared(standing: Standing) -> bool:
    """Tell whether a screener works on this screening too."""
    state = standing.state
    entries = (entry for record in state.answers.values() for entry in record.history)
    people = (state.opened.person, *(entry.person for entry in entries))
    return any(person.role is Role.SCREENER for person in people)


def _skipped_last(left: Sequence[str], standing: Standing) -> tuple[str, ...]:
    skipped = [id for id in standing.state.skipped if id in left]
    return (*(id for id in left if id not in skipped), *skipped)
