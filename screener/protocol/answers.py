"""An answer, as checked against its question; section 6 of the rule language."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from screener.protocol.values import Day, Value


class Missing(StrEnum):
    """Why there is no answer."""

    PENDING = "pending"
    UNKNOWN = "unknown"
    NOT_DONE = "not_done"
    REFUSED = "refused"


class SourceKind(StrEnum):
    """Where an answer comes from."""

    CANDIDATE = "candidate"
    RELATIVE = "relative"
    EXAMINATION = "examination"
    CHART = "chart"
    LABORATORY_REPORT = "laboratory_report"
    OTHER_DOCUMENT = "other_document"


class Through(StrEnum):
    """Which interpreter an answer came through."""

    PROFESSIONAL = "professional"
    STAFF = "staff"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer comes from: the kind, the document's reference, the interpreter."""

    kind: SourceKind
    reference: str | None = None
    through: Through | None = None


#: The keys of an answer that is written as a mapping.
ANSWER_KEYS = ("value", "missing", "due", "observed_on", "source", "note")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a value, or the reason why there is none; never both.

    `value` is as in `screener.protocol.values`. `observed_on` may be partial (a `DateRange`).
    """

    value: Value | None = None
    missing: Missing | None = None
    due: date | None = None
    observed_on: Day | None = None
    source: Source | None = None
    note: str | None = None
