"""What the record says in code, said in words: statuses, decisions, roles, answers, what lacks."""

from collections.abc import Callable, Mapping

from screener.language import N_, _
from screener.protocol.model import Question, QuestionType

_STATUSES = {"pass": N_("passes"), "fail": N_("fails"), "open": N_("open")}
_DECISIONS = {
    "eligible": N_("eligible"),
    "ineligible": N_("not eligible"),
    "undetermined": N_("cannot be determined yet"),
}
_ROLES = {"screener": N_("screener"), "investigator": N_("investigator")}
_LACKS = {
    "pending": N_("awaited"),
    "unknown": N_("not known"),
    "not_done": N_("not done"),
    "refused": N_("refused"),
    "stale": N_("too old, to be done again"),
    "unanswered": N_("not answered yet"),
    "incomplete": N_("rows saved, not complete"),
    "inexact": N_("answered, but not exact or not complete enough to tell"),
}
_SOURCES = {
    "candidate": N_("the candidate"),
    "relative": N_("a relative"),
    "examination": N_("an examination"),
    "chart": N_("the chart"),
    "laboratory_report": N_("a laboratory report"),
    "other_document": N_("another document"),
}
_THROUGH = {
    "professional": N_("through a professional interpreter"),
    "staff": N_("through a member of staff as interpreter"),
    "relative": N_("through a relative as interpreter"),
}
_GLYPHS = {"pass": "✓", "fail": "✗", "open": "…"}


def status_told(status: str) -> str:
    """Say a criterion's status, as glyph and word: never colour alone."""
    return f"{_GLYPHS[status]} {_(_STATUSES[status])}"


def decision_told(decision: str) -> str:
    """Say a decision."""
    return _(_DECISIONS[decision])


def role_told(role: str) -> str:
    """Say a role."""
    return _(_ROLES[role])


def lack_told(reason: str, due: str | None = None) -> str:
    """Say why something is missing, and when it is expected."""
    told = _(_LACKS[reason])
    return _("{reason}, due {date}").format(reason=told, date=due) if due else told


def source_told(source: object) -> str:
    """Say where an answer comes from."""
    if not isinstance(source, Mapping):
        return _(_SOURCES[str(source)])
    parts = [_(_SOURCES[str(source["kind"])])]
    if source.get("reference"):
        parts.append(str(source["reference"]))
    if source.get("through"):
        parts.append(_(_THROUGH[str(source["through"])]))
    return ", ".join(parts)


def answer_told(question: Question, data: Mapping[str, object], language: str) -> str:
    """Say an answer that has the form of an answers file, with all it carries."""
    if "missing" in data:
        parts = [lack_told(str(data["missing"]), str(data["due"]) if data.get("due") else None)]
    else:
        parts = [value_told(question, data.get("value"), language)]
    if data.get("observed_on"):
        parts.append(_("observed on {date}").format(date=data["observed_on"]))
    if data.get("source"):
        parts.append(_("from {source}").format(source=source_told(data["source"])))
    if data.get("note"):
        parts.append(_("note: {note}").format(note=data["note"]))
    return "; ".join(parts)


def value_told(question: Question, value: object, language: str) -> str:
    """Say a value that has the form of an answers file."""
    told = _TELLERS.get(question.type)
    return told(question, value, language) if told else str(value)


def _boolean(question: Question, value: object, language: str) -> str:
    return _("yes") if value is True else _("no")


def _option(question: Question, value: object, language: str) -> str:
    return question.options[str(value)].in_language(language)


def _options(question: Question, value: object, language: str) -> str:
    chosen = value if isinstance(value, list) else []
    return ", ".join(_option(question, option, language) for option in chosen) or _("none of them")


def _quantity(question: Question, value: object, language: str) -> str:
    written = str(value)
    return written if written.endswith(tuple(question.units)) else f"{written} {question.unit}"


def _day(question: Question, value: object, language: str) -> str:
    return _("not over yet") if value == "ongoing" else str(value)


def _series(question: Question, value: object, language: str) -> str:
    rows = value if isinstance(value, list) else []
    return " / ".join(row_told(question, row, language) for row in rows) or _("no entries")


def row_told(question: Question, row: Mapping[str, object], language: str) -> str:
    """Say one entry of a series: its date, then the fields that were given."""
    fields = [
        f"{_field(question, name, language)} {value_told(field, row[name], language)}"
        for name, field in question.fields.items()
        if row.get(name) is not None
    ]
    return ", ".join([str(row.get("date")), *fields])


def _field(question: Question, name: str, language: str) -> str:
    ask = question.fields[name].ask
    return ask.in_language(language) if ask else name


_TELLERS: Mapping[QuestionType, Callable[[Question, object, str], str]] = {
    QuestionType.BOOLEAN: _boolean,
    QuestionType.CHOICE: _option,
    QuestionType.CHOICES: _options,
    QuestionType.QUANTITY: _quantity,
    QuestionType.DATE: _day,
    QuestionType.SERIES: _series,
}
