"""Withdrawals that were recorded by mistake: who recorded each, who corrected it, when and why."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from screener.interview.account import Said, closing_lines, said_by
from screener.interview.all_answers import exact
from screener.language import _
from screener.record.history import Closing
from screener.record.state import ScreeningState


def mistaken_withdrawals(
    state: ScreeningState, moment: Callable[[datetime], str]
) -> Iterator[Said]:
    """Say of each what was recorded, and how it was corrected."""
    for one in state.mistaken_withdrawals:
        yield Said(0, _("A withdrawal was recorded by mistake, and corrected."))
        yield from closing_lines(one.recorded, moment)
        yield from said_by(_("corrected by {name}, {role}, {time}"), one.corrected, moment)


def mistaken_withdrawals_data(state: ScreeningState) -> list[Mapping[str, object]]:
    """Give the same as data."""
    return [
        {"recorded": closing_data(one.recorded), "corrected": closing_data(one.corrected)}
        for one in state.mistaken_withdrawals
    ]


def closing_data(closing: Closing | None) -> Mapping[str, object] | None:
    """Give as data who ended it, when and why; None where nobody did."""
    if closing is None:
        return None
    person = closing.person
    return {
        "by": person.name,
        "role": person.role.value,
        "at": exact(closing.at),
        "reason": closing.reason,
    }
