"""Which rows of a series would do, in words, beside those that are there or in their place.

Of rows that were tried it is known that they do; of others that are like them it is not. So what is
said is what those that do have in common, and never less than that.
"""

from collections.abc import Iterator, Sequence

from screener.engine.series_cells import Series
from screener.engine.series_growth import Growth, growth
from screener.joining import joined, listed
from screener.language import _, ngettext
from screener.prose.rules import value_name
from screener.prose.values import day_text
from screener.protocol.model import Question
from screener.protocol.values import Entry

#: Of more rows than these it is not said what each lacks.
_MOST_ROWS = 3


def rows_wanted(found: Sequence[Series]) -> str:
    """Say how many rows would do where there are none."""
    counts = [len(series) for series in found]
    if not any(counts):
        return _("without a row")
    return _("with several rows") if min(counts) > 1 else _("with one or more rows")


def rows_instead(present: Series, found: Sequence[Series]) -> str:
    """Say which rows would do where those that are there may be others, or not be there."""
    more = [count for series in found if (count := _put_in(present, series))]
    if more:
        both = _("with other rows, or more of them")
        return both if len(more) < len(found) else _more_rows(min(more))
    if not any(found):
        return _("without a row")
    if all(len(series) < len(present) for series in found):
        return _("with other rows, perhaps fewer of them")
    if all(len(series) > len(present) for series in found):
        return _("with other rows, perhaps more of them")
    return _("with other rows")


def rows_besides(asked: Question, present: Series, least: Sequence[Series], language: str) -> str:
    """Say what rows that stay would have to gain: further ones, or what was left out of them.

    `least` are those that do, each with no more than it needs.
    """
    gained = [one for series in least if (one := growth(present, series)) is not None]
    ways = (_gained(asked, present, one, language) for one in gained)
    return joined(_("{first}, or {next}"), ways)


def _gained(asked: Question, present: Series, gained: Growth, language: str) -> str:
    more = _more_rows(gained.more) if gained.more else None
    return joined(_("{first}, and also {next}"), (more, *_filled(asked, present, gained, language)))


def _more_rows(count: int) -> str:
    return _("with another row") if count == 1 else _("with more rows")


def _filled(asked: Question, present: Series, gained: Growth, language: str) -> Iterator[str]:
    """Say which fields of which rows are lacking; a row is named by its date."""
    rows = sorted({row for row, _name in gained.filled})
    if len(rows) > _MOST_ROWS:
        said = ngettext(
            "with what is lacking in {count} row", "with what is lacking in {count} rows", len(rows)
        )
        yield said.format(count=len(rows))
        return
    for row in rows:
        names = [name for name in asked.fields if (row, name) in gained.filled]
        yield from _filled_in(asked, present[row], names, language)


def _filled_in(asked: Question, row: Entry, names: Sequence[str], language: str) -> Iterator[str]:
    missing = [name for name in names if name not in row.fields]
    inexact = [name for name in names if name in row.fields]
    for fields, said in (
        (missing, _("with {fields} in the row of {date}")),
        (inexact, _("with {fields} known more exactly in the row of {date}")),
    ):
        if fields:
            told = listed(value_name(asked.fields[name], language) for name in fields)
            yield said.format(fields=told, date=day_text(row.date, language))


def _put_in(present: Series, series: Series) -> int:
    """Count the rows that were put in; none where a row that was there is not as it was."""
    gained = growth(present, series)
    return 0 if gained is None or gained.filled else gained.more
