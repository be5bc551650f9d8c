"""Why every criterion stands where it does, from the rules alone, as a page.

What failed comes first, then what is open; what passes is last.
"""

from collections.abc import Iterable, Iterator

from screener.engine.decide import Status
from screener.engine.explain import Explanation, explain
from screener.interview.pages import Part
from screener.interview.said import Said
from screener.interview.told import status_told
from screener.language import N_, _
from screener.record.standing import Standing

_HEADINGS = {
    Status.FAIL: N_("Why these criteria fail"),
    Status.OPEN: N_("Why these criteria are open"),
    Status.PASS: N_("Why these criteria pass"),
}


def reasons_told(
    standing: Standing, language: str, statuses: Iterable[Status] = _HEADINGS
) -> Iterator[Part]:
    """Give the page, a part for each status in which a criterion stands."""
    criteria = standing.result.criteria
    for status in statuses:
        lines = [
            line
            for id, found in criteria.items()
            if found.status is status
            for line in reason_said(standing, id, language)
        ]
        if lines:
            yield Part(_(_HEADINGS[status]), tuple(lines))


def reason_said(standing: Standing, criterion: str, language: str) -> Iterator[Said]:
    """Say of one criterion what it asks, what was answered, and why it follows."""
    told: Explanation = explain(standing.result, criterion, language)
    stands = standing.stands[criterion]
    yield Said(0, status_told(stands), told.name, stands)
    yield Said(1, told.text)
    yield Said(1, told.asks)
    for step in told.steps:
        yield Said(1 + step.depth, f"· {step.line}")
    yield Said(1, told.follows)
    for lacking in told.missing:
        yield Said(1, lacking.reason, lacking.text)
        if lacking.not_enough:
            yield Said(2, lacking.not_enough)
        for effect in lacking.effects:
            yield Said(2, effect)
