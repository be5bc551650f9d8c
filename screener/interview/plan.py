"""Which questions come next: the sections' order, what a rule needs and what the record needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from screener.engine.needs import in_order
from screener.protocol.model import Role
from screener.record.standing import Standing


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be asked now, in order; `held` waits for the investigator."""

    upcoming: tuple[str, ...]
    held: tuple[str, ...]


def plan(standing: Standing, role: Role) -> Plan:
    """Plan the rest of the interview for a person in this role.

    Asked is every question that can still change an open criterion, and every one for the record
    whose section is open. A skipped question comes again at the end.
    """
    left = questions_left(standing)
    questions = standing.protocol.questions
    held = tuple(
        id
        for id in left
        if role is Role.SCREENER and questions[id].answered_by is Role.INVESTIGATOR
    )
    return Plan(_skipped_last([id for id in left if id not in held], standing), held)


def questions_left(standing: Standing) -> tuple[str, ...]:
    """Give every question that may be asked now, whoever answers it."""
    state, result = standing.state, standing.result
    if result.stops or state.withdrawn or state.stopped:
        return ()
    return in_order(standing.protocol, {*result.needed(), *result.record_questions()})


def _skipped_last(left: Sequence[str], standing: Standing) -> tuple[str, ...]:
    skipped = [id for id in standing.state.skipped if id in left]
    return (*(id for id in left if id not in skipped), *skipped)
