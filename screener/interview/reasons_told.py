"""Why every criterion stands where it does, from the rules alone, as a page.

What failed comes first, then what is open, and what is not assessed; what passes is last.
"""

from collections.abc import Iterable, Iterator

from screener.engine.decide import Status
from screener.engine.explain import Explanation, explain
from screener.interview.pages import Part
from screener.interview.said import Said
from screener.interview.told import status_told, was_redacted
from screener.joining import listed
from screener.language import N_, _
from screener.prose.rules import criterion_told
from screener.record.standing import Standing

_HEADINGS = {
    Status.FAIL: N_("Why these criteria fail"),
    Status.OPEN: N_("Why these criteria are open"),
    Status.PASS: N_("Why these criteria pass"),
}
_NOT_ASSESSED = "not_assessed"


def reasons_told(
    standing: Standing, language: str, statuses: Iterable[Status] = _HEADINGS
) -> Iterator[Part]:
    """Give the page, a part for each status in which a criterion stands.

    Those that are not assessed are apart from those that are open: nothing more is asked for them.
    """
    for status in statuses:
        found = [id for id, one in standing.result.criteria.items() if one.status is status]
        assessed = [id for id in found if standing.stands[id] != _NOT_ASSESSED]
        rest = [id for id in found if standing.stands[id] == _NOT_ASSESSED]
        for heading, criteria in ((_(_HEADINGS[status]), assessed), (_why_not(standing), rest)):
            if criteria:
                lines = (line for id in criteria for line in reason_said(standing, id, language))
                yield Part(heading, tuple(lines))


def _why_not(standing: Standing) -> str:
    """Say why criteria are not assessed."""
    if standing.result.stops:
        failed = (criterion_told(standing.protocol.criteria[id]) for id in standing.failed)
        said = _("Not assessed, as the interview ended at {criteria}")
        return said.format(criteria=listed(failed))
    if standing.was_ended:
        return _("Not assessed, as the interview ended before")
    return _("Not assessed, as nothing more can be asked for them")


def reason_said(standing: Standing, criterion: str, language: str) -> Iterator[Said]:
    """Say of one criterion what it asks, what was answered, and why it follows.

    Of one that is not assessed, nothing follows, and no answer is waited for.
    """
    told: Explanation = explain(standing.result, criterion, language)
    stands = standing.stands[criterion]
    yield Said(0, status_told(stands), told.name, stands)
    yield Said(1, told.text)
    yield Said(1, told.asks)
    for step in told.steps:
        yield Said(1 + step.depth, f"· {step.line}")
    if stands == _NOT_ASSESSED:
        return
    yield Said(1, told.follows)
    for lacking in told.missing:
        redacted = standing.taken_out(lacking.question)
        yield Said(1, was_redacted() if redacted else lacking.reason, lacking.text)
        if lacking.not_enough:
            yield Said(2, lacking.not_enough)
        for effect in lacking.effects:
            yield Said(2, effect)
