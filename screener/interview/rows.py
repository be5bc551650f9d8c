"""A row of a series: which field comes next, whether it is there already, how it reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from operator import itemgetter

from screener.engine.decide import Status, decide_checked
from screener.interview.told import value_told
from screener.joining import before, labelled
from screener.language import _
from screener.protocol.answering.answer_checks import check_answer
from screener.protocol.answers import Answer
from screener.protocol.model import Criterion, Kind, Protocol, Question
from screener.protocol.text import Text
from screener.record.events import EventKind, Person
from screener.record.history import Entry, Row, RowEntry, RowMaker, rows_of
from screener.record.tombstones import MARK

#: Every row has its date, which is asked first.
DATE = "date"
EMPTY = "–"
#: What leaves a field empty that has a value proposed.
NOTHING = frozenset({"-", "–", "—", "－"})


def next_field(protocol: Protocol, series: Question, entry: RowEntry, on: date) -> str | None:
    """Give the field of a row that is asked now; None once it is whole."""
    for name in (DATE, *series.fields):
        if name not in entry.passed and (
            name == DATE or field_applies(protocol, series, name, entry.entered, on)
        ):
            return name
    return None


def of_the_same_day(rows: Sequence[Row], day: object, index: int | None) -> tuple[int, ...]:
    """Give the places of the rows of a day, without the one that is being changed."""
    return tuple(at for at, row in enumerate(rows) if at != index and row.get(DATE) == day)


def row_parts(series: Question, row: Row, language: str) -> tuple[tuple[str, str], ...]:
    """Give each field of a row as its label and its value in words, empty ones too."""
    parts = []
    labels = field_labels(series, language)
    for label, (name, field) in zip(labels, series.fields.items(), strict=True):
        value = row.get(name)
        said = EMPTY if value is None else MARK
        if value not in (None, MARK):
            said = value_told(field, value, language)
        parts.append((labelled(label), said))
    return tuple(parts)


def row_told(series: Question, row: Row, number: int, language: str) -> str:
    """Say one row of a series on one line, with its number."""
    head = _("Row {number}, {date}").format(number=number, date=row.get(DATE, EMPTY))
    fields = (f"{before(label)}{said}" for label, said in row_parts(series, row, language))
    return " · ".join((head, *fields))


def as_entered(rows: Sequence[Row], entered: Sequence[Row]) -> tuple[Row, ...]:
    """Give rows that stand by date in the order in which they were `entered`, as all are numbered.

    Rows that are not those by date stay as they are.
    """
    places = sorted(range(len(entered)), key=lambda at: str(entered[at].get(DATE)))
    if [row.get(DATE) for row in rows] != [entered[at].get(DATE) for at in places]:
        return tuple(rows)
    return tuple(row for _place, row in sorted(zip(places, rows, strict=True), key=itemgetter(0)))


def marked(entry: Entry) -> Mapping[str, object]:
    """Give an answer with marks in the fields of its rows that were redacted."""
    if entry.kind is not EventKind.SERIES_COMPLETED:
        return entry.answer
    rows = [dict(row) for row in rows_of(entry.answer)]
    for path in entry.redacted.gone if entry.redacted is not None else ():
        match path.split("."):
            case ["answer", "value", place, name]:
                rows[int(place)][name] = MARK
    return {**entry.answer, "value": rows}


def field_labels(series: Question, language: str) -> tuple[str, ...]:
    """Give what each field of a row is called, in their order."""
    return tuple(
        field.ask.in_language(language).strip() if field.ask else name
        for name, field in series.fields.items()
    )


def begun_by_told(begun: Person | None, now: Person) -> str:
    """Name who began a row, where it was someone else than the person who ended it."""
    if begun is None or begun == now:
        return ""
    return _("begun by {name}").format(name=begun.name)


def makers_told(makers: Iterable[RowMaker], given_by: Person | None) -> tuple[str, ...]:
    """Name who entered each row, where that is not the one person who gave the whole answer."""
    return tuple(_maker_told(maker, given_by) for maker in makers)


def _maker_told(maker: RowMaker, given_by: Person | None) -> str:
    if maker.begun_by != maker.saved_by:
        return _("begun by {name}, finished by {other}").format(
            name=maker.begun_by.name, other=maker.saved_by.name
        )
    if maker.saved_by != given_by:
        return _("entered by {name}").format(name=maker.saved_by.name)
    return ""


def twins(rows: Sequence[Row], row: Row, index: int | None) -> tuple[int, ...]:
    """Give the places of the rows that say the very same, without the one that is changed."""
    return tuple(at for at, other in enumerate(rows) if at != index and other == row)


def field_applies(
    protocol: Protocol, series: Question, field: str, row: Mapping[str, object], on: date
) -> bool:
    """Tell whether a field's `when` may be true of a row; one without `when` always applies.

    The fields are put to the engine as the questions of a protocol of their own, with the `when` as
    its one criterion, so that a row and a screening are read by the same rules.
    """
    asked = series.fields[field]
    if asked.when is None:
        return True
    applies = Criterion(field, Kind.INCLUSION, Text.plain(field), asked.when, asked.place)
    alone = replace(
        protocol,
        questions=series.fields,
        sections={},
        definitions={},
        criteria={field: applies},
        examples=(),
    )
    answers: dict[str, Answer] = {}
    for name, data in row.items():
        if name in series.fields:
            answer = check_answer(series.fields[name], data, on)
            if answer is not None:
                answers[name] = answer
    return decide_checked(alone, answers, on).criteria[field].status is not Status.FAIL
