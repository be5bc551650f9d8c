"""How a checked answer reads for people, and the help of a question."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Context, Decimal

from screener.joining import clauses, listed, phrases
from screener.language import N_, _, in_language
from screener.protocol.answering.date_answers import written_day
from screener.protocol.answers import Answer, Missing
from screener.protocol.model import Question
from screener.protocol.values import DateRange, Day, Entry, Number, NumberRange, Ongoing, Value

_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
#: For a column with little room.
_SHORT_MONTHS = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)
#: The one word for each reason, wherever it is said.
MISSING = {
    Missing.PENDING: N_("awaited"),
    Missing.UNKNOWN: N_("unknown"),
    Missing.NOT_DONE: N_("not done"),
    Missing.REFUSED: N_("refused"),
}
#: Why there is nothing to count, where nobody gave a reason.
UNANSWERED = N_("not answered yet")
STALE = N_("too old, to be done again")
#: A derived number with more digits than this is told with six.
_MOST_TOLD = 10
_FEW = Context(prec=6)
#: A number with more digits than this before or after its point is written with an exponent.
_MOST_PLACES = 12


def help_text(question: Question, language: str) -> str:
    """Give the question's whole help."""
    return question.help.in_language(language).strip() if question.help else ""


def short_help(question: Question, language: str) -> str:
    """Give the first paragraph of the help, which is said with the question; the rest if asked."""
    paragraphs = help_text(question, language).split("\n")
    return " ".join(paragraphs[0].split())


def answer_text(question: Question, answer: Answer, language: str) -> str:
    """Say an answer: its value with unit or label, or why there is none and when it is due."""
    with in_language(language):
        if answer.missing is not None:
            told = _(MISSING[answer.missing])
            if answer.due is None:
                return told
            return _("{reason}, due {date}").format(reason=told, date=_day(answer.due))
        return "" if answer.value is None else _value(question, answer.value, language)


def value_text(question: Question, value: Value, language: str) -> str:
    """Say a value, with unit or label."""
    with in_language(language):
        return _value(question, value, language)


def derived_text(question: Question, value: Value, language: str) -> str:
    """Say a derived value; where it goes on for many digits, the first ones of it."""
    if isinstance(value, Decimal | NumberRange) and (short := _shortened(value)) != value:
        return _("about {value}").format(value=value_text(question, short, language))
    return value_text(question, value, language)


def _shortened(value: Number) -> Number:
    if isinstance(value, NumberRange):
        low, high = (None if end is None else _short(end) for end in (value.low, value.high))
        return replace(value, low=low, high=high)
    return _short(value)


def _short(number: Decimal) -> Decimal:
    return _FEW.plus(number) if len(number.as_tuple().digits) > _MOST_TOLD else number


def day_text(value: Day, language: str) -> str:
    """Say a date and which of its parts are not known: `May 2019 (day not known)`."""
    with in_language(language):
        return _day(value)


def short_day(day: date, on: date) -> str:
    """Say a day briefly, with its year where that is not the one of `on`: `23 Nov`."""
    month = _(_SHORT_MONTHS[day.month - 1])
    if day.year == on.year:
        return _("{day} {month}").format(day=day.day, month=month)
    return _("{day} {month} {year}").format(day=day.day, month=month, year=day.year)


def _value(question: Question, value: Value, language: str) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case Decimal() | NumberRange():
            return _number(value, question.unit)
        case date() | DateRange() | Ongoing():
            return _day(value)
        case frozenset():
            chosen = [question.options[option] for option in question.options if option in value]
            labels = [label.in_language(language) for label in chosen]
            return listed(labels) or _("none of them")
        case tuple():
            entries = (_entry(question, entry, language) for entry in value)
            return clauses(entries) or _("no rows")
    label = question.options.get(value)
    return label.in_language(language) if label else value


def _entry(question: Question, entry: Entry, language: str) -> str:
    fields = []
    for name, value in entry.fields.items():
        field = question.fields[name]
        ask = field.ask.in_language(language) if field.ask else name
        fields.append(f"{ask} {_value(field, value, language)}")
    return phrases([_day(entry.date), *fields])


def _number(value: Number, unit: str | None) -> str:
    if isinstance(value, Decimal):
        text = plain_number(value)
    elif value.low is None and value.high is not None:
        text = f"{'<' if value.open_high else '≤'}{plain_number(value.high)}"
    elif value.high is None and value.low is not None:
        text = f"{'>' if value.open_low else '≥'}{plain_number(value.low)}"
    elif value.low is not None and value.high is not None:
        text = f"{plain_number(value.low)} … {plain_number(value.high)}"
    else:
        text = "…"
    return f"{text} {unit}" if unit else text


def plain_number(number: Decimal) -> str:
    """Write a number with all its digits, and without an exponent where it is readable so.

    Zeros at the end of its decimals are left out: 70.000 is read as seventy thousand by many.
    """
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or not -_MOST_PLACES <= exponent <= _MOST_PLACES:
        return format(number, "")
    written = format(number, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _day(value: Day) -> str:
    match value:
        case Ongoing():
            return _("not over yet")
        case DateRange(last=None):
            return _("from {first}").format(first=_day(value.first))
        case DateRange():
            return _range(written_day(value))
    return _written(value.isoformat())


def _range(written: str) -> str:
    first, interval, last = written.partition("/")
    if interval:
        return _("between {first} and {last}").format(first=_written(first), last=_written(last))
    unknown = _("day not known") if "-" in written else _("day and month not known")
    return _("{date} ({unknown})").format(date=_written(written), unknown=unknown)


def _written(written: str) -> str:
    """Say `2019`, `2019-05` or `2019-05-17` with the name of the month."""
    return _SAID[written.count("-")](*map(int, written.split("-")))


def _said_year(year: int) -> str:
    # Translators: a year alone
    return _("{year}").format(year=year)


def _said_month(year: int, month: int) -> str:
    return _("{month} {year}").format(month=_(_MONTHS[month - 1]), year=year)


def _said_day(year: int, month: int, day: int) -> str:
    return _("{day} {month} {year}").format(day=day, month=_(_MONTHS[month - 1]), year=year)


_SAID: tuple[Callable[..., str], ...] = (_said_year, _said_month, _said_day)
