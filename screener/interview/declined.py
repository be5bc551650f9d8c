"""Whether a decision lets it be said that the candidate declined, and what speaks against that."""

from screener.interview.refusals import Refused
from screener.joining import listed
from screener.language import _, active_language
from screener.prose.rules import criterion_told
from screener.prose.values import answer_text
from screener.protocol.consent import consent_date, resting_on_consent
from screener.protocol.model import Decision, Protocol
from screener.record.decision import criteria_decided
from screener.record.events import Event
from screener.record.standing import Standing


def may_have_declined(protocol: Protocol, decision: Event) -> bool:
    """Tell whether a recorded decision allows that consent was refused.

    A criterion fails that rests on consent; or the rules have none, and the answers never say it.
    """
    resting = resting_on_consent(protocol)
    return not resting or not resting.isdisjoint(_failed(decision))


def not_declined(protocol: Protocol, decision: Event) -> Refused:
    """Say why a decision does not allow it, and what would do."""
    said = _("Consent is not recorded as refused: the candidate fails {criteria}.")
    return Refused(
        said.format(criteria=_failed_told(protocol, decision)),
        _(
            "If the candidate declines as well, answer the question about that and record the "
            "decision anew; /continue goes on to what was not asked."
        ),
    )


def declined_in_doubt(standing: Standing) -> str:
    """Say what speaks against a refusal of consent after the last decision; or nothing."""
    protocol, decisions = standing.protocol, standing.state.decisions
    if not decisions or decisions[-1].body["decision"] != Decision.INELIGIBLE:
        return ""
    if not may_have_declined(protocol, decisions[-1]):
        return ""
    failed = _failed_told(protocol, decisions[-1])
    if not resting_on_consent(protocol):
        said = _("No criterion of these rules rests on consent; the candidate fails {criteria}.")
        return said.format(criteria=failed)
    if not (signed := _consent_told(standing)):
        return ""
    # Whoever declines after having signed does so by another criterion, which is named here.
    said = _("Consent is recorded, of {date}; the candidate fails {criteria}.")
    return said.format(date=signed, criteria=failed)


def _consent_told(standing: Standing) -> str:
    """Say on which day consent was signed; nothing where it was not, or no question asks for it."""
    asked = consent_date(standing.protocol)
    if asked is None or standing.result.applies(asked.id) is False:
        return ""
    answer = standing.answers.get(asked.id)
    dated = answer is not None and answer.missing is None
    return answer_text(asked, answer, active_language()) or "" if answer and dated else ""


def _failed(decision: Event) -> list[str]:
    return [id for id, status in criteria_decided(decision).items() if status == "fail"]


def _failed_told(protocol: Protocol, decision: Event) -> str:
    return listed(criterion_told(protocol.criteria[id]) for id in _failed(decision))
