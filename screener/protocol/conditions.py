"""The condition tree: what every reader of the rules reads.

Nodes compare by identity: a node is a place in the file, so two equal tests at two places are
two leaves. A reader is a function over these nodes, in a file of its own; nodes have no methods.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum

from screener.protocol.durations import Duration


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the rules file; line and column count from 1."""

    line: int
    column: int


class Reference(Enum):
    """The reference date, where a rule names it instead of a date."""

    REFERENCE = "reference"


REFERENCE = Reference.REFERENCE


@dataclass(frozen=True, slots=True)
class Answered:
    """The value of another question, times a factor where it is a number.

    Inside an entry's condition `field` is true where the name is a field of the entry.
    """

    question: str
    times: Decimal = Decimal(1)
    field: bool = False


class Comparison(StrEnum):
    """How a number, an ordered option or a span of time is compared with its bound."""

    EQUAL = "equal"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"


class DateComparison(StrEnum):
    """How a date is compared with another."""

    BEFORE = "before"
    AFTER = "after"
    ON_OR_BEFORE = "on_or_before"
    ON_OR_AFTER = "on_or_after"


class SetComparison(StrEnum):
    """How a set of options is compared with listed ones."""

    ANY_OF = "any_of"
    ALL_OF = "all_of"
    NONE_OF = "none_of"


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A condition, at its place in the file."""

    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class All(Node):
    """True when every member is true."""

    members: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, eq=False)
class AnyOf(Node):
    """True when some member is true."""

    members: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, eq=False)
class NoneOf(Node):
    """True when no member is true: not `AnyOf`."""

    members: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Not(Node):
    """True when the member is false."""

    member: "Condition"


@dataclass(frozen=True, slots=True, eq=False)
class AtLeast(Node):
    """True when `least` or more members are true."""

    least: int
    members: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, eq=False)
class CriterionRef(Node):
    """True when that criterion's rule is true."""

    criterion: str


@dataclass(frozen=True, slots=True, eq=False)
class DefinitionRef(Node):
    """True when that definition is true."""

    definition: str


@dataclass(frozen=True, slots=True, eq=False)
class Test(Node):
    """One operator on one question (inside an entry's condition: on one field): a leaf."""

    question: str


@dataclass(frozen=True, slots=True, eq=False)
class BooleanTest(Test):
    """The answer is yes (`wanted`), or no."""

    wanted: bool


@dataclass(frozen=True, slots=True, eq=False)
class ChoiceTest(Test):
    """The answer is one of the options, or with `negated` none of them."""

    options: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class OrderTest(Test):
    """The answer stands at, above or below an option of an ordered choice (never `EQUAL`)."""

    comparison: Comparison
    option: str


@dataclass(frozen=True, slots=True, eq=False)
class ChoicesTest(Test):
    """The set of answers has any, all or none of the options."""

    comparison: SetComparison
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class NumberTest(Test):
    """The number against a bound, in the canonical unit."""

    comparison: Comparison
    bound: Decimal | Answered


@dataclass(frozen=True, slots=True, eq=False)
class DateTest(Test):
    """The date against another."""

    comparison: DateComparison
    bound: date | Answered | Reference


@dataclass(frozen=True, slots=True, eq=False)
class AgoTest(Test):
    """The time from the date up to `until`, against a duration (never `EQUAL`).

    With d the date and r the end: ABOVE is d + n < r, AT_LEAST d + n <= r, AT_MOST d + n >= r,
    BELOW d + n > r.
    """

    comparison: Comparison
    duration: Duration
    until: Answered | Reference = REFERENCE


@dataclass(frozen=True, slots=True)
class Latest:
    """The condition holds for the latest entry."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class AnyEntry:
    """The condition holds for some entry."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class EveryEntry:
    """The condition holds for every entry."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Count:
    """The number of entries is at least `least` and at most `most`; None bounds nothing.

    Where it is unknown which entries count, each of the two is judged by itself.
    """

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The fields kept their values for the duration up to the latest entry."""

    fields: tuple[str, ...]
    duration: Duration


Form = Latest | AnyEntry | EveryEntry | Count | Unchanged


@dataclass(frozen=True, slots=True, eq=False)
class SeriesTest(Test):
    """One form over the entries of a series, limited by `within` and `where`.

    `until` stands only beside `within`, and the form is judged as a whole for each of its days.
    """

    form: Form
    within: Duration | None = None
    until: Answered | Reference = REFERENCE
    where: "Condition | None" = None


Leaf = (
    BooleanTest
    | ChoiceTest
    | OrderTest
    | ChoicesTest
    | NumberTest
    | DateTest
    | AgoTest
    | SeriesTest
)
Condition = All | AnyOf | NoneOf | Not | AtLeast | CriterionRef | DefinitionRef | Leaf


def members(condition: Condition) -> tuple[Condition, ...]:
    """Give the conditions directly below one; a leaf and a reference have none."""
    match condition:
        case All() | AnyOf() | NoneOf() | AtLeast():
            return condition.members
        case Not():
            return (condition.member,)
        case _:
            return ()


def entry_conditions(test: SeriesTest) -> tuple[Condition, ...]:
    """Give the conditions a series test puts to its entries: the form's, then `where`."""
    form = test.form
    own = (form.condition,) if isinstance(form, Latest | AnyEntry | EveryEntry) else ()
    return own if test.where is None else (*own, test.where)


def walk(condition: Condition) -> Iterator[Condition]:
    """Visit a condition and all below it, in the file's order; entries' conditions are left out."""
    yield condition
    for member in members(condition):
        yield from walk(member)


def operand(test: Test) -> Answered | None:
    """Give the other question a test reads: its bound, its end date, its `until`."""
    match test:
        case NumberTest(bound=Answered() as other) | DateTest(bound=Answered() as other):
            return other
        case AgoTest(until=Answered() as other) | SeriesTest(until=Answered() as other):
            return other
        case _:
            return None
