"""How a screening ends, folded: stopped, withdrawn, what it led to, and what follows it."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from screener.record.events import Event
from screener.record.fields import bad, maybe_text_of, text_of, texts_of
from screener.record.history import (
    Closing,
    EndedAtFailure,
    MistakenWithdrawal,
    MistypedCode,
    OutcomeGiven,
)
from screener.record.outcomes import WITHDRAWAL, Outcome, wrong_code

if TYPE_CHECKING:
    from screener.record.state import ScreeningState


def stopped(state: "ScreeningState", event: Event) -> "ScreeningState":
    """The interview ended before its end."""
    if state.stopped is not None:
        raise bad(event, "it was stopped already")
    return replace(state, stopped=closing_of(event))


def continued_after_failure(state: "ScreeningState", event: Event) -> "ScreeningState":
    """The interview goes on after a failed criterion, also where it had ended there."""
    return replace(state, continued=True, ended_at_failure=None)


def ended_at_failure(state: "ScreeningState", event: Event) -> "ScreeningState":
    """The interview ends at a failed criterion, also where it had gone on after that."""
    failed = texts_of(event, "failed")
    if not failed:
        raise bad(event, "it names no criterion that failed")
    ended = EndedAtFailure(failed, texts_of(event, "not_assessed"), closing_of(event))
    return replace(state, continued=False, ended_at_failure=ended)


def withdrawn(state: "ScreeningState", event: Event) -> "ScreeningState":
    """The candidate withdrew; a reason without a code is of a time that had none."""
    if state.withdrawn is not None:
        raise bad(event, "the candidate had withdrawn already")
    if "code" in event.body:
        _check_code(event, WITHDRAWAL)
    return replace(state, withdrawn=closing_of(event))


def withdrawal_corrected(state: "ScreeningState", event: Event) -> "ScreeningState":
    """A withdrawal was recorded by mistake."""
    if state.withdrawn is None:
        raise bad(event, "the candidate had not withdrawn")
    mistaken = MistakenWithdrawal(state.withdrawn, closing_of(event))
    told = (*state.mistaken_withdrawals, mistaken)
    return replace(state, withdrawn=None, mistaken_withdrawals=told)


def outcome_recorded(state: "ScreeningState", event: Event) -> "ScreeningState":
    """What the screening led to; another one than before only with why that was wrong."""
    given = outcome_of(event)
    if (state.outcome is not None) is not (given.why is not None):
        raise bad(event, "another outcome needs why the one before it was wrong, and a first none")
    if given.outcome in (Outcome.NOT_ENROLLED, Outcome.DECLINED):
        _check_code(event, given.outcome)
    elif given.closing.code is not None:
        raise bad(event, "this outcome has no coded reason")
    dated = given.on is not None or (event.redacted is not None and "on" in event.redacted.gone)
    if (given.outcome is Outcome.ENROLLED) is not dated:
        raise bad(event, "an enrolment has its day, and nothing else has one")
    return replace(state, outcomes=(*state.outcomes, given))


def candidate_corrected(state: "ScreeningState", event: Event) -> "ScreeningState":
    """The candidate's code had been mistyped."""
    if text_of(event, "from") != state.candidate:
        raise bad(event, "the code that was corrected is not the candidate's")
    text_of(event, "reason")
    mistyped = (*state.mistyped_codes, MistypedCode(state.candidate, closing_of(event)))
    return replace(state, candidate=text_of(event, "to"), mistyped_codes=mistyped)


def screened_again(state: "ScreeningState", event: Event) -> "ScreeningState":
    """Another screening of the candidate follows this one."""
    if state.again is not None:
        raise bad(event, "the candidate was screened again already")
    return replace(state, again=text_of(event, "screening"))


def closing_of(event: Event) -> Closing:
    """Read who ended or corrected something, when and why."""
    reason, code = maybe_text_of(event, "reason"), maybe_text_of(event, "code")
    return Closing(event.version, reason, event.person, event.at, event.head, code)


def outcome_of(event: Event) -> OutcomeGiven:
    """Read what a screening led to."""
    why = maybe_text_of(event, "why")
    return OutcomeGiven(_outcome(event), _day(event), why, closing_of(event))


def _check_code(event: Event, of: str) -> None:
    wrong = wrong_code(of, maybe_text_of(event, "code"), maybe_text_of(event, "reason"))
    if wrong is not None:
        raise bad(event, "its coded reason is none, or is other without words")


def _outcome(event: Event) -> Outcome | None:
    if event.body["outcome"] is None:
        return None
    try:
        return Outcome(text_of(event, "outcome"))
    except ValueError:
        raise bad(event, f"there is no outcome {event.body['outcome']}") from None


def _day(event: Event) -> date | None:
    text = maybe_text_of(event, "on")
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise bad(event, "its day is none") from None
