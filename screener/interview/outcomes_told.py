"""What a screening led to, and the coded reasons, in words."""

from collections.abc import Mapping

from screener.joining import aside, clauses
from screener.language import N_, _, active_language
from screener.prose.values import day_text
from screener.record.history import Closing, OutcomeGiven
from screener.record.outcomes import CODES, Code, Outcome

_OUTCOMES: Mapping[str, str] = {
    Outcome.ENROLLED: N_("enrolled"),
    Outcome.NOT_ENROLLED: N_("eligible, not enrolled"),
    Outcome.DECLINED: N_("declined to take part"),
}
_CODES: Mapping[str, str] = {
    Code.NO_REASON: N_("no reason given"),
    Code.DECLINED: N_("the candidate decided not to take part"),
    Code.BURDEN: N_("visits or examinations are too much"),
    Code.RISK: N_("worries about risks or side effects"),
    Code.OTHER_TREATMENT: N_("chose another treatment"),
    Code.MOVED: N_("moved away, or lives too far off"),
    Code.LOST: N_("lost to follow-up: cannot be reached"),
    Code.ELSEWHERE: N_("takes part in another study"),
    Code.PHYSICIAN: N_("the physician's decision"),
    Code.CLOSED: N_("the study is closed to recruitment"),
    Code.OTHER: N_("another reason"),
}


def outcome_word(outcome: str) -> str:
    """Name an outcome."""
    return _(_OUTCOMES[outcome])


def outcome_told(given: OutcomeGiven) -> str:
    """Say an outcome, of an enrolment with its day; of one taken back that there is none."""
    if given.outcome is None:
        return _("none yet")
    said = outcome_word(given.outcome)
    return aside(said, day_text(given.on, active_language())) if given.on else said


def code_word(code: str) -> str:
    """Say a coded reason."""
    return _(_CODES[code])


def codes_offered(of: str) -> tuple[tuple[Code, str], ...]:
    """Give the coded reasons of a withdrawal or an outcome in words, as they are offered."""
    return tuple((code, code_word(code)) for code in CODES[of])


def reason_told(closing: Closing) -> str:
    """Say the reason behind a closing: its code, its words, or both; nothing where there is none.

    What was recorded before there were codes has words alone.
    """
    if closing.code is None or closing.code == Code.OTHER:
        return closing.reason or ""
    return clauses((code_word(closing.code), closing.reason or ""))
