"""Which fields of a row apply, while it is entered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from screener.engine.decide import Status, decide_checked
from screener.protocol.answering.answer_checks import check_answer
from screener.protocol.answers import Answer
from screener.protocol.model import Criterion, Kind, Protocol, Question
from screener.protocol.text import Text


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
