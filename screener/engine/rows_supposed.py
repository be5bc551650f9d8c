"""What rows would do to a criterion, by how the tests on their series come out.

Told is only what holds of all rows of which the named tests come out so, however the others come
out: of two tests on one series each may have to be so, and neither then does anything alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from screener.engine.cells import cells
from screener.engine.decide import Status, statuses
from screener.engine.stood_in import stood_in
from screener.protocol.conditions import EveryEntry, Latest, SeriesTest
from screener.protocol.reach import reached_from
from screener.protocol.reads import true_of_every_row

if TYPE_CHECKING:
    from screener.engine.decide import Result

#: So many tests that have to come out so together are looked for.
_MOST_TOGETHER = 3
#: Of more tests than these, not every way in which they may come out is tried.
_MOST_TESTS = 8
#: How tests come out, by the ids of what stands for them.
_Outcome = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class RowsEffect:
    """How tests come out, and where a criterion then stands whatever else the rows hold.

    No tests: it stands there with any rows.
    """

    tests: tuple[tuple[SeriesTest, bool], ...]
    status: Status


@dataclass(frozen=True, slots=True)
class RowsEffects:
    """What rows would do; not `complete` where they may close the criterion in further ways.

    Of a complete one, rows that come out otherwise, or do not tell yet, leave it open.
    """

    effects: tuple[RowsEffect, ...]
    complete: bool


def rows_effects(
    result: "Result", series: str, criterion: str, *, completing: bool = False
) -> RowsEffects:
    """Tell what the rows of a series would do to a criterion, all else staying as it is.

    They are any rows, or `completing` those that are there: then tests stay as they have come out,
    but for those that a further row may turn.
    """
    return _Rows(result, series, criterion, completing=completing).effects()


class _Rows:
    def __init__(self, result: "Result", series: str, criterion: str, *, completing: bool) -> None:
        standing = stood_in(result.protocol, series)
        outline = standing.rules.outline
        read = reached_from(outline.protocol, outline.protocol.criteria[criterion].rule)
        self._result = result
        self._series = series
        self._criterion = criterion
        self._rules = standing.rules
        self._tests = {id: test for id, test in standing.tests.items() if id in read}
        self._known = {
            id: None if id in standing.tests else result.value(id) for id in outline.asked
        }
        if completing:
            self._known |= self._settled()
        #: How each test may come out that is not known.
        self._may = {
            id: (True,) if _never_fails(test) else (True, False)
            for id, test in self._tests.items()
            if self._known[id] is None
        }

    def effects(self) -> RowsEffects:
        now = self._status(())
        if now is not Status.OPEN:
            return self._told({(): now}, complete=True)
        found = dict(self._closing())
        if len(self._may) > _MOST_TESTS:
            return self._told(found, complete=False)
        ends = {outcome: self._status(outcome) for outcome in self._outcomes()}
        if set(ends.values()) == {now}:
            return self._told({(): now}, complete=True)
        for id, truth in [one[0] for one in found if len(one) == 1]:
            # Where a test closes it one way, and cannot the other way, both are said.
            other = (id, not truth)
            if all(end is now for outcome, end in ends.items() if other in outcome):
                found.setdefault((other,), now)
        complete = all(
            end is now or any(set(one) <= set(outcome) for one in found)
            for outcome, end in ends.items()
        )
        return self._told(found, complete=complete)

    def _closing(self) -> Iterator[tuple[_Outcome, Status]]:
        """Give the fewest tests that close the criterion, the others being unknown.

        What is decided while they are unknown stays so, however they come out.
        """
        found: list[_Outcome] = []
        most = _MOST_TOGETHER if len(self._may) <= _MOST_TESTS else 1
        for count in range(1, most + 1):
            for ids in combinations(self._may, count):
                for outcome in self._outcomes(ids):
                    if any(set(one) <= set(outcome) for one in found):
                        continue
                    status = self._status(outcome)
                    if status is not Status.OPEN:
                        found.append(outcome)
                        yield outcome, status

    def _outcomes(self, ids: tuple[str, ...] | None = None) -> Iterator[_Outcome]:
        chosen = tuple(self._may) if ids is None else ids
        for truths in product(*(self._may[id] for id in chosen)):
            yield tuple(zip(chosen, truths, strict=True))

    def _status(self, outcome: _Outcome) -> Status:
        then = self._rules.evaluate({**self._known, **dict(outcome)}, self._result.on)
        return statuses(self._result.protocol, then.criteria)[self._criterion]

    def _told(self, found: Mapping[_Outcome, Status], *, complete: bool) -> RowsEffects:
        """Give what was found: test by test, then what takes several."""
        places = {id: place for place, id in enumerate(self._tests)}
        order = sorted(
            found, key=lambda one: (len(one), [(places[id], not truth) for id, truth in one])
        )
        effects = (
            RowsEffect(tuple((self._tests[id], truth) for id, truth in one), found[one])
            for one in order
        )
        return RowsEffects(tuple(effects), complete)

    def _settled(self) -> dict[str, bool]:
        """Give how the tests came out that no further row turns."""
        result, present = self._result, self._result.value(self._series)
        if not isinstance(present, tuple):
            return {}
        values = {id: result.value(id) for id in result.protocol.questions}
        grown = cells(result.protocol, values, result.on, self._series, within=present)
        truths = [result.tests_supposing(self._series, one.value) for one in grown]
        found = {}
        for id, test in self._tests.items():
            now = result.truth(test)
            if now is not None and all(then.of(test) is now for then in truths):
                found[id] = now
        return found


def _never_fails(test: SeriesTest) -> bool:
    """Tell whether a test can only be true or unknown: it asks only that there be a row."""
    form = test.form
    return isinstance(form, Latest | EveryEntry) and true_of_every_row(form.condition)
