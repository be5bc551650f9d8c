"""The value of an answer, checked against its question; section 6 of the rule language.

A text is kept by `str.__str__`: `str` of a member of an enumeration may be its name.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from screener.language import _
from screener.protocol.answering.answer_faults import (
    Fault,
    Unfit,
    did_you_mean,
    listed,
    shown,
    unfit,
)
from screener.protocol.answering.date_answers import check_day, read_full
from screener.protocol.answering.number_answers import check_number
from screener.protocol.model import Question, QuestionType
from screener.protocol.values import Entry, Value

_DATE = "date"
#: What is yes or no where it stands without quotes.
_TRUTHS = frozenset({"yes", "no", "true", "false"})
#: More options than this are not listed in a hint.
_MOST_LISTED = 12


def check_value(question: Question, raw: object, on: date) -> Value:
    """Give the value, as in `screener.protocol.values`; raises `Unfit`."""
    return _CHECKS[question.type](question, raw, on)


def _boolean(question: Question, raw: object, on: date) -> Value:
    if isinstance(raw, bool):
        return raw
    told = _("{value} is neither yes nor no")
    hint = _("give yes or no in YAML, true or false in JSON")
    if isinstance(raw, str) and raw.casefold() in _TRUTHS:
        told = _("the text {value} is neither yes nor no")
        hint = _("without quotes, give yes or no in YAML, true or false in JSON")
    raise unfit(raw, told.format(value=shown(raw)), hint)


def _text(question: Question, raw: object, on: date) -> Value:
    if isinstance(raw, str):
        return str.__str__(raw)
    message = _("{value} is not text").format(value=shown(raw))
    raise unfit(raw, message, _("put it in quotes"))


def _number(question: Question, raw: object, on: date) -> Value:
    return check_number(question, raw)


def _choice(question: Question, raw: object, on: date) -> Value:
    if isinstance(raw, str) and raw in question.options:
        return str.__str__(raw)
    raise Unfit(_no_option(question, raw))


def _choices(question: Question, raw: object, on: date) -> Value:
    if not isinstance(raw, list | tuple | set | frozenset):
        message = _("{value} is not a list of options").format(value=shown(raw))
        raise unfit(raw, message, _("give a list, also of one option or of none: [a], []"))
    chosen: set[str] = set()
    faults: list[Fault] = []
    for member in raw:
        if not isinstance(member, str) or member not in question.options:
            faults.append(_no_option(question, member))
        elif member in chosen:
            message = _("{value} is given twice").format(value=shown(member))
            faults.append(Fault(member, message, _("give each option once")))
        else:
            chosen.add(str.__str__(member))
    if faults:
        raise Unfit(*faults)
    return frozenset(chosen)


def _no_option(question: Question, raw: object) -> Fault:
    """Say that a value is none of the options; of what can be no single one, that one is wanted."""
    message = _("{value} is none of the options")
    if raw is None or isinstance(raw, list | tuple | set | frozenset | Mapping):
        message = _("one option is wanted, and {value} is given")
    return Fault(raw, message.format(value=shown(raw)), _options_hint(question, raw))


def _options_hint(question: Question, raw: object) -> str | None:
    nearest = did_you_mean(raw, question.options) or _option_by_label(question, raw)
    if nearest or len(question.options) > _MOST_LISTED:
        return nearest
    return _("the options: {options}").format(options=listed(question.options))


def _option_by_label(question: Question, raw: object) -> str | None:
    for option, label in question.options.items():
        if isinstance(raw, str) and raw in label.by_language.values():
            return _("the id of this option is {option}").format(option=f"`{option}`")
    return None


def _series(question: Question, raw: object, on: date) -> Value:
    if not isinstance(raw, list | tuple):
        message = _("{value} is not a list of rows").format(value=shown(raw))
        raise unfit(raw, message, _("give a list of mappings, each with its `date`"))
    entries: list[Entry] = []
    faults: list[Fault] = []
    for number, row in enumerate(raw, 1):
        try:
            entries.append(_entry(question, row, on))
        except Unfit as bad:
            where = _("row {number}").format(number=number)
            faults += (Fault(f.value, f"{where}: {f.message}", f.hint) for f in bad.faults)
    if faults:
        raise Unfit(*faults)
    # Stable: of two on one date, the one given later stays the later.
    return tuple(sorted(entries, key=lambda entry: entry.date))


def _entry(question: Question, raw: object, on: date) -> Entry:
    """Give one entry of a series; raises `Unfit`, each fault with its field's id."""
    if not isinstance(raw, Mapping):
        message = _("{value} is not a mapping of fields").format(value=shown(raw))
        raise unfit(raw, message, _("give a mapping with its `date` and its fields"))
    faults = list(_unknown_fields(question, raw))
    day: date | None = None
    try:
        day = _entry_date(raw.get(_DATE), on)
    except Unfit as bad:
        faults += _within(_DATE, bad)
    fields: dict[str, Value] = {}
    for name, field in question.fields.items():
        if raw.get(name) is None:
            continue
        try:
            fields[name] = check_value(field, raw[name], on)
        except Unfit as bad:
            faults += _within(name, bad)
    if faults or day is None:
        raise Unfit(*faults)
    return Entry(day, fields)


def _unknown_fields(question: Question, raw: Mapping[object, object]) -> Iterable[Fault]:
    for name, value in raw.items():
        if name != _DATE and name not in question.fields:
            message = _("there is no field {name}").format(name=shown(name))
            known = (_DATE, *question.fields)
            fields = _("the fields: {fields}").format(fields=listed(known))
            yield Fault(value, message, did_you_mean(name, known) or fields)


def _within(field: str, bad: Unfit) -> Iterable[Fault]:
    return (Fault(fault.value, f"`{field}`: {fault.message}", fault.hint) for fault in bad.faults)


def _entry_date(raw: object, on: date) -> date:
    if raw is None:
        raise unfit(raw, _("a row needs its date"), _('give the full date, such as "2019-05-17"'))
    day = read_full(raw)
    if day > on:
        message = _("{value} lies after the reference date, {on}")
        raise unfit(raw, message.format(value=shown(raw), on=on), _("give a date up to that day"))
    return day


_CHECKS: Mapping[QuestionType, Callable[[Question, object, date], Value]] = {
    QuestionType.BOOLEAN: _boolean,
    QuestionType.CHOICE: _choice,
    QuestionType.CHOICES: _choices,
    QuestionType.INTEGER: _number,
    QuestionType.DECIMAL: _number,
    QuestionType.QUANTITY: _number,
    QuestionType.DATE: check_day,
    QuestionType.TEXT: _text,
    QuestionType.SERIES: _series,
}
