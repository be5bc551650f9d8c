"""Screening a candidate again: which screening may be followed by another, and beginning it."""

from collections.abc import Sequence

from screener.interview.listing import of_candidate
from screener.language import _
from screener.record.summary import ScreeningSummary, Stage


def followed(summaries: Sequence[ScreeningSummary], code: str) -> ScreeningSummary | None:
    """Give the candidate's screening that another one would follow: the last one that none does."""
    last = [one for one in of_candidate(summaries, code) if one.again is None]
    running = [one for one in last if why_not_again(one)]
    return (running or last)[-1] if last else None


def why_not_again(summary: ScreeningSummary) -> str:
    """Say why the candidate cannot be screened again after a screening; nothing where they can."""
    number = summary.number
    if summary.stage is Stage.ENROLLED:
        return _("The candidate is enrolled, as {number} says.").format(number=number)
    if summary.over:
        return ""
    said = _("{number} has not ended. The candidate can be screened again once it has.")
    if summary.stage is Stage.INELIGIBLE:
        said = _("The decision of {number} is not recorded yet. Open it and record the decision.")
    return said.format(number=number)
