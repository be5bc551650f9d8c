"""What the record says in code, said in words: statuses, decisions, roles, answers, what lacks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from screener.joining import clauses, listed, phrases, sentences
from screener.language import N_, _, active_language, ngettext
from screener.prose.values import MISSING, STALE, UNANSWERED, answer_text, day_text
from screener.protocol.answering.answer_checks import check_answer
from screener.protocol.answers import Answer
from screener.protocol.model import Kind, Protocol, Question, QuestionType
from screener.protocol.problems import AnswerError
from screener.protocol.values import LAST_YEAR
from screener.record.events import Act, Event, EventKind, Order, Person, Redaction
from screener.record.history import Closing
from screener.record.rights import role_told
from screener.record.standing import Standing
from screener.record.tombstones import REDACTED, tombstones_of

if TYPE_CHECKING:
    from screener.engine.remaining import Remaining

#: Glyph and word of where a criterion stands.
_STATUSES = {
    "pass": ("✓", N_("passes")),
    "fail": ("✗", N_("fails")),
    "open": ("…", N_("open")),
    "awaited": ("◌", N_("awaited")),
    "not_assessed": ("–", N_("not assessed")),
}
_DECISIONS = {
    "eligible": N_("eligible"),
    "ineligible": N_("not eligible"),
    "undetermined": N_("cannot be determined yet"),
}
_LACKS: Mapping[str, str] = {
    **{str(reason): word for reason, word in MISSING.items()},
    "stale": STALE,
    "unanswered": UNANSWERED,
    "incomplete": N_("rows saved, not complete"),
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
#: The headings of the two lists of criteria, in the order in which they are told.
KINDS = {
    Kind.INCLUSION: N_("Inclusion criteria"),
    Kind.EXCLUSION: N_("Exclusion criteria"),
}
_STAGES = {
    "new": N_("new"),
    "in_progress": N_("in progress"),
    "investigator": N_("waits for the investigator"),
    "awaiting": N_("waits for results"),
    "undetermined": N_("cannot be determined"),
    "eligible": N_("eligible"),
    "ineligible": N_("not eligible"),
    "enrolled": N_("enrolled"),
    "not_enrolled": N_("eligible, not enrolled"),
    "declined": N_("declined to take part"),
    "stopped": N_("stopped"),
    "withdrawn": N_("withdrawn"),
    "unreadable": N_("cannot be read"),
}
#: What bears on a decision recorded before, or on its signatures: by the act where there is one.
_ACTS: Mapping[str, str] = {
    Act.ANSWER: N_("a question was answered after that"),
    Act.FILL_IN: N_("a missing answer was filled in after that"),
    Act.NEWER: N_("a newer observation was entered after that"),
    Act.CORRECTION: N_("an answer was changed after that"),
}
_CHANGES = {
    EventKind.ANSWER_UNDONE: N_("an answer was taken back after that"),
    EventKind.ROW_SAVED: N_("rows of a table were changed after that"),
    EventKind.ROW_REMOVED: N_("rows of a table were changed after that"),
    EventKind.SERIES_REOPENED: N_("rows of a table were changed after that"),
    EventKind.SERIES_PUT_BACK: N_("rows of a table were changed after that"),
    EventKind.DUE_SET: N_("a due date was given after that"),
    EventKind.REDACTED: N_("an answer was redacted after that"),
    EventKind.STOPPED: N_("the interview was stopped after that"),
    EventKind.RESUMED: N_("the interview was taken up again after that"),
    EventKind.CONTINUED_AFTER_FAILURE: N_("the interview went on after that"),
    EventKind.WITHDRAWN: N_("the candidate withdrew after that"),
    EventKind.WITHDRAWAL_CORRECTED: N_("a withdrawal recorded by mistake was corrected after that"),
    EventKind.CANDIDATE_CORRECTED: N_("the candidate's code was corrected after that"),
    EventKind.DECISION_RECORDED: N_("the decision was recorded anew after that"),
}
_LANGUAGES = {"en": N_("English"), "zh": N_("Chinese")}
#: The formats of a copy and of the log; most of them have the same name everywhere.
_FORMATS = {
    "text": N_("text"),
    "markdown": "Markdown",
    "json": "JSON",
    "csv": "CSV",
    "xlsx": "XLSX",
    "ics": "iCalendar",
}
_LAST_DAY = date(LAST_YEAR, 12, 31)


def status_told(status: str) -> str:
    """Say where a criterion stands, as glyph and word: never colour alone."""
    return f"{_STATUSES[status][0]} {status_word(status)}"


def status_word(status: str) -> str:
    """Say where a criterion stands in a word, for those who hear it."""
    return _(_STATUSES[status][1])


def decision_told(decision: str) -> str:
    """Say a decision."""
    return _(_DECISIONS[decision])


def outcome_told(decision: str, *, withdrawn: bool, stopped: bool) -> str:
    """Say what a screening came to: a withdrawal or a stop comes before what was answered."""
    if withdrawn:
        return _("the candidate has withdrawn")
    return _("the interview was stopped") if stopped else decision_told(decision)


def recorded_told(body: Mapping[str, object]) -> str:
    """Say what a screening came to, of a decision's content."""
    withdrawn, stopped = bool(body["withdrawn"]), bool(body["stopped"])
    return outcome_told(str(body["decision"]), withdrawn=withdrawn, stopped=stopped)


def until_then_told(decision: str) -> str:
    """Say what the answers came to before the candidate withdrew, or the interview was stopped."""
    told = _("not determined") if decision == "undetermined" else decision_told(decision)
    return _("What the answers came to until then: {decision}").format(decision=told)


def changed_before_told() -> str:
    """Say where it is told what has changed since the candidate's earlier screening."""
    return _("/earlier says what has changed since the screening before.")


def again_told(number: str) -> str:
    """Say which screening of the candidate follows this one."""
    return _("The candidate was screened again, in {number}.").format(number=number)


def asked_there_told(number: str) -> str:
    """Say the same where this one is not ended otherwise, or would not be any more."""
    said = _("The candidate was screened again, in {number}. Nothing more is asked here.")
    return said.format(number=number)


def not_assessed_told(count: int) -> str:
    """Say how many criteria are not assessed where the interview ends at a failed one."""
    if not count:
        return _("Every criterion is assessed.")
    return ngettext(
        "{count} other criterion is not assessed.",
        "{count} other criteria are not assessed.",
        count,
    ).format(count=count)


def stop_or_go_on_told(standing: Standing) -> str:
    """Say what is decided and what is not assessed, and ask whether the interview ends there."""
    decided = _("Decided: {decision}.").format(decision=decision_told(standing.result.decision))
    count = len(standing.open_criteria)
    return sentences(decided, not_assessed_told(count), _("Stop here, or go on?"))


def gates_told(protocol: Protocol, gates: Sequence[str], language: str) -> str:
    """Say that nothing more is asked after what failed, and for which answers all else waits."""
    asked = [protocol.questions[id].ask for id in gates]
    named = listed(f"“{ask.in_language(language).strip()}”" for ask in asked if ask)
    if not named:
        return _("Nothing more can be asked.")
    return _("Nothing more is asked: the other questions all wait for {question}.").format(
        question=named
    )


def held_back_told(protocol: Protocol, awaited: Sequence[str], language: str) -> str:
    """Say for which answers, still to come, all else waits that may not be asked yet."""
    asked = [protocol.questions[id].ask for id in awaited]
    named = listed(f"“{ask.in_language(language).strip()}”" for ask in asked if ask)
    return ngettext(
        "Until {question} is answered, nothing more may be asked.",
        "Until {question} are answered, nothing more may be asked.",
        len(awaited),
    ).format(question=named)


def investigator_first_told(count: int, own: int) -> str:
    """Say to an investigator who joins a screening whose questions come, and in which order."""
    if not own:
        return ngettext(
            "Of the questions that can be asked now none is the investigator's; "
            "{count} is the screener's.",
            "Of the questions that can be asked now none is the investigator's; "
            "{count} are the screener's.",
            count,
        ).format(count=count)
    return ngettext(
        "The investigator's questions come first; "
        "{count} other that can be asked now is left for the screener.",
        "The investigator's questions come first; "
        "{count} others that can be asked now are left for the screener.",
        count,
    ).format(count=count)


def change_told(event: Event) -> str:
    """Say what happened after a decision, where it bears on it or on its signatures."""
    told = _ACTS.get(str(event.body.get("act"))) or _CHANGES[event.kind]
    return _(told)


def place_told(event: Event) -> str:
    """Say where an event stands: in its screening, and in the whole store."""
    return _("event {version} of {number}, {sequence} of the store").format(
        version=event.version, number=event.number, sequence=event.sequence
    )


def resting_told(protocol: Protocol, criteria: Sequence[str], name: Callable[[str], str]) -> str:
    """Name the criteria that rest on something; where all of the protocol do, in two words."""
    if len(criteria) == len(protocol.criteria) > 1:
        return _("all criteria")
    return listed(map(name, criteria))


def stage_told(stage: str) -> str:
    """Say what a screening waits for, or came to."""
    return _(_STAGES[stage])


def redacted_told(event: Event) -> str:
    """Say of which events a redaction took something out, and why."""
    stones = [str(stone.version) for stone in tombstones_of(event.body)]
    said = ngettext(
        "Redacted in event {events}: {reason}",
        "Redacted in events {events}: {reason}",
        len(stones),
    )
    return said.format(events=listed(stones), reason=event.body["reason"])


def redaction_told(redaction: Redaction, moment: Callable[[datetime], str]) -> str:
    """Say who took something out of the record, when and why."""
    who = phrases((redaction.person.name, role_told(redaction.person.role), moment(redaction.at)))
    return _("redacted by {who}: {reason}").format(who=who, reason=redaction.reason)


def person_told(person: Person) -> str:
    """Say who somebody is, in which role, and that nobody has checked it where that is so."""
    if person.authenticated:
        return phrases((person.name, role_told(person.role)))
    return phrases((person.name, role_told(person.role), _("not authenticated")))


def lack_told(reason: str, due: date | None = None, on: date | None = None) -> str:
    """Say why something is missing, and when it is expected; or by `on` should have come."""
    told = _(_LACKS[reason])
    if due is None:
        return told
    overdue = on is not None and due < on
    said = _("{reason}, due {date}: overdue") if overdue else _("{reason}, due {date}")
    return said.format(reason=told, date=day_text(due, active_language()))


def was_redacted() -> str:
    """Say why there is no answer where there was one."""
    return _("what was answered was redacted")


def not_awaited_told(closed: Closing) -> str:
    """Say why a result that did not come is awaited no more."""
    return _("not awaited any more: {reason}").format(reason=closed.reason)


def language_told(tag: str) -> str:
    """Name a language, in the one of now."""
    return _(_LANGUAGES.get(tag, tag))


def order_told(order: Order) -> str:
    """Say in which order the questions come."""
    if order is Order.EFFORT:
        return _("The questions come by what brings the decision nearest for the least effort.")
    return _("The questions come in the protocol's order.")


def remaining_told(remaining: "Remaining") -> str:
    """Say how many questions are left, until a decision where they bring one."""
    fewest, most = remaining.fewest, remaining.most
    if most == 0:
        return _("No question is left to ask.")
    if fewest == most and remaining.to_decide:
        said = ngettext(
            "{count} question is left until a decision.",
            "{count} questions are left until a decision.",
            most,
        )
    elif fewest == most:
        said = ngettext(
            "{count} question is left to ask.", "{count} questions are left to ask.", most
        )
    elif remaining.to_decide:
        said = _("At least {fewest}, at most {count} questions are left until a decision.")
    else:
        said = _("At least {fewest}, at most {count} questions are left to ask.")
    return said.format(fewest=fewest, count=most)


def format_told(format: str) -> str:
    """Name the format of a copy."""
    return _(_FORMATS[format])


def source_told(source: object) -> str:
    """Say where an answer comes from."""
    if not isinstance(source, Mapping):
        return _(_SOURCES[str(source)])
    parts = [_(_SOURCES[str(source["kind"])])]
    if source.get("reference"):
        parts.append(str(source["reference"]))
    if source.get("through"):
        parts.append(through_told(str(source["through"])))
    return phrases(parts)


def through_told(through: str) -> str:
    """Say through which interpreter."""
    return _(_THROUGH[through])


def given_told(question: Question, answer: Answer, language: str) -> str:
    """Say an answer: what the protocol names in `language`, yes and no as they are listed with it.

    A date, and why there is no answer, are said in words of the interface, so in its language.
    """
    own = answer.missing is not None or question.type is QuestionType.DATE
    return answer_text(question, answer, active_language() if own else language)


def answer_told(question: Question, data: Mapping[str, object], language: str) -> str:
    """Say an answer that has the form of an answers file, with all it carries."""
    if data.get("missing") == REDACTED:
        return _("redacted")
    answer = _read(question, data)
    return clauses([given_told(question, answer, language), *_carried(answer, data)])


def carried_told(question: Question, data: Mapping[str, object]) -> str:
    """Say what an answer carries besides its value; nothing where that is all."""
    try:
        answer = _read(question, data)
    except AnswerError:
        # A table of which something was redacted is none any more; what remains is shown.
        return ""
    return clauses(_carried(answer, data))


def _carried(answer: Answer, data: Mapping[str, object]) -> Iterator[str]:
    if answer.observed_on is not None:
        observed = day_text(answer.observed_on, active_language())
        yield _("observed on {date}").format(date=observed)
    if data.get("source"):
        yield _("from {source}").format(source=source_told(data["source"]))
    if answer.note:
        yield _("note: {note}").format(note=answer.note)


def value_told(question: Question, value: object, language: str) -> str:
    """Say a value that has the form of an answers file."""
    return answer_text(question, _read(question, {"value": value}), language)


def _read(question: Question, data: Mapping[str, object]) -> Answer:
    """Read an answer again that was checked on its own day: what it says does not depend on one."""
    timeless = replace(question, minimum=None, maximum=None, future=True)
    return check_answer(timeless, data, _LAST_DAY) or Answer()
