"""The values answers have: exact ones as plain Python, inexact ones as ranges.

======================  ==========================================
type                    value
======================  ==========================================
boolean                 ``bool``
choice                  the option's id, ``str``
choices                 ``frozenset`` of option ids
integer, decimal,       ``Decimal`` (in the canonical unit), or
quantity                `NumberRange`
date                    ``datetime.date``, or `DateRange`
text                    ``str``
series                  tuple of `Entry`, in order of date
======================  ==========================================
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

FIRST_YEAR = 1850
LAST_YEAR = 2200


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Every number from `low` to `high`; None is no end on that side.

    `open_low` and `open_high` say that the end itself is left out (``>1000``).
    """

    low: Decimal | None
    high: Decimal | None
    open_low: bool = False
    open_high: bool = False


@dataclass(frozen=True, slots=True)
class DateRange:
    """Every day from `first` to `last`; no `last` means that it is not over yet."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Ongoing:
    """Not over yet: the reference date and every day after it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a series: its date and the fields that were given."""

    date: date
    fields: Mapping[str, "Value"]

    def __hash__(self) -> int:
        return hash((self.date, frozenset(self.fields.items())))


Number = Decimal | NumberRange
Day = date | DateRange | Ongoing
Value = bool | str | frozenset[str] | Number | Day | tuple[Entry, ...]
