"""How a derived question gets its value; section 7 of the rule language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from screener.protocol.conditions import Condition, Reference

#: A number, or the id of a number question.
Operand = Decimal | str
#: A full date, the id of a date question, or the reference date.
End = date | str | Reference


class CalendarUnit(StrEnum):
    """The units in which completed time is counted."""

    YEARS = "years"
    MONTHS = "months"
    WEEKS = "weeks"
    DAYS = "days"


class Arithmetic(StrEnum):
    """The operations on numbers."""

    SUM = "sum"
    DIFFERENCE = "difference"
    PRODUCT = "product"
    RATIO = "ratio"


class Formula(StrEnum):
    """The named clinical formulas."""

    BMI = "bmi"
    EGFR_CKD_EPI_2021 = "egfr_ckd_epi_2021"
    CREATININE_CLEARANCE_COCKCROFT_GAULT = "creatinine_clearance_cockcroft_gault"
    QTC_FRIDERICIA = "qtc_fridericia"


@dataclass(frozen=True, slots=True)
class Completed:
    """Completed units between two dates; `age` is years up to the reference date."""

    unit: CalendarUnit
    start: End
    until: End


@dataclass(frozen=True, slots=True)
class Calculation:
    """Arithmetic on numbers and number questions; difference and ratio take two operands."""

    operation: Arithmetic
    operands: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The points of those boolean questions that are yes, added up."""

    points: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of a `Case`; the last may have no condition."""

    when: Condition | None
    value: Operand


@dataclass(frozen=True, slots=True)
class Case:
    """The value of the first branch whose condition is true."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class FormulaCall:
    """A named clinical formula with a question for each of its inputs."""

    formula: Formula
    inputs: Mapping[str, str]


Derivation = Completed | Calculation | Score | Case | FormulaCall


def inputs(derivation: Derivation) -> tuple[str, ...]:
    """Give the ids of the questions read as values, each once; a case's conditions apart."""
    match derivation:
        case Completed(start=start, until=until):
            found = [end for end in (start, until) if isinstance(end, str)]
        case Calculation(operands=operands):
            found = [operand for operand in operands if isinstance(operand, str)]
        case Score(points=points):
            found = list(points)
        case Case(branches=branches):
            found = [branch.value for branch in branches if isinstance(branch.value, str)]
        case FormulaCall(inputs=named):
            found = list(named.values())
    return tuple(dict.fromkeys(found))


def conditions(derivation: Derivation) -> tuple[Condition, ...]:
    """Give the conditions a derivation reads: those of a case's branches."""
    if not isinstance(derivation, Case):
        return ()
    return tuple(branch.when for branch in derivation.branches if branch.when is not None)
