"""What time does to a screening that is under way, as of a day, for the list of screenings."""

from datetime import date
from typing import NamedTuple

from screener.protocol.model import Decision
from screener.record.standing import LackReason, Standing
from screener.record.state import ScreeningState


class Ahead(NamedTuple):
    """The dates to come, each None where there is none; all of them lie after the day.

    From `eligible_from` on the decision is eligible, from `perhaps_from` on it may be, by a date
    that is not exact; from `not_failing_from` on nothing fails that does now. `until` is the last
    day on which the decision is eligible, where it is so now, and where it cannot be determined the
    last on which all results count that do now. `possible_until` is the last day on which what
    cannot be determined yet can become eligible: from the next on it fails by time alone. `too_old`
    results are too old already and needed still.
    """

    decision: Decision
    eligible_from: date | None
    perhaps_from: date | None
    not_failing_from: date | None
    until: date | None
    possible_until: date | None
    too_old: int


def looks_ahead(state: ScreeningState) -> bool:
    """Tell whether dates to come mean anything: not where the screening has come to its end."""
    ends = (state.withdrawn, state.stopped, state.outcome, state.again, state.closed)
    return all(end is None for end in ends)


def look_ahead(standing: Standing) -> Ahead | None:
    """Give the dates to come; None where the screening has come to its end."""
    if not looks_ahead(standing.state):
        return None
    decision, found = standing.result.decision, standing.result.horizon

    def later(day: date | None) -> date | None:
        return day if day is not None and day > standing.on else None

    # What has failed needs no result any more.
    failed = decision is Decision.INELIGIBLE
    results_until = found.runs_out.last_day if found.runs_out else None
    until = found.eligible_until if decision is Decision.ELIGIBLE else results_until
    return Ahead(
        decision=decision,
        eligible_from=later(found.eligible_from),
        perhaps_from=later(found.perhaps_from),
        not_failing_from=later(found.not_failing_from),
        until=None if failed else until,
        possible_until=found.possible_until,
        too_old=0 if failed else sum(one.reason is LackReason.STALE for one in standing.lacks),
    )
