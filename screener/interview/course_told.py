"""What is told of a screening as a whole: whose it is, what it led to, and what was corrected."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from screener.interview.all_answers import exact
from screener.interview.outcomes_told import outcome_told
from screener.interview.said import Said, closing_lines, said_by
from screener.interview.told import again_told, redacted_told
from screener.joining import phrases
from screener.language import _
from screener.record.events import Event
from screener.record.history import AwaitedClosed, Closing, EndedAtFailure, OutcomeGiven
from screener.record.rights import role_told
from screener.record.standing import Standing
from screener.record.state import ScreeningState
from screener.record.tombstones import tombstones_of


def course_said(state: ScreeningState, moment: Callable[[datetime], str]) -> Iterator[Said]:
    """Say which screening it follows, its outcome, and each correction with who, when and why."""
    if state.earlier is not None:
        said = _("The candidate was screened before, in {number}.").format(number=state.earlier)
        yield Said(0, said)
    if state.again is not None:
        yield Said(0, again_told(state.again))
    for one in state.mistyped_codes:
        said = _("The candidate's code was mistyped, and corrected; it was: {code}.")
        yield Said(0, said.format(code=one.code))
        yield from said_by(_("corrected by {name}, {role}, {time}"), one.corrected, moment)
    for given in state.outcomes:
        yield from _outcome(given, state, moment)
    for mistake in state.mistaken_withdrawals:
        yield Said(0, _("A withdrawal was recorded by mistake, and corrected."))
        yield from closing_lines(mistake.recorded, moment)
        yield from said_by(_("corrected by {name}, {role}, {time}"), mistake.corrected, moment)
    for event in state.redactions:
        yield Said(0, redacted_told(event))
        person = event.person
        yield Said(1, phrases((person.name, role_told(person.role), moment(event.at))))


def awaited_closed_said(
    standing: Standing, ask: Callable[[str], str], moment: Callable[[datetime], str]
) -> Iterator[Said]:
    """Say which results are not awaited any more, who closed each without an answer, and why."""
    for one in standing.state.awaited_closed:
        if standing.not_awaited(one.question) is one.closing:
            yield Said(0, ask(one.question), _("Not awaited any more"))
            yield from said_by(_("closed by {name}, {role}, {time}"), one.closing, moment)


def _outcome(
    given: OutcomeGiven, state: ScreeningState, moment: Callable[[datetime], str]
) -> Iterator[Said]:
    label = _("Outcome") if given is state.outcomes[-1] else _("Outcome before that")
    yield Said(0, outcome_told(given), label)
    yield from closing_lines(given.closing, moment)
    if given.why:
        said = _("the outcome before was wrong: {reason}").format(reason=given.why)
        yield Said(1, said)


def course_data(state: ScreeningState) -> Mapping[str, object]:
    """Give the same as data."""
    return {
        "earlier_screening": state.earlier,
        "later_screening": state.again,
        "mistyped_codes": [
            {"code": one.code, "corrected": closing_data(one.corrected)}
            for one in state.mistyped_codes
        ],
        "outcomes": [
            {
                "outcome": given.outcome,
                "on": given.on.isoformat() if given.on else None,
                "why": given.why,
                **(closing_data(given.closing) or {}),
            }
            for given in state.outcomes
        ],
        **(
            {"awaited_closed": list(map(_awaited_closed_data, state.awaited_closed))}
            if state.awaited_closed
            else {}
        ),
        **(
            {"redactions": list(map(_redaction_data, state.redactions))} if state.redactions else {}
        ),
        "mistaken_withdrawals": [
            {"recorded": closing_data(one.recorded), "corrected": closing_data(one.corrected)}
            for one in state.mistaken_withdrawals
        ],
    }


def closing_data(closing: Closing | None) -> Mapping[str, object] | None:
    """Give as data who ended it, when and why; None where nobody did."""
    if closing is None:
        return None
    person = closing.person
    return {
        "by": person.name,
        "role": person.role.value,
        "at": exact(closing.at),
        **({"code": closing.code} if closing.code else {}),
        "reason": closing.reason,
    }


def ended_data(ended: EndedAtFailure | None) -> Mapping[str, object] | None:
    """Give as data who ended the interview at a failed criterion; None where nobody did."""
    if ended is None:
        return None
    closing = {**(closing_data(ended.closing) or {})}
    closing.pop("reason")
    return {**closing, "failed": ended.failed, "not_assessed": ended.not_assessed}


def _awaited_closed_data(closed: AwaitedClosed) -> Mapping[str, object]:
    return {
        "question": closed.question,
        "answer": closed.entry,
        **(closing_data(closed.closing) or {}),
    }


def _redaction_data(event: Event) -> Mapping[str, object]:
    return {
        "event": event.version,
        "by": event.person.name,
        "role": event.person.role.value,
        "at": exact(event.at),
        "reason": event.body["reason"],
        "events": [stone.version for stone in tombstones_of(event.body)],
    }
