"""A protocol as read from its rules file: immutable, complete, and already checked."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from screener.protocol.answers import Answer
from screener.protocol.conditions import Condition, Place, Reference
from screener.protocol.derivations import Derivation
from screener.protocol.durations import Duration
from screener.protocol.problems import Problem
from screener.protocol.roles import Role
from screener.protocol.text import Text


class QuestionType(StrEnum):
    """What kind of value a question has."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    CHOICES = "choices"
    INTEGER = "integer"
    DECIMAL = "decimal"
    QUANTITY = "quantity"
    DATE = "date"
    TEXT = "text"
    SERIES = "series"

    @property
    def is_number(self) -> bool:
        """Tell whether the value is a number."""
        return self in _NUMBERS


_NUMBERS = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.QUANTITY})


class Changes(StrEnum):
    """Whether a later answer may differ."""

    NEVER = "never"
    WITH_TIME = "with_time"
    CAN = "can"


class OnFailure(StrEnum):
    """What the interview does at the first failed criterion."""

    STOP = "stop"
    CONTINUE = "continue"


class Kind(StrEnum):
    """Which of the two lists a criterion stands in."""

    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"


class Decision(StrEnum):
    """The three things a screening can say."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Concept:
    """A fact in a terminology such as LOINC or SNOMED CT."""

    system: str
    code: str


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One question, or one field of a series.

    `units` maps every accepted unit to its factor, the canonical one (factor 1) first.
    `minimum` and `maximum` are numbers in the canonical unit, or for a date a full date or the
    reference date. `options` keeps the file's order, which is the rank where `ordered`.
    """

    id: str
    type: QuestionType
    place: Place
    ask: Text | None = None
    help: Text | None = None
    section: str | None = None
    options: Mapping[str, Text] = field(default_factory=dict)
    ordered: bool = False
    unit: str | None = None
    units: Mapping[str, Decimal] = field(default_factory=dict)
    minimum: Decimal | datetime.date | Reference | None = None
    maximum: Decimal | datetime.date | Reference | None = None
    future: bool = False
    ongoing: bool = False
    fields: Mapping[str, "Question"] = field(default_factory=dict)
    when: Condition | None = None
    derive: Derivation | None = None
    valid_for: Duration | None = None
    for_record: bool = False
    answered_by: Role = Role.SCREENER
    effort: Decimal = Decimal(1)
    changes: Changes = Changes.NEVER
    concept: Concept | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A chapter of the conversation; nothing of it is asked until `after` is true."""

    id: str
    title: Text
    place: Place
    after: Condition | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Criterion:
    """One inclusion or exclusion criterion, in the protocol's own words."""

    id: str
    kind: Kind
    text: Text
    rule: Condition
    place: Place
    label: str | None = None
    source: str | None = None
    help: Text | None = None
    supersedes: str | None = None
    expected_failure: Decimal | None = None

    @property
    def printed(self) -> str:
        """The number printed in the protocol, else the id."""
        return self.label or self.id


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an example must come to; None is not looked at."""

    decision: Decision
    fails: tuple[str, ...] | None = None
    open: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A worked candidate: its answers complete, `based_on` already followed."""

    name: str
    on: datetime.date
    answers: Mapping[str, Answer]
    expect: Expectation
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Protocol:
    """One version of one protocol. Mappings keep the file's order; inclusion comes first."""

    id: str
    version: str
    title: Text
    languages: tuple[str, ...]
    on_failure: OnFailure
    questions: Mapping[str, Question]
    sections: Mapping[str, Section]
    definitions: Mapping[str, Condition]
    criteria: Mapping[str, Criterion]
    examples: tuple[Example, ...]
    sha256: str
    source_bytes: bytes
    path: str
    date: datetime.date | None = None
    sponsor: Text | None = None
    source: str | None = None
    problems: tuple[Problem, ...] = ()
