"""What time does to a screening that is under way, as of a day, for the list of screenings."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from screener.protocol.conditions import SeriesTest
from screener.protocol.model import Decision
from screener.record.standing import LackReason, Standing
from screener.record.state import ScreeningState

if TYPE_CHECKING:
    from screener.engine.horizon import Horizon


@dataclass(frozen=True, slots=True)
class Ahead:
    """The dates to come, each None where there is none; all of them lie after the day.

    From `eligible_from` on the decision is eligible, from `perhaps_from` on it may be, by a date
    that is not exact; from `not_failing_from` on nothing fails that does now. `until` is the last
    day on which the decision is eligible, where it is so now, and where it cannot be determined the
    last on which all results count. `too_old` results are too old already and needed still.
    """

    decision: Decision
    eligible_from: date | None
    perhaps_from: date | None
    not_failing_from: date | None
    until: date | None
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
    until = found.eligible_until if decision is Decision.ELIGIBLE else results_until(found)
    return Ahead(
        decision=decision,
        eligible_from=later(found.eligible_from),
        perhaps_from=later(found.perhaps_from),
        not_failing_from=later(found.not_failing_from),
        until=None if failed else until,
        too_old=0 if failed else sum(one.reason is LackReason.STALE for one in standing.lacks),
    )


def results_until(found: "Horizon") -> date | None:
    """Give the last day on which all results count that do now; None where none runs out.

    A result is an answer that is valid for a time, or the rows of a series. An age is none.
    """
    runs_out = found.runs_out
    if runs_out is None:
        return None
    tests = (one.test for turn in runs_out.turns for one in turn.tests)
    if runs_out.stale or any(isinstance(test, SeriesTest) for test in tests):
        return runs_out.day - timedelta(days=1)
    return None
