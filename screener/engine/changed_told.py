"""What changed in the rows of a series that should have stayed unchanged, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from screener.engine.compiler import compiled_leaf
from screener.engine.left_open import Evaluate, since_start
from screener.joining import labelled
from screener.language import _, ngettext
from screener.prose.rules import value_name
from screener.prose.values import day_text, value_text
from screener.protocol.conditions import Count, Leaf, SeriesTest, Unchanged
from screener.protocol.values import Entry, Value

if TYPE_CHECKING:
    from screener.engine.decide import Result

#: So many changes of one field are told.
_MOST = 3


def changed_told(result: "Result", leaf: Leaf, language: str) -> Iterator[str]:
    """Say which fields changed, from what to what, and on which days.

    Nothing of other tests, of one that is not false, and where it is not sure which rows count.
    """
    if not isinstance(leaf, SeriesTest) or not isinstance(leaf.form, Unchanged):
        return
    rows = result.value(leaf.question)
    if result.truth(leaf) is not False or not isinstance(rows, tuple):
        return
    judged = _Judged(result, leaf)
    counts_alone = judged.by(Count(least=1))
    counting = [counts_alone((row,)) for row in rows]
    if None in counting:
        return
    counted = tuple(row for row, counts in zip(rows, counting, strict=True) if counts)
    looked_at = since_start(leaf.form, counted)
    fields = result.protocol.questions[leaf.question].fields
    for name in leaf.form.fields:
        kept = judged.by(replace(leaf.form, fields=(name,)))
        changes = _changes(kept, [row for row in looked_at if name in row.fields])
        asked = fields[name]
        for before, after in changes[:_MOST]:
            yield _("{field} changed from {old} on {day} to {new} on {later}").format(
                field=value_name(asked, language),
                old=value_text(asked, before.fields[name], language),
                day=day_text(before.date, language),
                new=value_text(asked, after.fields[name], language),
                later=day_text(after.date, language),
            )
        more = len(changes) - _MOST
        if more > 0:
            said = ngettext("changed {count} more time", "changed {count} more times", more)
            yield labelled(value_name(asked, language), said.format(count=more))


class _Judged:
    """Judges forms of one test, with its window and the rows it is limited to."""

    def __init__(self, result: "Result", test: SeriesTest) -> None:
        self._protocol = result.protocol
        self._test = test
        self._on = result.on
        self._values: dict[str, Value | None] = {
            id: result.value(id) if result.applies(id) is True else None
            for id in result.protocol.questions
        }

    def by(self, form: Count | Unchanged) -> Evaluate:
        """Give what judges a form on other rows than those that are there."""
        alone = compiled_leaf(self._protocol, replace(self._test, form=form))
        return lambda rows: alone({**self._values, self._test.question: rows}, self._on)


def _changes(kept: Evaluate, rows: Sequence[Entry]) -> Sequence[tuple[Entry, Entry]]:
    """Give the pairs of rows between which a field changed for sure, one after the other.

    Where values are ranges, two rows may differ between which no neighbours do: then the first two.
    """
    if kept(tuple(rows)) is not False:
        return []
    found = [pair for pair in pairwise(rows) if kept(pair) is False]
    return found or [pair for pair in combinations(rows, 2) if kept(pair) is False][:1]
