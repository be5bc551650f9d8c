"""Which questions are about consent: known by how rules files call them."""

from screener.protocol.model import Protocol, Question, QuestionType
from screener.protocol.reach import reach

#: The section that asks for consent, and how the ids of its questions begin elsewhere.
CONSENT = "consent"
#: The question for the day on which consent was signed.
_DATE = "consent_date"


def is_about_consent(question: Question) -> bool:
    """Tell whether a question is about consent: each screening asks it anew."""
    return question.section == CONSENT or question.id.split("_")[0] == CONSENT


def resting_on_consent(protocol: Protocol) -> frozenset[str]:
    """Give the criteria whose rules rest on a question about consent, whatever stands between."""
    about = {id for id, question in protocol.questions.items() if is_about_consent(question)}
    found = reach(protocol).items()
    return frozenset(id for id, questions in found if not about.isdisjoint(questions))


def consent_date(protocol: Protocol) -> Question | None:
    """Give the question for the day of consent; None where the protocol has none of that name."""
    asked = protocol.questions.get(_DATE)
    return asked if asked is not None and asked.type is QuestionType.DATE else None
