"""What a screening led to beyond its decision, and the reasons that are kept as a code.

The codes are those of a screening log: few, fixed, and the same at every site, so that they can be
counted. What they say in words is said where it is shown.
"""

from collections.abc import Mapping
from enum import StrEnum


class Outcome(StrEnum):
    """What became of the candidate once the screening had come to its decision."""

    ENROLLED = "enrolled"
    #: Eligible, and not enrolled all the same.
    NOT_ENROLLED = "not_enrolled"
    #: Consent was refused.
    DECLINED = "declined"


class Code(StrEnum):
    """Why a candidate is not in the study, although no criterion says so."""

    NO_REASON = "no_reason"
    DECLINED = "declined"
    BURDEN = "burden"
    RISK = "risk"
    OTHER_TREATMENT = "other_treatment"
    MOVED = "moved"
    LOST = "lost"
    ELSEWHERE = "elsewhere"
    PHYSICIAN = "physician"
    CLOSED = "closed"
    #: Needs words.
    OTHER = "other"


#: What an event of a withdrawal is coded by, beside the outcomes.
WITHDRAWAL = "withdrawn"

_OF_THE_CANDIDATE = (
    Code.NO_REASON,
    Code.BURDEN,
    Code.RISK,
    Code.OTHER_TREATMENT,
    Code.ELSEWHERE,
    Code.MOVED,
    Code.OTHER,
)
#: The codes that each outcome may have, in the order in which they are offered.
CODES: Mapping[str, tuple[Code, ...]] = {
    WITHDRAWAL: _OF_THE_CANDIDATE,
    Outcome.DECLINED: _OF_THE_CANDIDATE,
    Outcome.NOT_ENROLLED: (
        Code.DECLINED,
        Code.LOST,
        Code.MOVED,
        Code.ELSEWHERE,
        Code.PHYSICIAN,
        Code.CLOSED,
        Code.OTHER,
    ),
}


def wrong_code(of: str, code: str | None, words: str | None) -> str | None:
    """Say what is wrong with a coded reason: `unknown`, or `words` where other needs them."""
    if code not in CODES.get(of, ()):
        return "unknown"
    return "words" if code == Code.OTHER and not (words and words.strip()) else None
