"""What rows would do to a criterion, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screener.engine.rows_supposed import RowsEffects
from screener.joining import joined
from screener.language import _
from screener.prose.rules import test_in_words
from screener.protocol.conditions import SeriesTest

if TYPE_CHECKING:
    from screener.engine.decide import Result, Status


@dataclass(frozen=True, slots=True)
class RowsTold:
    """Something that may be so of rows, in words, and where the criterion stands if so, if not.

    None where that is not decided by it alone.
    """

    condition: str
    if_so: "Status | None"
    if_not: "Status | None" = None


def rows_told(result: "Result", found: RowsEffects, language: str) -> Iterator[RowsTold]:
    """Say what rows would do; nothing where all rows leave the criterion as it stands."""
    alone = {one.tests[0]: one.status for one in found.effects if len(one.tests) == 1}
    for one in found.effects:
        match one.tests:
            case ():
                continue
            case ((test, True),):
                said = test_in_words(result.protocol, test, language)
                yield RowsTold(said, one.status, alone.get((test, False)))
            case ((test, False),):
                if (test, True) not in alone:
                    yield RowsTold(test_in_words(result.protocol, test, language), None, one.status)
            case several:
                each = (_literal(result, test, truth, language) for test, truth in several)
                yield RowsTold(joined(_("{first}, and also {next}"), each), one.status)


def _literal(result: "Result", test: SeriesTest, truth: bool, language: str) -> str:
    said = test_in_words(result.protocol, test, language)
    return said if truth else _("it is not so that {condition}").format(condition=said)
